//! Somebody whose certificate has expired and who has only his telephone, in a real browser: a code signs him in, an operator
//! takes his application on paper, and the agent on his computer is paired with his session by eight digits. The
//! certificate that comes of it signs him in to the rest.

#![cfg(test)]

use std::sync::{Arc, Mutex, PoisonError};

use smena_demo::{holder::PHONE, telephone::Telephones};
use smena_domain::{permission::Role, person::Snils, renewal::RenewalId};
use smena_scenarios::{
    Stage,
    browser::{
        Browser, Look,
        cabinet::{Agency, Cabinet},
        desk::{ByPages, Desk, Hands},
        trials::Trials,
    },
    evidence::issued,
    lies::pdf,
    process::free_port,
    proxy::{Fate, Proxy},
};
use smena_server::app::{
    Actor,
    office::decide::{self, Decider, Word},
    operators::{self, NewAccount},
    renewals,
    uploads::{self, UploadPurpose},
};
use smena_ui::Language;

/// What makes the plain procedure one that takes telephones and paper.
const ON_PAPER: [(&str, &str); 4] = [
    (
        "sign_in = [\"certificate\"]",
        "sign_in = [\"phone-code\", \"certificate\"]",
    ),
    ("expired = \"office\"", "expired = \"paper\""),
    (
        "office = \"Обратитесь",
        "paper = \"Принесите подписанный лист в офис.\"\noffice = \"Обратитесь",
    ),
    (
        "office = \"Go to",
        "paper = \"Bring the signed sheet to the office.\"\noffice = \"Go to",
    ),
];

/// What the holder's certificate says of him.
const OWN: [&str; 3] = ["Соколова", "987-654-320", "990012345668"];

/// The messages that went out.
#[derive(Clone, Default)]
struct Messages(Arc<Mutex<Vec<String>>>);

impl Messages {
    fn keep(&self, text: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(text.to_owned());
    }

    /// The six digits of the last message.
    fn code(&self) -> Option<String> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = all.last()?;
        let mut words = last.split(|sign: char| !sign.is_ascii_digit());
        words.find(|word| word.len() == 6).map(str::to_owned)
    }
}

/// The two operators of the office.
struct Office<'w> {
    stage: &'w Stage,
    renewal: RenewalId,
}

fn by(name: &str) -> Decider<'_> {
    Decider {
        name,
        revision: None,
        signer: None,
    }
}

impl<'w> Office<'w> {
    fn open(stage: &'w Stage, renewal: &str) -> Self {
        let app = stage.world.app();
        let people = [
            ("petrov", Role::Operator, "112-233-445 95"),
            ("senior", Role::Senior, "087-654-303 00"),
        ];
        for (name, role, snils) in people {
            let account = NewAccount {
                name: name.to_owned(),
                role,
                person: Snils::parse(snils).expect("a number"),
                email: None,
                phone: None,
                certificate: None,
            };
            let ctx = app.ctx(Actor::Admin);
            let added = stage
                .world
                .wait_for(operators::add(app, &ctx, account, None));
            added.expect("an account");
        }
        let id = renewal.rsplit('/').next().and_then(RenewalId::parse);
        Self {
            stage,
            renewal: id.expect("an id"),
        }
    }

    /// The holder has come with his document and signed the sheet.
    fn take_application(&self) {
        let (app, id) = (self.stage.world.app(), self.renewal);
        let ctx = app.ctx(Actor::Admin);
        self.stage.world.wait_for(async {
            let renewal = renewals::load(app, id).await.expect("there").state;
            let (purpose, sheet) = (UploadPurpose::PaperApplication, pdf(""));
            let scan = uploads::put(app, &ctx, &renewal, purpose, "sheet.pdf", sheet)
                .await
                .expect("taken");
            decide::accept_paper(app, &ctx, id, "petrov", scan.id)
                .await
                .expect("taken");
            decide::approve(app, &ctx, id, &by("petrov"))
                .await
                .expect("approved");
        });
    }

    fn issue_code(&self) -> String {
        let (app, id) = (self.stage.world.app(), self.renewal);
        let ctx = app.ctx(Actor::Admin);
        self.stage.world.wait_for(async {
            decide::issue_code(app, &ctx, id, &by("petrov"))
                .await
                .expect("the first word");
            match decide::issue_code(app, &ctx, id, &by("senior")).await {
                Ok(Word::Second(code)) => code.reveal().to_string(),
                _ => panic!("no code"),
            }
        })
    }
}

/// Reads the digits from the agent's page and types them into the portal's.
struct Pairing;

