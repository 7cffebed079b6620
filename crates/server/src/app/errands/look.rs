//! Looking at an errand without moving it: the page that waits for the agent, and the page that a person comes back to.

use smena_domain::renewal::RenewalId;
use smena_pki::profile::{AttributeKind, Subject};
use smena_protocol::v1::{ErrandId, ReturnCode};
use smena_store::{
    errands::{self, AGENT_TOO_OLD, Errand, ErrandKind, ErrandRefusal, ErrandState},
    sessions::Session,
};
use time::OffsetDateTime;

use super::return_code;
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    holders::subject_of,
    record, shelf, verify, wire,
};

/// An errand of this session. Another session's is as absent as a missing one.
///
/// # Errors
/// [`Denial::NotFound`].
pub async fn of_session(app: &App, session: &Session, id: ErrandId) -> Result<Errand, Failure> {
    let mut tx = app.store.read().await?;
    let found = errands::find(&mut tx, smena_store::ErrandId::new(*id.as_bytes())).await?;
    tx.rollback().await?;
    found
        .filter(|errand| errand.session == session.id)
        .ok_or_else(|| Denial::NotFound {}.into())
}

/// An errand as the page that waits for it sees it.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The errand.
    pub errand: Errand,
    /// Where the agent that claimed it by door A shows its pages.
    pub address: Option<String>,
    /// The agent that came for it is too old.
    pub agent_too_old: bool,
}

impl From<Errand> for Watched {
    fn from(errand: Errand) -> Self {
        Self {
            address: errand
                .agent
                .as_ref()
                .and_then(|agent| agent.address.clone()),
            agent_too_old: errand.state == ErrandState::Open
                && errand.reason.as_deref() == Some(AGENT_TOO_OLD),
            errand,
        }
    }
}

/// What a return page shows before anything is taken.
#[derive(Clone, Debug)]
pub struct Returning {
    /// What the errand was for.
    pub kind: ErrandKind,
    /// The renewal that it was about.
    pub renewal: Option<RenewalId>,
    /// Whom a sign-in names.
    pub person: Option<SigningIn>,
}

/// Whom a sign-in names, from the certificate that signed it.
#[derive(Clone, Debug)]
pub struct SigningIn {
    /// The person's name.
    pub name: String,
    /// The person's taxpayer number.
    pub inn: Option<String>,
    /// The organisation.
    pub organisation: Option<String>,
    /// The certificate's serial number.
    pub serial: String,
    /// The end of its validity.
    pub not_after: OffsetDateTime,
}

/// Shows who or what a return code would bring, and takes nothing. The session that brings it must be the one that
/// asked: an errand begun in another browser, which may have no session at all, ends here (T3 of the security design).
///
/// A true code in the wrong browser is what a swapped session looks like, so it is journalled; a guess is not, or anybody
/// could fill the journal.
///
/// # Errors
/// [`Denial`] of a code that would not be taken.
pub async fn returning(
    app: &App,
    ctx: &Ctx,
    session: Option<&Session>,
    id: ErrandId,
    code: &ReturnCode,
) -> Result<Returning, Failure> {
    let id = smena_store::ErrandId::new(*id.as_bytes());
    let mut tx = app.store.read().await?;
    let found = errands::find(&mut tx, id).await?;
    tx.rollback().await?;
    let errand = match (found, session) {
        (Some(errand), _) => errand,
        (None, Some(_)) => return Err(Denial::ErrandUnknown {}.into()),
        (None, None) => return Err(Denial::ErrandOtherSession {}.into()),
    };
    let code = wire::stored(code.stored_hash());
    let refusal = session.map_or(Some(ErrandRefusal::OtherSession), |session| {
        errand.refuses_return(session.id, code, ctx.now)
    });
    match refusal {
        None => (),
        Some(ErrandRefusal::Expired) => return Err(Denial::ReturnCodeExpired {}.into()),
        Some(refusal @ ErrandRefusal::OtherSession) if errand.has_return_code(code) => {
            let failure = Denial::from(refusal).into();
            let subject = super::subject_of(id);
            return Err(record::refused(app, ctx, return_code::COMMAND, subject, failure).await);
        }
        Some(refusal) => return Err(Denial::from(refusal).into()),
    }
    let person = match errand.kind {
        ErrandKind::SignIn => Some(signing_in(app, &errand).await?),
        _ => None,
    };
    Ok(Returning {
        kind: errand.kind,
        renewal: errand.renewal.map(|(id, _)| id),
        person,
    })
}

async fn signing_in(app: &App, errand: &Errand) -> Result<SigningIn, Failure> {
    let thumbprint = verify::sign_in::signer(errand)?;
    let (row, certificate) = shelf::certificate(app, thumbprint).await?;
    let subject = subject_of(app, &certificate);
    Ok(SigningIn {
        name: full_name(&subject),
        inn: subject.value(AttributeKind::Inn).map(str::to_owned),
        organisation: subject.organisation.clone(),
        serial: row.serial.to_string(),
        not_after: row.not_after,
    })
}

/// The person's name where the certificate has one, else the name that it has.
fn full_name(subject: &Subject) -> String {
    match (&subject.surname, &subject.given_name) {
        (Some(surname), Some(given)) => format!("{surname} {given}"),
        _ => subject.common_name.clone(),
    }
}
