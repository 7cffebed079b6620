//! Certificates made from the profile, judged by OpenSSL and pkilint and by the own linter.

mod common;

use std::path::PathBuf;
use std::process::Command;

use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::extension::{Extensions, IdentificationKind, IssuerSignTool};
use smena_pki::issue::{self, CertificateContents};
use smena_pki::key::{PrivateKey, PublicKey, Signer as _};
use smena_pki::lint::{self, LintContext};
use smena_pki::name::Name;
use smena_pki::profile::{
    self, AuthorityFacts, AuthorityProfile, CertificateProfile, FakeNumbers, HolderKind, Inn,
    IssueFacts, Ogrn, Places, ProfileError, ProfileProblem, QualifiedTools, Shape, SignToolClass,
    Snils, Subject,
};
use smena_pki::{oid, pem};
use time::OffsetDateTime;
use time::macros::datetime;

use common::{OpenSsl, SeededRng, run_limited};

const FROM: OffsetDateTime = datetime!(2026-01-10 00:00 UTC);
const TO: OffsetDateTime = datetime!(2027-04-10 00:00 UTC);

fn tools() -> QualifiedTools {
    QualifiedTools {
        class: SignToolClass::Ks2,
        subject: "СКЗИ «Пример CSP» 5.0".into(),
        issuer: IssuerSignTool {
            sign_tool: "СКЗИ «Пример CSP» 5.0".into(),
            ca_tool: "Удостоверяющий центр «Пример»".into(),
            sign_tool_certificate: "№ СФ/000-0001 от 01.02.2025".into(),
            ca_tool_certificate: "№ СФ/000-0002 от 01.02.2025".into(),
        },
    }
}

fn organisation(name: &str) -> Subject {
    Subject {
        state: Some("77 г. Москва".into()),
        locality: Some("Москва".into()),
        street: Some("ул. Примерная, д. 1".into()),
        organisation: Some(name.into()),
        ogrn: Ogrn::parse("1047797019830", FakeNumbers::Refused).ok(),
        inn_organisation: Inn::parse("7710568760", FakeNumbers::Refused).ok(),
        ..Subject::new(HolderKind::OrganisationOnly, name)
    }
}

fn official() -> Subject {
    Subject {
        kind: HolderKind::Official,
        common_name: "Сёмина Анна Петровна".into(),
        title: Some("Начальник отдела".into()),
        unit: Some("Отдел примеров".into()),
        surname: Some("Сёмина".into()),
        given_name: Some("Анна Петровна".into()),
        snils: Snils::parse("112-233-445 95", FakeNumbers::Refused).ok(),
        inn: Inn::parse("990100003310", FakeNumbers::Refused).ok(),
        ..organisation("Министерство примеров")
    }
}

struct Party {
    key: PrivateKey,
    certificate: Certificate,
}

struct Made {
    root: Party,
    holder: Party,
}

fn certificate(
    subject: &Subject,
    public_key: &PublicKey,
    extensions: Extensions,
    issuer: Option<&Name>,
    signer: &PrivateKey,
    rng: &mut SeededRng,
) -> Certificate {
    let subject = subject.to_name().expect("a complete subject");
    let contents = CertificateContents {
        serial: SerialNumber::from_magnitude(&[0xa7; 16]).expect("a serial"),
        signature_algorithm: signer.public_key().algorithm().signature_algorithm(),
        issuer: issuer.unwrap_or(&subject).clone(),
        not_before: FROM,
        not_after: TO,
        subject,
        public_key: public_key.clone(),
        extensions,
    };
    let tbs = contents.freeze().expect("a certificate to be signed");
    issue::sign(&tbs, signer, rng).expect("a signed certificate")
}

/// A root and an official's certificate under it.
fn make(algorithm: KeyAlgorithm) -> Made {
    let mut rng = SeededRng::new(&algorithm.name());
    let root_key = PrivateKey::generate(algorithm, &mut rng).expect("a key");
    let authority = AuthorityProfile {
        path_length: Some(0),
        private_key_days: Some(365),
        sign_tool_class: Some(SignToolClass::Ks2),
        subject_sign_tool: Some(tools().subject),
        issuer_sign_tool: None,
    };
    let facts = AuthorityFacts {
        public_key: root_key.public_key(),
        issuer: None,
        not_before: FROM,
        not_after: TO,
        places: Places::default(),
    };
    let extensions = authority.extensions(&facts).expect("a root's extensions");
    let subject = organisation("УЦ для примера");
    let public_key = root_key.public_key().clone();
    let root = certificate(&subject, &public_key, extensions, None, &root_key, &mut rng);

    let key = PrivateKey::generate(algorithm, &mut rng).expect("a key");
    let facts = IssueFacts {
        public_key: key.public_key(),
        issuer: &root,
        not_before: FROM,
        not_after: TO,
        places: Places {
            revocation_lists: &["http://ca.example.org/issuing.crl".into()],
            issuer_certificates: &["http://ca.example.org/issuing.cer".into()],
            status_services: &["http://ocsp.example.org/".into()],
        },
    };
    let profile = CertificateProfile::qualified("official", 1, 455, tools()).for_key(algorithm);
    let extensions = profile
        .extensions_at_issue(&facts)
        .expect("a holder's extensions");
    let issuer = root.subject().clone();
    let holder = certificate(
        &official(),
        key.public_key(),
        extensions,
        Some(&issuer),
        &root_key,
        &mut rng,
    );
    Made {
        root: Party {
            key: root_key,
            certificate: root,
        },
        holder: Party {
            key,
            certificate: holder,
        },
    }
}

