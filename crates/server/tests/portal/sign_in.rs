//! The way in by certificate, the return, and signing out (cases 7 to 10 of the security design).

use axum::http::StatusCode;
use smena_protocol::v1::signed::Purpose;
use time::Duration;

use crate::{
    agent::Agent,
    browser::{Browser, made},
    world::World,
};

const COOKIE: &str = "smena";

#[tokio::test]
async fn looking_makes_no_session_and_the_first_act_makes_one() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    for path in ["/", "/sign-in/certificate", "/downloads", "/authority"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        assert!(browser.cookies.is_empty(), "{path}");
    }
    let page = browser.get("/").await;
    let led = browser.send(&page, "/sign-in/certificate", &[]).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.body);
    assert!(led.place().starts_with("/errands/"));
    assert!(browser.cookies.contains_key(COOKIE));
    let cookie = led.header("set-cookie");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
}

#[tokio::test]
async fn the_page_of_an_errand_can_be_loaded_anew_and_shows_the_same_code() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let page = browser.get("/").await;
    let led = browser.send(&page, "/sign-in/certificate", &[]).await;
    let place = led.place().to_owned();
    let first = browser.get(&place).await;
    let again = browser.get(&place).await;
    assert_eq!(first.code(), again.code());
    assert!(first.body.contains("rel=\"noopener\""));
    let state = browser.get(&format!("{place}/state")).await;
    assert_eq!(state.body, r#"{"state":"open"}"#);
    world.pass(Duration::seconds(6));
    let late = browser.get(&format!("{place}/state")).await;
    assert_eq!(late.body, r#"{"state":"open-late"}"#);
}

#[tokio::test]
async fn a_return_names_the_person_and_the_click_gives_a_new_session_token() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut browser = Browser::new(&world);
    let mut agent = Agent::new(&world, "agent").await;
    let back = browser.begin_sign_in(&mut agent, &holder).await;
    let before = browser.cookies[COOKIE].clone();
    let page = browser.get(&back).await;
    assert!(page.body.contains("990012345668"), "{}", page.body);
    assert_eq!(browser.cookies[COOKIE], before, "looking takes nothing");
    assert_eq!(
        browser.get("/certificates").await.status,
        StatusCode::FORBIDDEN
    );
    let fields = [("e", page.hidden("e")), ("rc", page.hidden("rc"))];
    let done = browser.send(&page, "/return", &fields).await;
    assert_eq!(done.place(), "/certificates");
    let after = browser.cookies[COOKIE].clone();
    assert_ne!(before, after);
    assert_eq!(browser.get("/certificates").await.status, StatusCode::OK);
    // Whoever had planted the former token has nothing.
    let mut planted = Browser::new(&world);
    planted.cookies.insert(COOKIE.to_owned(), before);
    assert_eq!(
        planted.get("/certificates").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn an_errand_begun_in_another_browser_raises_nobody() {
    let world = World::new().await;
    let victim_holder = world.holder(0, 20).await;
    let mut attacker = Browser::new(&world);
    let mut agent = Agent::new(&world, "of the victim").await;
    // The victim's agent carries out the attacker's errand, and the victim's browser is led back.
    let back = attacker.begin_sign_in(&mut agent, &victim_holder).await;
    let mut victim = Browser::new(&world);
    let stranger = victim.get(&back).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN, "{}", stranger.body);
    let start = victim.get("/").await;
    victim.send(&start, "/sign-in/certificate", &[]).await;
    let with_own_session = victim.get(&back).await;
    assert_eq!(with_own_session.status, StatusCode::FORBIDDEN);
    assert_eq!(
        attacker.get("/certificates").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_return_code_is_taken_once_and_in_time() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut browser = Browser::new(&world);
    let mut agent = Agent::new(&world, "agent").await;
    let back = browser.begin_sign_in(&mut agent, &holder).await;
    let page = browser.get(&back).await;
    let fields = [("e", page.hidden("e")), ("rc", page.hidden("rc"))];
    let done = browser.send(&page, "/return", &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let again = browser.get(&back).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);

    let mut late = Browser::new(&world);
    let back = late.begin_sign_in(&mut agent, &holder).await;
    world.pass(Duration::seconds(121));
    assert_eq!(late.get(&back).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_second_agent_burns_the_errand_and_the_page_says_so() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let page = browser.get("/").await;
    let led = browser.send(&page, "/sign-in/certificate", &[]).await;
    let place = led.place().to_owned();
    let code = browser.get(&place).await.code();
    let mut first = Agent::new(&world, "first").await;
    let mut second = Agent::new(&world, "second").await;
    first
        .claim(&made(&world.app, &place, &code))
        .await
        .expect("claimed");
    let claimed = browser.get(&place).await;
    assert!(!claimed.body.contains("code="), "the doors are shut");
    let refused = second.claim(&made(&world.app, &place, &code)).await;
    assert_eq!(refused.err().expect("refused").code(), "errand-burned");
    let burned = browser.get(&place).await;
    assert!(burned.body.contains("Начать снова"), "{}", burned.body);
    assert!(world.journalled("errand-burned").await);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let token = browser.cookies[COOKIE].clone();
    let page = browser.get("/certificates").await;
    let led = browser.send(&page, "/sign-out", &[]).await;
    assert_eq!(led.place(), "/");
    assert!(browser.cookies.is_empty());
    browser.cookies.insert(COOKIE.to_owned(), token);
    assert_eq!(
        browser.get("/certificates").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn a_sign_in_for_another_purpose_is_none() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut browser = Browser::new(&world);
    let mut agent = Agent::new(&world, "agent").await;
    let page = browser.get("/").await;
    let led = browser.send(&page, "/sign-in/certificate", &[]).await;
    let door = browser.get(led.place()).await;
    let taken = agent
        .claim(&made(&world.app, led.place(), &door.code()))
        .await
        .expect("claimed");
    let context = agent.context(&taken, Purpose::Receipt);
    let product = agent.sign_in_cms(&holder, context);
    let refused = agent.hand_in(&taken, Some(product)).await;
    assert!(refused.is_err());
    let failed = browser.get(led.place()).await;
    assert!(failed.body.contains("Шаг не получился"), "{}", failed.body);
}
