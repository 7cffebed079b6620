//! The fifth guide: planned replacement, backup on another medium, registration in three working days.

use smena_domain::calendar::Moment;
use smena_domain::procedure::{Medium, UnplannedReason};
use smena_domain::renewal::{
    Backup, Command, CommandName, Duty, DutyState, Effect, Notice, Reason, Registration, StageName,
};
use time::macros::datetime;

use crate::sample;
use crate::walk::Walk;

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::of("reporting-client");
    reminders(&walk);
    let early = sample::start(&walk.procedure, walk.now, 61);
    walk.refuse(Command::Start(Box::new(early)), "outside-window", "R1");
    // R16: a lost password means an unplanned replacement.
    let mut lost = sample::start(&walk.procedure, walk.now, 61);
    lost.reason = Reason::Unplanned(UnplannedReason::PasswordLost);
    walk.branch()
        .accept(Command::Start(Box::new(lost)), StageName::Drafted, "R16");
    walk.go(CommandName::Start, StageName::Drafted, "R4, R8, R9");
    walk.refuse_sample(CommandName::ConfirmData, "step-missing", "R5");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "R5–R7");
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "R10, R11");
    walk.go(CommandName::AcceptApplication, StageName::Checked, "");
    walk.go(CommandName::ApproveByRule, StageName::Approved, "R11");
    walk.go(
        CommandName::ChooseKeyOptions,
        StageName::Approved,
        "R12, R15",
    );
    walk.go(CommandName::AcceptRequest, StageName::Approved, "R14");
    walk.go(CommandName::AcceptEndorsement, StageName::Cleared, "");
    // R17: up to five minutes.
    assert_eq!(
        walk.due(Duty::IssueCertificate),
        Some(walk.now.plus_minutes(5))
    );
    walk.go(CommandName::PrepareIssue, StageName::Intended, "R17");
    let effects = walk
        .go(CommandName::RecordIssue, StageName::Issued, "R17, R30")
        .to_vec();
    for body in ["fns", "sfr", "rosstat"] {
        assert!(
            effects.contains(&Effect::RegisterWithBody(sample::slug(body))),
            "{body}"
        );
    }
    walk.go(CommandName::RecordInstallation, StageName::Installed, "R17");
    walk.refuse_sample(CommandName::AcceptReceipt, "step-missing", "R20");
    walk.go(CommandName::Familiarise, StageName::Installed, "R20, R21");
    walk.go(CommandName::AcceptReceipt, StageName::Receipted, "R20");
    // R22: on another medium than the key's own.
    let backup = |medium| Command::RecordBackup {
        backup: Backup::Verified { medium },
    };
    walk.refuse(backup(Medium::Computer), "backup-on-same-medium", "R22");
    walk.accept(backup(Medium::FlashDrive), StageName::Receipted, "R22–R28");
    registrations(&mut walk);
    walk
}

/// R1: sixty days before, and on down the ladder, once each.
fn reminders(walk: &Walk) {
    let end = walk.now.plus_days(60);
    let due = |now, sent| walk.procedure.notices.due(end, now, sent);
    assert_eq!(due(walk.now.plus_seconds(-1), None), None);
    assert_eq!(due(walk.now, None), Some(60));
    assert_eq!(due(walk.now.plus_days(1), Some(60)), None);
    assert_eq!(due(walk.now.plus_days(15), Some(60)), Some(45));
}

/// R30: three working days from Monday; R31: each body is seen for itself, the last one ends the renewal.
fn registrations(walk: &mut Walk) {
    let due = Moment::new(datetime!(2026-06-04 23:59:59 +3));
    assert_eq!(walk.due(Duty::RegisterCertificate), Some(due));
    let at = walk.now.plus_days(1);
    let answer = |body, registration| Command::RecordRegistration {
        body: sample::slug(body),
        registration,
    };
    let registered = Registration::Registered { at };
    let refused = Registration::Refused {
        reason: "Нет такого абонента".to_owned(),
    };
    walk.refuse(answer("other", registered.clone()), "unknown-body", "R30");
    walk.accept(
        answer("fns", registered.clone()),
        StageName::Receipted,
        "R30",
    );
    walk.repeat(answer("fns", registered.clone()));
    let effects = walk
        .accept(answer("sfr", refused), StageName::Receipted, "R30")
        .to_vec();
    assert_eq!(
        effects,
        [Effect::NotifyOperators(Notice::RegistrationRefused)]
    );
    let mut late = walk.branch();
    late.now = due.plus_seconds(1);
    let overdue = late.obligations().into_iter().filter(|o| {
        o.what == Duty::RegisterCertificate && o.state == DutyState::Now { overdue: true }
    });
    assert_eq!(overdue.count(), 2);
    walk.accept(
        answer("sfr", registered.clone()),
        StageName::Receipted,
        "R30",
    );
    walk.accept(
        answer("rosstat", registered),
        StageName::Completed,
        "R30, R31",
    );
}

#[test]
fn it_walks_from_the_first_command_to_the_last() {
    walk();
}
