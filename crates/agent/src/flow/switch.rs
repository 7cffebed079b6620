//! Switching to the new key: the old one goes to the archive of its medium, where it stays usable.
//!
//! It happens when the renewal is complete, that is after the new key has signed a trial and the receipt. A crash before
//! or in it leaves the old key where it was; the next run finds the renewal complete and does it then.

use smena_media::{EntryState, Held, MediumError, Survey};
use smena_protocol::v1::Sha256;

use super::{context::Context, error::FlowError, person::Advice, sitting::log_in};

/// Archives the old key, if the new certificate lies beside its key on an attached medium. Says whether nothing is left to
/// do.
///
/// That a medium fails now stops nothing: both keys are usable, the person is told, and the next run tries again.
pub(super) fn switch(
    context: &Context<'_>,
    old: &Held<'_>,
    new_certificate: Option<Sha256>,
) -> bool {
    match archive(context, old, new_certificate) {
        Ok(()) => true,
        Err(error) => {
            let place = old.medium.place();
            context
                .person
                .advise(Advice::NotArchived(place, &error.to_string()));
            false
        }
    }
}

fn archive(
    context: &Context<'_>,
    old: &Held<'_>,
    new_certificate: Option<Sha256>,
) -> Result<(), FlowError> {
    let is_archived = old.entry.state == EntryState::Archived;
    match new_certificate {
        Some(new) if !is_archived && is_installed(context, new)? => {
            log_in(context.person, old.medium)?;
            Ok(old.medium.archive(&old.entry.id)?)
        }
        // Without the new key at hand the old one stays in its place.
        _ => Ok(()),
    }
}

fn is_installed(context: &Context<'_>, thumbprint: Sha256) -> Result<bool, MediumError> {
    let found = Survey::of(context.media).fitting(|entry| {
        entry.state == EntryState::Installed
            && entry
                .certificate
                .as_ref()
                .is_some_and(|held| Sha256::new(held.thumbprint()) == thumbprint)
    })?;
    Ok(!found.is_empty())
}
