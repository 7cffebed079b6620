//! Codes that are sent to telephones: to see how things stand (K6 to K8), and to confirm an issue (K30, K31).
//!
//! A code has six digits and is bound to what it does and for whom: a sign-in to the session that asked, a confirmation
//! to the plan of the certificate. What is stored is HMAC-SHA256 of all of it under a key that is in no table: six
//! digits alone are guessed from any plain hash. A try is counted before anything is compared, five tries a code; a
//! newer code voids the former. Whether a number is known nobody learns: known and unknown ones are written down and
//! answered alike, and the message goes out by a job.
//!
//! A telephone is not an identity: such a session sees how its holder's renewals stand, and signs nothing.

use std::net::IpAddr;

use hmac::{Hmac, KeyInit as _, Mac as _};
use rand_core::CryptoRng;
use sha2::Sha256;
use smena_domain::{
    person::HolderId,
    renewal::{ProvedCode, Refusal, Renewal, Stage},
};
use smena_protocol::v1::SessionToken;
use smena_store::{
    JobId, SecretHash, SessionId, StoreError, Tx, holders,
    jobs::{self, NewJob},
    phone_codes::{self, Addressee, CodePurpose, MessageAsked, PhoneCode},
    sessions::{self, Session, SessionClass},
};
use smena_ui::{Language, Message};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use super::{
    Actor, App, Ctx,
    failure::{Denial, Failure},
    holders::HolderFacts,
    limiter::network_of,
    phone::Phone,
    record::{self, Entry, record},
    verify, wire,
};
use crate::{
    limits::{
        CODE_MESSAGES_OF_NETWORK_MAX, CODE_MESSAGES_OF_NUMBER_MAX, CODE_PAUSES_SECONDS,
        CODE_SECONDS, CODE_TRIES_MAX,
    },
    outbound::sms::{self, GatewayError, TextMessage},
    text::catalogue,
};

/// The job that sends the code of a sign-in; its payload names the session.
pub const SEND_SIGN_IN: &str = "send-sign-in-code";

/// Digits of a code.
const DIGITS: usize = 6;
/// Codes there are.
const CODES: u32 = 1_000_000;

/// The key under which codes are stored.
pub struct CodesKey(Zeroizing<[u8; 32]>);

impl CodesKey {
    /// Takes the octets of the file.
    #[must_use]
    pub fn new(octets: Zeroizing<[u8; 32]>) -> Self {
        Self(octets)
    }

    /// Over parts of any length, each with its length before it, so that no two lists have one hash.
    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256>>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    pub(super) fn hash(&self, parts: &[&[u8]]) -> SecretHash {
        SecretHash::new(self.mac(parts).finalize().into_bytes().into())
    }
}

/// A code as it is told.
struct Code(Zeroizing<String>);

impl Code {
    fn draw(rng: &mut dyn CryptoRng) -> Self {
        // Numbers from the last, incomplete round are drawn anew: each code is as likely as any other.
        const WHOLE: u32 = u32::MAX - u32::MAX % CODES;
        let number = loop {
            let mut octets = Zeroizing::new([0; 4]);
            rng.fill_bytes(octets.as_mut_slice());
            let number = u32::from_be_bytes(*octets);
            if number < WHOLE {
                break number % CODES;
            }
        };
        Self(Zeroizing::new(format!("{number:06}")))
    }

    /// Reads what a person typed; none when it cannot be a code.
    fn typed(text: &str) -> Option<Self> {
        let digits: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|sign| !sign.is_whitespace() && *sign != '-')
                .take(DIGITS + 1)
                .collect(),
        );
        let sound = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| Self(digits))
    }
}

/// A code with all that it is bound to.
struct Bound<'a> {
    to: Addressee<'a>,
    /// What the code confirms: the holder who signs in, the plan of the certificate.
    what: &'a [u8],
}

