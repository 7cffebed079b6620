//! An agent that answers, and a client that sends exactly the octets it is told to.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
};

use smena_agent::service::{Place, Served, Settings, bind, serve};
use tempfile::TempDir;
use tokio::{runtime::Runtime, sync::watch};

/// An agent in a folder of its own.
pub(crate) struct RunningAgent {
    pub(crate) port: u16,
    pub(crate) served: Arc<Served>,
    _runtime: Runtime,
    _stop: watch::Sender<bool>,
    _folder: TempDir,
}

impl RunningAgent {
    pub(crate) fn start() -> Self {
        let folder = TempDir::new().expect("a folder");
        let listening = bind(0).expect("a free port");
        let port = listening.port();
        let settings = Settings {
            place: Place {
                home: folder.path().join("agent"),
                ..Place::default()
            },
            fixed_door: true,
            ..Settings::default()
        };
        let served = Served::new(settings, port).expect("an agent's folder");
        let runtime = Runtime::new().expect("a runtime");
        let (stop, stopped) = watch::channel(false);
        runtime.spawn(serve(listening, Arc::clone(&served), stopped));
        Self {
            port,
            served,
            _runtime: runtime,
            _stop: stop,
            _folder: folder,
        }
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sends a request head and body as they are, and reads the answer.
    pub(crate) fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(self.host()).expect("a connection");
        // The agent may close before everything was taken: its answer is what counts.
        let _ = stream.write_all(request.as_bytes());
        let mut octets = Vec::new();
        let _ = stream.read_to_end(&mut octets);
        Answer::parse(&String::from_utf8_lossy(&octets))
    }

    /// The secret of a start page, as its entry leads to it.
    pub(crate) fn page_secret(&self) -> String {
        let address = self.served.start_address();
        let path = address.split_once(&self.host()).expect("our address").1;
        let entered = self.send(&request("GET", path, &self.host(), NAVIGATION, ""));
        assert_eq!(entered.status, 200, "{}", entered.text);
        let start = entered.body.find("url=/s/").expect("it leads on") + "url=/s/".len();
        entered.body[start..]
            .split('"')
            .next()
            .expect("a secret")
            .to_owned()
    }
}

/// The headers of a browser that goes somewhere in a window.
pub(crate) const NAVIGATION: &str =
    "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";

pub(crate) fn request(method: &str, path: &str, host: &str, headers: &str, body: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
    pub(crate) text: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        Self {
            status: status.unwrap_or(0),
            head: head.to_lowercase(),
            body: body.to_owned(),
            text: text.to_owned(),
        }
    }
}
