//! The threads that do something: an errand from the claim to the way back, and what needs no authority.

use std::sync::Arc;

use smena_media::{Held, MediumError};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{Code, ErrandKind, Sha256};
use smena_ui::format;

use super::{
    desk::{CLOCK, Served},
    look_alike,
    person::AtPage,
    talk::{Answer, Authority, End, MediumOffered, Onward, Question, Talk},
};
use crate::{
    client::{Client, ClientError},
    clock::system_rng,
    flow::{
        Context, FlowError, Person as _, Step, Taken,
        door::{self, Delivered},
        introduce,
        local::{self, Desk},
    },
    state::{BackupRecord, Home, TrustEntry},
};

/// What is done without an authority.
pub(super) enum LocalAct {
    /// A copy of the key of a certificate.
    Copy(Sha256),
    /// Removal of the key that a certificate has replaced.
    RemoveFormer(Sha256),
}

/// Does an errand; says whether its code still belongs to this conversation afterwards.
pub(super) fn errand(
    served: &Arc<Served>,
    talk: &Arc<Talk>,
    code: Code,
    address: Option<String>,
) -> bool {
    let person = AtPage {
        served: Arc::clone(served),
        talk: Arc::clone(talk),
    };
    match try_errand(served, talk, &person, code, address) {
        Ok(keeps) => keeps,
        Err(error) => {
            let end = match error {
                FlowError::Declined => End::Declined {
                    portal: portal(talk),
                },
                error => End::Failed {
                    failure: told(error),
                    portal: portal(talk),
                },
            };
            talk.end(end);
            false
        }
    }
}

fn try_errand(
    served: &Arc<Served>,
    talk: &Arc<Talk>,
    person: &AtPage,
    code: Code,
    address: Option<String>,
) -> Result<bool, FlowError> {
    let Some(origin) = &talk.origin else {
        return Err(FlowError::Errand("authority"));
    };
    let home = served.home()?;
    let known = home
        .trusted()?
        .into_iter()
        .find(|entry| entry.origin == *origin);
    let Some(trust) = known else {
        trust(talk, &home)?;
        return Ok(false);
    };
    let _lock = served.lock(&home)?;
    served.purse.serve(origin);
    let mut errand = Errand {
        served,
        talk,
        person,
        home: &home,
        trust,
        code,
        address,
        taken: None,
    };
    errand.run()
}

/// Where the person goes back to at the authority, without a code.
fn portal(talk: &Talk) -> Option<String> {
    talk.origin.as_ref().map(|origin| origin.address("/"))
}

/// A failure in words; what is behind it is logged where it ends.
fn told(error: FlowError) -> crate::failure::Failure {
    tracing::warn!(error = %smena_ui::chain(&error), "an errand was not done");
    error.into_failure()
}

/// Shows an authority that is not trusted yet. The errand ends with it, whatever is decided: nothing is done for an
/// authority on the same page on which it was trusted.
fn trust(talk: &Talk, home: &Home) -> Result<(), FlowError> {
    let Some(origin) = &talk.origin else {
        return Err(FlowError::Errand("authority"));
    };
    let client = Client::new(origin, talk.language);
    let introduced = introduce(&client, origin, &CLOCK)?;
    let trusted: Vec<_> = home
        .trusted()?
        .into_iter()
        .map(|entry| entry.origin)
        .collect();
    let question = Question::Trust {
        warnings: look_alike::warnings(origin, &trusted),
        entry: Box::new(introduced.entry.clone()),
        root: Box::new(introduced.root.clone()),
        changed: trusted.contains(origin),
    };
    let Answer::Yes = talk.ask(question)? else {
        return Err(FlowError::Declined);
    };
    home.authority_folder(origin)?
        .keep_trust(&introduced.entry)?;
    talk.end(End::Trusted {
        authority: authority(&introduced.entry),
    });
    Ok(())
}

fn authority(entry: &TrustEntry) -> Authority {
    Authority {
        name: entry.name.clone(),
        origin: entry.origin.as_str().to_owned(),
    }
}

/// One errand, in as many tries as it takes.
struct Errand<'e> {
    served: &'e Arc<Served>,
    talk: &'e Arc<Talk>,
    person: &'e AtPage,
    home: &'e Home,
    trust: TrustEntry,
    code: Code,
    address: Option<String>,
    taken: Option<Taken>,
}

