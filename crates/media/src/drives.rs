//! Drives that can be taken away: flash drives and their like, found and named as people know them.
//!
//! Only looked at: nothing is written, and no drive is opened that is not mounted already. What differs between systems
//! stands in one function each.

use std::path::PathBuf;

/// A mounted drive that can be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drive {
    /// Where it is mounted.
    pub path: PathBuf,
}

/// The removable drives that are mounted now. Where the system does not tell, none.
#[must_use]
pub fn removable() -> Vec<Drive> {
    platform::removable()
}

#[cfg(target_os = "linux")]
mod platform {
    //! Linux: `/proc/self/mountinfo` (proc(5)) names the mounts, `/sys/dev/block` says which devices are removable.

    use std::path::{Path, PathBuf};

    use super::Drive;
    use crate::limits::MOUNTS_MAX;

    /// Folders below which desktops mount what was plugged in, whatever the device says of itself: many card readers and
    /// USB disks call themselves fixed.
    const DESKTOP_MOUNTS: [&str; 2] = ["/media/", "/run/media/"];

    pub(super) fn removable() -> Vec<Drive> {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        from_mounts(&mounts, Path::new("/sys/dev/block"))
    }

    pub(super) fn from_mounts(mounts: &str, block_devices: &Path) -> Vec<Drive> {
        let mut drives: Vec<Drive> = Vec::new();
        for line in mounts.lines().take(MOUNTS_MAX) {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
            let mut fields = line.split(' ');
            let (Some(device), Some(_root), Some(point)) =
                (fields.nth(2), fields.next(), fields.next())
            else {
                continue;
            };
            let source = line
                .split_once(" - ")
                .and_then(|(_, rest)| rest.split(' ').nth(1))
                .unwrap_or_default();
            let point = unescaped(point);
            let desktop = DESKTOP_MOUNTS
                .iter()
                .any(|folder| point.starts_with(folder));
            let wanted =
                source.starts_with("/dev/") && (desktop || is_removable(block_devices, device));
            let drive = Drive {
                path: PathBuf::from(point),
            };
            if wanted && !drives.contains(&drive) {
                drives.push(drive);
            }
        }
        drives
    }

    /// Whether a block device, or the disk that it is a part of, is removable.
    fn is_removable(block_devices: &Path, device: &str) -> bool {
        let Ok(folder) = block_devices.join(device).canonicalize() else {
            return false;
        };
        [Some(folder.as_path()), folder.parent()]
            .into_iter()
            .flatten()
            .any(|folder| {
                std::fs::read_to_string(folder.join("removable"))
                    .is_ok_and(|flag| flag.trim() == "1")
            })
    }

    /// Spaces and a few other characters stand as three octal digits behind a backslash.
    fn unescaped(field: &str) -> String {
        let mut octets = Vec::with_capacity(field.len());
        let mut rest = field.as_bytes();
        while let Some((first, tail)) = rest.split_first() {
            let escaped = (*first == b'\\').then(|| octal(tail)).flatten();
            octets.push(escaped.unwrap_or(*first));
            rest = if escaped.is_some() { &tail[3..] } else { tail };
        }
        String::from_utf8_lossy(&octets).into_owned()
    }

    fn octal(text: &[u8]) -> Option<u8> {
        let digits = std::str::from_utf8(text.get(..3)?).ok()?;
        u8::from_str_radix(digits, 8).ok()
    }
}

#[cfg(target_os = "macos")]
mod platform {
    //! macOS mounts what was plugged in below `/Volumes`, and the system's own volume as a link there.

    use super::Drive;
    use crate::limits::MOUNTS_MAX;

    pub(super) fn removable() -> Vec<Drive> {
        let Ok(members) = std::fs::read_dir("/Volumes") else {
            return Vec::new();
        };
        members
            .take(MOUNTS_MAX)
            .filter_map(Result::ok)
            .filter(|member| member.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|member| Drive {
                path: member.path(),
            })
            .collect()
    }
}

#[cfg(windows)]
mod platform {
    //! Windows: the drive letters behind the system's. Which of them can be taken away is not told without a call that
    //! the standard library does not have, so fixed drives are offered too.

    use std::path::PathBuf;

    use super::Drive;

    pub(super) fn removable() -> Vec<Drive> {
        ('D'..='Z')
            .map(|letter| PathBuf::from(format!("{letter}:\\")))
            .filter(|path| path.is_dir())
            .map(|path| Drive { path })
            .collect()
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
mod platform {
    //! Elsewhere drives are named by the person.

    use super::Drive;

    pub(super) fn removable() -> Vec<Drive> {
        Vec::new()
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::path::PathBuf;

    use super::{Drive, platform::from_mounts};

    const MOUNTS: &str = "\
22 1 8:2 / / rw - ext4 /dev/sda2 rw
23 22 0:5 / /proc rw - proc proc rw
40 22 8:17 / /mnt/stick rw - vfat /dev/sdb1 rw
41 22 8:33 / /run/media/anna/KEY\\040STICK rw shared:3 - exfat /dev/sdc1 rw
42 22 8:17 / /mnt/stick rw - vfat /dev/sdb1 rw
43 22 0:9 / /media/anna/share rw - fuse.sshfs host: rw
";

    #[test]
    fn a_removable_disk_and_a_desktop_mount_are_found_once_each() {
        let devices = tempfile::tempdir().expect("a folder");
        for (device, removable) in [("8:2", "0"), ("8:17", "1"), ("8:33", "0")] {
            let disk = devices.path().join(device);
            std::fs::create_dir_all(disk.join("part")).expect("a device");
            std::fs::write(disk.join("removable"), removable).expect("its flag");
        }
        let found = from_mounts(MOUNTS, devices.path());
        let paths = ["/mnt/stick", "/run/media/anna/KEY STICK"];
        let expected: Vec<Drive> = paths
            .map(|path| Drive {
                path: PathBuf::from(path),
            })
            .to_vec();
        assert_eq!(found, expected);
    }
}
