//! (c) Certification requests that are refused.

use smena_gost::ParameterSet;
use smena_pki::{
    algorithm::KeyAlgorithm,
    extension::{BasicConstraints, Extensions},
    key::{PrivateKey, Signer},
    name::NameBuilder,
    oid::COMMON_NAME,
    request::RequestBuilder,
};
use smena_protocol::{
    oid,
    v1::{
        Bytes, ErrandKind, Nonce, Product, RenewalId, RenewalStatus,
        signed::{CertificatePlan, Purpose, RequestBinding, Structure as _},
    },
};

use super::refused;
use crate::{
    agent::{Agent, Taken},
    world::{Seeded, World},
};

async fn refused_request(
    agent: &mut Agent<'_>,
    status: &RenewalStatus,
    code: &str,
    make: impl FnOnce(&mut Agent<'_>, &Taken, &[u8]) -> Vec<u8>,
) {
    let taken = agent
        .take(ErrandKind::GenerateKey, Some(status.id))
        .await
        .expect("taken");
    let plan = agent.plan(&taken).await;
    let request = make(agent, &taken, &plan);
    let product = Product::Request(Bytes::new(request));
    refused(agent, &taken, product, status, code).await;
}

fn with_binding(
    agent: &mut Agent<'_>,
    key: &dyn Signer,
    plan: &[u8],
    binding: Option<&RequestBinding>,
    change: impl FnOnce(RequestBuilder, &CertificatePlan) -> RequestBuilder,
) -> Vec<u8> {
    let read = CertificatePlan::from_bytes(plan).expect("a plan");
    let builder = RequestBuilder::new(read.subject().expect("a subject"))
        .extensions(read.extensions().expect("extensions"));
    let mut builder = change(builder, &read);
    if let Some(binding) = binding {
        let value = binding.to_bytes().expect("octets");
        builder = builder.attribute(oid::ATTRIBUTE_REQUEST_BINDING, &value);
    }
    builder
        .sign(key, &mut agent.rng)
        .expect("a request")
        .der()
        .to_vec()
}

fn binding(
    agent: &Agent<'_>,
    taken: &Taken,
    plan: &[u8],
    key: &dyn Signer,
    renewal: RenewalId,
) -> RequestBinding {
    let context = agent.context(taken, Purpose::Request);
    let digest = key.public_key().algorithm().binding_digest();
    RequestBinding::over(context, renewal, digest, plan).expect("a binding")
}

#[tokio::test]
async fn a_request_with_a_key_that_was_met_before_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let other = world.holder(1, 20).await;
    let mut neighbour = Agent::new(&world, "neighbour").await;
    neighbour.sign_in(&other).await.expect("signed in");
    let (_, taken_key) = neighbour.keyed(&other).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    // The very same number on the very same curve, under the curve's other name.
    let twin = KeyAlgorithm::Gost(ParameterSet::Tc26256B);
    let twin = PrivateKey::generate(twin, &mut Seeded::new("certificate 0")).expect("a key");
    assert_ne!(twin.public_key(), holder.key.public_key());
    assert_eq!(
        twin.public_key().normalised_hash(),
        holder.key.public_key().normalised_hash()
    );
    let p256 = PrivateKey::generate(KeyAlgorithm::EcdsaP256, &mut agent.rng).expect("a key");
    let issuing = world.issuing_key();
    let keys: [(&dyn Signer, &str); 6] = [
        (&holder.key, "key-of-old-certificate"),
        (&twin, "key-of-old-certificate"),
        (&other.key, "key-issued-before"),
        (&taken_key, "key-in-other-renewal"),
        (issuing.signer(), "key-of-authority"),
        (&p256, "request-key-form"),
    ];
    for (key, code) in keys {
        refused_request(&mut agent, &status, code, |agent, taken, plan| {
            agent.request(taken, plan, key, status.id)
        })
        .await;
    }
}

#[tokio::test]
async fn a_request_with_a_key_of_another_form_or_no_key_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    let rsa = PrivateKey::generate(KeyAlgorithm::Rsa { bits: 2048 }, &mut agent.rng);
    let rsa = rsa.expect("a key");
    refused_request(
        &mut agent,
        &status,
        "request-key-form",
        |agent, taken, plan| agent.request(taken, plan, &rsa, status.id),
    )
    .await;
    refused_request(
        &mut agent,
        &status,
        "request-key-invalid",
        |agent, taken, plan| {
            let key = agent.new_key();
            let mut request = agent.request(taken, plan, &key, status.id);
            let point = key.public_key().key_bits().to_vec();
            let at = request
                .windows(point.len())
                .position(|part| part == point)
                .expect("the point");
            request[at + 5] ^= 1;
            request
        },
    )
    .await;
}

#[tokio::test]
async fn a_request_that_says_something_else_than_its_plan_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    let key = agent.new_key();
    refused_request(
        &mut agent,
        &status,
        "request-signature",
        |agent, taken, plan| {
            let mut request = agent.request(taken, plan, &key, status.id);
            *request.last_mut().expect("octets") ^= 1;
            request
        },
    )
    .await;
    refused_request(
        &mut agent,
        &status,
        "request-extensions",
        |agent, taken, plan| {
            let binding = binding(agent, taken, plan, &key, status.id);
            with_binding(agent, &key, plan, Some(&binding), |builder, plan| {
                let constraints = BasicConstraints {
                    ca: true,
                    path_length: None,
                };
                let extensions: Extensions = plan.extensions().expect("extensions");
                builder.extensions(extensions.with(&constraints, true))
            })
        },
    )
    .await;
    refused_request(
        &mut agent,
        &status,
        "request-subject",
        |agent, taken, plan| {
            let binding = binding(agent, taken, plan, &key, status.id);
            with_binding(agent, &key, plan, Some(&binding), |_, plan| {
                let name = NameBuilder::default()
                    .push(COMMON_NAME, "Другой")
                    .expect("a name")
                    .build();
                RequestBuilder::new(name).extensions(plan.extensions().expect("extensions"))
            })
        },
    )
    .await;
}

#[tokio::test]
async fn a_request_that_is_bound_to_something_else_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.confirmed(&holder).await;
    let key = agent.new_key();
    refused_request(
        &mut agent,
        &status,
        "request-not-bound",
        |agent, _, plan| with_binding(agent, &key, plan, None, |builder, _| builder),
    )
    .await;
    refused_request(
        &mut agent,
        &status,
        "signed-renewal-differs",
        |agent, taken, plan| agent.request(taken, plan, &key, RenewalId::new([7; 16])),
    )
    .await;
    refused_request(
        &mut agent,
        &status,
        "signed-plan-differs",
        |agent, taken, plan| {
            let binding = binding(agent, taken, b"another plan", &key, status.id);
            with_binding(agent, &key, plan, Some(&binding), |builder, _| builder)
        },
    )
    .await;
    refused_request(
        &mut agent,
        &status,
        "signed-server-nonce-differs",
        |agent, taken, plan| {
            let mut binding = binding(agent, taken, plan, &key, status.id);
            binding.context.server_nonce = Nonce::new([9; 32]);
            with_binding(agent, &key, plan, Some(&binding), |builder, _| builder)
        },
    )
    .await;
    agent.keyed(&holder).await;
}
