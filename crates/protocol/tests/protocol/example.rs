//! One value of each message, the same in each run: for the documentation and for round trips.

use std::collections::BTreeMap;

use smena_pki::key::{PrivateKey, Signer as _};
use smena_protocol::v1::*;

use super::seeded::{Seeded, key};

pub(crate) fn at(text: &str) -> Moment {
    text.parse().expect("a moment")
}

pub(crate) fn origin() -> Origin {
    Origin::parse("https://ca.example").expect("an origin")
}

pub(crate) fn agent_key() -> PrivateKey {
    key("agent")
}

fn spki(key: &PrivateKey) -> Bytes {
    Bytes::new(key.public_key().spki_der().to_vec())
}

fn errand_id() -> ErrandId {
    ErrandId::draw(&mut Seeded::new("errand"))
}

fn renewal_id() -> RenewalId {
    RenewalId::draw(&mut Seeded::new("renewal"))
}

fn part(content: &str) -> Part {
    Part::of(content.as_bytes()).expect("a small part")
}

pub(crate) fn statement() -> AuthorityStatement {
    AuthorityStatement {
        protocol: Protocol::CURRENT,
        origin: origin(),
        name: "УЦ «Пример»".to_owned(),
        root: Bytes::new(vec![0x30, 0x00]),
        errand_chain: vec![Bytes::new(vec![0x30, 0x00])],
        issuers: vec![Sha256::of(b"issuing authority")],
        protocol_floor: Protocol::CURRENT,
        server_time: at("2026-11-23T09:00:00Z"),
    }
}

pub(crate) fn status() -> AuthorityStatus {
    AuthorityStatus {
        name: "УЦ «Пример»".to_owned(),
        version: "0.1.0".to_owned(),
        time: at("2026-11-23T09:00:00Z"),
        database: "sqlite".to_owned(),
        issuing: Issuing::Stopped,
        reason: Some("часы сервера отстают от журнала".to_owned()),
    }
}

pub(crate) fn session() -> SessionOpened {
    SessionOpened {
        token: SessionToken::draw(&mut Seeded::new("session")),
        expires: at("2026-11-23T17:00:00Z"),
    }
}

pub(crate) fn errand_requested() -> ErrandRequested {
    ErrandRequested {
        kind: ErrandKind::SignApplication,
        renewal: Some(renewal_id()),
    }
}

pub(crate) fn errand_made() -> ErrandMade {
    ErrandMade {
        errand_id: errand_id(),
        authority: origin(),
        code: Code::draw(&mut Seeded::new("code")),
        code_expires: at("2026-11-23T09:10:00Z"),
    }
}

pub(crate) fn claim() -> Claim {
    Claim {
        protocol: Protocol::CURRENT,
        code: Code::draw(&mut Seeded::new("code")),
        agent_key: spki(&agent_key()),
        agent_version: "0.1.0".to_owned(),
        agent_nonce: Nonce::draw(&mut Seeded::new("agent nonce")),
        time: at("2026-11-23T09:00:05Z"),
        address: None,
    }
}

pub(crate) fn errand(work: Work) -> Errand {
    Errand {
        protocol: Protocol::CURRENT,
        errand_id: errand_id(),
        origin: origin(),
        nonce: Nonce::draw(&mut Seeded::new("server nonce")),
        agent_nonce: Nonce::draw(&mut Seeded::new("agent nonce")),
        agent_key: key_id(agent_key().public_key()),
        issued: at("2026-11-23T09:00:05Z"),
        errand_expires: at("2026-11-23T09:30:05Z"),
        return_path: ReturnPath::parse("/errands/return").expect("a path"),
        server_time: at("2026-11-23T09:00:05Z"),
        work,
    }
}

pub(crate) fn sign_application() -> Work {
    Work::SignApplication(SignApplicationWork {
        renewal_id: renewal_id(),
        revision: 4,
        procedure: ProcedureReference {
            name: "remote-renewal".to_owned(),
            version: 1,
            hash: Digest::from_slice(Sha256::of(b"procedure").as_bytes()).expect("32 octets"),
        },
        document: part("application"),
        data: part("data"),
        request: Some(part("request")),
        old_certificate: part("old certificate"),
    })
}

