//! What follows the certificate: read, copied, the old key treated, the systems told, the day of the switch.

use smena_protocol::{
    oid,
    v1::{ErrandKind, signed::Structure as _},
};

use super::{answer, assert_wrong};
use crate::{agent::Agent, browser::Browser, world::World};

#[tokio::test]
async fn the_steps_after_the_certificate_lead_to_the_end() {
    let world = World::with_aftercare().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let mut agent = Agent::signed_in(&world, &holder).await;
    let (status, new) = agent.renewed(&holder).await;
    let at = |step: &str| format!("/renewals/{}/{step}", status.id);

    let pdf = browser.get(&at("application.pdf")).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    let read = browser.get(&at("familiarise")).await;
    assert!(read.body.contains("Главный бухгалтер"), "{}", read.body);
    let led = answer(&mut browser, &at("familiarise"), &[]).await;
    assert_eq!(led.place(), at("sign-receipt"), "{}", led.body);

    let taken = agent
        .take(ErrandKind::SignReceipt, Some(status.id))
        .await
        .expect("taken");
    let receipt = agent.receipt(&taken, &new.certificate).await;
    let content = receipt.to_bytes().expect("octets");
    let product = agent.attached(&new, oid::CONTENT_RECEIPT, &content);
    agent
        .finish(&taken, Some(product))
        .await
        .expect("a receipt");

    let early = browser.get(&at("treat-old-key")).await;
    assert!(
        early.body.contains("Сначала сделайте копию"),
        "{}",
        early.body
    );
    assert_wrong(
        &answer(&mut browser, &at("make-backup"), &[]).await,
        "medium",
    );
    let none = [("medium", "none")];
    let led = answer(&mut browser, &at("make-backup"), &none).await;
    assert_eq!(led.place(), at("treat-old-key"), "{}", led.body);
    let unanswered = answer(&mut browser, &at("treat-old-key"), &[]).await;
    assert_wrong(&unanswered, "treatment");
    let kept = [("treatment", "kept")];
    let led = answer(&mut browser, &at("treat-old-key"), &kept).await;
    assert_eq!(led.place(), at("tell-system"), "{}", led.body);
    assert_wrong(
        &answer(&mut browser, &at("tell-system"), &[]).await,
        "systems",
    );
    let both = [
        ("systems", "rosreestr-portal"),
        ("systems", "fedresurs-portal"),
    ];
    let led = answer(&mut browser, &at("tell-system"), &both).await;
    assert_eq!(led.status.as_u16(), 303, "{}", led.body);
    let day = browser.get(&at("switch-programs")).await;
    assert!(
        day.body.contains("Прежний сертификат действует"),
        "{}",
        day.body
    );
    let finish = browser.get(&at("finish")).await;
    assert_eq!(finish.status.as_u16(), 200, "{}", finish.place());
}
