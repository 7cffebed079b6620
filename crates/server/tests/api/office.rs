//! The operators of an office, and their word.

use smena_domain::{certificate::Thumbprint, permission::Role, person::Snils};
use smena_server::app::{
    Actor,
    office::decide::{Decider, SignDecision},
    operators::{self, NewAccount},
};

use crate::world::{Holder, World};

/// Makes an account; `signs` is whose certificate signs the operator's decisions.
pub(crate) async fn operator(
    world: &World,
    name: &str,
    role: Role,
    snils: &str,
    signs: Option<&Holder>,
) {
    let new = NewAccount {
        name: name.to_owned(),
        role,
        person: Snils::parse(snils).expect("a number"),
        email: None,
        phone: None,
        certificate: signs.map(|holder| Thumbprint::new(holder.certificate.thumbprint())),
    };
    operators::add(&world.app, &world.app.ctx(Actor::Admin), new, None)
        .await
        .expect("an account");
}

/// An operator who decides on what he sees now.
pub(crate) fn decider<'a>(name: &'a str, signer: Option<&'a dyn SignDecision>) -> Decider<'a> {
    Decider {
        name,
        revision: None,
        signer,
    }
}
