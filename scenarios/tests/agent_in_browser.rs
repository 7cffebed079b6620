//! The agent's pages against pages of strangers, in a real browser and without one: nothing but the person's own click in a
//! window of the agent has an effect.

#![cfg(test)]

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use serde_json::{Value, json};
use smena_agent::{
    service::{Class, TABLE},
    state::SignatureRecord,
};
use smena_demo::{Medium, World};
use smena_scenarios::{
    Stage,
    browser::{
        Browser, Look,
        cabinet::{Agency as _, Cabinet},
        desk::{ByPages, Desk, Hands},
        site::Site,
        trials::Trials,
    },
    evidence::issued,
    process::free_port,
};
use smena_ui::Language;

/// A world whose portal leads to an agent that serves its pages.
fn set() -> (Stage, Desk) {
    let port = free_port();
    let stage = Stage::with(|options| options.agent_port = Some(port));
    let desk = Desk::start(stage.world.agent(), port);
    (stage, desk)
}

fn signatures(world: &World) -> usize {
    let home = world.agent().open().expect("the agent's home");
    SignatureRecord::all(&home)
        .expect("the log of signatures")
        .len()
}

/// What a stranger's page tries with an address of the agent; `done` gets what came of each.
const ATTEMPTS: &str = r#"
const [agent, errand, done] = arguments;
const told = (promise) => promise.then((answer) => answer.type === "opaque" ? "opaque" : "read " + answer.status, () => "failed");
const image = () => new Promise((end) => {
  const one = new Image();
  one.onload = () => end("shown"); one.onerror = () => end("failed");
  one.src = errand;
});
const script = () => new Promise((end) => {
  const one = document.createElement("script");
  one.onload = () => end("run"); one.onerror = () => end("failed");
  one.src = errand; document.head.append(one);
});
const frame = () => new Promise((end) => {
  const one = document.createElement("iframe");
  one.onload = () => { try { end(one.contentDocument ? "own" : "closed"); } catch { end("closed"); } };
  one.src = errand; document.body.append(one);
});
const socket = () => new Promise((end) => {
  const one = new WebSocket(agent.replace("http:", "ws:") + "/errand");
  one.onopen = () => end("open"); one.onerror = () => end("failed");
});
const worker = () => navigator.serviceWorker
  ? navigator.serviceWorker.register(errand).then(() => "registered", () => "failed") : Promise.resolve("failed");
const form = new URLSearchParams({ do: "yes", number: "1", token: "x" });
Promise.all([
  told(fetch(errand)), told(fetch(errand, { mode: "no-cors" })),
  told(fetch(agent + "/s/x/answer", { method: "POST", body: form })),
  told(fetch(agent + "/s/x/answer", { method: "POST", body: form, mode: "no-cors" })),
  image(), script(), frame(), socket(), worker(), Promise.resolve(String(navigator.sendBeacon(agent + "/s/x/answer", form))),
]).then((all) => done(all));
"#;

#[test]
fn a_strangers_page_on_another_port_has_no_effect_whatever_it_tries() {
    let (stage, desk) = set();
    let site = Site::of_stranger(
        "<!doctype html><html lang='en'><title>Stranger</title><body><h1>Stranger</h1>",
    );
    let Some(browser) = Browser::start("stranger", Look::desktop(Language::English)) else {
        return;
    };
    let origin = stage.world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.ask_to_sign_in();
    let (portal, errand) = (browser.tab(), cabinet.door());
    browser.new_tab();
    browser.open(&site.address(""));
    let tried = browser.script_until_called(ATTEMPTS, &[json!(desk.address()), json!(errand)]);
    let expected = json!([
        "failed", "failed", "failed", "failed", "failed", "failed", "closed", "failed", "failed",
        "true"
    ]);
    assert_eq!(tried, expected);
    // The errand is as open as before, and nothing was signed.
    browser.switch_to(&portal);
    browser.reload();
    cabinet.expect_errand();
    assert_eq!(signatures(&stage.world), 0);
}

#[test]
fn a_window_that_a_stranger_opens_is_out_of_his_reach() {
    let (stage, desk) = set();
    let site = Site::of_stranger(
        "<!doctype html><html lang='en'><title>Stranger</title><body><h1>Stranger</h1>",
    );
    let Some(browser) = Browser::start("popup", Look::desktop(Language::English)) else {
        return;
    };
    let origin = stage.world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.ask_to_sign_in();
    let errand = cabinet.door();
    let other = browser.new_tab();
    browser.open(&site.address(""));
    let known = browser.tabs();
    browser.script(
        "window.theirs = window.open(arguments[0]); return null",
        &[json!(errand)],
    );
    browser.switch_to_tab_besides(&known);
    browser.until("the agent's page", || {
        browser.address().starts_with(&desk.address())
    });
    assert_eq!(
        browser.script("return window.opener === null", &[]),
        Value::Bool(true)
    );
    browser.switch_to(&other);
    // He has lost the window, and cannot put another page in its place.
    browser.until("the window to be lost", || {
        browser.script("return window.theirs.closed", &[]) == Value::Bool(true)
    });
    assert_eq!(signatures(&stage.world), 0);
}

#[test]
fn a_page_that_is_opened_again_leads_on_by_the_persons_own_step_and_so_to_the_check() {
    let (stage, _desk) = set();
    let Some(browser) = Browser::start("agent_reopened", Look::desktop(Language::English)) else {
        return;
    };
    let origin = stage.world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.ask_to_sign_in();
    let door = cabinet.door();
    browser.open(&door);
    browser.expect_address("/s/");
    let (page, heading) = (browser.address(), browser.heading());
    // As a tab that was restored: the browser came from nowhere.
    browser.new_tab();
    browser.open(&page);
    browser.expect_heading("opened again");
    assert!(!browser.sees("form"), "it asks nothing");
    browser.leaves(|| browser.click("a.button"));
    browser.expect_heading(&heading);
    assert_eq!(browser.address(), page);
    browser.leaves(|| browser.click("footer a[href$='/doctor']"));
    browser.expect_heading("Check of this computer");
    let verdict = browser.script(
        "return fetch(document.querySelector('a[href$=\"report.json\"]').href).then(a => a.json()).then(a => a.verdict)",
        &[],
    );
    assert!(verdict.is_string(), "{verdict}");
    assert_eq!(signatures(&stage.world), 0);
}

