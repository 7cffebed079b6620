//! Answering: the agent's product, and the return of the person who asked for it.

use time::OffsetDateTime;

use super::{
    DECLINE, Errand, ErrandKind, ErrandRefusal, ErrandState, FAIL, FRESH_RETURN, FULFIL, PAIRED,
    RETURN, close, find, outrun,
};
use crate::column::seconds;
use crate::limits::{PRODUCT_BYTES_MAX, RACES_MAX, bounded, cut};
use crate::{AgentKeyHash, ErrandId, SecretHash, SessionId, Sha256, StoreError, Tx};

/// What an agent made, verified by the caller.
#[derive(Clone, Copy, Debug)]
pub struct Product<'a> {
    /// The errand that it answers.
    pub errand: ErrandId,
    /// The agent that sent it.
    pub agent_key: AgentKeyHash,
    /// Exactly what was received.
    pub bytes: &'a [u8],
    /// Hash of a new return code.
    pub return_code: SecretHash,
    /// After this the return code is void.
    pub return_expires: OffsetDateTime,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It is stored.
    Stored,
    /// The same bytes were stored before; the new return code takes the place of the former one.
    Repeated,
    /// The same bytes were stored before, and the return code was used: there is no new one.
    Over,
    /// It is not taken.
    Refused(ErrandRefusal),
}

/// What became of a return.
#[derive(Clone, Debug, PartialEq)]
pub enum Returned {
    /// The code is used up; this is what the errand brought.
    Returned(Box<Errand>),
    /// The code is not taken; nothing changed.
    Refused(ErrandRefusal),
}

/// Stores the product of an errand that this agent has claimed. The same bytes again are answered
/// with a fresh return code, other bytes are refused.
///
/// # Errors
/// [`StoreError`] of the statements or of the row; [`StoreError::TooLarge`].
pub async fn fulfil(
    tx: &mut Tx,
    product: &Product<'_>,
    at: OffsetDateTime,
) -> Result<Answered, StoreError> {
    bounded("errand.product", product.bytes.len(), PRODUCT_BYTES_MAX)?;
    for _ in 0..RACES_MAX {
        let Some(errand) = find(tx, product.errand).await? else {
            return Ok(Answered::Refused(ErrandRefusal::Unknown));
        };
        if errand.agent.is_some() && !errand.is_with(product.agent_key) {
            return Ok(Answered::Refused(ErrandRefusal::OtherAgent));
        }
        let outcome = match errand.state {
            ErrandState::Claimed => store(tx, &errand, product, at).await?,
            ErrandState::Fulfilled => repeat(tx, &errand, product, at).await?,
            ErrandState::Returned if errand.product_hash == Some(Sha256::of(product.bytes)) => {
                Some(Answered::Over)
            }
            state => Some(Answered::Refused(ErrandRefusal::NotNow(state))),
        };
        if let Some(outcome) = outcome {
            return Ok(outcome);
        }
    }
    Err(outrun("errands::FULFIL"))
}

/// `None` when a rival moved the row: look again.
async fn store(
    tx: &mut Tx,
    errand: &Errand,
    product: &Product<'_>,
    at: OffsetDateTime,
) -> Result<Option<Answered>, StoreError> {
    if errand.is_over(at) {
        let closed = close(tx, errand, at).await?;
        return Ok(closed.then_some(Answered::Refused(ErrandRefusal::Expired)));
    }
    let stored = execute!(
        tx,
        FULFIL,
        errand.id.to_string(),
        product.agent_key.as_bytes().as_slice(),
        product.bytes,
        Sha256::of(product.bytes).as_bytes().as_slice(),
        product.return_code.as_bytes().as_slice(),
        seconds(product.return_expires),
        seconds(at),
    )?;
    Ok((stored == 1).then_some(Answered::Stored))
}

/// `None` when a rival moved the row: look again.
async fn repeat(
    tx: &mut Tx,
    errand: &Errand,
    product: &Product<'_>,
    at: OffsetDateTime,
) -> Result<Option<Answered>, StoreError> {
    let hash = Sha256::of(product.bytes);
    if errand.product_hash != Some(hash) {
        return Ok(Some(Answered::Refused(ErrandRefusal::OtherProduct)));
    }
    // A sign-in that nobody returned from is void at its end; other products stand by themselves.
    if errand.kind == ErrandKind::SignIn && errand.is_over(at) {
        return Ok(Some(Answered::Refused(ErrandRefusal::Expired)));
    }
    let fresh = execute!(
        tx,
        FRESH_RETURN,
        errand.id.to_string(),
        hash.as_bytes().as_slice(),
        product.return_code.as_bytes().as_slice(),
        seconds(product.return_expires),
        seconds(at),
    )?;
    Ok((fresh == 1).then_some(Answered::Repeated))
}

