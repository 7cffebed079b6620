//! From the caller's pointers to slices and values, and back. Null is refused here and nowhere else.

use std::{ffi::c_void, ptr, slice};

use cryptoki_sys::{
    CK_ATTRIBUTE, CK_ATTRIBUTE_TYPE, CK_BYTE, CK_ECDH1_DERIVE_PARAMS, CK_GOSTR3410_DERIVE_PARAMS,
    CK_MECHANISM, CK_ULONG, CK_UNAVAILABLE_INFORMATION, CKD_NULL, CKM_ECDH1_DERIVE,
    CKM_GOSTR3410_DERIVE, CKR_BUFFER_TOO_SMALL,
};
use zeroize::Zeroizing;

use crate::{
    attribute::Template,
    error::TokenError,
    limits::{ATTRIBUTE_OCTETS_MAX, MESSAGE_OCTETS_MAX, TEMPLATE_ATTRIBUTES_MAX},
    mechanism::{CKM_GOSTR3410_12_DERIVE, CKM_VKO_GOSTR3410_2012_512, Mechanism, Parameter},
    module::{AttributeAnswer, Reply, Room},
};

/// Reads `count` values; null is an empty list when the count is zero.
///
/// # Errors
///
/// Null with a count, or more than `count_max`.
///
/// # Safety
///
/// `from` is null or points to `count` values that nobody changes while the slice is used.
unsafe fn values<'a, T>(
    from: *const T,
    count: CK_ULONG,
    count_max: usize,
) -> Result<&'a [T], TokenError> {
    let count = usize::try_from(count).map_err(|_| TokenError::Arguments)?;
    if count == 0 {
        return Ok(&[]);
    }
    if from.is_null() || count > count_max {
        return Err(TokenError::Arguments);
    }
    // SAFETY: not null, and by the caller's promise so many values; `count_max` keeps the size far below the limit of
    // a slice.
    Ok(unsafe { slice::from_raw_parts(from, count) })
}

/// Reads octets that are signed, verified, hashed or decrypted, a PIN, or a label.
///
/// # Errors
///
/// Null with a length, or more than [`MESSAGE_OCTETS_MAX`].
///
/// # Safety
///
/// As [`values`].
pub(super) unsafe fn octets<'a>(
    from: *const CK_BYTE,
    length: CK_ULONG,
) -> Result<&'a [u8], TokenError> {
    // SAFETY: the caller's promise is passed on.
    unsafe { values(from, length, MESSAGE_OCTETS_MAX) }
}

/// Reads octets that must be there, even if there are none of them.
///
/// # Errors
///
/// As [`octets`], and for null.
///
/// # Safety
///
/// As [`values`].
pub(super) unsafe fn required_octets<'a>(
    from: *const CK_BYTE,
    length: CK_ULONG,
) -> Result<&'a [u8], TokenError> {
    if from.is_null() {
        return Err(TokenError::Arguments);
    }
    // SAFETY: the caller's promise is passed on.
    unsafe { octets(from, length) }
}

/// Reads a list of attributes.
///
/// # Errors
///
/// A pointer is null where there is a length, or there are too many attributes.
///
/// # Safety
///
/// As [`values`], also for the value of each attribute.
pub(super) unsafe fn template(
    from: *const CK_ATTRIBUTE,
    count: CK_ULONG,
) -> Result<Template, TokenError> {
    // SAFETY: the caller's promise is passed on.
    let attributes = unsafe { values(from, count, TEMPLATE_ATTRIBUTES_MAX) }?;
    let mut entries = Vec::new();
    for attribute in attributes {
        // One octet more than a value may have, so that it is refused as a value and not as a pointer.
        let value = attribute.pValue.cast::<CK_BYTE>().cast_const();
        // SAFETY: the caller's promise is passed on.
        let value = unsafe { values(value, attribute.ulValueLen, ATTRIBUTE_OCTETS_MAX + 1) }?;
        entries.push((attribute.type_, Zeroizing::new(value.to_vec())));
    }
    Template::new(entries)
}

/// Reads the kinds of attributes that are asked for.
///
/// # Errors
///
/// Null with a count, or too many.
///
/// # Safety
///
/// As [`values`]; the values of the attributes are not looked at.
pub(super) unsafe fn kinds(
    from: *const CK_ATTRIBUTE,
    count: CK_ULONG,
) -> Result<Vec<CK_ATTRIBUTE_TYPE>, TokenError> {
    // SAFETY: the caller's promise is passed on.
    let attributes = unsafe { values(from, count, TEMPLATE_ATTRIBUTES_MAX) }?;
    Ok(attributes.iter().map(|attribute| attribute.type_).collect())
}

