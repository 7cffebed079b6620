//! (c2) The endorsement: an attached CMS over an `Endorsement`, signed with the old key. It binds a key that was made
//! after the application to that application.

use smena_domain::{
    calendar::Moment,
    certificate::{KeyHash, Thumbprint},
    renewal::{EndorsementFacts, ProvedEndorsement, Refusal},
};
use smena_pki::{certificate::Certificate, extension::KeyUsage, request::CertificationRequest};
use smena_protocol::{
    limits::PRODUCT_BYTES_MAX,
    oid,
    v1::{
        EndorseWork,
        signed::{Endorsement, Field, Mismatch, Purpose, Structure as _},
    },
};
use smena_store::errands::Errand;

use super::{certificate, differs, expected_context, open_cms, require_clock};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    wire,
};

/// The stored files that the endorsement must name.
pub struct Files<'a> {
    /// The CMS of the application.
    pub application: &'a [u8],
    /// The request.
    pub request: &'a [u8],
    /// The certificate that is renewed.
    pub old: &'a Certificate,
}

/// Verifies an endorsement against the errand's row and the stored files.
///
/// # Errors
/// The first thing that is wrong.
pub async fn verify(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &EndorseWork,
    files: &Files<'_>,
    cms: &[u8],
) -> Result<ProvedEndorsement, Failure> {
    if cms.len() > PRODUCT_BYTES_MAX {
        return Err(Denial::ProductTooLarge {}.into());
    }
    let verified = open_cms(cms, &oid::CONTENT_ENDORSEMENT, None, &[])?;
    let endorsement =
        Endorsement::from_bytes(verified.content()).map_err(|_| Denial::StructureUnreadable {})?;
    let key = CertificationRequest::from_der(files.request)
        .map_err(Failure::ours)?
        .public_key()
        .map_err(Failure::ours)?;
    let old_key = files.old.public_key().map_err(Failure::ours)?;
    let expected = Endorsement::over(
        expected_context(app, errand, Purpose::Endorsement)?,
        work.renewal_id,
        old_key.algorithm().binding_digest(),
        files.application,
        files.request,
        &key,
        endorsement.at,
    )
    .map_err(Failure::ours)?;
    endorsement.matches(&expected).map_err(refusal_of)?;
    require_clock(endorsement.at.time(), ctx.now)?;
    require_clock(verified.signing_time(), ctx.now)?;
    let signer = verified.signer();
    certificate::check(app, ctx, signer, KeyUsage::DIGITAL_SIGNATURE).await?;
    Ok(ProvedEndorsement::from_verifier(EndorsementFacts {
        renewal: wire::renewal_id(endorsement.renewal_id),
        signer: Thumbprint::new(signer.thumbprint()),
        application: wire::content_hash(files.application),
        request: wire::content_hash(files.request),
        key: KeyHash::new(key.normalised_hash()),
        signed_at: Moment::new(verified.signing_time()),
        arrived_at: Moment::new(ctx.now),
    }))
}

/// Where the model has a refusal of its own for a field, it is said in the model's words.
fn refusal_of(mismatch: Mismatch) -> Failure {
    match mismatch.field {
        Field::Renewal => Refusal::ApplicationOfOtherRenewal {}.into(),
        Field::Application | Field::Request | Field::Key => Refusal::EndorsementDiffers {}.into(),
        _ => differs(mismatch).into(),
    }
}
