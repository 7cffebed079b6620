//! (c) The PKCS#10: bound to its renewal and plan, signed by its own key. Nothing of it is taken but the key.

use smena_domain::{
    calendar::Moment,
    certificate::KeyHash,
    renewal::{ProvedRequest, Refusal, RequestFacts},
};
use smena_pki::{
    key::PublicKey,
    request::{CertificationRequest, RequestError},
};
use smena_protocol::{
    limits::PRODUCT_BYTES_MAX,
    oid,
    v1::{
        GenerateKeyWork, KeyForm,
        signed::{CertificatePlan, Purpose, RequestBinding, Structure as _},
    },
};
use smena_store::errands::Errand;

use super::{differs, expected_context};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    wire,
};

/// A request that was verified, with its key.
pub struct Verified {
    /// The proof.
    pub proof: ProvedRequest,
    /// The key.
    pub key: PublicKey,
}

/// Verifies a request against the errand's row and the plan that the errand names.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(
    app: &App,
    ctx: &Ctx,
    errand: &Errand,
    work: &GenerateKeyWork,
    plan_der: &[u8],
    der: &[u8],
) -> Result<Verified, Failure> {
    if der.len() > PRODUCT_BYTES_MAX {
        return Err(Denial::ProductTooLarge {}.into());
    }
    let request = CertificationRequest::from_der(der).map_err(|_| Denial::RequestUnreadable {})?;
    // On its curve, in the subgroup, not the identity, a modulus that is computed with: or it is no key.
    let key = request
        .public_key()
        .map_err(|_| Denial::RequestKeyInvalid {})?;
    require_binding(app, errand, work, plan_der, &request, &key)?;
    require_plan(plan_der, &request)?;
    let form = KeyForm::of(key.algorithm());
    if !form.is_some_and(|form| work.medium.keys.contains(&form)) {
        return Err(Denial::RequestKeyForm {}.into());
    }
    request
        .verify_self_signature()
        .map_err(|error| match error {
            RequestError::Key(_) => Denial::RequestKeyInvalid {},
            _ => Denial::RequestSignature {},
        })?;
    let proof = ProvedRequest::from_verifier(RequestFacts {
        renewal: wire::renewal_id(work.renewal_id),
        request: wire::content_hash(der),
        key: KeyHash::new(key.normalised_hash()),
        plan: wire::content_hash(plan_der),
        bound: true,
        arrived_at: Moment::new(ctx.now),
    });
    Ok(Verified { proof, key })
}

fn require_binding(
    app: &App,
    errand: &Errand,
    work: &GenerateKeyWork,
    plan_der: &[u8],
    request: &CertificationRequest,
    key: &PublicKey,
) -> Result<(), Failure> {
    let value = request
        .attribute(&oid::ATTRIBUTE_REQUEST_BINDING)
        .ok_or(Refusal::RequestNotBound {})?;
    let binding = RequestBinding::from_bytes(value).map_err(|_| Denial::StructureUnreadable {})?;
    let expected = RequestBinding::over(
        expected_context(app, errand, Purpose::Request)?,
        work.renewal_id,
        key.algorithm().binding_digest(),
        plan_der,
    )
    .map_err(Failure::ours)?;
    binding.matches(&expected).map_err(differs)?;
    Ok(())
}

fn require_plan(plan_der: &[u8], request: &CertificationRequest) -> Result<(), Failure> {
    let plan = CertificatePlan::from_bytes(plan_der).map_err(Failure::ours)?;
    if request.subject().der() != plan.subject().map_err(Failure::ours)?.der() {
        return Err(Denial::RequestSubject {}.into());
    }
    if request.extensions().to_der() != plan.extensions().map_err(Failure::ours)?.to_der() {
        return Err(Denial::RequestExtensions {}.into());
    }
    Ok(())
}
