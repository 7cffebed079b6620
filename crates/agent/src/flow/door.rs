//! An errand that came through a door: a link or a code that a browser or the person has brought.
//!
//! The agent claims it, shows what it is, does it and hands in the result. The return code goes back by the browser that the
//! errand came from: nobody is signed in by what happens here (`docs/protocol.md`, "The doors").

use smena_media::{EntryState, Held, Survey};
use smena_pki::{certificate::Certificate, key::PublicKey};
use smena_protocol::v1::{
    Accepted, Bytes, Code, Declined, Done, ErrandKind, Failed, FailureReason, Moment,
    Outcome as Ended, Product, RenewalId, Sha256, Work,
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{
    application,
    context::Context,
    endorse,
    errand::{self, Taken},
    error::FlowError,
    generate, install,
    person::{Candidate, ErrandShown, Step, Unfit},
    receipt, sign_in,
    sitting::Sitting,
    switch::switch,
    workplace,
};
use crate::state::{Outbox, UnderWay};

/// A result that the authority has taken.
pub struct Delivered {
    /// What was done.
    pub kind: ErrandKind,
    /// Where the browser goes on, with the return code; nothing where the errand was not done.
    pub back: Option<Zeroizing<String>>,
    /// Until when that address is good.
    pub expires: Option<Moment>,
    /// The certificate that was installed or confirmed.
    pub certificate: Option<Certificate>,
    /// Of a pairing: the digits that the person types at the authority.
    pub digits: Option<String>,
    kept: Outbox,
}

/// What a kind of errand has come to.
struct Made {
    renewal: Option<RenewalId>,
    done: Done,
    certificate: Option<Certificate>,
}

/// Claims the errand of a code and believes it. `address` is that of the agent's page, where the system has handed the
/// errand over.
///
/// # Errors
///
/// The authority refuses the claim, or what it says is not believed.
pub fn claim(
    context: &Context<'_>,
    code: &Code,
    address: Option<String>,
) -> Result<Taken, FlowError> {
    errand::claim(context, code.clone(), address)
}

/// Hands in again what an earlier run has left. If that answers this very code, it is what came of it.
///
/// # Errors
///
/// The authority cannot be reached, or the agent's files cannot be used.
pub fn left_over(context: &Context<'_>, code: &Code) -> Result<Option<Delivered>, FlowError> {
    let outbox = errand::outbox(context)?;
    let Some(kept) = outbox.waiting()? else {
        return Ok(None);
    };
    let is_this = kept
        .answers
        .as_ref()
        .is_some_and(|answers| answers.code == code.stored_hash());
    if !is_this {
        errand::resend(context, &outbox)?;
        return Ok(None);
    }
    match errand::send(context, &kept) {
        Ok(accepted) => {
            outbox.clear()?;
            Ok(Some(delivered(context, kept, &accepted, None)))
        }
        Err(error @ FlowError::Client(crate::client::ClientError::Problem(..))) => {
            outbox.clear()?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Does an errand and hands in the result.
///
/// # Errors
///
/// Whatever keeps it from being done; nothing was handed in then, unless the failure is the authority's or the network's:
/// a result that was made is kept, and the next try sends it as it is.
pub fn carry_out(context: &Context<'_>, taken: &Taken) -> Result<Delivered, FlowError> {
    if let Some(done) = made_before(context, taken)? {
        return Ok(done);
    }
    let mut sitting = Sitting::begin(context.media);
    let step = step_of(taken.kind());
    context.person.step(step);
    let made = make(context, &mut sitting, taken)?;
    let outcome = Ended::Done(made.done);
    let (kept, accepted) = taken.deliver(context, made.renewal, outcome)?;
    if taken.kind() == ErrandKind::SignReceipt {
        finish(context, made.certificate.as_ref())?;
    }
    context.person.done(step);
    Ok(delivered(context, kept, &accepted, made.certificate))
}

/// Hands in what an earlier try of this errand has made and could not send.
fn made_before(context: &Context<'_>, taken: &Taken) -> Result<Option<Delivered>, FlowError> {
    let outbox = errand::outbox(context)?;
    let waiting = outbox.waiting()?;
    let Some(kept) = waiting.filter(|kept| kept.errand_id == taken.errand.errand_id) else {
        return Ok(None);
    };
    let accepted = errand::send(context, &kept)?;
    outbox.clear()?;
    Ok(Some(delivered(context, kept, &accepted, None)))
}

/// Tells the authority that the errand is not done: because of this failure, or because the person declined.
///
/// # Errors
///
/// The authority cannot be reached; it is told with the next errand.
pub fn give_up(
    context: &Context<'_>,
    taken: &Taken,
    reason: Option<FailureReason>,
) -> Result<(), FlowError> {
    let outcome = match reason {
        None => Ended::Declined(Declined {}),
        Some(reason) => Ended::Failed(Failed { reason }),
    };
    taken.deliver(context, None, outcome).map(drop)
}

/// Asks for a fresh return code, after the last one has expired.
///
/// # Errors
///
/// The authority refuses, because the result was taken back already, or cannot be reached.
pub fn back_again(context: &Context<'_>, done: &Delivered) -> Result<Delivered, FlowError> {
    let accepted = errand::send(context, &done.kept)?;
    let certificate = done.certificate.clone();
    Ok(delivered(
        context,
        done.kept.clone(),
        &accepted,
        certificate,
    ))
}

fn delivered(
    context: &Context<'_>,
    kept: Outbox,
    accepted: &Accepted,
    certificate: Option<Certificate>,
) -> Delivered {
    let answers = kept.answers.as_ref();
    let back = answers
        .zip(accepted.return_code.as_ref())
        .map(|(answers, code)| {
            let origin = &context.trust.origin;
            answers.return_path.address(origin, &kept.errand_id, code)
        });
    Delivered {
        kind: answers.map_or(ErrandKind::SignIn, |answers| answers.kind),
        back,
        digits: answers.and_then(|answers| answers.digits.clone()),
        expires: accepted.expires,
        certificate,
        kept,
    }
}

fn make(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
) -> Result<Made, FlowError> {
    match &taken.errand.work {
        Work::SignIn(_) => sign_in_with_choice(context, sitting, taken),
        Work::GenerateKey(_) => {
            let old = under_way(context)?;
            let (renewal, request) = generate::request(context, sitting, taken, old.as_ref())?;
            Ok(Made {
                renewal: Some(renewal),
                done: Done::with(Some(Product::Request(Bytes::new(request)))),
                certificate: None,
            })
        }
        Work::SignApplication(work) => {
            let old = held(context, work.old_certificate.sha256)?;
            let (renewal, signed) = application::sign_taken(context, sitting, taken, &old)?;
            Ok(Made {
                renewal: Some(renewal),
                done: Done::with(Some(Product::Cms(Bytes::new(signed.signature)))),
                certificate: None,
            })
        }
        Work::Endorse(work) => {
            let old = held(context, work.old_certificate)?;
            let (renewal, cms) = endorse::endorse_taken(context, sitting, taken, &old)?;
            Ok(Made {
                renewal: Some(renewal),
                done: Done::with(Some(Product::Cms(Bytes::new(cms)))),
                certificate: None,
            })
        }
        Work::Install(work) => {
            let old =
                at_hand(context, work.old_certificate)?.and_then(|held| held.entry.certificate);
            let (renewal, new) = install::install_taken(context, sitting, taken, old.as_ref())?;
            Ok(Made {
                renewal: Some(renewal),
                done: Done::default(),
                certificate: Some(new),
            })
        }
        Work::SignReceipt(_) => {
            let old = under_way(context)?.and_then(|held| held.entry.certificate);
            let signed = receipt::sign_taken(context, sitting, taken, old.as_ref())?;
            Ok(Made {
                renewal: Some(signed.renewal),
                done: Done::with(Some(Product::Cms(Bytes::new(signed.cms)))),
                certificate: Some(signed.certificate),
            })
        }
        Work::Pair(_) => {
            ErrandShown::of(context, taken, None, None).expect_agreed(context)?;
            Ok(Made {
                renewal: None,
                done: Done::default(),
                certificate: None,
            })
        }
        Work::CheckWorkplace(_) => {
            let (renewal, found) = workplace::check_taken(context, taken)?;
            Ok(Made {
                renewal: Some(renewal),
                done: Done::found(found),
                certificate: None,
            })
        }
        other => Err(FlowError::Kind(other.kind())),
    }
}

/// Lets the person choose a certificate, and signs in with it. The one that was chosen is what later errands of a renewal
/// go on with.
fn sign_in_with_choice(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
) -> Result<Made, FlowError> {
    let candidates = candidates(context)?;
    let authority = (context.trust.name.as_str(), context.trust.origin.as_str());
    let chosen = context.person.choose_certificate(authority, &candidates)?;
    let Candidate {
        held,
        certificate,
        unfit: None,
    } = candidates.get(chosen).ok_or(FlowError::CertificateAbsent)?
    else {
        return Err(FlowError::OutOfScope);
    };
    let place = held.medium.place();
    ErrandShown::of(context, taken, Some(certificate), Some(place)).expect_agreed(context)?;
    let product = sign_in::sign(context, sitting, taken, held, certificate)?;
    UnderWay {
        certificate: Sha256::new(certificate.thumbprint()),
    }
    .keep(&context.folder)?;
    Ok(Made {
        renewal: None,
        done: Done::with(Some(product)),
        certificate: Some(certificate.clone()),
    })
}

/// All certificates on the media: those that fit first, and among them that first whose renewal is under way or which ends
/// first. A medium that does not answer hides no other.
fn candidates<'a>(context: &Context<'a>) -> Result<Vec<Candidate<'a>>, FlowError> {
    let now = context.clock.now();
    let issuer = issuing_key(context)?;
    let known = UnderWay::current(&context.folder)?;
    let held = Survey::of(context.media).held;
    let mut found: Vec<Candidate<'a>> = held
        .into_iter()
        .filter_map(|held| {
            let certificate = held.entry.certificate.clone()?;
            let unfit = unfit(&issuer, &held, &certificate, now);
            Some(Candidate {
                held,
                certificate,
                unfit,
            })
        })
        .collect();
    found.sort_by_key(|candidate| {
        let is_known = known
            .as_ref()
            .is_some_and(|it| it.is_of(&candidate.certificate));
        (
            candidate.unfit.is_some(),
            !is_known,
            candidate.certificate.not_after(),
        )
    });
    Ok(found)
}

/// The key that the authority issues with now, which must be one whose certificates it may ask for.
fn issuing_key(context: &Context<'_>) -> Result<PublicKey, FlowError> {
    let issuing = context.client.get_bytes("/ca/issuing.cer", None)?;
    let issuing = Certificate::from_der(&issuing).map_err(FlowError::TrustCertificate)?;
    let key = issuing.public_key().map_err(FlowError::Key)?;
    if context.in_scope(&key) {
        Ok(key)
    } else {
        Err(FlowError::OutOfScope)
    }
}

/// Why a certificate cannot be used at this authority: the list is made here and never sent.
fn unfit(
    issuer: &PublicKey,
    held: &Held<'_>,
    certificate: &Certificate,
    now: OffsetDateTime,
) -> Option<Unfit> {
    if certificate.not_after() < now {
        Some(Unfit::Expired)
    } else if certificate.not_before() > now {
        Some(Unfit::NotYet)
    } else if certificate.verify_signed_by(issuer).is_err() {
        Some(Unfit::Foreign)
    } else if held.entry.state == EntryState::Archived {
        Some(Unfit::Archived)
    } else {
        None
    }
}

/// The entry of a certificate that the errand names.
fn held<'a>(context: &Context<'a>, thumbprint: Sha256) -> Result<Held<'a>, FlowError> {
    let is_it = |held: &Certificate| Sha256::new(held.thumbprint()) == thumbprint;
    let found =
        Survey::of(context.media).fitting(|entry| entry.certificate.as_ref().is_some_and(is_it))?;
    found.into_iter().next().ok_or(FlowError::CertificateAbsent)
}

