//! One sample of each command, made for a renewal as it stands, so that it is accepted wherever it has a place.

use smena_domain::calendar::Moment;
use smena_domain::certificate::{
    CertificateKind, CertificateStatus, ContentHash, KeyHash, KeyStanding, NewCertificate,
    OldCertificate, Provenance, SerialNumber, Thumbprint,
};
use smena_domain::journal::Actor;
use smena_domain::organisation::Region;
use smena_domain::permission::{Operator, OperatorId, Role};
use smena_domain::person::{HolderId, Snils};
use smena_domain::procedure::{
    Exportable, Field, IdentityDocumentPolicy, Procedure, SignInMethod, Slug,
};
use smena_domain::renewal::{
    ApplicationFacts, AttachedDocument, Backup, Bill, CodeFacts, CodePurpose, Command, CommandName,
    DataChange, DataRow, DecisionFacts, DocumentId, EndorsementFacts, IdentityDocument,
    IdentityDocumentKind, Intent, KeyOptions, OldKeyTreatment, PaperFacts, PowerFact, PowerState,
    ProvedApplication, ProvedCode, ProvedDecision, ProvedEndorsement, ProvedPaper, ProvedReceipt,
    ProvedRequest, ProvedSignIn, Reason, ReceiptFacts, Registration, RejectionReason, Renewal,
    RenewalId, RequestFacts, Rights, Settlement, Sex, SignInFacts, SignedInBy, Stage, Standing,
    Start, StartFacts, Verdict,
};
use time::macros::date;

pub(crate) const RENEWAL: RenewalId = RenewalId::new([1; 16]);
pub(crate) const HOLDER: HolderId = HolderId::new([2; 16]);
pub(crate) const OLD: Thumbprint = Thumbprint::new([3; 32]);
pub(crate) const OLD_KEY: KeyHash = KeyHash::new([4; 32]);
pub(crate) const NEW_KEY: KeyHash = KeyHash::new([5; 32]);
pub(crate) const NEW: Thumbprint = Thumbprint::new([6; 32]);
const SERIAL: [u8; 17] = [9; 17];

pub(crate) fn hash(byte: u8) -> ContentHash {
    ContentHash::from([byte; 32])
}

/// The hash of the certificate plan.
pub(crate) fn plan() -> ContentHash {
    hash(7)
}

pub(crate) fn slug(name: &str) -> Slug {
    Slug::parse(name).expect("a name")
}

pub(crate) fn operator(number: u8) -> Operator {
    let person = if number == 1 {
        "112-233-445 95"
    } else {
        "087-654-303 00"
    };
    Operator {
        id: OperatorId::new([number; 16]),
        role: if number == 1 {
            Role::Operator
        } else {
            Role::Senior
        },
        person: Snils::parse(person).expect("valid"),
        involvements: Vec::new(),
        enabled_by: None,
        rights_changed_at: None,
    }
}

pub(crate) fn sign_in(method: SignInMethod, at: Moment) -> ProvedSignIn {
    let by = match method {
        SignInMethod::Certificate => SignedInBy::Certificate(OLD),
        SignInMethod::PhoneCode => SignedInBy::PhoneCode,
    };
    ProvedSignIn::from_verifier(SignInFacts {
        holder: HOLDER,
        by,
        at,
    })
}

/// A certificate of this procedure that ends in so many days.
pub(crate) fn old_certificate(
    procedure: &Procedure,
    now: Moment,
    days_left: u32,
) -> OldCertificate {
    OldCertificate {
        thumbprint: OLD,
        serial: SerialNumber::new(&[8; 16]).expect("16 octets"),
        holder: HOLDER,
        key: OLD_KEY,
        issuer: "АО Удостоверяющий центр".to_owned(),
        provenance: Provenance::Ours {
            procedure: procedure.name.clone(),
        },
        kind: CertificateKind::Official,
        region: Region::parse("77"),
        not_before: now.plus_days(days_left).minus_days(456),
        not_after: now.plus_days(days_left),
        private_key_until: None,
    }
}

