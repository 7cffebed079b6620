//! The GOST algorithms that smena signs and stores keys with.
//!
//! * signatures of GOST R 34.10-2012 (RFC 7091) over the seven TC26 curves of RFC 7836, known under
//!   the object identifiers of TC26 and of CryptoPro alike: [`SigningKey`], [`VerifyingKey`];
//! * key agreement VKO over the same curves, and the wrapping of keys with what was agreed on:
//!   [`SigningKey::agree_256`] and its like, [`key_wrap`];
//! * the hash of GOST R 34.11-2012 (RFC 6986) and what RFC 7836 and RFC 9337 build on it: HMAC,
//!   PBKDF2 and the derivation of keys;
//! * Magma and Kuznyechik in CTR-ACPKM mode (RFC 8645), for key files and CMS: [`acpkm`];
//! * GOST 28147-89 in its modes, for `CryptoPro`'s containers and older CMS: [`gost28147`],
//!   [`cryptopro_kdf`];
//! * what was signed before 2019 with GOST R 34.10-2001, and its keys: [`legacy`].
//!
//! The crate knows no ASN.1 beyond object identifiers, no clock, no files and no random generator of
//! its own: randomness is an argument. Keys and signatures have the byte orders of PKI documents:
//! coordinates and private keys little-endian (RFC 9215), signatures `s‖r` big-endian, digests as
//! RFC 6986 prints them.
//!
//! The hash and cipher implementations of others look up tables; code of this crate that touches a
//! secret has no branch and no index that depends on it.

pub mod acpkm;
mod agreement;
mod block_cipher;
pub mod cryptopro_kdf;
mod curve;
pub mod gost28147;
mod hash;
mod key;
mod key_derivation;
pub mod key_wrap;
pub mod legacy;
pub mod limits;
mod mac;
mod nonce;
pub mod oid;
mod parameter_set;
mod signature;
mod streebog;
#[cfg(test)]
mod test_rng;
#[cfg(test)]
mod test_vectors;

pub use const_oid::ObjectIdentifier;

pub use crate::{
    agreement::{AgreementError, PAIR_MATERIAL_SIZE, pair_integer, pair_of},
    block_cipher::BlockCipher,
    hash::Streebog,
    key::{KeyError, PreparedVerifyingKey, SigningKey, VerifyingKey},
    key_derivation::{
        diversify_cryptopro, kdf_streebog256, kdf_tree_streebog256, pbkdf2_streebog512,
    },
    mac::{hmac_streebog256, hmac_streebog512},
    parameter_set::{Curve, ParameterSet},
    signature::{SignError, VerifyError},
};
