//! macOS: an agent of launchd (launchd.plist(5)).
//!
//! Links of the portal are not brought to a program without an application bundle there, so door A is not for macOS: the
//! portal offers the fixed port and the typed code.

use std::path::PathBuf;

use super::{AutostartError, Installation, Part, RUN, compare, remove, write};

const LABEL: &str = "org.smena.agent";

pub(super) fn install(wanted: &Installation) -> Result<(), AutostartError> {
    write(&path(wanted), &text(wanted))
}

pub(super) fn uninstall(wanted: &Installation) -> Result<(), AutostartError> {
    remove(&path(wanted))
}

pub(super) fn status(wanted: &Installation) -> Result<Vec<Part>, AutostartError> {
    Ok(vec![compare(&path(wanted), &text(wanted))?])
}

fn path(wanted: &Installation) -> PathBuf {
    let folder = wanted.folders.own.join("Library/LaunchAgents");
    folder.join(format!("{LABEL}.plist"))
}

fn text(wanted: &Installation) -> String {
    let program = wanted.program.display().to_string();
    let words = std::iter::once(program.as_str()).chain(RUN);
    let words: String = words
        .map(|word| format!("    <string>{}</string>\n", escaped(word)))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n\
         <dict>\n\
         \x20 <key>Label</key>\n\
         \x20 <string>{LABEL}</string>\n\
         \x20 <key>ProgramArguments</key>\n\
         \x20 <array>\n{words}\x20 </array>\n\
         \x20 <key>RunAtLoad</key>\n\
         \x20 <true/>\n\
         \x20 <key>ProcessType</key>\n\
         \x20 <string>Background</string>\n\
         </dict>\n\
         </plist>\n"
    )
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;")
}
