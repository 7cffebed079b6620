//! Renewals as a holder's session sees and moves them.
//!
//! Stages, actors and duties are names of the server's model and cross the wire as text: this crate does
//! not know the model, and an agent shows what it does not know in the server's own words.

use serde::{Deserialize, Serialize};

use super::errand::ErrandKind;
use super::moment::Moment;
use super::octets::{IdempotencyKey, RenewalId, Sha256};

/// Body of `POST /api/v1/renewals`. An open renewal of the same certificate is answered as it is.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewalRequested {
    /// SHA-256 of the certificate to be renewed.
    pub certificate: Sha256,
    /// The same for each repeat of one request.
    pub idempotency_key: IdempotencyKey,
    /// Why the renewal is asked for outside the window, in the holder's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unplanned_reason: Option<String>,
}

/// Where a renewal stands.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewalStatus {
    /// The renewal's identifier.
    pub id: RenewalId,
    /// The stage's name.
    pub stage: String,
    /// The stage in words, in the language of the request.
    pub stage_text: String,
    /// The revision, which commands name and every change raises.
    pub revision: u64,
    /// The procedure.
    pub procedure: ProcedureShown,
    /// SHA-256 of the certificate that is being renewed.
    pub old_certificate: Sha256,
    /// The data of the application, in the order in which they are shown.
    pub data: Vec<DataRow>,
    /// Who owes what next.
    pub obligations: Vec<Obligation>,
    /// SHA-256 of the new certificate, once it is issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Sha256>,
    /// Why the renewal cannot go on remotely, where it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The procedure of a renewal, for people.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureShown {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Its title, in the language of the request.
    pub title: String,
}

/// One datum of an application.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataRow {
    /// The identifier of the label, as in the signed data.
    pub key: String,
    /// The label, in the language of the request.
    pub label: String,
    /// The value in the old certificate, where it had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The value now.
    pub value: String,
}

/// Something that somebody owes.
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Who owes it: `holder`, `operator`, `server` …
    pub who: String,
    /// The name of what is owed.
    pub what: String,
    /// About what in particular, where a step is owed for several: a register, a document, a system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What is owed in words, in the language of the request.
    pub text: String,
    /// The kind of errand by which it is done, where it is done by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errand: Option<ErrandKind>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
}