/// The values of the second guide's sample table (T8), with a sound OGRN.
pub(crate) fn value(field: Field) -> Option<String> {
    let text = match field {
        Field::CommonName => "Петров Василий Васильевич",
        Field::Surname => "Петров",
        Field::GivenName => "Василий Васильевич",
        Field::Snils => "11111111145",
        Field::Inn => "990100003310",
        Field::Email => "test@msk.ru",
        Field::Organisation => "ООО Болты и Гайки",
        Field::OrganisationInn => "7710568760",
        Field::Ogrn => "1047797019830",
        Field::FssNumber => "1234567890",
        Field::Country => "RU",
        Field::Region => "77 Москва",
        Field::Title | Field::Department | Field::Ogrnip | Field::Locality | Field::Street => {
            return None;
        }
    };
    Some(text.to_owned())
}

pub(crate) fn powers(procedure: &Procedure, now: Moment) -> Vec<PowerFact> {
    let state = PowerState::Valid {
        until: now.plus_days(300),
    };
    procedure
        .gathering
        .required_powers
        .iter()
        .map(|power| PowerFact {
            power: power.clone(),
            state,
        })
        .collect()
}

pub(crate) fn start(procedure: &Procedure, now: Moment, days_left: u32) -> Start {
    let rows = procedure
        .gathering
        .fields
        .iter()
        .map(|rule| DataRow::unchanged(rule.field, value(rule.field)))
        .collect();
    Start {
        id: RENEWAL,
        sign_in: sign_in(procedure.admission.sign_in[0], now),
        old: old_certificate(procedure, now, days_left),
        reason: Reason::Planned,
        rows,
        phone: Some("+7 900 000-00-00".to_owned()),
        email: Some("test@msk.ru".to_owned()),
        facts: StartFacts {
            standing: Standing::good(),
            open_renewal: None,
            successor: None,
            abandonments: 0,
            powers: powers(procedure, now),
        },
    }
}

pub(crate) fn request_facts(renewal: &Renewal, now: Moment) -> RequestFacts {
    RequestFacts {
        renewal: renewal.id(),
        request: hash(20),
        key: NEW_KEY,
        plan: plan(),
        bound: true,
        arrived_at: now,
    }
}

pub(crate) fn request(facts: RequestFacts, standing: KeyStanding) -> Command {
    Command::AcceptRequest {
        request: Box::new(ProvedRequest::from_verifier(facts)),
        standing,
    }
}

pub(crate) fn application_facts(
    renewal: &Renewal,
    procedure: &Procedure,
    now: Moment,
) -> ApplicationFacts {
    ApplicationFacts {
        renewal: renewal.id(),
        revision: renewal.revision(),
        procedure: procedure.hash.clone(),
        signer: renewal.old_thumbprint(),
        document: hash(21),
        data: hash(22),
        request: renewal
            .stage()
            .request()
            .map(|request| request.facts().request.clone()),
        application: hash(23),
        signed_at: now,
        arrived_at: now,
        valid_until: now.plus_days(1),
        stamped_at: None,
    }
}

pub(crate) fn application(facts: ApplicationFacts) -> Command {
    Command::AcceptApplication {
        application: Box::new(ProvedApplication::from_verifier(facts)),
        standing: Standing::good(),
    }
}

pub(crate) fn decision(renewal: &Renewal, number: u8, now: Moment) -> Box<ProvedDecision> {
    Box::new(ProvedDecision::from_verifier(DecisionFacts {
        renewal: renewal.id(),
        revision: renewal.revision(),
        plan: plan(),
        operator: operator(number),
        signature: Some(hash(30 + number)),
        at: now,
    }))
}

pub(crate) fn code(renewal: &Renewal, purpose: CodePurpose, now: Moment) -> ProvedCode {
    let given_by = match purpose {
        CodePurpose::ConfirmIssue => Vec::new(),
        CodePurpose::IssueCode => vec![operator(1), operator(2)],
    };
    ProvedCode::from_verifier(CodeFacts {
        renewal: renewal.id(),
        purpose,
        plan: plan(),
        given_by,
        at: now,
    })
}

