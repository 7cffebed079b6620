//! Linux: a unit of the user's systemd, an XDG autostart entry for desktops without one, and the handler of the portal's
//! links.
//!
//! systemd.unit(5), systemd.service(5), Desktop Application Autostart Specification 0.5, Desktop Entry Specification 1.4,
//! MIME Applications Associations 1.0. Where both the unit and the entry are heeded, the second agent finds the first and
//! ends.

use std::{
    io,
    path::{Path, PathBuf},
};

use smena_ui::Language;

use super::{
    AutostartError, Installation, OPEN, Part, PartState, RUN, SCHEME, compare, failed, read,
    remove, write,
};

const UNIT: &str = "smena-agent.service";
const AUTOSTART: &str = "smena-agent.desktop";
const HANDLER: &str = "smena-errand.desktop";
const SECTION: &str = "[Default Applications]";

pub(super) fn install(wanted: &Installation) -> Result<(), AutostartError> {
    for (path, content) in files(wanted) {
        write(&path, &content)?;
    }
    let link = link(wanted);
    if let Some(folder) = link.parent() {
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
    }
    remove(&link)?;
    std::os::unix::fs::symlink(unit(wanted), &link).map_err(failed(&link))?;
    let list = list(wanted);
    let before = read(&list)?.unwrap_or_default();
    let after = with_default(&before);
    if after == before {
        return Ok(());
    }
    write(&list, &after)
}

pub(super) fn uninstall(wanted: &Installation) -> Result<(), AutostartError> {
    remove(&link(wanted))?;
    for (path, _) in files(wanted) {
        remove(&path)?;
    }
    let list = list(wanted);
    match read(&list)? {
        Some(before) if before.contains(&default_line()) => write(&list, &without_default(&before)),
        _ => Ok(()),
    }
}

pub(super) fn status(wanted: &Installation) -> Result<Vec<Part>, AutostartError> {
    let mut parts = Vec::new();
    for (path, content) in files(wanted) {
        parts.push(compare(&path, &content)?);
    }
    let link = link(wanted);
    let state = match std::fs::read_link(&link) {
        Ok(target) if target == unit(wanted) => PartState::Installed,
        Ok(_) => PartState::Other,
        Err(error) if error.kind() == io::ErrorKind::NotFound => PartState::Absent,
        Err(error) => return Err(failed(&link)(error)),
    };
    parts.push(Part {
        place: link.display().to_string(),
        state,
    });
    let list = list(wanted);
    let text = read(&list)?.unwrap_or_default();
    parts.push(Part {
        place: list.display().to_string(),
        state: default_state(&text),
    });
    Ok(parts)
}

fn unit(wanted: &Installation) -> PathBuf {
    wanted.folders.config.join("systemd/user").join(UNIT)
}

/// What `systemctl --user enable` would make.
fn link(wanted: &Installation) -> PathBuf {
    let folder = "systemd/user/default.target.wants";
    wanted.folders.config.join(folder).join(UNIT)
}

fn list(wanted: &Installation) -> PathBuf {
    wanted.folders.config.join("mimeapps.list")
}

fn files(wanted: &Installation) -> [(PathBuf, String); 3] {
    [
        (unit(wanted), unit_text(wanted)),
        (
            wanted.folders.config.join("autostart").join(AUTOSTART),
            entry(wanted, &RUN, "", "companion-entry-about", &[]),
        ),
        (
            wanted.folders.data.join("applications").join(HANDLER),
            entry(
                wanted,
                &OPEN,
                " %u",
                "companion-entry-link",
                &["NoDisplay=true", "MimeType=x-scheme-handler/smena;"],
            ),
        ),
    ]
}

fn unit_text(wanted: &Installation) -> String {
    let about = wanted.word(Language::English, "companion-entry-about");
    let program = unit_quoted(&wanted.program);
    let arguments = RUN.join(" ");
    format!(
        "[Unit]\n\
         Description={about}\n\
         \n\
         [Service]\n\
         ExecStart={program} {arguments}\n\
         Restart=on-failure\n\
         RestartSec=30\n\
         LimitCORE=0\n\
         NoNewPrivileges=true\n\
         \n\
         [Install]\n\
         WantedBy=default.target\n"
    )
}

