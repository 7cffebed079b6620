//! Claiming: the agent takes an errand by its code.

use time::OffsetDateTime;

use super::{
    CLAIM, CLAIM_AGAIN, EXTEND, Errand, ErrandRefusal, ErrandState, NOTE_OUTDATED, burn, by_code,
    close, find, outrun,
};
use crate::column::seconds;
use crate::limits::{RACES_MAX, TEXT_BYTES_MAX, bounded};
use crate::{AgentKeyHash, ErrandId, SecretHash, StoreError, Tx, sessions};

/// What an agent brings to claim an errand; its signature was verified.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Hash of the code.
    pub code: SecretHash,
    /// SHA-256 of the SPKI of the agent's key.
    pub agent_key: AgentKeyHash,
    /// The SPKI itself.
    pub agent_spki: &'a [u8],
    /// The agent's nonce.
    pub agent_nonce: [u8; 32],
    /// The agent's version.
    pub agent_version: &'a str,
    /// The protocol that it speaks.
    pub agent_protocol: i64,
    /// Hash of the token that is going to open the parts.
    pub token: SecretHash,
    /// The claim ends at this moment; of the first claim.
    pub expires: OffsetDateTime,
    /// Where the agent shows its page, where the system has handed the errand over.
    pub address: Option<&'a str>,
}

/// What became of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Claimed {
    /// The errand is this agent's. A repeat gives the same errand with the new nonce and token.
    Claimed(Box<Errand>),
    /// Another agent than the session's, or a second one, asked: nothing can come of the errand.
    /// To be journalled and shown as a warning.
    Burned(Box<Errand>),
    /// Nothing changed, but an errand whose time is over is closed now.
    Refused(ErrandRefusal),
}

/// Claims the errand of a code. The transaction is to be committed whatever the outcome.
///
/// # Errors
/// [`StoreError`] of the statements or of the row.
pub async fn claim(
    tx: &mut Tx,
    claim: &Claim<'_>,
    at: OffsetDateTime,
) -> Result<Claimed, StoreError> {
    bounded("errand.agent_spki", claim.agent_spki.len(), TEXT_BYTES_MAX)?;
    bounded(
        "errand.agent_version",
        claim.agent_version.len(),
        TEXT_BYTES_MAX,
    )?;
    bounded(
        "errand.agent_address",
        claim.address.map_or(0, str::len),
        TEXT_BYTES_MAX,
    )?;
    for _ in 0..RACES_MAX {
        let Some(errand) = by_code(tx, claim.code, at).await? else {
            return Ok(Claimed::Refused(ErrandRefusal::Unknown));
        };
        let outcome = match errand.state {
            ErrandState::Open => claim_open(tx, &errand, claim, at).await?,
            ErrandState::Claimed => claim_again(tx, &errand, claim, at).await?,
            state => Some(Claimed::Refused(ErrandRefusal::NotNow(state))),
        };
        if let Some(outcome) = outcome {
            return Ok(outcome);
        }
    }
    Err(outrun("errands::CLAIM"))
}

/// `None` when a rival moved the row: look again.
async fn claim_open(
    tx: &mut Tx,
    errand: &Errand,
    claim: &Claim<'_>,
    at: OffsetDateTime,
) -> Result<Option<Claimed>, StoreError> {
    if seconds(errand.code_expires) <= seconds(at) {
        let closed = close(tx, errand, at).await?;
        return Ok(closed.then_some(Claimed::Refused(ErrandRefusal::Expired)));
    }
    if !errand.kind.takes_any_agent() {
        let session = sessions::find(tx, errand.session).await?;
        if session.and_then(|session| session.agent_key) != Some(claim.agent_key) {
            return burned(
                tx,
                errand,
                "claimed by an agent that is not the session's",
                at,
            )
            .await;
        }
    }
    let claimed = execute!(
        tx,
        CLAIM,
        errand.id.to_string(),
        claim.agent_key.as_bytes().as_slice(),
        claim.agent_spki,
        claim.agent_nonce.as_slice(),
        claim.agent_version,
        claim.agent_protocol,
        claim.token.as_bytes().as_slice(),
        seconds(claim.expires),
        seconds(at),
        claim.address,
    )?;
    reread(tx, errand.id, claimed).await
}

/// `None` when a rival moved the row: look again.
async fn claim_again(
    tx: &mut Tx,
    errand: &Errand,
    claim: &Claim<'_>,
    at: OffsetDateTime,
) -> Result<Option<Claimed>, StoreError> {
    if errand.is_over(at) {
        let closed = close(tx, errand, at).await?;
        return Ok(closed.then_some(Claimed::Refused(ErrandRefusal::Expired)));
    }
    if !errand.is_with(claim.agent_key) {
        return burned(tx, errand, "claimed by a second agent", at).await;
    }
    let claimed = execute!(
        tx,
        CLAIM_AGAIN,
        errand.id.to_string(),
        claim.agent_key.as_bytes().as_slice(),
        claim.agent_nonce.as_slice(),
        claim.agent_version,
        claim.agent_protocol,
        claim.token.as_bytes().as_slice(),
        seconds(at),
        claim.address,
    )?;
    reread(tx, errand.id, claimed).await
}

async fn burned(
    tx: &mut Tx,
    errand: &Errand,
    reason: &str,
    at: OffsetDateTime,
) -> Result<Option<Claimed>, StoreError> {
    if !burn(tx, errand, reason, at).await? {
        return Ok(None);
    }
    Ok(find(tx, errand.id)
        .await?
        .map(|errand| Claimed::Burned(Box::new(errand))))
}

async fn reread(tx: &mut Tx, id: ErrandId, changed: u64) -> Result<Option<Claimed>, StoreError> {
    if changed == 0 {
        return Ok(None);
    }
    Ok(find(tx, id)
        .await?
        .map(|errand| Claimed::Claimed(Box::new(errand))))
}

/// Gives the agent more time, once; gives false when it had more already, lost the errand, or asks
/// for an earlier end.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn extend(
    tx: &mut Tx,
    id: ErrandId,
    agent_key: AgentKeyHash,
    expires: OffsetDateTime,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let extended = execute!(
        tx,
        EXTEND,
        id.to_string(),
        agent_key.as_bytes().as_slice(),
        seconds(expires),
        seconds(at),
    )?;
    Ok(extended == 1)
}

/// Why an open errand was not given to the agent that came for it.
// Stored: a change needs a migration.
pub const AGENT_TOO_OLD: &str = "agent-too-old";

/// Notes that an agent came which is too old; the errand stays open for a newer one. Gives false when it is not open any
/// more.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn note_outdated(
    tx: &mut Tx,
    id: ErrandId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let noted = execute!(
        tx,
        NOTE_OUTDATED,
        id.to_string(),
        AGENT_TOO_OLD,
        seconds(at)
    )?;
    Ok(noted == 1)
}
