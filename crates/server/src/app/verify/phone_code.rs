//! A code of a telephone that was entered and compared.

use smena_domain::{
    calendar::Moment,
    certificate::ContentHash,
    person::HolderId,
    renewal::{
        CodeFacts, CodePurpose, ProvedCode, ProvedSignIn, RenewalId, SignInFacts, SignedInBy,
    },
};
use time::OffsetDateTime;

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

/// States that the session of somebody who has this holder's telephone was raised by the right code; called for sessions
/// that are stored as such. The sign-in is never earlier than the session's beginning, which stands for it.
pub(in crate::app) fn signed_in(holder: HolderId, began: OffsetDateTime) -> ProvedSignIn {
    ProvedSignIn::from_verifier(SignInFacts {
        holder,
        by: SignedInBy::PhoneCode,
        at: Moment::new(began),
    })
}
