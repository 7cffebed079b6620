//! The third guide: sign-in by phone, the identity document, consent, a bill, a code before the issue.

use smena_domain::organisation::Region;
use smena_domain::procedure::{Field, Medium, UnplannedReason};
use smena_domain::renewal::{
    Bill, CodePurpose, Command, CommandName, DataChange, Duty, Effect, IdentityDocumentKind,
    KeyOptions, Notice, Reason, StageName,
};

use crate::sample;
use crate::walk::Walk;

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::of("phone-cabinet");
    at_the_door(&mut walk);
    // K4 to K8, K10: signed in by phone.
    walk.go(CommandName::Start, StageName::Drafted, "K4–K8, K10");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "K9");
    // K12: birth date, birth place, sex; the citizenship for another document than a passport.
    let mut foreign = sample::passport();
    foreign.kind = IdentityDocumentKind::Other;
    let give = |document| Command::GiveIdentityDocument {
        document: Some(document),
    };
    walk.refuse(give(foreign.clone()), "citizenship-missing", "K12");
    foreign.citizenship = Some("BY".to_owned());
    walk.branch()
        .accept(give(foreign), StageName::Drafted, "K12");
    walk.branch()
        .go(CommandName::ConfirmData, StageName::Confirmed, "K14");
    let mut without = walk.branch();
    without.go(CommandName::ConfirmData, StageName::Confirmed, "K14");
    without.refuse_sample(CommandName::AcceptApplication, "step-missing", "K12");
    walk.go(
        CommandName::GiveIdentityDocument,
        StageName::Drafted,
        "K12, K13",
    );
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "K14");
    // K15: signed with the current certificate; nothing to print. K20: handed in by an act of its own.
    walk.go(
        CommandName::AcceptApplication,
        StageName::Signed,
        "K14, K15",
    );
    assert_eq!(walk.owed(), [Duty::SubmitApplication]);
    walk.go(CommandName::SubmitApplication, StageName::Checked, "K20");
    let effects = walk
        .go(CommandName::ApproveByRule, StageName::Approved, "K21")
        .to_vec();
    assert_eq!(
        effects,
        [Effect::NotifyHolder(Notice::Approved), Effect::AskBilling]
    );
    bill_and_consent(&mut walk);
    make_the_key(&mut walk);
    confirm_by_code(&mut walk);
    // K32: up to thirty minutes.
    assert_eq!(
        walk.due(Duty::IssueCertificate),
        Some(walk.now.plus_minutes(30))
    );
    walk.go(CommandName::PrepareIssue, StageName::Intended, "K32");
    let effects = walk
        .go(CommandName::RecordIssue, StageName::Issued, "K11, K32")
        .to_vec();
    assert!(
        effects.contains(&Effect::RegisterWithBody(sample::slug("esia"))),
        "{effects:?}"
    );
    walk.go(CommandName::RecordInstallation, StageName::Installed, "K33");
    walk.go(CommandName::AcceptReceipt, StageName::Receipted, "K34");
    walk.go(CommandName::RecordBackup, StageName::Receipted, "K35–K39");
    // K40: an old key is kept, whatever the holder says.
    let delete = Command::RecordOldKey {
        treatment: smena_domain::renewal::OldKeyTreatment::Deleted,
    };
    walk.refuse(delete, "old-key-stays", "K40");
    walk.go(CommandName::RecordRegistration, StageName::Completed, "K11");
    walk
}

fn at_the_door(walk: &mut Walk) {
    // K1: less than sixty days remain.
    let early = sample::start(&walk.procedure, walk.now, 61);
    walk.refuse(
        Command::Start(Box::new(early.clone())),
        "outside-window",
        "K1",
    );
    // K2: unless the service centre was asked.
    let mut asked = early;
    asked.reason = Reason::Unplanned(UnplannedReason::ServiceCentre);
    walk.branch()
        .accept(Command::Start(Box::new(asked)), StageName::Drafted, "K2");
    // K3: two regions, one issuer.
    for region in ["78", "47"] {
        let mut start = sample::start(&walk.procedure, walk.now, 20);
        start.old.region = Region::parse(region);
        walk.branch().accept(
            Command::Start(Box::new(start.clone())),
            StageName::Drafted,
            "K3",
        );
        start.old.issuer = "ФГУП «ЦентрИнформ»".replace(['«', '»'], "");
        walk.refuse(
            Command::Start(Box::new(start.clone())),
            "region-not-served",
            "K3",
        );
        start.old.region = Region::parse("77");
        walk.branch()
            .accept(Command::Start(Box::new(start)), StageName::Drafted, "K3");
    }
}

/// K22, K23: instead of the issue window stands the bill, if there is one.
fn bill_and_consent(walk: &mut Walk) {
    let bill = |bill| Command::RecordBill { bill };
    walk.accept(bill(Bill::Due), StageName::Approved, "K23");
    assert_eq!(walk.owed(), [Duty::PayBill]);
    walk.refuse_sample(CommandName::GiveConsent, "bill-unpaid", "K23");
    let mut none = walk.branch();
    none.accept(bill(Bill::None), StageName::Approved, "K23");
    none.go(CommandName::GiveConsent, StageName::Approved, "K22");
    walk.refuse_sample(CommandName::AcceptRequest, "step-missing", "K22");
    walk.accept(bill(Bill::Paid), StageName::Approved, "K23");
    walk.go(CommandName::GiveConsent, StageName::Approved, "K22");
    walk.repeat(Command::GiveConsent);
}

