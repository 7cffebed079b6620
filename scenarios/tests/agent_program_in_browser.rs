//! Renewals in a real browser by the programs that people run, each a process of its own: `smena agent run` and
//! `smena-server`. With the key on a token, with the agent killed wherever it can be, and with a workplace that is not in order.

#![cfg(test)]

use std::{
    cell::{Cell, RefCell},
    fs,
};

use serde_json::json;
use smena_agent::state::{SignatureRecord, Signed};
use smena_demo::{Algorithm, Medium, holder::official, token};
use smena_scenarios::{
    agent::Program,
    browser::{
        Browser, Look,
        cabinet::{Agency, Cabinet},
        desk::{ByPages, Hands},
        falling::Falling,
        trials::Trials,
    },
    evidence::issued,
    folder,
    process::free_port,
    server::Outside,
};
use smena_ui::Language;

/// Fails the test unless the log of an agent has the sign-in and each signature of one renewal once, behind `before`.
fn expect_one_of_each(outside: &Outside, before: usize) {
    let home = outside.agent.open().expect("the agent's home");
    let log = SignatureRecord::all(&home).expect("the log of signatures");
    let signed: Vec<Signed> = log[before..].iter().map(|record| record.signed).collect();
    for what in [
        Signed::SignIn,
        Signed::Request,
        Signed::Application,
        Signed::Receipt,
    ] {
        let count = signed.iter().filter(|one| **one == what).count();
        assert_eq!(count, 1, "{what:?} in {signed:?}");
    }
    assert_eq!(signed.len(), 4, "{signed:?}");
}

/// The number of the identity document, as it is typed.
const PASSPORT: &str = "99 01 271828";
/// A PIN that is typed by mistake.
const WRONG_PIN: &str = "16180339";

/// The agent's part on its pages, with everything written down that is nobody else's business.
struct Noting {
    pages: ByPages,
    secrets: RefCell<Vec<String>>,
}

impl Agency for Noting {
    fn carry_out(&self, cabinet: &Cabinet<'_>) {
        let code = cabinet.code().reveal().to_string();
        self.pages.carry_out(cabinet);
        let address = cabinet.browser.address();
        let back = address.split_once("rc=").map(|(_, code)| code.to_owned());
        let cookies = cabinet.browser.cookies().into_iter();
        let mut secrets = self.secrets.borrow_mut();
        secrets.push(code);
        secrets.extend(back);
        secrets.extend(cookies.map(|(_, value)| value));
    }
}

/// Answers the step that asks for the identity document.
fn give_identity_document(cabinet: &Cabinet<'_>) {
    let browser = cabinet.browser;
    let script = "for (const [name, value] of Object.entries(arguments[0])) \
        document.querySelector(`[name=${name}]`).value = value; \
        document.querySelector('input[name=sex]').checked = true;";
    let rest = json!({
        "issued_on": "2014-03-12", "birth_date": "1985-11-02", "birth_place": "г. Москва",
    });
    browser.type_into("input[name=number]", PASSPORT);
    browser.script(script, &[rest]);
    browser.leaves(|| cabinet.press_main_button());
}

