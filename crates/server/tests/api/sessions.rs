//! `/api/v1/session`: beginning, ending, running out.

use axum::http::{Method, StatusCode};
use smena_protocol::v1::{ErrandKind, GiveContacts, HolderCommand};
use time::Duration;

use crate::{agent::Agent, world::World};

#[tokio::test]
async fn a_session_ends_by_signing_out_and_by_idleness() {
    let world = World::new().await;
    let agent = Agent::new(&world, "usual").await;
    let made = agent.make(ErrandKind::SignIn, None).await.expect("made");
    let (status, _) = world
        .raw(
            Method::DELETE,
            "/api/v1/session",
            Some(&agent.session),
            None,
            "ru",
        )
        .await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let refused = agent
        .make(ErrandKind::SignIn, None)
        .await
        .expect_err("signed out");
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::UNAUTHORIZED, "session-needed")
    );
    let mut late = Agent::new(&world, "late").await;
    let refused = late
        .claim(&made)
        .await
        .err()
        .expect("its errands are closed");
    assert_eq!(refused.code(), "errand-over");

    world.pass(Duration::minutes(30));
    let refused = late
        .make(ErrandKind::SignIn, None)
        .await
        .expect_err("idle too long");
    assert_eq!(refused.code(), "session-needed");
}

#[tokio::test]
async fn the_former_token_is_void_after_the_sign_in() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let former = agent.session.clone();
    agent.sign_in(&holder).await.expect("signed in");
    let refused = world
        .ask::<(), Vec<()>>(Method::GET, "/api/v1/renewals", Some(&former), None)
        .await
        .expect_err("void");
    assert_eq!(refused.code(), "session-needed");
    let refused = agent
        .make(ErrandKind::SignIn, None)
        .await
        .expect_err("signed in already");
    assert_eq!(refused.code(), "signed-in-already");
}

#[tokio::test]
async fn another_telephone_needs_a_sign_in_of_not_long_ago() {
    let world = World::with_procedure(&[("contacts = []", "contacts = [\"phone\"]")]).await;
    let holder = world.holder_with_phone("+7 900 123 45 67").await;
    let give = |phone: &str| {
        HolderCommand::GiveContacts(GiveContacts {
            phone: Some(phone.to_owned()),
            email: None,
        })
    };
    let mut agent = Agent::signed_in(&world, &holder).await;
    let begun = agent.start(&holder.certificate).await.expect("begun");
    world.pass(Duration::minutes(16));
    let another = give("+7 900 765 43 21");
    let refused = agent.command(&begun, another.clone()).await;
    assert_eq!(refused.expect_err("too long ago").code(), "sign-in-again");
    assert!(world.journalled("sign-in-again").await);
    let status = agent
        .command(&begun, give("8 (900) 123-45-67"))
        .await
        .expect("the number that is known");
    let mut again = Agent::signed_in(&world, &holder).await;
    again
        .start(&holder.certificate)
        .await
        .expect("gone on with");
    again.command(&status, another).await.expect("changed");
}
