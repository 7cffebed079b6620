//! The rules.

use time::OffsetDateTime;

use crate::journal::JournalEntry;
use crate::procedure::Procedure;
use crate::renewal::{Command, Effect, Refusal, Renewal};

/// What a command led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The renewal as it stands now. Its revision is one higher, or the same when nothing changed because the
    /// command had been done before; then there is nothing to save.
    pub next: Renewal,
    /// The journal's entry.
    pub entry: JournalEntry,
    /// What is to be done, in order.
    pub effects: Vec<Effect>,
}

/// Decides a command.
///
/// # Errors
/// A [`Refusal`] when the rules say no; then nothing has changed.
pub fn decide(
    _renewal: Option<&Renewal>,
    _procedure: &Procedure,
    _command: Command,
    _now: OffsetDateTime,
) -> Result<Decision, Refusal> {
    Err(Refusal::NotStarted {})
}
