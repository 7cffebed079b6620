//! What a command says: its result on standard output, its failure on standard error.
//!
//! With `--json` standard output carries exactly one object: `{"result": …}` or
//! `{"error": {"code", "message", "remedy"}}`.

use std::io::{self, Write as _};

use serde_json::{Value, json};
use smena_ui::{Language, Message};

use super::failure::{Failure, Kind};
use crate::text::catalogue;

/// The result of a command, for people and for programs.
pub(super) struct Report {
    /// Lines for people.
    pub(super) text: String,
    /// The same for programs.
    pub(super) value: Value,
}

impl Report {
    /// The result was said before; a last line for people.
    pub(super) fn said(text: String) -> Self {
        Self {
            text,
            value: Value::Null,
        }
    }
}

/// Where a command speaks to.
pub(super) struct Printer {
    language: Language,
    json: bool,
}

impl Printer {
    pub(super) fn new(language: Language, json: bool) -> Self {
        Self { language, json }
    }

    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// A text of the catalogue in the language of this printer.
    pub(super) fn text(&self, message: &Message) -> String {
        catalogue().text(self.language, message)
    }

    /// Says on standard error what is being done now.
    pub(super) fn progress(&self, message: &Message) {
        // A closed standard error must not end the work half-way.
        let _ = writeln!(io::stderr(), "{}", self.text(message));
    }

    /// The same for a line that is in words already; silent with `--json`, whose object has it.
    pub(super) fn progress_line(&self, line: &str) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{line}");
        }
    }

    /// Says the result before the command ends: where the server listens. The command then ends with
    /// [`Report::said`].
    pub(super) fn announce(&self, report: &Report) {
        let line = if self.json {
            json!({ "result": report.value }).to_string()
        } else {
            report.text.clone()
        };
        // Whoever started the server and went away does not want to know any more.
        let _ = print_line(&line);
    }

    /// Prints the outcome and gives the exit code.
    pub(super) fn finish(&self, outcome: &Result<Report, Failure>) -> u8 {
        let printed = match outcome {
            Ok(report) if self.json && report.value.is_null() => Ok(()),
            Ok(report) if self.json => print_line(&json!({ "result": report.value }).to_string()),
            Ok(report) if report.text.is_empty() => Ok(()),
            Ok(report) => print_line(report.text.trim_end()),
            Err(failure) => self.print_failure(failure),
        };
        match (outcome, printed) {
            (Err(failure), _) => failure.kind() as u8,
            (Ok(_), Ok(())) => 0,
            // The reader went away; what was to be done is done, what was to be said is not.
            (Ok(_), Err(_)) => Kind::OtherSide as u8,
        }
    }

    fn print_failure(&self, failure: &Failure) -> io::Result<()> {
        let (message, remedy) = failure.words(self.language);
        if self.json {
            let mut error = json!({ "code": failure.code(), "message": message, "remedy": remedy });
            if let Some(cause) = failure.cause() {
                error["cause"] = cause.into();
            }
            if let Some(details) = failure.details() {
                error["details"] = details.clone();
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
