//! The issuance cycle: one certificate, whatever happens between two steps.
#![cfg(test)]

use smena_domain::{
    certificate::RevocationReason,
    renewal::{ReferralReason, RenewalId, Stage, StageName},
};
use smena_pki::{certificate::Certificate, crl::CertificateRevocationList};
use smena_store::{StoredIntent, Thumbprint, intents, jobs::JobState};
use time::Duration;

use super::{IssueError, Next, Outcome, begin, finish, issue, recover};
use crate::{
    app::{
        issuing::StopReason,
        presence,
        revocation::{latest_list, revoke},
    },
    limits::BACKDATE_MINUTES,
    world::{ALGORITHMS, GOST, NOW, OpenSsl, World, server_file},
};

/// A renewal whose intent is stored and not signed: the server ended before step 5.
async fn intended(world: &World) -> (RenewalId, StoredIntent) {
    let holder = world.holder("Holder").await;
    let id = world.cleared(&holder).await;
    let renewal = world.renewal(id).await;
    match begin(&world.app, &world.ctx(), &renewal)
        .await
        .expect("begun")
    {
        Next::Sign(intent) => (id, *intent),
        _ => panic!("an intent was expected"),
    }
}

async fn listed_serials(world: &World) -> Vec<Vec<u8>> {
    let list = latest_list(&world.app)
        .await
        .expect("read")
        .expect("a list");
    let list = CertificateRevocationList::from_der(&list.der).expect("a list");
    list.entries()
        .map(|entry| entry.serial.content().to_vec())
        .collect()
}

#[tokio::test]
async fn the_worker_goes_from_the_application_to_the_notified_certificate() {
    for algorithm in ALGORITHMS {
        let world = World::of(algorithm).await;
        let holder = world.holder("Holder").await;
        let id = world.applied(&holder).await;
        world.work().await;
        let failed: Vec<_> = world
            .jobs(JobState::Failed)
            .await
            .into_iter()
            .filter_map(|job| job.failure)
            .collect();
        assert!(failed.is_empty(), "{algorithm:?}: {failed:?}");
        let row = world.issued(id).await.expect("issued");
        let new = Certificate::from_der(&row.der).expect("a certificate");
        let old = &holder.certificate;
        assert_eq!(new.subject(), old.subject(), "{algorithm:?}");
        assert_ne!(new.spki_der(), old.spki_der());
        assert_ne!(new.serial(), old.serial());
        assert_eq!(new.not_before(), NOW - Duration::minutes(BACKDATE_MINUTES));
        assert_eq!(new.not_after(), new.not_before() + Duration::days(45));
        assert_eq!(
            world.renewal(id).await.new_thumbprint(),
            Some(row.thumbprint)
        );
        assert!(world.jobs(JobState::Queued).await.is_empty());

        let folder = world.folder.path();
        let Some(openssl) = OpenSsl::in_folder(folder) else {
            continue;
        };
        std::fs::write(folder.join("new.pem"), new.to_pem()).expect("a file");
        for name in ["root", "issuing"] {
            let words = format!("x509 -inform DER -in authority/{name}.cer -out {name}.pem");
            openssl.accepts(&words);
        }
        let at = NOW.unix_timestamp();
        openssl.accepts(&format!(
            "verify -x509_strict -attime {at} -CAfile root.pem -untrusted issuing.pem new.pem"
        ));
    }
}

#[tokio::test]
async fn asked_again_the_same_renewal_has_the_same_certificate() {
    let world = World::new().await;
    let holder = world.holder("Holder").await;
    let id = world.cleared(&holder).await;
    let first = issue(&world.app, &world.ctx(), id).await.expect("issued");
    let Outcome::Issued(thumbprint) = first else {
        panic!("{first:?}")
    };
    let again = issue(&world.app, &world.ctx(), id)
        .await
        .expect("asked again");
    assert_eq!(again, Outcome::AlreadyIssued(thumbprint));
}