impl Bound<'_> {
    fn parts<'p>(&'p self, code: &'p Code) -> [&'p [u8]; 4] {
        [
            self.to.purpose.as_str().as_bytes(),
            self.to.subject.as_bytes(),
            self.what,
            code.0.as_bytes(),
        ]
    }

    /// Counts a try and compares. The right code is used up.
    async fn enter(&self, app: &App, ctx: &Ctx, typed: &str) -> Result<(), Failure> {
        let typed = Code::typed(typed).ok_or(Refusal::WrongCode {})?;
        let mut tx = app.store.write().await?;
        let stored = phone_codes::try_one(&mut tx, self.to, CODE_TRIES_MAX, ctx.now).await?;
        // The try counts whatever comes of it.
        tx.commit().await?;
        let Some(stored) = stored else {
            return Err(self.used_up(app, ctx).await?);
        };
        let entered = app.codes_key.mac(&self.parts(&typed));
        // Where nothing was sent nothing is right, and it is found out by the same work.
        let sent = stored.mac.map_or([0; 32], |mac| *mac.as_bytes());
        let right = entered.verify_slice(&sent).is_ok() && stored.mac.is_some();
        if !right {
            return Err(Refusal::WrongCode {}.into());
        }
        let mut tx = app.store.write().await?;
        let first = phone_codes::use_up(&mut tx, self.to, ctx.now).await?;
        tx.commit().await?;
        if first {
            Ok(())
        } else {
            Err(Refusal::WrongCode {}.into())
        }
    }

    /// Why there is no code that could be entered: too many tries, or it is too old or was used.
    async fn used_up(&self, app: &App, ctx: &Ctx) -> Result<Failure, StoreError> {
        let mut tx = app.store.read().await?;
        let found = phone_codes::find(&mut tx, self.to).await?;
        tx.rollback().await?;
        let exhausted =
            found.is_some_and(|code| code.tries >= CODE_TRIES_MAX && code.expires_at > ctx.now);
        Ok(if exhausted {
            Refusal::CodesExhausted {
                limit: CODE_TRIES_MAX,
            }
            .into()
        } else {
            Refusal::WrongCode {}.into()
        })
    }
}

/// What the page of a code shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Until when the code can be entered.
    pub until: OffsetDateTime,
    /// From when another one can be asked for.
    pub again_at: OffsetDateTime,
}

fn waiting(code: &PhoneCode) -> Waiting {
    let asked = usize::try_from(code.asked.max(1)).unwrap_or(usize::MAX);
    let pause = CODE_PAUSES_SECONDS[(asked - 1).min(CODE_PAUSES_SECONDS.len() - 1)];
    Waiting {
        until: code.expires_at,
        again_at: code.asked_at + Duration::seconds(pause),
    }
}

/// The code that a session waits for.
///
/// # Errors
/// Faults of ours alone.
pub async fn waited_for(app: &App, session: &Session) -> Result<Option<Waiting>, Failure> {
    let subject = session.id.to_string();
    let mut tx = app.store.read().await?;
    let found = phone_codes::find(&mut tx, signing_in(&subject)).await?;
    tx.rollback().await?;
    Ok(found.as_ref().map(waiting))
}

fn signing_in(subject: &str) -> Addressee<'_> {
    Addressee {
        purpose: CodePurpose::SignIn,
        subject,
    }
}

fn confirming(subject: &str) -> Addressee<'_> {
    Addressee {
        purpose: CodePurpose::ConfirmIssue,
        subject,
    }
}

