//! Signing, verifying, decrypting, hashing, keys, random octets.

use cryptoki_sys::{
    CK_ATTRIBUTE, CK_BYTE, CK_MECHANISM, CK_OBJECT_HANDLE, CK_RV, CK_SESSION_HANDLE, CK_ULONG,
};

use super::{call, pointer};
use crate::{error::TokenError, module::Target};

pub(super) unsafe extern "C" fn sign_init(
    session: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    key: CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_SignInit", Target::Session(session), |module| {
        // SAFETY: the caller's pointer.
        let mechanism = unsafe { pointer::mechanism(mechanism) }?;
        module.sign_init(session, &mechanism, key)
    })
}

pub(super) unsafe extern "C" fn sign(
    session: CK_SESSION_HANDLE,
    text: *mut CK_BYTE,
    text_length: CK_ULONG,
    signature: *mut CK_BYTE,
    signature_length: *mut CK_ULONG,
) -> CK_RV {
    call("C_Sign", Target::Session(session), |module| {
        // SAFETY: the caller's pointers and lengths.
        unsafe {
            let text = pointer::octets(text, text_length)?;
            let room = pointer::room(signature, signature_length)?;
            let reply = module.sign(session, Some(text), room)?;
            pointer::deliver(reply, signature, signature_length)
        }
    })
}

pub(super) unsafe extern "C" fn sign_update(
    session: CK_SESSION_HANDLE,
    piece: *mut CK_BYTE,
    piece_length: CK_ULONG,
) -> CK_RV {
    call("C_SignUpdate", Target::Session(session), |module| {
        // SAFETY: the caller's pointer and length.
        let piece = unsafe { pointer::octets(piece, piece_length) }?;
        module.sign_update(session, piece)
    })
}

pub(super) unsafe extern "C" fn sign_final(
    session: CK_SESSION_HANDLE,
    signature: *mut CK_BYTE,
    signature_length: *mut CK_ULONG,
) -> CK_RV {
    call("C_SignFinal", Target::Session(session), |module| {
        // SAFETY: the caller's pointers.
        unsafe {
            let room = pointer::room(signature, signature_length)?;
            let reply = module.sign(session, None, room)?;
            pointer::deliver(reply, signature, signature_length)
        }
    })
}

pub(super) unsafe extern "C" fn verify_init(
    session: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    key: CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_VerifyInit", Target::Session(session), |module| {
        // SAFETY: the caller's pointer.
        let mechanism = unsafe { pointer::mechanism(mechanism) }?;
        module.verify_init(session, &mechanism, key)
    })
}

pub(super) unsafe extern "C" fn verify(
    session: CK_SESSION_HANDLE,
    text: *mut CK_BYTE,
    text_length: CK_ULONG,
    signature: *mut CK_BYTE,
    signature_length: CK_ULONG,
) -> CK_RV {
    call("C_Verify", Target::Session(session), |module| {
        // SAFETY: the caller's pointers and lengths.
        let (text, signature) = unsafe {
            (
                pointer::octets(text, text_length)?,
                pointer::required_octets(signature, signature_length)?,
            )
        };
        module.verify(session, Some(text), signature)
    })
}

pub(super) unsafe extern "C" fn verify_update(
    session: CK_SESSION_HANDLE,
    piece: *mut CK_BYTE,
    piece_length: CK_ULONG,
) -> CK_RV {
    call("C_VerifyUpdate", Target::Session(session), |module| {
        // SAFETY: the caller's pointer and length.
        let piece = unsafe { pointer::octets(piece, piece_length) }?;
        module.verify_update(session, piece)
    })
}

pub(super) unsafe extern "C" fn verify_final(
    session: CK_SESSION_HANDLE,
    signature: *mut CK_BYTE,
    signature_length: CK_ULONG,
) -> CK_RV {
    call("C_VerifyFinal", Target::Session(session), |module| {
        // SAFETY: the caller's pointer and length.
        let signature = unsafe { pointer::required_octets(signature, signature_length) }?;
        module.verify(session, None, signature)
    })
}

pub(super) unsafe extern "C" fn decrypt_init(
    session: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    key: CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_DecryptInit", Target::Session(session), |module| {
        // SAFETY: the caller's pointer.
        let mechanism = unsafe { pointer::mechanism(mechanism) }?;
        module.decrypt_init(session, &mechanism, key)
    })
}

pub(super) unsafe extern "C" fn decrypt(
    session: CK_SESSION_HANDLE,
    ciphertext: *mut CK_BYTE,
    ciphertext_length: CK_ULONG,
    plain: *mut CK_BYTE,
    plain_length: *mut CK_ULONG,
) -> CK_RV {
    call("C_Decrypt", Target::Session(session), |module| {
        // SAFETY: the caller's pointers and lengths.
        unsafe {
            let ciphertext = pointer::required_octets(ciphertext, ciphertext_length)?;
            let room = pointer::room(plain, plain_length)?;
            let reply = module.decrypt(session, ciphertext, room)?;
            pointer::deliver(reply, plain, plain_length)
        }
    })
}

