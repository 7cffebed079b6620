//! Keys from passwords as the products of `CryptoPro` make them: of containers and of PFX files.
//!
//! Neither function has a published description. Both are known from files whose keys and passwords
//! are known, and from these they are tested by the readers of these files. They are weak (2,000
//! steps, two for an empty password), and serve to read and write these formats and for nothing else.

use std::num::NonZeroU16;

use crate::streebog::Streebog256;
use digest::Digest;
use gost94::Gost94CryptoPro;
use zeroize::{Zeroize as _, Zeroizing};

/// The constant that the repetition for a container begins with.
const CONTAINER_CONSTANT: &[u8; 32] = b"DENEFH028.760246785.IUEFHWUIO.EF";

/// Steps for a password and for none.
const CONTAINER_STEPS: usize = 2_000;
const CONTAINER_STEPS_WITHOUT_PASSWORD: usize = 2;

/// The octets that HMAC masks a key with (RFC 2104), used here alike.
const INNER_PAD: u8 = 0x36;
const OUTER_PAD: u8 = 0x5c;

/// The hash behind a container's key, which is that of the keys it holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ContainerHash {
    /// For keys of GOST R 34.10-2012 of either size.
    Streebog256,
    /// For keys of GOST R 34.10-2001.
    Gost94,
}

/// Derives the key that encrypts the private keys of a container.
///
/// Each octet of `password` counts as four, the last three zero: that is UTF-32LE of an ASCII text.
#[must_use]
pub fn container_key(hash: ContainerHash, password: &[u8], salt: &[u8]) -> Zeroizing<[u8; 32]> {
    match hash {
        ContainerHash::Streebog256 => container_key_with::<Streebog256>(64, password, salt),
        ContainerHash::Gost94 => container_key_with::<Gost94CryptoPro>(32, password, salt),
    }
}

fn container_key_with<H: Digest>(
    block_size: usize,
    password: &[u8],
    salt: &[u8],
) -> Zeroizing<[u8; 32]> {
    let pin = Zeroizing::new(
        password
            .iter()
            .flat_map(|octet| [*octet, 0, 0, 0])
            .collect::<Vec<_>>(),
    );
    let steps = if password.is_empty() {
        CONTAINER_STEPS_WITHOUT_PASSWORD
    } else {
        CONTAINER_STEPS
    };
    let start = hashed::<H>(&[salt, &pin]);
    // 32 octets of state, and zeros after them up to a block of the hash.
    let mut state = Zeroizing::new(vec![0; block_size]);
    state[..32].copy_from_slice(CONTAINER_CONSTANT);
    for _ in 0..steps {
        let (inner, outer) = (masked(&state, INNER_PAD), masked(&state, OUTER_PAD));
        let next = hashed::<H>(&[&inner, &*start, &outer, &*start]);
        state[..32].copy_from_slice(&*next);
    }
    let (inner, outer) = (masked(&state, INNER_PAD), masked(&state, OUTER_PAD));
    let last = hashed::<H>(&[&inner[..32], salt, &outer[..32], &pin]);
    hashed::<H>(&[&*last])
}

/// Derives the key of a private key in a PFX file: GOST R 34.11-94 repeated, whatever the keys are.
///
/// `password` is UTF-16LE without an end mark.
#[must_use]
pub fn pfx_key(password: &[u8], salt: &[u8], iterations: NonZeroU16) -> Zeroizing<[u8; 32]> {
    let step = |before: &[u8], number: u16| {
        hashed::<Gost94CryptoPro>(&[before, salt, &number.to_be_bytes()])
    };
    (2..=iterations.get()).fold(step(password, 1), |key, number| step(&*key, number))
}

fn masked(state: &[u8], pad: u8) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(state.iter().map(|octet| octet ^ pad).collect())
}

fn hashed<H: Digest>(parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut hash = H::new();
    for part in parts {
        Digest::update(&mut hash, part);
    }
    let mut digest = hash.finalize();
    let mut copy = Zeroizing::new([0; 32]);
    copy.copy_from_slice(&digest);
    digest.as_mut_slice().zeroize();
    copy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_vectors::from_hex;

    #[test]
    fn a_password_of_a_pfx_has_its_key() {
        // Published with a description of the format made from outside; see the head of the file.
        let password: Vec<u8> = "pbe-test-2026"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let salt = from_hex("30b445cf1bbf4150e57a544c970ef3be");
        let iterations = NonZeroU16::new(2_000).expect("not zero");
        let expected = "6eba4d1a27e015c01244bc9856b559a25bf89f6a5fd7c180d97d16e95d8c1d20";
        assert_eq!(
            pfx_key(&password, &salt, iterations)[..],
            from_hex(expected)
        );
    }

    #[test]
    fn a_containers_key_depends_on_all_that_goes_in() {
        let salt = [7; 12];
        let base = container_key(ContainerHash::Streebog256, b"1", &salt);
        for (hash, password, salt) in [
            (ContainerHash::Gost94, &b"1"[..], [7; 12]),
            (ContainerHash::Streebog256, b"2", [7; 12]),
            (ContainerHash::Streebog256, b"", [7; 12]),
            (ContainerHash::Streebog256, b"1", [8; 12]),
        ] {
            assert_ne!(*container_key(hash, password, &salt), *base);
        }
    }
}
