//! Containers of CryptoPro CSP as a medium: a flash drive's root, a floppy, or the CSP's own store on
//! this computer (`/var/opt/cprocsp/keys/USER`).
//!
//! `docs/formats/cryptopro-container.md` describes the files. In short, below the folder:
//!
//! ```text
//! NAME.000/                a container: its six files
//!   smena.json             beside them in those that were made here: when and for what
//! NAME-000.new/            being made; not listed, and no container to other readers
//! ENTRY.gone/              being removed; not listed
//! smena-archive/NAME.000/  replaced, kept
//! smena.lock               advisory lock of writers
//! ```
//!
//! `smena_pki::container` knows the octets, [`crate::files`] how to write so that a crash leaves the
//! old or the new state. `catalogue` finds what is there, `unlocking` opens keys out of wherever
//! the files come from; this module writes.

mod catalogue;
mod description;
mod folder_name;
mod unlocking;

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use rand_core::CryptoRng;
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    container::{Files, Header, KeyRecord, KeyRole, KeySlot, PasswordOctets, key_end_for},
    key::{PrivateKey, Signer as _},
};

use self::{
    catalogue::{
        ARCHIVE, Catalogue, Container, DESCRIPTION, HEADER, MASKS, MASKS_RESERVE, NAME, PRIMARY,
        PRIMARY_RESERVE,
    },
    description::Description,
    unlocking::refusal,
};
use crate::{
    error::MediumError,
    files::{self, Dir, Lock},
    medium::{
        Contents, Damaged, Entry, EntryId, Guard, Keeping, KeyMedium, KeysLeave, MediumKind,
        NewKey, Place, UnlockedKey, expect_same_key, test_sign,
    },
    secret::Secret,
};

const GONE: &str = ".gone";

/// Most members of a folder that are looked at for containers.
const MEMBERS_LOOKED_AT: usize = 1_000;

/// Where CryptoPro CSP keeps the containers of this user on this computer, if it does.
#[must_use]
pub fn usual_stores() -> Vec<PathBuf> {
    #[cfg(unix)]
    {
        // One folder for each user, named after him; those of others cannot be opened.
        let Ok(users) = std::fs::read_dir("/var/opt/cprocsp/keys") else {
            return Vec::new();
        };
        let users = users.take(MEMBERS_LOOKED_AT).filter_map(Result::ok);
        users.map(|user| user.path()).collect()
    }
    #[cfg(windows)]
    {
        let local = std::env::var_os("LOCALAPPDATA").map(PathBuf::from);
        local
            .map(|folder| folder.join("Crypto Pro"))
            .into_iter()
            .collect()
    }
    #[cfg(not(any(unix, windows)))]
    {
        Vec::new()
    }
}

/// Whether a folder holds what looks like a container; nothing is opened.
#[must_use]
pub fn has_containers(folder: &Path) -> bool {
    let Ok(members) = std::fs::read_dir(folder) else {
        return false;
    };
    members
        .take(MEMBERS_LOOKED_AT)
        .filter_map(Result::ok)
        .any(|member| member.path().join(HEADER).is_file())
}

/// A medium made of the containers in a folder.
pub struct CryptoProMedium {
    root: Dir,
    place: Place,
}

impl CryptoProMedium {
    /// Opens the folder, which must be there. Others may look into it, for every container has a folder
    /// of its own.
    ///
    /// # Errors
    ///
    /// It is missing (a flash drive was pulled out), or others may change what is in it.
    pub fn open(path: &Path) -> Result<Self, MediumError> {
        let root = Dir::open_shared(path)?;
        let place = Place {
            kind: MediumKind::CryptoPro,
            name: path.display().to_string(),
            guards_access: root.guards_access(),
            guard: Guard::Password,
            keys_leave: KeysLeave::AsChosen,
            device: root.device(),
        };
        Ok(Self { root, place })
    }

