//! The same ids and hashes in the words of the wire, of the store and of the model.
//!
//! Each crate has its own newtypes, since none of the three knows the others; here they meet.

use smena_domain::{
    calendar,
    certificate::{ContentHash, Thumbprint},
    renewal,
};
use smena_protocol::v1;
use smena_store::SecretHash;

/// The model's id of a renewal.
#[must_use]
pub fn renewal_id(id: v1::RenewalId) -> renewal::RenewalId {
    renewal::RenewalId::new(*id.as_bytes())
}

/// The wire's id of a renewal.
#[must_use]
pub fn wire_renewal_id(id: renewal::RenewalId) -> v1::RenewalId {
    v1::RenewalId::new(*id.as_bytes())
}

/// The wire's form of a thumbprint.
#[must_use]
pub fn wire_thumbprint(thumbprint: Thumbprint) -> v1::Sha256 {
    v1::Sha256::new(*thumbprint.as_bytes())
}

/// The wire's form of an instant of the model.
#[must_use]
pub fn wire_moment(moment: calendar::Moment) -> v1::Moment {
    v1::Moment::new(moment.at())
}

/// What the store keeps of a secret whose hash this is.
#[must_use]
pub fn stored(hash: v1::Sha256) -> SecretHash {
    SecretHash::new(*hash.as_bytes())
}

/// SHA-256 of octets, as the model compares it.
#[must_use]
pub fn content_hash(octets: &[u8]) -> ContentHash {
    ContentHash::from(*v1::Sha256::of(octets).as_bytes())
}
