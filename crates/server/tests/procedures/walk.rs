//! A walk through a procedure: commands one after another, each step written down, each refusal too. After each step
//! the renewal is written and read back, and its revision compared.

use std::path::Path;

use smena_domain::calendar::Moment;
use smena_domain::journal::{Actor, Outcome};
use smena_domain::procedure::Procedure;
use smena_domain::renewal::{
    Command, CommandName, Duty, DutyState, Effect, Obligation, Renewal, StageName, decide,
    obligations,
};
use smena_server::config::procedure;
use time::macros::datetime;

use crate::sample;

pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures");

/// Monday; the five working days after it end on the next one, over one weekend.
pub(crate) fn monday() -> Moment {
    Moment::new(datetime!(2026-06-01 09:00 UTC))
}

pub(crate) fn shipped(name: &str) -> Procedure {
    let path = Path::new(FOLDER).join(format!("{name}.toml"));
    procedure::load(&path).unwrap_or_else(|error| panic!("{error}"))
}

/// A step of a walk.
pub(crate) struct Step {
    pub(crate) command: CommandName,
    pub(crate) actor: Actor,
    pub(crate) from: Option<StageName>,
    pub(crate) to: StageName,
    pub(crate) effects: Vec<Effect>,
    /// The items of the guide that the step stands for.
    pub(crate) items: &'static str,
}

/// A refusal met on a walk.
pub(crate) struct Refused {
    pub(crate) command: CommandName,
    pub(crate) stage: Option<StageName>,
    pub(crate) code: &'static str,
    /// The items of the guide that it stands for.
    pub(crate) items: &'static str,
}

pub(crate) struct Walk {
    pub(crate) procedure: Procedure,
    pub(crate) now: Moment,
    renewal: Option<Renewal>,
    pub(crate) steps: Vec<Step>,
    pub(crate) refused: Vec<Refused>,
    /// The renewal as it last stood at each stage.
    pub(crate) seen: Vec<Renewal>,
}

impl Walk {
    pub(crate) fn of(name: &str) -> Self {
        Self {
            procedure: shipped(name),
            now: monday(),
            renewal: None,
            steps: Vec::new(),
            refused: Vec::new(),
            seen: Vec::new(),
        }
    }

    pub(crate) fn renewal(&self) -> &Renewal {
        self.renewal.as_ref().expect("begun")
    }

    /// Does a command, which has to be accepted and lead to a stage.
    pub(crate) fn accept(
        &mut self,
        command: Command,
        to: StageName,
        items: &'static str,
    ) -> &[Effect] {
        let name = command.name();
        let before = self.renewal.clone();
        let decision = decide(before.as_ref(), &self.procedure, command, self.now.at())
            .unwrap_or_else(|refusal| panic!("{name} is refused: {refusal}"));
        assert_eq!(decision.next.stage_name(), to, "after {name}");
        let revision = before.as_ref().map_or(0, Renewal::revision);
        assert_eq!(decision.next.revision(), revision + 1, "after {name}");
        assert_eq!(decision.entry.outcome, Outcome::Done, "after {name}");
        let text = serde_json::to_string(&decision.next).expect("a renewal can be written");
        let read: Renewal = serde_json::from_str(&text).expect("a renewal can be read");
        assert_eq!(read, decision.next, "after {name}");
        self.seen.retain(|seen| seen.stage_name() != to);
        self.seen.push(read.clone());
        self.renewal = Some(read);
        self.steps.push(Step {
            command: name,
            actor: decision.entry.actor,
            from: before.map(|renewal| renewal.stage_name()),
            to,
            effects: decision.effects,
            items,
        });
        &self.steps.last().expect("just pushed").effects
    }

    /// Does the sample of a command.
    pub(crate) fn go(
        &mut self,
        name: CommandName,
        to: StageName,
        items: &'static str,
    ) -> &[Effect] {
        let command = match &self.renewal {
            Some(renewal) => sample::command(name, renewal, &self.procedure, self.now),
            None => Command::Start(Box::new(sample::start(&self.procedure, self.now, 20))),
        };
        self.accept(command, to, items)
    }

    /// Tries a command, which has to be refused with a code; nothing changes.
    pub(crate) fn refuse(&mut self, command: Command, code: &'static str, items: &'static str) {
        let name = command.name();
        match decide(
            self.renewal.as_ref(),
            &self.procedure,
            command,
            self.now.at(),
        ) {
            Ok(decision) => {
                panic!(
                    "{name} is accepted and leads to {}, not {code}",
                    decision.next.stage_name()
                )
            }
            Err(refusal) => assert_eq!(refusal.code(), code, "{name}: {refusal}"),
        }
        let stage = self.renewal.as_ref().map(Renewal::stage_name);
        self.refused.push(Refused {
            command: name,
            stage,
            code,
            items,
        });
    }

    /// Tries the sample of a command, which has to be refused.
    pub(crate) fn refuse_sample(
        &mut self,
        name: CommandName,
        code: &'static str,
        items: &'static str,
    ) {
        let command = sample::command(name, self.renewal(), &self.procedure, self.now);
        self.refuse(command, code, items);
    }

    /// Does a command once more: the same answer, nothing to save, nothing to do.
    pub(crate) fn repeat(&self, command: Command) {
        let name = command.name();
        let decision = decide(
            self.renewal.as_ref(),
            &self.procedure,
            command,
            self.now.at(),
        )
        .unwrap_or_else(|refusal| panic!("{name} repeated is refused: {refusal}"));
        assert_eq!(decision.entry.outcome, Outcome::Repeated, "{name}");
        assert_eq!(&decision.next, self.renewal(), "{name}");
        assert!(decision.effects.is_empty(), "{name}");
    }

    pub(crate) fn obligations(&self) -> Vec<Obligation> {
        obligations(self.renewal(), &self.procedure, self.now.at())
    }

    /// The steps that somebody owes now.
    pub(crate) fn owed(&self) -> Vec<Duty> {
        let owed = |o: &Obligation| matches!(o.state, DutyState::Now { .. });
        self.obligations()
            .into_iter()
            .filter(owed)
            .map(|o| o.what)
            .collect()
    }

    /// When a step is due.
    pub(crate) fn due(&self, duty: Duty) -> Option<Moment> {
        self.obligations()
            .into_iter()
            .find(|o| o.what == duty)
            .and_then(|o| o.due)
    }

    /// A copy to try a branch on, with nothing written down.
    pub(crate) fn branch(&self) -> Self {
        Self {
            procedure: self.procedure.clone(),
            now: self.now,
            renewal: self.renewal.clone(),
            steps: Vec::new(),
            refused: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// From the cleared renewal to the certificate: the intent, then the certificate.
    pub(crate) fn issue(&mut self, items: &'static str) {
        self.go(CommandName::PrepareIssue, StageName::Intended, items);
        self.go(CommandName::RecordIssue, StageName::Issued, items);
    }
}
