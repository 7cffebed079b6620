//! `/renewals/{id}/familiarise`: what the certificate says (T23 to T26).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, familiarise as view};

/// The step.
pub(in crate::web) struct Familiarise;

impl Paged for Familiarise {
    const DUTY: Duty = Duty::Familiarise;

    fn page(step: Step<'_>, renewal: &Renewal, _procedure: &Procedure) -> StepPage {
        view::page(step, renewal)
    }
}

impl Plain for Familiarise {
    fn command(_fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::Familiarise(v1::Familiarise {})
    }
}
