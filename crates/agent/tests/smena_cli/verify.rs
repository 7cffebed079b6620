//! `smena verify`, judged by chains that OpenSSL makes with its GOST engine.

use std::{path::Path, process::Command};

use crate::common::{Said, Smena, real_certificates};

/// A time at which everything below is valid, before and after.
const AT: &str = "2026-11-20T12:00:00Z";
const BEFORE: &str = "2020-01-01T00:00:00Z";
const AFTER: &str = "2046-01-01T00:00:00Z";

const CONFIG: &str = "\
openssl_conf = openssl_init
[openssl_init]
engines = engine_section
[engine_section]
gost = gost_section
[gost_section]
engine_id = gost
default_algorithms = ALL
CRYPT_PARAMS = id-Gost28147-89-CryptoPro-A-ParamSet
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[holder]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
default_ca = issuing
[issuing]
database = index.txt
serial = serial
new_certs_dir = .
policy = any
crlnumber = number
default_md = md_gost12_256
default_crl_days = 3650
crl_extensions = list
[any]
commonName = supplied
[list]
authorityKeyIdentifier = keyid
";

/// A root, an authority below it, a holder, and the authority's and root's revocation lists.
struct Chain {
    smena: Smena,
}

impl Chain {
    fn new() -> Option<Self> {
        let chain = Self {
            smena: Smena::new(),
        };
        chain.smena.write("openssl.cnf", CONFIG.as_bytes());
        if !chain.openssl("engine gost -t") {
            eprintln!("skipped: openssl with the gost engine is not installed");
            return None;
        }
        for (name, issuer, extensions) in [
            ("root", "root", "authority"),
            ("issuing", "root", "authority"),
            ("holder", "issuing", "holder"),
        ] {
            chain.issue(name, issuer, extensions);
        }
        let issuing = std::fs::read(chain.smena.path("issuing.pem")).expect("the authority");
        chain.smena.write("pool/issuing.pem", &issuing);
        Some(chain)
    }

    /// Makes a key and a certificate with the serial number 77, valid from 2026 to 2044.
    fn issue(&self, name: &str, issuer: &str, extensions: &str) {
        self.smena.write("index.txt", b"");
        self.smena.write("serial", b"77");
        self.made(&format!(
            "genpkey -algorithm gost2012_256 -pkeyopt paramset:TCB -out {name}.key"
        ));
        self.made(&format!(
            "req -new -key {name}.key -md_gost12_256 -subj /CN={name} -config openssl.cnf \
             -out {name}.csr"
        ));
        let signs = if name == issuer {
            "-selfsign".to_owned()
        } else {
            format!("-cert {issuer}.pem")
        };
        self.made(&format!(
            "ca -config openssl.cnf -batch -notext {signs} -keyfile {issuer}.key -in {name}.csr \
             -extensions {extensions} -startdate 20260101000000Z -enddate 20450101000000Z \
             -out {name}.pem"
        ));
    }

    fn openssl(&self, arguments: &str) -> bool {
        Command::new("openssl")
            .args(arguments.split_ascii_whitespace())
            .current_dir(self.smena.path(""))
            .env("OPENSSL_CONF", self.smena.path("openssl.cnf"))
            .output()
            .is_ok_and(|output| output.status.success())
    }

    #[track_caller]
    fn made(&self, arguments: &str) {
        assert!(self.openssl(arguments), "openssl {arguments}");
    }

    /// Writes the list of an authority; `revoked` is a line of OpenSSL's database.
    fn list(&self, authority: &str, revoked: &str) {
        self.smena.write("index.txt", revoked.as_bytes());
        self.smena.write("number", b"01");
        self.smena.write("crls/place", b"");
        std::fs::remove_file(self.smena.path("crls/place")).expect("it was just written");
        self.made(&format!(
            "ca -config openssl.cnf -gencrl -md md_gost12_256 -cert {authority}.pem \
             -keyfile {authority}.key -crl_lastupdate 20261101000000Z \
             -crl_nextupdate 20261201000000Z -out crls/{authority}.crl"
        ));
    }

    fn verify(&self, arguments: &[&str]) -> Said {
        let usual = ["--json", "--lang", "en", "verify", "--anchor", "root.pem"];
        self.smena.run(usual.iter().chain(arguments))
    }
}

#[test]
fn a_chain_of_openssl_is_valid_in_its_time_only() {
    let Some(chain) = Chain::new() else { return };
    let said = chain.verify(&["--pool", "pool", "--at", AT, "holder.pem"]);
    assert_eq!(said.code, 0, "{}", said.stdout);
    let result = &said.json()["result"];
    assert_eq!(
        (&result["valid"], &result["revocation_checked"]),
        (&true.into(), &false.into())
    );
    assert_eq!(result["path"].as_array().map(Vec::len), Some(3));
    assert_eq!(result["path"][0]["subject"], "CN=holder");
    // The clock of the tests stands inside the validity, too.
    assert_eq!(chain.verify(&["--pool", "pool", "holder.pem"]).code, 0);

    let error = |arguments: &[&str]| chain.verify(arguments).error();
    let refused = |code: &str| (1, code.to_owned());
    let pool = ["--pool", "pool", "--at"];
    assert_eq!(
        error(&[&pool[..], &[AFTER, "holder.pem"]].concat()),
        refused("path-expired")
    );
    assert_eq!(
        error(&[&pool[..], &[BEFORE, "holder.pem"]].concat()),
        refused("path-not-yet-valid")
    );
    assert_eq!(
        error(&["--at", AT, "holder.pem"]),
        refused("path-no-issuer")
    );
}

