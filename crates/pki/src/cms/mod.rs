//! CMS (RFC 5652): signatures over documents and over the protocol's own structures, `SignedData`, and
//! content encrypted for certificates, `EnvelopedData`.
//!
//! Reading is lenient, as signing tools differ: [`SignedData::from_der`] takes BER too, and
//! [`SignedData::examine`] verifies what can be verified and lists what is unusual. Nothing follows
//! from either. What the product acts on passes [`SignedData::verify_strict`], which makes the only
//! [`VerifiedCms`] and refuses everything that CAdES-BES signatures of our own do not have
//! (signed attributes missing, doubled or ambiguous, a second signer, a foreign content type).
//! Writing ([`SignedDataBuilder`]) makes CAdES-BES (RFC 5126, ETSI EN 319 122-1) and nothing less.
//!
//! [`EnvelopedData`] opens what was encrypted for a certificate, [`EnvelopedDataBuilder`] makes it.
//!
//! Not known here: whether a certificate is trusted (see [`crate::path`]), and which contents mean
//! what.

mod attribute;
mod ber;
mod build;
mod der;
mod enveloped;
mod error;
mod ess;
mod examine;
mod signed_data;
mod verify;

pub use attribute::Attribute;
pub(crate) use ber::to_definite;
pub use build::SignedDataBuilder;
pub use der::DerError;
pub use enveloped::{
    ContentEncryption, EnvelopeError, EnvelopedData, EnvelopedDataBuilder, OpenedContent, Recipient,
};
pub use error::CmsError;
pub(crate) use ess::encode_algorithm;
pub use examine::{Deviation, Examination};
pub use signed_data::{SignedData, SignerIdentifier, SignerInfo};
pub use verify::VerifiedCms;
