//! One token: its session, its PIN, and what happens when it was away.
//!
//! A session is kept only from the login to the logout; what can be read without a PIN is read in a session of its own.
//! A session that the token has forgotten (it was pulled out, or another program reset it) is dropped, never brought back
//! by sending the PIN again. What the objects on the token mean is not known here.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cryptoki::{
    error::{Error, RvError},
    mechanism::{MechanismInfo, MechanismType},
    object::{Attribute, AttributeType, ObjectHandle},
    session::{Session, SessionState, UserType},
    slot::{Slot, TokenInfo},
    types::AuthPin,
};
use cryptoki_sys::CK_ATTRIBUTE_TYPE;

use super::{
    fault::fault,
    gost::Vko,
    modules::Module,
    profile::{self, DeleteFlow},
};
use crate::{
    error::MediumError,
    limits::TOKEN_OBJECTS_MAX,
    medium::{Guard, KeysLeave, MediumKind, Place},
    pin::{LoggedIn, PinState, Tries},
    secret::Secret,
};

/// By what a token is known again in whatever slot it appears.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Identity {
    manufacturer: String,
    label: String,
    serial: String,
}

impl Identity {
    pub(super) fn of(token: &TokenInfo) -> Self {
        // Padded with blanks by the standard, with zeros by some modules.
        let text = |text: &str| text.trim_matches([' ', '\0']).to_owned();
        Self {
            manufacturer: text(token.manufacturer_id()),
            label: text(token.label()),
            serial: text(token.serial_number()),
        }
    }
}

/// A token, whether it is there at this moment or not.
pub(super) struct Token {
    module: Arc<Module>,
    identity: Identity,
    place: Place,
    state: Mutex<State>,
}

struct State {
    /// Where it was seen last.
    slot: Slot,
    held: Option<Held>,
    /// Whether the halves of its GOST signatures come in the order of X.509; known after the first signature.
    swaps_halves: Option<bool>,
    delete_flow: DeleteFlow,
}

/// The session in which the PIN was given.
struct Held {
    session: Session,
    /// Kept only where a deletion needs it again.
    pin: Option<AuthPin>,
}

/// A session with the token, for the length of one operation.
pub(super) struct Link<'a> {
    token: &'a Token,
    session: &'a Session,
    slot: Slot,
    pin: Option<&'a AuthPin>,
    is_open: bool,
    swaps_halves: Option<bool>,
}

