//! What can be asked of a renewal. A command carries the facts that `app` gathered for it and the proofs that
//! the verifier made; `decide` looks up nothing.

use crate::certificate::{
    CertificateKind, CertificateStatus, ContentHash, KeyStanding, NewCertificate, OldCertificate,
    Thumbprint,
};
use crate::journal::Actor;
use crate::permission::Operator;
use crate::procedure::{Slug, WorkplaceCheck};
use crate::renewal::{
    AttachedDocument, Backup, Bill, DataChange, DataRow, DocumentId, IdentityDocument, Intent,
    KeyOptions, OldKeyTreatment, PowerFact, ProvedApplication, ProvedCode, ProvedDecision,
    ProvedEndorsement, ProvedPaper, ProvedReceipt, ProvedRequest, ProvedSignIn, Reason,
    Registration, RejectionReason, RenewalId, Rights, Settlement, Standing, Verdict,
};

/// A command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    // --- the beginning ---
    /// The holder begins.
    Start(Box<Start>),
    /// The holder sends a scan of a lacking power of attorney (C14).
    SupplyPower {
        /// Which power.
        power: Slug,
        /// The scan.
        document: DocumentId,
    },
    /// Somebody writes on the ticket (C15).
    CommentTicket {
        /// Who.
        author: Actor,
        /// What.
        text: String,
    },
    /// The office did what the ticket asked (C16).
    FulfilTicket {
        /// Who.
        operator: Operator,
    },
    /// The holder tries again (C16, C17).
    RecheckPowers {
        /// What is known of each required power now.
        powers: Vec<PowerFact>,
    },
    // --- gathering ---
    /// The agent looked at the computer (C7 to C10, F2).
    ReportWorkplace {
        /// What is not in order.
        failed: Vec<WorkplaceCheck>,
    },
    /// The holder types the SNILS (T5).
    IdentifyBySnils {
        /// As typed.
        typed: String,
    },
    /// The holder changes data (K17, K18).
    ChangeData {
        /// The new values.
        changes: Vec<DataChange>,
    },
    /// The holder says that the data are wrong (T11, T12).
    DisputeData,
    /// The holder says that the data are right (T13).
    ConfirmData,
    /// The holder gives the identity document, or says that it has not changed (K12, F12).
    GiveIdentityDocument {
        /// The document; none: unchanged.
        document: Option<IdentityDocument>,
    },
    /// The holder chooses the office (F7, F8).
    ChooseOffice {
        /// Its name.
        office: Slug,
    },
    /// The holder chooses the kind of certificate (F10).
    ChooseKind {
        /// The kind.
        kind: CertificateKind,
    },
    /// The holder chooses powers in information systems (F14).
    ChooseSystemPowers {
        /// Their names.
        powers: Vec<Slug>,
    },
    /// The holder chooses medium and key options (F6, F15, K24, T17).
    ChooseKeyOptions {
        /// The options.
        options: KeyOptions,
    },
    /// The holder attaches a document (F21); one of the same kind is replaced.
    AttachDocument {
        /// The document.
        document: AttachedDocument,
    },
    /// The holder gives contacts (F23, F24).
    GiveContacts {
        /// The phone number.
        phone: Option<String>,
        /// The e-mail address.
        email: Option<String>,
    },
    // --- key and application ---
    /// The agent made the key and sent the request.
    AcceptRequest {
        /// The request.
        request: Box<ProvedRequest>,
        /// What the index of keys says of it.
        standing: KeyStanding,
    },
    /// The agent signed the application with the old key.
    AcceptApplication {
        /// The application.
        application: Box<ProvedApplication>,
        /// How the old certificate and the person's rights stand.
        standing: Standing,
    },
    /// The holder looked through the documents and hands in (K20).
    SubmitApplication {
        /// How the old certificate and the person's rights stand.
        standing: Standing,
    },
    /// An operator took the application signed by hand.
    AcceptPaperApplication {
        /// The application.
        paper: Box<ProvedPaper>,
        /// How the person's rights stand.
        rights: Rights,
    },
    // --- examination ---
    /// A register answered (F31).
    RecordCheck {
        /// Which.
        check: Slug,
        /// What.
        verdict: Verdict,
    },
    /// Two operators go on in spite of a register.
    OverrideCheck {
        /// Which register.
        check: Slug,
        /// The first.
        first: Box<ProvedDecision>,
        /// The second.
        second: Box<ProvedDecision>,
        /// Why.
        reason: String,
    },
    /// The rule decides (K21).
    ApproveByRule {
        /// How the old certificate and the person's rights stand.
        standing: Standing,
        /// The hash of the certificate plan.
        plan: ContentHash,
    },
    /// An operator approves (F32).
    Approve {
        /// The proved decision.
        decision: Box<ProvedDecision>,
        /// How the old certificate and the person's rights stand.
        standing: Standing,
        /// The hash of the certificate plan as it is now.
        plan: ContentHash,
    },
    /// An operator rejects (F34).
    Reject {
        /// The proved decision.
        decision: Box<ProvedDecision>,
        /// The code of the reason.
        reason: RejectionReason,
        /// The reason in words.
        explanation: String,
    },
    /// An operator returns it with a question; everything given is kept.
    ReturnToHolder {
        /// The proved decision.
        decision: Box<ProvedDecision>,
        /// The question.
        question: String,
    },
    // --- what the issue still needs ---
    /// The billing answered (K23).
    RecordBill {
        /// What.
        bill: Bill,
    },
    /// The holder agrees to the issue with the data as shown (K22).
    GiveConsent,
    /// The agent endorsed the key with the old key.
    AcceptEndorsement {
        /// The endorsement.
        endorsement: Box<ProvedEndorsement>,
        /// How the old certificate and the person's rights stand.
        standing: Standing,
    },
    /// The holder entered the code that the office gave out.
    AcceptIssueCode {
        /// The code.
        code: Box<ProvedCode>,
    },
    /// The holder asks for the confirmation code again (K8).
    ResendCode,
    /// The holder entered the confirmation code (K31).
    ConfirmByCode {
        /// The code.
        code: Box<ProvedCode>,
    },
    // --- issuing ---
    /// The issuing job re-runs the rules and stores the intent (issuance steps 3 and 4).
    PrepareIssue {
        /// What was built.
        intent: Intent,
        /// How the old certificate and the person's rights stand.
        standing: Standing,
        /// What the index of keys says of the request's key.
        key: KeyStanding,
        /// The hash of the certificate plan as it is now.
        plan: ContentHash,
    },
    /// The issuing job abandons an intent whose start of validity is too old.
    DropIntent,
    /// The issuing job stores the certificate (issuance step 7).
    RecordIssue {
        /// The certificate.
        certificate: NewCertificate,
    },
    // --- the end ---
    /// The agent installed the certificate beside the old key (K33).
    RecordInstallation {
        /// Which certificate.
        certificate: Thumbprint,
    },
    /// The holder looked through the certificate's contents (T23 to T26, R20).
    Familiarise,
    /// The agent signed the receipt with the new key.
    AcceptReceipt {
        /// The receipt.
        receipt: Box<ProvedReceipt>,
        /// The new certificate's status.
        status: CertificateStatus,
    },
    /// The agent made a backup, or the holder wants none (T27, K35, R22).
    RecordBackup {
        /// What.
        backup: Backup,
    },
    /// The agent kept or deleted the old key (C23 to C26, K40).
    RecordOldKey {
        /// What.
        treatment: OldKeyTreatment,
    },
    /// A body answered to the registration (R30).
    RecordRegistration {
        /// Which.
        body: Slug,
        /// What.
        registration: Registration,
    },
    /// The holder sent the certificate to a system's support (C31).
    RecordSystemTold {
        /// Which.
        system: Slug,
    },
    // --- ways out ---
    /// Something about the old certificate or the person became known while the renewal waits.
    RecordStanding {
        /// What.
        standing: Standing,
    },
    /// The office settled a renewal that was referred to it.
    SettleReferral {
        /// Who.
        operator: Operator,
        /// How.
        settlement: Settlement,
    },
    /// The holder gives up before the issue.
    Withdraw,
    /// The holder of the old key gives up after the issue: the new key is lost, for one.
    Abandon {
        /// The sign-in of the session, which has to be by the old certificate.
        sign_in: ProvedSignIn,
    },
}

