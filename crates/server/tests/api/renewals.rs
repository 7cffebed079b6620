//! `/api/v1/renewals`: the whole way, and what is refused on it.

use axum::http::{Method, StatusCode};
use smena_pki::{certificate::Certificate, key::Signer as _};
use smena_protocol::{
    oid,
    v1::{
        ChangeData, ConfirmData, DataChange, ErrandKind, HolderCommand, RenewalStatus, Returned,
        Sha256, Withdraw, signed::Structure as _,
    },
};
use time::Duration;

use crate::{
    agent::Agent,
    world::{NOW, World},
};

const CONFIRM: HolderCommand = HolderCommand::ConfirmData(ConfirmData {});

fn owed(status: &RenewalStatus) -> Vec<(&str, &str, Option<ErrandKind>)> {
    let list = status.obligations.iter();
    list.map(|duty| (duty.who.as_str(), duty.what.as_str(), duty.errand))
        .collect()
}

#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
#[tokio::test]
async fn a_certificate_is_renewed_from_sign_in_to_receipt() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::new(&world, "usual").await;
    let signed_in = agent.sign_in(&holder).await.expect("signed in");
    assert_eq!(signed_in.name, "Соколова Анна Петровна");
    assert_eq!(
        signed_in.certificate,
        Sha256::new(holder.certificate.thumbprint())
    );

    let status = agent.start(&holder.certificate).await.expect("begun");
    assert_eq!(owed(&status), [("holder", "check-data", None)]);
    assert_eq!(status.stage, "drafted");
    assert_eq!(status.data[0].label, "Общее имя");
    assert!(
        status
            .data
            .iter()
            .all(|row| row.was.as_deref() == Some(row.value.as_str()))
    );
    let again = agent.start(&holder.certificate).await.expect("the same");
    assert_eq!(again.id, status.id, "an open renewal is answered as it is");
    assert_eq!(again.revision, status.revision);

    let confirmed = agent.command(&status, CONFIRM).await.expect("confirmed");
    assert_eq!(
        owed(&confirmed),
        [("holder", "make-key", Some(ErrandKind::GenerateKey))]
    );
    let repeated = agent.command(&status, CONFIRM).await.expect("sent again");
    assert_eq!(
        repeated.revision, confirmed.revision,
        "the same command again changes nothing"
    );

    let (keyed, key) = agent.keyed(&holder).await;
    assert_eq!(
        owed(&keyed),
        [(
            "holder",
            "sign-application",
            Some(ErrandKind::SignApplication)
        )]
    );
    agent.applied(&holder, status.id).await;
    let waiting = agent.status(status.id).await;
    assert_eq!(waiting.stage, "checked");
    assert!(waiting.obligations.iter().all(|duty| duty.who != "holder"));

    world.work().await;
    let issued = agent.status(status.id).await;
    assert_eq!(
        owed(&issued)[0],
        ("holder", "install-certificate", Some(ErrandKind::Install))
    );
    let path = format!("/api/v1/renewals/{}/certificate", status.id);
    let (_, first) = world
        .raw(Method::GET, &path, Some(&agent.session), None, "ru")
        .await;
    let (_, second) = world
        .raw(Method::GET, &path, Some(&agent.session), None, "ru")
        .await;
    assert_eq!(first, second, "fetched again and again");
    let new = Certificate::from_der(&first).expect("a certificate");
    assert_eq!(new.subject(), holder.certificate.subject());
    assert_eq!(new.public_key().expect("a key"), *key.public_key());
    assert_ne!(new.serial(), holder.certificate.serial());
    assert_eq!(issued.certificate, Some(Sha256::new(new.thumbprint())));

    let new = agent.installed(status.id, key).await;
    let taken = agent
        .take(ErrandKind::SignReceipt, Some(status.id))
        .await
        .expect("taken");
    let receipt = agent
        .receipt(&taken, &new.certificate)
        .await
        .to_bytes()
        .expect("octets");
    let product = agent.attached(&new, oid::CONTENT_RECEIPT, &receipt);
    let returned = agent
        .finish(&taken, Some(product))
        .await
        .expect("the receipt is taken");
    assert!(matches!(returned, Returned::Applied(applied) if applied.renewal == Some(status.id)));
    let done = agent.status(status.id).await;
    assert_eq!(done.stage, "completed");
    assert_eq!(owed(&done), []);

    let list: Vec<RenewalStatus> = world
        .ask::<(), _>(Method::GET, "/api/v1/renewals", Some(&agent.session), None)
        .await
        .expect("a list");
    assert_eq!(list.len(), 1);
    let refused = agent
        .start(&holder.certificate)
        .await
        .expect_err("renewed before");
    assert_eq!(refused.code(), "already-renewed");
}

#[tokio::test]
async fn a_renewal_does_not_begin_outside_its_rules() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let other = world.holder(1, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let stranger = world.stranger(0, 20, "unknown");
    for (certificate, code) in [
        (&other.certificate, "not-your-certificate"),
        (&stranger.certificate, "unknown-certificate"),
    ] {
        let refused = agent.start(certificate).await.expect_err("refused");
        assert_eq!(refused.code(), code);
        assert!(world.journalled(code).await, "{code}");
    }
    assert_nothing_begun(&agent).await;
}

