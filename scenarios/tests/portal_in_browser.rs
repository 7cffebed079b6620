//! Renewals at the portal in a real browser, with the agent's part done at the command line: in both languages, at a desktop
//! and on a phone's width; with errands refused, forms sent twice, the server and the browser killed on the way. And what
//! must not be possible there.

#![cfg(test)]

use std::cell::RefCell;

use smena_agent::state::{SignatureRecord, Signed};
use smena_demo::{
    Agent, Willing,
    holder::{Holder, official},
};
use smena_scenarios::{
    Stage,
    browser::{
        Browser, Look,
        cabinet::{ByHand, Cabinet},
        trials::Trials,
    },
    evidence::{expect_journalled, issued},
    folder,
    proxy::{Fate, Proxy},
    server::Outside,
};
use smena_ui::Language;

/// The name of the session's cookie where the origin is not under TLS, as in every world.
const SESSION_COOKIE: &str = "smena";

fn signatures(agent: &Agent, what: Signed) -> usize {
    let home = agent.open().expect("the agent's home");
    let all = SignatureRecord::all(&home).expect("the log of signatures");
    all.iter().filter(|record| record.signed == what).count()
}

fn expect_one_renewal(world: &smena_demo::World) {
    assert_eq!(issued(world), 1);
    for what in [Signed::Application, Signed::Request, Signed::Receipt] {
        assert_eq!(signatures(world.agent(), what), 1, "{what:?}");
    }
}

/// A renewal from the start page to the last: with a refusal on the way, a server that is away for a moment, and an answer
/// that is sent twice.
fn renews(name: &str, look: Look) {
    let mut proxy = Proxy::open();
    let stage = Stage::with(|options| options.origin_port = Some(proxy.port()));
    proxy.lead_to(stage.world.port());
    let root = stage.world.app().authority.root();
    stage.world.agent().trust(root).expect("trusted");
    let Some(browser) = Browser::start(name, look) else {
        return;
    };
    let origin = stage.world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    let agency = ByHand::with(stage.world.agent());
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    let trials = Trials::default();
    cabinet.renew(&agency, |path| {
        assert!(!browser.scrolls_sideways(), "{path} scrolls sideways");
        trials.meet_with(&cabinet, |look| {
            proxy.rule(|_| Fate::LoseRequest);
            look();
            proxy.heal();
        });
    });
    trials.expect_met();
    let faults: Vec<String> = browser
        .console()
        .into_iter()
        .filter(|line| !line.contains("the server responded with a status of 4"))
        .filter(|line| !line.contains("net::ERR_EMPTY_RESPONSE"))
        .collect();
    assert!(faults.is_empty(), "{faults:#?}");
    expect_one_renewal(&stage.world);
}

#[test]
fn a_holder_renews_at_a_desktop_in_russian() {
    renews("desktop_ru", Look::desktop(Language::Russian));
}

#[test]
fn a_holder_renews_on_a_narrow_screen_in_english() {
    renews("phone_en", Look::phone(Language::English));
}

#[test]
fn a_holder_renews_on_a_narrow_screen_in_russian_in_the_dark() {
    renews("phone_ru", Look::phone(Language::Russian).dark(true));
}

#[test]
fn a_holder_renews_at_a_desktop_in_english() {
    renews("desktop_en", Look::desktop(Language::English));
}

#[test]
fn server_and_browser_are_killed_on_every_page_and_nothing_is_lost_or_asked_twice() {
    let folder = folder();
    let outside = Outside::set(folder.path(), None);
    let Some(browser) = Browser::start("killed", Look::desktop(Language::Russian)) else {
        return;
    };
    let serving = RefCell::new(Some(outside.serve(&[])));
    let origin = outside.origin();
    let agency = ByHand::with(&outside.agent);
    let browser = RefCell::new(browser);
    let mut seen: Vec<String> = Vec::new();
    loop {
        let browser_now = browser.borrow();
        let cabinet = Cabinet::at(&browser_now, &origin);
        cabinet.sign_in(&agency);
        cabinet.start_renewal();
        let renewal = cabinet.renewal();
        // Goes on until a page that was not seen before; there both are killed.
        let ended = loop {
            let page = cabinet.path().replace(&renewal, "");
            let page = if page.starts_with("/errands/") {
                "/errands".to_owned()
            } else {
                page
            };
            if page == "/finish" {
                break true;
            }
            if !seen.contains(&page) {
                seen.push(page);
                break false;
            }
            cabinet.take_step(&agency, &renewal);
        };
        drop(browser_now);
        if ended {
            break;
        }
        drop(serving.borrow_mut().take());
        browser.borrow_mut().kill_and_restart();
        serving.replace(Some(outside.serve(&[])));
    }
    assert!(seen.len() > 4, "{seen:?}");
    drop(serving);
    expect_one_renewal(&outside.inside());
}

