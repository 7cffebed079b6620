//! Every wire type comes back as it was written, and takes no field that it does not know.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use smena_protocol::v1::*;

use super::example;

/// Writes, reads and compares; then puts an unknown field into each object in turn.
fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("a message can be written");
    assert_eq!(
        &serde_json::from_str::<T>(&text).expect("a message can be read"),
        value
    );
    let tree: Value = serde_json::from_str(&text).expect("JSON");
    for place in objects(&tree, "") {
        if place == "/args" {
            continue; // the one map with free keys
        }
        let mut spoilt = tree.clone();
        let object = spoilt
            .pointer_mut(&place)
            .and_then(Value::as_object_mut)
            .expect("an object");
        object.insert("surprise".to_owned(), Value::Bool(true));
        let spoilt = serde_json::to_string(&spoilt).expect("JSON");
        assert!(
            serde_json::from_str::<T>(&spoilt).is_err(),
            "an unknown field is taken: {spoilt}"
        );
    }
}

fn objects(tree: &Value, place: &str) -> Vec<String> {
    match tree {
        Value::Object(entries) => {
            let inner = entries
                .iter()
                .flat_map(|(key, value)| objects(value, &format!("{place}/{key}")));
            std::iter::once(place.to_owned()).chain(inner).collect()
        }
        Value::Array(values) => values
            .iter()
            .enumerate()
            .flat_map(|(index, value)| objects(value, &format!("{place}/{index}")))
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_message_comes_back_and_takes_no_unknown_field() {
    check(&example::statement());
    check(&example::status());
    check(&AuthorityStatus {
        issuing: Issuing::Ready,
        reason: None,
        ..example::status()
    });
    check(&example::session());
    check(&example::errand_requested());
    check(&example::errand_made());
    check(&example::claim());
    check(&Claim {
        address: Some("http://127.0.0.1:1/e/x".to_owned()),
        ..example::claim()
    });
    check(&example::extension());
    check(&example::extended());
    for work in example::works() {
        check(&example::errand(work));
    }
    let product = Product::Cms(Bytes::new(vec![1, 2, 3]));
    check(&example::result(Outcome::Done(Done::with(Some(product)))));
    check(&example::result(Outcome::Done(Done::default())));
    check(&example::result(Outcome::Done(Done::found(
        ReportWorkplace {
            failed: vec!["reader".to_owned()],
        },
    ))));
    check(&example::result(example::done()));
    check(&example::result(Outcome::Declined(Declined {})));
    for reason in reasons() {
        check(&example::result(Outcome::Failed(Failed { reason })));
    }
    check(&example::accepted());
    check(&Accepted::noted());
    check(&example::return_requested());
    check(&example::signed_in());
    check(&example::applied());
    check(&example::renewal_requested());
    check(&example::renewal_status());
    for command in example::commands() {
        check(&command);
    }
    check(&example::problem());
}

fn reasons() -> Vec<FailureReason> {
    use FailureReason::*;
    vec![
        NoCertificate,
        NoKey,
        WrongSecret,
        MediumLocked,
        MediumLost,
        MediumFull,
        MediumUnfit,
        PartRefused,
        DocumentRefused,
        ContentRefused,
        Unsupported,
        TimeOver,
        Internal,
    ]
}

#[test]
fn works_and_kinds_have_the_same_names() {
    let works = example::works();
    assert_eq!(
        works.iter().map(Work::kind).collect::<Vec<_>>(),
        ErrandKind::ALL
    );
    for work in works {
        let kind = work.kind();
        let written = serde_json::to_value(&work).expect("JSON");
        assert_eq!(written["kind"], kind.as_str());
        assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.as_str());
        assert_eq!(ErrandKind::parse(kind.as_str()), Some(kind));
    }
    assert_eq!(ErrandKind::parse("sign-everything"), None);
}

#[test]
fn an_unknown_kind_is_refused() {
    let mut tree =
        serde_json::to_value(example::errand(example::sign_application())).expect("JSON");
    tree["work"]["kind"] = Value::from("sign-everything");
    assert!(serde_json::from_value::<Errand>(tree).is_err());
}

#[test]
fn a_field_that_stands_twice_is_refused() {
    let text = serde_json::to_string(&example::session()).expect("JSON");
    let doubled = text.replacen('{', "{\"expires\":\"2026-11-23T17:00:00Z\",", 1);
    assert!(serde_json::from_str::<SessionOpened>(&doubled).is_err());
}

#[test]
fn a_return_path_that_leads_elsewhere_is_refused() {
    let tree = serde_json::to_value(example::errand(example::sign_application())).expect("JSON");
    for path in ["//evil", "/\\evil", "https://evil", "/a\r\nb"] {
        let mut spoilt = tree.clone();
        spoilt["return_path"] = Value::from(path);
        assert!(
            serde_json::from_value::<Errand>(spoilt).is_err(),
            "{path:?}"
        );
    }
}

#[test]
fn a_claim_token_opens_every_part_of_its_errand() {
    let parts: Vec<usize> = example::works()
        .iter()
        .map(|work| work.parts().len())
        .collect();
    assert_eq!(parts, [0, 0, 1, 4, 2, 1, 2, 1, 0, 0]);
}

#[test]
fn a_part_is_compared_with_the_errand() {
    let part = Part::of(b"application").expect("a small part");
    assert_eq!(part.check(b"application"), Ok(()));
    assert!(matches!(
        part.check(b"Application"),
        Err(PartMismatch::Hash { .. })
    ));
    assert!(matches!(
        part.check(b"application "),
        Err(PartMismatch::Size { .. })
    ));
    let max = smena_protocol::limits::PART_BYTES_MAX;
    assert!(Part::of(&vec![0; max]).is_some());
    assert!(Part::of(&vec![0; max + 1]).is_none());
}

#[test]
fn key_forms_are_found_among_the_known_algorithms() {
    use smena_pki::algorithm::KeyAlgorithm;
    let known = [
        KeyAlgorithm::EcdsaP256,
        KeyAlgorithm::Rsa { bits: 2048 },
        KeyAlgorithm::Ed25519,
    ];
    for algorithm in known {
        let form = KeyForm::of(algorithm).expect("keys of it are made");
        assert_eq!(form.among(known), Some(algorithm));
    }
    assert_eq!(KeyForm::Rsa(RsaForm { bits: 1024 }).among(known), None);
}

fn octets<const N: usize>() -> impl Strategy<Value = [u8; N]> {
    proptest::array::uniform(any::<u8>())
}

fn moments() -> impl Strategy<Value = Moment> {
    (0_i64..253_402_300_800)
        .prop_map(|seconds| Moment::from_unix_seconds(seconds).expect("in range"))
}

fn bytes() -> impl Strategy<Value = Bytes> {
    proptest::collection::vec(any::<u8>(), 0..300).prop_map(Bytes::new)
}

fn secret() -> impl Strategy<Value = Code> {
    octets::<32>().prop_map(|octets| Code::from_slice(&octets).expect("32 octets"))
}

proptest! {
    #[test]
    fn claims_come_back(
        protocol in any::<u32>(), code in secret(), agent_key in bytes(), agent_version in ".*",
        agent_nonce in octets::<32>(), time in moments(), address in proptest::option::of(".*"),
    ) {
        let protocol = Protocol::new(protocol);
        let agent_nonce = Nonce::new(agent_nonce);
        check(&Claim { protocol, code, agent_key, agent_version, agent_nonce, time, address });
    }

    #[test]
    fn errands_come_back(
        id in octets::<16>(), nonces in octets::<32>(), key in octets::<32>(), times in (moments(), moments()),
        path in "/[A-Za-z0-9_-]{1,200}", host in "[a-z]{1,20}(\\.[a-z]{1,20}){1,3}", kind in 0_usize..9,
    ) {
        let mut errand = example::errand(example::works().swap_remove(kind));
        errand.errand_id = ErrandId::new(id);
        errand.origin = Origin::parse(&format!("https://{host}")).expect("an origin");
        errand.nonce = Nonce::new(nonces);
        errand.agent_key = Sha256::new(key);
        errand.issued = times.0;
        errand.server_time = times.1;
        errand.return_path = ReturnPath::parse(&path).expect("a path");
        check(&errand);
    }

    #[test]
    fn results_come_back(id in octets::<16>(), product in proptest::option::of(bytes()), cms in any::<bool>()) {
        let product = product.map(|der| if cms { Product::Cms(der) } else { Product::Request(der) });
        check(&ErrandResult {
            protocol: Protocol::CURRENT,
            errand_id: ErrandId::new(id),
            outcome: Outcome::Done(Done::with(product)),
        });
    }

    #[test]
    fn renewals_come_back(
        stage in ".*", revision in any::<u64>(), label in ".*", was in proptest::option::of(".*"), value in ".*",
        due in proptest::option::of(moments()), certificate in proptest::option::of(octets::<32>()),
    ) {
        let mut status = example::renewal_status();
        status.stage = stage;
        status.revision = revision;
        status.data.push(DataRow { key: "k".to_owned(), label, was, value });
        status.obligations[0].due = due;
        status.certificate = certificate.map(Sha256::new);
        check(&status);
    }

    #[test]
    fn problems_come_back(
        code in "[a-z0-9-]{1,64}", message in ".*", reference in proptest::option::of(".*"),
        args in proptest::collection::btree_map(".*", ".*", 0..5),
    ) {
        let mut problem = example::problem();
        problem.code = ProblemCode::parse(&code).expect("a code");
        problem.message = message;
        problem.reference = reference;
        problem.args = args;
        let text = serde_json::to_string(&problem).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Problem>(&text).expect("a problem"), problem);
    }

    #[test]
    fn moments_come_back(moment in moments()) {
        prop_assert_eq!(moment.to_string().parse(), Ok(moment));
    }

    #[test]
    fn no_text_makes_the_grammars_panic(text in "\\PC*") {
        let _ = Origin::parse(&text);
        let _ = Origin::parse(&format!("https://{text}"));
        let _ = ReturnPath::parse(&text);
        let _ = text.parse::<Moment>();
        let _ = text.parse::<Nonce>();
    }
}