impl Token {
    pub(super) fn new(
        module: Arc<Module>,
        identity: Identity,
        slot: Slot,
        token: &TokenInfo,
    ) -> Self {
        let title = if identity.label.is_empty() {
            token.model().trim()
        } else {
            &identity.label
        };
        let place = Place {
            kind: MediumKind::Token,
            name: format!("{title} {}", identity.serial),
            guards_access: true,
            guard: Guard::Pin,
            keys_leave: KeysLeave::Never,
            device: Some(format!("token:{}", identity.serial)),
        };
        let state = State {
            slot,
            held: None,
            swaps_halves: None,
            delete_flow: DeleteFlow::default(),
        };
        Self {
            module,
            identity,
            place,
            state: Mutex::new(state),
        }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    /// Does what needs no PIN: in the session that is open, or in one of its own.
    pub(super) fn read<T>(
        &self,
        act: impl Fn(&Link<'_>) -> Result<T, MediumError>,
    ) -> Result<T, MediumError> {
        let mut state = self.state();
        state.expire();
        if let Some(held) = &state.held {
            match act(&self.link(&state, &held.session, true)) {
                // The session has died; what is read needs none.
                Err(MediumError::DeviceGone { .. } | MediumError::PinNeeded { .. }) => {
                    state.held = None;
                }
                result => return result,
            }
        }
        let (slot, _) = self.locate(&mut state)?;
        let session = self.module.pkcs11.open_ro_session(slot);
        let session = session.map_err(|error| self.fault(&error))?;
        act(&self.link(&state, &session, false))
    }

    /// Does what needs the PIN, in the session in which that was given.
    ///
    /// # Errors
    ///
    /// [`MediumError::PinNeeded`] where it was not, or the token was away since.
    pub(super) fn work<T>(
        &self,
        act: impl FnOnce(&Link<'_>) -> Result<T, MediumError>,
    ) -> Result<T, MediumError> {
        let mut state = self.state();
        state.expire();
        let Some(held) = &state.held else {
            self.locate(&mut state)?;
            let place = self.place.name.clone();
            return Err(MediumError::PinNeeded { place });
        };
        let result = act(&self.link(&state, &held.session, true));
        if let Err(MediumError::DeviceGone { .. } | MediumError::PinNeeded { .. }) = &result {
            state.held = None;
        }
        result
    }

    pub(super) fn is_open(&self) -> bool {
        let mut state = self.state();
        state.expire();
        state.held.is_some()
    }

    pub(super) fn pin(&self) -> Result<PinState, MediumError> {
        let mut state = self.state();
        let (slot, token) = self.locate(&mut state)?;
        Ok(PinState {
            tries: self.tries(slot, &token),
            is_set: token.user_pin_initialized(),
            must_change: token.user_pin_to_be_changed(),
        })
    }

    /// Gives the PIN, once.
    pub(super) fn log_in(&self, pin: &Secret) -> Result<LoggedIn, MediumError> {
        let mut state = self.state();
        state.close();
        let (slot, token) = self.locate(&mut state)?;
        let place = || self.place.name.clone();
        if !token.user_pin_initialized() {
            return Err(MediumError::PinNotSet { place: place() });
        }
        match self.tries(slot, &token) {
            Tries::Locked => return Err(MediumError::PinLocked { place: place() }),
            Tries::Last if !pin.is_meant_as_last_try() => {
                return Err(MediumError::LastTry { place: place() });
            }
            _ => {}
        }
        // Some tokens count a PIN of an impossible length as a wrong one.
        let (min, max) = (token.min_pin_length(), token.max_pin_length());
        if max > 0 && !(min..=max).contains(&pin.expose().len()) {
            return Err(MediumError::PinLength {
                place: place(),
                min,
                max,
            });
        }
        // As many octets as the text has: nothing is left behind by a buffer that grows.
        let typed = std::str::from_utf8(pin.expose()).expect("a secret is made of a text");
        let typed = AuthPin::new(Box::from(typed));
        let session = self.module.pkcs11.open_rw_session(slot);
        let session = session.map_err(|error| self.fault(&error))?;
        self.give(&session, slot, &typed)?;
        let is_default = profile::is_default_pin(&token, pin.expose());
        let keep = state.delete_flow == DeleteFlow::SetPinSame;
        state.held = Some(Held {
            session,
            pin: keep.then_some(typed),
        });
        Ok(LoggedIn { is_default })
    }

    pub(super) fn log_out(&self) {
        self.state().close();
    }

    pub(super) fn delete_flow(&self) -> DeleteFlow {
        self.state().delete_flow
    }

    /// Takes effect at the next login: until then there is no PIN to set.
    pub(super) fn set_delete_flow(&self, flow: DeleteFlow) {
        let mut state = self.state();
        state.close();
        state.delete_flow = flow;
    }

    pub(super) fn remember_halves(&self, swaps: bool) {
        self.state().swaps_halves = Some(swaps);
    }

    fn give(&self, session: &Session, slot: Slot, pin: &AuthPin) -> Result<(), MediumError> {
        let login = || session.login(UserType::User, Some(pin));
        let answer = match login() {
            // A login of a process holds for all its sessions, so the module has not looked at this PIN yet. It is given
            // again only after the other login was taken back: one act, one try.
            Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {
                session.logout().map_err(|error| self.fault(&error))?;
                login()
            }
            answer => answer,
        };
        let error = match answer {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let wrong = matches!(
            error,
            Error::Pkcs11(
                RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange,
                _
            )
        );
        if !wrong {
            return Err(self.fault(&error));
        }
        let place = self.place.name.clone();
        // Where the state cannot be read, one thing is known: a wrong PIN was given.
        let token = self.module.pkcs11.get_token_info(slot);
        match token.map_or(Tries::Low, |token| self.tries(slot, &token)) {
            Tries::Locked => Err(MediumError::PinLocked { place }),
            tries => Err(MediumError::WrongPin { place, tries }),
        }
    }

    fn tries(&self, slot: Slot, token: &TokenInfo) -> Tries {
        if token.user_pin_locked() {
            return Tries::Locked;
        }
        // The flag of the standard comes before a vendor's number: the last try must not be missed where they disagree.
        if token.user_pin_final_try() {
            return Tries::Last;
        }
        match self.module.raw.user_tries_left(slot) {
            Some(left) => Tries::of_number(left),
            None if token.user_pin_count_low() => Tries::Low,
            None => Tries::Enough,
        }
    }

    /// Finds the slot in which the token is now.
    fn locate(&self, state: &mut State) -> Result<(Slot, TokenInfo), MediumError> {
        let pkcs11 = &self.module.pkcs11;
        // Modules look for new tokens in this call, so it comes first.
        let mut slots = pkcs11
            .get_slots_with_token()
            .map_err(|error| self.fault(&error))?;
        slots.sort_by_key(|slot| *slot != state.slot);
        for slot in slots {
            // A slot that does not answer hides no other; if it was this token's, the token is as good as gone.
            let Ok(token) = pkcs11.get_token_info(slot) else {
                continue;
            };
            if Identity::of(&token) == self.identity {
                state.slot = slot;
                return Ok((slot, token));
            }
        }
        Err(MediumError::DeviceGone {
            place: self.place.name.clone(),
        })
    }

    fn link<'a>(&'a self, state: &'a State, session: &'a Session, is_open: bool) -> Link<'a> {
        Link {
            token: self,
            session,
            slot: state.slot,
            pin: state.held.as_ref().and_then(|held| held.pin.as_ref()),
            is_open,
            swaps_halves: state.swaps_halves,
        }
    }

    fn fault(&self, error: &Error) -> MediumError {
        fault(&self.place.name, error)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Drops the session in which the PIN was given, if the token does not know it any more.
    fn expire(&mut self) {
        let lives = self.held.as_ref().is_some_and(|held| {
            held.session
                .get_session_info()
                .is_ok_and(|session| session.session_state() == SessionState::RwUser)
        });
        if !lives {
            self.held = None;
        }
    }

    fn close(&mut self) {
        if let Some(held) = self.held.take() {
            // It fails only where the token has forgotten the session, and with it the login.
            drop(held.session.logout());
        }
    }
}

impl Link<'_> {
    pub(super) fn place(&self) -> &Place {
        &self.token.place
    }

    /// Whether the PIN was given, so that private objects are seen.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    pub(super) fn session(&self) -> &Session {
        self.session
    }

    /// Whether the halves of GOST signatures come in another order than that of X.509, if it is known.
    pub(super) fn swaps_halves(&self) -> Option<bool> {
        self.swaps_halves
    }

    pub(super) fn fault(&self, error: &Error) -> MediumError {
        self.token.fault(error)
    }

    /// What the token says of itself now.
    pub(super) fn token_info(&self) -> Result<TokenInfo, MediumError> {
        let token = self.token.module.pkcs11.get_token_info(self.slot);
        token.map_err(|error| self.fault(&error))
    }

    /// What the token says of a mechanism; nothing where it has not got it.
    pub(super) fn offers(
        &self,
        mechanism: MechanismType,
    ) -> Result<Option<MechanismInfo>, MediumError> {
        let pkcs11 = &self.token.module.pkcs11;
        match pkcs11.get_mechanism_info(self.slot, mechanism) {
            Ok(offered) => Ok(Some(offered)),
            Err(Error::Pkcs11(RvError::MechanismInvalid, _)) => Ok(None),
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// Finds the objects of the token itself that a template fits.
    pub(super) fn find(&self, template: &[Attribute]) -> Result<Vec<ObjectHandle>, MediumError> {
        let mut template = template.to_vec();
        template.push(Attribute::Token(true));
        let objects = self.session.iter_objects(&template);
        let objects = objects.map_err(|error| self.fault(&error))?;
        at_most(TOKEN_OBJECTS_MAX, objects)
            .map_err(|error| self.fault(&error))?
            .ok_or(MediumError::TooManyEntries)
    }

    /// Reads attributes; those that the object has not got are left out.
    pub(super) fn attributes(
        &self,
        object: ObjectHandle,
        kinds: &[AttributeType],
    ) -> Result<Vec<Attribute>, MediumError> {
        let read = self.session.get_attributes(object, kinds);
        read.map_err(|error| self.fault(&error))
    }

    /// Reads an attribute that `cryptoki` does not.
    pub(super) fn raw_attribute(
        &self,
        object: ObjectHandle,
        kind: CK_ATTRIBUTE_TYPE,
    ) -> Result<Option<Vec<u8>>, MediumError> {
        let raw = &self.token.module.raw;
        let read = raw.attribute(self.session, object, kind);
        read.map_err(|error| self.fault(&error))
    }

    /// Agrees on a key by VKO, in one of the ways that the token offers; nothing where it offers none.
    pub(super) fn agree(
        &self,
        ways: &[Vko],
        key: ObjectHandle,
        parameters: (&[u8], &[u8]),
        template: &[Attribute],
    ) -> Result<Option<ObjectHandle>, MediumError> {
        for way in ways {
            let offered = self.offers(way.mechanism())?;
            if offered.is_some_and(|mechanism| mechanism.derive()) {
                let raw = &self.token.module.raw;
                let agreed = raw.agree(self.session, *way, key, parameters, template);
                return agreed.map(Some).map_err(|error| self.fault(&error));
            }
        }
        Ok(None)
    }

    pub(super) fn create(&self, template: &[Attribute]) -> Result<ObjectHandle, MediumError> {
        let made = self.session.create_object(template);
        made.map_err(|error| self.fault(&error))
    }

    pub(super) fn destroy(&self, object: ObjectHandle) -> Result<(), MediumError> {
        match self.session.destroy_object(object) {
            Ok(()) | Err(Error::Pkcs11(RvError::ObjectHandleInvalid, _)) => Ok(()),
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// Sets the PIN to itself where the card wants that before a deletion. The token has just taken this very PIN.
    pub(super) fn allow_deletion(&self) -> Result<(), MediumError> {
        match self.pin {
            Some(pin) => {
                let set = self.session.set_pin(pin, pin);
                set.map_err(|error| self.fault(&error))
            }
            None => Ok(()),
        }
    }
}

/// Collects what comes, or nothing where it is too much.
fn at_most<T, E>(
    most: usize,
    items: impl Iterator<Item = Result<T, E>>,
) -> Result<Option<Vec<T>>, E> {
    let found: Vec<T> = items.take(most + 1).collect::<Result<_, _>>()?;
    Ok((found.len() <= most).then_some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_of_objects_holds_at_the_limit_and_one_beyond() {
        let found = |count: usize| at_most(TOKEN_OBJECTS_MAX, (0..count).map(Ok::<_, Error>));
        let at = found(TOKEN_OBJECTS_MAX).expect("no error");
        assert_eq!(at.map(|objects| objects.len()), Some(TOKEN_OBJECTS_MAX));
        assert_eq!(found(TOKEN_OBJECTS_MAX + 1).expect("no error"), None);
    }
}
