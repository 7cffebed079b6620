//! Facts about certificates and keys, as the rules need them. No DER: `app` reads the bytes and states the facts.

use serde::{Deserialize, Serialize};

use crate::bytes::{from_hex, hex_vec, to_hex};
use crate::calendar::Moment;
use crate::organisation::Region;
use crate::person::HolderId;
use crate::procedure::ProcedureName;

crate::bytes::byte_newtype!(
    /// SHA-256 of a certificate's DER.
    Thumbprint,
    32
);

crate::bytes::byte_newtype!(
    /// The normalised hash of a public key: curve and point, so that twins of one parameter set are equal.
    KeyHash,
    32
);

/// A hash of some document, 32 or 64 bytes as the signing key asks.
// Stored: a change needs a migration.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContentHash(#[serde(with = "hex_vec")] Vec<u8>);

impl ContentHash {
    /// Takes 32 or 64 bytes; `None` for another length.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        matches!(bytes.len(), 32 | 64).then(|| Self(bytes.to_vec()))
    }

    /// Reads the hexadecimal form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::new(&from_hex(text)?)
    }

    /// Shows the bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<[u8; 32]> for ContentHash {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes.to_vec())
    }
}

impl std::fmt::Display for ContentHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl std::fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

/// A certificate's serial number: the content octets of its INTEGER.
// Stored: a change needs a migration.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SerialNumber(#[serde(with = "hex_vec")] Vec<u8>);

impl SerialNumber {
    /// Takes 1 to 20 octets (RFC 5280, 4.1.2.2); `None` for another length.
    #[must_use]
    pub fn new(octets: &[u8]) -> Option<Self> {
        (1..=20)
            .contains(&octets.len())
            .then(|| Self(octets.to_vec()))
    }

    /// Shows the octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Display for SerialNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl std::fmt::Debug for SerialNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SerialNumber({self})")
    }
}

crate::bytes::words!(
    /// Whose name a certificate carries.
    CertificateKind {
        /// A natural person.
        Person = "person",
        /// An official of an organisation («сертификат должностного лица», F10).
        Official = "official",
        /// A legal entity with the person who acts for it («сертификат юридического лица», F10).
        LegalEntity = "legal-entity",
        /// A legal entity without a person («сертификат юридического лица без ФИО», F10).
        LegalEntityWithoutPerson = "legal-entity-without-person",
    }
);

crate::bytes::words!(
    /// Why a certificate was revoked (RFC 5280, 5.3.1).
    RevocationReason {
        /// Not said.
        Unspecified = "unspecified",
        /// The private key is or may be in other hands.
        KeyCompromise = "key-compromise",
        /// The holder's relation to the organisation changed.
        AffiliationChanged = "affiliation-changed",
        /// A successor took its place.
        Superseded = "superseded",
        /// No longer used.
        CessationOfOperation = "cessation-of-operation",
        /// The right to it was withdrawn.
        PrivilegeWithdrawn = "privilege-withdrawn",
    }
);

/// What the revocation check of a certificate answered. "Could not check" is neither of the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateStatus {
    /// The source could not be asked, or its answer was too old.
    CouldNotCheck {
        /// The source, in words that a person may read.
        source: String,
    },
    /// Not revoked.
    Good,
    /// Suspended.
    OnHold {
        /// Since when.
        since: Moment,
    },
    /// Revoked.
    Revoked {
        /// Since when.
        at: Moment,
        /// Why.
        reason: RevocationReason,
    },
}

/// Where the old certificate comes from, found in the store by issuer, serial and hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// This authority issued it.
    Ours {
        /// Under this procedure.
        procedure: ProcedureName,
    },
    /// Another authority issued it; the path was validated up to this issuer's key.
    Foreign {
        /// The issuer's key.
        issuer_key: KeyHash,
    },
    /// Found nowhere, whatever names it carries.
    Unknown,
}

/// The certificate that is to be renewed.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldCertificate {
    /// SHA-256 of its DER.
    pub thumbprint: Thumbprint,
    /// Its serial number.
    pub serial: SerialNumber,
    /// The person it belongs to.
    pub holder: HolderId,
    /// Its public key.
    pub key: KeyHash,
    /// The name of the organisation that issued it.
    pub issuer: String,
    /// Where it was found.
    pub provenance: Provenance,
    /// Whose name it carries.
    pub kind: CertificateKind,
    /// The region it names.
    pub region: Option<Region>,
    /// Valid from.
    pub not_before: Moment,
    /// Valid to.
    pub not_after: Moment,
    /// The end of the private key's period, where one is stated.
    pub private_key_until: Option<Moment>,
}

impl OldCertificate {
    /// The first instant at which the holder can no longer sign with it: the earlier of the two ends.
    #[must_use]
    pub fn signs_until(&self) -> Moment {
        self.private_key_until
            .map_or(self.not_after, |end| end.min(self.not_after))
    }
}

/// The certificate that was issued.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCertificate {
    /// SHA-256 of its DER.
    pub thumbprint: Thumbprint,
    /// Its serial number.
    pub serial: SerialNumber,
    /// Its public key.
    pub key: KeyHash,
    /// Valid from.
    pub not_before: Moment,
    /// Valid to.
    pub not_after: Moment,
}

crate::bytes::words!(
    /// What the index of keys says of the public key in a request. Everything but `Fresh` is refused.
    KeyStanding {
        /// Never seen, or seen in this very renewal only.
        Fresh = "fresh",
        /// The key of the certificate that is being renewed.
        OldCertificate = "old-certificate",
        /// The key of some certificate that was issued.
        Issued = "issued",
        /// A key revoked, compromised, or lost after issue.
        Compromised = "compromised",
        /// The key of an open request of another renewal.
        OtherRenewal = "other-renewal",
        /// A key of the authority or of one of its services.
        Authority = "authority",
        /// A published test key.
        Published = "published",
        /// A key too weak, or not of an allowed algorithm and parameter set.
        Weak = "weak",
    }
);
