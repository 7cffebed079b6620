//! The check of the workplace: whether this computer is ready for a renewal, line by line.
//!
//! One file per check. [`Findings`] is what was found ([`gather()`] looks: at the media, the modules, the authorities, the
//! program itself); each check judges it alone, without looking at anything again, and gives lines: a verdict, what it rests
//! on, and what to do. A check that cannot be made says so and is not called good.
//!
//! A report names certificates by their serial numbers and media by their names, and nobody by his: it can be sent to
//! support as it is. There is no password, PIN, key or random octet in it.

mod agent;
mod authority;
mod binary;
mod certificate;
mod clock;
mod door;
mod findings;
mod gather;
mod medium;
mod network;
mod pin;
mod provider;
mod random;
mod reader;
mod revocation;
mod roots;
mod rows;
mod space;

use serde::Serialize;
use smena_ui::{Catalogue, Language, Message, Surface};

pub use self::{
    findings::{
        Announced, Findings, Heard, Listing, Program, Revocation, SeenCertificate, SeenMedium,
        Trouble,
    },
    gather::{Surroundings, gather},
    rows::Row,
};
use crate::failure::Failure;

/// Something that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The version of this program.
    Agent,
    /// The authorities that are trusted.
    Authority,
    /// The way to them.
    Network,
    /// The clock against theirs.
    Clock,
    /// Their root certificates.
    Roots,
    /// Libraries of tokens.
    Provider,
    /// Readers of cards and tokens.
    Reader,
    /// Media with keys.
    Medium,
    /// PINs of tokens.
    Pin,
    /// Room for a new key.
    Space,
    /// Random numbers.
    Random,
    /// The holder's certificates.
    Certificate,
    /// Whether they are revoked.
    Revocation,
    /// How a browser reaches this program.
    Door,
    /// The file that runs.
    Binary,
}

impl Check {
    /// All of them, in the order of the report.
    pub const ALL: [Self; 15] = [
        Self::Agent,
        Self::Authority,
        Self::Network,
        Self::Clock,
        Self::Roots,
        Self::Provider,
        Self::Reader,
        Self::Medium,
        Self::Pin,
        Self::Space,
        Self::Random,
        Self::Certificate,
        Self::Revocation,
        Self::Door,
        Self::Binary,
    ];

    /// Its name in the catalogue.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Agent => "doctor-check-agent",
            Self::Authority => "doctor-check-authority",
            Self::Network => "doctor-check-network",
            Self::Clock => "doctor-check-clock",
            Self::Roots => "doctor-check-roots",
            Self::Provider => "doctor-check-provider",
            Self::Reader => "doctor-check-reader",
            Self::Medium => "doctor-check-medium",
            Self::Pin => "doctor-check-pin",
            Self::Space => "doctor-check-space",
            Self::Random => "doctor-check-random",
            Self::Certificate => "doctor-check-certificate",
            Self::Revocation => "doctor-check-revocation",
            Self::Door => "doctor-check-door",
            Self::Binary => "doctor-check-binary",
        }
    }

    fn look(self, findings: &Findings) -> Vec<Line> {
        match self {
            Self::Agent => agent::look(findings),
            Self::Authority => authority::look(findings),
            Self::Network => network::look(findings),
            Self::Clock => clock::look(findings),
            Self::Roots => roots::look(findings),
            Self::Provider => provider::look(findings),
            Self::Reader => reader::look(findings),
            Self::Medium => medium::look(findings),
            Self::Pin => pin::look(findings),
            Self::Space => space::look(findings),
            Self::Random => random::look(findings),
            Self::Certificate => certificate::look(findings),
            Self::Revocation => revocation::look(findings),
            Self::Door => door::look(findings),
            Self::Binary => binary::look(findings),
        }
    }
}

/// What a check came to; the worse, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// It could not be looked at.
    Unchecked,
    /// It works, and something is to be done soon.
    Act,
    /// It keeps a renewal from being made.
    Bad,
}

impl Verdict {
    /// Its word in the catalogue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "doctor-good",
            Self::Unchecked => "doctor-unchecked",
            Self::Act => "doctor-act",
            Self::Bad => "doctor-bad",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug)]
