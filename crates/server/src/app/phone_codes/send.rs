//! Sending a code: drawn, stored, and handed over to the gateway.

use smena_store::{StoreError, phone_codes};
use smena_ui::{Language, Message};
use zeroize::Zeroizing;

use super::{code::Code, enter::Bound};
use crate::{
    app::{App, Ctx, phone::Phone},
    outbound::sms::{self, GatewayError, TextMessage},
    text::catalogue,
};

/// Why a code was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nobody waits for it any more, or it has nowhere to go: it is not tried again.
    #[error("no code is sent: {0}")]
    Pointless(&'static str),
    /// The database failed.
    #[error("the code could not be stored")]
    Store(#[from] StoreError),
    /// The gateway did not take it.
    #[error("the code could not be handed over")]
    Gateway(#[from] GatewayError),
    /// The thread that speaks to the gateway ended.
    #[error("the thread that speaks to the gateway has ended")]
    Thread(#[source] tokio::task::JoinError),
}

/// Draws a code, stores it and hands the message over. When that fails, the next attempt draws another one.
pub(super) async fn send(
    app: &App,
    ctx: &Ctx,
    bound: &Bound<'_>,
    phone: &Phone,
    text: Message,
) -> Result<(), SendError> {
    let gateway = app.config.sms.clone().ok_or(GatewayError::NotConfigured)?;
    let code = Code::draw(ctx.rng().as_mut());
    let hash = app.codes_key.hash(&bound.parts(&code));
    let mut tx = app.store.write().await?;
    let waited_for = phone_codes::draw(&mut tx, bound.to, hash, ctx.now).await?;
    tx.commit().await?;
    if !waited_for {
        return Err(SendError::Pointless("nobody waits for it"));
    }
    let text = text
        .with("authority", app.config.name.clone())
        .with("code", code.0.as_str());
    // Nobody has said yet which language the holder reads; the law of the authority speaks Russian.
    let message = TextMessage {
        id: hex::encode(ctx.draw::<16>()),
        to: phone.dialled(),
        text: Zeroizing::new(catalogue().text(Language::Russian, &text)),
    };
    let now = ctx.now;
    tokio::task::spawn_blocking(move || sms::send(&gateway, &message, now))
        .await
        .map_err(SendError::Thread)??;
    Ok(())
}
