//! `/api/v1/errands`: made, claimed, answered, taken; once, again, by others, too late.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use smena_forms::FixedForms;
use smena_pki::key::Signer as _;
use smena_protocol::v1::{
    Accepted, Bytes, Declined, Done, ErrandKind, Failed, FailureReason, Outcome, Product, Returned,
    Sha256, Work, signed::Purpose,
};
use time::Duration;

use crate::{
    agent::Agent,
    world::{ORIGIN, World},
};

#[tokio::test]
async fn an_errand_claimed_by_a_second_agent_is_burned() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    let mut squatter = Agent::new(&world, "squatter").await;

    let made = agent
        .make(ErrandKind::GenerateKey, Some(status.id))
        .await
        .expect("made");
    let refused = squatter
        .claim(&made)
        .await
        .err()
        .expect("not the session's agent");
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::CONFLICT, "errand-burned")
    );
    let refused = agent
        .claim(&made)
        .await
        .err()
        .expect("burned for everybody");
    assert_eq!(refused.code(), "errand-burned");
    assert!(world.journalled("errand-burned").await);

    let mut fresh = Agent::new(&world, "fresh").await;
    let made = fresh.make(ErrandKind::SignIn, None).await.expect("made");
    let taken = fresh.claim(&made).await.expect("claimed");
    let refused = squatter.claim(&made).await.err().expect("a second agent");
    assert_eq!(refused.code(), "errand-burned");
    let product = fresh.sign_in_cms(&holder, fresh.context(&taken, Purpose::SignIn));
    let refused = fresh
        .hand_in(&taken, Some(product))
        .await
        .expect_err("burned");
    assert_eq!(refused.code(), "errand-burned");
}

#[tokio::test]
async fn an_agent_that_was_restarted_claims_again_under_a_new_nonce() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let made = agent.make(ErrandKind::SignIn, None).await.expect("made");
    let first = agent.claim(&made).await.expect("claimed");
    let second = agent.claim(&made).await.expect("claimed again");
    assert_eq!(first.errand.errand_id, second.errand.errand_id);
    assert_ne!(first.errand.agent_nonce, second.errand.agent_nonce);
    let stale = agent.sign_in_cms(&holder, agent.context(&first, Purpose::SignIn));
    let refused = agent
        .hand_in(&second, Some(stale))
        .await
        .expect_err("the former nonce");
    assert_eq!(refused.code(), "signed-agent-nonce-differs");
}

#[tokio::test]
async fn an_errand_is_extended_once_by_its_own_agent_while_it_runs() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let mut other = Agent::new(&world, "other").await;
    let taken = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    world.pass(Duration::minutes(4));
    let refused = other.extend(&taken).await.expect_err("not its errand");
    assert_eq!(refused.code(), "errand-other-agent");
    let extended = agent.extend(&taken).await.expect("more time");
    let expected = world.app.clock.now() + Duration::minutes(5);
    assert_eq!(extended.errand_expires.time(), expected);
    let refused = agent.extend(&taken).await.expect_err("a second time");
    assert_eq!(refused.code(), "errand-extended");
    assert!(world.journalled("errand-extended").await);
    // Beyond the first end, and before the second.
    world.pass(Duration::minutes(4));
    let product = agent.sign_in_cms(&holder, agent.context(&taken, Purpose::SignIn));
    agent
        .hand_in(&taken, Some(product))
        .await
        .expect("in the time that was added");
    let refused = agent.extend(&taken).await.expect_err("it is over");
    assert_eq!(refused.code(), "errand-over");

    let late = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    world.pass(Duration::minutes(5));
    let refused = agent.extend(&late).await.expect_err("too late");
    assert_eq!(refused.code(), "errand-expired");
}

#[tokio::test]
async fn codes_errands_and_return_codes_run_out() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let made = agent.make(ErrandKind::SignIn, None).await.expect("made");
    world.pass(Duration::minutes(10));
    let refused = agent.claim(&made).await.err().expect("the code is too old");
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::GONE, "errand-expired")
    );

    let taken = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    let product = agent.sign_in_cms(&holder, agent.context(&taken, Purpose::SignIn));
    world.pass(Duration::minutes(5));
    let refused = agent
        .hand_in(&taken, Some(product))
        .await
        .expect_err("too late");
    assert_eq!(refused.code(), "errand-expired");

    let taken = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    let product = agent.sign_in_cms(&holder, agent.context(&taken, Purpose::SignIn));
    let accepted = agent
        .hand_in(&taken, Some(product))
        .await
        .expect("accepted");
    world.pass(Duration::minutes(2));
    let refused = agent
        .take_back(&taken, accepted)
        .await
        .expect_err("too late");
    assert_eq!(refused.code(), "return-code-expired");
}

