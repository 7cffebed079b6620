//! Reads procedure files (`procedures/*.toml`) into the model's types.
//!
//! All mistakes of a file are reported at once, each with its line; an unknown key is a mistake. What the model's
//! types cannot say wrongly is refused here with words: a key made after the approval without anything that binds
//! it, for one. The engine knows no procedure by name; a file's name is its procedure's name.
//!
//! Holidays stand in files of their own (`procedures/calendars/*.toml`), shared by the procedures that name them.

mod calendar;
mod consistency;
mod sections;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use smena_domain::calendar::WorkingCalendar;
use smena_domain::certificate::ContentHash;
use smena_domain::procedure::{Procedure, ProcedureName, Slug};
use smena_pki::algorithm::DigestAlgorithm;
use toml_edit::Document;

pub use super::mistake::{Mistake, MistakeKind, Mistakes, ProcedureError};

use super::section::{self, Reader, Section};

/// Longest procedure or calendar file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 256 * 1024;

/// The calendars that procedures name, by file name without ending.
pub type Calendars = BTreeMap<String, WorkingCalendar>;

/// Reads every procedure of a folder, and the calendars in its `calendars` folder.
///
/// # Errors
/// [`ProcedureError`] with the mistakes of all files, or the first folder or file that cannot be read.
pub fn load_folder(folder: &Path) -> Result<BTreeMap<ProcedureName, Procedure>, ProcedureError> {
    let calendars = load_calendars(&folder.join("calendars"))?;
    let mut procedures = BTreeMap::new();
    let mut mistakes = Vec::new();
    for path in toml_files(folder)? {
        match read(&stem(&path), &text_of(&path)?, &calendars) {
            Ok(procedure) => {
                procedures.insert(procedure.name.clone(), procedure);
            }
            Err(found) => mistakes.push(found),
        }
    }
    if mistakes.is_empty() {
        Ok(procedures)
    } else {
        Err(ProcedureError::Mistakes(mistakes))
    }
}

/// Reads one procedure file, and the calendars in the `calendars` folder beside it.
///
/// # Errors
/// As [`load_folder`].
pub fn load(path: &Path) -> Result<Procedure, ProcedureError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let calendars = load_calendars(&folder.join("calendars"))?;
    read(&stem(path), &text_of(path)?, &calendars)
        .map_err(|found| ProcedureError::Mistakes(vec![found]))
}

/// Reads the text of a procedure file. `name` is the file's name without its ending.
///
/// # Errors
/// [`Mistakes`] with every mistake of the file.
pub fn read(name: &str, text: &str, calendars: &Calendars) -> Result<Procedure, Mistakes> {
    let reader = Reader::new(text);
    let procedure = match Document::parse(text) {
        Ok(document) => read_document(name, text, calendars, &reader, &document),
        Err(error) => {
            let kind = MistakeKind::Syntax {
                message: error.message().trim().to_owned(),
            };
            reader.report(error.span(), name, kind);
            None
        }
    };
    match (procedure, reader.into_mistakes(name)) {
        (Some(procedure), None) => Ok(procedure),
        (_, Some(mistakes)) => Err(mistakes),
        // Without a procedure there is a mistake; this arm only says so to the compiler.
        (None, None) => Err(Mistakes::new(name, Vec::new())),
    }
}

fn read_document(
    name: &str,
    text: &str,
    calendars: &Calendars,
    reader: &Reader<'_>,
    document: &Document<&str>,
) -> Option<Procedure> {
    let root = Section::root(reader, document.as_table());
    let slug = Slug::parse(name);
    if slug.is_none() {
        reader.report(None, name, MistakeKind::FileName);
    }
    let version = root.number("version", 1, u32::MAX);
    let profile = root.slug("profile");
    let calendar = root.text("calendar");
    if !calendar.is_empty() && !calendars.contains_key(&calendar) {
        let known = calendars.keys().cloned().collect();
        root.report(
            "calendar",
            MistakeKind::UnknownWord {
                found: calendar.clone(),
                known,
            },
        );
    }
    let procedure = Procedure {
        name: slug.unwrap_or_else(section::placeholder),
        version,
        hash: hash_of(text),
        profile,
        admission: sections::admission(&root.section("admission")),
        gathering: sections::gathering(&root.section("gathering")),
        key: sections::key(&root.section("key")),
        application: sections::application(&root.section("application")),
        examination: sections::examination(&root.section("examination")),
        issue: sections::issue(&root.section("issue")),
        aftercare: sections::aftercare(&root.section("aftercare")),
        notices: sections::notices(&root.section("notices")),
        text: sections::text(&root.section("text")),
        calendar: calendars.get(&calendar)?.clone(),
    };
    root.finish();
    consistency::check(&procedure, &root);
    Some(procedure)
}

fn hash_of(text: &str) -> ContentHash {
    let digest = DigestAlgorithm::Sha256.digest(text.as_bytes());
    ContentHash::new(&digest).unwrap_or_else(|| ContentHash::from([0; 32]))
}

fn load_calendars(folder: &Path) -> Result<Calendars, ProcedureError> {
    let mut calendars = Calendars::new();
    let mut mistakes = Vec::new();
    for path in toml_files(folder)? {
        let name = stem(&path);
        match calendar::read(&name, &text_of(&path)?) {
            Ok(calendar) => {
                calendars.insert(name, calendar);
            }
            Err(found) => mistakes.push(found),
        }
    }
    if mistakes.is_empty() {
        Ok(calendars)
    } else {
        Err(ProcedureError::Mistakes(mistakes))
    }
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, ProcedureError> {
    let failed = |source| ProcedureError::ReadFolder {
        folder: folder.to_owned(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn text_of(path: &Path) -> Result<String, ProcedureError> {
    let failed = |source| ProcedureError::ReadFile {
        path: path.to_owned(),
        source,
    };
    let bytes = std::fs::metadata(path).map_err(failed)?.len();
    if bytes > FILE_BYTES_MAX as u64 {
        return Err(ProcedureError::TooLong {
            path: path.to_owned(),
            bytes,
        });
    }
    std::fs::read_to_string(path).map_err(failed)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}
