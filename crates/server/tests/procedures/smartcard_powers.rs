//! The first guide: a smart card, powers of attorney first, the key before the application.

use smena_domain::procedure::{Medium, WorkplaceCheck};
use smena_domain::renewal::{
    Backup, Command, CommandName, Duty, DutyState, Effect, KeyOptions, Notice, OldKeyTreatment,
    Party, PowerState, Stage, StageName, TicketState,
};

use crate::sample;
use crate::walk::Walk;

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::of("smartcard-powers");
    hold_and_resume(&mut walk);
    // C7 to C10: reader, card, provider of 4.0.9963 or above, source of random numbers.
    let failed = vec![WorkplaceCheck::Provider];
    walk.refuse_sample(CommandName::ConfirmData, "step-missing", "C11");
    walk.refuse(
        Command::ReportWorkplace { failed },
        "workplace-not-ready",
        "C9",
    );
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "C7–C10");
    // C20 to C22: the key is made on the card, which its PIN guards.
    let options = |medium, exportable, password| Command::ChooseKeyOptions {
        options: KeyOptions {
            medium,
            exportable,
            password,
        },
    };
    walk.refuse(
        options(Medium::Computer, false, false),
        "medium-not-offered",
        "C20",
    );
    walk.refuse(
        options(Medium::Card, true, false),
        "export-not-offered",
        "C20",
    );
    walk.refuse(
        options(Medium::Card, false, true),
        "password-not-offered",
        "C21",
    );
    walk.accept(
        options(Medium::Card, false, false),
        StageName::Drafted,
        "C20",
    );
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "C18");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "C20–C22");
    walk.go(CommandName::AcceptApplication, StageName::Checked, "");
    walk.go(CommandName::ApproveByRule, StageName::Cleared, "C18");
    walk.issue("C18");
    walk.go(CommandName::RecordInstallation, StageName::Installed, "C27");
    walk.refuse_sample(CommandName::AcceptReceipt, "step-missing", "C28");
    walk.go(CommandName::Familiarise, StageName::Installed, "C28");
    walk.go(CommandName::AcceptReceipt, StageName::Receipted, "");
    after_the_receipt(&mut walk);
    walk
}

/// C12 to C17: four powers; a lacking one holds the renewal, the office acts, the same ticket is reopened, and the
/// renewal goes on.
fn hold_and_resume(walk: &mut Walk) {
    let names: Vec<String> = walk
        .procedure
        .gathering
        .required_powers
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(names, ["act-for-entity", "rosreestr", "esia", "fedresurs"]);
    for (n, _) in names.iter().enumerate() {
        let mut one_lacking = walk.branch();
        let mut start = sample::start(&walk.procedure, walk.now, 20);
        start.facts.powers[n].state = PowerState::Missing;
        one_lacking.accept(Command::Start(Box::new(start)), StageName::Held, "C12");
    }
    let mut start = sample::start(&walk.procedure, walk.now, 20);
    let lacking = PowerState::Expired { at: walk.now };
    start.facts.powers[3].state = lacking;
    let still = start.facts.powers.clone();
    let effects = walk
        .accept(Command::Start(Box::new(start)), StageName::Held, "C12, C13")
        .to_vec();
    assert_eq!(effects, [Effect::NotifyHolder(Notice::PowersLacking)]);
    assert_eq!(walk.owed(), [Duty::ReadyWorkplace, Duty::SupplyPowers]);
    walk.refuse_sample(CommandName::ConfirmData, "powers-lacking", "C13");
    let recheck = || Command::RecheckPowers {
        powers: still.clone(),
    };
    walk.refuse(recheck(), "powers-lacking", "C13");
    walk.refuse_sample(CommandName::CommentTicket, "ticket-not-open", "C15");
    let unknown = Command::SupplyPower {
        power: sample::slug("other"),
        document: smena_domain::renewal::DocumentId::new([10; 16]),
    };
    walk.refuse(unknown, "unknown-power", "C14");
    let effects = walk
        .go(CommandName::SupplyPower, StageName::Held, "C14")
        .to_vec();
    assert_eq!(effects, [Effect::NotifyOperators(Notice::TicketOpened)]);
    let owes = |walk: &Walk| {
        let power = |o: &smena_domain::renewal::Obligation| {
            o.what == Duty::SupplyPowers && o.state == DutyState::Now { overdue: false }
        };
        walk.obligations().into_iter().find(power).map(|o| o.who)
    };
    assert_eq!(owes(walk), Some(Party::Office));
    walk.go(CommandName::CommentTicket, StageName::Held, "C15");
    walk.refuse(recheck(), "powers-lacking", "C16");
    walk.go(CommandName::FulfilTicket, StageName::Held, "C16");
    walk.refuse_sample(CommandName::FulfilTicket, "ticket-not-open", "C16");
    assert_eq!(owes(walk), Some(Party::Holder));
    // C17: tried again in vain, the same ticket is reopened and none is added.
    walk.accept(recheck(), StageName::Held, "C17");
    assert_eq!(ticket(walk), TicketState::Reopened);
    walk.go(CommandName::FulfilTicket, StageName::Held, "C17");
    walk.go(CommandName::RecheckPowers, StageName::Drafted, "C16");
}

fn ticket(walk: &Walk) -> TicketState {
    match walk.renewal().stage() {
        Stage::Held {
            ticket: Some(ticket),
            ..
        } => ticket.state,
        stage => panic!("{}", stage.name()),
    }
}

/// C23 to C26: the old certificate leaves the card only after the receipt, and only after a backup was made or
/// declined. C31, C32: each system is told.
fn after_the_receipt(walk: &mut Walk) {
    let delete = || Command::RecordOldKey {
        treatment: OldKeyTreatment::Deleted,
    };
    walk.refuse(delete(), "backup-undecided", "C26");
    walk.accept(
        Command::RecordBackup {
            backup: Backup::Declined,
        },
        StageName::Receipted,
        "C26",
    );
    walk.accept(delete(), StageName::Receipted, "C23–C26");
    let told = |name| Command::RecordSystemTold {
        system: sample::slug(name),
    };
    walk.refuse(told("other"), "unknown-system", "C31");
    walk.accept(told("rosreestr-portal"), StageName::Receipted, "C31, C32");
    walk.repeat(told("rosreestr-portal"));
    walk.accept(told("fedresurs-portal"), StageName::Completed, "C31, C32");
}

#[test]
fn it_walks_from_the_first_command_to_the_last() {
    walk();
}

#[test]
fn a_ticket_takes_fifty_comments_and_forty_scans() {
    use smena_domain::renewal::DocumentId;
    let mut walk = Walk::of("smartcard-powers");
    let mut start = sample::start(&walk.procedure, walk.now, 20);
    start.facts.powers[0].state = PowerState::Missing;
    walk.accept(Command::Start(Box::new(start)), StageName::Held, "");
    let scan = |n| Command::SupplyPower {
        power: sample::slug("esia"),
        document: DocumentId::new([n; 16]),
    };
    for n in 0..40 {
        walk.accept(scan(n), StageName::Held, "");
    }
    walk.repeat(scan(39));
    walk.refuse(scan(40), "too-many-documents", "");
    for _ in 0..50 {
        walk.go(CommandName::CommentTicket, StageName::Held, "");
    }
    walk.refuse_sample(CommandName::CommentTicket, "ticket-full", "");
}
