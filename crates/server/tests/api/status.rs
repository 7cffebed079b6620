//! A source of status that fails (security design, section 6, case 28): the list of the authority's other system. What
//! nobody could say is "could not check": nothing is issued on it, nothing is called revoked, nothing is lost, and it is
//! asked again.

use std::fs;

use axum::http::StatusCode;
use smena_domain::{
    certificate::Thumbprint,
    renewal::{Command, Renewal, StageName},
};
use smena_pki::{
    certificate::Certificate,
    crl::{CrlBuilder, Reason, RevokedEntry},
    extension::Extension,
    oid,
};
use smena_protocol::v1::{Bytes, Done, ErrandKind, Outcome, Product, RenewalStatus};
use smena_server::{
    app::{Actor, plan::certificate_plan, renewals, standing::standing_of},
    limits::STATUS_LIST_BYTES_MAX,
    outbound::status_list::{self, StatusListError},
};
use smena_store::{RenewalId, certificates::CertificateStatus};
use time::{Duration, OffsetDateTime};

use crate::{
    agent::Agent,
    world::{NOW, Seeded, World},
};

/// A list of the other system: valid for a week from this instant, with these entries.
fn list(world: &World, from: OffsetDateTime, entries: &[RevokedEntry]) -> Vec<u8> {
    signed(world, from, entries, None)
}

fn signed(
    world: &World,
    from: OffsetDateTime,
    entries: &[RevokedEntry],
    extension: Option<Extension>,
) -> Vec<u8> {
    let issuing = world.app.authority.issuing();
    let key = world.issuing_key();
    let mut builder = CrlBuilder::new(issuing, 7, from, from + Duration::days(7)).sorted();
    if let Some(extension) = extension {
        builder = builder.extension(extension);
    }
    builder
        .sign(entries, key.signer(), &mut Seeded::new("list"))
        .expect("a list")
}

fn entry(certificate: &Certificate, reason: Option<Reason>) -> RevokedEntry {
    RevokedEntry {
        serial: certificate.serial().clone(),
        date: NOW - Duration::hours(2),
        reason,
    }
}

fn publish(world: &World, list: &[u8]) {
    fs::write(world.status_list(), list).expect("a file");
}

fn take_away(world: &World) {
    fs::remove_file(world.status_list()).expect("it was there");
}

/// The renewal as it is stored: no session lasts as long as some of these stories.
async fn stored(world: &World, status: &RenewalStatus) -> Renewal {
    let id = RenewalId::new(*status.id.as_bytes());
    renewals::load(&world.app, id).await.expect("it").state
}

async fn assert_unchanged(agent: &Agent<'_>, before: &RenewalStatus) {
    let after = agent.status(before.id).await;
    assert_eq!(
        (&after.stage, after.revision, &after.certificate),
        (&before.stage, before.revision, &before.certificate)
    );
}

#[tokio::test]
async fn an_application_whose_status_cannot_be_checked_is_taken_when_it_is_sent_again() {
    let world = World::with_status_list().await;
    publish(&world, &list(&world, NOW, &[]));
    let (holder, mut agent, status) = Agent::with_new_key(&world).await;
    let taken = agent
        .take(ErrandKind::SignApplication, Some(status.id))
        .await
        .expect("taken");
    let files = agent.files(&taken).await;
    let binding = agent.binding(&taken, &files, &holder.certificate);
    let cms = agent.application_cms(&holder, &binding, &files.document);
    let product = Some(Product::Cms(Bytes::new(cms)));
    let result = agent.seal(&taken, Outcome::Done(Done::with(product)));

    take_away(&world);
    for _ in 0..2 {
        let refused = agent.send(&taken, &result).await.expect_err("not checked");
        assert_eq!(refused.code(), "could-not-check");
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(refused.problem.message.contains("УЦ «Проба»"));
        assert_ne!(refused.problem.message, refused.problem.remedy);
        assert_unchanged(&agent, &status).await;
    }
    assert!(world.journalled("could-not-check").await);
    assert!(!world.journalled("revoked").await, "nobody says revoked");
    let stored = world.status_in_store(&holder.certificate).await;
    assert_eq!(stored, CertificateStatus::Good);

    publish(&world, &list(&world, NOW, &[]));
    let accepted = agent.send(&taken, &result).await.expect("the same octets");
    agent.take_back(&taken, accepted).await.expect("applied");
    assert_eq!(agent.status(status.id).await.stage, "checked");
}

#[tokio::test]
async fn an_issue_whose_status_cannot_be_checked_before_the_intent_is_tried_until_it_can() {
    let world = World::with_status_list().await;
    publish(&world, &list(&world, NOW, &[]));
    let (holder, mut agent, status) = Agent::with_new_key(&world).await;
    agent.applied(&holder, status.id).await;
    approve(&world, &holder.certificate, &status).await;
    let approved = stored(&world, &status).await;
    assert_eq!(approved.stage_name(), StageName::Cleared);

    take_away(&world);
    let asked = || async {
        let rows = world.journal().await;
        let unanswered = |row: &&_| is_unanswered_issue(row);
        rows.iter().filter(unanswered).count()
    };
    for attempt in 1..=3 {
        world.work().await;
        assert_eq!(stored(&world, &status).await, approved);
        assert_eq!(asked().await, attempt, "each attempt is journalled");
        world.pass(Duration::hours(1));
    }

    publish(&world, &list(&world, NOW, &[]));
    world.work().await;
    let issued = stored(&world, &status).await;
    assert_eq!(issued.stage_name(), StageName::Issued);
}

