//! The table of routes for programs, walked. The pages for people have a suite of their own.

use axum::http::{Method, StatusCode};
use smena_server::web::routes::{Guard, Route, TABLE, is_for_programs};

use crate::{agent::Agent, world::World};

fn example(path: &str) -> String {
    path.replace("{id}", &"00".repeat(16))
        .replace("{sha256}", &"00".repeat(32))
}

fn programs() -> impl Iterator<Item = &'static Route> {
    TABLE.iter().filter(|route| is_for_programs(route.path))
}

#[tokio::test]
async fn every_route_keeps_out_whoever_its_guard_names() {
    let world = World::new().await;
    let anonymous = Agent::new(&world, "anonymous").await;
    for route in programs() {
        let path = example(route.path);
        let body = (route.body_bytes_max > 0).then(|| b"{}".to_vec());
        let (nobody, _) = world
            .raw(route.method.clone(), &path, None, body.clone(), "ru")
            .await;
        let bearer = Some(anonymous.session.as_str());
        match route.guard {
            Guard::Anybody => assert_ne!(nobody, StatusCode::UNAUTHORIZED, "{path}"),
            Guard::Agent => assert_eq!(nobody, StatusCode::BAD_REQUEST, "{path}"),
            Guard::Session => assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{path}"),
            Guard::Claim => {
                assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{path}");
                let (status, _) = world
                    .raw(route.method.clone(), &path, bearer, body, "ru")
                    .await;
                assert_eq!(
                    status,
                    StatusCode::UNAUTHORIZED,
                    "a session's token opens no part"
                );
            }
            Guard::Holder => {
                assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{path}");
                let (status, _) = world
                    .raw(route.method.clone(), &path, bearer, body, "ru")
                    .await;
                assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
            }
            page => panic!("{path} is for programs and guarded as a page: {page:?}"),
        }
    }
}

#[tokio::test]
async fn every_route_bounds_its_body_and_names_its_method() {
    let world = World::new().await;
    let agent = Agent::new(&world, "anonymous").await;
    for route in programs().filter(|route| route.method == Method::POST) {
        if matches!(route.guard, Guard::Holder) || route.path == "/api/v1/session" {
            continue;
        }
        let path = example(route.path);
        for (octets, expected) in [
            (route.body_bytes_max, StatusCode::BAD_REQUEST),
            (route.body_bytes_max + 1, StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let body = Some(vec![b' '; octets]);
            let bearer = Some(agent.session.as_str());
            let (status, _) = world.raw(Method::POST, &path, bearer, body, "ru").await;
            assert_eq!(status, expected, "{path} with {octets} octets");
        }
    }
    for route in programs() {
        let path = example(route.path);
        let (status, body) = world.raw(Method::PATCH, &path, None, None, "en").await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let problem: serde_json::Value = serde_json::from_slice(&body).expect("a problem");
        assert_eq!(problem["code"], "method-not-allowed");
    }
}

#[tokio::test]
async fn a_problem_speaks_the_language_of_the_request() {
    let world = World::new().await;
    for (language, words) in [
        ("ru", "Здесь ничего нет."),
        ("en;q=0.9", "There is nothing here."),
    ] {
        let (status, body) = world
            .raw(Method::GET, "/api/nothing", None, None, language)
            .await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        let problem: serde_json::Value = serde_json::from_slice(&body).expect("a problem");
        assert_eq!(problem["message"], words);
    }
}
