//! Sessions of door D: a token of 256 bits, stored as its hash, that begins anonymous and is raised by a sign-in.
//!
//! A session ends when its holder signs out, after 30 minutes without an act and after 8 hours in any case. Raising it
//! is the end of a sign-in errand and stands in [`super::errands`].

use smena_domain::{person::HolderId, renewal::ProvedSignIn};
use smena_protocol::v1::{Moment, SessionOpened, SessionToken};
use smena_store::{
    AgentKeyHash, SessionId, errands,
    errands::{ErrandKind, ErrandState},
    sessions,
};

pub use smena_store::sessions::{Session, SessionClass};
use time::OffsetDateTime;

use super::{
    Actor, App, Ctx,
    failure::{Denial, Failure},
    record::{Entry, record},
    verify, wire,
};
use crate::limits::{FRESH_SIGN_IN_SECONDS, SESSION_NOTE_SECONDS};

/// A session whose holder is known.
#[derive(Clone, Copy, Debug)]
pub struct HolderSession {
    /// The session.
    pub id: SessionId,
    /// Whose it is.
    pub holder: HolderId,
    /// The agent that signed in: the only one that does its errands.
    pub agent_key: AgentKeyHash,
}

impl HolderSession {
    /// Takes a session that was raised.
    ///
    /// # Errors
    /// [`Denial::HolderSessionNeeded`] for one that was not.
    pub fn of(session: &Session) -> Result<Self, Denial> {
        match (session.class, session.holder, session.agent_key) {
            (SessionClass::Holder, Some(holder), Some(agent_key)) => Ok(Self {
                id: session.id,
                holder,
                agent_key,
            }),
            _ => Err(Denial::HolderSessionNeeded {}),
        }
    }
}

/// A session whose holder is known, whichever way he has signed in.
#[derive(Clone, Copy, Debug)]
pub struct KnownSession {
    /// The session.
    pub id: SessionId,
    /// Whose it is.
    pub holder: HolderId,
    /// The agent that does its errands: the one that signed in, or the one that was paired.
    pub agent_key: Option<AgentKeyHash>,
    /// Of one of whoever has the holder's telephone: when it began.
    telephone_since: Option<OffsetDateTime>,
}

impl KnownSession {
    /// Takes a session that somebody has signed in to.
    ///
    /// # Errors
    /// [`Denial::HolderSessionNeeded`] for an anonymous one.
    pub fn of(session: &Session) -> Result<Self, Denial> {
        let holder = session.holder.ok_or(Denial::HolderSessionNeeded {})?;
        let by_telephone = session.class == SessionClass::Phone;
        Ok(Self {
            id: session.id,
            holder,
            agent_key: session.agent_key,
            telephone_since: by_telephone.then_some(session.created_at),
        })
    }

    /// Whether it is only one of whoever has the holder's telephone.
    #[must_use]
    pub fn is_by_telephone(&self) -> bool {
        self.telephone_since.is_some()
    }
}

impl From<HolderSession> for KnownSession {
    fn from(session: HolderSession) -> Self {
        Self {
            id: session.id,
            holder: session.holder,
            agent_key: Some(session.agent_key),
            telephone_since: None,
        }
    }
}

/// Begins an anonymous session.
///
/// # Errors
/// Faults of ours alone.
pub async fn open(app: &App, ctx: &Ctx) -> Result<SessionOpened, Failure> {
    let token = SessionToken::draw(ctx.rng().as_mut());
    let id = SessionId::new(ctx.draw());
    let mut tx = app.store.write().await?;
    let expires = sessions::begin(&mut tx, id, wire::stored(token.stored_hash()), ctx.now).await?;
    tx.commit().await?;
    Ok(SessionOpened {
        token,
        expires: Moment::new(expires),
    })
}

/// Finds the session of a token and notes that it was shown.
///
/// # Errors
/// [`Denial::SessionNeeded`] when there is none, or it has ended.
pub async fn find(app: &App, ctx: &Ctx, token: &SessionToken) -> Result<Session, Failure> {
    let mut tx = app.store.read().await?;
    let found = sessions::find_live(&mut tx, wire::stored(token.stored_hash()), ctx.now).await?;
    tx.rollback().await?;
    let session = found.ok_or(Denial::SessionNeeded {})?;
    // Not at each request: the note is for the end after 30 idle minutes, and each costs a write.
    if (ctx.now - session.seen_at).whole_seconds() >= SESSION_NOTE_SECONDS {
        let mut tx = app.store.write().await?;
        sessions::touch(&mut tx, session.id, ctx.now).await?;
        tx.commit().await?;
    }
    Ok(session)
}

/// Signs out: the session ends and its errands are closed.
///
/// # Errors
/// Faults of ours alone; a session that has ended meanwhile is none.
pub async fn close(app: &App, ctx: &Ctx, session: &Session) -> Result<(), Failure> {
    let actor = session.holder.map_or(Actor::Anybody, Actor::Holder);
    let mut tx = app.store.write().await?;
    sessions::end(&mut tx, session.id, ctx.now).await?;
    let closed = errands::close_of_session(&mut tx, session.id, ctx.now).await?;
    let entry = Entry {
        command: "sign-out",
        subject: format!("session:{}", session.id),
        outcome: "done",
        details: serde_json::json!({ "errands_closed": closed }),
    };
    record(&mut tx, &ctx.acting_as(actor), &entry).await?;
    tx.commit().await?;
    Ok(())
}

/// How the holder of a session has signed in.
///
/// # Errors
/// [`Denial::HolderSessionNeeded`] when no sign-in of the session is stored.
pub async fn sign_in_of(app: &App, session: &KnownSession) -> Result<ProvedSignIn, Failure> {
    if let Some(began) = session.telephone_since {
        return Ok(verify::phone_code::signed_in(session.holder, began));
    }
    let mut tx = app.store.read().await?;
    let errands = errands::of_session(&mut tx, session.id, None).await?;
    tx.rollback().await?;
    let sign_in = errands
        .iter()
        .find(|errand| errand.kind == ErrandKind::SignIn && errand.state == ErrandState::Returned)
        .ok_or(Denial::HolderSessionNeeded {})?;
    verify::sign_in::recall(sign_in, session.holder)
}

/// Requires a sign-in of not long ago, for what whoever finds an open session must not do (security design, 1.3).
///
/// # Errors
/// [`Denial::SignInAgain`]; or as [`sign_in_of`].
pub async fn require_fresh(app: &App, ctx: &Ctx, session: &KnownSession) -> Result<(), Failure> {
    let signed_in = sign_in_of(app, session).await?.facts().at.at();
    if (ctx.now - signed_in).whole_seconds() > FRESH_SIGN_IN_SECONDS {
        return Err(Denial::SignInAgain {}.into());
    }
    Ok(())
}
