//! The folder medium: key pairs as files, in the user's own store or on a flash drive.
//!
//! `docs/formats/folder-medium.md` describes the files. In short, below the folder:
//!
//! ```text
//! lock                     advisory lock of writers
//! keys/ENTRY/              one key pair
//!   entry.json             what it is (public key, made when and for what)
//!   key.p8                 the private key: PKCS#8, plain or PBES2
//!   certificate.cer        its certificate, once there is one
//! keys/ENTRY.new/          being made; not listed
//! keys/ENTRY.gone/         being removed; not listed
//! archive/ENTRY/           replaced, kept
//! ```
//!
//! [`crate::files`] knows how to write so that a crash leaves either the old or the new state; this module knows what the
//! files mean.

mod calibration;
mod description;

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use rand_core::CryptoRng;
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    key::{KeyError, PrivateKey, PublicKey, Signer as _},
    pkcs8::{self, Pkcs8Error},
};
use zeroize::Zeroizing;

use self::description::Description;
use crate::{
    error::MediumError,
    files::{self, Dir, Lock},
    limits::ENTRIES_MAX,
    medium::{
        Contents, Damaged, Entry, EntryId, EntryState, Guard, Keeping, KeyMedium, KeysLeave,
        MediumKind, NewKey, Place, Protection, UnlockedKey, expect_same_key, test_sign,
    },
    ram,
    secret::Secret,
};

const KEYS: &str = "keys";
const ARCHIVE: &str = "archive";
const DESCRIPTION: &str = "entry.json";
const PRIVATE_KEY: &str = "key.p8";
const CERTIFICATE: &str = "certificate.cer";
const UNFINISHED: &str = ".new";
const GONE: &str = ".gone";

/// A medium made of a folder.
pub struct FolderMedium {
    path: PathBuf,
    root: OnceLock<Dir>,
    place: Place,
}

impl FolderMedium {
    /// Opens the folder, and makes it (for this user alone) where it is missing but its parent is there.
    ///
    /// # Errors
    ///
    /// The parent is missing (a flash drive was pulled out), or the folder belongs to or is open to other users.
    pub fn open(path: &Path, kind: MediumKind) -> Result<Self, MediumError> {
        let root = Dir::open_root(path)?;
        let medium = Self::at(path, kind, root.guards_access(), root.device());
        medium.take(root)?;
        Ok(medium)
    }

    /// Names a folder that is made only when a key is to be stored there: nothing is written on a drive that is merely
    /// looked at.
    ///
    /// # Errors
    ///
    /// The folder is there and belongs to or is open to other users.
    pub fn lazy(path: &Path, kind: MediumKind) -> Result<Self, MediumError> {
        if Dir::open_existing(path)?.is_some() {
            return Self::open(path, kind);
        }
        let device = path.parent().and_then(files::device_of);
        Ok(Self::at(path, kind, false, device))
    }

    fn at(path: &Path, kind: MediumKind, guards_access: bool, device: Option<String>) -> Self {
        let place = Place {
            kind,
            name: path.display().to_string(),
            guards_access,
            guard: Guard::Password,
            keys_leave: KeysLeave::Always,
            device,
        };
        Self {
            path: path.to_owned(),
            root: OnceLock::new(),
            place,
        }
    }

    fn take(&self, root: Dir) -> Result<&Dir, MediumError> {
        root.ensure_dir(KEYS)?;
        root.ensure_dir(ARCHIVE)?;
        Ok(self.root.get_or_init(|| root))
    }

    /// The folder, made where it is missing.
    fn made_root(&self) -> Result<&Dir, MediumError> {
        match self.root.get() {
            Some(root) => Ok(root),
            None => self.take(Dir::open_root(&self.path)?),
        }
    }

    /// The folder, if it was made.
    fn root(&self) -> Result<Option<&Dir>, MediumError> {
        match self.root.get() {
            Some(root) => Ok(Some(root)),
            None => match Dir::open_existing(&self.path)? {
                Some(root) => self.take(root).map(Some),
                None => Ok(None),
            },
        }
    }

    fn lock(&self) -> Result<Lock, MediumError> {
        self.made_root()?.lock("lock", &self.place.name)
    }

    /// Opens the folder of an entry, current or archived.
    fn entry_dir(&self, id: &EntryId) -> Result<(Dir, bool), MediumError> {
        if let Some(root) = self.root()? {
            for (parent, archived) in [(KEYS, false), (ARCHIVE, true)] {
                let parent = root.dir(parent)?;
                if parent.holds(id.as_str())? {
                    return Ok((parent.dir(id.as_str())?, archived));
                }
            }
        }
        Err(MediumError::NoSuchEntry(id.clone()))
    }

