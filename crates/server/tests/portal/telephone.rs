//! The way of somebody who has only his telephone (K6, K16): an expired certificate is renewed on paper, with a key that a
//! paired agent makes. He fills in, sends and confirms; nothing of his is shown to him, and nothing else is let through
//! (case 52).

use axum::http::StatusCode;
use smena_domain::{
    calendar::Moment,
    permission::Role,
    renewal::{Bill, CodeFacts, CodePurpose, Command, DocumentId, ProvedCode, RenewalId, Stage},
};
use smena_pki::key::PrivateKey;
use smena_protocol::v1::{
    Bytes, Done, Outcome, PairingDigits, Product, ReportWorkplace, Sha256, Work,
};
use smena_server::app::{
    Actor,
    office::{
        answers,
        decide::{self, Word},
    },
    renewals,
    uploads::{self, UploadPurpose},
};
use time::Duration;

use crate::{
    agent::{Agent, Taken},
    browser::{Browser, Page, made},
    office::{decider, operator},
    steps::{answer, scan},
    world::{Holder, World},
};

/// What the holder's certificate says of him.
const OWN: [&str; 8] = [
    "Соколова",
    "Анна Петровна",
    "987-654-320",
    "98765432082",
    "990012345668",
    "Учреждение «Пример»",
    "1029900123450",
    "Примерная",
];

#[track_caller]
fn assert_tells_nothing(page: &Page, place: &str) {
    for word in OWN {
        assert!(
            !page.body.contains(word),
            "{place} tells {word}: {}",
            page.body
        );
    }
}

/// Somebody with a telephone, and the agent on the computer where the new key is to lie.
struct Caller<'w> {
    world: &'w World,
    browser: Browser<'w>,
    agent: Agent<'w>,
    renewal: String,
}

impl<'w> Caller<'w> {
    /// Begins the renewal of the only certificate that has to be replaced.
    async fn begin(world: &'w World, holder: &Holder) -> Self {
        let mut browser = Browser::by_telephone(world, holder).await;
        let page = browser.get("/progress").await;
        assert_tells_nothing(&page, "/progress");
        let certificate = page.hidden("certificate");
        let asked = [("certificate", certificate)];
        let led = browser.send(&page, "/renewals", &asked).await;
        let renewal = led
            .place()
            .strip_prefix("/renewals/")
            .unwrap_or_else(|| panic!("no renewal: {}", led.body))
            .to_owned();
        Self {
            world,
            browser,
            agent: Agent::new(world, "of the paired computer").await,
            renewal,
        }
    }

    fn at(&self, step: &str) -> String {
        let own = format!("/renewals/{}", self.renewal);
        if step.is_empty() {
            own
        } else {
            format!("{own}/{step}")
        }
    }

    fn id(&self) -> RenewalId {
        RenewalId::parse(&self.renewal).expect("an id")
    }

    /// Looks at a step, or without one at the renewal's own page, which must be within reach and tell nothing.
    async fn look(&mut self, step: &str) -> Page {
        let page = self.browser.get(&self.at(step)).await;
        assert_eq!(page.status, StatusCode::OK, "{step}: {}", page.place());
        assert_tells_nothing(&page, step);
        page
    }

    async fn answer(&mut self, step: &str, fields: &[(&str, &str)]) {
        self.look(step).await;
        let path = self.at(step);
        let led = answer(&mut self.browser, &path, fields).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{step}: {}", led.body);
    }

    /// Asks for an errand from a page.
    async fn ask(&mut self, page: &Page, kind: &str) -> Page {
        let path = self.at("errands");
        let kind = [("kind", kind.to_owned())];
        self.browser.send(page, &path, &kind).await
    }

    /// Lets the agent claim the errand of this kind, which a step offers.
    async fn claimed(&mut self, step: &str, kind: &str) -> Taken {
        let page = self.look(step).await;
        assert!(page.body.contains(&format!("value=\"{kind}\"")), "{step}");
        let led = self.ask(&page, kind).await;
        let door = self.browser.get(led.place()).await;
        let errand = made(&self.world.app, led.place(), &door.code());
        self.agent.claim(&errand).await.expect("claimed")
    }

