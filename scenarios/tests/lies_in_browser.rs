//! What the agent's pages show and refuse, in a real browser: an authority that lies, one that looks like another, a
//! certificate that is not its own, a browser that does not open the agent's pages, and a new key that is lost.

#![cfg(test)]

use serde_json::{Value, json};
use smena_agent::state::{SignatureRecord, Signed};
use smena_demo::{
    Agent,
    holder::{Holder, official},
};
use smena_media::EntryState;
use smena_protocol::v1::Origin;
use smena_scenarios::{
    Stage,
    browser::{
        Browser, Look,
        cabinet::Cabinet,
        desk::{BACK, ByPages, Desk, Hands},
        trials::Trials,
    },
    evidence::{certificates, issued},
    lies::{Signer, change_errands, exchange_document, pdf},
    process::free_port,
    proxy::Proxy,
};
use smena_store::certificates::CertificateStatus;
use smena_ui::Language;

fn signatures(agent: &Agent) -> Vec<Signed> {
    let home = agent.open().expect("the agent's home");
    let all = SignatureRecord::all(&home).expect("the log of signatures");
    all.iter().map(|record| record.signed).collect()
}

/// What a lie changes in an errand.
type Change = Box<dyn FnMut(&mut Value) + Send>;

/// Errands of a sign-in that must not be believed, each with the code that the page says.
fn lies() -> [(&'static str, Signer, Change); 6] {
    let replaced = |field: &'static str, value: Value| -> Change {
        Box::new(move |errand| errand[field] = value.clone())
    };
    let (disbelieved, differs) = ("authority-not-believed", "errand-differs");
    let work = json!({ "kind": "sign-anything" });
    [
        (disbelieved, Signer::Stranger, Box::new(|_| {})),
        (disbelieved, Signer::Authority, replaced("more", json!(1))),
        (disbelieved, Signer::Authority, replaced("work", work)),
        (
            disbelieved,
            Signer::Authority,
            replaced("return_path", json!("//evil.example/")),
        ),
        (
            differs,
            Signer::Authority,
            replaced("origin", json!("http://localhost:1")),
        ),
        (
            differs,
            Signer::Authority,
            Box::new(|errand| errand["errand_expires"] = errand["issued"].clone()),
        ),
    ]
}

