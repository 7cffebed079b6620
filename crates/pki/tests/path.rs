//! Path validation: real chains, chains made here to break one rule each, budgets, revocation.

#![cfg(test)]

mod authority;
mod common;

use std::collections::BTreeSet;
use std::fs;
use std::slice;

use const_oid::ObjectIdentifier;
use proptest::prelude::*;
use smena_pki::algorithm::KeyAlgorithm;
use smena_pki::certificate::{Certificate, SerialNumber};
use smena_pki::crl::{CertificateRevocationList, CrlBuilder, Reason, RevokedEntry};
use smena_pki::extension::{
    CertificatePolicies, ExtendedKeyUsage, Extension, Extensions, GeneralName, GeneralSubtree,
    KeyUsage, NameConstraints, PolicyConstraints, SubjectAlternativeName,
};
use smena_pki::key::PrivateKey;
use smena_pki::path::{
    Budget, Conformance, Fault, PathError, PathOptions, PolicyOptions, Rule, Unchecked,
    ValidatedPath, Work, validate,
};
use smena_pki::{limits, oid};
use time::{Duration, OffsetDateTime};

use authority::{FROM, NOW, Party, Plan, TO, name};
use common::SeededRng;

const P256: KeyAlgorithm = KeyAlgorithm::EcdsaP256;
const UNKNOWN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.9.3");
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.9.4");

type Outcome = Result<ValidatedPath, PathError>;

/// A root, an issuing authority under it, a holder under that.
struct Chain {
    root: Party,
    issuing: Party,
    holder: Party,
}

impl Chain {
    fn of(root: &Plan, issuing: &Plan, holder: &Plan) -> Self {
        let root = root.root(P256);
        let issuing = issuing.under(&root);
        let holder = holder.under(&issuing);
        Self {
            root,
            issuing,
            holder,
        }
    }

    fn plain() -> Self {
        Self::of(&root_plan(), &issuing_plan(), &holder_plan())
    }

    fn validate(&self, options: &PathOptions<'_>) -> Outcome {
        check(&self.holder, &[&self.issuing], &self.root, options)
    }
}

/// A copy of a key, for a second certificate on it.
fn same_key(party: &Party) -> PrivateKey {
    let encoded = party.key.to_pkcs8_der().expect("PKCS#8");
    PrivateKey::from_pkcs8_der(&encoded).expect("the same key")
}

fn root_plan() -> Plan {
    Plan::authority("Path root", 1)
}

fn issuing_plan() -> Plan {
    Plan::authority("Path issuing", 2)
}

fn holder_plan() -> Plan {
    Plan::holder("Path holder", 3)
}

fn check(target: &Party, pool: &[&Party], anchor: &Party, options: &PathOptions<'_>) -> Outcome {
    let pool: Vec<Certificate> = pool.iter().map(|party| party.certificate.clone()).collect();
    validate(
        &target.certificate,
        &pool,
        slice::from_ref(&anchor.certificate),
        options,
    )
}

fn now() -> PathOptions<'static> {
    PathOptions::at(NOW)
}

#[track_caller]
fn assert_fault(outcome: Outcome, subject: &str, fault: &Fault) {
    let error = outcome.expect_err("refused");
    assert_eq!((error.fault(), error.subject()), (fault, subject));
}

fn with(extension: Extension) -> Extensions {
    let mut extensions = Extensions::new();
    extensions.push(extension);
    extensions
}

#[test]
fn a_plain_path_is_valid_from_its_first_to_its_last_second() {
    let chain = Chain::plain();
    let path = chain.validate(&now()).expect("valid");
    assert_eq!(path.target(), &chain.holder.certificate);
    assert_eq!(path.anchor(), &chain.root.certificate);
    assert_eq!(path.certificates().len(), 3);
    assert_eq!((path.at(), path.revocation_checked()), (NOW, false));
    for at in [FROM, TO, TO + Duration::milliseconds(999)] {
        chain.validate(&PathOptions::at(at)).expect("valid");
    }
    let early = FROM - Duration::milliseconds(1);
    let at = FROM - Duration::seconds(1);
    let fault = Fault::NotYetValid {
        not_before: FROM,
        at,
    };
    assert_fault(
        chain.validate(&PathOptions::at(early)),
        "CN=Path holder",
        &fault,
    );
    let at = TO + Duration::seconds(1);
    let fault = Fault::Expired { not_after: TO, at };
    assert_fault(
        chain.validate(&PathOptions::at(at)),
        "CN=Path holder",
        &fault,
    );
}

