//! `/renewals/{id}/give-consent`: agreeing to the issue (K22).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, give_consent as view};

/// The step.
pub(in crate::web) struct GiveConsent;

impl Paged for GiveConsent {
    const DUTY: Duty = Duty::GiveConsent;

    fn page(step: Step<'_>, renewal: &Renewal, _procedure: &Procedure) -> StepPage {
        view::page(step, renewal)
    }
}

impl Plain for GiveConsent {
    const NEEDED: &'static [&'static str] = &["consent"];

    fn command(_fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::GiveConsent(v1::GiveConsent {})
    }
}
