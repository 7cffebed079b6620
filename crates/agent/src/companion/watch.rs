//! The round of the companion: looks at all media and reminds; once a day, checks the workplace.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError},
};

use smena_media::{EntryState, Held, Survey};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{Moment, Origin, Sha256};
use smena_ui::{Catalogue, Language, Surface};
use time::OffsetDateTime;

use super::{
    desktop::Notify,
    ladder::{self, Case},
    notice,
};
use crate::{
    clock::{Clock, system_rng},
    doctor::{self, Check, Verdict},
    flow::FlowError,
    limits::{COMPANION_PAUSE, WORKPLACE_CHECKED_EVERY},
    media::{self, Attached, Wanted},
    state::{CompanionState, Home, Reminded, SignatureRecord, WorkplaceSeen},
    term::days_left,
};

/// What the companion watches and by what it speaks.
pub struct Watched {
    /// The agent's folder.
    pub home: Home,
    /// Folders with keys that were named.
    pub folders: Vec<PathBuf>,
    /// Folders with containers that were named.
    pub containers: Vec<PathBuf>,
    /// Modules of tokens that were named.
    pub modules: Vec<PathBuf>,
    /// Whether to look for media where they usually are.
    pub look_around: bool,
    /// The clock.
    pub clock: Box<dyn Clock>,
    /// The words.
    pub catalogue: Catalogue,
    /// The user's language.
    pub language: Language,
    /// The desktop.
    pub notify: Box<dyn Notify>,
}

/// Ends the watch: by a word, or when its sender is dropped.
pub type Stop = Receiver<()>;

