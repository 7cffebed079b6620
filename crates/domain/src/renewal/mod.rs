//! A renewal: the way from an old certificate to its successor.
//!
//! [`decide`] takes a renewal as it stands, the procedure, a command with its facts, and the time; it gives the
//! renewal as it stands afterwards, the journal's entry and the effects, or a [`Refusal`]. [`obligations`]
//! computes who owes what next; it is never stored.
//!
//! Nothing here reads a clock, draws a random number, or opens anything.

mod argument;
mod command;
mod decide;
mod effect;
mod facts;
mod gathered;
mod kind;
mod obligation;
mod proof;
mod refusal;
mod stage;

pub use argument::{Argument, Fields};
pub use command::{Command, CommandName, Start, StartFacts};
pub use decide::{Decision, decide};
pub use effect::{Effect, Notice};
pub use facts::{
    Backup, Bill, Intent, OldKeyTreatment, PowerFact, PowerState, Registration, RejectionReason,
    Rights, RightsEnd, Settlement, Standing, Verdict,
};
pub use gathered::{
    AttachedDocument, ContactsGiven, DataChange, DataRow, DocumentId, Gathered, IdentityDocument,
    IdentityDocumentKind, KeyOptions, Sex,
};
pub use obligation::{Duty, DutyState, NotNeeded, Obligation, Party, obligations};
pub use proof::{
    ApplicationFacts, CodeFacts, CodePurpose, DecisionFacts, EndorsementFacts, PaperFacts,
    ProvedApplication, ProvedCode, ProvedDecision, ProvedEndorsement, ProvedPaper, ProvedReceipt,
    ProvedRequest, ProvedSignIn, ReceiptFacts, RequestFacts, SignInFacts, SignedInBy,
};
pub use refusal::{Refusal, Remedy};
pub use stage::{
    Approval, Approved, ApprovedBy, CheckRecord, CodeState, Evidence, Filing, Finished, Grant,
    Issued, KeyBinding, ReferralReason, Stage, StageName, Ticket, TicketComment, TicketState,
};

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::certificate::{CertificateKind, OldCertificate, Thumbprint};
use crate::person::HolderId;
use crate::procedure::{Field, Procedure, ProcedureReference, UnplannedReason};

crate::bytes::byte_newtype!(
    /// Names a renewal; random.
    RenewalId,
    16
);

/// Why a renewal was begun.
// Stored: a change needs a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The old certificate ends soon.
    Planned,
    /// Something happened (K2).
    Unplanned(UnplannedReason),
}

/// How the application comes.
// Stored: a change needs a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Signed with the old key.
    Remote,
    /// Printed and signed by hand, because of this.
    Paper(PaperReason),
}

crate::bytes::words!(
    /// Why the application has to be signed by hand.
    PaperReason {
        /// The old certificate has expired (K16).
        Expired = "expired",
        /// A datum changed whose rule says so, the owner for one (K17).
        DataChanged = "data-changed",
    }
);

/// A renewal.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    id: RenewalId,
    revision: i64,
    procedure: ProcedureReference,
    holder: HolderId,
    old: OldCertificate,
    reason: Reason,
    route: Route,
    opened_at: Moment,
    changed_at: Moment,
    abandonments_before: u8,
    gathered: Gathered,
    stage: Stage,
}

impl Renewal {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> RenewalId {
        self.id
    }

    /// Raised by one with each change; a save compares it.
    #[must_use]
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// The procedure that it was begun under.
    #[must_use]
    pub fn procedure(&self) -> &ProcedureReference {
        &self.procedure
    }

    /// The holder of the old certificate.
    #[must_use]
    pub fn holder(&self) -> HolderId {
        self.holder
    }

    /// The certificate that is renewed.
    #[must_use]
    pub fn old(&self) -> &OldCertificate {
        &self.old
    }

    /// The thumbprint of the certificate that is renewed.
    #[must_use]
    pub fn old_thumbprint(&self) -> Thumbprint {
        self.old.thumbprint
    }

    /// The thumbprint of the certificate that was issued, once there is one.
    #[must_use]
    pub fn new_thumbprint(&self) -> Option<Thumbprint> {
        self.stage
            .certificate()
            .map(|certificate| certificate.thumbprint)
    }

    /// Why it was begun.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// How the application comes.
    #[must_use]
    pub fn route(&self) -> Route {
        self.route
    }

    /// When it was begun.
    #[must_use]
    pub fn opened_at(&self) -> Moment {
        self.opened_at
    }

    /// When it last changed.
    #[must_use]
    pub fn changed_at(&self) -> Moment {
        self.changed_at
    }

    /// What the holder gave.
    #[must_use]
    pub fn gathered(&self) -> &Gathered {
        &self.gathered
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The name of where it stands.
    #[must_use]
    pub fn stage_name(&self) -> StageName {
        self.stage.name()
    }

    /// Tells whether anything can still move it. At most one renewal of an old certificate is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.stage.name().is_closed()
    }

    /// The kind that the holder chose, where it is another than the old certificate's (F10).
    #[must_use]
    pub fn other_kind(&self) -> Option<CertificateKind> {
        self.gathered.kind.filter(|kind| *kind != self.old.kind)
    }

    /// Tells whether a datum may stand in the new certificate: another kind than the old one's leaves some out.
    #[must_use]
    pub fn bears(&self, field: Field) -> bool {
        self.other_kind().is_none_or(|kind| kind.bears(field))
    }

    /// The data table as the new certificate will say it: what the holder gave, as the chosen kind bears it.
    #[must_use]
    pub fn rows(&self) -> Vec<DataRow> {
        let given = &self.gathered.rows;
        self.other_kind().map_or_else(
            || given.clone(),
            |kind| kind::rows_as(given, self.old.kind, kind),
        )
    }

    /// The rows whose value will differ from the old certificate's.
    pub fn changed_rows(&self) -> impl Iterator<Item = DataRow> {
        self.rows().into_iter().filter(DataRow::is_changed)
    }

    /// The rows that the holder corrected himself: what a chosen kind leaves out is no correction, and what it does
    /// not bear corrects nothing.
    pub fn corrected_rows(&self) -> impl Iterator<Item = &DataRow> {
        self.gathered
            .rows
            .iter()
            .filter(|row| row.is_changed() && self.bears(row.field))
    }

    /// The value of a datum as it will stand in the new certificate.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<String> {
        self.rows()
            .into_iter()
            .find(|row| row.field == field)
            .and_then(|row| row.value)
    }

    /// What the chosen kind cannot do without and the data table does not have. A certificate of the old one's kind
    /// may lack what the old one lacks.
    #[must_use]
    pub fn lacking(&self) -> Vec<Field> {
        let Some(kind) = self.other_kind() else {
            return Vec::new();
        };
        let rows = self.rows();
        let is_there = |field: &Field| {
            rows.iter()
                .any(|row| row.field == *field && row.value.is_some())
        };
        let required = kind.required().iter().copied();
        required.filter(|field| !is_there(field)).collect()
    }

    /// Operators that have to agree under the procedure when the rule does not decide: two wherever four
    /// eyes are the law of the house, whatever the procedure says.
    #[must_use]
    pub fn operators_needed(&self, procedure: &Procedure) -> u8 {
        let foreign = matches!(
            self.old.provenance,
            crate::certificate::Provenance::Foreign { .. }
        );
        let person_changed = self.corrected_rows().any(|row| row.field.names_person());
        let overridden = self.stage.checks().iter().any(CheckRecord::is_overridden);
        if foreign || person_changed || overridden {
            2
        } else {
            procedure.examination.approval.operators.max(1)
        }
    }
}