/// The work of each kind, in the order of [`ErrandKind::ALL`].
pub(crate) fn works() -> Vec<Work> {
    let renewal_id = renewal_id();
    let forms = [
        KeyForm::Gost(GostForm {
            parameter_set: "1.2.643.2.2.35.1".to_owned(),
        }),
        KeyForm::Ecdsa(EcdsaForm {
            curve: EcdsaCurve::P256,
        }),
        KeyForm::Rsa(RsaForm { bits: 2048 }),
        KeyForm::Ed25519(Ed25519Form {}),
    ];
    vec![
        Work::SignIn(SignInWork {}),
        Work::Pair(PairWork {
            session_nonce: Nonce::draw(&mut Seeded::new("pair")),
        }),
        Work::GenerateKey(GenerateKeyWork {
            renewal_id,
            plan: part("plan"),
            medium: MediumRules {
                keys: forms.to_vec(),
                media: vec![MediumKind::Folder, MediumKind::Token],
                non_exportable: false,
            },
        }),
        sign_application(),
        Work::Endorse(EndorseWork {
            renewal_id,
            application: part("application cms"),
            request: part("request"),
            old_certificate: Sha256::of(b"old certificate"),
        }),
        Work::Install(InstallWork {
            renewal_id,
            certificate: part("new certificate"),
            old_certificate: Sha256::of(b"old certificate"),
        }),
        Work::SignReceipt(SignReceiptWork {
            renewal_id,
            certificate: part("new certificate"),
            application: part("application cms"),
            contents: None,
            guide: None,
        }),
        Work::Approve(ApproveWork {
            renewal_id,
            revision: 5,
            plan: part("plan"),
            decision: Decision::Return,
            reason: Some("скан не читается".to_owned()),
        }),
        Work::Update(UpdateWork {
            minimum_version: "0.2.0".to_owned(),
            address: "https://ca.example/agent".to_owned(),
        }),
        Work::CheckWorkplace(CheckWorkplaceWork { renewal_id }),
    ]
}

pub(crate) fn extension() -> Extension {
    Extension {
        protocol: Protocol::CURRENT,
        errand_id: errand_id(),
    }
}

pub(crate) fn extended() -> Extended {
    Extended {
        errand_expires: at("2026-11-23T10:00:00Z"),
    }
}

pub(crate) fn result(outcome: Outcome) -> ErrandResult {
    ErrandResult {
        protocol: Protocol::CURRENT,
        errand_id: errand_id(),
        outcome,
    }
}

pub(crate) fn done() -> Outcome {
    Outcome::Done(Done::with(Some(Product::Request(Bytes::new(vec![
        0x30, 0x00,
    ])))))
}

pub(crate) fn accepted() -> Accepted {
    Accepted::done(
        ReturnCode::draw(&mut Seeded::new("return")),
        at("2026-11-23T09:04:00Z"),
    )
}

pub(crate) fn return_requested() -> ReturnRequested {
    ReturnRequested {
        return_code: ReturnCode::draw(&mut Seeded::new("return")),
    }
}

pub(crate) fn signed_in() -> Returned {
    Returned::SignedIn(SignedIn {
        token: SessionToken::draw(&mut Seeded::new("raised session")),
        expires: at("2026-11-23T17:00:00Z"),
        name: "Иванова Мария Петровна".to_owned(),
        certificate: Sha256::of(b"old certificate"),
    })
}

pub(crate) fn applied() -> Returned {
    Returned::Applied(Applied {
        renewal: Some(renewal_id()),
    })
}

pub(crate) fn renewal_requested() -> RenewalRequested {
    RenewalRequested {
        certificate: Sha256::of(b"old certificate"),
        idempotency_key: IdempotencyKey::draw(&mut Seeded::new("idempotency")),
        unplanned_reason: None,
    }
}

pub(crate) fn renewal_status() -> RenewalStatus {
    RenewalStatus {
        id: renewal_id(),
        stage: "data-confirmed".to_owned(),
        stage_text: "Данные подтверждены".to_owned(),
        revision: 3,
        procedure: ProcedureShown {
            name: "remote-renewal".to_owned(),
            version: 1,
            title: "Перевыпуск с действующим сертификатом".to_owned(),
        },
        old_certificate: Sha256::of(b"old certificate"),
        data: vec![DataRow {
            key: "surname".to_owned(),
            label: "Фамилия".to_owned(),
            was: Some("Иванова".to_owned()),
            value: "Иванова".to_owned(),
        }],
        obligations: vec![Obligation {
            who: "holder".to_owned(),
            what: "make-key".to_owned(),
            about: None,
            text: "Создать новый ключ".to_owned(),
            errand: Some(ErrandKind::GenerateKey),
            due: Some(at("2026-12-13T20:59:59Z")),
        }],
        certificate: None,
        reason: None,
    }
}

