//! Every rule of the linter holds where it should and is broken by the one change that breaks it;
//! and the findings in the real certificates of authorities stay what they were judged to be.

mod common;
mod draft;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use const_oid::ObjectIdentifier;
use smena_gost::ParameterSet;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::asn1::{self, tag};
use smena_pki::certificate::Certificate;
use smena_pki::extension::{IssuerSignTool, KeyUsage, PrivateKeyUsagePeriod, TypedExtension as _};
use smena_pki::key::{PrivateKey, Signer as _};
use smena_pki::lint::{self, LintContext, Severity};
use smena_pki::oid;
use smena_pki::profile::{FakeNumbers, HolderKind, Ogrnip, Shape, SignToolClass, Subject};
use smena_pki::time::Time;
use time::macros::datetime;

use common::{SeededRng, file_name, files, testdata};
use draft::{
    Draft, FROM, GOST, ListDraft, TO, World, algorithm, entry, head, list_extension, organisation,
    reason, time, tool,
};

#[test]
fn root_authority_and_holder_have_no_findings() {
    let world = World::new();
    let root = lint::lint_certificate(&world.root, Some(&world.root), &LintContext::OURS);
    assert_eq!(root, []);
    assert_eq!(world.lint_authority(&world.authority_draft), []);
    assert_eq!(world.lint_holder(&world.holder_draft), []);
}

#[test]
fn every_kind_of_holder_has_a_subject_without_findings() {
    let world = World::new();
    let official = Subject {
        kind: HolderKind::Official,
        common_name: "Сёмина Анна Петровна".into(),
        unit: Some("Отдел".into()),
        ..head()
    };
    let person = Subject {
        snils: head().snils,
        inn: head().inn,
        surname: head().surname,
        given_name: head().given_name,
        ..Subject::new(HolderKind::Person, "Сёмина Анна Петровна")
    };
    let proprietor = Subject {
        kind: HolderKind::SoleProprietor,
        ogrnip: Ogrnip::parse("304500116000157", FakeNumbers::Refused).ok(),
        ..person.clone()
    };
    for subject in [
        official,
        person,
        proprietor,
        organisation("ООО «Ромашка»"),
        head(),
    ] {
        let name = subject.to_name().expect("complete");
        let mut holder = world.holder_draft.clone();
        holder.subject = name
            .rdns()
            .iter()
            .map(|rdn| {
                rdn.iter()
                    .map(|a| (a.oid(), a.kind().tag(), a.bytes().to_vec()))
                    .collect()
            })
            .collect();
        let context = LintContext {
            holder: Some(subject.kind),
            ..LintContext::OURS
        };
        let certificate = holder.build();
        for context in [context, LintContext::OURS] {
            let findings = lint::lint_certificate(&certificate, Some(&world.authority), &context);
            assert_eq!(findings, [], "{:?}", subject.kind);
        }
    }
}

/// Which certificate a change is made to.
#[derive(Clone, Copy)]
enum Of {
    Holder,
    Authority,
}
use Of::{Authority, Holder};

type Change = fn(&mut Draft);

const KNOWN_SKI: ObjectIdentifier = oid::SUBJECT_KEY_IDENTIFIER;
const AKI: ObjectIdentifier = oid::AUTHORITY_KEY_IDENTIFIER;

