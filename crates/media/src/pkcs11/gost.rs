//! What `cryptoki` cannot say: mechanism numbers it does not know, attributes it does not read, Rutoken's count of tries.
//!
//! The GOST mechanisms of PKCS#11 2.30 lie below the range of vendors, so `cryptoki` makes no type of them and hides them
//! from its lists; the attributes of GOST keys can be written through it, but not read. Both are spoken here, over the
//! module that `cryptoki` has opened, with its handles, and so is VKO, whose parameters it does not have. Rutoken's extended functions are those of the `rtpkcs11t.h` that
//! the vendor publishes. What the numbers are used for is not known here.
//!
//! This is the one file of the crate with `unsafe`.
#![expect(
    unsafe_code,
    reason = "the C interface of PKCS#11, where the crate for it has gaps"
)]

use std::{ffi::c_void, mem, path::Path, ptr};

use cryptoki::{
    context::Function,
    error::{Error, Rv},
    mechanism::MechanismType,
    object::{Attribute, ObjectHandle},
    session::Session,
    slot::Slot,
};
use cryptoki_sys::{
    CK_ATTRIBUTE, CK_ATTRIBUTE_TYPE, CK_ECDH1_DERIVE_PARAMS, CK_FUNCTION_LIST,
    CK_GOSTR3410_DERIVE_PARAMS, CK_MECHANISM, CK_MECHANISM_TYPE, CK_RV, CK_SLOT_ID, CK_ULONG,
    CK_UNAVAILABLE_INFORMATION, CKD_NULL, CKR_ATTRIBUTE_SENSITIVE, CKR_ATTRIBUTE_TYPE_INVALID,
    CKR_BUFFER_TOO_SMALL, CKR_OK,
};
use libloading::Library;

use crate::limits::GOST_ATTRIBUTE_SIZE_BYTES_MAX;

/// `CKM_GOSTR3410_KEY_PAIR_GEN`: keys of 256 bits.
pub(super) const KEY_PAIR_GEN_256: CK_MECHANISM_TYPE = 0x1200;
/// `CKM_GOSTR3410`: signs a digest of 256 bits.
pub(super) const SIGN_256: CK_MECHANISM_TYPE = 0x1201;
/// `CKM_GOSTR3410_512_KEY_PAIR_GEN` of TC26.
pub(super) const KEY_PAIR_GEN_512: CK_MECHANISM_TYPE = 0xD432_1005;
/// `CKM_GOSTR3410_512` of TC26: signs a digest of 512 bits.
pub(super) const SIGN_512: CK_MECHANISM_TYPE = 0xD432_1006;
/// `CKM_GOSTR3410_DERIVE`: agrees on 32 octets with a key of 256 bits.
const DERIVE: CK_MECHANISM_TYPE = 0x1204;
/// `CKM_GOSTR3410_12_DERIVE` of TC26: agrees on 32 octets with a key of either size.
const DERIVE_12: CK_MECHANISM_TYPE = 0xD432_1007;
/// `CKM_VKO_GOSTR3410_2012_512` of TC26: agrees on 64 octets with a key of 512 bits.
const DERIVE_512: CK_MECHANISM_TYPE = 0xD432_1038;
/// `CKM_GOSTR3410_WITH_GOSTR3411_12_256` of TC26: hashes and signs.
pub(super) const HASH_AND_SIGN_256: CK_MECHANISM_TYPE = 0xD432_1008;
/// `CKM_GOSTR3410_WITH_GOSTR3411_12_512` of TC26: hashes and signs.
pub(super) const HASH_AND_SIGN_512: CK_MECHANISM_TYPE = 0xD432_1009;

/// `CKK_GOSTR3410_512` of TC26.
pub(super) const KEY_TYPE_512: CK_ULONG = 0xD432_1003;
/// `CKA_GOSTR3410_PARAMS`: the parameter set, a DER OBJECT IDENTIFIER with its tag.
pub(super) const PARAMETERS: CK_ATTRIBUTE_TYPE = 0x250;
/// `CKA_GOSTR3411_PARAMS`: the hash; it is what makes a key one of 2012 and not of 2001.
pub(super) const HASH_PARAMETERS: CK_ATTRIBUTE_TYPE = 0x251;

/// Gives a mechanism number its type.
pub(super) fn mechanism(number: CK_MECHANISM_TYPE) -> MechanismType {
    const {
        assert!(size_of::<MechanismType>() == size_of::<CK_MECHANISM_TYPE>());
    }
    // SAFETY: `MechanismType` is `repr(transparent)` over `CK_MECHANISM_TYPE`, of which every value is valid; its own
    // constructor differs only in that it refuses numbers below the vendors' range.
    unsafe { mem::transmute::<CK_MECHANISM_TYPE, MechanismType>(number) }
}

/// How a token agrees on a key by VKO (RFC 7836, section 4.3), always without a derivation of what was agreed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Vko {
    /// On 32 octets, with the structure of PKCS#11 for its parameter.
    Standard,
    /// On 32 octets, with TC26's run of octets.
    Vendor,
    /// On 64 octets, with the structure of ECDH.
    Long,
}