    /// Copies the container of an entry to another medium of this kind, octet for octet, and signs a trial with the key
    /// as it lies there before the copy is listed. The password stays the same. The CSP takes such a copy where it might
    /// refuse one that was written anew, and keys of GOST R 34.10-2001 can be copied in no other way.
    ///
    /// # Errors
    ///
    /// [`MediumError::NotExportable`] unless each of its keys may be copied; it cannot be read or written, or the key
    /// does not open with this password: then there is no copy.
    pub fn copy_container(
        &self,
        id: &EntryId,
        secret: Option<&Secret>,
        target: &Self,
        rng: &mut dyn CryptoRng,
    ) -> Result<EntryId, MediumError> {
        let _lock = target.lock()?;
        let catalogue = Catalogue::read(&self.root)?;
        let (container, slot) = catalogue.find(id)?;
        if !container
            .records()
            .all(|(_, record)| record.is_exportable())
        {
            return Err(MediumError::NotExportable(id.clone()));
        }
        let mut members = vec![MASKS, PRIMARY, MASKS_RESERVE, PRIMARY_RESERVE, NAME];
        if container.dir.holds(DESCRIPTION)? {
            members.push(DESCRIPTION);
        }
        // Last, for without it there is no container.
        members.push(HEADER);
        target.grow(&container.label, slot, |dir, folder| {
            for member in members {
                let content = container.dir.read_secret(member)?;
                target.write(&dir, member, &content)?;
            }
            try_out(dir, folder, (id, slot), secret, rng)
        })
    }

    /// One entry of the medium.
    pub(crate) fn entry(&self, id: &EntryId) -> Result<Entry, MediumError> {
        Catalogue::read(&self.root)?.entry(id)
    }

    fn lock(&self) -> Result<Lock, MediumError> {
        self.root.lock("smena.lock", &self.place.name)
    }

    /// Writes a key pair into a container of its own, signs the trial with it as it lies on the medium,
    /// and lets it be seen.
    fn store(
        &self,
        key: &PrivateKey,
        certificate: Option<&Certificate>,
        keeping: &Keeping<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Entry, MediumError> {
        let algorithm = key.public_key().algorithm();
        let bare = key.gost().filter(|_| self.makes(algorithm));
        let bare = bare.ok_or_else(|| self.not_supported("key-algorithm"))?;
        let _lock = self.lock()?;
        let id = catalogue::id_of(key.public_key());
        if let Some(certificate) = certificate {
            expect_same_key(&id, certificate, key.public_key())?;
        }
        let label = keeping
            .label
            .clone()
            .unwrap_or_else(|| format!("smena-{id}"));
        let refused = |error| refusal(&id, &label, error);
        let password = keeping.protection.secret().map(Secret::expose);
        let octets = PasswordOctets::for_new(password).map_err(refused)?;
        let record = KeyRecord::new(KeyRole::Exchange, bare.parameter_set(), keeping.exportable);
        let mut files = Header::new(record, None, key_end_for(keeping.now))
            .seal(&label, (bare, None), &octets, rng)
            .map_err(refused)?;
        if let Some(certificate) = certificate {
            files.header = with_certificate(&files.header, certificate).map_err(refused)?;
        }
        let description = Description {
            created: keeping.now,
            public_key: key.public_key().clone(),
            made_for: keeping.made_for.clone(),
        };

        let stored = self.grow(&label, KeySlot::First, |dir, folder| {
            self.write_files(&dir, &files, &description)?;
            let secret = keeping.protection.secret();
            try_out(dir, folder, (&id, KeySlot::First), secret, rng)
        })?;
        self.entry(&stored)
    }

    /// Lets a container grow in a folder that is not listed, and lists it when it is whole. `fill` closes the folder: some
    /// systems do not rename one that is open.
    fn grow(
        &self,
        label: &str,
        slot: KeySlot,
        fill: impl FnOnce(Dir, &str) -> Result<(), MediumError>,
    ) -> Result<EntryId, MediumError> {
        let Unfinished { dir, name, folder } = self.begin(label)?;
        if let Err(error) = fill(dir, &folder) {
            // What went wrong first is what is told; what cannot be removed either is no container to anybody.
            let _ = self.root.remove_dir(&name);
            return Err(error);
        }
        self.root.rename(&name, &self.root, &folder)?;
        Catalogue::read(&self.root)?.id_in(&folder, slot)
    }

    fn write_files(
        &self,
        dir: &Dir,
        files: &Files,
        description: &Description,
    ) -> Result<(), MediumError> {
        self.write(dir, MASKS, &files.main.masks)?;
        self.write(dir, PRIMARY, &files.main.primary)?;
        self.write(dir, MASKS_RESERVE, &files.reserve.masks)?;
        self.write(dir, PRIMARY_RESERVE, &files.reserve.primary)?;
        self.write(dir, NAME, &files.name)?;
        self.write(dir, DESCRIPTION, &description.to_json())?;
        self.write(dir, HEADER, &files.header)
    }

    fn write(&self, dir: &Dir, name: &str, content: &[u8]) -> Result<(), MediumError> {
        dir.write(name, content)
            .map_err(|error| self.said_full(error))
    }

    /// Makes the folder in which a container grows.
    fn begin(&self, label: &str) -> Result<Unfinished, MediumError> {
        let archive = catalogue::archive(&self.root)?;
        let folder = folder_name::free(label, |name| {
            let archived = archive.as_ref().map(|archive| archive.holds(name));
            Ok(self.root.holds(name)?
                || archived.transpose()?.unwrap_or_default()
                || self.root.holds(&folder_name::unfinished(name))?)
        })?;
        let name = folder_name::unfinished(&folder);
        let dir = self
            .root
            .make_dir(&name)
            .map_err(|error| self.said_full(error))?;
        Ok(Unfinished { dir, name, folder })
    }

    fn not_supported(&self, operation: &'static str) -> MediumError {
        MediumError::NotSupported {
            place: self.place.name.clone(),
            operation,
        }
    }

    /// A full drive is said to be one.
    fn said_full(&self, error: MediumError) -> MediumError {
        match error {
            MediumError::File { source, .. }
                if matches!(
                    source.kind(),
                    ErrorKind::StorageFull | ErrorKind::QuotaExceeded
                ) =>
            {
                MediumError::NoSpace {
                    place: self.place.name.clone(),
                }
            }
            other => other,
        }
    }
}

/// Signs the trial with a key as it lies on the medium, not with one still in memory.
fn try_out(
    dir: Dir,
    folder: &str,
    (id, slot): (&EntryId, KeySlot),
    secret: Option<&Secret>,
    rng: &mut dyn CryptoRng,
) -> Result<(), MediumError> {
    let written = Container::read(dir, folder, false)?;
    let reread = written.open(id, slot, secret)?;
    test_sign(id, &reread, rng)
}

/// A container that is not one yet.
struct Unfinished {
    dir: Dir,
    name: String,
    /// The name that it is going to have.
    folder: String,
}

impl KeyMedium for CryptoProMedium {
    fn place(&self) -> &Place {
        &self.place
    }