#[test]
fn what_the_profile_makes_has_no_findings_and_reads_back() {
    for set in [
        ParameterSet::CryptoProA,
        ParameterSet::Tc26256A,
        ParameterSet::Tc26512A,
    ] {
        let made = make(KeyAlgorithm::Gost(set));
        let (root, holder) = (&made.root.certificate, &made.holder.certificate);
        assert_eq!(
            lint::lint_certificate(holder, Some(root), &LintContext::OURS),
            []
        );
        assert_eq!(
            lint::lint_certificate(root, Some(root), &LintContext::OURS),
            []
        );
        let reading = profile::read(holder.subject(), FakeNumbers::Refused);
        assert_eq!(reading.deviations, []);
        assert!(reading.subject == official());
        assert!(made.root.key.public_key() == &root.public_key().expect("a key"));
        assert!(made.holder.key.public_key() == &holder.public_key().expect("a key"));
        let kind = holder.extensions().identification_kind();
        assert_eq!(kind, Ok(Some(IdentificationKind::RemoteCertificate)));
    }
}

#[test]
fn openssl_reads_a_qualified_certificate() {
    let Some(openssl) = OpenSsl::with_gost() else {
        return;
    };
    let made = make(KeyAlgorithm::Gost(ParameterSet::CryptoProA));
    openssl.write("root.pem", made.root.certificate.to_pem().as_bytes());
    openssl.write("holder.pem", made.holder.certificate.to_pem().as_bytes());
    let command = [
        "x509",
        "-in",
        "holder.pem",
        "-noout",
        "-text",
        "-nameopt",
        "utf8",
    ];
    let text = openssl.run(command).expect_success("openssl x509 -text");
    let text = String::from_utf8(text).expect("UTF-8");
    for part in [
        "Version: 3 (0x2)",
        "SNILS=11223344595",
        "INN=990100003310",
        "OGRN=1047797019830",
        "Сёмина Анна Петровна",
        "Digital Signature, Non Repudiation, Key Encipherment, Data Encipherment",
        "Policy: Class of Signing Tool KC1",
        "Policy: Class of Signing Tool KC2",
        "Signing Tool of Subject",
        "Signing Tool of Issuer",
        "DirName:",
        "X509v3 Private Key Usage Period",
        "http://ca.example.org/issuing.crl",
        "GOST R 34.10-2012 with GOST R 34.11-2012 (256 bit)",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let command = [
        "verify",
        "-x509_strict",
        "-check_ss_sig",
        "-attime",
        "1768089600",
        "-CAfile",
        "root.pem",
        "holder.pem",
    ];
    openssl
        .run(command)
        .expect_success("openssl verify -x509_strict");
}

/// pkilint knows no GOST, so it judges twins with other keys.
#[test]
fn pkilint_has_nothing_against_the_twins() {
    let Some(lint) = pkilint() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    for algorithm in [KeyAlgorithm::EcdsaP256, KeyAlgorithm::Rsa { bits: 2048 }] {
        let made = make(algorithm);
        for (name, certificate) in [
            ("root", &made.root.certificate),
            ("holder", &made.holder.certificate),
        ] {
            let path = folder.path().join(format!("{name}.pem"));
            let text = pem::encode(pem::CERTIFICATE, certificate.der());
            std::fs::write(&path, text).expect("a file in the temporary folder");
            let mut command = Command::new(&lint);
            command
                .args(["lint", "-s", "WARNING", "-f", "CSV"])
                .arg(&path);
            let findings = run_limited(command, &[]).stdout;
            let findings = String::from_utf8(findings).expect("UTF-8");
            let mut lines = findings.lines();
            assert!(
                lines
                    .next()
                    .is_some_and(|head| head.starts_with("node_path")),
                "{findings}"
            );
            let serious: Vec<_> = lines
                .filter(|line| !line.is_empty() && !is_number_attribute(line))
                .collect();
            let nothing = Vec::<&str>::new();
            assert_eq!(serious, nothing, "{name} of {}", algorithm.name());
        }
    }
}

/// pkilint takes each attribute that it does not know for a `DirectoryString`, and the order makes
/// numbers a `NumericString`.
fn is_number_attribute(line: &str) -> bool {
    line.contains("NameDecodingValidator") && line.contains("type OID 1.2.643.")
}

/// Finds pkilint where the tests install it, or on the path.
fn pkilint() -> Option<PathBuf> {
    const NAME: &str = "lint_pkix_cert";
    let installed = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../target/judges/venv/bin/lint_pkix_cert"
    );
    let on_path = std::env::var_os("PATH")
        .iter()
        .flat_map(std::env::split_paths)
        .map(|folder| folder.join(NAME))
        .collect::<Vec<_>>();
    let found = [PathBuf::from(installed)]
        .into_iter()
        .chain(on_path)
        .find(|path| path.exists());
    if found.is_none() {
        #[expect(clippy::print_stderr, reason = "a test that is left out says so")]
        {
            eprintln!("skipped: pkilint is not installed");
        }
    }
    found
}

