//! The keys that are open in this sitting: each password is asked for once.

use std::collections::BTreeMap;

use smena_media::{Entry, EntryId, EntryState, KeyMedium, Secret, UnlockedKey};
use smena_pki::{certificate::Certificate, key::PublicKey};

use super::{
    context::Context,
    error::FlowError,
    person::{KeyUse, NewKeyChoice},
};

/// Keys that are open; dropped (and wiped) with the sitting.
#[derive(Default)]
pub(super) struct Sitting {
    open: BTreeMap<EntryId, UnlockedKey>,
    new_secret: Option<(EntryId, Secret)>,
}

/// An entry and the medium it lies on.
pub(super) struct Found<'a> {
    pub(super) medium: &'a dyn KeyMedium,
    pub(super) entry: Entry,
}

impl Sitting {
    /// Opens the key of an entry, or takes the one that is open already.
    pub(super) fn key(
        &mut self,
        context: &Context<'_>,
        found: &Found<'_>,
        used_for: KeyUse,
    ) -> Result<&UnlockedKey, FlowError> {
        let id = &found.entry.id;
        if !self.open.contains_key(id) {
            let asked;
            let secret = match &self.new_secret {
                _ if !found.entry.has_password => None,
                Some((of, secret)) if of == id => Some(secret),
                _ => {
                    asked = context.person.password(&found.entry, used_for)?;
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
        if let NewKeyChoice::Password(secret) = choice {
            self.new_secret = Some((id.clone(), secret));
        }
    }
}

/// Finds the entry of a certificate.
pub(super) fn find_certificate<'a>(
    context: &Context<'a>,
    certificate: &Certificate,
) -> Result<Found<'a>, FlowError> {
    find(context, |entry| {
        entry.certificate.as_ref() == Some(certificate)
    })?
    .ok_or(FlowError::CertificateAbsent)
}

/// Finds the entry of a public key, archived ones last.
pub(super) fn find_key<'a>(
    context: &Context<'a>,
    key: &PublicKey,
) -> Result<Option<Found<'a>>, FlowError> {
    let hash = key.normalised_hash();
    find(context, |entry| entry.public_key.normalised_hash() == hash)
}

/// Finds the pending key that was made for a renewal.
pub(super) fn find_pending<'a>(
    context: &Context<'a>,
    renewal: &str,
) -> Result<Option<Found<'a>>, FlowError> {
    let origin = context.trust.origin.as_str().to_owned();
    find(context, |entry| {
        entry.state == EntryState::Pending
            && entry
                .made_for
                .as_ref()
                .is_some_and(|made| made.authority == origin && made.renewal == renewal)
    })
}

fn find<'a>(
    context: &Context<'a>,
    fits: impl Fn(&Entry) -> bool,
) -> Result<Option<Found<'a>>, FlowError> {
    let media: &'a [Box<dyn KeyMedium>] = context.media;
    for medium in media {
        let contents = medium.contents()?;
        if let Some(entry) = contents.entries.into_iter().find(|entry| fits(entry)) {
            return Ok(Some(Found {
                medium: medium.as_ref(),
                entry,
            }));
        }
    }
    Ok(None)
}
