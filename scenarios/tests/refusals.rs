//! Refusals: each with words of its own in both languages, nothing issued, nothing lost, an entry in the journal.

#![cfg(test)]

use smena_agent::{flow::FlowError, state::SignatureRecord};
use smena_demo::{
    Agent, Willing, WorldClock,
    holder::{self, Holder},
};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{
    Bytes, ChangeData, DataChange, ErrandKind, HolderCommand, Problem, Product, RenewalStatus,
    Sha256,
};
use smena_scenarios::{
    Stage,
    evidence::{expect_journalled, expect_words, issued, journal, problem},
    hand::{ContentType, Hand},
};
use smena_server::app::{Actor, revocation};
use smena_ui::{Language, Surface};
use time::Duration;

fn clock() -> WorldClock {
    WorldClock::at(time::macros::datetime!(2026-03-12 09:00 UTC))
}

/// Asks the agent to renew, in this language, and gives what the authority refuses with.
fn refusal_of(agent: &Agent, certificate: &Certificate, language: Language) -> Box<Problem> {
    let agent = agent.speaking(language);
    problem(
        agent
            .renew(certificate, &Willing::default())
            .expect_err("refused"),
    )
}

fn expect_good_run(stage: &Stage) {
    let before = issued(&stage.world);
    let outcome = stage.world.renew(&Willing::default()).expect("a renewal");
    assert!(outcome.completed, "{:?}", outcome.status);
    assert_eq!(issued(&stage.world), before + 1);
}

#[test]
fn outside_the_window() {
    let clock = clock();
    let stage = Stage::with(|options| {
        options.clock = clock.clone();
        options.days_left = 100;
    });
    let agent = stage.world.agent();
    let certificate = agent.certificate().expect("a certificate");
    expect_words("outside-window", |language| {
        refusal_of(agent, &certificate, language)
    });
    assert_eq!(issued(&stage.world), 0);
    expect_journalled(&stage.world, "outside-window");
    // It opens on its day.
    clock.set(clock.instant() + Duration::days(50));
    expect_good_run(&stage);
}

#[test]
fn an_expired_certificate() {
    let clock = clock();
    let stage = Stage::with(|options| {
        options.clock = clock.clone();
        options.days_left = 2;
    });
    let begun = clock.instant();
    clock.set(begun + Duration::days(3));
    let agent = stage.world.agent();
    let certificate = agent.certificate().expect("a certificate");
    expect_words("expired", |language| {
        refusal_of(agent, &certificate, language)
    });
    assert_eq!(issued(&stage.world), 0);
    expect_journalled(&stage.world, "expired");
}

#[test]
fn a_revoked_certificate() {
    let stage = Stage::set();
    let agent = stage.world.agent();
    let certificate = agent.certificate().expect("a certificate");
    revoke(&stage, &certificate);
    expect_words("revoked", |language| {
        refusal_of(agent, &certificate, language)
    });
    assert_eq!(issued(&stage.world), 0);
    expect_journalled(&stage.world, "revoked");
}

fn revoke(stage: &Stage, certificate: &Certificate) {
    let app = stage.world.app();
    let serial = certificate.serial().clone();
    let reason = smena_domain::certificate::RevocationReason::KeyCompromise;
    let revoked = stage.world.wait_for(async {
        revocation::revoke_serial(app, &app.ctx(Actor::Admin), &serial, reason).await
    });
    assert!(revoked.expect("revoked").changed);
}

#[test]
fn somebody_elses_certificate() {
    let stage = Stage::set();
    let other = other_holder(&stage);
    let (mut hand, own) = (Hand::of(&stage.world, &other), stage.world.agent());
    let session = hand.sign_in().expect("signed in");
    let foreign = own.certificate().expect("a certificate");
    expect_words("not-your-certificate", |language| {
        hand.speak(language);
        hand.start(&session, &foreign).expect_err("refused")
    });
    assert_eq!(issued(&stage.world), 0);
    expect_journalled(&stage.world, "not-your-certificate");
    expect_good_run(&stage);
}

fn other_holder(stage: &Stage) -> Agent {
    let holder = Holder {
        subject: holder::official(1).expect("a subject"),
        not_after: stage.world.agent().clock.instant() + Duration::days(30),
    };
    stage
        .world
        .add_holder("other", &holder)
        .expect("another holder")
}