pub(crate) fn endorsement_facts(renewal: &Renewal, now: Moment) -> EndorsementFacts {
    EndorsementFacts {
        renewal: renewal.id(),
        signer: renewal.old_thumbprint(),
        application: hash(23),
        request: hash(20),
        key: NEW_KEY,
        signed_at: now,
        arrived_at: now,
    }
}

pub(crate) fn endorsement(facts: EndorsementFacts) -> Command {
    Command::AcceptEndorsement {
        endorsement: Box::new(ProvedEndorsement::from_verifier(facts)),
        standing: Standing::good(),
    }
}

pub(crate) fn paper(renewal: &Renewal, now: Moment) -> Command {
    let facts = PaperFacts {
        renewal: renewal.id(),
        operator: operator(2),
        document: hash(24),
        scan: DocumentId::new([12; 16]),
        at: now,
    };
    Command::AcceptPaperApplication {
        paper: Box::new(ProvedPaper::from_verifier(facts)),
        rights: Rights::Held,
    }
}

pub(crate) fn receipt_facts(renewal: &Renewal, now: Moment) -> ReceiptFacts {
    let evidence = renewal.stage().evidence();
    ReceiptFacts {
        renewal: renewal.id(),
        certificate: NEW,
        application: evidence.and_then(|evidence| evidence.application().cloned()),
        receipt: hash(25),
        contents: None,
        guide: None,
        signed_at: now,
        arrived_at: now,
    }
}

pub(crate) fn receipt(facts: ReceiptFacts) -> Command {
    Command::AcceptReceipt {
        receipt: Box::new(ProvedReceipt::from_verifier(facts)),
        status: CertificateStatus::Good,
    }
}

/// The stored intent, or a fresh one.
pub(crate) fn intent(renewal: &Renewal, now: Moment) -> Intent {
    match renewal.stage() {
        Stage::Intended { intent, .. } => intent.clone(),
        _ => Intent {
            serial: SerialNumber::new(&SERIAL).expect("17 octets"),
            tbs: hash(26),
            key: NEW_KEY,
            not_before: now,
            not_after: now.plus_days(456),
        },
    }
}

pub(crate) fn new_certificate(renewal: &Renewal, now: Moment) -> NewCertificate {
    let intent = intent(renewal, now);
    NewCertificate {
        thumbprint: NEW,
        serial: intent.serial,
        key: intent.key,
        not_before: intent.not_before,
        not_after: intent.not_after,
    }
}

pub(crate) fn passport() -> IdentityDocument {
    IdentityDocument {
        kind: IdentityDocumentKind::Passport,
        number: "45 00 123456".to_owned(),
        issued_on: date!(2010 - 05 - 20),
        birth_date: date!(1980 - 02 - 29),
        birth_place: "г. Москва".to_owned(),
        sex: Sex::Male,
        citizenship: None,
    }
}

pub(crate) fn key_options(procedure: &Procedure) -> KeyOptions {
    KeyOptions {
        medium: procedure
            .key
            .media
            .first()
            .copied()
            .unwrap_or(smena_domain::procedure::Medium::Token),
        exportable: procedure.key.exportable == Exportable::Always,
        password: false,
    }
}

pub(crate) fn document(procedure: &Procedure) -> AttachedDocument {
    let kind = procedure.gathering.documents.first();
    AttachedDocument {
        kind: kind.map_or_else(|| slug("none"), |document| document.name.clone()),
        name: "Приказ о назначении".to_owned(),
        date: date!(2026 - 01 - 12),
        number: "15-к".to_owned(),
        scan: DocumentId::new([11; 16]),
    }
}

/// The first of a list, or a name that nothing has.
fn first(list: &[Slug]) -> Slug {
    list.first().cloned().unwrap_or_else(|| slug("none"))
}

