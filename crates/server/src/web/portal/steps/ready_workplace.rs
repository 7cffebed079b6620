//! `/renewals/{id}/ready-workplace`: whether the computer is in order (C7 to C10, F2).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{HolderCommand, ReportWorkplace};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, ready_workplace as view};

/// The step.
pub(in crate::web) struct ReadyWorkplace;

impl Paged for ReadyWorkplace {
    const DUTY: Duty = Duty::ReadyWorkplace;

    fn page(step: Step<'_>, _renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, procedure)
    }
}

impl Plain for ReadyWorkplace {
    const ONLY: Option<&'static str> = Some("ready");

    fn command(fields: &Fields, procedure: &Procedure) -> HolderCommand {
        let ready = |check: &str| fields.values("ready").any(|known| known == check);
        let asked = procedure.admission.workplace.iter();
        let failed = asked
            .map(|check| check.as_str())
            .filter(|check| !ready(check))
            .map(str::to_owned)
            .collect();
        HolderCommand::ReportWorkplace(ReportWorkplace { failed })
    }
}
