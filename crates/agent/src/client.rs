//! HTTP to an authority: JSON there and back, bounded in time and size, problems in the authority's words.

use std::{borrow::Cow, io::Read as _};

use serde::{Serialize, de::DeserializeOwned};
use smena_protocol::v1::{Origin, Problem};
use smena_ui::Language;
use ureq::{
    Agent,
    http::{Response, StatusCode},
    tls::{RootCerts, TlsConfig},
};
use zeroize::Zeroizing;

use crate::{
    failure::{Explained, Failure, Kind},
    limits::{ANSWER_SIZE_BYTES_MAX, ANSWER_WAIT_MAX, ATTEMPTS_MAX, CONNECT_WAIT_MAX},
};

/// Speaks to one authority.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    origin: Origin,
    language: Language,
}

/// The secret that a request proves its right with: a session or claim token, as it stands in the header.
pub type Bearer = Zeroizing<String>;

/// Why there is no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No connection, or it broke, or it took too long.
    #[error("{origin} cannot be reached")]
    Unreachable {
        /// The authority.
        origin: String,
        /// What the network said.
        #[source]
        source: Box<ureq::Error>,
    },
    /// The answer is no JSON of the expected form.
    #[error("{origin} answered {path} with something unexpected")]
    Unexpected {
        /// The authority.
        origin: String,
        /// What was asked for.
        path: String,
        /// Where the reading stopped.
        #[source]
        source: serde_json::Error,
    },
    /// The answer is an error without an explanation that this program can read.
    #[error("{origin} answered {path} with status {status}")]
    Status {
        /// The authority.
        origin: String,
        /// What was asked for.
        path: String,
        /// The status.
        status: u16,
    },
    /// The answer is longer than any answer may be, or broke off.
    #[error("the answer of {origin} could not be read whole")]
    Broken {
        /// The authority.
        origin: String,
        /// What the network said.
        #[source]
        source: std::io::Error,
    },
    /// The authority refused, in its own words.
    #[error("the authority refused: {}", .0.code)]
    Problem(Box<Problem>, Kind),
}

impl Explained for ClientError {
    fn kind(&self) -> Kind {
        match self {
            Self::Problem(_, kind) => *kind,
            _ => Kind::OtherSide,
        }
    }

    fn code(&self) -> Cow<'static, str> {
        match self {
            Self::Unreachable { .. } => Cow::Borrowed("authority-unreachable"),
            Self::Unexpected { .. } | Self::Status { .. } => Cow::Borrowed("authority-unexpected"),
            Self::Broken { .. } => Cow::Borrowed("authority-broken-answer"),
            Self::Problem(problem, _) => Cow::Owned(problem.code.to_string()),
        }
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Unreachable { origin, .. }
            | Self::Unexpected { origin, .. }
            | Self::Status { origin, .. }
            | Self::Broken { origin, .. } => vec![("origin", origin.clone())],
            Self::Problem(..) => Vec::new(),
        }
    }
}

impl ClientError {
    /// The failure to put before the person: the authority's own words where it has spoken.
    #[must_use]
    pub fn into_failure(self) -> Failure {
        match self {
            Self::Problem(problem, kind) => Failure::of_authority(
                kind,
                problem.code.to_string(),
                problem.message,
                problem.remedy,
            ),
            other => other.into(),
        }
    }

    /// The code of a refusal by the authority.
    #[must_use]
    pub fn problem_code(&self) -> Option<String> {
        match self {
            Self::Problem(problem, _) => Some(problem.code.to_string()),
            _ => None,
        }
    }

    /// Whether the request may have arrived although no answer came.
    #[must_use]
    pub fn is_unknown_outcome(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Broken { .. })
    }
}

impl Client {
    /// A client for this authority, whose problems come in this language.
    #[must_use]
    pub fn new(origin: &Origin, language: Language) -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .https_only(origin.is_secure())
            .timeout_global(Some(ANSWER_WAIT_MAX))
            .timeout_connect(Some(CONNECT_WAIT_MAX))
            .http_status_as_error(false)
            // An authority is trusted under its origin; following it elsewhere would undo that.
            .max_redirects(0)
            .user_agent(concat!("smena/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        Self {
            agent,
            origin: origin.clone(),
            language,
        }
    }