#[tokio::test]
async fn the_same_result_again_gives_a_fresh_code_and_another_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let taken = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    let product = agent.sign_in_cms(&holder, agent.context(&taken, Purpose::SignIn));
    let envelope = agent.seal(&taken, Outcome::Done(Done::with(Some(product))));
    let first = agent.send(&taken, &envelope).await.expect("accepted");
    let second = agent.send(&taken, &envelope).await.expect("accepted again");
    assert_ne!(first.return_code, second.return_code);
    let refused = agent
        .take_back(&taken, first)
        .await
        .expect_err("void by now");
    assert_eq!(refused.code(), "return-code-wrong");
    // Signed anew, so other octets.
    let other = agent.sign_in_cms(&holder, agent.context(&taken, Purpose::SignIn));
    let refused = agent
        .hand_in(&taken, Some(other))
        .await
        .expect_err("other octets");
    assert_eq!(refused.code(), "errand-other-product");

    let stranger = Agent::new(&world, "stranger").await;
    let refused = stranger
        .take_back(&taken, second.clone())
        .await
        .expect_err("another session");
    assert_eq!(refused.code(), "errand-other-session");
    let returned = agent
        .take_back(&taken, second.clone())
        .await
        .expect("taken");
    let Returned::SignedIn(signed_in) = returned else {
        panic!("a sign-in")
    };
    agent.session = signed_in.token.reveal().to_string();
    let refused = agent.take_back(&taken, second).await.expect_err("used up");
    assert_eq!(refused.code(), "errand-over");
    for code in [
        "return-code-wrong",
        "errand-other-product",
        "errand-other-session",
        "errand-over",
    ] {
        assert!(world.journalled(code).await, "{code}");
    }
}

#[tokio::test]
async fn a_product_is_applied_although_nobody_takes_it_and_its_repeat_changes_nothing() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    let taken = agent
        .take(ErrandKind::GenerateKey, Some(status.id))
        .await
        .expect("taken");
    let plan = agent.plan(&taken).await;
    let key = agent.new_key();
    let request = agent.request(&taken, &plan, &key, status.id);
    let product = Some(Product::Request(Bytes::new(request)));
    let envelope = agent.seal(&taken, Outcome::Done(Done::with(product)));
    agent.send(&taken, &envelope).await.expect("accepted");
    let keyed = agent.status(status.id).await;
    assert_eq!(keyed.stage, "keyed");
    // The answer was lost: the agent sends the same once more, and takes it twice.
    let accepted = agent.send(&taken, &envelope).await.expect("accepted again");
    let first = agent
        .take_back(&taken, accepted.clone())
        .await
        .expect("taken");
    let second = agent
        .take_back(&taken, accepted)
        .await
        .expect("taken again");
    assert_eq!(first, second);
    let over = agent.send(&taken, &envelope).await.expect("known");
    assert_eq!(over, Accepted::noted());
    assert_eq!(agent.status(status.id).await.revision, keyed.revision);
}

#[tokio::test]
async fn a_person_may_decline_and_an_agent_may_fail() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    for outcome in [
        Outcome::Declined(Declined {}),
        Outcome::Failed(Failed {
            reason: FailureReason::MediumLost,
        }),
    ] {
        let taken = agent
            .take(ErrandKind::GenerateKey, Some(status.id))
            .await
            .expect("taken");
        let envelope = agent.seal(&taken, outcome);
        assert_eq!(
            agent.send(&taken, &envelope).await.expect("noted"),
            Accepted::noted()
        );
        assert_eq!(
            agent.send(&taken, &envelope).await.expect("again"),
            Accepted::noted()
        );
        let refused = agent.hand_in(&taken, None).await.expect_err("over");
        assert_eq!(refused.code(), "errand-over");
    }
    assert_eq!(agent.status(status.id).await.revision, status.revision);
}

