//! The person at a terminal.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    io::{self, BufRead as _, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
};

use rand_core::CryptoRng;
use smena_media::{Entry, EntryId, Guard, KeysLeave, MediumKind, Place, Secret};
use smena_protocol::v1::DataRow;
use smena_ui::{Message, format};
use zeroize::Zeroizing;

use super::{
    inspect::escaped,
    keyboard::{self, Random},
};
use crate::{
    flow::{
        Advice, ApplicationShown, FlowError, KeyUse, NewKeyChoice, Offer, Person, PinAsked, Step,
        local::Question,
    },
    media::{is_named, tries_word},
    output::Printer,
    strength::Strength,
};

/// Answers that were given on the command line.
#[derive(Debug, Default, clap::Args)]
pub(super) struct Answers {
    #[arg(long)]
    yes: bool,
    #[arg(long, conflicts_with = "password_file")]
    no_password: bool,
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pin_file: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    on: Option<String>,
    #[arg(long)]
    exportable: bool,
}

/// A person at a terminal, or the answers that were given on the command line in his stead.
pub(super) struct Terminal<'a> {
    printer: &'a Printer,
    answers: &'a Answers,
    random: Random,
    /// The passwords of keys that were given: one command asks for each once.
    given: RefCell<BTreeMap<EntryId, Zeroizing<String>>>,
}

impl<'a> Terminal<'a> {
    /// The answers come first; what they leave open is asked.
    pub(super) fn new(printer: &'a Printer, answers: &'a Answers) -> Self {
        Self {
            printer,
            answers,
            random: Random::Os,
            given: RefCell::default(),
        }
    }

    /// The same with another source of randomness for a new key.
    pub(super) fn with_random(mut self, random: Random) -> Self {
        self.random = random;
        self
    }

    /// Asks a question whose default is no.
    pub(super) fn agrees(&self, question: &Message) -> Result<bool, FlowError> {
        if self.answers.yes {
            return Ok(true);
        }
        self.asked(question)
    }

    /// Asks a question to which there is no answer in advance.
    fn asked(&self, question: &Message) -> Result<bool, FlowError> {
        if !io::stdin().is_terminal() {
            return Err(FlowError::Declined);
        }
        let (question, hint) = (self.printer.text(question), self.printer.word("ask-hint"));
        let answer = line_after(&format!("{question} {hint} "))?.to_lowercase();
        // A comma stands between the words that mean yes.
        let yes = self.printer.word("ask-answers-yes");
        Ok(yes.split(',').any(|word| word.trim() == answer))
    }

    fn typed_password(&self, prompt: &str) -> Result<Zeroizing<String>, FlowError> {
        match &self.answers.password_file {
            Some(path) => secret_of_file(path),
            None => typed(prompt),
        }
    }

    /// Asks for a new password twice, and says first how easily it is guessed. An empty one is no password, which is a
    /// choice with a question of its own.
    pub(super) fn new_password(
        &self,
        first: &Message,
        second: &Message,
    ) -> Result<Option<Secret>, FlowError> {
        if self.answers.no_password {
            return Ok(None);
        }
        if let Some(path) = &self.answers.password_file {
            return Ok(Some(Secret::from_typed(&secret_of_file(path)?)?));
        }
        if !io::stdin().is_terminal() {
            return Err(FlowError::PasswordChoice);
        }
        match self.typed_twice(first, second)? {
            Some(password) => Ok(Some(password)),
            None if self.agrees(&Message::new("ask-no-password"))? => Ok(None),
            None => Err(FlowError::Declined),
        }
    }

    /// How a key is stored on a medium: with a password of its own where no PIN guards it.
    fn stored_key(
        &self,
        place: &Place,
        first: &Message,
        second: &Message,
    ) -> Result<NewKeyChoice, FlowError> {
        let password = match place.guard {
            Guard::Pin => None,
            Guard::Password => self.new_password(first, second)?,
        };
        Ok(NewKeyChoice {
            password,
            exportable: self.answers.exportable && place.keys_leave != KeysLeave::Never,
        })
    }

    /// A new password, typed twice, with a word about how easily it is guessed; nothing for an empty one.
    fn typed_twice(&self, first: &Message, second: &Message) -> Result<Option<Secret>, FlowError> {
        let prompt = |message: &Message| format!("{} ", self.printer.text(message));
        let password = typed(&prompt(first))?;
        if password.is_empty() {
            return Ok(None);
        }
        let strength = Strength::of(&password);
        let said = Message::new("ask-password-strength").with("strength", strength.word());
        self.tell(&said)?;
        if strength == Strength::Weak && !self.agrees(&Message::new("ask-weak-password"))? {
            return Err(FlowError::Declined);
        }
        if *password != *typed(&prompt(second))? {
            return Err(FlowError::PasswordsDiffer);
        }
        Ok(Some(Secret::from_typed(&password)?))
    }

