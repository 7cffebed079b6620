//! A generator with a fixed seed, so that tests repeat: a counter hashed with SHA-256.

use std::convert::Infallible;

use smena_pki::algorithm::DigestAlgorithm;
use smena_pki::key::PrivateKey;

pub(crate) struct Seeded {
    seed: String,
    counter: u64,
}

impl Seeded {
    pub(crate) fn new(seed: &str) -> Self {
        Self {
            seed: seed.to_owned(),
            counter: 0,
        }
    }
}

impl rand_core::TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(32) {
            let block =
                DigestAlgorithm::Sha256.digest(format!("{}{}", self.seed, self.counter).as_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
            self.counter += 1;
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Seeded {}

/// An Ed25519 key whose signatures are the same in each run: the seed's SHA-256 in the PKCS#8 of RFC 8410, 7.
pub(crate) fn key(seed: &str) -> PrivateKey {
    let mut der =
        hex::decode("302e020100300506032b657004220420").expect("the head of every such file");
    der.extend(DigestAlgorithm::Sha256.digest(seed.as_bytes()));
    PrivateKey::from_pkcs8_der(&der).expect("a key")
}