#[tokio::test]
async fn only_what_is_owed_and_offered_becomes_an_errand() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let refused = agent
        .make(ErrandKind::GenerateKey, None)
        .await
        .expect_err("nobody yet");
    assert_eq!(refused.code(), "holder-session-needed");
    agent.sign_in(&holder).await.expect("signed in");
    let refused = agent
        .make(ErrandKind::GenerateKey, None)
        .await
        .expect_err("for what");
    assert_eq!(refused.code(), "errand-needs-renewal");
    let status = agent.start(&holder.certificate).await.expect("begun");
    for (kind, code) in [
        (ErrandKind::GenerateKey, "not-now"),
        (ErrandKind::SignApplication, "not-now"),
        (ErrandKind::Install, "not-now"),
        (ErrandKind::SignReceipt, "not-now"),
        (ErrandKind::Approve, "errand-kind-not-offered"),
    ] {
        let refused = agent
            .make(kind, Some(status.id))
            .await
            .expect_err("refused");
        assert_eq!(refused.code(), code, "{kind}");
        assert!(world.journalled(code).await);
    }
}

#[tokio::test]
async fn a_claim_token_opens_what_its_errand_names_and_nothing_else() {
    let world = World::new().await;
    let (holder, mut agent, status) = Agent::with_new_key(&world).await;
    let taken = agent
        .take(ErrandKind::SignApplication, Some(status.id))
        .await
        .expect("taken");
    let files = agent.files(&taken).await;
    let root = Sha256::new(world.app.authority.root().thumbprint());
    for hash in [root, Sha256::of(b"nothing")] {
        let path = format!("/api/v1/parts/{hash}");
        let (status, _) = world
            .raw(Method::GET, &path, Some(&taken.token), None, "ru")
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    }
    // Over when the errand is: the token opens nothing any more.
    let binding = agent.binding(&taken, &files, &holder.certificate);
    let cms = agent.application_cms(&holder, &binding, &files.document);
    agent
        .hand_in(&taken, Some(Product::Cms(Bytes::new(cms))))
        .await
        .expect("accepted");
    let path = format!("/api/v1/parts/{}", Sha256::of(&files.document));
    let (status, _) = world
        .raw(Method::GET, &path, Some(&taken.token), None, "ru")
        .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_result_signed_by_another_agent_is_refused_and_costs_nothing() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let mut other = Agent::new(&world, "other").await;
    let taken = agent.take(ErrandKind::SignIn, None).await.expect("taken");
    let product = other.sign_in_cms(&holder, agent.context(&taken, Purpose::SignIn));
    let refused = other
        .hand_in(&taken, Some(product.clone()))
        .await
        .expect_err("another agent");
    assert_eq!(refused.code(), "errand-other-agent");
    assert_ne!(agent.key.public_key(), other.key.public_key());
    agent
        .finish(&taken, Some(product))
        .await
        .expect("the right agent still may");
}

#[tokio::test]
async fn an_errand_of_another_kind_of_product_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    for (product, code) in [
        (None, "product-missing"),
        (
            Some(Product::Cms(Bytes::new(vec![0x30, 0]))),
            "product-unexpected",
        ),
        (
            Some(Product::Request(Bytes::new(vec![0x30, 0]))),
            "request-unreadable",
        ),
        (
            Some(Product::Request(Bytes::new(vec![0; 130 * 1024]))),
            "product-too-large",
        ),
    ] {
        let taken = agent
            .take(ErrandKind::GenerateKey, Some(status.id))
            .await
            .expect("taken");
        let refused = agent.hand_in(&taken, product).await.expect_err("refused");
        assert_eq!(refused.code(), code);
        assert!(world.journalled(code).await, "{code}");
    }
    assert_eq!(agent.status(status.id).await.revision, status.revision);
}

