//! `smena container export`: writes a key with its certificate into a PFX file.

use std::path::PathBuf;

use serde_json::json;
use smena_media::{backup, pfx::GostForm};
use smena_ui::Message;

use crate::{
    cli::{Common, file, place, terminal::Answers},
    failure::Failure,
    flow::{FlowError, local},
    output::{Printer, Report},
};

/// What `smena container export` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "ID")]
    id: String,
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[arg(long, value_name = "FILE")]
    file_password_file: Option<PathBuf>,
    #[arg(long)]
    gost28147: bool,
    #[command(flatten)]
    answers: Answers,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    file::expect_new(&arguments.out)?;
    place::at_locked_desk(common, &arguments.answers, printer, |_, desk, person| {
        let held = place::held(desk, &arguments.id)?;
        backup::expect_possible(held.medium, &held.entry).map_err(crate::media::failure)?;
        let password = person
            .new_file_password(&arguments.out, arguments.file_password_file.as_deref())
            .map_err(FlowError::into_failure)?;
        let form = if arguments.gost28147 {
            GostForm::Gost28147
        } else {
            GostForm::Rfc9548
        };
        let pfx = local::export(desk, &held, &password, form).map_err(FlowError::into_failure)?;
        file::write_new(&arguments.out, &pfx)?;
        let path = arguments.out.display().to_string();
        let text = printer.text(&Message::new("container-exported").with("path", path.clone()));
        Ok(Report {
            text,
            value: json!({ "file": path, "key": held.entry.id.to_string() }),
        })
    })
}
