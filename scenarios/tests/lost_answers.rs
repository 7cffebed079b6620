//! Requests and answers that get lost on the way: what was done is done once, and the next run goes on from there.

#![cfg(test)]

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use smena_agent::state::{SignatureRecord, Signed};
use smena_demo::Willing;
use smena_scenarios::{
    Stage,
    evidence::issued,
    proxy::{Fate, Proxy},
};

/// A world whose agent reaches it through a proxy.
fn set() -> (Stage, Proxy) {
    let mut proxy = Proxy::open();
    let stage = Stage::with(|options| options.origin_port = Some(proxy.port()));
    proxy.lead_to(stage.world.port());
    stage
        .world
        .agent()
        .trust(stage.world.app().authority.root())
        .expect("trusted");
    (stage, proxy)
}

fn signatures(stage: &Stage, what: Signed) -> usize {
    let home = stage.world.agent().open().expect("the agent's home");
    let all = SignatureRecord::all(&home).expect("the log of signatures");
    all.iter().filter(|record| record.signed == what).count()
}

fn expect_one_certificate(stage: &Stage) {
    assert_eq!(issued(&stage.world), 1);
    assert_eq!(signatures(stage, Signed::Application), 1);
    assert_eq!(signatures(stage, Signed::Request), 1);
    assert_eq!(signatures(stage, Signed::Receipt), 1);
}

/// Loses the answers to the `which`-th and all later results, as often as told.
fn lose(which: u32, times: u32, fate: Fate) -> impl FnMut(&str) -> Fate + Send + 'static {
    let seen = Arc::new(AtomicU32::new(0));
    move |line| {
        if !line.contains("/result ") {
            return Fate::Pass;
        }
        let number = seen.fetch_add(1, Ordering::SeqCst);
        if (which..which + times).contains(&number) {
            fate
        } else {
            Fate::Pass
        }
    }
}

#[test]
fn an_answer_that_is_lost_once_is_asked_for_again() {
    // Sign-in, request, application, installation, receipt: each result in its turn.
    for which in 0..5 {
        let (stage, proxy) = set();
        proxy.rule(lose(which, 1, Fate::LoseAnswer));
        let outcome = stage.world.renew(&Willing::default()).expect("a renewal");
        assert!(outcome.completed, "result {which}: {:?}", outcome.status);
        expect_one_certificate(&stage);
    }
}

#[test]
fn everything_that_arrives_twice_counts_once() {
    let (stage, proxy) = set();
    proxy.rule(|line| {
        if line.contains("/result ") {
            Fate::Double
        } else {
            Fate::Pass
        }
    });
    let outcome = stage.world.renew(&Willing::default()).expect("a renewal");
    assert!(outcome.completed, "{:?}", outcome.status);
    expect_one_certificate(&stage);
}

#[test]
fn a_network_that_fails_after_a_signature_loses_nothing() {
    for fate in [Fate::LoseAnswer, Fate::LoseRequest] {
        for which in 0..5 {
            let (stage, proxy) = set();
            proxy.rule(lose(which, u32::MAX / 2, fate));
            let old = stage.world.agent().certificate().expect("a certificate");
            let failed = stage.world.agent().renew(&old, &Willing::default());
            failed.expect_err("no network");
            proxy.heal();
            let outcome = stage.world.agent().renew(&old, &Willing::default());
            // A receipt that has arrived has ended the renewal: then there is nothing left to do.
            match outcome {
                Ok(outcome) => assert!(outcome.completed, "{:?}", outcome.status),
                Err(error) => {
                    let code = error.into_failure().code().to_owned();
                    assert_eq!((which, code.as_str()), (4, "already-renewed"), "{fate:?}");
                }
            }
            assert_eq!(issued(&stage.world), 1, "{fate:?} at {which}");
            assert_eq!(
                signatures(&stage, Signed::Application),
                1,
                "{fate:?} at {which}"
            );
        }
    }
}