    /// Pairs the agent with the session, after the wrong digits.
    async fn pair(&mut self, step: &str) {
        let taken = self.claimed(step, "pair").await;
        let Work::Pair(work) = &taken.errand.work else {
            panic!("another errand")
        };
        let digits = PairingDigits::of(&work.session_nonce, &taken.errand.agent_key);
        let place = format!("/errands/{}", taken.errand.errand_id);
        assert_eq!(taken.errand.return_path.as_str(), place);
        let early = self.browser.get(&place).await;
        assert!(!early.body.contains("name=\"digits\""), "{}", early.body);
        let accepted = self.agent.hand_in(&taken, None).await.expect("handed in");
        let state = self.browser.get(&format!("{place}/state")).await;
        assert!(!state.body.contains("\"go\""), "{}", state.body);

        // The link of the agent's page pairs nothing by itself.
        let code = accepted.return_code.expect("a return code");
        let link = format!("/return?e={}&rc={}", taken.errand.errand_id, *code.reveal());
        assert!(self.browser.get(&link).await.status.is_client_error());

        let page = self.browser.get(&place).await;
        let form = format!("{place}/digits");
        let own = Sha256::new([7; 32]);
        let others = PairingDigits::of(&work.session_nonce, &own);
        for wrong in [others.to_string(), "1234".to_owned(), String::new()] {
            let refused = self.browser.send(&page, &form, &[("digits", wrong)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(refused.body.contains("не те цифры"), "{}", refused.body);
        }
        assert!(self.world.journalled("pairing-digits-wrong").await);

        let cookies = self.browser.cookies.clone();
        let right = [("digits", digits.to_string())];
        let led = self.browser.send(&page, &form, &right).await;
        assert_eq!(
            led.place(),
            format!("/renewals/{}", self.renewal),
            "{}",
            led.body
        );
        assert_ne!(
            self.browser.cookies, cookies,
            "the token of the session changes"
        );
        let again = self.browser.send(&page, &form, &right).await;
        assert!(again.status.is_client_error(), "{}", again.status);
    }

    async fn check_workplace(&mut self) {
        let taken = self.claimed("ready-workplace", "check-workplace").await;
        let failed = Vec::new();
        let found = Done::found(ReportWorkplace { failed });
        let result = self.agent.seal(&taken, Outcome::Done(found));
        self.agent.send(&taken, &result).await.expect("told");
    }

    async fn make_key(&mut self) -> PrivateKey {
        let taken = self.claimed("make-key", "generate-key").await;
        let plan = self.agent.plan(&taken).await;
        let key = self.agent.new_key();
        let id = self.renewal.parse().expect("an id");
        let request = self.agent.request(&taken, &plan, &key, id);
        let product = Product::Request(Bytes::new(request));
        self.agent
            .hand_in(&taken, Some(product))
            .await
            .expect("taken");
        key
    }

    /// The sheet that the office has printed is signed and photographed, and two operators do the rest.
    async fn on_paper(&mut self) {
        let page = self.look("bring-paper-application").await;
        assert!(!page.body.contains("application.pdf"), "{}", page.body);
        let path = self.at("bring-paper-application");
        let file = Some(("sheet.png", scan()));
        let file = file
            .as_ref()
            .map(|(name, octets)| (*name, octets.as_slice()));
        let led = self.browser.send_file(&page, &path, &[], file).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.body);

        let (app, id) = (&self.world.app, self.id());
        let ctx = app.ctx(Actor::Admin);
        let holder = renewals::load(app, id).await.expect("there").holder;
        let sent = uploads::list(app, holder, id).await.expect("read");
        let sheet = sent
            .iter()
            .find(|upload| upload.purpose == UploadPurpose::PaperApplication)
            .expect("the sheet");
        let sheet = DocumentId::parse(&sheet.id.to_string()).expect("an id");
        decide::accept_paper(app, &ctx, id, "petrov", sheet)
            .await
            .expect("taken");
        decide::approve(app, &ctx, id, &decider("petrov", None))
            .await
            .expect("approved");
        answers::bill(app, &ctx, id, Bill::None)
            .await
            .expect("no bill");
        self.world.work().await;
    }

    async fn issue_code(&self) -> String {
        let (app, id) = (&self.world.app, self.id());
        let ctx = app.ctx(Actor::Admin);
        decide::issue_code(app, &ctx, id, &decider("petrov", None))
            .await
            .expect("the first word");
        let second = decide::issue_code(app, &ctx, id, &decider("senior", None)).await;
        let Ok(Word::Second(code)) = second else {
            panic!("a code")
        };
        code.reveal().to_string()
    }

    /// The code that confirms the issue counts as entered: how it is sent and compared is tested apart.
    async fn confirmed(&self) {
        let (app, id) = (&self.world.app, self.id());
        let ctx = app.ctx(Actor::Admin);
        let renewal = renewals::load(app, id).await.expect("there").state;
        let Stage::Approved(approved) = renewal.stage() else {
            panic!("approved")
        };
        let code = Box::new(ProvedCode::from_verifier(CodeFacts {
            renewal: id,
            purpose: CodePurpose::ConfirmIssue,
            plan: approved.approval.plan().clone(),
            given_by: Vec::new(),
            at: Moment::new(ctx.now),
        }));
        renewals::execute(app, &ctx, id, Command::ConfirmByCode { code })
            .await
            .expect("confirmed");
        self.world.work().await;
    }
}

const PASSPORT: [(&str, &str); 6] = [
    ("kind", "passport"),
    ("number", "9900 123456"),
    ("issued_on", "2015-03-12"),
    ("birth_date", "1985-07-01"),
    ("birth_place", "г. Тюмень"),
    ("sex", "female"),
];

#[tokio::test]
async fn an_expired_certificate_is_renewed_by_telephone_on_paper() {
    let world = World::with_all_procedures().await;
    operator(&world, "petrov", Role::Operator, "112-233-445 95", None).await;
    operator(&world, "senior", Role::Senior, "087-654-303 00", None).await;
    let holder = world.holder_under(0, 5, "phone-cabinet").await;
    world.pass(Duration::days(10));
    let mut caller = Caller::begin(&world, &holder).await;

    caller.pair("ready-workplace").await;
    caller.check_workplace().await;
    caller.answer("check-data", &[("answer", "right")]).await;
    caller.answer("give-identity-document", &PASSPORT).await;
    // What was typed is not shown again either: the telephone may be in other hands by then.
    let page = caller.look("give-identity-document").await;
    assert!(!page.body.contains("123456"), "{}", page.body);
    caller.on_paper().await;
    caller.answer("give-consent", &[("consent", "yes")]).await;
    let options = [("medium", "token"), ("password", "no")];
    caller.answer("choose-key-options", &options).await;
    drop(caller.make_key().await);
    let code = caller.issue_code().await;
    caller.answer("bind-key", &[("code", &code)]).await;
    caller.confirmed().await;
    let taken = caller.claimed("install-certificate", "install").await;
    caller.agent.hand_in(&taken, None).await.expect("installed");

    // From here on the new certificate is there to sign in with.
    let own = caller.look("").await;
    assert!(
        own.body.contains("нужен вход по сертификату"),
        "{}",
        own.body
    );
    for step in [
        "sign-receipt",
        "certificate",
        "finish",
        "abandon",
        "application.pdf",
    ] {
        let refused = caller.browser.get(&caller.at(step)).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{step}");
        assert_tells_nothing(&refused, step);
    }
}

#[tokio::test]
async fn a_telephone_gains_no_right_by_any_errand() {
    let world = World::with_all_procedures().await;
    let holder = world.holder_under(0, 20, "phone-cabinet").await;
    let mut caller = Caller::begin(&world, &holder).await;
    let page = caller.look("ready-workplace").await;
    let unpaired = caller.ask(&page, "check-workplace").await;
    assert_eq!(unpaired.status, StatusCode::FORBIDDEN);
    assert!(world.journalled("pairing-needed").await);
    caller.pair("ready-workplace").await;
    caller.check_workplace().await;
    caller.answer("give-identity-document", &PASSPORT).await;
    caller.answer("check-data", &[("answer", "right")]).await;
    let page = caller.look("").await;
    for kind in [
        // Before anybody has seen the person no computer of his is told what the certificate will say.
        "generate-key",
        "sign-application",
        "endorse",
        "install",
        "sign-receipt",
        "approve",
    ] {
        let refused = caller.ask(&page, kind).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{kind}");
        assert_tells_nothing(&refused, kind);
    }
    for place in ["/certificates", "/notices"] {
        let refused = caller.browser.get(place).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{place}");
    }
    let start = caller.browser.get("/progress").await;
    let led = caller
        .browser
        .send(&start, "/sign-in/certificate", &[])
        .await;
    let door = caller.browser.get(led.place()).await;
    let errand = made(&world.app, led.place(), &door.code());
    let taken = caller.agent.claim(&errand).await.expect("claimed");
    let context = caller
        .agent
        .context(&taken, smena_protocol::v1::signed::Purpose::SignIn);
    let product = caller.agent.sign_in_cms(&holder, context);
    let accepted = caller.agent.hand_in(&taken, Some(product)).await;
    let code = accepted.expect("handed in").return_code.expect("a code");
    let link = format!("/return?e={}&rc={}", taken.errand.errand_id, *code.reveal());
    let page = caller.browser.get(&link).await;
    let fields = [("e", page.hidden("e")), ("rc", page.hidden("rc"))];
    let refused = caller.browser.send(&page, "/return", &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    let still = caller.browser.get("/certificates").await;
    assert_eq!(still.status, StatusCode::FORBIDDEN);
}

/// What a page says besides what is another for each.
fn alike(page: &Page) -> (StatusCode, Vec<(String, String)>, String) {
    let headers = page
        .headers
        .iter()
        .filter(|(name, _)| *name != "set-cookie");
    let headers = headers.map(|(name, value)| {
        let value = value.to_str().expect("text").to_owned();
        (name.to_string(), value)
    });
    let token = page.hidden("token");
    let body = if token.is_empty() {
        page.body.clone()
    } else {
        page.body.replace(&token, "TOKEN")
    };
    (page.status, headers.collect(), body)
}

#[tokio::test]
async fn a_known_number_and_an_unknown_one_get_the_same_pages() {
    let world = World::with_gateway("http://127.0.0.1:9/").await;
    world.holder_with_phone("+7 900 123 45 67").await;
    let mut seen = Vec::new();
    for number in ["+7 900 123 45 67", "+7 900 765 43 21"] {
        let mut browser = Browser::new(&world);
        let form = browser.get("/sign-in/phone").await;
        let phone = [("phone", number.to_owned())];
        let asked = browser.send(&form, "/sign-in/phone", &phone).await;
        let page = browser.get(asked.place()).await;
        let mut pages = vec![alike(&asked), alike(&page)];
        // Five wrong ones, and those that are not compared any more.
        for code in [
            "000000", "111111", "222222", "333333", "12", "444444", "555555",
        ] {
            let code = [("code", code.to_owned())];
            let refused = browser.send(&page, "/sign-in/phone/code", &code).await;
            pages.push(alike(&refused));
        }
        seen.push(pages);
    }
    let (unknown, known) = (seen.pop(), seen.pop());
    assert!(known.as_ref().is_some_and(|pages| pages.len() == 9));
    assert_eq!(known, unknown);
}
