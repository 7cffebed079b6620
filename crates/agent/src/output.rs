//! What a command says: its result on standard output, progress and failures on standard error.
//!
//! With `--json` standard output carries exactly one object: `{"result": …}` or
//! `{"error": {"code", "message", "remedy"}}`.

use std::io::{self, Write as _};

use serde_json::{Value, json};
use smena_ui::{Language, Message};

use crate::{failure::Failure, text::catalogue};

/// The result of a command, for people and for programs.
pub struct Report {
    /// Lines for people.
    pub text: String,
    /// The same for programs.
    pub value: Value,
}

/// Where a command speaks to.
pub struct Printer {
    language: Language,
    json: bool,
}

impl Printer {
    /// A printer in this language; `json` for programs.
    #[must_use]
    pub fn new(language: Language, json: bool) -> Self {
        Self { language, json }
    }

    /// The language that people read.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether the output is for programs.
    #[must_use]
    pub fn json(&self) -> bool {
        self.json
    }

    /// A text of the catalogue in the language of this printer.
    #[must_use]
    pub fn text(&self, message: &Message) -> String {
        catalogue().text(self.language, message)
    }

    /// A text without arguments.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        catalogue().word(self.language, key)
    }

    /// Says on standard error what is being done now.
    pub fn progress(&self, message: &Message) {
        // A closed standard error must not end a renewal half-way.
        let _ = writeln!(io::stderr(), "{}", self.text(message));
    }

    /// Prints the outcome and gives the exit code.
    #[must_use]
    pub fn finish(&self, outcome: &Result<Report, Failure>) -> u8 {
        let printed = match outcome {
            Ok(report) if self.json => print_line(&json!({ "result": report.value }).to_string()),
            Ok(report) => print_line(report.text.trim_end()),
            Err(failure) => self.print_failure(failure),
        };
        match (outcome, printed) {
            (Err(failure), _) => failure.kind() as u8,
            (Ok(_), Ok(())) => 0,
            // The reader went away; what was to be done is done, what was to be said is not.
            (Ok(_), Err(_)) => crate::failure::Kind::OtherSide as u8,
        }
    }

    fn print_failure(&self, failure: &Failure) -> io::Result<()> {
        let (message, remedy) = failure.words(catalogue(), self.language);
        if self.json {
            let mut error = json!({ "code": failure.code(), "message": message, "remedy": remedy });
            if let Some(cause) = failure.cause() {
                error["cause"] = cause.into();
            }
            return print_line(&json!({ "error": error }).to_string());
        }
        let mut stderr = io::stderr();
        writeln!(stderr, "{message}\n{remedy}")?;
        match failure.cause() {
            Some(cause) => writeln!(stderr, "({}: {cause})", failure.code()),
            None => writeln!(stderr, "({})", failure.code()),
        }
    }
}

fn print_line(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
