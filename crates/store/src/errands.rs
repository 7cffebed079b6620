//! Errands: what a session asks an agent to do, and what came back.
//!
//! The row is the authority's half of the exchange in `docs/protocol.md`. Its states and the moves
//! between them are the table of [`ErrandState`]; every move is one UPDATE that names the state it
//! leaves, so that of two rivals one moves and the other sees where it went. Codes and tokens are
//! kept as hashes. This module knows no signature: a product comes here verified.

mod answer;
mod claim;

use serde_json::Value;
use time::OffsetDateTime;

use crate::column::{Place, json, seconds};
use crate::limits::{
    JSON_BYTES_MAX, OPEN_ERRANDS_PER_SESSION_MAX, PAGE_ROWS_MAX, RACES_MAX, SWEEP_ROWS_MAX, cut,
};
use crate::{
    AgentKeyHash, ErrandId, RenewalId, SecretHash, SessionId, Sha256, StoreError, Tx, sessions,
};

pub use answer::{Answered, Product, Returned, decline, fail, fulfil, take_pairing, take_return};
pub use claim::{AGENT_TOO_OLD, Claim, Claimed, claim, extend, note_outdated};

statements! {
    INSERT = "INSERT INTO errands (id, code_hash, session, renewal, revision, kind, subject, nonce, \
        details, state, code_expires, created_at, changed_at, typed_hash, typed_expires) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10, $11, $11, $12, $13) \
        ON CONFLICT DO NOTHING";
    CLOSE_FORMER = "UPDATE errands SET state = 'closed', reason = 'newer', changed_at = $3 \
        WHERE subject = $1 AND kind = $2 AND state = 'open'";
    COUNT_OPEN = "SELECT COUNT(*) AS number FROM errands \
        WHERE session = $1 AND state = 'open' AND code_expires > $2";
    FIND = "SELECT id, session, renewal, revision, kind, nonce, details, state, reason, \
        code_expires, errand_expires, extended, agent_key, agent_spki, agent_nonce, agent_version, \
        agent_protocol, claim_token_hash, product, product_hash, return_code_hash, return_expires, \
        created_at, changed_at, typed_expires, agent_address FROM errands WHERE id = $1";
    BY_CODE = "SELECT id, session, renewal, revision, kind, nonce, details, state, reason, \
        code_expires, errand_expires, extended, agent_key, agent_spki, agent_nonce, agent_version, \
        agent_protocol, claim_token_hash, product, product_hash, return_code_hash, return_expires, \
        created_at, changed_at, typed_expires, agent_address FROM errands WHERE code_hash = $1 \
        OR (typed_hash = $1 AND (typed_expires > $2 OR state <> 'open'))";
    BY_CLAIM_TOKEN = "SELECT id, session, renewal, revision, kind, nonce, details, state, reason, \
        code_expires, errand_expires, extended, agent_key, agent_spki, agent_nonce, agent_version, \
        agent_protocol, claim_token_hash, product, product_hash, return_code_hash, return_expires, \
        created_at, changed_at, typed_expires, agent_address FROM errands \
        WHERE claim_token_hash = $1 AND state = 'claimed' AND errand_expires > $2";
    OF_SESSION = "SELECT id, session, renewal, revision, kind, nonce, details, state, reason, \
        code_expires, errand_expires, extended, agent_key, agent_spki, agent_nonce, agent_version, \
        agent_protocol, claim_token_hash, product, product_hash, return_code_hash, return_expires, \
        created_at, changed_at, typed_expires, agent_address FROM errands WHERE session = $1 AND id > $2 ORDER BY id LIMIT $3";
    CLOSE_OF_SESSION = "UPDATE errands SET state = 'closed', reason = 'session-ended', \
        changed_at = $2 WHERE session = $1 AND state IN ('open', 'claimed')";
    CLOSE_UNCLAIMED = "UPDATE errands SET state = 'closed', reason = 'expired', changed_at = $1 \
        WHERE state = 'open' AND id IN (SELECT id FROM errands \
        WHERE state = 'open' AND code_expires <= $1 ORDER BY id LIMIT $2)";
    CLOSE_UNANSWERED = "UPDATE errands SET state = 'closed', reason = 'expired', changed_at = $1 \
        WHERE state = 'claimed' AND id IN (SELECT id FROM errands \
        WHERE state = 'claimed' AND errand_expires <= $1 ORDER BY id LIMIT $2)";
    CLAIM = "UPDATE errands SET state = 'claimed', agent_key = $2, agent_spki = $3, \
        agent_nonce = $4, agent_version = $5, agent_protocol = $6, claim_token_hash = $7, \
        errand_expires = $8, changed_at = $9, agent_address = $10 \
        WHERE id = $1 AND state = 'open' AND code_expires > $9";
    CLAIM_AGAIN = "UPDATE errands SET agent_nonce = $3, agent_version = $4, agent_protocol = $5, \
        claim_token_hash = $6, changed_at = $7, agent_address = $8 \
        WHERE id = $1 AND state = 'claimed' AND agent_key = $2 AND product_hash IS NULL AND errand_expires > $7";
    EXTEND = "UPDATE errands SET errand_expires = $3, extended = TRUE, changed_at = $4 \
        WHERE id = $1 AND state = 'claimed' AND agent_key = $2 AND NOT extended \
        AND errand_expires > $4 AND errand_expires < $3";
    NOTE_OUTDATED = "UPDATE errands SET reason = $2, changed_at = $3 \
        WHERE id = $1 AND state = 'open' AND code_expires > $3";
    BURN_OPEN = "UPDATE errands SET state = 'burned', reason = $2, changed_at = $3 \
        WHERE id = $1 AND state = 'open'";
    BURN_CLAIMED = "UPDATE errands SET state = 'burned', reason = $2, changed_at = $3 \
        WHERE id = $1 AND state = 'claimed'";
    CLOSE_OPEN = "UPDATE errands SET state = 'closed', reason = $2, changed_at = $3 \
        WHERE id = $1 AND state = 'open'";
    CLOSE_CLAIMED = "UPDATE errands SET state = 'closed', reason = $2, changed_at = $3 \
        WHERE id = $1 AND state = 'claimed'";
    FULFIL = "UPDATE errands SET state = 'fulfilled', product = $3, product_hash = $4, \
        return_code_hash = $5, return_expires = $6, changed_at = $7 \
        WHERE id = $1 AND state = 'claimed' AND agent_key = $2 AND errand_expires > $7";
    FRESH_RETURN = "UPDATE errands SET return_code_hash = $3, return_expires = $4, changed_at = $5 \
        WHERE id = $1 AND state = 'fulfilled' AND product_hash = $2";
    DECLINE = "UPDATE errands SET state = 'declined', changed_at = $3 \
        WHERE id = $1 AND state = 'claimed' AND agent_key = $2";
    FAIL = "UPDATE errands SET state = 'failed', reason = $3, changed_at = $4 \
        WHERE id = $1 AND state = 'claimed' AND agent_key = $2";
    RETURN = "UPDATE errands SET state = 'returned', changed_at = $4 \
        WHERE id = $1 AND state = 'fulfilled' AND session = $2 AND return_code_hash = $3 \
        AND return_expires > $4";
    PAIRED = "UPDATE errands SET state = 'returned', changed_at = $3 \
        WHERE id = $1 AND session = $2 AND kind = 'pair' AND state = 'fulfilled' \
        AND errand_expires > $3";
}

