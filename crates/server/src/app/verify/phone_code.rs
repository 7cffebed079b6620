//! A code of a telephone that was entered and compared.

use smena_domain::{
    calendar::Moment,
    certificate::ContentHash,
    renewal::{CodeFacts, CodePurpose, ProvedCode, RenewalId},
};

use crate::app::Ctx;

/// States that the right code was entered; called where it was compared.
pub(in crate::app) fn proved(ctx: &Ctx, renewal: RenewalId, plan: ContentHash) -> ProvedCode {
    ProvedCode::from_verifier(CodeFacts {
        renewal,
        purpose: CodePurpose::ConfirmIssue,
        plan,
        given_by: Vec::new(),
        at: Moment::new(ctx.now),
    })
}
