//! What the agent does by itself, without an authority: copies, removal, reading what was encrypted.
//!
//! One file per act. Each takes a [`Desk`]: the media, the person, the clock. What may be done to a key is decided here
//! and in [`smena_media`], and asked of the person through [`Person`]; nothing here prints.

mod backup;
mod decryption;
mod pfx;
mod removal;

use std::cell::RefCell;

use rand_core::CryptoRng;
use smena_media::{Entry, Held, KeyMedium, Place, Secret, Survey};
use smena_pki::certificate::Certificate;

pub use self::{
    backup::back_up,
    decryption::{Decrypted, decrypt},
    pfx::{export, import},
    removal::{Removal, remove, successor},
};
use super::{
    error::FlowError,
    person::{KeyUse, Person},
    sitting::log_in,
};
use crate::{clock::Clock, state::Home};

/// What the local acts need at hand.
pub struct Desk<'a> {
    home: &'a Home,
    media: &'a [Box<dyn KeyMedium>],
    person: &'a dyn Person,
    clock: &'a dyn Clock,
    rng: RefCell<Box<dyn CryptoRng>>,
}

impl<'a> Desk<'a> {
    /// Puts it together.
    #[must_use]
    pub fn new(
        home: &'a Home,
        media: &'a [Box<dyn KeyMedium>],
        person: &'a dyn Person,
        clock: &'a dyn Clock,
        rng: Box<dyn CryptoRng>,
    ) -> Self {
        Self {
            home,
            media,
            person,
            clock,
            rng: RefCell::new(rng),
        }
    }

    /// The entries on the attached media that fit, archived ones too.
    ///
    /// # Errors
    ///
    /// None fits, and a medium that did not answer may hold one.
    pub fn fitting(&self, fits: impl Fn(&Entry) -> bool) -> Result<Vec<Held<'a>>, FlowError> {
        Ok(Survey::of(self.media).fitting(fits)?)
    }

    /// The entry of a certificate.
    ///
    /// # Errors
    ///
    /// [`FlowError::CertificateAbsent`].
    pub fn held_certificate(&self, certificate: &Certificate) -> Result<Held<'a>, FlowError> {
        self.fitting(|entry| entry.certificate.as_ref() == Some(certificate))?
            .into_iter()
            .next()
            .ok_or(FlowError::CertificateAbsent)
    }

    /// The medium that a person means.
    ///
    /// # Errors
    ///
    /// [`FlowError::MediumUnknown`].
    pub fn medium(&self, name: &str) -> Result<&'a dyn KeyMedium, FlowError> {
        self.media
            .iter()
            .find(|medium| crate::media::is_named(medium.place(), name))
            .map(AsRef::as_ref)
            .ok_or_else(|| FlowError::MediumUnknown(name.to_owned()))
    }

    /// The media.
    pub(crate) fn media(&self) -> &'a [Box<dyn KeyMedium>] {
        self.media
    }

    fn random<T>(&self, draw: impl FnOnce(&mut dyn CryptoRng) -> T) -> T {
        draw(&mut **self.rng.borrow_mut())
    }

    /// Gives the PIN of the entry's medium where one is needed, and asks for the password of its key where it has one.
    fn open(&self, held: &Held<'_>, used_for: KeyUse) -> Result<Option<Secret>, FlowError> {
        log_in(self.person, held.medium)?;
        if held.entry.has_password {
            self.person.password(&held.entry, used_for).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl Drop for Desk<'_> {
    fn drop(&mut self) {
        for medium in self.media {
            medium.log_out();
        }
    }
}

/// A question that a local act asks before it does something that cannot be undone.
#[derive(Clone, Copy, Debug)]
pub enum Question<'a> {
    /// Whether a key that has a backup, or needs none, shall be removed for ever from this place.
    Remove(&'a Entry, &'a Place),
    /// Whether a key without a verified backup shall be removed all the same: what was encrypted for it can then never be
    /// read again.
    RemoveWithoutBackup(&'a Entry, &'a Place),
}
