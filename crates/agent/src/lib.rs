//! The agent: the program on the holder's computer that alone touches keys, passwords and the random source.
//!
//! [`flow`] carries out errands for authorities that the person trusts; [`state`] remembers; [`client`] speaks
//! HTTP; [`cli`] is the command line, the first of the doors by which an errand comes in. The rules of a renewal are not
//! known here: what comes next is what the authority says is owed by the holder, and every signed octet is built or checked
//! by this program itself.

pub mod cli;
pub mod client;
pub mod clock;
pub mod companion;
pub mod doctor;
pub mod flow;
mod hooks;
mod host;
pub mod limits;
pub mod media;
pub mod random;
pub mod service;
pub mod state;
pub mod strength;
pub mod term;
pub mod text;

pub use smena_ui::cli::{failure, output};
