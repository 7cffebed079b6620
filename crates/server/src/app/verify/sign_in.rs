//! (a) Sign-in: an attached CMS over a `SignIn`, signed with the holder's key.

use smena_domain::{
    calendar::Moment,
    certificate::Thumbprint,
    person::HolderId,
    renewal::{ProvedSignIn, SignInFacts, SignedInBy},
};
use smena_pki::{cms::SignedData, extension::KeyUsage};
use smena_protocol::{
    limits::SIGN_IN_CMS_BYTES_MAX,
    oid,
    v1::{
        ErrandResult, Outcome,
        signed::{Purpose, SignIn, Structure as _},
    },
};
use smena_store::errands::Errand;

use super::{certificate, differs, expected_context, open_cms, require_clock};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
};

/// A sign-in that was stored is none any more: a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("the stored sign-in of an errand cannot be read")]
struct StoredSignIn;

/// Verifies the sign-in of an errand and gives who has signed in, with which certificate.
///
/// # Errors
/// The first thing that is wrong.
pub async fn verify(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    cms: &[u8],
) -> Result<ProvedSignIn, Failure> {
    if cms.len() > SIGN_IN_CMS_BYTES_MAX {
        return Err(Denial::ProductTooLarge {}.into());
    }
    let verified = open_cms(cms, &oid::CONTENT_SIGN_IN, None, &[])?;
    let sign_in =
        SignIn::from_bytes(verified.content()).map_err(|_| Denial::StructureUnreadable {})?;
    sign_in
        .matches(&expected_context(app, errand, Purpose::SignIn)?)
        .map_err(differs)?;
    require_clock(sign_in.at.time(), ctx.now)?;
    require_clock(verified.signing_time(), ctx.now)?;
    let signer = verified.signer();
    let holder = certificate::check(app, ctx, signer, KeyUsage::DIGITAL_SIGNATURE).await?;
    Ok(ProvedSignIn::from_verifier(SignInFacts {
        holder,
        by: SignedInBy::Certificate(Thumbprint::new(signer.thumbprint())),
        at: Moment::new(ctx.now),
    }))
}

/// The sign-in of an errand that was verified and stored before; `holder` is whose session it raised.
///
/// # Errors
/// Faults of ours alone.
pub fn recall(errand: &Errand, holder: HolderId) -> Result<ProvedSignIn, Failure> {
    Ok(ProvedSignIn::from_verifier(SignInFacts {
        holder,
        by: SignedInBy::Certificate(signer(errand)?),
        at: Moment::new(errand.changed_at),
    }))
}

/// The certificate of a sign-in that was verified and stored before.
///
/// # Errors
/// Faults of ours alone.
pub fn signer(errand: &Errand) -> Result<Thumbprint, Failure> {
    let read = || {
        let result: ErrandResult = serde_json::from_slice(errand.product.as_deref()?).ok()?;
        let Outcome::Done(done) = result.outcome else {
            return None;
        };
        let cms = SignedData::from_der(done.product?.der()).ok()?;
        let verified = cms.verify_strict(&oid::CONTENT_SIGN_IN, None).ok()?;
        Some(Thumbprint::new(verified.signer().thumbprint()))
    };
    read().ok_or_else(|| Failure::ours(StoredSignIn))
}
