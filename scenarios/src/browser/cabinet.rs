//! A holder at the portal, in a browser: presses what the pages name, in the language that he reads, and does whatever the
//! page of his renewal says is next. What the agent does is done by somebody else ([`Agency`]).

use smena_agent::flow::{Person, door};
use smena_demo::{Agent, Willing};
use smena_protocol::v1::Code;
use smena_server::text::catalogue;

use super::Browser;

/// Pages that a renewal may have before it must have come to its end.
const STEPS_MAX: usize = 40;
/// The ways to the agent on the page of an errand.
const DOOR: &str = "a[href^='http://127.0.0.1:'][href*='/errand?']";
/// The link to the next step on the page of a renewal.
const NEXT: &str = "main > .acts > a.button";

/// Who does the agent's part of an errand.
pub trait Agency {
    /// Does the errand whose page the browser shows, and leaves the browser at the portal's return page, in the tab where
    /// the holder goes on.
    fn carry_out(&self, cabinet: &Cabinet<'_>);
}

/// A holder at the portal.
pub struct Cabinet<'a> {
    /// His browser.
    pub browser: &'a Browser,
    origin: String,
    by_keyboard: bool,
}

impl<'a> Cabinet<'a> {
    /// A holder with this browser at the portal of this origin.
    #[must_use]
    pub fn at(browser: &'a Browser, origin: &str) -> Self {
        Self {
            browser,
            origin: origin.to_owned(),
            by_keyboard: false,
        }
    }

    /// The same holder, who has a keyboard alone.
    #[must_use]
    pub fn by_keyboard(self) -> Self {
        Self {
            by_keyboard: true,
            ..self
        }
    }