/// The holder begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The id of the renewal to be.
    pub id: RenewalId,
    /// The session's sign-in.
    pub sign_in: ProvedSignIn,
    /// The certificate to renew.
    pub old: OldCertificate,
    /// Planned, or unplanned with a reason.
    pub reason: Reason,
    /// The data of the old certificate, as the table shows them first.
    pub rows: Vec<DataRow>,
    /// The contacts on record.
    pub phone: Option<String>,
    /// The e-mail address on record.
    pub email: Option<String>,
    /// What was looked up.
    pub facts: StartFacts,
}

/// What `app` looked up before the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartFacts {
    /// How the old certificate and the person's rights stand.
    pub standing: Standing,
    /// An open renewal of the same certificate.
    pub open_renewal: Option<RenewalId>,
    /// The successor of the certificate, once its receipt is there.
    pub successor: Option<Thumbprint>,
    /// How many renewals of this certificate were abandoned.
    pub abandonments: u8,
    /// What is known of each required power of attorney.
    pub powers: Vec<PowerFact>,
}

crate::bytes::words!(
    /// The name of a command.
    CommandName {
        /// [`Command::Start`]
        Start = "start",
        /// [`Command::SupplyPower`]
        SupplyPower = "supply-power",
        /// [`Command::CommentTicket`]
        CommentTicket = "comment-ticket",
        /// [`Command::FulfilTicket`]
        FulfilTicket = "fulfil-ticket",
        /// [`Command::RecheckPowers`]
        RecheckPowers = "recheck-powers",
        /// [`Command::ReportWorkplace`]
        ReportWorkplace = "report-workplace",
        /// [`Command::IdentifyBySnils`]
        IdentifyBySnils = "identify-by-snils",
        /// [`Command::ChangeData`]
        ChangeData = "change-data",
        /// [`Command::DisputeData`]
        DisputeData = "dispute-data",
        /// [`Command::ConfirmData`]
        ConfirmData = "confirm-data",
        /// [`Command::GiveIdentityDocument`]
        GiveIdentityDocument = "give-identity-document",
        /// [`Command::ChooseOffice`]
        ChooseOffice = "choose-office",
        /// [`Command::ChooseKind`]
        ChooseKind = "choose-kind",
        /// [`Command::ChooseSystemPowers`]
        ChooseSystemPowers = "choose-system-powers",
        /// [`Command::ChooseKeyOptions`]
        ChooseKeyOptions = "choose-key-options",
        /// [`Command::AttachDocument`]
        AttachDocument = "attach-document",
        /// [`Command::GiveContacts`]
        GiveContacts = "give-contacts",
        /// [`Command::AcceptRequest`]
        AcceptRequest = "accept-request",
        /// [`Command::AcceptApplication`]
        AcceptApplication = "accept-application",
        /// [`Command::SubmitApplication`]
        SubmitApplication = "submit-application",
        /// [`Command::AcceptPaperApplication`]
        AcceptPaperApplication = "accept-paper-application",
        /// [`Command::RecordCheck`]
        RecordCheck = "record-check",
        /// [`Command::OverrideCheck`]
        OverrideCheck = "override-check",
        /// [`Command::ApproveByRule`]
        ApproveByRule = "approve-by-rule",
        /// [`Command::Approve`]
        Approve = "approve",
        /// [`Command::Reject`]
        Reject = "reject",
        /// [`Command::ReturnToHolder`]
        ReturnToHolder = "return-to-holder",
        /// [`Command::RecordBill`]
        RecordBill = "record-bill",
        /// [`Command::GiveConsent`]
        GiveConsent = "give-consent",
        /// [`Command::AcceptEndorsement`]
        AcceptEndorsement = "accept-endorsement",
        /// [`Command::AcceptIssueCode`]
        AcceptIssueCode = "accept-issue-code",
        /// [`Command::ResendCode`]
        ResendCode = "resend-code",
        /// [`Command::ConfirmByCode`]
        ConfirmByCode = "confirm-by-code",
        /// [`Command::PrepareIssue`]
        PrepareIssue = "prepare-issue",
        /// [`Command::DropIntent`]
        DropIntent = "drop-intent",
        /// [`Command::RecordIssue`]
        RecordIssue = "record-issue",
        /// [`Command::RecordInstallation`]
        RecordInstallation = "record-installation",
        /// [`Command::Familiarise`]
        Familiarise = "familiarise",
        /// [`Command::AcceptReceipt`]
        AcceptReceipt = "accept-receipt",
        /// [`Command::RecordBackup`]
        RecordBackup = "record-backup",
        /// [`Command::RecordOldKey`]
        RecordOldKey = "record-old-key",
        /// [`Command::RecordRegistration`]
        RecordRegistration = "record-registration",
        /// [`Command::RecordSystemTold`]
        RecordSystemTold = "record-system-told",
        /// [`Command::RecordStanding`]
        RecordStanding = "record-standing",
        /// [`Command::SettleReferral`]
        SettleReferral = "settle-referral",
        /// [`Command::Withdraw`]
        Withdraw = "withdraw",
        /// [`Command::Abandon`]
        Abandon = "abandon",
    }
);

