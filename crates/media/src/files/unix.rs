//! Key files on Unix: directory handles, no symbolic links, modes and owners checked.

use std::{
    fs::File,
    io::Write as _,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, FileType, FlockOperation, Mode, OFlags},
    io::Errno,
    process::geteuid,
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{failed, read_bounded};
use crate::error::MediumError;

const DIR_FLAGS: OFlags = OFlags::DIRECTORY
    .union(OFlags::RDONLY)
    .union(OFlags::NOFOLLOW)
    .union(OFlags::CLOEXEC);
const OTHERS: Mode = Mode::RWXG.union(Mode::RWXO);

/// A folder that is open: operations on its members cannot be led elsewhere by exchanging a parent.
pub struct Dir {
    handle: OwnedFd,
    path: PathBuf,
    guards_access: bool,
}

/// Held by a writer; the system takes it back when the process ends.
pub struct Lock {
    file: OwnedFd,
}

impl Drop for Lock {
    /// Gives it back by name: a child process that is being started at this moment still has a copy of the descriptor,
    /// and closing ours alone would leave the lock with it.
    fn drop(&mut self) {
        // If the system refuses, closing the file gives the lock back as soon as the copies are gone.
        let _ = rustix::fs::flock(&self.file, FlockOperation::Unlock);
    }
}

