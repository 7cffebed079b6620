//! PKCS#12 of OpenSSL and GnuTLS is read here, and they read what is written here.

#![cfg(test)]

mod common;

use std::process::Command;

use common::{Answer, OpenSsl, SeededRng, issued, run_limited};
use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::Certificate;
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::pkcs12::{Contents, Deviation, Pkcs12, Pkcs12Builder, Pkcs12Error, Protection};
use smena_pki::{limits, oid, pem};

const RUSSIAN: &str = "Пароль для PFX";
const BEYOND: &str = "пароль€𝄞";

const AES: Protection = Protection::Aes {
    iterations: limits::PFX_AES_ITERATIONS_MIN,
};
const GOST_28147: Protection = Protection::Gost28147 {
    iterations: limits::PFX_GOST_ITERATIONS_MIN,
};

const GOST_KEY: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProA);

/// A holder with a key, a certificate and its issuer's, as files of the peers.
struct Peers {
    openssl: OpenSsl,
    key: PrivateKey,
    leaf: Certificate,
    root: Certificate,
}

impl Peers {
    fn new(algorithm: KeyAlgorithm) -> Option<Self> {
        let openssl = OpenSsl::with_gost()?;
        let (root_key, key) = (
            issued::key(algorithm, "root"),
            issued::key(algorithm, "leaf"),
        );
        let root = issued::root(&root_key);
        let leaf = issued::leaf(&root, &root_key, key.public_key());
        let info = key.to_pkcs8_der().expect("an encoding");
        openssl.write("key.pem", pem::encode(pem::PRIVATE_KEY, &info).as_bytes());
        openssl.write("leaf.pem", leaf.to_pem().as_bytes());
        openssl.write("root.pem", root.to_pem().as_bytes());
        Some(Self {
            openssl,
            key,
            leaf,
            root,
        })
    }

    /// Runs `openssl pkcs12 -export` with these arguments and reads what it wrote.
    fn export(&self, arguments: &[&str], password: &str) -> Vec<u8> {
        self.export_with(&[], arguments, password)
    }

    fn export_with(&self, set: &[(&str, &str)], arguments: &[&str], password: &str) -> Vec<u8> {
        let mut command = Command::new("openssl");
        command
            .args(["pkcs12", "-export", "-in", "leaf.pem", "-out", "their.p12"])
            .args(["-passout", &format!("pass:{password}")])
            .args(arguments)
            .current_dir(self.openssl.path(""))
            .env("OPENSSL_CONF", self.openssl.path("engine.cnf"))
            .envs(set.iter().copied());
        run_limited(command, &[]).expect_success(&format!("{arguments:?}"));
        self.openssl.read("their.p12")
    }

    fn file(&self, protection: Protection, password: &str) -> Vec<u8> {
        Pkcs12Builder::new(protection)
            .key(&self.key, Some("имя"))
            .certificate(&self.leaf, None)
            .certificate(&self.root, None)
            .build(password.as_bytes(), &mut SeededRng::new("pfx"))
            .expect("a file")
    }

    /// Fails unless the contents are key and certificate of the holder, with their issuer's
    /// certificate where there are two.
    #[track_caller]
    fn are(&self, contents: &Contents, what: &str) {
        let [key] = &contents.keys[..] else {
            panic!("{what}: {} keys", contents.keys.len());
        };
        let found = key.key.public_key().normalised_hash();
        assert_eq!(found, self.key.public_key().normalised_hash(), "{what}");
        let own = contents.certificate_of(key).expect(what);
        assert_eq!(own.certificate.der(), self.leaf.der(), "{what}");
        assert_eq!(own.local_key_id, key.local_key_id, "{what}");
        let ders: Vec<_> = contents
            .certificates
            .iter()
            .map(|held| held.certificate.der())
            .collect();
        assert!(
            ders == [self.leaf.der()] || ders == [self.leaf.der(), self.root.der()],
            "{what}: certificates"
        );
        assert_eq!(contents.passed_over, [], "{what}");
    }
}