    /// The portal's origin.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What the portal says by this name, in the language of the browser.
    ///
    /// # Panics
    ///
    /// When it has no such word.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        let language = self.browser.look().language;
        assert!(catalogue().holds(language, key), "the portal has no {key}");
        catalogue().word(language, key)
    }

    /// Goes to a page of the portal.
    ///
    /// # Panics
    ///
    /// When nothing answers.
    pub fn open(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.origin));
    }

    /// Presses what the portal calls so.
    ///
    /// # Panics
    ///
    /// When it is not there in time.
    #[track_caller]
    pub fn press(&self, key: &str) {
        self.press_name(&self.word(key));
    }

    #[track_caller]
    fn press_name(&self, name: &str) {
        if self.by_keyboard {
            self.browser.press_by_keyboard(name);
        } else {
            self.browser.press(name);
        }
    }

    #[track_caller]
    fn press_found(&self, selector: &str) {
        if self.by_keyboard {
            self.browser.press_found_by_keyboard(selector);
        } else {
            self.browser.click(selector);
        }
    }

    /// Whether there is something to press that the portal calls so.
    #[must_use]
    pub fn offers(&self, key: &str) -> bool {
        self.browser.offers(&self.word(key))
    }

    /// Waits for the heading that the portal has by this name.
    ///
    /// # Panics
    ///
    /// When it does not come in time.
    #[track_caller]
    pub fn expect_heading(&self, key: &str) {
        self.browser.expect_heading(&self.word(key));
    }

    /// Asks for a sign-in by certificate and stays on the page of its errand.
    ///
    /// # Panics
    ///
    /// When the page does not come.
    #[track_caller]
    pub fn ask_to_sign_in(&self) {
        self.open("/");
        self.press("portal-way-certificate");
        self.expect_errand();
    }

    /// Signs in by certificate.
    ///
    /// # Panics
    ///
    /// When it does not come to that.
    #[track_caller]
    pub fn sign_in(&self, agency: &dyn Agency) {
        self.ask_to_sign_in();
        agency.carry_out(self);
        self.go_on();
        self.browser.expect_address("/certificates");
    }

    /// Waits for the page of an errand with its ways to the agent.
    ///
    /// # Panics
    ///
    /// When it does not come in time.
    #[track_caller]
    pub fn expect_errand(&self) {
        self.browser
            .until("the ways to the agent", || self.browser.sees(DOOR));
    }

    /// The link to the agent on the page of an errand.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[must_use]
    pub fn door(&self) -> String {
        let script = format!("return document.querySelector(\"{DOOR}\").href");
        match self.browser.script(&script, &[]) {
            serde_json::Value::String(address) => address,
            other => panic!("no way to the agent: {other}"),
        }
    }

    /// The code of the errand whose page the browser shows.
    ///
    /// # Panics
    ///
    /// When it shows none.
    #[must_use]
    pub fn code(&self) -> Code {
        let door = self.door();
        let code = door
            .split(['?', '&'])
            .find_map(|pair| pair.strip_prefix("code="));
        code.and_then(|code| code.parse().ok())
            .unwrap_or_else(|| panic!("no code in {door}"))
    }

    /// On the return page: takes the result.
    ///
    /// # Panics
    ///
    /// When the page does not come.
    #[track_caller]
    pub fn go_on(&self) {
        self.browser.expect_address("/return?");
        self.press_main_button();
        self.browser.until("the page after the return", || {
            !self.browser.address().contains("/return")
        });
    }

    /// Presses the first button of the page's own form.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[track_caller]
    pub fn press_main_button(&self) {
        // Not by its name: the list of steps beside it may have a link of the same.
        self.press_found("main form button[type=submit]");
    }

    /// Signs out.
    ///
    /// # Panics
    ///
    /// When nobody is signed in.
    #[track_caller]
    pub fn sign_out(&self) {
        let name = self.browser.text_of(".sign-out button");
        assert!(!name.is_empty(), "nobody is signed in");
        self.press_name(&name);
        self.browser
            .until("the end of the session", || !self.browser.sees(".sign-out"));
    }

    /// From the list of certificates: begins the renewal of the first that can be renewed, or goes on with it.
    ///
    /// # Panics
    ///
    /// When there is none.
    #[track_caller]
    pub fn start_renewal(&self) {
        self.open("/certificates");
        if self.offers("portal-certificates-go-on") {
            self.press("portal-certificates-go-on");
        } else {
            self.press("portal-certificates-replace");
        }
        self.browser.expect_address("/renewals/");
    }

    /// Does what the pages say is next, until the renewal has come to its end. `meanwhile` is called on each page before
    /// anything is done there, with the path of the page; it may do what it likes as long as the browser is at the portal
    /// afterwards.
    ///
    /// # Panics
    ///
    /// When it does not come to its end.
    #[track_caller]
    pub fn renew(&self, agency: &dyn Agency, mut meanwhile: impl FnMut(&str)) {
        let renewal = self.renewal();
        for _ in 0..STEPS_MAX {
            meanwhile(&self.path());
            if self.path().ends_with("/finish") {
                return;
            }
            self.take_step(agency, &renewal);
        }
        panic!("the renewal does not end, at {}", self.browser.address());
    }

    /// Does what the page that is shown says is next.
    ///
    /// # Panics
    ///
    /// When nothing can be done there.
    #[track_caller]
    pub fn take_step(&self, agency: &dyn Agency, renewal: &str) {
        let path = self.path();
        if path == renewal {
            self.browser.until("the next step", || {
                self.browser.sees(NEXT) || self.path() != path
            });
            if self.path() == path {
                self.press_found(NEXT);
                self.leave(&path);
            }
        } else if path.ends_with("/check-data") {
            self.press("portal-check-data-right");
            self.leave(&path);
        } else if path.starts_with("/errands/") {
            self.expect_errand();
            agency.carry_out(self);
            self.go_on();
        } else {
            self.press_main_button();
            self.leave(&path);
        }
    }

    /// The path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        let address = self.browser.address();
        let path = address.strip_prefix(&self.origin).unwrap_or(&address);
        path.split(['?', '#']).next().unwrap_or_default().to_owned()
    }

    /// The path of the renewal that the page belongs to.
    ///
    /// # Panics
    ///
    /// When it belongs to none.
    #[must_use]
    pub fn renewal(&self) -> String {
        let path = self.path();
        let mut parts = path.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(""), Some("renewals"), Some(id)) => format!("/renewals/{id}"),
            _ => panic!("{path} belongs to no renewal"),
        }
    }

    #[track_caller]
    fn leave(&self, path: &str) {
        self.browser
            .until(&format!("another page than {path}"), || self.path() != path);
    }
}

/// The agent's part without its pages, as at the command line: claims the errand of the code, does it, and the browser goes
/// where it leads back to.
pub struct ByHand<'a> {
    agent: &'a Agent,
}

impl<'a> ByHand<'a> {
    /// The agent of a holder who agrees to everything.
    #[must_use]
    pub fn with(agent: &'a Agent) -> Self {
        Self { agent }
    }

    /// Does the errand of a code and gives the address that leads back.
    ///
    /// # Panics
    ///
    /// When it cannot be done.
    #[must_use]
    pub fn address_back(&self, code: &Code) -> String {
        let person = Willing::default().with_pin(self.agent.pin());
        self.address_back_by(code, &person)
    }

    /// The same, with this person.
    ///
    /// # Panics
    ///
    /// As above.
    #[must_use]
    pub fn address_back_by(&self, code: &Code, person: &dyn Person) -> String {
        let delivered = self.agent.with(person, |context| {
            let taken = door::claim(context, code, None)?;
            door::carry_out(context, &taken)
        });
        let delivered = delivered.unwrap_or_else(|error| panic!("{}", smena_ui::chain(&error)));
        delivered.back.expect("a way back").to_string()
    }
}

impl Agency for ByHand<'_> {
    fn carry_out(&self, cabinet: &Cabinet<'_>) {
        let back = self.address_back(&cabinet.code());
        cabinet.browser.open(&back);
    }
}
