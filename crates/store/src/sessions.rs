//! Sessions: who holds which token, and with what rights.
//!
//! A session begins anonymous and is raised by the return code of a sign-in errand that it asked
//! for itself. It ends when its holder signs out, after 30 minutes without an act, and after 8 hours
//! in any case.

use time::OffsetDateTime;

use crate::column::{Place, seconds};
use crate::limits::{SESSION_IDLE_SECONDS, SESSION_SECONDS_MAX};
use crate::{AgentKeyHash, HolderId, SecretHash, SessionId, StoreError, Tx};

statements! {
    INSERT = "INSERT INTO sessions (id, token_hash, class, created_at, seen_at, expires_at) \
        VALUES ($1, $2, 'anonymous', $3, $3, $4)";
    FIND_LIVE = "SELECT id, class, holder, agent_key, created_at, seen_at, expires_at \
        FROM sessions WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2 \
        AND seen_at > $3";
    FIND = "SELECT id, class, holder, agent_key, created_at, seen_at, expires_at \
        FROM sessions WHERE id = $1 AND ended_at IS NULL";
    TOUCH = "UPDATE sessions SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL \
        AND seen_at <= $2";
    RAISE = "UPDATE sessions SET token_hash = $2, class = 'holder', holder = $3, agent_key = $4, \
        seen_at = $5 WHERE id = $1 AND ended_at IS NULL AND class = 'anonymous'";
    RAISE_BY_PHONE = "UPDATE sessions SET token_hash = $2, class = 'phone', holder = $3, \
        seen_at = $4 WHERE id = $1 AND ended_at IS NULL AND class = 'anonymous'";
    PAIR = "UPDATE sessions SET token_hash = $2, agent_key = $3, seen_at = $4 \
        WHERE id = $1 AND ended_at IS NULL AND class = 'phone'";
    END = "UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
}

stored_words! {
    /// What rights a session has.
    SessionClass {
        /// Nobody is known to be behind it.
        Anonymous = "anonymous",
        /// Whoever has a holder's telephone: fills in and sends, is shown nothing of the holder's, and signs nothing.
        Phone = "phone",
        /// A holder proved that he has his key.
        Holder = "holder",
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    class: String,
    holder: Option<String>,
    agent_key: Option<Vec<u8>>,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
}

/// A session that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names the session; not its token.
    pub id: SessionId,
    /// What rights it has.
    pub class: SessionClass,
    /// Who is behind it.
    pub holder: Option<HolderId>,
    /// SHA-256 of the SPKI of the agent that raised it, or was paired with it: the only one that may do its errands.
    pub agent_key: Option<AgentKeyHash>,
    /// When it began.
    pub created_at: OffsetDateTime,
    /// When its token was last shown.
    pub seen_at: OffsetDateTime,
    /// When it ends in any case.
    pub expires_at: OffsetDateTime,
}

impl TryFrom<Row> for Session {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "sessions",
            row: &row.id,
        };
        Ok(Self {
            id: place.id("id", &row.id, SessionId::parse)?,
            class: place.id("class", &row.class, SessionClass::parse)?,
            holder: place.id_if("holder", row.holder.as_deref(), HolderId::parse)?,
            agent_key: place
                .exact_if("agent_key", row.agent_key.as_deref())?
                .map(AgentKeyHash::new),
            created_at: place.moment("created_at", row.created_at)?,
            seen_at: place.moment("seen_at", row.seen_at)?,
            expires_at: place.moment("expires_at", row.expires_at)?,
        })
    }
}

/// Begins an anonymous session and gives its last moment.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn begin(
    tx: &mut Tx,
    id: SessionId,
    token: SecretHash,
    at: OffsetDateTime,
) -> Result<OffsetDateTime, StoreError> {
    let name = id.to_string();
    let expires_at = seconds(at) + SESSION_SECONDS_MAX;
    execute_one!(
        tx,
        INSERT,
        name.as_str(),
        token.as_bytes().as_slice(),
        seconds(at),
        expires_at
    )?;
    Place {
        table: "sessions",
        row: &name,
    }
    .moment("expires_at", expires_at)
}

/// Reads the session of a token, if it has not ended.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find_live(
    tx: &mut Tx,
    token: SecretHash,
    at: OffsetDateTime,
) -> Result<Option<Session>, StoreError> {
    let at = seconds(at);
    optional!(
        tx,
        Row,
        FIND_LIVE,
        token.as_bytes().as_slice(),
        at,
        at - SESSION_IDLE_SECONDS
    )?
    .map(Session::try_from)
    .transpose()
}

/// Reads a session that was not ended, however long it was idle.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(tx: &mut Tx, id: SessionId) -> Result<Option<Session>, StoreError> {
    optional!(tx, Row, FIND, id.to_string())?
        .map(Session::try_from)
        .transpose()
}

/// Notes that the token was shown; gives false when the session has ended or was seen later.
/// On PostgreSQL it also holds the session's row until the transaction ends.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn touch(tx: &mut Tx, id: SessionId, at: OffsetDateTime) -> Result<bool, StoreError> {
    Ok(execute!(tx, TOUCH, id.to_string(), seconds(at))? == 1)
}

/// Raises an anonymous session to its holder's: a new token takes the place of the old one (the
/// very same hash is taken too, for tokens that no foreign page can plant), and the agent is bound.
///
/// # Errors
/// [`StoreError::Stale`] when it has ended or was raised before; else of the statement.
pub async fn raise(
    tx: &mut Tx,
    id: SessionId,
    token: SecretHash,
    holder: HolderId,
    agent_key: AgentKeyHash,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let raised = execute!(
        tx,
        RAISE,
        id.to_string(),
        token.as_bytes().as_slice(),
        holder.to_string(),
        agent_key.as_bytes().as_slice(),
        seconds(at),
    )?;
    StoreError::unless_stale(raised, "sessions", || id.to_string())
}

/// Raises an anonymous session to one of whoever has a holder's telephone; the token changes.
///
/// # Errors
/// [`StoreError::Stale`] when it has ended or was raised before; else of the statement.
pub async fn raise_by_phone(
    tx: &mut Tx,
    id: SessionId,
    token: SecretHash,
    holder: HolderId,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let raised = execute!(
        tx,
        RAISE_BY_PHONE,
        id.to_string(),
        token.as_bytes().as_slice(),
        holder.to_string(),
        seconds(at),
    )?;
    StoreError::unless_stale(raised, "sessions", || id.to_string())
}

/// Binds a telephone's session to the agent that does its errands; the token changes, the class does not.
///
/// # Errors
/// [`StoreError::Stale`] when it has ended or is none of a telephone; else of the statement.
pub async fn pair(
    tx: &mut Tx,
    id: SessionId,
    token: SecretHash,
    agent_key: AgentKeyHash,
    at: OffsetDateTime,
) -> Result<(), StoreError> {
    let paired = execute!(
        tx,
        PAIR,
        id.to_string(),
        token.as_bytes().as_slice(),
        agent_key.as_bytes().as_slice(),
        seconds(at),
    )?;
    StoreError::unless_stale(paired, "sessions", || id.to_string())
}

/// Ends a session; gives whether it was still there. Its errands are closed by
/// [`crate::errands::close_of_session`].
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn end(tx: &mut Tx, id: SessionId, at: OffsetDateTime) -> Result<bool, StoreError> {
    Ok(execute!(tx, END, id.to_string(), seconds(at))? == 1)
}
