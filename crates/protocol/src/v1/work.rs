//! The part of an errand that its kind has to itself.

use serde::{Deserialize, Serialize};
use smena_pki::algorithm::KeyAlgorithm;

use super::errand::ErrandKind;
use super::octets::{Digest, Nonce, RenewalId, Sha256};

/// The kind of an errand with its own part.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Work {
    /// Sign in with a certificate of the holder's choice.
    SignIn(SignInWork),
    /// Show the digits that bind a session of the paper path.
    Pair(PairWork),
    /// Make a key and sign a request with it.
    GenerateKey(GenerateKeyWork),
    /// Sign the application with the old key.
    SignApplication(SignApplicationWork),
    /// Endorse a request with the old key.
    Endorse(EndorseWork),
    /// Put the new certificate beside its key.
    Install(InstallWork),
    /// Sign the receipt with the new key.
    SignReceipt(SignReceiptWork),
    /// Sign an operator's decision.
    Approve(ApproveWork),
    /// Bring the agent up to date.
    Update(UpdateWork),
    /// Look whether the holder's computer is ready.
    CheckWorkplace(CheckWorkplaceWork),
}

impl Work {
    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> ErrandKind {
        match self {
            Self::SignIn(_) => ErrandKind::SignIn,
            Self::Pair(_) => ErrandKind::Pair,
            Self::GenerateKey(_) => ErrandKind::GenerateKey,
            Self::SignApplication(_) => ErrandKind::SignApplication,
            Self::Endorse(_) => ErrandKind::Endorse,
            Self::Install(_) => ErrandKind::Install,
            Self::SignReceipt(_) => ErrandKind::SignReceipt,
            Self::Approve(_) => ErrandKind::Approve,
            Self::Update(_) => ErrandKind::Update,
            Self::CheckWorkplace(_) => ErrandKind::CheckWorkplace,
        }
    }

    /// Every part that the errand names, so that a server knows what the claim token opens.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        match self {
            Self::SignIn(_) | Self::Pair(_) | Self::Update(_) | Self::CheckWorkplace(_) => {
                Vec::new()
            }
            Self::GenerateKey(work) => vec![work.plan],
            Self::SignApplication(work) => [work.document, work.data, work.old_certificate]
                .into_iter()
                .chain(work.request)
                .collect(),
            Self::Endorse(work) => vec![work.application, work.request],
            Self::Install(work) => vec![work.certificate],
            Self::SignReceipt(work) => [work.certificate, work.application]
                .into_iter()
                .chain(work.contents)
                .chain(work.guide)
                .collect(),
            Self::Approve(work) => vec![work.plan],
        }
    }
}

/// A file that the agent fetches by its hash: `GET /api/v1/parts/{sha256}`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// SHA-256 of the file.
    pub sha256: Sha256,
    /// Its size in octets.
    pub size_bytes: u32,
}

/// Why octets are not the part that an errand names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartMismatch {
    /// Another number of octets.
    #[error("the part has {found} octets, the errand says {expected}")]
    Size {
        /// What the errand says.
        expected: u32,
        /// What came.
        found: usize,
    },
    /// Another hash.
    #[error("the part's hash is {found}, the errand says {expected}")]
    Hash {
        /// What the errand says.
        expected: Sha256,
        /// What came.
        found: Sha256,
    },
}

impl Part {
    /// Describes a file; `None` when it is larger than any part may be.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > crate::limits::PART_BYTES_MAX {
            return None;
        }
        Some(Self {
            sha256: Sha256::of(bytes),
            size_bytes: u32::try_from(bytes.len()).ok()?,
        })
    }

    /// Compares what was fetched with what the errand says.
    ///
    /// # Errors
    /// [`PartMismatch`] naming what differs.
    pub fn check(&self, bytes: &[u8]) -> Result<(), PartMismatch> {
        if u32::try_from(bytes.len()) != Ok(self.size_bytes) {
            return Err(PartMismatch::Size {
                expected: self.size_bytes,
                found: bytes.len(),
            });
        }
        let found = Sha256::of(bytes);
        if found != self.sha256 {
            return Err(PartMismatch::Hash {
                expected: self.sha256,
                found,
            });
        }
        Ok(())
    }
}

/// The procedure under which a renewal runs.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureReference {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Hash of the procedure file, by the digest that follows from the old certificate's key.
    pub hash: Digest,
}

/// `sign-in`: everything that is signed is the agent's own, so there is nothing here.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInWork {}

/// `pair`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairWork {
    /// The nonce of the session; the digits are made from it and the agent key.
    pub session_nonce: Nonce,
}

/// `generate-key`; its product is a PKCS#10 with a `RequestBinding`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenerateKeyWork {
    /// The renewal that the key is for.
    pub renewal_id: RenewalId,
    /// The `CertificatePlan`, in DER.
    pub plan: Part,
    /// Where and how the key is made.
    pub medium: MediumRules,
}

/// Where and how a key is made.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediumRules {
    /// The forms of key that are allowed, the preferred one first.
    pub keys: Vec<KeyForm>,
    /// The kinds of medium that are allowed; empty when any is.
    pub media: Vec<MediumKind>,
    /// Whether the key must not be able to leave its medium.
    pub non_exportable: bool,
}

