//! The rules: which command moves a renewal from where to where, and what is refused.
//!
//! One file for each part of the way: [`start`], [`powers`], [`gather`], [`sign`], [`examine`], [`clear`],
//! [`issue`], [`finish`] and the ways out, [`leave`]. What several parts ask of the old certificate and the
//! person stands in [`rules`]. Each handler looks at the stage first, then at the facts, and builds the next
//! stage; nothing is changed in place, so a refused command leaves nothing half done.
//!
//! The five moments at which the old certificate is looked at: the start, the signing time and the handing in
//! (all three refuse), the approval, and the instant before the intent (both send the renewal to the office,
//! where the application stays as evidence). "Could not check" refuses at each of them and is never a pass.

mod clear;
mod examine;
mod finish;
mod gather;
mod issue;
mod leave;
mod powers;
mod rules;
mod sign;
mod start;

use time::OffsetDateTime;

use crate::calendar::Moment;
use crate::journal::{JournalEntry, Outcome};
use crate::procedure::Procedure;
use crate::renewal::{
    Command, CommandName, Duty, Effect, Evidence, ReferralReason, Refusal, Renewal, Stage,
};

/// What a command led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The renewal as it stands now. Its revision is one higher, or the same when nothing changed because the
    /// command had been done before; then there is nothing to save.
    pub next: Renewal,
    /// The journal's entry.
    pub entry: JournalEntry,
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
}

/// Decides a command.
///
/// # Errors
/// A [`Refusal`] when the rules say no; then nothing has changed.
pub fn decide(
    renewal: Option<&Renewal>,
    procedure: &Procedure,
    command: Command,
    now: OffsetDateTime,
) -> Result<Decision, Refusal> {
    let now = Moment::new(now);
    match (renewal, command) {
        (None, Command::Start(start)) => start::start(*start, procedure, now),
        (None, _) => Err(Refusal::NotStarted {}),
        (Some(renewal), Command::Start(_)) => Err(Refusal::AlreadyOpen {
            renewal: renewal.id,
        }),
        (Some(renewal), command) => {
            if renewal.procedure.name != procedure.name {
                let procedure = renewal.procedure.name.clone();
                return Err(Refusal::WrongProcedure { procedure });
            }
            let case = Case {
                renewal,
                procedure,
                now,
                command: command.name(),
            };
            let actor = command.actor(renewal.holder);
            let change = handle(&case, command)?;
            Ok(change.into_decision(&case, actor))
        }
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each command and nothing else"
)]
fn handle(case: &Case<'_>, command: Command) -> Result<Change, Refusal> {
    match command {
        // `decide` has taken it.
        Command::Start(_) => Err(case.not_now()),
        Command::SupplyPower { power, document } => powers::supply(case, power, document),
        Command::CommentTicket { author, text } => powers::comment(case, author, text),
        Command::FulfilTicket { operator } => powers::fulfil(case, &operator),
        Command::RecheckPowers { powers } => powers::recheck(case, powers),
        Command::ReportWorkplace { failed } => gather::workplace(case, &failed),
        Command::IdentifyBySnils { typed } => gather::snils(case, &typed),
        Command::ChangeData { changes } => gather::change_data(case, changes),
        Command::DisputeData => gather::dispute_data(case),
        Command::ConfirmData => gather::confirm_data(case),
        Command::GiveIdentityDocument { document } => gather::identity_document(case, document),
        Command::ChooseOffice { office } => gather::office(case, office),
        Command::ChooseKind { kind } => gather::kind(case, kind),
        Command::ChooseSystemPowers { powers } => gather::system_powers(case, powers),
        Command::ChooseKeyOptions { options } => gather::key_options(case, options),
        Command::AttachDocument { document } => gather::attach(case, document),
        Command::GiveContacts { phone, email } => gather::contacts(case, phone, email),
        Command::AcceptRequest { request, standing } => sign::request(case, &request, standing),
        Command::AcceptApplication {
            application,
            standing,
        } => sign::application(case, application, &standing),
        Command::SubmitApplication { standing } => sign::submit(case, &standing),
        Command::AcceptPaperApplication { paper, rights } => sign::paper(case, paper, &rights),
        Command::RecordCheck { check, verdict } => examine::record_check(case, &check, verdict),
        Command::OverrideCheck {
            check,
            first,
            second,
            reason,
        } => examine::override_check(case, &check, [&*first, &*second], reason),
        Command::ApproveByRule { standing, plan } => examine::by_rule(case, &standing, plan),
        Command::Approve {
            decision,
            standing,
            plan,
        } => examine::approve(case, *decision, &standing, plan),
        Command::Reject {
            decision,
            reason,
            explanation,
        } => examine::reject(case, &decision, reason, explanation),
        Command::ReturnToHolder { decision, question } => {
            examine::return_to_holder(case, &decision, question)
        }
        Command::RecordBill { bill } => clear::bill(case, bill),
        Command::GiveConsent => clear::consent(case),
        Command::AcceptEndorsement {
            endorsement,
            standing,
        } => clear::endorsement(case, endorsement, &standing),
        Command::AcceptIssueCode { code } => clear::issue_code(case, code),
        Command::ResendCode => clear::resend_code(case),
        Command::ConfirmByCode { code } => clear::confirm_by_code(case, code),
        Command::PrepareIssue {
            intent,
            standing,
            key,
            plan,
        } => issue::prepare(case, intent, &standing, key, &plan),
        Command::DropIntent => issue::drop_intent(case),
        Command::RecordIssue { certificate } => issue::record(case, certificate),
        Command::RecordInstallation { certificate } => finish::installation(case, certificate),
        Command::Familiarise => finish::familiarise(case),
        Command::AcceptReceipt { receipt, status } => finish::receipt(case, *receipt, &status),
        Command::RecordBackup { backup } => finish::backup(case, backup),
        Command::RecordOldKey { treatment } => finish::old_key(case, treatment),
        Command::RecordRegistration { body, registration } => {
            finish::registration(case, &body, registration)
        }
        Command::RecordSystemTold { system } => finish::system_told(case, system),
        Command::RecordStanding { standing } => leave::record_standing(case, &standing),
        Command::SettleReferral {
            operator,
            settlement,
        } => leave::settle(case, &operator, settlement),
        Command::Withdraw => leave::withdraw(case),
        Command::Abandon { sign_in } => leave::abandon(case, &sign_in),
    }
}

