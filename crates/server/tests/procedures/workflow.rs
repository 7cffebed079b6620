//! `docs/workflow.md`, made from the walks and from the stage × command table: the snapshot of both.
//!
//! `UPDATE_DOCS=1 cargo test -p smena-server --test procedures` writes the file anew; without it a difference fails.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use smena_domain::calendar::Moment;
use smena_domain::journal::Actor;
use smena_domain::procedure::{
    BackupPolicy, ChangeRule, ExpiredPath, KeyMade, OldKeyPolicy, Procedure, SwitchRule, ValidAt,
};
use smena_domain::renewal::{
    Command, CommandName, Duty, Obligation, Party, Refusal, Remedy, Renewal, StageName, decide,
    obligations,
};

use crate::walk::{Step, Walk, monday};
use crate::words::{INTRODUCTION, change_words, duty_words, effect_words};
use crate::{
    paper, phone_cabinet, plain_renewal, provider_wizard, reporting_client, sample,
    smartcard_powers, treasury_portal,
};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/workflow.md");

struct Chapter {
    walks: Vec<Walk>,
}

fn chapters() -> Vec<Chapter> {
    vec![
        Chapter {
            walks: vec![plain_renewal::walk()],
        },
        Chapter {
            walks: vec![smartcard_powers::walk()],
        },
        Chapter {
            walks: vec![provider_wizard::walk()],
        },
        Chapter {
            walks: vec![phone_cabinet::walk(), paper::expired()],
        },
        Chapter {
            walks: vec![treasury_portal::walk()],
        },
        Chapter {
            walks: vec![reporting_client::walk()],
        },
    ]
}

#[test]
fn the_workflow_document_is_what_the_rules_say() {
    let made = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(FILE, made).expect("docs/workflow.md can be written");
        return;
    }
    let stored = std::fs::read_to_string(FILE).unwrap_or_default();
    let difference = made
        .lines()
        .zip(stored.lines().chain(std::iter::repeat("")))
        .enumerate()
        .find(|(_, (made, stored))| made != stored);
    if let Some((n, (made, stored))) = difference {
        panic!(
            "docs/workflow.md differs in line {}:\n  made:   {made}\n  stored: {stored}",
            n + 1
        );
    }
    assert_eq!(
        made.len(),
        stored.len(),
        "docs/workflow.md has lines that nobody makes"
    );
}

