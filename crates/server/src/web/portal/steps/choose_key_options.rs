//! `/renewals/{id}/choose-key-options`: where and how the key is to be made (F6, F15, T17).

use smena_domain::{
    procedure::{Exportable, Procedure},
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, choose_key_options as view};

/// The step.
pub(in crate::web) struct ChooseKeyOptions;

impl Paged for ChooseKeyOptions {
    const DUTY: Duty = Duty::ChooseKeyOptions;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for ChooseKeyOptions {
    fn command(fields: &Fields, procedure: &Procedure) -> HolderCommand {
        let always = procedure.key.exportable == Exportable::Always;
        HolderCommand::ChooseKeyOptions(v1::ChooseKeyOptions {
            medium: fields.text("medium").to_owned(),
            exportable: always || fields.text("exportable") == view::YES,
            password: fields.text("password") == view::YES,
        })
    }
}