/// For each rule a change that breaks it.
const RFC5280: &[(&str, Of, Change)] = &[
    ("rfc5280-version", Holder, |d| d.version = 1),
    ("rfc5280-serial-positive", Holder, |d| d.serial[0] = 0x80),
    ("rfc5280-serial-length", Holder, |d| d.serial = vec![1; 21]),
    ("rfc5280-serial-minimal", Holder, |d| d.serial.insert(0, 0)),
    ("rfc5280-signature-algorithms-equal", Holder, |d| {
        d.outer_algorithm = algorithm("1.2.643.7.1.1.3.3");
    }),
    ("rfc5280-gost-signature-parameters", Holder, |d| {
        let oid = asn1::oid(&ObjectIdentifier::new_unwrap(GOST));
        d.inner_algorithm = asn1::sequence(&[&oid, &asn1::null()]);
        d.outer_algorithm = d.inner_algorithm.clone();
    }),
    ("rfc5280-issuer-not-empty", Holder, |d| {
        d.issuer = asn1::sequence(&[]);
    }),
    ("rfc5280-issuer-chains", Holder, |d| {
        d.issuer = d.subject_der();
    }),
    ("rfc5280-validity-encoding", Holder, |d| {
        d.not_before = Time::generalized(FROM).to_der();
    }),
    ("rfc5280-validity-order", Holder, |d| {
        std::mem::swap(&mut d.not_before, &mut d.not_after);
    }),
    ("rfc5280-subject-present", Holder, |d| d.subject.clear()),
    ("rfc5280-name-string-types", Holder, |d| {
        *d.attribute(oid::TITLE) = (oid::TITLE, tag::BMP_STRING, vec![4, 0x14]);
    }),
    ("rfc5280-unique-ids-absent", Holder, |d| {
        d.unique_id = vec![0x82, 2, 0, 1];
    }),
    ("rfc5280-extensions-not-empty", Holder, |d| {
        d.extensions.clear();
    }),
    ("rfc5280-extensions-unique", Holder, |d| {
        d.extensions.push(d.extensions[1].clone());
    }),
    ("rfc5280-criticality-default-absent", Holder, |d| {
        d.extension(KNOWN_SKI).1 = Some(false);
    }),
    ("rfc5280-never-critical", Holder, |d| {
        d.extension(KNOWN_SKI).1 = Some(true);
    }),
    ("rfc5280-critical-extension-known", Holder, |d| {
        let unknown = ObjectIdentifier::new_unwrap("1.2.643.2.2.49.2");
        d.extensions.push((unknown, Some(true), asn1::null()));
    }),
    (
        "rfc5280-subject-key-identifier-in-authority",
        Authority,
        |d| d.drop_extension(KNOWN_SKI),
    ),
    ("rfc5280-subject-key-identifier-in-holder", Holder, |d| {
        d.drop_extension(KNOWN_SKI);
    }),
    ("rfc5280-authority-key-identifier-present", Holder, |d| {
        d.drop_extension(AKI);
    }),
    ("rfc5280-authority-key-identifier-matches", Holder, |d| {
        // SEQUENCE, length, [0], length, key.
        d.extension(AKI).2[6] ^= 1;
    }),
    ("rfc5280-key-usage-in-authority", Authority, |d| {
        d.drop_extension(oid::KEY_USAGE);
    }),
    ("rfc5280-key-usage-critical", Holder, |d| {
        d.extension(oid::KEY_USAGE).1 = None;
    }),
    ("rfc5280-key-usage-not-empty", Holder, |d| {
        d.extension(oid::KEY_USAGE).2 = vec![3, 1, 0];
    }),
    ("rfc5280-key-usage-fits-key", Holder, |d| {
        let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut SeededRng::new("p256"));
        d.key = key.expect("a key").public_key().spki_der().to_vec();
    }),
    ("rfc5280-key-cert-sign-agrees", Holder, |d| {
        d.extension(oid::KEY_USAGE).2 = vec![3, 2, 0, 0xf4];
    }),
    ("rfc5280-basic-constraints-critical", Authority, |d| {
        d.extension(oid::BASIC_CONSTRAINTS).1 = None;
    }),
    ("rfc5280-basic-constraints-boolean", Holder, |d| {
        d.extensions
            .push((oid::BASIC_CONSTRAINTS, None, vec![0x30, 3, 1, 1, 0]));
    }),
    ("rfc5280-path-length-in-authority-only", Holder, |d| {
        d.extensions
            .push((oid::BASIC_CONSTRAINTS, None, vec![0x30, 3, 2, 1, 0]));
    }),
    ("rfc5280-policies-unique", Holder, |d| {
        let class = SignToolClass::Ks1.oid();
        d.set_policies(&[class, class]);
    }),
    ("rfc5280-extensions-readable", Holder, |d| {
        d.extension(KNOWN_SKI).2 = vec![5, 0];
    }),
];

