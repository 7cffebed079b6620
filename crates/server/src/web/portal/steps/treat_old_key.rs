//! `/renewals/{id}/treat-old-key`: what becomes of the old key (C23 to C26, K40).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{HolderCommand, RecordOldKey};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, treat_old_key as view};

/// The step.
pub(in crate::web) struct TreatOldKey;

impl Paged for TreatOldKey {
    const DUTY: Duty = Duty::TreatOldKey;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for TreatOldKey {
    const NEEDED: &'static [&'static str] = &["treatment"];

    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::RecordOldKey(RecordOldKey {
            treatment: fields.text("treatment").to_owned(),
        })
    }
}
