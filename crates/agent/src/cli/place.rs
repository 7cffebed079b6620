//! What the commands share: the agent's folder, the media, certificates by their names.

use std::path::PathBuf;

use etcetera::{AppStrategy as _, AppStrategyArgs, choose_app_strategy};
use smena_media::{EntryState, KeyMedium};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::Sha256;
use time::OffsetDateTime;

use super::Common;
use crate::{
    clock::{SystemClock, system_rng},
    failure::{Failure, Kind},
    flow::{
        FlowError, Person,
        local::{Desk, Held},
    },
    media::{self, Attached, Problem, Wanted},
    state::{Home, UnderWay},
};

/// The agent's folder and its media, open.
pub(super) struct Opened {
    pub(super) home: Home,
    pub(super) media: Vec<Box<dyn KeyMedium>>,
    pub(super) problems: Vec<Problem>,
}

impl Opened {
    /// The desk of what is done without an authority.
    pub(super) fn desk<'a>(&'a self, person: &'a dyn Person) -> Desk<'a> {
        Desk::new(
            &self.home,
            &self.media,
            person,
            &SystemClock,
            Box::new(system_rng()),
        )
    }
}

/// Opens the folder that was named, or the user's.
pub(super) fn open(common: &Common) -> Result<Opened, Failure> {
    let home = Home::open(&home_path(common)?)?;
    let wanted = Wanted {
        folders: &common.medium,
        containers: &common.containers,
        modules: &common.module,
        look_around: !common.only_named,
    };
    let Attached { media, problems } = media::open(&home, &wanted).map_err(media::failure)?;
    Ok(Opened {
        home,
        media,
        problems,
    })
}

/// Finds the entry that was named: by the name of its key on the medium, or as [`certificate`] finds one.
pub(super) fn held<'a>(desk: &Desk<'a>, named: &str) -> Result<Held<'a>, Failure> {
    let mut fitting: Vec<Held<'a>> = desk
        .held()
        .map_err(FlowError::into_failure)?
        .into_iter()
        .filter(|held| {
            let certificate = held.entry.certificate.as_ref();
            held.entry.id.as_str() == named || certificate.is_some_and(|held| is_named(held, named))
        })
        .collect();
    match fitting.len() {
        1 => Ok(fitting.remove(0)),
        0 => Err(Failure::new(Kind::Usage, "certificate-unknown").with("name", named)),
        _ => {
            let candidates: Vec<String> = fitting
                .iter()
                .map(|held| format!("{} ({})", held.entry.id, held.medium.place().name))
                .collect();
            Err(Failure::new(Kind::Usage, "certificate-which")
                .with("candidates", candidates.join(", ")))
        }
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

/// Finds the certificate that was named: by its thumbprint, a unique beginning of it, or its serial number. Without a
/// name it is the one whose renewal is under way, or else the newest, if all are one holder's.
pub(super) fn certificate(opened: &Opened, named: Option<&str>) -> Result<Certificate, Failure> {
    let mut found = candidates(opened, named)?;
    if named.is_none() {
        if let Some(under_way) = under_way(opened, &found)? {
            return Ok(under_way);
        }
        if let Some(newest) = found.pop() {
            if found
                .iter()
                .all(|other| other.subject() == newest.subject())
            {
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

/// The certificates that fit the name, or without one all that are installed; the newest last.
fn candidates(opened: &Opened, named: Option<&str>) -> Result<Vec<Certificate>, Failure> {
    let mut found: Vec<(OffsetDateTime, OffsetDateTime, Certificate)> = Vec::new();
    for medium in &opened.media {
        for entry in medium.contents().map_err(media::failure)?.entries {
            let fits = |certificate: &Certificate| match named {
                Some(name) => is_named(certificate, name),
                None => entry.state == EntryState::Installed,
            };
            if let Some(certificate) = entry.certificate.as_ref().filter(|held| fits(held))
                && found.iter().all(|(_, _, other)| other != certificate)
            {
                found.push((certificate.not_after(), entry.created, certificate.clone()));
            }
        }
    }
    found.sort_by_key(|(not_after, created, _)| (*not_after, *created));
    Ok(found
        .into_iter()
        .map(|(_, _, certificate)| certificate)
        .collect())
}

/// The certificate whose renewal is under way with one of the trusted authorities.
fn under_way(opened: &Opened, found: &[Certificate]) -> Result<Option<Certificate>, Failure> {
    for trusted in opened.home.trusted()? {
        let folder = opened.home.authority_folder(&trusted.origin)?;
        if let Some(under_way) = UnderWay::current(&folder)? {
            let wanted = under_way.certificate;
            let is_it = |held: &&Certificate| Sha256::new(held.thumbprint()) == wanted;
            return Ok(found.iter().find(is_it).cloned());
        }
    }
    Ok(None)
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