fn open(bytes: &[u8], password: &str) -> Result<Contents, Pkcs12Error> {
    Pkcs12::from_der_or_pem(bytes)?.open(password.as_bytes())
}

const KEY: [&str; 2] = ["-inkey", "key.pem"];
const CHAIN: [&str; 4] = ["-inkey", "key.pem", "-certfile", "root.pem"];

fn joined<'a>(first: &[&'a str], second: &[&'a str]) -> Vec<&'a str> {
    [first, second].concat()
}

#[test]
fn every_shape_of_openssl_is_read() {
    let Some(peers) = Peers::new(KeyAlgorithm::EcdsaP256) else {
        return;
    };
    let weak = Deviation::WeakCipher;
    let old_pair = [weak(oid::PBE_SHA_RC2_40), weak(oid::PBE_SHA_3DES_3KEY)];
    let cases: [(&[&str], &[Deviation]); 16] = [
        (&[], &[]),
        (&["-legacy"], &old_pair),
        (
            &[
                "-legacy",
                "-keypbe",
                "PBE-SHA1-2DES",
                "-certpbe",
                "PBE-SHA1-RC2-128",
            ],
            &[weak(oid::PBE_SHA_RC2_128), weak(oid::PBE_SHA_3DES_2KEY)],
        ),
        (
            &[
                "-legacy",
                "-keypbe",
                "PBE-SHA1-RC2-40",
                "-certpbe",
                "PBE-SHA1-3DES",
            ],
            &[weak(oid::PBE_SHA_3DES_3KEY), weak(oid::PBE_SHA_RC2_40)],
        ),
        (
            &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "NONE"],
            &[weak(oid::PBE_SHA_3DES_3KEY)],
        ),
        (
            &["-keypbe", "NONE", "-certpbe", "aes-128-cbc"],
            &[Deviation::ClearKey],
        ),
        (
            &["-keypbe", "NONE", "-certpbe", "NONE"],
            &[Deviation::ClearKey],
        ),
        (&["-keypbe", "aes-192-cbc", "-certpbe", "aes-128-cbc"], &[]),
        (
            &["-keypbe", "des-ede3-cbc", "-certpbe", "aes-256-cbc"],
            &[weak(oid::DES_EDE3_CBC)],
        ),
        (
            &["-legacy", "-keypbe", "rc2-cbc", "-certpbe", "rc2-40-cbc"],
            &[weak(oid::RC2_CBC)],
        ),
        (&["-macalg", "sha1"], &[]),
        (&["-macalg", "sha224"], &[]),
        (&["-macalg", "sha384"], &[]),
        (&["-macalg", "sha512"], &[]),
        (&["-iter", "1"], &[Deviation::FewIterations(1)]),
        (&["-nomac"], &[Deviation::NoMac]),
    ];
    for password in [RUSSIAN, BEYOND, "1", ""] {
        for (arguments, deviations) in &cases {
            let what = format!("{arguments:?} {password:?}");
            let bytes = peers.export(&joined(&CHAIN, arguments), password);
            let contents = open(&bytes, password).expect(&what);
            peers.are(&contents, &what);
            assert_eq!(contents.deviations, *deviations, "{what}");
            let is_checked = !arguments.contains(&"-nomac") && !arguments.contains(&"NONE");
            if is_checked {
                let wrong = open(&bytes, "wrong").err();
                assert_eq!(wrong, Some(Pkcs12Error::Password), "{what}");
            }
        }
    }
}

#[test]
fn a_file_without_key_or_certificates_is_read() {
    let Some(peers) = Peers::new(KeyAlgorithm::EcdsaP256) else {
        return;
    };
    let bytes = peers.export(&["-nokeys", "-certfile", "root.pem"], BEYOND);
    let contents = open(&bytes, BEYOND).expect("contents");
    assert_eq!((contents.keys.len(), contents.certificates.len()), (0, 2));
    let bytes = peers.export(&joined(&KEY, &["-nocerts"]), BEYOND);
    let contents = open(&bytes, BEYOND).expect("contents");
    assert_eq!((contents.keys.len(), contents.certificates.len()), (1, 0));
}

