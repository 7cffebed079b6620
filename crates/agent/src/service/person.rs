//! The person in front of a browser: the flow's questions go to the page, the answers come back from it.

use std::sync::Arc;

use rand_core::CryptoRng;
use smena_media::{Entry, Guard, Place, Secret};
use smena_protocol::v1::{DataRow, ErrandKind};
use smena_ui::Message;
use zeroize::Zeroizing;

use super::{
    desk::Served,
    pin_window::{Given, Wanted},
    purse::Lock,
    talk::{Answer, Authority, CertificateOffered, MediumOffered, Question, Talk},
    view,
};
use crate::{
    clock::system_rng,
    flow::{
        Advice, ApplicationShown, Candidate, ErrandShown, FlowError, KeyUse, NewKeyChoice, Offer,
        Person, PinAsked, Step, local::Question as Irrevocable,
    },
    limits::PIN_WINDOW_LOOK,
    random::Sensor,
};

/// The person who answers on the pages of one conversation.
pub(super) struct AtPage {
    pub(super) served: Arc<Served>,
    pub(super) talk: Arc<Talk>,
}

impl AtPage {
    fn agrees(&self, question: Question) -> Result<bool, FlowError> {
        Ok(matches!(self.talk.ask(question)?, Answer::Yes))
    }

    /// A secret that was given in this sitting, or is asked for now.
    fn secret(&self, lock: Lock, question: Question) -> Result<Secret, FlowError> {
        let kept = self.served.purse.find(&lock);
        let typed = match kept {
            Some(kept) => kept,
            None => self.typed(question)?,
        };
        let secret = Secret::from_typed(&typed)?;
        self.served.purse.keep(lock, typed);
        Ok(secret)
    }

    /// What is typed in the window; on the page where there is no window.
    fn typed(&self, question: Question) -> Result<Zeroizing<String>, FlowError> {
        match self.in_window(&question, Wanted::Secret)? {
            Some(Given::Secret(typed)) => return Ok(typed),
            Some(_) => return Err(FlowError::Declined),
            None => {}
        }
        match self.talk.ask(question)? {
            Answer::Secret(typed) => Ok(typed),
            _ => Err(FlowError::Declined),
        }
    }

    /// What was agreed to on the page is confirmed in the window, which no extension of the browser has written.
    fn confirms(&self, question: Question) -> Result<bool, FlowError> {
        let about = question.clone();
        if !self.agrees(question)? {
            return Ok(false);
        }
        Ok(match self.in_window(&about, Wanted::Consent)? {
            Some(given) => matches!(given, Given::Yes),
            None => true,
        })
    }

    /// Asks in the window of the system; nothing where there is none, or it could not be shown, which the pages then say.
    fn in_window(&self, about: &Question, wanted: Wanted) -> Result<Option<Given>, FlowError> {
        let find = self.served.settings.pin_window.as_ref();
        // Where there is none, the page that asks says who can read it.
        let Some(window) = find.and_then(|find| find.now().ok()) else {
            return Ok(None);
        };
        let page = |is_closed| Question::Window {
            asks_secret: wanted == Wanted::Secret,
            is_closed,
        };
        loop {
            let shown = view::window::shown(&self.served, &self.talk, about);
            let mut open = window.open(shown, wanted);
            let given = self
                .talk
                .ask_beside(&page(false), || open.poll(PIN_WINDOW_LOOK))?;
            match given {
                Ok(Given::Nobody) => {
                    let Answer::Again = self.talk.ask(page(true))? else {
                        return Err(FlowError::Declined);
                    };
                }
                Ok(given) => return Ok(Some(given)),
                Err(error) => {
                    tracing::warn!(error = %smena_ui::chain(&error), "the window for the PIN could not be shown");
                    self.talk.advise(Message::new("desk-window-failed"));
                    return Ok(None);
                }
            }
        }
    }

    fn stored(
        &self,
        place: &Place,
        is_copy: bool,
    ) -> Result<(NewKeyChoice, Option<Zeroizing<String>>), FlowError> {
        let question = Question::Keep {
            place: place.clone(),
            is_copy,
        };
        let Answer::Keep {
            password,
            exportable,
        } = self.talk.ask(question)?
        else {
            return Err(FlowError::Declined);
        };
        let secret = match (&password, place.guard) {
            (Some(typed), Guard::Password) => Some(Secret::from_typed(typed)?),
            _ => None,
        };
        let choice = NewKeyChoice {
            password: secret,
            exportable,
        };
        Ok((choice, password))
    }
}

/// What people call a key: the serial number of its certificate, if it has one.
pub(super) fn key_name(key: &Entry) -> String {
    key.certificate.as_ref().map_or_else(
        || key.id.to_string(),
        |certificate| certificate.serial().to_string(),
    )
}

fn authority((name, origin): (&str, &str)) -> Authority {
    Authority {
        name: name.to_owned(),
        origin: origin.to_owned(),
    }
}

impl Person for AtPage {
    fn step(&self, step: Step) {
        self.talk.begin(step);
    }

    fn done(&self, step: Step) {
        self.talk.done(step);
    }

    fn password(&self, key: &Entry, used_for: KeyUse) -> Result<Secret, FlowError> {
        let question = Question::Password {
            key: key_name(key),
            used_for,
        };
        let lock = Lock::Key(key.id.to_string());
        if used_for == KeyUse::New
            && let Some(kept) = self.served.purse.find(&Lock::NewKey)
        {
            return Ok(Secret::from_typed(&kept)?);
        }
        self.secret(lock, question)
    }