pub(super) unsafe extern "C" fn digest_init(
    session: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
) -> CK_RV {
    call("C_DigestInit", Target::Session(session), |module| {
        // SAFETY: the caller's pointer.
        let mechanism = unsafe { pointer::mechanism(mechanism) }?;
        module.digest_init(session, &mechanism)
    })
}

pub(super) unsafe extern "C" fn digest(
    session: CK_SESSION_HANDLE,
    text: *mut CK_BYTE,
    text_length: CK_ULONG,
    hash: *mut CK_BYTE,
    hash_length: *mut CK_ULONG,
) -> CK_RV {
    call("C_Digest", Target::Session(session), |module| {
        // SAFETY: the caller's pointers and lengths.
        unsafe {
            let text = pointer::octets(text, text_length)?;
            let room = pointer::room(hash, hash_length)?;
            let reply = module.digest(session, Some(text), room)?;
            pointer::deliver(reply, hash, hash_length)
        }
    })
}

pub(super) unsafe extern "C" fn digest_update(
    session: CK_SESSION_HANDLE,
    piece: *mut CK_BYTE,
    piece_length: CK_ULONG,
) -> CK_RV {
    call("C_DigestUpdate", Target::Session(session), |module| {
        // SAFETY: the caller's pointer and length.
        let piece = unsafe { pointer::octets(piece, piece_length) }?;
        module.digest_update(session, piece)
    })
}

pub(super) unsafe extern "C" fn digest_final(
    session: CK_SESSION_HANDLE,
    hash: *mut CK_BYTE,
    hash_length: *mut CK_ULONG,
) -> CK_RV {
    call("C_DigestFinal", Target::Session(session), |module| {
        // SAFETY: the caller's pointers.
        unsafe {
            let room = pointer::room(hash, hash_length)?;
            let reply = module.digest(session, None, room)?;
            pointer::deliver(reply, hash, hash_length)
        }
    })
}

#[expect(
    clippy::too_many_arguments,
    reason = "the arguments are those of PKCS#11"
)]
pub(super) unsafe extern "C" fn generate_key_pair(
    session: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    public_template: *mut CK_ATTRIBUTE,
    public_count: CK_ULONG,
    private_template: *mut CK_ATTRIBUTE,
    private_count: CK_ULONG,
    public: *mut CK_OBJECT_HANDLE,
    private: *mut CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_GenerateKeyPair", Target::Session(session), |module| {
        pointer::expect_room(public)?;
        pointer::expect_room(private)?;
        // SAFETY: the caller's pointers and counts.
        let (mechanism, of_public, of_private) = unsafe {
            (
                pointer::mechanism(mechanism)?,
                pointer::template(public_template, public_count)?,
                pointer::template(private_template, private_count)?,
            )
        };
        let handles = module.generate_key_pair(session, &mechanism, &of_public, &of_private)?;
        // SAFETY: the caller's pointers.
        unsafe {
            pointer::put(public, handles.0)?;
            pointer::put(private, handles.1)
        }
    })
}

pub(super) unsafe extern "C" fn derive_key(
    session: CK_SESSION_HANDLE,
    mechanism: *mut CK_MECHANISM,
    base: CK_OBJECT_HANDLE,
    template: *mut CK_ATTRIBUTE,
    count: CK_ULONG,
    key: *mut CK_OBJECT_HANDLE,
) -> CK_RV {
    call("C_DeriveKey", Target::Session(session), |module| {
        pointer::expect_room(key)?;
        // SAFETY: the caller's pointers and count.
        let (mechanism, template) = unsafe {
            (
                pointer::mechanism(mechanism)?,
                pointer::template(template, count)?,
            )
        };
        let handle = module.derive_key(session, &mechanism, base, &template)?;
        // SAFETY: the caller's pointer.
        unsafe { pointer::put(key, handle) }
    })
}

pub(super) unsafe extern "C" fn generate_random(
    session: CK_SESSION_HANDLE,
    to: *mut CK_BYTE,
    count: CK_ULONG,
) -> CK_RV {
    call("C_GenerateRandom", Target::Session(session), |module| {
        pointer::expect_room(to)?;
        let count = usize::try_from(count).map_err(|_| TokenError::Arguments)?;
        let octets = module.random(session, count)?;
        // SAFETY: the caller has room for as many as it asked for.
        unsafe { pointer::copy(&octets, to) };
        Ok(())
    })
}
