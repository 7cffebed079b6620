//! How easily a new password is guessed, in three words.
//!
//! The password protects a key file against somebody who has copied it and tries at leisure; there is no counter of tries
//! as on a token. So a weak one is named as such before it is taken. It is never refused: that is the holder's choice.

/// Fewest characters of a password about which nothing is said.
const LENGTH_MIN: usize = 8;

/// How easily a password is guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Found in minutes: short, a common word, a date, a run of keys.
    Weak,
    /// Found by somebody who wants this key.
    Fair,
    /// Not found by trying.
    Strong,
}

impl Strength {
    /// Estimates a password. The estimate is of guesses, not of characters, and knows Latin words and keyboards only; a
    /// short password is weak whatever it says.
    #[must_use]
    pub fn of(password: &str) -> Self {
        use zxcvbn::Score;
        if password.chars().count() < LENGTH_MIN {
            return Self::Weak;
        }
        match zxcvbn::zxcvbn(password, &[]).score() {
            Score::Zero | Score::One => Self::Weak,
            Score::Two => Self::Fair,
            _ => Self::Strong,
        }
    }

    /// The word in the message catalogue.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Fair => "fair",
            Self::Strong => "strong",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Strength;

    #[test]
    fn short_and_common_passwords_are_weak_and_long_ones_strong() {
        for weak in ["", "1", "12345678", "password", "qwertyuiop", "пароль"] {
            assert_eq!(Strength::of(weak), Strength::Weak, "{weak:?}");
        }
        for strong in ["корабль сухарь восьмёрка", "k7!dPz0-vQm4"] {
            assert_eq!(Strength::of(strong), Strength::Strong, "{strong:?}");
        }
    }
}
