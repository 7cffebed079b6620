//! `smena agent install|uninstall|status`: whether the system starts the agent with the session.

use std::fmt::Write as _;

use etcetera::BaseStrategy as _;
use serde_json::json;
use smena_ui::Message;

use crate::{
    companion::autostart::{Folders, Installation, Part, PartState},
    failure::{Failure, Kind},
    output::{Printer, Report},
    text::catalogue,
};

/// None of them takes anything of its own.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn install(printer: &Printer) -> Result<Report, Failure> {
    let parts = wanted()?.install()?;
    Ok(report("companion-installed", &parts, printer))
}

pub(super) fn uninstall(printer: &Printer) -> Result<Report, Failure> {
    let parts = wanted()?.uninstall()?;
    Ok(report("companion-uninstalled", &parts, printer))
}

pub(super) fn status(printer: &Printer) -> Result<Report, Failure> {
    let parts = wanted()?.status()?;
    let all = |state| parts.iter().all(|part| part.state == state);
    let key = if all(PartState::Installed) {
        "companion-is-installed"
    } else if all(PartState::Absent) {
        "companion-is-absent"
    } else {
        "companion-is-other"
    };
    Ok(report(key, &parts, printer))
}

/// This program, for this user.
fn wanted() -> Result<Installation, Failure> {
    let unknown = || Failure::new(Kind::OtherSide, "home-unknown");
    let folders = etcetera::choose_base_strategy().map_err(|_| unknown())?;
    let program = std::env::current_exe()
        .map_err(|error| Failure::new(Kind::OtherSide, "program-unknown").caused_by(&error))?;
    Ok(Installation {
        program,
        folders: Folders {
            own: folders.home_dir().to_owned(),
            config: folders.config_dir(),
            data: folders.data_dir(),
        },
        catalogue: catalogue(),
    })
}

fn report(key: &str, parts: &[Part], printer: &Printer) -> Report {
    let mut text = printer.word(key);
    for part in parts {
        let key = match part.state {
            PartState::Installed => "companion-part-installed",
            PartState::Other => "companion-part-other",
            PartState::Absent => "companion-part-absent",
        };
        let line = printer.text(&Message::new(key).with("place", part.place.clone()));
        write!(text, "\n  {line}").expect("writing to a String cannot fail");
    }
    Report {
        text,
        value: json!({ "parts": parts }),
    }
}
