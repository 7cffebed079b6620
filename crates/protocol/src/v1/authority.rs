//! What an authority says of itself: its signed statement and its open status.

use serde::{Deserialize, Serialize};
use smena_pki::certificate::Certificate;

use super::envelope::{Introduction, Message};
use super::moment::Moment;
use super::octets::{Bytes, Sha256};
use super::origin::Origin;
use super::protocol::Protocol;
use crate::limits::STATEMENT_BYTES_MAX;

/// `GET /.well-known/smena`: who the authority is and which keys speak for it. Signed by the errand key.
///
/// For an agent that does not know the authority it is the material of the trust question; for one that does,
/// the way a new errand key under the same pinned root becomes known.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityStatement {
    /// Version of the protocol that the statement is written in.
    pub protocol: Protocol,
    /// The authority's own origin.
    pub origin: Origin,
    /// Its name, for people.
    pub name: String,
    /// Its root certificate, in DER. A trust entry pins the hash of this certificate's public key.
    pub root: Bytes,
    /// The certificate of the errand key and those between it and the root, the errand key's first, without
    /// the root.
    pub errand_chain: Vec<Bytes>,
    /// SHA-256 of the `SubjectPublicKeyInfo` of each issuing authority whose certificates may be used here.
    pub issuers: Vec<Sha256>,
    /// The lowest version of the protocol that the server takes.
    pub protocol_floor: Protocol,
    /// The server's clock when the statement was made.
    pub server_time: Moment,
}

impl Message for AuthorityStatement {
    const NAME: &'static str = "authority";
    const BYTES_MAX: usize = STATEMENT_BYTES_MAX;
}

impl Introduction for AuthorityStatement {
    fn introduced_key(&self) -> Option<Vec<u8>> {
        let certificate = Certificate::from_der(self.errand_chain.first()?.as_bytes()).ok()?;
        Some(certificate.public_key().ok()?.spki_der().to_vec())
    }
}

/// `GET /status`: whether the authority works, for anybody.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityStatus {
    /// The authority's name, for people.
    pub name: String,
    /// Version of the server's program.
    pub version: String,
    /// The server's clock.
    pub time: Moment,
    /// Which database the server works on.
    pub database: String,
    /// Whether certificates are issued.
    pub issuing: Issuing,
    /// Why not, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Whether certificates are issued.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Issuing {
    /// They are.
    Ready,
    /// They are not, until somebody or something puts it right.
    Stopped,
}