impl Errand<'_> {
    fn run(&mut self) -> Result<bool, FlowError> {
        loop {
            // The media are looked at anew in each try: one may have been attached.
            let attached = self.served.media(self.home)?;
            let context = Context::new(
                self.home,
                self.trust.clone(),
                &attached.media,
                self.person,
                &CLOCK,
                self.talk.language,
                Box::new(system_rng()),
            )?;
            let place = &self.served.settings.place;
            let context = context.looking_at(&place.modules, place.look_around);
            let error = match self.attempt(&context) {
                Ok(done) => {
                    self.finish(&context, done);
                    return Ok(true);
                }
                Err(FlowError::LookAgain) => continue,
                Err(error) => error,
            };
            if let FlowError::Medium(MediumError::WrongPassword(_)) = error {
                self.served.purse.wipe();
            }
            let reason = door::failure_reason(&error);
            if matches!(error, FlowError::Declined) {
                // On leaving nothing is remembered.
                self.served.purse.wipe();
                self.give_up(&context, reason);
                return Err(error);
            }
            let can_retry = !is_final(&error) && !matches!(error, FlowError::TimeOver);
            let question = Question::Failed {
                failure: told(error),
                can_retry,
            };
            if !can_retry {
                self.give_up(&context, reason);
                let Question::Failed { failure, .. } = question else {
                    continue;
                };
                self.talk.end(End::Failed {
                    failure,
                    portal: portal(self.talk),
                });
                return Ok(false);
            }
            match self.talk.ask(question) {
                Ok(_) => {}
                Err(error) => {
                    self.served.purse.wipe();
                    self.give_up(&context, reason);
                    return Err(error);
                }
            }
        }
    }

    fn attempt(&mut self, context: &Context<'_>) -> Result<Delivered, FlowError> {
        if self.taken.is_none() {
            self.person.step(Step::Resend);
            if let Some(done) = door::left_over(context, &self.code)? {
                return Ok(done);
            }
            self.taken = Some(door::claim(context, &self.code, self.address.clone())?);
            self.person.done(Step::Resend);
        }
        let taken = self.taken.as_ref().ok_or(FlowError::Errand("code"))?;
        door::carry_out(context, taken)
    }

    fn finish(&self, context: &Context<'_>, mut done: Delivered) {
        if done.kind == ErrandKind::SignReceipt {
            self.served.purse.wipe();
        }
        loop {
            self.talk.end(End::Done {
                authority: authority(&self.trust),
                kind: done.kind,
                back: done.back.clone().map(Arc::new),
                certificate: done.certificate.clone().map(Box::new),
                digits: done.digits.clone(),
            });
            if !self.talk.wanted_again() {
                return;
            }
            match door::back_again(context, &done) {
                Ok(fresh) => done = fresh,
                Err(error) => {
                    self.talk.end(End::Failed {
                        failure: told(error),
                        portal: portal(self.talk),
                    });
                    return;
                }
            }
        }
    }

    /// Tells the authority; that it cannot be told stops nothing, the errand then ends by its time.
    fn give_up(&self, context: &Context<'_>, reason: Option<smena_protocol::v1::FailureReason>) {
        let Some(taken) = &self.taken else {
            return;
        };
        if let Err(error) = door::give_up(context, taken, reason) {
            tracing::warn!(error = %smena_ui::chain(&error), "the authority was not told of an errand that is not done");
        }
    }
}

/// Whether another try of the same errand could not end otherwise: the authority has spoken, or what it sent is not believed.
fn is_final(error: &FlowError) -> bool {
    matches!(
        error,
        FlowError::Client(ClientError::Problem(..))
            | FlowError::Envelope(_)
            | FlowError::Errand(_)
            | FlowError::Part(_)
            | FlowError::Structure(_)
            | FlowError::Pdf(_)
            | FlowError::DocumentDiffers
            | FlowError::ShownDiffers
            | FlowError::Kind(_)
            | FlowError::OutOfScope
    )
}