#[test]
fn planned_extensions_come_first_and_unchanged_at_issue() {
    let made = make(KeyAlgorithm::EcdsaP256);
    let profile =
        CertificateProfile::qualified("official", 1, 455, tools()).for_key(KeyAlgorithm::EcdsaP256);
    let planned = profile.planned_extensions().expect("a plan");
    let issued: Extensions = made
        .holder
        .certificate
        .extensions()
        .iter()
        .take(planned.len())
        .cloned()
        .collect();
    assert_eq!(planned, issued);
    let reread = Extensions::from_der(&planned.to_der()).expect("own encoding reads");
    assert_eq!(reread, planned);
}

#[test]
fn the_private_key_never_outlives_the_certificate() {
    let made = make(KeyAlgorithm::EcdsaP256);
    let period = made
        .holder
        .certificate
        .extensions()
        .private_key_usage_period();
    let period = period.expect("reads").expect("is there");
    assert_eq!(period.not_before.map(|time| time.instant()), Some(FROM));
    assert_eq!(period.not_after.map(|time| time.instant()), Some(TO));
}

#[test]
fn mistakes_of_a_description_are_named_at_once() {
    let problems = |profile: &CertificateProfile| match profile.planned_extensions() {
        Err(ProfileError::Problems(problems)) => problems,
        other => panic!("{other:?}"),
    };
    let bad = CertificateProfile {
        name: " ".into(),
        validity_days: 0,
        private_key_days: Some(1),
        key_usage: smena_pki::extension::KeyUsage::KEY_CERT_SIGN,
        policies: vec![SignToolClass::Ks1.oid(), oid::ANY_POLICY, oid::ANY_POLICY],
        subject_sign_tool: Some(String::new()),
        issuer_sign_tool: None,
        identification: None,
        ..CertificateProfile::qualified("bad", 1, 365, tools())
    };
    assert_eq!(
        problems(&bad),
        [
            ProfileProblem::Name,
            ProfileProblem::ValidityDays(0),
            ProfileProblem::PrivateKeyDays(1),
            ProfileProblem::KeyUsage,
            ProfileProblem::AuthorityUse,
            ProfileProblem::Missing(oid::ISSUER_SIGN_TOOL),
            ProfileProblem::Missing(oid::IDENTIFICATION_KIND),
            ProfileProblem::ToolText(oid::SUBJECT_SIGN_TOOL),
            ProfileProblem::ClassAmongPolicies(SignToolClass::Ks1.oid()),
            ProfileProblem::Twice(oid::ANY_POLICY),
        ]
    );
    let longest = CertificateProfile::unqualified("long", 1, profile::VALIDITY_DAYS_MAX);
    assert!(longest.planned_extensions().is_ok());
    let longer = CertificateProfile {
        validity_days: profile::VALIDITY_DAYS_MAX + 1,
        ..longest
    };
    assert_eq!(
        problems(&longer),
        [ProfileProblem::ValidityDays(profile::VALIDITY_DAYS_MAX + 1)]
    );
}

#[test]
fn tools_texts_hold_at_the_limit_and_not_one_beyond() {
    let with = |tool: usize, certificate: usize| {
        let mut tools = tools();
        tools.subject = "я".repeat(tool);
        tools.issuer.ca_tool_certificate = "я".repeat(certificate);
        CertificateProfile::qualified("official", 1, 455, tools).problems()
    };
    assert_eq!(with(200, 100), []);
    assert_eq!(
        with(201, 100),
        [ProfileProblem::ToolText(oid::SUBJECT_SIGN_TOOL)]
    );
    assert_eq!(
        with(200, 101),
        [ProfileProblem::ToolText(oid::ISSUER_SIGN_TOOL)]
    );
}

#[test]
fn the_unqualified_shape_has_none_of_the_orders_extensions() {
    let profile = CertificateProfile::unqualified("plain", 1, 365);
    assert_eq!(profile.shape, Shape::Unqualified);
    let extensions = profile.planned_extensions().expect("a plan");
    for own in [
        oid::SUBJECT_SIGN_TOOL,
        oid::ISSUER_SIGN_TOOL,
        oid::IDENTIFICATION_KIND,
    ] {
        assert!(extensions.find(&own).is_none(), "{own}");
    }
}
