//! A code of six digits, and the key under which it is stored.

use hmac::{Hmac, KeyInit as _, Mac as _};
use rand_core::CryptoRng;
use sha2::Sha256;
use smena_store::SecretHash;
use zeroize::Zeroizing;

/// Digits of a code.
const DIGITS: usize = 6;
/// Codes there are.
const CODES: u32 = 1_000_000;

/// The key under which codes are stored.
pub struct CodesKey(Zeroizing<[u8; 32]>);

impl CodesKey {
    /// Takes the octets of the file.
    #[must_use]
    pub fn new(octets: Zeroizing<[u8; 32]>) -> Self {
        Self(octets)
    }

    /// Over parts of any length, each with its length before it, so that no two lists have one hash.
    pub(super) fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256>>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes a key of any length");
        for part in parts {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac
    }

    pub(in crate::app) fn hash(&self, parts: &[&[u8]]) -> SecretHash {
        SecretHash::new(self.mac(parts).finalize().into_bytes().into())
    }
}

/// A code as it is told.
pub(super) struct Code(pub(super) Zeroizing<String>);

impl Code {
    pub(super) fn draw(rng: &mut dyn CryptoRng) -> Self {
        // Numbers from the last, incomplete round are drawn anew: each code is as likely as any other.
        const WHOLE: u32 = u32::MAX - u32::MAX % CODES;
        let number = loop {
            let mut octets = Zeroizing::new([0; 4]);
            rng.fill_bytes(octets.as_mut_slice());
            let number = u32::from_be_bytes(*octets);
            if number < WHOLE {
                break number % CODES;
            }
        };
        Self(Zeroizing::new(format!("{number:06}")))
    }

    /// Reads what a person typed; none when it cannot be a code.
    pub(super) fn typed(text: &str) -> Option<Self> {
        let digits: Zeroizing<String> = Zeroizing::new(
            text.chars()
                .filter(|sign| !sign.is_whitespace() && *sign != '-')
                .take(DIGITS + 1)
                .collect(),
        );
        let sound = digits.len() == DIGITS && digits.bytes().all(|b| b.is_ascii_digit());
        sound.then(|| Self(digits))
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, CodesKey};
    use crate::world::Seeded;
    use zeroize::Zeroizing;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for typed in ["012345", "012 345", "012-345", " 012345 "] {
            let code = Code::typed(typed).expect("a code");
            assert_eq!(code.0.as_str(), "012345", "{typed}");
        }
        for typed in ["", "12345", "1234567", "12345a", "٠١٢٣٤٥"] {
            assert!(Code::typed(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn every_code_has_six_digits() {
        let mut rng = Seeded::new("codes");
        for _ in 0..1_000 {
            let code = Code::draw(&mut rng);
            assert!(code.0.len() == 6 && code.0.bytes().all(|b| b.is_ascii_digit()));
        }
    }

    #[test]
    fn no_two_lists_of_parts_have_one_hash() {
        let key = CodesKey::new(Zeroizing::new([1; 32]));
        let parts: [&[&[u8]]; 4] = [&[b"a", b"bc"], &[b"ab", b"c"], &[b"abc"], &[b"abc", b""]];
        for (index, one) in parts.iter().enumerate() {
            for other in &parts[index + 1..] {
                assert!(key.hash(one) != key.hash(other));
            }
        }
    }
}