    fn pin(&self, asked: &PinAsked<'_>) -> Result<Secret, FlowError> {
        let lock = Lock::Medium(asked.place.name.clone());
        // What was wrong is never tried again by itself.
        if asked.wrong_before.is_some() {
            self.served.purse.forget(&lock);
        }
        let question = Question::Pin {
            place: asked.place.name.clone(),
            tries: asked.state.tries,
            wrong_before: asked.wrong_before.is_some(),
        };
        self.secret(lock, question)
    }

    fn last_try(&self, place: &Place) -> Result<bool, FlowError> {
        let question = Question::LastTry {
            place: place.name.clone(),
        };
        match self.in_window(&question, Wanted::Consent)? {
            Some(given) => Ok(matches!(given, Given::Yes)),
            None => self.agrees(question),
        }
    }

    fn agrees_to_errand(&self, shown: &ErrandShown<'_>) -> Result<bool, FlowError> {
        if let Some(certificate) = shown.certificate {
            self.served
                .purse
                .hold_for(&certificate.subject().to_string());
        }
        let question = Question::Errand {
            authority: authority(shown.authority),
            kind: shown.kind,
            certificate: shown.certificate.cloned().map(Box::new),
            place: shown.place.map(|place| place.name.clone()),
        };
        // These sign nothing.
        if matches!(shown.kind, ErrandKind::CheckWorkplace | ErrandKind::Pair) {
            return self.agrees(question);
        }
        self.confirms(question)
    }

    fn choose_certificate(
        &self,
        of: (&str, &str),
        candidates: &[Candidate<'_>],
    ) -> Result<usize, FlowError> {
        let offered = candidates
            .iter()
            .map(|candidate| CertificateOffered {
                certificate: candidate.certificate.clone(),
                place: candidate.held.medium.place().name.clone(),
                unfit: candidate.unfit,
            })
            .collect();
        let question = Question::Certificate {
            authority: authority(of),
            offered,
        };
        match self.talk.ask(question)? {
            Answer::Number(number) => Ok(number),
            Answer::Again => Err(FlowError::LookAgain),
            _ => Err(FlowError::Declined),
        }
    }

    fn choose_medium(&self, offers: &[Offer<'_>]) -> Result<usize, FlowError> {
        let offered = offers
            .iter()
            .map(|offer| MediumOffered {
                place: offer.place.clone(),
                has_old_key: offer.has_old_key,
            })
            .collect();
        match self.talk.ask(Question::Medium { offered })? {
            Answer::Number(number) => Ok(number),
            Answer::Again => Err(FlowError::LookAgain),
            _ => Err(FlowError::Declined),
        }
    }

    fn new_key(&self, _authority: &str, place: &Place) -> Result<NewKeyChoice, FlowError> {
        let (choice, typed) = self.stored(place, false)?;
        match typed {
            Some(typed) => self.served.purse.keep(Lock::NewKey, typed),
            None => self.served.purse.forget(&Lock::NewKey),
        }
        Ok(choice)
    }

    fn randomness(&self) -> Result<Option<Box<dyn CryptoRng>>, FlowError> {
        let gathered = self.talk.gather(Sensor::new(Box::new(system_rng())))?;
        Ok(gathered
            .and_then(Sensor::finish)
            .map(|rng| Box::new(rng) as Box<dyn CryptoRng>))
    }

    fn copied_key(&self, _key: &Entry, place: &Place) -> Result<NewKeyChoice, FlowError> {
        self.stored(place, true).map(|(choice, _)| choice)
    }

    fn imported_key(&self, place: &Place) -> Result<NewKeyChoice, FlowError> {
        self.stored(place, true).map(|(choice, _)| choice)
    }

    fn agrees_to(&self, question: Irrevocable<'_>) -> Result<bool, FlowError> {
        let (key, place, has_backup) = match question {
            Irrevocable::Remove(key, place) => (key, place, true),
            Irrevocable::RemoveWithoutBackup(key, place) => (key, place, false),
        };
        self.confirms(Question::Remove {
            key: key_name(key),
            place: place.name.clone(),
            has_backup,
        })
    }

    fn advise(&self, advice: Advice<'_>) {
        let named = |key: &str, place: &Place| Message::new(key).with("place", place.name.clone());
        self.talk.advise(match advice {
            Advice::DefaultPin(place) => named("advice-default-pin", place),
            Advice::ChangePin(place) => named("advice-change-pin", place),
            Advice::NotArchived(place, reason) => {
                named("advice-not-archived", place).with("reason", reason)
            }
            Advice::NotTold(reason) => Message::new("advice-not-told").with("reason", reason),
        });
    }

    fn data_right(&self, _authority: &str, _rows: &[DataRow]) -> Result<bool, FlowError> {
        // With a browser the data are confirmed on the authority's page; no errand asks for it here.
        Err(FlowError::Declined)
    }

    fn sign_application(&self, shown: &ApplicationShown<'_>) -> Result<bool, FlowError> {
        self.served
            .purse
            .hold_for(&shown.certificate.subject().to_string());
        self.confirms(Question::Application {
            authority: authority(shown.authority),
            certificate: Box::new(shown.certificate.clone()),
            fields: shown.fields.to_vec(),
            document: Arc::new(shown.document.to_vec()),
            hash: shown.document_hash,
        })
    }
}
