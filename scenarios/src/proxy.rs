//! A proxy between agent and server that loses requests or answers, as networks do.
//!
//! It speaks just enough HTTP/1.1: a connection for each request, bodies by their length. The agent takes it for the
//! authority, whose origin is the proxy's address.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// No side may be silent for longer.
const SILENCE_MAX: Duration = Duration::from_secs(40);

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It goes through, and so does the answer.
    Pass,
    /// It never arrives.
    LoseRequest,
    /// It arrives, and the answer gets lost.
    LoseAnswer,
    /// It arrives twice; the second answer is given.
    Double,
    /// It arrives, and the body of the answer is forged.
    Forge,
}

type Rule = Box<dyn FnMut(&str) -> Fate + Send>;
type Forger = Box<dyn FnMut(Vec<u8>) -> Vec<u8> + Send>;

/// A proxy that listens.
pub struct Proxy {
    listener: Option<TcpListener>,
    port: u16,
    rule: Arc<Mutex<Rule>>,
    forger: Arc<Mutex<Forger>>,
    stopped: Arc<AtomicBool>,
}

impl Proxy {
    /// Takes a free port; requests wait until [`Proxy::lead_to`].
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        Self {
            listener: Some(listener),
            port,
            rule: Arc::new(Mutex::new(Box::new(|_| Fate::Pass))),
            forger: Arc::new(Mutex::new(Box::new(|body| body))),
            stopped: Arc::default(),
        }
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Begins to pass requests on to this port.
    ///
    /// # Panics
    ///
    /// When it does so already.
    pub fn lead_to(&mut self, port: u16) {
        let listener = self.listener.take().expect("led nowhere yet");
        let (rule, forger) = (Arc::clone(&self.rule), Arc::clone(&self.forger));
        let stopped = Arc::clone(&self.stopped);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (rule, forger) = (Arc::clone(&rule), Arc::clone(&forger));
                // A connection that breaks is what the proxy is there for.
                thread::spawn(move || drop(serve(&connection, port, &rule, &forger)));
            }
        });
    }

    /// Decides from now on by the request line, such as `POST /api/v1/session HTTP/1.1`.
    pub fn rule(&self, rule: impl FnMut(&str) -> Fate + Send + 'static) {
        *self.rule.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(rule);
    }

    /// Makes the bodies of forged answers from the true ones.
    pub fn forge(&self, forger: impl FnMut(Vec<u8>) -> Vec<u8> + Send + 'static) {
        *self.forger.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(forger);
    }

    /// Lets everything through from now on.
    pub fn heal(&self) {
        self.rule(|_| Fate::Pass);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
    }
}

fn serve(
    client: &TcpStream,
    port: u16,
    rule: &Mutex<Rule>,
    forger: &Mutex<Forger>,
) -> io::Result<()> {
    client.set_read_timeout(Some(SILENCE_MAX))?;
    let (line, request) = read_request(client)?;
    let fate = (rule.lock().unwrap_or_else(PoisonError::into_inner))(&line);
    let mut answer = Vec::new();
    let times = match fate {
        Fate::LoseRequest => 0,
        Fate::Pass | Fate::LoseAnswer | Fate::Forge => 1,
        Fate::Double => 2,
    };
    for _ in 0..times {
        answer.clear();
        let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        server.set_read_timeout(Some(SILENCE_MAX))?;
        server.write_all(&request)?;
        server.read_to_end(&mut answer)?;
    }
    if fate == Fate::Forge {
        answer = forged(&answer, forger);
    }
    if matches!(fate, Fate::Pass | Fate::Double | Fate::Forge) {
        let mut client = client;
        client.write_all(&answer)?;
    }
    client.shutdown(Shutdown::Both)
}

/// Reads one request and writes it so that the server closes the connection after its answer.
fn read_request(client: &TcpStream) -> io::Result<(String, Vec<u8>)> {
    let mut reader = BufReader::new(client);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut request = line.clone().into_bytes();
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let lower = header.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        if header == "\r\n" {
            request.extend_from_slice(b"Connection: close\r\n\r\n");
            break;
        }
        if !lower.starts_with("connection:") {
            request.extend_from_slice(header.as_bytes());
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    request.extend_from_slice(&body);
    Ok((line.trim().to_owned(), request))
}

/// The same answer with another body; what was refused is there then.
fn forged(answer: &[u8], forger: &Mutex<Forger>) -> Vec<u8> {
    const BLANK: &[u8] = b"\r\n\r\n";
    let Some(end) = answer
        .windows(BLANK.len())
        .position(|window| window == BLANK)
    else {
        return answer.to_vec();
    };
    let true_body = answer[end + BLANK.len()..].to_vec();
    let body = (forger.lock().unwrap_or_else(PoisonError::into_inner))(true_body);
    let text = String::from_utf8_lossy(&answer[..end]);
    let mut lines: Vec<String> = text
        .split("\r\n")
        .filter(|line| !line.to_ascii_lowercase().starts_with("content-length:"))
        .map(str::to_owned)
        .collect();
    if let Some(status) = lines.first_mut() {
        "HTTP/1.1 200 OK".clone_into(status);
    }
    lines.push(format!("Content-Length: {}", body.len()));
    let mut whole = lines.join("\r\n").into_bytes();
    whole.extend_from_slice(BLANK);
    whole.extend_from_slice(&body);
    whole
}
