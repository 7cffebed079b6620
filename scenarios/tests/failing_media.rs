//! A medium that fails at any call of a whole renewal: the old key stays what it was until the new one has shown that it
//! works, and the next run goes on.

#![cfg(test)]

use std::{path::Path, process::Command};

use smena_agent::flow;
use smena_demo::{Agent, Algorithm, Medium, Willing, holder, holder::Holder, token};
use smena_media::{EntryState, KeyMedium, MemoryMedium, memory::Failure};
use smena_pki::certificate::Certificate;
use smena_scenarios::{
    Stage, evidence, folder,
    process::{Answer, COMMAND_LIMIT, program, run},
};
use time::Duration;

/// Every how many calls of a token the script pulls it out.
const STRIDE: usize = 23;

struct Desk {
    agent: Agent,
    medium: MemoryMedium,
    certificate: Certificate,
}

impl Desk {
    fn of(stage: &Stage, number: usize) -> Self {
        let medium = MemoryMedium::new("failing");
        let world = &stage.world;
        let holder = Holder {
            subject: holder::official(1).expect("a holder"),
            not_after: world.agent().clock.instant() + Duration::days(20),
        };
        let agent = world
            .add_holder_on(&format!("agent-{number}"), &holder, &medium)
            .expect("a holder");
        let certificate = medium.contents().expect("contents").entries[0]
            .certificate
            .clone()
            .expect("a certificate");
        Self {
            agent,
            medium,
            certificate,
        }
    }

    fn renew(&self) -> Result<bool, String> {
        let media: [Box<dyn KeyMedium>; 1] = [Box::new(self.medium.clone())];
        let outcome = self
            .agent
            .with_media(&media, &Willing::default(), |context| {
                flow::renew(context, &self.certificate)
            });
        outcome
            .map(|outcome| outcome.completed)
            .map_err(|error| error.into_failure().code().to_owned())
    }

    /// The states of the old key and of the new ones.
    fn states(&self) -> (EntryState, Vec<EntryState>) {
        let entries = self.medium.contents().expect("contents").entries;
        let (old, new): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .partition(|entry| entry.certificate.as_ref() == Some(&self.certificate));
        let states = new.iter().map(|entry| entry.state).collect();
        (old.first().expect("the old key").state, states)
    }
}

#[test]
fn whichever_call_of_the_medium_fails_the_old_key_stays_and_the_next_run_completes() {
    let stage = Stage::set();
    let whole = Desk::of(&stage, 0);
    let before = whole.medium.calls();
    assert_eq!(whole.renew(), Ok(true));
    let calls = whole.medium.calls() - before;
    assert!(calls > 8, "{calls}");
    let mut issued = evidence::issued(&stage.world);
    for call in 1..=calls {
        for (after, failure) in [Failure::Before, Failure::After].into_iter().enumerate() {
            let number = usize::try_from(2 * call).expect("few calls") + after;
            let desk = Desk::of(&stage, number);
            desk.medium.fail(failure(desk.medium.calls() + call));
            let first = desk.renew();
            let (old, new) = desk.states();
            assert!(new.len() <= 1, "call {call}: {new:?}");
            // Only the very last act, moving the old key to the archive, may fail with the renewal complete.
            if first == Ok(true) {
                assert_eq!(new, [EntryState::Installed], "call {call}");
            } else {
                assert_eq!(first, Err("medium-device".to_owned()), "call {call}");
                assert_eq!(old, EntryState::Installed, "call {call}");
            }
            assert_eq!(desk.renew(), Ok(true), "call {call} after {first:?}");
            let (old, new) = desk.states();
            assert_eq!(old, EntryState::Archived, "call {call}");
            assert_eq!(new, [EntryState::Installed], "call {call}");
            issued += 1;
            assert_eq!(evidence::issued(&stage.world), issued, "call {call}");
        }
    }
}

fn renew_on_token(folder: &Path) -> Answer {
    run(
        Command::new(program("smena-demo"))
            .args(["--headless", "--lang", "en", "--dir"])
            .arg(folder)
            .args(["--medium", Medium::Softtoken.word()])
            .args(["--algorithm", Algorithm::Gost256.word()]),
        COMMAND_LIMIT,
    )
}

/// Renews with a token that is pulled out at a call, and puts it back in. Says whether the renewal had so many calls.
fn pull_out_at(call: usize) -> bool {
    let folder = folder();
    renew_on_token(folder.path()).expect_success("the set-up");
    let (_, tokens) = token::environment(Medium::Softtoken, &folder.path().join("world"))
        .expect("the folder of the tokens");
    let script = format!("{call} * removed\n");
    smena_softtoken::write_faults(&tokens, 0, &script).expect("a script");
    let pulled = renew_on_token(folder.path());
    smena_softtoken::write_faults(&tokens, 0, "").expect("no script");
    if pulled.code == Some(0) {
        return false;
    }
    assert_eq!(pulled.code, Some(3), "call {call}: {}", pulled.stderr);
    renew_on_token(folder.path()).expect_success(&format!("after call {call}"));
    let attempts = smena_softtoken::pin_attempts(&tokens, 0).expect("the token counts");
    assert!(
        attempts.iter().all(|line| !line.contains("wrong")),
        "call {call}: {attempts:?}"
    );
    // One in the set-up, one for each run that came so far; none that the program made by itself.
    assert!(attempts.len() <= 4, "call {call}: {attempts:?}");
    true
}

#[test]
fn a_token_that_is_pulled_out_at_any_call_loses_no_key_and_no_try_of_its_pin() {
    let last = (1..)
        .step_by(STRIDE)
        .find(|call| !pull_out_at(*call))
        .expect("a renewal has an end");
    assert!(last > 5 * STRIDE, "{last}");
}
