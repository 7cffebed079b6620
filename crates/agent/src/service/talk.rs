//! What passes between the thread that does something and the browser in which a person answers.
//!
//! The thread asks and waits; the page shows what is asked, however often it is loaded; an answer counts only for the
//! question that was shown.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use smena_media::{KeysLeave, MediumKind, Place, Tries};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{ErrandKind, Nonce, Origin, Sha256, signed::ApplicationField};
use smena_ui::{Language, Message};
use zeroize::Zeroizing;

use super::{look_alike::Warning, workstation::Checked};
use crate::{
    failure::Failure,
    flow::{FlowError, KeyUse, Step, Unfit},
    limits::PERSON_WAIT_MAX,
    random::Sensor,
    state::TrustEntry,
};

/// The authority that something is done for: its name and origin, from the trust entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Authority {
    pub(super) name: String,
    pub(super) origin: String,
}

/// A certificate in the list.
#[derive(Clone)]
pub(super) struct CertificateOffered {
    pub(super) certificate: Certificate,
    pub(super) place: String,
    pub(super) unfit: Option<Unfit>,
}

/// A medium in the list.
#[derive(Clone)]
pub(super) struct MediumOffered {
    pub(super) place: Place,
    pub(super) has_old_key: bool,
}

/// What is asked.
#[derive(Clone)]
pub(super) enum Question {
    Trust {
        entry: Box<TrustEntry>,
        root: Box<Certificate>,
        warnings: Vec<Warning>,
        changed: bool,
    },
    Certificate {
        authority: Authority,
        offered: Vec<CertificateOffered>,
    },
    Errand {
        authority: Authority,
        kind: ErrandKind,
        certificate: Option<Box<Certificate>>,
        place: Option<String>,
    },
    Password {
        key: String,
        used_for: KeyUse,
    },
    Pin {
        place: String,
        tries: Tries,
        wrong_before: bool,
    },
    LastTry {
        place: String,
    },
    /// Something is asked in the window of the system; the page says so, and takes no answer but leaving.
    Window {
        asks_secret: bool,
        /// Nobody has answered there, and it has closed.
        is_closed: bool,
    },
    Medium {
        offered: Vec<MediumOffered>,
    },
    /// Where a copy goes.
    Target {
        offered: Vec<MediumOffered>,
    },
    Keep {
        place: Place,
        is_copy: bool,
    },
    Sensor,
    Application {
        authority: Authority,
        certificate: Box<Certificate>,
        fields: Vec<ApplicationField>,
        document: Arc<Vec<u8>>,
        hash: Sha256,
    },
    Remove {
        key: String,
        place: String,
        has_backup: bool,
    },
    Failed {
        failure: Failure,
        can_retry: bool,
    },
}

/// What was answered. There is no `Debug`: a password may be in it.
pub(super) enum Answer {
    Yes,
    No,
    Cancel,
    Again,
    Number(usize),
    Secret(Zeroizing<String>),
    Keep {
        password: Option<Zeroizing<String>>,
        exportable: bool,
    },
    /// The system's randomness alone is to do.
    System,
}

/// How it has ended.
#[derive(Clone)]
pub(super) enum End {
    /// Done; the browser goes back with the return code.
    Done {
        authority: Authority,
        kind: ErrandKind,
        back: Option<Arc<Zeroizing<String>>>,
        certificate: Option<Box<Certificate>>,
        digits: Option<String>,
    },
    /// The person has declined.
    Declined { portal: Option<String> },
    /// It failed, and this errand is over.
    Failed {
        failure: Failure,
        portal: Option<String>,
    },
    /// The authority is trusted from now on; the errand is to be started again.
    Trusted { authority: Authority },
    /// A verified copy was made.
    Copied {
        place: String,
        until: Option<String>,
        onward: Onward,
    },
    /// A key was removed.
    Removed { place: String, onward: Onward },
    /// The workplace was checked.
    Checked(Checked),
}

/// Where a person goes on after something that needed no authority.
#[derive(Clone, Debug, Default)]
pub(super) struct Onward {
    /// The authority's page, where it is known which one.
    pub(super) portal: Option<String>,
    /// The page from which it was begun: it has the way back to the renewal.
    pub(super) begun_at: Option<String>,
}

