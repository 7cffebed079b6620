//! Use cases: what the server does for whoever asks, whichever way the question came in.
//!
//! A use case takes the [`App`] (what lives as long as the server) and a [`Ctx`] (what belongs to one request or job:
//! the present instant, who acts, a source of random numbers). It opens transactions of the store, and keeps
//! cryptography, documents and devices outside of them. HTTP is not known here.
//!
//! - [`authority`]: the authority's keys and certificates.
//! - [`renewals`]: begun, moved on and shown; [`errands`]: what agents are asked to do and hand in; [`sessions`].
//! - [`cabinet`]: what a holder sees of his own.
//! - [`uploads`]: documents that holders send; [`powers`]: what is known of powers of attorney; [`issue_codes`].
//! - [`office`]: what operators, registers, bodies and the billing do; [`operators`]: their accounts.
//! - [`verify`]: what agents send is believed there and nowhere else; [`documents`]: what they sign.
//! - [`failure`]: why a use case did not do what was asked.

pub mod authority;
pub mod cabinet;
mod ctx;
pub mod documents;
pub mod errands;
pub mod failure;
pub mod holders;
pub mod issue;
pub mod issue_codes;
pub mod issuing;
pub mod limiter;
pub mod office;
pub mod operators;
pub mod phone;
pub mod phone_codes;
pub mod plan;
pub mod powers;
pub mod presence;
pub mod preview;
pub mod record;
pub mod renewals;
pub mod revocation;
pub mod sessions;
pub mod shelf;
pub mod standing;
pub mod uploads;
pub mod verify;
pub mod wire;

use std::{collections::BTreeMap, sync::Arc};

use smena_domain::procedure::{Procedure, ProcedureName};
use smena_forms::Forms;
use smena_store::Store;
use tokio::sync::Notify;

use crate::{clock::Clock, config::ServerFile, randomness::Randomness};

pub use authority::Authority;
pub use ctx::{Actor, Ctx};

/// The procedures by name.
pub type Procedures = BTreeMap<ProcedureName, Procedure>;

/// What lives as long as the server. Clones share everything.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The authority's certificates and the threads that hold its keys.
    pub authority: Arc<Authority>,
    /// The key that opens what holders sent.
    pub documents_key: Arc<uploads::seal::DocumentsKey>,
    /// The key of the codes that are sent to telephones.
    pub codes_key: Arc<phone_codes::CodesKey>,
    /// The procedures.
    pub procedures: Arc<Procedures>,
    /// The server's own file.
    pub config: Arc<ServerFile>,
    /// What makes documents.
    pub forms: Arc<dyn Forms>,
    /// The clock; asked once for each request or job, by [`App::ctx`].
    pub clock: Arc<dyn Clock>,
    /// The source of random numbers.
    pub randomness: Arc<dyn Randomness>,
    /// Rings when a job was stored.
    pub worker: Arc<Notify>,
}

impl App {
    /// Begins a request or job: asks the clock, once.
    #[must_use]
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx::new(self.clock.now(), actor, Arc::clone(&self.randomness))
    }

    /// Tells the worker that a job was stored.
    pub fn wake_worker(&self) {
        self.worker.notify_one();
    }

    /// The procedure of this name.
    #[must_use]
    pub fn procedure(&self, name: &ProcedureName) -> Option<&Procedure> {
        self.procedures.get(name)
    }
}
