//! Signing the application with the old key: what is shown is what is signed.

use smena_media::Held;
use smena_pki::{
    certificate::Certificate, cms::SignedDataBuilder, oid as pki_oid, request::CertificationRequest,
};
use smena_protocol::{
    oid,
    v1::{
        Bytes, ErrandKind, Moment, Product, RenewalId, Sha256, SignApplicationWork, Work,
        pdf_subset,
        signed::{
            ApplicationBinding, ApplicationData, ApplicationField, ApplicationFiles, Purpose,
            Structure as _,
        },
    },
};
use time::Duration;

use super::{
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{KeyUse, Step},
    session::Session,
    sitting::{Sitting, find_key},
};
use crate::state::{SignatureRecord, Signed};

/// How long the authority may take a signed application.
const VALID_FOR: Duration = Duration::hours(24);

/// The application as it is shown before the signature.
pub struct ApplicationShown<'a> {
    /// The authority's name and origin, from the trust entry.
    pub authority: (&'a str, &'a str),
    /// The certificate whose key signs.
    pub certificate: &'a Certificate,
    /// The data that the signature binds, from their signed form.
    pub fields: &'a [ApplicationField],
    /// The document.
    pub document: &'a [u8],
    /// SHA-256 of the document.
    pub document_hash: Sha256,
}

/// What was signed and handed in.
pub(super) struct SignedApplication {
    pub(super) document: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// The parts of the errand, fetched and compared with its hashes.
struct Parts {
    document: Vec<u8>,
    data: Vec<u8>,
    request: Option<Vec<u8>>,
}

/// Shows the application and signs it.
pub(super) fn sign(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    session: &Session,
    renewal: RenewalId,
    old: &Held<'_>,
) -> Result<SignedApplication, FlowError> {
    context.person.step(Step::SignApplication);
    let taken = errand::take(context, session, ErrandKind::SignApplication, Some(renewal))?;
    let (_, signed) = sign_taken(context, sitting, &taken, old)?;
    let product = Some(Product::Cms(Bytes::new(signed.signature.clone())));
    taken.finish(context, session, Some(renewal), product)?;
    context.person.done(Step::SignApplication);
    Ok(signed)
}

/// Shows and signs the application of an errand that was taken; gives the renewal that it is for.
pub(super) fn sign_taken(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    old: &Held<'_>,
) -> Result<(RenewalId, SignedApplication), FlowError> {
    let Work::SignApplication(work) = taken.errand.work.clone() else {
        return Err(FlowError::Errand("work"));
    };
    let certificate = old
        .entry
        .certificate
        .as_ref()
        .ok_or(FlowError::CertificateAbsent)?;
    if work.old_certificate.sha256 != Sha256::new(certificate.thumbprint()) {
        return Err(FlowError::Errand("old-certificate"));
    }
    let parts = Parts {
        document: taken.part(context, &work.document)?,
        data: taken.part(context, &work.data)?,
        request: work
            .request
            .as_ref()
            .map(|part| taken.part(context, part))
            .transpose()?,
    };
    let shown_hash = show(context, certificate, &parts)?;
    if let Some(request) = &parts.request {
        expect_own_request(context, sitting, request)?;
    }
    let signature = sign_shown(
        context,
        sitting,
        taken,
        &work,
        old,
        certificate,
        &parts,
        shown_hash,
    )?;
    let signed = SignedApplication {
        document: parts.document,
        signature,
    };
    Ok((work.renewal_id, signed))
}

/// Checks the document and puts it before the person; gives the hash of what was shown.
fn show(
    context: &Context<'_>,
    certificate: &Certificate,
    parts: &Parts,
) -> Result<Sha256, FlowError> {
    pdf_subset::check(&parts.document)?;
    let data = ApplicationData::from_bytes(&parts.data)?;
    let text = pdf_subset::text(&parts.document)?;
    let values = data.fields().iter().map(|field| field.value.as_str());
    pdf_subset::holds_in_order(&text, values).map_err(|_| FlowError::DocumentDiffers)?;
    let document_hash = Sha256::of(&parts.document);
    let shown = ApplicationShown {
        authority: (&context.trust.name, context.trust.origin.as_str()),
        certificate,
        fields: data.fields(),
        document: &parts.document,
        document_hash,
    };
    if context.person.sign_application(&shown)? {
        Ok(document_hash)
    } else {
        Err(FlowError::Declined)
    }
}

/// A request that somebody else has slipped in never gets the old key's signature: its private key must be here and sign.
pub(super) fn expect_own_request(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    request: &[u8],
) -> Result<(), FlowError> {
    let request = CertificationRequest::from_der(request).map_err(FlowError::Request)?;
    let proved = request
        .verify_self_signature()
        .map_err(FlowError::Request)?;
    let found = find_key(context, proved.public_key())?.ok_or(FlowError::ForeignRequest)?;
    let key = sitting.key(context.person, &found, KeyUse::New)?;
    context.random(|rng| smena_media::test_sign(&found.entry.id, key.signer(), rng))?;
    Ok(())
}

#[expect(
    clippy::too_many_arguments,
    reason = "what is shown and what is signed meet in one function"
)]
fn sign_shown(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    work: &SignApplicationWork,
    old: &Held<'_>,
    certificate: &Certificate,
    parts: &Parts,
    shown_hash: Sha256,
) -> Result<Vec<u8>, FlowError> {
    if Sha256::of(&parts.document) != shown_hash {
        return Err(FlowError::ShownDiffers);
    }
    let at = context.now();
    let files = ApplicationFiles {
        document: &parts.document,
        data: &parts.data,
        request: parts.request.as_deref(),
        old_certificate: certificate,
    };
    let digest = old.entry.public_key.algorithm().binding_digest();
    let binding = ApplicationBinding::over(
        taken.context(context, Purpose::Application),
        work,
        digest,
        &files,
        Moment::new(at.time() + VALID_FOR),
    )?;
    let binding = binding.to_bytes()?;
    let key = sitting.key(context.person, old, KeyUse::Old)?.signer();
    let cms = context.random(|rng| {
        SignedDataBuilder::new(pki_oid::CMS_DATA, digest)
            .detached(&parts.document)
            .signing_time(at.time())
            .attribute(oid::ATTRIBUTE_APPLICATION_BINDING, binding)
            .sign(key, certificate, rng)
    })?;
    SignatureRecord {
        at,
        origin: context.trust.origin.clone(),
        signed: Signed::Application,
        certificate: Some(Sha256::new(certificate.thumbprint())),
        product: Sha256::of(&cms),
        replaces: None,
        requested: None,
    }
    .append(context.home)?;
    Ok(cms)
}
