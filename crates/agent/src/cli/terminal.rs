//! The person at a terminal.

use std::{
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    path::PathBuf,
};

use smena_media::{Entry, Secret};
use smena_protocol::v1::DataRow;
use smena_ui::{Message, format};
use zeroize::Zeroizing;

use super::inspect::escaped;
use crate::{
    flow::{ApplicationShown, FlowError, KeyUse, NewKeyChoice, Person, Step},
    output::Printer,
};

/// A person at a terminal, or the answers that were given on the command line in his stead.
pub(super) struct Terminal<'a> {
    printer: &'a Printer,
    yes: bool,
    no_password: bool,
    password_file: Option<PathBuf>,
}

impl<'a> Terminal<'a> {
    /// `yes` answers every question about data and signature; a password comes from the file where one is named.
    pub(super) fn new(
        printer: &'a Printer,
        yes: bool,
        no_password: bool,
        password_file: Option<PathBuf>,
    ) -> Self {
        Self {
            printer,
            yes,
            no_password,
            password_file,
        }
    }

    /// Asks a question whose default is no.
    pub(super) fn agrees(&self, question: &Message) -> Result<bool, FlowError> {
        if self.yes {
            return Ok(true);
        }
        if !io::stdin().is_terminal() {
            return Err(FlowError::Declined);
        }
        let mut stderr = io::stderr();
        let (question, hint) = (self.printer.text(question), self.printer.word("ask-hint"));
        let asked = write!(stderr, "{question} {hint} ");
        asked
            .and_then(|()| stderr.flush())
            .map_err(|_| FlowError::Declined)?;
        let mut answer = String::new();
        io::stdin()
            .lock()
            .read_line(&mut answer)
            .map_err(|_| FlowError::Declined)?;
        let answer = answer.trim().to_lowercase();
        // A comma stands between the words that mean yes.
        let yes = self.printer.word("ask-answers-yes");
        Ok(yes.split(',').any(|word| word.trim() == answer))
    }

    fn typed_password(&self, prompt: &str) -> Result<Zeroizing<String>, FlowError> {
        if let Some(path) = &self.password_file {
            let text = std::fs::read_to_string(path).map_err(|source| FlowError::PasswordFile {
                path: path.display().to_string(),
                source,
            })?;
            let text = Zeroizing::new(text);
            return Ok(Zeroizing::new(
                text.trim_end_matches(['\r', '\n']).to_owned(),
            ));
        }
        rpassword::prompt_password(prompt)
            .map(Zeroizing::new)
            .map_err(|_| FlowError::Declined)
    }
}

impl Person for Terminal<'_> {
    fn step(&self, step: Step) {
        self.printer
            .progress(&Message::new(format!("progress-{}", step_word(step))));
    }

    fn done(&self, _step: Step) {}

    fn password(&self, key: &Entry, used_for: KeyUse) -> Result<Secret, FlowError> {
        let key_name = key.certificate.as_ref().map_or_else(
            || key.id.to_string(),
            |certificate| certificate.serial().to_string(),
        );
        let message = match used_for {
            KeyUse::Old => "ask-password-old",
            KeyUse::New => "ask-password-new",
        };
        let prompt = self
            .printer
            .text(&Message::new(message).with("key", key_name));
        Ok(Secret::from_typed(
            &self.typed_password(&format!("{prompt} "))?,
        )?)
    }

    fn new_key(&self, authority: &str) -> Result<NewKeyChoice, FlowError> {
        if self.no_password {
            return Ok(NewKeyChoice::WithoutPassword);
        }
        if self.password_file.is_some() {
            return Ok(NewKeyChoice::Password(Secret::from_typed(
                &self.typed_password("")?,
            )?));
        }
        if !io::stdin().is_terminal() {
            return Err(FlowError::PasswordChoice);
        }
        let prompt = |key: &str| {
            let message = Message::new(key).with("authority", authority);
            format!("{} ", self.printer.text(&message))
        };
        let first = self.typed_password(&prompt("ask-new-password"))?;
        if first.is_empty() {
            let without = self.agrees(&Message::new("ask-no-password"))?;
            return if without {
                Ok(NewKeyChoice::WithoutPassword)
            } else {
                Err(FlowError::Declined)
            };
        }
        let second = self.typed_password(&prompt("ask-new-password-again"))?;
        if *first != *second {
            return Err(FlowError::PasswordsDiffer);
        }
        Ok(NewKeyChoice::Password(Secret::from_typed(&first)?))
    }

    fn data_right(&self, authority: &str, rows: &[DataRow]) -> Result<bool, FlowError> {
        let mut stderr = io::stderr();
        for row in rows {
            let was = row.was.as_ref().filter(|was| **was != row.value);
            let line = match was {
                Some(was) => format!(
                    "  {}: {} ({})",
                    escaped(&row.label),
                    escaped(&row.value),
                    escaped(was)
                ),
                None => format!("  {}: {}", escaped(&row.label), escaped(&row.value)),
            };
            writeln!(stderr, "{line}").map_err(|_| FlowError::Declined)?;
        }
        self.agrees(&Message::new("ask-data-right").with("authority", authority))
    }

    fn sign_application(&self, shown: &ApplicationShown<'_>) -> Result<bool, FlowError> {
        let (name, origin) = shown.authority;
        let hash = shown.document_hash.to_string();
        let facts = Message::new("application-facts")
            .with("authority", name)
            .with("origin", origin)
            .with("serial", shown.certificate.serial().to_string())
            .with(
                "until",
                format::date(
                    self.printer.language(),
                    shown.certificate.not_after().date(),
                ),
            )
            .with(
                "hash",
                format!("{}…{}", &hash[..8], &hash[hash.len() - 8..]),
            );
        let mut stderr = io::stderr();
        writeln!(stderr, "{}", self.printer.text(&facts)).map_err(|_| FlowError::Declined)?;
        for field in shown.fields {
            let label = self.printer.word(&format!("field-{}", field.key));
            writeln!(stderr, "  {}: {}", escaped(&label), escaped(&field.value))
                .map_err(|_| FlowError::Declined)?;
        }
        self.agrees(&Message::new("ask-sign-application"))
    }
}

/// The word of a step in the catalogue.
fn step_word(step: Step) -> &'static str {
    match step {
        Step::Resend => "resend",
        Step::SignIn => "sign-in",
        Step::Start => "start",
        Step::ConfirmData => "confirm-data",
        Step::GenerateKey => "generate-key",
        Step::SignApplication => "sign-application",
        Step::Wait => "wait",
        Step::Install => "install",
        Step::SignReceipt => "sign-receipt",
    }
}
