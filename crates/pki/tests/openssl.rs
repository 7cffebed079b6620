//! OpenSSL with the GOST engine judges what is written here, and what it writes is read.

#![cfg(test)]

mod common;

use common::{OpenSsl, SeededRng, issued};
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::Certificate;
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::pkcs8::{self, Pkcs8Error, Protection};
use smena_pki::request::{CertificationRequest, RequestBuilder};
use smena_pki::{asn1, oid, pem};

const AT: &str = "1780272000"; // 2026-06-01

#[test]
fn root_and_leaf_of_each_algorithm_pass_the_strict_check() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    for algorithm in issued::algorithms() {
        let what = algorithm.name();
        let (root_key, key) = (
            issued::key(algorithm, "root"),
            issued::key(algorithm, "leaf"),
        );
        let root = issued::root(&root_key);
        let leaf = issued::leaf(&root, &root_key, key.public_key());
        openssl.write("root.pem", root.to_pem().as_bytes());
        openssl.write("leaf.pem", leaf.to_pem().as_bytes());
        openssl
            .run([
                "verify",
                "-x509_strict",
                "-check_ss_sig",
                "-attime",
                AT,
                "-CAfile",
                "root.pem",
                "root.pem",
                "leaf.pem",
            ])
            .expect_success(&what);
        let mut changed = leaf.der().to_vec();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        openssl.write(
            "changed.pem",
            pem::encode(pem::CERTIFICATE, &changed).as_bytes(),
        );
        let answer = openssl.run([
            "verify",
            "-attime",
            AT,
            "-CAfile",
            "root.pem",
            "changed.pem",
        ]);
        assert!(!answer.success, "{what}: a changed signature");
    }
}

#[test]
fn a_request_of_each_algorithm_is_verified() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    for algorithm in issued::algorithms() {
        let what = algorithm.name();
        let key = issued::key(algorithm, "leaf");
        let root_key = issued::key(algorithm, "root");
        let extensions = issued::leaf_extensions(&issued::root(&root_key), key.public_key());
        let request = RequestBuilder::new(issued::holder_name())
            .extensions(extensions.clone())
            .attribute(
                oid::MS_OS_VERSION,
                &asn1::tlv(asn1::tag::IA5_STRING, b"10.0"),
            )
            .sign(&key, &mut SeededRng::new("request"))
            .expect("a request");
        assert_eq!(request.extensions(), &extensions);
        let path = openssl.write("request.p10", request.der());
        let path = path.to_str().expect("UTF-8");
        let answer = openssl.run(["req", "-inform", "DER", "-in", path, "-verify", "-noout"]);
        let text = answer.stderr.clone();
        answer.expect_success(&what);
        assert!(text.contains("verify OK"), "{what}: {text}");
    }
}

#[test]
fn plain_and_encrypted_keys_are_read_there() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    for algorithm in issued::algorithms() {
        let what = algorithm.name();
        let key = issued::key(algorithm, "leaf");
        let public = |arguments: &[&str]| {
            let mut all = vec!["pkey", "-pubout", "-outform", "DER"];
            all.extend(arguments);
            openssl.run(all).expect_success(&what)
        };
        openssl.write("key.der", &key.to_pkcs8_der().expect("an encoding"));
        same_key(&public(&["-inform", "DER", "-in", "key.der"]), &key, &what);
        for protection in [Protection::Gost { iterations: 2_000 }, Protection::Scrypt] {
            let mut rng = SeededRng::new("encryption");
            let file = pkcs8::encrypt(&key, "пароль".as_bytes(), protection, &mut rng)
                .expect("an encrypted key");
            openssl.write(
                "key.p8",
                pem::encode(pem::ENCRYPTED_PRIVATE_KEY, &file).as_bytes(),
            );
            same_key(
                &public(&["-in", "key.p8", "-passin", "pass:пароль"]),
                &key,
                &what,
            );
            let read = pkcs8::decrypt_for(&file, "пароль".as_bytes(), key.public_key());
            assert!(read.is_ok(), "{what}");
        }
    }
}

/// OpenSSL writes digestParamSet more often, so keys are compared, and not their encodings.
fn same_key(spki: &[u8], key: &PrivateKey, what: &str) {
    let theirs = smena_pki::key::PublicKey::from_spki_der(spki).expect("a public key");
    let (theirs, ours) = (theirs.normalised_hash(), key.public_key().normalised_hash());
    assert_eq!(theirs, ours, "{what}");
}

/// What `openssl genpkey` is asked for, and the digest of its requests.
const THEIRS: [(&str, &[&str]); 13] = [
    ("gost2012_256", &["paramset:A"]),
    ("gost2012_256", &["paramset:B"]),
    ("gost2012_256", &["paramset:C"]),
    ("gost2012_256", &["paramset:XA"]),
    ("gost2012_256", &["paramset:TCA"]),
    ("gost2012_256", &["paramset:TCB"]),
    ("gost2012_256", &["paramset:TCC"]),
    ("gost2012_256", &["paramset:TCD"]),
    ("gost2012_512", &["paramset:A"]),
    ("gost2012_512", &["paramset:B"]),
    ("gost2012_512", &["paramset:C"]),
    ("ec", &["ec_paramgen_curve:P-256"]),
    ("ec", &["ec_paramgen_curve:P-384"]),
];

