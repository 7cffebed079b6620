//! `/renewals/{id}/bind-key`: the errand that endorses, or the code of the office.

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{EnterIssueCode, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, bind_key as view};

/// The step.
pub(in crate::web) struct BindKey;

impl Paged for BindKey {
    const DUTY: Duty = Duty::BindKey;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for BindKey {
    const NEEDED: &'static [&'static str] = &["code"];

    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::EnterIssueCode(EnterIssueCode {
            code: fields.text("code").to_owned(),
        })
    }
}