    fn as_containers(&self) -> Option<&CryptoProMedium> {
        Some(self)
    }

    fn free_bytes(&self) -> Result<Option<u64>, MediumError> {
        Ok(files::free_bytes(Path::new(&self.place.name)))
    }

    fn contents(&self) -> Result<Contents, MediumError> {
        let catalogue = Catalogue::read(&self.root)?;
        let mut contents = Contents::default();
        for (id, entry) in catalogue.entries() {
            match entry {
                Ok(entry) => contents.entries.push(entry),
                Err(error) => contents.damaged.push(Damaged { id, error }),
            }
        }
        contents.damaged.extend(catalogue.damaged);
        contents
            .entries
            .sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Ok(contents)
    }

    fn makes(&self, algorithm: KeyAlgorithm) -> bool {
        matches!(algorithm, KeyAlgorithm::Gost(set) if !set.is_for_examples())
    }

    fn generate(&self, new: &NewKey<'_>, rng: &mut dyn CryptoRng) -> Result<Entry, MediumError> {
        if !self.makes(new.algorithm) {
            return Err(self.not_supported("key-algorithm"));
        }
        let key = PrivateKey::generate(new.algorithm, rng).map_err(MediumError::Generate)?;
        self.store(&key, None, &new.keeping, rng)
    }

    fn unlock(&self, id: &EntryId, secret: Option<&Secret>) -> Result<UnlockedKey, MediumError> {
        let catalogue = Catalogue::read(&self.root)?;
        let (container, slot) = catalogue.find(id)?;
        let key = container.open(id, slot, secret)?;
        Ok(UnlockedKey::new(id.clone(), key))
    }

