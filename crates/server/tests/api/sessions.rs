//! `/api/v1/session`: beginning, ending, running out.

use axum::http::{Method, StatusCode};
use smena_protocol::v1::ErrandKind;
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
