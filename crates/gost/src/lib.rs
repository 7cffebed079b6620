//! The GOST algorithms that smena signs and stores keys with.
//!
//! * signatures of GOST R 34.10-2012 (RFC 7091) over the seven TC26 curves of RFC 7836, known under
//!   the object identifiers of TC26 and of CryptoPro alike: [`SigningKey`], [`VerifyingKey`];
//! * the hash of GOST R 34.11-2012 (RFC 6986) and what RFC 7836 and RFC 9337 build on it: HMAC and
//!   PBKDF2;
//! * Kuznyechik in CTR-ACPKM mode (RFC 8645), for key files: [`acpkm`];
//! * what was signed before 2019 with GOST R 34.10-2001, for reading only: [`legacy`].
//!
//! The crate knows no ASN.1 beyond object identifiers, no clock, no files and no random generator of
//! its own: randomness is an argument. Keys and signatures have the byte orders of PKI documents:
//! coordinates and private keys little-endian (RFC 9215), signatures `s‖r` big-endian, digests as
//! RFC 6986 prints them.
//!
//! The hash and cipher implementations look up tables; code of this crate that touches a secret has
//! no branch and no index that depends on it.

pub mod acpkm;
mod curve;
mod hash;
mod key;
mod key_derivation;
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
    hash::Streebog,
    key::{KeyError, PreparedVerifyingKey, SigningKey, VerifyingKey},
    key_derivation::pbkdf2_streebog512,
    mac::{hmac_streebog256, hmac_streebog512},
    parameter_set::{Curve, ParameterSet},
    signature::{SignError, VerifyError},
};
