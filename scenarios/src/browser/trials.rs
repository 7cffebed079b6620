//! What may befall a holder at the portal on his way, and must change nothing: an answer on a page that is older than the
//! renewal, the same answer sent twice at once, and a server that does not answer for a moment.

use std::cell::Cell;

use super::cabinet::Cabinet;

/// What has befallen a holder so far.
#[derive(Default)]
pub struct Trials {
    met: Cell<bool>,
}

impl Trials {
    /// On the page that asks whether the data are right: lets an older answer be refused, and sends the true one twice.
    /// Elsewhere nothing happens.
    ///
    /// # Panics
    ///
    /// When the older answer is taken, or the page is asked a second time.
    pub fn meet(&self, cabinet: &Cabinet<'_>) {
        self.meet_with(cabinet, |_| {});
    }

    /// The same; on that page `outage` is called first with a look at the page that must fail.
    ///
    /// # Panics
    ///
    /// As [`Trials::meet`], and as `outage` does.
    pub fn meet_with(&self, cabinet: &Cabinet<'_>, outage: impl FnOnce(&dyn Fn())) {
        let (browser, path) = (cabinet.browser, cabinet.path());
        if !path.ends_with("/check-data") {
            return;
        }
        assert!(!self.met.replace(true), "the data are asked twice");
        outage(&|| {
            browser.expect_nobody(&format!("{}{path}", cabinet.origin()));
        });
        cabinet.open(&path);
        // An answer on a page that is older than the renewal is refused in words, and the question stands.
        let older = "document.querySelector('input[name=revision]').value = '0'";
        browser.script(older, &[]);
        browser.leaves(|| cabinet.press("portal-check-data-right"));
        assert!(!browser.heading().is_empty());
        cabinet.open(&path);
        assert_eq!(cabinet.path(), path, "the older page was taken");
        // The same answer twice at once is one answer.
        browser.send_form_twice(&cabinet.word("portal-check-data-right"));
        cabinet.open(&cabinet.renewal());
    }

    /// Fails the test unless all of it was met.
    ///
    /// # Panics
    ///
    /// When the holder was never asked about his data.
    #[track_caller]
    pub fn expect_met(&self) {
        assert!(self.met.get(), "the data were not asked");
    }
}