    /// The password of a file of keys: from another file, or typed; nothing for an empty one.
    pub(super) fn file_password(
        &self,
        file: &Path,
        password_file: Option<&Path>,
    ) -> Result<Option<Secret>, FlowError> {
        let password = if let Some(path) = password_file {
            secret_of_file(path)?
        } else {
            let name = file.display().to_string();
            let prompt = Message::new("ask-file-password").with("file", name);
            typed(&format!("{} ", self.printer.text(&prompt)))?
        };
        if password.is_empty() {
            return Ok(None);
        }
        Ok(Some(Secret::from_typed(&password)?))
    }

    /// A password for a file of keys that is to be written: from another file, or typed twice. It is never empty.
    pub(super) fn new_file_password(
        &self,
        file: &Path,
        password_file: Option<&Path>,
    ) -> Result<Secret, FlowError> {
        if let Some(path) = password_file {
            return Ok(Secret::from_typed(&secret_of_file(path)?)?);
        }
        if !io::stdin().is_terminal() {
            return Err(FlowError::PasswordChoice);
        }
        let asked = |word: &str| Message::new(word).with("file", file.display().to_string());
        self.typed_twice(
            &asked("ask-new-file-password"),
            &asked("ask-new-file-password-again"),
        )?
        .ok_or_else(|| smena_media::MediumError::EmptyPassword.into())
    }

    /// Prints a line to the person.
    pub(super) fn tell(&self, message: &Message) -> Result<(), FlowError> {
        writeln!(io::stderr(), "{}", self.printer.text(message)).map_err(|_| FlowError::Declined)
    }

    /// The number that the person types, from 1 to `count`; an empty line means the first.
    fn number(&self, question: &Message, count: usize) -> Result<usize, FlowError> {
        let answer = line_after(&format!("{} ", self.printer.text(question)))?;
        match answer.as_str() {
            "" => Ok(0),
            typed => match typed.parse::<usize>() {
                Ok(number) if (1..=count).contains(&number) => Ok(number - 1),
                _ => Err(FlowError::Declined),
            },
        }
    }
}

/// The words for a medium before it is chosen: what it is, and what follows from keeping a key there.
pub(super) fn consequences(place: &Place) -> Message {
    let key = match (place.kind, place.keys_leave) {
        (MediumKind::Token, _) => "medium-token",
        (MediumKind::Computer | MediumKind::Memory, _) => "medium-computer",
        (MediumKind::FlashDrive, _) => "medium-flash-drive",
        (MediumKind::CryptoPro, _) => "medium-crypto-pro",
    };
    Message::new(key).with("place", place.name.clone())
}

/// What people call a key: the serial number of its certificate, if it has one.
fn key_name(key: &Entry) -> String {
    key.certificate.as_ref().map_or_else(
        || key.id.to_string(),
        |certificate| certificate.serial().to_string(),
    )
}

/// The line that is typed behind a prompt.
fn line_after(prompt: &str) -> Result<String, FlowError> {
    let declined = |_| FlowError::Declined;
    let mut stderr = io::stderr();
    write!(stderr, "{prompt}").map_err(declined)?;
    stderr.flush().map_err(declined)?;
    let mut answer = String::new();
    io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(declined)?;
    Ok(answer.trim().to_owned())
}

fn typed(prompt: &str) -> Result<Zeroizing<String>, FlowError> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|_| FlowError::Declined)
}

/// The first line of a file that holds a password or PIN.
fn secret_of_file(path: &Path) -> Result<Zeroizing<String>, FlowError> {
    let text = std::fs::read_to_string(path).map_err(|source| FlowError::PasswordFile {
        path: path.display().to_string(),
        source,
    })?;
    let text = Zeroizing::new(text);
    Ok(Zeroizing::new(
        text.trim_end_matches(['\r', '\n']).to_owned(),
    ))
}

