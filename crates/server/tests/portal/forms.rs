//! Every form: from our own origin, with the token of the session, and no larger than forms are.

use axum::http::{Method, StatusCode};
use smena_server::web::routes::{Guard, Route, TABLE, is_for_programs};

use crate::{
    agent::Agent,
    browser::Browser,
    matrix::example,
    world::{ORIGIN, World},
};

fn forms() -> impl Iterator<Item = &'static Route> {
    TABLE
        .iter()
        .filter(|route| route.method == Method::POST && !is_for_programs(route.path))
}

/// A holder who has signed in, with a renewal and an errand of his session, so that each form has something of his own.
struct Own<'w> {
    browser: Browser<'w>,
    renewal: String,
    errand: String,
}

impl<'w> Own<'w> {
    async fn new(world: &'w World) -> Self {
        let holder = world.holder(0, 20).await;
        let mut browser = Browser::new(world);
        let mut agent = Agent::new(world, "of the forms").await;
        let back = browser.begin_sign_in(&mut agent, &holder).await;
        let page = browser.get(&back).await;
        let (errand, code) = (page.hidden("e"), page.hidden("rc"));
        let fields = [("e", errand.clone()), ("rc", code)];
        browser.send(&page, "/return", &fields).await;
        let renewal = crate::matrix::begin(&mut browser, &holder).await;
        Self {
            browser,
            renewal,
            errand,
        }
    }

    fn path(&self, route: &Route) -> String {
        let id = match route.guard {
            Guard::OwnErrandForm => &self.errand,
            _ => &self.renewal,
        };
        example(route.path, id)
    }
}

#[tokio::test]
async fn a_form_of_another_origin_is_refused_on_every_route() {
    let world = World::new().await;
    let mut own = Own::new(&world).await;
    let token = own.browser.get("/certificates").await.hidden("token");
    for route in forms() {
        let path = own.path(route);
        for origin in [
            None,
            Some("https://evil.example"),
            Some("null"),
            Some("http://127.0.0.1:8444"),
        ] {
            own.browser.origin = origin.map(str::to_owned);
            let fields = [("token", token.clone())];
            let page = own.browser.post(&path, &fields).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} from {origin:?}");
        }
    }
    own.browser.origin = Some(ORIGIN.to_owned());
    let place = format!("/renewals/{}", own.renewal);
    let page = own.browser.get(&place).await;
    assert_eq!(page.status, StatusCode::OK, "nothing was done to it");
}

#[tokio::test]
async fn a_form_without_the_token_of_its_session_is_refused_on_every_route() {
    let world = World::new().await;
    let mut own = Own::new(&world).await;
    let mut other = Browser::new(&world);
    let start = other.get("/").await;
    other.send(&start, "/sign-in/certificate", &[]).await;
    let foreign = other.get("/").await.hidden("token");
    assert_eq!(foreign.len(), 96);
    for route in forms() {
        let path = own.path(route);
        for token in ["", "00", foreign.as_str()] {
            let fields = [("token", token.to_owned())];
            let page = own.browser.post(&path, &fields).await;
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
