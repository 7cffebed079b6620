//! Errands: what a session asks an agent to do, and what comes back (security design, 1.3, steps 1 to 10).
//!
//! - [`make`]: a session asks for an errand and gets a code (step 1).
//! - [`claim`]: an agent claims it with the code and its own key, and gets the signed errand (steps 4 and 5).
//!   One that is too old is told which version is due, and the errand waits for it.
//! - [`extend`]: it asks for more time, once (step 5).
//! - [`part`]: it fetches the files that the errand names (step 6).
//! - [`result`]: it hands in what it made; verified, and applied unless it is a sign-in (steps 8 and 10).
//! - [`of_session`], [`returning`]: pages look at it without moving it.
//! - [`pair`]: the digits that the agent shows bind it to a telephone's session.
//! - [`return_code`]: the session takes the result (step 9); a sign-in raises the session.
//!
//! Rows move by the store's single UPDATEs alone. Codes and tokens leave this module once and are stored as hashes.

mod accept;
mod claim;
mod derive;
mod extend;
mod look;
mod make;
mod medium;
mod outdated;
mod pair;
mod result;
mod return_code;

pub use claim::claim;
pub use derive::{Codes, codes};
pub use extend::extend;
pub use look::{Returning, SigningIn, Watched, of_session, returning};
pub use make::{make, make_in_browser};
pub use pair::pair;
pub use result::result;
pub use return_code::return_code;

use smena_pki::key::PublicKey;
use smena_protocol::v1::{Envelope, EnvelopeError, Message, Opened, SessionToken, Sha256, Work};
use smena_store::errands::{self, ErrandAgent};

pub use smena_store::errands::{Errand, ErrandKind, ErrandState};

use super::{
    App, Ctx,
    failure::{Denial, Failure},
    shelf, wire,
};
use crate::limits::{ERRAND_SECONDS, ERRAND_SIGN_IN_SECONDS};

/// The errand that a claim token belongs to, while it is claimed and in time.
///
/// # Errors
/// [`Denial::ClaimTokenNeeded`] when there is none.
pub async fn of_claim_token(
    app: &App,
    ctx: &Ctx,
    token: &smena_protocol::v1::ClaimToken,
) -> Result<Errand, Failure> {
    let mut tx = app.store.read().await?;
    let errand =
        errands::by_claim_token(&mut tx, wire::stored(token.stored_hash()), ctx.now).await?;
    tx.rollback().await?;
    errand.ok_or_else(|| Denial::ClaimTokenNeeded {}.into())
}

/// A file that a claimed errand names. What it does not name is as absent as what does not exist.
///
/// # Errors
/// [`Denial::NotFound`].
pub async fn part(app: &App, errand: &Errand, sha256: Sha256) -> Result<Vec<u8>, Failure> {
    let named = work_of(errand)?
        .parts()
        .iter()
        .any(|part| part.sha256 == sha256);
    let Some((renewal, _)) = errand.renewal.filter(|_| named) else {
        return Err(Denial::NotFound {}.into());
    };
    if let Some(octets) = shelf::document(app, renewal, sha256).await? {
        return Ok(octets);
    }
    let thumbprint = smena_domain::certificate::Thumbprint::new(*sha256.as_bytes());
    let certificate = shelf::find_certificate(app, thumbprint).await?;
    Ok(certificate.ok_or(Denial::NotFound {})?.0.der)
}

/// An errand that an agent has claimed, with that agent.
async fn of_agent(
    app: &App,
    id: smena_protocol::v1::ErrandId,
) -> Result<(Errand, ErrandAgent), Failure> {
    let id = smena_store::ErrandId::new(*id.as_bytes());
    let mut tx = app.store.read().await?;
    let errand = errands::find(&mut tx, id).await?;
    tx.rollback().await?;
    let claimed = errand.and_then(|errand| {
        let agent = errand.agent.clone()?;
        Some((errand, agent))
    });
    claimed.ok_or_else(|| Denial::ErrandUnknown {}.into())
}

/// Opens a message that the agent of an errand has signed.
fn open_signed<M: Message>(agent: &ErrandAgent, envelope: &Envelope) -> Result<Opened<M>, Failure> {
    let key = PublicKey::from_spki_der(&agent.spki).map_err(Failure::ours)?;
    envelope.open::<M>(&key).map_err(|error| match error {
        EnvelopeError::OtherKey { .. } => Denial::ErrandOtherAgent {}.into(),
        _ => Denial::EnvelopeInvalid {}.into(),
    })
}

/// For how long an agent has an errand of this kind, in seconds.
fn seconds_for(kind: ErrandKind) -> i64 {
    match kind {
        ErrandKind::SignIn => ERRAND_SIGN_IN_SECONDS,
        _ => ERRAND_SECONDS,
    }
}

/// What was fixed when the errand was made.
fn work_of(errand: &Errand) -> Result<Work, Failure> {
    serde_json::from_value(errand.details.clone()).map_err(Failure::ours)
}

fn subject_of(errand: smena_store::ErrandId) -> String {
    format!("errand:{errand}")
}

fn details_of(errand: &Errand) -> serde_json::Value {
    serde_json::json!({
        "kind": errand.kind.as_str(),
        "renewal": errand.renewal.map(|(id, _)| id.to_string()),
    })
}

/// The wire's kind as the store's, by their common word.
fn stored_kind(kind: smena_protocol::v1::ErrandKind) -> Option<ErrandKind> {
    ErrandKind::parse(kind.as_str())
}

/// A new token for a session that is raised.
fn draw_token(ctx: &Ctx) -> SessionToken {
    SessionToken::draw(ctx.rng().as_mut())
}
