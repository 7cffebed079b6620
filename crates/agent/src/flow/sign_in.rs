//! Signing in with the certificate that still works.

use smena_media::Held;
use smena_pki::{certificate::Certificate, cms::SignedDataBuilder};
use smena_protocol::oid;
use smena_protocol::v1::{
    Bytes, ErrandKind, Product, Returned, Sha256,
    signed::{Purpose, SignIn, Structure as _},
};

use super::{
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{KeyUse, Step},
    session::Session,
    sitting::Sitting,
};
use crate::state::{SignatureRecord, Signed};

/// Opens a session and raises it to the holder's.
pub(super) fn sign_in(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    old: &Held<'_>,
) -> Result<Session, FlowError> {
    context.person.step(Step::SignIn);
    let certificate = old
        .entry
        .certificate
        .as_ref()
        .ok_or(FlowError::CertificateAbsent)?;
    let mut session = Session::open(context)?;
    let taken = errand::take(context, &session, ErrandKind::SignIn, None)?;
    let product = Some(sign(context, sitting, &taken, old, certificate)?);
    match taken.finish(context, &session, None, product)? {
        Returned::SignedIn(signed_in) => session.raise(signed_in),
        Returned::Applied(_) => return Err(FlowError::Errand("return")),
    }
    context.person.done(Step::SignIn);
    Ok(session)
}

/// Signs the statement that signs in, which the agent makes by itself; only the nonce and the errand's number are the
/// authority's.
pub(super) fn sign(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    old: &Held<'_>,
    certificate: &Certificate,
) -> Result<Product, FlowError> {
    let at = context.now();
    let statement = SignIn::new(taken.context(context, Purpose::SignIn), at).to_bytes()?;
    let key = sitting.key(context.person, old, KeyUse::Old)?.signer();
    let digest = key.public_key().algorithm().binding_digest();
    let cms = context.random(|rng| {
        SignedDataBuilder::new(oid::CONTENT_SIGN_IN, digest)
            .attached(&statement)
            .signing_time(at.time())
            .sign(key, certificate, rng)
    })?;
    SignatureRecord {
        at,
        origin: context.trust.origin.clone(),
        signed: Signed::SignIn,
        certificate: Some(Sha256::new(certificate.thumbprint())),
        product: Sha256::of(&cms),
        replaces: None,
        requested: None,
    }
    .append(context.home)?;
    Ok(Product::Cms(Bytes::new(cms)))
}