#[test]
fn a_sign_in_that_another_browser_asked_for_raises_nothing() {
    let stage = Stage::set();
    let origin = stage.world.origin().as_str().to_owned();
    let agency = ByHand::with(stage.world.agent());
    let (Some(attacker), Some(victim)) = (
        Browser::start("swap_attacker", Look::desktop(Language::Russian)),
        Browser::start("swap_victim", Look::desktop(Language::Russian)),
    ) else {
        return;
    };
    let attacking = Cabinet::at(&attacker, &origin);
    attacking.ask_to_sign_in();
    let code = attacking.code();
    // The victim's agent carries it out, and the victim's browser is led back with the return code.
    let back = agency.address_back(&code);
    victim.open(&back);
    let there = Cabinet::at(&victim, &origin);
    victim.until("the refusal", || !victim.heading().is_empty());
    assert!(!victim.sees("form[action='/return']"), "{}", victim.text());
    expect_journalled(&stage.world, "errand-other-session");
    there.open("/certificates");
    assert!(!there.offers("portal-certificates-replace"));
    // The attacker's session stays what it was.
    attacking.open("/certificates");
    assert!(!attacking.offers("portal-certificates-replace"));
    assert_eq!(signatures(stage.world.agent(), Signed::SignIn), 1);
}

#[test]
fn a_return_code_is_good_once() {
    let stage = Stage::set();
    let origin = stage.world.origin().as_str().to_owned();
    let agency = ByHand::with(stage.world.agent());
    let Some(browser) = Browser::start("return_twice", Look::desktop(Language::Russian)) else {
        return;
    };
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.ask_to_sign_in();
    let back = agency.address_back(&cabinet.code());
    browser.open(&back);
    cabinet.go_on();
    browser.expect_address("/certificates");
    browser.open(&back);
    browser.until("the refusal", || !browser.heading().is_empty());
    assert!(
        !browser.sees("form[action='/return']"),
        "{}",
        browser.text()
    );
}

#[test]
fn a_session_that_was_planted_is_not_the_one_that_is_signed_in() {
    let stage = Stage::set();
    let origin = stage.world.origin().as_str().to_owned();
    let agency = ByHand::with(stage.world.agent());
    let (Some(attacker), Some(victim)) = (
        Browser::start("fixation_attacker", Look::desktop(Language::Russian)),
        Browser::start("fixation_victim", Look::desktop(Language::Russian)),
    ) else {
        return;
    };
    let attacking = Cabinet::at(&attacker, &origin);
    attacking.ask_to_sign_in();
    let session = |browser: &Browser| {
        let cookies = browser.cookies();
        let found = cookies.into_iter().find(|(name, _)| name == SESSION_COOKIE);
        found.expect("a session").1
    };
    let planted = session(&attacker);
    let there = Cabinet::at(&victim, &origin);
    there.open("/");
    victim.plant_cookie(&origin, SESSION_COOKIE, &planted);
    there.sign_in(&agency);
    assert_ne!(session(&victim), planted);
    attacking.open("/certificates");
    assert!(!attacking.offers("portal-certificates-replace"));
}

#[test]
fn two_tabs_with_two_errands_do_not_mix() {
    let stage = Stage::set();
    let origin = stage.world.origin().as_str().to_owned();
    let agency = ByHand::with(stage.world.agent());
    let Some(browser) = Browser::start("two_tabs", Look::desktop(Language::English)) else {
        return;
    };
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.ask_to_sign_in();
    let (first, first_code) = (browser.tab(), cabinet.code());
    browser.new_tab();
    cabinet.ask_to_sign_in();
    let second_code = cabinet.code();
    // The newer errand closes the older one of its kind.
    let refused = stage.world.agent().with(&Willing::default(), |context| {
        smena_agent::flow::door::claim(context, &first_code, None).map(drop)
    });
    assert!(refused.is_err(), "the older errand is still open");
    let back = agency.address_back(&second_code);
    browser.open(&back);
    cabinet.go_on();
    browser.expect_address("/certificates");
    browser.switch_to(&first);
    browser.reload();
    assert!(
        !browser.says(&origin),
        "the first tab shows a way that leads nowhere"
    );
    assert_eq!(signatures(stage.world.agent(), Signed::SignIn), 1);
}

#[test]
fn another_holders_renewal_is_as_absent_in_the_browser_as_none() {
    let stage = Stage::set();
    let origin = stage.world.origin().as_str().to_owned();
    let holder = Holder {
        subject: official(1).expect("a subject"),
        not_after: stage.world.agent().clock.instant() + time::Duration::days(30),
    };
    let other = stage
        .world
        .add_holder("other", &holder)
        .expect("another holder");
    let Some(browser) = Browser::start("others", Look::desktop(Language::Russian)) else {
        return;
    };
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.sign_in(&ByHand::with(stage.world.agent()));
    cabinet.start_renewal();
    let renewal = cabinet.renewal();
    cabinet.sign_out();
    cabinet.sign_in(&ByHand::with(&other));
    cabinet.open(&renewal);
    let others = browser.text();
    cabinet.open("/renewals/00000000000000000000000000000000");
    assert_eq!(browser.text(), others);
}
