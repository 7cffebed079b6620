//! The C interface of PKCS#11 2.40: the list of functions, the one lock, and what keeps panics on this side.
//!
//! A function here turns pointers into slices and values, calls the [`Module`], and turns the outcome back. It decides
//! nothing. Three rules hold for each: it runs through [`call`], so under the lock and with panics caught; a pointer is
//! looked at only through `pointer`, which refuses null; an answer is written only when everything else has gone well.
//!
//! What a caller promises, and every `SAFETY` remark here leans on, is PKCS#11's own contract: a pointer is null or
//! points to as many values as the length beside it says, readable or writable as the function has it, and stays so
//! until the function returns.

mod general;
mod object;
mod operation;
mod pointer;
mod session;
mod unsupported;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, PoisonError},
};

use cryptoki_sys::{CK_FUNCTION_LIST, CK_RV, CKR_FUNCTION_FAILED, CKR_OK};

use crate::{
    error::TokenError,
    module::{CRYPTOKI, Module, Target},
};

/// What this process has of the tokens, between `C_Initialize` and `C_Finalize`.
static MODULE: Mutex<Option<Module>> = Mutex::new(None);

/// The functions, in the order that PKCS#11 has for them.
static FUNCTIONS: CK_FUNCTION_LIST = CK_FUNCTION_LIST {
    version: CRYPTOKI,
    C_Initialize: Some(general::initialize),
    C_Finalize: Some(general::finalize),
    C_GetInfo: Some(general::get_info),
    C_GetFunctionList: Some(C_GetFunctionList),
    C_GetSlotList: Some(general::get_slot_list),
    C_GetSlotInfo: Some(general::get_slot_info),
    C_GetTokenInfo: Some(general::get_token_info),
    C_GetMechanismList: Some(general::get_mechanism_list),
    C_GetMechanismInfo: Some(general::get_mechanism_info),
    C_InitToken: Some(general::init_token),
    C_InitPIN: Some(session::init_pin),
    C_SetPIN: Some(session::set_pin),
    C_OpenSession: Some(session::open_session),
    C_CloseSession: Some(session::close_session),
    C_CloseAllSessions: Some(session::close_all_sessions),
    C_GetSessionInfo: Some(session::get_session_info),
    C_GetOperationState: Some(unsupported::get_operation_state),
    C_SetOperationState: Some(unsupported::set_operation_state),
    C_Login: Some(session::login),
    C_Logout: Some(session::logout),
    C_CreateObject: Some(object::create_object),
    C_CopyObject: Some(object::copy_object),
    C_DestroyObject: Some(object::destroy_object),
    C_GetObjectSize: Some(object::get_object_size),
    C_GetAttributeValue: Some(object::get_attribute_value),
    C_SetAttributeValue: Some(object::set_attribute_value),
    C_FindObjectsInit: Some(object::find_objects_init),
    C_FindObjects: Some(object::find_objects),
    C_FindObjectsFinal: Some(object::find_objects_final),
    C_EncryptInit: Some(unsupported::encrypt_init),
    C_Encrypt: Some(unsupported::encrypt),
    C_EncryptUpdate: Some(unsupported::encrypt_update),
    C_EncryptFinal: Some(unsupported::encrypt_final),
    C_DecryptInit: Some(operation::decrypt_init),
    C_Decrypt: Some(operation::decrypt),
    C_DecryptUpdate: Some(unsupported::decrypt_update),
    C_DecryptFinal: Some(unsupported::decrypt_final),
    C_DigestInit: Some(operation::digest_init),
    C_Digest: Some(operation::digest),
    C_DigestUpdate: Some(operation::digest_update),
    C_DigestKey: Some(unsupported::digest_key),
    C_DigestFinal: Some(operation::digest_final),
    C_SignInit: Some(operation::sign_init),
    C_Sign: Some(operation::sign),
    C_SignUpdate: Some(operation::sign_update),
    C_SignFinal: Some(operation::sign_final),
    C_SignRecoverInit: Some(unsupported::sign_recover_init),
    C_SignRecover: Some(unsupported::sign_recover),
    C_VerifyInit: Some(operation::verify_init),
    C_Verify: Some(operation::verify),
    C_VerifyUpdate: Some(operation::verify_update),
    C_VerifyFinal: Some(operation::verify_final),
    C_VerifyRecoverInit: Some(unsupported::verify_recover_init),
    C_VerifyRecover: Some(unsupported::verify_recover),
    C_DigestEncryptUpdate: Some(unsupported::digest_encrypt_update),
    C_DecryptDigestUpdate: Some(unsupported::decrypt_digest_update),
    C_SignEncryptUpdate: Some(unsupported::sign_encrypt_update),
    C_DecryptVerifyUpdate: Some(unsupported::decrypt_verify_update),
    C_GenerateKey: Some(unsupported::generate_key),
    C_GenerateKeyPair: Some(operation::generate_key_pair),
    C_WrapKey: Some(unsupported::wrap_key),
    C_UnwrapKey: Some(unsupported::unwrap_key),
    C_DeriveKey: Some(operation::derive_key),
    C_SeedRandom: Some(unsupported::seed_random),
    C_GenerateRandom: Some(operation::generate_random),
    C_GetFunctionStatus: Some(unsupported::get_function_status),
    C_CancelFunction: Some(unsupported::cancel_function),
    C_WaitForSlotEvent: Some(general::wait_for_slot_event),
};

/// Gives the functions of the module. It is the only name that a program looks up in it.
///
/// # Safety
///
/// `list` is null or points to a writable pointer.
// SAFETY: the name and the signature are those that PKCS#11 has for this function.
#[unsafe(no_mangle)]
unsafe extern "C" fn C_GetFunctionList(list: *mut *mut CK_FUNCTION_LIST) -> CK_RV {
    let functions = std::ptr::from_ref(&FUNCTIONS).cast_mut();
    // SAFETY: the caller's pointer; callers of PKCS#11 do not write to the list itself.
    answer(unsafe { pointer::put(list, functions) })
}

/// Runs one function on the initialised module, under the lock, after the script of faults has met it.
fn call(
    function: &'static str,
    target: Target,
    work: impl FnOnce(&mut Module) -> Result<(), TokenError>,
) -> CK_RV {
    locked(|state| {
        let module = state.as_mut().ok_or(TokenError::NotInitialised)?;
        module.enter(function, target)?;
        work(module)
    })
}

/// Runs something on the state of the process, under the lock. A panic ends here: it must not reach C.
fn locked(work: impl FnOnce(&mut Option<Module>) -> Result<(), TokenError>) -> CK_RV {
    let caught = catch_unwind(AssertUnwindSafe(|| {
        // A panic is caught while the lock is held only if it was in `work`; what it left behind are maps of handles,
        // which are whole at each step.
        let mut state = MODULE.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut state)
    }));
    caught.map_or(CKR_FUNCTION_FAILED, answer)
}

fn answer(outcome: Result<(), TokenError>) -> CK_RV {
    outcome.map_or_else(|error| error.rv(), |()| CKR_OK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_does_not_cross_the_interface_and_leaves_the_lock_free() {
        for _ in 0..2 {
            assert_eq!(locked(|_| panic!("on purpose")), CKR_FUNCTION_FAILED);
        }
    }
}
