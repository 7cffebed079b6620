//! The messages of one errand, in the order in which they are sent.
//!
//! A session asks for an errand and gets a code; the agent claims it with the code and its own key; the
//! server answers with the errand, signed by the authority's errand key; the agent does it and sends the
//! result; the session takes the result with the return code. `docs/protocol.md` tells the whole story.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::command::ReportWorkplace;
use super::envelope::{Envelope, Introduction, Message};
use super::moment::Moment;
use super::octets::{
    Bytes, ClaimToken, Code, ErrandId, Nonce, RenewalId, ReturnCode, SessionToken, Sha256,
};
use super::origin::Origin;
use super::protocol::Protocol;
use super::return_path::ReturnPath;
use super::work::Work;
use crate::limits::{CLAIM_BYTES_MAX, ERRAND_BYTES_MAX, RESULT_BYTES_MAX};

/// What kind of act an errand asks for.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrandKind {
    /// Signing in with a certificate.
    SignIn,
    /// Binding a session of the paper path to this agent.
    Pair,
    /// Making a key and a certification request.
    GenerateKey,
    /// Signing the application with the old key.
    SignApplication,
    /// Endorsing a request that was made after the application, with the old key.
    Endorse,
    /// Putting the new certificate beside its key.
    Install,
    /// Signing the receipt with the new key.
    SignReceipt,
    /// Signing an operator's decision.
    Approve,
    /// Bringing the agent up to date.
    Update,
    /// Looking whether the holder's computer is ready.
    CheckWorkplace,
}

impl ErrandKind {
    /// All kinds, in the order of the wire's documentation.
    pub const ALL: [Self; 10] = [
        Self::SignIn,
        Self::Pair,
        Self::GenerateKey,
        Self::SignApplication,
        Self::Endorse,
        Self::Install,
        Self::SignReceipt,
        Self::Approve,
        Self::Update,
        Self::CheckWorkplace,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Pair => "pair",
            Self::GenerateKey => "generate-key",
            Self::SignApplication => "sign-application",
            Self::Endorse => "endorse",
            Self::Install => "install",
            Self::SignReceipt => "sign-receipt",
            Self::Approve => "approve",
            Self::Update => "update",
            Self::CheckWorkplace => "check-workplace",
        }
    }

    /// Reads the name on the wire.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether the claim must come from the key that the session already has (security design, 1.3 step 4).
    #[must_use]
    pub const fn needs_session_key(self) -> bool {
        !matches!(self, Self::SignIn | Self::Pair)
    }
}

impl fmt::Display for ErrandKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Body of `POST /api/v1/errands`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrandRequested {
    /// What is to be done.
    pub kind: ErrandKind,
    /// For which renewal; absent for signing in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<RenewalId>,
}

/// Answer of `POST /api/v1/errands`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrandMade {
    /// The errand's identifier.
    pub errand_id: ErrandId,
    /// The origin that goes into the door's link.
    pub authority: Origin,
    /// The code that goes into the door's link.
    pub code: Code,
    /// Until when the code can be claimed.
    pub code_expires: Moment,
}

/// Body of `POST /api/v1/errands/claim`, signed by the agent key that it carries.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Version of the protocol.
    pub protocol: Protocol,
    /// The code of the errand.
    pub code: Code,
    /// `SubjectPublicKeyInfo` of the agent key, in DER.
    pub agent_key: Bytes,
    /// Version of the agent's program.
    pub agent_version: String,
    /// The agent's nonce, new with each claim.
    pub agent_nonce: Nonce,
    /// The agent's clock.
    pub time: Moment,
    /// The agent's loopback address with the page secret; only through door A.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl Message for Claim {
    const NAME: &'static str = "claim";
    const BYTES_MAX: usize = CLAIM_BYTES_MAX;
}

impl Introduction for Claim {
    fn introduced_key(&self) -> Option<Vec<u8>> {
        Some(self.agent_key.as_bytes().to_vec())
    }
}

/// Answer of `POST /api/v1/errands/claim`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claimed {
    /// The [`Errand`], signed by the authority's errand key.
    pub errand: Envelope,
    /// The token for fetching its parts.
    pub claim_token: ClaimToken,
}

/// What the agent is asked to do, signed by the authority's errand key.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errand {
    /// Version of the protocol.
    pub protocol: Protocol,
    /// The errand's identifier.
    pub errand_id: ErrandId,
    /// The authority's origin; the agent compares it with its trust entry and signs the latter.
    pub origin: Origin,
    /// The server's nonce.
    pub nonce: Nonce,
    /// The nonce of the claim, given back.
    pub agent_nonce: Nonce,
    /// SHA-256 of the `SubjectPublicKeyInfo` of the agent key that claimed.
    pub agent_key: Sha256,
    /// When the errand was given out.
    pub issued: Moment,
    /// Until when its result is taken.
    pub errand_expires: Moment,
    /// Where the browser goes back to.
    pub return_path: ReturnPath,
    /// The server's clock.
    pub server_time: Moment,
    /// The kind and what belongs to it.
    pub work: Work,
}

impl Message for Errand {
    const NAME: &'static str = "errand";
    const BYTES_MAX: usize = ERRAND_BYTES_MAX;
}

