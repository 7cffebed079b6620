//! A real browser: headless Chromium, driven by WebDriver as a person would: by what can be read on the page.
//!
//! - [`driver`]: starts chromedriver on a port that it chooses, and ends everything that it started, by number.
//! - [`page`]: reads, presses, fills and waits. It waits for a state of the page and never for a time.
//! - [`look`]: language, width, theme.
//! - [`site`]: serves files as the portal does, and foreign pages.
//! - [`axe`]: the judge of accessibility inside the page.
//! - [`cabinet`]: a holder at the portal.
//! - [`desk`]: a holder at the agent's pages.
//! - [`falling`]: the same while the agent is killed at each of them.
//! - [`trials`]: what may befall a holder on his way.
//!
//! At most two browsers run at a time in one test executable. A test that fails leaves a picture and the text of the page in
//! `target/xtask/browser/`.

pub mod axe;
pub mod cabinet;
pub mod desk;
pub mod driver;
pub mod falling;
pub mod look;
pub mod page;
pub mod site;
pub mod trials;

use std::{
    cell::Cell,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};
use thirtyfour::{WebDriver, WindowHandle, prelude::WebDriverResult};
use tokio::runtime::Runtime;

pub use look::Look;

use driver::{Driver, Slot};

/// How long a page may take until it shows what is expected.
pub const LIMIT: Duration = Duration::from_mins(1);
/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(40);

/// A browser with a profile of its own.
pub struct Browser {
    name: String,
    look: Cell<Look>,
    runtime: Runtime,
    /// Taken by the end alone.
    session: Option<WebDriver>,
    driver: Driver,
    /// Given back last: until then the processes are there.
    _slot: Slot,
}

impl Browser {
    /// Starts one; none, with a line that says so, where Chromium or its driver is missing. The name is the test's.
    ///
    /// # Panics
    ///
    /// When it is there and does not start.
    #[must_use]
    pub fn start(name: &str, look: Look) -> Option<Self> {
        let [slot] = Self::slots()?;
        Some(Self::start_by(name, look, slot, Driver::start))
    }

    /// Starts two for one test.
    ///
    /// # Panics
    ///
    /// As [`Browser::start`].
    #[must_use]
    pub fn start_two(names: [&str; 2], look: Look) -> Option<[Self; 2]> {
        let slots: [Slot; 2] = Self::slots()?;
        let mut pairs = names.into_iter().zip(slots);
        Some(std::array::from_fn(|_| {
            let (name, slot) = pairs.next().expect("two names and two slots");
            Self::start_by(name, look, slot, Driver::start)
        }))
    }

    /// The same, where no page of this host may lead to this computer itself; what is typed is opened.
    ///
    /// # Panics
    ///
    /// As [`Browser::start`].
    #[must_use]
    pub fn start_with_loopback_closed_to(host: &str, name: &str, look: Look) -> Option<Self> {
        let [slot] = Self::slots()?;
        Some(Self::start_by(name, look, slot, || {
            Driver::start_with_loopback_closed_to(host)
        }))
    }

    /// The right to have so many; none where a program is missing.
    fn slots<const N: usize>() -> Option<[Slot; N]> {
        if let Some(missing) = driver::missing() {
            crate::process::skipped(&format!("{missing} is not installed"));
            return None;
        }
        Some(Slot::take())
    }

