//! A renewal on its pages: begun, looked through, given up, and what its page says on the way.

use axum::http::StatusCode;

use crate::{browser::Browser, matrix::begin, world::World};

#[tokio::test]
async fn a_certificate_that_ends_soon_is_told_and_replaced_from_the_notices() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let notices = browser.get("/notices").await;
    assert!(notices.body.contains("class=\"triangle\""));
    assert!(
        notices.body.contains("Осталось 20 дней"),
        "{}",
        notices.body
    );
    let certificate = notices.hidden("certificate");
    let led = browser
        .send(
            &notices,
            "/renewals",
            &[("certificate", certificate.clone())],
        )
        .await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.body);
    let page = browser.get(led.place()).await;
    assert!(page.body.contains("Сейчас ваш шаг"), "{}", page.body);
    // Begun again, it is the same one.
    let again = browser
        .send(&notices, "/renewals", &[("certificate", certificate)])
        .await;
    assert_eq!(again.place(), led.place());
}

#[tokio::test]
async fn far_from_its_end_a_certificate_raises_no_triangle() {
    let world = World::new().await;
    let holder = world.holder(0, 61).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let page = browser.get("/notices").await;
    assert!(!page.body.contains("class=\"triangle\""), "{}", page.body);
    assert!(browser.get("/certificates").await.body.contains("61 день"));
}

#[tokio::test]
async fn each_rung_of_the_ladder_is_told_in_its_own_words() {
    for (days, told) in [
        (50, "Времени достаточно. Следующее напоминание — за 45 дней"),
        (
            12,
            "Не откладывайте замену. Следующее напоминание — за 7 дней",
        ),
        (
            6,
            "Не откладывайте замену. Следующее напоминание — за 3 дня",
        ),
        (
            2,
            "Не откладывайте замену. Следующее напоминание — за 1 день",
        ),
        (1, "Это последнее напоминание"),
    ] {
        let world = World::new().await;
        let holder = world.holder(0, days).await;
        let (mut browser, _) = Browser::signed_in(&world, &holder).await;
        let page = browser.get("/notices").await;
        assert!(page.body.contains(told), "{days} days: {}", page.body);
    }
}

#[tokio::test]
async fn the_ladder_is_the_one_of_the_procedure_that_renews_the_certificate() {
    let ladder = "days_before = [60, 45, 30, 14, 7, 3, 1]";
    let world = World::with_procedure(&[(ladder, "days_before = [20, 5]")]).await;
    for (number, days, warned) in [(0, 21, false), (1, 19, true)] {
        let holder = world.holder(number, days).await;
        let (mut browser, _) = Browser::signed_in(&world, &holder).await;
        let page = browser.get("/notices").await;
        let triangle = page.body.contains("class=\"triangle\"");
        assert_eq!(triangle, warned, "{days} days: {}", page.body);
        assert_eq!(page.body.contains("за 5 дней до этого срока"), warned);
    }
}

#[tokio::test]
async fn the_data_are_confirmed_on_the_revision_that_was_seen() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    let path = format!("/renewals/{id}/check-data");
    let page = browser.get(&path).await;
    assert!(page.body.contains("Главный бухгалтер"));
    let revision = page.hidden("revision");

    let unanswered = browser
        .send(&page, &path, &[("revision", revision.clone())])
        .await;
    assert_eq!(unanswered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unanswered.body.contains("href=\"#answer\""),
        "{}",
        unanswered.body
    );

    let right = [
        ("revision", revision.clone()),
        ("answer", "right".to_owned()),
    ];
    let stale = [
        ("revision", "99".to_owned()),
        ("answer", "right".to_owned()),
    ];
    let refused = browser.send(&page, &path, &stale).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = browser.send(&page, &path, &right).await;
    assert_eq!(done.place(), format!("/renewals/{id}"), "{}", done.body);
    // The answer was lost and the form is sent once more.
    let again = browser.send(&page, &path, &right).await;
    assert_eq!(again.place(), format!("/renewals/{id}"), "{}", again.body);
    let page = browser.get(&format!("/renewals/{id}")).await;
    assert!(
        page.body.contains("Вы: подтвердили данные"),
        "{}",
        page.body
    );
    assert!(page.body.contains(&format!("/renewals/{id}/make-key")));
}

#[tokio::test]
async fn a_step_that_the_program_does_is_opened_from_its_page() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    let early = browser.get(&format!("/renewals/{id}/make-key")).await;
    assert_eq!(early.place(), format!("/renewals/{id}"), "not its turn");
    let path = format!("/renewals/{id}/check-data");
    let page = browser.get(&path).await;
    let fields = [
        ("revision", page.hidden("revision")),
        ("answer", "right".to_owned()),
    ];
    browser.send(&page, &path, &fields).await;
    let step = browser.get(&format!("/renewals/{id}/make-key")).await;
    assert_eq!(step.status, StatusCode::OK);
    let kind = [("kind", step.hidden("kind"))];
    let led = browser
        .send(&step, &format!("/renewals/{id}/errands"), &kind)
        .await;
    assert!(led.place().starts_with("/errands/"), "{}", led.body);
    let door = browser.get(led.place()).await;
    assert!(door.body.contains("code="), "{}", door.body);
}

#[tokio::test]
async fn a_renewal_is_given_up_after_a_second_look() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    let abandon = browser.get(&format!("/renewals/{id}/abandon")).await;
    assert_eq!(
        abandon.place(),
        format!("/renewals/{id}"),
        "nothing to abandon"
    );
    let path = format!("/renewals/{id}/withdraw");
    let page = browser.get(&path).await;
    assert!(page.body.contains("Отказаться от замены?"));
    let revision = [("revision", page.hidden("revision"))];
    let done = browser.send(&page, &path, &revision).await;
    assert_eq!(done.place(), format!("/renewals/{id}"), "{}", done.body);
    let page = browser.get(&format!("/renewals/{id}")).await;
    assert!(page.body.contains("Замена отменена"), "{}", page.body);
}

#[tokio::test]
async fn what_does_not_exist_yet_is_not_shown() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    for path in ["certificate", "certificate.cer", "switch.ics"] {
        let page = browser.get(&format!("/renewals/{id}/{path}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let finish = browser.get(&format!("/renewals/{id}/finish")).await;
    assert_eq!(finish.place(), format!("/renewals/{id}"));
}
