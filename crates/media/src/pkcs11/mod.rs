//! The PKCS#11 medium: key pairs that live in a token or smart card and sign there.
//!
//! Over the `cryptoki` crate; PKCS#11 3.1, the GOST mechanisms of PKCS#11 2.30 and TC26's vendor numbers.
//! `docs/formats/pkcs11-medium.md` says which objects are written. The parts:
//!
//! - [`Modules`] loads the vendors' libraries, each once in a process, and looks for tokens in all of them;
//! - `token` is one token, wherever it is plugged in: its session, its PIN, and what happens when it was away;
//! - `shelf` reads what lies on it and says which objects are one key pair;
//! - `keys` turns public keys into attributes and back, `record` is what the medium itself notes of a key;
//! - `signing` and `opening` use a private key, [`TokenMedium`] puts it all together;
//! - `profile` knows the PINs that tokens are sold with, `places` the paths of libraries, `fault` the return values,
//!   `gost` what `cryptoki` cannot say.
//!
//! **A PIN is given once by a person and never sent a second time.** It is not kept (save where a card wants it again
//! before a deletion, [`DeleteFlow::SetPinSame`]); when the token was away, the person is asked anew.

mod fault;
mod gost;
mod keys;
mod medium;
mod modules;
mod opening;
mod places;
mod profile;
mod record;
mod shelf;
mod signing;
mod token;

pub use self::{
    medium::TokenMedium,
    modules::{Found, Modules},
    profile::DeleteFlow,
};
