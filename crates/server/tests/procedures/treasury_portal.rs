//! The fourth guide: office, kind, powers, documents; registers in five working days; an operator decides.

use smena_domain::calendar::Moment;
use smena_domain::certificate::CertificateKind;
use smena_domain::procedure::{Exportable, Field, Medium};
use smena_domain::renewal::{
    Command, CommandName, DataChange, Duty, DutyState, Effect, KeyOptions, Notice, Party,
    StageName, Verdict,
};
use time::macros::datetime;

use crate::sample;
use crate::walk::Walk;

pub(crate) fn walk() -> Walk {
    let mut walk = Walk::of("treasury-portal");
    // F5: signed in by the current certificate.
    walk.go(CommandName::Start, StageName::Drafted, "F5");
    let failed = vec![smena_domain::procedure::WorkplaceCheck::Provider];
    walk.refuse(
        Command::ReportWorkplace { failed },
        "workplace-not-ready",
        "F2, F3",
    );
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "F2–F4");
    fill_in(&mut walk);
    // F16 to F20: the request is formed before documents and application.
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "F16, F17");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "F18–F20");
    walk.refuse_sample(CommandName::AcceptApplication, "step-missing", "F21");
    let mut document = sample::document(&walk.procedure);
    document.number = String::new();
    walk.refuse(Command::AttachDocument { document }, "text-missing", "F21");
    walk.go(CommandName::AttachDocument, StageName::Keyed, "F21, F22");
    walk.refuse_sample(CommandName::AcceptApplication, "step-missing", "F23");
    let nothing = Command::GiveContacts {
        phone: None,
        email: None,
    };
    walk.refuse(nothing, "contact-missing", "F23, F24");
    walk.go(CommandName::GiveContacts, StageName::Keyed, "F23, F24");
    let effects = walk
        .go(
            CommandName::AcceptApplication,
            StageName::Submitted,
            "F25–F29",
        )
        .to_vec();
    let ask = |name| Effect::AskRegister(sample::slug(name));
    assert_eq!(
        effects,
        [
            ask("mvd-passport"),
            ask("sfr-snils"),
            ask("fns-entity"),
            Effect::StampApplication
        ]
    );
    registers(&mut walk);
    walk.refuse_sample(CommandName::ApproveByRule, "not-by-rule", "F32");
    walk.go(CommandName::Approve, StageName::Cleared, "F32");
    walk.go(CommandName::PrepareIssue, StageName::Intended, "F32");
    let effects = walk
        .go(CommandName::RecordIssue, StageName::Issued, "F32, F33")
        .to_vec();
    assert!(
        effects.contains(&Effect::NotifyHolder(Notice::Issued)),
        "{effects:?}"
    );
    walk.go(CommandName::RecordInstallation, StageName::Installed, "F33");
    walk.go(CommandName::Familiarise, StageName::Installed, "F33");
    walk.go(CommandName::AcceptReceipt, StageName::Completed, "F33");
    walk
}

fn fill_in(walk: &mut Walk) {
    // F6, F15: where the key lies; «экспортируемый закрытый ключ» is asked, and "no" stands first.
    assert_eq!(walk.procedure.key.exportable, Exportable::AskedDefaultNo);
    let options = KeyOptions {
        medium: Medium::Token,
        exportable: false,
        password: false,
    };
    walk.accept(
        Command::ChooseKeyOptions { options },
        StageName::Drafted,
        "F6, F15",
    );
    // F7, F8
    let office = Command::ChooseOffice {
        office: sample::slug("elsewhere"),
    };
    walk.refuse(office, "unknown-office", "F8");
    walk.go(CommandName::ChooseOffice, StageName::Drafted, "F7, F8");
    // F10: three kinds.
    assert_eq!(
        walk.procedure.gathering.kinds,
        [
            CertificateKind::Official,
            CertificateKind::LegalEntity,
            CertificateKind::LegalEntityWithoutPerson
        ]
    );
    walk.refuse_sample(CommandName::ConfirmData, "step-missing", "F10");
    walk.refuse(
        Command::ChooseKind {
            kind: CertificateKind::Person,
        },
        "kind-not-offered",
        "F10",
    );
    // The old certificate has no address.
    let kind = CertificateKind::LegalEntityWithoutPerson;
    walk.refuse(Command::ChooseKind { kind }, "kind-lacks-data", "F10");
    walk.go(CommandName::ChooseKind, StageName::Drafted, "F10");
    // F11, F12: only if it changed.
    walk.go(
        CommandName::GiveIdentityDocument,
        StageName::Drafted,
        "F11, F12",
    );
    // F14
    let powers = vec![sample::slug("other")];
    walk.refuse(
        Command::ChooseSystemPowers { powers },
        "unknown-system-power",
        "F14",
    );
    walk.go(
        CommandName::ChooseSystemPowers,
        StageName::Drafted,
        "F13, F14",
    );
}