/// K24 to K29: registry, or a carrier named in the next window; PIN or password.
fn make_the_key(walk: &mut Walk) {
    let options = KeyOptions {
        medium: Medium::FlashDrive,
        exportable: true,
        password: false,
    };
    walk.accept(
        Command::ChooseKeyOptions { options },
        StageName::Approved,
        "K24–K26, K29",
    );
    walk.refuse_sample(CommandName::ConfirmByCode, "step-missing", "K30");
    walk.go(CommandName::AcceptRequest, StageName::Approved, "K27");
    let facts = sample::endorsement_facts(walk.renewal(), walk.now);
    let effects = walk
        .accept(sample::endorsement(facts), StageName::Approved, "")
        .to_vec();
    // K30: now another message comes.
    assert_eq!(effects, [Effect::SendConfirmationCode]);
}

/// K30, K31, K8: within two minutes; then it can be asked for again, five times in all.
fn confirm_by_code(walk: &mut Walk) {
    walk.refuse_sample(CommandName::ResendCode, "code-too-soon", "K8, K30");
    let mut again = walk.branch();
    for _ in 0..4 {
        again.now = again.now.plus_minutes(2);
        again.go(CommandName::ResendCode, StageName::Approved, "K8");
    }
    again.now = again.now.plus_minutes(2);
    again.refuse_sample(CommandName::ResendCode, "codes-exhausted", "K8");
    let other = sample::code(walk.renewal(), CodePurpose::IssueCode, walk.now);
    walk.refuse(
        Command::ConfirmByCode {
            code: Box::new(other),
        },
        "wrong-code",
        "K31",
    );
    walk.go(CommandName::ConfirmByCode, StageName::Cleared, "K31");
}

/// K18: the same owner, another e-mail address: signed with the old certificate, decided by an operator.
#[test]
fn remote_data_are_carried_by_the_old_keys_signature() {
    let mut walk = Walk::of("phone-cabinet");
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "");
    walk.go(CommandName::GiveIdentityDocument, StageName::Drafted, "K18");
    for (field, value) in [
        (Field::Email, "new@msk.ru"),
        (Field::Title, "Главный бухгалтер"),
        (Field::Department, "Бухгалтерия"),
    ] {
        let changes = vec![DataChange {
            field,
            value: Some(value.to_owned()),
        }];
        walk.accept(Command::ChangeData { changes }, StageName::Drafted, "K18");
    }
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "K18");
    walk.go(CommandName::AcceptApplication, StageName::Signed, "K18");
    let effects = walk
        .go(CommandName::SubmitApplication, StageName::Checked, "K18")
        .to_vec();
    assert_eq!(effects, [Effect::NotifyOperators(Notice::DecisionAwaited)]);
    walk.refuse_sample(CommandName::ApproveByRule, "not-by-rule", "K21");
    walk.go(CommandName::Approve, StageName::Approved, "K18");
}

/// K19: wrong requisites of the organisation lead to the service centre.
#[test]
fn the_organisations_data_lead_to_the_service_centre() {
    let mut walk = Walk::of("phone-cabinet");
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "");
    let changes = vec![DataChange {
        field: Field::Organisation,
        value: Some("ООО Гайки".to_owned()),
    }];
    walk.accept(Command::ChangeData { changes }, StageName::Drafted, "K19");
    walk.go(CommandName::ConfirmData, StageName::Referred, "K19");
}

#[test]
fn values_that_deceive_or_do_not_check_are_refused() {
    let mut walk = Walk::of("phone-cabinet");
    walk.go(CommandName::Start, StageName::Drafted, "");
    let change = |field, value: Option<&str>| Command::ChangeData {
        changes: vec![DataChange {
            field,
            value: value.map(str::to_owned),
        }],
    };
    walk.refuse(change(Field::Surname, None), "value-missing", "");
    walk.refuse(
        change(Field::Snils, Some("111-111-111 46")),
        "value-not-valid",
        "",
    );
    walk.refuse(
        change(Field::Surname, Some("Петров\u{202e}")),
        "value-not-valid",
        "",
    );
    walk.refuse(change(Field::Surname, Some(" ")), "value-not-valid", "");
    walk.refuse(change(Field::Email, Some("nowhere")), "value-not-valid", "");
    walk.refuse(change(Field::Street, Some("Тверская")), "unknown-field", "");
    walk.refuse(
        change(Field::Title, Some(&"я".repeat(513))),
        "text-too-long",
        "",
    );
    walk.accept(
        change(Field::Title, Some(&"я".repeat(512))),
        StageName::Drafted,
        "",
    );
}

#[test]
fn it_walks_from_the_first_command_to_the_last() {
    walk();
}
