//! A code of the office that was entered and compared.

use smena_domain::{
    calendar::Moment,
    renewal::{CodeFacts, CodePurpose, ProvedCode, RenewalId},
};

use crate::app::{Ctx, issue_codes::CodeGiven};

/// States that the right code was entered; called where it was compared.
pub(in crate::app) fn proved(ctx: &Ctx, renewal: RenewalId, given: CodeGiven) -> ProvedCode {
    ProvedCode::from_verifier(CodeFacts {
        renewal,
        purpose: CodePurpose::IssueCode,
        plan: given.plan,
        given_by: given.given_by,
        at: Moment::new(ctx.now),
    })
}