impl Vko {
    /// The ways to so many octets with a key of such a size, the better first.
    pub(super) const fn ways(key_size: usize, octets: usize) -> &'static [Self] {
        match (key_size, octets) {
            (32, 32) => &[Self::Vendor, Self::Standard],
            (64, 32) => &[Self::Vendor],
            (64, 64) => &[Self::Long],
            _ => &[],
        }
    }

    /// The mechanism.
    pub(super) fn mechanism(self) -> MechanismType {
        mechanism(self.number())
    }

    const fn number(self) -> CK_MECHANISM_TYPE {
        match self {
            Self::Standard => DERIVE,
            Self::Vendor => DERIVE_12,
            Self::Long => DERIVE_512,
        }
    }
}

/// The parameter of [`DERIVE_12`]: the derivation, the length of the public key, the public key, the length of the keying
/// material, the material; numbers of 32 bits in the order of the host.
fn run_of_octets(public: &[u8], ukm: &[u8]) -> Result<Vec<u8>, Error> {
    let mut octets = u32::try_from(CKD_NULL)?.to_ne_bytes().to_vec();
    for part in [public, ukm] {
        octets.extend(u32::try_from(part.len())?.to_ne_bytes());
        octets.extend(part);
    }
    Ok(octets)
}

type GetFunctionList = unsafe extern "C" fn(*mut *mut CK_FUNCTION_LIST) -> CK_RV;
type GetTokenInfoExtended = unsafe extern "C" fn(CK_SLOT_ID, *mut TokenInfoExtended) -> CK_RV;

/// `CK_TOKEN_INFO_EXTENDED` of `rtpkcs11t.h`, up to the last field that all its versions have.
#[repr(C)]
struct TokenInfoExtended {
    size_of_this_structure: CK_ULONG,
    token_type: CK_ULONG,
    protocol_number: CK_ULONG,
    microcode_number: CK_ULONG,
    order_number: CK_ULONG,
    flags: CK_ULONG,
    admin_pin_length_max: CK_ULONG,
    admin_pin_length_min: CK_ULONG,
    user_pin_length_max: CK_ULONG,
    user_pin_length_min: CK_ULONG,
    admin_tries_max: CK_ULONG,
    admin_tries_left: CK_ULONG,
    user_tries_max: CK_ULONG,
    user_tries_left: CK_ULONG,
    serial_number: [u8; 8],
    memory_total: CK_ULONG,
    memory_free: CK_ULONG,
    atr: [u8; 64],
    atr_length: CK_ULONG,
    token_class: CK_ULONG,
}

/// A second look into a module that `cryptoki` has opened.
pub(super) struct Raw {
    functions: CK_FUNCTION_LIST,
    token_info_extended: Option<GetTokenInfoExtended>,
    // Declared last: the pointers above lead into it.
    _library: Library,
}

impl Raw {
    /// Opens the library once more, which counts it up and runs none of its code, and takes its functions.
    ///
    /// # Errors
    ///
    /// It is no PKCS#11 module.
    pub(super) fn open(path: &Path) -> Result<Self, Error> {
        // SAFETY: the caller has opened the same file through `cryptoki`, so its initialisers have run already.
        let library = unsafe { Library::new(path) }.map_err(|_| Error::NotSupported)?;
        // SAFETY: PKCS#11 gives C_GetFunctionList this type.
        let list = unsafe { library.get::<GetFunctionList>(c"C_GetFunctionList") }
            .map_err(|_| Error::MissingSymbol("C_GetFunctionList"))?;
        let mut functions = ptr::null_mut();
        // SAFETY: the function writes one pointer, for which there is room.
        let answer = unsafe { list(&raw mut functions) };
        Rv::from(answer).into_result(Function::GetFunctionList)?;
        if functions.is_null() {
            return Err(Error::NullFunctionPointer);
        }
        // SAFETY: after CKR_OK it points to the module's list, which lives as long as the library; it may lie unaligned.
        let functions = unsafe { ptr::read_unaligned(functions) };
        // SAFETY: only Rutoken's library has a symbol of this name, and this is its type there.
        let token_info_extended =
            unsafe { library.get::<GetTokenInfoExtended>(c"C_EX_GetTokenInfoExtended") }
                .ok()
                .map(|symbol| *symbol);
        Ok(Self {
            functions,
            token_info_extended,
            _library: library,
        })
    }

