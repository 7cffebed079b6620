//! What the functions of PKCS#11 do, in safe Rust: slots, sessions, logins, objects and operations of one process.
//!
//! `abi` holds the one [`Module`] behind its lock and calls [`Module::enter`] before each function, so that scripts of
//! faults meet the call. Files are read at each call anew: other processes work on the same tokens.

mod keys;
mod objects;
mod operations;
mod session;
mod slots;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use cryptoki_sys::{CK_OBJECT_HANDLE, CK_SESSION_HANDLE, CK_SLOT_ID};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

pub(crate) use self::slots::{CRYPTOKI, MANUFACTURER, new_serial};
use self::{objects::Handle, operations::Operations};
use crate::{
    error::TokenError,
    fault::{Faults, Weather},
    place,
    record::{Record, Who},
    seal::TokenSecret,
    store::{Token, Tokens},
};

/// What a call is about, for the script of faults.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// No token in particular.
    Nothing,
    /// The token in a slot.
    Slot(CK_SLOT_ID),
    /// The token of a session.
    Session(CK_SESSION_HANDLE),
}

/// The room that a caller has for an answer.
#[derive(Clone, Copy)]
pub(crate) enum Room {
    /// None: it asks how long the answer will be.
    Asks,
    /// So many octets.
    Octets(usize),
}

/// An answer for the room that there was.
pub(crate) enum Reply {
    /// The answer will have so many octets at most; nothing was done.
    Length(usize),
    /// The room is too small for so many octets; the operation can be repeated.
    TooSmall(usize),
    /// The answer.
    Octets(Zeroizing<Vec<u8>>),
}

/// All that one process has of the tokens.
pub(crate) struct Module {
    tokens: Tokens,
    slots: BTreeMap<CK_SLOT_ID, Slot>,
    sessions: BTreeMap<CK_SESSION_HANDLE, Session>,
    last_session: CK_SESSION_HANDLE,
    objects: BTreeMap<CK_OBJECT_HANDLE, Handle>,
    last_object: CK_OBJECT_HANDLE,
    rng: Box<dyn CryptoRng + Send>,
}

/// What the process knows of a slot beside its files.
#[derive(Default)]
struct Slot {
    login: Option<Login>,
    faults: Faults,
}

/// Who is logged in, with what that opens.
struct Login {
    who: Who,
    secret: TokenSecret,
}

/// One session.
struct Session {
    slot: CK_SLOT_ID,
    may_write: bool,
    /// What a search has found and not yet given.
    found: Option<Vec<CK_OBJECT_HANDLE>>,
    operations: Operations,
}

impl Module {
    /// Takes the tokens of a folder.
    ///
    /// # Errors
    ///
    /// The folder cannot be opened.
    pub(crate) fn open(folder: &Path, rng: Box<dyn CryptoRng + Send>) -> Result<Self, TokenError> {
        Ok(Self {
            tokens: Tokens::open(folder)?,
            slots: BTreeMap::new(),
            sessions: BTreeMap::new(),
            last_session: 0,
            objects: BTreeMap::new(),
            last_object: 0,
            rng,
        })
    }

    /// Lets the script of the token meet the call.
    ///
    /// # Errors
    ///
    /// There is no such slot or session, or the script has a fault for the call.
    pub(crate) fn enter(&mut self, function: &str, target: Target) -> Result<(), TokenError> {
        let slot = match target {
            Target::Nothing => return Ok(()),
            Target::Slot(slot) if self.tokens.slots()?.contains(&slot) => slot,
            Target::Slot(_) => return Err(TokenError::Slot),
            Target::Session(handle) => self.session(handle)?.slot,
        };
        self.follow_script(slot)?;
        if let Target::Session(handle) = target {
            self.session(handle)?;
        }
        let met = self.slots.entry(slot).or_default().faults.meet(function);
        match met {
            Ok(Weather::Slow(duration)) => place::pause(duration),
            Ok(Weather::Calm | Weather::PutBack) => {}
            Err(error) => {
                if matches!(error, TokenError::DeviceRemoved) {
                    self.forget_login(slot);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    /// Reads the script of a slot as it is now. The sessions of a token that was pulled out are gone when it is back.
    fn follow_script(&mut self, slot: CK_SLOT_ID) -> Result<(), TokenError> {
        let script = match self.tokens.token(slot)? {
            Some(token) => token.faults()?,
            None => Vec::new(),
        };
        let faults = &mut self.slots.entry(slot).or_default().faults;
        if faults.follow(&script) == Weather::PutBack {
            self.close_sessions(slot);
        }
        Ok(())
    }

    /// The token of a slot that was initialised.
    fn token(&self, slot: CK_SLOT_ID) -> Result<Token, TokenError> {
        let token = self.tokens.token(slot)?;
        token
            .filter(Token::is_recorded)
            .ok_or(TokenError::TokenNotRecognised)
    }

    fn record(&self, slot: CK_SLOT_ID) -> Result<Record, TokenError> {
        self.token(slot)?.record()
    }

    fn session(&self, handle: CK_SESSION_HANDLE) -> Result<&Session, TokenError> {
        self.sessions.get(&handle).ok_or(TokenError::SessionHandle)
    }

    fn session_mut(&mut self, handle: CK_SESSION_HANDLE) -> Result<&mut Session, TokenError> {
        self.sessions
            .get_mut(&handle)
            .ok_or(TokenError::SessionHandle)
    }

    fn login_of(&self, slot: CK_SLOT_ID) -> Option<&Login> {
        self.slots.get(&slot).and_then(|slot| slot.login.as_ref())
    }

    fn who(&self, slot: CK_SLOT_ID) -> Option<Who> {
        self.login_of(slot).map(|login| login.who)
    }

    /// The secret of a token while its user is logged in.
    fn user_secret(&self, slot: CK_SLOT_ID) -> Option<&TokenSecret> {
        self.login_of(slot)
            .filter(|login| login.who == Who::User)
            .map(|login| &login.secret)
    }

    /// Ends a login with all that it opened.
    fn forget_login(&mut self, slot: CK_SLOT_ID) {
        if let Some(slot) = self.slots.get_mut(&slot) {
            slot.login = None;
        }
        for session in self.sessions.values_mut().filter(|of| of.slot == slot) {
            session.operations = Operations::default();
            session.found = None;
        }
        self.objects
            .retain(|_, handle| handle.slot() != slot || !handle.is_private());
    }

    fn close_sessions(&mut self, slot: CK_SLOT_ID) {
        let closed: BTreeSet<CK_SESSION_HANDLE> = self
            .sessions
            .iter()
            .filter(|(_, session)| session.slot == slot)
            .map(|(handle, _)| *handle)
            .collect();
        for handle in closed {
            self.end_session(handle, slot);
        }
    }

    /// Ends a session with its objects, and the login with the last one.
    fn end_session(&mut self, handle: CK_SESSION_HANDLE, slot: CK_SLOT_ID) {
        self.sessions.remove(&handle);
        self.objects
            .retain(|_, object| object.session() != Some(handle));
        if !self.sessions.values().any(|other| other.slot == slot) {
            self.forget_login(slot);
        }
    }
}