impl Errand {
    /// The kind of the errand.
    #[must_use]
    pub const fn kind(&self) -> ErrandKind {
        self.work.kind()
    }
}

/// Body of `POST /api/v1/errands/{id}/result`, signed by the agent key.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrandResult {
    /// Version of the protocol.
    pub protocol: Protocol,
    /// The errand that this is the result of.
    pub errand_id: ErrandId,
    /// How it ended.
    pub outcome: Outcome,
}

impl Message for ErrandResult {
    const NAME: &'static str = "result";
    const BYTES_MAX: usize = RESULT_BYTES_MAX;
}

/// Body of `POST /api/v1/errands/{id}/extension`, signed by the agent key: the person is at work on it, and needs more time.
/// It is given once.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Version of the protocol.
    pub protocol: Protocol,
    /// The errand that needs more time.
    pub errand_id: ErrandId,
}

impl Message for Extension {
    const NAME: &'static str = "extension";
    const BYTES_MAX: usize = CLAIM_BYTES_MAX;
}

/// Answer of `POST /api/v1/errands/{id}/extension`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extended {
    /// Until when its result is taken now.
    pub errand_expires: Moment,
}

/// How an errand ended.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Outcome {
    /// It was done.
    Done(Done),
    /// The person said no; nothing is lost.
    Declined(Declined),
    /// It could not be done.
    Failed(Failed),
}

/// An errand that was done.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// What was made; absent for `install`, `pair`, `update` and `check-workplace`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    /// What was found; of `check-workplace` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workplace: Option<ReportWorkplace>,
}

impl Done {
    /// An errand that made this.
    #[must_use]
    pub fn with(product: Option<Product>) -> Self {
        Self {
            product,
            workplace: None,
        }
    }

    /// An errand that found this.
    #[must_use]
    pub fn found(workplace: ReportWorkplace) -> Self {
        Self {
            product: None,
            workplace: Some(workplace),
        }
    }
}

/// An errand that the person declined.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declined {}

/// An errand that could not be done.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failed {
    /// Why.
    pub reason: FailureReason,
}

/// What an errand made, in DER.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "form",
    content = "der",
    rename_all = "kebab-case",
    deny_unknown_fields
)]
pub enum Product {
    /// A CMS `SignedData`: sign-in, application, endorsement, receipt, decision.
    Cms(Bytes),
    /// A PKCS#10 request.
    Request(Bytes),
}

impl Product {
    /// The DER of the product.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        match self {
            Self::Cms(bytes) | Self::Request(bytes) => bytes.as_bytes(),
        }
    }
}

/// Why an errand could not be done.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureReason {
    /// No certificate on this computer fits.
    NoCertificate,
    /// The private key was not found on any attached medium.
    NoKey,
    /// The PIN or password was wrong and the person gave up.
    WrongSecret,
    /// The medium refuses further tries.
    MediumLocked,
    /// The medium was removed or does not answer.
    MediumLost,
    /// The medium has no room left.
    MediumFull,
    /// No medium on this computer fulfils the rules of the errand.
    MediumUnfit,
    /// A part could not be fetched or is not what the errand says.
    PartRefused,
    /// The PDF has what the agent does not sign.
    DocumentRefused,
    /// The plan, the data or the certificate contradict what the agent knows.
    ContentRefused,
    /// The agent does not know how to do this kind of errand.
    Unsupported,
    /// The time was over.
    TimeOver,
    /// A defect of the agent.
    Internal,
}

/// Answer of `POST /api/v1/errands/{id}/result`.
///
/// A result that was declined or failed is taken as well, and has no return code.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Always `accepted`.
    pub outcome: AcceptedMark,
    /// The code by which the session takes the result; fresh with each repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_code: Option<ReturnCode>,
    /// Until when the code can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Moment>,
}

impl Accepted {
    /// The answer to a result that the session still has to take.
    #[must_use]
    pub const fn done(return_code: ReturnCode, expires: Moment) -> Self {
        Self {
            outcome: AcceptedMark::Accepted,
            return_code: Some(return_code),
            expires: Some(expires),
        }
    }

    /// The answer to a result after which nothing is to be taken.
    #[must_use]
    pub const fn noted() -> Self {
        Self {
            outcome: AcceptedMark::Accepted,
            return_code: None,
            expires: None,
        }
    }
}

/// The word that says that a result was taken.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AcceptedMark {
    /// The result was taken.
    Accepted,
}

/// Body of `POST /api/v1/errands/{id}/return`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnRequested {
    /// The code out of [`Accepted`].
    pub return_code: ReturnCode,
}

/// Answer of `POST /api/v1/errands/{id}/return`.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Returned {
    /// The session now is the holder's.
    SignedIn(SignedIn),
    /// The result was applied to its renewal.
    Applied(Applied),
}

/// A session that was raised to a holder's.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedIn {
    /// The token of the raised session; the former one is void.
    pub token: SessionToken,
    /// When the session ends at the latest.
    pub expires: Moment,
    /// The holder's name, for people.
    pub name: String,
    /// SHA-256 of the certificate by which the holder signed in.
    pub certificate: Sha256,
}

/// A result that was applied.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applied {
    /// The renewal that it was applied to, where the errand had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<RenewalId>,
}