#[test]
fn a_wrong_password_without_a_code_is_still_an_error() {
    let Some(peers) = Peers::new(KeyAlgorithm::EcdsaP256) else {
        return;
    };
    for arguments in [&["-nomac"][..], &["-nomac", "-legacy"]] {
        let bytes = peers.export(&joined(&KEY, arguments), BEYOND);
        let refusal = open(&bytes, "wrong").err();
        assert_eq!(refusal, Some(Pkcs12Error::Password), "{arguments:?}");
        // The last octets are of the key: the certificates open, the key does not.
        let mut changed = bytes.clone();
        let at = bytes.len() - 150;
        changed[at] ^= 1;
        let refusal = open(&changed, BEYOND).err();
        assert_eq!(refusal, Some(Pkcs12Error::Damaged), "{arguments:?}");
    }
}

#[test]
fn names_and_providers_of_openssl_are_read() {
    let Some(peers) = Peers::new(KeyAlgorithm::EcdsaP256) else {
        return;
    };
    let arguments = [
        "-name",
        "Ключ €",
        "-CSP",
        "Provider",
        "-LMK",
        "-caname",
        "Корень",
    ];
    let bytes = peers.export(&joined(&CHAIN, &arguments), "1");
    let contents = open(&bytes, "1").expect("contents");
    peers.are(&contents, "names");
    assert_eq!(contents.keys[0].friendly_name.as_deref(), Some("Ключ €"));
    let names: Vec<_> = contents
        .certificates
        .iter()
        .map(|held| held.friendly_name.as_deref())
        .collect();
    assert_eq!(names, [Some("Ключ €"), Some("Корень")]);
}

#[test]
fn the_gost_files_of_openssl_are_read() {
    let Some(peers) = Peers::new(GOST_KEY) else {
        return;
    };
    let gost89 = ["-keypbe", "gost89", "-certpbe", "gost89", "-macalg"];
    let with = |hash: &'static str| joined(&gost89, &[hash]);
    let kuznyechik = [
        "-keypbe",
        "kuznyechik-ctr-acpkm",
        "-certpbe",
        "kuznyechik-ctr-acpkm",
    ];
    let magma = ["-keypbe", "magma-ctr-acpkm", "-certpbe", "magma-ctr-acpkm"];
    let streebog = ["-macalg", "md_gost12_512"];
    let foreign = Deviation::ForeignFunction(oid::HMAC_SHA256);
    let cases = [
        (with("md_gost12_512"), vec![]),
        (with("md_gost12_256"), vec![]),
        (with("md_gost94"), vec![]),
        (with("sha256"), vec![]),
        (streebog.to_vec(), vec![]),
        (joined(&kuznyechik, &streebog), vec![foreign]),
        // The certificates have more than 1,024 octets, and the engine changes the key there.
        (
            joined(&magma, &streebog),
            vec![Deviation::ShortSections, foreign],
        ),
    ];
    for password in [RUSSIAN, ""] {
        for (arguments, deviations) in &cases {
            let what = format!("{arguments:?} {password:?}");
            let bytes = peers.export(&joined(&CHAIN, arguments), password);
            let contents = open(&bytes, password).expect(&what);
            peers.are(&contents, &what);
            assert_eq!(contents.deviations, *deviations, "{what}");
            let wrong = open(&bytes, "wrong").err();
            assert_eq!(wrong, Some(Pkcs12Error::Password), "{what}");
        }
    }
}

#[test]
fn the_older_derivation_of_gost_codes_is_read() {
    let Some(peers) = Peers::new(GOST_KEY) else {
        return;
    };
    for hash in ["md_gost12_512", "md_gost12_256", "md_gost94"] {
        let set = [("LEGACY_GOST_PKCS12", "1")];
        let bytes = peers.export_with(&set, &joined(&KEY, &["-macalg", hash]), RUSSIAN);
        let contents = open(&bytes, RUSSIAN).expect(hash);
        peers.are(&contents, hash);
        assert_eq!(contents.deviations, [Deviation::ClassicGostMac], "{hash}");
    }
}