#[test]
fn the_certificate_at_fault_is_named() {
    let until = NOW - Duration::days(1);
    let expired = |plan: Plan| Plan {
        not_after: until,
        ..plan
    };
    let fault = Fault::Expired {
        not_after: until,
        at: NOW,
    };
    let chain = Chain::of(&root_plan(), &expired(issuing_plan()), &holder_plan());
    assert_fault(chain.validate(&now()), "CN=Path issuing", &fault);
    let chain = Chain::of(&expired(root_plan()), &issuing_plan(), &holder_plan());
    let error = chain.validate(&now()).expect_err("refused");
    assert_eq!((error.subject(), error.serial()), ("CN=Path root", "01"));
    assert_eq!(error.fault(), &fault);
}

#[test]
fn an_anchor_is_valid_itself_and_without_issuer_nothing_else() {
    let chain = Chain::plain();
    let path = check(&chain.root, &[], &chain.root, &now()).expect("valid");
    assert_eq!(path.certificates().len(), 1);
    let trusted = check(&chain.issuing, &[], &chain.issuing, &now()).expect("an anchor");
    assert_eq!(trusted.anchor(), &chain.issuing.certificate);
    let below = check(&chain.holder, &[], &chain.issuing, &now()).expect("under that anchor");
    assert_eq!(below.certificates().len(), 2);
    let issuer = "CN=Path issuing".to_owned();
    let fault = Fault::NoIssuer { issuer };
    assert_fault(
        check(&chain.holder, &[], &chain.root, &now()),
        "CN=Path holder",
        &fault,
    );
    let stranger = Plan::authority("Stranger", 9).root(P256);
    let issuer = "CN=Path root".to_owned();
    let outcome = check(&chain.holder, &[&chain.issuing], &stranger, &now());
    assert_fault(outcome, "CN=Path issuing", &Fault::NoIssuer { issuer });
}

#[test]
fn a_root_of_the_same_name_with_another_key_is_not_it() {
    let chain = Chain::plain();
    let impostor = Plan {
        serial: 77,
        ..root_plan()
    }
    .root(P256);
    let issuer = "CN=Path root".to_owned();
    let outcome = check(&chain.holder, &[&chain.issuing], &impostor, &now());
    assert_fault(outcome, "CN=Path issuing", &Fault::Signature { issuer });
}

#[test]
fn after_a_key_rollover_both_keys_lead_up() {
    let root = root_plan().root(P256);
    let old = Plan {
        serial: 20,
        ..issuing_plan()
    }
    .under(&root);
    let new = Plan {
        serial: 21,
        ..issuing_plan()
    }
    .under(&root);
    for (issuer, serial) in [(&old, 30), (&new, 31)] {
        let holder = Plan {
            serial,
            ..holder_plan()
        }
        .under(issuer);
        for pool in [[&old, &new], [&new, &old]] {
            let path = check(&holder, &pool, &root, &now()).expect("valid");
            assert_eq!(path.certificates()[1], issuer.certificate);
        }
    }
}

#[test]
fn a_dead_end_is_left_for_the_way_that_leads_up() {
    // One key certified twice: under a root that nobody trusts, and under the trusted one.
    let (trusted, stranger) = (
        root_plan().root(P256),
        Plan::authority("Stranger", 9).root(P256),
    );
    let astray = Plan {
        serial: 40,
        not_before: NOW - Duration::days(1),
        ..issuing_plan()
    };
    let astray = astray.under(&stranger);
    let good = Plan {
        serial: 41,
        ..issuing_plan()
    }
    .for_key(same_key(&astray), &trusted);
    let holder = holder_plan().under(&astray);
    let path = check(&holder, &[&astray, &good, &stranger], &trusted, &now()).expect("valid");
    assert_eq!(path.certificates()[1], good.certificate);
}

