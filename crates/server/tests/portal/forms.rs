//! Every form: from our own origin, with the token of the session, and no larger than forms are.

use axum::http::{Method, StatusCode};
use smena_server::web::routes::{Guard, Route, TABLE, is_for_programs};

use crate::{
    browser::Browser,
    matrix::example,
    world::{ORIGIN, World},
};

fn forms() -> impl Iterator<Item = &'static Route> {
    TABLE
        .iter()
        .filter(|route| route.method == Method::POST && !is_for_programs(route.path))
}

#[tokio::test]
async fn a_form_of_another_origin_is_refused_on_every_route() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let renewal = crate::matrix::begin(&mut browser, &holder).await;
    let token = browser.get("/certificates").await.hidden("token");
    for route in forms() {
        let path = example(route.path, &renewal);
        for origin in [
            None,
            Some("https://evil.example"),
            Some("null"),
            Some("http://127.0.0.1:8444"),
        ] {
            browser.origin = origin.map(str::to_owned);
            let fields = [("token", token.clone())];
            let page = browser.post(&path, &fields).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} from {origin:?}");
        }
    }
    browser.origin = Some(ORIGIN.to_owned());
    let page = browser.get(&format!("/renewals/{renewal}")).await;
    assert_eq!(page.status, StatusCode::OK, "nothing was done to it");
}

#[tokio::test]
async fn a_form_without_the_token_of_its_session_is_refused_on_every_route() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let renewal = crate::matrix::begin(&mut browser, &holder).await;
    let mut other = Browser::new(&world);
    let start = other.get("/").await;
    other.send(&start, "/sign-in/certificate", &[]).await;
    let foreign = other.get("/").await.hidden("token");
    assert_eq!(foreign.len(), 96);
    for route in forms() {
        let path = example(route.path, &renewal);
        for token in ["", "00", foreign.as_str()] {
            let page = browser.post(&path, &[("token", token.to_owned())]).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} with {token:?}");
        }
    }
}

#[tokio::test]
async fn a_form_without_a_session_is_taken_only_where_it_makes_one() {
    let world = World::new().await;
    for route in forms() {
        let mut browser = Browser::new(&world);
        let page = browser
            .post(&example(route.path, &"0".repeat(32)), &[])
            .await;
        match route.guard {
            Guard::FirstForm => assert_ne!(page.status, StatusCode::UNAUTHORIZED, "{}", route.path),
            _ => assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", route.path),
        }
    }
}

#[tokio::test]
async fn a_form_is_bounded() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let long = "a".repeat(200 * 1024);
    let page = browser
        .post("/sign-in/certificate", &[("field", long)])
        .await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    let many: Vec<(&str, String)> = (0..500).map(|_| ("field", String::new())).collect();
    let page = browser.post("/sign-in/certificate", &many).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
}
