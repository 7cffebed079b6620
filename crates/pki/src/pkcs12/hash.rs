//! The hashes of derivations and codes in PKCS#12, and HMAC and PBKDF2 over each.

use const_oid::ObjectIdentifier;
use digest::Digest;
use hmac::{Hmac, KeyInit as _, Mac as _};
use zeroize::{Zeroize as _, Zeroizing};

use crate::oid;

/// A hash. SHA-1 and GOST R 34.11-94 are here for old files alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Gost94,
    Streebog256,
    Streebog512,
}

/// Evaluates an expression with `$name` for the type of the hash.
macro_rules! with_hash {
    ($hash:expr, $name:ident => $body:expr) => {
        match $hash {
            Hash::Sha1 => {
                type $name = sha1::Sha1;
                $body
            }
            Hash::Sha224 => {
                type $name = sha2::Sha224;
                $body
            }
            Hash::Sha256 => {
                type $name = sha2::Sha256;
                $body
            }
            Hash::Sha384 => {
                type $name = sha2::Sha384;
                $body
            }
            Hash::Sha512 => {
                type $name = sha2::Sha512;
                $body
            }
            Hash::Gost94 => {
                type $name = gost94::Gost94CryptoPro;
                $body
            }
            Hash::Streebog256 => {
                type $name = streebog::Streebog256;
                $body
            }
            Hash::Streebog512 => {
                type $name = streebog::Streebog512;
                $body
            }
        }
    };
}

impl Hash {
    const ALL: [Self; 8] = [
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
        Self::Gost94,
        Self::Streebog256,
        Self::Streebog512,
    ];

    /// Finds the hash by its own identifier.
    pub(super) fn of_digest(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.digest_oid() == *oid)
    }

    /// Finds the hash by the identifier of its HMAC.
    pub(super) fn of_hmac(oid: &ObjectIdentifier) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.hmac_oid() == *oid)
    }

    pub(super) const fn digest_oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha1 => oid::SHA1,
            Self::Sha224 => oid::SHA224,
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
            Self::Gost94 => smena_gost::oid::GOST3411_94,
            Self::Streebog256 => smena_gost::oid::STREEBOG_256,
            Self::Streebog512 => smena_gost::oid::STREEBOG_512,
        }
    }

    pub(super) const fn hmac_oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha1 => oid::HMAC_SHA1,
            Self::Sha224 => oid::HMAC_SHA224,
            Self::Sha256 => oid::HMAC_SHA256,
            Self::Sha384 => oid::HMAC_SHA384,
            Self::Sha512 => oid::HMAC_SHA512,
            Self::Gost94 => oid::HMAC_GOST3411_94,
            Self::Streebog256 => smena_gost::oid::HMAC_STREEBOG_256,
            Self::Streebog512 => smena_gost::oid::HMAC_STREEBOG_512,
        }
    }

    /// Whether it is a Russian one.
    pub(super) const fn is_gost(self) -> bool {
        matches!(self, Self::Gost94 | Self::Streebog256 | Self::Streebog512)
    }

    /// Octets of a hash.
    pub(super) const fn size(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 | Self::Gost94 | Self::Streebog256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 | Self::Streebog512 => 64,
        }
    }

    /// Octets of a block of the compression function.
    pub(super) const fn block_size(self) -> usize {
        match self {
            Self::Gost94 => 32,
            Self::Sha1 | Self::Sha224 | Self::Sha256 | Self::Streebog256 | Self::Streebog512 => 64,
            Self::Sha384 | Self::Sha512 => 128,
        }
    }

    /// Hashes `first` followed by `second`, and the result again, `times` times in all.
    pub(super) fn repeated(self, first: &[u8], second: &[u8], times: u32) -> Zeroizing<Vec<u8>> {
        with_hash!(self, H => repeated_with::<H>(first, second, times))
    }

    pub(super) fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        with_hash!(self, H => {
            let mut mac = Hmac::<H>::new_from_slice(key).expect("HMAC takes a key of any length");
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        })
    }

    /// What PBKDF2 costs: each block of the result has its own iterations.
    pub(super) fn pbkdf2_cost(self, iterations: u32, size: usize) -> u64 {
        let blocks = u64::try_from(size.div_ceil(self.size())).unwrap_or(u64::MAX);
        u64::from(iterations).saturating_mul(blocks)
    }

    pub(super) fn pbkdf2(self, password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
        with_hash!(self, H => pbkdf2::pbkdf2_hmac::<H>(password, salt, iterations, out));
    }
}

fn repeated_with<H: Digest>(first: &[u8], second: &[u8], times: u32) -> Zeroizing<Vec<u8>> {
    let mut digest = H::new().chain_update(first).chain_update(second).finalize();
    for _ in 1..times {
        digest = H::digest(&digest);
    }
    let copy = Zeroizing::new(digest.to_vec());
    digest.as_mut_slice().zeroize();
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_functions_and_identifiers_lead_back() {
        use digest::common::BlockSizeUser as _;
        for hash in Hash::ALL {
            assert_eq!(hash.repeated(b"a", b"b", 1).len(), hash.size());
            let block = with_hash!(hash, H => H::block_size());
            assert_eq!(hash.block_size(), block);
            assert_eq!(Hash::of_digest(&hash.digest_oid()), Some(hash));
            assert_eq!(Hash::of_hmac(&hash.hmac_oid()), Some(hash));
        }
    }
}