#[test]
fn authorities_that_certify_each_other_in_a_circle_lead_nowhere() {
    let (a, b) = (
        Plan::authority("A", 1).root(P256),
        Plan::authority("B", 1).root(P256),
    );
    let a_by_b = Plan::authority("A", 2).for_key(same_key(&a), &b);
    let b_by_a = Plan::authority("B", 2).for_key(same_key(&b), &a);
    let holder = holder_plan().under(&a);
    let anchor = root_plan().root(P256);
    let outcome = check(&holder, &[&a, &b, &a_by_b, &b_by_a], &anchor, &now());
    assert!(matches!(
        outcome.expect_err("refused").fault(),
        Fault::NoIssuer { .. }
    ));
}

#[test]
fn who_may_not_sign_certificates_is_no_issuer() {
    let holder = Plan {
        authority: false,
        ..issuing_plan()
    };
    let chain = Chain::of(&root_plan(), &holder, &holder_plan());
    assert_fault(
        chain.validate(&now()),
        "CN=Path issuing",
        &Fault::NotAuthority,
    );
    let no_sign = Plan {
        usage: KeyUsage::CRL_SIGN,
        ..issuing_plan()
    };
    let chain = Chain::of(&root_plan(), &no_sign, &holder_plan());
    assert_fault(
        chain.validate(&now()),
        "CN=Path issuing",
        &Fault::NoCertificateSign,
    );
}

#[test]
fn path_lengths_bind() {
    let limited = |length| Plan {
        path_length: Some(length),
        ..root_plan()
    };
    Chain::of(&limited(1), &issuing_plan(), &holder_plan())
        .validate(&now())
        .expect("within");
    let chain = Chain::of(&limited(0), &issuing_plan(), &holder_plan());
    assert_fault(
        chain.validate(&now()),
        "CN=Path issuing",
        &Fault::PathLength,
    );
    // A self-issued authority does not count.
    let root = limited(1).root(P256);
    let same_name = Plan {
        serial: 5,
        ..root_plan()
    }
    .under(&root);
    let issuing = issuing_plan().under(&same_name);
    let holder = holder_plan().under(&issuing);
    check(&holder, &[&issuing, &same_name], &root, &now()).expect("within");
}

#[test]
fn critical_extensions_that_are_not_known_refuse() {
    let more = |critical| with(Extension::new(UNKNOWN, critical, vec![5, 0]));
    let fault = Fault::CriticalExtension(UNKNOWN);
    let holder = |critical| Plan {
        more: more(critical),
        ..holder_plan()
    };
    let chain = Chain::of(&root_plan(), &issuing_plan(), &holder(true));
    assert_fault(chain.validate(&now()), "CN=Path holder", &fault);
    let chain = Chain::of(&root_plan(), &issuing_plan(), &holder(false));
    chain.validate(&now()).expect("valid");
    let issuing = Plan {
        more: more(true),
        ..issuing_plan()
    };
    let chain = Chain::of(&root_plan(), &issuing, &holder_plan());
    assert_fault(chain.validate(&now()), "CN=Path issuing", &fault);
}

fn dns(names: &[&str]) -> SubjectAlternativeName {
    SubjectAlternativeName(
        names
            .iter()
            .map(|&name| GeneralName::Dns(name.to_owned()))
            .collect(),
    )
}

fn subtree(base: GeneralName) -> GeneralSubtree {
    GeneralSubtree {
        base,
        minimum: 0,
        maximum: None,
    }
}

fn constrained(plan: Plan, permitted: &[GeneralName], excluded: &[GeneralName]) -> Plan {
    let trees = |bases: &[GeneralName]| -> Option<Vec<GeneralSubtree>> {
        (!bases.is_empty()).then(|| bases.iter().cloned().map(subtree).collect())
    };
    let constraints = NameConstraints {
        permitted: trees(permitted),
        excluded: trees(excluded),
    };
    Plan {
        more: Extensions::new().with(&constraints, true),
        ..plan
    }
}

