//! A gateway for messages that has no telephones behind it: it shows them to whoever runs the demonstration.

use std::{
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde::Deserialize;
use smena_server::outbound::sms;
use tokio::runtime::Runtime;

use crate::WorldError;

/// How the server reaches a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// Where it is.
    pub url: String,
    /// What signs the messages: a secret of this computer, for this run.
    pub secret: String,
}

type Show = dyn Fn(&str, &str) + Send + Sync;

/// The gateway, answering until it is dropped.
pub struct Telephones {
    gateway: Gateway,
    _runtime: Runtime,
}

#[derive(Clone)]
struct Desk {
    secret: Arc<str>,
    show: Arc<Show>,
}

#[derive(Deserialize)]
struct TextMessage {
    to: String,
    text: String,
}

impl Telephones {
    /// Starts it; `show` is given each number and text.
    ///
    /// # Errors
    ///
    /// No port of this computer can be used.
    pub fn start(
        secret: String,
        show: impl Fn(&str, &str) + Send + Sync + 'static,
    ) -> Result<Self, WorldError> {
        let failed = WorldError::set_up::<std::io::Error>;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed("telephones"))?;
        listener
            .set_nonblocking(true)
            .map_err(failed("telephones"))?;
        let address = listener.local_addr().map_err(failed("telephones"))?;
        let runtime = Runtime::new().map_err(failed("telephones"))?;
        let desk = Desk {
            secret: secret.as_str().into(),
            show: Arc::new(show),
        };
        let router = Router::new().route("/", post(take)).with_state(desk);
        let guard = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener).map_err(failed("telephones"))?;
        drop(guard);
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            gateway: Gateway {
                url: format!("http://{address}/"),
                secret,
            },
            _runtime: runtime,
        })
    }

    /// How the server reaches it.
    #[must_use]
    pub fn gateway(&self) -> &Gateway {
        &self.gateway
    }
}

/// Takes a message that the server has signed.
async fn take(State(desk): State<Desk>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let signed = header("x-smena-time")
        .zip(header("x-smena-signature"))
        .is_some_and(|(time, signature)| sms::signature(&desk.secret, time, &body) == signature);
    if !signed {
        return StatusCode::UNAUTHORIZED;
    }
    match serde_json::from_slice::<TextMessage>(&body) {
        Ok(message) => {
            (desk.show)(&message.to, &message.text);
            StatusCode::ACCEPTED
        }
        Err(_) => StatusCode::BAD_REQUEST,
    }
}
