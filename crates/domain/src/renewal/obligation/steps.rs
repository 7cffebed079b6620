//! Every step in the order of the procedure, and how each stands.

use super::{Duty, DutyState, GatheringStep, NotNeeded, Obligation, Party, gathering};
use crate::calendar::Moment;
use crate::procedure::{BackupPolicy, KeyMade, OldKeyPolicy, Procedure, Slug, Submission, ValidAt};
use crate::renewal::{
    Bill, CheckRecord, Evidence, Finished, Registration, Renewal, Route, Stage, StageName,
    TicketState,
};

/// The steps with their states.
pub(super) fn settled(renewal: &Renewal, procedure: &Procedure, now: Moment) -> Vec<Obligation> {
    let view = View {
        renewal,
        procedure,
        now,
        stage: renewal.stage_name(),
    };
    let mut steps = view.steps();
    let mut turn = Turn::default();
    for step in &mut steps {
        view.settle(step, &mut turn);
    }
    steps.into_iter().map(|step| step.obligation).collect()
}

/// How far a stage is along the way.
fn rank(stage: StageName) -> u8 {
    match stage {
        StageName::Held | StageName::Rejected | StageName::Withdrawn | StageName::Abandoned => 0,
        StageName::Drafted | StageName::Referred => 1,
        StageName::Confirmed | StageName::Papered => 2,
        StageName::Keyed => 3,
        StageName::Signed => 4,
        StageName::Submitted => 5,
        StageName::Checked => 6,
        StageName::Approved => 7,
        StageName::Cleared => 8,
        StageName::Intended => 9,
        StageName::Issued => 10,
        StageName::Installed => 11,
        StageName::Receipted => 12,
        StageName::Completed => 13,
    }
}

/// A step before it is known whose turn it is.
struct Step {
    obligation: Obligation,
    done: bool,
    /// Whether the stage lets it be done, apart from steps that stand before it.
    open: bool,
    not_needed: Option<NotNeeded>,
}

/// Whether somebody's turn has come: one's own steps follow each other, those of different parties do not.
#[derive(Default)]
struct Turn {
    holder_taken: bool,
}

struct View<'a> {
    renewal: &'a Renewal,
    procedure: &'a Procedure,
    now: Moment,
    stage: StageName,
}