/// Documents for the application that must not be signed: whether the errand names them, and the code that the page says.
fn documents() -> [(Vec<u8>, bool, &'static str); 4] {
    let script = "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>";
    let twice = [pdf(""), b"\nstartxref\n0\n%%EOF".to_vec()].concat();
    [
        // A program in it; a second revision; another text than the data; not what the errand names.
        (pdf(script), true, "document-form"),
        (twice, true, "document-form"),
        (pdf(""), true, "document-differs"),
        (pdf(""), false, "errand-part"),
    ]
}

/// Opens the agent's page for the errand that the browser shows, and waits until it says this code for the support. The
/// browser is at the portal again afterwards.
fn expect_refused(cabinet: &Cabinet<'_>, code: &str) {
    let browser = cabinet.browser;
    let (portal, known) = (browser.tab(), browser.tabs());
    cabinet.press("portal-door-open");
    browser.switch_to_tab_besides(&known);
    browser.expect_text(&format!("Code for support: {code}"));
    assert!(!browser.sees(BACK), "{code}: there is a way back");
    browser.close_tab(&portal);
}

#[test]
fn what_a_lying_authority_sends_is_refused_on_the_agents_pages_and_the_renewal_goes_on() {
    let (mut proxy, port) = (Proxy::open(), free_port());
    let stage = Stage::with(|options| {
        options.origin_port = Some(proxy.port());
        options.agent_port = Some(port);
    });
    proxy.lead_to(stage.world.port());
    let (agent, app) = (stage.world.agent(), stage.world.app());
    agent.trust(app.authority.root()).expect("trusted");
    let Some(browser) = Browser::start("lies", Look::desktop(Language::English)) else {
        return;
    };
    let _desk = Desk::start(agent, port);
    let origin = stage.world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    for (code, signer, change) in lies() {
        change_errands(&proxy, app, signer, change);
        cabinet.ask_to_sign_in();
        expect_refused(&cabinet, code);
        assert!(signatures(agent).is_empty(), "a key was used");
    }
    proxy.heal();
    let agency = ByPages::with(Hands::default());
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    let mut was_lied_to = false;
    let trials = Trials::default();
    cabinet.renew(&agency, |path| {
        trials.meet(&cabinet);
        let title = cabinet.word("portal-errand-sign-application");
        if was_lied_to || !path.starts_with("/errands/") || browser.heading() != title {
            return;
        }
        was_lied_to = true;
        for (document, admits, code) in documents() {
            exchange_document(&proxy, app, document, admits);
            expect_refused(&cabinet, code);
            assert!(!signatures(agent).contains(&Signed::Application), "{code}");
            // The portal has been told, and offers the same step again.
            cabinet.press("portal-door-again");
            cabinet.expect_errand();
        }
        proxy.heal();
    });
    trials.expect_met();
    assert!(was_lied_to, "no application was signed");
    let signed = signatures(agent);
    assert_eq!(signed.len(), 4, "{signed:?}");
    assert_eq!(issued(&stage.world), 1);
}

#[test]
fn a_look_alike_is_warned_of_and_a_foreign_certificate_cannot_be_chosen() {
    let port = free_port();
    let stage = Stage::with(|options| options.agent_port = Some(port));
    let other = Stage::set();
    let world = &stage.world;
    // A computer that trusts an authority whose host differs in a Cyrillic letter, and holds two certificates: one of this
    // authority and one of another.
    let agent = Agent::new(
        world.folder().join("fresh"),
        world.origin().clone(),
        world.agent().clock.clone(),
    );
    let home = agent.open().expect("a home");
    let mut trusted = world
        .agent()
        .open()
        .expect("a home")
        .authority(None)
        .expect("trusted");
    trusted.origin = Origin::parse("https://xn--lcalhost-nbh").expect("an origin");
    let folder = home.authority_folder(&trusted.origin).expect("a folder");
    folder.keep_trust(&trusted).expect("kept");
    let media = agent.media().expect("media");
    for (number, world) in [world, &other.world].into_iter().enumerate() {
        let holder = Holder {
            subject: official(number).expect("a subject"),
            not_after: world.agent().clock.instant() + time::Duration::days(30),
        };
        let added = world.add_holder_on("fresh-holder", &holder, media[0].as_ref());
        added.expect("a holder");
    }
    let Some(browser) = Browser::start("look_alike", Look::desktop(Language::English)) else {
        return;
    };
    let _desk = Desk::start(&agent, port);
    let origin = world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    let origins = || -> Vec<String> {
        let all = home.trusted().expect("a list").into_iter();
        all.map(|entry| entry.origin.as_str().to_owned()).collect()
    };
    for answer in ["no", "yes"] {
        cabinet.ask_to_sign_in();
        let (portal, known) = (browser.tab(), browser.tabs());
        cabinet.press("portal-door-open");
        browser.switch_to_tab_besides(&known);
        browser.expect_text("resembles https://xn--lcalhost-nbh");
        assert_eq!(origins(), [trusted.origin.as_str()], "trusted unasked");
        browser.leaves(|| browser.click(&format!("button[name=do][value={answer}]")));
        browser.close_tab(&portal);
    }
    // An entry of its own beside the other.
    browser.until("the new entry", || origins().len() == 2);
    assert!(origins().contains(&origin));
    assert!(signatures(&agent).is_empty());

    cabinet.ask_to_sign_in();
    let known = browser.tabs();
    cabinet.press("portal-door-open");
    browser.switch_to_tab_besides(&known);
    browser.expect_text("It was issued by another authority");
    let locked = browser.elements("input[name=choice]:disabled");
    assert_eq!(locked.expect("a list").len(), 1, "the foreign one");
    // By hand, as no page allows it: the question stands.
    let chosen = "const one = document.querySelector('input[name=choice]:disabled'); \
        one.disabled = false; one.checked = true;";
    browser.script(chosen, &[]);
    browser.leaves(|| browser.click("button[name=do][value=choose]"));
    browser.expect_text("Put this right");
    assert!(signatures(&agent).is_empty());
    ByPages::with(Hands::default()).walk(&browser, &origin, |_| {});
    cabinet.go_on();
    browser.expect_address("/certificates");
    assert_eq!(signatures(&agent), [Signed::SignIn]);
}

#[test]
fn a_new_key_that_is_lost_after_the_issue_is_given_up_at_the_portal_and_another_renewal_begins() {
    let port = free_port();
    let stage = Stage::with(|options| options.agent_port = Some(port));
    let agent = stage.world.agent();
    let Some(browser) = Browser::start("lost_key", Look::desktop(Language::English)) else {
        return;
    };
    let _desk = Desk::start(agent, port);
    let origin = stage.world.origin().as_str().to_owned();
    let cabinet = Cabinet::at(&browser, &origin);
    let agency = ByPages::with(Hands::default());
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    let renewal = cabinet.renewal();
    let title = cabinet.word("portal-errand-install");
    while browser.heading() != title {
        cabinet.take_step(&agency, &renewal);
    }
    let media = agent.media().expect("media");
    let entries = media[0].contents().expect("the store").entries;
    let new = entries
        .iter()
        .find(|entry| entry.state == EntryState::Pending);
    media[0]
        .remove(&new.expect("the new key").id)
        .expect("lost");
    expect_refused(&cabinet, "key-absent");
    cabinet.open(&format!("{renewal}/abandon"));
    // Sent twice, it is given up once.
    browser.send_form_twice(&cabinet.word("portal-abandon-button"));
    cabinet.start_renewal();
    assert_ne!(cabinet.renewal(), renewal);
    let trials = Trials::default();
    cabinet.renew(&agency, |_| trials.meet(&cabinet));
    trials.expect_met();
    let from_renewals: Vec<CertificateStatus> = certificates(&stage.world)
        .into_iter()
        .filter(|row| row.renewal.is_some())
        .map(|row| row.status)
        .collect();
    assert_eq!(from_renewals.len(), 2, "{from_renewals:?}");
    let revoked = from_renewals
        .iter()
        .filter(|status| **status == CertificateStatus::Revoked);
    assert_eq!(revoked.count(), 1, "{from_renewals:?}");
}
