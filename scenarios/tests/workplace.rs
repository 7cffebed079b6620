//! The check of the workplace against a running authority, and a key in whose making a person takes part.

#![cfg(test)]

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use rand_core::{TryCryptoRng, TryRng, utils::next_word_via_fill};
use smena_agent::{
    clock::system_rng,
    doctor::{self, Check, Report, Surroundings, Verdict},
    random::{Event, EventKind, Sensor},
};
use smena_demo::{Agent, Willing, WorldClock};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{
    Accepted, Bytes, Done, ErrandKind, Problem, RenewalStatus, ReportWorkplace,
};
use smena_scenarios::{
    Stage,
    hand::{Hand, Taken},
};
use smena_server::app::{Actor, revocation};
use time::Duration;

fn examine(agent: &Agent) -> Report {
    let home = agent.open().expect("a home");
    let media = agent.media().expect("media");
    let surroundings = Surroundings {
        home: &home,
        media: &media,
        modules: &[],
        look_around: false,
        clock: &agent.clock,
        language: agent.language,
    };
    let findings = doctor::gather(&surroundings, Vec::new(), &mut system_rng());
    Report::of(&findings.expect("the home is readable"))
}

/// The worst line of a check.
#[track_caller]
fn expect(report: &Report, check: Check, verdict: Verdict, code: &str) {
    let lines = report.lines.iter().filter(|line| line.check == check);
    let worst = lines.max_by_key(|line| line.verdict).expect("a line");
    assert_eq!((worst.verdict, worst.code()), (verdict, code));
}

fn revoke(stage: &Stage, certificate: &Certificate) {
    let app = stage.world.app();
    let reason = smena_domain::certificate::RevocationReason::KeyCompromise;
    let revoked = stage.world.wait_for(async {
        revocation::revoke_serial(app, &app.ctx(Actor::Admin), certificate.serial(), reason).await
    });
    assert!(revoked.expect("revoked").changed);
}

#[test]
fn a_workplace_is_judged_by_what_its_authority_says() {
    let stage = Stage::set();
    let agent = stage.world.agent();
    let report = examine(agent);
    for (check, code) in [
        (Check::Agent, "doctor-agent-current"),
        (Check::Network, "doctor-network-reached"),
        (Check::Clock, "doctor-clock-right"),
        (Check::Roots, "doctor-roots-good"),
        (Check::Revocation, "doctor-revocation-good"),
    ] {
        expect(&report, check, Verdict::Good, code);
    }
    assert_eq!(doctor::failed_checks(&report), [""; 0]);

    let late = WorldClock::at(agent.clock.instant() + Duration::hours(1));
    let report = examine(&agent.with_clock(late));
    expect(&report, Check::Clock, Verdict::Bad, "doctor-clock-apart");

    let certificate = agent.certificate().expect("a certificate");
    let home = agent.open().expect("a home");
    let trust = home.authority(None).expect("trusted");
    let folder = home.authority_folder(&trust.origin).expect("its folder");
    let mut other = trust.clone();
    other.root = Bytes::new(certificate.der().to_vec());
    folder.keep_trust(&other).expect("written");
    let report = examine(agent);
    expect(&report, Check::Roots, Verdict::Bad, "doctor-roots-other");
    folder.keep_trust(&trust).expect("written");

    revoke(&stage, &certificate);
    let report = examine(agent);
    let code = "doctor-revocation-revoked";
    expect(&report, Check::Revocation, Verdict::Bad, code);
}

#[test]
fn after_a_renewal_the_old_certificate_is_called_replaced() {
    let stage = Stage::set();
    let agent = stage.world.agent();
    let old = agent.certificate().expect("a certificate");
    let before = examine(agent);
    expect(
        &before,
        Check::Certificate,
        Verdict::Act,
        "doctor-certificate-soon",
    );
    let outcome = agent.renew(&old, &Willing::default()).expect("a renewal");
    assert!(outcome.completed);
    let after = examine(agent);
    let verdicts = after
        .lines
        .iter()
        .filter(|line| line.check == Check::Certificate)
        .map(|line| line.code().to_owned());
    // The old key went to the archive, so only the new certificate is looked at.
    let codes: Vec<String> = verdicts.collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    assert_ne!(codes[0], "doctor-certificate-replaced");
}

/// The result of the errand to look at the computer, as an agent would hand it in that found this.
fn tell(hand: &Hand<'_>, taken: &Taken, failed: &[&str]) -> Result<Accepted, Box<Problem>> {
    let failed = failed.iter().map(|name| (*name).to_owned()).collect();
    let result = hand.ended(taken, Done::found(ReportWorkplace { failed }));
    hand.send(taken, &result)
}

