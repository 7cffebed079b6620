//! (d) The receipt: an attached CMS over a `Receipt`, signed with the new key. Verified with the stored certificate only.

use smena_domain::{
    calendar::Moment,
    certificate::Thumbprint,
    renewal::{ProvedReceipt, ReceiptFacts, Refusal},
};
use smena_pki::certificate::Certificate;
use smena_protocol::{
    limits::PRODUCT_BYTES_MAX,
    oid,
    v1::{
        SignReceiptWork,
        signed::{Field, Purpose, Receipt, Structure as _},
    },
};
use smena_store::errands::Errand;

use super::{differs, expected_context, open_cms, require_clock};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    wire,
};

/// What the receipt must name.
pub struct Files<'a> {
    /// The certificate that was issued.
    pub certificate: &'a Certificate,
    /// The application that it was issued upon: its message, or the print that was signed by hand.
    pub application: &'a [u8],
    /// The application is on paper.
    pub on_paper: bool,
}

/// Verifies a receipt against the errand's row, the certificate that was issued and the application it stands on.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &SignReceiptWork,
    files: &Files<'_>,
    cms: &[u8],
) -> Result<ProvedReceipt, Failure> {
    let Files {
        certificate,
        application,
        on_paper,
    } = *files;
    if cms.len() > PRODUCT_BYTES_MAX {
        return Err(Denial::ProductTooLarge {}.into());
    }
    let verified = open_cms(cms, &oid::CONTENT_RECEIPT, None, &[])?;
    let receipt =
        Receipt::from_bytes(verified.content()).map_err(|_| Denial::StructureUnreadable {})?;
    if verified.signer() != certificate {
        return Err(Denial::ReceiptOtherSigner {}.into());
    }
    let key = certificate.public_key().map_err(Failure::ours)?;
    let expected = Receipt::over(
        expected_context(app, errand, Purpose::Receipt)?,
        work.renewal_id,
        key.algorithm().binding_digest(),
        certificate,
        application,
        receipt.at,
    )
    .map_err(Failure::ours)?;
    receipt
        .matches(&expected)
        .map_err(|mismatch| match mismatch.field {
            Field::Renewal => Failure::from(Refusal::ReceiptOfOtherRenewal {}),
            Field::Application => Refusal::ReceiptDiffers {}.into(),
            Field::Certificate | Field::IssuerAndSerial => Refusal::CertificateDiffers {}.into(),
            _ => differs(mismatch).into(),
        })?;
    require_clock(receipt.at.time(), ctx.now)?;
    require_clock(verified.signing_time(), ctx.now)?;
    Ok(ProvedReceipt::from_verifier(ReceiptFacts {
        renewal: wire::renewal_id(receipt.renewal_id),
        certificate: Thumbprint::new(certificate.thumbprint()),
        application: (!on_paper).then(|| wire::content_hash(application)),
        receipt: wire::content_hash(cms),
        contents: None,
        guide: None,
        signed_at: Moment::new(verified.signing_time()),
        arrived_at: Moment::new(ctx.now),
    }))
}