#[tokio::test]
async fn a_document_that_does_not_say_its_data_is_not_offered_and_the_fault_shows_its_number_only()
{
    // A form that prints one empty page, whatever the values.
    let world = World::with(|_| Arc::new(FixedForms)).await;
    let (_, agent, status) = Agent::with_new_key(&world).await;
    let kind = ErrandKind::SignApplication;
    let refused = agent
        .make(kind, Some(status.id))
        .await
        .expect_err("nothing to sign");
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::INTERNAL_SERVER_ERROR, "our-fault")
    );
    let reference = refused.problem.reference.expect("a number");
    assert_eq!(
        refused.problem.message,
        format!("На сервере произошла ошибка, её номер {reference}.")
    );
    assert!(refused.problem.args.is_empty());
    assert_eq!(agent.status(status.id).await.revision, status.revision);
}

#[tokio::test]
async fn an_agent_that_is_too_old_is_told_so_and_the_errand_waits_for_a_newer_one() {
    let world = World::with_minimum_version("0.10.0").await;
    let mut agent = Agent::new(&world, "usual").await;
    let made = agent.make(ErrandKind::SignIn, None).await.expect("made");
    for version in ["0.9.9", "", "ten"] {
        agent.version = version;
        let turned_away = agent.claim(&made).await.expect("an answer");
        let Work::Update(work) = &turned_away.errand.work else {
            panic!("{version} was given {:?}", turned_away.errand.kind());
        };
        assert_eq!(work.minimum_version, "0.10.0");
        assert_eq!(work.address, format!("{ORIGIN}/downloads"));
        let refused = agent
            .hand_in(&turned_away, None)
            .await
            .expect_err("given to nobody");
        assert_eq!(refused.code(), "errand-unknown");
    }
    assert!(world.journalled("agent-too-old").await);

    agent.version = "0.10.0";
    let taken = agent.claim(&made).await.expect("new enough");
    assert!(matches!(taken.errand.work, Work::SignIn(_)));
    agent.version = "0.9.9";
    let refused = agent.claim(&made).await.err().expect("claimed already");
    assert_eq!(refused.code(), "errand-over");
}

#[tokio::test]
async fn an_errand_whose_time_is_over_is_not_kept_open_by_an_old_agent() {
    let world = World::with_minimum_version("0.10.0").await;
    let mut agent = Agent::new(&world, "usual").await;
    let made = agent.make(ErrandKind::SignIn, None).await.expect("made");
    world.pass(Duration::minutes(10));
    let refused = agent.claim(&made).await.err().expect("too late");
    assert_eq!(refused.code(), "errand-expired");
}

#[tokio::test]
async fn two_certificates_are_renewed_side_by_side_and_crossed_answers_are_refused() {
    let world = World::new().await;
    let first = world.holder(0, 20).await;
    let second = world.stranger(0, 20, "second");
    world.import(&second.certificate).await;
    let mut agent = Agent::signed_in(&world, &first).await;
    let renewals = [
        agent.confirmed(&first).await.id,
        agent.confirmed(&second).await.id,
    ];
    assert_ne!(renewals[0], renewals[1]);
    let mut made = Vec::new();
    for id in renewals {
        let taken = agent
            .take(ErrandKind::GenerateKey, Some(id))
            .await
            .expect("an errand");
        let plan = agent.plan(&taken).await;
        let key = agent.new_key();
        let request = agent.request(&taken, &plan, &key, id);
        made.push((taken, Product::Request(Bytes::new(request))));
    }
    let (of_second, of_first) = (made.pop().expect("made"), made.pop().expect("made"));
    let crossed = agent.hand_in(&of_second.0, Some(of_first.1.clone())).await;
    let crossed = crossed.expect_err("an answer of the other one");
    assert_eq!(crossed.code(), "signed-errand-differs");
    let status = agent.status(renewals[1]).await;
    assert_eq!(status.stage, "confirmed", "it was left as it was");
    // Each goes on by itself: the first with its own answer, the second by a new errand.
    agent
        .hand_in(&of_first.0, Some(of_first.1))
        .await
        .expect("its own answer");
    let taken = agent
        .take(ErrandKind::GenerateKey, Some(renewals[1]))
        .await
        .expect("a new errand");
    let (plan, key) = (agent.plan(&taken).await, agent.new_key());
    let request = agent.request(&taken, &plan, &key, renewals[1]);
    let product = Product::Request(Bytes::new(request));
    agent.hand_in(&taken, Some(product)).await.expect("taken");
    for id in renewals {
        assert_eq!(agent.status(id).await.stage, "keyed");
    }
}