impl Person for Terminal<'_> {
    fn step(&self, step: Step) {
        self.printer
            .progress(&Message::new(format!("progress-{}", step_word(step))));
    }

    fn done(&self, _step: Step) {}

    fn password(&self, key: &Entry, used_for: KeyUse) -> Result<Secret, FlowError> {
        let message = match used_for {
            KeyUse::Old => "ask-password-old",
            KeyUse::New => "ask-password-new",
            KeyUse::Copy => "ask-password-copy",
            KeyUse::Decrypt => "ask-password-decrypt",
            KeyUse::Trial => "ask-password-trial",
        };
        if let Some(given) = self.given.borrow().get(&key.id) {
            return Ok(Secret::from_typed(given)?);
        }
        let prompt = self
            .printer
            .text(&Message::new(message).with("key", key_name(key)));
        let given = self.typed_password(&format!("{prompt} "))?;
        let secret = Secret::from_typed(&given)?;
        self.given.borrow_mut().insert(key.id.clone(), given);
        Ok(secret)
    }

    fn pin(&self, asked: &PinAsked<'_>) -> Result<Secret, FlowError> {
        if let Some(path) = &self.answers.pin_file {
            // What stands in the file was wrong; trying it again would only cost another try.
            if asked.wrong_before.is_some() {
                return Err(FlowError::Declined);
            }
            return Ok(Secret::from_typed(&secret_of_file(path)?)?);
        }
        let key = match asked.wrong_before {
            Some(_) => "ask-pin-again",
            None => "ask-pin",
        };
        let message = Message::new(key)
            .with("place", asked.place.name.clone())
            .with("tries", tries_word(asked.state.tries));
        let pin = typed(&format!("{} ", self.printer.text(&message)))?;
        if pin.is_empty() {
            return Err(FlowError::Declined);
        }
        Ok(Secret::from_typed(&pin)?)
    }

    fn last_try(&self, place: &Place) -> Result<bool, FlowError> {
        // «Yes to everything» was said before anybody knew of this.
        if self.answers.yes || !io::stdin().is_terminal() {
            return Ok(false);
        }
        self.agrees(&Message::new("ask-last-try").with("place", place.name.clone()))
    }

    fn choose_medium(&self, offers: &[Offer<'_>]) -> Result<usize, FlowError> {
        if let Some(name) = &self.answers.on {
            return offers
                .iter()
                .position(|offer| is_named(offer.place, name))
                .ok_or_else(|| FlowError::MediumUnknown(name.clone()));
        }
        if self.answers.yes || !io::stdin().is_terminal() {
            return Ok(0);
        }
        self.tell(&Message::new("ask-medium-intro"))?;
        for (number, offer) in offers.iter().enumerate() {
            let line = Message::new("ask-medium-line")
                .with("number", (number + 1).to_string())
                .with("medium", self.printer.text(&consequences(offer.place)));
            self.tell(&line)?;
        }
        self.number(&Message::new("ask-medium"), offers.len())
    }

    fn new_key(&self, authority: &str, place: &Place) -> Result<NewKeyChoice, FlowError> {
        let asked = |word: &str| Message::new(word).with("authority", authority);
        self.stored_key(
            place,
            &asked("ask-new-password"),
            &asked("ask-new-password-again"),
        )
    }

    fn randomness(&self) -> Result<Option<Box<dyn CryptoRng>>, FlowError> {
        Ok(match self.random {
            Random::Os => None,
            Random::Keyboard => Some(Box::new(keyboard::gather(self.printer)?)),
        })
    }

    fn copied_key(&self, key: &Entry, place: &Place) -> Result<NewKeyChoice, FlowError> {
        let asked = |word: &str| Message::new(word).with("key", key_name(key));
        self.stored_key(
            place,
            &asked("ask-copy-password"),
            &asked("ask-copy-password-again"),
        )
    }

    fn imported_key(&self, place: &Place) -> Result<NewKeyChoice, FlowError> {
        let asked = |word: &str| Message::new(word).with("place", place.name.clone());
        self.stored_key(
            place,
            &asked("ask-import-password"),
            &asked("ask-import-password-again"),
        )
    }

    fn agrees_to(&self, question: Question<'_>) -> Result<bool, FlowError> {
        let message = |word: &str, key: &Entry, place: &Place| {
            Message::new(word)
                .with("key", key_name(key))
                .with("place", place.name.clone())
        };
        match question {
            Question::Remove(key, place) => self.agrees(&message("ask-remove", key, place)),
            // «Yes to everything» is no declaration that no backup is needed: that is --without-backup.
            Question::RemoveWithoutBackup(key, place) => {
                self.asked(&message("ask-remove-without-backup", key, place))
            }
        }
    }

    fn advise(&self, advice: Advice<'_>) {
        let named = |key: &str, place: &Place| Message::new(key).with("place", place.name.clone());
        self.printer.progress(&match advice {
            Advice::DefaultPin(place) => named("advice-default-pin", place),
            Advice::ChangePin(place) => named("advice-change-pin", place),
            Advice::NotArchived(place, reason) => {
                named("advice-not-archived", place).with("reason", reason)
            }
            Advice::NotTold(reason) => Message::new("advice-not-told").with("reason", reason),
        });
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
            let label = self.printer.word(&format!("field-{}", kind_of(&field.key)));
            writeln!(stderr, "  {}: {}", escaped(&label), escaped(&field.value))
                .map_err(|_| FlowError::Declined)?;
        }
        self.agrees(&Message::new("ask-sign-application"))
    }
}

/// What a field is: `document-2` is a document, the second of several.
fn kind_of(key: &str) -> &str {
    match key.rsplit_once('-') {
        Some((kind, number)) if number.bytes().all(|b| b.is_ascii_digit()) => kind,
        _ => key,
    }
}

/// The word of a step in the catalogue.
fn step_word(step: Step) -> &'static str {
    match step {
        Step::Resend => "resend",
        Step::SignIn => "sign-in",
        Step::Start => "start",
        Step::CheckWorkplace => "check-workplace",
        Step::Pair => "pair",
        Step::ConfirmData => "confirm-data",
        Step::GenerateKey => "generate-key",
        Step::SignApplication => "sign-application",
        Step::Wait => "wait",
        Step::Install => "install",
        Step::Endorse => "endorse",
        Step::SignReceipt => "sign-receipt",
    }
}
