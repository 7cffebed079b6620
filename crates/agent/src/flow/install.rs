//! Installing the new certificate beside its key, after the key has shown that it signs.
//!
//! Until the trial is signed nothing about the old key or the new one has changed, so whatever fails before leaves the old
//! state; the old key goes to the archive only after the receipt ([`super::switch`]).

use smena_media::Held;
use smena_pki::{
    certificate::Certificate,
    path::{self, PathOptions},
};
use smena_protocol::v1::{ErrandKind, RenewalId, Sha256, Work};

use super::{
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{ErrandShown, KeyUse, Step},
    session::Session,
    sitting::{Sitting, find_key},
};
use crate::{hooks, state::SignatureRecord};

/// Fetches the certificate, checks that it is the one that was applied for, signs a trial text with its key, and writes it
/// beside the key.
pub(super) fn install(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    session: &Session,
    renewal: RenewalId,
    old: &Certificate,
) -> Result<Certificate, FlowError> {
    context.person.step(Step::Install);
    let taken = errand::take(context, session, ErrandKind::Install, Some(renewal))?;
    let (_, certificate) = install_taken(context, sitting, &taken, Some(old))?;
    taken.finish(context, session, Some(renewal), None)?;
    context.person.done(Step::Install);
    Ok(certificate)
}

/// Does so for an errand that was taken; gives the renewal that it is for. The old certificate need not be at hand: its key
/// may be lost, which is why a renewal goes over paper.
pub(super) fn install_taken(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    old: Option<&Certificate>,
) -> Result<(RenewalId, Certificate), FlowError> {
    let Work::Install(work) = taken.errand.work.clone() else {
        return Err(FlowError::Errand("work"));
    };
    if old.is_some_and(|old| work.old_certificate != Sha256::new(old.thumbprint())) {
        return Err(FlowError::Errand("old-certificate"));
    }
    let der = taken.part(context, &work.certificate)?;
    let certificate = Certificate::from_der(&der).map_err(FlowError::NewCertificate)?;
    let found = expect_own(context, &certificate, old)?;
    expect_path(context, &certificate)?;
    let place = found.medium.place();
    ErrandShown::of(context, taken, Some(&certificate), Some(place)).expect_agreed(context)?;
    let key = sitting.key(context.person, &found, KeyUse::New)?;
    context.random(|rng| smena_media::test_sign(&found.entry.id, key.signer(), rng))?;
    hooks::reached("tried");
    found.medium.install(&found.entry.id, &certificate)?;
    hooks::reached("installed");
    Ok((work.renewal_id, certificate))
}

/// The new certificate has the key that was made here and the subject that its request asked for; the old one's where the
/// request was not signed here.
fn expect_own<'a>(
    context: &Context<'a>,
    certificate: &Certificate,
    old: Option<&Certificate>,
) -> Result<Held<'a>, FlowError> {
    let key = certificate.public_key().map_err(FlowError::Key)?;
    let key_hash = Sha256::new(key.normalised_hash());
    let subject_is_right = match SignatureRecord::requested_for(context.home, key_hash)? {
        Some(requested) => requested.subject == Sha256::of(certificate.subject().der()),
        None => old.is_none_or(|old| certificate.subject() == old.subject()),
    };
    if !subject_is_right {
        return Err(FlowError::NewCertificateDiffers("subject"));
    }
    if let Some(old) = old {
        let old_key = old.public_key().map_err(FlowError::Key)?;
        if key.normalised_hash() == old_key.normalised_hash() {
            return Err(FlowError::NewCertificateDiffers("key"));
        }
    }
    find_key(context, &key)?.ok_or(FlowError::KeyAbsent)
}

/// It leads to the pinned root, over an issuer in the authority's scope.
fn expect_path(context: &Context<'_>, certificate: &Certificate) -> Result<(), FlowError> {
    let issuing = context.client.get_bytes("/ca/issuing.cer", None)?;
    let issuing = Certificate::from_der(&issuing).map_err(FlowError::NewCertificate)?;
    if !context.in_scope(&issuing.public_key().map_err(FlowError::Key)?) {
        return Err(FlowError::OutOfScope);
    }
    let options = PathOptions::at(context.clock.now());
    path::validate(
        certificate,
        std::slice::from_ref(&issuing),
        std::slice::from_ref(&context.root),
        &options,
    )
    .map(drop)
    .map_err(FlowError::NewCertificatePath)
}
