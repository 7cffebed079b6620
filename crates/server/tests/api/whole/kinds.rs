//! The kind of certificate that the holder chooses (F10): what stands in the certificate that he gets, as OpenSSL reads
//! it, and what is refused at the step.

use std::{collections::BTreeSet, fs, process::Command};

use smena_domain::{permission::Role, renewal::Verdict};
use smena_pki::{certificate::Certificate, profile::AttributeKind};
use smena_protocol::v1::{ChangeData, ChooseKind, ChooseOffice, DataChange, HolderCommand};
use smena_server::app::{
    office::{answers, decide},
    renewals,
};

use super::{Pen, Way, decider, operator, slug, text};
use crate::world::{Holder, World};

const SNILS: &str = "987-654-321 83";

/// A holder at the step, and the operator who will approve.
async fn begun(world: &World) -> (Way<'_>, Holder) {
    let signer = world.holder_under(1, 200, "treasury-portal").await;
    operator(world, "lebedev", Role::Operator, SNILS, Some(&signer)).await;
    let mut way = Way::begin(world, "treasury-portal", 20).await;
    way.ready().await;
    let office = text("moscow");
    way.does(HolderCommand::ChooseOffice(ChooseOffice { office }))
        .await;
    (way, signer)
}

fn choose(kind: &str) -> HolderCommand {
    HolderCommand::ChooseKind(ChooseKind { kind: text(kind) })
}

fn change(key: &str, value: &str) -> HolderCommand {
    let changes = vec![DataChange {
        key: text(key),
        value: text(value),
    }];
    HolderCommand::ChangeData(ChangeData { changes })
}

/// From the chosen kind to the certificate.
async fn issued(way: &mut Way<'_>, signer: &Holder, with_person: bool) -> Certificate {
    way.nothing_more().await;
    way.options("token", false).await;
    way.confirm().await;
    way.key().await;
    if with_person {
        way.attach_order().await;
    }
    way.contacts("+79991234567").await;
    way.apply().await;
    way.stands("submitted");
    let (app, ctx, id) = (&way.world.app, way.ctx(), way.id());
    for register in ["mvd-passport", "sfr-snils", "fns-entity"] {
        answers::check(app, &ctx, id, slug(register), Verdict::Passed)
            .await
            .expect("answered");
    }
    let pen = Pen(signer);
    // One operator: what the kind leaves out makes nobody another person.
    decide::approve(app, &ctx, id, &decider("lebedev", Some(&pen)))
        .await
        .expect("approved");
    way.look().await;
    way.stands("issued");
    let holder = renewals::load(app, id).await.expect("there").holder;
    let der = renewals::certificate(app, holder, id).await.expect("there");
    Certificate::from_der(&der).expect("a certificate")
}

/// The attributes of the subject by identifier, as OpenSSL reads them; none, and the counted line, where it is not
/// installed.
fn read_by_openssl(certificate: &Certificate) -> Option<BTreeSet<(String, String)>> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("new.cer"), certificate.der()).expect("a file");
    let output = Command::new("openssl")
        .args("x509 -inform DER -in new.cer -noout -subject".split(' '))
        .args(["-nameopt", "utf8,-esc_msb,oid,sep_multiline"])
        .current_dir(folder.path())
        .output();
    let Ok(output) = output else {
        eprintln!("skipped: openssl is not installed");
        return None;
    };
    let words = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success(), "{words}");
    let lines = words.lines().skip(1);
    Some(
        lines
            .map(|line| {
                let (name, value) = line.trim().split_once('=').expect("an attribute");
                (text(name), text(value))
            })
            .collect(),
    )
}

/// What the subject must be: nothing more and nothing less.
#[track_caller]
fn assert_subject(certificate: &Certificate, expected: &[(AttributeKind, &str)]) {
    let expected: BTreeSet<(String, String)> = expected
        .iter()
        .map(|(attribute, value)| (attribute.oid().to_string(), text(value)))
        .collect();
    let ours = certificate.subject().attributes();
    let ours: BTreeSet<(String, String)> = ours
        .map(|attribute| {
            let value = certificate.subject().text(&attribute.oid());
            (attribute.oid().to_string(), value.expect("a text"))
        })
        .collect();
    assert_eq!(ours, expected);
    if let Some(theirs) = read_by_openssl(certificate) {
        assert_eq!(theirs, expected);
    }
}

