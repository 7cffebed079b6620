//! The window as the program `pinentry` of the GNU Privacy Guard, which systems with a desktop of X11 or Wayland have.
//!
//! The program is a child that lives as long as one question. It is ended by its own id when the answer is there, when the
//! time is over, and when nobody wants the answer any more.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use super::{Given, Lookup, NoWindow, PROGRAM_VARIABLE, Shown, Wanted, WindowError, assuan};
use crate::limits::{PIN_WINDOW_GRACE, PIN_WINDOW_WAIT_MAX};

/// Names under which the program is looked for, the system's own choice first.
const NAMES: [&str; 5] = [
    "pinentry",
    "pinentry-gnome3",
    "pinentry-qt",
    "pinentry-gtk-2",
    "pinentry-fltk",
];
/// Those that only draw on a terminal, which an agent does not have; one of them takes that for a cancelled entry.
const OF_TERMINALS: [&str; 2] = ["pinentry-tty", "pinentry-curses"];

const X11: &str = "DISPLAY";
const WAYLAND: &str = "WAYLAND_DISPLAY";
/// What names the desktop to a program, and opens it.
const DESKTOP: [&str; 3] = [X11, WAYLAND, "XAUTHORITY"];

/// The programs by which the window is shown, tried one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinWindow {
    programs: Vec<PathBuf>,
    options: Vec<String>,
    /// What names the desktop to the program.
    desktop: Vec<(&'static str, OsString)>,
    wait: Duration,
}

impl PinWindow {
    /// Finds the program: the one that `SMENA_PINENTRY` names, or one that the system has, if a desktop is there too.
    ///
    /// # Errors
    ///
    /// No program was found, or there is no desktop.
    pub fn find(variable: Lookup<'_>) -> Result<Self, NoWindow> {
        let given = |name: &str| variable(name).filter(|value| !value.is_empty());
        let found = |programs| Self {
            programs,
            options: options(&given),
            desktop: DESKTOP
                .into_iter()
                .filter_map(|name| Some((name, given(name)?)))
                .collect(),
            wait: PIN_WINDOW_WAIT_MAX,
        };
        if let Some(named) = given(PROGRAM_VARIABLE) {
            let program = PathBuf::from(named);
            if !program.is_absolute() || !program.is_file() {
                return Err(NoWindow::Program);
            }
            if given("GPG_TTY").is_none() && !draws_windows(&program) {
                return Err(NoWindow::Screen);
            }
            return Ok(found(vec![program]));
        }
        if given(X11).or(given(WAYLAND)).is_none() {
            return Err(NoWindow::Screen);
        }
        let programs = installed(&given("PATH").unwrap_or_default());
        if programs.is_empty() {
            return Err(NoWindow::Program);
        }
        Ok(found(programs))
    }

    /// The same with another limit of the time in which the person answers.
    #[cfg(test)]
    pub(super) fn waiting(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Begins to ask; the person answers later.
    pub(in crate::service) fn open(&self, shown: Shown, wanted: Wanted) -> Open {
        let programs = self.programs.clone().into_iter();
        let mut open = Open {
            programs,
            options: self.options.clone(),
            desktop: self.desktop.clone(),
            wait: self.wait,
            shown,
            wanted,
            running: None,
            failed: WindowError::Ended,
        };
        open.start_next();
        open
    }
}

/// Which terminal a program draws on, where one was named for it, and how it reads what is typed.
fn options(given: &dyn Fn(&str) -> Option<OsString>) -> Vec<String> {
    let text = |name: &str| given(name)?.into_string().ok();
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text);
    let named = [
        ("lc-ctype", locale),
        ("ttyname", text("GPG_TTY")),
        ("ttytype", text("GPG_TTY").and(text("TERM"))),
    ];
    let named = named.into_iter();
    named
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
        .collect()
}

/// The programs of `PATH`; relative folders are left out, where anybody could put one.
fn installed(path: &OsStr) -> Vec<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .collect();
    let mut programs: Vec<PathBuf> = Vec::new();
    for name in NAMES {
        let found = folders
            .iter()
            .filter_map(|folder| folder.join(name).canonicalize().ok())
            .find(|program| program.is_file());
        programs.extend(found.filter(|it| draws_windows(it) && !programs.contains(it)));
    }
    programs
}

fn draws_windows(program: &Path) -> bool {
    let program = program
        .canonicalize()
        .unwrap_or_else(|_| program.to_owned());
    let name = program.file_name().unwrap_or_default();
    OF_TERMINALS.iter().all(|terminal| name != *terminal)
}

/// A window that was opened; dropping it closes it.
pub(in crate::service) struct Open {
    programs: std::vec::IntoIter<PathBuf>,
    options: Vec<String>,
    desktop: Vec<(&'static str, OsString)>,
    wait: Duration,
    shown: Shown,
    wanted: Wanted,
    running: Option<Running>,
    failed: WindowError,
}

struct Running {
    child: Child,
    answer: Receiver<Result<Given, WindowError>>,
    until: Instant,
}

impl Open {
    /// What the person did, if it comes within this time. A program that shows no window gives way to the next.
    ///
    /// # Errors
    ///
    /// No program showed a window.
    pub(in crate::service) fn poll(
        &mut self,
        wait: Duration,
    ) -> Option<Result<Given, WindowError>> {
        let Some(running) = &self.running else {
            let failed = std::mem::replace(&mut self.failed, WindowError::Ended);
            return Some(Err(failed));
        };
        match running.answer.recv_timeout(wait) {
            Ok(Ok(given)) => Some(Ok(given)),
            Ok(Err(error)) => {
                self.failed = error;
                self.start_next();
                None
            }
            Err(RecvTimeoutError::Timeout) if Instant::now() < running.until => None,
            Err(RecvTimeoutError::Timeout) => Some(Ok(Given::Nobody)),
            Err(RecvTimeoutError::Disconnected) => Some(Err(WindowError::Ended)),
        }
    }

    fn start_next(&mut self) {
        self.running = None;
        while self.running.is_none() {
            let Some(program) = self.programs.next() else {
                return;
            };
            match self.start(&program) {
                Ok(running) => self.running = Some(running),
                Err(error) => self.failed = error,
            }
        }
    }

    fn start(&self, program: &Path) -> Result<Running, WindowError> {
        let mut child = Command::new(program)
            .envs(self.desktop.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(WindowError::Start)?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let (sender, answer) = mpsc::channel();
        // From here on the child is ended whatever happens.
        let running = Running {
            child,
            answer,
            until: Instant::now() + self.wait + PIN_WINDOW_GRACE,
        };
        let (Some(to), Some(from)) = (to, from) else {
            return Err(WindowError::Ended);
        };
        let (shown, options) = (self.shown.clone(), self.options.clone());
        let (wanted, seconds) = (self.wanted, self.wait.as_secs());
        thread::spawn(move || {
            let given = assuan::converse(from, to, &options, &shown, wanted, seconds);
            // Where nobody waits any more, the answer is wiped with the message.
            let _ = sender.send(given);
        });
        Ok(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A child that has ended by itself cannot be killed, and is waited for all the same.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