#[tokio::test]
async fn nothing_is_stored_before_the_intent() {
    let world = World::new().await;
    let holder = world.holder("Holder").await;
    let id = world.cleared(&holder).await;
    let renewal = world.renewal(id).await;
    let draft = super::steps::build(&world.app, &world.ctx(), &renewal)
        .await
        .expect("built");
    super::steps::lint_trial(&world.app, &world.ctx(), &renewal, &draft)
        .await
        .expect("linted");
    assert_eq!(world.renewal(id).await, renewal);
    assert!(
        intents::committed_of_renewal(&world.app.store, id)
            .await
            .expect("read")
            .is_none()
    );
    assert!(matches!(
        issue(&world.app, &world.ctx(), id).await,
        Ok(Outcome::Issued(_))
    ));
}

#[tokio::test]
async fn a_server_that_ended_before_the_signature_goes_on_with_the_same_octets() {
    let world = World::new().await;
    let (id, intent) = intended(&world).await;
    assert!(world.issued(id).await.is_none());
    world.pass(Duration::minutes(30));
    let second = world.second_process().await;
    let recovered = recover(&second, &second.ctx(crate::app::Actor::Job))
        .await
        .expect("recovered");
    assert_eq!(recovered, 1);
    let row = world.issued(id).await.expect("issued");
    let certificate = Certificate::from_der(&row.der).expect("a certificate");
    assert_eq!(certificate.tbs_der(), intent.tbs());
}

#[tokio::test]
async fn a_signature_that_was_lost_is_made_again_over_the_same_octets() {
    let world = World::new().await;
    let (id, intent) = intended(&world).await;
    // Step 5 was done, its result is gone.
    world
        .app
        .authority
        .sign_intent(&intent, &world.ctx())
        .await
        .expect("signed");
    assert!(matches!(
        issue(&world.app, &world.ctx(), id).await,
        Ok(Outcome::Issued(_))
    ));
}

#[tokio::test]
async fn an_intent_that_is_too_old_is_abandoned_and_its_serial_listed_as_revoked() {
    let world = World::new().await;
    let (id, intent) = intended(&world).await;
    world.pass(Duration::minutes(61));
    let outcome = issue(&world.app, &world.ctx(), id)
        .await
        .expect("looked at");
    assert_eq!(outcome, Outcome::IntentDropped);
    assert!(
        intents::committed_of_renewal(&world.app.store, id)
            .await
            .expect("read")
            .is_none()
    );
    world.work().await;
    let row = world.issued(id).await.expect("issued anew");
    assert_ne!(row.serial, *intent.serial());
    assert_eq!(listed_serials(&world).await, [intent.serial().as_bytes()]);
}

#[tokio::test]
async fn a_certificate_revoked_after_the_approval_stops_the_issue_at_the_last_look() {
    let world = World::new().await;
    let holder = world.holder("Holder").await;
    let id = world.cleared(&holder).await;
    let thumbprint = Thumbprint::new(holder.certificate.thumbprint());
    // The row alone, as if the renewal had not been told.
    let mut tx = world.app.store.write().await.expect("a transaction");
    let reason = RevocationReason::KeyCompromise;
    smena_store::certificates::revoke(&mut tx, thumbprint, reason, NOW)
        .await
        .expect("revoked");
    tx.commit().await.expect("committed");
    let outcome = issue(&world.app, &world.ctx(), id)
        .await
        .expect("looked at");
    assert_eq!(outcome, Outcome::Referred);
    assert!(
        intents::committed_of_renewal(&world.app.store, id)
            .await
            .expect("read")
            .is_none()
    );
    let renewal = world.renewal(id).await;
    let Stage::Referred {
        reason, evidence, ..
    } = renewal.stage()
    else {
        panic!("{renewal:?}")
    };
    assert_eq!(
        *reason,
        ReferralReason::Revoked(RevocationReason::KeyCompromise)
    );
    assert!(evidence.is_some(), "the application stays as evidence");
    world.work().await;
    assert!(world.issued(id).await.is_none());
}

