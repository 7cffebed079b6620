//! Random cases against OpenSSL's gost engine, both ways, for each parameter set that it knows.
//!
//! `xtask/cross-check/engine.c` is compiled and started once; it answers line by line.
//! `SMENA_CROSS_CHECK` is the number of cases for each set, `SMENA_CROSS_CHECK_SEED` repeats a run
//! (the seed is printed). Without a C compiler, OpenSSL's headers or the engine the test is skipped
//! and says so.

use std::{
    convert::Infallible,
    env,
    fmt::Write as _,
    fs,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{self, Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::mpsc::{self, Sender},
    thread::{self, JoinHandle},
    time::Duration,
};

use rand_core::{Rng as _, TryCryptoRng, TryRng, utils::next_word_via_fill};
use smena_gost::{
    BlockCipher, PAIR_MATERIAL_SIZE, ParameterSet, SigningKey, Streebog, VerifyError, VerifyingKey,
    acpkm::ctr_acpkm_with_section,
    gost28147::{Gost28147, KeyMeshing, SBox},
    hmac_streebog256, hmac_streebog512,
    legacy::{VerifyingKey2001, gost94_digest},
    pbkdf2_streebog512,
};

const CASES_DEFAULT: u64 = 100;
const SYMMETRIC_CASES: u64 = 25;
/// The whole run may take this long and one second for each case of a set.
const TIME_LIMIT_BASE: Duration = Duration::from_mins(2);

/// The sets that the engine knows, with its names.
const SETS: [(ParameterSet, &str); 12] = [
    (ParameterSet::Tc26256A, "TCA"),
    (ParameterSet::Tc26256B, "TCB"),
    (ParameterSet::Tc26256C, "TCC"),
    (ParameterSet::Tc26256D, "TCD"),
    (ParameterSet::CryptoProA, "A"),
    (ParameterSet::CryptoProB, "B"),
    (ParameterSet::CryptoProC, "C"),
    (ParameterSet::CryptoProXchA, "XA"),
    (ParameterSet::CryptoProXchB, "XB"),
    (ParameterSet::Tc26512A, "512A"),
    (ParameterSet::Tc26512B, "512B"),
    (ParameterSet::Tc26512C, "512C"),
];

#[test]
fn the_engine_agrees_on_random_cases_of_every_parameter_set() {
    let cases = number_from_env("SMENA_CROSS_CHECK").unwrap_or(CASES_DEFAULT);
    let seed = number_from_env("SMENA_CROSS_CHECK_SEED")
        .unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let mut engine = match Engine::start(TIME_LIMIT_BASE + Duration::from_secs(cases)) {
        Ok(engine) => engine,
        Err(missing) => return say(&format!("skipped: {missing}")),
    };
    say(&format!(
        "cross-check: {cases} cases for each parameter set, seed {seed}"
    ));
    let mut rng = SeededRng { seed, counter: 0 };
    for (set, name) in SETS {
        for case in 0..cases {
            check_signatures(&mut engine, set, name, case, &mut rng);
        }
        for _ in 0..SYMMETRIC_CASES.min(cases) {
            check_agreement(&mut engine, set, name, &mut rng);
        }
    }
    for _ in 0..SYMMETRIC_CASES.min(cases) {
        check_old_signatures(&mut engine, &mut rng);
        check_hashes(&mut engine, &mut rng);
        check_key_derivation(&mut engine, &mut rng);
        check_cipher(&mut engine, &mut rng);
        check_omac(&mut engine, &mut rng);
        check_old_cipher(&mut engine, &mut rng);
    }
}

/// One key of ours and one of the engine's; each side signs, the other verifies.
fn check_signatures(
    engine: &mut Engine,
    set: ParameterSet,
    name: &str,
    case: u64,
    rng: &mut SeededRng,
) {
    let size = set.curve().size();
    let ours = SigningKey::generate(set, rng).expect("a key");
    let public = hex(&ours.verifying_key().to_le_bytes());
    let secret = hex(&ours.to_le_bytes());
    assert_eq!(
        engine.ask(&format!("public {name} {secret}")),
        public,
        "{set:?}: public key"
    );

    let digest = match case {
        0 => vec![0; size],
        1 => vec![0xff; size],
        _ => rng.octets(size),
    };
    let mut other_digest = digest.clone();
    other_digest[size / 2] ^= 1;
    let (shown, other) = (hex(&digest), hex(&other_digest));

    let signature = ours.sign_digest(&digest, rng).expect("a signature");
    let signed = hex(&signature);
    let ask = format!("verify {name} {public} {shown} {signed}");
    assert_eq!(
        engine.ask(&ask),
        "good",
        "{set:?}: our signature at the engine"
    );
    let ask = format!("verify {name} {public} {other} {signed}");
    assert_eq!(
        engine.ask(&ask),
        "bad",
        "{set:?}: our signature of another digest"
    );

    let signature = from_hex(&engine.ask(&format!("sign {name} {secret} {shown}")));
    let verify = |digest: &[u8]| ours.verifying_key().verify_digest(digest, &signature);
    assert_eq!(verify(&digest), Ok(()), "{set:?}: the engine's signature");
    assert_eq!(verify(&other_digest), Err(VerifyError::Mismatch), "{set:?}");

    let made = engine.ask(&format!("keygen {name}"));
    let (secret, public) = made
        .split_once(' ')
        .unwrap_or_else(|| panic!("{set:?}: {made}"));
    let theirs = SigningKey::from_le_bytes(set, &from_hex(secret)).expect("the engine's key");
    let public = VerifyingKey::from_le_bytes(set, &from_hex(public)).expect("its public key");
    assert_eq!(theirs.verifying_key(), &public, "{set:?}: the engine's key");
}

/// The engine takes for 34.10-2001 what ours takes, and refuses the same.
fn check_old_signatures(engine: &mut Engine, rng: &mut SeededRng) {
    for (set, name) in SETS
        .into_iter()
        .filter(|(set, _)| set.writes_digest_parameter())
    {
        let key = SigningKey::generate(set, rng).expect("a key");
        let message = rng.octets(33);
        let digest = gost94_digest(&message);
        let judged = engine.ask(&format!("digest md_gost94 {}", hex(&message)));
        assert_eq!(judged, hex(&digest));
        let signature = key.sign_digest(&digest, rng).expect("a signature");
        let public = key.verifying_key().to_le_bytes();
        let old = VerifyingKey2001::from_le_bytes(set, &public).expect("a key");
        for (digest, answer) in [(digest, "good"), (gost94_digest(b"other"), "bad")] {
            assert_eq!(
                old.verify_digest(&digest, &signature).is_ok(),
                answer == "good"
            );
            let (public, digest, signature) = (hex(&public), hex(&digest), hex(&signature));
            let ask = format!("verify2001 {name} {public} {digest} {signature}");
            assert_eq!(engine.ask(&ask), answer, "{set:?}");
        }
    }
}

fn check_hashes(engine: &mut Engine, rng: &mut SeededRng) {
    let message = rng.some_octets(300);
    let key = rng.some_octets(150);
    let (shown_key, shown) = (hex(&key), hex(&message));
    let mut judged = |command: &str| from_hex(&engine.ask(&format!("{command} {shown}")));
    assert_eq!(
        judged("digest md_gost12_256"),
        Streebog::Bits256.digest(&message)
    );
    assert_eq!(
        judged("digest md_gost12_512"),
        Streebog::Bits512.digest(&message)
    );
    let code = hmac_streebog256(&key, &message);
    assert_eq!(judged(&format!("hmac md_gost12_256 {shown_key}")), code);
    let code = hmac_streebog512(&key, &message);
    assert_eq!(judged(&format!("hmac md_gost12_512 {shown_key}")), code);
}

fn check_key_derivation(engine: &mut Engine, rng: &mut SeededRng) {
    let (password, salt) = (rng.some_octets(90), rng.some_octets(40));
    let iterations = 1 + rng.next_u32() % 50;
    let mut key = vec![0; 1 + rng.below(200)];
    pbkdf2_streebog512(&password, &salt, iterations, &mut key);
    let (password, salt, length) = (hex(&password), hex(&salt), key.len());
    let ask = format!("pbkdf2 {password} {salt} {iterations} {length}");
    assert_eq!(from_hex(&engine.ask(&ask)), key);
}

fn check_cipher(engine: &mut Engine, rng: &mut SeededRng) {
    let key: [u8; 32] = rng.octets(32).try_into().expect("32 octets");
    for (cipher, name) in [
        (BlockCipher::Magma, "magma-ctr-acpkm"),
        (BlockCipher::Kuznyechik, "kuznyechik-ctr-acpkm"),
    ] {
        let iv = rng.octets(cipher.iv_size());
        for section in [32, 4096, 8192, 256 * 1024] {
            let length = 2 * section + rng.below(section);
            let mut data = rng.octets(length);
            let (shown_key, shown_iv, shown) = (hex(&key), hex(&iv), hex(&data));
            ctr_acpkm_with_section(cipher, &key, &iv, section, &mut data);
            let ask = format!("cipher {name} - {section} 1 {shown_key} {shown_iv} {shown}");
            assert_eq!(engine.ask(&ask), hex(&data), "{name}, section of {section}");
        }
    }
}

fn check_omac(engine: &mut Engine, rng: &mut SeededRng) {
    let key: [u8; 32] = rng.octets(32).try_into().expect("32 octets");
    let message = rng.some_octets(100);
    for (cipher, name) in [
        (BlockCipher::Magma, "magma-mac"),
        (BlockCipher::Kuznyechik, "kuznyechik-mac"),
    ] {
        let code = cipher.omac(&key, &[&message]);
        let (key, size, message) = (hex(&key), code.len(), hex(&message));
        let ask = format!("mac {name} {key} {size} {message}");
        assert_eq!(engine.ask(&ask), hex(&code), "{name}");
    }
}

/// GOST 28147-89 with every S-box that the engine knows, in each mode and with and without meshing.
fn check_old_cipher(engine: &mut Engine, rng: &mut SeededRng) {
    let key: [u8; 32] = rng.octets(32).try_into().expect("32 octets");
    let iv: [u8; 8] = rng.octets(8).try_into().expect("8 octets");
    let text = rng.some_octets(4000);
    let (shown_key, shown_iv, shown) = (hex(&key), hex(&iv), hex(&text));
    for sbox in SBox::all() {
        let cipher = Gost28147::new(*sbox, &key);
        for (meshing, number) in [(KeyMeshing::None, 0), (KeyMeshing::CryptoPro, 1)] {
            let mut judged = |name, way| {
                let oid = sbox.oid();
                let ask =
                    format!("cipher {name} {oid} {number} {way} {shown_key} {shown_iv} {shown}");
                from_hex(&engine.ask(&ask))
            };
            let mut ours = text.clone();
            cipher.encrypt_cfb(&iv, meshing, &mut ours);
            assert!(ours == judged("gost89", 1), "CFB, {sbox:?}, {meshing:?}");
            let mut ours = text.clone();
            cipher.decrypt_cfb(&iv, meshing, &mut ours);
            assert!(
                ours == judged("gost89", 0),
                "CFB back, {sbox:?}, {meshing:?}"
            );
            let mut ours = text.clone();
            cipher.apply_gamma(&iv, meshing, &mut ours);
            assert_eq!(
                ours,
                judged("gost89-cnt", 1),
                "gamma, {sbox:?}, {meshing:?}"
            );
        }
    }
    // The engine knows the imitovstavka with meshing only, from zeros, with two S-boxes.
    for (sbox, name) in [
        (SBox::CryptoProA, "gost-mac"),
        (SBox::ParamZ, "gost-mac-12"),
    ] {
        let short = &text[..text.len().min(1 + rng.below(24))];
        for text in [&text[..], short] {
            let cipher = Gost28147::new(sbox, &key);
            let code = cipher.imitovstavka(&[0; 8], KeyMeshing::CryptoPro, text);
            let ask = format!("mac {name} {shown_key} 4 {}", hex(text));
            assert_eq!(engine.ask(&ask), hex(&code), "{name}");
        }
    }
}

/// Both sides agree on the same key: by VKO with either hash, and on the pair of RFC 9189.
fn check_agreement(engine: &mut Engine, set: ParameterSet, name: &str, rng: &mut SeededRng) {
    let ours = SigningKey::generate(set, rng).expect("a key");
    let theirs = SigningKey::generate(set, rng).expect("a key");
    let secret = hex(&theirs.to_le_bytes());
    let public = hex(&ours.verifying_key().to_le_bytes());
    let ukm = rng.octets(8);
    let shown = hex(&ukm);
    let mut judged =
        |ukm: &str, vko: u32| engine.ask(&format!("agree {name} {secret} {public} {ukm} {vko}"));
    let agreed = ours.agree_256(theirs.verifying_key(), &ukm).expect("a key");
    assert_eq!(judged(&shown, 256), hex(&*agreed), "{set:?}");
    if set.curve().size() == 64 {
        let agreed = ours.agree_512(theirs.verifying_key(), &ukm).expect("a key");
        assert_eq!(judged(&shown, 512), hex(&*agreed), "{set:?}");
    }
    let material: [u8; PAIR_MATERIAL_SIZE] = rng.octets(32).try_into().expect("32 octets");
    let pair = ours
        .agree_pair(theirs.verifying_key(), &material)
        .expect("a pair");
    assert_eq!(judged(&hex(&material), 0), hex(&*pair), "{set:?}");
}

/// The engine's process. It is killed when the time is up, and ends with its input.
struct Engine {
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    finished: Option<Sender<()>>,
    watchdog: Option<JoinHandle<()>>,
}

impl Engine {
    /// Compiles and starts the program; the error says what is missing.
    fn start(limit: Duration) -> Result<Self, String> {
        let program = compile()?;
        let mut child = Command::new(&program)
            .env_remove("OPENSSL_CONF")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("the cross-check program does not start: {error}"))?;
        // The process goes on without its file, and runs side by side do not share one.
        fs::remove_file(&program).map_err(|error| error.to_string())?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("the output is a pipe"));
        let (finished, end) = mpsc::channel();
        let watchdog = thread::spawn(move || watch(child, &end, limit));
        let watchdog = Some(watchdog);
        let mut engine = Self {
            input,
            output,
            finished: Some(finished),
            watchdog,
        };
        match engine.answer().as_str() {
            "ready" => Ok(engine),
            _ => Err("openssl with the gost engine is not installed".to_owned()),
        }
    }

    fn ask(&mut self, command: &str) -> String {
        let input = self
            .input
            .as_mut()
            .expect("the input is open until the end");
        writeln!(input, "{command}").expect("the engine reads; it is killed when its time is up");
        self.answer()
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.output
            .read_line(&mut line)
            .expect("the engine writes text");
        line.truncate(line.trim_end().len());
        line
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.input.take();
        self.finished.take();
        if let Some(watchdog) = self.watchdog.take() {
            // A panic of the watchdog has nothing to add to the test's own result.
            let _ended = watchdog.join();
        }
    }
}

