//! `previews`: every page in every state as a file, for whoever reviews looks and words. Hidden: no operator needs it.

use std::{fs, path::PathBuf};

use serde_json::json;
use smena_ui::page::asset::SHARED;

use super::{Failure, Kind, Printer, Report};
use crate::view::previews;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments, _: &Printer) -> Result<Report, Failure> {
    let previews = previews::all()
        .map_err(|error| Failure::new(Kind::Ours, "previews-render").caused_by(&error))?;
    let mut index = Vec::new();
    for preview in &previews {
        let path = preview.path();
        write(&arguments.out.join(&path), preview.html.as_bytes())?;
        index.push(json!({
            "area": preview.area,
            "page": preview.page,
            "state": preview.state,
            "language": preview.language.tag(),
            "path": path,
        }));
    }
    for asset in SHARED {
        write(&arguments.out.join("assets").join(asset.name), asset.octets)?;
    }
    Ok(Report {
        text: previews
            .iter()
            .map(|preview| preview.path() + "\n")
            .collect(),
        value: json!({ "previews": index }),
    })
}

fn write(path: &PathBuf, octets: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, octets))
        .map_err(|error| {
            Failure::new(Kind::OtherSide, "previews-write")
                .with("file", path.display().to_string())
                .caused_by(&error)
        })
}
