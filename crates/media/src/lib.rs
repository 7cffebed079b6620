//! Key media: the places where a holder's (or an authority's) private key lives.
//!
//! A medium makes keys, signs with them and keeps the certificate beside the key. What a medium is made of (a folder on
//! this computer or on a flash drive, later a token or a container of another program) stands behind the
//! trait [`KeyMedium`]; who renews what, and over which wire, is not known here.
//!
//! Two rules hold for every medium:
//!
//! - **Nothing is overwritten.** A new key pair gets an entry of its own beside the old one; the old one
//!   moves to the archive by an explicit act and stays usable.
//! - **A key is checked before it is used.** After decryption the private key must belong to the public key that the
//!   medium recorded and to the certificate beside it; otherwise no signature is made.

pub mod backup;
pub mod cryptopro;
mod description;
pub mod drives;
mod error;
pub mod files;
pub mod folder;
pub mod limits;
mod medium;
pub mod memory;
pub mod pfx;
mod pin;
pub mod pkcs11;
pub mod ram;
mod secret;
mod survey;

pub use cryptopro::CryptoProMedium;
pub use error::MediumError;
pub use folder::FolderMedium;
pub use medium::{
    Contents, Damaged, Entry, EntryId, EntryState, Guard, HeldKey, Keeping, KeyMedium, KeysLeave,
    MadeFor, MediumKind, NewKey, Place, Protection, UnlockedKey, test_sign,
};
pub use memory::MemoryMedium;
pub use pin::{LoggedIn, PinState, Tries};
pub use secret::Secret;
pub use survey::{Held, Survey};
