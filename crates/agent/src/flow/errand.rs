//! What all errands share: taking one, believing it, fetching its parts, handing in the result.

use smena_pki::key::Signer as _;
use smena_protocol::v1::{
    Accepted, Bytes, Claim, ClaimToken, Claimed, Code, Done, Envelope, Errand, ErrandKind,
    ErrandMade, ErrandRequested, ErrandResult, Extended, Extension, Moment, Nonce, Outcome,
    PairingDigits, Part, Product, Protocol, RenewalId, ReturnRequested, Returned, Sha256,
    UpdateWork, Work, key_id,
    signed::{Purpose, SmenaContext},
};

use super::{context::Context, error::FlowError, more_time::MoreTime, session::Session};
use crate::{
    client::ClientError,
    hooks,
    limits::{ATTEMPTS_MAX, CLOCKS_APART_MAX, OUTBOX_WAIT_MAX},
    state::{Answered, HeldOutbox, Outbox},
};

/// An errand that was claimed and believed.
pub struct Taken {
    pub(super) errand: Errand,
    claim_token: ClaimToken,
    code: Sha256,
    _more_time: MoreTime,
}

/// Asks for an errand of this kind and claims it.
pub(super) fn take(
    context: &Context<'_>,
    session: &Session,
    kind: ErrandKind,
    renewal: Option<RenewalId>,
) -> Result<Taken, FlowError> {
    let made: ErrandMade = context.client.post(
        "/api/v1/errands",
        Some(&session.bearer()),
        &ErrandRequested { kind, renewal },
    )?;
    if made.authority != context.trust.origin {
        return Err(FlowError::Errand("authority"));
    }
    let taken = claim(context, made.code, None)?;
    if taken.errand.kind() != kind {
        return Err(FlowError::Errand("kind"));
    }
    if renewal_of(&taken.errand.work) != renewal {
        return Err(FlowError::Errand("renewal"));
    }
    Ok(taken)
}

/// The renewal that work belongs to, if it belongs to one.
fn renewal_of(work: &Work) -> Option<RenewalId> {
    match work {
        Work::SignIn(_) | Work::Pair(_) | Work::Update(_) => None,
        Work::GenerateKey(work) => Some(work.renewal_id),
        Work::SignApplication(work) => Some(work.renewal_id),
        Work::Endorse(work) => Some(work.renewal_id),
        Work::Install(work) => Some(work.renewal_id),
        Work::SignReceipt(work) => Some(work.renewal_id),
        Work::Approve(work) => Some(work.renewal_id),
        Work::CheckWorkplace(work) => Some(work.renewal_id),
    }
}

/// Claims the errand of a code, and believes it. `address` is that of the agent's page, where the errand came through a
/// link that the system has handed over.
pub(super) fn claim(
    context: &Context<'_>,
    code: Code,
    address: Option<String>,
) -> Result<Taken, FlowError> {
    let code_hash = code.stored_hash();
    let claim = Claim {
        protocol: Protocol::CURRENT,
        code,
        agent_key: Bytes::new(context.agent_key.public_key().spki_der().to_vec()),
        agent_version: env!("CARGO_PKG_VERSION").to_owned(),
        agent_nonce: context.random(Nonce::draw),
        time: context.now(),
        address,
    };
    let envelope = context.random(|rng| Envelope::sign(&claim, &context.agent_key, rng))?;
    let claimed: Claimed = repeat(|| {
        context
            .client
            .post("/api/v1/errands/claim", None, &envelope)
    })?;
    let errand = claimed
        .errand
        .open::<Errand>(&context.errand_key)?
        .into_message();
    believe(context, &errand, &claim.agent_nonce)?;
    if let Work::Update(work) = errand.work {
        return Err(outdated(context, work));
    }
    let more_time = watch(context, &errand)?;
    Ok(Taken {
        errand,
        claim_token: claimed.claim_token,
        code: code_hash,
        _more_time: more_time,
    })
}

