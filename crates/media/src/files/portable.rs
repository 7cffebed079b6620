//! Key files where there are no Unix modes: paths of the standard library.
//!
//! The user's profile folder is guarded by the system's own access lists, which new files inherit; a symbolic link
//! is refused, a file is written under another name, flushed, read back and renamed, as on Unix.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{failed, read_bounded};
use crate::error::MediumError;

/// A folder of the medium.
pub struct Dir {
    path: PathBuf,
}

/// The device that a path lies on is not told by the standard library.
#[must_use]
pub fn device_of(_path: &Path) -> Option<String> {
    None
}

/// The room on a file system is not told by the standard library.
#[must_use]
pub fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

/// Held by a writer; the system takes it back when the process ends.
pub struct Lock {
    file: File,
}

impl Drop for Lock {
    /// Gives it back by name, so that a copy of the handle in a child process does not hold it.
    fn drop(&mut self) {
        // If the system refuses, closing the file gives the lock back.
        let _ = self.file.unlock();
    }
}

impl Dir {
    /// Opens the folder of a medium; makes it when only the last part of the path is missing.
    ///
    /// # Errors
    ///
    /// It cannot be made or opened, or belongs or is open to other users.
    pub fn open_root(path: &Path) -> Result<Self, MediumError> {
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let place = path.display().to_string();
                return Err(MediumError::Absent {
                    place,
                    source: error,
                });
            }
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed("make", path)(error));
            }
            _ => {}
        }
        let dir = Self {
            path: path.to_owned(),
        };
        dir.expect_folder()?;
        Ok(dir)
    }

    /// Opens a folder that is there and in which others may look, such as the root of a drive.
    ///
    /// # Errors
    ///
    /// It is not there or is no folder.
    pub fn open_shared(path: &Path) -> Result<Self, MediumError> {
        let dir = Self {
            path: path.to_owned(),
        };
        match dir.expect_folder() {
            Err(MediumError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Err(MediumError::Absent {
                    place: path.display().to_string(),
                    source,
                })
            }
            result => result.map(|()| dir),
        }
    }

    /// Opens the folder of a medium if it is there.
    ///
    /// # Errors
    ///
    /// It cannot be opened, or belongs or is open to other users.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, MediumError> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            _ => Self::open_root(path).map(Some),
        }
    }

    /// The path alone does not tell whether the volume keeps access lists, so nothing is promised.
    #[must_use]
    pub fn guards_access(&self) -> bool {
        false
    }

    /// The device is not told by the standard library.
    #[must_use]
    pub fn device(&self) -> Option<String> {
        None
    }

    /// Opens a folder below this one.
    ///
    /// # Errors
    ///
    /// It is not there, is no folder, or belongs or is open to other users.
    pub fn dir(&self, name: &str) -> Result<Self, MediumError> {
        let dir = Self {
            path: self.path.join(name),
        };
        dir.expect_folder()?;
        Ok(dir)
    }

    /// Makes a folder below this one, which must not be there yet.
    ///
    /// # Errors
    ///
    /// It is there already, or cannot be made.
    pub fn make_dir(&self, name: &str) -> Result<Self, MediumError> {
        let path = self.path.join(name);
        fs::create_dir(&path).map_err(failed("make", &path))?;
        Ok(Self { path })
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
        let path = self.path.join(name);
        match fs::symlink_metadata(&path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(failed("examine", &path)(error)),
        }
    }

    /// When a member was last changed.
    ///
    /// # Errors
    ///
    /// It is not there, or cannot be examined.
    pub fn modified(&self, name: &str) -> Result<OffsetDateTime, MediumError> {
        let path = self.path.join(name);
        let metadata = fs::symlink_metadata(&path).map_err(failed("examine", &path))?;
        let modified = metadata.modified().map_err(failed("examine", &path))?;
        Ok(modified.into())
    }

    /// Lists the names of the members.
    ///
    /// # Errors
    ///
    /// The folder cannot be listed.
    pub fn names(&self) -> Result<Vec<String>, MediumError> {
        let mut names = Vec::new();
        for member in fs::read_dir(&self.path).map_err(failed("list", &self.path))? {
            let member = member.map_err(failed("list", &self.path))?;
            names.extend(member.file_name().into_string());
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
        self.read_secret(name).map(|content| content.to_vec())
    }

    /// Reads a plain file of up to [`crate::limits::LONG_FILE_SIZE_BYTES_MAX`] octets, such as a log.
    ///
    /// # Errors
    ///
    /// It is not there, is no plain file, is too large, or cannot be read.
    pub fn read_long(&self, name: &str) -> Result<Vec<u8>, MediumError> {
        let path = self.path.join(name);
        let file = File::open(&path).map_err(failed("open", &path))?;
        super::read_long(file, &path)
    }

    /// Reads a file that holds a private key.
    ///
    /// # Errors
    ///
    /// As [`Dir::read`], or it belongs or is open to other users.
    pub fn read_secret(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, MediumError> {
        let path = self.path.join(name);
        let metadata = fs::symlink_metadata(&path).map_err(failed("examine", &path))?;
        if !metadata.is_file() {
            return Err(MediumError::NotPlainFile {
                path: path.display().to_string(),
            });
        }
        let file = File::open(&path).map_err(failed("open", &path))?;
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
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)
            .map_err(failed("make", &path))?;
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
        let mut file = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&path)
            .map_err(failed("open", &path))?;
        file.write_all(content).map_err(failed("write", &path))?;
        file.sync_all().map_err(failed("flush", &path))
    }

    /// Removes a file; removing what is not there is the same.
    ///
    /// # Errors
    ///
    /// It cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), MediumError> {
        let path = self.path.join(name);
        match fs::remove_file(&path) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(failed("remove", &path)(error)),
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
        match fs::remove_dir(&dir.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(failed("remove", &dir.path)(error))
            }
            _ => Ok(()),
        }
    }

    /// Moves a member to another folder of the same medium, or gives it another name.
    ///
    /// # Errors
    ///
    /// It cannot be renamed.
    pub fn rename(&self, from: &str, to: &Self, name: &str) -> Result<(), MediumError> {
        let from = self.path.join(from);
        fs::rename(&from, to.path.join(name)).map_err(failed("rename", &from))
    }

    /// Takes the writers' lock, or says who is in the way.
    ///
    /// # Errors
    ///
    /// [`MediumError::Busy`] while another holds it, or the file cannot be opened.
    pub fn lock(&self, name: &str, place: &str) -> Result<Lock, MediumError> {
        let path = self.path.join(name);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { file }),
            Err(fs::TryLockError::WouldBlock) => Err(MediumError::Busy {
                place: place.to_owned(),
            }),
            Err(fs::TryLockError::Error(error)) => Err(failed("lock", &path)(error)),
        }
    }

    fn expect_folder(&self) -> Result<(), MediumError> {
        let metadata = fs::symlink_metadata(&self.path).map_err(failed("open", &self.path))?;
        if metadata.is_dir() {
            Ok(())
        } else {
            Err(MediumError::NotPlainFile {
                path: self.path.display().to_string(),
            })
        }
    }
}
