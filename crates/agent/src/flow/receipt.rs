//! Signing the receipt with the new key.

use smena_pki::{certificate::Certificate, cms::SignedDataBuilder};
use smena_protocol::{
    oid,
    v1::{
        Bytes, ErrandKind, Product, RenewalId, Sha256, Work,
        signed::{Purpose, Receipt, Structure as _},
    },
};

use super::{
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{ErrandShown, KeyUse, Step},
    session::Session,
    sitting::{Sitting, find_certificate},
};
use crate::state::{SignatureRecord, Signed};

/// Signs that the certificate was received, with its own key. The log remembers which one it replaces.
pub(super) fn sign(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    session: &Session,
    renewal: RenewalId,
    old: Option<&Certificate>,
) -> Result<Vec<u8>, FlowError> {
    context.person.step(Step::SignReceipt);
    let taken = errand::take(context, session, ErrandKind::SignReceipt, Some(renewal))?;
    let signed = sign_taken(context, sitting, &taken, old)?;
    let product = Some(Product::Cms(Bytes::new(signed.cms.clone())));
    taken.finish(context, session, Some(renewal), product)?;
    context.person.done(Step::SignReceipt);
    Ok(signed.cms)
}

/// A receipt that was signed.
pub(super) struct SignedReceipt {
    pub(super) renewal: RenewalId,
    pub(super) certificate: Certificate,
    pub(super) cms: Vec<u8>,
}

/// Signs the receipt of an errand that was taken.
pub(super) fn sign_taken(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    old: Option<&Certificate>,
) -> Result<SignedReceipt, FlowError> {
    let Work::SignReceipt(work) = taken.errand.work.clone() else {
        return Err(FlowError::Errand("work"));
    };
    let renewal = work.renewal_id;
    let der = taken.part(context, &work.certificate)?;
    let certificate = Certificate::from_der(&der).map_err(FlowError::NewCertificate)?;
    let application = taken.part(context, &work.application)?;
    // Only what is installed is confirmed.
    let found = find_certificate(context, &certificate)?;
    let place = found.medium.place();
    ErrandShown::of(context, taken, Some(&certificate), Some(place)).expect_agreed(context)?;
    let at = context.now();
    let digest = found.entry.public_key.algorithm().binding_digest();
    let receipt = Receipt::over(
        taken.context(context, Purpose::Receipt),
        renewal,
        digest,
        &certificate,
        &application,
        at,
    )?
    .to_bytes()?;
    let key = sitting.key(context.person, &found, KeyUse::New)?.signer();
    let cms = context.random(|rng| {
        SignedDataBuilder::new(oid::CONTENT_RECEIPT, digest)
            .attached(&receipt)
            .signing_time(at.time())
            .sign(key, &certificate, rng)
    })?;
    SignatureRecord {
        at,
        origin: context.trust.origin.clone(),
        signed: Signed::Receipt,
        certificate: Some(Sha256::new(certificate.thumbprint())),
        product: Sha256::of(&cms),
        replaces: old.map(|old| Sha256::new(old.thumbprint())),
        requested: None,
    }
    .append(context.home)?;
    Ok(SignedReceipt {
        renewal,
        certificate,
        cms,
    })
}
