//! Trusted authorities.

use serde::{Deserialize, Serialize};
use smena_protocol::v1::{Bytes, Moment, Origin, Sha256};

/// What was decided when the authority was trusted (`docs/protocol.md`, "Trusting an authority").
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustEntry {
    /// Its origin; stands in every signed object.
    pub origin: Origin,
    /// Its name, as it gave it when it was trusted.
    pub name: String,
    /// The root certificate whose key was compared by a person.
    pub root: Bytes,
    /// SHA-256 of that key's SubjectPublicKeyInfo.
    pub root_key: Sha256,
    /// The errand key's certificate and those between it and the root.
    pub errand_chain: Vec<Bytes>,
    /// SHA-256 of the SubjectPublicKeyInfo of each issuer whose certificates this authority may ask for.
    pub allowed_issuers: Vec<Sha256>,
    /// Since when it is trusted.
    pub since: Moment,
}
