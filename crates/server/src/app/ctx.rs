//! What belongs to one request or job.

use std::{fmt, sync::Arc};

use rand_core::CryptoRng;
use smena_domain::{permission::OperatorId, person::HolderId};
use smena_store::AgentKeyHash;
use time::OffsetDateTime;

use crate::{clock::whole_seconds, randomness::Randomness};

/// Who acts, as the journal names him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who has not said who he is.
    Anybody,
    /// A program on a holder's computer, known by its key.
    Agent(AgentKeyHash),
    /// A holder who signed in.
    Holder(HolderId),
    /// An operator.
    Operator(OperatorId),
    /// The server's own worker.
    Job,
    /// Whoever may use the command line of the server.
    Admin,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anybody => f.write_str("anybody"),
            Self::Agent(key) => write!(f, "agent:{key}"),
            Self::Holder(id) => write!(f, "holder:{id}"),
            Self::Operator(id) => write!(f, "operator:{id}"),
            Self::Job => f.write_str("job"),
            Self::Admin => f.write_str("admin"),
        }
    }
}

/// What belongs to one request or job.
#[derive(Clone)]
pub struct Ctx {
    /// The present instant: UTC, whole seconds. Asked once; everything in this request or job happens at it.
    pub now: OffsetDateTime,
    /// Who acts.
    pub actor: Actor,
    randomness: Arc<dyn Randomness>,
}

impl Ctx {
    /// Of these parts.
    #[must_use]
    pub fn new(now: OffsetDateTime, actor: Actor, randomness: Arc<dyn Randomness>) -> Self {
        Self {
            now: whole_seconds(now),
            actor,
            randomness,
        }
    }

    /// The same request, after it has become known who acts.
    #[must_use]
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self {
            actor,
            ..self.clone()
        }
    }

    /// A generator of random numbers. Take one where it is needed; it is `Send`.
    #[must_use]
    pub fn rng(&self) -> Box<dyn CryptoRng + Send> {
        self.randomness.generator()
    }

    /// Random octets, for an id: `ErrandId::new(ctx.draw())`.
    #[must_use]
    pub fn draw<const N: usize>(&self) -> [u8; N] {
        let mut octets = [0; N];
        self.rng().fill_bytes(&mut octets);
        octets
    }
}
