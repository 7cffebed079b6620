//! Windows: the user's part of the registry, by the system's own `reg`: the key of programs that start with the session,
//! and the protocol of the portal's links.

use std::process::Command;

use super::{AutostartError, Installation, OPEN, Part, PartState, RUN, SCHEME};

const PROGRAM: &str = "reg";
const START: &str = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run";
const NAME: &str = "smena";

/// A value of the registry: the key, the name of the value (nothing for the key's own), the value.
type Entry = (String, Option<&'static str>, String);

pub(super) fn install(wanted: &Installation) -> Result<(), AutostartError> {
    for (key, name, value) in entries(wanted) {
        let mut arguments = vec!["add", &key];
        arguments.extend(name_arguments(name));
        arguments.extend(["/t", "REG_SZ", "/d", &value, "/f"]);
        if let Err(said) = reg(&arguments)? {
            return Err(AutostartError::Program {
                program: PROGRAM,
                said,
            });
        }
    }
    Ok(())
}

pub(super) fn uninstall(_wanted: &Installation) -> Result<(), AutostartError> {
    // What is not there cannot be deleted, and need not.
    let _ = reg(&["delete", START, "/v", NAME, "/f"])?;
    let _ = reg(&["delete", &protocol(), "/f"])?;
    Ok(())
}

pub(super) fn status(wanted: &Installation) -> Result<Vec<Part>, AutostartError> {
    let mut parts = Vec::new();
    for (key, name, value) in entries(wanted) {
        let mut arguments = vec!["query", &key];
        arguments.extend(name_arguments(name));
        let state = match reg(&arguments)? {
            Ok(text) if text.lines().any(|line| line.trim_end().ends_with(&value)) => {
                PartState::Installed
            }
            Ok(_) => PartState::Other,
            Err(_) => PartState::Absent,
        };
        parts.push(Part { place: key, state });
    }
    Ok(parts)
}

fn name_arguments(name: Option<&'static str>) -> Vec<&'static str> {
    match name {
        Some(name) => vec!["/v", name],
        None => vec!["/ve"],
    }
}

fn protocol() -> String {
    format!(r"HKCU\Software\Classes\{SCHEME}")
}

fn entries(wanted: &Installation) -> [Entry; 4] {
    let program = format!("\"{}\"", wanted.program.display());
    let protocol = protocol();
    let command = format!(r"{protocol}\shell\open\command");
    [
        (
            START.to_owned(),
            Some(NAME),
            format!("{program} {}", RUN.join(" ")),
        ),
        (protocol.clone(), None, format!("URL:{SCHEME}")),
        (protocol, Some("URL Protocol"), String::new()),
        (
            command,
            None,
            format!("{program} {} \"%1\"", OPEN.join(" ")),
        ),
    ]
}

/// Runs `reg`: what it said, as a success or as a refusal.
fn reg(arguments: &[&str]) -> Result<Result<String, String>, AutostartError> {
    let output = Command::new(PROGRAM).args(arguments).output();
    let output = output.map_err(|error| AutostartError::Program {
        program: PROGRAM,
        said: error.to_string(),
    })?;
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).trim().to_owned();
    Ok(if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(text(&output.stderr))
    })
}