#[test]
fn every_route_refuses_a_foreign_origin_and_a_foreign_host() {
    let (_stage, desk) = set();
    let own = format!("127.0.0.1:{}", desk.port());
    for route in TABLE {
        let path = route
            .path
            .replace("{secret}", &"A".repeat(43))
            .replace("{name}", "smena.css");
        let ask = |host: &str, more: &str| {
            let line = format!("{} {path} HTTP/1.1\r\nHost: {host}\r\n{more}", route.method);
            answer(
                desk.port(),
                &format!("{line}Connection: close\r\nContent-Length: 0\r\n\r\n"),
            )
        };
        let what = format!("{} {}", route.method, route.path);
        let foreign_hosts = [
            "evil.example".to_owned(),
            format!("localhost:{}", desk.port()),
            "127.0.0.1".to_owned(),
            format!("{own}\r\nHost: {own}"),
        ];
        for host in foreign_hosts {
            let (status, body) = ask(&host, "Sec-Fetch-Site: same-origin\r\n");
            assert!(matches!(status, 421 | 400), "{what} for {host}: {status}");
            assert!(body.is_empty(), "{what} for {host} says {body}");
        }
        for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
            let more = format!(
                "Origin: {origin}\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\n"
            );
            let (status, body) = ask(&own, &more);
            assert_eq!((status, body.as_str()), (403, ""), "{what} from {origin}");
        }
        if route.class == Class::Act {
            let (status, body) = ask(&own, "Sec-Fetch-Site: same-origin\r\n");
            assert_eq!(
                (status, body.as_str()),
                (403, ""),
                "{what} without an origin"
            );
        }
        if route.class != Class::Entry {
            let (status, body) = ask(&own, "Sec-Fetch-Site: same-site\r\n");
            assert_eq!(
                (status, body.as_str()),
                (403, ""),
                "{what} from another port"
            );
        }
    }
}

/// Status and body of the answer to these octets.
fn answer(port: u16, request: &str) -> (u16, String) {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("a connection");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a limit");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    (status.expect("a status"), body.to_owned())
}

#[test]
fn a_holder_signs_in_on_the_agents_pages_and_the_portal_goes_on() {
    let (stage, _desk) = set();
    let Some(browser) = Browser::start("agent_sign_in", Look::desktop(Language::Russian)) else {
        return;
    };
    let origin = stage.world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.sign_in(&ByPages::with(Hands::default()));
    assert_eq!(signatures(&stage.world), 1);
}

/// A whole renewal through portal and agent, each page of both; the agent is away for a moment.
fn renews(name: &str, look: Look, medium: Medium, hands: &Hands) {
    let port = free_port();
    let stage = Stage::with(|options| {
        options.agent_port = Some(port);
        options.medium = medium;
        options.algorithm = medium.usual_algorithm();
    });
    let Some(browser) = Browser::start(name, look) else {
        return;
    };
    let origin = stage.world.origin().as_str().to_owned();
    let mut cabinet = Cabinet::at(&browser, &origin);
    if hands.by_keyboard {
        cabinet = cabinet.by_keyboard();
    }
    let secret = stage.world.agent().pin().map(str::to_owned);
    let agency = ByPages::with(Hands {
        secret,
        ..hands.clone()
    });
    // Nobody is behind the door yet. The holder starts his agent and loads the tab anew.
    cabinet.ask_to_sign_in();
    let (portal, door) = (browser.tab(), cabinet.door());
    let known = browser.tabs();
    cabinet.press("portal-door-open");
    browser.switch_to_tab_besides(&known);
    browser.expect_nobody(&door);
    browser.close_tab(&portal);
    let _desk = Desk::start(stage.world.agent(), port);
    agency.carry_out(&cabinet);
    cabinet.go_on();
    browser.expect_address("/certificates");
    cabinet.start_renewal();
    let trials = Trials::default();
    cabinet.renew(&agency, |path| {
        assert!(!browser.scrolls_sideways(), "{path} scrolls sideways");
        trials.meet(&cabinet);
    });
    trials.expect_met();
    assert_eq!(issued(&stage.world), 1);
    // The sign-in, the request, the application, the receipt, each once.
    assert_eq!(signatures(&stage.world), 4);
}

#[test]
fn a_key_in_a_folder_is_renewed_on_all_pages_though_everything_is_pressed_twice() {
    let hands = Hands {
        twice: true,
        ..Hands::default()
    };
    renews(
        "pages_folder",
        Look::desktop(Language::Russian),
        Medium::Folder,
        &hands,
    );
}

#[test]
fn a_key_in_a_folder_is_renewed_on_the_agents_pages_of_a_narrow_screen_by_keyboard() {
    let hands = Hands {
        by_keyboard: true,
        ..Hands::default()
    };
    renews(
        "pages_keyboard",
        Look::phone(Language::English),
        Medium::Folder,
        &hands,
    );
}

#[test]
fn a_key_in_a_container_is_renewed_on_all_pages_and_the_hand_gives_randomness() {
    let hands = Hands {
        moves: true,
        ..Hands::default()
    };
    renews(
        "pages_container",
        Look::desktop(Language::English),
        Medium::CryptoPro,
        &hands,
    );
}
