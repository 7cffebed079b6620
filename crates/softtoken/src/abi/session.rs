//! Sessions, logins, PINs.

use std::ffi::c_void;

use cryptoki_sys::{
    CK_BYTE, CK_FLAGS, CK_NOTIFY, CK_RV, CK_SESSION_HANDLE, CK_SESSION_INFO, CK_SLOT_ID, CK_ULONG,
    CK_USER_TYPE,
};

use super::{call, pointer};
use crate::{module::Target, record::Who};

/// Opens a session. The caller's notification is never used: nothing here happens by itself.
pub(super) unsafe extern "C" fn open_session(
    slot: CK_SLOT_ID,
    flags: CK_FLAGS,
    _application: *mut c_void,
    _notify: CK_NOTIFY,
    session: *mut CK_SESSION_HANDLE,
) -> CK_RV {
    call("C_OpenSession", Target::Slot(slot), |module| {
        pointer::expect_room(session)?;
        let handle = module.open_session(slot, flags)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(session, handle) }
    })
}

pub(super) unsafe extern "C" fn close_session(session: CK_SESSION_HANDLE) -> CK_RV {
    call("C_CloseSession", Target::Session(session), |module| {
        module.close_session(session)
    })
}

pub(super) unsafe extern "C" fn close_all_sessions(slot: CK_SLOT_ID) -> CK_RV {
    call("C_CloseAllSessions", Target::Slot(slot), |module| {
        module.close_all_sessions(slot);
        Ok(())
    })
}

pub(super) unsafe extern "C" fn get_session_info(
    session: CK_SESSION_HANDLE,
    info: *mut CK_SESSION_INFO,
) -> CK_RV {
    call("C_GetSessionInfo", Target::Session(session), |module| {
        let told = module.session_info(session)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(info, told) }
    })
}

pub(super) unsafe extern "C" fn login(
    session: CK_SESSION_HANDLE,
    user: CK_USER_TYPE,
    pin: *mut CK_BYTE,
    pin_length: CK_ULONG,
) -> CK_RV {
    call("C_Login", Target::Session(session), |module| {
        let who = Who::from_number(user)?;
        // SAFETY: the caller's pointer and length.
        let pin = unsafe { pointer::required_octets(pin, pin_length) }?;
        module.login(session, who, pin, "C_Login")
    })
}

pub(super) unsafe extern "C" fn logout(session: CK_SESSION_HANDLE) -> CK_RV {
    call("C_Logout", Target::Session(session), |module| {
        module.logout(session)
    })
}

pub(super) unsafe extern "C" fn init_pin(
    session: CK_SESSION_HANDLE,
    pin: *mut CK_BYTE,
    pin_length: CK_ULONG,
) -> CK_RV {
    call("C_InitPIN", Target::Session(session), |module| {
        // SAFETY: the caller's pointer and length.
        let pin = unsafe { pointer::required_octets(pin, pin_length) }?;
        module.init_pin(session, pin)
    })
}

pub(super) unsafe extern "C" fn set_pin(
    session: CK_SESSION_HANDLE,
    old: *mut CK_BYTE,
    old_length: CK_ULONG,
    new: *mut CK_BYTE,
    new_length: CK_ULONG,
) -> CK_RV {
    call("C_SetPIN", Target::Session(session), |module| {
        // SAFETY: the caller's pointers and lengths.
        let (old, new) = unsafe {
            (
                pointer::required_octets(old, old_length)?,
                pointer::required_octets(new, new_length)?,
            )
        };
        module.set_pin(session, old, new, "C_SetPIN")
    })
}