stored_words! {
    /// What an errand is for.
    ErrandKind {
        /// Prove who holds a certificate's key.
        SignIn = "sign-in",
        /// Bind an agent to a session without a certificate.
        Pair = "pair",
        /// Sign the application with the old key.
        SignApplication = "sign-application",
        /// Make the new key and its request.
        GenerateKey = "generate-key",
        /// Endorse a key that was made after the application.
        Endorse = "endorse",
        /// Install the new certificate.
        Install = "install",
        /// Sign the receipt with the new key.
        SignReceipt = "sign-receipt",
        /// An operator's signed decision.
        Approve = "approve",
        /// The agent is too old.
        Update = "update",
        /// Look whether the holder's computer is ready.
        CheckWorkplace = "check-workplace",
    }
}

impl ErrandKind {
    /// Whether any agent may claim it, because the errand itself binds the agent to the session.
    #[must_use]
    pub const fn takes_any_agent(self) -> bool {
        matches!(self, Self::SignIn | Self::Pair)
    }
}

stored_words! {
    /// Where an errand stands. `open` → `claimed` → `fulfilled` → `returned`; `open` and `claimed`
    /// also → `burned` and `closed`; `claimed` also → `declined` and `failed`. Nothing else.
    ErrandState {
        /// Waits for an agent.
        Open = "open",
        /// An agent has it.
        Claimed = "claimed",
        /// The agent's product was verified and stored.
        Fulfilled = "fulfilled",
        /// The session that asked brought the return code back.
        Returned = "returned",
        /// The person declined.
        Declined = "declined",
        /// The agent failed, or its product was refused.
        Failed = "failed",
        /// Its time was over, a newer one took its place, or the session ended.
        Closed = "closed",
        /// Another agent answered; nothing may come of it.
        Burned = "burned",
    }
}

