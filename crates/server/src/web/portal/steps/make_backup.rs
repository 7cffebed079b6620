//! `/renewals/{id}/make-backup`: the copy of the key, or none (T27 to T31).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{HolderCommand, RecordBackup};
use smena_ui::page::part::Errors;

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::{
    Frame,
    steps::{Step, StepPage, make_backup as view},
};

/// The step.
pub(in crate::web) struct MakeBackup;

impl Paged for MakeBackup {
    const DUTY: Duty = Duty::MakeBackup;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for MakeBackup {
    fn lacking(frame: &Frame, fields: &Fields) -> Option<Errors> {
        let answered = fields.filled("medium").is_some();
        (!answered).then(|| frame.errors([("medium", frame.say("step-missing-backup"))]))
    }

    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::RecordBackup(RecordBackup {
            medium: fields
                .filled("medium")
                .filter(|medium| *medium != view::NONE)
                .map(str::to_owned),
        })
    }
}
