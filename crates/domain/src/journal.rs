//! What the journal records of a command: who, what, from which stage to which, with which outcome.
//!
//! An entry holds no personal data: ids, names of commands and stages, codes of refusals, kebab-case notes.
//! Numbering and chaining are the store's.

use serde::{Deserialize, Serialize};

use crate::calendar::Moment;
use crate::permission::OperatorId;
use crate::person::HolderId;
use crate::renewal::{CommandName, Refusal, RenewalId, StageName};

/// Who acted.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// The holder of the old certificate.
    Holder(HolderId),
    /// The server's own job.
    Job,
    /// An operator.
    Operator(OperatorId),
    /// An outside register, body or payment service, through a job.
    Outside,
}

/// How a command ended.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It changed the renewal.
    Done,
    /// It had been done before; the same answer was given.
    Repeated,
    /// It was refused.
    Refused {
        /// The refusal's code.
        code: String,
    },
}

/// One entry.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// When.
    pub at: Moment,
    /// Who.
    pub actor: Actor,
    /// Which renewal.
    pub renewal: RenewalId,
    /// Which command.
    pub command: CommandName,
    /// The stage before; none for the first command.
    pub from: Option<StageName>,
    /// The stage after; equal to the former when refused, none when nothing began.
    pub to: Option<StageName>,
    /// The outcome.
    pub outcome: Outcome,
    /// Kebab-case words that explain the outcome, such as the name of a check.
    pub notes: Vec<String>,
}

impl JournalEntry {
    /// The entry of a command that was refused.
    #[must_use]
    pub fn refused(
        renewal: RenewalId,
        command: CommandName,
        actor: Actor,
        stage: Option<StageName>,
        refusal: &Refusal,
        at: Moment,
    ) -> Self {
        Self {
            at,
            actor,
            renewal,
            command,
            from: stage,
            to: stage,
            outcome: Outcome::Refused {
                code: refusal.code().to_owned(),
            },
            notes: Vec::new(),
        }
    }
}