const ORDER795: &[(&str, Of, Change)] = &[
    ("order795-string-types", Holder, |d| {
        d.attribute(oid::SNILS).1 = tag::PRINTABLE_STRING;
    }),
    ("order795-attribute-alphabet", Holder, |d| {
        d.set_text(oid::COUNTRY_NAME, "R_");
    }),
    ("order795-attribute-sizes", Holder, |d| {
        d.set_text(oid::SURNAME, &"я".repeat(65));
    }),
    ("order795-one-attribute-per-name", Holder, |d| {
        let last = d.subject.pop().expect("attributes");
        d.subject[0].extend(last);
    }),
    ("order795-attributes-unique", Holder, |d| {
        d.subject.push(d.subject[0].clone());
    }),
    ("order795-snils", Holder, |d| {
        d.set_text(oid::SNILS, "11223344596");
    }),
    ("order795-ogrn", Holder, |d| {
        d.set_text(oid::OGRN, "1111111111111");
    }),
    ("order795-ogrnip", Holder, |d| {
        d.add_attribute(oid::OGRNIP, tag::NUMERIC_STRING, "304500116000158");
    }),
    ("order795-inn-organisation", Holder, |d| {
        d.set_text(oid::INNLE, "7710568761");
    }),
    ("order795-inn", Holder, |d| {
        d.set_text(oid::INN, "990100003311");
    }),
    ("order795-organisation-inn-in-own-attribute", Holder, |d| {
        d.set_text(oid::INN, "007710568760");
    }),
    ("order795-required-attributes", Holder, |d| {
        d.drop_attribute(oid::STREET_ADDRESS);
    }),
    ("order795-unexpected-attributes", Holder, |d| {
        d.drop_attribute(oid::SNILS);
        d.drop_attribute(oid::SURNAME);
    }),
    ("order795-country", Holder, |d| {
        d.set_text(oid::COUNTRY_NAME, "KZ");
    }),
    ("order795-region", Holder, |d| {
        d.set_text(oid::STATE_OR_PROVINCE_NAME, "Москва");
    }),
    ("order795-subject-sign-tool", Holder, |d| {
        d.drop_extension(oid::SUBJECT_SIGN_TOOL);
    }),
    ("order795-issuer-sign-tool", Holder, |d| {
        let long = IssuerSignTool {
            sign_tool_certificate: "я".repeat(101),
            ..tool()
        };
        d.extension(oid::ISSUER_SIGN_TOOL).2 = long.encode();
    }),
    ("order795-identification-kind", Holder, |d| {
        d.extension(oid::IDENTIFICATION_KIND).2 = vec![2, 1, 4];
    }),
    ("order795-sign-tool-class-present", Holder, |d| {
        d.set_policies(&[oid::ANY_POLICY]);
    }),
    ("order795-sign-tool-classes-implied", Holder, |d| {
        d.set_policies(&[SignToolClass::Ks2.oid()]);
    }),
    ("order795-authority-key-identifier-full", Holder, |d| {
        d.extension(AKI).2 = asn1::sequence(&[&asn1::tlv(0x80, &[1; 20])]);
    }),
    ("order795-not-critical", Holder, |d| {
        d.extension(oid::SUBJECT_SIGN_TOOL).1 = Some(true);
    }),
    ("order795-key-usage-signs", Holder, |d| {
        d.extension(oid::KEY_USAGE).2 = KeyUsage::KEY_AGREEMENT.encode();
    }),
    ("order795-key-algorithm", Holder, |d| {
        let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut SeededRng::new("p256"));
        d.key = key.expect("a key").public_key().spki_der().to_vec();
    }),
    ("order795-gost-2001-not-issued", Holder, |d| {
        d.inner_algorithm = algorithm("1.2.643.2.2.3");
        d.outer_algorithm = algorithm("1.2.643.2.2.3");
    }),
    ("order795-digest-parameter", Holder, |d| {
        // The octet that makes 256-A of TC26 out of a set with digestParamSet.
        let set = asn1::oid(&ParameterSet::Tc26256A.oid());
        let digest = asn1::oid(&ObjectIdentifier::new_unwrap("1.2.643.7.1.1.2.2"));
        let algorithm = asn1::sequence(&[
            &asn1::oid(&ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.1")),
            &asn1::sequence(&[&set, &digest]),
        ]);
        let point = asn1::bit_string(&asn1::octet_string(&[1; 64]));
        d.key = asn1::sequence(&[&algorithm, &point]);
    }),
];

