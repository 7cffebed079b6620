//! (b) Applications that are refused.

use smena_protocol::v1::{
    ErrandKind, Moment, Origin, RenewalId, RenewalStatus,
    signed::{ApplicationBinding, Purpose},
};
use time::Duration;

use super::{cms, refused};
use crate::{
    agent::{Agent, Files},
    world::{Holder, NOW, Refused, World},
};

type BindingChange = fn(&mut ApplicationBinding);

async fn refused_application(
    agent: &mut Agent<'_>,
    holder: &Holder,
    status: &RenewalStatus,
    code: &str,
    make: impl FnOnce(&mut Agent<'_>, ApplicationBinding, &Files) -> Vec<u8>,
) -> Refused {
    let taken = agent
        .take(ErrandKind::SignApplication, Some(status.id))
        .await
        .expect("taken");
    let files = agent.files(&taken).await;
    let binding = agent.binding(&taken, &files, &holder.certificate);
    let product = cms(make(agent, binding, &files));
    refused(agent, &taken, product, status, code).await
}

#[tokio::test]
async fn an_application_that_binds_something_else_is_refused() {
    let world = World::new().await;
    let (holder, mut agent, status) = Agent::with_new_key(&world).await;
    let changes: [(&str, BindingChange); 9] = [
        ("signed-purpose-differs", |binding| {
            binding.context.purpose = Purpose::SignIn;
        }),
        ("signed-origin-differs", |binding| {
            binding.context.origin = Origin::parse("https://phishing.example").expect("an origin");
        }),
        ("request-hash-differs", |binding| {
            binding.request = Some(binding.document.clone());
        }),
        ("signed-data-differs", |binding| {
            binding.data = binding.document.clone();
        }),
        ("signed-document-differs", |binding| {
            binding.document = binding.data.clone();
        }),
        ("application-of-other-renewal", |binding| {
            binding.renewal_id = RenewalId::new([7; 16]);
        }),
        ("stale-revision", |binding| binding.revision -= 1),
        ("procedure-changed", |binding| {
            binding.procedure.version += 1;
        }),
        ("application-too-late", |binding| {
            binding.valid_until = Moment::new(NOW - Duration::seconds(1));
        }),
    ];
    for (code, change) in changes {
        refused_application(
            &mut agent,
            &holder,
            &status,
            code,
            |agent, mut wrong, files| {
                change(&mut wrong);
                agent.application_cms(&holder, &wrong, &files.document)
            },
        )
        .await;
    }
    refused_application(
        &mut agent,
        &holder,
        &status,
        "cms-content-changed",
        |agent, bound, stored| {
            let longer = [stored.document.as_slice(), b" "].concat();
            agent.application_cms(&holder, &bound, &longer)
        },
    )
    .await;
    agent.applied(&holder, status.id).await;
}

#[tokio::test]
async fn an_application_by_another_signer_or_clock_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let sibling = world.stranger(0, 30, "sibling");
    world.import(&sibling.certificate).await;
    let foreign = world.foreigner(&holder, 20);
    let mut agent = Agent::signed_in(&world, &holder).await;
    let (status, _) = agent.keyed(&holder).await;
    for (signer, code) in [(&sibling, "other-signer"), (&foreign, "certificate-path")] {
        refused_application(
            &mut agent,
            &holder,
            &status,
            code,
            |agent, binding, files| agent.application_cms(signer, &binding, &files.document),
        )
        .await;
    }
    for hours in [-24, 24] {
        let code = "clock-differs";
        refused_application(
            &mut agent,
            &holder,
            &status,
            code,
            |agent, binding, files| {
                agent.clock_hours = hours;
                let cms = agent.application_cms(&holder, &binding, &files.document);
                agent.clock_hours = 0;
                cms
            },
        )
        .await;
    }
    world.revoke(&holder.certificate).await;
    refused_application(
        &mut agent,
        &holder,
        &status,
        "revoked",
        |agent, binding, files| agent.application_cms(&holder, &binding, &files.document),
    )
    .await;
}

#[tokio::test]
async fn answers_of_two_renewals_that_are_crossed_are_refused() {
    let world = World::new().await;
    let first = world.holder(0, 20).await;
    let second = world.stranger(0, 30, "second");
    world.import(&second.certificate).await;
    let mut agent = Agent::signed_in(&world, &first).await;
    let (one, _) = agent.keyed(&first).await;
    let (two, _) = agent.keyed(&second).await;
    let kind = ErrandKind::SignApplication;
    let taken_one = agent.take(kind, Some(one.id)).await.expect("taken");
    let files_one = agent.files(&taken_one).await;
    let bound = agent.binding(&taken_one, &files_one, &first.certificate);
    let cms_one = agent.application_cms(&first, &bound, &files_one.document);
    let taken_two = agent.take(kind, Some(two.id)).await.expect("taken");
    // Another document, to begin with: what was signed is not what the other renewal has.
    refused(
        &mut agent,
        &taken_two,
        cms(cms_one.clone()),
        &two,
        "cms-content-changed",
    )
    .await;
    let accepted = agent
        .hand_in(&taken_one, Some(cms(cms_one)))
        .await
        .expect("its own");
    agent.take_back(&taken_one, accepted).await.expect("taken");
    assert_eq!(agent.status(one.id).await.stage, "checked");
    assert_eq!(agent.status(two.id).await.stage, "keyed");
}