/// What every handler sees.
struct Case<'a> {
    renewal: &'a Renewal,
    procedure: &'a Procedure,
    now: Moment,
    command: CommandName,
}

impl Case<'_> {
    fn stage(&self) -> &Stage {
        &self.renewal.stage
    }

    /// The refusal of a command that has no place at this stage. A held renewal says which power it waits for.
    fn not_now(&self) -> Refusal {
        if let Stage::Held { powers, .. } = self.stage()
            && matches!(
                self.command,
                CommandName::ConfirmData
                    | CommandName::ChooseKeyOptions
                    | CommandName::AcceptRequest
                    | CommandName::AcceptApplication
            )
            && let Some(power) = powers::first_lacking(self.procedure, powers, self.now)
        {
            return Refusal::PowersLacking {
                power: power.clone(),
            };
        }
        let stage = self.renewal.stage_name();
        if stage.is_closed() {
            Refusal::Closed { stage }
        } else {
            Refusal::NotNow {
                command: self.command,
                stage,
            }
        }
    }

    /// The renewal as it is, to be changed by the handler.
    fn stay(&self) -> Change {
        Change {
            next: self.renewal.clone(),
            effects: Vec::new(),
            notes: Vec::new(),
            repeated: false,
        }
    }

    /// The renewal at another stage.
    fn to(&self, stage: Stage) -> Change {
        let mut change = self.stay();
        change.next.stage = stage;
        change
    }

    /// The same answer once more.
    fn repeated(&self) -> Change {
        Change {
            repeated: true,
            ..self.stay()
        }
    }

    /// The renewal in the office's hands.
    fn refer(&self, reason: ReferralReason, evidence: Option<Evidence>) -> Change {
        use crate::renewal::Notice;
        self.to(Stage::Referred {
            reason,
            since: self.now,
            evidence,
        })
        .effect(Effect::NotifyHolder(Notice::Referred))
        .effect(Effect::NotifyOperators(Notice::Referred))
        .note(reason.as_str())
    }
}

/// What a handler gives back.
struct Change {
    next: Renewal,
    effects: Vec<Effect>,
    notes: Vec<String>,
    repeated: bool,
}

impl Change {
    fn effect(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    fn effects(mut self, effects: impl IntoIterator<Item = Effect>) -> Self {
        self.effects.extend(effects);
        self
    }

    fn note(mut self, note: &str) -> Self {
        self.notes.push(note.to_owned());
        self
    }

    fn into_decision(mut self, case: &Case<'_>, actor: crate::journal::Actor) -> Decision {
        let outcome = if self.repeated {
            Outcome::Repeated
        } else {
            self.next.revision = case.renewal.revision + 1;
            self.next.changed_at = case.now;
            Outcome::Done
        };
        let entry = JournalEntry {
            at: case.now,
            actor,
            renewal: case.renewal.id,
            command: case.command,
            from: Some(case.renewal.stage_name()),
            to: Some(self.next.stage_name()),
            outcome,
            notes: self.notes,
        };
        Decision {
            next: self.next,
            entry,
            effects: self.effects,
        }
    }
}

/// Refuses when a step of gathering is not behind, the first of them first.
fn require_gathered(case: &Case<'_>, needed: impl Fn(Duty) -> bool) -> Result<(), Refusal> {
    let missing = super::obligation::gathering(case.renewal, case.procedure)
        .into_iter()
        .find(|step| needed(step.what) && !step.done);
    match missing {
        Some(step) => Err(Refusal::StepMissing { step: step.what }),
        None => Ok(()),
    }
}

/// Refuses a text that is empty or longer than a person's reason may be.
fn require_reason(text: &str) -> Result<(), Refusal> {
    use crate::limits::REASON_CHARS_MAX;
    if text.trim().is_empty() {
        return Err(Refusal::TextMissing {});
    }
    if text.chars().count() > REASON_CHARS_MAX {
        return Err(Refusal::TextTooLong {
            limit: limit(REASON_CHARS_MAX),
        });
    }
    Ok(())
}

/// A limit as the argument of a message.
fn limit(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}
