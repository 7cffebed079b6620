//! Headers that keep pages to themselves, and the host under which alone they are shown (security design, §4).

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{
    app::{App, failure::Denial},
    web::{error::ApiError, routes::is_for_programs},
};

/// No script, style, picture or form from or to elsewhere, and no frame around. The way to the agent is a link, which
/// `form-action` does not touch.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
         payment=(), usb=()",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// A year, for this host alone: the authority may have others that are not ready for it.
const TLS_ONLY: &str = "max-age=31536000";

/// Answers pages under the configured host alone.
pub(in crate::web) async fn own_host(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let for_people = !is_for_programs(request.uri().path());
    if for_people && !is_own_host(request.headers(), &app) {
        return ApiError::from(Denial::HostForeign {}).into_response();
    }
    next.run(request).await
}

/// Gives every answer, also that of a failure, the headers that keep it to itself.
pub(in crate::web) async fn keep(State(app): State<App>, request: Request, next: Next) -> Response {
    let for_people = !is_for_programs(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if for_people {
        for (name, value) in ALWAYS {
            headers
                .entry(name)
                .or_insert(HeaderValue::from_static(value));
        }
    }
    if app.config.origin.is_secure() {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(TLS_ONLY),
        );
    }
    response
}

/// Links, cookies and signed statements are for one host. A request without `Host` comes from no browser.
fn is_own_host(headers: &HeaderMap, app: &App) -> bool {
    let origin = &app.config.origin;
    let own = origin.as_str().split_once("://").map(|(_, host)| host);
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => true,
        (Some(host), None) => own.is_some_and(|own| own.as_bytes() == host.as_bytes()),
        (Some(_), Some(_)) => false,
    }
}
