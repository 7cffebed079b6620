//! The server's clock runs back: nothing is issued, and everybody can see why.

#![cfg(test)]

use std::{fs, time::Instant};

use smena_demo::{Willing, WorldClock};
use smena_protocol::v1::{AuthorityStatus, ErrandKind, Issuing};
use smena_scenarios::{Stage, evidence::issued, folder, hand::Hand, server::Outside};
use smena_ui::Language;
use time::Duration;

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(20);

fn status(octets: &[u8]) -> AuthorityStatus {
    serde_json::from_slice(octets).expect("a status")
}

#[test]
fn nothing_is_issued_while_the_servers_clock_runs_behind() {
    let clock = WorldClock::at(time::macros::datetime!(2026-03-12 09:00 UTC));
    let stage = Stage::with(|options| options.clock = clock.clone());
    let begun = clock.instant();
    let agent = stage.world.agent();
    let shown = status(&agent.fetch("/status").expect("a status"));
    assert_eq!(shown.issuing, Issuing::Ready);

    clock.set(begun - Duration::hours(1));
    for language in Language::ALL {
        let shown = status(&agent.speaking(language).fetch("/status").expect("a status"));
        assert_eq!(shown.issuing, Issuing::Stopped);
        assert!(shown.reason.is_some_and(|reason| !reason.is_empty()));
    }
    let hand = Hand::holders(&stage.world);
    let (session, renewal) = hand.confirmed();
    let _ = hand.keyed(&session, renewal.id);
    let taken = hand
        .take(&session, ErrandKind::SignApplication, Some(renewal.id))
        .expect("an errand");
    let product = hand.sign_application(&hand.application(&taken));
    hand.hand_in(&taken, Some(product)).expect("accepted");
    // The worker looks at once, and finds that it may not.
    let until = Instant::now() + std::time::Duration::from_secs(1);
    while Instant::now() < until {
        std::thread::park_timeout(std::time::Duration::from_millis(100));
        assert_eq!(issued(&stage.world), 0);
    }

    clock.set(begun + Duration::minutes(1));
    let shown = status(&agent.fetch("/status").expect("a status"));
    assert_eq!(shown.issuing, Issuing::Ready);
    let waited = Instant::now();
    while issued(&stage.world) == 0 {
        assert!(
            waited.elapsed() < PATIENCE,
            "nothing is issued after the clock is right again"
        );
        clock.set(clock.instant() + Duration::minutes(1));
        std::thread::park_timeout(std::time::Duration::from_millis(200));
    }
    assert_eq!(issued(&stage.world), 1);
}

#[test]
fn a_real_server_stops_issuing_when_its_clock_jumps_back() {
    let folder = folder();
    let outside = Outside::set(folder.path(), None);
    let file = folder.path().join("clock");
    fs::write(&file, "+0").expect("the clock");
    let _server = outside.serve(&[("SMENA_CLOCK_FILE", &file.display().to_string())]);
    let shown = || status(&outside.agent.fetch("/status").expect("a status"));
    assert_eq!(shown().issuing, Issuing::Ready);
    fs::write(&file, "-3600").expect("the clock");
    assert_eq!(shown().issuing, Issuing::Stopped);
    fs::write(&file, "+1").expect("the clock");
    assert_eq!(shown().issuing, Issuing::Ready);
    let old = outside.agent.certificate().expect("a certificate");
    let outcome = outside
        .agent
        .renew(&old, &Willing::default())
        .expect("a renewal");
    assert!(outcome.completed);
}
