//! Containers of CryptoPro that the CSP made, copied as the holder would.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use crate::common::{Smena, testdata};

/// Memory that the system shows as a drive: another device than any folder of the disk.
const OTHER_DEVICE: &str = "/dev/shm";

/// Puts a container of the test data into a folder, for this user alone; none without the data.
fn container(smena: &Smena, sample: &str) -> Option<PathBuf> {
    let from = testdata().join("cryptopro").join(sample);
    let Ok(files) = fs::read_dir(&from) else {
        eprintln!("left out: {} is not there", from.display());
        return None;
    };
    let folder = from.file_name().and_then(|name| name.to_str());
    let to = format!("old/{}", folder.expect("a name"));
    for file in files {
        let path = file.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str());
        let member = format!("{to}/{}", name.expect("a name"));
        smena.write(&member, &fs::read(&path).expect("a file"));
        smena.close(&member);
    }
    smena.close(&to);
    Some(smena.path(&to))
}

/// The name of the only key there.
fn key_of(smena: &Smena) -> String {
    let listed = smena.run([
        "--json",
        "--only-named",
        "--containers",
        "old",
        "container",
        "list",
    ]);
    let listed = listed.json();
    let key = listed["result"]["containers"][0]["key"].as_str();
    key.expect("a key").to_owned()
}

#[test]
fn a_container_of_2001_is_copied_octet_for_octet_with_or_without_a_password() {
    if !Path::new(OTHER_DEVICE).is_dir() {
        eprintln!("left out: there is no second device at {OTHER_DEVICE}");
        return;
    }
    for (sample, password) in [
        ("kov-serg/g2001.000", Some("1")),
        ("cryptopro-corefx/G2001256.000", None),
    ] {
        let smena = Smena::new();
        let Some(from) = container(&smena, sample) else {
            return;
        };
        let drive = tempfile::tempdir_in(OTHER_DEVICE).expect("a folder on another device");
        let to = drive.path().to_str().expect("a path");
        let key = key_of(&smena);
        let copy = |password: Option<&str>, target: [&str; 2], to: &str| {
            let mut words = vec!["--json", "--only-named", "--containers", "old"];
            words.extend(target);
            words.extend(["container", "copy", &key, "--to", to]);
            if let Some(password) = password {
                smena.write("password", password.as_bytes());
                words.extend(["--password-file", "password"]);
            }
            smena.run(words)
        };
        // A folder of our own keys cannot hold it, which is said before anything is asked.
        let unfit = (3, "medium-only-in-container".to_owned());
        let store = tempfile::tempdir_in(OTHER_DEVICE).expect("a folder on another device");
        let mode = fs::Permissions::from_mode(0o700);
        fs::set_permissions(store.path(), mode).expect("it is ours");
        let keys = store.path().to_str().expect("a path");
        assert_eq!(copy(password, ["--medium", keys], keys).error(), unfit);
        if password.is_some() {
            let wrong = copy(Some("2"), ["--containers", to], to).error();
            assert_eq!(wrong, (3, "medium-wrong-password".to_owned()));
            assert_eq!(copied(drive.path()), [""; 0], "nothing half made is left");
        }
        let done = copy(password, ["--containers", to], to);
        assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
        assert_eq!(done.json()["result"]["key"], key.as_str());
        let [folder] = &copied(drive.path())[..] else {
            panic!("one container");
        };
        for file in fs::read_dir(&from).expect("the container") {
            let file = file.expect("an entry");
            let name = file.file_name();
            let other = fs::read(drive.path().join(folder).join(&name)).expect("the file");
            assert_eq!(other, fs::read(file.path()).expect("the file"), "{name:?}");
        }
    }
}

/// The folders on a drive.
fn copied(drive: &Path) -> Vec<String> {
    let all = fs::read_dir(drive).expect("the drive");
    all.map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}
