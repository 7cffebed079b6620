//! The window of the system in which a PIN is typed and an act confirmed, outside the browser, whose extensions can read and
//! rewrite every page (security design, §1.8 and T20).
//!
//! `assuan` is the language that the window's program speaks; one file per platform finds that program and runs it.
//! What the window says is put into words by the pages' own `view`. Nothing is kept here: a PIN goes on to the sitting.

#![cfg_attr(
    not(all(unix, not(target_os = "macos"))),
    expect(
        dead_code,
        reason = "nothing is shown or answered where there is no window"
    )
)]

#[cfg(all(unix, not(target_os = "macos")))]
mod assuan;
#[cfg(all(unix, not(target_os = "macos")))]
mod program;
#[cfg(all(unix, not(target_os = "macos")))]
use program as platform;
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod other;
#[cfg(not(all(unix, not(target_os = "macos"))))]
use other as platform;
#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests;

use std::{ffi::OsString, fmt, io, sync::Arc};

use zeroize::Zeroizing;

pub use platform::PinWindow;

/// The variable that names the program of the window.
pub const PROGRAM_VARIABLE: &str = "SMENA_PINENTRY";

/// Looks a variable of the environment up.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Finds the window when something is asked: an agent that starts with the session is there before the desktop is.
#[derive(Clone)]
pub struct FindWindow(Arc<dyn Fn() -> Result<PinWindow, NoWindow> + Send + Sync>);

impl FindWindow {
    /// By this search, which is made anew each time.
    pub fn new(find: impl Fn() -> Result<PinWindow, NoWindow> + Send + Sync + 'static) -> Self {
        Self(Arc::new(find))
    }

    /// The window as it is now.
    ///
    /// # Errors
    ///
    /// There is none now.
    pub fn now(&self) -> Result<PinWindow, NoWindow> {
        (self.0)()
    }
}

impl fmt::Debug for FindWindow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("FindWindow")
    }
}

/// What a window says. Every text is shown as it is.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) title: String,
    /// What it is for, in paragraphs.
    pub(super) says: String,
    pub(super) prompt: String,
    /// What was wrong with the last answer.
    pub(super) wrong: Option<String>,
    /// What is said to an answer that is empty.
    pub(super) empty: String,
    pub(super) yes: String,
    pub(super) no: String,
}

/// What is wanted of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A PIN or password, which is not empty.
    Secret,
    /// A yes or a no.
    Consent,
}

/// What the person did. There is no `Debug`: a PIN may be in it.
pub(super) enum Given {
    Secret(Zeroizing<String>),
    Yes,
    /// He said no, or closed the window.
    No,
    /// Nobody did anything in time.
    Nobody,
}

/// Why there is no window on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// No program of a window was found.
    #[error("no program for the entry of a PIN was found")]
    Program,
    /// The agent runs outside a desktop.
    #[error("the agent runs where no window can be shown")]
    Screen,
    /// The window of this system is not spoken to by this version.
    #[error("the window of this system is not supported")]
    System,
}

impl NoWindow {
    /// The key of the sentence that says so.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Program => "desk-agent-pin-page-program",
            Self::Screen => "desk-agent-pin-page-screen",
            Self::System => "desk-agent-pin-page-system",
        }
    }
}

/// Why a window that should be there could not be used. There is never a part of an answer in it.
#[derive(Debug, thiserror::Error)]
pub(super) enum WindowError {
    #[error("the program of the window does not start")]
    Start(#[source] io::Error),
    #[error("the program of the window cannot be spoken to")]
    Speak(#[source] io::Error),
    #[error("the program of the window has ended")]
    Ended,
    #[error("the program of the window refuses with code {0}")]
    Refused(u32),
    #[error("the program of the window answers in another form")]
    Form,
    #[error("what the program of the window answers is longer than allowed")]
    TooLong,
}
