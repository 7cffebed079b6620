//! The code that signs a session in (K6 to K8): asked for, sent by a job, entered.

use std::net::IpAddr;

use smena_domain::{person::HolderId, renewal::Refusal};
use smena_protocol::v1::SessionToken;
use smena_store::{
    JobId, SessionId, Tx, holders,
    jobs::{self, NewJob},
    phone_codes::{self, Addressee, CodePurpose, MessageAsked},
    sessions::{self, Session, SessionClass},
};
use smena_ui::Message;
use time::Duration;

use super::{
    enter::{Bound, Waiting, again_at, is_over_today, over_today, waiting_for},
    send::{SendError, send},
};
use crate::{
    app::{
        Actor, App, Ctx,
        failure::{Denial, Failure},
        holders::HolderFacts,
        limiter::network_of,
        phone::Phone,
        record::{self, Entry, record},
        wire,
    },
    limits::{CODE_MESSAGES_OF_NETWORK_MAX, CODE_MESSAGES_OF_NUMBER_MAX, CODE_SECONDS},
};

/// The job that sends the code of a sign-in; its payload names the session.
pub const SEND_SIGN_IN: &str = "send-sign-in-code";

fn signing_in(subject: &str) -> Addressee<'_> {
    Addressee {
        purpose: CodePurpose::SignIn,
        subject,
    }
}

/// The code that a session waits for.
///
/// # Errors
/// Faults of ours alone.
pub async fn waited_for(
    app: &App,
    ctx: &Ctx,
    session: &Session,
) -> Result<Option<Waiting>, Failure> {
    let subject = session.id.to_string();
    Ok(waiting_for(app, ctx, signing_in(&subject)).await?)
}

/// Asks for a code that signs in. Whether anybody has the number is neither told nor to be seen.
///
/// # Errors
/// [`Denial::PhoneNotValid`], [`Denial::PhoneCountry`], [`Denial::SignedInAlready`], [`Refusal::CodeTooSoon`],
/// [`Denial::CodesOverToday`] and [`Denial::CodesTooMany`], journalled; or faults of ours.
pub async fn ask(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    network: IpAddr,
    typed: &str,
) -> Result<(), Failure> {
    match try_ask(app, ctx, session, network, typed).await {
        Ok(()) => {
            app.wake_worker();
            Ok(())
        }
        Err(failure) => Err(refused(app, ctx, session, "ask-code", failure).await),
    }
}

async fn refused(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    command: &'static str,
    failure: Failure,
) -> Failure {
    record::refused(
        app,
        ctx,
        command,
        format!("session:{}", session.id),
        failure,
    )
    .await
}

async fn try_ask(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    network: IpAddr,
    typed: &str,
) -> Result<(), Failure> {
    let gateway = app.config.sms.as_ref().ok_or(Denial::CodesNotOffered {})?;
    let phone = Phone::parse(typed).ok_or(Denial::PhoneNotValid {})?;
    let served = |country: &String| phone.digits().starts_with(country.as_str());
    if !gateway.countries.iter().any(served) {
        return Err(Denial::PhoneCountry {}.into());
    }
    if session.class != SessionClass::Anonymous {
        return Err(Denial::SignedInAlready {}.into());
    }
    let subject = session.id.to_string();
    let to = signing_in(&subject);
    let asked = MessageAsked {
        number: app.codes_key.hash(&[b"number", phone.digits().as_bytes()]),
        network: app.codes_key.hash(&[b"network", &network_of(network)]),
    };
    let mut tx = app.store.write().await?;
    if let Some(former) = phone_codes::find(&mut tx, to).await? {
        let until = again_at(&former);
        if ctx.now < until {
            return Err(Refusal::CodeTooSoon {
                until: smena_domain::calendar::Moment::new(until),
            }
            .into());
        }
    }
    if is_over_today(&mut tx, ctx, asked.number).await? {
        return Err(over_today(to.purpose).into());
    }
    bound_messages(&mut tx, ctx, asked, i64::from(gateway.messages_a_day)).await?;
    let holder = holders::by_phone::<HolderFacts>(&mut tx, phone.digits()).await?;
    let expires = ctx.now + Duration::seconds(CODE_SECONDS);
    let holder = holder.map(|holder| holder.id);
    phone_codes::ask(&mut tx, to, holder, asked.number, ctx.now, expires).await?;
    phone_codes::note_message(&mut tx, ctx.draw(), asked, ctx.now).await?;
    let job = NewJob {
        id: JobId::new(ctx.draw()),
        kind: SEND_SIGN_IN,
        renewal: None,
        once: None,
        payload: &serde_json::json!({ "session": subject }),
        due_at: ctx.now,
    };
    jobs::enqueue(&mut tx, &job, ctx.now).await?;
    let entry = Entry {
        command: "ask-code",
        subject: format!("session:{subject}"),
        outcome: "done",
        details: serde_json::json!({}),
    };
    record(&mut tx, ctx, &entry).await?;
    Ok(tx.commit().await?)
}

