//! What the commands share: the agent's folder, the media, certificates by their names.

use std::{fmt::Write as _, path::PathBuf};

use etcetera::{AppStrategy as _, AppStrategyArgs, choose_app_strategy};
use serde_json::Value;
use smena_media::{EntryState, Held, KeyMedium, MediumError, Place, Survey};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::Sha256;
use smena_ui::Message;
use time::OffsetDateTime;

use super::{
    Common,
    terminal::{Answers, Terminal},
};
use crate::{
    clock::{SystemClock, system_rng},
    failure::{Failure, Kind},
    flow::{FlowError, Person, local::Desk},
    media::{self, Attached, Problem, Wanted},
    output::{Printer, Report},
    state::{Home, SignatureRecord, UnderWay},
};

/// The agent's folder and its media, open.
pub(super) struct Opened {
    pub(super) home: Home,
    pub(super) media: Vec<Box<dyn KeyMedium>>,
    pub(super) problems: Vec<Problem>,
}

impl Opened {
    /// The desk of what is done without an authority.
    fn desk<'a>(&'a self, person: &'a dyn Person) -> Desk<'a> {
        Desk::new(
            &self.home,
            &self.media,
            person,
            &SystemClock,
            Box::new(system_rng()),
        )
    }
}

/// Does something at the desk of what needs no authority.
pub(super) fn at_desk(
    common: &Common,
    answers: &Answers,
    printer: &Printer,
    act: impl FnOnce(&Opened, &Desk<'_>, &Terminal<'_>) -> Result<Report, Failure>,
) -> Result<Report, Failure> {
    let opened = open(common)?;
    let person = Terminal::new(printer, answers);
    act(&opened, &opened.desk(&person), &person)
}

/// Changes something at that desk; nothing else of this user runs meanwhile.
pub(super) fn at_locked_desk(
    common: &Common,
    answers: &Answers,
    printer: &Printer,
    act: impl FnOnce(&Opened, &Desk<'_>, &Terminal<'_>) -> Result<Report, Failure>,
) -> Result<Report, Failure> {
    at_desk(common, answers, printer, |opened, desk, person| {
        let _lock = opened.home.lock()?;
        act(opened, desk, person)
    })
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

/// Tells of the media that were found and cannot be used, and of those that did not answer; gives the same for programs.
pub(super) fn write_problems(
    text: &mut String,
    printer: &Printer,
    found: Vec<Problem>,
    silent: Vec<(&Place, MediumError)>,
) -> Vec<Value> {
    let silent = silent.into_iter().map(|(place, error)| Problem {
        place: place.name.clone(),
        error,
    });
    let problems = found.into_iter().chain(silent);
    let written = problems.map(|Problem { place, error }| {
        let named = Message::new("media-problem").with("place", place.clone());
        let mut value = write_problem(text, printer, &named, error);
        value["place"] = place.into();
        value
    });
    written.collect()
}

/// Names a medium or an entry that cannot be used, and says why and what to do; gives the reason for programs.
pub(super) fn write_problem(
    text: &mut String,
    printer: &Printer,
    named: &Message,
    error: MediumError,
) -> Value {
    let failure = media::failure(error);
    writeln!(text, "{}", printer.text(named)).expect("writing to a String cannot fail");
    for line in printer.failure_lines(&failure) {
        writeln!(text, "  {line}").expect("writing to a String cannot fail");
    }
    printer.failure_value(&failure)
}

/// Finds the entry that was named: by the name of its key on the medium, or as [`certificate`] finds one.
pub(super) fn held<'a>(desk: &Desk<'a>, named: &str) -> Result<Held<'a>, Failure> {
    let mut fitting = desk
        .fitting(|entry| {
            let certificate = entry.certificate.as_ref();
            entry.id.as_str() == named || certificate.is_some_and(|held| is_named(held, named))
        })
        .map_err(FlowError::into_failure)?;
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

pub(super) fn home_path(common: &Common) -> Result<PathBuf, Failure> {
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

/// The certificate that has taken the place of this one, where it is on an attached medium; this one otherwise.
pub(super) fn in_use(opened: &Opened, certificate: Certificate) -> Result<Certificate, Failure> {
    let successors = SignatureRecord::successors(&opened.home)?;
    let Some(new) = successors.get(&Sha256::new(certificate.thumbprint())) else {
        return Ok(certificate);
    };
    let found = Survey::of(&opened.media)
        .fitting(|entry| {
            let held = entry.certificate.as_ref();
            held.is_some_and(|held| Sha256::new(held.thumbprint()) == *new)
        })
        .map_err(media::failure)?;
    let new = found.into_iter().find_map(|held| held.entry.certificate);
    Ok(new.unwrap_or(certificate))
}

/// The certificates that fit the name, or without one all that are installed; the newest last. Without a name each medium
/// has to answer: the newest may be on the one that does not.
fn candidates(opened: &Opened, named: Option<&str>) -> Result<Vec<Certificate>, Failure> {
    let survey = Survey::of(&opened.media);
    let fitting = match named {
        Some(name) => survey.fitting(|entry| {
            let certificate = entry.certificate.as_ref();
            certificate.is_some_and(|held| is_named(held, name))
        }),
        None => survey.whole().map(|mut all| {
            all.retain(|held| held.entry.state == EntryState::Installed);
            all
        }),
    };
    let mut found: Vec<(OffsetDateTime, OffsetDateTime, Certificate)> = Vec::new();
    for Held { entry, .. } in fitting.map_err(media::failure)? {
        if let Some(certificate) = entry.certificate
            && found.iter().all(|(_, _, other)| *other != certificate)
        {
            found.push((certificate.not_after(), entry.created, certificate));
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