#[test]
fn every_stage_is_reached_by_some_procedure() {
    let mut reached = BTreeSet::new();
    for chapter in chapters() {
        let known: Vec<Renewal> = chapter
            .walks
            .iter()
            .flat_map(|walk| walk.seen.iter().cloned())
            .collect();
        let walk = &chapter.walks[0];
        reached.extend(explored(&walk.procedure, walk.now, known).into_keys());
    }
    let missing: Vec<&StageName> = StageName::ALL
        .iter()
        .filter(|stage| !reached.contains(stage))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn document() -> String {
    let mut text = INTRODUCTION.to_owned();
    let mut met = BTreeSet::new();
    for chapter in chapters() {
        procedure(&mut text, &chapter, &mut met);
    }
    refusals(&mut text, &met);
    text
}

fn procedure(text: &mut String, chapter: &Chapter, met: &mut BTreeSet<&'static str>) {
    let walk = &chapter.walks[0];
    let procedure = &walk.procedure;
    let words = &procedure.text;
    let _ = writeln!(text, "\n## {}\n", procedure.name);
    let _ = writeln!(
        text,
        "**{}** ({}). {}\n",
        words.english("title"),
        words.russian("title"),
        words.english("summary")
    );
    numbers(text, procedure);
    steps(text, procedure);
    for (n, walk) in chapter.walks.iter().enumerate() {
        let title = if n == 0 { "The walk" } else { "The paper path" };
        let _ = writeln!(text, "\n### {title}\n");
        text.push_str("| Command | Who | Stage afterwards | What is done then | Items |\n");
        text.push_str("| --- | --- | --- | --- | --- |\n");
        for step in &walk.steps {
            let _ = writeln!(text, "{}", walked(step));
        }
        refused(text, walk, met);
    }
    if words.en.contains_key("paper") {
        let _ = writeln!(text, "\nOn paper: {}", words.english("paper"));
    }
    let _ = writeln!(text, "\nThe office: {}", words.english("office"));
    table(text, chapter);
}

/// The numbers of a procedure in sentences.
fn numbers(text: &mut String, procedure: &Procedure) {
    let admission = &procedure.admission;
    let mut say = |line: String| {
        let _ = writeln!(text, "- {line}");
    };
    say(format!(
        "Opens {} days before the end of the certificate.",
        admission.window_days
    ));
    if !admission.unplanned.is_empty() {
        say(format!(
            "Outside these days: {}.",
            list(&admission.unplanned)
        ));
    }
    say(format!("Sign in by: {}.", list(&admission.sign_in)));
    for rule in &admission.exclusions {
        say(format!(
            "Not served: regions {} with certificates of {}.",
            list(&rule.regions),
            rule.issuer
        ));
    }
    say(match admission.expired {
        ExpiredPath::Office => "An expired certificate leads to the office.".to_owned(),
        ExpiredPath::Paper => "An expired certificate leads to an application on paper.".to_owned(),
    });
    say(match admission.valid_at {
        ValidAt::Approval => {
            "The old certificate has to hold up to the approval and the issue.".to_owned()
        }
        ValidAt::Signing { days_max } => format!(
            "The old certificate has to hold when the application is signed; approval and issue fall within {days_max} days."
        ),
    });
    say(match procedure.key.made {
        KeyMade::BeforeApplication => {
            "The key is made before the application, whose signature binds it.".to_owned()
        }
        KeyMade::AfterApproval(binding) => {
            format!(
                "The key is made after the approval and bound by: {binding}. On paper always by a code of the office."
            )
        }
    });
    for rule in [ChangeRule::Remote, ChangeRule::Paper, ChangeRule::Office] {
        let fields: Vec<_> = procedure
            .gathering
            .fields
            .iter()
            .filter(|field| field.change == rule)
            .map(|field| field.field)
            .collect();
        if !fields.is_empty() {
            say(format!(
                "Changed, {}: {}.",
                change_words(rule),
                list(&fields)
            ));
        }
    }
    more_numbers(procedure, &mut say);
}

fn more_numbers(procedure: &Procedure, say: &mut impl FnMut(String)) {
    let examination = &procedure.examination;
    if !examination.checks.is_empty() {
        let names: Vec<&str> = examination
            .checks
            .iter()
            .map(|check| {
                procedure
                    .text
                    .en
                    .get(&format!("check-{check}"))
                    .map_or("", String::as_str)
            })
            .collect();
        say(format!(
            "Registers, which answer within {} working days: {}.",
            examination.checks_within_working_days,
            names.join("; ")
        ));
    }
    let approval = examination.approval;
    let rule = if approval.by_rule {
        "the rule when nothing deviates, else "
    } else {
        ""
    };
    let signed = if approval.operator_signature {
        ", signed with his certificate"
    } else {
        ""
    };
    let operators = if approval.operators == 1 {
        "an operator"
    } else {
        "two operators"
    };
    let days = approval.within_working_days;
    say(format!(
        "Decided by {rule}{operators} within {days} working days{signed}."
    ));
    if let Some(code) = procedure.issue.code {
        say(format!(
            "A code arrives on the phone within {} minutes and is valid for {} minutes.",
            code.arrives_within_minutes, code.valid_minutes
        ));
    }
    say(format!(
        "The certificate is issued within {} minutes.",
        procedure.issue.within_minutes
    ));
    numbers_of_the_end(procedure, say);
}

fn numbers_of_the_end(procedure: &Procedure, say: &mut impl FnMut(String)) {
    let aftercare = &procedure.aftercare;
    if aftercare.backup == BackupPolicy::OfferedElsewhere {
        say("A backup goes to another medium than the key's own.".to_owned());
    }
    if aftercare.old_key == OldKeyPolicy::DeleteAfterReceipt {
        say(
            "The old key is deleted after the receipt, once a backup is made or declined."
                .to_owned(),
        );
    } else {
        say("The old key is kept.".to_owned());
    }
    say(match aftercare.switch {
        SwitchRule::AtOnce => "Programs switch to the new certificate at once.".to_owned(),
        SwitchRule::BeforeExpiry { days } => format!(
            "Programs switch {days} days before the old certificate ends, or at once when no more are left."
        ),
    });
    if !aftercare.registrations.is_empty() {
        say(format!(
            "Registered within {} working days by: {}.",
            aftercare.registered_within_working_days,
            list(&aftercare.registrations)
        ));
    }
    say(format!(
        "Reminders, in days before the end: {}.",
        list(&procedure.notices.days_before)
    ));
}

/// The holder's task list as it stands right after the start.
fn steps(text: &mut String, procedure: &Procedure) {
    let start = Command::Start(Box::new(sample::start(procedure, monday(), 20)));
    let renewal = decide(None, procedure, start, monday().at())
        .expect("the walk began so")
        .next;
    text.push_str("\n### Who owes what, in order\n\n");
    for (n, obligation) in obligations(&renewal, procedure, monday().at())
        .iter()
        .enumerate()
    {
        let _ = writeln!(text, "{}. {}", n + 1, owed(obligation, procedure));
    }
}

fn owed(obligation: &Obligation, procedure: &Procedure) -> String {
    let word =
        |kind: &str, name: &str| procedure.text.english(&format!("{kind}-{name}")).to_owned();
    let who = match &obligation.who {
        Party::Authority => "The authority".to_owned(),
        Party::Holder => "The holder".to_owned(),
        Party::Office => "The office".to_owned(),
        Party::Operator => "An operator".to_owned(),
        Party::Register(name) => word("check", name.as_str()),
        Party::Body(name) => word("body", name.as_str()),
    };
    let kind = match obligation.what {
        Duty::SupplyPowers => "power",
        Duty::AttachDocuments => "document",
        Duty::TellSystem => "system",
        _ => "",
    };
    let about = match &obligation.about {
        Some(name) if !kind.is_empty() => {
            format!(" ({})", procedure.text.english(&format!("{kind}-{name}")))
        }
        _ => String::new(),
    };
    format!(
        "{who}: {}{about}{}.",
        duty_words(obligation.what),
        term(obligation.what, procedure)
    )
}

/// The term of a step in words.
fn term(duty: Duty, procedure: &Procedure) -> String {
    let examination = &procedure.examination;
    match duty {
        Duty::SignApplication => ", while the old certificate holds".to_owned(),
        Duty::AnswerCheck => format!(
            ", within {} working days",
            examination.checks_within_working_days
        ),
        Duty::Decide => format!(
            ", within {} working days",
            examination.approval.within_working_days
        ),
        Duty::IssueCertificate => format!(", within {} minutes", procedure.issue.within_minutes),
        Duty::ConfirmByCode => {
            let minutes = procedure.issue.code.map_or(0, |code| code.valid_minutes);
            format!(", within {minutes} minutes of its sending")
        }
        Duty::RegisterCertificate => {
            format!(
                ", within {} working days of the issue",
                procedure.aftercare.registered_within_working_days
            )
        }
        Duty::SwitchPrograms => match procedure.aftercare.switch {
            SwitchRule::AtOnce => String::new(),
            SwitchRule::BeforeExpiry { days } => format!(", {days} days before the old one ends"),
        },
        _ => String::new(),
    }
}

fn walked(step: &Step) -> String {
    let who = match step.actor {
        Actor::Holder(_) => "holder",
        Actor::Job => "server",
        Actor::Operator(_) => "operator",
        Actor::Outside => "outside",
    };
    let effects: Vec<String> = step.effects.iter().map(effect_words).collect();
    let stage = if step.from == Some(step.to) {
        format!("{} (stays)", step.to)
    } else {
        step.to.to_string()
    };
    format!(
        "| {} | {who} | {stage} | {} | {} |",
        step.command,
        effects.join("; "),
        step.items
    )
}

fn refused(text: &mut String, walk: &Walk, met: &mut BTreeSet<&'static str>) {
    if walk.refused.is_empty() {
        return;
    }
    text.push_str("\nRefused on the way:\n\n");
    text.push_str("| Command | At the stage | Refusal | What to do | Items |\n");
    text.push_str("| --- | --- | --- | --- | --- |\n");
    let mut seen = BTreeSet::new();
    for refused in &walk.refused {
        met.insert(refused.code);
        if !seen.insert((refused.command, refused.stage, refused.code)) {
            continue;
        }
        let stage = refused
            .stage
            .map_or("before the first".to_owned(), |stage| stage.to_string());
        let remedy = catalogue(refused.code).1.words();
        let _ = writeln!(
            text,
            "| {} | {stage} | `{}` | {remedy} | {} |",
            refused.command, refused.code, refused.items
        );
    }
}

fn catalogue(code: &str) -> (&'static str, Remedy) {
    Refusal::CATALOGUE
        .iter()
        .find(|(known, _, _)| *known == code)
        .map(|(_, words, remedy)| (*words, *remedy))
        .expect("every refusal stands in the catalogue")
}

/// Every command at every stage that the procedure reaches.
fn table(text: &mut String, chapter: &Chapter) {
    let walk = &chapter.walks[0];
    let known = chapter
        .walks
        .iter()
        .flat_map(|walk| walk.seen.iter().cloned())
        .collect();
    let stages = explored(&walk.procedure, walk.now, known);
    text.push_str("\n### Stage × command\n\n");
    text.push_str(
        "What is not named at a stage is refused as `not-now`, at a closed one as `closed`. ",
    );
    text.push_str("`=` is the same answer once more.\n\n");
    text.push_str(
        "| Stage | Accepted, and the stage afterwards | Refused for a reason of its own |\n",
    );
    text.push_str("| --- | --- | --- |\n");
    for stage in StageName::ALL {
        let Some(renewal) = stages.get(stage) else {
            continue;
        };
        let (accepted, refused) = row(renewal, &walk.procedure, renewal.changed_at());
        let _ = writeln!(
            text,
            "| {stage} | {} | {} |",
            accepted.join("<br>"),
            refused.join("<br>")
        );
    }
}

fn row(renewal: &Renewal, procedure: &Procedure, now: Moment) -> (Vec<String>, Vec<String>) {
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for name in CommandName::ALL {
        if *name == CommandName::Start {
            continue;
        }
        let command = sample::command(*name, renewal, procedure, now);
        match decide(Some(renewal), procedure, command, now.at()) {
            Ok(decision) if decision.next.revision() == renewal.revision() => {
                accepted.push(format!("{name} ="));
            }
            Ok(decision) => accepted.push(format!("{name} → {}", decision.next.stage_name())),
            Err(refusal) if matches!(refusal.code(), "not-now" | "closed") => {}
            Err(refusal) => refused.push(format!("{name}: `{}`", refusal.code())),
        }
    }
    (accepted, refused)
}

/// A renewal at each stage that can be reached: those of the walks, and what one sample command after another makes of
/// them.
fn explored(
    procedure: &Procedure,
    now: Moment,
    known: Vec<Renewal>,
) -> BTreeMap<StageName, Renewal> {
    let mut stages: BTreeMap<StageName, Renewal> = BTreeMap::new();
    let mut waiting = Vec::new();
    for renewal in known {
        if let Entry::Vacant(free) = stages.entry(renewal.stage_name()) {
            waiting.push(renewal.stage_name());
            free.insert(renewal);
        }
    }
    while let Some(stage) = waiting.pop() {
        let renewal = stages[&stage].clone();
        let at = renewal.changed_at().max(now);
        for name in CommandName::ALL
            .iter()
            .filter(|name| **name != CommandName::Start)
        {
            let command = sample::command(*name, &renewal, procedure, at);
            let Ok(decision) = decide(Some(&renewal), procedure, command, at.at()) else {
                continue;
            };
            let next = decision.next;
            if let Entry::Vacant(free) = stages.entry(next.stage_name()) {
                waiting.push(next.stage_name());
                free.insert(next);
            }
        }
    }
    stages
}

fn refusals(text: &mut String, met: &BTreeSet<&'static str>) {
    text.push_str("\n## Every refusal\n\n");
    text.push_str("Each has a pair of messages in the locales: `err-<code>` says what happened, `rec-<code>` what to do. ");
    text.push_str("Those met on the walks above are marked.\n\n");
    text.push_str("| Refusal | What happened | What to do | Met |\n| --- | --- | --- | --- |\n");
    for (code, words, remedy) in Refusal::CATALOGUE {
        let mark = if met.contains(code) { "✓" } else { "" };
        let _ = writeln!(text, "| `{code}` | {words} | {} | {mark} |", remedy.words());
    }
}

fn list<T: ToString>(items: &[T]) -> String {
    items
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