/// A form of key.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "family", rename_all = "kebab-case", deny_unknown_fields)]
pub enum KeyForm {
    /// GOST R 34.10-2012.
    Gost(GostForm),
    /// ECDSA.
    Ecdsa(EcdsaForm),
    /// RSA.
    Rsa(RsaForm),
    /// Ed25519 of RFC 8410.
    Ed25519(Ed25519Form),
}

impl KeyForm {
    /// Describes an algorithm; `None` for one that makes no new keys.
    #[must_use]
    pub fn of(algorithm: KeyAlgorithm) -> Option<Self> {
        match algorithm {
            KeyAlgorithm::Gost(set) => Some(Self::Gost(GostForm {
                parameter_set: set.oid().to_string(),
            })),
            KeyAlgorithm::Gost2001(_) => None,
            KeyAlgorithm::EcdsaP256 => Some(Self::Ecdsa(EcdsaForm {
                curve: EcdsaCurve::P256,
            })),
            KeyAlgorithm::EcdsaP384 => Some(Self::Ecdsa(EcdsaForm {
                curve: EcdsaCurve::P384,
            })),
            KeyAlgorithm::Rsa { bits } => Some(Self::Rsa(RsaForm { bits })),
            KeyAlgorithm::Ed25519 => Some(Self::Ed25519(Ed25519Form {})),
        }
    }

    /// Finds the algorithm of this form among those that the caller can make keys of.
    pub fn among(&self, known: impl IntoIterator<Item = KeyAlgorithm>) -> Option<KeyAlgorithm> {
        known
            .into_iter()
            .find(|algorithm| Self::of(*algorithm).as_ref() == Some(self))
    }
}

/// A parameter set of GOST R 34.10-2012.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GostForm {
    /// The identifier of the parameter set, dotted; twins are told apart because encodings differ.
    pub parameter_set: String,
}

/// A curve of ECDSA.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EcdsaForm {
    /// The curve.
    pub curve: EcdsaCurve,
}

/// The curves of ECDSA that are known.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EcdsaCurve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
}

/// A size of RSA.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RsaForm {
    /// Bits of the modulus.
    pub bits: u32,
}

/// Ed25519 has nothing to choose.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ed25519Form {}

/// A kind of medium.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediumKind {
    /// A folder in the user's own store or on a flash drive.
    Folder,
    /// A PKCS#11 token.
    Token,
}

/// `sign-application`; its product is a detached CAdES-BES over the PDF with an `ApplicationBinding`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignApplicationWork {
    /// The renewal.
    pub renewal_id: RenewalId,
    /// Its revision when the application was made.
    pub revision: u64,
    /// The procedure.
    pub procedure: ProcedureReference,
    /// The application as PDF.
    pub document: Part,
    /// The application's data: `ApplicationData` in DER.
    pub data: Part,
    /// The PKCS#10 that the signature binds; absent only where the procedure makes the key later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Part>,
    /// The old certificate, in DER; its hash is its thumbprint.
    pub old_certificate: Part,
}

/// `endorse`; its product is an attached CMS of an `Endorsement`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndorseWork {
    /// The renewal.
    pub renewal_id: RenewalId,
    /// The CMS of the application.
    pub application: Part,
    /// The PKCS#10 that is endorsed.
    pub request: Part,
    /// SHA-256 of the old certificate.
    pub old_certificate: Sha256,
}

/// `install`; it has no product.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InstallWork {
    /// The renewal.
    pub renewal_id: RenewalId,
    /// The new certificate, in DER; its hash is its thumbprint.
    pub certificate: Part,
    /// SHA-256 of the certificate that it succeeds.
    pub old_certificate: Sha256,
}

/// `sign-receipt`; its product is an attached CMS of a `Receipt`, signed with the new key.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignReceiptWork {
    /// The renewal.
    pub renewal_id: RenewalId,
    /// The new certificate, in DER.
    pub certificate: Part,
    /// The CMS of the application that the certificate was issued upon.
    pub application: Part,
    /// The print form of the certificate, where the procedure hands one over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contents: Option<Part>,
    /// The safety guide, where the procedure hands one over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<Part>,
}

/// `approve`: an operator's decision, signed.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApproveWork {
    /// The renewal.
    pub renewal_id: RenewalId,
    /// Its revision when the decision was made.
    pub revision: u64,
    /// The `CertificatePlan` that the decision is about, in DER.
    pub plan: Part,
    /// The decision.
    pub decision: Decision,
    /// Why, in the operator's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An operator's decision.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The certificate is to be issued.
    Approve,
    /// It is not.
    Reject,
    /// The holder is to put something right.
    Return,
}

/// `update`: which version is due and where it is found. Code is never delivered here.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpdateWork {
    /// The lowest version of the agent that this authority works with.
    pub minimum_version: String,
    /// Where a person finds it.
    pub address: String,
}

/// `check-workplace`: whether the holder's computer is ready. What is asked for stands in the procedure; the agent tells all
/// that it found not in order.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckWorkplaceWork {
    /// The renewal.
    pub renewal_id: RenewalId,
}
