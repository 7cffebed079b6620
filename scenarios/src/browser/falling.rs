//! The agent's part on the pages of a program that is killed at each of them, and that ends by itself between what it has
//! signed and the sending; each time it is started again, and the holder goes on by the link that he had.

use std::cell::{Cell, RefCell};

use super::{
    Browser,
    cabinet::{Agency, Cabinet},
    desk::{BACK, ByPages},
};
use crate::{agent::Program, process::Serving};

/// The point between signing and sending, as the program's hook calls it.
const BEFORE_SENDING: (&str, &str) = ("SMENA_AGENT_ABORT_AT", "outbox");

/// An agent that is killed wherever it can be.
pub struct Falling {
    program: Program,
    port: u16,
    pages: ByPages,
    running: RefCell<Option<Serving>>,
    /// The pages at which it was killed.
    seen: RefCell<Vec<String>>,
    /// How often it has ended by itself.
    ended: Cell<usize>,
}

impl Falling {
    /// An agent at this port, whose holder works so.
    #[must_use]
    pub fn of(program: Program, port: u16, pages: ByPages) -> Self {
        Self {
            program,
            port,
            pages,
            running: RefCell::default(),
            seen: RefCell::default(),
            ended: Cell::new(0),
        }
    }

    /// The pages at which it was killed.
    #[must_use]
    pub fn seen(&self) -> Vec<String> {
        self.seen.borrow().clone()
    }

    /// How often it has ended between signing and sending.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.ended.get()
    }

    /// Kills it, if it runs, and starts it again.
    fn restart(&self, variables: &[(&str, &str)]) {
        drop(self.running.borrow_mut().take());
        let serving = self.program.serve(self.port, variables);
        self.running.replace(Some(serving));
    }

    fn has_ended(&self) -> bool {
        let mut running = self.running.borrow_mut();
        running.as_mut().is_some_and(Serving::has_ended)
    }

    /// Whether the page has not been seen before.
    fn is_new(&self, page: String) -> bool {
        let mut seen = self.seen.borrow_mut();
        let is_new = !seen.contains(&page);
        if is_new {
            seen.push(page);
        }
        is_new
    }
}

impl Agency for Falling {
    fn carry_out(&self, cabinet: &Cabinet<'_>) {
        let browser = cabinet.browser;
        let (errand, door) = (browser.heading(), cabinet.door());
        let known = browser.tabs();
        // It is away when the door is pressed, and there when the tab is loaded anew.
        drop(self.running.borrow_mut().take());
        cabinet.press("portal-door-open");
        browser.switch_to_tab_besides(&known);
        self.restart(&[BEFORE_SENDING]);
        browser.open(&door);
        let killed = |browser: &Browser| {
            if self.is_new(format!("{errand}: {}", browser.heading())) {
                self.restart(&[BEFORE_SENDING]);
                // The way back needs no agent; every other page needs the one that runs now.
                if !browser.sees(BACK) {
                    browser.open(&door);
                }
            }
        };
        let ended = |browser: &Browser| {
            if self.has_ended() {
                self.ended.set(self.ended.get() + 1);
                self.restart(&[]);
                browser.open(&door);
            }
        };
        self.pages
            .walk_beside(browser, cabinet.origin(), killed, ended);
    }
}
