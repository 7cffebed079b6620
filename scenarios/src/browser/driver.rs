//! The processes: chromedriver and the Chromium that it starts, each ended by its number.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Condvar, Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;
use smena_ui::Language;
use tempfile::TempDir;
use thirtyfour::{
    ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel, WebDriver,
    prelude::WebDriverResult,
};

use super::look::Look;

/// Browsers at a time in one test executable.
const SLOTS: usize = 2;
/// How long the driver may take to say its port.
const START_LIMIT: Duration = Duration::from_mins(1);
/// How often it is started where it ends by itself.
const START_TRIES: usize = 3;
/// How long a command of WebDriver may take.
const COMMAND_LIMIT: Duration = Duration::from_mins(1);
/// How long the browser may take to end.
const END_LIMIT: Duration = Duration::from_secs(10);

static FREE: Mutex<usize> = Mutex::new(SLOTS);
static GIVEN_BACK: Condvar = Condvar::new();

/// The right to have a browser.
pub(super) struct Slot(());

impl Slot {
    /// So many at once: two tests that each held one and waited for another would wait for ever.
    pub(super) fn take<const N: usize>() -> [Self; N] {
        const { assert!(N <= SLOTS, "more than there are") };
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = GIVEN_BACK
            .wait_while(free, |free| *free < N)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= N;
        std::array::from_fn(|_| Self(()))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *FREE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        // Whoever waits for two must not keep the news from one who waits for one.
        GIVEN_BACK.notify_all();
    }
}

/// The first program that is missing.
#[must_use]
pub fn missing() -> Option<&'static str> {
    ["chromium", "chromedriver"]
        .into_iter()
        .find(|program| on_path(program).is_none())
}

/// Where a program is.
#[must_use]
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// chromedriver, and the profile of its browser.
pub(super) struct Driver {
    process: Child,
    port: u16,
    profile: TempDir,
    /// What the browser is told besides.
    arguments: Vec<String>,
}

impl Driver {
    pub(super) fn start() -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let (process, port) = chromedriver();
        Self {
            process,
            port,
            profile,
            arguments: Vec::new(),
        }
    }

    /// Starts it for a browser that has a rule like that of a careful administrator: no page of this host may lead to this
    /// computer itself. What is typed is opened.
    pub(super) fn start_with_loopback_closed_to(host: &str) -> Self {
        let mut driver = Self::start();
        let rule = driver.profile.path().join("loopback-rule");
        let manifest = json!({
            "manifest_version": 3, "name": "No way to this computer", "version": "1",
            "permissions": ["declarativeNetRequest"], "host_permissions": ["<all_urls>"],
            "declarative_net_request": {
                "rule_resources": [{ "id": "loopback", "enabled": true, "path": "rules.json" }],
            },
        });
        let rules = json!([{
            "id": 1, "priority": 1, "action": { "type": "block" },
            "condition": {
                "regexFilter": r"^http://127\.0\.0\.1[:/]",
                "initiatorDomains": [host], "resourceTypes": ["main_frame"],
            },
        }]);
        fs::create_dir(&rule).expect("a folder");
        for (name, value) in [("manifest.json", manifest), ("rules.json", rules)] {
            fs::write(rule.join(name), value.to_string()).expect("a file of the rule");
        }
        driver
            .arguments
            .push(format!("--load-extension={}", rule.display()));
        driver
    }

    /// The files of the profile that hold these octets.
    pub(super) fn files_that_hold(&self, octets: &[u8]) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.profile.path().to_owned()];
        while let Some(folder) = folders.pop() {
            // What the browser removes in this moment is not there.
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(path);
                } else if fs::read(&path)
                    .is_ok_and(|file| file.windows(octets.len()).any(|part| part == octets))
                {
                    found.push(path);
                }
            }
        }
        found
    }

    /// Ends browser and driver at once and starts the driver again; the profile stays.
    pub(super) fn restart(&mut self) {
        self.end();
        (self.process, self.port) = chromedriver();
    }

    /// Starts the browser.
    pub(super) async fn session(&self, look: Look) -> WebDriverResult<WebDriver> {
        let mut wanted = DesiredCapabilities::chrome();
        let chromium = on_path("chromium").unwrap_or_default();
        wanted.set_binary(&chromium.to_string_lossy())?;
        let tag = match look.language {
            Language::Russian => "ru-RU",
            Language::English => "en-GB",
        };
        for argument in [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--no-first-run",
            "--window-size=1280,900",
            &format!("--lang={tag}"),
            &format!("--accept-lang={tag}"),
            &format!("--user-data-dir={}", self.profile.path().display()),
        ] {
            wanted.add_arg(argument)?;
        }
        for argument in &self.arguments {
            wanted.add_arg(argument)?;
        }
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All)?;
        WebDriver::builder(format!("http://127.0.0.1:{}", self.port), wanted)
            .request_timeout(COMMAND_LIMIT)
            .await
    }

    fn end(&mut self) {
        // Already gone is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
        end_browser(self.profile.path());
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts chromedriver. It takes one port for both families of addresses, and ends when another program has taken that of
/// one family meanwhile; then another port is to be had.
fn chromedriver() -> (Child, u16) {
    (0..START_TRIES)
        .find_map(|_| try_chromedriver())
        .expect("chromedriver starts and says its port")
}

/// Starts it once and reads the port that it took; nothing when it has ended before.
fn try_chromedriver() -> Option<(Child, u16)> {
    let mut process = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts");
    let output = process.stdout.take().expect("piped above");
    let (said, heard) = mpsc::channel();
    thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|octets| octets > 0) {
            if let Some((_, port)) = line.rsplit_once("successfully on port ") {
                let digits: String = port.chars().take_while(char::is_ascii_digit).collect();
                let _ = said.send(digits.parse().expect("a port"));
                break;
            }
            line.clear();
        }
        drop(said);
        // What it says later is of no interest, but must not stop it.
        let _ = output.read_to_end(&mut Vec::new());
    });
    match heard.recv_timeout(START_LIMIT) {
        Ok(port) => Some((process, port)),
        Err(why) => {
            let _ = process.kill();
            let _ = process.wait();
            assert_eq!(
                why,
                RecvTimeoutError::Disconnected,
                "chromedriver is silent"
            );
            None
        }
    }
}

/// Ends the browser of a profile and waits until it is gone, so that another one may take the profile. Its number stands in
/// the lock of the profile, a link to `HOST-NUMBER`.
fn end_browser(profile: &Path) {
    let lock = profile.join("SingletonLock");
    let Ok(link) = fs::read_link(&lock) else {
        return;
    };
    let link = link.to_string_lossy().into_owned();
    let Some(number) = link
        .rsplit_once('-')
        .and_then(|(_, number)| number.parse::<u32>().ok())
    else {
        return;
    };
    // The number may belong to another program by now; its command line names the profile if it is ours.
    if !is_of(number, profile) {
        return;
    }
    let _ = Command::new("kill")
        .args(["-9", &number.to_string()])
        .stderr(Stdio::null())
        .status();
    let limit = Instant::now() + END_LIMIT;
    while is_of(number, profile) && Instant::now() < limit {
        thread::park_timeout(Duration::from_millis(20));
    }
    let _ = fs::remove_file(lock);
}

fn is_of(number: u32, profile: &Path) -> bool {
    let line = fs::read(format!("/proc/{number}/cmdline")).unwrap_or_default();
    String::from_utf8_lossy(&line).contains(&*profile.to_string_lossy())
}