pub struct Line {
    /// What was looked at.
    pub check: Check,
    /// What it came to.
    pub verdict: Verdict,
    words: Words,
}

#[derive(Clone, Debug)]
enum Words {
    Own {
        evidence: Message,
        remedy: Option<Message>,
    },
    Failure(Failure),
}

impl Line {
    fn good(check: Check, evidence: Message) -> Self {
        let words = Words::Own {
            evidence,
            remedy: None,
        };
        Self {
            check,
            verdict: Verdict::Good,
            words,
        }
    }

    /// A line that is not good: what was found, and what to do.
    fn of(check: Check, verdict: Verdict, evidence: Message, remedy: Message) -> Self {
        let words = Words::Own {
            evidence,
            remedy: Some(remedy),
        };
        Self {
            check,
            verdict,
            words,
        }
    }

    /// A line whose words are those of a failure.
    fn failed(check: Check, verdict: Verdict, failure: Failure) -> Self {
        Self {
            check,
            verdict,
            words: Words::Failure(failure),
        }
    }

    /// What the verdict rests on, and what to do where there is something to do.
    #[must_use]
    pub fn words(
        &self,
        catalogue: Catalogue,
        language: Language,
        surface: Surface,
    ) -> (String, Option<String>) {
        match &self.words {
            Words::Own { evidence, remedy } => (
                catalogue.text(language, evidence),
                remedy
                    .as_ref()
                    .map(|remedy| catalogue.text_on(surface, language, remedy)),
            ),
            Words::Failure(failure) => {
                let (message, remedy) = failure.words(catalogue, language, surface);
                (message, Some(remedy))
            }
        }
    }

    /// The stable code of what was found: the message's key or the failure's code.
    #[must_use]
    pub fn code(&self) -> &str {
        match &self.words {
            Words::Own { evidence, .. } => &evidence.key,
            Words::Failure(failure) => failure.code(),
        }
    }

    /// What the layers below said of a failure.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        match &self.words {
            Words::Own { .. } => None,
            Words::Failure(failure) => failure.cause(),
        }
    }
}

/// What the check of the workplace came to.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its lines, in the order of [`Check::ALL`].
    pub lines: Vec<Line>,
}

impl Report {
    /// Judges what was found.
    #[must_use]
    pub fn of(findings: &Findings) -> Self {
        let lines = Check::ALL
            .into_iter()
            .flat_map(|check| check.look(findings))
            .collect();
        Self { lines }
    }

    /// The worst of the verdicts.
    #[must_use]
    pub fn worst(&self) -> Verdict {
        let verdicts = self.lines.iter().map(|line| line.verdict);
        verdicts.max().unwrap_or(Verdict::Good)
    }

    /// The worst of the verdicts of one check; nothing where it has no line.
    fn worst_of(&self, check: Check) -> Option<Verdict> {
        let lines = self.lines.iter().filter(|line| line.check == check);
        lines.map(|line| line.verdict).max()
    }
}

/// The names that a procedure knows of what has to be in order on the holder's computer, and what stands for them here.
const ASKED: [(&str, &[Check]); 5] = [
    ("agent", &[Check::Agent]),
    ("reader", &[Check::Reader]),
    ("medium", &[Check::Medium, Check::Pin]),
    ("provider", &[Check::Provider]),
    ("sensor", &[Check::Random]),
];

/// What is not in order, of that which a procedure can ask for (`workplace` in its file). What could not be looked at
/// does not count against the holder; whoever answers for the renewal finds out at the step that needs it.
#[must_use]
pub fn failed_checks(report: &Report) -> Vec<&'static str> {
    let fails = |check: &Check| match report.worst_of(*check) {
        Some(Verdict::Bad) => true,
        // To be plugged in, or to be paid attention to: only the first keeps from the work.
        Some(Verdict::Act) => matches!(check, Check::Reader | Check::Medium),
        _ => false,
    };
    ASKED
        .iter()
        .filter(|(_, checks)| checks.iter().any(fails))
        .map(|(name, _)| *name)
        .collect()
}

#[cfg(test)]
mod tests;
