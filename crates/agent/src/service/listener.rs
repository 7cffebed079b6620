//! Listening: 127.0.0.1 alone, and a connection that is not this user's is closed without a byte.

use std::{
    borrow::Cow,
    io,
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
};

use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::sync::{Semaphore, watch};

use super::{
    desk::Served,
    peer::{self, Owner},
    routes,
};
use crate::{
    failure::{Explained, Kind},
    limits::{PAGE_CONNECTIONS_MAX, PAGE_HEAD_BYTES_MAX, PAGE_HEAD_WAIT_MAX, PAGE_HEADERS_MAX},
};

/// Why the agent cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program has the port.
    #[error("the port {port} is taken")]
    Taken {
        /// The port.
        port: u16,
        /// The number of the user who has it, where the system tells.
        user: Option<u32>,
    },
    /// The system refuses.
    #[error("the agent cannot listen on port {port}")]
    Refused {
        /// The port.
        port: u16,
        /// What it said.
        #[source]
        source: io::Error,
    },
}

impl Explained for ListenError {
    fn kind(&self) -> Kind {
        Kind::OtherSide
    }

    fn code(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Taken { user: Some(_), .. } => "port-taken-by",
            Self::Taken { .. } => "port-taken",
            Self::Refused { .. } => "port-refused",
        })
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Taken { port, user } => {
                let mut arguments = vec![("port", port.to_string())];
                arguments.extend(user.map(|user| ("user", user.to_string())));
                arguments
            }
            Self::Refused { port, .. } => vec![("port", port.to_string())],
        }
    }
}

/// A port that is bound, before anybody is answered.
pub struct Listening {
    listener: TcpListener,
    port: u16,
}

impl Listening {
    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// Binds a port of 127.0.0.1, any free one for 0. A taken port is an error, never a silent neighbour.
///
/// # Errors
///
/// [`ListenError`].
pub fn bind(port: u16) -> Result<Listening, ListenError> {
    let refused = |source| ListenError::Refused { port, source };
    let listener = match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => listener,
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            return Err(ListenError::Taken {
                port,
                user: peer::listener_of(port),
            });
        }
        Err(error) => return Err(refused(error)),
    };
    listener.set_nonblocking(true).map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    Ok(Listening { listener, port })
}

/// Answers browsers until it is told to stop.
///
/// # Errors
///
/// The system takes the port away.
pub async fn serve(
    listening: Listening,
    served: Arc<Served>,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listening.listener)?;
    let own = listener.local_addr()?;
    let router = routes::router(&served);
    let room = Arc::new(Semaphore::new(PAGE_CONNECTIONS_MAX));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => return Ok(()),
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                continue;
            }
        };
        let allowed = match peer::owner(peer, own) {
            Owner::Own => true,
            Owner::Other => false,
            Owner::Unknown => served.settings.unknown_peers,
        };
        // Without room the connection is closed too: the browser asks again.
        let Some(seat) = allowed
            .then(|| Arc::clone(&room).try_acquire_owned().ok())
            .flatten()
        else {
            tracing::warn!(allowed, "a connection was closed unanswered");
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        let mut stop = stop.clone();
        tokio::spawn(async move {
            let _seat = seat;
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PAGE_HEAD_WAIT_MAX)
                .max_buf_size(PAGE_HEAD_BYTES_MAX)
                .max_headers(PAGE_HEADERS_MAX)
                .serve_connection(TokioIo::new(stream), service);
            tokio::select! {
                // How a connection ends is the browser's matter.
                _ = connection => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        });
    }
}
