//! What happens between the application and the certificate: checks, decisions, bills, consent, codes.

use crate::procedure::Slug;

/// What happens between the application and the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examination {
    /// Registers that are asked (F29), by name.
    pub checks: Vec<Slug>,
    /// Working days in which they answer (F30).
    pub checks_within_working_days: u16,
    /// Who decides.
    pub approval: ApprovalPolicy,
}

/// Who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovalPolicy {
    /// The rule decides when nothing deviates: own certificate, data unchanged, all checks passed (K21).
    pub by_rule: bool,
    /// Operators that have to agree when the rule does not decide, 1 or 2.
    pub operators: u8,
    /// Operators sign their decision with their certificate.
    pub operator_signature: bool,
    /// Working days in which the operator decides.
    pub within_working_days: u16,
}

/// What happens between the decision and the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuePolicy {
    /// The issue waits for a bill to be paid, if there is one (K23).
    pub bill: bool,
    /// The holder agrees to the issue with the data as shown (K22).
    pub consent: bool,
    /// The holder confirms the issue by a code sent to the phone (K30, K31).
    pub code: Option<CodePolicy>,
    /// Minutes in which the certificate is issued, as told to the holder (T20, R17, K32).
    pub within_minutes: u32,
}

/// A code sent to a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodePolicy {
    /// Minutes in which it arrives (K30); after them it can be asked for again (K8).
    pub arrives_within_minutes: u32,
    /// Minutes for which it is valid.
    pub valid_minutes: u32,
}