    /// Reads an attribute that is a short DER value; nothing where the object has none.
    ///
    /// # Errors
    ///
    /// The module's own.
    pub(super) fn attribute(
        &self,
        session: &Session,
        object: ObjectHandle,
        kind: CK_ATTRIBUTE_TYPE,
    ) -> Result<Option<Vec<u8>>, Error> {
        let get = self.functions.C_GetAttributeValue;
        let get = get.ok_or(Error::NullFunctionPointer)?;
        let mut value = vec![0_u8; GOST_ATTRIBUTE_SIZE_BYTES_MAX];
        let mut attribute = CK_ATTRIBUTE {
            type_: kind,
            pValue: value.as_mut_ptr().cast(),
            ulValueLen: CK_ULONG::try_from(value.len())?,
        };
        // SAFETY: one attribute is passed and counted, with a buffer of the length it names; both outlive the call.
        let answer = unsafe { get(session.handle(), object.handle(), &raw mut attribute, 1) };
        match answer {
            CKR_OK => {}
            // One that is longer than the buffer is none of those that are known here.
            CKR_ATTRIBUTE_SENSITIVE | CKR_ATTRIBUTE_TYPE_INVALID | CKR_BUFFER_TOO_SMALL => {
                return Ok(None);
            }
            other => Rv::from(other).into_result(Function::GetAttributeValue)?,
        }
        if attribute.ulValueLen == CK_UNAVAILABLE_INFORMATION {
            return Ok(None);
        }
        value.truncate(usize::try_from(attribute.ulValueLen)?);
        Ok((!value.is_empty()).then_some(value))
    }

    /// Agrees with another key, `X‖Y`, on a key that the template describes.
    ///
    /// # Errors
    ///
    /// The module's own.
    pub(super) fn agree(
        &self,
        session: &Session,
        way: Vko,
        key: ObjectHandle,
        (public, ukm): (&[u8], &[u8]),
        template: &[Attribute],
    ) -> Result<ObjectHandle, Error> {
        let derive = self.functions.C_DeriveKey;
        let derive = derive.ok_or(Error::NullFunctionPointer)?;
        let lengths = (
            CK_ULONG::try_from(public.len())?,
            CK_ULONG::try_from(ukm.len())?,
        );
        // The modules read what these point to.
        let pointers = (public.as_ptr().cast_mut(), ukm.as_ptr().cast_mut());
        let mut standard = CK_GOSTR3410_DERIVE_PARAMS {
            kdf: CKD_NULL,
            pPublicData: pointers.0,
            ulPublicDataLen: lengths.0,
            pUKM: pointers.1,
            ulUKMLen: lengths.1,
        };
        let mut long = CK_ECDH1_DERIVE_PARAMS {
            kdf: CKD_NULL,
            ulSharedDataLen: lengths.1,
            pSharedData: pointers.1,
            ulPublicDataLen: lengths.0,
            pPublicData: pointers.0,
        };
        let mut vendor = run_of_octets(public, ukm)?;
        let (parameter, length): (*mut c_void, usize) = match way {
            Vko::Standard => ((&raw mut standard).cast(), size_of_val(&standard)),
            Vko::Vendor => (vendor.as_mut_ptr().cast(), vendor.len()),
            Vko::Long => ((&raw mut long).cast(), size_of_val(&long)),
        };
        let mut mechanism = CK_MECHANISM {
            mechanism: way.number(),
            pParameter: parameter,
            ulParameterLen: CK_ULONG::try_from(length)?,
        };
        let mut template: Vec<CK_ATTRIBUTE> = template.iter().map(CK_ATTRIBUTE::from).collect();
        let mut derived = 0;
        // SAFETY: every pointer leads to a value of the type and length that the mechanism names, and all of them outlive
        // the call, which keeps none.
        let answer = unsafe {
            derive(
                session.handle(),
                &raw mut mechanism,
                key.handle(),
                template.as_mut_ptr(),
                CK_ULONG::try_from(template.len())?,
                &raw mut derived,
            )
        };
        Rv::from(answer).into_result(Function::DeriveKey)?;
        // SAFETY: the module gave this handle for this session.
        Ok(unsafe { ObjectHandle::new_from_raw(derived) })
    }

    /// How many tries of the user's PIN are left, where the module is one that says so.
    pub(super) fn user_tries_left(&self, slot: Slot) -> Option<u32> {
        let get = self.token_info_extended?;
        // SAFETY: a structure of numbers and octets, for which zeros are valid.
        let mut token: TokenInfoExtended = unsafe { mem::zeroed() };
        token.size_of_this_structure = CK_ULONG::try_from(size_of::<TokenInfoExtended>()).ok()?;
        // SAFETY: the structure names its own size, beyond which the function does not write.
        let answer = unsafe { get(slot.into(), &raw mut token) };
        let plausible = token.user_tries_left <= token.user_tries_max && token.user_tries_max > 0;
        if answer != CKR_OK || !plausible {
            return None;
        }
        u32::try_from(token.user_tries_left).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_of_the_vendors_is_one_run_of_octets() {
        let octets = run_of_octets(&[7; 64], &[9; 8]).expect("short parts");
        let number = |at: usize| {
            let (number, _) = octets[at..].split_first_chunk().expect("four octets");
            u32::from_ne_bytes(*number)
        };
        assert_eq!((number(0), number(4), number(72)), (1, 64, 8));
        assert_eq!(octets.len(), 4 + 4 + 64 + 4 + 8);
    }

    #[test]
    fn a_key_agrees_on_what_its_size_allows() {
        assert_eq!(Vko::ways(32, 32), [Vko::Vendor, Vko::Standard]);
        assert_eq!(Vko::ways(64, 32), [Vko::Vendor]);
        assert_eq!(Vko::ways(64, 64), [Vko::Long]);
        assert_eq!(Vko::ways(32, 64), []);
    }
}
