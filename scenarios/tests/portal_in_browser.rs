//! Renewals at the portal in a real browser, with the agent's part done at the command line: in both languages, at a desktop
//! and on a phone's width; with errands refused, forms sent twice, the server and the browser killed on the way. And what
//! must not be possible there.

#![cfg(test)]

use std::cell::RefCell;

use serde_json::json;
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
    lies::pdf,
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
    let trials = Trials::default();
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
            trials.meet(&cabinet);
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
    trials.expect_met();
    assert!(seen.len() > 4, "{seen:?}");
    drop(serving);
    expect_one_renewal(&outside.inside());
}

#[test]
fn a_sign_in_that_another_browser_asked_for_raises_nothing() {
    let stage = Stage::set();
    let origin = stage.world.origin().as_str().to_owned();
    let agency = ByHand::with(stage.world.agent());
    let names = ["swap_attacker", "swap_victim"];
    let Some([attacker, victim]) = Browser::start_two(names, Look::desktop(Language::Russian))
    else {
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
    let names = ["fixation_attacker", "fixation_victim"];
    let Some([attacker, victim]) = Browser::start_two(names, Look::desktop(Language::Russian))
    else {
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
    let first_errand = cabinet.path().replace("/errands/", "");
    browser.new_tab();
    cabinet.ask_to_sign_in();
    let second_code = cabinet.code();
    let second_errand = cabinet.path().replace("/errands/", "");
    // The newer errand closes the older one of its kind.
    let refused = stage.world.agent().with(&Willing::default(), |context| {
        smena_agent::flow::door::claim(context, &first_code, None).map(drop)
    });
    assert!(refused.is_err(), "the older errand is still open");
    let back = agency.address_back(&second_code);
    // The answer of the one brought for the other is none, and the right one is not used up by that.
    let crossed = back.replace(&second_errand, &first_errand);
    assert_ne!(crossed, back);
    browser.open(&crossed);
    assert!(!browser.heading().is_empty());
    assert!(
        !browser.sees("form[action='/return']"),
        "the crossed answer is taken"
    );
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

/// Puts a file into the form that is shown: these octets, or a photograph whose camera has noted the place, with a page of
/// another kind behind its end.
const CHOOSE: &str = r#"
const [name, octets, done] = arguments;
const put = (parts) => {
  const data = new DataTransfer();
  data.items.add(new File(parts, name));
  document.querySelector("input[type=file]").files = data.files;
  done(true);
};
if (octets) return put([new Uint8Array(octets)]);
const canvas = document.createElement("canvas");
canvas.width = 40; canvas.height = 30;
canvas.getContext("2d").fillRect(0, 0, 9, 9);
canvas.toBlob(async (blob) => {
  const text = (one) => new TextEncoder().encode(one);
  const picture = new Uint8Array(await blob.arrayBuffer());
  const exif = text("Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0 GPS 55.7558 37.6173");
  const head = new Uint8Array([0xff, 0xe1, 0, exif.length + 2]);
  put([picture.slice(0, 2), head, exif, picture.slice(2), text("<script>alert(1)</script>PK\x03\x04")]);
}, "image/jpeg");
"#;

/// The document that is attached, as the portal gives it back.
const ATTACHED: &str = r#"
const [done] = arguments;
const link = document.querySelector("main a[href*='/documents/']");
if (!link) return done(null);
fetch(link.href).then(async (answer) => done([
  answer.headers.get("content-disposition"), new TextDecoder("latin1").decode(await answer.arrayBuffer())]));
"#;

/// The sum at the end of a chunk of a PNG (PNG, annex D).
fn crc(octets: &[u8]) -> u32 {
    !octets.iter().fold(u32::MAX, |sum, octet| {
        (0..8).fold(sum ^ u32::from(*octet), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 * (sum & 1))
        })
    })
}

/// A PNG that says to have 50,000 by 50,000 pixels.
fn enormous() -> Vec<u8> {
    let side = 50_000_u32.to_be_bytes();
    let head = [&side[..], &side, &[8, 2, 0, 0, 0]].concat();
    // A stream of zlib without a single line.
    let lines = [0x78, 0x01, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, body) in [
        (b"IHDR", &head[..]),
        (b"IDAT", &lines[..]),
        (b"IEND", &[][..]),
    ] {
        let named = [&name[..], body].concat();
        file.extend(u32::try_from(body.len()).expect("short").to_be_bytes());
        file.extend(&named);
        file.extend(crc(&named).to_be_bytes());
    }
    file
}

#[test]
fn what_is_sent_as_a_document_is_what_it_says_or_is_refused_in_words() {
    let folder = folder();
    let outside = Outside::with(folder.path(), |options| {
        // A procedure that wants a document.
        options.procedure_changes = vec![
            (
                "[key]\n",
                "[[gathering.documents]]\nname = \"powers\"\nkinds = [\"official\"]\n\n[key]\n",
            ),
            (
                "[text.ru]\n",
                "[text.ru]\ndocument-powers = \"Доверенность\"\n",
            ),
            (
                "[text.en]\n",
                "[text.en]\ndocument-powers = \"Power of attorney\"\n",
            ),
        ];
    });
    let Some(browser) = Browser::start("uploads", Look::desktop(Language::English)) else {
        return;
    };
    let _server = outside.serve(&[]);
    let origin = outside.origin();
    let cabinet = Cabinet::at(&browser, &origin);
    let agency = ByHand::with(&outside.agent);
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    let renewal = cabinet.renewal();
    while !cabinet.path().ends_with("/attach-documents") {
        cabinet.take_step(&agency, &renewal);
    }
    let send = |name: &str, octets: Option<&[u8]>| {
        let fields = "for (const [name, value] of Object.entries(arguments[0])) \
            document.querySelector(`[name=${name}]`).value = value;";
        let values = json!({ "title": "Powers", "date": "2026-01-12", "number": "7" });
        browser.script(fields, &[values]);
        browser.script_until_called(CHOOSE, &[json!(name), json!(octets)]);
        browser.leaves(|| browser.click("main form[enctype] button[type=submit]"));
    };
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let script = pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>");
    for (name, octets, code) in [
        ("drawing.png", &svg[..], "upload-not-taken"),
        ("scan.pdf", &script[..], "upload-active"),
        ("scan.png", &enormous()[..], "upload-too-many-pixels"),
        ("scan.pdf", &b""[..], "upload-empty"),
    ] {
        send(name, Some(octets));
        browser.expect_text(&cabinet.word(&format!("err-{code}")));
    }
    send("../../etc/scan.jpg", None);
    // The renewal goes on; the document is found again on the page of its step.
    browser.until("the next step", || {
        !cabinet.path().ends_with("/attach-documents")
    });
    cabinet.open(&format!("{renewal}/attach-documents"));
    let attached = browser.script_until_called(ATTACHED, &[]);
    let part = |number: usize| attached[number].as_str().unwrap_or_default();
    assert!(part(0).contains("scan.jpg"), "{attached}");
    assert!(!part(0).contains(".."), "{attached}");
    assert!(part(1).starts_with("\u{ff}\u{d8}"), "no picture");
    for mark in ["GPS", "Exif", "script", "PK\u{3}\u{4}"] {
        assert!(!part(1).contains(mark), "{mark} is still there");
    }
}
