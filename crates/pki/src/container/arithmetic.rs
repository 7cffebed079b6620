//! The arithmetic of masks, and the imitovstavka as this format uses it.
//!
//! A private key `d` lies there as `P = d·M mod q`, with the mask `M` beside it; all numbers are
//! little-endian.

use crypto_bigint::{BoxedUint, NonZero, Odd};
use rand_core::CryptoRng;
use smena_gost::gost28147::{Gost28147, KeyMeshing, SBox};
use smena_gost::{ParameterSet, SigningKey};
use zeroize::{Zeroize as _, Zeroizing};

use super::ContainerError;
use super::files::MAC_SIZE;
use crate::key::group_order;
use crate::limits::MASK_CANDIDATES_MAX;

/// Computes an imitovstavka from zeros and without meshing, however long the text is.
pub(super) fn imitovstavka(sbox: SBox, key: &[u8; 32], text: &[u8]) -> [u8; MAC_SIZE] {
    Gost28147::new(sbox, key).imitovstavka(&[0; 8], KeyMeshing::None, text)
}

/// Draws a mask, uniform in [1, q − 1].
pub(super) fn draw_mask(
    set: ParameterSet,
    rng: &mut dyn CryptoRng,
) -> Result<Zeroizing<Vec<u8>>, ContainerError> {
    let order = group_order(set.curve());
    let mut mask = Zeroizing::new(vec![0; set.curve().size()]);
    for _ in 0..MASK_CANDIDATES_MAX {
        rng.fill_bytes(&mut mask);
        let number = wide(&order, &mask);
        if !bool::from(number.is_zero()) && *number < *order {
            return Ok(mask);
        }
    }
    Err(ContainerError::Randomness)
}

/// Computes `P = d·M mod q`.
pub(super) fn masked(key: &SigningKey, mask: &[u8]) -> Zeroizing<Vec<u8>> {
    let order = group_order(key.parameter_set().curve());
    let (secret, mask) = (reduced(&order, &key.to_le_bytes()), reduced(&order, mask));
    let product = Zeroizing::new(secret.mul_mod(&mask, &order));
    little_endian(&product, key.parameter_set())
}

/// Computes `d = P·M⁻¹ mod q`, and takes it for a key if it is one.
pub(super) fn unmasked(set: ParameterSet, product: &[u8], mask: &[u8]) -> Option<SigningKey> {
    let order = group_order(set.curve());
    let (product, mask) = (reduced(&order, product), reduced(&order, mask));
    let odd = Odd::new(order.as_ref().clone()).into_option()?;
    let inverse = Zeroizing::new(mask.invert_odd_mod(&odd).into_option()?);
    let secret = Zeroizing::new(product.mul_mod(&inverse, &order));
    SigningKey::from_le_bytes(set, &little_endian(&secret, set)).ok()
}

fn reduced(order: &NonZero<BoxedUint>, octets: &[u8]) -> Zeroizing<BoxedUint> {
    Zeroizing::new(wide(order, octets).rem(order))
}

fn wide(order: &NonZero<BoxedUint>, octets: &[u8]) -> Zeroizing<BoxedUint> {
    let mut big = Zeroizing::new(octets.to_vec());
    big.reverse();
    Zeroizing::new(BoxedUint::from_be_slice_truncated(
        &big,
        order.bits_precision(),
    ))
}

fn little_endian(number: &BoxedUint, set: ParameterSet) -> Zeroizing<Vec<u8>> {
    let mut big = number.to_be_bytes();
    let mut octets = Zeroizing::new(big.iter().rev().copied().collect::<Vec<u8>>());
    big.zeroize();
    octets.resize(set.curve().size(), 0);
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_back_from_under_its_mask_on_every_curve() {
        for set in ParameterSet::all() {
            let size = set.curve().size();
            let octets = vec![0x11; size];
            let key = SigningKey::from_le_bytes(*set, &octets).expect("a key");
            let mask = vec![0x2a; size];
            let product = masked(&key, &mask);
            assert_ne!(product[..], octets);
            let again = unmasked(*set, &product, &mask).expect("a key");
            assert_eq!(again.to_le_bytes()[..], octets, "{set:?}");
            assert!(
                unmasked(*set, &product, &vec![0; size]).is_none(),
                "no inverse"
            );
            assert!(
                unmasked(*set, &vec![0; size], &mask).is_none(),
                "the key zero"
            );
        }
    }
}
