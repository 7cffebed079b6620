//! What lies on several media at once. One that fails hides nothing of the others.
//!
//! A renewal looks for one key, and people attach tokens and drives that have nothing to do with it. So a medium that does
//! not answer matters only where what was looked for is on none of those that do.

use crate::{
    error::MediumError,
    medium::{Damaged, Entry, KeyMedium, Place},
};

/// An entry and the medium that it lies on.
#[derive(Clone)]
pub struct Held<'a> {
    /// The medium.
    pub medium: &'a dyn KeyMedium,
    /// The entry.
    pub entry: Entry,
}

/// What lies on several media.
#[derive(Default)]
pub struct Survey<'a> {
    /// The entries that can be read, medium by medium in the order given.
    pub held: Vec<Held<'a>>,
    /// The entries that cannot, with their medium's place.
    pub damaged: Vec<(&'a Place, Damaged)>,
    /// The media that did not answer.
    pub failed: Vec<(&'a Place, MediumError)>,
}

impl<'a> Survey<'a> {
    /// Looks at all of them.
    #[must_use]
    pub fn of(media: &'a [Box<dyn KeyMedium>]) -> Self {
        let mut survey = Self::default();
        for medium in media {
            let (medium, place) = (medium.as_ref(), medium.place());
            match medium.contents() {
                Ok(contents) => {
                    let entries = contents.entries.into_iter();
                    survey
                        .held
                        .extend(entries.map(|entry| Held { medium, entry }));
                    let damaged = contents.damaged.into_iter();
                    survey.damaged.extend(damaged.map(|entry| (place, entry)));
                }
                Err(error) => survey.failed.push((place, error)),
            }
        }
        survey
    }

    /// The entries that fit.
    ///
    /// # Errors
    ///
    /// None fits, and a medium that did not answer may hold one.
    pub fn fitting(mut self, fits: impl Fn(&Entry) -> bool) -> Result<Vec<Held<'a>>, MediumError> {
        self.held.retain(|held| fits(&held.entry));
        match self.failed.into_iter().next() {
            Some((_, error)) if self.held.is_empty() => Err(error),
            _ => Ok(self.held),
        }
    }

    /// All entries, of all media.
    ///
    /// # Errors
    ///
    /// A medium did not answer, so that these would not be all.
    pub fn whole(self) -> Result<Vec<Held<'a>>, MediumError> {
        match self.failed.into_iter().next() {
            Some((_, error)) => Err(error),
            None => Ok(self.held),
        }
    }
}
