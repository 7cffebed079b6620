//! Programs that end at the worst moment. What was promised is kept, what was not is not there.

#[path = "../../crates/store/tests/common/mod.rs"]
mod common;

use std::{
    process::{Command, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

use smena_agent::state::{SignatureRecord, Signed};
use smena_demo::{Agent, Willing, World};
use smena_domain::renewal::Renewal;
use smena_pki::certificate::Certificate;
use smena_scenarios::{
    Stage, evidence, folder,
    process::{COMMAND_LIMIT, program, run},
    proxy::{Fate, Proxy},
    server::Outside,
};
use smena_store::{intents, renewals};

/// How long a server may take to start after a crash.
const RESTART_MAX: Duration = Duration::from_secs(5);
/// How long the worker may take to come back to what was broken off.
const SETTLE_MAX: Duration = Duration::from_secs(20);

fn signatures(agent: &Agent, what: Signed) -> usize {
    let home = agent.open().expect("the agent's home");
    let all = SignatureRecord::all(&home).expect("the log of signatures");
    all.iter().filter(|record| record.signed == what).count()
}

/// The code with which a renewal is refused; none when it completes.
fn renew(agent: &Agent, certificate: &Certificate) -> Result<(), String> {
    match agent.renew(certificate, &Willing::default()) {
        Ok(outcome) if outcome.completed => Ok(()),
        Ok(outcome) => Err(outcome.status.stage),
        Err(error) => Err(error.into_failure().code().to_owned()),
    }
}

// --- case 33: the server ends before each step of the issuance cycle ---

fn the_server_may_end_before_each_step(database: Option<String>) {
    let folder = folder();
    let outside = Outside::set(folder.path(), database);
    let agent = &outside.agent;
    let mut renewed = Vec::new();
    for step in 1..=9 {
        let old = successor(agent, &renewed);
        let mut server = outside.serve(&[("SMENA_ABORT_BEFORE", &step.to_string())]);
        let first = renew(agent, &old);
        server.expect_end(SETTLE_MAX);
        let begun = Instant::now();
        let server = outside.serve(&[]);
        assert!(
            begun.elapsed() < RESTART_MAX,
            "step {step}: {:?}",
            begun.elapsed()
        );
        match first {
            // The very last step is a notice: the agent may have been done before.
            Ok(()) => assert_eq!(step, 9),
            Err(_) => assert_eq!(renew(agent, &old), Ok(()), "step {step} after {first:?}"),
        }
        renewed.push(old);
        server.kill();
    }
    let world = outside.inside();
    assert_eq!(evidence::issued(&world), 9, "one for each renewal");
    expect_every_serial_known(&world);
    world.stop().expect("stopped");
}

/// The one certificate on the medium that was not renewed yet.
fn successor(agent: &Agent, renewed: &[Certificate]) -> Certificate {
    let mut fresh: Vec<Certificate> = agent
        .media()
        .expect("the store")
        .iter()
        .flat_map(|medium| medium.contents().expect("its contents").entries)
        .filter_map(|entry| entry.certificate)
        .filter(|certificate| !renewed.contains(certificate))
        .collect();
    assert_eq!(fresh.len(), 1, "after {} renewals", renewed.len());
    fresh.remove(0)
}

/// Every certificate is found by its serial number, and no intent is left half-way.
fn expect_every_serial_known(world: &World) {
    for row in evidence::certificates(world) {
        let found = world.wait_for(async {
            let mut tx = world.app().store.read().await.expect("a transaction");
            let found = smena_store::certificates::by_serial(&mut tx, &row.serial).await;
            tx.rollback().await.expect("the end of the transaction");
            found.expect("certificates")
        });
        assert_eq!(found.len(), 1);
    }
    let store = world.app().store.clone();
    let unfinished = world.wait_for(async move { intents::unfinished(&store, None, 10).await });
    assert!(unfinished.expect("intents").is_empty());
}

#[test]
fn the_server_may_end_before_each_step_of_the_issue_on_sqlite() {
    the_server_may_end_before_each_step(None);
}

#[test]
fn the_server_may_end_before_each_step_of_the_issue_on_postgresql() {
    match common::PostgresServer::shared() {
        Some(server) => the_server_may_end_before_each_step(Some(server.database())),
        None => common::skipped(),
    }
}

// --- case 27: revoked while the renewal waits ---

#[test]
fn a_certificate_that_is_revoked_meanwhile_is_not_renewed() {
    // Before the approval is stored; after it, before the certificate is built; before the intent; before the signature.
    for step in ["1", "2", "4", "5"] {
        let folder = folder();
        let outside = Outside::set(folder.path(), None);
        let old = outside.agent.certificate().expect("a certificate");
        let mut server = outside.serve(&[("SMENA_ABORT_BEFORE", step)]);
        renew(&outside.agent, &old).expect_err("the server has ended");
        server.expect_end(SETTLE_MAX);
        let serial = old.serial().to_string();
        outside.administer(&["revoke", &serial, "--reason", "key-compromise"]);
        let world = outside.inside();
        let begun = Instant::now();
        while stage_of(&world) != "referred" {
            assert!(
                begun.elapsed() < SETTLE_MAX,
                "step {step}: {}",
                stage_of(&world)
            );
            std::thread::park_timeout(Duration::from_millis(50));
        }
        assert_eq!(evidence::issued(&world), 0, "step {step}");
        assert_eq!(renew(&outside.agent, &old), Err("revoked".to_owned()));
        world.stop().expect("stopped");
    }
}

/// The stage of the only renewal.
fn stage_of(world: &World) -> String {
    let holder = evidence::certificates(world)[0].holder.expect("a holder");
    world.wait_for(async {
        let mut tx = world.app().store.read().await.expect("a transaction");
        let rows = renewals::of_holder::<Renewal>(&mut tx, holder, None, 10).await;
        tx.rollback().await.expect("the end of the transaction");
        let rows = rows.expect("renewals");
        assert_eq!(rows.len(), 1);
        rows[0].state.stage_name().as_str().to_owned()
    })
}

// --- case 24: the agent is killed ---

/// `smena renew`, of a certificate that is named, or of the one whose renewal is under way.
fn smena(agent: &Agent, certificate: Option<&Certificate>) -> Command {
    let mut command = Command::new(program("smena"));
    command.arg("--home").arg(agent.home()).args([
        "--lang",
        "en",
        "renew",
        "--yes",
        "--no-password",
    ]);
    if let Some(certificate) = certificate {
        command
            .arg("--certificate")
            .arg(hex::encode(certificate.thumbprint()));
    }
    command
}

fn expect_one_of_each(stage: &Stage, place: &str) {
    let agent = stage.world.agent();
    assert_eq!(evidence::issued(&stage.world), 1, "{place}");
    for what in [Signed::Application, Signed::Receipt] {
        assert_eq!(signatures(agent, what), 1, "{place}: {what:?}");
    }
}

#[test]
fn an_agent_that_ends_by_itself_goes_on_where_it_was() {
    for place in ["generated", "outbox", "sent", "installed"] {
        let stage = Stage::set();
        let agent = stage.world.agent();
        let old = agent.certificate().expect("a certificate");
        let mut killed = smena(agent, Some(&old));
        let answer = run(killed.env("SMENA_AGENT_ABORT_AT", place), COMMAND_LIMIT);
        assert_eq!(
            answer.code,
            None,
            "{place}: {}{}",
            answer.text(),
            answer.stderr
        );
        // Not named: after the installation the newest certificate is another one.
        run(&mut smena(agent, None), COMMAND_LIMIT).expect_success(place);
        expect_one_of_each(&stage, place);
        assert_eq!(signatures(agent, Signed::Request), 1, "{place}");
    }
}

#[test]
fn an_agent_that_is_killed_while_it_sends_goes_on_where_it_was() {
    // Sign-in, request, application, installation, receipt: each result in its turn, arriving or not.
    for fate in [Fate::LoseRequest, Fate::LoseAnswer] {
        for which in 0..5 {
            kill_while_sending(which, fate);
        }
    }
}

fn kill_while_sending(which: u32, fate: Fate) {
    let place = format!("{fate:?} at result {which}");
    let mut proxy = Proxy::open();
    let stage = Stage::with(|options| options.origin_port = Some(proxy.port()));
    proxy.lead_to(stage.world.port());
    let agent = stage.world.agent();
    agent
        .trust(stage.world.app().authority.root())
        .expect("trusted");
    let old = agent.certificate().expect("a certificate");

    let (reached, wait) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let mut seen = 0;
    proxy.rule(move |line| {
        if !line.contains("/result ") {
            return Fate::Pass;
        }
        seen += 1;
        if seen - 1 != which {
            return Fate::Pass;
        }
        // Nobody waits any more when the test has failed already.
        let _ = reached.send(());
        let _ = released.recv_timeout(COMMAND_LIMIT);
        fate
    });
    let mut command = smena(agent, Some(&old));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the agent starts");
    wait.recv_timeout(COMMAND_LIMIT)
        .expect("the result is sent");
    child.kill().expect("killed");
    child.wait().expect("gone");
    release.send(()).expect("the proxy goes on");
    proxy.heal();

    let answer = run(smena(agent, Some(&old)).arg("--json"), COMMAND_LIMIT);
    // A receipt that arrives has ended the renewal; then there is nothing left to do.
    let over = which == 4 && answer.text().contains("already-renewed");
    assert!(
        answer.code == Some(0) || over,
        "{place}: {}{}",
        answer.text(),
        answer.stderr
    );
    expect_one_of_each(&stage, &place);
}
