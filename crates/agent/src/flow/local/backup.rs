//! Copies of a key: a backup on another device, or a copy where the holder wants one.

use smena_media::{
    Keeping, KeyMedium, Protection,
    backup::{self, Backup, Way},
};

use super::{Desk, FlowError, Held, KeyUse, log_in};
use crate::{flow::NewKeyChoice, state::BackupRecord};

/// Copies a key and its certificate to another device, tries the copy, and remembers where it lies.
///
/// # Errors
///
/// The key cannot leave its medium or cannot be held by the other (said before anything is asked), the target is the same
/// device, or something failed: then there is no copy.
pub fn back_up(
    desk: &Desk<'_>,
    held: &Held<'_>,
    target: &dyn KeyMedium,
) -> Result<Backup, FlowError> {
    backup::expect_possible(held.medium, &held.entry)?;
    backup::expect_other_device(held.medium.place(), target.place())?;
    let way = backup::way(held.medium, &held.entry, target)?;
    let secret = desk.open(held, KeyUse::Copy)?;
    log_in(desk.person, target)?;
    let choice = match way {
        Way::Anew => desk.person.copied_key(&held.entry, target.place())?,
        Way::AsItLies(..) => NewKeyChoice::plain(),
    };
    let protection = match &choice.password {
        None => Protection::None,
        Some(secret) => Protection::Password(secret),
    };
    let keeping = Keeping {
        exportable: choice.exportable,
        label: held.entry.label.clone(),
        ..Keeping::new(protection, desk.clock.now())
    };
    let made = desk.random(|rng| {
        backup::make(
            held.medium,
            &held.entry,
            secret.as_ref(),
            target,
            &keeping,
            rng,
        )
    })?;
    BackupRecord::of(&made).append(desk.home)?;
    Ok(made)
}
