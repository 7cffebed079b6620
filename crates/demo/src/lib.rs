//! A whole authority and a holder on one machine: the demonstration, and the harness of the scenario tests.
//!
//! A [`World`] is a folder with an authority (root, issuing and errand key, database, configuration), an agent's home
//! with the key of a fictitious holder, and a server that runs in this process. The renewal goes through real HTTP and
//! the agent's own code; nothing here takes a short cut around either.
//!
//! - [`world`]: sets it up and keeps it.
//! - [`agent`]: the holder's side.
//! - [`run`]: the renewal of `--headless`, and the files that it leaves.
//! - [`pages`], [`telephone`]: what a person needs besides who tries it in a browser.
//! - [`cli`]: the program `smena-demo`.

pub mod agent;
mod algorithm;
mod authority;
pub mod cli;
mod clock;
mod error;
pub mod holder;
mod medium;
pub mod pages;
mod person;
pub mod run;
mod server;
pub mod telephone;
mod text;
pub mod token;
pub mod world;

pub use agent::Agent;
pub use algorithm::Algorithm;
pub use clock::WorldClock;
pub use error::WorldError;
pub use medium::{HolderMedium, Medium};
pub use person::{StepTime, Willing};
pub use world::{Options, World};
