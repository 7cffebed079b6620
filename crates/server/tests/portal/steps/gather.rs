//! What a holder gives and chooses before the application.

use super::{answer, assert_wrong, procedure, scan};
use crate::{browser::Browser, matrix::begin, world::World};

/// The steps before the data are looked through, with a bad answer and a good one of each.
type Answers = &'static [(&'static str, &'static str)];
const STEPS: &[(&str, &str, Answers, Answers)] = &[
    (
        "ready-workplace",
        "ready",
        &[("ready", "agent")],
        &[("ready", "agent"), ("ready", "medium")],
    ),
    (
        "identify-by-snils",
        "snils",
        &[("snils", "987-654-321 83")],
        &[("snils", "987-654-320 82")],
    ),
    (
        "choose-key-options",
        "password",
        &[
            ("medium", "token"),
            ("exportable", "yes"),
            ("password", "yes"),
        ],
        &[
            ("medium", "token"),
            ("exportable", "no"),
            ("password", "no"),
        ],
    ),
    ("choose-office", "office", &[], &[("office", "tyumen")]),
    (
        "choose-kind",
        "kind",
        &[("kind", "person")],
        &[("kind", "official")],
    ),
    (
        "give-identity-document",
        "issued_on",
        &[
            ("changed", "other-one"),
            ("kind", "passport"),
            ("number", "12 34 567890"),
        ],
        &[("changed", "same")],
    ),
    (
        "choose-system-powers",
        "powers",
        &[("powers", "everything")],
        &[("powers", "signatory")],
    ),
];

#[tokio::test]
async fn each_step_refuses_at_its_question_and_leads_to_the_next() {
    let world = World::with_procedure(procedure::STEPS).await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    let after = STEPS[1..].iter().map(|(step, ..)| *step);
    for ((step, question, bad, good), next) in STEPS.iter().zip(after.chain(["check-data"])) {
        let path = format!("/renewals/{id}/{step}");
        let page = answer(&mut browser, &path, bad).await;
        assert_wrong(&page, question);
        for (_, typed) in bad
            .iter()
            .filter(|(name, _)| matches!(*name, "snils" | "number"))
        {
            let kept = format!("value=\"{typed}\"");
            assert!(page.body.contains(&kept), "{step}: {}", page.body);
        }
        let led = answer(&mut browser, &path, good).await;
        let place = format!("/renewals/{id}/{next}");
        assert_eq!(led.place(), place, "{step}: {}", led.body);
        let again = browser.get(&path).await;
        assert_eq!(
            again.status.as_u16(),
            200,
            "{step} may be answered otherwise"
        );
    }
    let office = browser.get(&format!("/renewals/{id}/choose-office")).await;
    let (_, chosen) = office.body.split_once("value=\"tyumen\"").expect("a card");
    assert!(chosen.starts_with(" checked"), "{}", office.body);
}

#[tokio::test]
async fn the_chosen_kind_shows_what_it_leaves_out_and_what_it_lacks() {
    let world = World::with_procedure(procedure::STEPS).await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    for (step, _, _, good) in &STEPS[..4] {
        answer(&mut browser, &format!("/renewals/{id}/{step}"), good).await;
    }
    let table = format!("/renewals/{id}/check-data");
    let kind = format!("/renewals/{id}/choose-kind");
    let title = format!("/renewals/{id}/change-data?field=title");
    let emptied = [("field", "title"), ("value", "")];
    let led = answer(&mut browser, &title, &emptied).await;
    assert_eq!(led.place(), table, "{}", led.body);
    let page = answer(&mut browser, &kind, &[("kind", "legal-entity")]).await;
    assert_wrong(&page, "kind");
    let lacking = "Для сертификата вида «Юридическое лицо» не хватает данных: Должность.";
    assert!(page.body.contains(lacking), "{}", page.body);
    // As the remedy says: typed in the table, and chosen again.
    let typed = [("field", "title"), ("value", "Директор")];
    assert_eq!(answer(&mut browser, &title, &typed).await.place(), table);
    let led = answer(&mut browser, &kind, &[("kind", "legal-entity")]).await;
    assert_eq!(led.status.as_u16(), 303, "{}", led.body);
    let page = browser.get(&table).await;
    let renamed = "<ins>Учреждение «Пример»</ins>";
    assert!(page.body.contains(renamed), "{}", page.body);
    let alone = [("kind", "legal-entity-without-person")];
    answer(&mut browser, &kind, &alone).await;
    let page = browser.get(&table).await;
    for gone in ["Соколова", "Главный бухгалтер", "987-654-320 82"] {
        let (_, after) = page
            .body
            .split_once(&format!("<del>{gone}</del>"))
            .unwrap_or_else(|| panic!("{gone} in {}", page.body));
        let (now, _) = after.split_once("</ins>").expect("what is there now");
        assert!(now.ends_with("<ins>—"), "{gone}: {now}");
    }
    assert!(!page.body.contains("change-data?field=surname"));
    assert!(page.body.contains("change-data?field=street"));
}