/// F29 to F31: three registers, five working days from Monday the first of June to Monday the eighth.
fn registers(walk: &mut Walk) {
    let due = Moment::new(datetime!(2026-06-08 23:59:59 +3));
    assert_eq!(walk.due(Duty::AnswerCheck), Some(due));
    let waiting = walk
        .obligations()
        .into_iter()
        .find(|o| o.what == Duty::AnswerCheck);
    let who = waiting.map(|o| (o.who, o.state));
    let register = Party::Register(sample::slug("mvd-passport"));
    assert_eq!(who, Some((register, DutyState::Now { overdue: false })));
    let answer = |name, verdict| Command::RecordCheck {
        check: sample::slug(name),
        verdict,
    };
    walk.refuse(answer("other", Verdict::Passed), "unknown-check", "F29");
    walk.accept(
        answer("mvd-passport", Verdict::Unavailable),
        StageName::Submitted,
        "F30",
    );
    walk.refuse_sample(CommandName::OverrideCheck, "check-still-awaited", "F30");
    walk.refuse_sample(CommandName::Approve, "not-now", "F31");
    no_answer_in_time(walk.branch(), due);
    said_no(walk.branch());
    walk.now = walk.now.plus_days(2);
    walk.accept(
        answer("mvd-passport", Verdict::Passed),
        StageName::Submitted,
        "F31",
    );
    walk.repeat(answer("mvd-passport", Verdict::Passed));
    walk.accept(
        answer("sfr-snils", Verdict::Passed),
        StageName::Submitted,
        "F31",
    );
    let effects = walk
        .accept(
            answer("fns-entity", Verdict::Passed),
            StageName::Checked,
            "F31",
        )
        .to_vec();
    assert_eq!(effects, [Effect::NotifyOperators(Notice::DecisionAwaited)]);
    assert_eq!(walk.owed(), [Duty::Decide]);
}

/// F30: the term has passed; two operators go on, with a reason.
fn no_answer_in_time(mut walk: Walk, due: Moment) {
    walk.now = due;
    walk.refuse_sample(CommandName::OverrideCheck, "check-still-awaited", "F30");
    walk.now = due.plus_seconds(1);
    let overdue = walk
        .obligations()
        .into_iter()
        .any(|o| o.state == DutyState::Now { overdue: true });
    assert!(overdue);
    walk.go(CommandName::OverrideCheck, StageName::Submitted, "F30");
}

/// A register that says no leaves the decision to operators: rejected with the reason (F34), or overridden by two.
fn said_no(mut walk: Walk) {
    let verdict = Verdict::Failed {
        reason: "Паспорт недействителен".to_owned(),
    };
    let answer = Command::RecordCheck {
        check: sample::slug("mvd-passport"),
        verdict,
    };
    let effects = walk.accept(answer, StageName::Submitted, "F34").to_vec();
    assert_eq!(effects, [Effect::NotifyOperators(Notice::CheckFailed)]);
    let mut overridden = walk.branch();
    let effects = walk
        .go(CommandName::Reject, StageName::Rejected, "F34")
        .to_vec();
    assert_eq!(effects, [Effect::NotifyHolder(Notice::Rejected)]);
    overridden.go(CommandName::OverrideCheck, StageName::Submitted, "");
    overridden.go(CommandName::RecordCheck, StageName::Submitted, "");
    overridden.go(CommandName::RecordCheck, StageName::Checked, "");
    // An overridden check needs two for the approval too.
    overridden.go(CommandName::Approve, StageName::Checked, "");
}

/// A certificate without a person needs no proof of the person's powers.
#[test]
fn documents_are_asked_by_the_kind_of_certificate() {
    let mut walk = Walk::of("treasury-portal");
    walk.go(CommandName::Start, StageName::Drafted, "");
    let asked = |walk: &Walk| {
        walk.obligations()
            .iter()
            .any(|o| o.what == Duty::AttachDocuments)
    };
    assert!(asked(&walk));
    address(&mut walk);
    let kind = CertificateKind::LegalEntityWithoutPerson;
    walk.accept(Command::ChooseKind { kind }, StageName::Drafted, "F10");
    assert!(!asked(&walk));
}