/// The errand of the holder that is due now.
fn due(status: &RenewalStatus) -> Option<ErrandKind> {
    status.obligations.iter().find_map(|duty| duty.errand)
}

#[test]
fn a_procedure_that_looks_at_the_computer_first_goes_on_when_it_is_ready() {
    let stage = Stage::with(|options| options.procedure = "provider-wizard".to_owned());
    let agent = stage.world.agent();
    let old = agent.certificate().expect("a certificate");
    let person = Willing::default();
    let outcome = agent.renew(&old, &person).expect("as far as it goes");
    let steps: Vec<String> = person.steps().into_iter().map(|step| step.step).collect();
    assert!(steps.contains(&"check-workplace".to_owned()), "{steps:?}");
    assert_ne!(due(&outcome.status), Some(ErrandKind::CheckWorkplace));
    let owed = outcome.status.obligations.iter();
    assert!(owed.clone().all(|duty| duty.what != "ready-workplace"));
    assert!(owed.count() > 0, "the next step is named");
}

#[test]
fn a_computer_that_is_not_in_order_keeps_the_renewal_where_it_is() {
    let stage = Stage::with(|options| options.procedure = "provider-wizard".to_owned());
    let hand = Hand::holders(&stage.world);
    let session = hand.sign_in().expect("signed in");
    let old = stage.world.agent().certificate().expect("a certificate");
    let status = hand.start(&session, &old).expect("a renewal");
    assert_eq!(due(&status), Some(ErrandKind::CheckWorkplace));
    let take = || {
        hand.take(&session, ErrandKind::CheckWorkplace, Some(status.id))
            .expect("an errand")
    };
    for (failed, code) in [
        (&["agent"][..], "workplace-not-ready"),
        (&["reader", "agent"], "workplace-not-ready"),
        (&["coffee"], "field-not-valid"),
    ] {
        let refused = tell(&hand, &take(), failed).expect_err("refused");
        assert_eq!(refused.code.to_string(), code, "{failed:?}");
        let now = hand.status(&session, status.id).expect("a status");
        assert_eq!(due(&now), Some(ErrandKind::CheckWorkplace));
    }
    // A result without a word about the computer is none.
    let nothing = hand.hand_in(&take(), None).expect_err("refused");
    assert_eq!(nothing.code.to_string(), "product-missing");
    // What the procedure does not ask for is the holder's own matter.
    tell(&hand, &take(), &["reader", "medium"]).expect("taken");
    let now = hand.status(&session, status.id).expect("a status");
    assert_ne!(due(&now), Some(ErrandKind::CheckWorkplace));
}

#[test]
fn a_procedure_that_does_not_look_at_the_computer_makes_no_such_errand() {
    let stage = Stage::set();
    let hand = Hand::holders(&stage.world);
    let session = hand.sign_in().expect("signed in");
    let old = stage.world.agent().certificate().expect("a certificate");
    let status = hand.start(&session, &old).expect("a renewal");
    let refused = hand
        .take(&session, ErrandKind::CheckWorkplace, Some(status.id))
        .err()
        .expect("refused");
    assert_eq!(refused.code.to_string(), "not-asked");
}

/// Counts the octets that are drawn from a source.
struct Counted<R> {
    source: R,
    octets: Arc<AtomicUsize>,
}

impl<R: rand_core::CryptoRng> TryRng for Counted<R> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.octets.fetch_add(out.len(), Ordering::SeqCst);
        self.source.fill_bytes(out);
        Ok(())
    }
}

impl<R: rand_core::CryptoRng> TryCryptoRng for Counted<R> {}

#[test]
fn a_key_is_made_from_the_source_that_its_holder_gave() {
    let stage = Stage::set();
    let agent = stage.world.agent();
    let mut sensor = Sensor::new(Box::new(system_rng()));
    let (mut at_ms, mut step) = (0, 0_u64);
    while !sensor.is_done() {
        step += 1;
        at_ms += 90 + step * step * 37 % 211;
        let x = i32::try_from(step % 23).expect("small");
        sensor.feed(Event {
            kind: EventKind::Key,
            at_ms,
            x,
            y: 0,
        });
        assert!(step < 10_000, "{}", sensor.progress());
    }
    let octets = Arc::new(AtomicUsize::new(0));
    let source = Counted {
        source: sensor.finish().expect("enough"),
        octets: Arc::clone(&octets),
    };
    let person = Willing::default().with_randomness(Box::new(source));
    let old = agent.certificate().expect("a certificate");
    let outcome = agent.renew(&old, &person).expect("a renewal");
    assert!(outcome.completed);
    assert!(octets.load(Ordering::SeqCst) >= 32, "the key at least");
}
