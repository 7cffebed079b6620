//! Tokens in a folder: which there are, and the files of each.
//!
//! ```text
//! FOLDER/
//!   token-0/                 slot 0
//!     token.json             the record
//!     GGGG-SSSSSSSS-RRRRRRRR.json   an object of generation G
//!     pin-attempts           one line for each comparison of a PIN
//!     faults                 the script of faults, when there is one
//!     lock                   advisory lock of writers
//! ```
//!
//! `smena_media::files` writes so that a crash leaves the old or the new file. This module knows what is written when:
//! an attempt at a PIN is counted, durably, before it is compared.

use std::time::Duration;

use cryptoki_sys::{CK_SLOT_ID, CK_ULONG};
use rand_core::CryptoRng;
use smena_media::{
    MediumError,
    files::{Dir, Lock, make_parents},
};

use crate::{
    error::TokenError,
    limits::{LOCK_WAIT_MS_MAX, OBJECTS_MAX, TOKENS_MAX},
    object::Object,
    place,
    record::{Record, Who, check_length},
    seal::TokenSecret,
};

const RECORD: &str = "token.json";
const ATTEMPTS: &str = "pin-attempts";
const FAULTS: &str = "faults";
const LOCK: &str = "lock";
const OBJECT_ENDING: &str = ".json";
const LOCK_PAUSE_MS: u64 = 10;

/// The folder of the tokens.
pub(crate) struct Tokens {
    root: Dir,
}

impl Tokens {
    /// Opens the folder, and makes it where it is missing.
    ///
    /// # Errors
    ///
    /// It cannot be made, or belongs or is open to other users.
    pub(crate) fn open(path: &std::path::Path) -> Result<Self, TokenError> {
        if let Some(parent) = path.parent() {
            make_parents(parent)?;
        }
        Ok(Self {
            root: Dir::open_root(path)?,
        })
    }

    /// The slots: one for each token, and one that is free.
    ///
    /// # Errors
    ///
    /// The folder cannot be listed.
    pub(crate) fn slots(&self) -> Result<Vec<CK_SLOT_ID>, TokenError> {
        let mut slots = Vec::new();
        for name in self.root.names()? {
            if let Some(slot) = slot_of(&name)
                && self.token(slot)?.is_some_and(|token| token.is_recorded)
            {
                slots.push(slot);
            }
        }
        let free = (0..).find(|slot| !slots.contains(slot));
        slots.extend(free.filter(|slot| *slot < TOKENS_MAX));
        slots.sort_unstable();
        Ok(slots)
    }

    /// The token in a slot, if its folder is there.
    ///
    /// # Errors
    ///
    /// The folder cannot be opened.
    pub(crate) fn token(&self, slot: CK_SLOT_ID) -> Result<Option<Token>, TokenError> {
        let name = folder_of(slot);
        if !self.root.holds(&name)? {
            return Ok(None);
        }
        let dir = self.root.dir(&name)?;
        let is_recorded = dir.holds(RECORD)?;
        Ok(Some(Token { dir, is_recorded }))
    }

    /// The token in a slot; its folder is made where it is missing.
    ///
    /// # Errors
    ///
    /// The folder cannot be made or opened.
    pub(crate) fn make(&self, slot: CK_SLOT_ID) -> Result<Token, TokenError> {
        self.root.ensure_dir(&folder_of(slot))?;
        self.token(slot)?.ok_or(TokenError::TokenNotPresent)
    }
}

fn folder_of(slot: CK_SLOT_ID) -> String {
    format!("token-{slot}")
}

fn slot_of(name: &str) -> Option<CK_SLOT_ID> {
    let slot: CK_SLOT_ID = name.strip_prefix("token-")?.parse().ok()?;
    (folder_of(slot) == name && slot < TOKENS_MAX).then_some(slot)
}

/// The files of one token.
pub(crate) struct Token {
    dir: Dir,
    is_recorded: bool,
}

/// How much of a token's space is used, in octets of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Space {
    pub(crate) total: CK_ULONG,
    pub(crate) used: CK_ULONG,
}

impl Token {
    /// Whether it was ever initialised.
    pub(crate) const fn is_recorded(&self) -> bool {
        self.is_recorded
    }

    /// The record as it is now; other processes may have changed it since.
    ///
    /// # Errors
    ///
    /// The token was never initialised, or its record cannot be read.
    pub(crate) fn record(&self) -> Result<Record, TokenError> {
        if !self.is_recorded {
            return Err(TokenError::TokenNotRecognised);
        }
        let content = self.dir.read_secret(RECORD)?;
        Record::from_json(&content).map_err(|why| damaged(RECORD, why))
    }

