//! (a) Sign-ins that are refused.

use smena_pki::oid::CMS_DATA;
use smena_protocol::{
    oid,
    v1::{
        ErrandKind, Moment, Origin, Product, Sha256,
        signed::{Purpose, SmenaContext, Structure as _},
    },
};

use super::cms;
use crate::{
    agent::{Agent, Taken},
    world::{NOW, Refused, World},
};

type ContextChange = fn(&mut SmenaContext);

async fn refused_sign_in(
    agent: &mut Agent<'_>,
    code: &str,
    make: impl AsyncFnOnce(&mut Agent<'_>, &Taken) -> Product,
) -> Refused {
    let taken = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    let product = make(agent, &taken).await;
    let refused = agent.hand_in(&taken, Some(product)).await.expect_err(code);
    assert_eq!(refused.code(), code, "{}", refused.problem.message);
    assert!(agent.world.journalled(code).await, "{code}");
    refused
}

#[tokio::test]
async fn a_sign_in_made_for_anything_else_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let first = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    let first_nonce = first.errand.nonce;
    let replayed = agent.sign_in_cms(&holder, agent.context(&first, Purpose::SignIn));
    let changes: [(&str, ContextChange); 5] = [
        ("signed-origin-differs", |context| {
            context.origin = Origin::parse("https://phishing.example").expect("an origin");
        }),
        ("signed-origin-differs", |context| {
            context.origin = Origin::parse("http://127.0.0.1:8444").expect("an origin");
        }),
        ("signed-authority-key-differs", |context| {
            context.authority_key = Sha256::of(b"another");
        }),
        ("signed-purpose-differs", |context| {
            context.purpose = Purpose::Application;
        }),
        ("signed-agent-key-differs", |context| {
            context.agent_key = Sha256::of(b"another");
        }),
    ];
    for (code, change) in changes {
        refused_sign_in(&mut agent, code, async |agent, taken| {
            let mut wrong = agent.context(taken, Purpose::SignIn);
            change(&mut wrong);
            agent.sign_in_cms(&holder, wrong)
        })
        .await;
    }
    refused_sign_in(
        &mut agent,
        "signed-server-nonce-differs",
        async |agent, taken| {
            let mut context = agent.context(taken, Purpose::SignIn);
            context.server_nonce = first_nonce;
            agent.sign_in_cms(&holder, context)
        },
    )
    .await;
    refused_sign_in(&mut agent, "signed-errand-differs", async |_, _| replayed).await;
    refused_sign_in(&mut agent, "cms-content-type", async |agent, taken| {
        let context = agent.context(taken, Purpose::SignIn);
        let octets = context.to_bytes().expect("octets");
        agent.attached(&holder, CMS_DATA, &octets)
    })
    .await;
    refused_sign_in(&mut agent, "structure-unreadable", async |agent, _| {
        agent.attached(&holder, oid::CONTENT_SIGN_IN, b"\x04\x00")
    })
    .await;
    refused_sign_in(&mut agent, "cms-unreadable", async |_, _| {
        cms(vec![0x30, 0])
    })
    .await;
    refused_sign_in(&mut agent, "product-too-large", async |_, _| {
        cms(vec![0; 16 * 1024 + 1])
    })
    .await;
    agent
        .sign_in(&holder)
        .await
        .expect("the right one is taken");
}

#[tokio::test]
async fn a_sign_in_in_another_form_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    refused_sign_in(&mut agent, "cms-trailing-bytes", async |agent, taken| {
        let product = agent.sign_in_cms(&holder, agent.context(taken, Purpose::SignIn));
        cms([product.der(), &[0]].concat())
    })
    .await;
    refused_sign_in(&mut agent, "cms-not-der", async |agent, taken| {
        let product = agent.sign_in_cms(&holder, agent.context(taken, Purpose::SignIn));
        // The same with an indefinite length outside: BER.
        let der = product.der();
        assert_eq!(der[1], 0x82, "a length of two octets");
        cms([&[0x30, 0x80], &der[4..], &[0, 0]].concat())
    })
    .await;
    refused_sign_in(&mut agent, "cms-signature", async |agent, taken| {
        let product = agent.sign_in_cms(&holder, agent.context(taken, Purpose::SignIn));
        let mut der = product.der().to_vec();
        *der.last_mut().expect("octets") ^= 1;
        cms(der)
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_a_day_off_is_refused_and_both_clocks_are_shown() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    for (hours, shown) in [(-24, "1 марта 2026 года"), (24, "3 марта 2026 года")]
    {
        agent.clock_hours = hours;
        let refused = refused_sign_in(&mut agent, "clock-differs", async |agent, taken| {
            agent.sign_in_cms(&holder, agent.context(taken, Purpose::SignIn))
        })
        .await;
        let message = &refused.problem.message;
        assert!(
            message.contains(shown) && message.contains("2 марта 2026 года"),
            "{message}"
        );
        assert_eq!(refused.problem.server_time, Some(Moment::new(NOW)));
        assert!(refused.problem.remedy.contains("время"));
    }
}

#[tokio::test]
async fn a_sign_in_by_a_certificate_that_does_not_hold_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let other = world.holder(1, 20).await;
    let unknown = world.stranger(0, 20, "unknown");
    let foreign = world.foreigner(&holder, 20);
    let ended = world.stranger(0, -1, "ended");
    world.import(&ended.certificate).await;
    let mut agent = Agent::new(&world, "usual").await;
    world.revoke(&other.certificate).await;
    for (holder, code) in [
        (&other, "revoked"),
        (&unknown, "unknown-certificate"),
        (&foreign, "certificate-path"),
        (&ended, "expired"),
    ] {
        refused_sign_in(&mut agent, code, async |agent, taken| {
            agent.sign_in_cms(holder, agent.context(taken, Purpose::SignIn))
        })
        .await;
    }
    world.hold(&holder.certificate).await;
    refused_sign_in(&mut agent, "on-hold", async |agent, taken| {
        agent.sign_in_cms(&holder, agent.context(taken, Purpose::SignIn))
    })
    .await;
}