#[test]
fn somebody_elses_renewal_is_as_absent_as_none() {
    let stage = Stage::set();
    let other = other_holder(&stage);
    let (_, status) = Hand::holders(&stage.world).confirmed();
    let hand = Hand::of(&stage.world, &other);
    let session = hand.sign_in().expect("signed in");
    let refused = hand.status(&session, status.id).expect_err("refused");
    assert_eq!(refused.code.as_str(), "not-found");
    let refused = hand
        .take(&session, ErrandKind::GenerateKey, Some(status.id))
        .err();
    assert_eq!(refused.expect("refused").code.as_str(), "not-found");
    expect_good_run(&stage);
}

#[test]
fn data_that_differ_go_to_the_office() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let session = hand.sign_in().expect("signed in");
    let status = hand.start(&session, &hand.certificate).expect("a renewal");
    let changes = vec![DataChange {
        key: "title".to_owned(),
        value: "Директор".to_owned(),
    }];
    let change = HolderCommand::ChangeData(ChangeData { changes });
    let confirm = |status: &RenewalStatus| {
        let command = HolderCommand::ConfirmData(smena_protocol::v1::ConfirmData {});
        hand.command(&session, status, command)
    };
    let outcome = hand
        .command(&session, &status, change)
        .and_then(|altered| confirm(&altered));
    match outcome {
        Ok(status) => {
            assert_eq!(status.stage, "referred");
            assert!(status.reason.is_some_and(|reason| !reason.is_empty()));
        }
        Err(refused) => assert_eq!(refused.code.as_str(), "office-needed"),
    }
    assert!(
        hand.take(&session, ErrandKind::GenerateKey, Some(status.id))
            .is_err()
    );
    assert_eq!(issued(&stage.world), 0);
    let entries = journal(&stage.world);
    let told = entries
        .iter()
        .any(|row| row.details.to_string().contains("referred"));
    assert!(told, "{entries:?}");
}

#[test]
fn a_broken_request() {
    let stage = Stage::set();
    let mut hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    let key = smena_pki::key::PrivateKey::generate(
        hand.key().public_key().algorithm(),
        &mut smena_agent::clock::system_rng(),
    )
    .expect("a key");
    expect_words("request-signature", |language| {
        hand.speak(language);
        let taken = hand
            .take(&session, ErrandKind::GenerateKey, Some(status.id))
            .expect("an errand");
        let mut request = hand.request(&taken, &key);
        // The last octet belongs to the signature.
        *request.last_mut().expect("octets") ^= 1;
        hand.hand_in(&taken, Some(Product::Request(Bytes::new(request))))
            .expect_err("refused")
    });
    assert_eq!(issued(&stage.world), 0);
    expect_journalled(&stage.world, "request-signature");
    expect_good_run(&stage);
}

#[test]
fn octets_that_are_no_request() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    for octets in [
        Vec::new(),
        vec![0x30],
        vec![0x30, 0x80, 0, 0],
        vec![0xff; 300],
    ] {
        let taken = hand
            .take(&session, ErrandKind::GenerateKey, Some(status.id))
            .expect("an errand");
        let product = Product::Request(Bytes::new(octets));
        let refused = hand.hand_in(&taken, Some(product)).expect_err("refused");
        assert_eq!(refused.code.as_str(), "request-unreadable");
    }
    expect_journalled(&stage.world, "request-unreadable");
    expect_good_run(&stage);
}

#[test]
fn an_agents_clock_a_day_off_is_told_with_both_clocks() {
    let clock = clock();
    let stage = Stage::with(|options| options.clock = clock.clone());
    let certificate = stage.world.agent().certificate().expect("a certificate");
    for off in [Duration::hours(-24), Duration::hours(24)] {
        let agent = stage
            .world
            .agent()
            .with_clock(WorldClock::at(clock.instant() + off));
        let error = agent
            .renew(&certificate, &Willing::default())
            .expect_err("refused");
        assert!(matches!(error, FlowError::Clocks { .. }), "{error:?}");
        let failure = error.into_failure();
        assert_eq!(failure.kind() as u8, 1);
        for language in Language::ALL {
            let (message, remedy) = failure.words(
                smena_agent::text::catalogue(),
                language,
                Surface::CommandLine,
            );
            let day = (clock.instant() + off).day().to_string();
            assert!(
                message.contains(&day),
                "the agent's clock is not told: {message}"
            );
            assert!(
                message.contains("12"),
                "the authority's clock is not told: {message}"
            );
            assert!(!remedy.is_empty() && remedy != message);
        }
    }
    assert_eq!(issued(&stage.world), 0);
    expect_good_run(&stage);
}

