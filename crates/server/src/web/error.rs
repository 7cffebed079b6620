//! The only place that knows the status codes of failures: for programs they become problem documents, for people pages,
//! in the reader's language.
//!
//! A handler ends in an [`ApiError`]; the response carries it to `render`, which runs around every route and knows
//! the language. A fault of ours is logged there, once, with a reference number; the page shows that number and
//! nothing else.

use std::sync::Arc;

use askama::Template as _;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use smena_domain::renewal::{Argument, Refusal, Remedy};
use smena_protocol::v1::{Moment, PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use smena_ui::Language;
use time::UtcOffset;

use super::{guard::Asked, portal::cookie, routes::is_for_programs};
use crate::{
    app::{
        Actor, App,
        failure::{Denial, DenialKind, Failure},
    },
    limits::REQUEST_TIME_MAX,
    text::chain,
    view::{Frame, Told, frame::ASSETS, problem::ProblemPage, told::OUR_FAULT as NO_CODE},
};

/// Code of a fault of ours.
pub const OUR_FAULT: &str = NO_CODE;

/// A failure on its way to `render`.
#[derive(Clone, Debug)]
pub struct ApiError(Arc<Failure>);

impl<E: Into<Failure>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Runs around every route: makes the context of the request, bounds its time, and renders what failed: a problem
/// document for programs, a page for people.
pub(super) async fn render(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let asked = Asked {
        ctx: app.ctx(Actor::Anybody),
        language: language_of(request.headers(), &path),
    };
    request.extensions_mut().insert(asked.clone());
    let mut response = match tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::from(Denial::TooSlow {}).into_response(),
    };
    let mut wait = None;
    if let Some(ApiError(failure)) = response.extensions_mut().remove::<ApiError>() {
        wait = wait_of(&failure);
        response = if is_for_programs(&path) {
            problem_response(&failure, &asked)
        } else {
            problem_page(&app, &failure, &asked, path)
        };
    }
    let headers = response.headers_mut();
    if let Some(seconds) = wait {
        headers.insert(header::RETRY_AFTER, seconds);
    }
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

/// How long whoever asked too often has to wait, as HTTP says it.
fn wait_of(failure: &Failure) -> Option<HeaderValue> {
    match failure {
        Failure::Denied(Denial::TooOften { seconds }) => HeaderValue::from_str(seconds).ok(),
        _ => None,
    }
}

/// What somebody chose counts on pages; programs and whoever chose nothing say it with each request.
fn language_of(headers: &HeaderMap, path: &str) -> Language {
    let chosen = (!is_for_programs(path))
        .then(|| cookie::language(headers))
        .flatten();
    let wished = || {
        headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .map_or(Language::Russian, Language::of_accept_language)
    };
    chosen.unwrap_or_else(wished)
}

/// Answers what no route is there for.
pub(super) async fn not_found() -> ApiError {
    Denial::NotFound {}.into()
}

/// Answers a route that is asked in another way.
pub(super) async fn method_not_allowed() -> ApiError {
    Denial::MethodNotAllowed {}.into()
}

fn status_of(failure: &Failure) -> StatusCode {
    match failure {
        Failure::Refused(refusal) => match (refusal, refusal.remedy()) {
            (
                Refusal::NotNow { .. } | Refusal::Closed { .. } | Refusal::StaleRevision { .. },
                _,
            )
            | (_, Remedy::GoOnWithOpenOne) => StatusCode::CONFLICT,
            (_, Remedy::TryAgainLater) => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        },
        Failure::Denied(denial) => match denial.kind() {
            DenialKind::Malformed => StatusCode::BAD_REQUEST,
            DenialKind::Unproved => StatusCode::UNAUTHORIZED,
            DenialKind::Forbidden => StatusCode::FORBIDDEN,
            DenialKind::Missing => StatusCode::NOT_FOUND,
            DenialKind::Method => StatusCode::METHOD_NOT_ALLOWED,
            DenialKind::Conflict => StatusCode::CONFLICT,
            DenialKind::Gone => StatusCode::GONE,
            DenialKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            DenialKind::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            DenialKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            DenialKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            DenialKind::Misdirected => StatusCode::MISDIRECTED_REQUEST,
        },
        Failure::Ours(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn problem_response(failure: &Failure, asked: &Asked) -> Response {
    let problem = problem_of(failure, asked);
    let status = status_of(failure);
    match serde_json::to_vec(&problem) {
        Ok(body) => (status, [(header::CONTENT_TYPE, PROBLEM_MEDIA_TYPE)], body).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// The page of what failed. Nobody is greeted on it: who is signed in may be just what could not be found out.
fn problem_page(app: &App, failure: &Failure, asked: &Asked, path: String) -> Response {
    let reference = reference_of(failure, asked);
    let zone = app.config.portal.zone;
    let told = Told::of(failure, asked.language, zone, reference.as_deref());
    let frame = Frame {
        language: asked.language,
        authority: app.config.name.clone(),
        assets: ASSETS.to_owned(),
        zone,
        path,
        person: None,
        telephone: None,
        token: String::new(),
    };
    match ProblemPage::new(&frame, failure, &told).render() {
        Ok(html) => (status_of(failure), Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A fault of ours has a number, by which its line in the log is found.
fn reference_of(failure: &Failure, asked: &Asked) -> Option<String> {
    failure.code().is_none().then(|| log(failure, asked))
}

fn problem_of(failure: &Failure, asked: &Asked) -> Problem {
    let reference = reference_of(failure, asked);
    let told = Told::of(
        failure,
        asked.language,
        UtcOffset::UTC,
        reference.as_deref(),
    );
    Problem {
        code: ProblemCode::parse(told.code)
            .expect("codes are lower-case letters, digits and hyphens, as a test shows"),
        message: told.happened,
        remedy: told.remedy,
        server_time: speaks_of_time(failure).then(|| Moment::new(asked.ctx.now)),
        args: failure
            .arguments()
            .iter()
            .map(|(name, value)| ((*name).to_owned(), plain(value)))
            .collect(),
        reference,
    }
}

/// The one line that a fault of ours leaves.
fn log(failure: &Failure, asked: &Asked) -> String {
    let reference = hex::encode(asked.ctx.draw::<6>());
    if let Failure::Ours(error) = failure {
        tracing::error!(reference, error = %chain(error.as_ref()), "a request failed");
    }
    reference
}

fn speaks_of_time(failure: &Failure) -> bool {
    failure
        .arguments()
        .iter()
        .any(|(_, value)| matches!(value, Argument::Moment(_)))
}

/// An argument as programs read it.
fn plain(value: &Argument) -> String {
    match value {
        Argument::Moment(moment) => Moment::new(moment.at()).to_string(),
        Argument::Number(number) => number.to_string(),
        Argument::Text(text) | Argument::Word(text) => text.clone(),
        Argument::Words(words) => words.join(", "),
    }
}