/// Where things stand.
#[derive(Clone)]
pub(super) enum Phase {
    Working,
    Asking(Box<Question>),
    Ended(Box<End>),
    /// The agent's start page, which waits for nothing.
    Start,
}

/// What a page shows.
#[derive(Clone)]
pub(super) struct Seen {
    pub(super) number: u64,
    pub(super) phase: Phase,
    pub(super) steps: Vec<(Step, bool)>,
    pub(super) advice: Vec<Message>,
    /// Keys of what was wrong with the last answer, by field.
    pub(super) mistakes: Vec<(&'static str, &'static str)>,
}

struct Inner {
    seen: Seen,
    answer: Option<Answer>,
    sensor: Option<Sensor>,
    touched: Instant,
}

/// A conversation.
pub(super) struct Talk {
    /// The secret in the path of its pages.
    pub(super) page: Nonce,
    /// The secret in the path by which a browser comes in.
    pub(super) entry: Nonce,
    /// The token of its forms.
    pub(super) token: Nonce,
    pub(super) language: Language,
    /// Whom it is about, where that is known.
    pub(super) origin: Option<Origin>,
    inner: Mutex<Inner>,
    changed: Condvar,
}

impl Talk {
    pub(super) fn new(
        [page, entry, token]: [Nonce; 3],
        language: Language,
        origin: Option<Origin>,
        phase: Phase,
    ) -> Self {
        let seen = Seen {
            number: 0,
            phase,
            steps: Vec::new(),
            advice: Vec::new(),
            mistakes: Vec::new(),
        };
        Self {
            page,
            entry,
            token,
            language,
            origin,
            inner: Mutex::new(Inner {
                seen,
                answer: None,
                sensor: None,
                touched: Instant::now(),
            }),
            changed: Condvar::new(),
        }
    }

    /// The path of its page.
    pub(super) fn address(&self) -> String {
        format!("/s/{}", self.page)
    }

    /// What a page shows now.
    pub(super) fn seen(&self) -> Seen {
        let mut inner = self.inner();
        inner.touched = Instant::now();
        inner.seen.clone()
    }

    pub(super) fn is_over(&self) -> bool {
        matches!(self.inner().seen.phase, Phase::Ended(_) | Phase::Start)
    }

    /// When a browser was last here.
    pub(super) fn touched(&self) -> Instant {
        self.inner().touched
    }