/// Makes its round every hour until it is stopped; to be run in a thread of its own.
pub fn watch(watched: &Watched, stop: &Stop) {
    loop {
        if let Err(error) = round(watched) {
            tracing::warn!(error = %smena_ui::chain(&error), "the companion could not make its round");
        }
        match stop.recv_timeout(COMPANION_PAUSE) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Makes one round.
///
/// # Errors
///
/// The agent's own files or store cannot be used. Other media that fail hide nothing, and a notice that cannot be shown
/// is tried again in the next round.
pub fn round(watched: &Watched) -> Result<(), FlowError> {
    let wanted = Wanted {
        folders: &watched.folders,
        containers: &watched.containers,
        modules: &watched.modules,
        look_around: watched.look_around,
    };
    let attached = media::open(&watched.home, &wanted)?;
    remind(watched, &attached)?;
    look_after_workplace(watched, attached)
}

/// A certificate in use, and whether another has taken its place.
pub(crate) struct InUse {
    pub(crate) certificate: Certificate,
    pub(crate) is_replaced: bool,
}

/// The certificates in use on the media, each once, soonest end first.
pub(crate) fn in_use(home: &Home, attached: &Attached) -> Result<Vec<InUse>, FlowError> {
    let successors = SignatureRecord::successors(home)?;
    let survey = Survey::of(&attached.media);
    let mut found: Vec<Certificate> = Vec::new();
    for Held { entry, .. } in survey.held {
        if let Some(certificate) = entry.certificate
            && entry.state == EntryState::Installed
            && !found.contains(&certificate)
        {
            found.push(certificate);
        }
    }
    found.sort_by_key(Certificate::not_after);
    let is_replaced = |certificate: &Certificate| {
        let by_receipt = successors.contains_key(&Sha256::new(certificate.thumbprint()));
        by_receipt || found.iter().any(|other| succeeds(other, certificate))
    };
    let in_use = found.iter().map(|certificate| InUse {
        certificate: certificate.clone(),
        is_replaced: is_replaced(certificate),
    });
    Ok(in_use.collect())
}

/// Whether a certificate is a later one of the same holder from the same issuer.
fn succeeds(other: &Certificate, certificate: &Certificate) -> bool {
    other.subject() == certificate.subject()
        && other.issuer() == certificate.issuer()
        && other.not_before() > certificate.not_before()
        && other.not_after() > certificate.not_after()
}

fn remind(watched: &Watched, attached: &Attached) -> Result<(), FlowError> {
    let now = watched.clock.now();
    let state = CompanionState::current(&watched.home)?;
    let portal = portal(&watched.home)?;
    for InUse {
        certificate,
        is_replaced,
    } in in_use(&watched.home, attached)?
    {
        let thumbprint = Sha256::new(certificate.thumbprint());
        let days_left = days_left(&certificate, now);
        let known = state.certificates.get(&thumbprint);
        let case = case(known, days_left, is_replaced);
        let Some(rung) = ladder::due(case, now) else {
            continue;
        };
        let (catalogue, language) = (watched.catalogue, watched.language);
        let notice = notice::ending(
            catalogue,
            language,
            &certificate,
            days_left,
            portal.as_ref(),
        );
        if let Err(error) = watched.notify.show(&notice) {
            // Not remembered as told: the next round tries again.
            tracing::warn!(error = %smena_ui::chain(&error), certificate = %thumbprint, "no reminder");
            continue;
        }
        let reminded = Reminded {
            until: Moment::new(certificate.not_after()),
            rung: Some(rung),
            later: None,
        };
        CompanionState::change(&watched.home, Moment::new(now), |state| {
            state.certificates.insert(thumbprint, reminded);
        })?;
    }
    Ok(())
}

/// The case of a certificate for the ladder.
pub(crate) fn case(known: Option<&Reminded>, days_left: i64, is_replaced: bool) -> Case {
    Case {
        days_left,
        is_replaced,
        reminded: known.and_then(|known| known.rung),
        later: known.and_then(|known| known.later).map(Moment::time),
    }
}

/// Where a certificate is renewed: known if one authority is trusted.
fn portal(home: &Home) -> Result<Option<Origin>, FlowError> {
    let mut trusted = home.trusted()?;
    let only = trusted.pop().filter(|_| trusted.is_empty());
    Ok(only.map(|entry| entry.origin))
}

fn look_after_workplace(watched: &Watched, attached: Attached) -> Result<(), FlowError> {
    let now = watched.clock.now();
    let before = CompanionState::current(&watched.home)?.workplace;
    if before.as_ref().is_some_and(|seen| is_recent(seen, now)) {
        return Ok(());
    }
    let Attached { media, problems } = attached;
    let surroundings = doctor::Surroundings {
        home: &watched.home,
        media: &media,
        modules: &watched.modules,
        look_around: watched.look_around,
        clock: watched.clock.as_ref(),
        language: watched.language,
    };
    let findings = doctor::gather(&surroundings, problems, &mut system_rng())?;
    let report = doctor::Report::of(&findings);
    let mut problems = BTreeSet::new();
    let mut new = Vec::new();
    for line in report.lines.iter().filter(|line| is_problem(line)) {
        let is_known = before
            .as_ref()
            .is_some_and(|seen| seen.problems.contains(line.code()));
        if problems.insert(line.code().to_owned()) && !is_known {
            let words = line.words(watched.catalogue, watched.language, Surface::CommandLine);
            new.push(words.0);
        }
    }
    if !new.is_empty() {
        let notice = notice::workplace(watched.catalogue, watched.language, &new);
        if let Err(error) = watched.notify.show(&notice) {
            tracing::warn!(error = %smena_ui::chain(&error), "no notice about the workplace");
            return Ok(());
        }
    }
    let at = Moment::new(now);
    CompanionState::change(&watched.home, at, |state| {
        state.workplace = Some(WorkplaceSeen { at, problems });
    })?;
    Ok(())
}

/// Whether the last check is younger than a day. One from the future is none: the clock was wrong.
fn is_recent(seen: &WorkplaceSeen, now: OffsetDateTime) -> bool {
    let at = seen.at.time();
    at <= now && now - at < WORKPLACE_CHECKED_EVERY
}

/// What is worth an interruption: what keeps a renewal from being made. That a certificate ends is the ladder's matter, and
/// a computer that is not in the network is no news.
fn is_problem(line: &doctor::Line) -> bool {
    line.verdict == Verdict::Bad && !matches!(line.check, Check::Network)
}

#[cfg(test)]
mod tests;