const HOUSE: &[(&str, Of, Change)] = &[
    ("house-within-issuer-validity", Holder, |d| {
        d.not_after = time(datetime!(2041-01-01 00:00 UTC));
    }),
    ("house-within-issuer-key-period", Holder, |d| {
        d.not_before = time(datetime!(2029-01-01 00:00 UTC));
        d.not_after = time(datetime!(2030-01-01 00:00 UTC));
    }),
    ("house-key-period-within-validity", Holder, |d| {
        let period = PrivateKeyUsagePeriod::new(FROM, TO + time::Duration::DAY);
        d.extension(oid::PRIVATE_KEY_USAGE_PERIOD).2 = period.encode();
    }),
    ("house-key-period-present", Holder, |d| {
        d.drop_extension(oid::PRIVATE_KEY_USAGE_PERIOD);
    }),
    ("house-refused-characters", Holder, |d| {
        d.set_text(oid::SURNAME, "Сёмина\u{202e}");
    }),
    ("house-mixed-scripts", Holder, |d| {
        d.set_text(oid::SURNAME, "Cёмина");
    }),
    ("house-normalised", Holder, |d| {
        d.set_text(oid::SURNAME, "Се\u{308}мина");
    }),
    ("house-policies-allowed", Holder, |d| {
        let classes = [SignToolClass::Ks1.oid(), SignToolClass::Ks2.oid()];
        d.set_policies(&[classes[0], classes[1], oid::ANY_POLICY]);
    }),
    ("house-serial-random-length", Holder, |d| {
        d.serial = vec![1; 14];
    }),
    ("house-subject-attribute-order", Holder, |d| {
        d.subject.reverse();
    }),
    ("house-subject-attributes-known", Holder, |d| {
        d.add_attribute(oid::UNSTRUCTURED_NAME, tag::IA5_STRING, "INN=7710568760");
    }),
    ("house-authority-key-usage-critical", Authority, |d| {
        d.extension(oid::KEY_USAGE).1 = None;
    }),
    ("house-revocation-reachable", Holder, |d| {
        d.drop_extension(oid::CRL_DISTRIBUTION_POINTS);
        d.drop_extension(oid::AUTHORITY_INFORMATION_ACCESS);
    }),
];

#[test]
fn each_rule_is_broken_by_its_change() {
    let world = World::new();
    let allowed = SignToolClass::Ks2.policies();
    let context = LintContext {
        policies: Some(&allowed),
        ..LintContext::OURS
    };
    let holder = world.holder_draft.build();
    assert_eq!(
        lint::lint_certificate(&holder, Some(&world.authority), &context),
        []
    );
    for (rule, of, change) in [RFC5280, ORDER795, HOUSE].concat() {
        let (draft, issuer) = match of {
            Holder => (&world.holder_draft, &world.authority),
            Authority => (&world.authority_draft, &world.root),
        };
        let mut draft = draft.clone();
        change(&mut draft);
        let findings = lint::lint_certificate(&draft.build(), Some(issuer), &context);
        assert!(
            findings.iter().any(|finding| finding.rule == rule),
            "{rule}: {findings:?}"
        );
    }
}

