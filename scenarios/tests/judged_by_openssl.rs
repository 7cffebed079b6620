//! The whole renewal in each algorithm, and OpenSSL's word on everything that it leaves behind.

#![cfg(test)]

use std::{path::Path, process::Command};

use smena_agent::{
    clock::{SystemClock, system_rng},
    flow::local,
};
use smena_demo::{Algorithm, Options, Willing, run};
use smena_domain::{permission::Role, person::Snils, renewal::RenewalId};
use smena_protocol::v1::{ChangeData, DataChange, HolderCommand};
use smena_scenarios::{
    Stage, artefacts, folder,
    hand::Hand,
    openssl::{OpenSsl, has_program},
    process::{COMMAND_LIMIT, run as ask, skipped},
};
use smena_server::app::{
    Actor,
    office::decide::{self, Decider},
    operators::{self, NewAccount},
};

fn renew(folder: &Path, algorithm: Algorithm) -> run::Finished {
    let options = Options {
        algorithm,
        ..Options::new(folder)
    };
    run::run(folder, options, &|_| {}).expect("a renewal")
}

fn judge(algorithm: Algorithm) {
    let folder = folder();
    renew(folder.path(), algorithm);
    artefacts::expect_accepted(folder.path(), algorithm);
}

#[test]
fn openssl_accepts_a_renewal_on_gost_256() {
    judge(Algorithm::Gost256);
}

#[test]
fn openssl_accepts_a_renewal_on_gost_512() {
    judge(Algorithm::Gost512);
}

#[test]
fn openssl_accepts_a_renewal_on_p256() {
    judge(Algorithm::P256);
}

#[test]
fn openssl_accepts_a_renewal_on_rsa_2048() {
    judge(Algorithm::Rsa2048);
}

#[test]
fn the_parameters_of_gost_keys_are_written_as_most_certificates_have_them() {
    for (algorithm, set, digest) in [
        // With digestParamSet, and without.
        (Algorithm::Gost256, "1.2.643.2.2.35.1", true),
        (Algorithm::Gost512, "1.2.643.7.1.2.1.2.1", false),
    ] {
        let folder = folder();
        let finished = renew(folder.path(), algorithm);
        let (_, parsed) =
            x509_parser::parse_x509_certificate(finished.new.der()).expect("a second parser");
        let parameters = parsed
            .public_key()
            .algorithm
            .parameters
            .as_ref()
            .expect("parameters");
        let octets = parameters.data;
        let named = |dotted: &str| {
            let oid = x509_parser::oid_registry::Oid::from(
                &dotted
                    .split('.')
                    .map(|arc| arc.parse().expect("a number"))
                    .collect::<Vec<u64>>(),
            )
            .expect("an identifier");
            octets
                .windows(oid.as_bytes().len())
                .any(|window| window == oid.as_bytes())
        };
        assert!(named(set), "{algorithm:?}");
        let streebog = named("1.2.643.7.1.1.2.2") || named("1.2.643.7.1.1.2.3");
        assert_eq!(streebog, digest, "{algorithm:?}");
    }
}

#[test]
fn a_second_run_renews_the_certificate_of_the_first() {
    let folder = folder();
    let first = renew(folder.path(), Algorithm::Gost256);
    let second = renew(folder.path(), Algorithm::Gost256);
    assert_eq!(second.old, first.new);
    assert_ne!(second.new, first.new);
    artefacts::expect_files(folder.path());
    artefacts::expect_succession(folder.path());
    let Some(openssl) = OpenSsl::in_folder(folder.path()) else {
        return;
    };
    artefacts::expect_chain(&openssl);
}

#[test]
fn the_application_shows_the_data_and_is_a_sound_pdf() {
    let folder = folder();
    renew(folder.path(), Algorithm::P256);
    let pdf = folder.path().join("application.pdf");
    if has_program("pdftotext", "-v") {
        let answer = ask(Command::new("pdftotext").arg(&pdf).arg("-"), COMMAND_LIMIT);
        answer.expect_success("pdftotext");
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let text = squeezed(&answer.text());
        let subject = smena_demo::holder::official(0).expect("the holder");
        for (attribute, value) in subject.attributes() {
            // Numbers may be shown in groups.
            let shown = squeezed(value);
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            assert!(
                text.contains(&shown) || digits.contains(&shown),
                "{attribute:?} is not shown: {text}"
            );
        }
    } else {
        skipped("pdftotext is not installed");
    }
    if has_program("qpdf", "--version") {
        ask(Command::new("qpdf").arg("--check").arg(&pdf), COMMAND_LIMIT)
            .expect_success("qpdf --check");
    } else {
        skipped("qpdf is not installed");
    }
}

#[test]
fn a_datum_that_was_changed_stands_in_the_certificate_that_is_installed() {
    let stage = Stage::with(|options| {
        options.algorithm = Algorithm::P256;
        options.procedure_changes = vec![(
            "title = { change = \"office\" }",
            "title = { change = \"remote\" }",
        )];
    });
    let hand = Hand::holders(&stage.world);
    let session = hand.sign_in().expect("signed in");
    let begun = hand.start(&session, &hand.certificate).expect("a renewal");
    let changes = vec![DataChange {
        key: "title".to_owned(),
        value: "Финансовый директор".to_owned(),
    }];
    let change = HolderCommand::ChangeData(ChangeData { changes });
    hand.command(&session, &begun, change).expect("changed");

    let waiting = stage
        .world
        .renew(&Willing::default())
        .expect("an application");
    assert!(
        waiting.artefacts.certificate.is_none(),
        "an operator looks at what was changed"
    );
    approve(&stage, begun.id);
    let renewed = stage.world.renew(&Willing::default()).expect("a renewal");
    let new = renewed.artefacts.certificate.expect("a certificate");
    assert_ne!(new.subject(), hand.certificate.subject());
    // The old key may go: what has taken its place is known by the receipt.
    let agent = stage.world.agent();
    let (home, media) = (agent.open().expect("a home"), agent.media().expect("media"));
    let (person, clock) = (Willing::default(), SystemClock);
    let desk = local::Desk::new(&home, &media, &person, &clock, Box::new(system_rng()));
    let successor = local::successor(&desk, &hand.certificate).expect("looked for");
    let successor = successor.and_then(|held| held.entry.certificate);
    assert_eq!(successor.as_ref(), Some(&new));
    let Some(openssl) = OpenSsl::in_folder(stage.world.folder()) else {
        return;
    };
    std::fs::write(stage.world.folder().join("new.cer"), new.der()).expect("a file");
    let words = "x509 -inform DER -in new.cer -noout -subject -nameopt oneline,utf8,-esc_msb";
    let shown = openssl.ask(words.split(' ')).text();
    assert!(shown.contains("Финансовый директор"), "{shown}");
}

/// An operator lets the certificate be issued.
fn approve(stage: &Stage, renewal: smena_protocol::v1::RenewalId) {
    let app = stage.world.app();
    let ctx = app.ctx(Actor::Admin);
    let account = NewAccount {
        name: "petrov".to_owned(),
        role: Role::Operator,
        person: Snils::parse("112-233-445 95").expect("a number"),
        email: None,
        phone: None,
        certificate: None,
    };
    let decider = Decider {
        name: "petrov",
        revision: None,
        signer: None,
    };
    let renewal = RenewalId::new(*renewal.as_bytes());
    stage.world.wait_for(async {
        operators::add(app, &ctx, account, None)
            .await
            .expect("an account");
        decide::approve(app, &ctx, renewal, &decider)
            .await
            .expect("approved");
    });
}