    fn install(&self, id: &EntryId, certificate: &Certificate) -> Result<Entry, MediumError> {
        let _lock = self.lock()?;
        let catalogue = Catalogue::read(&self.root)?;
        let (container, slot) = catalogue.find(id)?;
        let refused = |error| refusal(id, &container.folder, error);
        let mut header = container.header.clone();
        let record = header.key_mut(slot);
        let record = record.ok_or_else(|| MediumError::NoSuchEntry(id.clone()))?;
        match record.certificate().map_err(refused)? {
            Some(present) if present.der() == certificate.der() => {
                return container.entry(id, slot);
            }
            Some(_) => return Err(MediumError::OtherCertificate(id.clone())),
            None => {}
        }
        record.set_certificate(certificate).map_err(refused)?;
        // Eight octets of the key were compared; all of it where all of it is known.
        match container.entry(id, slot) {
            Ok(entry) => expect_same_key(id, certificate, &entry.public_key)?,
            Err(MediumError::PublicKeyHidden(_)) => {}
            Err(error) => return Err(error),
        }
        self.write(&container.dir, HEADER, &header.to_file())?;
        self.entry(id)
    }

    /// Moves the whole container, with the other key if it holds two.
    fn archive(&self, id: &EntryId) -> Result<(), MediumError> {
        let _lock = self.lock()?;
        let catalogue = Catalogue::read(&self.root)?;
        let (container, _) = catalogue.find(id)?;
        if container.archived {
            return Ok(());
        }
        self.root.ensure_dir(ARCHIVE)?;
        let archive = self.root.dir(ARCHIVE)?;
        let from = &container.folder;
        let to = if archive.holds(from)? {
            folder_name::free(from, |name| {
                Ok(archive.holds(name)? || self.root.holds(name)?)
            })?
        } else {
            from.clone()
        };
        self.root.rename(from, &archive, &to)
    }

    fn export(&self, id: &EntryId, secret: Option<&Secret>) -> Result<PrivateKey, MediumError> {
        let catalogue = Catalogue::read(&self.root)?;
        let (container, slot) = catalogue.find(id)?;
        let record = container.header.key(slot);
        if !record.is_some_and(KeyRecord::is_exportable) {
            return Err(MediumError::NotExportable(id.clone()));
        }
        container.open(id, slot, secret)
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

    /// Removes the container of an entry; not one that holds another key, too.
    fn remove(&self, id: &EntryId) -> Result<(), MediumError> {
        let _lock = self.lock()?;
        let catalogue = Catalogue::read(&self.root)?;
        let gone = format!("{id}{GONE}");
        let archive = catalogue::archive(&self.root)?;
        match catalogue.find(id) {
            Ok((container, _)) if container.records().count() > 1 => {
                return Err(MediumError::SharedContainer(id.clone()));
            }
            Ok((container, _)) => {
                let parent = archive.as_ref().filter(|_| container.archived);
                let parent = parent.unwrap_or(&self.root);
                // First out of the list, at one stroke; what a crash leaves behind is finished by the next call.
                parent.rename(&container.folder, parent, &gone)?;
            }
            Err(MediumError::NoSuchEntry(_)) => {}
            Err(error) => return Err(error),
        }
        for parent in [Some(&self.root), archive.as_ref()].into_iter().flatten() {
            parent.remove_dir(&gone)?;
        }
        Ok(())
    }
}

/// The header once more, with the certificate of its first key.
fn with_certificate(
    header: &[u8],
    certificate: &Certificate,
) -> Result<Vec<u8>, smena_pki::container::ContainerError> {
    let mut header = Header::from_file(header)?;
    if let Some(record) = header.key_mut(KeySlot::First) {
        record.set_certificate(certificate)?;
    }
    Ok(header.to_file())
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[test]
    fn a_full_drive_is_told_from_other_failures() {
        let folder = tempfile::tempdir().expect("a folder");
        let medium = CryptoProMedium::open(folder.path()).expect("a medium");
        let failed = |kind: ErrorKind| MediumError::File {
            operation: "write",
            path: "header.key".to_owned(),
            source: io::Error::from(kind),
        };
        let code = |kind| medium.said_full(failed(kind)).code();
        assert_eq!(code(ErrorKind::StorageFull), "medium-no-space");
        assert_eq!(code(ErrorKind::QuotaExceeded), "medium-no-space");
        assert_eq!(code(ErrorKind::PermissionDenied), "medium-file");
    }
}