#[test]
fn every_rule_has_its_change_and_a_unique_id() {
    let tried: BTreeSet<_> = [RFC5280, ORDER795, HOUSE]
        .concat()
        .into_iter()
        .map(|(rule, ..)| rule)
        .collect();
    let rules: Vec<_> = lint::certificate_rules()
        .into_iter()
        .map(|rule| rule.id)
        .collect();
    assert_eq!(rules.iter().copied().collect::<BTreeSet<_>>(), tried);
    assert_eq!(rules.len(), tried.len());
}

#[test]
fn the_orders_rules_hold_for_qualified_certificates_alone() {
    let world = World::new();
    let mut draft = world.holder_draft.clone();
    draft.drop_extension(oid::SUBJECT_SIGN_TOOL);
    let context = LintContext {
        shape: Shape::Unqualified,
        ..LintContext::OURS
    };
    let certificate = draft.build();
    assert_eq!(
        lint::lint_certificate(&certificate, Some(&world.authority), &context),
        []
    );
}

#[test]
fn samples_of_guides_pass_where_fakes_are_allowed() {
    let world = World::new();
    let mut draft = world.holder_draft.clone();
    draft.set_text(oid::OGRN, "1111111111111");
    let context = LintContext {
        fakes: FakeNumbers::Allowed,
        ..LintContext::OURS
    };
    let certificate = draft.build();
    assert_eq!(
        lint::lint_certificate(&certificate, Some(&world.authority), &context),
        []
    );
    assert!(!world.lint_holder(&draft).is_empty());
}

#[test]
fn findings_carry_no_value_of_the_subject() {
    let world = World::new();
    for (_, of, change) in [RFC5280, ORDER795, HOUSE].concat() {
        let (draft, issuer) = match of {
            Holder => (&world.holder_draft, &world.authority),
            Authority => (&world.authority_draft, &world.root),
        };
        let mut draft = draft.clone();
        change(&mut draft);
        for finding in lint::lint_certificate(&draft.build(), Some(issuer), &LintContext::OURS) {
            let text = format!("{finding:?}");
            for personal in ["мина", "Анна", "112233445", "9901000033", "semina"] {
                assert!(!text.contains(personal), "{text}");
            }
        }
    }
}

type ListChange = fn(&mut ListDraft);

const LISTS: &[(&str, ListChange)] = &[
    ("list-version", |d| d.version = None),
    ("list-signature-algorithms-equal", |d| {
        d.inner_algorithm = algorithm("1.2.643.7.1.1.3.3");
    }),
    ("list-issuer-matches", |d| d.issuer = asn1::sequence(&[])),
    ("list-times-encoding", |d| {
        d.this_update = Time::generalized(FROM).to_der();
    }),
    ("list-next-update-present", |d| d.next_update.clear()),
    ("list-next-update-after", |d| {
        d.next_update = d.this_update.clone();
    }),
    ("list-next-update-soon", |d| d.next_update = time(TO)),
    ("list-number-present", |d| drop(d.extensions.pop())),
    ("list-authority-key-identifier-present", |d| {
        drop(d.extensions.remove(0));
    }),
    ("list-extensions-unique", |d| {
        d.extensions.push(d.extensions[1].clone());
    }),
    ("list-entries-not-empty", |d| d.entries = Some(Vec::new())),
    ("list-entries-unique", |d| {
        d.entries = Some(vec![entry(5, FROM, &[]); 2]);
    }),
    ("list-entries-not-later", |d| {
        d.entries = Some(vec![entry(5, TO, &[])]);
    }),
    ("list-reason-unspecified-absent", |d| {
        d.entries = Some(vec![entry(5, FROM, &[reason(0)])]);
    }),
    ("list-reason-known", |d| {
        d.entries = Some(vec![entry(5, FROM, &[reason(7)])]);
    }),
    ("list-entry-extension-critical", |d| {
        let critical = list_extension(oid::CRL_REASON, true, &[tag::ENUMERATED, 1, 1]);
        d.entries = Some(vec![entry(5, FROM, &[critical])]);
    }),
];