#[test]
fn names_are_held_to_the_constraints_of_every_authority_above() {
    let base = |name: &str| GeneralName::Dns(name.to_owned());
    let holder = |names: &[&str]| Plan {
        more: Extensions::new().with(&dns(names), false),
        ..holder_plan()
    };
    let root = constrained(root_plan(), &[base("example")], &[]);
    let issuing = constrained(issuing_plan(), &[], &[base("secret.example")]);
    let run = |names: &[&str]| Chain::of(&root, &issuing, &holder(names)).validate(&now());
    run(&["a.example", "b.example"]).expect("permitted");
    let outside = Fault::NameNotPermitted("a.test".to_owned());
    assert_fault(run(&["a.example", "a.test"]), "CN=Path holder", &outside);
    let excluded = Fault::NameExcluded("x.secret.example".to_owned());
    assert_fault(run(&["x.secret.example"]), "CN=Path holder", &excluded);
    let subject = GeneralName::Directory(name("Path holder"));
    let chain = Chain::of(
        &root_plan(),
        &constrained(issuing_plan(), &[], &[subject]),
        &holder_plan(),
    );
    let fault = Fault::NameExcluded("CN=Path holder".to_owned());
    assert_fault(chain.validate(&now()), "CN=Path holder", &fault);
}

#[test]
fn purposes_bind_the_holder_and_every_authority_that_limits_them() {
    let client = ExtendedKeyUsage(vec![oid::EKU_CLIENT_AUTH]);
    let more = Extensions::new().with(&client, false);
    let asking = |purpose| PathOptions {
        purpose: Some(purpose),
        ..now()
    };
    let chain = Chain::of(
        &root_plan(),
        &issuing_plan(),
        &Plan {
            more: more.clone(),
            ..holder_plan()
        },
    );
    chain
        .validate(&asking(oid::EKU_CLIENT_AUTH))
        .expect("allowed");
    let fault = Fault::Purpose(oid::EKU_SERVER_AUTH);
    assert_fault(
        chain.validate(&asking(oid::EKU_SERVER_AUTH)),
        "CN=Path holder",
        &fault,
    );
    let chain = Chain::of(
        &root_plan(),
        &Plan {
            more,
            ..issuing_plan()
        },
        &holder_plan(),
    );
    assert_fault(
        chain.validate(&asking(oid::EKU_SERVER_AUTH)),
        "CN=Path issuing",
        &fault,
    );
    let usage = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::KEY_AGREEMENT;
    let options = PathOptions { usage, ..now() };
    assert_fault(
        chain.validate(&options),
        "CN=Path holder",
        &Fault::KeyUsage(usage),
    );
    let usage = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::NON_REPUDIATION;
    chain
        .validate(&PathOptions { usage, ..now() })
        .expect("allowed");
}

#[test]
fn policies_are_carried_down_and_can_be_demanded() {
    let policies = |plan: Plan, oids: &[ObjectIdentifier]| Plan {
        more: Extensions::new().with(&CertificatePolicies::new(oids), false),
        ..plan
    };
    let chain = Chain::of(
        &root_plan(),
        &policies(issuing_plan(), &[oid::ANY_POLICY]),
        &policies(holder_plan(), &[POLICY]),
    );
    assert_eq!(chain.validate(&now()).expect("valid").policies(), [POLICY]);
    let demanding = |accepted: &[ObjectIdentifier]| PathOptions {
        policies: PolicyOptions {
            accepted: accepted.to_vec(),
            require_explicit: true,
            ..PolicyOptions::default()
        },
        ..now()
    };
    chain.validate(&demanding(&[POLICY])).expect("valid");
    assert_fault(
        chain.validate(&demanding(&[UNKNOWN])),
        "CN=Path holder",
        &Fault::Policy,
    );
    let without = Chain::plain();
    assert_eq!(without.validate(&now()).expect("valid").policies(), []);
    assert_fault(
        without.validate(&demanding(&[])),
        "CN=Path issuing",
        &Fault::Policy,
    );
    let constraint = PolicyConstraints {
        require_explicit_policy: Some(0),
        inhibit_policy_mapping: None,
    };
    let issuing = Plan {
        more: Extensions::new().with(&constraint, true),
        ..issuing_plan()
    };
    let chain = Chain::of(&root_plan(), &issuing, &holder_plan());
    assert_fault(chain.validate(&now()), "CN=Path holder", &Fault::Policy);
}