fn is_unanswered_issue(row: &smena_store::journal::JournalRow) -> bool {
    row.command == "prepare-issue" && row.outcome == "could-not-check"
}

#[tokio::test]
async fn an_approval_whose_status_cannot_be_checked_waits_longer_than_a_job_is_tried() {
    let world = World::with_status_list().await;
    publish(&world, &list(&world, NOW, &[]));
    let (holder, mut agent, status) = Agent::with_new_key(&world).await;
    agent.applied(&holder, status.id).await;
    let checked = stored(&world, &status).await;
    take_away(&world);
    for _ in 0..smena_server::limits::JOB_ATTEMPTS_MAX + 2 {
        world.work().await;
        world.pass(Duration::hours(1));
    }
    assert_eq!(stored(&world, &status).await, checked);
    publish(&world, &list(&world, NOW, &[]));
    world.work().await;
    let issued = stored(&world, &status).await;
    assert_eq!(issued.stage_name(), StageName::Issued);
}

/// The rule approves while the list can be read.
async fn approve(world: &World, old: &Certificate, status: &RenewalStatus) {
    let ctx = world.app.ctx(Actor::Job);
    let renewal = stored(world, status).await;
    let plan = certificate_plan(&world.app, &renewal, old).expect("a plan");
    let thumbprint = Thumbprint::new(old.thumbprint());
    let command = Command::ApproveByRule {
        standing: standing_of(&world.app, ctx.now, thumbprint).await,
        plan: plan.hash,
    };
    renewals::execute(&world.app, &ctx, renewal.id(), command)
        .await
        .expect("approved");
}

#[tokio::test]
async fn what_the_list_says_counts_and_a_list_that_may_not_be_asked_says_nothing() {
    let world = World::with_status_list().await;
    let holder = world.holder(0, 20).await;
    let other = world.holder(1, 20).await;
    let own = &holder.certificate;
    let good = list(&world, NOW, &[entry(&other.certificate, None)]);
    let mut tampered = good.clone();
    *tampered.last_mut().expect("octets") ^= 1;
    let delta = Extension::new(oid::DELTA_CRL_INDICATOR, false, vec![2, 1, 1]);
    let point = Extension::new(oid::ISSUING_DISTRIBUTION_POINT, true, vec![0x30, 0]);
    let cases = [
        (
            list(&world, NOW, &[entry(own, Some(Reason::KeyCompromise))]),
            "revoked",
        ),
        (list(&world, NOW, &[entry(own, None)]), "revoked"),
        (
            list(&world, NOW, &[entry(own, Some(Reason::CertificateHold))]),
            "on-hold",
        ),
        (
            list(&world, NOW - Duration::days(8), &[]),
            "could-not-check",
        ),
        (
            list(&world, NOW + Duration::hours(1), &[]),
            "could-not-check",
        ),
        (tampered, "could-not-check"),
        (signed(&world, NOW, &[], Some(delta)), "could-not-check"),
        (signed(&world, NOW, &[], Some(point)), "could-not-check"),
        (foreign_list(&world), "could-not-check"),
        (b"no list at all".to_vec(), "could-not-check"),
        (Vec::new(), "could-not-check"),
    ];
    for (index, (octets, code)) in cases.into_iter().enumerate() {
        publish(&world, &octets);
        let mut agent = Agent::new(&world, "usual").await;
        let refused = agent.sign_in(&holder).await.expect_err(code);
        assert_eq!(refused.code(), code, "case {index}");
    }
    publish(&world, &good);
    Agent::signed_in(&world, &holder).await;
    let mut agent = Agent::new(&world, "other").await;
    let refused = agent.sign_in(&other).await.expect_err("listed");
    assert_eq!(refused.code(), "revoked");
    assert_eq!(
        world.status_in_store(&other.certificate).await,
        CertificateStatus::Good,
        "the list speaks for itself and changes nothing in the store"
    );
}

/// A list in the name of another issuer.
fn foreign_list(world: &World) -> Vec<u8> {
    let root = world.app.authority.root();
    let key = world.key("root");
    CrlBuilder::new(root, 7, NOW, NOW + Duration::days(7))
        .sign(&[], key.signer(), &mut Seeded::new("list"))
        .expect("a list")
}

#[tokio::test]
async fn what_the_store_calls_revoked_needs_no_list() {
    let world = World::with_status_list().await;
    let holder = world.holder(0, 20).await;
    world.revoke(&holder.certificate).await;
    let mut agent = Agent::new(&world, "usual").await;
    let refused = agent.sign_in(&holder).await.expect_err("revoked");
    assert_eq!(refused.code(), "revoked");
}

#[tokio::test]
async fn a_list_of_the_greatest_length_is_read_and_one_octet_more_is_not() {
    let world = World::with_status_list().await;
    let (path, authority) = (world.status_list(), &world.app.authority);
    let read = async |length| {
        let file = fs::File::create(&path).expect("a file");
        file.set_len(length).expect("its length");
        status_list::read(&path, authority.issuing(), authority.issuing_key(), NOW)
            .await
            .expect_err("zeros are no list")
    };
    let longest = read(STATUS_LIST_BYTES_MAX).await;
    assert!(matches!(longest, StatusListError::Form(_)), "{longest:?}");
    let longer = read(STATUS_LIST_BYTES_MAX + 1).await;
    assert!(matches!(longer, StatusListError::TooLong), "{longer:?}");
}
