//! Sealing: encryption with integrity, under a PIN or under the secret of a token.
//!
//! The algorithms are those of the folder medium's key files (PBKDF2 with HMAC-Streebog-512, RFC 9337; Kuznyechik in
//! CTR-ACPKM mode, RFC 8645); HMAC-Streebog-256 over the ciphertext is added, so that a wrong PIN and a changed file
//! show at once. Each seal has a fresh salt and therefore keys of its own, which is why the initialisation vector can
//! be zero:
//!
//! ```text
//! cipher key ‖ MAC key = PBKDF2(PIN, salt, iterations, 64 octets)                     under a PIN
//!                      = HMAC-Streebog-512(secret, "smena-softtoken-1" ‖ salt)        under the token's secret
//! MAC = HMAC-Streebog-256(MAC key, length of the purpose, 4 octets ‖ purpose ‖ ciphertext)
//! ```
//!
//! The purpose says what is sealed (which PIN, which object), so that no seal stands in for another.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use smena_gost::{BlockCipher, acpkm, hmac_streebog256, hmac_streebog512, pbkdf2_streebog512};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::limits::{PIN_ITERATIONS_MAX, PIN_ITERATIONS_MIN};

const SECRET_LABEL: &[u8] = b"smena-softtoken-1";
const SALT_SIZE: usize = 32;
/// Each key seals once, so its counter begins at nothing.
const NO_IV: [u8; BlockCipher::Kuznyechik.iv_size()] = [0; BlockCipher::Kuznyechik.iv_size()];

/// Octets of the secret of a token.
pub(crate) const SECRET_SIZE: usize = 32;

/// The secret of a token, under which its private objects are sealed; both PINs open it.
#[derive(Clone)]
pub(crate) struct TokenSecret(Zeroizing<Vec<u8>>);

impl TokenSecret {
    /// Draws a new one.
    pub(crate) fn generate(rng: &mut dyn CryptoRng) -> Self {
        let mut octets = Zeroizing::new(vec![0; SECRET_SIZE]);
        rng.fill_bytes(&mut octets);
        Self(octets)
    }

    /// Seals octets under it.
    pub(crate) fn seal(&self, purpose: &str, plain: &[u8], rng: &mut dyn CryptoRng) -> Seal {
        let salt = fresh_salt(rng);
        Keys::of_secret(&self.0, &salt).seal(salt, purpose, plain)
    }

    /// Opens what was sealed under it; `None` when it was not, or was changed.
    pub(crate) fn open(&self, purpose: &str, seal: &Seal) -> Option<Zeroizing<Vec<u8>>> {
        Keys::of_secret(&self.0, &seal.salt).open(purpose, seal)
    }
}

/// Sealed octets.
// Stored: a change needs a migration.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seal {
    #[serde(with = "hexadecimal")]
    salt: Vec<u8>,
    #[serde(with = "hexadecimal")]
    sealed: Vec<u8>,
    #[serde(with = "hexadecimal")]
    mac: Vec<u8>,
}

/// The secret of a token, sealed under a PIN: opening it is how a PIN is compared.
// Stored: a change needs a migration.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PinSeal {
    iterations: u32,
    seal: Seal,
}

impl PinSeal {
    /// Seals the secret under a PIN.
    pub(crate) fn new(
        purpose: &str,
        pin: &[u8],
        secret: &TokenSecret,
        iterations: u32,
        rng: &mut dyn CryptoRng,
    ) -> Self {
        let iterations = iterations.clamp(PIN_ITERATIONS_MIN, PIN_ITERATIONS_MAX);
        let salt = fresh_salt(rng);
        let keys = Keys::of_pin(pin, &salt, iterations);
        Self {
            iterations,
            seal: keys.seal(salt, purpose, &secret.0),
        }
    }

    /// Whether the number of iterations is one that a file may ask for.
    pub(crate) fn is_within_limits(&self) -> bool {
        (PIN_ITERATIONS_MIN..=PIN_ITERATIONS_MAX).contains(&self.iterations)
    }

    /// Opens the secret; `None` when the PIN is another.
    pub(crate) fn open(&self, purpose: &str, pin: &[u8]) -> Option<TokenSecret> {
        Keys::of_pin(pin, &self.seal.salt, self.iterations)
            .open(purpose, &self.seal)
            .map(TokenSecret)
    }
}

fn fresh_salt(rng: &mut dyn CryptoRng) -> Vec<u8> {
    let mut salt = vec![0; SALT_SIZE];
    rng.fill_bytes(&mut salt);
    salt
}