#[test]
fn the_profile_is_demanded_unless_leniency_is_asked() {
    let constraint = constrained(
        issuing_plan(),
        &[GeneralName::Dns("example".to_owned())],
        &[],
    );
    let mut more = Extensions::new();
    for extension in &constraint.more {
        more.push(Extension::new(
            extension.oid(),
            false,
            extension.value().to_vec(),
        ));
    }
    let chain = Chain::of(
        &root_plan(),
        &Plan {
            more,
            ..issuing_plan()
        },
        &holder_plan(),
    );
    let fault = Fault::Profile(Rule::NameConstraintsNotCritical);
    assert_fault(chain.validate(&now()), "CN=Path issuing", &fault);
    let lenient = PathOptions {
        conformance: Conformance::Lenient,
        ..now()
    };
    chain
        .validate(&lenient)
        .expect("valid when looked at kindly");
}

// --- budgets ---

/// `count` self-issued authorities of one name, each under the former; the last issues a holder.
fn ladder(count: usize) -> (Party, Vec<Party>, Party) {
    let root = root_plan().root(P256);
    let mut rungs: Vec<Party> = Vec::new();
    for serial in 0..count {
        let plan = Plan::authority(&format!("Rung {serial}"), 100 + serial as u64);
        let rung = plan.under(rungs.last().unwrap_or(&root));
        rungs.push(rung);
    }
    let holder = holder_plan().under(rungs.last().unwrap_or(&root));
    (root, rungs, holder)
}

#[test]
fn as_many_authorities_as_allowed_and_one_more() {
    for count in [limits::PATH_INTERMEDIATES_MAX, 2] {
        let (root, rungs, holder) = ladder(count);
        let pool: Vec<&Party> = rungs.iter().collect();
        let options = PathOptions {
            intermediates_max: count,
            ..now()
        };
        check(&holder, &pool, &root, &options).expect("at the limit");
        let options = PathOptions {
            intermediates_max: count - 1,
            ..now()
        };
        let error = check(&holder, &pool, &root, &options).expect_err("one beyond");
        assert_eq!(error.fault(), &Fault::TooManyIntermediates(count - 1));
    }
}

#[test]
fn as_many_certificates_as_allowed_and_one_more() {
    for (self_issued, good) in [
        (limits::PATH_CERTIFICATES_MAX - 2, true),
        (limits::PATH_CERTIFICATES_MAX - 1, false),
    ] {
        let root = root_plan().root(P256);
        let mut rungs: Vec<Party> = Vec::new();
        for serial in 0..self_issued {
            let plan = Plan {
                serial: 100 + serial as u64,
                ..root_plan()
            };
            let rung = plan.under(rungs.last().unwrap_or(&root));
            rungs.push(rung);
        }
        let holder = holder_plan().under(rungs.last().expect("a rung"));
        let pool: Vec<&Party> = rungs.iter().collect();
        let outcome = check(&holder, &pool, &root, &now());
        assert_eq!(outcome.is_ok(), good, "{outcome:?}");
    }
}

