//! Guards: who asks, proved before a handler runs. Each is an extractor, so that a handler without it has no session.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request, rejection::BytesRejection},
    http::{StatusCode, header, request::Parts},
};
use serde::de::DeserializeOwned;
use smena_protocol::v1::{ClaimToken, SessionToken};
use smena_ui::Language;

use super::error::ApiError;
use crate::app::{
    Actor, App, Ctx,
    errands::{self, Errand},
    failure::Denial,
    sessions::{self, HolderSession, Session},
};

/// What belongs to one request: made once, by the outermost layer.
#[derive(Clone)]
pub struct Asked {
    /// The context of the use case.
    pub ctx: Ctx,
    /// The language of the answer.
    pub language: Language,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        asked(parts)
    }
}

fn asked(parts: &Parts) -> Result<Asked, ApiError> {
    parts
        .extensions
        .get::<Asked>()
        .cloned()
        .ok_or_else(|| crate::app::failure::Failure::ours("a route without its outer layer").into())
}

/// A session, signed in or not.
pub(super) struct InSession(pub(super) Session);

impl FromRequestParts<App> for InSession {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let asked = asked(parts)?;
        let token = bearer(parts)
            .and_then(|text| text.parse::<SessionToken>().ok())
            .ok_or(Denial::SessionNeeded {})?;
        Ok(Self(sessions::find(app, &asked.ctx, &token).await?))
    }
}

/// A session whose holder is known, with a context in which he acts.
pub(super) struct AsHolder {
    pub(super) session: HolderSession,
    pub(super) ctx: Ctx,
    pub(super) language: Language,
}

impl FromRequestParts<App> for AsHolder {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let InSession(session) = InSession::from_request_parts(parts, app).await?;
        let session = HolderSession::of(&session)?;
        let Asked { ctx, language } = asked(parts)?;
        Ok(Self {
            session,
            ctx: ctx.acting_as(Actor::Holder(session.holder)),
            language,
        })
    }
}

/// The errand that a claim token belongs to.
pub(super) struct WithClaim(pub(super) Errand);

impl FromRequestParts<App> for WithClaim {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let asked = asked(parts)?;
        let token = bearer(parts)
            .and_then(|text| text.parse::<ClaimToken>().ok())
            .ok_or(Denial::ClaimTokenNeeded {})?;
        Ok(Self(
            errands::of_claim_token(app, &asked.ctx, &token).await?,
        ))
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let mut values = parts.headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    // Two headers are none: nobody can say which one counts.
    if values.next().is_some() {
        return None;
    }
    value.strip_prefix("Bearer ")
}

/// A body of JSON. Unknown fields are refused by the types of the wire.
pub(super) struct Wire<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Wire<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|error| unread(&error))?;
        serde_json::from_slice(&body)
            .map(Self)
            .map_err(|_| Denial::BadRequest {}.into())
    }
}

fn unread(error: &BytesRejection) -> ApiError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Denial::BodyTooLarge {}.into(),
        _ => Denial::BadRequest {}.into(),
    }
}

/// An id out of the path. What is none names nothing.
pub(super) struct Named<T>(pub(super) T);

impl<T: std::str::FromStr + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| Denial::NotFound {})?;
        text.parse()
            .map(Self)
            .map_err(|_| Denial::NotFound {}.into())
    }
}
