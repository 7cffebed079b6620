//! How fast this crate is: `cargo bench -p smena-gost`.
//!
//! Times are processor time of the thread, so that other programs on the machine count little; each
//! figure is the median of several rounds. One operation hashes 64 octets and signs or verifies the
//! digest. With `--peer` the program answers on a pipe instead, one line for each: `cargo xtask
//! bench-peers` asks it and OpenSSL's engine in turn. A line is `SET OPERATION COUNT`, the answer the
//! nanoseconds that so many operations took.
#![expect(
    clippy::print_stdout,
    reason = "a benchmark talks to the terminal that started it"
)]

use std::{
    fs,
    hint::black_box,
    io::{self, BufRead as _, Write as _},
    process::ExitCode,
    thread,
    time::Duration,
};

use getrandom::{SysRng, rand_core::UnwrapErr};
use smena_gost::{ParameterSet, PreparedVerifyingKey, SigningKey, Streebog};

/// Rounds of which the median is printed.
const ROUNDS: usize = 9;

/// A round takes at least this long.
const ROUND_TIME: Duration = Duration::from_millis(40);

/// Octets of the long message.
const LONG_MESSAGE: usize = 1 << 20;

const SETS: [(&str, ParameterSet); 7] = [
    ("256-A", ParameterSet::Tc26256A),
    ("256-B", ParameterSet::Tc26256B),
    ("256-C", ParameterSet::Tc26256C),
    ("256-D", ParameterSet::Tc26256D),
    ("512-A", ParameterSet::Tc26512A),
    ("512-B", ParameterSet::Tc26512B),
    ("512-C", ParameterSet::Tc26512C),
];

const OPERATIONS: [&str; 4] = ["sign", "verify", "verify-prepared", "generate"];

fn main() -> ExitCode {
    if std::env::args().any(|word| word == "--peer") {
        return answer();
    }
    println!("operations per second of processor time, median of {ROUNDS} rounds\n");
    print!("{:8}", "");
    for operation in OPERATIONS {
        print!("{operation:>18}");
    }
    println!();
    for (name, set) in SETS {
        let bench = Bench::new(set);
        print!("{name:8}");
        for operation in OPERATIONS {
            let nanoseconds = median(|count| bench.run(operation, count));
            print!("{:>18.0}", 1e9 / nanoseconds);
        }
        println!();
    }
    println!();
    for (name, hash) in [
        ("Streebog-256", Streebog::Bits256),
        ("Streebog-512", Streebog::Bits512),
    ] {
        let short = median(|count| hash_often(hash, 64, count));
        let long = median(|count| hash_often(hash, LONG_MESSAGE, count));
        let megabytes = f64::from(u32::try_from(LONG_MESSAGE).unwrap_or(u32::MAX)) / long * 1e3;
        println!("{name}: 64 octets in {short:.0} ns, 1 MiB at {megabytes:.0} MB/s");
    }
    ExitCode::SUCCESS
}

/// The keys of one parameter set, and a signature.
struct Bench {
    hash: Streebog,
    key: SigningKey,
    prepared: PreparedVerifyingKey,
    message: [u8; 64],
    signature: Vec<u8>,
}

impl Bench {
    fn new(set: ParameterSet) -> Self {
        let hash = Streebog::for_curve(set.curve());
        let message = [0x5a; 64];
        let key = SigningKey::generate(set, &mut UnwrapErr(SysRng)).expect("a key");
        let signature = key.sign_digest(&hash.digest(&message), &mut UnwrapErr(SysRng));
        Self {
            hash,
            prepared: key.verifying_key().prepared(),
            key,
            message,
            signature: signature.expect("a signature"),
        }
    }

    fn run(&self, operation: &str, count: u32) {
        let digest = || self.hash.digest(black_box(&self.message));
        for _ in 0..count {
            match operation {
                "sign" => {
                    let signature = self.key.sign_digest(&digest(), &mut UnwrapErr(SysRng));
                    black_box(signature.expect("a signature"));
                }
                "verify" => self
                    .key
                    .verifying_key()
                    .verify_digest(&digest(), &self.signature)
                    .expect("the signature is good"),
                "verify-prepared" => self
                    .prepared
                    .verify_digest(&digest(), &self.signature)
                    .expect("the signature is good"),
                _ => {
                    let set = self.key.parameter_set();
                    black_box(SigningKey::generate(set, &mut UnwrapErr(SysRng)).expect("a key"));
                }
            }
        }
    }
}

fn hash_often(hash: Streebog, octets: usize, count: u32) {
    let message = vec![0x5a; octets];
    for _ in 0..count {
        black_box(hash.digest(black_box(&message)));
    }
}

/// Nanoseconds of one operation.
fn median(run: impl Fn(u32)) -> f64 {
    let mut count = 1;
    while time(|| run(count)) < ROUND_TIME && count < u32::MAX / 2 {
        count *= 2;
    }
    let mut rounds: Vec<_> = (0..ROUNDS).map(|_| time(|| run(count))).collect();
    rounds.sort_unstable();
    rounds[ROUNDS / 2].as_secs_f64() * 1e9 / f64::from(count)
}

/// The processor time of some work.
fn time(work: impl FnOnce()) -> Duration {
    let before = processor_time();
    work();
    processor_time().saturating_sub(before)
}

/// The processor time of this thread, as Linux counts it. The count is brought up to date when the
/// thread yields.
fn processor_time() -> Duration {
    thread::yield_now();
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux counts the time");
    let first = text
        .split_whitespace()
        .next()
        .and_then(|word| word.parse().ok());
    Duration::from_nanos(first.expect("the first number is the time on the processor"))
}

/// Answers the lines of `cargo xtask bench-peers`.
fn answer() -> ExitCode {
    let benches = SETS.map(|(name, set)| (name, Bench::new(set)));
    println!("ready");
    for line in io::stdin().lock().lines() {
        let line = line.expect("lines of text");
        let mut words = line.split_whitespace();
        let (set, operation) = (words.next(), words.next().unwrap_or_default());
        let count = words.next().and_then(|word| word.parse::<u32>().ok());
        let bench = benches.iter().find(|(name, _)| set == Some(name));
        let known = OPERATIONS.contains(&operation) || operation == "hash";
        let (Some((_, bench)), Some(count), true) = (bench, count, known) else {
            println!("error");
            return ExitCode::FAILURE;
        };
        let time = time(|| match operation {
            "hash" => hash_often(bench.hash, LONG_MESSAGE, count),
            _ => bench.run(operation, count),
        });
        println!("{}", time.as_nanos());
        io::stdout().flush().expect("the other side reads");
    }
    ExitCode::SUCCESS
}