/// Fills a list of attributes: lengths where there is no room, values where there is, "unavailable" where there is
/// nothing to give. All are filled, whatever happens to one.
///
/// # Errors
///
/// What went wrong with one of them.
///
/// # Safety
///
/// `to` points to as many writable attributes as there are values; the value of each is null or points to as many
/// writable octets as it says.
pub(super) unsafe fn fill(
    to: *mut CK_ATTRIBUTE,
    values: Vec<AttributeAnswer>,
) -> Result<(), TokenError> {
    let mut outcome = Ok(());
    for (at, value) in values.into_iter().enumerate() {
        // SAFETY: there are as many attributes as values.
        let attribute = unsafe { &mut *to.add(at) };
        let filled = value.and_then(|value| {
            let buffer = attribute.pValue.cast::<CK_BYTE>();
            let length = length_of(value.len())?;
            if !buffer.is_null() {
                if attribute.ulValueLen < length {
                    return Err(TokenError::BufferTooSmall);
                }
                // SAFETY: there is room for so many octets.
                unsafe { ptr::copy_nonoverlapping(value.as_ptr(), buffer, value.len()) };
            }
            Ok(length)
        });
        match filled {
            Ok(length) => attribute.ulValueLen = length,
            Err(error) => {
                attribute.ulValueLen = CK_UNAVAILABLE_INFORMATION;
                // A buffer that is too small is what the caller can mend, so it is told last.
                if outcome.is_ok() || error.rv() != CKR_BUFFER_TOO_SMALL {
                    outcome = Err(error);
                }
            }
        }
    }
    outcome
}

/// Reads a mechanism with its parameter.
///
/// # Errors
///
/// Null, or a parameter that is not the mechanism's.
///
/// # Safety
///
/// `from` is null or points to a mechanism, whose parameter is null or of the type that PKCS#11 has for it and as long
/// as it says.
pub(super) unsafe fn mechanism(from: *const CK_MECHANISM) -> Result<Mechanism, TokenError> {
    // SAFETY: the caller's promise is passed on.
    let Some(given) = (unsafe { from.as_ref() }) else {
        return Err(TokenError::Arguments);
    };
    let (parameter, length) = (given.pParameter.cast_const(), given.ulParameterLen);
    let parameter = match given.mechanism {
        _ if length == 0 => Parameter::None,
        // SAFETY: the caller's promise is passed on.
        CKM_ECDH1_DERIVE => match unsafe { agreement(parameter, length) }? {
            Parameter::Agreement { ukm, .. } if !ukm.is_empty() => {
                return Err(TokenError::MechanismParameter);
            }
            parameter => parameter,
        },
        // SAFETY: the caller's promise is passed on.
        CKM_VKO_GOSTR3410_2012_512 => unsafe { agreement(parameter, length) }?,
        // SAFETY: the caller's promise is passed on.
        CKM_GOSTR3410_DERIVE => unsafe { vko(parameter, length) }?,
        kind => {
            // SAFETY: the caller's promise is passed on.
            let octets = unsafe { part(parameter.cast::<CK_BYTE>(), length) }?;
            match kind {
                CKM_GOSTR3410_12_DERIVE => Parameter::of_vko(&octets)?,
                _ => Parameter::Octets(octets),
            }
        }
    };
    Ok(Mechanism {
        kind: given.mechanism,
        parameter,
    })
}

/// Reads the parameter of ECDH, which TC26's VKO of 512 bits has too, with the keying material as what both share; the
/// common octets are taken as they are, without a derivation.
unsafe fn agreement(from: *const c_void, length: CK_ULONG) -> Result<Parameter, TokenError> {
    // SAFETY: the caller's promise is passed on.
    let given: CK_ECDH1_DERIVE_PARAMS = unsafe { structure(from, length) }?;
    if given.kdf != CKD_NULL {
        return Err(TokenError::MechanismParameter);
    }
    // SAFETY: the caller's promise is passed on.
    unsafe {
        Ok(Parameter::Agreement {
            public: part(given.pPublicData, given.ulPublicDataLen)?,
            ukm: part(given.pSharedData, given.ulSharedDataLen)?,
        })
    }
}

/// Reads the parameter of VKO as the standard has it; the common octets are taken as they are, without a derivation.
unsafe fn vko(from: *const c_void, length: CK_ULONG) -> Result<Parameter, TokenError> {
    // SAFETY: the caller's promise is passed on.
    let given: CK_GOSTR3410_DERIVE_PARAMS = unsafe { structure(from, length) }?;
    if given.kdf != CKD_NULL {
        return Err(TokenError::MechanismParameter);
    }
    // SAFETY: the caller's promise is passed on.
    unsafe {
        Ok(Parameter::Agreement {
            public: part(given.pPublicData, given.ulPublicDataLen)?,
            ukm: part(given.pUKM, given.ulUKMLen)?,
        })
    }
}

