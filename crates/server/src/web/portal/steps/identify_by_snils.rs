//! `/renewals/{id}/identify-by-snils`: whose certificate it is (T3 to T5).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, identify_by_snils as view};

/// The step.
pub(in crate::web) struct IdentifyBySnils;

impl Paged for IdentifyBySnils {
    const DUTY: Duty = Duty::IdentifyBySnils;

    fn page(step: Step<'_>, renewal: &Renewal, _procedure: &Procedure) -> StepPage {
        view::page(step, renewal)
    }
}

impl Plain for IdentifyBySnils {
    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::IdentifyBySnils(v1::IdentifyBySnils {
            snils: fields.text("snils").to_owned(),
        })
    }
}
