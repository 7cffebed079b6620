//! `/renewals/{id}/submit-application`: handing in after a look through the documents (K20).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, submit_application as view};

/// The step.
pub(in crate::web) struct SubmitApplication;

impl Paged for SubmitApplication {
    const DUTY: Duty = Duty::SubmitApplication;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for SubmitApplication {
    fn command(_fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::SubmitApplication(v1::SubmitApplication {})
    }
}