/// What is said to a person whose program is too old. The program is fetched from the trusted authority's own pages alone.
fn outdated(context: &Context<'_>, work: UpdateWork) -> FlowError {
    let own = work
        .address
        .strip_prefix(context.trust.origin.as_str())
        .is_some_and(|path| path.starts_with('/'));
    if !own {
        return FlowError::Errand("address");
    }
    FlowError::Outdated {
        minimum: work.minimum_version,
        address: work.address,
    }
}

/// Asks the authority for more time when the person is still at work after a good part of it.
fn watch(context: &Context<'_>, errand: &Errand) -> Result<MoreTime, FlowError> {
    let extension = Extension {
        protocol: Protocol::CURRENT,
        errand_id: errand.errand_id,
    };
    let envelope = context.random(|rng| Envelope::sign(&extension, &context.agent_key, rng))?;
    let path = format!("/api/v1/errands/{}/extension", errand.errand_id);
    let client = context.client.clone();
    let time = errand.errand_expires.apart(errand.server_time);
    Ok(MoreTime::watch(time, move || {
        // Without more time the errand ends when it said it would, which the answer to its result will tell.
        let _: Result<Extended, ClientError> = client.post(&path, None, &envelope);
    }))
}

/// Compares an errand, whose signature is verified, with what was asked for.
fn believe(context: &Context<'_>, errand: &Errand, agent_nonce: &Nonce) -> Result<(), FlowError> {
    let agent_key = key_id(context.agent_key.public_key());
    let checks = [
        (errand.protocol == Protocol::CURRENT, "protocol"),
        (errand.origin == context.trust.origin, "origin"),
        (errand.agent_nonce == *agent_nonce, "agent-nonce"),
        (errand.agent_key == agent_key, "agent-key"),
        (errand.errand_expires > errand.server_time, "expiry"),
    ];
    if let Some((_, field)) = checks.into_iter().find(|(right, _)| !right) {
        return Err(FlowError::Errand(field));
    }
    let now = context.now();
    if errand.server_time.apart(now) > CLOCKS_APART_MAX {
        return Err(FlowError::Clocks {
            here: shown(context, now),
            there: shown(context, errand.server_time),
        });
    }
    Ok(())
}

fn shown(context: &Context<'_>, moment: Moment) -> String {
    smena_ui::format::instant(context.language, moment.time(), time::UtcOffset::UTC)
}

impl Taken {
    /// What is to be done.
    #[must_use]
    pub fn kind(&self) -> ErrandKind {
        self.errand.kind()
    }

    /// What the person types at the authority, where the errand is to pair this agent with a session.
    fn pairing_digits(&self) -> Option<PairingDigits> {
        match &self.errand.work {
            Work::Pair(work) => Some(PairingDigits::of(
                &work.session_nonce,
                &self.errand.agent_key,
            )),
            _ => None,
        }
    }

    /// Fetches a part and compares it with what the signed errand says of it.
    pub(super) fn part(&self, context: &Context<'_>, part: &Part) -> Result<Vec<u8>, FlowError> {
        let path = format!("/api/v1/parts/{}", part.sha256);
        let octets = context
            .client
            .get_bytes(&path, Some(&self.claim_token.reveal()))?;
        part.check(&octets)?;
        Ok(octets)
    }

    /// The context that stands in every signed object of this errand.
    pub(super) fn context(&self, context: &Context<'_>, purpose: Purpose) -> SmenaContext {
        let authority_key: Sha256 = context.trust.root_key;
        SmenaContext::of(purpose, &context.trust.origin, authority_key, &self.errand)
    }

    /// Hands in the product: kept first, then sent until an answer comes.
    pub(super) fn finish(
        self,
        context: &Context<'_>,
        session: &Session,
        renewal: Option<RenewalId>,
        product: Option<Product>,
    ) -> Result<Returned, FlowError> {
        self.finish_with(context, session, renewal, Done::with(product))
    }

