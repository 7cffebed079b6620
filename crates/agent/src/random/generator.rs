//! The generator that is made of the person's events and the operating system's.
//!
//! `HMAC_DRBG` of NIST SP 800-90A (10.1.2) over HMAC-Streebog-512, seeded with the pool; each draw is combined by exclusive or
//! with as many fresh octets of the system. So an octet is as good as the better of its two sources: a person whose events
//! are all known takes nothing from the system's strength, and a system that fails takes nothing from the person's.

use std::convert::Infallible;

use rand_core::{CryptoRng, TryCryptoRng, TryRng, utils::next_word_via_fill};
use smena_gost::hmac_streebog512;
use zeroize::{Zeroize as _, Zeroizing};

const BLOCK_BYTES: usize = 64;

/// Random octets of the person and the operating system together.
pub struct MixedRng {
    key: Zeroizing<[u8; BLOCK_BYTES]>,
    value: Zeroizing<[u8; BLOCK_BYTES]>,
    system: Box<dyn CryptoRng + Send>,
}

impl MixedRng {
    /// Begins with what the person gave.
    pub(super) fn new(seed: &[u8], system: Box<dyn CryptoRng + Send>) -> Self {
        let mut generator = Self {
            key: Zeroizing::new([0; BLOCK_BYTES]),
            value: Zeroizing::new([1; BLOCK_BYTES]),
            system,
        };
        generator.update(seed);
        generator
    }

    /// `HMAC_DRBG_Update`, which also keeps earlier octets from being computed out of the present state.
    fn update(&mut self, provided: &[u8]) {
        self.rekey(0, provided);
        if !provided.is_empty() {
            self.rekey(1, provided);
        }
    }

    fn rekey(&mut self, round: u8, provided: &[u8]) {
        let mut message = Zeroizing::new(Vec::with_capacity(BLOCK_BYTES + 1 + provided.len()));
        message.extend_from_slice(self.value.as_slice());
        message.push(round);
        message.extend_from_slice(provided);
        let mut key = hmac_streebog512(self.key.as_slice(), &message);
        self.key.copy_from_slice(&key);
        key.zeroize();
        self.advance();
    }

    fn advance(&mut self) {
        let mut value = hmac_streebog512(self.key.as_slice(), self.value.as_slice());
        self.value.copy_from_slice(&value);
        value.zeroize();
    }
}

impl TryRng for MixedRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.system.fill_bytes(out);
        for part in out.chunks_mut(BLOCK_BYTES) {
            self.advance();
            for (octet, own) in part.iter_mut().zip(self.value.iter()) {
                *octet ^= own;
            }
        }
        self.update(&[]);
        Ok(())
    }
}

impl TryCryptoRng for MixedRng {}