/// An errand to be opened.
#[derive(Clone, Copy, Debug)]
pub struct NewErrand<'a> {
    /// Names the errand.
    pub id: ErrandId,
    /// Hash of the code by which an agent claims it.
    pub code: SecretHash,
    /// The session that asks.
    pub session: SessionId,
    /// The renewal and its revision that it is about.
    pub renewal: Option<(RenewalId, i64)>,
    /// What it is for.
    pub kind: ErrandKind,
    /// The server's nonce.
    pub nonce: [u8; 32],
    /// What the server fixes now and signs at the claim: hashes of parts, the return path.
    pub details: &'a Value,
    /// After this nobody can claim it.
    pub code_expires: OffsetDateTime,
    /// Hash of the typed code, and the moment after which it is void.
    pub typed: Option<(SecretHash, OffsetDateTime)>,
}

/// Who has claimed an errand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrandAgent {
    /// SHA-256 of the SPKI of the agent's key.
    pub key: AgentKeyHash,
    /// The SPKI itself.
    pub spki: Vec<u8>,
    /// The agent's nonce; of the last claim.
    pub nonce: [u8; 32],
    /// The agent's version.
    pub version: String,
    /// The protocol that it speaks.
    pub protocol: i64,
    /// The claim ends at this moment.
    pub expires: OffsetDateTime,
    /// Whether the agent has asked for more time.
    pub extended: bool,
    /// Hash of the token that opens the parts.
    pub token: SecretHash,
    /// Where the agent shows its page, where the system has handed the errand over.
    pub address: Option<String>,
}

/// An errand as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
    /// Names the errand.
    pub id: ErrandId,
    /// The session that asked.
    pub session: SessionId,
    /// The renewal and its revision that it is about.
    pub renewal: Option<(RenewalId, i64)>,
    /// What it is for.
    pub kind: ErrandKind,
    /// The server's nonce.
    pub nonce: [u8; 32],
    /// What the server fixed when it was opened.
    pub details: Value,
    /// Where it stands.
    pub state: ErrandState,
    /// Why it is closed, burned or failed.
    pub reason: Option<String>,
    /// After this nobody can claim it.
    pub code_expires: OffsetDateTime,
    /// After this the typed code is void; none where it has none.
    pub typed_expires: Option<OffsetDateTime>,
    /// Who has claimed it.
    pub agent: Option<ErrandAgent>,
    /// What the agent made, as received and verified.
    pub product: Option<Vec<u8>>,
    /// SHA-256 of [`Self::product`].
    pub product_hash: Option<Sha256>,
    /// After this its return code is void.
    pub return_expires: Option<OffsetDateTime>,
    /// Hash of the return code.
    return_code: Option<SecretHash>,
    /// When it was opened.
    pub created_at: OffsetDateTime,
    /// When it last moved.
    pub changed_at: OffsetDateTime,
}

/// Why an errand does not take what was brought to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrandRefusal {
    /// There is no such errand.
    Unknown,
    /// Its time is over.
    Expired,
    /// Another agent has it.
    OtherAgent,
    /// Another session asked for it.
    OtherSession,
    /// The return code is not the last one given out.
    WrongReturnCode,
    /// The same errand was answered with other bytes before.
    OtherProduct,
    /// It stands where this cannot happen.
    NotNow(ErrandState),
}

/// What became of opening an errand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedErrand {
    /// It is open; this many former ones of its kind were closed for it.
    Opened {
        /// Errands that were closed.
        closed: u64,
    },
    /// The session has as many open errands as it may.
    TooMany,
    /// The session has ended.
    NoSession,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    session: String,
    renewal: Option<String>,
    revision: Option<i64>,
    kind: String,
    nonce: Vec<u8>,
    details: String,
    state: String,
    reason: Option<String>,
    code_expires: i64,
    errand_expires: Option<i64>,
    extended: bool,
    agent_key: Option<Vec<u8>>,
    agent_spki: Option<Vec<u8>>,
    agent_nonce: Option<Vec<u8>>,
    agent_version: Option<String>,
    agent_protocol: Option<i64>,
    claim_token_hash: Option<Vec<u8>>,
    product: Option<Vec<u8>>,
    product_hash: Option<Vec<u8>>,
    return_code_hash: Option<Vec<u8>>,
    return_expires: Option<i64>,
    created_at: i64,
    changed_at: i64,
    typed_expires: Option<i64>,
    agent_address: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Count {
    number: i64,
}

