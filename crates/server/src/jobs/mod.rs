//! The worker that carries out stored effects.
//!
//! An effect is stored as a job in the transaction of the decision that asked for it. The worker claims the job that is
//! due first, holds it by a short lease that it extends while it works, and ends it: done, to be tried again, or given
//! up for a person to look at. A job may run twice (its worker died after the work and before the end); each says *what*
//! and never *once more*, so the second run changes nothing.
//!
//! - `runner`: claiming, holding, ending.
//! - `effect`: what each effect does.

mod effect;
mod runner;

pub use runner::{run, run_due};