async fn bound_messages(
    tx: &mut Tx,
    ctx: &Ctx,
    asked: MessageAsked,
    a_day: i64,
) -> Result<(), Failure> {
    let day = ctx.now - Duration::days(1);
    phone_codes::forget_messages(tx, day).await?;
    phone_codes::forget_tries(tx, day).await?;
    let of_hour = phone_codes::count_messages(tx, asked, ctx.now - Duration::hours(1)).await?;
    let all = phone_codes::count_all_messages(tx, day).await?;
    let bounded = of_hour.number >= CODE_MESSAGES_OF_NUMBER_MAX
        || of_hour.network >= CODE_MESSAGES_OF_NETWORK_MAX
        || all >= a_day;
    if bounded {
        return Err(Denial::CodesTooMany {}.into());
    }
    Ok(())
}

/// Enters the code that signs in: the session becomes one of whoever has the holder's telephone, with a new token.
///
/// # Errors
/// [`Refusal::WrongCode`], [`Denial::CodeTriedOften`], [`Denial::CodesOverToday`], journalled; or faults of ours.
pub async fn sign_in(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    typed: &str,
) -> Result<SessionToken, Failure> {
    match try_sign_in(app, ctx, session, typed).await {
        Ok(token) => Ok(token),
        Err(failure) => Err(refused(app, ctx, session, "enter-code", failure).await),
    }
}

async fn try_sign_in(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    typed: &str,
) -> Result<SessionToken, Failure> {
    if session.class != SessionClass::Anonymous {
        return Err(Denial::SignedInAlready {}.into());
    }
    let subject = session.id.to_string();
    let to = signing_in(&subject);
    let mut tx = app.store.read().await?;
    let found = phone_codes::find(&mut tx, to).await?;
    tx.rollback().await?;
    let holder = found.and_then(|code| code.holder);
    let what = bound_to(holder);
    let bound = Bound { to, what: &what };
    bound.enter(app, ctx, typed).await?;
    // A number that nobody has gets no code, so none can have been right.
    let holder = holder.ok_or(Refusal::WrongCode {})?;
    let token = SessionToken::draw(ctx.rng().as_mut());
    let ctx = &ctx.acting_as(Actor::Holder(holder));
    let mut tx = app.store.write().await?;
    let hash = wire::stored(token.stored_hash());
    sessions::raise_by_phone(&mut tx, session.id, hash, holder, ctx.now).await?;
    let entry = Entry {
        command: "enter-code",
        subject: format!("session:{subject}"),
        outcome: "done",
        details: serde_json::json!({}),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(token)
}

/// What the code of a sign-in is bound to.
fn bound_to(holder: Option<HolderId>) -> Vec<u8> {
    holder.map_or_else(Vec::new, |holder| holder.as_bytes().to_vec())
}

/// Sends the code that signs a session in. Nothing is sent for a number that nobody has.
///
/// # Errors
/// [`SendError`].
pub async fn send_sign_in(app: &App, ctx: &Ctx, session: SessionId) -> Result<(), SendError> {
    let subject = session.to_string();
    let to = signing_in(&subject);
    let mut tx = app.store.read().await?;
    let waits = phone_codes::find(&mut tx, to).await?;
    let holder = waits.and_then(|code| code.holder);
    let known = match holder {
        Some(holder) => holders::find::<HolderFacts>(&mut tx, holder).await?,
        None => None,
    };
    tx.rollback().await?;
    let Some((waits, known)) = waits.zip(known) else {
        return Ok(());
    };
    if waits.expires_at <= ctx.now {
        return Err(SendError::Pointless("its time is over"));
    }
    let phone = known.facts.phone.as_deref().and_then(Phone::parse);
    let phone = phone.ok_or(SendError::Pointless("the holder has no telephone"))?;
    let what = bound_to(holder);
    let text = Message::new("sms-sign-in");
    send(app, ctx, &Bound { to, what: &what }, &phone, text).await
}
