//! Where a renewal stands. Each stage holds what is true there and nothing else: a certificate exists from
//! `Issued` on, an approval from `Approved` on, and no earlier stage has a place for them.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::calendar::Moment;
use crate::certificate::{ContentHash, NewCertificate, RevocationReason};
use crate::journal::Actor;
use crate::procedure::Slug;
use crate::renewal::{
    Backup, Bill, DocumentId, Intent, OldKeyTreatment, PaperReason, PowerFact, ProvedApplication,
    ProvedCode, ProvedDecision, ProvedEndorsement, ProvedPaper, ProvedReceipt, ProvedRequest,
    Registration, RejectionReason, RightsEnd, Verdict,
};

crate::bytes::words!(
    /// The name of a stage.
    StageName {
        /// A required power of attorney is lacking; nothing begins before it is there.
        Held = "held",
        /// The holder looks through the data and gives what is asked.
        Drafted = "drafted",
        /// The data are confirmed.
        Confirmed = "confirmed",
        /// The key is made and its request proved, before the application.
        Keyed = "keyed",
        /// An application on paper is awaited.
        Papered = "papered",
        /// The application is signed but not handed in.
        Signed = "signed",
        /// The application is handed in; registers are asked.
        Submitted = "submitted",
        /// The registers agree; a decision is awaited.
        Checked = "checked",
        /// Approved; what the issue still needs is awaited.
        Approved = "approved",
        /// Nothing is lacking; the issuing job is under way.
        Cleared = "cleared",
        /// The intent is stored; a signature may exist.
        Intended = "intended",
        /// The certificate exists.
        Issued = "issued",
        /// It is installed beside the old key.
        Installed = "installed",
        /// Its receipt is signed with the new key; aftercare goes on.
        Receipted = "receipted",
        /// Everything is done.
        Completed = "completed",
        /// The office has to deal with it.
        Referred = "referred",
        /// An operator said no.
        Rejected = "rejected",
        /// The holder gave up before the issue, or the office settled it otherwise.
        Withdrawn = "withdrawn",
        /// The holder gave up after the issue: the certificate is revoked.
        Abandoned = "abandoned",
    }
);

impl StageName {
    /// Tells whether nothing can move a renewal from here.
    #[must_use]
    pub fn is_closed(self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Rejected | Self::Withdrawn | Self::Abandoned
        )
    }
}

/// Where a renewal stands, with what is true there.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "name", content = "with")]
pub enum Stage {
    /// A required power of attorney is lacking.
    Held {
        /// What is known of each required power.
        powers: Vec<PowerFact>,
        /// The thread about it, once the holder sent something.
        ticket: Option<Ticket>,
    },
    /// The holder looks through the data.
    Drafted,
    /// The data are confirmed.
    Confirmed {
        /// When.
        at: Moment,
    },
    /// The key is made.
    Keyed {
        /// Its request.
        request: ProvedRequest,
    },
    /// An application on paper is awaited.
    Papered {
        /// Why.
        reason: PaperReason,
    },
    /// The application is signed but not handed in.
    Signed {
        /// The application.
        application: Box<ProvedApplication>,
        /// The request that it binds, where the key came first.
        request: Option<ProvedRequest>,
    },
    /// Registers are asked.
    Submitted {
        /// What was handed in.
        filing: Box<Filing>,
        /// The registers.
        checks: Vec<CheckRecord>,
    },
    /// A decision is awaited.
    Checked {
        /// What was handed in.
        filing: Box<Filing>,
        /// The registers.
        checks: Vec<CheckRecord>,
        /// Approvals so far, where more than one is needed.
        decisions: Vec<ProvedDecision>,
        /// Since when.
        since: Moment,
    },
    /// What the issue still needs is awaited.
    Approved(Box<Approved>),
    /// The issuing job is under way.
    Cleared {
        /// Everything that was proved and decided.
        grant: Box<Grant>,
    },
    /// The intent is stored.
    Intended {
        /// Everything that was proved and decided.
        grant: Box<Grant>,
        /// The intent.
        intent: Intent,
    },
    /// The certificate exists.
    Issued(Box<Issued>),
    /// The certificate is installed.
    Installed {
        /// What was issued.
        issued: Box<Issued>,
        /// When it was installed.
        at: Moment,
    },
    /// The receipt is there; aftercare goes on.
    Receipted(Box<Finished>),
    /// Everything is done.
    Completed(Box<Finished>),
    /// The office has to deal with it.
    Referred {
        /// Why.
        reason: ReferralReason,
        /// Since when.
        since: Moment,
        /// What was handed in before, kept as evidence.
        evidence: Option<Evidence>,
    },
    /// An operator said no.
    Rejected {
        /// The code of the reason.
        reason: RejectionReason,
        /// The reason in words.
        explanation: String,
        /// When.
        at: Moment,
    },
    /// The holder gave up before the issue, or the office settled it otherwise.
    Withdrawn {
        /// When.
        at: Moment,
    },
    /// The holder gave up after the issue.
    Abandoned {
        /// The certificate, revoked.
        certificate: NewCertificate,
        /// When.
        at: Moment,
    },
}

