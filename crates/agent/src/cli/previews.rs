//! `smena previews`: writes every page of the agent in every state, for review. Hidden: it is for those who work on smena.

use std::path::PathBuf;

use serde_json::json;
use smena_ui::{
    Language,
    page::{asset::SHARED, preview::Preview},
};

use crate::{
    failure::{Failure, Kind},
    output::Report,
    service,
};

/// What `smena previews` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Report, Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(Kind::OtherSide, "previews-not-written").caused_by(&error)
    };
    let (mut paths, mut index) = (Vec::new(), Vec::new());
    for language in Language::ALL {
        let all: Vec<Preview> = service::previews(language)
            .map_err(|error| Failure::new(Kind::Ours, "previews-not-written").caused_by(&error))?;
        for one in all {
            let path = arguments.out.join(one.path());
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(failed)?;
            }
            std::fs::write(&path, &one.html).map_err(failed)?;
            index.push(json!({
                "area": one.area,
                "page": one.page,
                "state": one.state,
                "language": one.language.tag(),
                "path": one.path(),
            }));
            paths.push(one.path());
        }
    }
    let assets = arguments.out.join("assets");
    std::fs::create_dir_all(&assets).map_err(failed)?;
    for asset in SHARED.iter().chain(service::ASSETS) {
        std::fs::write(assets.join(asset.name), asset.octets).map_err(failed)?;
    }
    let text = paths.join("\n");
    Ok(Report {
        text,
        value: json!({ "previews": index }),
    })
}
