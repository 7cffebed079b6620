//! The paper path: an expired certificate (K16), another owner (K17). The application is signed by hand before an
//! operator; the key made afterwards is bound by a code that two operators gave out.

use smena_domain::procedure::Field;
use smena_domain::renewal::{
    CodePurpose, Command, CommandName, DataChange, Duty, DutyState, Effect, NotNeeded, Notice,
    PaperReason, Route, StageName,
};

use crate::sample;
use crate::walk::Walk;

/// K16: the certificate has expired.
pub(crate) fn expired() -> Walk {
    let mut walk = Walk::of("phone-cabinet");
    let mut start = sample::start(&walk.procedure, walk.now, 0);
    start.old.not_after = walk.now.plus_days(1).minus_days(2);
    walk.accept(Command::Start(Box::new(start)), StageName::Drafted, "K16");
    assert_eq!(walk.renewal().route(), Route::Paper(PaperReason::Expired));
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "K9");
    let effects = walk
        .go(CommandName::ConfirmData, StageName::Papered, "K16")
        .to_vec();
    assert_eq!(
        effects,
        [
            Effect::RenderPaperApplication,
            Effect::NotifyHolder(Notice::PaperNeeded)
        ]
    );
    let sign = walk
        .obligations()
        .into_iter()
        .find(|o| o.what == Duty::SignApplication);
    assert_eq!(
        sign.map(|o| o.state),
        Some(DutyState::NotNeeded(NotNeeded::OnPaper))
    );
    // An expired key signs nothing.
    walk.refuse_sample(CommandName::AcceptApplication, "not-now", "K16");
    walk.refuse_sample(CommandName::AcceptPaperApplication, "step-missing", "K12");
    walk.go(CommandName::GiveIdentityDocument, StageName::Papered, "K12");
    assert_eq!(walk.owed(), [Duty::BringPaperApplication]);
    walk.go(
        CommandName::AcceptPaperApplication,
        StageName::Checked,
        "K16",
    );
    walk.refuse_sample(CommandName::ApproveByRule, "not-by-rule", "K16");
    walk.go(CommandName::Approve, StageName::Approved, "");
    to_the_end(&mut walk);
    walk
}

fn to_the_end(walk: &mut Walk) {
    walk.go(CommandName::RecordBill, StageName::Approved, "K23");
    walk.go(CommandName::GiveConsent, StageName::Approved, "K22");
    walk.go(CommandName::ChooseKeyOptions, StageName::Approved, "K24");
    walk.refuse_sample(CommandName::AcceptIssueCode, "step-missing", "");
    walk.go(CommandName::AcceptRequest, StageName::Approved, "K27");
    // No old key stands for this one.
    walk.refuse_sample(
        CommandName::AcceptEndorsement,
        "endorsement-not-offered",
        "",
    );
    let mut alone = sample::code(walk.renewal(), CodePurpose::IssueCode, walk.now)
        .facts()
        .clone();
    alone.given_by.pop();
    let alone = Box::new(smena_domain::renewal::ProvedCode::from_verifier(alone));
    walk.refuse(
        Command::AcceptIssueCode { code: alone },
        "same-operator",
        "",
    );
    walk.go(CommandName::AcceptIssueCode, StageName::Approved, "");
    walk.go(CommandName::ConfirmByCode, StageName::Cleared, "K31");
    walk.issue("K32");
    walk.go(CommandName::RecordInstallation, StageName::Installed, "K33");
    walk.go(CommandName::AcceptReceipt, StageName::Receipted, "K34");
    walk.go(CommandName::RecordBackup, StageName::Receipted, "K35");
    walk.go(CommandName::RecordRegistration, StageName::Completed, "K11");
}

#[test]
fn an_expired_certificate_is_renewed_on_paper() {
    expired();
}

/// K17: another name and SNILS; two operators, for it is another person.
#[test]
fn another_owner_is_taken_on_paper_by_two_operators() {
    let mut walk = Walk::of("phone-cabinet");
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "");
    walk.go(CommandName::GiveIdentityDocument, StageName::Drafted, "");
    let change = |field, value: &str| DataChange {
        field,
        value: Some(value.to_owned()),
    };
    let changes = vec![
        change(Field::Surname, "Иванов"),
        change(Field::Snils, "112-233-445 95"),
    ];
    walk.accept(Command::ChangeData { changes }, StageName::Drafted, "K17");
    walk.go(CommandName::ConfirmData, StageName::Papered, "K17");
    assert_eq!(
        walk.renewal().route(),
        Route::Paper(PaperReason::DataChanged)
    );
    let mut back = walk.branch();
    let changes = vec![
        change(Field::Surname, "Петров"),
        change(Field::Snils, "11111111145"),
    ];
    back.accept(Command::ChangeData { changes }, StageName::Drafted, "K17");
    back.go(CommandName::ConfirmData, StageName::Confirmed, "K14");
    walk.go(
        CommandName::AcceptPaperApplication,
        StageName::Checked,
        "K17",
    );
    walk.go(CommandName::Approve, StageName::Checked, "");
    let second = Command::Approve {
        decision: sample::decision(walk.renewal(), 2, walk.now),
        standing: smena_domain::renewal::Standing::good(),
        plan: sample::plan(),
    };
    walk.accept(second, StageName::Approved, "");
    to_the_end(&mut walk);
}

/// Where the procedure has no paper path, an expired certificate is refused and the office named.
#[test]
fn elsewhere_an_expired_certificate_leads_to_the_office() {
    for name in [
        "smartcard-powers",
        "provider-wizard",
        "treasury-portal",
        "reporting-client",
    ] {
        let mut walk = Walk::of(name);
        let mut start = sample::start(&walk.procedure, walk.now, 0);
        start.old.not_after = walk.now.plus_seconds(-1);
        walk.refuse(Command::Start(Box::new(start)), "expired", "");
        assert!(!walk.procedure.text.russian("office").is_empty());
    }
}