/// A sample of the named command.
pub(crate) fn command(
    name: CommandName,
    renewal: &Renewal,
    procedure: &Procedure,
    now: Moment,
) -> Command {
    beginning(name, renewal, procedure, now)
        .or_else(|| gathering(name, procedure))
        .or_else(|| signing(name, renewal, procedure, now))
        .or_else(|| deciding(name, renewal, now))
        .or_else(|| clearing(name, renewal, now))
        .or_else(|| ending(name, renewal, procedure, now))
        .unwrap_or_else(|| panic!("no sample of {name}"))
}

fn beginning(
    name: CommandName,
    renewal: &Renewal,
    procedure: &Procedure,
    now: Moment,
) -> Option<Command> {
    Some(match name {
        CommandName::Start => Command::Start(Box::new(start(procedure, now, 20))),
        CommandName::SupplyPower => Command::SupplyPower {
            power: first(&procedure.gathering.required_powers),
            document: DocumentId::new([10; 16]),
        },
        CommandName::CommentTicket => Command::CommentTicket {
            author: Actor::Holder(renewal.holder()),
            text: "Доверенность продлена, скан приложен.".to_owned(),
        },
        CommandName::FulfilTicket => Command::FulfilTicket {
            operator: operator(1),
        },
        CommandName::RecheckPowers => Command::RecheckPowers {
            powers: powers(procedure, now),
        },
        CommandName::ReportWorkplace => Command::ReportWorkplace { failed: Vec::new() },
        CommandName::IdentifyBySnils => Command::IdentifyBySnils {
            typed: "111-111-111 45".to_owned(),
        },
        _ => return None,
    })
}

fn gathering(name: CommandName, procedure: &Procedure) -> Option<Command> {
    let asked = &procedure.gathering;
    Some(match name {
        CommandName::ChangeData => Command::ChangeData {
            changes: vec![DataChange {
                field: Field::Email,
                value: Some("new@msk.ru".to_owned()),
            }],
        },
        CommandName::DisputeData => Command::DisputeData,
        CommandName::ConfirmData => Command::ConfirmData,
        CommandName::GiveIdentityDocument => Command::GiveIdentityDocument {
            document: (asked.identity_document != IdentityDocumentPolicy::WhenChanged)
                .then(passport),
        },
        CommandName::ChooseOffice => Command::ChooseOffice {
            office: asked
                .offices
                .first()
                .map_or_else(|| slug("none"), |o| o.name.clone()),
        },
        CommandName::ChooseKind => Command::ChooseKind {
            kind: CertificateKind::Official,
        },
        CommandName::ChooseSystemPowers => Command::ChooseSystemPowers {
            powers: asked
                .system_powers
                .first()
                .map(|power| power.name.clone())
                .into_iter()
                .collect(),
        },
        CommandName::ChooseKeyOptions => Command::ChooseKeyOptions {
            options: key_options(procedure),
        },
        CommandName::AttachDocument => Command::AttachDocument {
            document: document(procedure),
        },
        CommandName::GiveContacts => Command::GiveContacts {
            phone: Some("+7 900 000-00-00".to_owned()),
            email: Some("test@msk.ru".to_owned()),
        },
        _ => return None,
    })
}

fn signing(
    name: CommandName,
    renewal: &Renewal,
    procedure: &Procedure,
    now: Moment,
) -> Option<Command> {
    Some(match name {
        CommandName::AcceptRequest => request(request_facts(renewal, now), KeyStanding::Fresh),
        CommandName::AcceptApplication => application(application_facts(renewal, procedure, now)),
        CommandName::SubmitApplication => Command::SubmitApplication {
            standing: Standing::good(),
        },
        CommandName::AcceptPaperApplication => paper(renewal, now),
        CommandName::RecordCheck => {
            let awaited = renewal
                .stage()
                .checks()
                .iter()
                .find(|check| !check.is_settled());
            let check = awaited.map(|record| record.check.clone());
            Command::RecordCheck {
                check: check.unwrap_or_else(|| first(&procedure.examination.checks)),
                verdict: Verdict::Passed,
            }
        }
        CommandName::OverrideCheck => Command::OverrideCheck {
            check: first(&procedure.examination.checks),
            first: decision(renewal, 1, now),
            second: decision(renewal, 2, now),
            reason: "Ответ получен по телефону, запись № 12.".to_owned(),
        },
        _ => return None,
    })
}