#[tokio::test]
async fn what_is_sent_twice_is_answered_alike_and_what_was_seen_long_ago_is_kept() {
    let world = World::with_procedure(procedure::STEPS).await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    let path = format!("/renewals/{id}/ready-workplace");
    let page = browser.get(&path).await;
    let ready = [
        ("revision", page.hidden("revision")),
        ("ready", "agent".to_owned()),
        ("ready", "medium".to_owned()),
    ];
    let first = browser.send(&page, &path, &ready).await;
    let second = browser.send(&page, &path, &ready).await;
    assert_eq!(first.place(), second.place(), "{}", second.body);
    // The page that lay open meanwhile.
    let path = format!("/renewals/{id}/identify-by-snils");
    let stale = [
        ("revision", page.hidden("revision")),
        ("snils", "987-654-320 82".to_owned()),
    ];
    let shown = browser.send(&page, &path, &stale).await;
    assert_eq!(shown.status.as_u16(), 422, "{}", shown.body);
    assert!(shown.body.contains("Введённое сохранено"), "{}", shown.body);
    assert!(shown.body.contains("value=\"987-654-320 82\""));
    assert_ne!(shown.hidden("revision"), page.hidden("revision"));
    let now = [
        ("revision", shown.hidden("revision")),
        ("snils", "987-654-320 82".to_owned()),
    ];
    let led = browser.send(&shown, &path, &now).await;
    assert_eq!(led.status.as_u16(), 303, "{}", led.body);
}

#[tokio::test]
async fn a_datum_is_changed_by_its_rule_and_the_difference_is_shown() {
    let world = World::with_procedure(procedure::STEPS).await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    for (step, _, _, good) in STEPS {
        let led = answer(&mut browser, &format!("/renewals/{id}/{step}"), good).await;
        assert_eq!(led.status.as_u16(), 303, "{step}: {}", led.body);
    }
    let path = format!("/renewals/{id}/change-data");
    let title = browser.get(&format!("{path}?field=title")).await;
    assert!(title.body.contains("сразу"), "{}", title.body);
    let paper = browser.get(&format!("{path}?field=snils")).await;
    assert!(paper.body.contains("от руки"), "{}", paper.body);
    let office = browser.get(&format!("{path}?field=organisation")).await;
    assert!(office.body.contains("только офис"), "{}", office.body);
    assert!(!office.body.contains("name=\"value\""), "nothing to type");
    let list = browser.get(&path).await;
    assert!(list.body.contains("change-data?field=title"));

    let wrong = [
        ("revision", paper.hidden("revision")),
        ("field", "snils".to_owned()),
        ("value", "1".to_owned()),
    ];
    let refused = browser.send(&paper, &path, &wrong).await;
    assert_wrong(&refused, "value");
    let changed = [
        ("revision", title.hidden("revision")),
        ("field", "title".to_owned()),
        ("value", "Директор".to_owned()),
    ];
    let led = browser.send(&title, &path, &changed).await;
    assert_eq!(led.place(), format!("/renewals/{id}/check-data"));
    let table = browser.get(led.place()).await;
    assert!(
        table.body.contains("<del>Главный бухгалтер</del>"),
        "{}",
        table.body
    );
    assert!(table.body.contains("<ins>Директор</ins>"));
}

#[tokio::test]
async fn a_document_that_came_whole_is_not_chosen_again_and_is_given_out_as_an_attachment() {
    let world = World::with_procedure(procedure::STEPS).await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    let path = format!("/renewals/{id}/attach-documents");
    let page = browser
        .get(&format!("/renewals/{id}/ready-workplace"))
        .await;
    let fields = |number: &str, sent: &str| {
        [
            ("document", "order".to_owned()),
            ("title", "Приказ".to_owned()),
            ("date", "2026-03-12".to_owned()),
            ("number", number.to_owned()),
            ("sent", sent.to_owned()),
        ]
    };
    let nothing = browser
        .send_file(&page, &path, &fields("1", ""), None)
        .await;
    assert_wrong(&nothing, "scan");
    let script = b"<svg onload='alert(1)'/>";
    let file = Some(("приказ.pdf", script.as_slice()));
    let refused = browser
        .send_file(&page, &path, &fields("1", ""), file)
        .await;
    assert_wrong(&refused, "scan");
    assert!(
        refused.body.contains("value=\"Приказ\""),
        "{}",
        refused.body
    );

    let scan = scan();
    let file = Some(("Приказ.png", scan.as_slice()));
    let kept = browser.send_file(&page, &path, &fields("", ""), file).await;
    assert_wrong(&kept, "number");
    assert!(
        kept.body.contains("Файл принят: Приказ.png"),
        "{}",
        kept.body
    );
    let sent = kept.hidden("sent");
    let led = browser
        .send_file(&kept, &path, &fields("14-к", &sent), None)
        .await;
    assert_eq!(led.status.as_u16(), 303, "{}", led.body);

    let file = browser
        .get(&format!("/renewals/{id}/documents/{sent}"))
        .await;
    assert_eq!(file.header("content-type"), "image/png");
    assert!(file.header("content-disposition").starts_with("attachment"));
    let in_use = browser
        .send(&page, &format!("/renewals/{id}/documents/{sent}"), &[])
        .await;
    assert_eq!(in_use.status.as_u16(), 409, "{}", in_use.body);
}
