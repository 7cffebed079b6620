//! What agent and server say to each other, and what is signed.
//!
//! - [`v1`]: wire types (JSON), the envelope of signed messages, the signed structures (DER), the check of
//!   the PDF subset that an agent is willing to sign;
//! - [`oid`]: the project's object identifiers;
//! - [`limits`]: every maximum.
//!
//! This crate knows keys and signatures through `smena_pki` and nothing else of the project: no model of
//! a renewal, no storage, no network. Both sides map at their edge. It reads no clock and draws no random
//! numbers; both are arguments. `docs/protocol.md` describes the protocol for readers.

pub mod limits;
pub mod oid;
pub mod v1;