const ORGANISATION: [(AttributeKind, &str); 8] = [
    (AttributeKind::CommonName, "Учреждение «Пример»"),
    (AttributeKind::Organisation, "Учреждение «Пример»"),
    (AttributeKind::Ogrn, "1029900123450"),
    (AttributeKind::InnOrganisation, "9900123450"),
    (AttributeKind::Country, "RU"),
    (AttributeKind::State, "77 г. Москва"),
    (AttributeKind::Locality, "г. Москва"),
    (AttributeKind::Street, "ул. Примерная, д. 1"),
];

#[tokio::test]
async fn without_a_person_the_certificate_names_the_organisation_alone() {
    let world = World::with_all_procedures().await;
    let (mut way, signer) = begun(&world).await;
    way.does(choose("legal-entity-without-person")).await;
    let dropped = way
        .status
        .data
        .iter()
        .find(|row| row.key == "surname")
        .expect("a row");
    assert_eq!(dropped.was.as_deref(), Some("Соколова"));
    assert_eq!(dropped.value, "");
    let new = issued(&mut way, &signer, false).await;
    assert_subject(&new, &ORGANISATION);
}

#[tokio::test]
async fn a_legal_entity_with_its_person_is_named_after_the_organisation() {
    let world = World::with_all_procedures().await;
    let (mut way, signer) = begun(&world).await;
    way.does(choose("legal-entity")).await;
    let new = issued(&mut way, &signer, true).await;
    let person = [
        (AttributeKind::Surname, "Соколова"),
        (AttributeKind::GivenName, "Анна Петровна"),
        (AttributeKind::Title, "Главный бухгалтер"),
        (AttributeKind::Snils, "98765432082"),
        (AttributeKind::Inn, "990012345668"),
    ];
    assert_subject(&new, &[&ORGANISATION[..], &person[..]].concat());
}

#[tokio::test]
async fn the_kind_of_the_old_certificate_keeps_its_subject_octet_for_octet() {
    let world = World::with_all_procedures().await;
    let (mut way, signer) = begun(&world).await;
    // The other choice leaves no trace.
    way.does(choose("legal-entity-without-person")).await;
    way.does(choose("official")).await;
    let changed = way.status.data.iter().any(|row| {
        let was = row.was.as_deref();
        was != Some(row.value.as_str())
    });
    assert!(!changed, "{:?}", way.status.data);
    let new = issued(&mut way, &signer, true).await;
    let old = &way.holder.certificate;
    assert_eq!(new.subject(), old.subject());
    assert_eq!(new.subject().to_der(), old.subject().to_der());
}

#[tokio::test]
async fn a_kind_that_lacks_data_is_refused_at_its_step_with_what_is_missing() {
    let world = World::with_all_procedures().await;
    let (mut way, _) = begun(&world).await;
    way.does(change("title", "")).await;
    way.does(change("locality", "")).await;
    let refused = way
        .agent
        .command(&way.status, choose("legal-entity"))
        .await
        .expect_err("incomplete");
    assert_eq!(refused.code(), "kind-lacks-data");
    let happened = &refused.problem.message;
    assert!(happened.contains("Должность, "), "{happened}");
    assert!(happened.contains("Населённый пункт"), "{happened}");
    let journal = world.journal().await;
    let last = journal.last().expect("an entry");
    assert_eq!(last.command, "choose-kind");
    assert_eq!(last.outcome, "kind-lacks-data");
    // Nothing that the chosen kind leaves out is taken.
    way.does(change("locality", "г. Москва")).await;
    way.does(choose("legal-entity-without-person")).await;
    let refused = way
        .agent
        .command(&way.status, change("title", "Директор"))
        .await
        .expect_err("no such line");
    assert_eq!(refused.code(), "datum-outside-kind");
    // What is typed away afterwards is missed at the confirmation.
    way.does(change("street", "")).await;
    let confirm = HolderCommand::ConfirmData(smena_protocol::v1::ConfirmData {});
    let refused = way
        .agent
        .command(&way.status, confirm)
        .await
        .expect_err("incomplete");
    assert_eq!(refused.code(), "kind-lacks-data");
}