    fn read_entry(&self, id: &EntryId) -> Result<Entry, MediumError> {
        let (dir, archived) = self.entry_dir(id)?;
        let description = Description::from_json(id, &dir.read(DESCRIPTION)?)?;
        let public_key = description.public_key;
        let certificate = if dir.holds(CERTIFICATE)? {
            let der = dir.read(CERTIFICATE)?;
            Some(
                Certificate::from_der(&der).map_err(|source| MediumError::Certificate {
                    id: id.clone(),
                    source,
                })?,
            )
        } else {
            None
        };
        if let Some(certificate) = &certificate {
            expect_same_key(id, certificate, &public_key)?;
        }
        let state = match (archived, &certificate) {
            (true, _) => EntryState::Archived,
            (false, Some(_)) => EntryState::Installed,
            (false, None) => EntryState::Pending,
        };
        Ok(Entry {
            id: id.clone(),
            state,
            public_key,
            certificate,
            created: description.created,
            made_for: description.made_for,
            label: description.label,
            has_password: description.has_password,
            exportable: true,
            key_until: None,
        })
    }

    /// Writes a key pair into an entry of its own, signs the trial with it as it lies on the medium, and lists it.
    fn store(
        &self,
        key: &PrivateKey,
        certificate: Option<&Certificate>,
        keeping: &Keeping<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Entry, MediumError> {
        let _lock = self.lock()?;
        let public_key = key.public_key().clone();
        let id = EntryId::of_key(&public_key, keeping.now);
        if let Some(certificate) = certificate {
            expect_same_key(&id, certificate, &public_key)?;
        }
        let stored = wrap(key, keeping.protection, rng)?;
        let description = Description {
            created: keeping.now,
            public_key: public_key.clone(),
            has_password: !matches!(keeping.protection, Protection::None),
            label: keeping.label.clone(),
            made_for: keeping.made_for.clone(),
        };

        let keys = self.made_root()?.dir(KEYS)?;
        let unfinished = format!("{id}{UNFINISHED}");
        let dir = keys.make_dir(&unfinished)?;
        dir.write(PRIVATE_KEY, &stored)?;
        dir.write(DESCRIPTION, &description.to_json())?;
        if let Some(certificate) = certificate {
            dir.write(CERTIFICATE, certificate.der())?;
        }
        // The trial is signed with the key as it lies on the medium, not with the one still in memory.
        let written = dir.read_secret(PRIVATE_KEY)?;
        let reread = open_private_key(&id, &written, keeping.protection.secret(), &public_key)?;
        test_sign(&id, &reread, rng)?;
        keys.rename(&unfinished, &keys, id.as_str())?;
        self.read_entry(&id)
    }

    fn read_private_key(
        &self,
        entry: &Entry,
        secret: Option<&Secret>,
    ) -> Result<PrivateKey, MediumError> {
        let id = &entry.id;
        let (dir, _) = self.entry_dir(id)?;
        let stored = dir.read_secret(PRIVATE_KEY)?;
        let password = match (entry.has_password, secret) {
            (true, None) => return Err(MediumError::PasswordNeeded(id.clone())),
            (false, Some(_)) => return Err(MediumError::NoPassword(id.clone())),
            (_, secret) => secret,
        };
        open_private_key(id, &stored, password, &entry.public_key)
    }
}

impl KeyMedium for FolderMedium {
    fn place(&self) -> &Place {
        &self.place
    }

    fn contents(&self) -> Result<Contents, MediumError> {
        let mut contents = Contents::default();
        let Some(root) = self.root()? else {
            return Ok(contents);
        };
        let mut names = root.dir(KEYS)?.names()?;
        names.extend(root.dir(ARCHIVE)?.names()?);
        if names.len() > ENTRIES_MAX {
            return Err(MediumError::TooManyEntries);
        }
        // An unfinished entry carries a dot in its name and is therefore no entry id.
        for id in names.iter().filter_map(|name| EntryId::parse(name)) {
            match self.read_entry(&id) {
                Ok(entry) => contents.entries.push(entry),
                Err(error) => contents.damaged.push(Damaged { id, error }),
            }
        }
        contents
            .entries
            .sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Ok(contents)
    }

