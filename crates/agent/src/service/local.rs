//! The user's own socket, over which the commands speak to the agent that runs: never TCP, and only this user.
//!
//! One line of JSON there, one back.

use std::{
    borrow::Cow,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use serde::{Deserialize, Serialize};
use smena_media::files::{Dir, Lock};
use smena_protocol::v1::{Code, Origin};
use smena_ui::Language;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _},
    net::UnixListener,
    sync::watch,
};

use super::desk::Served;
use crate::{
    failure::{Explained, Kind},
    limits::{SOCKET_LINE_BYTES_MAX, SOCKET_WAIT_MAX},
};

const SOCKET: &str = "agent.sock";
const LOCK: &str = "agent.lock";

/// What is asked of the agent that runs.
// On the socket: both ends are of one user, who may have started a newer program beside an older one.
#[derive(Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Asked {
    /// Whether it runs, and where.
    Status {},
    /// A start page.
    Open {},
    /// The page of the check of the workplace.
    Check {},
    /// An errand.
    Errand {
        /// Its authority.
        authority: Origin,
        /// Its code.
        code: Code,
        /// Whether the authority is told the address of the page, because no browser has come with it.
        tell_address: bool,
    },
    /// To end.
    Stop {},
}

/// What the agent answers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// The version of the agent.
    pub version: String,
    /// The port of its pages.
    pub port: u16,
    /// Whether door B is open.
    pub fixed_door: bool,
    /// How many errands are under way.
    pub under_way: usize,
    /// The address of the page that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Why the agent cannot be spoken to, or cannot run.
#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    /// The folder of what runs cannot be used.
    #[error(transparent)]
    Folder(#[from] smena_media::MediumError),
    /// An agent of this user runs already.
    #[error("an agent of this user runs already")]
    Runs,
    /// No agent of this user runs.
    #[error("no agent of this user runs")]
    Absent,
    /// Talking to it failed.
    #[error("the agent that runs cannot be spoken to")]
    Socket(#[source] io::Error),
    /// It answers in another form.
    #[error("the agent that runs answers in another form")]
    Form(#[source] serde_json::Error),
}

impl Explained for LocalError {
    fn kind(&self) -> Kind {
        Kind::OtherSide
    }

    fn code(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Folder(error) => error.code(),
            Self::Runs => "agent-runs",
            Self::Absent => "agent-absent",
            Self::Socket(_) | Self::Form(_) => "agent-silent",
        })
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Folder(error) => crate::media::arguments(error),
            _ => Vec::new(),
        }
    }
}

/// The place of the one agent of this user; given back when it is dropped.
pub struct Seat {
    socket: PathBuf,
    _lock: Lock,
}

impl Drop for Seat {
    fn drop(&mut self) {
        // A socket that stays is replaced by the next agent.
        let _ = std::fs::remove_file(&self.socket);
    }
}

/// Takes the place of the one agent of this user in the folder of what runs, which is made for him alone.
///
/// # Errors
///
/// [`LocalError::Runs`], or the folder cannot be used.
pub fn take_seat(folder: &Path) -> Result<Seat, LocalError> {
    let dir = Dir::open_root(folder)?;
    let lock = dir
        .lock(LOCK, &folder.display().to_string())
        .map_err(|error| match error {
            smena_media::MediumError::Busy { .. } => LocalError::Runs,
            other => LocalError::Folder(other),
        })?;
    let socket = folder.join(SOCKET);
    match std::fs::remove_file(&socket) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(LocalError::Socket(error));
        }
        _ => {}
    }
    Ok(Seat {
        socket,
        _lock: lock,
    })
}

/// Asks the agent that runs.
///
/// # Errors
///
/// None runs, or it does not answer.
pub fn ask(folder: &Path, asked: &Asked) -> Result<Answered, LocalError> {
    let mut stream = match UnixStream::connect(folder.join(SOCKET)) {
        Ok(stream) => stream,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
            ) =>
        {
            return Err(LocalError::Absent);
        }
        Err(error) => return Err(LocalError::Socket(error)),
    };
    let wait = Some(SOCKET_WAIT_MAX);
    stream.set_read_timeout(wait).map_err(LocalError::Socket)?;
    stream.set_write_timeout(wait).map_err(LocalError::Socket)?;
    let mut line = serde_json::to_vec(asked).map_err(LocalError::Form)?;
    line.push(b'\n');
    stream.write_all(&line).map_err(LocalError::Socket)?;
    let mut answer = String::new();
    BufReader::new(stream.take(SOCKET_LINE_BYTES_MAX))
        .read_line(&mut answer)
        .map_err(LocalError::Socket)?;
    serde_json::from_str(&answer).map_err(LocalError::Form)
}

/// Answers the commands of this user until told to stop, by a command or from outside.
///
/// # Errors
///
/// The socket cannot be made.
pub async fn answer(
    seat: Seat,
    served: Arc<Served>,
    stop: watch::Sender<bool>,
) -> Result<(), LocalError> {
    let listener = UnixListener::bind(&seat.socket).map_err(LocalError::Socket)?;
    let mut stopped = stop.subscribe();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stop| *stop) => return Ok(()),
        };
        let Ok((stream, _)) = accepted else { continue };
        if !is_own(&stream) {
            tracing::warn!("somebody else has connected to the agent's socket");
            continue;
        }
        let (served, stop) = (Arc::clone(&served), stop.clone());
        tokio::spawn(async move {
            let wait = Duration::from_secs(5);
            // How a command goes away is its own matter.
            let _ = tokio::time::timeout(wait, speak(stream, &served, &stop)).await;
        });
    }
}

/// Whether the other end is of the user that owns the socket: ourselves.
fn is_own(stream: &tokio::net::UnixStream) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let own = stream
        .local_addr()
        .ok()
        .and_then(|address| Some(std::fs::metadata(address.as_pathname()?).ok()?.uid()));
    let peer = stream.peer_cred().ok().map(|peer| peer.uid());
    own.is_some() && own == peer
}

async fn speak(
    stream: tokio::net::UnixStream,
    served: &Arc<Served>,
    stop: &watch::Sender<bool>,
) -> io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut line = String::new();
    tokio::io::BufReader::new(reader.take(SOCKET_LINE_BYTES_MAX))
        .read_line(&mut line)
        .await?;
    let asked: Asked = serde_json::from_str(&line).map_err(io::Error::other)?;
    let mut ends = false;
    let language: Language = served.settings.language;
    let address = match asked {
        Asked::Status {} => None,
        Asked::Open {} => Some(served.start_address()),
        Asked::Check {} => Some(served.check_address()),
        Asked::Errand {
            authority,
            code,
            tell_address,
        } => served
            .take_errand(&authority, code, language, tell_address)
            .map(|talk| served.entry_address(&talk)),
        Asked::Stop {} => {
            ends = true;
            None
        }
    };
    let answered = Answered {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        port: served.port,
        fixed_door: served.settings.fixed_door,
        under_way: served.under_way(),
        address,
    };
    let mut answer = serde_json::to_vec(&answered).map_err(io::Error::other)?;
    answer.push(b'\n');
    writer.write_all(&answer).await?;
    if ends {
        let _ = stop.send(true);
    }
    Ok(())
}