#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
#[test]
fn a_key_on_the_token_is_renewed_with_typed_pins_alone_and_no_secret_is_left_anywhere() {
    let (folder, port) = (folder(), free_port());
    let Some(browser) = Browser::start("token", Look::desktop(Language::Russian)) else {
        return;
    };
    let document_asked = &[(
        "identity_document = \"not-asked\"",
        "identity_document = \"always\"",
    )];
    let outside = Outside::on_a_token(folder.path(), Algorithm::Gost256, port, document_asked);
    let program = Program::of(&folder.path().join("world"), Medium::Softtoken);
    let home = outside.agent.open().expect("the agent's home");
    let signed = SignatureRecord::all(&home).expect("the log").len();
    let tried = program.pin_attempts().len();
    let log = folder.path().join("log");
    let server = outside.serve_loudly(&log);
    let agent = program.serve_loudly(port, &log);
    let agency = Noting {
        pages: ByPages::with(Hands {
            secret: Some(token::PIN.to_owned()),
            wrong_first: Some(WRONG_PIN.to_owned()),
            ..Hands::default()
        }),
        secrets: RefCell::default(),
    };
    let origin = outside.origin();
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    let addresses = RefCell::new(Vec::new());
    cabinet.renew(&agency, |path| {
        addresses.borrow_mut().extend(browser.history());
        if path.ends_with("/give-identity-document") {
            give_identity_document(&cabinet);
        }
    });
    // A wrong one, which is told and asked again, and the right one, which serves the errands to the end.
    assert_eq!(agency.pages.typed(), 2);
    let tried = program.pin_attempts().split_off(tried);
    let wrong = tried.iter().filter(|line| line.contains("wrong"));
    assert_eq!(wrong.count(), 1, "{tried:?}");
    // The sign-in, the request, the application, the installation, the receipt.
    assert_eq!(tried.len(), 1 + 5, "{tried:?}");
    expect_one_of_each(&outside, signed);

    server.kill();
    agent.kill();
    let log = fs::read_to_string(&log).expect("the log");
    assert!(log.lines().count() > 100, "the programs say nothing: {log}");
    let snils = official(0).expect("a subject").snils.expect("a number");
    let marked = [
        token::PIN,
        WRONG_PIN,
        PASSPORT,
        &PASSPORT.replace(' ', ""),
        snils.digits(),
    ];
    let marked: Vec<String> = marked.into_iter().map(str::to_owned).collect();
    for secret in marked.iter().chain(agency.secrets.borrow().iter()) {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    for secret in &marked {
        let left = browser.files_that_hold(secret);
        assert!(left.is_empty(), "the browser keeps {secret} in {left:?}");
        let addresses = addresses.borrow();
        let told = addresses.iter().find(|address| address.contains(secret));
        assert_eq!(told, None, "{secret} is in an address");
    }
    // A code that stands in an address is used up.
    let back = addresses
        .borrow()
        .iter()
        .find(|address| address.contains("rc="))
        .cloned();
    let _server = outside.serve(&[]);
    browser.open(&back.expect("a way back"));
    assert!(
        !browser.sees("form[action='/return']"),
        "{}",
        browser.text()
    );
}

#[test]
fn the_agent_is_killed_on_each_of_its_pages_and_before_it_sends_and_signs_nothing_twice() {
    let (folder, port) = (folder(), free_port());
    let Some(browser) = Browser::start("agent_killed", Look::desktop(Language::English)) else {
        return;
    };
    let outside = Outside::on_a_token(folder.path(), Algorithm::P256, port, &[]);
    let program = || Program::of(&folder.path().join("world"), Medium::Softtoken);
    let home = outside.agent.open().expect("the agent's home");
    let signed = SignatureRecord::all(&home).expect("the log").len();
    let tried = program().pin_attempts().len();
    let server = outside.serve(&[]);
    let pages = ByPages::with(Hands {
        secret: Some(token::PIN.to_owned()),
        ..Hands::default()
    });
    let agency = Falling::of(program(), port, pages);
    let origin = outside.origin();
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    // The data are asked about once.
    let trials = Trials::default();
    cabinet.renew(&agency, |_| trials.meet(&cabinet));
    trials.expect_met();
    let seen = agency.seen();
    assert!(seen.len() >= 10, "{seen:?}");
    // The sign-in, the request, the application, the installation, the receipt.
    assert_eq!(agency.ended(), 5);
    expect_one_of_each(&outside, signed);
    // A program that was killed has forgotten the PIN; it tries none that was not typed.
    let tried = program().pin_attempts().split_off(tried);
    assert!(
        !tried.iter().any(|line| line.contains("wrong")),
        "{tried:?}"
    );
    server.kill();
    // The first one is of the demonstration.
    assert_eq!(issued(&outside.inside()), 1 + 1);
}

#[test]
fn the_running_agent_looks_at_the_modules_that_it_was_started_with() {
    let (folder, port) = (folder(), free_port());
    let Some(browser) = Browser::start("workplace", Look::desktop(Language::English)) else {
        return;
    };
    let outside = Outside::with(folder.path(), move |options| {
        options.agent_port = Some(port);
        // A procedure that wants the libraries of tokens in order.
        options.procedure_changes = vec![("workplace = []", "workplace = [\"provider\"]")];
    });
    let world = folder.path().join("world");
    let _server = outside.serve(&[]);
    let agency = ByPages::with(Hands::default());
    let origin = outside.origin();
    let cabinet = Cabinet::at(&browser, &origin);
    let program = || Program::of(&world, Medium::Folder);
    let broken = program().with_module(world.join("absent.so"));
    let agent = broken.serve(port, &[]);
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    let renewal = cabinet.renewal();
    while !cabinet.path().starts_with("/errands/") {
        cabinet.take_step(&agency, &renewal);
    }
    let (portal, known) = (browser.tab(), browser.tabs());
    cabinet.press("portal-door-open");
    browser.switch_to_tab_besides(&known);
    browser.click("button[name=do][value=yes]");
    browser.expect_text("Code for support: workplace-not-ready");
    // The module is left out: now nothing is missing.
    browser.close_tab(&portal);
    agent.kill();
    let _agent = program().serve(port, &[]);
    cabinet.open(&renewal);
    let steps = Cell::new(0);
    let trials = Trials::default();
    cabinet.renew(&agency, |path| {
        trials.meet(&cabinet);
        steps.set(steps.get() + usize::from(path.ends_with("/ready-workplace")));
    });
    trials.expect_met();
    assert_eq!(steps.get(), 1, "it is looked at once more, and no more");
}

#[test]
fn a_browser_that_opens_no_page_of_this_computer_is_served_by_a_typed_code() {
    let (folder, port) = (folder(), free_port());
    let look = Look::desktop(Language::English);
    let Some(browser) = Browser::start_with_loopback_closed_to("localhost", "closed", look) else {
        return;
    };
    let outside = Outside::with(folder.path(), move |options| {
        options.agent_port = Some(port);
    });
    let program = Program::of(&folder.path().join("world"), Medium::Folder);
    let server = outside.serve(&[]);
    let _agent = program.serve(port, &[]);
    let agency = Typing {
        pages: ByPages::with(Hands::default()),
        program,
    };
    let origin = outside.origin();
    let cabinet = Cabinet::at(&browser, &origin);
    cabinet.sign_in(&agency);
    cabinet.start_renewal();
    let trials = Trials::default();
    cabinet.renew(&agency, |_| trials.meet(&cabinet));
    trials.expect_met();
    expect_one_of_each(&outside, 0);
    server.kill();
    assert_eq!(issued(&outside.inside()), 1);
}

/// The agent's part for a holder whose browser does not open the door: he types the code that the portal offers then, and
/// the address that the program says.
struct Typing {
    pages: ByPages,
    program: Program,
}

impl Agency for Typing {
    fn carry_out(&self, cabinet: &Cabinet<'_>) {
        let browser = cabinet.browser;
        let (portal, known) = (browser.tab(), browser.tabs());
        cabinet.press("portal-door-open");
        browser.switch_to_tab_besides(&known);
        browser.expect_text("ERR_BLOCKED_BY_CLIENT");
        browser.close_tab(&portal);
        browser.expect_text(&cabinet.word("portal-door-late-typed"));
        let address = self.program.errand(&browser.text_of(".code"));
        browser.new_tab();
        browser.open(&address);
        self.pages.walk(browser, cabinet.origin(), |_| {});
    }
}