    fn generate(&self, new: &NewKey<'_>, rng: &mut dyn CryptoRng) -> Result<Entry, MediumError> {
        let key = PrivateKey::generate(new.algorithm, rng).map_err(MediumError::Generate)?;
        self.store(&key, None, &new.keeping, rng)
    }

    fn unlock(&self, id: &EntryId, secret: Option<&Secret>) -> Result<UnlockedKey, MediumError> {
        let entry = self.read_entry(id)?;
        let key = self.read_private_key(&entry, secret)?;
        let (address, size_bytes) = key.memory();
        ram::keep_resident(address, size_bytes);
        Ok(UnlockedKey::new(id.clone(), key))
    }

    fn install(&self, id: &EntryId, certificate: &Certificate) -> Result<Entry, MediumError> {
        let _lock = self.lock()?;
        let entry = self.read_entry(id)?;
        expect_same_key(id, certificate, &entry.public_key)?;
        match &entry.certificate {
            Some(present) if present.der() == certificate.der() => return Ok(entry),
            Some(_) => return Err(MediumError::OtherCertificate(id.clone())),
            None => {}
        }
        let (dir, _) = self.entry_dir(id)?;
        dir.write(CERTIFICATE, certificate.der())?;
        self.read_entry(id)
    }

    fn archive(&self, id: &EntryId) -> Result<(), MediumError> {
        let _lock = self.lock()?;
        let (_, archived) = self.entry_dir(id)?;
        if archived {
            return Ok(());
        }
        let root = self.made_root()?;
        let archive = root.dir(ARCHIVE)?;
        root.dir(KEYS)?.rename(id.as_str(), &archive, id.as_str())
    }

    fn export(&self, id: &EntryId, secret: Option<&Secret>) -> Result<PrivateKey, MediumError> {
        let entry = self.read_entry(id)?;
        self.read_private_key(&entry, secret)
    }

    fn import(
        &self,
        key: &PrivateKey,
        certificate: Option<&Certificate>,
        keeping: &Keeping<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Entry, MediumError> {
        self.store(key, certificate, keeping, rng)
    }

    fn remove(&self, id: &EntryId) -> Result<(), MediumError> {
        let _lock = self.lock()?;
        let gone = format!("{id}{GONE}");
        for parent in [KEYS, ARCHIVE] {
            let parent = self.made_root()?.dir(parent)?;
            // First out of the list, at one stroke; what a crash leaves behind is finished by the next call.
            if parent.holds(id.as_str())? {
                parent.rename(id.as_str(), &parent, &gone)?;
            }
            if parent.holds(&gone)? {
                parent.remove_dir(&gone)?;
            }
        }
        Ok(())
    }

    fn free_bytes(&self) -> Result<Option<u64>, MediumError> {
        Ok(files::free_bytes(&self.path))
    }
}

fn wrap(
    key: &PrivateKey,
    protection: Protection<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<Zeroizing<Vec<u8>>, MediumError> {
    let (secret, scheme) = match protection {
        Protection::None => {
            return key
                .to_pkcs8_der()
                .map_err(|error| MediumError::Wrap(error.into()));
        }
        Protection::HardenedPassword(secret) => (secret, pkcs8::Protection::Scrypt),
        Protection::Password(secret) => match key.public_key().algorithm() {
            KeyAlgorithm::Gost(_) => {
                let iterations = calibration::iterations(secret);
                (secret, pkcs8::Protection::Gost { iterations })
            }
            _ => (secret, pkcs8::Protection::Scrypt),
        },
    };
    pkcs8::encrypt(key, secret.expose(), scheme, rng)
        .map(Zeroizing::new)
        .map_err(MediumError::Wrap)
}

/// Opens a stored private key, which must be that of the public key.
///
/// The ciphers of PBES2 carry no integrity: a flipped bit opens without complaint and yields another key.
fn open_private_key(
    id: &EntryId,
    stored: &[u8],
    secret: Option<&Secret>,
    public_key: &PublicKey,
) -> Result<PrivateKey, MediumError> {
    let opened = match secret {
        Some(secret) => pkcs8::decrypt_for(stored, secret.expose(), public_key),
        None => PrivateKey::from_pkcs8_der_for(stored, public_key).map_err(|error| match error {
            KeyError::Mismatch => Pkcs8Error::OtherKey,
            other => other.into(),
        }),
    };
    opened.map_err(|source| match source {
        Pkcs8Error::OtherKey => MediumError::ForeignPrivateKey(id.clone()),
        source => MediumError::Unlock {
            id: id.clone(),
            source,
        },
    })
}
