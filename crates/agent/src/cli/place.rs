//! What the commands share: the agent's folder, the media, certificates by their names.

use std::path::PathBuf;

use etcetera::{AppStrategy as _, AppStrategyArgs, choose_app_strategy};
use smena_media::{Entry, EntryState, KeyMedium};
use smena_pki::certificate::Certificate;

use super::Common;
use crate::{
    failure::{Failure, Kind},
    media,
    state::Home,
};

/// The agent's folder and its media, open.
pub(super) struct Opened {
    pub(super) home: Home,
    pub(super) media: Vec<Box<dyn KeyMedium>>,
}

/// Opens the folder that was named, or the user's.
pub(super) fn open(common: &Common) -> Result<Opened, Failure> {
    let home = Home::open(&home_path(common)?)?;
    let media = media::open(&home, &common.medium)?;
    Ok(Opened { home, media })
}

/// Forbids other programs of the user, and a crash, to take this program's memory.
pub(super) fn forbid_memory_dumps() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // Best effort: an old kernel that refuses leaves the program as safe as any other.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

fn home_path(common: &Common) -> Result<PathBuf, Failure> {
    if let Some(path) = &common.home {
        return Ok(path.clone());
    }
    let names = AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: "smena".to_owned(),
    };
    choose_app_strategy(names)
        .map(|strategy| strategy.data_dir())
        .map_err(|_| Failure::new(Kind::OtherSide, "home-unknown"))
}

/// Finds the certificate that was named: by its thumbprint, a unique beginning of it, or its serial number. Without a name
/// the only one that can be renewed is meant.
pub(super) fn certificate(opened: &Opened, named: Option<&str>) -> Result<Certificate, Failure> {
    let mut found = Vec::new();
    for medium in &opened.media {
        for entry in medium.contents()?.entries {
            let Entry {
                certificate: Some(certificate),
                state,
                ..
            } = entry
            else {
                continue;
            };
            let fits = match named {
                Some(name) => is_named(&certificate, name),
                None => state == EntryState::Installed,
            };
            if fits && !found.contains(&certificate) {
                found.push(certificate);
            }
        }
    }
    // Without a name, what was renewed already is not meant.
    if named.is_none() && found.len() > 1 {
        found.sort_by_key(Certificate::not_after);
        if let Some(newest) = found.pop() {
            let others = found
                .iter()
                .any(|other| other.subject() != newest.subject());
            if !others {
                return Ok(newest);
            }
            found.push(newest);
        }
    }
    match (found.len(), named) {
        (1, _) => Ok(found.remove(0)),
        (0, Some(name)) => Err(Failure::new(Kind::Usage, "certificate-unknown").with("name", name)),
        (0, None) => Err(Failure::new(Kind::Usage, "certificate-none")),
        _ => {
            let candidates: Vec<String> = found
                .iter()
                .map(|certificate| hex::encode(&certificate.thumbprint()[..8]))
                .collect();
            Err(Failure::new(Kind::Usage, "certificate-which")
                .with("candidates", candidates.join(", ")))
        }
    }
}

fn is_named(certificate: &Certificate, name: &str) -> bool {
    const BEGINNING_MIN: usize = 4;
    let name: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ':')
        .collect::<String>()
        .to_lowercase();
    let serial = certificate.serial().to_string();
    let by_serial = serial.trim_start_matches('0') == name.trim_start_matches('0');
    let by_thumbprint =
        name.len() >= BEGINNING_MIN && hex::encode(certificate.thumbprint()).starts_with(&name);
    (by_serial && !name.is_empty()) || by_thumbprint
}