/// Reads octets that belong to a parameter.
///
/// # Errors
///
/// Null with a length, or more octets than an attribute has.
///
/// # Safety
///
/// As [`values`].
unsafe fn part(from: *const CK_BYTE, length: CK_ULONG) -> Result<Vec<u8>, TokenError> {
    // SAFETY: the caller's promise is passed on.
    let octets = unsafe { values(from, length, ATTRIBUTE_OCTETS_MAX) };
    Ok(octets.map_err(|_| TokenError::MechanismParameter)?.to_vec())
}

/// Reads a structure that stands as a parameter.
///
/// # Errors
///
/// Null, or another length than the structure's.
///
/// # Safety
///
/// `from` is null or points to `length` octets, which are a `T` when they are as many.
unsafe fn structure<T: Copy>(from: *const c_void, length: CK_ULONG) -> Result<T, TokenError> {
    let fits = usize::try_from(length) == Ok(size_of::<T>());
    if from.is_null() || !fits {
        return Err(TokenError::MechanismParameter);
    }
    // SAFETY: not null, of the right length; read without asking for alignment.
    Ok(unsafe { ptr::read_unaligned(from.cast::<T>()) })
}

/// Writes one value.
///
/// # Errors
///
/// Null.
///
/// # Safety
///
/// `to` is null or points to room for a value.
pub(super) unsafe fn put<T>(to: *mut T, value: T) -> Result<(), TokenError> {
    if to.is_null() {
        return Err(TokenError::Arguments);
    }
    // SAFETY: not null, and by the caller's promise room for a value.
    unsafe { ptr::write(to, value) };
    Ok(())
}

/// Refuses a null pointer to room for an answer, before anything is done.
///
/// # Errors
///
/// Null.
pub(super) const fn expect_room<T>(to: *mut T) -> Result<(), TokenError> {
    if to.is_null() {
        return Err(TokenError::Arguments);
    }
    Ok(())
}

/// How much room a caller has for octets: it asks for the length by giving no pointer.
///
/// # Errors
///
/// There is no place for the length.
///
/// # Safety
///
/// `length` is null or points to a number.
pub(super) unsafe fn room<T>(to: *const T, length: *const CK_ULONG) -> Result<Room, TokenError> {
    // SAFETY: the caller's promise is passed on.
    let length = unsafe { length.as_ref() }.ok_or(TokenError::Arguments)?;
    if to.is_null() {
        return Ok(Room::Asks);
    }
    Ok(Room::Octets(usize::try_from(*length).unwrap_or(usize::MAX)))
}

/// Gives a caller the octets or their number.
///
/// # Errors
///
/// There was too little room; the caller learns how much is needed.
///
/// # Safety
///
/// `length` points to a number, and `to` is null or to as much room as [`room`] read there.
pub(super) unsafe fn deliver(
    reply: Reply,
    to: *mut CK_BYTE,
    length: *mut CK_ULONG,
) -> Result<(), TokenError> {
    let (count, outcome) = match reply {
        Reply::Length(count) => (count, Ok(())),
        Reply::TooSmall(count) => (count, Err(TokenError::BufferTooSmall)),
        Reply::Octets(octets) => {
            // SAFETY: the operation was asked for an answer of the room that there is.
            unsafe { ptr::copy_nonoverlapping(octets.as_ptr(), to, octets.len()) };
            (octets.len(), Ok(()))
        }
    };
    // SAFETY: the caller's promise is passed on.
    unsafe { put(length, length_of(count)?) }?;
    outcome
}

/// Gives a caller a list, in the two calls that lists have.
///
/// # Errors
///
/// There is no place for the number, or too little room; the caller learns how much is needed.
///
/// # Safety
///
/// `count` is null or points to a number, and `to` is null or points to room for so many values.
pub(super) unsafe fn deliver_list<T: Copy>(
    list: &[T],
    to: *mut T,
    count: *mut CK_ULONG,
) -> Result<(), TokenError> {
    // SAFETY: the caller's promise is passed on.
    let room = unsafe { room(to, count) }?;
    // SAFETY: as above; `room` has refused null.
    unsafe { put(count, length_of(list.len())?) }?;
    match room {
        Room::Asks => Ok(()),
        Room::Octets(room) if room < list.len() => Err(TokenError::BufferTooSmall),
        Room::Octets(_) => {
            // SAFETY: there is room for so many values.
            unsafe { ptr::copy_nonoverlapping(list.as_ptr(), to, list.len()) };
            Ok(())
        }
    }
}

