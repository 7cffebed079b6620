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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, PoisonError};

    use smena_agent::clock::{Clock as _, SystemClock};
    use smena_server::{
        config::SmsFile,
        outbound::sms::{self, TextMessage},
    };
    use zeroize::Zeroizing;

    use super::Telephones;

    #[test]
    fn a_message_of_the_server_is_shown_and_one_of_a_stranger_is_not() {
        let shown = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&shown);
        let telephones = Telephones::start("of this run".to_owned(), move |to, text| {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push((to.to_owned(), text.to_owned()));
        })
        .expect("a gateway");
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, secret: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, secret).expect("a file");
            SmsFile {
                url: telephones.gateway().url.clone(),
                secret_file: path,
                countries: vec!["7".to_owned()],
                messages_a_day: 10,
            }
        };
        let message = TextMessage {
            id: "1".to_owned(),
            to: "+79001234567".to_owned(),
            text: Zeroizing::new("Код 123456".to_owned()),
        };
        let now = SystemClock.now();
        let strange = sms::send(&file("strange", "of somebody else"), &message, now);
        assert!(strange.is_err());
        sms::send(&file("own", "of this run"), &message, now).expect("taken");
        let shown = shown.lock().unwrap_or_else(PoisonError::into_inner);
        let expected = ("+79001234567".to_owned(), "Код 123456".to_owned());
        assert_eq!(*shown, [expected]);
    }
}
