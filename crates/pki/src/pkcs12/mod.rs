//! PKCS#12 files, called PFX: private keys with their certificates under a password (RFC 7292).
//!
//! [`Pkcs12`] is a file that was parsed; [`Pkcs12::open`] makes [`Contents`] of it, and a wrong
//! password is an error of its own. What is read: the schemes of old (Triple DES and RC2 under the
//! derivation of RFC 7292), PBES2 with AES, Triple DES, RC2 and GOST ciphers (RFC 8018, RFC 9337,
//! RFC 9548), codes of authenticity by RFC 7292, RFC 9548 and RFC 9579 or none, and the variant that
//! CryptoPro's programs export GOST keys in. [`Pkcs12Builder`] writes three profiles
//! ([`Protection`]). What is taken against the documents stands in `docs/formats/pkcs12.md` and is
//! reported as [`Deviation`].
//!
//! Not known here: files protected for certificates instead of a password, whether a certificate
//! is to be trusted, and where a password comes from. Passwords are octets of UTF-8, normalised.

mod bag;
mod ber;
mod block_mode;
mod build;
mod cryptopro;
mod derivation;
mod deviation;
mod error;
mod hash;
mod kdf;
mod mac;
mod open;
mod password;
mod pbes1;
mod pbes2;
mod read;
mod scheme;
mod unlocking;
mod work;

pub(crate) use self::bag::text as bag_text;
pub(crate) use self::ber::definite;
pub use self::build::{Pkcs12Builder, Protection};
pub use self::deviation::Deviation;
pub use self::error::Pkcs12Error;
pub use self::open::{Contents, HeldCertificate, HeldKey, PassedOver};
pub use self::read::Pkcs12;
