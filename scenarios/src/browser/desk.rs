//! The agent's pages in a browser, and the holder who does there what they ask.

use std::cell::Cell;

use serde_json::{Value, json};
use smena_agent::service::{Place, bind};
use smena_demo::{Agent, pages::Pages};
use smena_ui::Language;
use thirtyfour::WebElement;

use super::{
    Browser,
    cabinet::{Agency, Cabinet},
};

/// Pages of one errand after which it must have come to its end.
const PAGES_MAX: usize = 30;

/// Movements between two looks at the sensor.
const MOVES: u32 = 25;

/// The link with which a page of the agent leads back to the portal.
pub const BACK: &str = "a.button[href*='/return?']";

/// What can stand on a page of the agent, and what a willing holder does there; the first that is found counts.
const ACTS: [(&str, Act); 7] = [
    (BACK, Act::Back),
    ("#field", Act::Sensor),
    ("input[name=secret]", Act::Secret),
    ("input[name=without]", Act::Keep),
    ("button[name=do][value=keep]", Act::Press),
    ("button[name=do][value=choose]", Act::Press),
    ("button[name=do][value=yes]", Act::Press),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Back,
    Press,
    Sensor,
    Secret,
    Keep,
}

/// An agent that serves its pages until it is dropped, as a computer that is switched off ends it.
pub struct Desk {
    port: u16,
    _pages: Pages,
}

impl Desk {
    /// Serves the pages of an agent at the port to which the portal leads.
    ///
    /// # Panics
    ///
    /// When it cannot.
    #[must_use]
    pub fn start(agent: &Agent, port: u16) -> Self {
        Self::with(agent, port, |_| {})
    }

