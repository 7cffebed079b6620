//! Powers of attorney that are lacking: a scan, the thread with the office, another try.

use super::{assert_wrong, procedure, scan};
use crate::{browser::Browser, matrix::begin, world::World};

#[tokio::test]
async fn a_lacking_power_is_sent_talked_about_and_looked_for_again() {
    let world = World::with_procedure(procedure::POWERS).await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    let path = format!("/renewals/{id}/supply-powers");
    let page = browser.get(&path).await;
    assert!(page.body.contains("Действовать от имени организации"));
    assert!(
        page.body.contains("Такой доверенности нет"),
        "{}",
        page.body
    );
    let power = [("power", "legal-entity".to_owned())];
    let nothing = browser.send_file(&page, &path, &power, None).await;
    assert_wrong(&nothing, "scan");
    let which = browser.send_file(&page, &path, &[], None).await;
    assert_wrong(&which, "power");

    let scan = scan();
    let file = Some(("доверенность.png", scan.as_slice()));
    let led = browser.send_file(&page, &path, &power, file).await;
    assert_eq!(led.place(), path, "{}", led.body);
    let page = browser.get(&path).await;
    assert!(
        page.body.contains("Офис проверяет присланное"),
        "{}",
        page.body
    );
    assert!(page.body.contains("доверенность.png"));

    let comment = [
        ("revision", page.hidden("revision")),
        ("text", "Подпись на второй странице".to_owned()),
    ];
    let to = format!("/renewals/{id}/comment-ticket");
    let led = browser.send(&page, &to, &comment).await;
    assert_eq!(led.place(), path, "{}", led.body);
    let page = browser.get(&path).await;
    assert!(page.body.contains("Вы: Подпись на второй странице"));

    let again = [("revision", page.hidden("revision"))];
    let to = format!("/renewals/{id}/recheck-powers");
    let lacking = browser.send(&page, &to, &again).await;
    assert_eq!(lacking.status.as_u16(), 422, "{}", lacking.body);
}
