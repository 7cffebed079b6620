//! Tells an authority what became of a key, where a renewal that is under way waits to hear of it.

use serde_json::{Value, json};
use smena_media::Held;
use smena_pki::certificate::Certificate;
use smena_ui::Message;

use super::{place::Opened, renew, terminal::Terminal};
use crate::{
    failure::{Failure, Kind},
    flow::{self, Aftercare, FlowError},
    output::Printer,
    state::UnderWay,
};

/// What came of telling.
pub(super) enum Told {
    /// The authority knows, and the step is done.
    Taken,
    /// No renewal waits for it.
    NotOwed,
    /// It could not be told. What was done to the key is done all the same.
    Failed(Failure),
}

impl Told {
    /// Tells, signing in with the key of `with`, what became of the key of `about`.
    pub(super) fn of(
        opened: &Opened,
        person: &Terminal<'_>,
        with: &Held<'_>,
        about: &Certificate,
        done: Aftercare,
        printer: &Printer,
    ) -> Result<Self, Failure> {
        for trust in opened.home.trusted()? {
            let folder = opened.home.authority_folder(&trust.origin)?;
            if UnderWay::current(&folder)?.is_none() {
                continue;
            }
            let told = renew::context(opened, trust, person, printer)
                .and_then(|context| flow::tell(&context, with, about, done));
            match told {
                Ok(true) => return Ok(Self::Taken),
                Ok(false) => {}
                Err(error) => return Ok(Self::Failed(error.into_failure())),
            }
        }
        Ok(Self::NotOwed)
    }

    /// For an act that is nothing but telling: whether it was told.
    pub(super) fn expect_taken(self) -> Result<(), Failure> {
        match self {
            Self::Taken => Ok(()),
            Self::NotOwed => Err(Failure::new(Kind::Refused, "aftercare-not-owed")),
            Self::Failed(failure) => Err(failure),
        }
    }

    /// Lines for people, none where nothing waited; `later` says how the authority learns of it where it did not now.
    pub(super) fn lines(&self, later: &'static str, printer: &Printer) -> String {
        let mut lines = match self {
            Self::NotOwed => Vec::new(),
            Self::Taken => vec![printer.word("aftercare-told")],
            Self::Failed(failure) => {
                let mut lines = vec![printer.text(&Message::new(later))];
                let said = printer.failure_lines(failure);
                lines.extend(said.into_iter().map(|line| format!("  {line}")));
                lines
            }
        };
        for line in &mut lines {
            line.push('\n');
        }
        lines.concat()
    }

    /// The same for programs: whether the authority was told, nothing where no renewal waits for it, or the failure.
    pub(super) fn value(&self, printer: &Printer) -> Value {
        match self {
            Self::Taken => json!({ "told": true }),
            Self::NotOwed => Value::Null,
            Self::Failed(failure) => {
                json!({ "told": false, "error": printer.failure_value(failure) })
            }
        }
    }
}

/// Tells that the holder wants no copy of a key.
pub(super) fn no_copy(
    opened: &Opened,
    person: &Terminal<'_>,
    held: &Held<'_>,
    printer: &Printer,
) -> Result<(), Failure> {
    let about = certificate_of(held)?;
    Told::of(opened, person, held, about, Aftercare::NotCopied, printer)?.expect_taken()
}

/// The certificate of an entry that a renewal can be about.
pub(super) fn certificate_of<'a>(held: &'a Held<'_>) -> Result<&'a Certificate, Failure> {
    let certificate = held.entry.certificate.as_ref();
    certificate.ok_or_else(|| FlowError::CertificateAbsent.into_failure())
}