/// Generates [`Command::name`], so that names and variants cannot part.
macro_rules! command_names {
    ($($variant:ident),+ $(,)?) => {
        impl Command {
            /// The command's name.
            #[must_use]
            pub fn name(&self) -> CommandName {
                match self {
                    $(Self::$variant { .. } => CommandName::$variant),+
                }
            }
        }
    };
}

command_names!(
    Start,
    SupplyPower,
    CommentTicket,
    FulfilTicket,
    RecheckPowers,
    ReportWorkplace,
    IdentifyBySnils,
    ChangeData,
    DisputeData,
    ConfirmData,
    GiveIdentityDocument,
    ChooseOffice,
    ChooseKind,
    ChooseSystemPowers,
    ChooseKeyOptions,
    AttachDocument,
    GiveContacts,
    AcceptRequest,
    AcceptApplication,
    SubmitApplication,
    AcceptPaperApplication,
    RecordCheck,
    OverrideCheck,
    ApproveByRule,
    Approve,
    Reject,
    ReturnToHolder,
    RecordBill,
    GiveConsent,
    AcceptEndorsement,
    AcceptIssueCode,
    ResendCode,
    ConfirmByCode,
    PrepareIssue,
    DropIntent,
    RecordIssue,
    RecordInstallation,
    Familiarise,
    AcceptReceipt,
    RecordBackup,
    RecordOldKey,
    RecordRegistration,
    RecordSystemTold,
    RecordStanding,
    SettleReferral,
    Withdraw,
    Abandon,
);

impl Command {
    /// Who acts, for the journal. `holder` is the renewal's.
    #[must_use]
    pub fn actor(&self, holder: crate::person::HolderId) -> Actor {
        match self {
            Self::CommentTicket { author, .. } => author.clone(),
            Self::FulfilTicket { operator } | Self::SettleReferral { operator, .. } => {
                Actor::Operator(operator.id)
            }
            Self::AcceptPaperApplication { paper, .. } => {
                Actor::Operator(paper.facts().operator.id)
            }
            Self::Approve { decision, .. }
            | Self::Reject { decision, .. }
            | Self::ReturnToHolder { decision, .. }
            | Self::OverrideCheck {
                first: decision, ..
            } => Actor::Operator(decision.facts().operator.id),
            Self::ApproveByRule { .. }
            | Self::PrepareIssue { .. }
            | Self::DropIntent
            | Self::RecordIssue { .. }
            | Self::RecordStanding { .. } => Actor::Job,
            Self::RecordCheck { .. }
            | Self::RecordBill { .. }
            | Self::RecordRegistration { .. } => Actor::Outside,
            _ => Actor::Holder(holder),
        }
    }
}
