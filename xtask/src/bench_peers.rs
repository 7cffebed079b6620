//! `cargo xtask bench-peers`: our GOST signatures against OpenSSL's engine, in one run.
//!
//! Both sides are processes that time themselves in processor time and answer line by line. They work
//! in turn, round by round, so that what the machine does beside them weighs on both alike; the ratio is
//! taken within each round, and its median and its extremes are shown. Nothing is judged here: what a run
//! gave stands in `docs/performance.md`.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

/// Rounds of each comparison.
const ROUNDS: usize = 11;

/// A turn takes about this long.
const TURN: Duration = Duration::from_millis(60);

/// The longest wait for an answer. Ours is compiled before it gives its first.
const ANSWER_LIMIT: Duration = Duration::from_mins(10);

const SETS: [&str; 7] = [
    "256-A", "256-B", "256-C", "256-D", "512-A", "512-B", "512-C",
];

/// Our operation and the engine's.
const OPERATIONS: [(&str, &str); 3] = [
    ("sign", "sign"),
    ("verify", "verify"),
    ("verify-prepared", "verify"),
];

/// Megabytes of the long message of `hash`.
const LONG_MESSAGE_MB: f64 = 1.048_576;

/// Compares everything and prints a table, or a line of JSON for each comparison.
pub(crate) fn run(root: &Path, json: bool) -> bool {
    match compare_all(root, json) {
        Ok(()) => true,
        Err(problem) => {
            eprintln!("bench-peers: {problem}");
            false
        }
    }
}

fn compare_all(root: &Path, json: bool) -> Result<(), String> {
    let mut engine = Peer::start(&mut engine_command(root)?)?;
    let mut ours = Peer::start(&mut our_command(root))?;
    if !json {
        println!("operations per second of processor time, hash in megabytes; {ROUNDS} rounds\n");
        println!("set      operation               ours      engine   ratio  (lowest to highest)");
    }
    for set in SETS {
        for (operation, of_engine) in OPERATIONS {
            let compared = compare((&mut ours, operation), (&mut engine, of_engine), set)?;
            compared.show(set, operation, 1.0, json);
        }
    }
    for (set, name) in [("256-A", "Streebog-256"), ("512-A", "Streebog-512")] {
        let compared = compare((&mut ours, "hash"), (&mut engine, "hash"), set)?;
        compared.show(name, "hash", LONG_MESSAGE_MB, json);
    }
    Ok(())
}

/// Compiles the engine's side.
fn engine_command(root: &Path) -> Result<Command, String> {
    let folder = root.join("target/xtask");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let program = folder.join("bench-peers-engine");
    let source = root.join("xtask/bench-peers/engine.c");
    let compiled = Command::new("cc")
        .args(["-O2", "-o"])
        .args([&program, &source])
        .arg("-lcrypto")
        .status()
        .map_err(|_| "a C compiler (cc) is not installed".to_owned())?;
    if !compiled.success() {
        return Err("the engine's side does not compile; is libssl-dev installed?".to_owned());
    }
    let mut command = Command::new(program);
    command.env_remove("OPENSSL_CONF");
    Ok(command)
}

/// Our side is the benchmark of `smena-gost`. It is a world of builds of its own (`--release`), so `-p`
/// costs nothing here.
fn our_command(root: &Path) -> Command {
    let mut command = Command::new("cargo");
    command
        .args([
            "bench",
            "-q",
            "-p",
            "smena-gost",
            "--bench",
            "speed",
            "--",
            "--peer",
        ])
        .current_dir(root);
    command
}

/// What the rounds of one comparison gave.
struct Comparison {
    /// Operations per second.
    ours: f64,
    engine: f64,
    /// Ours over the engine's, lowest first.
    ratios: Vec<f64>,
}

fn compare(
    (ours, our_operation): (&mut Peer, &str),
    (engine, engine_operation): (&mut Peer, &str),
    set: &str,
) -> Result<Comparison, String> {
    let our_count = ours.count_for_a_turn(set, our_operation)?;
    let engine_count = engine.count_for_a_turn(set, engine_operation)?;
    let (mut our_times, mut engine_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let theirs = engine.nanoseconds(set, engine_operation, engine_count)?;
        let own = ours.nanoseconds(set, our_operation, our_count)?;
        engine_times.push(theirs);
        our_times.push(own);
        ratios.push(theirs / own);
    }
    ratios.sort_unstable_by(f64::total_cmp);
    Ok(Comparison {
        ours: 1e9 / median(our_times),
        engine: 1e9 / median(engine_times),
        ratios,
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

impl Comparison {
    fn show(&self, set: &str, operation: &str, unit: f64, json: bool) {
        let (ours, engine) = (self.ours * unit, self.engine * unit);
        let ratio = self.ratios[self.ratios.len() / 2];
        let (low, high) = (self.ratios[0], self.ratios[self.ratios.len() - 1]);
        if json {
            let line = serde_json::json!({
                "set": set,
                "operation": operation,
                "ours": ours.round(),
                "engine": engine.round(),
                "ratio": hundredths(ratio),
                "ratio_low": hundredths(low),
                "ratio_high": hundredths(high),
            });
            println!("{line}");
        } else {
            println!(
                "{set:13}{operation:16}{ours:>9.0}{engine:>12.0}{ratio:>8.2}  ({low:.2} to {high:.2})"
            );
        }
    }
}

fn hundredths(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}

/// One side: a process that answers line by line. It is killed when it is dropped.
struct Peer {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Peer {
    fn start(command: &mut Command) -> Result<Self, String> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{command:?} does not start: {error}"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("a pipe is missing".to_owned());
        };
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            // It ends when the process does, or when nobody waits any more.
            lines.map(|line| sender.send(line)).all(|sent| sent.is_ok())
        });
        let mut peer = Self {
            child,
            input,
            answers,
        };
        match peer.answer()?.as_str() {
            "ready" => Ok(peer),
            other => Err(format!("{command:?} says {other:?}")),
        }
    }

    fn answer(&mut self) -> Result<String, String> {
        let answer = self.answers.recv_timeout(ANSWER_LIMIT);
        answer.map_err(|_| "a side does not answer; is the gost engine installed?".to_owned())
    }

    /// The time of one of `count` operations.
    fn nanoseconds(&mut self, set: &str, operation: &str, count: u32) -> Result<f64, String> {
        writeln!(self.input, "{set} {operation} {count}").map_err(|error| error.to_string())?;
        let answer = self.answer()?;
        let time: f64 = answer
            .parse()
            .map_err(|_| format!("{set} {operation}: {answer}"))?;
        Ok(time / f64::from(count))
    }

    fn count_for_a_turn(&mut self, set: &str, operation: &str) -> Result<u32, String> {
        let mut count = 1;
        loop {
            let time = self.nanoseconds(set, operation, count)? * f64::from(count);
            if time >= TURN.as_secs_f64() * 1e9 / 2.0 || count > u32::MAX / 2 {
                return Ok(count);
            }
            count *= 2;
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to kill and only its status to take.
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}
