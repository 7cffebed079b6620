//! What the authority says of itself: its signed statement, and whether it works.

use smena_protocol::v1::{
    AuthorityStatement, AuthorityStatus, Bytes, Envelope, Issuing, Moment, Protocol, Sha256,
};
use smena_store::{
    Engine, StoreError,
    journal::{self, JournalEntry},
};
use smena_ui::{Language, Message};
use time::format_description::well_known::Rfc3339;

use super::{
    App, Ctx,
    authority::AuthorityError,
    issuing::{StopReason, stop_reason},
};
use crate::text::catalogue;

/// The signed statement: who the authority is and which keys speak for it.
///
/// # Errors
///
/// [`AuthorityError`].
pub async fn statement(app: &App, ctx: &Ctx) -> Result<Envelope, AuthorityError> {
    let authority = &app.authority;
    let statement = AuthorityStatement {
        protocol: Protocol::CURRENT,
        origin: app.config.origin.clone(),
        name: app.config.name.clone(),
        root: Bytes::new(authority.root().der().to_vec()),
        errand_chain: vec![Bytes::new(authority.errand_certificate().der().to_vec())],
        issuers: vec![Sha256::new(authority.issuing_key().spki_sha256())],
        protocol_floor: Protocol::CURRENT,
        server_time: Moment::new(ctx.now),
    };
    authority.seal(statement, ctx).await
}

/// Whether the authority works, for anybody.
///
/// # Errors
///
/// [`StoreError`].
pub async fn status(
    app: &App,
    ctx: &Ctx,
    language: Language,
) -> Result<AuthorityStatus, StoreError> {
    let stopped = stop_reason(app, ctx).await?;
    Ok(AuthorityStatus {
        name: app.config.name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: Moment::new(ctx.now),
        database: match app.store.engine() {
            Engine::Sqlite => "SQLite".to_owned(),
            Engine::Postgres => "PostgreSQL".to_owned(),
        },
        issuing: if stopped.is_some() {
            Issuing::Stopped
        } else {
            Issuing::Ready
        },
        reason: stopped.map(|reason| catalogue().text(language, &words_of(&reason))),
    })
}

/// Writes into the journal that the server starts or stops, and which version it is.
///
/// # Errors
///
/// [`StoreError`].
pub async fn record(app: &App, ctx: &Ctx, command: &str) -> Result<(), StoreError> {
    let mut tx = app.store.write().await?;
    let entry = JournalEntry {
        at: ctx.now,
        actor: &ctx.actor.to_string(),
        command,
        subject: "server",
        outcome: "done",
        details: &serde_json::json!({ "version": env!("CARGO_PKG_VERSION") }),
    };
    journal::append(&mut tx, &entry).await?;
    tx.commit().await
}

/// The words for a reason against issuing.
#[must_use]
pub fn words_of(reason: &StopReason) -> Message {
    let message = Message::new(format!("issuing-stopped-{}", reason.code()));
    let instant = |at: &time::OffsetDateTime| at.format(&Rfc3339).unwrap_or_default();
    match reason {
        StopReason::ClockBehind { now, newest } => message
            .with("now", instant(now))
            .with("newest", instant(newest)),
        StopReason::KeySuspect => message,
        StopReason::IssuerNotValid {
            not_before,
            not_after,
        } => message
            .with("from", instant(not_before))
            .with("to", instant(not_after)),
    }
}