#[test]
fn a_forged_certificate_is_refused() {
    let Some(chain) = Chain::new() else { return };
    chain.made("x509 -in holder.pem -outform DER -out holder.cer");
    let mut forged = std::fs::read(chain.smena.path("holder.cer")).expect("the certificate");
    let last = forged.len() - 1;
    forged[last] ^= 1;
    chain.smena.write("forged.cer", &forged);
    let said = chain.verify(&["--pool", "pool", "--at", AT, "forged.cer"]);
    assert_eq!(said.error(), (1, "path-signature".to_owned()));
}

#[test]
fn revocation_is_checked_over_the_whole_chain() {
    let Some(chain) = Chain::new() else { return };
    let arguments = ["--pool", "pool", "--crls", "crls", "--at", AT, "holder.pem"];
    chain.list("issuing", "");
    assert_eq!(
        chain.verify(&arguments).error(),
        (1, "path-no-list".to_owned())
    );
    chain.list("root", "");
    let said = chain.verify(&arguments);
    assert_eq!(said.code, 0, "{}", said.stdout);
    assert_eq!(said.json()["result"]["revocation_checked"], true);

    let revoked = "R\t450101000000Z\t261110000000Z,keyCompromise\t77\tunknown\t/CN=revoked\n";
    for authority in ["issuing", "root"] {
        chain.list("issuing", "");
        chain.list("root", "");
        chain.list(authority, revoked);
        let said = chain.verify(&arguments);
        assert_eq!(said.error(), (1, "path-revoked".to_owned()), "{authority}");
        let message = said.json()["error"]["message"]
            .as_str()
            .expect("words")
            .to_owned();
        assert!(message.contains("10 November 2026"), "{message}");
        assert!(
            message.contains("the key became known to others"),
            "{message}"
        );
    }
    chain.list("issuing", "");
    chain.list("root", "");
    let later = [
        "--pool",
        "pool",
        "--crls",
        "crls",
        "--at",
        "2027-01-01T00:00:00Z",
        "holder.pem",
    ];
    assert_eq!(
        chain.verify(&later).error(),
        (1, "path-list-not-current".to_owned())
    );
}

#[test]
fn what_keeps_it_from_being_judged_is_the_other_side() {
    let smena = Smena::new();
    let certificate = smena.holder("Anna", 20);
    smena.write("self.cer", certificate.der());
    smena.write("text", b"no certificate");
    smena.write("folder/text", b"no certificate");
    let error = |arguments: &[&str]| {
        let usual = ["--json", "verify"];
        smena.run(usual.iter().chain(arguments)).error()
    };
    let other_side = |code: &str| (3, code.to_owned());
    assert_eq!(
        error(&["--anchor", "self.cer", "absent"]),
        other_side("file-missing")
    );
    assert_eq!(
        error(&["--anchor", "absent", "self.cer"]),
        other_side("file-missing")
    );
    assert_eq!(
        error(&["--anchor", "text", "self.cer"]),
        other_side("verify-material")
    );
    for folder in ["--pool", "--crls"] {
        assert_eq!(
            error(&["--anchor", "self.cer", folder, "folder", "self.cer"]),
            other_side("verify-material")
        );
        assert_eq!(
            error(&["--anchor", "self.cer", folder, "absent", "self.cer"]),
            other_side("file-missing")
        );
    }
    // The file in question is another matter: what is no certificate cannot be valid.
    assert_eq!(
        error(&["--anchor", "self.cer", "text"]),
        (1, "verify-unreadable".to_owned())
    );
}

/// The real certificates, strictly: all whose issuers are among them, in the middle of the shorter validity.
#[test]
fn real_certificates_pass_the_strict_profile() {
    const EXPECTED: usize = 109;
    let Some(paths) = real_certificates() else {
        return;
    };
    let smena = Smena::new();
    let roots: String = paths
        .iter()
        .map(|path| certificate(path))
        .filter(|certificate| certificate.subject() == certificate.issuer())
        .map(|certificate| certificate.to_pem())
        .collect();
    smena.write("roots.pem", roots.as_bytes());
    let pool = paths[0]
        .parent()
        .expect("a folder")
        .to_str()
        .expect("UTF-8");
    let passed = paths
        .iter()
        .filter(|path| {
            let file = path.to_str().expect("UTF-8");
            times(path, &paths).iter().any(|at| {
                let arguments = [
                    "verify",
                    "--anchor",
                    "roots.pem",
                    "--pool",
                    pool,
                    "--at",
                    at,
                    file,
                ];
                smena.run(arguments).code == 0
            })
        })
        .count();
    assert_eq!(passed, EXPECTED);
}

/// When a certificate may be valid together with its issuer.
fn times(path: &Path, all: &[std::path::PathBuf]) -> Vec<String> {
    let own = certificate(path);
    let mut times = vec![own.not_before(), own.not_after()];
    times.extend(
        all.iter()
            .map(|path| certificate(path))
            .filter_map(|issuer| (issuer.subject() == own.issuer()).then(|| issuer.not_before())),
    );
    let rfc3339 = time::format_description::well_known::Rfc3339;
    times
        .iter()
        .map(|at| at.format(&rfc3339).expect("a time"))
        .collect()
}

fn certificate(path: &Path) -> smena_pki::certificate::Certificate {
    let octets = std::fs::read(path).expect("a file");
    smena_pki::certificate::Certificate::from_der_or_pem(&octets).expect("a certificate")
}
