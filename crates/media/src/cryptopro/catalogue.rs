//! What lies in the folder: containers, their keys, and the ids by which these are known.
//!
//! An entry is known by the fingerprint of its key, which a container has in its header and keeps when
//! it is copied, archived or certified.

use std::collections::BTreeMap;

use smena_pki::{
    container::{
        Header, KeyRecord, KeySlot, PairFiles, fingerprint, made_before_key_end, read_name,
    },
    key::{PrivateKey, PublicKey, Signer as _},
};
use time::OffsetDateTime;

use super::{
    description::Description,
    folder_name,
    unlocking::{KeyCopy, open_key, refusal},
};
use crate::{
    error::MediumError,
    files::Dir,
    limits::ENTRIES_MAX,
    medium::{Damaged, Entry, EntryId, EntryState},
    secret::Secret,
};

pub(super) const ARCHIVE: &str = "smena-archive";
pub(super) const NAME: &str = "name.key";
pub(super) const HEADER: &str = "header.key";
pub(super) const MASKS: &str = "masks.key";
pub(super) const PRIMARY: &str = "primary.key";
pub(super) const MASKS_RESERVE: &str = "masks2.key";
pub(super) const PRIMARY_RESERVE: &str = "primary2.key";
pub(super) const DESCRIPTION: &str = "smena.json";

/// Every container in the folder and its archive, at one moment.
pub(super) struct Catalogue {
    containers: Vec<Container>,
    keys: Vec<Key>,
    pub(super) damaged: Vec<Damaged>,
}

/// A key of one of the containers.
struct Key {
    id: EntryId,
    /// Its place in the list.
    container: usize,
    slot: KeySlot,
}

/// A container whose header could be read.
pub(super) struct Container {
    pub(super) dir: Dir,
    pub(super) folder: String,
    pub(super) archived: bool,
    /// The name that people know.
    pub(super) label: String,
    pub(super) header: Header,
    description: Option<Description>,
    created: OffsetDateTime,
}

impl Catalogue {
    /// Reads the headers of all containers.
    pub(super) fn read(root: &Dir) -> Result<Self, MediumError> {
        let mut catalogue = Self {
            containers: Vec::new(),
            keys: Vec::new(),
            damaged: Vec::new(),
        };
        catalogue.add(root, false)?;
        if let Some(archive) = archive(root)? {
            catalogue.add(&archive, true)?;
        }
        if catalogue.containers.len() + catalogue.damaged.len() > ENTRIES_MAX {
            return Err(MediumError::TooManyEntries);
        }
        catalogue.name_keys();
        Ok(catalogue)
    }

    fn add(&mut self, parent: &Dir, archived: bool) -> Result<(), MediumError> {
        for folder in parent.names()? {
            if !folder_name::is_one(&folder) {
                continue;
            }
            let container = parent.dir(&folder).and_then(|dir| {
                // A folder of something else that happens to have three digits.
                let found = dir.holds(HEADER)? || dir.holds(NAME)?;
                found
                    .then(|| Container::read(dir, &folder, archived))
                    .transpose()
            });
            match container {
                Ok(found) => self.containers.extend(found),
                Err(error) => self.damaged.push(Damaged {
                    id: id_of_folder(&folder),
                    error,
                }),
            }
        }
        Ok(())
    }

    /// Gives each key its id: the fingerprint, and the folder where one key lies in several.
    fn name_keys(&mut self) {
        let mut keys = Vec::new();
        for (at, container) in self.containers.iter().enumerate() {
            keys.extend(
                container
                    .records()
                    .map(|(slot, record)| (at, slot, record.fingerprint())),
            );
        }
        let mut counts = BTreeMap::new();
        for (_, _, fingerprint) in &keys {
            *counts.entry(*fingerprint).or_insert(0_usize) += 1;
        }
        for (at, slot, fingerprint) in keys {
            let mut name = hex::encode(fingerprint);
            if counts.get(&fingerprint).is_some_and(|count| *count > 1) {
                let container = &self.containers[at];
                name = format!("{name}-{}", id_of_folder(&container.folder));
                if self.keys.iter().any(|key| key.id.as_str() == name) {
                    let twice = if container.archived {
                        "archived"
                    } else {
                        "second"
                    };
                    name = format!("{name}-{twice}");
                }
            }
            self.keys.extend(EntryId::parse(&name).map(|id| Key {
                id,
                container: at,
                slot,
            }));
        }
    }

    pub(super) fn find(&self, id: &EntryId) -> Result<(&Container, KeySlot), MediumError> {
        let key = self.keys.iter().find(|key| key.id == *id);
        let key = key.ok_or_else(|| MediumError::NoSuchEntry(id.clone()))?;
        Ok((&self.containers[key.container], key.slot))
    }

    pub(super) fn entry(&self, id: &EntryId) -> Result<Entry, MediumError> {
        let (container, slot) = self.find(id)?;
        container.entry(id, slot)
    }

