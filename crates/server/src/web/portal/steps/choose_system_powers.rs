//! `/renewals/{id}/choose-system-powers`: powers in information systems (F14).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, choose_system_powers as view};

/// The step.
pub(in crate::web) struct ChooseSystemPowers;

impl Paged for ChooseSystemPowers {
    const DUTY: Duty = Duty::ChooseSystemPowers;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for ChooseSystemPowers {
    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::ChooseSystemPowers(v1::ChooseSystemPowers {
            powers: fields.values("powers").map(str::to_owned).collect(),
        })
    }
}