    /// Writes a record, the first or another.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn write_record(&mut self, record: &Record) -> Result<(), TokenError> {
        let _lock = self.lock()?;
        self.dir.write(RECORD, &record.to_json())?;
        self.is_recorded = true;
        // What lies here of former generations cannot be opened any more.
        for name in self.object_names()? {
            if !belongs_to(&name, record) {
                self.dir.remove(&name)?;
            }
        }
        Ok(())
    }

    /// Changes the record, while no other process does.
    fn update<T>(
        &self,
        change: impl FnOnce(&mut Record) -> Result<T, TokenError>,
    ) -> Result<T, TokenError> {
        let _lock = self.lock()?;
        let mut record = self.record()?;
        let outcome = change(&mut record)?;
        self.dir.write(RECORD, &record.to_json())?;
        Ok(outcome)
    }

    /// Compares a PIN and gives the secret of the token.
    ///
    /// The attempt is counted and written before the comparison and given back after a right one, so that taking the
    /// power away in between gains nothing. `call` is the function that asks, for the list of attempts.
    ///
    /// # Errors
    ///
    /// The PIN is wrong, locked, was never set, or has a length that no PIN has.
    pub(crate) fn compare(
        &self,
        who: Who,
        pin: &[u8],
        call: &str,
    ) -> Result<TokenSecret, TokenError> {
        check_length(pin)?;
        let seal = self.update(|record| record.spend_attempt(who))?;
        let secret = seal.open(who.name(), pin);
        let left = match &secret {
            Some(_) => self.update(|record| {
                record.restore_attempts(who);
                Ok(record.pin(who).tries_left())
            })?,
            None => self.record()?.pin(who).tries_left(),
        };
        let outcome = if secret.is_some() { "right" } else { "wrong" };
        let line = format!("{call} {} {outcome} {left}\n", who.name());
        self.dir.append(ATTEMPTS, line.as_bytes())?;
        secret.ok_or(TokenError::PinIncorrect)
    }

    /// Sets a PIN.
    ///
    /// # Errors
    ///
    /// It has a length that no PIN has, or the record cannot be written.
    pub(crate) fn set_pin(
        &self,
        who: Who,
        pin: &[u8],
        secret: &TokenSecret,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), TokenError> {
        check_length(pin)?;
        self.update(|record| {
            record.set_pin(who, pin, secret, rng);
            Ok(())
        })
    }

    /// The list of attempts, oldest first.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub(crate) fn attempts(&self) -> Result<Vec<String>, TokenError> {
        if !self.dir.holds(ATTEMPTS)? {
            return Ok(Vec::new());
        }
        let content = self.dir.read_long(ATTEMPTS)?;
        let text = String::from_utf8(content);
        let text = text.map_err(|_| damaged(ATTEMPTS, "no UTF-8".to_owned()))?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// The script of faults; empty when there is none.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub(crate) fn faults(&self) -> Result<Vec<u8>, TokenError> {
        if self.dir.holds(FAULTS)? {
            Ok(self.dir.read(FAULTS)?)
        } else {
            Ok(Vec::new())
        }
    }

    /// Writes the script of faults; an empty one is removed.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn write_faults(&self, script: &str) -> Result<(), TokenError> {
        if script.is_empty() {
            self.dir.remove(FAULTS)?;
        } else {
            self.dir.write(FAULTS, script.as_bytes())?;
        }
        Ok(())
    }

    /// The names of the objects, oldest first.
    ///
    /// # Errors
    ///
    /// The folder cannot be listed, or holds more than [`OBJECTS_MAX`].
    pub(crate) fn objects(&self) -> Result<Vec<String>, TokenError> {
        let record = self.record()?;
        let mut names = self.object_names()?;
        names.retain(|name| belongs_to(name, &record));
        if names.len() > OBJECTS_MAX {
            return Err(damaged("the folder", "too many objects".to_owned()));
        }
        Ok(names)
    }

    /// Reads an object; `None` when it is gone.
    ///
    /// # Errors
    ///
    /// Its file cannot be read.
    pub(crate) fn object(&self, name: &str) -> Result<Option<Object>, TokenError> {
        if !self.dir.holds(name)? {
            return Ok(None);
        }
        let content = self.dir.read_secret(name)?;
        Object::from_json(&content)
            .map(Some)
            .map_err(|why| damaged(name, why))
    }

    /// How many octets the file of an object has.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub(crate) fn object_size(&self, name: &str) -> Result<usize, TokenError> {
        Ok(self.dir.read_secret(name)?.len())
    }

    /// How much space there is.
    ///
    /// # Errors
    ///
    /// The files cannot be read.
    pub(crate) fn space(&self) -> Result<Space, TokenError> {
        let mut used = 0;
        for name in self.objects()? {
            used += as_octets(self.object_size(&name)?);
        }
        let total = self.record()?.space_octets;
        Ok(Space { total, used })
    }

    /// Writes new objects, all or none, each under a name of its own that `make` seals it for.
    ///
    /// # Errors
    ///
    /// There is no space for them, or a file cannot be written.
    pub(crate) fn add(
        &self,
        count: usize,
        rng: &mut dyn CryptoRng,
        mut make: impl FnMut(usize, &str, &mut dyn CryptoRng) -> Result<Object, TokenError>,
    ) -> Result<Vec<String>, TokenError> {
        let _lock = self.lock()?;
        let present = self.objects()?;
        if present.len() + count > OBJECTS_MAX {
            return Err(TokenError::DeviceMemory);
        }
        let generation = self.record()?.generation;
        let first = present.last().and_then(|name| sequence_of(name));
        let mut files = Vec::new();
        for (number, sequence) in (0..count).zip(first.map_or(1, |last| last + 1)..) {
            let random = rng.next_u32();
            let name = format!("{generation:04}-{sequence:08}-{random:08x}{OBJECT_ENDING}");
            let content = make(number, &name, rng)?.to_json();
            files.push((name, content));
        }
        let wanted = files.iter().map(|(_, content)| content.len()).sum();
        self.expect_space(wanted, 0)?;
        let mut written: Vec<String> = Vec::new();
        for (name, content) in files {
            if let Err(error) = self.dir.write(&name, &content) {
                // The first error counts; what cannot be taken back stays as an object of its own.
                for name in &written {
                    self.dir.remove(name)?;
                }
                return Err(full(error));
            }
            written.push(name);
        }
        Ok(written)
    }

    /// Writes an object over its former state.
    ///
    /// # Errors
    ///
    /// There is no space for it, or the file cannot be written.
    pub(crate) fn replace(&self, name: &str, object: &Object) -> Result<(), TokenError> {
        let _lock = self.lock()?;
        let content = object.to_json();
        self.expect_space(content.len(), self.object_size(name)?)?;
        self.dir.write(name, &content).map_err(full)
    }

    /// Removes an object.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    pub(crate) fn remove(&self, name: &str) -> Result<(), TokenError> {
        let _lock = self.lock()?;
        Ok(self.dir.remove(name)?)
    }

    fn expect_space(&self, wanted: usize, given_back: usize) -> Result<(), TokenError> {
        let space = self.space()?;
        let used = (space.used + as_octets(wanted)).saturating_sub(as_octets(given_back));
        if used > space.total {
            return Err(TokenError::DeviceMemory);
        }
        Ok(())
    }

    fn object_names(&self) -> Result<Vec<String>, TokenError> {
        let mut names = self.dir.names()?;
        names.retain(|name| sequence_of(name).is_some());
        Ok(names)
    }

    /// Takes the writers' lock; another process has it for moments only.
    fn lock(&self) -> Result<Lock, TokenError> {
        for _ in 0..LOCK_WAIT_MS_MAX / LOCK_PAUSE_MS {
            match self.dir.lock(LOCK, "this token") {
                Err(MediumError::Busy { .. }) => {
                    place::pause(Duration::from_millis(LOCK_PAUSE_MS));
                }
                taken => return Ok(taken?),
            }
        }
        Err(TokenError::Device)
    }
}

