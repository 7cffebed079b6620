//! The module as a whole, slots, tokens, mechanisms.

use std::ffi::c_void;

use cryptoki_sys::{
    CK_BBOOL, CK_BYTE, CK_C_INITIALIZE_ARGS, CK_FALSE, CK_FLAGS, CK_INFO, CK_MECHANISM_INFO,
    CK_MECHANISM_TYPE, CK_RV, CK_SLOT_ID, CK_SLOT_INFO, CK_TOKEN_INFO, CK_ULONG, CKF_DONT_BLOCK,
    CKF_OS_LOCKING_OK,
};

use super::{call, locked, pointer};
use crate::{
    error::TokenError,
    module::{Module, Target},
    place,
};

/// Octets of the label that `C_InitToken` takes.
const LABEL_OCTETS: CK_ULONG = 32;

pub(super) unsafe extern "C" fn initialize(arguments: *mut c_void) -> CK_RV {
    locked(|state| {
        // SAFETY: the caller's pointer, null or to its arguments.
        let arguments = unsafe { arguments.cast::<CK_C_INITIALIZE_ARGS>().as_ref() };
        if let Some(arguments) = arguments {
            check_arguments(arguments)?;
        }
        if state.is_some() {
            return Err(TokenError::AlreadyInitialised);
        }
        let rng = Box::new(place::system_rng());
        *state = Some(Module::open(&place::folder()?, rng)?);
        Ok(())
    })
}

/// The one lock is the operating system's; a caller that insists on its own cannot be served.
fn check_arguments(arguments: &CK_C_INITIALIZE_ARGS) -> Result<(), TokenError> {
    let own = [
        arguments.CreateMutex.is_some(),
        arguments.DestroyMutex.is_some(),
        arguments.LockMutex.is_some(),
        arguments.UnlockMutex.is_some(),
    ];
    let are_all = own.iter().all(|given| *given);
    let are_none = own.iter().all(|given| !given);
    if !arguments.pReserved.is_null() || !(are_all || are_none) {
        return Err(TokenError::Arguments);
    }
    if are_all && arguments.flags & CKF_OS_LOCKING_OK == 0 {
        return Err(TokenError::CannotLock);
    }
    Ok(())
}

pub(super) unsafe extern "C" fn finalize(reserved: *mut c_void) -> CK_RV {
    locked(|state| {
        if !reserved.is_null() {
            return Err(TokenError::Arguments);
        }
        state.take().map(drop).ok_or(TokenError::NotInitialised)
    })
}

pub(super) unsafe extern "C" fn get_info(info: *mut CK_INFO) -> CK_RV {
    call("C_GetInfo", Target::Nothing, |_| {
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(info, Module::info()) }
    })
}

pub(super) unsafe extern "C" fn get_slot_list(
    with_token: CK_BBOOL,
    list: *mut CK_SLOT_ID,
    count: *mut CK_ULONG,
) -> CK_RV {
    call("C_GetSlotList", Target::Nothing, |module| {
        let slots = module.slot_list(with_token != CK_FALSE)?;
        // SAFETY: the caller's pointers.
        unsafe { pointer::deliver_list(&slots, list, count) }
    })
}

pub(super) unsafe extern "C" fn get_slot_info(slot: CK_SLOT_ID, info: *mut CK_SLOT_INFO) -> CK_RV {
    // A slot is there, and can be asked, when its token is not: no script of the token meets this call.
    call("C_GetSlotInfo", Target::Nothing, |module| {
        let told = module.slot_info(slot)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(info, told) }
    })
}

pub(super) unsafe extern "C" fn get_token_info(
    slot: CK_SLOT_ID,
    info: *mut CK_TOKEN_INFO,
) -> CK_RV {
    call("C_GetTokenInfo", Target::Slot(slot), |module| {
        let told = module.token_info(slot)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(info, told) }
    })
}

pub(super) unsafe extern "C" fn get_mechanism_list(
    slot: CK_SLOT_ID,
    list: *mut CK_MECHANISM_TYPE,
    count: *mut CK_ULONG,
) -> CK_RV {
    call("C_GetMechanismList", Target::Slot(slot), |module| {
        let mechanisms = module.mechanisms(slot)?;
        // SAFETY: the caller's pointers.
        unsafe { pointer::deliver_list(&mechanisms, list, count) }
    })
}

pub(super) unsafe extern "C" fn get_mechanism_info(
    slot: CK_SLOT_ID,
    kind: CK_MECHANISM_TYPE,
    info: *mut CK_MECHANISM_INFO,
) -> CK_RV {
    call("C_GetMechanismInfo", Target::Slot(slot), |module| {
        let told = module.mechanism_info(slot, kind)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(info, told) }
    })
}

pub(super) unsafe extern "C" fn init_token(
    slot: CK_SLOT_ID,
    pin: *mut CK_BYTE,
    pin_length: CK_ULONG,
    label: *mut CK_BYTE,
) -> CK_RV {
    call("C_InitToken", Target::Slot(slot), |module| {
        // SAFETY: the caller's pointer and length.
        let pin = unsafe { pointer::required_octets(pin, pin_length) }?;
        // SAFETY: the caller's pointer; the label always has this length.
        let label = unsafe { pointer::required_octets(label, LABEL_OCTETS) }?;
        module.init_token(slot, pin, label, "C_InitToken")
    })
}

/// Slots change only while somebody works on the folder; nothing can be waited for.
pub(super) unsafe extern "C" fn wait_for_slot_event(
    flags: CK_FLAGS,
    _slot: *mut CK_SLOT_ID,
    _reserved: *mut c_void,
) -> CK_RV {
    call("C_WaitForSlotEvent", Target::Nothing, |_| {
        if flags & CKF_DONT_BLOCK == 0 {
            Err(TokenError::NotSupported)
        } else {
            Err(TokenError::NoEvent)
        }
    })
}