impl View<'_> {
    fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        if let Stage::Referred { since, .. } = self.renewal.stage() {
            let days = self.procedure.examination.approval.within_working_days;
            let due = self.procedure.calendar.end_of_term(*since, days);
            steps.push(step(Party::Office, Duty::SettleReferral, false, true).due(Some(due)));
        }
        self.push_gathering(&mut steps);
        self.push_examination(&mut steps);
        self.push_clearing(&mut steps);
        self.push_end(&mut steps);
        steps
    }

    /// Gathering, with the confirmation of the data where the procedure's order has it: what stands in the plan
    /// before it, the key after it, documents and contacts last.
    fn push_gathering(&self, steps: &mut Vec<Step>) {
        let at_least = |name| rank(self.stage) >= rank(name);
        let due = self.signing_due();
        let key_first = self.key_first();
        let (late, early): (Vec<GatheringStep>, Vec<GatheringStep>) =
            gathering(self.renewal, self.procedure)
                .into_iter()
                .filter(|step| key_first || step.what != Duty::ChooseKeyOptions)
                .partition(|step| matches!(step.what, Duty::AttachDocuments | Duty::GiveContacts));
        let open = matches!(
            self.stage,
            StageName::Drafted | StageName::Confirmed | StageName::Keyed | StageName::Papered
        );
        let of = |asked: GatheringStep| {
            let open = open || (self.stage == StageName::Held && early_in_held(asked.what));
            let behind = asked.done || at_least(StageName::Signed);
            let who = match asked.what {
                Duty::SupplyPowers if self.office_has_ticket() => Party::Office,
                _ => Party::Holder,
            };
            step(who, asked.what, behind, open)
                .about(asked.about)
                .due(due)
        };
        steps.extend(early.into_iter().map(of));
        let confirmed = at_least(StageName::Confirmed);
        steps.push(step(Party::Holder, Duty::CheckData, confirmed, open).due(due));
        if key_first {
            let made = at_least(StageName::Keyed);
            let open = self.stage == StageName::Confirmed;
            steps.push(step(Party::Holder, Duty::MakeKey, made, open).due(due));
        }
        steps.extend(late.into_iter().map(of));
        let signed = at_least(StageName::Signed);
        let open = matches!(self.stage, StageName::Keyed)
            || (self.stage == StageName::Confirmed && !key_first);
        if self.on_paper() {
            let bring = self.stage == StageName::Papered;
            steps.push(
                step(Party::Holder, Duty::SignApplication, false, false)
                    .not_needed(NotNeeded::OnPaper),
            );
            steps.push(step(
                Party::Holder,
                Duty::BringPaperApplication,
                signed,
                bring,
            ));
        } else {
            steps.push(step(Party::Holder, Duty::SignApplication, signed, open).due(due));
            if self.procedure.application.submission == Submission::Separate {
                let open = self.stage == StageName::Signed;
                let handed_in = at_least(StageName::Submitted);
                steps.push(step(Party::Holder, Duty::SubmitApplication, handed_in, open).due(due));
            }
        }
    }

    fn push_examination(&self, steps: &mut Vec<Step>) {
        let examination = &self.procedure.examination;
        let filed_at = match self.renewal.stage() {
            Stage::Submitted { filing, .. } => Some(filing.at),
            _ => None,
        };
        let calendar = &self.procedure.calendar;
        for check in &examination.checks {
            let record = self
                .renewal
                .stage()
                .checks()
                .iter()
                .find(|known| known.check == *check);
            let done = record.is_some_and(CheckRecord::is_settled)
                || rank(self.stage) >= rank(StageName::Checked);
            let due =
                filed_at.map(|at| calendar.end_of_term(at, examination.checks_within_working_days));
            let failed = record.is_some_and(CheckRecord::is_failed);
            let who = if failed {
                Party::Operator
            } else {
                Party::Register(check.clone())
            };
            let open = self.stage == StageName::Submitted;
            steps.push(
                step(who, Duty::AnswerCheck, done, open)
                    .about(Some(check.clone()))
                    .due(due),
            );
        }
        let due = match self.renewal.stage() {
            Stage::Checked { since, .. } => {
                let term = calendar.end_of_term(*since, examination.approval.within_working_days);
                Some(self.decision_due().map_or(term, |last| last.min(term)))
            }
            _ => self.decision_due(),
        };
        let decided = rank(self.stage) >= rank(StageName::Approved);
        let open = self.stage == StageName::Checked;
        let who = if self.rule_decides() {
            Party::Authority
        } else {
            Party::Operator
        };
        steps.push(step(who, Duty::Decide, decided, open).due(due));
    }

    fn push_clearing(&self, steps: &mut Vec<Step>) {
        let approved = match self.renewal.stage() {
            Stage::Approved(approved) => Some(&**approved),
            _ => None,
        };
        let open = approved.is_some();
        let behind = rank(self.stage) >= rank(StageName::Cleared);
        let issue = self.procedure.issue;
        let holder = |duty, done: bool| step(Party::Holder, duty, behind || done, open);
        if issue.bill {
            let bill = approved.and_then(|approved| approved.bill);
            let pay = holder(Duty::PayBill, bill == Some(Bill::Paid));
            steps.push(if bill == Some(Bill::None) {
                pay.not_needed(NotNeeded::NoBill)
            } else if open && bill.is_none() {
                // The billing has not answered yet.
                Step {
                    obligation: Obligation {
                        who: Party::Authority,
                        ..pay.obligation
                    },
                    ..pay
                }
            } else {
                pay
            });
        }
        if issue.consent {
            let done = approved.is_some_and(|approved| approved.consent.is_some());
            steps.push(holder(Duty::GiveConsent, done));
        }
        if !self.key_first() {
            if !self.procedure.key.media.is_empty() {
                let done = self.renewal.gathered().key_options.is_some();
                steps.push(holder(Duty::ChooseKeyOptions, done));
            }
            let made = approved.is_some_and(|approved| approved.filing.request.is_some());
            steps.push(holder(Duty::MakeKey, made));
            let bound = approved.is_some_and(|approved| approved.binding.is_some());
            steps.push(holder(Duty::BindKey, bound));
        }
        if let Some(policy) = issue.code {
            let code = approved.map(|approved| &approved.code);
            let done = code.is_some_and(|code| code.proved.is_some());
            let due = code
                .and_then(|code| code.sent_at)
                .map(|sent| sent.plus_minutes(policy.valid_minutes));
            steps.push(holder(Duty::ConfirmByCode, done).due(due));
        }
        let due = match self.renewal.stage() {
            Stage::Cleared { grant } | Stage::Intended { grant, .. } => {
                Some(grant.at.plus_minutes(issue.within_minutes))
            }
            _ => None,
        };
        let issued = rank(self.stage) >= rank(StageName::Issued);
        steps.push(step(Party::Authority, Duty::IssueCertificate, issued, behind).due(due));
    }

    fn push_end(&self, steps: &mut Vec<Step>) {
        let aftercare = &self.procedure.aftercare;
        let at_least = |name| rank(self.stage) >= rank(name);
        let issued = match self.renewal.stage() {
            Stage::Issued(issued) | Stage::Installed { issued, .. } => Some(&**issued),
            _ => None,
        };
        let finished = match self.renewal.stage() {
            Stage::Receipted(finished) | Stage::Completed(finished) => Some(&**finished),
            _ => None,
        };
        let received = at_least(StageName::Receipted);
        let holder = |duty, done, open| step(Party::Holder, duty, done, open);
        let exists = issued.is_some();
        steps.push(holder(
            Duty::InstallCertificate,
            at_least(StageName::Installed),
            self.stage == StageName::Issued,
        ));
        if aftercare.familiarisation {
            let done = received || issued.is_some_and(|issued| issued.familiarised.is_some());
            steps.push(holder(Duty::Familiarise, done, exists));
        }
        let installed = self.stage == StageName::Installed;
        steps.push(holder(Duty::SignReceipt, received, installed));
        if aftercare.backup != BackupPolicy::NotOffered {
            let done = finished.is_some_and(|finished| finished.backup.is_some());
            steps.push(holder(Duty::MakeBackup, done, received));
        }
        if aftercare.old_key == OldKeyPolicy::DeleteAfterReceipt {
            let done = finished.is_some_and(|finished| finished.old_key.is_some());
            steps.push(holder(Duty::TreatOldKey, done, received));
        }
        self.push_bodies(steps);
        for system in &aftercare.systems {
            let done = finished.is_some_and(|finished| finished.systems_told.contains(system));
            steps.push(holder(Duty::TellSystem, done, received).about(Some(system.clone())));
        }
        self.push_switch(steps, finished);
    }

    fn push_bodies(&self, steps: &mut Vec<Step>) {
        let aftercare = &self.procedure.aftercare;
        let (known, since) = match self.renewal.stage() {
            Stage::Issued(issued) | Stage::Installed { issued, .. } => {
                (issued.registrations.as_slice(), Some(issued.at))
            }
            Stage::Receipted(finished) | Stage::Completed(finished) => {
                (finished.registrations.as_slice(), Some(finished.issued_at))
            }
            _ => (&[][..], None),
        };
        let term = aftercare.registered_within_working_days;
        let due = since.map(|at| self.procedure.calendar.end_of_term(at, term));
        for body in &aftercare.registrations {
            let state = known
                .iter()
                .find(|(name, _)| name == body)
                .map(|(_, state)| state);
            let done = matches!(state, Some(Registration::Registered { .. }));
            let who = match state {
                Some(Registration::Refused { .. }) => Party::Operator,
                _ => Party::Body(body.clone()),
            };
            steps.push(
                step(who, Duty::RegisterCertificate, done, since.is_some())
                    .about(Some(body.clone()))
                    .due(due),
            );
        }
    }

    fn push_switch(&self, steps: &mut Vec<Step>, finished: Option<&Finished>) {
        let calendar = &self.procedure.calendar;
        let due = finished.map(|finished| calendar.end_of_day(finished.switch_on));
        let reached = finished.is_some_and(|finished| calendar.day(self.now) >= finished.switch_on);
        let done = reached && self.stage == StageName::Completed;
        steps.push(step(Party::Holder, Duty::SwitchPrograms, done, reached).due(due));
    }

    fn key_first(&self) -> bool {
        self.procedure.key.made == KeyMade::BeforeApplication && !self.on_paper()
    }

    /// Whether the office has to act on what the holder sent.
    fn office_has_ticket(&self) -> bool {
        match self.renewal.stage() {
            Stage::Held {
                ticket: Some(ticket),
                ..
            } => ticket.state != TicketState::Fulfilled,
            _ => false,
        }
    }

    fn on_paper(&self) -> bool {
        matches!(self.renewal.route(), Route::Paper(_))
    }

    fn rule_decides(&self) -> bool {
        self.procedure.examination.approval.by_rule
            && !self.on_paper()
            && self.renewal.changed_rows().next().is_none()
    }

    /// The last moment at which the old key can sign.
    fn signing_due(&self) -> Option<Moment> {
        (!self.on_paper()).then(|| self.renewal.old().signs_until())
    }

    /// The last moment of a decision.
    fn decision_due(&self) -> Option<Moment> {
        match self.procedure.admission.valid_at {
            ValidAt::Approval => self.signing_due(),
            ValidAt::Signing { days_max } => {
                let signed = match self.renewal.stage().evidence() {
                    Some(Evidence::Electronic(application)) => application.facts().existed_at(),
                    _ => return None,
                };
                Some(
                    signed
                        .plus_days(u32::from(days_max))
                        .max(self.renewal.old().signs_until()),
                )
            }
        }
    }

    /// Says how a step stands, given the steps before it.
    fn settle(&self, step: &mut Step, turn: &mut Turn) {
        let closed_early = self.stage.is_closed() && self.stage != StageName::Completed;
        step.obligation.state = if step.done {
            DutyState::Done
        } else if let Some(reason) = step.not_needed {
            DutyState::NotNeeded(reason)
        } else if closed_early {
            DutyState::NotNeeded(NotNeeded::Ended)
        } else if !step.open || (step.obligation.who == Party::Holder && turn.holder_taken) {
            DutyState::Later
        } else {
            let overdue = step.obligation.due.is_some_and(|due| self.now > due);
            DutyState::Now { overdue }
        };
        // While powers are lacking, and after the receipt, the holder's steps wait for no order.
        let ordered =
            self.stage != StageName::Held && rank(self.stage) < rank(StageName::Receipted);
        if ordered
            && step.obligation.who == Party::Holder
            && !matches!(
                step.obligation.state,
                DutyState::Done | DutyState::NotNeeded(_)
            )
        {
            turn.holder_taken = true;
        }
    }
}

/// What can be done while powers of attorney are lacking.
fn early_in_held(duty: Duty) -> bool {
    matches!(duty, Duty::SupplyPowers | Duty::ReadyWorkplace)
}

fn step(who: Party, what: Duty, done: bool, open: bool) -> Step {
    let obligation = Obligation {
        who,
        what,
        about: None,
        due: None,
        state: DutyState::Later,
    };
    Step {
        obligation,
        done,
        open,
        not_needed: None,
    }
}

impl Step {
    fn about(mut self, about: Option<Slug>) -> Self {
        self.obligation.about = about;
        self
    }

    fn due(mut self, due: Option<Moment>) -> Self {
        self.obligation.due = due;
        self
    }

    fn not_needed(mut self, reason: NotNeeded) -> Self {
        self.not_needed = Some(reason);
        self
    }
}
