//! The gateway that sends messages to telephones: one POST of JSON for each message.
//!
//! ```text
//! POST URL
//! Content-Type: application/json
//! X-Smena-Time: 1790000000
//! X-Smena-Signature: hex of HMAC-SHA256(secret, time ‖ "." ‖ body)
//!
//! {"id":"…","to":"+79001234567","text":"…"}
//! ```
//!
//! The id is the same when a message is sent again after no answer came, so that the gateway can tell. Any answer of 2xx
//! means that the gateway has the message; nothing of its body is read. The secret itself never travels.

use std::{path::PathBuf, time::Duration};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::Sha256;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use crate::config::{self, ConfigError, SmsFile};

/// How long the gateway may take.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(15);

/// A message to a telephone. It holds a code and has no `Debug`.
pub struct TextMessage {
    /// Names the message: the same for each attempt.
    pub id: String,
    /// The number, as it is dialled.
    pub to: String,
    /// The text.
    pub text: Zeroizing<String>,
}

/// Why a message was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// No gateway is configured.
    #[error("no gateway for messages is configured (section sms of server.toml)")]
    NotConfigured,
    /// The secret cannot be read.
    #[error("the secret of the gateway for messages cannot be read")]
    Secret(#[source] ConfigError),
    /// The file of the secret holds nothing.
    #[error("the file {} of the gateway's secret is empty", .0.display())]
    SecretEmpty(PathBuf),
    /// The message has no form that can be sent.
    #[error("the message cannot be written")]
    Form(#[source] serde_json::Error),
    /// No answer came, or the gateway did not take the message.
    #[error("the gateway for messages did not take the message")]
    Gateway(#[source] Box<ureq::Error>),
}

#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    to: &'a str,
    text: &'a str,
}

/// Hands a message over. It waits for the network: call it from a thread that may.
///
/// # Errors
/// [`GatewayError`]; whether the message is on its way is then unknown.
pub fn send(
    gateway: &SmsFile,
    message: &TextMessage,
    now: OffsetDateTime,
) -> Result<(), GatewayError> {
    let secret =
        Zeroizing::new(config::read_text(&gateway.secret_file).map_err(GatewayError::Secret)?);
    let secret = secret.trim();
    if secret.is_empty() {
        return Err(GatewayError::SecretEmpty(gateway.secret_file.clone()));
    }
    let body = serde_json::to_vec(&Body {
        id: &message.id,
        to: &message.to,
        text: &message.text,
    });
    let body = Zeroizing::new(body.map_err(GatewayError::Form)?);
    let time = now.unix_timestamp().to_string();
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(ANSWER_WAIT_MAX))
        // The address is the configuration's; following it elsewhere would carry the message with it.
        .max_redirects(0)
        .build()
        .new_agent();
    agent
        .post(&gateway.url)
        .header("Content-Type", "application/json")
        .header("X-Smena-Time", &time)
        .header("X-Smena-Signature", signature(secret, &time, &body))
        .send(&body[..])
        .map_err(|error| GatewayError::Gateway(Box::new(error)))?;
    Ok(())
}

/// The signature by which the gateway knows who sends.
///
/// # Panics
///
/// Never: HMAC takes a key of any length.
#[must_use]
pub fn signature(secret: &str, time: &str, body: &[u8]) -> String {
    let mut mac =
        <Hmac<Sha256>>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}