#[test]
fn each_rule_for_lists_is_broken_by_its_change() {
    let world = World::new();
    let good = ListDraft::new(&world.authority);
    let lint = |der: &[u8]| lint::lint_list(der, Some(&world.authority), &LintContext::OURS);
    assert_eq!(lint(&good.der()), []);
    assert_eq!(
        lint(
            &ListDraft {
                entries: None,
                ..good.clone()
            }
            .der()
        ),
        []
    );
    for (rule, change) in LISTS {
        let mut draft = good.clone();
        change(&mut draft);
        let findings = lint(&draft.der());
        assert!(
            findings.iter().any(|finding| finding.rule == *rule),
            "{rule}: {findings:?}"
        );
    }
    let tried: BTreeSet<_> = LISTS.iter().map(|(rule, _)| *rule).collect();
    let rules: BTreeSet<_> = lint::list_rules().into_iter().map(|rule| rule.id).collect();
    assert_eq!(rules, tried);
    assert_eq!(lint(b"\x30\x00").len(), 1);
}

/// The findings in the real certificates of authorities, as they were judged: each is a deviation
/// that the certificates do have. A change of the linter shows here.
#[test]
fn findings_in_real_certificates_are_those_that_were_judged() {
    let Some(folder) = testdata("gost-real/ca") else {
        return;
    };
    let certificates: Vec<_> = files(&folder, ".crt")
        .into_iter()
        .map(|path| {
            let der = fs::read(&path).expect("a readable file");
            (
                file_name(&path),
                Certificate::from_der(&der).expect("a certificate"),
            )
        })
        .collect();
    let mut histogram = BTreeMap::<(Severity, &str), usize>::new();
    let mut details = String::new();
    for (name, certificate) in &certificates {
        let issuer = issuer_of(certificate, certificates.iter().map(|(_, other)| other));
        let mut rules = BTreeSet::new();
        for finding in lint::lint_certificate(certificate, issuer, &LintContext::FOREIGN) {
            let facts: Vec<_> = finding
                .facts
                .iter()
                .map(|fact| format!("{}={}", fact.name, fact.value))
                .collect();
            writeln!(
                details,
                "{name} {} {} {}",
                finding.rule,
                finding.location,
                facts.join(" ")
            )
            .expect("a string takes it");
            rules.insert((finding.severity, finding.rule));
        }
        for rule in rules {
            *histogram.entry(rule).or_default() += 1;
        }
    }
    if let Some(path) = std::env::var_os("SMENA_LINT_DETAILS") {
        fs::write(path, details).expect("the details are written");
    }
    let mut text = format!("# certificates of authorities: {}\n", certificates.len());
    for ((severity, rule), count) in histogram.iter().rev() {
        writeln!(text, "{count:>4} {} {rule}", severity.id()).expect("a string takes it");
    }
    let expected = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/lint_findings.txt");
    if std::env::var_os("SMENA_UPDATE_EXPECTED").is_some() {
        fs::write(expected, &text).expect("the expected findings are written");
    }
    let expected = fs::read_to_string(expected).expect("the expected findings are committed");
    let expected: String = expected
        .lines()
        .filter(|line| !line.starts_with("##"))
        .fold(String::new(), |text, line| text + line + "\n");
    assert_eq!(text, expected);
}

/// Finds the certificate that the authorityKeyIdentifier means, or another one of the same key:
/// an authority may have several, one of them cross-signed.
fn issuer_of<'a>(
    certificate: &Certificate,
    candidates: impl Iterator<Item = &'a Certificate>,
) -> Option<&'a Certificate> {
    let meant = certificate
        .extensions()
        .authority_key_identifier()
        .ok()
        .flatten();
    let meant = meant.and_then(|identifier| identifier.serial);
    let signed = |issuer: &&Certificate| {
        certificate.issuer() == issuer.subject()
            && issuer
                .public_key()
                .is_ok_and(|key| certificate.verify_signed_by(&key).is_ok())
    };
    let signers: Vec<_> = candidates.filter(signed).collect();
    let exact = signers
        .iter()
        .find(|issuer| Some(issuer.serial()) == meant.as_ref());
    exact.or(signers.first()).copied()
}
