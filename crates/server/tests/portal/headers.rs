//! What every answer carries: nothing loads or frames our pages, nothing keeps them, one host answers.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;

use crate::{browser::Browser, world::World};

#[tokio::test]
async fn every_page_is_kept_to_itself() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    for path in [
        "/",
        "/downloads",
        "/nothing",
        "/renewals/0",
        "/assets/smena.css",
    ] {
        let page = browser.get(path).await;
        let policy = page.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(page.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
        assert!(page.header("permissions-policy").contains("camera=()"));
        assert_eq!(
            page.header("strict-transport-security"),
            "",
            "the tests have plain http"
        );
        let kept = page.header("cache-control");
        let asset = path.starts_with("/assets/");
        assert_eq!(kept, if asset { "no-cache" } else { "no-store" }, "{path}");
    }
}

#[tokio::test]
async fn pages_have_no_script_or_style_of_their_own() {
    for preview in smena_server::view::previews::all().expect("pages render") {
        let html = &preview.html;
        for inline in ["<style", " style=", " onclick=", "javascript:"] {
            assert!(!html.contains(inline), "{}: {inline}", preview.path());
        }
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src="), "{}", preview.path());
        }
    }
}

#[tokio::test]
async fn another_host_is_answered_by_no_page() {
    let world = World::new().await;
    for host in [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:8444",
        "localhost:8443",
    ] {
        let request = Request::builder()
            .uri("/")
            .header(header::HOST, host)
            .body(Body::empty())
            .expect("a request");
        let response = world
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
}

#[tokio::test]
async fn pages_go_out_compressed_and_small() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let renewal = crate::matrix::begin(&mut browser, &holder).await;
    let cookie = browser
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("; ");
    for path in [
        "/".to_owned(),
        "/certificates".to_owned(),
        "/notices".to_owned(),
        format!("/renewals/{renewal}"),
        format!("/renewals/{renewal}/check-data"),
        "/assets/smena.css".to_owned(),
        "/assets/live.js".to_owned(),
    ] {
        let request = Request::builder()
            .uri(&path)
            .header(header::COOKIE, &cookie)
            .header(header::ACCEPT_ENCODING, "gzip")
            .body(Body::empty())
            .expect("a request");
        let response = world
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(
            response.headers()[header::CONTENT_ENCODING],
            "gzip",
            "{path}"
        );
        let octets = axum::body::to_bytes(response.into_body(), 1024 * 1024)
            .await
            .expect("a body");
        assert!(octets.len() < 60 * 1024, "{path}: {} octets", octets.len());
    }
}

#[tokio::test]
async fn an_asset_that_a_browser_has_is_not_sent_again() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let page = browser.get("/assets/live.js").await;
    let tag = page.header("etag").to_owned();
    let request = Request::builder()
        .uri("/assets/live.js")
        .header(header::IF_NONE_MATCH, format!("\"other\", W/{tag}"))
        .body(Body::empty())
        .expect("a request");
    let response = world
        .router
        .clone()
        .oneshot(request)
        .await
        .expect("an answer");
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(
        browser.get("/assets/passwd").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_to_wait_and_others_are_not() {
    let world = World::new().await;
    let ask = |network: &'static str| {
        let request = Request::builder()
            .uri("/")
            .header("x-forwarded-for", format!("203.0.113.9, {network}"))
            .body(Body::empty())
            .expect("a request");
        world.router.clone().oneshot(request)
    };
    for _ in 0..300 {
        let response = ask("192.0.2.7").await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
    }
    let refused = ask("192.0.2.8").await.expect("an answer");
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "1");
    let other = ask("198.51.100.1").await.expect("an answer");
    assert_eq!(other.status(), StatusCode::OK);
    world.pass(time::Duration::seconds(1));
    let later = ask("192.0.2.7").await.expect("an answer");
    assert_eq!(later.status(), StatusCode::OK);
}