/// Notes that the person declined; gives why not, when it cannot be noted.
///
/// # Errors
/// [`StoreError`] of the statements or of the row.
pub async fn decline(
    tx: &mut Tx,
    id: ErrandId,
    agent_key: AgentKeyHash,
    at: OffsetDateTime,
) -> Result<Option<ErrandRefusal>, StoreError> {
    let key = agent_key.as_bytes().as_slice();
    let declined = execute!(tx, DECLINE, id.to_string(), key, seconds(at))?;
    unmoved(tx, id, agent_key, declined, ErrandState::Declined).await
}

/// Notes that the agent failed, or that its product was refused; gives why not, when it cannot be
/// noted.
///
/// # Errors
/// [`StoreError`] of the statements or of the row.
pub async fn fail(
    tx: &mut Tx,
    id: ErrandId,
    agent_key: AgentKeyHash,
    reason: &str,
    at: OffsetDateTime,
) -> Result<Option<ErrandRefusal>, StoreError> {
    let key = agent_key.as_bytes().as_slice();
    let failed = execute!(tx, FAIL, id.to_string(), key, cut(reason), seconds(at))?;
    unmoved(tx, id, agent_key, failed, ErrandState::Failed).await
}

/// Says why a row did not move; one that is there already counts as moved (a repeated answer).
async fn unmoved(
    tx: &mut Tx,
    id: ErrandId,
    agent_key: AgentKeyHash,
    changed: u64,
    goal: ErrandState,
) -> Result<Option<ErrandRefusal>, StoreError> {
    if changed == 1 {
        return Ok(None);
    }
    let Some(errand) = find(tx, id).await? else {
        return Ok(Some(ErrandRefusal::Unknown));
    };
    Ok(match errand.state {
        _ if errand.agent.is_some() && !errand.is_with(agent_key) => {
            Some(ErrandRefusal::OtherAgent)
        }
        state if state == goal => None,
        state => Some(ErrandRefusal::NotNow(state)),
    })
}

impl Errand {
    /// Why a return code would not be taken from this session now; nothing is used up by asking.
    #[must_use]
    pub fn refuses_return(
        &self,
        session: SessionId,
        code: SecretHash,
        at: OffsetDateTime,
    ) -> Option<ErrandRefusal> {
        if self.session != session {
            return Some(ErrandRefusal::OtherSession);
        }
        // A pairing is taken by the digits that the person types, not by a link.
        if self.state != ErrandState::Fulfilled || self.kind == ErrandKind::Pair {
            return Some(ErrandRefusal::NotNow(self.state));
        }
        if !self.has_return_code(code) {
            return Some(ErrandRefusal::WrongReturnCode);
        }
        let over = self.kind == ErrandKind::SignIn && self.is_over(at);
        let void = self
            .return_expires
            .is_none_or(|expires| seconds(expires) <= seconds(at));
        (over || void).then_some(ErrandRefusal::Expired)
    }

    /// Whether this is the return code that its agent was given last, whoever brings it.
    #[must_use]
    pub fn has_return_code(&self, code: SecretHash) -> bool {
        self.return_code == Some(code)
    }
}

/// Uses up a pairing, in the session that asked for it; gives whether it was there and in time. The session is bound to the
/// agent by the caller in the same transaction.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn take_pairing(
    tx: &mut Tx,
    id: ErrandId,
    session: SessionId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let taken = execute!(tx, PAIRED, id.to_string(), session.to_string(), seconds(at))?;
    Ok(taken == 1)
}

/// Uses up the return code of an errand, in the session that asked for it. The session is raised,
/// and the product applied, by the caller in the same transaction.
///
/// # Errors
/// [`StoreError`] of the statements or of the row.
pub async fn take_return(
    tx: &mut Tx,
    id: ErrandId,
    session: SessionId,
    code: SecretHash,
    at: OffsetDateTime,
) -> Result<Returned, StoreError> {
    let Some(errand) = find(tx, id).await? else {
        return Ok(Returned::Refused(ErrandRefusal::Unknown));
    };
    if let Some(refusal) = errand.refuses_return(session, code, at) {
        return Ok(Returned::Refused(refusal));
    }
    let returned = execute!(
        tx,
        RETURN,
        id.to_string(),
        session.to_string(),
        code.as_bytes().as_slice(),
        seconds(at),
    )?;
    let found = find(tx, id)
        .await?
        .ok_or_else(|| outrun("errands::RETURN"))?;
    if returned == 1 {
        return Ok(Returned::Returned(Box::new(found)));
    }
    // A rival used the code, or the agent got a fresh one, between the look and the UPDATE.
    Ok(Returned::Refused(match found.state {
        ErrandState::Fulfilled => ErrandRefusal::WrongReturnCode,
        state => ErrandRefusal::NotNow(state),
    }))
}