#[test]
fn passwords_of_older_openssl_are_read() {
    let Some(peers) = Peers::new(KeyAlgorithm::EcdsaP256) else {
        return;
    };
    // What OpenSSL before version 1.1 did with «пароль»: each octet became a character.
    let octets: String = RUSSIAN.bytes().map(char::from).collect();
    let bytes = peers.export(&joined(&KEY, &["-legacy"]), &octets);
    let contents = open(&bytes, RUSSIAN).expect("contents");
    peers.are(&contents, "octets");
    assert!(contents.deviations.contains(&Deviation::PasswordOctets));
}

/// What `openssl pkcs12` makes of a file of ours.
fn openssl_reads(peers: &Peers, bytes: &[u8], password: &str, more: &[&str]) -> Answer {
    peers.openssl.write("our.p12", bytes);
    let pass = format!("pass:{password}");
    let arguments = ["pkcs12", "-in", "our.p12", "-passin", &pass, "-nodes"];
    peers.openssl.run(arguments.iter().chain(more))
}

#[test]
fn openssl_reads_what_is_written_with_aes() {
    let algorithms = [
        GOST_KEY,
        KeyAlgorithm::Gost(ParameterSet::Tc26512A),
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::Rsa { bits: 2_048 },
        KeyAlgorithm::Ed25519,
    ];
    for algorithm in algorithms {
        let Some(peers) = Peers::new(algorithm) else {
            return;
        };
        openssl_reads_whole(&peers, AES, BEYOND);
    }
}

#[test]
fn openssl_reads_what_is_written_with_gost_28147() {
    for set in [ParameterSet::CryptoProA, ParameterSet::Tc26512A] {
        let Some(peers) = Peers::new(KeyAlgorithm::Gost(set)) else {
            return;
        };
        openssl_reads_whole(&peers, GOST_28147, RUSSIAN);
    }
}

#[test]
fn openssl_reads_an_empty_password() {
    for (algorithm, protection) in [(KeyAlgorithm::EcdsaP256, AES), (GOST_KEY, GOST_28147)] {
        let Some(peers) = Peers::new(algorithm) else {
            return;
        };
        openssl_reads_whole(&peers, protection, "");
    }
}

/// OpenSSL finds the code right, the key and both certificates, and refuses another password.
#[track_caller]
fn openssl_reads_whole(peers: &Peers, protection: Protection, password: &str) {
    let what = format!("{:?} {protection:?}", peers.key.public_key().algorithm());
    let bytes = peers.file(protection, password);
    let out = openssl_reads(peers, &bytes, password, &[]).expect_success(&what);
    let blocks = pem::decode_all(&out).expect("PEM");
    let certificates: Vec<_> = blocks
        .iter()
        .filter(|block| block.label == pem::CERTIFICATE)
        .map(|block| block.der.as_slice())
        .collect();
    assert_eq!(certificates, [peers.leaf.der(), peers.root.der()], "{what}");
    let mut keys = blocks
        .iter()
        .filter(|block| block.label == pem::PRIVATE_KEY);
    let key = keys.next().expect("a key");
    let key = PrivateKey::from_pkcs8_der_for(&key.der, peers.key.public_key());
    assert!(key.is_ok(), "{what}");
    let wrong = openssl_reads(peers, &bytes, "wrong", &[]);
    assert!(
        !wrong.success && wrong.stderr.contains("Mac verify error"),
        "{what}"
    );
}

#[test]
fn openssl_verifies_the_code_of_what_is_written_by_rfc_9548() {
    let Some(peers) = Peers::new(GOST_KEY) else {
        return;
    };
    let gost = Protection::Gost {
        iterations: limits::PFX_GOST_ITERATIONS_MIN,
    };
    let bytes = peers.file(gost, RUSSIAN);
    // The code is looked at first, and only then is the cipher found to be unknown.
    let right = openssl_reads(&peers, &bytes, RUSSIAN, &["-info", "-nokeys"]);
    let wrong = openssl_reads(&peers, &bytes, "wrong", &["-info", "-nokeys"]);
    assert!(
        !right.stderr.contains("Mac verify error"),
        "{}",
        right.stderr
    );
    assert!(
        right.stderr.contains("kuznyechik-ctr-acpkm-omac"),
        "{}",
        right.stderr
    );
    assert!(
        wrong.stderr.contains("Mac verify error"),
        "{}",
        wrong.stderr
    );
    peers.are(&open(&bytes, RUSSIAN).expect("contents"), "RFC 9548");
}

