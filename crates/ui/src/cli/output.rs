//! What a command says: its result on standard output, progress and failures on standard error.
//!
//! With `--json` standard output carries exactly one object: `{"result": …}` or
//! `{"error": {"code", "message", "remedy"}}`.

use std::io::{self, Write as _};

use serde_json::{Value, json};

use super::failure::{Failure, Kind};
use crate::{Catalogue, Language, Message, Surface};

/// The result of a command, for people and for programs.
pub struct Report {
    /// Lines for people.
    pub text: String,
    /// The same for programs.
    pub value: Value,
}

impl Report {
    /// The result was said before, by [`Printer::announce`]; a last line for people.
    #[must_use]
    pub fn said(text: String) -> Self {
        Self {
            text,
            value: Value::Null,
        }
    }
}

/// Where a command speaks to.
pub struct Printer {
    catalogue: Catalogue,
    language: Language,
    json: bool,
}

impl Printer {
    /// A printer with these words in this language; `json` for programs.
    #[must_use]
    pub fn new(catalogue: Catalogue, language: Language, json: bool) -> Self {
        Self {
            catalogue,
            language,
            json,
        }
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
        self.catalogue.text(self.language, message)
    }

    /// A text without arguments.
    #[must_use]
    pub fn word(&self, key: &str) -> String {
        self.catalogue.word(self.language, key)
    }

    /// Says on standard error what is being done now.
    pub fn progress(&self, message: &Message) {
        // A closed standard error must not end the work half-way.
        let _ = writeln!(io::stderr(), "{}", self.text(message));
    }

    /// The same for a line that is in words already; silent with `--json`, whose object has it.
    pub fn progress_line(&self, line: &str) {
        if !self.json {
            let _ = writeln!(io::stderr(), "{line}");
        }
    }

    /// Says the result before the command ends, as a server says where it listens. The command then ends with
    /// [`Report::said`].
    pub fn announce(&self, report: &Report) {
        let line = if self.json {
            json!({ "result": report.value }).to_string()
        } else {
            report.text.clone()
        };
        // Whoever started the program and went away does not want to know any more.
        let _ = print_line(&line);
    }

    /// Prints the outcome and gives the exit code.
    #[must_use]
    pub fn finish(&self, outcome: &Result<Report, Failure>) -> u8 {
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

    /// A failure in lines for people: what happened, what to do next, and what support asks for.
    #[must_use]
    pub fn failure_lines(&self, failure: &Failure) -> [String; 3] {
        let (message, remedy) = failure.words(self.catalogue, self.language, Surface::CommandLine);
        let for_support = match failure.cause() {
            Some(cause) => format!("({}: {cause})", failure.code()),
            None => format!("({})", failure.code()),
        };
        [message, remedy, for_support]
    }

    /// The same for programs.
    #[must_use]
    pub fn failure_value(&self, failure: &Failure) -> Value {
        let (message, remedy) = failure.words(self.catalogue, self.language, Surface::CommandLine);
        let mut error = json!({ "code": failure.code(), "message": message, "remedy": remedy });
        if let Some(cause) = failure.cause() {
            error["cause"] = cause.into();
        }
        if let Some(details) = failure.details() {
            error["details"] = details.clone();
        }
        error
    }

    fn print_failure(&self, failure: &Failure) -> io::Result<()> {
        if self.json {
            return print_line(&json!({ "error": self.failure_value(failure) }).to_string());
        }
        writeln!(io::stderr(), "{}", self.failure_lines(failure).join("\n"))
    }
}

fn print_line(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}