/// Does something that needs no authority.
pub(super) fn local(served: &Arc<Served>, talk: &Arc<Talk>, act: &LocalAct, begun_at: String) {
    let onward = Onward {
        portal: portal(talk),
        begun_at: Some(begun_at),
    };
    let person = AtPage {
        served: Arc::clone(served),
        talk: Arc::clone(talk),
    };
    loop {
        let error = match try_local(served, talk, &person, act, &onward) {
            Ok(end) => return talk.end(end),
            Err(FlowError::LookAgain) => continue,
            Err(FlowError::Declined) => {
                return talk.end(End::Declined {
                    portal: portal(talk),
                });
            }
            Err(error) => error,
        };
        if let FlowError::Medium(MediumError::WrongPassword(_)) = error {
            served.purse.wipe();
        }
        let question = Question::Failed {
            failure: told(error),
            can_retry: true,
        };
        if talk.ask(question).is_err() {
            return talk.end(End::Declined {
                portal: portal(talk),
            });
        }
    }
}

fn try_local(
    served: &Arc<Served>,
    talk: &Talk,
    person: &AtPage,
    act: &LocalAct,
    onward: &Onward,
) -> Result<End, FlowError> {
    let home = served.home()?;
    let _lock = served.lock(&home)?;
    let attached = served.media(&home)?;
    let desk = Desk::new(
        &home,
        &attached.media,
        person,
        &CLOCK,
        Box::new(system_rng()),
    );
    match act {
        LocalAct::Copy(thumbprint) => copy(talk, &desk, *thumbprint, onward),
        LocalAct::RemoveFormer(thumbprint) => {
            let former = former(&home, &desk, *thumbprint)?;
            let place = former.medium.place().name.clone();
            // That no backup is needed is only ever said on the page that asks.
            local::remove(&desk, &former, false)?;
            Ok(End::Removed {
                place,
                onward: onward.clone(),
            })
        }
    }
}

fn copy(
    talk: &Talk,
    desk: &Desk<'_>,
    thumbprint: Sha256,
    onward: &Onward,
) -> Result<End, FlowError> {
    let held = of_thumbprint(desk, thumbprint)?;
    smena_media::backup::expect_possible(held.medium, &held.entry)?;
    let own = held.medium.place();
    let fits =
        |place: &smena_media::Place| smena_media::backup::expect_other_device(own, place).is_ok();
    let targets: Vec<_> = desk
        .media()
        .iter()
        .filter(|medium| fits(medium.place()))
        .collect();
    let offered = targets
        .iter()
        .map(|medium| MediumOffered {
            place: medium.place().clone(),
            has_old_key: false,
        })
        .collect();
    let chosen = match talk.ask(Question::Target { offered })? {
        Answer::Number(number) => number,
        Answer::Again => return Err(FlowError::LookAgain),
        _ => return Err(FlowError::Declined),
    };
    let target = targets.get(chosen).ok_or(FlowError::Declined)?;
    let made = local::back_up(desk, &held, target.as_ref())?;
    Ok(End::Copied {
        place: made.place.name,
        until: made
            .keep_until
            .map(|until| format::date(talk.language, until.date())),
        onward: onward.clone(),
    })
}

fn of_thumbprint<'a>(desk: &Desk<'a>, thumbprint: Sha256) -> Result<Held<'a>, FlowError> {
    let is_it = |held: &Certificate| Sha256::new(held.thumbprint()) == thumbprint;
    desk.fitting(|entry| entry.certificate.as_ref().is_some_and(is_it))?
        .into_iter()
        .next()
        .ok_or(FlowError::CertificateAbsent)
}

/// The entry whose certificate this one has replaced, by the agent's own log.
fn former<'a>(home: &Home, desk: &Desk<'a>, new: Sha256) -> Result<Held<'a>, FlowError> {
    let successors = crate::state::SignatureRecord::successors(home)?;
    let old = successors
        .into_iter()
        .find(|(_, successor)| *successor == new)
        .map(|(old, _)| old)
        .ok_or(FlowError::NoSuccessor)?;
    of_thumbprint(desk, old)
}

/// Whether a verified copy of the key of a certificate is on record.
pub(super) fn has_copy(home: &Home, certificate: &Certificate) -> bool {
    let Ok(key) = certificate.public_key() else {
        return false;
    };
    let key = Sha256::new(key.normalised_hash());
    BackupRecord::all(home).is_ok_and(|all| all.iter().any(|record| record.key == key))
}
