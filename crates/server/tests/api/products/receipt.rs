//! (d) Receipts that are refused.

use smena_pki::key::Signer as _;
use smena_protocol::{
    oid,
    v1::{ErrandKind, signed::Structure as _},
};
use smena_store::certificates::CertificateStatus;

use super::refused;
use crate::{
    agent::Agent,
    world::{GOST, World},
};

#[tokio::test]
async fn a_receipt_by_another_key_or_for_another_certificate_is_refused() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let (status, new) = agent.renewed(&holder).await;
    let kind = ErrandKind::SignReceipt;
    for (signer, about, code) in [
        (&holder, &new.certificate, "receipt-other-signer"),
        (&new, &holder.certificate, "certificate-differs"),
    ] {
        let taken = agent.take(kind, Some(status.id)).await.expect("taken");
        let receipt = agent
            .receipt(&taken, about)
            .await
            .to_bytes()
            .expect("octets");
        let product = agent.attached(signer, oid::CONTENT_RECEIPT, &receipt);
        refused(&mut agent, &taken, product, &status, code).await;
    }
    let taken = agent.take(kind, Some(status.id)).await.expect("taken");
    let mut receipt = agent.receipt(&taken, &new.certificate).await;
    receipt.application = receipt.certificate.clone();
    let receipt = receipt.to_bytes().expect("octets");
    let product = agent.attached(&new, oid::CONTENT_RECEIPT, &receipt);
    refused(&mut agent, &taken, product, &status, "receipt-differs").await;

    world.revoke(&new.certificate).await;
    let taken = agent.take(kind, Some(status.id)).await.expect("taken");
    let receipt = agent
        .receipt(&taken, &new.certificate)
        .await
        .to_bytes()
        .expect("octets");
    let product = agent.attached(&new, oid::CONTENT_RECEIPT, &receipt);
    refused(
        &mut agent,
        &taken,
        product,
        &status,
        "new-certificate-revoked",
    )
    .await;
    let old = world.status_in_store(&holder.certificate).await;
    assert_eq!(old, CertificateStatus::Good, "no receipt, nothing revoked");
}

#[tokio::test]
async fn there_is_one_receipt() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let (status, new) = agent.renewed(&holder).await;
    let kind = ErrandKind::SignReceipt;
    let taken = agent.take(kind, Some(status.id)).await.expect("taken");
    let receipt = agent
        .receipt(&taken, &new.certificate)
        .await
        .to_bytes()
        .expect("octets");
    let product = agent.attached(&new, oid::CONTENT_RECEIPT, &receipt);
    agent.finish(&taken, Some(product)).await.expect("taken");
    let refused = agent
        .make(kind, Some(status.id))
        .await
        .expect_err("there is one");
    assert_eq!(refused.code(), "closed");
    let old = world.status_in_store(&holder.certificate).await;
    assert_eq!(old, CertificateStatus::Good, "it serves to its end");
    assert_eq!(new.key.public_key().algorithm(), GOST);
}