/// The two keys of one seal.
struct Keys(Zeroizing<[u8; 64]>);

impl Keys {
    fn of_pin(pin: &[u8], salt: &[u8], iterations: u32) -> Self {
        let mut keys = Zeroizing::new([0; 64]);
        pbkdf2_streebog512(pin, salt, iterations, &mut *keys);
        Self(keys)
    }

    fn of_secret(secret: &[u8], salt: &[u8]) -> Self {
        let message = [SECRET_LABEL, salt].concat();
        Self(Zeroizing::new(hmac_streebog512(secret, &message)))
    }

    fn seal(&self, salt: Vec<u8>, purpose: &str, plain: &[u8]) -> Seal {
        let mut sealed = plain.to_vec();
        self.apply(&mut sealed);
        let mac = self.mac(purpose, &sealed);
        Seal { salt, sealed, mac }
    }

    fn open(&self, purpose: &str, seal: &Seal) -> Option<Zeroizing<Vec<u8>>> {
        let is_ours: bool = self.mac(purpose, &seal.sealed).ct_eq(&seal.mac).into();
        is_ours.then(|| {
            let mut plain = Zeroizing::new(seal.sealed.clone());
            self.apply(&mut plain);
            plain
        })
    }

    /// Encrypts or decrypts: the mode is its own inverse.
    fn apply(&self, octets: &mut [u8]) {
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&self.0[..32]);
        acpkm::ctr_acpkm(BlockCipher::Kuznyechik, &key, &NO_IV, octets);
    }

    fn mac(&self, purpose: &str, sealed: &[u8]) -> Vec<u8> {
        let length = u32::try_from(purpose.len()).expect("a purpose is a short text of this crate");
        let message = [&length.to_be_bytes()[..], purpose.as_bytes(), sealed].concat();
        hmac_streebog256(&self.0[32..], &message).to_vec()
    }
}

/// Octets as hexadecimal text.
mod hexadecimal {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&hex::encode(octets))
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        hex::decode(text).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::system_rng;

    #[test]
    fn what_is_sealed_opens_for_the_same_purpose_only() {
        let mut rng = system_rng();
        let secret = TokenSecret::generate(&mut rng);
        let seal = secret.seal("object 1", b"key", &mut rng);
        assert_eq!(
            secret.open("object 1", &seal).as_deref().map(Vec::as_slice),
            Some(&b"key"[..])
        );
        assert!(secret.open("object 2", &seal).is_none());
        let other = TokenSecret::generate(&mut rng);
        assert!(other.open("object 1", &seal).is_none());
    }

    #[test]
    fn each_changed_octet_of_a_seal_is_noticed() {
        let mut rng = system_rng();
        let secret = TokenSecret::generate(&mut rng);
        let seal = secret.seal("object", b"key", &mut rng);
        let changes: [fn(&mut Seal) -> &mut Vec<u8>; 3] = [
            |seal| &mut seal.salt,
            |seal| &mut seal.sealed,
            |seal| &mut seal.mac,
        ];
        for part in changes {
            let mut changed = seal.clone();
            part(&mut changed)[0] ^= 1;
            assert!(secret.open("object", &changed).is_none());
        }
        let mut cut = seal.clone();
        cut.mac.truncate(16);
        assert!(secret.open("object", &cut).is_none());
    }

    #[test]
    fn a_pin_opens_the_secret_and_another_does_not() {
        let mut rng = system_rng();
        let secret = TokenSecret::generate(&mut rng);
        let seal = PinSeal::new("user", b"12345678", &secret, PIN_ITERATIONS_MIN, &mut rng);
        let opened = seal.open("user", b"12345678").expect("the right PIN");
        assert_eq!(*opened.0, *secret.0);
        assert!(seal.open("user", b"12345679").is_none());
        assert!(seal.open("so", b"12345678").is_none());
    }

    #[test]
    fn iterations_are_kept_within_the_limits() {
        let mut rng = system_rng();
        let secret = TokenSecret::generate(&mut rng);
        let seal = PinSeal::new("user", b"1234", &secret, 1, &mut rng);
        assert!(seal.is_within_limits());
        let with = |iterations| PinSeal {
            iterations,
            seal: seal.seal.clone(),
        };
        assert!(with(PIN_ITERATIONS_MAX).is_within_limits());
        assert!(!with(PIN_ITERATIONS_MAX + 1).is_within_limits());
        assert!(!with(PIN_ITERATIONS_MIN - 1).is_within_limits());
    }
}
