//! Where the vendors' installers put their PKCS#11 modules.
//!
//! Only folders that an administrator alone can write to: a module is code that runs in this process. The vendors' own
//! modules come before OpenSC, which drives some of the same tokens, so that a token is spoken to by the library that
//! knows it best.

use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
const NAMES: [&str; 6] = [
    "librtpkcs11ecp.so",
    "libjcPKCS11-2.so",
    "libeTPkcs11.so",
    "libisbc_pkcs11_main.so",
    "softhsm/libsofthsm2.so",
    "opensc-pkcs11.so",
];

#[cfg(target_os = "macos")]
const NAMES: [&str; 6] = [
    "librtpkcs11ecp.dylib",
    "libjcPKCS11-2.dylib",
    "libeTPkcs11.dylib",
    "libisbc_pkcs11_main.dylib",
    "softhsm/libsofthsm2.so",
    "opensc-pkcs11.so",
];

#[cfg(windows)]
const NAMES: [&str; 6] = [
    "rtPKCS11ECP.dll",
    "jcPKCS11-2.dll",
    "eTPKCS11.dll",
    "isbc_pkcs11_main.dll",
    "softhsm2.dll",
    "opensc-pkcs11.dll",
];

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
const NAMES: [&str; 0] = [];

/// The modules that are installed at a usual place, the vendors' first.
pub(super) fn installed() -> Vec<PathBuf> {
    installed_in(&folders())
}

fn installed_in(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for name in NAMES {
        found.extend(
            folders
                .iter()
                .map(|folder| folder.join(name))
                .filter(|path| path.is_file()),
        );
    }
    found
}

#[cfg(target_os = "linux")]
fn folders() -> Vec<PathBuf> {
    let multiarch = format!("/usr/lib/{}-linux-gnu", std::env::consts::ARCH);
    let multiarch = Path::new(&multiarch);
    [
        multiarch,
        &multiarch.join("pkcs11"),
        Path::new("/usr/lib64"),
        Path::new("/usr/lib64/pkcs11"),
        Path::new("/usr/lib"),
        Path::new("/usr/lib/pkcs11"),
        Path::new("/usr/local/lib"),
        Path::new("/opt/aktivco/rutokenecp/amd64"),
        Path::new("/opt/aktivco/rutokenecp/x86_64"),
    ]
    .map(Path::to_path_buf)
    .to_vec()
}

#[cfg(target_os = "macos")]
fn folders() -> Vec<PathBuf> {
    [
        "/usr/local/lib",
        "/opt/homebrew/lib",
        "/Library/OpenSC/lib",
        "/Library/Frameworks/rtpkcs11ecp.framework",
    ]
    .map(PathBuf::from)
    .to_vec()
}

#[cfg(windows)]
fn folders() -> Vec<PathBuf> {
    let below = |variable: &str, folder: &str| {
        std::env::var_os(variable).map(|root| Path::new(&root).join(folder))
    };
    [
        below("SystemRoot", "System32"),
        below("ProgramFiles", r"Aktiv Co\Rutoken PKCS11"),
        below("ProgramFiles", r"SoftHSM2\lib"),
        below("ProgramFiles", r"OpenSC Project\OpenSC\pkcs11"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
fn folders() -> Vec<PathBuf> {
    Vec::new()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_vendors_module_comes_before_the_general_one() {
        let (one, two) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let general = one.path().join("opensc-pkcs11.so");
        let vendor = two.path().join("librtpkcs11ecp.so");
        for path in [&general, &vendor] {
            std::fs::write(path, b"").expect("a file");
        }
        let folders = [one.path().to_owned(), two.path().to_owned()];
        assert_eq!(installed_in(&folders), [vendor, general]);
    }

    #[test]
    fn every_folder_is_absolute() {
        assert!(folders().iter().all(|folder| folder.is_absolute()));
    }
}