/// The certificate whose renewal is under way, if it is at hand.
fn under_way<'a>(context: &Context<'a>) -> Result<Option<Held<'a>>, FlowError> {
    let Some(under_way) = UnderWay::current(&context.folder)? else {
        return Ok(None);
    };
    at_hand(context, under_way.certificate)
}

/// The entry of a certificate, where it is at hand: for what goes on without its key.
fn at_hand<'a>(context: &Context<'a>, thumbprint: Sha256) -> Result<Option<Held<'a>>, FlowError> {
    match held(context, thumbprint) {
        Ok(found) => Ok(Some(found)),
        Err(FlowError::CertificateAbsent) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The receipt is there: the old key goes to the archive, and nothing is under way any more.
fn finish(context: &Context<'_>, new: Option<&Certificate>) -> Result<(), FlowError> {
    let new = new.map(|new| Sha256::new(new.thumbprint()));
    let switched = match under_way(context)? {
        Some(old) => switch(context, &old, new),
        None => true,
    };
    if switched {
        UnderWay::clear(&context.folder)?;
    }
    Ok(())
}

fn step_of(kind: ErrandKind) -> Step {
    match kind {
        ErrandKind::GenerateKey => Step::GenerateKey,
        ErrandKind::SignApplication => Step::SignApplication,
        ErrandKind::Endorse => Step::Endorse,
        ErrandKind::Install => Step::Install,
        ErrandKind::SignReceipt => Step::SignReceipt,
        ErrandKind::CheckWorkplace => Step::CheckWorkplace,
        ErrandKind::Pair => Step::Pair,
        _ => Step::SignIn,
    }
}

/// What the authority is told of a failure; nothing where the person has declined.
#[must_use]
pub fn failure_reason(error: &FlowError) -> Option<FailureReason> {
    use smena_media::MediumError;
    Some(match error {
        FlowError::Declined | FlowError::LookAgain => return None,
        FlowError::TimeOver => FailureReason::TimeOver,
        FlowError::CertificateAbsent | FlowError::OutOfScope => FailureReason::NoCertificate,
        FlowError::KeyAbsent | FlowError::ForeignRequest => FailureReason::NoKey,
        FlowError::Medium(MediumError::WrongPin { .. } | MediumError::WrongPassword(_)) => {
            FailureReason::WrongSecret
        }
        FlowError::Medium(MediumError::PinLocked { .. }) => FailureReason::MediumLocked,
        FlowError::Medium(MediumError::Absent { .. }) => FailureReason::MediumLost,
        FlowError::NoKeyForm | FlowError::ChosenMediumAbsent | FlowError::MediumUnknown(_) => {
            FailureReason::MediumUnfit
        }
        FlowError::Part(_) => FailureReason::PartRefused,
        FlowError::Pdf(_) | FlowError::DocumentDiffers | FlowError::ShownDiffers => {
            FailureReason::DocumentRefused
        }
        FlowError::Structure(_)
        | FlowError::NewCertificate(_)
        | FlowError::NewCertificatePath(_)
        | FlowError::NewCertificateDiffers(_)
        | FlowError::Errand(_) => FailureReason::ContentRefused,
        FlowError::Kind(_) => FailureReason::Unsupported,
        _ => FailureReason::Internal,
    })
}
