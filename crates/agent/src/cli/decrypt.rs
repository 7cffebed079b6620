//! `smena decrypt`: reads what was encrypted for one of the holder's certificates, old ones included.

use std::path::{Path, PathBuf};

use serde_json::json;
use smena_ui::Message;

use super::{Common, file, place, terminal::Answers};
use crate::{
    failure::Failure,
    flow::{
        FlowError,
        local::{self, Decrypted},
    },
    output::{Printer, Report},
};

/// Endings of encrypted files, which the decrypted one is named without.
const ENDINGS: [&str; 5] = ["p7m", "p7e", "cms", "enc", "pem"];

/// What `smena decrypt` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let message = file::read(&arguments.file)?;
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => named_after(&arguments.file),
    };
    file::expect_new(&out)?;
    place::at_desk(common, &arguments.answers, printer, |_, desk, _| {
        let decrypted = local::decrypt(desk, &message).map_err(FlowError::into_failure)?;
        file::write_new(&out, &decrypted.content)?;
        Ok(report(&decrypted, &out, printer))
    })
}

fn report(decrypted: &Decrypted, out: &Path, printer: &Printer) -> Report {
    let certificate = decrypted.with.certificate.as_ref();
    let serial = certificate.map(|held| held.serial().to_string());
    let serial = serial.unwrap_or_default();
    let word = if decrypted.authenticated {
        "decrypt-done"
    } else {
        "decrypt-done-unproved"
    };
    let text = printer.text(
        &Message::new(word)
            .with("path", out.display().to_string())
            .with("serial", serial.clone()),
    );
    Report {
        text,
        value: json!({
            "file": out.display().to_string(),
            "serial": serial,
            "authenticated": decrypted.authenticated,
        }),
    }
}

/// The name of the decrypted file: without the ending that says it is encrypted, or with one that says it no longer is.
fn named_after(path: &Path) -> PathBuf {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending {
        Some(ending) if ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) => {
            path.with_extension("")
        }
        _ => path.with_added_extension("decrypted"),
    }
}
