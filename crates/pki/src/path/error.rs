//! Why a path is refused: which certificate, and what is wrong with it.

use const_oid::ObjectIdentifier;
use time::OffsetDateTime;

use super::conformance::Rule;
use super::meter::Work;
use crate::certificate::Certificate;
use crate::crl::Reason;
use crate::extension::KeyUsage;

/// The refusal of a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the certificate of {subject} (serial number {serial}) is refused")]
pub struct PathError {
    subject: String,
    serial: String,
    #[source]
    fault: Fault,
}

impl PathError {
    pub(super) fn new(certificate: &Certificate, fault: Fault) -> Self {
        Self {
            subject: certificate.subject().to_string(),
            serial: certificate.serial().to_string(),
            fault,
        }
    }

    /// Returns the subject of the certificate at fault, as RFC 4514 writes names.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the serial number of the certificate at fault, in hexadecimal.
    #[must_use]
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Returns what is wrong with it.
    #[must_use]
    pub const fn fault(&self) -> &Fault {
        &self.fault
    }
}

/// What is wrong with a certificate of the path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No certificate of its issuer is known, or none that leads to an anchor.
    #[error("no trusted certificate of its issuer {issuer} was found")]
    NoIssuer {
        /// The issuer's name.
        issuer: String,
    },
    /// It is not valid yet.
    #[error("it is valid from {not_before} on, checked for {at}")]
    NotYetValid {
        /// When its validity begins.
        not_before: OffsetDateTime,
        /// The moment that was asked for.
        at: OffsetDateTime,
    },
    /// It has expired.
    #[error("it expired on {not_after}, checked for {at}")]
    Expired {
        /// When its validity ended.
        not_after: OffsetDateTime,
        /// The moment that was asked for.
        at: OffsetDateTime,
    },
    /// Its signature is not the issuer's.
    #[error("its signature was not made with the key of its issuer {issuer}")]
    Signature {
        /// The issuer's name.
        issuer: String,
    },
    /// Its signature algorithm is not supported.
    #[error("its signature algorithm is not supported")]
    SignatureAlgorithm,
    /// The signature algorithm is named differently inside and outside the signed part.
    #[error("it names one signature algorithm inside the signed part and another outside")]
    AlgorithmMismatch,
    /// Its key is of no supported kind, too weak or not on its curve.
    #[error("its public key cannot be used")]
    Key,
    /// An extension has contents that its type does not allow.
    #[error("its extension {0} cannot be read")]
    Extension(ObjectIdentifier),
    /// An extension occurs twice.
    #[error("its extension {0} occurs twice")]
    DoubledExtension(ObjectIdentifier),
    /// A critical extension that is not understood here.
    #[error("its critical extension {0} is not known")]
    CriticalExtension(ObjectIdentifier),
    /// It stands as an issuer and is no authority's.
    #[error("it is not a certificate of an authority")]
    NotAuthority,
    /// It stands as an issuer and may not sign certificates.
    #[error("its key usage does not allow signing certificates")]
    NoCertificateSign,
    /// More authorities follow it than it or its issuers allow.
    #[error("more authorities stand above it than a path length constraint allows")]
    PathLength,
    /// More authorities than the caller allows.
    #[error("more than {0} authorities stand between it and the anchor")]
    TooManyIntermediates(usize),
    /// A name outside the permitted subtrees of an authority above it.
    #[error("its name {0} is outside what the authorities above it may certify")]
    NameNotPermitted(String),
    /// A name inside an excluded subtree of an authority above it.
    #[error("its name {0} is among those that the authorities above it must not certify")]
    NameExcluded(String),
    /// A name constraint, or a name under one, of a form that cannot be compared.
    #[error("a name constraint or a name under it has a form that cannot be compared")]
    NameForm,
    /// It does not allow the purpose that was asked for.
    #[error("its extended key usage does not allow the purpose {0}")]
    Purpose(ObjectIdentifier),
    /// It lacks key usage that was asked for.
    #[error("its key usage lacks {}", .0.names().collect::<Vec<_>>().join(", "))]
    KeyUsage(KeyUsage),
    /// No policy is left that the path is valid under.
    #[error("no acceptable certificate policy is left")]
    Policy,
    /// A policy mapping that RFC 5280 forbids.
    #[error("it maps anyPolicy")]
    PolicyMapping,
    /// It breaks a rule of the profile of RFC 5280.
    #[error("{0}")]
    Profile(Rule),
    /// It is revoked.
    #[error("it was revoked on {since}{}", reason_text(*reason))]
    Revoked {
        /// Since when.
        since: OffsetDateTime,
        /// Why; none when the list does not say.
        reason: Option<Reason>,
    },
    /// Whether it is revoked could not be checked.
    #[error("whether it is revoked could not be checked: {0}")]
    RevocationUnknown(Unchecked),
    /// The search took more work than allowed.
    #[error("{}", work_text(*.0))]
    Budget(Work),
}

/// Why revocation could not be checked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unchecked {
    /// There is no list of the issuer.
    #[error("there is no revocation list of {0}")]
    NoList(String),
    /// The lists that there are have another time.
    #[error("the revocation list of {this_update} was not current at that time")]
    NotCurrent {
        /// When the newest list that was looked at was made.
        this_update: OffsetDateTime,
    },
    /// The list says no time of the next one, so that nobody can tell whether it is current.
    #[error("the revocation list does not say when the next one is due")]
    NoNextUpdate,
    /// The signature of the list is wrong.
    #[error("the signature of the revocation list was not made with the issuer's key")]
    Signature,
    /// The issuer may not sign lists.
    #[error("the issuer's key usage does not allow signing revocation lists")]
    NoCrlSign,
    /// The list has no number, or one marked critical, against RFC 5280 §5.2.3.
    #[error("the revocation list has no proper number")]
    Number,
    /// The list or an entry of it has a critical extension that is not understood here.
    #[error("the revocation list has a critical extension that is not known")]
    CriticalExtension,
    /// The list is for other certificates.
    #[error("the revocation list is not for this kind of certificate")]
    Scope,
}

impl Fault {
    /// How far a way got when this ended it: the reason of the furthest is reported.
    pub(super) const fn progress(&self) -> u8 {
        match self {
            Self::NoIssuer { .. } => 0,
            Self::Signature { .. } | Self::SignatureAlgorithm => 1,
            Self::NotAuthority
            | Self::NoCertificateSign
            | Self::Key
            | Self::Extension(_)
            | Self::DoubledExtension(_)
            | Self::CriticalExtension(_)
            | Self::AlgorithmMismatch
            | Self::Profile(_) => 2,
            Self::NotYetValid { .. } | Self::Expired { .. } => 3,
            Self::PathLength
            | Self::TooManyIntermediates(_)
            | Self::NameNotPermitted(_)
            | Self::NameExcluded(_)
            | Self::NameForm
            | Self::Purpose(_)
            | Self::KeyUsage(_)
            | Self::Policy
            | Self::PolicyMapping => 4,
            Self::RevocationUnknown(_) => 5,
            Self::Revoked { .. } => 6,
            Self::Budget(_) => 7,
        }
    }
}

fn reason_text(reason: Option<Reason>) -> String {
    reason.map_or_else(String::new, |reason| format!(" ({reason})"))
}

const fn work_text(work: Work) -> &'static str {
    match work {
        Work::Signature => "its path takes more signature checks than are done",
        Work::Step => "its path takes more steps to find than are done",
        Work::NameComparison => "its path takes more comparisons of names than are done",
    }
}
