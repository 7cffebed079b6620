//! The code that confirms the issue of a renewal's certificate (K30, K31): sent by a job, entered.

use smena_domain::renewal::{ProvedCode, Refusal, Renewal, Stage};
use smena_store::{
    StoreError, holders,
    phone_codes::{self, Addressee, CodePurpose},
};
use smena_ui::Message;
use time::Duration;

use super::{
    enter::{Bound, Entering, over_today, waiting_for},
    send::{SendError, send},
};
use crate::{
    app::{App, Ctx, failure::Failure, holders::HolderFacts, phone::Phone, verify},
    limits::CODE_SECONDS,
};

fn confirming(subject: &str) -> Addressee<'_> {
    Addressee {
        purpose: CodePurpose::ConfirmIssue,
        subject,
    }
}

/// Whether the code that confirms the issue of a renewal's certificate can be entered; none was asked for yet where
/// there is nothing.
///
/// # Errors
/// Faults of ours alone.
pub async fn confirmation(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
) -> Result<Option<Entering>, Failure> {
    let subject = renewal.id().to_string();
    let waiting = waiting_for(app, ctx, confirming(&subject)).await?;
    Ok(waiting.map(|waiting| waiting.entering))
}

/// Refuses another confirmation when none could be entered today.
///
/// # Errors
/// [`ConfirmationsOverToday`](crate::app::failure::Denial); or faults of ours.
pub async fn require_another(app: &App, ctx: &Ctx, renewal: &Renewal) -> Result<(), Failure> {
    if confirmation(app, ctx, renewal).await? == Some(Entering::OverToday) {
        return Err(over_today(CodePurpose::ConfirmIssue).into());
    }
    Ok(())
}

/// Sends the code that confirms the issue of a renewal's certificate.
///
/// # Errors
/// [`SendError`].
pub async fn send_confirmation(app: &App, ctx: &Ctx, renewal: &Renewal) -> Result<(), SendError> {
    let Stage::Approved(approved) = renewal.stage() else {
        return Ok(());
    };
    if approved.code.proved.is_some() {
        return Ok(());
    }
    let phone = phone_of(app, renewal).await?;
    let phone = phone.ok_or(SendError::Pointless("the holder has no telephone"))?;
    let plan = approved.approval.plan();
    let subject = renewal.id().to_string();
    let to = confirming(&subject);
    let expires = ctx.now + Duration::seconds(CODE_SECONDS);
    let mut tx = app.store.write().await?;
    let holder = Some(renewal.holder());
    let counted = app.codes_key.hash(&[b"renewal", renewal.id().as_bytes()]);
    phone_codes::ask(&mut tx, to, holder, counted, ctx.now, expires).await?;
    tx.commit().await?;
    let short = hex::encode_upper(&plan.as_bytes()[..2]);
    let text = Message::new("sms-confirm-issue").with("plan", short);
    let bound = Bound {
        to,
        what: plan.as_bytes(),
    };
    send(app, ctx, &bound, &phone, text).await
}

/// Where the codes of a renewal go: the number that was given in it, else the one on record.
async fn phone_of(app: &App, renewal: &Renewal) -> Result<Option<Phone>, StoreError> {
    let given = renewal.gathered().contacts.phone.as_deref();
    if let Some(phone) = given.and_then(Phone::parse) {
        return Ok(Some(phone));
    }
    let mut tx = app.store.read().await?;
    let holder = holders::find::<HolderFacts>(&mut tx, renewal.holder()).await?;
    tx.rollback().await?;
    let known = holder.and_then(|holder| holder.facts.phone);
    Ok(known.as_deref().and_then(Phone::parse))
}

/// Compares the confirmation that a holder typed.
///
/// # Errors
/// [`Refusal::WrongCode`]; [`CodeTriedOften` or `ConfirmationsOverToday`](crate::app::failure::Denial); or faults of ours.
pub async fn prove(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    typed: &str,
) -> Result<ProvedCode, Failure> {
    let Stage::Approved(approved) = renewal.stage() else {
        return Err(Refusal::WrongCode {}.into());
    };
    let plan = approved.approval.plan();
    let subject = renewal.id().to_string();
    let bound = Bound {
        to: confirming(&subject),
        what: plan.as_bytes(),
    };
    bound.enter(app, ctx, typed).await?;
    Ok(verify::phone_code::proved(ctx, renewal.id(), plan.clone()))
}
