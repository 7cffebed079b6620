//! What has been proved. Each proof has one constructor, `from_verifier`, called only by the code that did
//! verify: `server/src/app/verify/`, which a tidy test watches. A stage that needs a proof holds it, so that
//! "forgot to verify" does not compile. The idea is that of rustls' `verify.rs`.
//!
//! The facts inside are what the rules compare; the signed bytes lie in the store. Reading a stored renewal
//! brings its proofs back, since only a decision could have stored them.

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::certificate::{ContentHash, KeyHash, Thumbprint};
use crate::permission::Operator;
use crate::person::HolderId;
use crate::procedure::SignInMethod;
use crate::renewal::{DocumentId, RenewalId};

macro_rules! proof {
    ($(#[$meta:meta])* $name:ident($facts:ident)) => {
        $(#[$meta])*
        // Stored: a change needs a migration.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name($facts);

        impl $name {
            /// States that the caller has verified these facts.
            #[must_use]
            pub fn from_verifier(facts: $facts) -> Self {
                Self(facts)
            }

            /// What was proved.
            #[must_use]
            pub fn facts(&self) -> &$facts {
                &self.0
            }
        }
    };
}

/// How somebody signed in.
// Stored: a change needs a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignedInBy {
    /// By the key of this certificate.
    Certificate(Thumbprint),
    /// By a code sent to the person's phone.
    PhoneCode,
}

impl SignedInBy {
    /// The method.
    #[must_use]
    pub fn method(self) -> SignInMethod {
        match self {
            Self::Certificate(_) => SignInMethod::Certificate,
            Self::PhoneCode => SignInMethod::PhoneCode,
        }
    }
}

/// Facts of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInFacts {
    /// The person.
    pub holder: HolderId,
    /// How.
    pub by: SignedInBy,
    /// When, by the server's clock.
    pub at: Moment,
}

proof!(
    /// Somebody signed in, and the session is his.
    ProvedSignIn(SignInFacts)
);

/// Facts of a PKCS#10 request whose self-signature, attribute, subject, extensions and algorithm were verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestFacts {
    /// The renewal named in its binding.
    pub renewal: RenewalId,
    /// The hash of its DER.
    pub request: ContentHash,
    /// Its public key.
    pub key: KeyHash,
    /// The hash of the certificate plan that it answers.
    pub plan: ContentHash,
    /// Whether the request carries the binding attribute; one of a foreign tool does not.
    pub bound: bool,
    /// When it arrived.
    pub arrived_at: Moment,
}

proof!(
    /// The private key of a request is in the requester's hands, for this renewal.
    ProvedRequest(RequestFacts)
);

/// Facts of an application whose CMS, hashes and signer's certificate path were verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationFacts {
    /// The renewal named in its binding.
    pub renewal: RenewalId,
    /// The revision of the renewal that the person saw.
    pub revision: i64,
    /// The hash of the procedure's file that the person saw.
    pub procedure: ContentHash,
    /// The signer's certificate.
    pub signer: Thumbprint,
    /// The hash of the PDF.
    pub document: ContentHash,
    /// The hash of the canonical data.
    pub data: ContentHash,
    /// The hash of the bound request, where the key came first.
    pub request: Option<ContentHash>,
    /// The hash of the signed message: what an endorsement and the receipt name.
    pub application: ContentHash,
    /// The signer's claim of the time.
    pub signed_at: Moment,
    /// The arrival by the server's clock.
    pub arrived_at: Moment,
    /// The last moment at which the signer lets it be accepted.
    pub valid_until: Moment,
    /// The time in a verified time stamp, where there is one.
    pub stamped_at: Option<Moment>,
}

impl ApplicationFacts {
    /// The earliest instant by which the signature is proved to have existed.
    #[must_use]
    pub fn existed_at(&self) -> Moment {
        self.stamped_at
            .map_or(self.arrived_at, |stamp| stamp.min(self.arrived_at))
    }
}

proof!(
    /// The holder of the old key signed this application.
    ProvedApplication(ApplicationFacts)
);

/// Facts of an application on paper, taken by an operator from the identified holder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperFacts {
    /// The renewal.
    pub renewal: RenewalId,
    /// Who took it and identified the holder.
    pub operator: Operator,
    /// The hash of the printed PDF.
    pub document: ContentHash,
    /// The scan of the signed sheets.
    pub scan: DocumentId,
    /// When.
    pub at: Moment,
}

proof!(
    /// The identified holder signed this application by hand before an operator.
    ProvedPaper(PaperFacts)
);

/// Facts of an endorsement (structure c2 of `docs/protocol.md`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndorsementFacts {
    /// The renewal.
    pub renewal: RenewalId,
    /// The signer's certificate.
    pub signer: Thumbprint,
    /// The hash of the application's message.
    pub application: ContentHash,
    /// The hash of the request.
    pub request: ContentHash,
    /// The public key in it.
    pub key: KeyHash,
    /// The signer's claim of the time.
    pub signed_at: Moment,
    /// The arrival by the server's clock.
    pub arrived_at: Moment,
}

proof!(
    /// The holder of the old key stands for the new one.
    ProvedEndorsement(EndorsementFacts)
);

crate::bytes::words!(
    /// What a code is for; no code serves another purpose.
    CodePurpose {
        /// To confirm the issue, sent to the phone (K30, K31).
        ConfirmIssue = "confirm-issue",
        /// To bind a key made by the identified person, given out in the office.
        IssueCode = "issue-code",
    }
);

/// Facts of a code that was entered and compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeFacts {
    /// The renewal that it was made for.
    pub renewal: RenewalId,
    /// What it is for.
    pub purpose: CodePurpose,
    /// The plan that was shown with it.
    pub plan: ContentHash,
    /// The operators who gave it out, for an issue code two.
    pub given_by: Vec<Operator>,
    /// When it was entered.
    pub at: Moment,
}

proof!(
    /// The right code was entered in time.
    ProvedCode(CodeFacts)
);

/// Facts of an operator's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionFacts {
    /// The renewal.
    pub renewal: RenewalId,
    /// The revision that he saw.
    pub revision: i64,
    /// The hash of the certificate plan that he saw.
    pub plan: ContentHash,
    /// Who.
    pub operator: Operator,
    /// The hash of the signed decision, where the procedure has operators sign.
    pub signature: Option<ContentHash>,
    /// When.
    pub at: Moment,
}

proof!(
    /// This operator decided, having seen this plan.
    ProvedDecision(DecisionFacts)
);

/// Facts of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptFacts {
    /// The renewal.
    pub renewal: RenewalId,
    /// The certificate that it names, and whose key signed it.
    pub certificate: Thumbprint,
    /// The hash of the application that it names; none where the application is on paper.
    pub application: Option<ContentHash>,
    /// The hash of the receipt's message.
    pub receipt: ContentHash,
    /// The hash of the print form that was shown.
    pub contents: Option<ContentHash>,
    /// The hash of the safety guide.
    pub guide: Option<ContentHash>,
    /// The signer's claim of the time.
    pub signed_at: Moment,
    /// The arrival by the server's clock.
    pub arrived_at: Moment,
}

proof!(
    /// The holder of the new key received the certificate.
    ProvedReceipt(ReceiptFacts)
);