/// Waits for the end of the test or of its time, then ends the process.
fn watch(mut child: Child, end: &mpsc::Receiver<()>, limit: Duration) {
    if end.recv_timeout(limit) == Err(mpsc::RecvTimeoutError::Timeout) {
        say("the cross-check program is killed: its time is up");
    }
    let _killed = child.kill();
    let _status = child.wait();
}

fn compile() -> Result<PathBuf, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/cross-check/engine.c");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("cross-check-engine-{}", process::id()));
    let output = Command::new("cc")
        .args(["-O2", "-o"])
        .arg(&program)
        .arg(&source)
        .arg("-lcrypto")
        .output()
        .map_err(|_| "a C compiler (cc) is not installed".to_owned())?;
    if output.status.success() {
        return Ok(program);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    if text.contains("openssl/") || text.contains("lcrypto") {
        return Err("the headers of openssl (libssl-dev) are not installed".to_owned());
    }
    panic!("{} does not compile:\n{text}", source.display());
}

/// Octets from hashing a seed and a counter.
struct SeededRng {
    seed: u64,
    counter: u64,
}

impl SeededRng {
    fn octets(&mut self, length: usize) -> Vec<u8> {
        let mut octets = vec![0; length];
        self.fill_bytes(&mut octets);
        octets
    }

    /// At least one octet and at most `length_max`.
    fn some_octets(&mut self, length_max: usize) -> Vec<u8> {
        let length = 1 + self.below(length_max);
        self.octets(length)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.next_u32() as usize % bound
    }
}

impl TryRng for SeededRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for part in out.chunks_mut(64) {
            self.counter += 1;
            let block = [self.seed.to_le_bytes(), self.counter.to_le_bytes()].concat();
            part.copy_from_slice(&Streebog::Bits512.digest(&block)[..part.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for SeededRng {}

fn number_from_env(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is a number, not {text}")),
    )
}

fn hex(octets: &[u8]) -> String {
    octets.iter().fold(
        String::with_capacity(2 * octets.len()),
        |mut text, octet| {
            write!(text, "{octet:02x}").expect("a string takes all");
            text
        },
    )
}

fn from_hex(text: &str) -> Vec<u8> {
    let octet = |at| u8::from_str_radix(&text[at..at + 2], 16);
    (0..text.len() / 2)
        .map(|at| octet(2 * at).unwrap_or_else(|_| panic!("{text}")))
        .collect()
}

#[expect(
    clippy::print_stderr,
    reason = "the runner counts the line of a skipped test"
)]
fn say(text: &str) {
    eprintln!("{text}");
}
