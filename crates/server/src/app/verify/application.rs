//! (b) The application: a detached CAdES-BES over the PDF, with the binding of everything that was shown.

use smena_domain::{
    calendar::Moment,
    certificate::{ContentHash, Thumbprint},
    renewal::{ApplicationFacts, ProvedApplication, Refusal, Renewal},
};
use smena_pki::{certificate::Certificate, extension::KeyUsage, oid::CMS_DATA};
use smena_protocol::{
    limits::PRODUCT_BYTES_MAX,
    oid,
    v1::{
        SignApplicationWork,
        signed::{ApplicationBinding, ApplicationFiles, Field, Mismatch, Purpose, Structure as _},
    },
};
use smena_store::{Sha256, errands::Errand};

use super::{certificate, differs, expected_context, open_cms, require_clock};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    plan::profile_of,
    wire,
};

/// The stored files that the application must bind.
pub struct Files<'a> {
    /// The PDF.
    pub document: &'a [u8],
    /// The data.
    pub data: &'a [u8],
    /// The request, where the key came first.
    pub request: Option<&'a [u8]>,
    /// The certificate that is renewed.
    pub old: &'a Certificate,
}

/// An application that was verified.
pub struct Verified {
    /// The proof.
    pub proof: ProvedApplication,
    /// The hash of its binding, which counts once.
    pub binding: Sha256,
}

/// Verifies an application against the errand's row, the stored files and the renewal.
///
/// # Errors
/// The first thing that is wrong.
pub async fn verify(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &SignApplicationWork,
    renewal: &Renewal,
    files: &Files<'_>,
    cms: &[u8],
) -> Result<Verified, Failure> {
    if cms.len() > PRODUCT_BYTES_MAX {
        return Err(Denial::ProductTooLarge {}.into());
    }
    let attribute = [(oid::ATTRIBUTE_APPLICATION_BINDING, "application-binding")];
    let verified = open_cms(cms, &CMS_DATA, Some(files.document), &attribute)?;
    let value = verified
        .attribute(&oid::ATTRIBUTE_APPLICATION_BINDING)
        .ok_or(Denial::CmsMissingAttribute {})?;
    let binding =
        ApplicationBinding::from_bytes(value).map_err(|_| Denial::StructureUnreadable {})?;
    let expected = expected_binding(app, errand, work, files, &binding)?;
    binding
        .matches(&expected)
        .map_err(|mismatch| refusal_of(mismatch, &binding, work))?;
    require_clock(verified.signing_time(), ctx.now)?;
    let signer = verified.signer();
    certificate::check(app, ctx, signer, usage_of(app, renewal)?).await?;
    let facts = ApplicationFacts {
        renewal: wire::renewal_id(binding.renewal_id),
        revision: i64::try_from(binding.revision).unwrap_or(i64::MAX),
        procedure: procedure_of(app, renewal)?,
        signer: Thumbprint::new(signer.thumbprint()),
        document: wire::content_hash(files.document),
        data: wire::content_hash(files.data),
        request: files.request.map(wire::content_hash),
        application: wire::content_hash(cms),
        signed_at: Moment::new(verified.signing_time()),
        arrived_at: Moment::new(ctx.now),
        valid_until: Moment::new(binding.valid_until.time()),
        stamped_at: None,
    };
    Ok(Verified {
        proof: ProvedApplication::from_verifier(facts),
        binding: Sha256::of(value),
    })
}

fn expected_binding(
    app: &App,
    errand: &Errand,
    work: &SignApplicationWork,
    files: &Files<'_>,
    binding: &ApplicationBinding,
) -> Result<ApplicationBinding, Failure> {
    let old_key = files.old.public_key().map_err(Failure::ours)?;
    ApplicationBinding::over(
        expected_context(app, errand, Purpose::Application)?,
        work,
        old_key.algorithm().binding_digest(),
        &ApplicationFiles {
            document: files.document,
            data: files.data,
            request: files.request,
            old_certificate: files.old,
        },
        binding.valid_until,
    )
    .map_err(Failure::ours)
}

/// Where the model has a refusal of its own for a field, it is said in the model's words.
fn refusal_of(
    mismatch: Mismatch,
    binding: &ApplicationBinding,
    work: &SignApplicationWork,
) -> Failure {
    let number = |revision: u64| i64::try_from(revision).unwrap_or(i64::MAX);
    match mismatch.field {
        Field::Renewal => Refusal::ApplicationOfOtherRenewal {}.into(),
        Field::Revision => {
            let (signed, current) = (number(binding.revision), number(work.revision));
            Refusal::StaleRevision { signed, current }.into()
        }
        Field::Procedure => Refusal::ProcedureChanged {}.into(),
        Field::Request => Refusal::RequestHashDiffers {}.into(),
        _ => differs(mismatch).into(),
    }
}

/// The hash of the procedure that the person saw: the errand's reference was made from it, and the binding equals it.
fn procedure_of(app: &App, renewal: &Renewal) -> Result<ContentHash, Failure> {
    let procedure = app
        .procedure(&renewal.procedure().name)
        .ok_or(Refusal::ProcedureChanged {})?;
    Ok(procedure.hash.clone())
}

/// Non-repudiation is asked for where the profile gives it.
fn usage_of(app: &App, renewal: &Renewal) -> Result<KeyUsage, Failure> {
    let profile = profile_of(app, renewal)?;
    if profile.key_usage.contains(KeyUsage::NON_REPUDIATION) {
        Ok(KeyUsage::DIGITAL_SIGNATURE | KeyUsage::NON_REPUDIATION)
    } else {
        Ok(KeyUsage::DIGITAL_SIGNATURE)
    }
}