#[tokio::test]
async fn a_certificate_revoked_after_the_intent_abandons_it() {
    let world = World::new().await;
    let holder = world.holder("Holder").await;
    let id = world.cleared(&holder).await;
    let renewal = world.renewal(id).await;
    let Next::Sign(intent) = begin(&world.app, &world.ctx(), &renewal)
        .await
        .expect("begun")
    else {
        panic!("an intent was expected")
    };
    let thumbprint = Thumbprint::new(holder.certificate.thumbprint());
    let reason = RevocationReason::Unspecified;
    let mut tx = world.app.store.write().await.expect("a transaction");
    smena_store::certificates::revoke(&mut tx, thumbprint, reason, NOW)
        .await
        .expect("revoked");
    tx.commit().await.expect("committed");
    assert_eq!(
        issue(&world.app, &world.ctx(), id)
            .await
            .expect("looked at"),
        Outcome::Referred
    );
    world.work().await;
    assert!(world.issued(id).await.is_none());
    let mut expected = [
        intent.serial().as_bytes().to_vec(),
        holder.certificate.serial().content().to_vec(),
    ];
    expected.sort();
    let mut listed = listed_serials(&world).await;
    listed.sort();
    assert_eq!(listed, expected);
    let after = finish(&world.app, &world.ctx(), &renewal, &intent).await;
    assert!(
        matches!(after, Ok(None) | Err(_)),
        "what was abandoned is never stored: {after:?}"
    );
    assert!(world.issued(id).await.is_none());
}

#[tokio::test]
async fn a_revocation_is_told_to_the_renewal_that_waits() {
    let world = World::new().await;
    let holder = world.holder("Holder").await;
    let id = world.applied(&holder).await;
    let thumbprint = Thumbprint::new(holder.certificate.thumbprint());
    revoke(
        &world.app,
        &world.ctx(),
        thumbprint,
        RevocationReason::Unspecified,
    )
    .await
    .expect("revoked");
    assert_eq!(world.renewal(id).await.stage_name(), StageName::Referred);
    world.work().await;
    assert!(world.issued(id).await.is_none());
    assert!(
        world.jobs(JobState::Failed).await.is_empty(),
        "an overtaken job is done"
    );
}

#[tokio::test]
async fn a_status_that_cannot_be_read_is_not_called_revoked_and_is_asked_again() {
    let world = World::new().await;
    let holder = world.holder("Holder").await;
    let id = world.applied(&holder).await;
    break_status(&world, "lost").await;
    world.work().await;
    assert_eq!(
        world.renewal(id).await.stage_name(),
        StageName::Checked,
        "nothing was decided"
    );
    let waiting = world.jobs(JobState::Queued).await;
    let failure = waiting[0].failure.as_deref().expect("a reason");
    assert!(!failure.contains("revoked"), "{failure}");
    break_status(&world, "good").await;
    world.pass(Duration::seconds(2));
    world.work().await;
    assert!(
        world.issued(id).await.is_some(),
        "asked again, it is issued"
    );
}

/// Another program wrote something into the status column.
async fn break_status(world: &World, status: &'static str) {
    let path = world.folder.path().join("smena.db");
    let address = format!("sqlite:{}", path.display());
    let pool = sqlx::SqlitePool::connect(&address)
        .await
        .expect("the database");
    sqlx::query("PRAGMA ignore_check_constraints = ON")
        .execute(&pool)
        .await
        .expect("a pragma");
    sqlx::query("UPDATE certificates SET status = $1")
        .bind(status)
        .execute(&pool)
        .await
        .expect("changed");
    pool.close().await;
}

#[tokio::test]
async fn two_workers_that_sign_one_intent_store_one_certificate() {
    let world = World::new().await;
    let (id, intent) = intended(&world).await;
    let renewal = world.renewal(id).await;
    let other = world.second_process().await;
    let ctx = other.ctx(crate::app::Actor::Job);
    let first = finish(&world.app, &world.ctx(), &renewal, &intent)
        .await
        .expect("stored");
    let second = finish(&other, &ctx, &renewal, &intent)
        .await
        .expect("answered");
    let Some(Outcome::Issued(thumbprint)) = first else {
        panic!("{first:?}")
    };
    assert_eq!(
        second,
        Some(Outcome::AlreadyIssued(thumbprint)),
        "both answer the same octets"
    );
    assert_eq!(
        world.issued(id).await.expect("stored").thumbprint,
        thumbprint
    );
}