/// The columns of a claim are all there or all empty.
fn agent_of(row: &Row, place: Place<'_>) -> Result<Option<ErrandAgent>, StoreError> {
    let Some(key) = place.exact_if("agent_key", row.agent_key.as_deref())? else {
        return Ok(None);
    };
    let nonce = place.exact_if("agent_nonce", row.agent_nonce.as_deref())?;
    let token = place.exact_if("claim_token_hash", row.claim_token_hash.as_deref())?;
    let expires = place.moment_if("errand_expires", row.errand_expires)?;
    Ok(Some(ErrandAgent {
        key: AgentKeyHash::new(key),
        spki: row
            .agent_spki
            .clone()
            .ok_or_else(|| place.unknown("agent_spki"))?,
        nonce: nonce.ok_or_else(|| place.unknown("agent_nonce"))?,
        version: row
            .agent_version
            .clone()
            .ok_or_else(|| place.unknown("agent_version"))?,
        protocol: row
            .agent_protocol
            .ok_or_else(|| place.unknown("agent_protocol"))?,
        expires: expires.ok_or_else(|| place.unknown("errand_expires"))?,
        extended: row.extended,
        token: SecretHash::new(token.ok_or_else(|| place.unknown("claim_token_hash"))?),
        address: row.agent_address.clone(),
    }))
}

impl TryFrom<Row> for Errand {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let place = Place {
            table: "errands",
            row: &row.id,
        };
        let renewal = place.id_if("renewal", row.renewal.as_deref(), RenewalId::parse)?;
        let product_hash = place.exact_if("product_hash", row.product_hash.as_deref())?;
        let return_code = place.exact_if("return_code_hash", row.return_code_hash.as_deref())?;
        Ok(Self {
            agent: agent_of(&row, place)?,
            id: place.id("id", &row.id, ErrandId::parse)?,
            session: place.id("session", &row.session, SessionId::parse)?,
            renewal: match (renewal, row.revision) {
                (Some(renewal), Some(revision)) => Some((renewal, revision)),
                (None, None) => None,
                _ => return Err(place.unknown("revision")),
            },
            kind: place.id("kind", &row.kind, ErrandKind::parse)?,
            nonce: place.exact("nonce", &row.nonce)?,
            details: place.json("details", &row.details)?,
            state: place.id("state", &row.state, ErrandState::parse)?,
            code_expires: place.moment("code_expires", row.code_expires)?,
            typed_expires: place.moment_if("typed_expires", row.typed_expires)?,
            product_hash: product_hash.map(Sha256::new),
            return_expires: place.moment_if("return_expires", row.return_expires)?,
            return_code: return_code.map(SecretHash::new),
            created_at: place.moment("created_at", row.created_at)?,
            changed_at: place.moment("changed_at", row.changed_at)?,
            reason: row.reason,
            product: row.product,
        })
    }
}

impl Errand {
    /// Whether its claim has run out; an unclaimed one has none.
    fn is_over(&self, at: OffsetDateTime) -> bool {
        self.agent
            .as_ref()
            .is_some_and(|agent| seconds(agent.expires) <= seconds(at))
    }

    /// Whether this agent has it.
    fn is_with(&self, key: AgentKeyHash) -> bool {
        self.agent.as_ref().is_some_and(|agent| agent.key == key)
    }
}

/// Opens an errand: a former one of the same kind for the same renewal (or, where there is none,
/// of the same session) is closed; a session has at most three open ones.
///
/// # Errors
/// [`StoreError`] of the statements; [`StoreError::TooLarge`] for the details.
pub async fn open(
    tx: &mut Tx,
    new: &NewErrand<'_>,
    at: OffsetDateTime,
) -> Result<OpenedErrand, StoreError> {
    let details = json("errands", "details", new.details, JSON_BYTES_MAX)?;
    // Also holds the session's row: two requests of one session count one after the other.
    if !sessions::touch(tx, new.session, at).await? {
        return Ok(OpenedErrand::NoSession);
    }
    let session = new.session.to_string();
    let renewal = new.renewal.map(|(id, _)| id.to_string());
    let subject = renewal.as_deref().unwrap_or(&session);
    let mut closed = 0;
    for _ in 0..RACES_MAX {
        closed += execute!(tx, CLOSE_FORMER, subject, new.kind.as_str(), seconds(at))?;
        let open = one!(tx, Count, COUNT_OPEN, session.as_str(), seconds(at))?.number;
        if open >= OPEN_ERRANDS_PER_SESSION_MAX {
            return Ok(OpenedErrand::TooMany);
        }
        let opened = execute!(
            tx,
            INSERT,
            new.id.to_string(),
            new.code.as_bytes().as_slice(),
            session.as_str(),
            renewal.as_deref(),
            new.renewal.map(|(_, revision)| revision),
            new.kind.as_str(),
            subject,
            new.nonce.as_slice(),
            details.as_str(),
            seconds(new.code_expires),
            seconds(at),
            new.typed.map(|(hash, _)| hash.as_bytes().to_vec()),
            new.typed.map(|(_, expires)| seconds(expires)),
        )?;
        if opened == 1 {
            return Ok(OpenedErrand::Opened { closed });
        }
        // Another session opened one for this renewal meanwhile: it is the former one now.
    }
    Err(StoreError::Affected {
        statement: "errands::INSERT",
        expected: 1,
        found: 0,
    })
}