#[test]
fn a_signature_whose_clock_is_a_day_off_is_refused_with_both_clocks() {
    let clock = clock();
    let stage = Stage::with(|options| options.clock = clock.clone());
    for off in [Duration::hours(-24), Duration::hours(24)] {
        let mut hand = Hand::holders(&stage.world);
        let refused = expect_words("clock-differs", |language| {
            hand.speak(language);
            let session = hand.session();
            hand.clock_off = Duration::ZERO;
            let taken = hand
                .take(&session, ErrandKind::SignIn, None)
                .expect("an errand");
            hand.clock_off = off;
            let product = hand.attached(ContentType::SignIn, &hand.sign_in_statement(&taken));
            hand.hand_in(&taken, Some(product)).expect_err("refused")
        });
        let signer = (clock.instant() + off).day();
        for day in [12, signer] {
            assert!(
                refused.message.contains(&format!("{day} марта 2026")),
                "{refused:?}"
            );
        }
    }
    assert_eq!(issued(&stage.world), 0);
    expect_journalled(&stage.world, "clock-differs");
    expect_good_run(&stage);
}

#[test]
fn the_same_request_sent_twice_is_answered_alike_and_another_one_is_refused() {
    let stage = Stage::set();
    let mut hand = Hand::holders(&stage.world);
    let (session, status) = hand.confirmed();
    let taken = hand
        .take(&session, ErrandKind::GenerateKey, Some(status.id))
        .expect("an errand");
    let new_key = || {
        let algorithm = hand.key().public_key().algorithm();
        smena_pki::key::PrivateKey::generate(algorithm, &mut smena_agent::clock::system_rng())
            .expect("a key")
    };
    let (key, other_key) = (new_key(), new_key());
    let product = Product::Request(Bytes::new(hand.request(&taken, &key)));
    let other = hand.request(&taken, &other_key);
    let result = hand.result(&taken, Some(product));
    hand.send(&taken, &result).expect("accepted");
    let again = hand.send(&taken, &result).expect("accepted alike");
    let other = hand.result(&taken, Some(Product::Request(Bytes::new(other))));
    expect_words("errand-other-product", |language| {
        hand.speak(language);
        hand.send(&taken, &other).expect_err("refused")
    });
    hand.take_back(&session, &taken, again).expect("taken back");
    assert_eq!(
        hand.status(&session, status.id).expect("the renewal").stage,
        "keyed"
    );
    expect_journalled(&stage.world, "errand-other-product");
    assert_eq!(issued(&stage.world), 0);
}

#[test]
fn a_second_renewal_of_the_same_certificate_is_the_first() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let session = hand.sign_in().expect("signed in");
    let first = hand.start(&session, &hand.certificate).expect("a renewal");
    let second = hand
        .start(&session, &hand.certificate)
        .expect("the same renewal");
    assert_eq!(first.id, second.id);
    expect_good_run(&stage);
}

#[test]
fn a_renewed_certificate_is_not_renewed_again() {
    let stage = Stage::set();
    let agent = stage.world.agent();
    let old = agent.certificate().expect("a certificate");
    expect_good_run(&stage);
    expect_words("already-renewed", |language| {
        refusal_of(agent, &old, language)
    });
    assert_eq!(issued(&stage.world), 1);
    // And the agent knows which one took its place.
    let home = agent.open().expect("the agent's home");
    let successors = SignatureRecord::successors(&home).expect("the log of signatures");
    let new = agent.certificate().expect("the new one");
    let thumbprint = |certificate: &Certificate| Sha256::new(certificate.thumbprint());
    assert_eq!(successors.get(&thumbprint(&old)), Some(&thumbprint(&new)));
    expect_journalled(&stage.world, "already-renewed");
    // Its successor is.
    expect_good_run(&stage);
}
