//! The functions that this module does not have. Callers take every function of the list for callable, so each stands
//! there and says so.

use cryptoki_sys::{
    CK_ATTRIBUTE, CK_BYTE, CK_MECHANISM, CK_OBJECT_HANDLE, CK_RV, CK_SESSION_HANDLE, CK_ULONG,
};

use super::call;
use crate::{error::TokenError, module::Target};

macro_rules! refused {
    ($($function:literal $name:ident($($argument:ty),*) = $error:ident;)*) => {
        $(
            pub(super) unsafe extern "C" fn $name(
                session: CK_SESSION_HANDLE,
                $(_: $argument),*
            ) -> CK_RV {
                call($function, Target::Session(session), |_| Err(TokenError::$error))
            }
        )*
    };
}

refused! {
    "C_GetOperationState" get_operation_state(*mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_SetOperationState" set_operation_state(
        *mut CK_BYTE, CK_ULONG, CK_OBJECT_HANDLE, CK_OBJECT_HANDLE) = NotSupported;
    "C_EncryptInit" encrypt_init(*mut CK_MECHANISM, CK_OBJECT_HANDLE) = NotSupported;
    "C_Encrypt" encrypt(*mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_EncryptUpdate" encrypt_update(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_EncryptFinal" encrypt_final(*mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_DecryptUpdate" decrypt_update(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_DecryptFinal" decrypt_final(*mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_DigestKey" digest_key(CK_OBJECT_HANDLE) = NotSupported;
    "C_SignRecoverInit" sign_recover_init(*mut CK_MECHANISM, CK_OBJECT_HANDLE) = NotSupported;
    "C_SignRecover" sign_recover(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_VerifyRecoverInit" verify_recover_init(*mut CK_MECHANISM, CK_OBJECT_HANDLE) = NotSupported;
    "C_VerifyRecover" verify_recover(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_DigestEncryptUpdate" digest_encrypt_update(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_DecryptDigestUpdate" decrypt_digest_update(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_SignEncryptUpdate" sign_encrypt_update(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_DecryptVerifyUpdate" decrypt_verify_update(
        *mut CK_BYTE, CK_ULONG, *mut CK_BYTE, *mut CK_ULONG) = NotSupported;
    "C_GenerateKey" generate_key(
        *mut CK_MECHANISM, *mut CK_ATTRIBUTE, CK_ULONG, *mut CK_OBJECT_HANDLE) = NotSupported;
    "C_WrapKey" wrap_key(
        *mut CK_MECHANISM, CK_OBJECT_HANDLE, CK_OBJECT_HANDLE, *mut CK_BYTE, *mut CK_ULONG)
        = NotSupported;
    "C_UnwrapKey" unwrap_key(
        *mut CK_MECHANISM, CK_OBJECT_HANDLE, *mut CK_BYTE, CK_ULONG, *mut CK_ATTRIBUTE, CK_ULONG,
        *mut CK_OBJECT_HANDLE) = NotSupported;
    "C_SeedRandom" seed_random(*mut CK_BYTE, CK_ULONG) = RandomSeed;
    "C_GetFunctionStatus" get_function_status() = NotParallel;
    "C_CancelFunction" cancel_function() = NotParallel;
}
