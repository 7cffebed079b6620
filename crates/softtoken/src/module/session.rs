//! Sessions, logins and PINs (PKCS#11 2.40, sections 5.5 and 5.6).

use cryptoki_sys::{
    CK_FLAGS, CK_SESSION_HANDLE, CK_SESSION_INFO, CK_SLOT_ID, CK_STATE, CKF_RW_SESSION,
    CKF_SERIAL_SESSION, CKS_RO_PUBLIC_SESSION, CKS_RO_USER_FUNCTIONS, CKS_RW_PUBLIC_SESSION,
    CKS_RW_SO_FUNCTIONS, CKS_RW_USER_FUNCTIONS,
};

use super::{Login, Module, Session};
use crate::{
    error::TokenError,
    limits::SESSIONS_MAX,
    module::operations::Operations,
    record::{Who, check_length},
};

impl Module {
    /// Opens a session.
    ///
    /// # Errors
    ///
    /// The token is not initialised, or the security officer is logged in and the session could not write.
    pub(crate) fn open_session(
        &mut self,
        slot: CK_SLOT_ID,
        flags: CK_FLAGS,
    ) -> Result<CK_SESSION_HANDLE, TokenError> {
        if flags & CKF_SERIAL_SESSION == 0 {
            return Err(TokenError::SessionParallel);
        }
        self.token(slot)?;
        let may_write = flags & CKF_RW_SESSION != 0;
        if !may_write && self.who(slot) == Some(Who::SecurityOfficer) {
            return Err(TokenError::SecurityOfficerSession);
        }
        if self.sessions.len() >= SESSIONS_MAX {
            return Err(TokenError::SessionCount);
        }
        self.last_session += 1;
        let session = Session {
            slot,
            may_write,
            found: None,
            operations: Operations::default(),
        };
        self.sessions.insert(self.last_session, session);
        Ok(self.last_session)
    }

    /// Closes a session; with the last one of a token its login ends.
    ///
    /// # Errors
    ///
    /// There is no such session.
    pub(crate) fn close_session(&mut self, handle: CK_SESSION_HANDLE) -> Result<(), TokenError> {
        let slot = self.session(handle)?.slot;
        self.end_session(handle, slot);
        Ok(())
    }

    /// Closes all sessions of a token.
    pub(crate) fn close_all_sessions(&mut self, slot: CK_SLOT_ID) {
        self.close_sessions(slot);
    }

    /// What `C_GetSessionInfo` tells.
    ///
    /// # Errors
    ///
    /// There is no such session.
    pub(crate) fn session_info(
        &self,
        handle: CK_SESSION_HANDLE,
    ) -> Result<CK_SESSION_INFO, TokenError> {
        let session = self.session(handle)?;
        let writes = if session.may_write { CKF_RW_SESSION } else { 0 };
        Ok(CK_SESSION_INFO {
            slotID: session.slot,
            state: self.state(session),
            flags: CKF_SERIAL_SESSION | writes,
            ulDeviceError: 0,
        })
    }

    fn state(&self, session: &Session) -> CK_STATE {
        match (self.who(session.slot), session.may_write) {
            (None, false) => CKS_RO_PUBLIC_SESSION,
            (None, true) => CKS_RW_PUBLIC_SESSION,
            (Some(Who::User), false) => CKS_RO_USER_FUNCTIONS,
            (Some(Who::User), true) => CKS_RW_USER_FUNCTIONS,
            (Some(Who::SecurityOfficer), _) => CKS_RW_SO_FUNCTIONS,
        }
    }

    /// Logs in, for all sessions of the token.
    ///
    /// # Errors
    ///
    /// Somebody is logged in; a session that cannot write is in the officer's way; the PIN is wrong or locked.
    pub(crate) fn login(
        &mut self,
        handle: CK_SESSION_HANDLE,
        who: Who,
        pin: &[u8],
        call: &str,
    ) -> Result<(), TokenError> {
        let slot = self.session(handle)?.slot;
        match self.who(slot) {
            Some(present) if present == who => return Err(TokenError::AlreadyLoggedIn),
            Some(_) => return Err(TokenError::AnotherLoggedIn),
            None => {}
        }
        let of_slot = |session: &&Session| session.slot == slot;
        if who == Who::SecurityOfficer
            && self
                .sessions
                .values()
                .filter(of_slot)
                .any(|of| !of.may_write)
        {
            return Err(TokenError::SessionReadOnlyExists);
        }
        let secret = self.token(slot)?.compare(who, pin, call)?;
        self.slots.entry(slot).or_default().login = Some(Login { who, secret });
        Ok(())
    }

    /// Logs out.
    ///
    /// # Errors
    ///
    /// Nobody is logged in.
    pub(crate) fn logout(&mut self, handle: CK_SESSION_HANDLE) -> Result<(), TokenError> {
        let slot = self.session(handle)?.slot;
        self.who(slot).ok_or(TokenError::NotLoggedIn)?;
        self.forget_login(slot);
        Ok(())
    }

    /// Sets the user's PIN as the security officer: the first one, or another one that unlocks the token.
    ///
    /// # Errors
    ///
    /// The security officer is not logged in, or the PIN is too short or too long.
    pub(crate) fn init_pin(
        &mut self,
        handle: CK_SESSION_HANDLE,
        pin: &[u8],
    ) -> Result<(), TokenError> {
        let slot = self.session(handle)?.slot;
        let officer = self
            .login_of(slot)
            .filter(|login| login.who == Who::SecurityOfficer);
        let secret = officer.ok_or(TokenError::NotLoggedIn)?.secret.clone();
        self.token(slot)?
            .set_pin(Who::User, pin, &secret, &mut self.rng)
    }

    /// Changes the PIN of who is logged in, or the user's. The old PIN is compared as at a login.
    ///
    /// # Errors
    ///
    /// The session cannot write; the old PIN is wrong or locked; the new one is too short or too long.
    pub(crate) fn set_pin(
        &mut self,
        handle: CK_SESSION_HANDLE,
        old: &[u8],
        new: &[u8],
        call: &str,
    ) -> Result<(), TokenError> {
        let session = self.session(handle)?;
        if !session.may_write {
            return Err(TokenError::SessionReadOnly);
        }
        check_length(new)?;
        let who = self.who(session.slot).unwrap_or(Who::User);
        let token = self.token(session.slot)?;
        let secret = token.compare(who, old, call)?;
        token.set_pin(who, new, &secret, &mut self.rng)
    }
}