/// Fills the room for octets that the caller has counted itself.
///
/// # Safety
///
/// `to` points to room for as many octets.
pub(super) unsafe fn copy(from: &[u8], to: *mut CK_BYTE) {
    // SAFETY: the caller's promise is passed on.
    unsafe { ptr::copy_nonoverlapping(from.as_ptr(), to, from.len()) };
}

fn length_of(count: usize) -> Result<CK_ULONG, TokenError> {
    CK_ULONG::try_from(count).map_err(|_| TokenError::Failed)
}

#[cfg(test)]
mod tests {
    use cryptoki_sys::{CKA_ID, CKA_LABEL, CKA_VALUE};

    use super::*;

    fn octets_of(text: &[u8]) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(text.to_vec())
    }

    fn attribute(kind: CK_ATTRIBUTE_TYPE, buffer: &mut [u8]) -> CK_ATTRIBUTE {
        CK_ATTRIBUTE {
            type_: kind,
            pValue: buffer.as_mut_ptr().cast(),
            ulValueLen: buffer.len().try_into().expect("a short buffer"),
        }
    }

    #[test]
    fn a_missing_attribute_is_unavailable_while_the_others_are_filled() {
        let (mut id, mut label, mut value) = ([0; 4], [0; 1], [0; 1]);
        let mut list = [
            attribute(CKA_VALUE, &mut value),
            attribute(CKA_ID, &mut id),
            attribute(CKA_LABEL, &mut label),
        ];
        let values = vec![
            Err(TokenError::AttributeType(CKA_VALUE)),
            Ok(octets_of(b"id")),
            Ok(octets_of(b"label")),
        ];
        // SAFETY: as many attributes as values, each with its buffer.
        let outcome = unsafe { fill(list.as_mut_ptr(), values) };
        assert!(matches!(outcome, Err(TokenError::AttributeType(CKA_VALUE))));
        let lengths = list.map(|attribute| attribute.ulValueLen);
        let gone = CK_UNAVAILABLE_INFORMATION;
        assert_eq!(lengths, [gone, 2, gone]);
        assert_eq!(&id, b"id\0\0");
    }

    #[test]
    fn lengths_are_told_without_buffers_and_small_buffers_are_refused() {
        let mut asks = CK_ATTRIBUTE {
            type_: CKA_ID,
            pValue: ptr::null_mut(),
            ulValueLen: 0,
        };
        // SAFETY: one attribute, one value.
        assert!(unsafe { fill(&raw mut asks, vec![Ok(octets_of(b"id"))]) }.is_ok());
        assert_eq!(asks.ulValueLen, 2);
        let mut small = [0; 1];
        let mut list = attribute(CKA_ID, &mut small);
        // SAFETY: one attribute, one value.
        let outcome = unsafe { fill(&raw mut list, vec![Ok(octets_of(b"id"))]) };
        assert!(matches!(outcome, Err(TokenError::BufferTooSmall)));
    }

    #[test]
    fn null_is_refused_where_there_is_a_length_and_empty_where_there_is_none() {
        // SAFETY: null is what is tried.
        unsafe {
            assert!(octets(ptr::null(), 1).is_err());
            assert_eq!(octets(ptr::null(), 0).ok(), Some(&[][..]));
            assert!(required_octets(ptr::null(), 0).is_err());
            assert!(template(ptr::null(), 1).is_err());
            assert!(mechanism(ptr::null()).is_err());
            assert!(put(ptr::null_mut::<CK_ULONG>(), 1).is_err());
            assert!(room(ptr::null::<CK_BYTE>(), ptr::null()).is_err());
        }
    }

    #[test]
    fn a_list_is_told_counted_and_given() {
        let list: [CK_ULONG; 2] = [7, 8];
        let mut count = 0;
        let mut room = [0; 2];
        // SAFETY: the pointers lead to the variables above, the count says how many.
        unsafe {
            assert!(deliver_list(&list, ptr::null_mut(), &raw mut count).is_ok());
            assert_eq!(count, 2);
            count = 1;
            let small = deliver_list(&list, room.as_mut_ptr(), &raw mut count);
            assert!(matches!(small, Err(TokenError::BufferTooSmall)));
            assert_eq!(count, 2);
            assert!(deliver_list(&list, room.as_mut_ptr(), &raw mut count).is_ok());
        }
        assert_eq!(room, list);
    }
}