/// GnuTLS, or a line that says that it is not there.
fn certtool(peers: &Peers, arguments: &[&str]) -> Option<Answer> {
    let mut command = Command::new("certtool");
    command.args(arguments).current_dir(peers.openssl.path(""));
    let answer = run_limited(command, &[]);
    if !answer.success
        && answer
            .stderr
            .contains("No such file or directory (os error 2)")
    {
        eprintln!("skipped: certtool is not installed");
        return None;
    }
    Some(answer)
}

#[test]
fn every_cipher_of_gnutls_is_read() {
    let ciphers = [
        (KeyAlgorithm::EcdsaP256, "aes-128", "sha256"),
        (KeyAlgorithm::EcdsaP256, "aes-192", "sha384"),
        (KeyAlgorithm::EcdsaP256, "aes-256", "sha512"),
        (KeyAlgorithm::EcdsaP256, "3des", "sha1"),
        (KeyAlgorithm::EcdsaP256, "3des-pkcs12", "sha1"),
        (KeyAlgorithm::EcdsaP256, "rc2-40", "sha1"),
        (GOST_KEY, "gost28147-tc26z", "streebog-512"),
        (GOST_KEY, "gost28147-cpa", "streebog-256"),
        (GOST_KEY, "gost28147-cpd", "streebog-512"),
    ];
    for (algorithm, cipher, hash) in ciphers {
        let Some(peers) = Peers::new(algorithm) else {
            return;
        };
        // GnuTLS derives with 600,000 iterations, so each cipher has one password.
        let password = if cipher == "aes-128" { "" } else { BEYOND };
        let what = format!("{cipher} {hash} {password:?}");
        let mut arguments = vec![
            "--to-p12",
            "--load-privkey",
            "key.pem",
            "--load-certificate",
            "leaf.pem",
            "--load-ca-certificate",
            "root.pem",
            "--p12-name",
            "name",
            "--pkcs-cipher",
            cipher,
            "--hash",
            hash,
            "--outfile",
            "their.p12",
            "--outder",
        ];
        if password.is_empty() {
            arguments.push("--empty-password");
        } else {
            arguments.extend(["--password", password]);
        }
        let Some(answer) = certtool(&peers, &arguments) else {
            return;
        };
        answer.expect_success(&what);
        let bytes = peers.openssl.read("their.p12");
        let contents = open(&bytes, password).expect(&what);
        peers.are(&contents, &what);
    }
}

#[test]
fn gnutls_reads_what_is_written() {
    let cases = [
        (KeyAlgorithm::EcdsaP256, AES),
        (GOST_KEY, AES),
        (GOST_KEY, GOST_28147),
    ];
    for (algorithm, protection) in cases {
        let Some(peers) = Peers::new(algorithm) else {
            return;
        };
        let what = format!("{algorithm:?} {protection:?}");
        peers
            .openssl
            .write("our.p12", &peers.file(protection, BEYOND));
        let show = |password: &str| {
            let arguments = [
                "--p12-info",
                "--inder",
                "--infile",
                "our.p12",
                "--password",
                password,
            ];
            certtool(&peers, &arguments)
        };
        let Some(answer) = show(BEYOND) else {
            return;
        };
        let out = answer.expect_success(&what);
        let text = String::from_utf8_lossy(&out).into_owned();
        assert_eq!(
            text.matches("BEGIN CERTIFICATE").count(),
            2,
            "{what}: {text}"
        );
        assert!(text.contains("PRIVATE KEY"), "{what}: {text}");
        let wrong = show("wrong").expect("certtool is there");
        assert!(!wrong.success, "{what}");
    }
}
