//! The errand to look whether this computer is ready.
//!
//! It signs nothing and uses no key. What is not in order is told by the names that procedures have for it; which of them
//! matter, the authority knows.

use smena_protocol::v1::{Done, ErrandKind, RenewalId, ReportWorkplace, Work};

use super::{
    context::Context,
    errand::{self, Taken},
    error::FlowError,
    person::{ErrandShown, Step},
    session::Session,
};
use crate::doctor::{self, Report, Surroundings};

/// Takes the errand, looks, and tells.
pub(super) fn check(
    context: &Context<'_>,
    session: &Session,
    renewal: RenewalId,
) -> Result<(), FlowError> {
    context.person.step(Step::CheckWorkplace);
    let taken = errand::take(context, session, ErrandKind::CheckWorkplace, Some(renewal))?;
    let (_, found) = check_taken(context, &taken)?;
    taken.finish_with(context, session, Some(renewal), Done::found(found))?;
    context.person.done(Step::CheckWorkplace);
    Ok(())
}

/// Looks for an errand that was taken; gives the renewal that it is for.
pub(super) fn check_taken(
    context: &Context<'_>,
    taken: &Taken,
) -> Result<(RenewalId, ReportWorkplace), FlowError> {
    let Work::CheckWorkplace(work) = &taken.errand.work else {
        return Err(FlowError::Errand("work"));
    };
    ErrandShown::of(context, taken, None, None).expect_agreed(context)?;
    let surroundings = Surroundings {
        home: context.home,
        media: context.media,
        modules: &context.modules,
        look_around: context.look_around,
        clock: context.clock,
        language: context.language,
    };
    let findings = context.random(|rng| doctor::gather(&surroundings, Vec::new(), rng))?;
    let failed = doctor::failed_checks(&Report::of(&findings));
    let failed = failed.into_iter().map(str::to_owned).collect();
    Ok((work.renewal_id, ReportWorkplace { failed }))
}