#[test]
fn their_keys_requests_and_certificates_are_read() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    let plain: [(&str, &[&str]); 2] = [("rsa", &["rsa_keygen_bits:2048"]), ("ed25519", &[])];
    for (algorithm, options) in THEIRS.into_iter().chain(plain) {
        let what = format!("{algorithm} {options:?}");
        let mut arguments = vec!["genpkey", "-algorithm", algorithm, "-out", "key.pem"];
        for option in options {
            arguments.extend(["-pkeyopt", option]);
        }
        openssl.run(arguments).expect_success(&what);
        let file = pkcs8::der_of(&openssl.read("key.pem")).expect("PEM");
        assert_eq!(pkcs8::is_encrypted(&file), Ok(false));
        let key = PrivateKey::from_pkcs8_der(&file).expect("a key");
        let public = openssl.run(["pkey", "-in", "key.pem", "-pubout", "-outform", "DER"]);
        same_key(&public.expect_success(&what), &key, &what);

        let request = ["req", "-new", "-key", "key.pem", "-subj", "/C=RU/CN=Test"];
        openssl
            .run(
                request
                    .into_iter()
                    .chain(["-config", "engine.cnf", "-out", "request.pem"]),
            )
            .expect_success(&what);
        let bytes = openssl.read("request.pem");
        let request = CertificationRequest::from_der_or_pem(&bytes).expect("a request");
        let proved = request.verify_self_signature().expect("self-signed");
        assert_eq!(
            proved.public_key().normalised_hash(),
            key.public_key().normalised_hash()
        );
        assert_eq!(request.to_der(), request.der());

        let certificate = [
            "req",
            "-x509",
            "-new",
            "-key",
            "key.pem",
            "-subj",
            "/C=RU/CN=Test",
            "-days",
            "9",
        ];
        openssl
            .run(
                certificate
                    .into_iter()
                    .chain(["-config", "engine.cnf", "-out", "cert.pem"]),
            )
            .expect_success(&what);
        let certificate = Certificate::from_der_or_pem(&openssl.read("cert.pem")).expect(&what);
        assert_eq!(
            certificate.verify_signed_by(key.public_key()),
            Ok(()),
            "{what}"
        );
        assert_eq!(certificate.to_der(), certificate.der(), "{what}");

        read_encrypted(&openssl, &key, &what);
    }
}

fn read_encrypted(openssl: &OpenSsl, key: &PrivateKey, what: &str) {
    let schemes: [&[&str]; 3] = [
        &[
            "-v2",
            "kuznyechik-ctr-acpkm",
            "-v2prf",
            "id-tc26-hmac-gost-3411-2012-512",
        ],
        &["-scrypt"],
        &["-v2", "aes-256-cbc"],
    ];
    for scheme in schemes {
        let mut arguments = vec!["pkcs8", "-topk8", "-in", "key.pem", "-passout", "pass:P"];
        arguments.extend(scheme.iter().copied());
        arguments.extend(["-out", "key.p8"]);
        openssl.run(arguments).expect_success(what);
        let file = pkcs8::der_of(&openssl.read("key.p8")).expect("PEM");
        assert_eq!(pkcs8::is_encrypted(&file), Ok(true));
        assert!(
            pkcs8::decrypt_for(&file, b"P", key.public_key()).is_ok(),
            "{what} {scheme:?}"
        );
        let wrong = pkcs8::decrypt(&file, b"Q").map(|_| ());
        assert_eq!(wrong, Err(Pkcs8Error::Password), "{what} {scheme:?}");
    }
}

#[test]
fn signatures_are_verified_on_both_sides() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    let message = b"smena";
    openssl.write("message", message);
    for algorithm in issued::algorithms() {
        // The raw signature commands of OpenSSL hash for themselves, except with Ed25519.
        if algorithm == KeyAlgorithm::Ed25519 {
            continue;
        }
        let what = algorithm.name();
        let key = issued::key(algorithm, "leaf");
        let digest = match algorithm.signature_algorithm().digest() {
            Some(smena_pki::algorithm::DigestAlgorithm::Streebog256) => "-md_gost12_256",
            Some(smena_pki::algorithm::DigestAlgorithm::Streebog512) => "-md_gost12_512",
            Some(smena_pki::algorithm::DigestAlgorithm::Sha384) => "-sha384",
            _ => "-sha256",
        };
        let pkcs8 = key.to_pkcs8_der().expect("an encoding");
        openssl.write("key.pem", pem::encode(pem::PRIVATE_KEY, &pkcs8).as_bytes());
        openssl
            .run([
                "dgst", digest, "-sign", "key.pem", "-out", "theirs", "message",
            ])
            .expect_success(&what);
        let signature_algorithm = algorithm.signature_algorithm();
        let theirs = openssl.read("theirs");
        assert_eq!(
            key.public_key()
                .verify(signature_algorithm, message, &theirs),
            Ok(()),
            "{what}"
        );

        let ours = key
            .sign(message, &mut SeededRng::new("signature"))
            .expect("a signature");
        openssl.write("ours", &ours);
        let public = pem::encode("PUBLIC KEY", key.public_key().spki_der());
        openssl.write("public.pem", public.as_bytes());
        openssl
            .run([
                "dgst",
                digest,
                "-verify",
                "public.pem",
                "-signature",
                "ours",
                "message",
            ])
            .expect_success(&what);
    }
}
