//! Switching to the new key: the old one goes to the archive of its medium, where it stays usable.
//!
//! It happens when the renewal is complete, that is after the new key has signed a trial and the receipt. A crash before
//! or in it leaves the old key where it was; the next run finds the renewal complete and does it then.

use smena_media::EntryState;
use smena_protocol::v1::Sha256;

use super::{
    context::Context,
    error::FlowError,
    person::Advice,
    sitting::{Found, log_in},
};

/// Archives the old key, if the new certificate lies beside its key on an attached medium. Says whether nothing is left to do.
///
/// That the archive cannot be written stops nothing: both keys are usable, and the person is told.
pub(super) fn switch(
    context: &Context<'_>,
    old: &Found<'_>,
    new_certificate: Option<Sha256>,
) -> Result<bool, FlowError> {
    if old.entry.state == EntryState::Archived {
        return Ok(true);
    }
    let Some(new_certificate) = new_certificate else {
        return Ok(true);
    };
    if !is_installed(context, new_certificate)? {
        // On a medium that is not attached now. Without the new key at hand the old one stays in its place.
        return Ok(true);
    }
    log_in(context.person, old.medium)?;
    match old.medium.archive(&old.entry.id) {
        Ok(()) => Ok(true),
        Err(error) => {
            let place = old.medium.place();
            context.person.advise(Advice::NotArchived(place, &error));
            Ok(false)
        }
    }
}

fn is_installed(context: &Context<'_>, thumbprint: Sha256) -> Result<bool, FlowError> {
    for medium in context.media {
        let found = medium.contents()?.entries.into_iter().any(|entry| {
            entry.state == EntryState::Installed
                && entry
                    .certificate
                    .is_some_and(|held| Sha256::new(held.thumbprint()) == thumbprint)
        });
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