    /// The authority's origin.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Asks for JSON; repeats a request that did not reach the authority.
    ///
    /// # Errors
    ///
    /// See [`ClientError`].
    pub fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        bearer: Option<&Bearer>,
    ) -> Result<T, ClientError> {
        let body = self.get_bytes(path, bearer)?;
        self.parse(path, &body)
    }

    /// Asks for octets.
    ///
    /// # Errors
    ///
    /// See [`ClientError`].
    pub fn get_bytes(&self, path: &str, bearer: Option<&Bearer>) -> Result<Vec<u8>, ClientError> {
        let mut attempt = 1;
        loop {
            let mut request = self
                .agent
                .get(self.origin.address(path))
                .header("Accept-Language", self.language.tag());
            if let Some(bearer) = bearer {
                request = request.header("Authorization", authorization(bearer).as_str());
            }
            match self.read(path, request.call()) {
                Err(error) if error.is_unknown_outcome() && attempt < ATTEMPTS_MAX => attempt += 1,
                outcome => return outcome,
            }
        }
    }

    /// Sends JSON and reads JSON. Not repeated here: whether a repeat is harmless is for the caller to know.
    ///
    /// # Errors
    ///
    /// See [`ClientError`].
    pub fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        bearer: Option<&Bearer>,
        body: &B,
    ) -> Result<T, ClientError> {
        let body = serde_json::to_vec(body).map_err(|source| self.unexpected(path, source))?;
        let mut request = self
            .agent
            .post(self.origin.address(path))
            .header("Accept-Language", self.language.tag())
            .header("Content-Type", "application/json");
        if let Some(bearer) = bearer {
            request = request.header("Authorization", authorization(bearer).as_str());
        }
        let answer = self.read(path, request.send(&body[..]))?;
        self.parse(path, &answer)
    }

    /// Deletes.
    ///
    /// # Errors
    ///
    /// See [`ClientError`].
    pub fn delete(&self, path: &str, bearer: &Bearer) -> Result<(), ClientError> {
        let request = self
            .agent
            .delete(self.origin.address(path))
            .header("Authorization", authorization(bearer).as_str());
        self.read(path, request.call()).map(drop)
    }

    fn read(
        &self,
        path: &str,
        answer: Result<Response<ureq::Body>, ureq::Error>,
    ) -> Result<Vec<u8>, ClientError> {
        let origin = || self.origin.as_str().to_owned();
        let answer = answer.map_err(|source| ClientError::Unreachable {
            origin: origin(),
            source: Box::new(source),
        })?;
        let status = answer.status();
        let mut body = Vec::new();
        let mut reader = answer
            .into_body()
            .into_reader()
            .take(ANSWER_SIZE_BYTES_MAX + 1);
        let read = reader.read_to_end(&mut body);
        let broken = |source| ClientError::Broken {
            origin: origin(),
            source,
        };
        let count = read.map_err(broken)?;
        if u64::try_from(count).is_ok_and(|count| count > ANSWER_SIZE_BYTES_MAX) {
            return Err(broken(std::io::Error::other("the answer is too long")));
        }
        if status.is_success() {
            return Ok(body);
        }
        let kind = kind_of(status);
        match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) => Err(ClientError::Problem(Box::new(problem), kind)),
            Err(_) => Err(ClientError::Status {
                origin: origin(),
                path: path.to_owned(),
                status: status.as_u16(),
            }),
        }
    }

    fn parse<T: DeserializeOwned>(&self, path: &str, body: &[u8]) -> Result<T, ClientError> {
        serde_json::from_slice(body).map_err(|source| self.unexpected(path, source))
    }

    fn unexpected(&self, path: &str, source: serde_json::Error) -> ClientError {
        ClientError::Unexpected {
            origin: self.origin.as_str().to_owned(),
            path: path.to_owned(),
            source,
        }
    }
}

/// A refusal is the rules speaking; a failure of the server is the other side's.
fn kind_of(status: StatusCode) -> Kind {
    if status.is_server_error() {
        Kind::OtherSide
    } else {
        Kind::Refused
    }
}

fn authorization(bearer: &Bearer) -> Zeroizing<String> {
    let mut header = Zeroizing::new(String::with_capacity(7 + bearer.len()));
    header.push_str("Bearer ");
    header.push_str(bearer);
    header
}
