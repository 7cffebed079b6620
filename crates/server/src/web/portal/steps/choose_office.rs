//! `/renewals/{id}/choose-office`: the office (F7, F8).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, choose_office as view};

/// The step.
pub(in crate::web) struct ChooseOffice;

impl Paged for ChooseOffice {
    const DUTY: Duty = Duty::ChooseOffice;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for ChooseOffice {
    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::ChooseOffice(v1::ChooseOffice {
            office: fields.text("office").to_owned(),
        })
    }
}
