//! Which field of a signed structure is not what the verifier knows it must be.

use std::fmt;

/// A field of a signed structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// What the signature is for.
    Purpose,
    /// The authority's origin.
    Origin,
    /// The hash of the authority's root key.
    AuthorityKey,
    /// The errand.
    Errand,
    /// The server's nonce.
    ServerNonce,
    /// The agent's nonce.
    AgentNonce,
    /// The hash of the agent key.
    AgentKey,
    /// The renewal.
    Renewal,
    /// The revision of the renewal.
    Revision,
    /// The procedure's name, version or hash.
    Procedure,
    /// The algorithm of the hashes.
    DigestAlgorithm,
    /// The hash of the document.
    Document,
    /// The hash of the data.
    Data,
    /// The hash of the request.
    Request,
    /// The hash of the old certificate.
    OldCertificate,
    /// Issuer and serial number.
    IssuerAndSerial,
    /// The hash of the certificate plan.
    Plan,
    /// The hash of the application.
    Application,
    /// The hash of the requested key.
    Key,
    /// The hash of the new certificate.
    Certificate,
    /// The hash of the print form.
    Contents,
    /// The hash of the safety guide.
    Guide,
    /// The fixed sentence.
    Statement,
}

impl Field {
    /// The name in problem documents and journal entries; never renamed.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Purpose => "purpose",
            Self::Origin => "origin",
            Self::AuthorityKey => "authority-key",
            Self::Errand => "errand",
            Self::ServerNonce => "server-nonce",
            Self::AgentNonce => "agent-nonce",
            Self::AgentKey => "agent-key",
            Self::Renewal => "renewal",
            Self::Revision => "revision",
            Self::Procedure => "procedure",
            Self::DigestAlgorithm => "digest-algorithm",
            Self::Document => "document",
            Self::Data => "data",
            Self::Request => "request",
            Self::OldCertificate => "old-certificate",
            Self::IssuerAndSerial => "issuer-and-serial",
            Self::Plan => "plan",
            Self::Application => "application",
            Self::Key => "key",
            Self::Certificate => "certificate",
            Self::Contents => "contents",
            Self::Guide => "guide",
            Self::Statement => "statement",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A signed structure says something else than the verifier knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the signed {field} is not the expected one")]
pub struct Mismatch {
    /// The first field that differs.
    pub field: Field,
}

/// Compares fields in their order; the first that differs is named.
pub(super) fn compare(fields: &[(bool, Field)]) -> Result<(), Mismatch> {
    match fields.iter().find(|(equal, _)| !equal) {
        None => Ok(()),
        Some(&(_, field)) => Err(Mismatch { field }),
    }
}
