//! `/api/v1/renewals/{id}/commands` once the certificate is there: what the holder did with it is told, by rule and order.

use smena_protocol::{
    oid,
    v1::{
        ErrandKind, Familiarise, HolderCommand, RecordBackup, RecordOldKey, RecordSystemTold,
        RenewalStatus, signed::Structure as _,
    },
};

use crate::{
    agent::Agent,
    world::{Holder, World},
};

const LOOKED_THROUGH: HolderCommand = HolderCommand::Familiarise(Familiarise {});
const NO_BACKUP: HolderCommand = HolderCommand::RecordBackup(RecordBackup { medium: None });

fn backed_up() -> HolderCommand {
    let medium = Some("flash-drive".to_owned());
    HolderCommand::RecordBackup(RecordBackup { medium })
}

fn old_key(treatment: &str) -> HolderCommand {
    HolderCommand::RecordOldKey(RecordOldKey {
        treatment: treatment.to_owned(),
    })
}

fn told(system: &str) -> HolderCommand {
    HolderCommand::RecordSystemTold(RecordSystemTold {
        system: system.to_owned(),
    })
}

fn owed(status: &RenewalStatus) -> Vec<(&str, Option<&str>)> {
    let list = status.obligations.iter();
    list.filter(|duty| duty.who == "holder")
        .map(|duty| (duty.what.as_str(), duty.about.as_deref()))
        .collect()
}

async fn received(agent: &mut Agent<'_>, status: &RenewalStatus, new: &Holder) -> RenewalStatus {
    let kind = ErrandKind::SignReceipt;
    let taken = agent.take(kind, Some(status.id)).await.expect("taken");
    let receipt = agent.receipt(&taken, &new.certificate).await;
    let octets = receipt.to_bytes().expect("octets");
    let product = agent.attached(new, oid::CONTENT_RECEIPT, &octets);
    agent.finish(&taken, Some(product)).await.expect("taken");
    agent.status(status.id).await
}

async fn refused(agent: &Agent<'_>, status: &RenewalStatus, command: HolderCommand) -> String {
    let refused = agent.command(status, command).await.expect_err("refused");
    assert!(!refused.problem.remedy.is_empty());
    refused.code().to_owned()
}

#[tokio::test]
async fn the_steps_after_the_certificate_are_told_one_by_one_and_complete_the_renewal() {
    let world = World::with_aftercare().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let (installed, new) = agent.renewed(&holder).await;
    assert_eq!(owed(&installed), [("familiarise", None)]);
    assert_eq!(refused(&agent, &installed, backed_up()).await, "not-now");

    let seen = agent
        .command(&installed, LOOKED_THROUGH)
        .await
        .expect("told");
    let received = received(&mut agent, &seen, &new).await;
    assert_eq!(received.stage, "receipted");
    let (first, second) = ("rosreestr-portal", "fedresurs-portal");
    let (one_told, both_told) = (("tell-system", Some(first)), ("tell-system", Some(second)));
    let switch = ("switch-programs", None);
    assert_eq!(
        owed(&received),
        [
            ("make-backup", None),
            ("treat-old-key", None),
            one_told,
            both_told,
            switch
        ]
    );
    assert_eq!(
        refused(&agent, &received, old_key("deleted")).await,
        "backup-undecided",
        "nothing is deleted before the backup is decided"
    );
    assert_eq!(
        refused(&agent, &received, told("gis-nowhere")).await,
        "unknown-system"
    );
    assert_eq!(
        refused(&agent, &received, told("Not a name")).await,
        "field-not-valid"
    );

    let saved = agent.command(&received, backed_up()).await.expect("told");
    let again = agent
        .command(&received, backed_up())
        .await
        .expect("told again");
    assert_eq!(
        again.revision, saved.revision,
        "the same again changes nothing"
    );
    let treated = agent
        .command(&saved, old_key("deleted"))
        .await
        .expect("told");
    assert_eq!(owed(&treated), [one_told, both_told, switch]);
    let one = agent.command(&treated, told(first)).await.expect("told");
    assert_eq!(owed(&one), [both_told, switch]);
    let both = agent.command(&one, told(second)).await.expect("told");
    assert_eq!(both.stage, "completed");
    for step in ["record-backup", "record-old-key", "record-system-told"] {
        let known = world.journal().await.iter().any(|row| row.command == step);
        assert!(known, "{step} is not in the journal");
    }
}

#[tokio::test]
async fn a_holder_can_do_without_a_backup_and_keep_the_old_key() {
    let world = World::with_aftercare().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let (installed, new) = agent.renewed(&holder).await;
    let seen = agent
        .command(&installed, LOOKED_THROUGH)
        .await
        .expect("told");
    let received = received(&mut agent, &seen, &new).await;
    let declined = agent.command(&received, NO_BACKUP).await.expect("told");
    let kept = agent
        .command(&declined, old_key("kept"))
        .await
        .expect("told");
    assert_eq!(owed(&kept)[0].0, "tell-system");
    let deleted = agent
        .command(&kept, old_key("deleted"))
        .await
        .expect("a later change of mind");
    assert!(deleted.revision > kept.revision);
}

#[tokio::test]
async fn a_procedure_that_asks_for_no_backup_takes_none() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let (installed, _) = agent.renewed(&holder).await;
    assert_eq!(
        refused(&agent, &installed, LOOKED_THROUGH).await,
        "not-asked"
    );
    assert!(world.journalled("not-asked").await);
}
