//! Who owes what next.

use crate::calendar::Moment;
use crate::procedure::{Procedure, Slug};
use crate::renewal::Renewal;
use time::OffsetDateTime;

crate::bytes::words!(
    /// A step that somebody owes.
    Duty {
        /// Send and have accepted what powers of attorney are lacking.
        SupplyPowers = "supply-powers",
        /// Put the computer in order.
        ReadyWorkplace = "ready-workplace",
        /// Type the SNILS.
        IdentifyBySnils = "identify-by-snils",
        /// Look through the data.
        CheckData = "check-data",
        /// Give the identity document.
        GiveIdentityDocument = "give-identity-document",
        /// Choose the office.
        ChooseOffice = "choose-office",
        /// Choose the kind of certificate.
        ChooseKind = "choose-kind",
        /// Choose powers in information systems.
        ChooseSystemPowers = "choose-system-powers",
        /// Choose medium and key options.
        ChooseKeyOptions = "choose-key-options",
        /// Make the key.
        MakeKey = "make-key",
        /// Attach the documents.
        AttachDocuments = "attach-documents",
        /// Give contacts.
        GiveContacts = "give-contacts",
        /// Sign the application with the old key.
        SignApplication = "sign-application",
        /// Print the application, sign it by hand and bring it.
        BringPaperApplication = "bring-paper-application",
        /// Look through the documents and hand in.
        SubmitApplication = "submit-application",
        /// Answer as a register.
        AnswerCheck = "answer-check",
        /// Decide.
        Decide = "decide",
        /// Pay the bill.
        PayBill = "pay-bill",
        /// Agree to the issue.
        GiveConsent = "give-consent",
        /// Endorse the new key with the old one, or enter the office's code.
        BindKey = "bind-key",
        /// Confirm the issue by the code sent to the phone.
        ConfirmByCode = "confirm-by-code",
        /// Issue the certificate.
        IssueCertificate = "issue-certificate",
        /// Install the certificate.
        InstallCertificate = "install-certificate",
        /// Look through the certificate's contents.
        Familiarise = "familiarise",
        /// Sign the receipt with the new key.
        SignReceipt = "sign-receipt",
        /// Make a backup, or choose to have none.
        MakeBackup = "make-backup",
        /// Keep or delete the old key, as the procedure says.
        TreatOldKey = "treat-old-key",
        /// Register the certificate as a body.
        RegisterCertificate = "register-certificate",
        /// Send the certificate to an information system's support.
        TellSystem = "tell-system",
        /// Switch the programs to the new certificate.
        SwitchPrograms = "switch-programs",
        /// Deal with the renewal in the office.
        SettleReferral = "settle-referral",
    }
);

/// Who owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Party {
    /// The authority's own programs.
    Authority,
    /// A body that registers certificates.
    Body(Slug),
    /// The holder.
    Holder,
    /// The office.
    Office,
    /// An operator.
    Operator,
    /// A register.
    Register(Slug),
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    /// It is behind.
    Done,
    /// It is owed now.
    Now {
        /// Its due date has passed.
        overdue: bool,
    },
    /// It comes later.
    Later,
    /// It is not needed, for this reason.
    NotNeeded(NotNeeded),
}

crate::bytes::words!(
    /// Why a step is not needed.
    NotNeeded {
        /// The application is signed by hand.
        OnPaper = "on-paper",
        /// The application is signed with the old key.
        Remote = "remote",
        /// The application itself binds the key.
        BoundByApplication = "bound-by-application",
        /// There is no bill.
        NoBill = "no-bill",
        /// The renewal ended before.
        Ended = "ended",
    }
);

/// A step, who owes it, until when, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Who owes it.
    pub who: Party,
    /// What.
    pub what: Duty,
    /// About what in particular: a register, a body, a document, a system.
    pub about: Option<Slug>,
    /// Until when, where there is a term.
    pub due: Option<Moment>,
    /// How it stands.
    pub state: DutyState,
}

/// Computes every step of a renewal in the order of its procedure, with who owes it and how it stands.
#[must_use]
pub fn obligations(_renewal: &Renewal, _procedure: &Procedure, _now: OffsetDateTime) -> Vec<Obligation> {
    Vec::new()
}