#[tokio::test]
async fn two_workers_at_once_issue_one_certificate_for_each_renewal() {
    let world = World::new().await;
    let other = world.second_process().await;
    for round in 0..5 {
        let holder = world.holder(&format!("Holder{round}")).await;
        let id = world.cleared(&holder).await;
        let (left_ctx, right_ctx) = (world.ctx(), other.ctx(crate::app::Actor::Job));
        let (left, right) = tokio::join!(
            issue(&world.app, &left_ctx, id),
            issue(&other, &right_ctx, id)
        );
        let thumbprint = |outcome: Result<Outcome, IssueError>| match outcome.expect("issued") {
            Outcome::Issued(thumbprint) | Outcome::AlreadyIssued(thumbprint) => thumbprint,
            outcome => panic!("{outcome:?}"),
        };
        let (left, right) = (thumbprint(left), thumbprint(right));
        assert_eq!(left, right, "round {round}");
        assert_eq!(world.issued(id).await.expect("stored").thumbprint, left);
    }
}

#[tokio::test]
async fn a_certificate_that_breaks_rules_is_neither_intended_nor_signed() {
    // It would outlive its issuer.
    let world = World::with(GOST, &server_file(true, 15 * 366)).await;
    let holder = world.holder("Holder").await;
    let id = world.applied(&holder).await;
    world.work().await;
    assert!(world.issued(id).await.is_none());
    assert!(
        intents::committed_of_renewal(&world.app.store, id)
            .await
            .expect("read")
            .is_none()
    );
    assert_eq!(world.renewal(id).await.stage_name(), StageName::Cleared);
    let failed = world.jobs(JobState::Failed).await;
    let failure = failed[0].failure.as_deref().expect("a reason");
    assert!(
        failure.contains("house-within-issuer-validity"),
        "{failure}"
    );
}

#[tokio::test]
async fn a_clock_that_ran_back_stops_issuing_until_it_is_right_again() {
    let world = World::new().await;
    let holder = world.holder("Holder").await;
    let id = world.cleared(&holder).await;
    world.pass(-Duration::hours(1));
    let stopped = issue(&world.app, &world.ctx(), id).await;
    let expected = StopReason::ClockBehind {
        now: NOW - Duration::hours(1),
        newest: NOW,
    };
    assert!(matches!(stopped, Err(IssueError::Stopped(reason)) if reason == expected));
    assert!(world.issued(id).await.is_none());
    for language in smena_ui::Language::ALL {
        let status = presence::status(&world.app, &world.ctx(), language)
            .await
            .expect("a status");
        assert_eq!(status.issuing, smena_protocol::v1::Issuing::Stopped);
        let reason = status.reason.expect("a reason");
        assert!(reason.contains("2026-11-23T08:00:00Z"), "{reason}");
        assert!(reason.contains("2026-11-23T09:00:00Z"), "{reason}");
    }
    world.pass(Duration::hours(1));
    world.work().await;
    assert!(world.issued(id).await.is_some());
}

#[tokio::test]
async fn a_key_that_signed_wrongly_signs_no_more() {
    let world = World::new().await;
    let (id, intent) = intended(&world).await;
    let renewal = world.renewal(id).await;
    let mut signature = super::steps::sign(&world.app, &world.ctx(), &intent)
        .await
        .expect("signed");
    signature[0] ^= 1;
    let made = super::steps::verify(&world.app, &renewal, &intent, &signature);
    assert!(matches!(made, Err(IssueError::Made)), "{made:?}");
    let stopped = issue(&world.app, &world.ctx(), id).await;
    assert!(matches!(
        stopped,
        Err(IssueError::Stopped(StopReason::KeySuspect))
    ));
    let status = presence::status(&world.app, &world.ctx(), smena_ui::Language::English).await;
    assert_eq!(
        status.expect("a status").issuing,
        smena_protocol::v1::Issuing::Stopped
    );
    assert!(world.issued(id).await.is_none());
}