impl Dir {
    /// Opens the folder of a medium; makes it when only the last part of the path is missing.
    ///
    /// # Errors
    ///
    /// It cannot be made or opened, or belongs or is open to other users.
    pub fn open_root(path: &Path) -> Result<Self, MediumError> {
        match rustix::fs::mkdir(path, Mode::RWXU) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(Errno::NOENT) => {
                let place = path.display().to_string();
                return Err(MediumError::Absent {
                    place,
                    source: Errno::NOENT.into(),
                });
            }
            Err(error) => return Err(failed("make", path)(error.into())),
        }
        let handle = rustix::fs::open(path, DIR_FLAGS, Mode::empty()).map_err(|error| {
            refused_link(error, path).unwrap_or_else(|| failed("open", path)(error.into()))
        })?;
        let guards_access =
            guards_access(&handle).map_err(|e| failed("examine", path)(e.into()))?;
        let dir = Self {
            handle,
            path: path.to_owned(),
            guards_access,
        };
        dir.expect_own(&dir.handle, path)?;
        Ok(dir)
    }

    /// Opens a folder that is there and in which others may look, such as the root of a drive. What lies
    /// below it is for this user alone.
    ///
    /// # Errors
    ///
    /// It is not there, is no folder, or others may change what is in it.
    pub fn open_shared(path: &Path) -> Result<Self, MediumError> {
        let handle =
            rustix::fs::open(path, DIR_FLAGS, Mode::empty()).map_err(|error| match error {
                Errno::NOENT => MediumError::Absent {
                    place: path.display().to_string(),
                    source: error.into(),
                },
                error => {
                    refused_link(error, path).unwrap_or_else(|| failed("open", path)(error.into()))
                }
            })?;
        let guards_access =
            guards_access(&handle).map_err(|e| failed("examine", path)(e.into()))?;
        let dir = Self {
            handle,
            path: path.to_owned(),
            guards_access,
        };
        dir.expect_unchanged_by_others()?;
        Ok(dir)
    }

    /// Opens the folder of a medium if it is there.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or belongs or is open to other users.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, MediumError> {
        match rustix::fs::statat(rustix::fs::CWD, path, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => Ok(None),
            _ => Self::open_root(path).map(Some),
        }
    }

    /// Whether the file system keeps modes and owners at all.
    #[must_use]
    pub fn guards_access(&self) -> bool {
        self.guards_access
    }

    /// The device that the folder lies on: folders on one device have the same, those on two have different ones.
    #[must_use]
    pub fn device(&self) -> Option<String> {
        Some(device(&rustix::fs::fstat(&self.handle).ok()?))
    }

    /// Opens a folder below this one.
    ///
    /// # Errors
    ///
    /// It is not there, is no folder, or belongs or is open to other users.
    pub fn dir(&self, name: &str) -> Result<Self, MediumError> {
        let path = self.path.join(name);
        let handle =
            rustix::fs::openat(&self.handle, name, DIR_FLAGS, Mode::empty()).map_err(|error| {
                refused_link(error, &path).unwrap_or_else(|| failed("open", &path)(error.into()))
            })?;
        self.expect_own(&handle, &path)?;
        Ok(Self {
            handle,
            path,
            guards_access: self.guards_access,
        })
    }

    /// Makes a folder below this one, which must not be there yet.
    ///
    /// # Errors
    ///
    /// It is there already, or cannot be made.
    pub fn make_dir(&self, name: &str) -> Result<Self, MediumError> {
        let path = self.path.join(name);
        rustix::fs::mkdirat(&self.handle, name, Mode::RWXU)
            .map_err(|error| failed("make", &path)(error.into()))?;
        self.sync()?;
        self.dir(name)
    }

    /// Makes a folder below this one where it is missing.
    ///
    /// # Errors
    ///
    /// It cannot be made or opened.
    pub fn ensure_dir(&self, name: &str) -> Result<(), MediumError> {
        if self.holds(name)? {
            self.dir(name).map(drop)
        } else {
            self.make_dir(name).map(drop)
        }
    }

    /// Whether there is a member of this name, of any sort.
    ///
    /// # Errors
    ///
    /// The folder cannot be examined.
    pub fn holds(&self, name: &str) -> Result<bool, MediumError> {
        match rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(_) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(error) => Err(failed("examine", &self.path.join(name))(error.into())),
        }
    }

    /// When a member was last changed.
    ///
    /// # Errors
    ///
    /// It is not there, or cannot be examined.
    pub fn modified(&self, name: &str) -> Result<OffsetDateTime, MediumError> {
        let stat = rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW)
            .map_err(|error| failed("examine", &self.path.join(name))(error.into()))?;
        // A time beyond the calendar says nothing.
        Ok(
            OffsetDateTime::from_unix_timestamp(stat.st_mtime)
                .unwrap_or(OffsetDateTime::UNIX_EPOCH),
        )
    }

    /// Lists the names of the members.
    ///
    /// # Errors
    ///
    /// The folder cannot be listed.
    pub fn names(&self) -> Result<Vec<String>, MediumError> {
        let list = |error: Errno| failed("list", &self.path)(error.into());
        let mut names = Vec::new();
        for member in rustix::fs::Dir::read_from(&self.handle).map_err(list)? {
            let member = member.map_err(list)?;
            if let Ok(name) = member.file_name().to_str()
                && name != "."
                && name != ".."
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// Reads a plain file.
    ///
    /// # Errors
    ///
    /// It is not there, is no plain file, is too large, or cannot be read.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, MediumError> {
        Ok(self
            .open_file(name, false)
            .and_then(|(file, path)| read_bounded(file, &path))?
            .to_vec())
    }

    /// Reads a plain file of up to [`crate::limits::LONG_FILE_SIZE_BYTES_MAX`] octets, such as a log.
    ///
    /// # Errors
    ///
    /// It is not there, is no plain file, is too large, or cannot be read.
    pub fn read_long(&self, name: &str) -> Result<Vec<u8>, MediumError> {
        let (file, path) = self.open_file(name, false)?;
        super::read_long(file, &path)
    }

    /// Reads a file that holds a private key: nobody else may have been able to read or change it.
    ///
    /// # Errors
    ///
    /// As [`Dir::read`], or it belongs or is open to other users.
    pub fn read_secret(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, MediumError> {
        let (file, path) = self.open_file(name, true)?;
        read_bounded(file, &path)
    }

    /// Writes a file whole: under another name, flushed, read back, then given its name.
    ///
    /// # Errors
    ///
    /// It cannot be written, flushed or read back; then the former file is still there.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), MediumError> {
        let unfinished = format!("{name}.new");
        let path = self.path.join(&unfinished);
        // Left behind by a crash in an earlier attempt at the same file.
        self.remove(&unfinished)?;
        let flags =
            OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let handle = rustix::fs::openat(
            &self.handle,
            unfinished.as_str(),
            flags,
            Mode::RUSR | Mode::WUSR,
        )
        .map_err(|error| failed("make", &path)(error.into()))?;
        let mut file = File::from(handle);
        file.write_all(content).map_err(failed("write", &path))?;
        file.sync_all().map_err(failed("flush", &path))?;
        drop(file);
        if self.read_secret(&unfinished)?.as_slice() != content {
            return Err(MediumError::ReadBack {
                path: path.display().to_string(),
            });
        }
        self.rename(&unfinished, self, name)
    }

    /// Adds to the end of a file, flushed; makes it where it is missing.
    ///
    /// # Errors
    ///
    /// It cannot be written or flushed.
    pub fn append(&self, name: &str, content: &[u8]) -> Result<(), MediumError> {
        let path = self.path.join(name);
        let flags =
            OFlags::CREATE | OFlags::APPEND | OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let handle = rustix::fs::openat(&self.handle, name, flags, Mode::RUSR | Mode::WUSR)
            .map_err(|error| failed("open", &path)(error.into()))?;
        let mut file = File::from(handle);
        file.write_all(content).map_err(failed("write", &path))?;
        file.sync_all().map_err(failed("flush", &path))
    }

    /// Removes a file; removing what is not there is the same.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), MediumError> {
        match rustix::fs::unlinkat(&self.handle, name, AtFlags::empty()) {
            Ok(()) => self.sync(),
            Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(failed("remove", &self.path.join(name))(error.into())),
        }
    }

    /// Removes a folder below this one with the files in it; it holds no folders. What is not there is removed already.
    ///
    /// # Errors
    ///
    /// Something in it cannot be removed.
    pub fn remove_dir(&self, name: &str) -> Result<(), MediumError> {
        if !self.holds(name)? {
            return Ok(());
        }
        let dir = self.dir(name)?;
        for file in dir.names()? {
            dir.remove(&file)?;
        }
        match rustix::fs::unlinkat(&self.handle, name, AtFlags::REMOVEDIR) {
            Ok(()) | Err(Errno::NOENT) => self.sync(),
            Err(error) => Err(failed("remove", &self.path.join(name))(error.into())),
        }
    }

    /// Moves a member to another folder of the same medium, or gives it another name.
    ///
    /// # Errors
    ///
    /// It cannot be renamed.
    pub fn rename(&self, from: &str, to: &Self, name: &str) -> Result<(), MediumError> {
        rustix::fs::renameat(&self.handle, from, &to.handle, name)
            .map_err(|error| failed("rename", &self.path.join(from))(error.into()))?;
        to.sync()?;
        if to.path == self.path {
            Ok(())
        } else {
            self.sync()
        }
    }

    /// Takes the writers' lock, or says who is in the way.
    ///
    /// # Errors
    ///
    /// [`MediumError::Busy`] while another holds it, or the file cannot be opened.
    pub fn lock(&self, name: &str, place: &str) -> Result<Lock, MediumError> {
        let path = self.path.join(name);
        let flags = OFlags::CREATE | OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&self.handle, name, flags, Mode::RUSR | Mode::WUSR)
            .map_err(|error| failed("open", &path)(error.into()))?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Lock { file }),
            Err(Errno::WOULDBLOCK) => Err(MediumError::Busy {
                place: place.to_owned(),
            }),
            Err(error) => Err(failed("lock", &path)(error.into())),
        }
    }

    fn sync(&self) -> Result<(), MediumError> {
        match rustix::fs::fsync(&self.handle) {
            // Some file systems of flash drives cannot flush a folder by itself.
            Ok(()) | Err(Errno::INVAL) => Ok(()),
            Err(error) => Err(failed("flush", &self.path)(error.into())),
        }
    }

    fn open_file(&self, name: &str, secret: bool) -> Result<(File, PathBuf), MediumError> {
        let path = self.path.join(name);
        // NONBLOCK: opening a named pipe that somebody put here must not hang.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let handle =
            rustix::fs::openat(&self.handle, name, flags, Mode::empty()).map_err(|error| {
                refused_link(error, &path).unwrap_or_else(|| failed("open", &path)(error.into()))
            })?;
        let stat = rustix::fs::fstat(&handle).map_err(|e| failed("examine", &path)(e.into()))?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(MediumError::NotPlainFile {
                path: path.display().to_string(),
            });
        }
        if secret {
            self.expect_own(&handle, &path)?;
        }
        Ok((File::from(handle), path))
    }

    /// Refuses a folder in which somebody else, other than the system itself, could exchange something.
    fn expect_unchanged_by_others(&self) -> Result<(), MediumError> {
        const OTHERS_WRITE: Mode = Mode::WGRP.union(Mode::WOTH);
        let system = Some(0);
        self.expect_rights(&self.handle, &self.path, system, OTHERS_WRITE)
    }

    /// Refuses what belongs, or is open, to somebody else.
    fn expect_own(&self, handle: &OwnedFd, path: &Path) -> Result<(), MediumError> {
        self.expect_rights(handle, path, None, OTHERS)
    }

    /// Refuses what belongs to somebody other than this user and the one owner named, or is open to others in one of these
    /// ways; on FAT there is nothing to ask.
    fn expect_rights(
        &self,
        handle: &OwnedFd,
        path: &Path,
        other_owner: Option<u32>,
        refused: Mode,
    ) -> Result<(), MediumError> {
        if !self.guards_access {
            return Ok(());
        }
        let stat = rustix::fs::fstat(handle).map_err(|e| failed("examine", path)(e.into()))?;
        let path = path.display().to_string();
        let owner = stat.st_uid;
        if owner != geteuid().as_raw() && Some(owner) != other_owner {
            return Err(MediumError::ForeignOwner { path, owner });
        }
        let mode = Mode::from_raw_mode(stat.st_mode);
        if mode.intersects(refused) {
            return Err(MediumError::OpenToOthers {
                path,
                mode: format!("{:o}", mode.bits()),
            });
        }
        Ok(())
    }
}