#[test]
fn signatures_at_the_budget_and_one_beyond() {
    let chain = Chain::plain();
    let budget = |signatures| PathOptions {
        budget: Budget {
            signatures,
            ..Budget::default()
        },
        ..now()
    };
    chain.validate(&budget(2)).expect("two signatures");
    assert_fault(
        chain.validate(&budget(1)),
        "CN=Path issuing",
        &Fault::Budget(Work::Signature),
    );
    // Many impostors of one name: the default budget ends the search.
    let issuing = issuing_plan();
    let impostors: Vec<Party> = (0..=limits::PATH_SIGNATURES_MAX)
        .map(|n| {
            Plan {
                serial: 1_000 + n as u64,
                ..issuing_plan()
            }
            .under(&chain.root)
        })
        .collect();
    let holder = holder_plan().under(&issuing.under(&Plan::authority("Stranger", 9).root(P256)));
    let pool: Vec<&Party> = impostors.iter().collect();
    let issuer = "CN=Path issuing".to_owned();
    let within = check(
        &holder,
        &pool[..limits::PATH_SIGNATURES_MAX],
        &chain.root,
        &now(),
    );
    assert_fault(within, "CN=Path holder", &Fault::Signature { issuer });
    let beyond = check(&holder, &pool, &chain.root, &now());
    assert_fault(beyond, "CN=Path holder", &Fault::Budget(Work::Signature));
}

#[test]
fn steps_at_the_budget_and_one_beyond() {
    let chain = Chain::plain();
    let budget = |steps| PathOptions {
        budget: Budget {
            steps,
            ..Budget::default()
        },
        ..now()
    };
    chain.validate(&budget(2)).expect("two steps");
    assert_fault(
        chain.validate(&budget(1)),
        "CN=Path issuing",
        &Fault::Budget(Work::Step),
    );
    // The same impostor over and over: refused before its signature is looked at.
    let impostor = Plan {
        authority: false,
        ..issuing_plan()
    }
    .under(&chain.root);
    let pool = vec![impostor.certificate; limits::PATH_STEPS_MAX + 1];
    let anchors = [chain.root.certificate.clone()];
    let within = validate(
        &chain.holder.certificate,
        &pool[..limits::PATH_STEPS_MAX],
        &anchors,
        &now(),
    );
    assert_fault(within, "CN=Path issuing", &Fault::NotAuthority);
    let beyond = validate(&chain.holder.certificate, &pool, &anchors, &now());
    assert_fault(beyond, "CN=Path holder", &Fault::Budget(Work::Step));
}

