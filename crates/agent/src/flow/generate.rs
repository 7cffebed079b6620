//! Making the new key and its certification request.

use smena_gost::ParameterSet;
use smena_media::{Entry, Held, Keeping, KeyMedium, KeysLeave, MadeFor, NewKey, Place, Protection};
use smena_pki::{algorithm::KeyAlgorithm, request::RequestBuilder};
use smena_protocol::{
    oid,
    v1::{
        Bytes, ErrandKind, GenerateKeyWork, MediumKind, MediumRules, Product, RenewalId, Sha256,
        Work,
        signed::{CertificatePlan, Purpose, RequestBinding, Structure as _},
    },
};

use super::{
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{ErrandShown, KeyUse, Offer, Step},
    session::Session,
    sitting::{Sitting, find_pending, log_in},
};
use crate::{
    hooks,
    state::{Requested, SignatureRecord, Signed},
};

/// Makes the key (or takes the one that an earlier run has made for this renewal) and hands in the request.
pub(super) fn generate<'a>(
    context: &Context<'a>,
    sitting: &mut Sitting<'_>,
    session: &Session,
    renewal: RenewalId,
    old: &Held<'a>,
) -> Result<Vec<u8>, FlowError> {
    context.person.step(Step::GenerateKey);
    let taken = errand::take(context, session, ErrandKind::GenerateKey, Some(renewal))?;
    let (_, request) = request(context, sitting, &taken, Some(old))?;
    let product = Some(Product::Request(Bytes::new(request.clone())));
    taken.finish(context, session, Some(renewal), product)?;
    context.person.done(Step::GenerateKey);
    Ok(request)
}

/// The request of an errand that was taken, with the renewal that it is for.
pub(super) fn request<'a>(
    context: &Context<'a>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    old: Option<&Held<'a>>,
) -> Result<(RenewalId, Vec<u8>), FlowError> {
    let Work::GenerateKey(work) = taken.errand.work.clone() else {
        return Err(FlowError::Errand("work"));
    };
    let renewal = work.renewal_id;
    let plan = taken.part(context, &work.plan)?;
    let found = match find_pending(context, &renewal.to_string())? {
        Some(found) => {
            let shown = ErrandShown::of(context, taken, None, Some(found.medium.place()));
            shown.expect_agreed(context)?;
            found
        }
        None => make_key(context, sitting, taken, &work, old)?,
    };
    hooks::reached("generated");
    let request = sign_request(context, sitting, taken, renewal, &plan, &found)?;
    Ok((renewal, request))
}

fn make_key<'a>(
    context: &Context<'a>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    work: &GenerateKeyWork,
    old: Option<&Held<'a>>,
) -> Result<Held<'a>, FlowError> {
    let (medium, algorithm) = choose_medium(context, &work.medium, old)?;
    let choice = context
        .person
        .new_key(&context.trust.name, medium.place())?;
    // A token makes its keys out of its own randomness.
    if medium.place().kind != smena_media::MediumKind::Token
        && let Some(rng) = context.person.randomness()?
    {
        context.draw_from(rng);
    }
    log_in(context.person, medium)?;
    let protection = match &choice.password {
        None => Protection::None,
        Some(secret) => Protection::Password(secret),
    };
    let new = NewKey {
        algorithm,
        keeping: Keeping {
            exportable: choice.exportable && !work.medium.non_exportable,
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
    Ok(Held { medium, entry })
}

/// Lets the person choose among the media that the authority allows and that can make such a key, each with the form of
/// key that the authority prefers of those it can make. The medium of the old key comes first.
fn choose_medium<'a>(
    context: &Context<'a>,
    rules: &MediumRules,
    old: Option<&Held<'a>>,
) -> Result<(&'a dyn KeyMedium, KeyAlgorithm), FlowError> {
    let media: &'a [Box<dyn KeyMedium>] = context.media;
    let has_old_key =
        |medium: &dyn KeyMedium| old.is_some_and(|old| medium.place() == old.medium.place());
    let mut fit: Vec<(&'a dyn KeyMedium, KeyAlgorithm)> = media
        .iter()
        .map(AsRef::as_ref)
        .filter(|medium| is_allowed(medium.place(), rules))
        .filter_map(|medium| {
            let makes = || known_algorithms().filter(|algorithm| medium.makes(*algorithm));
            let form = rules.keys.iter().find_map(|form| form.among(makes()))?;
            Some((medium, form))
        })
        .collect();
    fit.sort_by_key(|(medium, _)| !has_old_key(*medium));
    let offers: Vec<Offer<'_>> = fit
        .iter()
        .map(|(medium, _)| Offer {
            place: medium.place(),
            has_old_key: has_old_key(*medium),
        })
        .collect();
    let chosen = match offers.len() {
        0 if !media.iter().any(|medium| is_allowed(medium.place(), rules)) => {
            return Err(FlowError::ChosenMediumAbsent);
        }
        0 => return Err(FlowError::NoKeyForm),
        1 => 0,
        _ => context.person.choose_medium(&offers)?,
    };
    fit.get(chosen).copied().ok_or(FlowError::NoKeyForm)
}

/// Whether an authority's rules allow a key on this medium.
fn is_allowed(place: &Place, rules: &MediumRules) -> bool {
    let kind = match place.kind {
        smena_media::MediumKind::Token => MediumKind::Token,
        _ => MediumKind::Folder,
    };
    let leaves = place.keys_leave == KeysLeave::Always;
    (rules.media.is_empty() || rules.media.contains(&kind)) && !(rules.non_exportable && leaves)
}

fn sign_request(
    context: &Context<'_>,
    sitting: &mut Sitting<'_>,
    taken: &Taken,
    renewal: RenewalId,
    plan_der: &[u8],
    found: &Held<'_>,
) -> Result<Vec<u8>, FlowError> {
    let plan = CertificatePlan::from_bytes(plan_der)?;
    let digest = found.entry.public_key.algorithm().binding_digest();
    let binding = RequestBinding::over(
        taken.context(context, Purpose::Request),
        renewal,
        digest,
        plan_der,
    )?;
    let subject = plan.subject()?;
    let requested = Requested {
        key: Sha256::new(found.entry.public_key.normalised_hash()),
        subject: Sha256::of(subject.der()),
    };
    let key = sitting.key(context.person, found, KeyUse::New)?.signer();
    let request = context
        .random(|rng| {
            RequestBuilder::new(subject)
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
        replaces: None,
        requested: Some(requested),
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