    fn start_by(name: &str, look: Look, slot: Slot, start: impl FnOnce() -> Driver) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let driver = start();
        let session = runtime
            .block_on(driver.session(look))
            .expect("a session of the browser");
        let browser = Self {
            name: name.to_owned(),
            look: Cell::new(look),
            runtime,
            session: Some(session),
            driver,
            _slot: slot,
        };
        // A browser with an extension takes orders of its own protocol for its first tab only after that.
        browser.open("about:blank");
        browser.set_look(look);
        browser
    }

    /// Kills the browser as a crash or a switched-off computer would, and starts it again with the same profile.
    ///
    /// # Panics
    ///
    /// When it does not start again.
    pub fn kill_and_restart(&mut self) {
        if let Some(session) = self.session.take() {
            // Its browser is gone: there is nothing to end.
            let _ = session.leak();
        }
        self.driver.restart();
        let session = self.runtime.block_on(self.driver.session(self.look.get()));
        self.session = Some(session.expect("a session of the browser"));
        self.set_look(self.look.get());
    }

    /// How it looks.
    #[must_use]
    pub fn look(&self) -> Look {
        self.look.get()
    }

    /// Sets width and theme of the tab that is looked at; the language is fixed from the start.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    pub fn set_look(&self, look: Look) {
        self.look.set(look);
        self.devtools("Emulation.setDeviceMetricsOverride", look.metrics());
        self.devtools("Emulation.setEmulatedMedia", look.media());
    }

    /// Goes to an address, as if it had been typed.
    ///
    /// # Panics
    ///
    /// When nothing answers there.
    pub fn open(&self, address: &str) {
        self.must(address, self.try_open(address));
    }

    /// The same; what went wrong is given back.
    ///
    /// # Errors
    ///
    /// Nothing answers, or the browser does not go there.
    pub fn try_open(&self, address: &str) -> WebDriverResult<()> {
        self.wait(self.session().goto(address))
    }

    /// Goes to an address where nobody answers now, and sees the browser's own page about that.
    ///
    /// # Panics
    ///
    /// When somebody answers.
    pub fn expect_nobody(&self, address: &str) {
        // The driver calls some of what can go wrong a failure, and waits for the browser's page after the rest.
        if self.try_open(address).is_ok() {
            self.expect_text("ERR_");
        }
    }

    /// Loads the page anew.
    ///
    /// # Panics
    ///
    /// When nothing answers.
    pub fn reload(&self) {
        self.must("loading anew", self.wait(self.session().refresh()));
    }

    /// Goes a page back.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    pub fn back(&self) {
        self.must("a page back", self.wait(self.session().back()));
    }

    /// The address of the page.
    ///
    /// # Panics
    ///
    /// When the tab is gone.
    #[must_use]
    pub fn address(&self) -> String {
        let address = self.wait(self.session().current_url());
        self.must("the address", address).to_string()
    }

    /// The tabs, as they were opened.
    ///
    /// # Panics
    ///
    /// When the browser is gone.
    #[must_use]
    pub fn tabs(&self) -> Vec<WindowHandle> {
        self.must("the tabs", self.wait(self.session().windows()))
    }

    /// The tab that is looked at.
    ///
    /// # Panics
    ///
    /// When it is gone.
    #[must_use]
    pub fn tab(&self) -> WindowHandle {
        self.must("the tab", self.wait(self.session().window()))
    }

    /// Opens another tab and looks at it.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    pub fn new_tab(&self) -> WindowHandle {
        let tab = self.must("a new tab", self.wait(self.session().new_tab()));
        self.switch_to(&tab);
        tab
    }

    /// Looks at a tab.
    ///
    /// # Panics
    ///
    /// When it is gone.
    pub fn switch_to(&self, tab: &WindowHandle) {
        let switched = self.wait(self.session().switch_to_window(tab.clone()));
        self.must("another tab", switched);
        self.set_look(self.look.get());
    }

    /// Waits for a tab besides these and looks at it.
    ///
    /// # Panics
    ///
    /// When none comes.
    pub fn switch_to_tab_besides(&self, known: &[WindowHandle]) {
        let mut fresh = None;
        self.until("a new tab", || {
            fresh = self.tabs().into_iter().find(|tab| !known.contains(tab));
            fresh.is_some()
        });
        self.switch_to(&fresh.expect("found above"));
    }

    /// Closes the tab that is looked at and looks at another one.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    pub fn close_tab(&self, then: &WindowHandle) {
        self.must("closing a tab", self.wait(self.session().close_window()));
        self.switch_to(then);
    }

    /// Runs a script in the page; `arguments[0]` … are what is given.
    ///
    /// # Panics
    ///
    /// When it throws.
    pub fn script(&self, script: &str, arguments: &[Value]) -> Value {
        let answer = self.wait(self.session().execute(script, arguments.to_vec()));
        self.must("a script", answer).json().clone()
    }

    /// The same with a script that calls its last argument when it is done.
    ///
    /// # Panics
    ///
    /// When it throws or takes too long.
    pub fn script_until_called(&self, script: &str, arguments: &[Value]) -> Value {
        let answer = self.wait(self.session().execute_async(script, arguments.to_vec()));
        self.must("a script", answer).json().clone()
    }

    /// Asks the browser by its own protocol.
    ///
    /// # Panics
    ///
    /// When it refuses.
    pub fn devtools(&self, command: &str, parameters: Value) -> Value {
        let answer = self.wait(self.session().cdp().send_raw(command, parameters));
        self.must(command, answer)
    }

    /// What went wrong in the pages since it was last asked for: errors of scripts, of loading, of the policy of contents.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    #[must_use]
    pub fn console(&self) -> Vec<String> {
        let log = self.must("the console", self.wait(self.session().browser_log()));
        let loud = log
            .into_iter()
            .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"));
        loud.map(|entry| entry.message).collect()
    }

    /// The cookies of the page's host, by name and value.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    #[must_use]
    pub fn cookies(&self) -> Vec<(String, String)> {
        let cookies = self.must("the cookies", self.wait(self.session().get_all_cookies()));
        let pair = |cookie: thirtyfour::Cookie| (cookie.name, cookie.value);
        cookies.into_iter().map(pair).collect()
    }

    /// Gives the browser a cookie of an origin, as a program that got hold of it would.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    pub fn plant_cookie(&self, origin: &str, name: &str, value: &str) {
        let cookie = json!({
            "name": name, "value": value, "url": origin, "path": "/", "httpOnly": true,
        });
        self.devtools("Network.setCookie", cookie);
    }

    /// The addresses that this tab was at.
    ///
    /// # Panics
    ///
    /// When the browser refuses.
    #[must_use]
    pub fn history(&self) -> Vec<String> {
        let history = self.devtools("Page.getNavigationHistory", json!({}));
        let entries = history["entries"].as_array().cloned().unwrap_or_default();
        let address = |entry: &Value| entry["url"].as_str().unwrap_or_default().to_owned();
        entries.iter().map(address).collect()
    }

    /// The files in which the browser keeps this text: history, cache, what was typed.
    #[must_use]
    pub fn files_that_hold(&self, text: &str) -> Vec<PathBuf> {
        self.driver.files_that_hold(text.as_bytes())
    }

    /// Takes a picture of what is seen.
    ///
    /// # Panics
    ///
    /// When it cannot be taken or written.
    pub fn picture(&self, path: &Path) {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder");
        }
        self.must("a picture", self.wait(self.session().screenshot(path)));
    }

    /// Looks until it is so.
    ///
    /// # Panics
    ///
    /// When it does not come to be so in time.
    #[track_caller]
    pub fn until(&self, what: &str, mut so: impl FnMut() -> bool) {
        let limit = tokio::time::Instant::now() + LIMIT;
        while !so() {
            assert!(
                tokio::time::Instant::now() < limit,
                "{}: waited in vain for {what}, at {}",
                self.name,
                self.address()
            );
            // The timer wants to be made inside of the runtime.
            self.runtime
                .block_on(async { tokio::time::sleep(LOOK_EVERY).await });
        }
    }

    fn session(&self) -> &WebDriver {
        self.session
            .as_ref()
            .expect("the session is taken by the end and by a restart alone, which gives another")
    }

    fn wait<T>(&self, future: impl Future<Output = WebDriverResult<T>>) -> WebDriverResult<T> {
        self.runtime.block_on(future)
    }

    #[track_caller]
    fn must<T>(&self, what: &str, result: WebDriverResult<T>) -> T {
        match result {
            Ok(value) => value,
            Err(error) => panic!("{}: {what}: {error}", self.name),
        }
    }

    /// What a failed test leaves.
    fn leave_traces(&self) {
        let folder = traces();
        if fs::create_dir_all(&folder).is_err() {
            return;
        }
        // A browser that is gone shows nothing; the panic that is under way says why.
        let picture = folder.join(format!("{}.png", self.name));
        let _ = self.wait(self.session().screenshot(&picture));
        if let Ok(source) = self.wait(self.session().source()) {
            let _ = fs::write(folder.join(format!("{}.html", self.name)), source);
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if self.session.is_some() && std::thread::panicking() {
            self.leave_traces();
        }
        if let Some(session) = self.session.take() {
            let end = async { tokio::time::timeout(Duration::from_secs(5), session.quit()).await };
            // Whatever does not end by itself is ended by the driver's own drop.
            drop(self.runtime.block_on(end));
        }
    }
}

/// Where failed tests leave what they saw.
fn traces() -> PathBuf {
    target().join("xtask/browser")
}

/// Where cargo builds: the tests' executables lie in `target/debug/deps`.
pub(crate) fn target() -> PathBuf {
    let test = std::env::current_exe().expect("the path of the test's executable");
    test.ancestors().nth(3).expect("target").to_owned()
}