    /// The same for whatever the errand came to.
    pub(super) fn finish_with(
        self,
        context: &Context<'_>,
        session: &Session,
        renewal: Option<RenewalId>,
        done: Done,
    ) -> Result<Returned, FlowError> {
        let outbox = outbox(context)?;
        let kept = self.keep(context, &outbox, renewal, Outcome::Done(done))?;
        let accepted = send(context, &kept)?;
        hooks::reached("sent");
        let returned = match accepted.return_code {
            Some(return_code) => repeat(|| {
                context.client.post(
                    &format!("/api/v1/errands/{}/return", kept.errand_id),
                    Some(&session.bearer()),
                    &ReturnRequested {
                        return_code: return_code.clone(),
                    },
                )
            })?,
            None => return Err(FlowError::Errand("return-code")),
        };
        outbox.clear()?;
        Ok(returned)
    }

    /// Hands in how the errand ended, whose return code somebody else will present: the browser that it came from.
    pub(super) fn deliver(
        &self,
        context: &Context<'_>,
        renewal: Option<RenewalId>,
        outcome: Outcome,
    ) -> Result<(Outbox, Accepted), FlowError> {
        let outbox = outbox(context)?;
        let kept = self.keep(context, &outbox, renewal, outcome)?;
        let accepted = send(context, &kept)?;
        hooks::reached("sent");
        outbox.clear()?;
        Ok((kept, accepted))
    }

    /// Signs the result and keeps it before it is sent. What an earlier errand has left goes first, so that it is never
    /// overwritten.
    fn keep(
        &self,
        context: &Context<'_>,
        outbox: &HeldOutbox<'_>,
        renewal: Option<RenewalId>,
        outcome: Outcome,
    ) -> Result<Outbox, FlowError> {
        resend(context, outbox)?;
        let result = ErrandResult {
            protocol: Protocol::CURRENT,
            errand_id: self.errand.errand_id,
            outcome,
        };
        let envelope = context.random(|rng| Envelope::sign(&result, &context.agent_key, rng))?;
        let kept = Outbox {
            errand_id: self.errand.errand_id,
            renewal: renewal.map(|id| id.to_string()),
            result: envelope,
            answers: Some(Answered {
                code: self.code,
                kind: self.errand.kind(),
                return_path: self.errand.return_path.clone(),
                digits: self.pairing_digits().map(|digits| digits.to_string()),
            }),
        };
        outbox.keep(&kept)?;
        hooks::reached("outbox");
        Ok(kept)
    }
}

/// Takes the outbox of this authority; what it holds goes on before anything else is kept in it.
pub(super) fn outbox<'c>(context: &'c Context<'_>) -> Result<HeldOutbox<'c>, FlowError> {
    Ok(HeldOutbox::take(&context.folder, OUTBOX_WAIT_MAX)?)
}

/// Hands in again what an earlier run has left. What the authority does not want any more is forgotten: the renewal's own
/// state says what is owed.
pub(super) fn resend(context: &Context<'_>, outbox: &HeldOutbox<'_>) -> Result<bool, FlowError> {
    let Some(kept) = outbox.waiting()? else {
        return Ok(false);
    };
    match send(context, &kept) {
        Ok(_) | Err(FlowError::Client(ClientError::Problem(..))) => {
            outbox.clear()?;
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

/// Sends a result; the same again is answered as the first.
pub(super) fn send(context: &Context<'_>, kept: &Outbox) -> Result<Accepted, FlowError> {
    let path = format!("/api/v1/errands/{}/result", kept.errand_id);
    Ok(repeat(|| context.client.post(&path, None, &kept.result))?)
}

/// Repeats a request whose outcome is unknown; the authority answers a repeat as it answered the first.
fn repeat<T>(mut attempt: impl FnMut() -> Result<T, ClientError>) -> Result<T, ClientError> {
    for _ in 1..ATTEMPTS_MAX {
        match attempt() {
            Err(error) if error.is_unknown_outcome() => {}
            outcome => return outcome,
        }
    }
    attempt()
}