fn changed(field: Field, value: &str) -> Command {
    let value = Some(value.to_owned());
    Command::ChangeData {
        changes: vec![DataChange { field, value }],
    }
}

/// What each kind with an organisation asks for, and the old certificate does not have.
fn address(walk: &mut Walk) {
    for (field, value) in [
        (Field::Locality, "г. Москва"),
        (Field::Street, "ул. Примерная, д. 1"),
    ] {
        walk.accept(changed(field, value), StageName::Drafted, "F10");
    }
}

/// A renewal in which all that kinds with an organisation ask for is given.
fn with_address() -> Walk {
    let mut walk = Walk::of("treasury-portal");
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "");
    fill_in(&mut walk);
    address(&mut walk);
    walk
}

/// The data that the chosen kind leaves out are no correction of the holder's: nobody becomes another person, and the
/// office is not asked.
#[test]
fn what_the_kind_leaves_out_is_shown_and_leads_nowhere_else() {
    let mut walk = with_address();
    let kind = CertificateKind::LegalEntityWithoutPerson;
    walk.accept(Command::ChooseKind { kind }, StageName::Drafted, "F10");
    walk.refuse(
        changed(Field::Title, "Директор"),
        "datum-outside-kind",
        "F10",
    );
    let snils = walk
        .renewal()
        .changed_rows()
        .find(|row| row.field == Field::Snils);
    let snils = snils.expect("a row that changed");
    assert_eq!((snils.was.is_some(), snils.value), (true, None));
    assert_eq!(walk.renewal().operators_needed(&walk.procedure), 1);
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "F16, F17");
    // Another choice brings everything back.
    walk.go(CommandName::ChooseKind, StageName::Drafted, "F10");
    let name = walk.renewal().value(Field::CommonName);
    assert_eq!(name, sample::value(Field::CommonName));
}

/// What the chosen kind cannot do without is asked again when the data are confirmed, and its name has a limit.
#[test]
fn a_chosen_kind_stays_complete() {
    let mut walk = with_address();
    let kind = CertificateKind::LegalEntityWithoutPerson;
    let mut long = walk.branch();
    long.accept(
        changed(Field::Organisation, &"я".repeat(64)),
        StageName::Drafted,
        "",
    );
    let mut longer = long.branch();
    longer.accept(
        changed(Field::Organisation, &"я".repeat(65)),
        StageName::Drafted,
        "",
    );
    longer.refuse(Command::ChooseKind { kind }, "common-name-too-long", "");
    long.accept(Command::ChooseKind { kind }, StageName::Drafted, "");
    walk.accept(Command::ChooseKind { kind }, StageName::Drafted, "");
    let nothing = vec![DataChange {
        field: Field::Street,
        value: None,
    }];
    walk.accept(
        Command::ChangeData { changes: nothing },
        StageName::Drafted,
        "",
    );
    walk.refuse(Command::ConfirmData, "kind-lacks-data", "");
}

/// A new surname of the same SNILS is carried by the signature, and decided by registers and an operator.
#[test]
fn a_new_surname_needs_the_registers_and_an_operator() {
    let mut walk = Walk::of("treasury-portal");
    walk.go(CommandName::Start, StageName::Drafted, "");
    walk.go(CommandName::ReportWorkplace, StageName::Drafted, "");
    fill_in(&mut walk);
    let changes = vec![DataChange {
        field: Field::Surname,
        value: Some("Сидоров".to_owned()),
    }];
    walk.accept(Command::ChangeData { changes }, StageName::Drafted, "");
    walk.go(CommandName::ConfirmData, StageName::Confirmed, "");
    walk.go(CommandName::AcceptRequest, StageName::Keyed, "");
    walk.go(CommandName::AttachDocument, StageName::Keyed, "");
    walk.go(CommandName::GiveContacts, StageName::Keyed, "");
    walk.go(CommandName::AcceptApplication, StageName::Submitted, "");
    walk.go(CommandName::RecordCheck, StageName::Submitted, "");
    walk.go(CommandName::RecordCheck, StageName::Submitted, "");
    walk.go(CommandName::RecordCheck, StageName::Checked, "");
    walk.go(CommandName::Approve, StageName::Cleared, "");
}

#[test]
fn it_walks_from_the_first_command_to_the_last() {
    walk();
}
