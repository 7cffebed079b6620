//! Making the new key and its certification request.

use smena_gost::ParameterSet;
use smena_media::{Entry, Keeping, MadeFor, NewKey, Protection};
use smena_pki::{algorithm::KeyAlgorithm, request::RequestBuilder};
use smena_protocol::{
    oid,
    v1::{
        Bytes, ErrandKind, GenerateKeyWork, Product, RenewalId, Sha256, Work,
        signed::{CertificatePlan, Purpose, RequestBinding, Structure as _},
    },
};

use super::{
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{KeyUse, NewKeyChoice, Step},
    session::Session,
    sitting::{Found, Sitting, find_pending},
};
use crate::{
    hooks,
    state::{SignatureRecord, Signed},
};

/// Makes the key (or takes the one that an earlier run has made for this renewal) and hands in the request.
pub(super) fn generate(
    context: &Context<'_>,
    sitting: &mut Sitting,
    session: &Session,
    renewal: RenewalId,
) -> Result<Vec<u8>, FlowError> {
    context.person.step(Step::GenerateKey);
    let taken = errand::take(context, session, ErrandKind::GenerateKey, Some(renewal))?;
    let Work::GenerateKey(work) = taken.errand.work.clone() else {
        return Err(FlowError::Errand("work"));
    };
    if work.renewal_id != renewal {
        return Err(FlowError::Errand("renewal"));
    }
    let plan = taken.part(context, &work.plan)?;
    let found = match find_pending(context, &renewal.to_string())? {
        Some(found) => found,
        None => make_key(context, sitting, &taken, &work)?,
    };
    hooks::reached("generated");
    let request = sign_request(context, sitting, &taken, renewal, &plan, &found)?;
    let product = Some(Product::Request(Bytes::new(request.clone())));
    taken.finish(context, session, Some(renewal), product)?;
    context.person.done(Step::GenerateKey);
    Ok(request)
}

fn make_key<'a>(
    context: &Context<'a>,
    sitting: &mut Sitting,
    taken: &Taken,
    work: &GenerateKeyWork,
) -> Result<Found<'a>, FlowError> {
    let algorithm = work
        .medium
        .keys
        .iter()
        .find_map(|form| form.among(known_algorithms()))
        .ok_or(FlowError::NoKeyForm)?;
    let medium = context.media.first().ok_or(FlowError::KeyAbsent)?.as_ref();
    let choice = context.person.new_key(&context.trust.name)?;
    let protection = match &choice {
        NewKeyChoice::WithoutPassword => Protection::None,
        NewKeyChoice::Password(secret) => Protection::Password(secret),
    };
    let new = NewKey {
        algorithm,
        keeping: Keeping {
            made_for: Some(MadeFor {
                authority: context.trust.origin.as_str().to_owned(),
                renewal: work.renewal_id.to_string(),
                errand: taken.errand.errand_id.to_string(),
            }),
            ..Keeping::new(protection, context.clock.now())
        },
    };
    let entry: Entry = context.random(|rng| medium.generate(&new, rng))?;
    sitting.keep_new(&entry.id, choice);
    Ok(Found { medium, entry })
}

fn sign_request(
    context: &Context<'_>,
    sitting: &mut Sitting,
    taken: &Taken,
    renewal: RenewalId,
    plan_der: &[u8],
    found: &Found<'_>,
) -> Result<Vec<u8>, FlowError> {
    let plan = CertificatePlan::from_bytes(plan_der)?;
    let digest = found.entry.public_key.algorithm().binding_digest();
    let binding = RequestBinding::over(
        taken.context(context, Purpose::Request),
        renewal,
        digest,
        plan_der,
    )?;
    let key = sitting.key(context, found, KeyUse::New)?.signer();
    let request = context
        .random(|rng| {
            RequestBuilder::new(plan.subject()?)
                .extensions(plan.extensions()?)
                .attribute(oid::ATTRIBUTE_REQUEST_BINDING, &binding.to_bytes()?)
                .sign(key, rng)
                .map_err(FlowError::MakeRequest)
        })?
        .der()
        .to_vec();
    SignatureRecord {
        at: context.now(),
        origin: context.trust.origin.clone(),
        signed: Signed::Request,
        certificate: None,
        product: Sha256::of(&request),
    }
    .append(context.home)?;
    Ok(request)
}

/// The algorithms that keys are made for here.
fn known_algorithms() -> impl Iterator<Item = KeyAlgorithm> {
    ParameterSet::all()
        .iter()
        .copied()
        .map(KeyAlgorithm::Gost)
        .chain([
            KeyAlgorithm::EcdsaP256,
            KeyAlgorithm::EcdsaP384,
            KeyAlgorithm::Rsa { bits: 2048 },
            KeyAlgorithm::Rsa { bits: 3072 },
            KeyAlgorithm::Rsa { bits: 4096 },
            KeyAlgorithm::Ed25519,
        ])
}