/// A word of `ExecStart`: within quotes, with what systemd would replace or unescape doubled.
fn unit_quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('%', "%%").replace('$', "$$"))
}

fn entry(
    wanted: &Installation,
    arguments: &[&str],
    link: &str,
    about: &str,
    more: &[&str],
) -> String {
    let program = entry_quoted(&wanted.program);
    let arguments = arguments.join(" ");
    let english = wanted.word(Language::English, about);
    let russian = wanted.word(Language::Russian, about);
    let mut text = format!(
        "[Desktop Entry]\n\
         Type=Application\n\
         Version=1.4\n\
         Name=smena\n\
         Comment={english}\n\
         Comment[ru]={russian}\n\
         Exec={program} {arguments}{link}\n\
         Icon=dialog-information\n\
         Terminal=false\n"
    );
    for line in more {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A word of `Exec`: within quotes, where four characters are escaped; then as a string of the file, where the backslash is
/// escaped again; and the mark of fields doubled.
fn entry_quoted(path: &Path) -> String {
    let mut quoted = String::from("\"");
    for char in path.display().to_string().chars() {
        match char {
            '"' | '`' | '$' => quoted.extend(["\\\\", &char.to_string()]),
            '\\' => quoted.push_str("\\\\\\\\"),
            '%' => quoted.push_str("%%"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// The line of `mimeapps.list` that is ours, up to the value.
fn default_key() -> String {
    format!("x-scheme-handler/{SCHEME}=")
}

fn default_line() -> String {
    format!("{}{HANDLER}", default_key())
}

fn default_state(text: &str) -> PartState {
    match text.lines().find(|line| line.starts_with(&default_key())) {
        None => PartState::Absent,
        Some(line) if line.trim_end_matches(';') == default_line() => PartState::Installed,
        Some(_) => PartState::Other,
    }
}

/// The list with our line, everything else as it was.
fn with_default(before: &str) -> String {
    let mut lines: Vec<&str> = before
        .lines()
        .filter(|line| !line.starts_with(&default_key()))
        .collect();
    let line = default_line();
    match lines.iter().position(|line| line.trim() == SECTION) {
        Some(at) => lines.insert(at + 1, &line),
        None => lines.extend([SECTION, &line]),
    }
    joined(&lines)
}

fn without_default(before: &str) -> String {
    let lines: Vec<&str> = before
        .lines()
        .filter(|line| line.trim_end_matches(';') != default_line())
        .collect();
    joined(&lines)
}

fn joined(lines: &[&str]) -> String {
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_every_strange_character_stays_one_word() {
        let path = Path::new(r#"/opt/my $HOME/50%/a"b\c`d"#);
        assert_eq!(unit_quoted(path), r#""/opt/my $$HOME/50%%/a\"b\\c`d""#);
        assert_eq!(
            entry_quoted(path),
            r#""/opt/my \\$HOME/50%%/a\\"b\\\\c\\`d""#
        );
    }

    #[test]
    fn the_list_of_handlers_keeps_what_is_not_ours() {
        let other = "[Added Associations]\nimage/png=gimp.desktop;\n\n[Default Applications]\nimage/png=eog.desktop\n";
        let with = with_default(other);
        assert_eq!(default_state(&with), PartState::Installed);
        assert_eq!(with_default(&with), with, "twice is the same as once");
        assert_eq!(without_default(&with), other);
        assert_eq!(
            with_default(""),
            "[Default Applications]\nx-scheme-handler/smena=smena-errand.desktop\n"
        );
        let foreign = "[Default Applications]\nx-scheme-handler/smena=other.desktop;\n";
        assert_eq!(default_state(foreign), PartState::Other);
        assert_eq!(default_state(&with_default(foreign)), PartState::Installed);
        assert_eq!(without_default(foreign), foreign);
    }
}
