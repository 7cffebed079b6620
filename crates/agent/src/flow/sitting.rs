//! The keys and media that are open in this sitting: each password and each PIN is asked for once.

use std::collections::BTreeMap;

use smena_media::{
    Entry, EntryId, EntryState, Guard, Held, KeyMedium, MediumError, Secret, Survey, Tries,
    UnlockedKey,
};
use smena_pki::{certificate::Certificate, key::PublicKey};
use smena_protocol::v1::Sha256;

use super::{
    context::Context,
    error::FlowError,
    person::{Advice, KeyUse, NewKeyChoice, Person, PinAsked},
};

/// Keys that are open; dropped (and wiped) with the sitting, which also logs out of every medium.
pub(super) struct Sitting<'a> {
    media: &'a [Box<dyn KeyMedium>],
    open: BTreeMap<EntryId, UnlockedKey>,
    new_secret: Option<(EntryId, Secret)>,
}

impl Drop for Sitting<'_> {
    fn drop(&mut self) {
        self.open.clear();
        for medium in self.media {
            medium.log_out();
        }
    }
}

impl<'a> Sitting<'a> {
    /// Begins a sitting at these media.
    pub(super) fn begin(media: &'a [Box<dyn KeyMedium>]) -> Self {
        Self {
            media,
            open: BTreeMap::new(),
            new_secret: None,
        }
    }

    /// Opens the key of an entry, or takes the one that is open already.
    pub(super) fn key(
        &mut self,
        person: &dyn Person,
        found: &Held<'_>,
        used_for: KeyUse,
    ) -> Result<&UnlockedKey, FlowError> {
        let id = &found.entry.id;
        if !self.open.contains_key(id) {
            log_in(person, found.medium)?;
            let asked;
            let secret = match &self.new_secret {
                _ if !found.entry.has_password => None,
                Some((of, secret)) if of == id => Some(secret),
                _ => {
                    asked = person.password(&found.entry, used_for)?;
                    Some(&asked)
                }
            };
            let key = found.medium.unlock(id, secret)?;
            self.open.insert(id.clone(), key);
        }
        self.open.get(id).ok_or(FlowError::KeyAbsent)
    }

    /// Keeps the password of a key that was made in this sitting, so that it is not asked for again.
    pub(super) fn keep_new(&mut self, id: &EntryId, choice: NewKeyChoice) {
        if let Some(secret) = choice.password {
            self.new_secret = Some((id.clone(), secret));
        }
    }
}

/// Asks for the PIN of a medium and gives it, where one guards the medium and it was not given yet. Every try is an act of
/// the person; he is told what a wrong one has cost before he is asked again.
pub(super) fn log_in(person: &dyn Person, medium: &dyn KeyMedium) -> Result<(), FlowError> {
    let place = medium.place();
    if place.guard != Guard::Pin || medium.is_open() {
        return Ok(());
    }
    let mut wrong: Option<MediumError> = None;
    loop {
        let Some(state) = medium.pin()? else {
            return Ok(());
        };
        if state.tries == Tries::Locked {
            return Err(wrong
                .unwrap_or_else(|| MediumError::PinLocked {
                    place: place.name.clone(),
                })
                .into());
        }
        let wrong_before = wrong.as_ref().map(|_| state.tries);
        let asked = PinAsked {
            place,
            state,
            wrong_before,
        };
        let pin = match (person.pin(&asked), wrong.take()) {
            (Ok(pin), _) => pin,
            // He gives up: what is told is what went wrong.
            (Err(FlowError::Declined), Some(wrong)) => return Err(wrong.into()),
            (Err(error), _) => return Err(error),
        };
        let pin = if state.tries == Tries::Last {
            if !person.last_try(place)? {
                return Err(MediumError::LastTry {
                    place: place.name.clone(),
                }
                .into());
            }
            pin.meant_as_last_try()
        } else {
            pin
        };
        match medium.log_in(&pin) {
            Ok(logged_in) => {
                if logged_in.is_default {
                    person.advise(Advice::DefaultPin(place));
                } else if state.must_change {
                    person.advise(Advice::ChangePin(place));
                }
                return Ok(());
            }
            Err(error @ MediumError::WrongPin { .. }) => wrong = Some(error),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Finds the entry of a certificate.
pub(super) fn find_certificate<'a>(
    context: &Context<'a>,
    certificate: &Certificate,
) -> Result<Held<'a>, FlowError> {
    find(context, |entry| {
        entry.certificate.as_ref() == Some(certificate)
    })?
    .ok_or(FlowError::CertificateAbsent)
}

/// Finds the entry of the certificate with this thumbprint.
pub(super) fn find_thumbprint<'a>(
    context: &Context<'a>,
    thumbprint: Sha256,
) -> Result<Option<Held<'a>>, FlowError> {
    find(context, |entry| {
        let certificate = entry.certificate.as_ref();
        certificate.is_some_and(|held| Sha256::new(held.thumbprint()) == thumbprint)
    })
}

/// Finds the entry of a public key, archived ones last.
pub(super) fn find_key<'a>(
    context: &Context<'a>,
    key: &PublicKey,
) -> Result<Option<Held<'a>>, FlowError> {
    let hash = key.normalised_hash();
    find(context, |entry| entry.public_key.normalised_hash() == hash)
}

/// Finds the pending key that was made for a renewal.
pub(super) fn find_pending<'a>(
    context: &Context<'a>,
    renewal: &str,
) -> Result<Option<Held<'a>>, FlowError> {
    let origin = context.trust.origin.as_str().to_owned();
    find(context, |entry| {
        entry.state == EntryState::Pending
            && entry
                .made_for
                .as_ref()
                .is_some_and(|made| made.authority == origin && made.renewal == renewal)
    })
}

/// The first entry that fits; a medium that does not answer matters only where none does.
fn find<'a>(
    context: &Context<'a>,
    fits: impl Fn(&Entry) -> bool,
) -> Result<Option<Held<'a>>, FlowError> {
    let found = Survey::of(context.media).fitting(fits)?;
    Ok(found.into_iter().next())
}
