//! Where random numbers come from, as one value that is handed down.
//!
//! Each request or job draws from a generator of its own. The system's generator is named in `compose` alone; tests
//! hand over a seeded one.

use rand_core::CryptoRng;

/// Hands out generators of random numbers.
pub trait Randomness: Send + Sync {
    /// A generator for one request or job.
    fn generator(&self) -> Box<dyn CryptoRng + Send>;
}