    /// The id of a key in a folder outside of the archive.
    pub(super) fn id_in(&self, folder: &str, slot: KeySlot) -> Result<EntryId, MediumError> {
        let wanted = |key: &&Key| {
            let container = &self.containers[key.container];
            key.slot == slot && container.folder == folder && !container.archived
        };
        let key = self.keys.iter().find(wanted);
        key.map(|key| key.id.clone())
            .ok_or_else(|| MediumError::NoSuchEntry(id_of_folder(folder)))
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (EntryId, Result<Entry, MediumError>)> {
        self.keys.iter().map(|key| {
            let container = &self.containers[key.container];
            (key.id.clone(), container.entry(&key.id, key.slot))
        })
    }
}

impl Container {
    /// Reads what can be read without a password.
    pub(super) fn read(dir: Dir, folder: &str, archived: bool) -> Result<Self, MediumError> {
        let id = id_of_folder(folder);
        let refused = |error| refusal(&id, folder, error);
        let header = Header::from_file(&dir.read(HEADER)?).map_err(refused)?;
        // A name that cannot be read is no name; the keys are none the worse.
        let label = dir.read(NAME).ok().and_then(|file| read_name(&file).ok());
        let description = if dir.holds(DESCRIPTION)? {
            Some(Description::from_json(&id, &dir.read(DESCRIPTION)?)?)
        } else {
            None
        };
        let created = match &description {
            Some(description) => description.created,
            None => match header.key_end(KeySlot::First) {
                Some(end) => made_before_key_end(end),
                None => dir.modified(PRIMARY)?,
            },
        };
        Ok(Self {
            dir,
            folder: folder.to_owned(),
            archived,
            label: label.unwrap_or_else(|| folder.to_owned()),
            header,
            description,
            created,
        })
    }

    /// The keys that are in it.
    pub(super) fn records(&self) -> impl Iterator<Item = (KeySlot, &KeyRecord)> {
        let slots = [KeySlot::First, KeySlot::Second].into_iter();
        slots.filter_map(|slot| self.header.key(slot).map(|record| (slot, record)))
    }

    pub(super) fn entry(&self, id: &EntryId, slot: KeySlot) -> Result<Entry, MediumError> {
        let record = self.header.key(slot);
        let record = record.ok_or_else(|| MediumError::NoSuchEntry(id.clone()))?;
        let certificate = record.certificate();
        let certificate = certificate.map_err(|error| refusal(id, &self.folder, error))?;
        let public_key = match &certificate {
            Some(certificate) => {
                certificate
                    .public_key()
                    .map_err(|source| MediumError::PublicKey {
                        id: id.clone(),
                        source,
                    })?
            }
            None => self.public_key_alone(id, slot, record)?,
        };
        let state = match (self.archived, &certificate) {
            (true, _) => EntryState::Archived,
            (false, Some(_)) => EntryState::Installed,
            (false, None) => EntryState::Pending,
        };
        let made_for = self.description.as_ref();
        Ok(Entry {
            id: id.clone(),
            state,
            public_key,
            certificate,
            created: self.created,
            made_for: made_for.and_then(|description| description.made_for.clone()),
            label: Some(self.label.clone()),
            has_password: self.header.has_password(),
            exportable: record.is_exportable(),
            key_until: self.header.key_end(slot),
        })
    }

    /// The public key where no certificate has it: from our description, or from the private key if
    /// that opens without a password.
    fn public_key_alone(
        &self,
        id: &EntryId,
        slot: KeySlot,
        record: &KeyRecord,
    ) -> Result<PublicKey, MediumError> {
        if let Some(description) = &self.description {
            let public_key = description.public_key.clone();
            if fingerprint(&public_key) == Some(record.fingerprint()) {
                return Ok(public_key);
            }
            return Err(MediumError::ForeignPrivateKey(id.clone()));
        }
        if self.header.has_password() {
            return Err(MediumError::PublicKeyHidden(id.clone()));
        }
        self.open(id, slot, None)
            .map(|key| key.public_key().clone())
    }

    /// Opens a key, which then is that of the fingerprint, of the certificate and of the description.
    pub(super) fn open(
        &self,
        id: &EntryId,
        slot: KeySlot,
        secret: Option<&Secret>,
    ) -> Result<PrivateKey, MediumError> {
        let password = self.header.check_password(secret.map(Secret::expose));
        let password = password.map_err(|error| refusal(id, &self.folder, error))?;
        let key = open_key(id, &self.folder, &self.header, slot, &password, |copy| {
            let (masks, primary) = match copy {
                KeyCopy::Main => (MASKS, PRIMARY),
                KeyCopy::Reserve => (MASKS_RESERVE, PRIMARY_RESERVE),
            };
            Ok(PairFiles {
                masks: self.dir.read_secret(masks)?,
                primary: self.dir.read_secret(primary)?,
            })
        })?;
        if let Some(description) = &self.description {
            let described = &description.public_key;
            if described.normalised_hash() != key.public_key().normalised_hash() {
                return Err(MediumError::ForeignPrivateKey(id.clone()));
            }
        }
        Ok(key)
    }
}

/// The archive, if there is one yet.
pub(super) fn archive(root: &Dir) -> Result<Option<Dir>, MediumError> {
    let there = root.holds(ARCHIVE)?;
    there.then(|| root.dir(ARCHIVE)).transpose()
}

/// The id of a key that lies in one container only.
pub(super) fn id_of(public_key: &PublicKey) -> EntryId {
    let name = fingerprint(public_key).map(hex::encode);
    name.as_deref()
        .and_then(EntryId::parse)
        .unwrap_or_else(|| id_of_folder(""))
}

/// The name of a folder as far as it can be an id, for what has no other.
fn id_of_folder(folder: &str) -> EntryId {
    let fitting = |character: char| match character {
        'a'..='z' | '0'..='9' | '-' => Some(character),
        'A'..='Z' => Some(character.to_ascii_lowercase()),
        '.' => Some('-'),
        _ => None,
    };
    let name: String = folder.chars().filter_map(fitting).collect();
    EntryId::parse(name.trim_start_matches('-'))
        .unwrap_or_else(|| EntryId::parse("container").expect("these are letters"))
}