/// Each command of a holder.
#[expect(clippy::too_many_lines, reason = "one entry for each command")]
pub(crate) fn commands() -> Vec<CommandRequested> {
    let change = DataChange {
        key: "email".to_owned(),
        value: "m.ivanova@example.org".to_owned(),
    };
    let text = str::to_owned;
    let document = IdentityDocument {
        kind: text("passport"),
        number: text("9900 123456"),
        issued_on: text("2015-03-12"),
        birth_date: text("1985-07-01"),
        birth_place: text("г. Москва"),
        sex: text("female"),
        citizenship: None,
    };
    let scan = || text("0f0e0d0c0b0a09080706050403020100");
    [
        HolderCommand::ConfirmData(ConfirmData {}),
        HolderCommand::ReportWorkplace(ReportWorkplace {
            failed: vec![text("medium")],
        }),
        HolderCommand::IdentifyBySnils(IdentifyBySnils {
            snils: text("111-111-111 45"),
        }),
        HolderCommand::ChangeData(ChangeData {
            changes: vec![change],
        }),
        HolderCommand::DisputeData(DisputeData {}),
        HolderCommand::GiveIdentityDocument(GiveIdentityDocument {
            document: Some(document),
        }),
        HolderCommand::ChooseOffice(ChooseOffice {
            office: text("moscow"),
        }),
        HolderCommand::ChooseKind(ChooseKind {
            kind: text("official"),
        }),
        HolderCommand::ChooseSystemPowers(ChooseSystemPowers {
            powers: vec![text("contract-signatory")],
        }),
        HolderCommand::ChooseKeyOptions(ChooseKeyOptions {
            medium: text("token"),
            exportable: false,
            password: false,
        }),
        HolderCommand::AttachDocument(AttachDocument {
            document: text("powers-of-recipient"),
            title: text("Приказ о назначении"),
            date: text("2026-01-12"),
            number: text("14-к"),
            scan: scan(),
        }),
        HolderCommand::GiveContacts(GiveContacts {
            phone: Some(text("+79991234567")),
            email: Some(text("m.ivanova@example.org")),
        }),
        HolderCommand::SubmitApplication(SubmitApplication {}),
        HolderCommand::SupplyPower(SupplyPower {
            power: text("rosreestr"),
            scan: scan(),
        }),
        HolderCommand::CommentTicket(CommentTicket {
            text: text("Доверенность продлена."),
        }),
        HolderCommand::RecheckPowers(RecheckPowers {}),
        HolderCommand::GiveConsent(GiveConsent {}),
        HolderCommand::ResendCode(ResendCode {}),
        HolderCommand::ConfirmByCode(ConfirmByCode {
            code: text("123456"),
        }),
        HolderCommand::EnterIssueCode(EnterIssueCode {
            code: text("ABCDE-FGHJK-MNPQR-STVWX"),
        }),
        HolderCommand::Familiarise(Familiarise {}),
        HolderCommand::RecordBackup(RecordBackup {
            medium: Some(text("flash-drive")),
        }),
        HolderCommand::RecordOldKey(RecordOldKey {
            treatment: text("kept"),
        }),
        HolderCommand::RecordSystemTold(RecordSystemTold {
            system: text("fedresurs-portal"),
        }),
        HolderCommand::Withdraw(Withdraw {}),
        HolderCommand::Abandon(Abandon {}),
    ]
    .into_iter()
    .map(|command| CommandRequested {
        revision: 2,
        command,
    })
    .collect()
}

pub(crate) fn problem() -> Problem {
    Problem {
        code: ProblemCode::parse("clock-differs").expect("a code"),
        message: "Часы этого компьютера и часы удостоверяющего центра расходятся на 24 часа."
            .to_owned(),
        remedy: "Установите верное время и повторите вход.".to_owned(),
        reference: None,
        server_time: Some(at("2026-11-23T09:00:05Z")),
        args: BTreeMap::from([("signed-at".to_owned(), "2026-11-22T09:00:05Z".to_owned())]),
    }
}
