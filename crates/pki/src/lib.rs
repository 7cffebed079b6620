//! X.509, PKCS#10, PKCS#8, CMS and CRL structures for GOST, ECDSA, RSA and Ed25519.
//!
//! Readers are lenient where the world is (every tolerated deviation stands in
//! `docs/formats/tolerated-deviations.md`), writers are strict. A parsed value says only that its
//! bytes have the right shape; what has been checked is a value of another type
//! ([`request::ProvedRequest`], a validated path). Time and randomness are arguments; no module
//! here reads a clock, a file or the operating system's generator.

pub mod algorithm;
pub mod asn1;
pub mod certificate;
pub mod cms;
pub mod container;
pub mod crl;
pub mod describe;
pub mod extension;
pub mod issue;
pub mod key;
pub mod limits;
pub mod lint;
pub mod name;
pub mod oid;
pub mod path;
pub mod pem;
pub mod pkcs12;
pub mod pkcs8;
pub mod profile;
pub mod request;
pub mod time;
