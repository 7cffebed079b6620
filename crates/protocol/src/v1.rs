//! Version 1 of the protocol.
//!
//! The wire types stand directly here; the signed structures are in [`signed`], the check of a PDF in
//! [`pdf_subset`]. What changes of version 1 are allowed is said in `crates/protocol/CHANGES.md`.

mod authority;
mod command;
mod envelope;
mod errand;
mod moment;
mod octets;
mod origin;
mod pairing;
mod problem;
mod protocol;
mod renewal;
mod return_path;
mod session;
mod typed_code;
mod work;

pub mod pdf_subset;
pub mod signed;
pub mod text;

pub use authority::{AuthorityStatement, AuthorityStatus, Issuing};
pub use command::{
    Abandon, AttachDocument, ChangeData, ChooseKeyOptions, ChooseKind, ChooseOffice,
    ChooseSystemPowers, CommandRequested, CommentTicket, ConfirmByCode, ConfirmData, DataChange,
    DisputeData, EnterIssueCode, Familiarise, GiveConsent, GiveContacts, GiveIdentityDocument,
    HolderCommand, IdentifyBySnils, IdentityDocument, RecheckPowers, RecordBackup, RecordOldKey,
    RecordSystemTold, ReportWorkplace, ResendCode, SubmitApplication, SupplyPower, Withdraw,
};
pub use envelope::{Envelope, EnvelopeError, Introduction, Message, Opened, key_id, signed_input};
pub use errand::{
    Accepted, AcceptedMark, Applied, Claim, Claimed, Declined, Done, Errand, ErrandKind,
    ErrandMade, ErrandRequested, ErrandResult, Extended, Extension, Failed, FailureReason, Outcome,
    Product, ReturnRequested, Returned, SignedIn,
};
pub use moment::{Moment, MomentError};
pub use octets::{
    Bytes, ClaimToken, Code, Digest, ErrandId, IdempotencyKey, Nonce, OctetsError, RenewalId,
    ReturnCode, SessionToken, Sha256,
};
pub use origin::{Origin, OriginError};
pub use pairing::PairingDigits;
pub use problem::{MEDIA_TYPE as PROBLEM_MEDIA_TYPE, Problem, ProblemCode, ProblemCodeError};
pub use protocol::{Protocol, UnknownProtocol};
pub use renewal::{DataRow, Obligation, ProcedureShown, RenewalRequested, RenewalStatus};
pub use return_path::{ReturnPath, ReturnPathError};
pub use session::SessionOpened;
pub use typed_code::TypedCode;
pub use work::{
    ApproveWork, CheckWorkplaceWork, Decision, EcdsaCurve, EcdsaForm, Ed25519Form, EndorseWork,
    GenerateKeyWork, GostForm, InstallWork, KeyForm, MediumKind, MediumRules, PairWork, Part,
    PartMismatch, ProcedureReference, RsaForm, SignApplicationWork, SignInWork, SignReceiptWork,
    UpdateWork, Work,
};