/// Asks for a code that signs in. Whether anybody has the number is neither told nor to be seen.
///
/// # Errors
/// [`Denial::PhoneNotValid`], [`Denial::PhoneCountry`], [`Denial::SignedInAlready`], [`Refusal::CodeTooSoon`] and
/// [`Denial::CodesTooMany`], journalled; or faults of ours.
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
        Err(failure) => {
            let subject = format!("session:{}", session.id);
            Err(record::refused(app, ctx, "ask-code", subject, failure).await)
        }
    }
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
        let until = waiting(&former).again_at;
        if ctx.now < until {
            return Err(Refusal::CodeTooSoon {
                until: smena_domain::calendar::Moment::new(until),
            }
            .into());
        }
    }
    bound_messages(&mut tx, ctx, asked, i64::from(gateway.messages_a_day)).await?;
    let holder = holders::by_phone::<HolderFacts>(&mut tx, phone.digits()).await?;
    let expires = ctx.now + Duration::seconds(CODE_SECONDS);
    let holder = holder.map(|holder| holder.id);
    phone_codes::ask(&mut tx, to, holder, ctx.now, expires).await?;
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
/// [`Refusal::WrongCode`], [`Refusal::CodesExhausted`], journalled; or faults of ours.
pub async fn sign_in(
    app: &App,
    ctx: &Ctx,
    session: &Session,
    typed: &str,
) -> Result<SessionToken, Failure> {
    match try_sign_in(app, ctx, session, typed).await {
        Ok(token) => Ok(token),
        Err(failure) => {
            let subject = format!("session:{}", session.id);
            Err(record::refused(app, ctx, "enter-code", subject, failure).await)
        }
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

/// Why a code was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nobody waits for it any more, or it has nowhere to go: it is not tried again.
    #[error("no code is sent: {0}")]
    Pointless(&'static str),
    /// The database failed.
    #[error("the code could not be stored")]
    Store(#[from] StoreError),
    /// The gateway did not take it.
    #[error("the code could not be handed over")]
    Gateway(#[from] GatewayError),
    /// The thread that speaks to the gateway ended.
    #[error("the thread that speaks to the gateway has ended")]
    Thread(#[source] tokio::task::JoinError),
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
    phone_codes::ask(&mut tx, to, Some(renewal.holder()), ctx.now, expires).await?;
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

/// Draws a code, stores it and hands the message over. When that fails, the next attempt draws another one.
async fn send(
    app: &App,
    ctx: &Ctx,
    bound: &Bound<'_>,
    phone: &Phone,
    text: Message,
) -> Result<(), SendError> {
    let gateway = app.config.sms.clone().ok_or(GatewayError::NotConfigured)?;
    let code = Code::draw(ctx.rng().as_mut());
    let hash = app.codes_key.hash(&bound.parts(&code));
    let mut tx = app.store.write().await?;
    let waited_for = phone_codes::draw(&mut tx, bound.to, hash, ctx.now).await?;
    tx.commit().await?;
    if !waited_for {
        return Err(SendError::Pointless("nobody waits for it"));
    }
    let text = text
        .with("authority", app.config.name.clone())
        .with("code", code.0.as_str());
    // Nobody has said yet which language the holder reads; the law of the authority speaks Russian.
    let message = TextMessage {
        id: hex::encode(ctx.draw::<16>()),
        to: phone.dialled(),
        text: Zeroizing::new(catalogue().text(Language::Russian, &text)),
    };
    let now = ctx.now;
    tokio::task::spawn_blocking(move || sms::send(&gateway, &message, now))
        .await
        .map_err(SendError::Thread)??;
    Ok(())
}

/// Compares the confirmation that a holder typed.
///
/// # Errors
/// [`Refusal::WrongCode`], [`Refusal::CodesExhausted`]; or faults of ours.
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

#[cfg(test)]
mod tests {
    use super::{Code, CodesKey};
    use crate::world::Seeded;
    use zeroize::Zeroizing;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["012345", "012 345", "012-345", " 012345 "] {
            let code = Code::typed(typed).expect("a code");
            assert_eq!(code.0.as_str(), "012345", "{typed}");
        }
        for typed in ["", "12345", "1234567", "12345a", "٠١٢٣٤٥"] {
            assert!(Code::typed(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn every_code_has_six_digits() {
        let mut rng = Seeded::new("codes");
        for _ in 0..1_000 {
            let code = Code::draw(&mut rng);
            assert!(code.0.len() == 6 && code.0.bytes().all(|b| b.is_ascii_digit()));
        }
    }

    #[test]
    fn no_two_lists_of_parts_have_one_hash() {
        let key = CodesKey::new(Zeroizing::new([1; 32]));
        let parts: [&[&[u8]]; 4] = [&[b"a", b"bc"], &[b"ab", b"c"], &[b"abc"], &[b"abc", b""]];
        for (index, one) in parts.iter().enumerate() {
            for other in &parts[index + 1..] {
                assert!(key.hash(one) != key.hash(other));
            }
        }
    }
}
