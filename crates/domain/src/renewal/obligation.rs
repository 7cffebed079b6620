//! Who owes what next: every step of a renewal in the order of its procedure, computed from the stage and from
//! what was gathered, never stored.
//!
//! One list drives the holder's task list, the operator's queue, the job runner and the interface for programs.

mod steps;

use time::OffsetDateTime;

use crate::calendar::Moment;
use crate::procedure::{IdentityDocumentPolicy, KeyMade, Procedure, Slug};
use crate::renewal::{Renewal, Stage};

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
///
/// The holder's steps before the decision are due when the old certificate can no longer sign: the date is shown
/// from the first day.
#[must_use]
pub fn obligations(
    renewal: &Renewal,
    procedure: &Procedure,
    now: OffsetDateTime,
) -> Vec<Obligation> {
    steps::settled(renewal, procedure, Moment::new(now))
}

/// A step of gathering and whether it is behind.
pub(super) struct GatheringStep {
    pub(super) what: Duty,
    pub(super) about: Option<Slug>,
    pub(super) done: bool,
}

/// The steps of gathering that the procedure asks of this renewal, in order. `decide` refuses by the same list
/// that the holder sees.
pub(super) fn gathering(renewal: &Renewal, procedure: &Procedure) -> Vec<GatheringStep> {
    let (asked, given) = (&procedure.gathering, renewal.gathered());
    let held = matches!(renewal.stage(), Stage::Held { .. });
    let step = |what, done| GatheringStep {
        what,
        about: None,
        done,
    };
    let mut steps = Vec::new();
    if !procedure.admission.workplace.is_empty() {
        steps.push(step(Duty::ReadyWorkplace, given.workplace_ready));
    }
    for power in &asked.required_powers {
        steps.push(GatheringStep {
            what: Duty::SupplyPowers,
            about: Some(power.clone()),
            done: !held || power_holds(renewal, power),
        });
    }
    if asked.asks_snils {
        steps.push(step(Duty::IdentifyBySnils, given.snils_given));
    }
    if procedure.key.made == KeyMade::BeforeApplication && !procedure.key.media.is_empty() {
        steps.push(step(Duty::ChooseKeyOptions, given.key_options.is_some()));
    }
    if !asked.offices.is_empty() {
        steps.push(step(Duty::ChooseOffice, given.office.is_some()));
    }
    if !asked.kinds.is_empty() {
        steps.push(step(Duty::ChooseKind, given.kind.is_some()));
    }
    if asked.identity_document != IdentityDocumentPolicy::NotAsked {
        steps.push(step(
            Duty::GiveIdentityDocument,
            given.identity_document_given,
        ));
    }
    if !asked.system_powers.is_empty() {
        steps.push(step(
            Duty::ChooseSystemPowers,
            given.system_powers.is_some(),
        ));
    }
    let kind = given.kind.unwrap_or(renewal.old().kind);
    for document in &asked.documents {
        if document.kinds.is_empty() || document.kinds.contains(&kind) {
            steps.push(GatheringStep {
                what: Duty::AttachDocuments,
                about: Some(document.name.clone()),
                done: given
                    .documents
                    .iter()
                    .any(|known| known.kind == document.name),
            });
        }
    }
    if asked.contacts.any() {
        steps.push(step(Duty::GiveContacts, given.contacts.given));
    }
    if matches!(procedure.key.made, KeyMade::AfterApproval(_)) && !procedure.key.media.is_empty() {
        steps.push(step(Duty::ChooseKeyOptions, given.key_options.is_some()));
    }
    steps
}

fn power_holds(renewal: &Renewal, power: &Slug) -> bool {
    let Stage::Held { powers, .. } = renewal.stage() else {
        return true;
    };
    powers
        .iter()
        .any(|fact| fact.power == *power && fact.state.holds(renewal.changed_at()))
}
