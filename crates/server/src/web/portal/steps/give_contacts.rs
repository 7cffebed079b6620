//! `/renewals/{id}/give-contacts`: phone and e-mail (F23, F24).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, Renewal},
};
use smena_protocol::v1::{self, HolderCommand};

use super::{
    super::guard::Fields,
    plain::{Paged, Plain},
};
use crate::view::steps::{Step, StepPage, give_contacts as view};

/// The step.
pub(in crate::web) struct GiveContacts;

impl Paged for GiveContacts {
    const DUTY: Duty = Duty::GiveContacts;

    fn page(step: Step<'_>, renewal: &Renewal, procedure: &Procedure) -> StepPage {
        view::page(step, renewal, procedure)
    }
}

impl Plain for GiveContacts {
    fn command(fields: &Fields, _procedure: &Procedure) -> HolderCommand {
        HolderCommand::GiveContacts(v1::GiveContacts {
            phone: fields.filled("phone").map(str::to_owned),
            email: fields.filled("email").map(str::to_owned),
        })
    }
}
