//! One clock for both sides: the computer's, or one that a test sets by hand.

use std::sync::Arc;

use smena_agent::clock::{Clock as AgentClock, SystemClock};
use smena_server::clock::{Clock as ServerClock, HandClock};
use time::OffsetDateTime;

/// A clock for server and agent.
#[derive(Clone, Default)]
pub enum WorldClock {
    /// The computer's.
    #[default]
    System,
    /// One that is set by hand.
    Hand(Arc<HandClock>),
}

impl WorldClock {
    /// A hand clock that stands at this instant.
    #[must_use]
    pub fn at(now: OffsetDateTime) -> Self {
        Self::Hand(Arc::new(HandClock::at(now)))
    }

    /// The present instant, whole seconds.
    #[must_use]
    pub fn instant(&self) -> OffsetDateTime {
        match self {
            Self::System => AgentClock::now(&SystemClock),
            Self::Hand(clock) => ServerClock::now(clock.as_ref()),
        }
    }

    /// Sets a hand clock; the computer's own clock stays as it is.
    pub fn set(&self, now: OffsetDateTime) {
        if let Self::Hand(clock) = self {
            clock.set(now);
        }
    }
}

impl AgentClock for WorldClock {
    fn now(&self) -> OffsetDateTime {
        self.instant()
    }
}

impl ServerClock for WorldClock {
    fn now(&self) -> OffsetDateTime {
        self.instant()
    }
}
