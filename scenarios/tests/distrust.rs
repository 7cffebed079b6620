//! Errands that the agent must not believe. It refuses before it touches a key.

#![cfg(test)]

use serde_json::{Value, json};
use smena_agent::{flow::FlowError, state::SignatureRecord};
use smena_demo::Willing;
use smena_scenarios::{
    Stage,
    evidence::issued,
    lies::{Signer, change_errands},
    proxy::Proxy,
};

/// Changes the errand of the sign-in, and gives what the agent makes of it.
fn refusal_of(signer: Signer, change: impl FnMut(&mut Value) + Send + 'static) -> String {
    let mut proxy = Proxy::open();
    let stage = Stage::with(|options| options.origin_port = Some(proxy.port()));
    proxy.lead_to(stage.world.port());
    let agent = stage.world.agent();
    agent
        .trust(stage.world.app().authority.root())
        .expect("trusted");
    change_errands(&proxy, stage.world.app(), signer, change);
    let old = agent.certificate().expect("a certificate");
    let error = agent.renew(&old, &Willing::default()).expect_err("refused");
    let home = agent.open().expect("the agent's home");
    assert!(
        SignatureRecord::all(&home).expect("the log").is_empty(),
        "a key was used"
    );
    // Once nobody forges any more, everything is well.
    proxy.heal();
    let outcome = agent.renew(&old, &Willing::default()).expect("a renewal");
    assert!(outcome.completed);
    assert_eq!(issued(&stage.world), 1);
    match error {
        FlowError::Envelope(_) => "envelope".to_owned(),
        error => error.into_failure().code().to_owned(),
    }
}

#[test]
fn an_errand_that_says_what_the_true_one_says_is_believed_from_the_authority_alone() {
    assert_eq!(refusal_of(Signer::Stranger, |_| {}), "envelope");
}

#[test]
fn an_errand_of_another_authority_or_for_another_agent_is_refused() {
    for (field, value) in [
        ("origin", json!("http://localhost:1")),
        (
            "agent_nonce",
            json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        ),
        ("agent_key", json!("00".repeat(32))),
        ("protocol", json!(99)),
    ] {
        let code = refusal_of(Signer::Authority, move |errand| {
            errand[field] = value.clone();
        });
        assert_eq!(code, "errand-differs", "{field}");
    }
}

#[test]
fn an_errand_that_has_expired_is_refused() {
    let code = refusal_of(Signer::Authority, |errand| {
        errand["errand_expires"] = errand["issued"].clone();
    });
    assert_eq!(code, "errand-differs");
}

#[test]
fn an_errand_with_an_unknown_field_or_kind_is_refused() {
    let code = refusal_of(Signer::Authority, |errand| errand["more"] = json!(1));
    assert_eq!(code, "envelope");
    let code = refusal_of(Signer::Authority, |errand| {
        errand["work"] = json!({ "kind": "sign-anything" });
    });
    assert_eq!(code, "envelope");
}

#[test]
fn an_errand_that_leads_the_browser_elsewhere_is_refused() {
    for path in [
        "//evil.example/",
        "/\\evil.example",
        "https://evil.example/",
        "/a\r\nSet-Cookie: b",
    ] {
        let code = refusal_of(Signer::Authority, move |errand| {
            errand["return_path"] = json!(path);
        });
        assert_eq!(code, "envelope", "{path:?}");
    }
}
