//! The only place that knows status codes: failures become problem documents in the reader's language.
//!
//! A handler ends in an [`ApiError`]; the response carries it to `render`, which runs around every route and knows
//! the language. A fault of ours is logged there, once, with a reference number; the page shows that number and
//! nothing else.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use smena_domain::renewal::{Argument, Refusal, Remedy};
use smena_protocol::v1::{Moment, PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use smena_ui::{Language, Message, format};
use time::UtcOffset;

use super::guard::Asked;
use crate::{
    app::{
        Actor, App,
        failure::{Denial, DenialKind, Failure},
    },
    limits::REQUEST_TIME_MAX,
    text::{catalogue, chain},
};

/// Code of a fault of ours.
pub const OUR_FAULT: &str = "our-fault";

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

/// Runs around every route: makes the context of the request, bounds its time, and renders what failed.
pub(super) async fn render(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let language = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(Language::Russian, Language::of_accept_language);
    let asked = Asked {
        ctx: app.ctx(Actor::Anybody),
        language,
    };
    request.extensions_mut().insert(asked.clone());
    let mut response = match tokio::time::timeout(REQUEST_TIME_MAX, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::from(Denial::TooSlow {}).into_response(),
    };
    if let Some(ApiError(failure)) = response.extensions_mut().remove::<ApiError>() {
        response = problem_response(&failure, &asked);
    }
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
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

fn problem_of(failure: &Failure, asked: &Asked) -> Problem {
    let (code, reference) = match failure.code() {
        Some(code) => (code, None),
        None => (OUR_FAULT, Some(log(failure, asked))),
    };
    let arguments = failure.arguments();
    let words = |prefix: &str| {
        let mut message = Message::new(format!("{prefix}-{code}"));
        for (name, value) in &arguments {
            message = message.with(name, shown(name, value, asked.language));
        }
        if let Some(reference) = &reference {
            message = message.with("reference", reference.clone());
        }
        catalogue().text(asked.language, &message)
    };
    Problem {
        code: ProblemCode::parse(code)
            .expect("codes are lower-case letters, digits and hyphens, as a test shows"),
        message: words("err"),
        remedy: words("rec"),
        server_time: speaks_of_time(failure).then(|| Moment::new(asked.ctx.now)),
        args: arguments
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
    }
}

/// An argument as people read it. A word of the model has a message of its own; the name of a thing that a procedure
/// lists has none and stands as it is.
fn shown(name: &str, value: &Argument, language: Language) -> String {
    match value {
        Argument::Moment(moment) => format::instant(language, moment.at(), UtcOffset::UTC),
        Argument::Number(number) => number.to_string(),
        Argument::Text(text) => text.clone(),
        Argument::Word(word) => {
            let key = match name {
                "field" => format!("label-{word}"),
                "step" => format!("duty-{word}"),
                name => format!("{name}-{word}"),
            };
            if catalogue().holds(language, &key) {
                catalogue().word(language, &key)
            } else {
                word.clone()
            }
        }
    }
}
