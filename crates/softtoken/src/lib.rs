//! A token without hardware: a PKCS#11 module over the algorithms of `smena-gost` and the files of `smena-media`.
//!
//! It serves people who have no token, and every test that needs one: it counts PIN attempts and locks, it is full when
//! its space is used up, and a script beside it says when it is pulled out, fails or is slow.
//!
//! | part | what it knows |
//! | --- | --- |
//! | `abi` | the C interface: pointers, lengths, the one lock, panics; the only place with `unsafe` |
//! | `module` | slots, sessions, logins, handles; what each function of PKCS#11 does |
//! | `object`, `attribute` | objects and templates, and which attribute may be read or changed |
//! | `key`, `mechanism` | keys and what is computed with them |
//! | `record`, `seal`, `store` | what lies in the folder of a token, and how it is sealed under the PINs |
//! | `fault` | the script of faults |
//! | `place` | where the tokens are, the system's random source, the clock's sleep |
//!
//! The files are described in `docs/formats/softtoken.md`, the use in `docs/softtoken.md`. Constants of GOST R
//! 34.10-2012 are those of TC26 (a vendor range of PKCS#11); PKCS#11 itself is version 2.40.

#[expect(unsafe_code, reason = "the C interface of PKCS#11 is spoken here")]
mod abi;
mod attribute;
mod create;
mod error;
mod fault;
mod key;
pub mod limits;
mod mechanism;
mod module;
mod object;
mod place;
mod record;
mod seal;
mod store;

pub use create::{TokenOptions, create, pin_attempts, write_faults};
pub use error::TokenError;
pub use place::{FOLDER_VARIABLE, module_path};
