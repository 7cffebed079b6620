//! A person who takes his time: the agent asks the authority for more of it, once for each errand, and goes on.

#![cfg(test)]

use std::{
    cell::Cell,
    time::{Duration, Instant},
};

use smena_agent::flow::{
    Advice, ApplicationShown, FlowError, KeyUse, NewKeyChoice, Offer, Person, PinAsked, Step,
};
use smena_demo::{Willing, World};
use smena_media::{Entry, Place, Secret};
use smena_protocol::v1::DataRow;
use smena_scenarios::{
    Stage,
    evidence::{issued, journal},
};

/// How long a test waits for what has to come.
const WAIT: Duration = Duration::from_secs(30);

/// Reads the application until the authority has given more time for it; the agent has no patience with him there.
struct Slow<'a> {
    willing: Willing<'static>,
    world: &'a World,
    signing: Cell<bool>,
}

impl Slow<'_> {
    fn read_until_there_is_more_time(&self) {
        let begun = Instant::now();
        while extended(self.world).is_empty() {
            assert!(begun.elapsed() < WAIT, "the agent asks for no more time");
        }
    }
}

/// The errands that got more time.
fn extended(world: &World) -> Vec<String> {
    journal(world)
        .into_iter()
        .filter(|row| row.command == "extend-errand" && row.outcome == "done")
        .map(|row| row.subject)
        .collect()
}

impl Person for Slow<'_> {
    fn step(&self, step: Step) {
        self.signing.set(step == Step::SignApplication);
        self.willing.step(step);
    }

    fn done(&self, step: Step) {
        self.willing.done(step);
    }

    fn patience(&self, term: Duration) -> Duration {
        if self.signing.get() {
            Duration::ZERO
        } else {
            term
        }
    }

    fn password(&self, key: &Entry, used_for: KeyUse) -> Result<Secret, FlowError> {
        self.willing.password(key, used_for)
    }

    fn pin(&self, asked: &PinAsked<'_>) -> Result<Secret, FlowError> {
        self.willing.pin(asked)
    }

    fn last_try(&self, place: &Place) -> Result<bool, FlowError> {
        self.willing.last_try(place)
    }

    fn choose_medium(&self, offers: &[Offer<'_>]) -> Result<usize, FlowError> {
        self.willing.choose_medium(offers)
    }

    fn new_key(&self, authority: &str, place: &Place) -> Result<NewKeyChoice, FlowError> {
        self.willing.new_key(authority, place)
    }

    fn advise(&self, advice: Advice<'_>) {
        self.willing.advise(advice);
    }

    fn data_right(&self, authority: &str, rows: &[DataRow]) -> Result<bool, FlowError> {
        self.willing.data_right(authority, rows)
    }

    fn sign_application(&self, shown: &ApplicationShown<'_>) -> Result<bool, FlowError> {
        self.read_until_there_is_more_time();
        self.willing.sign_application(shown)
    }
}

#[test]
fn a_person_who_takes_his_time_gets_more_of_it() {
    let stage = Stage::set();
    let person = Slow {
        willing: Willing::default(),
        world: &stage.world,
        signing: Cell::new(false),
    };
    let agent = stage.world.agent();
    let certificate = agent.certificate().expect("a certificate");
    let outcome = agent.renew(&certificate, &person).expect("a renewal");
    assert!(outcome.completed, "{:?}", outcome.status);
    assert_eq!(issued(&stage.world), 1);
    assert_eq!(extended(&stage.world).len(), 1, "once, for one errand");
}