impl Stage {
    /// The stage's name.
    #[must_use]
    pub fn name(&self) -> StageName {
        match self {
            Self::Held { .. } => StageName::Held,
            Self::Drafted => StageName::Drafted,
            Self::Confirmed { .. } => StageName::Confirmed,
            Self::Keyed { .. } => StageName::Keyed,
            Self::Papered { .. } => StageName::Papered,
            Self::Signed { .. } => StageName::Signed,
            Self::Submitted { .. } => StageName::Submitted,
            Self::Checked { .. } => StageName::Checked,
            Self::Approved(_) => StageName::Approved,
            Self::Cleared { .. } => StageName::Cleared,
            Self::Intended { .. } => StageName::Intended,
            Self::Issued(_) => StageName::Issued,
            Self::Installed { .. } => StageName::Installed,
            Self::Receipted(_) => StageName::Receipted,
            Self::Completed(_) => StageName::Completed,
            Self::Referred { .. } => StageName::Referred,
            Self::Rejected { .. } => StageName::Rejected,
            Self::Withdrawn { .. } => StageName::Withdrawn,
            Self::Abandoned { .. } => StageName::Abandoned,
        }
    }

    /// The new certificate, once there is one.
    #[must_use]
    pub fn certificate(&self) -> Option<&NewCertificate> {
        match self {
            Self::Issued(issued) | Self::Installed { issued, .. } => Some(&issued.certificate),
            Self::Receipted(finished) | Self::Completed(finished) => Some(&finished.certificate),
            Self::Abandoned { certificate, .. } => Some(certificate),
            _ => None,
        }
    }

    /// The registers' answers, while they matter.
    #[must_use]
    pub fn checks(&self) -> &[CheckRecord] {
        match self {
            Self::Submitted { checks, .. } | Self::Checked { checks, .. } => checks,
            _ => &[],
        }
    }

    /// The proved request, from the moment the key is made until the certificate exists.
    #[must_use]
    pub fn request(&self) -> Option<&ProvedRequest> {
        match self {
            Self::Keyed { request } => Some(request),
            Self::Signed { request, .. } => request.as_ref(),
            Self::Submitted { filing, .. } | Self::Checked { filing, .. } => {
                filing.request.as_ref()
            }
            Self::Approved(approved) => approved.filing.request.as_ref(),
            Self::Cleared { grant } | Self::Intended { grant, .. } => Some(&grant.request),
            Self::Issued(issued) | Self::Installed { issued, .. } => Some(&issued.grant.request),
            _ => None,
        }
    }

