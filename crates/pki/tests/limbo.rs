//! x509-limbo: 194 cases of path validation, made by others (`SOURCES.md` beside the file).
//!
//! Every case runs. No peer name is checked here, since smena validates signers and no hosts; cases that
//! differ for that or another reason stand in `limbo_exceptions.txt` with the reason. The numbers below
//! are what passes; fewer fails the test, and so does an exception that is none any more.

#![cfg(test)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;
use smena_pki::certificate::Certificate;
use smena_pki::crl::CertificateRevocationList;
use smena_pki::extension::KeyUsage;
use smena_pki::oid;
use smena_pki::path::{Conformance, PathOptions, validate};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::datetime;

/// Cases that end as x509-limbo expects, with everything of RFC 5280 demanded.
const EXPECTED_STRICT: usize = 159;
/// The same, lenient where no decision hangs on it.
const EXPECTED_LENIENT: usize = 133;
/// The time of cases that say none.
const ANY_TIME: OffsetDateTime = datetime!(2026-12-01 09:00:00 UTC);
/// Cases in the file.
const CASES: usize = 194;
/// No case may take longer: several are denials of service.
const CASE_LIMIT: Duration = Duration::from_secs(10);

/// Ends as an error text, or well.
type Outcome = Result<(), String>;

fn text<'a>(case: &'a Value, field: &str) -> &'a str {
    case[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field} is text"))
}

fn list<'a>(case: &'a Value, field: &str) -> impl Iterator<Item = &'a str> {
    case[field]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

fn certificates(case: &Value, field: &str) -> Result<Vec<Certificate>, String> {
    list(case, field)
        .map(|pem| {
            Certificate::from_der_or_pem(pem.as_bytes()).map_err(|e| format!("{field}: {e}"))
        })
        .collect()
}

fn run(case: &Value, conformance: Conformance) -> Outcome {
    let target = Certificate::from_der_or_pem(text(case, "peer_certificate").as_bytes())
        .map_err(|error| format!("peer certificate: {error}"))?;
    // What cannot be read is not in the pool; other ways may lead up.
    let pool: Vec<Certificate> = list(case, "untrusted_intermediates")
        .filter_map(|pem| Certificate::from_der_or_pem(pem.as_bytes()).ok())
        .collect();
    let anchors = certificates(case, "trusted_certs")?;
    let lists = list(case, "crls")
        .map(|pem| CertificateRevocationList::from_der_or_pem(pem.as_bytes()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| format!("list: {error}"))?;
    // Where a case gives no time, any between 1970 and 2969 does.
    let at = case["validation_time"].as_str().map_or(ANY_TIME, |at| {
        OffsetDateTime::parse(at, &Rfc3339).expect("a time")
    });
    let mut options = PathOptions {
        conformance,
        ..PathOptions::at(at)
    };
    if !lists.is_empty() {
        options.revocation = Some(&lists);
    }
    if let Some(depth) = case["max_chain_depth"].as_u64() {
        options.intermediates_max = usize::try_from(depth).expect("a small number");
    }
    if list(case, "key_usage").any(|usage| usage == "digitalSignature") {
        options.usage = KeyUsage::DIGITAL_SIGNATURE;
    }
    options.purpose = list(case, "extended_key_usage")
        .next()
        .map(|purpose| match purpose {
            "serverAuth" => oid::EKU_SERVER_AUTH,
            "clientAuth" => oid::EKU_CLIENT_AUTH,
            other => panic!("purpose {other}"),
        });
    validate(&target, &pool, &anchors, &options)
        .map(|_| ())
        .map_err(|error| format!("{error}: {}", error.fault()))
}

/// Reads `limbo_exceptions.txt`: id, tab, reason.
fn exceptions() -> BTreeMap<&'static str, &'static str> {
    include_str!("limbo_exceptions.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split_once(" | ").expect("id | reason"))
        .collect()
}

#[test]
fn every_case_ends_as_expected_or_has_its_reason() {
    let Some(file) = common::testdata("x509-limbo/limbo.json") else {
        return;
    };
    let suite: Value = serde_json::from_slice(&fs::read(file).expect("the suite")).expect("JSON");
    let cases = suite["testcases"].as_array().expect("a list of cases");
    assert_eq!(cases.len(), CASES);
    let exceptions = exceptions();
    let (mut strict, mut lenient) = (0, 0);
    let mut wrong = Vec::new();
    for case in cases {
        let id = text(case, "id");
        let good = text(case, "expected_result") == "SUCCESS";
        let started = Instant::now();
        let outcome = run(case, Conformance::Rfc5280);
        assert!(
            started.elapsed() < CASE_LIMIT,
            "{id} took {:?}",
            started.elapsed()
        );
        lenient += usize::from(run(case, Conformance::Lenient).is_ok() == good);
        if outcome.is_ok() == good {
            strict += 1;
            if exceptions.contains_key(id) {
                wrong.push(format!("{id} is no exception any more"));
            }
        } else if !exceptions.contains_key(id) {
            wrong.push(format!("{id} | expected {good}, got {outcome:?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!((strict, lenient), (EXPECTED_STRICT, EXPECTED_LENIENT));
    assert_eq!(strict + exceptions.len(), CASES);
}
