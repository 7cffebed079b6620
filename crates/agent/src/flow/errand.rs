//! What all errands share: taking one, believing it, fetching its parts, handing in the result.

use smena_pki::key::Signer as _;
use smena_protocol::v1::{
    Accepted, Bytes, Claim, ClaimToken, Claimed, Done, Envelope, Errand, ErrandKind, ErrandMade,
    ErrandRequested, ErrandResult, Extended, Extension, Moment, Nonce, Outcome, Part, Product,
    Protocol, RenewalId, ReturnRequested, Returned, Sha256, key_id,
    signed::{Purpose, SmenaContext},
};

use super::{context::Context, error::FlowError, more_time::MoreTime, session::Session};
use crate::{
    client::ClientError,
    hooks,
    limits::{ATTEMPTS_MAX, CLOCKS_APART_MAX},
    state::Outbox,
};

/// An errand that was claimed and believed.
pub(super) struct Taken {
    pub(super) errand: Errand,
    claim_token: ClaimToken,
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
    let claim = Claim {
        protocol: Protocol::CURRENT,
        code: made.code,
        agent_key: Bytes::new(context.agent_key.public_key().spki_der().to_vec()),
        agent_version: env!("CARGO_PKG_VERSION").to_owned(),
        agent_nonce: context.random(Nonce::draw),
        time: context.now(),
        address: None,
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
    believe(context, &errand, kind, &claim.agent_nonce)?;
    let more_time = watch(context, &errand)?;
    Ok(Taken {
        errand,
        claim_token: claimed.claim_token,
        _more_time: more_time,
    })
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
fn believe(
    context: &Context<'_>,
    errand: &Errand,
    kind: ErrandKind,
    agent_nonce: &Nonce,
) -> Result<(), FlowError> {
    let agent_key = key_id(context.agent_key.public_key());
    let checks = [
        (errand.protocol == Protocol::CURRENT, "protocol"),
        (errand.origin == context.trust.origin, "origin"),
        (errand.agent_nonce == *agent_nonce, "agent-nonce"),
        (errand.agent_key == agent_key, "agent-key"),
        (errand.kind() == kind, "kind"),
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
        let result = ErrandResult {
            protocol: Protocol::CURRENT,
            errand_id: self.errand.errand_id,
            outcome: Outcome::Done(Done { product }),
        };
        let envelope = context.random(|rng| Envelope::sign(&result, &context.agent_key, rng))?;
        let kept = Outbox {
            errand_id: self.errand.errand_id,
            renewal: renewal.map(|id| id.to_string()),
            result: envelope,
        };
        kept.keep(&context.folder)?;
        hooks::reached("outbox");
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
        Outbox::clear(&context.folder)?;
        Ok(returned)
    }
}

/// Hands in again what an earlier run has left. What the authority does not want any more is forgotten: the renewal's own
/// state says what is owed.
pub(super) fn resend(context: &Context<'_>) -> Result<bool, FlowError> {
    let Some(kept) = Outbox::waiting(&context.folder)? else {
        return Ok(false);
    };
    match send(context, &kept) {
        Ok(_) | Err(FlowError::Client(ClientError::Problem(..))) => {
            Outbox::clear(&context.folder)?;
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

fn send(context: &Context<'_>, kept: &Outbox) -> Result<Accepted, FlowError> {
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