    /// The application, from its signature until the receipt.
    #[must_use]
    pub fn evidence(&self) -> Option<&Evidence> {
        match self {
            Self::Submitted { filing, .. } | Self::Checked { filing, .. } => Some(&filing.evidence),
            Self::Approved(approved) => Some(&approved.filing.evidence),
            Self::Cleared { grant } | Self::Intended { grant, .. } => Some(&grant.evidence),
            Self::Issued(issued) | Self::Installed { issued, .. } => Some(&issued.grant.evidence),
            Self::Referred { evidence, .. } => evidence.as_ref(),
            _ => None,
        }
    }

    /// The receipt, once there is one.
    #[must_use]
    pub fn receipt(&self) -> Option<&ProvedReceipt> {
        match self {
            Self::Receipted(finished) | Self::Completed(finished) => Some(&finished.receipt),
            _ => None,
        }
    }
}

/// The thread about a lacking power of attorney (C14 to C17): one for each renewal, reopened rather than doubled.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Whether the office has to act, or has acted.
    pub state: TicketState,
    /// Since when it stands so.
    pub since: Moment,
    /// The scans sent so far: for which power, which document.
    pub documents: Vec<(Slug, DocumentId)>,
    /// What was written.
    pub comments: Vec<TicketComment>,
}

crate::bytes::words!(
    /// How a ticket stands.
    TicketState {
        /// Sent; the office has to act.
        Open = "open",
        /// The office has acted; the holder tries again (C16).
        Fulfilled = "fulfilled",
        /// Tried again in vain; the office has to act again (C17).
        Reopened = "reopened",
    }
);

/// A comment on a ticket (C15).
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketComment {
    /// Who wrote it.
    pub author: Actor,
    /// When.
    pub at: Moment,
    /// What.
    pub text: String,
}

/// The application, in the one form or the other.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Signed with the old key.
    Electronic(Box<ProvedApplication>),
    /// Signed by hand.
    Paper(Box<ProvedPaper>),
}

impl Evidence {
    /// The hash of the application's message, where it is one.
    #[must_use]
    pub fn application(&self) -> Option<&ContentHash> {
        match self {
            Self::Electronic(application) => Some(&application.facts().application),
            Self::Paper(_) => None,
        }
    }
}

/// What was handed in.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// The application.
    pub evidence: Evidence,
    /// The request, once the key is made.
    pub request: Option<ProvedRequest>,
    /// When it was handed in.
    pub at: Moment,
}

/// One register and its answer.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRecord {
    /// The register's name in the procedure.
    pub check: Slug,
    /// Its answer; none while it is awaited.
    pub verdict: Option<Verdict>,
    /// When it answered last.
    pub at: Option<Moment>,
    /// Two operators went on in spite of it, for this reason.
    pub overridden: Option<String>,
}

impl CheckRecord {
    /// Tells whether the register agrees, or two operators went on without it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.overridden.is_some() || matches!(self.verdict, Some(Verdict::Passed))
    }

    /// Tells whether two operators went on in spite of it.
    #[must_use]
    pub fn is_overridden(&self) -> bool {
        self.overridden.is_some()
    }

    /// Tells whether the register said no and nobody went on in spite of it.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.overridden.is_none() && matches!(self.verdict, Some(Verdict::Failed { .. }))
    }
}

/// An approval. Only [`decide`](crate::renewal::decide) makes one: from operators' proved decisions, or by the
/// rule after having looked at everything that the rule asks for.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    by: ApprovedBy,
    plan: ContentHash,
    at: Moment,
}

/// Who approved.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ApprovedBy {
    /// Operators, one or two.
    Operators(Vec<ProvedDecision>),
    /// The rule of the procedure.
    Rule,
}

impl Approval {
    /// The approval by the rule; `decide` alone looks at what the rule asks for.
    pub(crate) fn by_rule(plan: ContentHash, at: Moment) -> Self {
        Self {
            by: ApprovedBy::Rule,
            plan,
            at,
        }
    }

    /// The approval by operators; `decide` alone counts them.
    pub(crate) fn by_operators(
        decisions: Vec<ProvedDecision>,
        plan: ContentHash,
        at: Moment,
    ) -> Self {
        Self {
            by: ApprovedBy::Operators(decisions),
            plan,
            at,
        }
    }

