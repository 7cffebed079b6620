//! Errands, carried out: from signing in to the receipt.
//!
//! One file per kind of errand; `errand` has what they share (taking an errand, checking it, handing in the result),
//! [`renew()`] goes from one to the next as the authority says what is owed. Nothing here prints or asks by itself: the
//! [`Person`] does, which the command line and the agent's pages implement.
//!
//! What is signed is built or checked here, never taken as it comes: see `docs/protocol.md`.

mod aftercare;
mod application;
mod context;
pub mod door;
mod endorse;
mod errand;
mod error;
mod generate;
mod install;
pub mod local;
mod more_time;
mod person;
mod receipt;
mod renew;
mod session;
mod sign_in;
mod sitting;
mod switch;
mod trust;
mod workplace;

pub use aftercare::{Aftercare, MAKE_BACKUP, tell};
pub use application::ApplicationShown;
pub use context::Context;
pub use errand::Taken;
pub use error::FlowError;
pub use person::{
    Advice, Candidate, ErrandShown, KeyUse, NewKeyChoice, Offer, Person, PinAsked, Step, Unfit,
};
pub use renew::{Artefacts, HOLDER, Outcome, continue_renewal, overview, renew};
pub use trust::{Introduced, introduce};
