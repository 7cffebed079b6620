//! Endorsing the new key with the old one, where the key was made after the application.

use smena_media::Held;
use smena_pki::{cms::SignedDataBuilder, request::CertificationRequest};
use smena_protocol::{
    oid,
    v1::{
        Bytes, ErrandKind, Product, RenewalId, Sha256, Work,
        signed::{Endorsement, Purpose, Structure as _},
    },
};

use super::{
    application::expect_own_request,
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{ErrandShown, KeyUse, Step},
    session::Session,
    sitting::Sitting,
};
use crate::state::{SignatureRecord, Signed};

/// Stands with the old key for the new one. The new key is here and signs, or the old one stands for nothing.
pub(super) fn endorse(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    session: &Session,
    renewal: RenewalId,
    old: &Held<'_>,
) -> Result<Vec<u8>, FlowError> {
    context.person.step(Step::Endorse);
    let taken = errand::take(context, session, ErrandKind::Endorse, Some(renewal))?;
    let (_, cms) = endorse_taken(context, sitting, &taken, old)?;
    let product = Some(Product::Cms(Bytes::new(cms.clone())));
    taken.finish(context, session, Some(renewal), product)?;
    context.person.done(Step::Endorse);
    Ok(cms)
}

/// Endorses the new key of an errand that was taken; gives the renewal that it is for.
pub(super) fn endorse_taken(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    old: &Held<'_>,
) -> Result<(RenewalId, Vec<u8>), FlowError> {
    let Work::Endorse(work) = taken.errand.work.clone() else {
        return Err(FlowError::Errand("work"));
    };
    let certificate = old
        .entry
        .certificate
        .as_ref()
        .ok_or(FlowError::CertificateAbsent)?;
    if work.old_certificate != Sha256::new(certificate.thumbprint()) {
        return Err(FlowError::Errand("old-certificate"));
    }
    let place = old.medium.place();
    ErrandShown::of(context, taken, Some(certificate), Some(place)).expect_agreed(context)?;
    let application = taken.part(context, &work.application)?;
    let request = taken.part(context, &work.request)?;
    expect_own_request(context, sitting, &request)?;
    let key = CertificationRequest::from_der(&request)
        .map_err(FlowError::Request)?
        .public_key()
        .map_err(FlowError::Key)?;
    let at = context.now();
    let digest = old.entry.public_key.algorithm().binding_digest();
    let endorsement = Endorsement::over(
        taken.context(context, Purpose::Endorsement),
        work.renewal_id,
        digest,
        &application,
        &request,
        &key,
        at,
    )?
    .to_bytes()?;
    let signer = sitting.key(context.person, old, KeyUse::Old)?.signer();
    let cms = context.random(|rng| {
        SignedDataBuilder::new(oid::CONTENT_ENDORSEMENT, digest)
            .attached(&endorsement)
            .signing_time(at.time())
            .sign(signer, certificate, rng)
    })?;
    SignatureRecord {
        at,
        origin: context.trust.origin.clone(),
        signed: Signed::Endorsement,
        certificate: Some(Sha256::new(certificate.thumbprint())),
        product: Sha256::of(&cms),
        replaces: None,
        requested: None,
    }
    .append(context.home)?;
    Ok((work.renewal_id, cms))
}