/// The device that a path lies on, named as [`Dir::device`] names it.
#[must_use]
pub fn device_of(path: &Path) -> Option<String> {
    Some(device(&rustix::fs::stat(path).ok()?))
}

/// The room for this user on the file system that a path lies on, in octets; of a folder that is not made yet, on that of
/// the folder above it.
#[must_use]
pub fn free_bytes(path: &Path) -> Option<u64> {
    let room = |path: &Path| rustix::fs::statvfs(path).ok();
    let room = room(path).or_else(|| room(path.parent()?))?;
    Some(room.f_bavail.saturating_mul(room.f_frsize))
}

fn device(stat: &rustix::fs::Stat) -> String {
    let (major, minor) = (
        rustix::fs::major(stat.st_dev),
        rustix::fs::minor(stat.st_dev),
    );
    format!("{major}:{minor}")
}

/// A link where a file or folder was expected; `NOFOLLOW` reports it in two ways.
fn refused_link(error: Errno, path: &Path) -> Option<MediumError> {
    matches!(error, Errno::LOOP | Errno::NOTDIR).then(|| MediumError::NotPlainFile {
        path: path.display().to_string(),
    })
}

/// Whether the file system knows owners and modes. The numbers are those of Linux's `statfs(2)`.
#[cfg(target_os = "linux")]
fn guards_access(handle: &OwnedFd) -> Result<bool, Errno> {
    const MSDOS: u64 = 0x4d44;
    const EXFAT: u64 = 0x2011_bab0;
    let kind = u64::try_from(rustix::fs::fstatfs(handle)?.f_type).unwrap_or_default();
    Ok(![MSDOS, EXFAT].contains(&kind))
}

/// Elsewhere than on Linux the modes are taken at their word.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Linux")]
fn guards_access(_handle: &OwnedFd) -> Result<bool, Errno> {
    Ok(true)
}
