//! What the checks judge: plain values, without a device or connection behind them.

use std::path::PathBuf;

use smena_media::{PinState, Place};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{AuthorityStatement, Sha256};
use smena_ui::Language;
use time::OffsetDateTime;

use crate::{failure::Failure, state::TrustEntry};

/// What was found on this computer and at the authorities.
pub struct Findings {
    /// When it was looked.
    pub now: OffsetDateTime,
    /// In which language dates are written.
    pub language: Language,
    /// This program.
    pub program: Program,
    /// How many people are signed in to this computer; nothing where the system does not tell.
    pub users: Option<usize>,
    /// The trusted authorities.
    pub authorities: Vec<Heard>,
    /// The modules for tokens that could be loaded.
    pub modules: Vec<PathBuf>,
    /// Those that could not.
    pub module_problems: Vec<Failure>,
    /// The readers without a token.
    pub empty_readers: Vec<String>,
    /// The media that answered.
    pub media: Vec<SeenMedium>,
    /// The media that did not.
    pub silent: Vec<Trouble>,
    /// The keys that cannot be read.
    pub damaged: Vec<Trouble>,
    /// The certificates in use, not those in an archive.
    pub certificates: Vec<SeenCertificate>,
    /// Whether the system's generator gave octets that differ; not the octets.
    pub random_differs: bool,
}

/// This program.
pub struct Program {
    /// Its version.
    pub version: &'static str,
    /// The file that runs, as the system names it.
    pub path: Option<String>,
    /// SHA-256 of the file.
    pub sha256: Option<Sha256>,
    /// Whether another file stands in its place by now.
    pub is_replaced: bool,
}

/// An authority, and what it said when it was asked now.
pub struct Heard {
    /// What was decided when it was trusted.
    pub trust: TrustEntry,
    /// Its answer.
    pub answer: Result<Announced, Failure>,
}

/// What an authority said.
pub struct Announced {
    /// Its signed statement.
    pub statement: AuthorityStatement,
    /// Our clock when the answer was there.
    pub at: OffsetDateTime,
}

/// A medium that answered.
pub struct SeenMedium {
    /// Where it is.
    pub place: Place,
    /// How many keys lie on it.
    pub keys: usize,
    /// The state of its PIN.
    pub pin: Option<PinState>,
    /// Room for more, in octets, where the medium tells.
    pub free_bytes: Option<u64>,
}

/// Something that was found and cannot be used.
pub struct Trouble {
    /// Its name.
    pub name: String,
    /// Why not.
    pub failure: Failure,
}

/// A certificate in use.
pub struct SeenCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// The medium it lies on.
    pub place: Place,
    /// Whether the key beside it is its own.
    pub key_fits: bool,
    /// Whether another has taken its place.
    pub is_replaced: bool,
    /// What its issuer says of it.
    pub revocation: Revocation,
}

/// What the issuer's list says of a certificate.
pub enum Revocation {
    /// No trusted authority has issued it, so nobody can be asked.
    Foreign,
    /// No authority that answers has issued it; one that does not answer may have.
    Unasked,
    /// The authority's list could not be had.
    Unheard(Failure),
    /// The list is not the issuer's, or cannot be read.
    Unbelievable,
    /// The list could be had.
    Listed(Listing),
}

/// A certificate in its issuer's list.
#[derive(Clone, Copy)]
pub struct Listing {
    /// Until when the list holds.
    pub next_update: Option<OffsetDateTime>,
    /// Since when the certificate is revoked.
    pub revoked: Option<OffsetDateTime>,
}
