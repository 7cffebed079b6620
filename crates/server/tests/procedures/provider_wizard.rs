//! The second guide: SNILS, data table, key after the approval with an endorsement, backup, the day of the switch.

use smena_domain::calendar::Moment;
use smena_domain::procedure::{Field, Medium};
use smena_domain::renewal::{
    Backup, Command, CommandName, DutyState, KeyOptions, Stage, StageName,
};
use time::macros::date;

use crate::sample;
use crate::walk::Walk;

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::of("provider-wizard");
    walk.go(CommandName::Start, StageName::Drafted, "T1");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "T2");
    // T3 to T6: the SNILS of the person the certificate is for.
    let typed = |text: &str| Command::IdentifyBySnils {
        typed: text.to_owned(),
    };
    walk.refuse_sample(CommandName::ConfirmData, "step-missing", "T3");
    walk.refuse(typed("111-111-111 46"), "value-not-valid", "T5");
    walk.refuse(typed("112-233-445 95"), "wrong-snils", "T5");
    walk.accept(typed("111-111-111 45"), StageName::Drafted, "T5, T6");
    // T7: the thirteen rows in their order.
    let rows: Vec<Field> = walk
        .renewal()
        .gathered()
        .rows
        .iter()
        .map(|row| row.field)
        .collect();
    assert_eq!(rows, ROWS);
    // T11, T12: wrong data lead to the authority, and nothing is lost.
    let mut wrong = walk.branch();
    wrong.go(CommandName::DisputeData, StageName::Referred, "T11, T12");
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "T13");
    walk.go(CommandName::AcceptApplication, StageName::Checked, "");
    walk.refuse_sample(CommandName::AcceptRequest, "not-now", "T15");
    walk.go(CommandName::ApproveByRule, StageName::Approved, "T14");
    make_and_bind_the_key(&mut walk);
    walk.issue("T14, T20");
    walk.go(CommandName::RecordInstallation, StageName::Installed, "T20");
    walk.go(CommandName::Familiarise, StageName::Installed, "T23–T25");
    walk.go(CommandName::AcceptReceipt, StageName::Receipted, "T26");
    // T27 to T31, T29: not onto the key's own medium; T30: declining is declining.
    let backup = |medium| Command::RecordBackup {
        backup: Backup::Verified { medium },
    };
    walk.refuse(backup(Medium::Computer), "backup-on-same-medium", "T29");
    walk.branch().accept(
        Command::RecordBackup {
            backup: Backup::Declined,
        },
        StageName::Completed,
        "T30",
    );
    walk.accept(backup(Medium::FlashDrive), StageName::Completed, "T27–T31");
    // T32: twenty days were left, so the switch is dated five days before the end.
    assert_eq!(switch_on(&walk), date!(2026 - 06 - 16));
    let switch = walk.obligations().pop().expect("the last step");
    assert_eq!(switch.state, DutyState::Later);
    walk
}

const ROWS: [Field; 13] = [
    Field::CommonName,
    Field::Surname,
    Field::GivenName,
    Field::Snils,
    Field::Email,
    Field::Title,
    Field::Department,
    Field::Organisation,
    Field::Inn,
    Field::Ogrn,
    Field::FssNumber,
    Field::Country,
    Field::Region,
];

/// T15 to T18: medium, sensor, password; the request is taken only with the endorsement of the old key.
pub(crate) fn make_and_bind_the_key(walk: &mut Walk) {
    walk.refuse_sample(CommandName::AcceptRequest, "step-missing", "T16");
    let options = |medium, password| Command::ChooseKeyOptions {
        options: KeyOptions {
            medium,
            exportable: true,
            password,
        },
    };
    walk.refuse(options(Medium::Card, false), "medium-not-offered", "T16");
    walk.refuse(options(Medium::Token, true), "password-not-offered", "T18");
    walk.accept(
        options(Medium::Computer, true),
        StageName::Approved,
        "T17, T18",
    );
    walk.refuse_sample(CommandName::AcceptEndorsement, "step-missing", "T16");
    walk.go(CommandName::AcceptRequest, StageName::Approved, "T15, T16");
    let facts = sample::endorsement_facts(walk.renewal(), walk.now);
    let mut other = facts.clone();
    other.request = sample::hash(90);
    walk.refuse(sample::endorsement(other), "endorsement-differs", "");
    let mut other = facts.clone();
    other.signer = sample::NEW;
    walk.refuse(sample::endorsement(other), "other-signer", "");
    walk.refuse_sample(CommandName::AcceptIssueCode, "issue-code-not-offered", "");
    walk.accept(sample::endorsement(facts), StageName::Cleared, "");
}

fn switch_on(walk: &Walk) -> time::Date {
    match walk.renewal().stage() {
        Stage::Receipted(finished) | Stage::Completed(finished) => finished.switch_on,
        stage => panic!("{}", stage.name()),
    }
}

#[test]
fn it_walks_from_the_first_command_to_the_last() {
    walk();
}

/// T32, T35: more than five days left: dated; five or less: at once.
#[test]
fn the_switch_is_dated_by_the_days_that_are_left() {
    let day_of = |days_left: u32| -> (time::Date, Moment) {
        let mut walk = Walk::of("provider-wizard");
        let start = sample::start(&walk.procedure, walk.now, days_left);
        walk.accept(Command::Start(Box::new(start)), StageName::Drafted, "");
        walk.go(CommandName::ReportWorkplace, StageName::Drafted, "");
        walk.go(CommandName::IdentifyBySnils, StageName::Drafted, "");
        walk.go(CommandName::ConfirmData, StageName::Confirmed, "");
        walk.go(CommandName::AcceptApplication, StageName::Checked, "");
        walk.go(CommandName::ApproveByRule, StageName::Approved, "");
        make_and_bind_the_key(&mut walk);
        walk.issue("");
        walk.go(CommandName::RecordInstallation, StageName::Installed, "");
        walk.go(CommandName::Familiarise, StageName::Installed, "");
        walk.go(CommandName::AcceptReceipt, StageName::Receipted, "");
        (switch_on(&walk), walk.now)
    };
    assert_eq!(day_of(6).0, date!(2026 - 06 - 02));
    assert_eq!(day_of(5).0, date!(2026 - 06 - 01));
    assert_eq!(day_of(4).0, date!(2026 - 06 - 01));
}
