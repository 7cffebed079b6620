//! The way in by certificate, the return, and signing out (cases 7 to 10 of the security design).

use axum::http::StatusCode;
use smena_protocol::v1::{TypedCode, signed::Purpose};
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
    let told = async || {
        let journal = world.journal().await;
        let strayed = journal
            .iter()
            .filter(|row| row.outcome == "errand-other-session");
        strayed.count()
    };
    // Whoever only guesses writes nothing into the journal.
    let guess = format!("{}{}", &back[..back.len() - 4], "AAAA");
    let guessed = victim.get(&guess).await;
    assert_eq!(guessed.status, StatusCode::FORBIDDEN, "{}", guessed.body);
    assert_eq!(told().await, 0);
    let stranger = victim.get(&back).await;
    assert_eq!(stranger.status, StatusCode::FORBIDDEN, "{}", stranger.body);
    assert_eq!(told().await, 1);
    let start = victim.get("/").await;
    victim.send(&start, "/sign-in/certificate", &[]).await;
    let with_own_session = victim.get(&back).await;
    assert_eq!(with_own_session.status, StatusCode::FORBIDDEN);
    assert_eq!(told().await, 2);
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

#[tokio::test]
async fn a_typed_code_opens_the_errand_for_five_minutes() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let mut agent = Agent::new(&world, "agent").await;
    let (place, typed) = typed_code(&mut browser).await;
    let spoken = typed.to_lowercase().replace('-', " ");
    let code = TypedCode::parse(&spoken).expect("a typed code").code();
    let mut errand = made(&world.app, &place, &"A".repeat(43));
    errand.code = code.clone();
    agent.claim(&errand).await.expect("claimed");
    // An agent that was started anew claims it once more, also later.
    world.pass(Duration::seconds(200));
    agent.claim(&errand).await.expect("claimed again");

    let mut late = Browser::new(&world);
    let (place, typed) = typed_code(&mut late).await;
    errand.code = TypedCode::parse(&typed).expect("a typed code").code();
    world.pass(Duration::seconds(300));
    let refused = agent.claim(&errand).await;
    assert_eq!(refused.err().expect("refused").code(), "errand-unknown");
    let page = late.get(&place).await;
    assert!(!page.body.contains(&typed), "it is shown no longer");
    assert!(page.body.contains("code="), "the links are good for longer");
}

#[tokio::test]
async fn ten_wrong_codes_close_the_door_for_a_while() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let mut agent = Agent::new(&world, "agent").await;
    let (place, typed) = typed_code(&mut browser).await;
    let mut errand = made(&world.app, &place, &"A".repeat(43));
    for _ in 0..10 {
        let refused = agent.claim(&errand).await;
        assert_eq!(refused.err().expect("refused").code(), "errand-unknown");
    }
    errand.code = TypedCode::parse(&typed).expect("a typed code").code();
    let refused = agent.claim(&errand).await.err().expect("refused");
    assert_eq!(refused.code(), "too-often");
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    world.pass(Duration::seconds(60));
    agent.claim(&errand).await.expect("claimed");
}

/// Asks for a sign-in and waits until its page shows the typed code; gives the page's address and the code.
async fn typed_code(browser: &mut Browser<'_>) -> (String, String) {
    let page = browser.get("/").await;
    let led = browser.send(&page, "/sign-in/certificate", &[]).await;
    let place = led.place().to_owned();
    browser.world.pass(Duration::seconds(6));
    let late = browser.get(&place).await;
    let (_, rest) = late.body.split_once("<p class=\"code\">").expect("a code");
    let typed = rest.split_once('<').expect("its end").0.to_owned();
    (place, typed)
}

#[tokio::test]
async fn the_page_leads_to_the_agent_that_the_system_has_woken_and_nowhere_else() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let page = browser.get("/").await;
    let led = browser.send(&page, "/sign-in/certificate", &[]).await;
    let place = led.place().to_owned();
    let code = browser.get(&place).await.code();
    let errand = made(&world.app, &place, &code);
    let mut agent = Agent::new(&world, "agent").await;
    let secret = "A".repeat(43);
    for evil in [
        format!("https://evil.example/e/{secret}"),
        format!("http://127.0.0.1:1@evil.example/e/{secret}"),
        format!("http://127.0.0.1:080/e/{secret}"),
        format!("http://127.0.0.1:50123/e/{secret}\"onclick"),
        "http://127.0.0.1:50123/e/short".to_owned(),
        "javascript:alert(1)".to_owned(),
    ] {
        let refused = agent.claim_at(&errand, Some(evil.clone())).await;
        assert_eq!(
            refused.err().expect("refused").code(),
            "agent-address",
            "{evil}"
        );
    }
    let address = format!("http://127.0.0.1:50123/e/{secret}");
    agent
        .claim_at(&errand, Some(address.clone()))
        .await
        .expect("claimed");
    let claimed = browser.get(&place).await;
    assert!(claimed.body.contains(&format!("href=\"{address}\"")));
}