#[test]
fn name_comparisons_at_the_budget_and_one_beyond() {
    let base = |n: usize| GeneralName::Dns(format!("n{n}.example"));
    let bases: Vec<GeneralName> = (0..10).map(base).collect();
    let names = dns(&["a.test", "b.test"]);
    let holder = Plan {
        more: Extensions::new().with(&names, false),
        ..holder_plan()
    };
    let chain = Chain::of(
        &root_plan(),
        &constrained(issuing_plan(), &[], &bases),
        &holder,
    );
    let budget = |name_comparisons| PathOptions {
        budget: Budget {
            name_comparisons,
            ..Budget::default()
        },
        ..now()
    };
    chain.validate(&budget(20)).expect("twenty comparisons");
    let fault = Fault::Budget(Work::NameComparison);
    assert_fault(chain.validate(&budget(19)), "CN=Path holder", &fault);
    assert_eq!(
        Budget::default().name_comparisons,
        limits::PATH_NAME_COMPARISONS_MAX
    );
    // 316 names under 317 bases: 100 172 comparisons; under 316: 99 856.
    for (count, good) in [(316, true), (317, false)] {
        let bases: Vec<GeneralName> = (0..count).map(base).collect();
        let names: Vec<String> = (0..316).map(|n| format!("n{n}.test")).collect();
        let names = dns(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let holder = Plan {
            more: Extensions::new().with(&names, false),
            ..holder_plan()
        };
        let chain = Chain::of(
            &root_plan(),
            &constrained(issuing_plan(), &[], &bases),
            &holder,
        );
        let outcome = chain.validate(&now());
        assert_eq!(outcome.is_ok(), good, "{count}: {outcome:?}");
    }
}

// --- revocation ---

fn crl(
    issuer: &Party,
    revoked: &[(u64, Option<Reason>)],
    at: OffsetDateTime,
) -> CertificateRevocationList {
    crl_of(
        &CrlBuilder::new(&issuer.certificate, 1, at, at + Duration::days(7)),
        issuer,
        revoked,
    )
}

fn crl_of(
    builder: &CrlBuilder<'_>,
    issuer: &Party,
    revoked: &[(u64, Option<Reason>)],
) -> CertificateRevocationList {
    let entries: Vec<RevokedEntry> = revoked
        .iter()
        .map(|(serial, reason)| RevokedEntry {
            serial: SerialNumber::from_magnitude(&serial.to_be_bytes()).expect("a serial"),
            date: FROM,
            reason: *reason,
        })
        .collect();
    let der = builder
        .sign(&entries, &issuer.key, &mut SeededRng::new("crl"))
        .expect("a list");
    CertificateRevocationList::from_der(&der).expect("readable")
}

fn with_lists(chain: &Chain, lists: &[CertificateRevocationList]) -> Outcome {
    chain.validate(&PathOptions {
        revocation: Some(lists),
        ..now()
    })
}

#[test]
fn every_certificate_under_the_anchor_must_be_proved_not_revoked() {
    let chain = Chain::plain();
    let (of_root, of_issuing) = (
        crl(&chain.root, &[], NOW),
        crl(&chain.issuing, &[(9, None)], NOW),
    );
    let both = [of_root.clone(), of_issuing.clone()];
    assert!(
        with_lists(&chain, &both)
            .expect("valid")
            .revocation_checked()
    );
    let unknown = |issuer: &str| Fault::RevocationUnknown(Unchecked::NoList(issuer.to_owned()));
    assert_fault(
        with_lists(&chain, &[of_root]),
        "CN=Path holder",
        &unknown("CN=Path issuing"),
    );
    assert_fault(
        with_lists(&chain, &[of_issuing]),
        "CN=Path issuing",
        &unknown("CN=Path root"),
    );
    assert_fault(
        with_lists(&chain, &[]),
        "CN=Path issuing",
        &unknown("CN=Path root"),
    );
}

#[test]
fn a_revoked_certificate_anywhere_in_the_path_refuses_it() {
    let chain = Chain::plain();
    let reason = Some(Reason::KeyCompromise);
    let lists = [
        crl(&chain.root, &[], NOW),
        crl(&chain.issuing, &[(3, reason)], NOW),
    ];
    let fault = Fault::Revoked {
        since: FROM,
        reason,
    };
    assert_fault(with_lists(&chain, &lists), "CN=Path holder", &fault);
    let lists = [
        crl(&chain.root, &[(2, None)], NOW),
        crl(&chain.issuing, &[], NOW),
    ];
    let fault = Fault::Revoked {
        since: FROM,
        reason: None,
    };
    assert_fault(with_lists(&chain, &lists), "CN=Path issuing", &fault);
    // A list that says so counts, whatever another says.
    let both = [
        crl(&chain.root, &[], NOW),
        crl(&chain.issuing, &[], NOW),
        crl(&chain.issuing, &[(3, reason)], NOW - Duration::days(1)),
    ];
    let fault = Fault::Revoked {
        since: FROM,
        reason,
    };
    assert_fault(with_lists(&chain, &both), "CN=Path holder", &fault);
}

#[track_caller]
fn assert_unchecked(chain: &Chain, list: &CertificateRevocationList, expected: &Unchecked) {
    let lists = [crl(&chain.root, &[], NOW), list.clone()];
    let fault = Fault::RevocationUnknown(expected.clone());
    assert_fault(with_lists(chain, &lists), "CN=Path holder", &fault);
}

#[test]
fn a_list_that_does_not_count_leaves_it_unknown() {
    let chain = Chain::plain();
    let later = NOW + Duration::seconds(1);
    let not_current = |this_update| Unchecked::NotCurrent { this_update };
    assert_unchecked(
        &chain,
        &crl(&chain.issuing, &[], later),
        &not_current(later),
    );
    let former = NOW - Duration::days(7) - Duration::seconds(1);
    assert_unchecked(
        &chain,
        &crl(&chain.issuing, &[], former),
        &not_current(former),
    );
    let last_second = crl(&chain.issuing, &[], NOW - Duration::days(7));
    with_lists(&chain, &[crl(&chain.root, &[], NOW), last_second]).expect("still current");
    let impostor = Plan {
        serial: 50,
        ..issuing_plan()
    }
    .under(&chain.root);
    assert_unchecked(&chain, &crl(&impostor, &[], NOW), &Unchecked::Signature);
    let week = NOW + Duration::days(7);
    let special = |id, critical, value: &[u8]| {
        let extension = Extension::new(id, critical, value.to_vec());
        let builder = CrlBuilder::new(&chain.issuing.certificate, 1, NOW, week);
        crl_of(&builder.extension(extension), &chain.issuing, &[])
    };
    let unknown = special(UNKNOWN, true, &[5, 0]);
    assert_unchecked(&chain, &unknown, &Unchecked::CriticalExtension);
    with_lists(
        &chain,
        &[crl(&chain.root, &[], NOW), special(UNKNOWN, false, &[5, 0])],
    )
    .expect("an extension that is not critical does no harm");
    let delta = special(oid::DELTA_CRL_INDICATOR, true, &[2, 1, 1]);
    assert_unchecked(&chain, &delta, &Unchecked::Scope);
    let point = oid::ISSUING_DISTRIBUTION_POINT;
    for authorities_only in [&[0x30, 3, 0x82, 1, 0xff][..], &[0x30, 3, 0x84, 1, 0xff]] {
        assert_unchecked(
            &chain,
            &special(point, true, authorities_only),
            &Unchecked::Scope,
        );
    }
    let holders_only = special(point, true, &[0x30, 3, 0x81, 1, 0xff]);
    with_lists(&chain, &[crl(&chain.root, &[], NOW), holders_only]).expect("for holders");
}

#[test]
fn who_may_not_sign_lists_cannot_clear_anybody() {
    let no_lists = Plan {
        usage: KeyUsage::KEY_CERT_SIGN,
        ..issuing_plan()
    };
    let chain = Chain::of(&root_plan(), &no_lists, &holder_plan());
    assert_unchecked(
        &chain,
        &crl(&chain.issuing, &[], NOW),
        &Unchecked::NoCrlSign,
    );
}

// --- real chains ---

/// Certificates in the folder, and how many of them have a path to a self-signed one in it at the
/// moment when the last certificate of that path has just become valid.
const REAL: (usize, usize) = (114, 109);

#[test]
fn the_real_chains_are_valid_when_all_their_certificates_are() {
    let Some(folder) = common::testdata("gost-real/ca") else {
        return;
    };
    let all: Vec<Certificate> = common::files(&folder, ".crt")
        .iter()
        .map(|path| Certificate::from_der(&fs::read(path).expect("a file")).expect("readable"))
        .collect();
    let anchors: Vec<Certificate> = all
        .iter()
        .filter(|certificate| certificate.is_self_issued())
        .cloned()
        .collect();
    let starts: BTreeSet<OffsetDateTime> = all.iter().map(Certificate::not_before).collect();
    let mut refused = Vec::new();
    for certificate in &all {
        let window = certificate.not_before()..=certificate.not_after();
        let valid = starts
            .iter()
            .copied()
            .filter(|at| window.contains(at))
            .any(|at| validate(certificate, &all, &anchors, &PathOptions::at(at)).is_ok());
        if !valid {
            let at = certificate.not_before();
            let error = validate(certificate, &all, &anchors, &PathOptions::at(at));
            let error = error.expect_err("tried before");
            refused.push(format!("{error}: {}", error.fault()));
        }
    }
    assert_eq!(
        (all.len(), all.len() - refused.len()),
        REAL,
        "{}",
        refused.join("\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_certificate_never_panics_nor_passes(at in any::<prop::sample::Index>(), flip in 1_u8..) {
        let chain = sample();
        let mut der = chain.holder.certificate.der().to_vec();
        let at = at.index(der.len());
        der[at] ^= flip;
        if let Ok(changed) = Certificate::from_der(&der) {
            let pool = [chain.issuing.certificate.clone()];
            let anchors = [chain.root.certificate.clone()];
            prop_assert!(validate(&changed, &pool, &anchors, &now()).is_err());
        }
    }
}

/// One chain for all cases, made once.
fn sample() -> &'static Chain {
    static SAMPLE: std::sync::OnceLock<Chain> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(Chain::plain)
}