    /// The same where the agent is called with other folders or modules.
    ///
    /// # Panics
    ///
    /// As [`Desk::start`].
    #[must_use]
    pub fn with(agent: &Agent, port: u16, change: impl FnOnce(&mut Place)) -> Self {
        let listening = bind(port).expect("the port is free");
        let pages = Pages::serve(agent, listening, Language::default(), change);
        Self {
            port,
            _pages: pages.expect("the agent's folder"),
        }
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of its pages, without a path.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// How the holder works.
#[derive(Clone, Debug, Default)]
pub struct Hands {
    /// The PIN of his token or the password of his key.
    pub secret: Option<String>,
    /// What he types the first time, by mistake.
    pub wrong_first: Option<String>,
    /// With the keyboard alone.
    pub by_keyboard: bool,
    /// Everything is pressed twice.
    pub twice: bool,
    /// The sensor is fed by movements, not left to the system's generator.
    pub moves: bool,
}

/// The agent's part, done on its own pages.
pub struct ByPages {
    hands: Hands,
    /// How often a secret was typed.
    typed: Cell<usize>,
}

impl ByPages {
    /// A holder who works so.
    #[must_use]
    pub fn with(hands: Hands) -> Self {
        Self {
            hands,
            typed: Cell::new(0),
        }
    }

    /// How often the holder has typed a PIN or password.
    #[must_use]
    pub fn typed(&self) -> usize {
        self.typed.get()
    }

    /// Does what the pages in the tab that is looked at ask for, until the browser is back at the portal. `meanwhile` is
    /// called on each page before anything is done there; it may lead to another page of the agent.
    ///
    /// # Panics
    ///
    /// When that does not come.
    pub fn walk(&self, browser: &Browser, origin: &str, meanwhile: impl FnMut(&Browser)) {
        self.walk_beside(browser, origin, meanwhile, |_| {});
    }

    /// The same; `waiting` is called besides as often as it is looked whether a page is there.
    ///
    /// # Panics
    ///
    /// As [`ByPages::walk`].
    pub fn walk_beside(
        &self,
        browser: &Browser,
        origin: &str,
        mut meanwhile: impl FnMut(&Browser),
        mut waiting: impl FnMut(&Browser),
    ) {
        let back = format!("{origin}/return?");
        for _ in 0..PAGES_MAX {
            let mut found = None;
            browser.until("a page of the agent that asks something", || {
                waiting(browser);
                found = ACTS
                    .into_iter()
                    .find(|(selector, _)| browser.sees(selector));
                found.is_some() || browser.address().starts_with(&back)
            });
            if browser.address().starts_with(&back) {
                return;
            }
            let (selector, act) = found.expect("found above");
            let page = browser.address();
            meanwhile(browser);
            if browser.address() == page {
                self.act(browser, selector, act);
            }
        }
        panic!("the agent asks and asks, at {}", browser.address());
    }

    fn act(&self, browser: &Browser, selector: &str, act: Act) {
        match act {
            Act::Back if self.hands.by_keyboard => browser.press_found_by_keyboard(selector),
            // The page goes there by itself too; whoever is first.
            Act::Back => browser.until("the way back", || {
                let link = browser
                    .elements(selector)
                    .ok()
                    .and_then(|found| found.into_iter().next());
                link.is_none_or(|link| browser.wait(link.click()).is_ok())
            }),
            Act::Press => self.press(browser, selector),
            Act::Secret => {
                let wrong = self.hands.wrong_first.as_deref();
                let secret = wrong
                    .filter(|_| self.typed() == 0)
                    .or(self.hands.secret.as_deref())
                    .expect("a secret is asked");
                self.typed.set(self.typed() + 1);
                if self.hands.by_keyboard {
                    browser.type_into_by_keyboard(selector, secret);
                } else {
                    browser.type_into(selector, secret);
                }
                self.press(browser, "form button[type=submit]");
            }
            Act::Keep => {
                let is_chosen = "return document.querySelector('input[name=without]').checked";
                if browser.script(is_chosen, &[]) == Value::Bool(false) {
                    if self.hands.by_keyboard {
                        browser.type_into_by_keyboard(selector, " ");
                    } else {
                        // The label lies over its box.
                        browser.click("label[for=without]");
                    }
                }
                self.press(browser, "button[name=do][value=keep]");
            }
            Act::Sensor if self.hands.moves => {
                let page = browser.address();
                let mut at = 0_u32;
                browser.leaves(|| {
                    browser.until("the end of the sensor", || {
                        at += 1;
                        let place = |step: u32| f64::from(at * step % 97) / 97.0;
                        if browser.sees(selector) && browser.address() == page {
                            for part in 0..MOVES {
                                browser.move_over(selector, place(31 + part), place(53 + part));
                            }
                            false
                        } else {
                            true
                        }
                    });
                });
            }
            Act::Sensor => self.press(browser, "button[name=do][value=system]"),
        }
    }

    fn press(&self, browser: &Browser, selector: &str) {
        browser.leaves(|| {
            if self.hands.by_keyboard {
                browser.press_found_by_keyboard(selector);
            } else if self.hands.twice {
                browser.click_twice(selector);
            } else {
                browser.click(selector);
            }
        });
    }
}

impl Agency for ByPages {
    fn carry_out(&self, cabinet: &Cabinet<'_>) {
        let browser = cabinet.browser;
        let known = browser.tabs();
        cabinet.press("portal-door-open");
        browser.switch_to_tab_besides(&known);
        self.walk(browser, cabinet.origin(), |_| {});
    }
}

impl Browser {
    /// Does something after which another page is due, and waits for that.
    ///
    /// # Panics
    ///
    /// When it does not come.
    #[track_caller]
    pub fn leaves(&self, act: impl FnOnce()) {
        self.script("window.stillHere = true", &[]);
        act();
        self.until("another page", || {
            self.try_script(
                "return window.stillHere !== true && document.readyState !== 'loading'",
                &[],
            ) == Some(Value::Bool(true))
        });
    }

    /// Clicks what this selector finds, as soon as it can be clicked.
    ///
    /// # Panics
    ///
    /// When it cannot in time.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        self.until(&format!("a click on {selector}"), || {
            self.ready(selector)
                .is_some_and(|one| self.wait(one.click()).is_ok())
        });
    }

    /// The same twice at once.
    ///
    /// # Panics
    ///
    /// As [`Browser::click`].
    #[track_caller]
    pub fn click_twice(&self, selector: &str) {
        self.until(&format!("a double click on {selector}"), || {
            self.ready(selector)
                .is_some_and(|one| self.double_click(&one).is_ok())
        });
    }

    /// What this selector finds, brought into sight, once it can be pressed: a confirming button has to be seen first.
    pub(super) fn ready(&self, selector: &str) -> Option<WebElement> {
        let script = "const one = document.querySelector(arguments[0]); if (!one) return null; \
            one.scrollIntoView({ block: 'center' }); return one.disabled ? null : one;";
        self.found(script, &[json!(selector)])
    }

    /// Types into the field that this selector finds.
    ///
    /// # Panics
    ///
    /// When there is none in time.
    #[track_caller]
    pub fn type_into(&self, selector: &str, text: &str) {
        self.until(&format!("a field {selector}"), || {
            self.elements(selector)
                .ok()
                .and_then(|found| found.into_iter().next())
                .is_some_and(|one| self.wait(one.send_keys(text)).is_ok())
        });
    }
}