    /// Who approved.
    #[must_use]
    pub fn by(&self) -> &ApprovedBy {
        &self.by
    }

    /// The hash of the certificate plan that was approved.
    #[must_use]
    pub fn plan(&self) -> &ContentHash {
        &self.plan
    }

    /// When.
    #[must_use]
    pub fn at(&self) -> Moment {
        self.at
    }
}

/// An approved renewal that still lacks something.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// What was handed in; the request comes later where the key is made after the approval.
    pub filing: Filing,
    /// The approval.
    pub approval: Approval,
    /// The bill, where the procedure asks and the billing answered.
    pub bill: Option<Bill>,
    /// When the holder agreed to the issue.
    pub consent: Option<Moment>,
    /// What binds the key to the application.
    pub binding: Option<KeyBinding>,
    /// The confirmation code.
    pub code: CodeState,
}

/// What binds a key to the application.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyBinding {
    /// The application itself, signed after the key was made.
    Application,
    /// An endorsement by the old key.
    Endorsement(Box<ProvedEndorsement>),
    /// A code that the office gave to the identified person.
    IssueCode(Box<ProvedCode>),
}

/// Where the confirmation by code stands.
// Stored: a change needs a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeState {
    /// How many were sent.
    pub sent: u8,
    /// When the last one was.
    pub sent_at: Option<Moment>,
    /// The one that was entered.
    pub proved: Option<Box<ProvedCode>>,
}

/// Everything that was proved and decided before the issue.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The application.
    pub evidence: Evidence,
    /// The request.
    pub request: ProvedRequest,
    /// What binds the two.
    pub binding: KeyBinding,
    /// The approval.
    pub approval: Approval,
    /// When nothing was lacking any more.
    pub at: Moment,
}

/// What was issued.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Everything that led to it.
    pub grant: Grant,
    /// The certificate.
    pub certificate: NewCertificate,
    /// When it was stored.
    pub at: Moment,
    /// When the holder looked through its contents.
    pub familiarised: Option<Moment>,
    /// Bodies that it is registered with from the issue on.
    pub registrations: Vec<(Slug, Registration)>,
}

/// A renewal whose receipt is there.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// The certificate.
    pub certificate: NewCertificate,
    /// The receipt.
    pub receipt: ProvedReceipt,
    /// When the receipt was accepted.
    pub at: Moment,
    /// The day on which the holder's programs switch to the new certificate.
    pub switch_on: Date,
    /// What the holder did about a backup.
    pub backup: Option<Backup>,
    /// What became of the old key.
    pub old_key: Option<OldKeyTreatment>,
    /// Bodies that it is registered with, since the issue.
    pub registrations: Vec<(Slug, Registration)>,
    /// When the registration began to count.
    pub issued_at: Moment,
    /// Information systems that were told.
    pub systems_told: Vec<Slug>,
}

/// Why the office has to deal with a renewal.
// Stored: a change needs a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReferralReason {
    /// A datum changed whose rule says so (K19, T12).
    DataChanged,
    /// The holder says that the data are wrong (T11, T12).
    DataDisputed,
    /// The old certificate ended between the signature and the approval or the intent.
    ExpiredMeanwhile,
    /// The old certificate was suspended meanwhile.
    OnHold,
    /// The old key's period ended meanwhile.
    PrivateKeyPeriodOver,
    /// The old certificate was revoked meanwhile.
    Revoked(RevocationReason),
    /// The person's rights ended meanwhile.
    RightsEnded(RightsEnd),
}

impl ReferralReason {
    /// The reason in kebab-case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DataChanged => "data-changed",
            Self::DataDisputed => "data-disputed",
            Self::ExpiredMeanwhile => "expired-meanwhile",
            Self::OnHold => "on-hold",
            Self::PrivateKeyPeriodOver => "private-key-period-over",
            Self::Revoked(_) => "revoked",
            Self::RightsEnded(_) => "rights-ended",
        }
    }
}
