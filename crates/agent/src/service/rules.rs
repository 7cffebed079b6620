//! The rules that every request keeps, whatever it asks for (security design, §1.5).
//!
//! Refusals have no body: whoever is refused learns nothing, not even that this is smena. The one exception is a person who
//! opens a page of a conversation again, whose secret nobody else knows: he reads why it is not shown, and nothing of it.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{desk::Served, handlers, routes::Class};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What every answer carries. There is no header that lets another origin in.
const ALWAYS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::REFERRER_POLICY, "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Headers by which something is decided; each may stand once.
const ONCE: [HeaderName; 6] = [
    header::HOST,
    header::ORIGIN,
    HeaderName::from_static("sec-fetch-site"),
    HeaderName::from_static("sec-fetch-mode"),
    HeaderName::from_static("sec-fetch-dest"),
    header::CONTENT_TYPE,
];

/// Lets a request through to a route of this class, or refuses it.
pub(super) async fn guard(
    State((served, class)): State<(Arc<Served>, Class)>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = match refusal(&served.own_host(), class, &request) {
        Some(StatusCode::FORBIDDEN) if class == Class::Shown && is_return(&request) => {
            let is_own_act = site(request.headers()) == "none";
            handlers::came_back(&served, &request, is_own_act)
        }
        Some(status) => status.into_response(),
        None => next.run(request).await,
    };
    for (name, value) in ALWAYS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// With which status a request is refused, if it is.
fn refusal(own_host: &str, class: Class, request: &Request) -> Option<StatusCode> {
    let headers = request.headers();
    let once = ONCE
        .iter()
        .all(|name| headers.get_all(name).iter().count() <= 1);
    // An absolute target names a host of its own.
    let has_own_host =
        request.uri().authority().is_none() && text(headers, &header::HOST) == own_host;
    if !once || !has_own_host {
        return Some(StatusCode::MISDIRECTED_REQUEST);
    }
    let own_origin = format!("http://{own_host}");
    let origin = headers.get(header::ORIGIN);
    let is_foreign = origin.is_some_and(|origin| origin.as_bytes() != own_origin.as_bytes());
    let forbidden = request.method() == Method::OPTIONS
        || headers.contains_key("service-worker")
        || headers.contains_key(header::UPGRADE)
        || is_foreign;
    let is_allowed = !forbidden
        && match class {
            Class::Entry => is_navigation(headers),
            Class::Shown | Class::Page => site(headers) == "same-origin",
            Class::Act => site(headers) == "same-origin" && origin.is_some(),
        };
    (!is_allowed).then_some(StatusCode::FORBIDDEN)
}

/// A person's browser has gone there, in a window of its own. A browser that does not say so is told to use another way by
/// the page itself, which does nothing.
fn is_navigation(headers: &HeaderMap) -> bool {
    if site(headers).is_empty() {
        return true;
    }
    text(headers, &HeaderName::from_static("sec-fetch-mode")) == "navigate"
        && text(headers, &HeaderName::from_static("sec-fetch-dest")) == "document"
}

/// A window that goes to one of our pages, though not from one of them.
fn is_return(request: &Request) -> bool {
    let headers = request.headers();
    request.method() == Method::GET
        && tells_its_site(headers)
        && is_navigation(headers)
        && !["service-worker", "origin", "upgrade"]
            .iter()
            .any(|name| headers.contains_key(*name))
}

/// Whether the browser says where a request comes from at all.
pub(super) fn tells_its_site(headers: &HeaderMap) -> bool {
    !site(headers).is_empty()
}

fn site(headers: &HeaderMap) -> &str {
    text(headers, &HeaderName::from_static("sec-fetch-site"))
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> &'h str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
