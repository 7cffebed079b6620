//! What keeps a world from being set up or a renewal from being shown.

use std::{error::Error, io, path::PathBuf};

use smena_agent::{
    failure::{Explained as _, Failure},
    flow::FlowError,
};
use smena_ui::Message;

use crate::{Algorithm, Medium};

/// What keeps a world from being set up or a renewal from being shown.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// A file or folder cannot be written or read.
    #[error("{} cannot be used", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The folder holds a world of another algorithm.
    #[error("the folder holds a world of {}, {} was asked for", there.word(), asked.word())]
    OtherAlgorithm {
        /// The algorithm of the folder.
        there: Algorithm,
        /// The one asked for.
        asked: Algorithm,
    },
    /// The folder holds a world whose holder has his keys elsewhere.
    #[error("the folder holds a world with keys in {}, {} was asked for", there.word(), asked.word())]
    OtherMedium {
        /// The medium of the folder.
        there: Medium,
        /// The one asked for.
        asked: Medium,
    },
    /// The PKCS#11 module of a medium is not on this computer.
    #[error("the PKCS#11 module of {} is not installed", .0.word())]
    NoModule(Medium),
    /// The description of the world in the folder cannot be read.
    #[error("{} is not a description of a world", path.display())]
    Description {
        /// The file.
        path: PathBuf,
        /// Where the reading stopped.
        #[source]
        source: serde_json::Error,
    },
    /// The port is taken or may not be used.
    #[error("port {port} of this computer cannot be used")]
    Port {
        /// The port.
        port: u16,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Another run uses this folder.
    #[error("{} is in use by another run", .0.display())]
    Busy(PathBuf),
    /// A part of the world could not be set up.
    #[error("{what} could not be set up")]
    SetUp {
        /// What: authority, server, holder.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The agent failed.
    #[error("the agent failed")]
    Flow(#[from] FlowError),
    /// The renewal did not come to its end.
    #[error("the renewal came only to the stage {0}")]
    Incomplete(String),
}

impl WorldError {
    /// A set-up that failed.
    pub(crate) fn set_up<E>(what: &'static str) -> impl FnOnce(E) -> Self
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        move |source| Self::SetUp {
            what,
            source: source.into(),
        }
    }

    /// A file that failed.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File {
            path: path.into(),
            source,
        }
    }

    /// The exit code: 1 refused, 2 usage, 3 the other side, 4 our fault.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::OtherAlgorithm { .. } | Self::OtherMedium { .. } => 2,
            Self::File { .. }
            | Self::NoModule(_)
            | Self::Description { .. }
            | Self::Port { .. }
            | Self::Busy(_) => 3,
            Self::SetUp { .. } | Self::Incomplete(_) => 4,
            Self::Flow(error) => error.kind() as u8,
        }
    }

    /// What a person is told: what happened and what to do.
    #[must_use]
    pub fn messages(&self) -> Words {
        let pair = |code: &str, arguments: Vec<(&'static str, String)>| {
            let message = |prefix: &str| Message {
                key: format!("{prefix}-{code}"),
                arguments: arguments.clone(),
            };
            Words::Own(message("err"), message("rec"))
        };
        match self {
            Self::File { path, .. } => pair("file", vec![("path", path.display().to_string())]),
            Self::OtherAlgorithm { there, asked } => pair(
                "other-algorithm",
                vec![
                    ("there", there.word().to_owned()),
                    ("asked", asked.word().to_owned()),
                ],
            ),
            Self::OtherMedium { there, asked } => pair(
                "other-medium",
                vec![
                    ("there", there.word().to_owned()),
                    ("asked", asked.word().to_owned()),
                ],
            ),
            Self::NoModule(medium) => pair("no-module", vec![("medium", medium.word().to_owned())]),
            Self::Description { path, .. } => {
                pair("description", vec![("path", path.display().to_string())])
            }
            Self::Port { port, .. } => pair("port", vec![("port", port.to_string())]),
            Self::Busy(path) => pair("busy", vec![("path", path.display().to_string())]),
            Self::SetUp { what, .. } => pair("set-up", vec![("what", (*what).to_owned())]),
            Self::Incomplete(stage) => pair("incomplete", vec![("stage", stage.clone())]),
            Self::Flow(_) => pair("flow", Vec::new()),
        }
    }

    /// The agent's failure, whose words the agent has.
    ///
    /// # Errors
    ///
    /// Gives back what is no failure of the agent.
    pub fn into_failure(self) -> Result<Failure, Self> {
        match self {
            Self::Flow(error) => Ok(error.into_failure()),
            other => Err(other),
        }
    }
}

/// The words for an error.
pub enum Words {
    /// Of this program's own catalogue: what happened, what to do.
    Own(Message, Message),
}
