//! The eight digits by which a person tells a session and an agent apart from others (security design, 1.3, `pair`).
//!
//! Agent and authority make them from the nonce of the errand's session and the agent key; the person reads them from the
//! agent's page and types them into the portal's. They tell two tabs and two computers apart and are no secret.

use std::fmt;

use sha2::{Digest as _, Sha256 as Hash};

use super::octets::{Nonce, Sha256};

/// Digits there are to type.
const DIGITS: usize = 8;
/// How many numbers they can be.
const NUMBERS: u64 = 100_000_000;

/// What is typed to pair a session with an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairingDigits(u64);

impl PairingDigits {
    /// The digits of a session and an agent key, the latter as the hash of its `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn of(session_nonce: &Nonce, agent_key: &Sha256) -> Self {
        let hash = Hash::new()
            .chain_update(b"smena pairing")
            .chain_update(session_nonce.as_bytes())
            .chain_update(agent_key.as_bytes())
            .finalize();
        let number = hash
            .iter()
            .take(DIGITS)
            .fold(0, |number, octet| (number << 8) | u64::from(*octet));
        Self(number % NUMBERS)
    }

    /// Reads what somebody typed, with or without spaces and hyphens. `None` for anything that is not eight digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut number = 0;
        let mut count = 0;
        for sign in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            number = number * 10 + u64::from(sign.to_digit(10)?);
            count += 1;
            if count > DIGITS {
                return None;
            }
        }
        (count == DIGITS).then_some(Self(number))
    }
}

impl fmt::Display for PairingDigits {
    /// In two groups, as people read them.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04} {:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

#[cfg(test)]
mod tests {
    use super::PairingDigits;
    use crate::v1::{Nonce, Sha256};

    #[test]
    fn what_is_shown_is_read_back_however_it_is_typed() {
        for octet in 0..=255 {
            let digits = PairingDigits::of(&Nonce::new([octet; 32]), &Sha256::new([7; 32]));
            let shown = digits.to_string();
            assert_eq!(shown.len(), 9, "{shown}");
            for typed in [
                shown.clone(),
                shown.replace(' ', ""),
                shown.replace(' ', "-"),
            ] {
                assert_eq!(PairingDigits::parse(&typed), Some(digits), "{typed}");
            }
        }
    }

    #[test]
    fn another_session_and_another_agent_have_other_digits() {
        let of = |nonce, key| PairingDigits::of(&Nonce::new([nonce; 32]), &Sha256::new([key; 32]));
        assert_ne!(of(1, 1), of(2, 1));
        assert_ne!(of(1, 1), of(1, 2));
    }

    #[test]
    fn what_is_not_eight_digits_is_none() {
        for typed in [
            "",
            "1234567",
            "123456789",
            "1234567a",
            "１２３４５６７８",
            "-1234567",
        ] {
            assert_eq!(PairingDigits::parse(typed), None, "{typed}");
        }
    }
}