fn deciding(name: CommandName, renewal: &Renewal, now: Moment) -> Option<Command> {
    let standing = Standing::good();
    Some(match name {
        CommandName::ApproveByRule => Command::ApproveByRule {
            standing,
            plan: plan(),
        },
        CommandName::Approve => Command::Approve {
            decision: decision(renewal, 1, now),
            standing,
            plan: plan(),
        },
        CommandName::Reject => Command::Reject {
            decision: decision(renewal, 1, now),
            reason: RejectionReason::Document,
            explanation: "Скан приказа нечитаем.".to_owned(),
        },
        CommandName::ReturnToHolder => Command::ReturnToHolder {
            decision: decision(renewal, 1, now),
            question: "Уточните должность.".to_owned(),
        },
        _ => return None,
    })
}

fn clearing(name: CommandName, renewal: &Renewal, now: Moment) -> Option<Command> {
    Some(match name {
        CommandName::RecordBill => Command::RecordBill { bill: Bill::Paid },
        CommandName::GiveConsent => Command::GiveConsent,
        CommandName::AcceptEndorsement => endorsement(endorsement_facts(renewal, now)),
        CommandName::AcceptIssueCode => Command::AcceptIssueCode {
            code: Box::new(code(renewal, CodePurpose::IssueCode, now)),
        },
        CommandName::ResendCode => Command::ResendCode,
        CommandName::ConfirmByCode => Command::ConfirmByCode {
            code: Box::new(code(renewal, CodePurpose::ConfirmIssue, now)),
        },
        CommandName::PrepareIssue => Command::PrepareIssue {
            intent: intent(renewal, now),
            standing: Standing::good(),
            key: KeyStanding::Fresh,
            plan: plan(),
        },
        CommandName::DropIntent => Command::DropIntent,
        CommandName::RecordIssue => Command::RecordIssue {
            certificate: new_certificate(renewal, now),
        },
        _ => return None,
    })
}

fn ending(
    name: CommandName,
    renewal: &Renewal,
    procedure: &Procedure,
    now: Moment,
) -> Option<Command> {
    let aftercare = &procedure.aftercare;
    Some(match name {
        CommandName::RecordInstallation => Command::RecordInstallation { certificate: NEW },
        CommandName::Familiarise => Command::Familiarise,
        CommandName::AcceptReceipt => receipt(receipt_facts(renewal, now)),
        CommandName::RecordBackup => Command::RecordBackup {
            backup: Backup::Declined,
        },
        CommandName::RecordOldKey => Command::RecordOldKey {
            treatment: OldKeyTreatment::Kept,
        },
        CommandName::RecordRegistration => Command::RecordRegistration {
            body: first(&aftercare.registrations),
            registration: Registration::Registered { at: now },
        },
        CommandName::RecordSystemTold => Command::RecordSystemTold {
            system: first(&aftercare.systems),
        },
        CommandName::RecordStanding => Command::RecordStanding {
            standing: Standing {
                status: CertificateStatus::Revoked {
                    at: now,
                    reason: smena_domain::certificate::RevocationReason::KeyCompromise,
                },
                rights: Rights::Held,
            },
        },
        CommandName::SettleReferral => Command::SettleReferral {
            operator: operator(1),
            settlement: Settlement::Resumed,
        },
        CommandName::Withdraw => Command::Withdraw,
        CommandName::Abandon => Command::Abandon {
            sign_in: sign_in(SignInMethod::Certificate, now),
        },
        _ => return None,
    })
}
