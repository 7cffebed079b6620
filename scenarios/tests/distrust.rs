//! Errands that the agent must not believe. It refuses before it touches a key.

#![cfg(test)]

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use smena_agent::{clock::system_rng, flow::FlowError, state::SignatureRecord};
use smena_demo::Willing;
use smena_pki::{algorithm::KeyAlgorithm, key::PrivateKey};
use smena_protocol::v1::{Claimed, Envelope, Message};
use smena_scenarios::{
    Stage,
    evidence::issued,
    proxy::{Fate, Proxy},
};
use smena_server::app::{Actor, App};

/// An errand as somebody else would write it.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Forged(Value);

impl Message for Forged {
    const NAME: &'static str = "errand";
    const BYTES_MAX: usize = 1 << 20;
}

/// Who signs what was forged.
#[derive(Clone, Copy)]
enum Signer {
    /// The authority: what is wrong is what it says.
    Authority,
    /// A key that nobody knows.
    Stranger,
}

fn seal(app: &App, signer: Signer, message: Forged) -> Envelope {
    match signer {
        Signer::Authority => tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime")
            .block_on(app.authority.seal(message, &app.ctx(Actor::Anybody)))
            .expect("sealed"),
        Signer::Stranger => {
            let key = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut system_rng());
            Envelope::sign(&message, &key.expect("a key"), &mut system_rng()).expect("sealed")
        }
    }
}

/// Changes the errand of the sign-in, and gives what the agent makes of it.
fn refusal_of(signer: Signer, mut change: impl FnMut(&mut Value) + Send + 'static) -> String {
    let mut proxy = Proxy::open();
    let stage = Stage::with(|options| options.origin_port = Some(proxy.port()));
    proxy.lead_to(stage.world.port());
    let agent = stage.world.agent();
    agent
        .trust(stage.world.app().authority.root())
        .expect("trusted");
    let app = stage.world.app().clone();
    proxy.forge(move |body| {
        let mut claimed: Claimed = serde_json::from_slice(&body).expect("an answer");
        let mut errand: Value =
            serde_json::from_slice(claimed.errand.payload.as_bytes()).expect("an errand");
        change(&mut errand);
        claimed.errand = seal(&app, signer, Forged(errand));
        serde_json::to_vec(&claimed).expect("JSON")
    });
    proxy.rule(|line| {
        if line.contains("/claim ") {
            Fate::Forge
        } else {
            Fate::Pass
        }
    });
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