/// Reads an errand.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn find(tx: &mut Tx, id: ErrandId) -> Result<Option<Errand>, StoreError> {
    optional!(tx, Row, FIND, id.to_string())?
        .map(Errand::try_from)
        .transpose()
}

/// Reads the errand of a code, whatever became of it; of a typed code while that is good.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn by_code(
    tx: &mut Tx,
    code: SecretHash,
    at: OffsetDateTime,
) -> Result<Option<Errand>, StoreError> {
    optional!(tx, Row, BY_CODE, code.as_bytes().as_slice(), seconds(at))?
        .map(Errand::try_from)
        .transpose()
}

/// Reads the claimed errand that a claim token belongs to.
///
/// # Errors
/// [`StoreError`] of the statement or of the row.
pub async fn by_claim_token(
    tx: &mut Tx,
    token: SecretHash,
    at: OffsetDateTime,
) -> Result<Option<Errand>, StoreError> {
    optional!(
        tx,
        Row,
        BY_CLAIM_TOKEN,
        token.as_bytes().as_slice(),
        seconds(at)
    )?
    .map(Errand::try_from)
    .transpose()
}

/// Reads the errands of a session after `after`, in the order of their ids.
///
/// # Errors
/// [`StoreError`] of the statement or of a row.
pub async fn of_session(
    tx: &mut Tx,
    session: SessionId,
    after: Option<ErrandId>,
) -> Result<Vec<Errand>, StoreError> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    rows!(
        tx,
        Row,
        OF_SESSION,
        session.to_string(),
        after.as_str(),
        PAGE_ROWS_MAX
    )?
    .into_iter()
    .map(Errand::try_from)
    .collect()
}

/// Closes the open and claimed errands of a session whose holder signs out; gives their number.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn close_of_session(
    tx: &mut Tx,
    session: SessionId,
    at: OffsetDateTime,
) -> Result<u64, StoreError> {
    execute!(tx, CLOSE_OF_SESSION, session.to_string(), seconds(at))
}

/// Closes errands whose time is over, at most [`SWEEP_ROWS_MAX`] of each sort; gives their number.
///
/// # Errors
/// [`StoreError`] of the statements.
pub async fn close_expired(tx: &mut Tx, at: OffsetDateTime) -> Result<u64, StoreError> {
    let unclaimed = execute!(tx, CLOSE_UNCLAIMED, seconds(at), SWEEP_ROWS_MAX)?;
    let unanswered = execute!(tx, CLOSE_UNANSWERED, seconds(at), SWEEP_ROWS_MAX)?;
    Ok(unclaimed + unanswered)
}

/// Closes one errand whose time is over; gives false when it moved on meanwhile.
async fn close(tx: &mut Tx, errand: &Errand, at: OffsetDateTime) -> Result<bool, StoreError> {
    let (id, reason) = (errand.id.to_string(), "expired");
    let closed = match errand.state {
        ErrandState::Open => execute!(tx, CLOSE_OPEN, id.as_str(), reason, seconds(at))?,
        ErrandState::Claimed => execute!(tx, CLOSE_CLAIMED, id.as_str(), reason, seconds(at))?,
        _ => 0,
    };
    Ok(closed == 1)
}

/// Burns one errand; gives false when it moved on meanwhile.
async fn burn(
    tx: &mut Tx,
    errand: &Errand,
    reason: &str,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let id = errand.id.to_string();
    let burned = match errand.state {
        ErrandState::Open => execute!(tx, BURN_OPEN, id.as_str(), cut(reason), seconds(at))?,
        ErrandState::Claimed => execute!(tx, BURN_CLAIMED, id.as_str(), cut(reason), seconds(at))?,
        _ => 0,
    };
    Ok(burned == 1)
}

/// A rival moved the row again and again while this transaction looked at it.
fn outrun(statement: &'static str) -> StoreError {
    StoreError::Affected {
        statement,
        expected: 1,
        found: 0,
    }
}