impl Agency for Pairing {
    fn carry_out(&self, cabinet: &Cabinet<'_>) {
        let browser = cabinet.browser;
        let (portal, known) = (browser.tab(), browser.tabs());
        cabinet.press("portal-door-open");
        browser.switch_to_tab_besides(&known);
        browser.leaves(|| browser.click("button[name=do][value=yes]"));
        let mut digits = String::new();
        browser.until("the digits", || {
            digits = browser.text_of(".panel h1");
            digits.len() == 9
        });
        browser.close_tab(&portal);
        let label = cabinet.word("portal-pairing-label");
        browser.fill(&label, "0000 0000");
        browser.leaves(|| cabinet.press("portal-pairing-button"));
        browser.expect_text(&cabinet.word("portal-pairing-wrong"));
        browser.fill(&label, &digits);
        browser.leaves(|| cabinet.press("portal-pairing-button"));
    }
}

fn sign_in_by_telephone(cabinet: &Cabinet<'_>, messages: &Messages) {
    let browser = cabinet.browser;
    cabinet.open("/sign-in/phone");
    browser.fill(&cabinet.word("portal-phone-label"), PHONE);
    browser.leaves(|| cabinet.press_main_button());
    let mut code = None;
    browser.until("a message", || {
        code = messages.code();
        code.is_some()
    });
    browser.fill(&cabinet.word("portal-code-label"), &code.expect("a code"));
    browser.leaves(|| cabinet.press_main_button());
    browser.expect_address("/progress");
}

/// Goes to the next step, which the renewal's page names, and looks that nothing is told there.
fn go_to(cabinet: &Cabinet<'_>, renewal: &str, step: &str) {
    cabinet.open(renewal);
    let path = format!("{renewal}/{step}");
    cabinet.browser.until(step, || {
        let next = format!("main > .acts > a.button[href='{path}']");
        let found = cabinet.browser.sees(&next);
        if !found {
            cabinet.browser.reload();
        }
        found
    });
    cabinet.open(&path);
    for word in OWN {
        assert!(!cabinet.browser.says(word), "{step} tells {word}");
    }
}

#[test]
fn an_expired_certificate_is_renewed_on_paper_with_a_key_that_a_paired_agent_makes() {
    let (messages, port) = (Messages::default(), free_port());
    let kept = messages.clone();
    let telephones = Telephones::start("secret of this run".to_owned(), move |_, text| {
        kept.keep(text);
    })
    .expect("a gateway");
    let mut proxy = Proxy::open();
    let stage = Stage::with(|options| {
        options.agent_port = Some(port);
        options.origin_port = Some(proxy.port());
        options.days_left = -3;
        options.gateway = Some(telephones.gateway().clone());
        options.procedure_changes = ON_PAPER.to_vec();
    });
    proxy.lead_to(stage.world.port());
    let (agent, authority) = (stage.world.agent(), &stage.world.app().authority);
    agent.trust(authority.root()).expect("trusted");
    let Some(browser) = Browser::start("telephone", Look::desktop(Language::English)) else {
        return;
    };
    let _desk = Desk::start(agent, port);
    let cabinet = Cabinet::at(&browser, stage.world.origin().as_str());
    sign_in_by_telephone(&cabinet, &messages);
    cabinet.press("portal-certificates-replace");
    browser.expect_address("/renewals/");
    let renewal = cabinet.renewal();
    go_to(&cabinet, &renewal, "check-data");
    let trials = Trials::default();
    trials.meet_with(&cabinet, |look| {
        proxy.rule(|_| Fate::LoseRequest);
        look();
        proxy.heal();
    });
    trials.expect_met();
    go_to(&cabinet, &renewal, "bring-paper-application");
    browser.expect_text(&cabinet.word("step-paper-telephone"));
    let office = Office::open(&stage, &renewal);
    office.take_application();

    let agency = ByPages::with(Hands::default());
    go_to(&cabinet, &renewal, "make-key");
    cabinet.expect_heading("portal-step-pair-title");
    cabinet.press_main_button();
    cabinet.expect_errand();
    Pairing.carry_out(&cabinet);
    go_to(&cabinet, &renewal, "make-key");
    cabinet.press_main_button();
    cabinet.expect_errand();
    agency.carry_out(&cabinet);
    cabinet.go_on();

    let code = office.issue_code();
    go_to(&cabinet, &renewal, "bind-key");
    browser.fill(&cabinet.word("step-issue-code-label"), &code);
    browser.leaves(|| cabinet.press_main_button());
    go_to(&cabinet, &renewal, "install-certificate");
    cabinet.press_main_button();
    cabinet.expect_errand();
    agency.carry_out(&cabinet);
    cabinet.go_on();
    assert_eq!(issued(&stage.world), 1);

    // The receipt is signed by the holder of the new certificate, not by his telephone.
    cabinet.open(&renewal);
    browser.expect_text(&cabinet.word("portal-renewal-certificate-needed"));
    cabinet.sign_out();
    cabinet.sign_in(&agency);
    cabinet.open(&renewal);
    cabinet.renew(&agency, |_| {});
    assert_eq!(issued(&stage.world), 1);
}