    /// Asks, and waits for the answer.
    pub(super) fn ask(&self, question: Question) -> Result<Answer, FlowError> {
        let mut inner = self.inner();
        inner.answer = None;
        inner.seen.mistakes.clear();
        self.turn(&mut inner, Phase::Asking(Box::new(question)));
        let until = Instant::now() + PERSON_WAIT_MAX;
        loop {
            if let Some(answer) = inner.answer.take() {
                return match answer {
                    Answer::Cancel => Err(FlowError::Declined),
                    answer => Ok(answer),
                };
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(FlowError::TimeOver);
            }
            let waited = self.changed.wait_timeout(inner, left);
            inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Shows a question that is answered beside the browser, and looks again and again whether it was. The browser may only
    /// leave it.
    pub(super) fn ask_beside<T>(
        &self,
        question: &Question,
        mut look: impl FnMut() -> Option<T>,
    ) -> Result<T, FlowError> {
        let shown = || Phase::Asking(Box::new(question.clone()));
        let mut inner = self.inner();
        inner.answer = None;
        inner.seen.mistakes.clear();
        self.turn(&mut inner, shown());
        drop(inner);
        loop {
            let found = look();
            let mut inner = self.inner();
            match inner.answer.take() {
                Some(Answer::Cancel) => return Err(FlowError::Declined),
                Some(_) => self.turn(&mut inner, shown()),
                None => {}
            }
            if let Some(found) = found {
                self.turn(&mut inner, Phase::Working);
                return Ok(found);
            }
        }
    }

    /// Gathers what the person does, until it is enough. Nothing where he wants the system's randomness alone.
    pub(super) fn gather(&self, sensor: Sensor) -> Result<Option<Sensor>, FlowError> {
        self.inner().sensor = Some(sensor);
        let answered = self.ask(Question::Sensor);
        let sensor = self.inner().sensor.take();
        match answered? {
            Answer::System => Ok(None),
            _ => Ok(sensor),
        }
    }

    /// Gives an answer to the question of this number; false where another one stands by now.
    pub(super) fn answer(&self, number: u64, answer: Answer) -> bool {
        let mut inner = self.inner();
        let fits = inner.seen.number == number && matches!(inner.seen.phase, Phase::Asking(_));
        if fits {
            inner.answer = Some(answer);
            self.turn(&mut inner, Phase::Working);
        }
        fits
    }

    /// Says what was wrong with an answer; the question stays.
    pub(super) fn correct(&self, mistakes: Vec<(&'static str, &'static str)>) {
        self.inner().seen.mistakes = mistakes;
    }

    /// Feeds the sensor, and says how far it is; nothing where none is being asked for.
    pub(super) fn feed(&self, events: &[crate::random::Event]) -> Option<u8> {
        let mut inner = self.inner();
        inner.touched = Instant::now();
        let sensor = inner.sensor.as_mut()?;
        for event in events {
            sensor.feed(*event);
        }
        let (progress, is_done) = (sensor.progress(), sensor.is_done());
        if is_done && matches!(inner.seen.phase, Phase::Asking(_)) {
            inner.answer = Some(Answer::Yes);
            self.turn(&mut inner, Phase::Working);
        }
        Some(progress)
    }

    /// How far the sensor is, in percent.
    pub(super) fn gathered(&self) -> u8 {
        self.inner().sensor.as_ref().map_or(0, Sensor::progress)
    }

    pub(super) fn begin(&self, step: Step) {
        let mut inner = self.inner();
        match inner
            .seen
            .steps
            .iter_mut()
            .find(|(known, _)| *known == step)
        {
            Some((_, done)) => *done = false,
            None => inner.seen.steps.push((step, false)),
        }
        self.turn(&mut inner, Phase::Working);
    }

    pub(super) fn done(&self, step: Step) {
        let mut inner = self.inner();
        if let Some((_, done)) = inner
            .seen
            .steps
            .iter_mut()
            .find(|(known, _)| *known == step)
        {
            *done = true;
        }
        inner.seen.number += 1;
        self.changed.notify_all();
    }

    /// Keeps a piece of advice on the pages of this conversation, each once.
    pub(super) fn advise(&self, advice: Message) {
        let known = &mut self.inner().seen.advice;
        if !known.contains(&advice) {
            known.push(advice);
        }
    }

    pub(super) fn end(&self, end: End) {
        let mut inner = self.inner();
        self.turn(&mut inner, Phase::Ended(Box::new(end)));
    }

    /// After the end: waits until a fresh way back is wanted, or nobody comes any more.
    pub(super) fn wanted_again(&self) -> bool {
        let mut inner = self.inner();
        inner.answer = None;
        let until = Instant::now() + PERSON_WAIT_MAX;
        loop {
            if inner.answer.take().is_some() {
                return true;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let waited = self.changed.wait_timeout(inner, left);
            inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Asks the thread for a fresh way back.
    pub(super) fn want_again(&self) {
        let mut inner = self.inner();
        if matches!(inner.seen.phase, Phase::Ended(_)) {
            inner.answer = Some(Answer::Again);
            self.turn(&mut inner, Phase::Working);
        }
    }

    /// Begins anew what has ended; false where it has not, or somebody has begun it already.
    pub(super) fn begin_again(&self) -> bool {
        let mut inner = self.inner();
        let is_over = matches!(inner.seen.phase, Phase::Ended(_));
        if is_over {
            self.turn(&mut inner, Phase::Working);
        }
        is_over
    }

    /// Waits a moment for the work to stand still again, so that a browser is not led over a page of progress.
    pub(super) fn settle(&self, wait: Duration) {
        let mut inner = self.inner();
        let until = Instant::now() + wait;
        while matches!(inner.seen.phase, Phase::Working) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            let waited = self.changed.wait_timeout(inner, left);
            inner = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn turn(&self, inner: &mut Inner, phase: Phase) {
        inner.seen.number += 1;
        inner.seen.phase = phase;
        self.changed.notify_all();
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // What a thread that panicked has left is still what was last shown.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the key made on a medium is asked whether it may be copied.
pub(super) fn asks_exportable(place: &Place) -> bool {
    place.keys_leave == KeysLeave::AsChosen
}

/// Whether a medium can be taken away.
pub(super) fn is_removable(place: &Place) -> bool {
    !matches!(place.kind, MediumKind::Computer | MediumKind::Memory)
}