fn damaged(file: &str, why: String) -> TokenError {
    TokenError::Damaged {
        file: file.to_owned(),
        why,
    }
}

/// A file system that is full, or a file larger than any, is a token that is full.
fn full(error: MediumError) -> TokenError {
    match error {
        MediumError::TooLarge { .. } => TokenError::DeviceMemory,
        MediumError::File { ref source, .. }
            if source.kind() == std::io::ErrorKind::StorageFull =>
        {
            TokenError::DeviceMemory
        }
        other => other.into(),
    }
}

fn as_octets(length: usize) -> CK_ULONG {
    CK_ULONG::try_from(length).unwrap_or(CK_ULONG::MAX)
}

/// The number within its generation that an object's file carries in its name; `None` for other files.
fn sequence_of(name: &str) -> Option<u32> {
    let mut parts = name.strip_suffix(OBJECT_ENDING)?.split('-');
    let (generation, sequence, random) = (parts.next()?, parts.next()?, parts.next()?);
    let are_numbers = generation.parse::<u32>().is_ok() && random.len() == 8;
    (are_numbers && parts.next().is_none())
        .then(|| sequence.parse().ok())
        .flatten()
}

fn belongs_to(name: &str, record: &Record) -> bool {
    let generation = name.split('-').next().and_then(|text| text.parse().ok());
    generation == Some(record.generation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_slots_under_one_name_each() {
        assert_eq!(slot_of("token-0"), Some(0));
        assert_eq!(slot_of("token-63"), Some(63));
        for name in ["token-64", "token-00", "token-", "token-x", "token-0.new"] {
            assert_eq!(slot_of(name), None, "{name}");
        }
    }

    #[test]
    fn only_files_of_objects_are_objects() {
        assert_eq!(sequence_of("0001-00000042-0badcafe.json"), Some(42));
        for name in [
            "token.json",
            "0001-00000042-0badcafe.json.new",
            "0001-00000042.json",
            "0001-00000042-0badcafe-1.json",
            "lock",
        ] {
            assert_eq!(sequence_of(name), None, "{name}");
        }
    }
}
