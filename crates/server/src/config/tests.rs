//! The configuration: the documented example is sound, and mistakes are found all at once.
#![cfg(test)]

use std::{fs, path::Path};

use super::{ConfigError, MistakeKind, ServerFile, load};
use crate::world::server_file;

fn example() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/how-to/configuration.md"
    );
    let text = fs::read_to_string(path).expect("the document");
    let (_, rest) = text.split_once("```toml\n").expect("an example");
    rest.split_once("```").expect("its end").0.to_owned()
}

/// Every key that the example has, with its sections.
fn keys_of(table: &dyn toml_edit::TableLike, prefix: &str, keys: &mut Vec<String>) {
    for (key, item) in table.iter() {
        let name = format!("{prefix}{key}");
        match item.as_table_like() {
            Some(inner) => keys_of(inner, &format!("{name}."), keys),
            None => keys.push(name),
        }
    }
}

#[test]
fn the_documented_example_is_sound_and_every_key_is_explained() {
    let text = example();
    let folder = Path::new("/etc/smena");
    let server = ServerFile::read(&text, folder).expect("a sound example");
    assert_eq!(server.authority, folder.join("authority"));
    assert_eq!(server.database, "sqlite:/etc/smena/smena.db");
    assert_eq!(server.crl_hours, 24);
    assert_eq!(server.profiles.len(), 2);

    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/how-to/configuration.md"
    );
    let document = fs::read_to_string(path).expect("the document");
    let parsed: toml_edit::DocumentMut = text.parse().expect("TOML");
    let mut keys = Vec::new();
    keys_of(parsed.as_table(), "", &mut keys);
    assert!(keys.len() > 20, "the example shows every key");
    for key in keys {
        let shown = key
            .replace("profile.qualified-person", "profile.NAME")
            .replace("profile.internal", "profile.NAME");
        assert!(
            document.contains(&format!("| `{shown}` |")),
            "{shown} is not explained"
        );
    }
}

#[test]
fn all_mistakes_of_a_file_are_found_at_once_each_with_its_line() {
    let text = "name = 5\norigin = \"ftp://x\"\nlisten = \"0.0.0.0:80\"\ndatabase = \"file.db\"\n\
        surprise = 1\n\n[authority]\nfolder = \"authority\"\nissuer_url = \"no address\"\n\n\
        [crl]\nurl = \"http://x/c\"\nhours = 0\n\n[procedures]\nfolder = \"procedures\"\n\
        default = \"Not A Name\"\n\n[profile.good]\nversion = 1\nvalidity_days = 99999\n\
        qualified = true\nsign_tool_class = \"ks9\"\npolicies = [\"x.y\"]\n";
    let mistakes = ServerFile::read(text, Path::new("/")).expect_err("mistakes");
    let found: Vec<(usize, &str)> = mistakes
        .list()
        .iter()
        .map(|mistake| (mistake.line, mistake.key.as_str()))
        .collect();
    for expected in [
        (1, "name"),
        (2, "origin"),
        (3, "listen"),
        (4, "database"),
        (5, "surprise"),
        (9, "authority.issuer_url"),
        (13, "crl.hours"),
        (17, "procedures.default"),
        (21, "profile.good.validity_days"),
        (23, "profile.good.sign_tool_class"),
        (24, "profile.good.policies"),
    ] {
        assert!(
            found.contains(&expected),
            "{expected:?} is not among {found:?}"
        );
    }
}

#[test]
fn a_file_that_is_no_toml_names_the_line() {
    let mistakes =
        ServerFile::read("name = \"x\"\norigin = \n", Path::new("/")).expect_err("wrong");
    assert_eq!(mistakes.list().len(), 1);
    assert_eq!(mistakes.list()[0].line, 2);
    assert!(matches!(
        mistakes.list()[0].kind,
        MistakeKind::Syntax { .. }
    ));
}

/// A folder with the configuration, one procedure, and calendars.
fn folder(server: &str, procedure: &str) -> tempfile::TempDir {
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures"));
    let folder = tempfile::tempdir().expect("a folder");
    let procedures = folder.path().join("procedures");
    fs::create_dir_all(procedures.join("calendars")).expect("a folder");
    fs::copy(
        shipped.join("calendars/ru.toml"),
        procedures.join("calendars/ru.toml"),
    )
    .expect("a file");
    fs::write(folder.path().join("server.toml"), server).expect("a file");
    fs::write(procedures.join("plain-renewal.toml"), procedure).expect("a file");
    folder
}

fn shipped_procedure() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../procedures/plain-renewal.toml"
    );
    fs::read_to_string(path).expect("the procedure")
}

#[test]
fn mistakes_of_the_file_and_of_the_procedures_are_shown_together() {
    let server = server_file(true, 45).replace("hours = 24", "hours = \"soon\"");
    let procedure = shipped_procedure().replace("window_days = 60", "window_days = -1");
    let folder = folder(&server, &procedure);
    let error = load(&folder.path().join("server.toml")).expect_err("mistakes");
    let ConfigError::Mistakes(mistakes) = error else {
        panic!("{error}")
    };
    let files: Vec<&str> = mistakes.iter().map(super::Mistakes::file).collect();
    assert_eq!(files, ["server", "plain-renewal"]);
}

#[test]
fn a_profile_that_a_procedure_names_has_to_be_there_and_so_has_the_default_procedure() {
    let server = server_file(true, 45)
        .replace("qualified-person", "other-profile")
        .replace("default = \"plain-renewal\"", "default = \"another\"");
    let folder = folder(&server, &shipped_procedure());
    let error = load(&folder.path().join("server.toml")).expect_err("mistakes");
    let ConfigError::Mistakes(mistakes) = error else {
        panic!("{error}")
    };
    let keys: Vec<&str> = mistakes[0]
        .list()
        .iter()
        .map(|mistake| mistake.key.as_str())
        .collect();
    assert_eq!(keys, ["procedures.default", "profile.qualified-person"]);
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long");
    let most = usize::try_from(crate::limits::FILE_BYTES_MAX).expect("fits");
    fs::write(&path, vec![b' '; most]).expect("a file");
    assert!(super::read_text(&path).is_ok());
    fs::write(&path, vec![b' '; most + 1]).expect("a file");
    assert!(matches!(
        super::read_text(&path),
        Err(ConfigError::TooLong(_))
    ));
}
