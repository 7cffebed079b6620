//! `/renewals/{id}/choose-kind`: the kind of certificate (F10).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, choose_kind as view};

/// The step.
pub(in crate::web) struct ChooseKind;

impl Paged for ChooseKind {
    const DUTY: Duty = Duty::ChooseKind;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for ChooseKind {
    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::ChooseKind(v1::ChooseKind {
            kind: fields.text("kind").to_owned(),
        })
    }
}
