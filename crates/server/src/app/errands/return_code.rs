//! Step 9: the session that asked brings the return code. A sign-in raises the session; everything else was applied
//! before, and taking it is navigation.

use smena_domain::{person::HolderId, renewal::Refusal};
use smena_protocol::v1::{Applied, ErrandId, Moment, ReturnRequested, Returned, SignedIn};
use smena_store::{
    StoreError,
    errands::{self, Errand, ErrandKind, ErrandRefusal, ErrandState, Returned as Taken},
    holders,
    sessions::{self, Session},
};

use super::{accept::applied_to, details_of, draw_token, subject_of};
use crate::app::{
    Actor, App, Ctx,
    failure::{Denial, Failure},
    holders::HolderFacts,
    record::{self, Entry, record},
    shelf, verify, wire,
};

/// What the journal calls it.
pub(super) const COMMAND: &str = "take-result";

/// Takes the result of an errand for the session that asked for it.
///
/// # Errors
/// A refusal, journalled; or faults of ours.
pub async fn return_code(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    id: ErrandId,
    asked: &ReturnRequested,
) -> Result<Returned, Failure> {
    let ctx = &ctx.acting_as(session.holder.map_or(Actor::Anybody, Actor::Holder));
    let id = smena_store::ErrandId::new(*id.as_bytes());
    match take(app, ctx, session, id, asked).await {
        Ok(returned) => Ok(returned),
        Err(failure) => Err(record::refused(app, ctx, COMMAND, subject_of(id), failure).await),
    }
}

async fn take(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    id: smena_store::ErrandId,
    asked: &ReturnRequested,
) -> Result<Returned, Failure> {
    // What a sign-in says is read before the transaction: nothing slow belongs inside.
    let signed_in = signed_in(app, session, id).await?;
    let code = wire::stored(asked.return_code.stored_hash());
    let mut tx = app.store.write().await?;
    let errand = match errands::take_return(&mut tx, id, session.id, code, ctx.now).await? {
        Taken::Returned(errand) => errand,
        Taken::Refused(refusal) => {
            let errand = errands::find(&mut tx, id).await?;
            tx.rollback().await?;
            return again(session, errand.as_ref(), refusal);
        }
    };
    let returned = match (&signed_in, &errand.agent) {
        (Some(signed_in), Some(agent)) => {
            let token = draw_token(ctx);
            let hash = wire::stored(token.stored_hash());
            sessions::raise(
                &mut tx,
                session.id,
                hash,
                signed_in.holder,
                agent.key,
                ctx.now,
            )
            .await
            .map_err(raised_before)?;
            Returned::SignedIn(SignedIn {
                token,
                expires: Moment::new(session.expires_at),
                name: signed_in.name.clone(),
                certificate: signed_in.certificate,
            })
        }
        _ => Returned::Applied(Applied {
            renewal: applied_to(&errand),
        }),
    };
    let actor = signed_in
        .as_ref()
        .map_or(ctx.actor, |signed_in| Actor::Holder(signed_in.holder));
    let entry = Entry {
        command: COMMAND,
        subject: subject_of(id),
        outcome: "done",
        details: details_of(&errand),
    };
    record(&mut tx, &ctx.acting_as(actor), &entry).await?;
    tx.commit().await?;
    Ok(returned)
}

/// Only an anonymous session is raised, and once.
fn raised_before(error: StoreError) -> Failure {
    if error.is_stale() {
        Denial::SignedInAlready {}.into()
    } else {
        error.into()
    }
}

/// Who signs in, for the greeting and the session.
struct Who {
    holder: HolderId,
    name: String,
    certificate: smena_protocol::v1::Sha256,
}

async fn signed_in(
    app: &App,
    session: &Session,
    id: smena_store::ErrandId,
) -> Result<Option<Who>, Failure> {
    let mut tx = app.store.read().await?;
    let errand = errands::find(&mut tx, id).await?;
    tx.rollback().await?;
    let Some(errand) = errand.filter(|errand| {
        errand.session == session.id
            && errand.kind == ErrandKind::SignIn
            && errand.state == ErrandState::Fulfilled
    }) else {
        return Ok(None);
    };
    let thumbprint = verify::sign_in::signer(&errand)?;
    let (row, _) = shelf::certificate(app, thumbprint).await?;
    let holder = row.holder.ok_or(Refusal::UnknownCertificate {})?;
    let mut tx = app.store.read().await?;
    let known = holders::find::<HolderFacts>(&mut tx, holder).await?;
    tx.rollback().await?;
    Ok(Some(Who {
        holder,
        name: known.map(|holder| holder.label).unwrap_or_default(),
        certificate: wire::wire_thumbprint(thumbprint),
    }))
}

/// The answer was lost and the session asks once more: a result that was applied is answered alike. A sign-in is not:
/// its code is used up, and its token was given once.
fn again(
    session: &Session,
    errand: Option<&Errand>,
    refusal: ErrandRefusal,
) -> Result<Returned, Failure> {
    let own = errand.filter(|errand| {
        errand.session == session.id
            && errand.kind != ErrandKind::SignIn
            && errand.state == ErrandState::Returned
    });
    match (own, refusal) {
        (Some(errand), ErrandRefusal::NotNow(_)) => Ok(Returned::Applied(Applied {
            renewal: applied_to(errand),
        })),
        (_, ErrandRefusal::Expired) => Err(Denial::ReturnCodeExpired {}.into()),
        (_, refusal) => Err(Denial::from(refusal).into()),
    }
}