#[tokio::test]
async fn too_early_is_outside_the_window() {
    let world = World::new().await;
    let holder = world.holder(0, 61).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let refused = agent.start(&holder.certificate).await.expect_err("refused");
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::UNPROCESSABLE_ENTITY, "outside-window")
    );
    assert!(
        refused.problem.message.contains("3 марта 2026 года"),
        "{}",
        refused.problem.message
    );
    assert!(!refused.problem.remedy.is_empty());
    assert!(world.journalled("outside-window").await);
    assert_nothing_begun(&agent).await;
}

#[tokio::test]
async fn a_certificate_that_was_revoked_or_expired_after_the_sign_in_is_not_renewed() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    world.revoke(&holder.certificate).await;
    let refused = agent.start(&holder.certificate).await.expect_err("refused");
    assert_eq!(refused.code(), "revoked");
    assert_nothing_begun(&agent).await;

    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    world
        .clock
        .set(NOW + Duration::days(20) - Duration::minutes(5));
    let mut agent = Agent::signed_in(&world, &holder).await;
    world.pass(Duration::minutes(6));
    let refused = agent.start(&holder.certificate).await.expect_err("refused");
    assert_eq!(refused.code(), "expired");
    assert!(world.journalled("expired").await);
}

async fn assert_nothing_begun(agent: &Agent<'_>) {
    let list: Vec<RenewalStatus> = agent
        .world
        .ask::<(), _>(Method::GET, "/api/v1/renewals", Some(&agent.session), None)
        .await
        .expect("a list");
    assert!(list.is_empty());
}

#[tokio::test]
async fn changed_data_go_to_the_office() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.start(&holder.certificate).await.expect("begun");
    let change = |key: &str, value: &str| {
        HolderCommand::ChangeData(ChangeData {
            changes: vec![DataChange {
                key: key.to_owned(),
                value: value.to_owned(),
            }],
        })
    };
    let refused = agent
        .command(&status, change("shoe-size", "44"))
        .await
        .expect_err("refused");
    assert_eq!(refused.code(), "datum-unknown");
    let refused = agent
        .command(&status, change("title", "Дир\u{202e}ектор"))
        .await
        .expect_err("refused");
    assert_eq!(refused.code(), "value-not-valid");
    let changed = agent
        .command(&status, change("title", "Директор"))
        .await
        .expect("changed");
    let referred = agent.command(&changed, CONFIRM).await.expect("referred");
    assert_eq!(referred.stage, "referred");
    assert!(referred.reason.expect("a reason").contains("офис"));
    let refused = agent
        .make(ErrandKind::GenerateKey, Some(status.id))
        .await
        .expect_err("refused");
    assert_eq!(refused.code(), "not-now");
}

#[tokio::test]
async fn a_command_on_another_revision_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.start(&holder.certificate).await.expect("begun");
    agent.command(&status, CONFIRM).await.expect("confirmed");
    let withdraw = HolderCommand::Withdraw(Withdraw {});
    let refused = agent.command(&status, withdraw).await.expect_err("refused");
    assert_eq!(
        (refused.status, refused.code()),
        (StatusCode::CONFLICT, "stale-revision")
    );
    assert!(world.journalled("stale-revision").await);
    assert_eq!(agent.status(status.id).await.stage, "confirmed");
}

#[tokio::test]
async fn somebody_elses_renewal_is_as_absent_as_none() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let other = world.holder(1, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let status = agent.start(&holder.certificate).await.expect("begun");
    let mut stranger = Agent::new(&world, "stranger").await;
    stranger.sign_in(&other).await.expect("signed in");
    let missing = "00".repeat(16);
    for path in ["", "/certificate"] {
        let mut answers = Vec::new();
        for id in [status.id.to_string(), missing.clone()] {
            let path = format!("/api/v1/renewals/{id}{path}");
            answers.push(
                world
                    .raw(Method::GET, &path, Some(&stranger.session), None, "en")
                    .await,
            );
        }
        assert_eq!(answers[0].0, StatusCode::NOT_FOUND);
        assert_eq!(answers[0], answers[1]);
    }
    let refused = stranger
        .make(ErrandKind::GenerateKey, Some(status.id))
        .await
        .expect_err("refused");
    assert_eq!(refused.code(), "not-found");
}

#[tokio::test]
async fn a_certificate_revoked_after_signing_goes_to_the_office() {
    let world = World::new().await;
    let (holder, mut agent, status) = Agent::with_new_key(&world).await;
    agent.applied(&holder, status.id).await;
    world.revoke(&holder.certificate).await;
    world.work().await;
    let referred = agent.status(status.id).await;
    assert_eq!(referred.stage, "referred");
    assert_eq!(referred.certificate, None);
    assert!(referred.reason.expect("a reason").contains("отозван"));
}
