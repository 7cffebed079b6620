//! The code that a person reads from one page and types into another (door C): 60 bits in twelve letters and digits.
//!
//! It stands for a [`Code`], by which the errand is claimed as through any other door; the authority keeps the hash of that
//! and bounds time and tries, since so few bits can be guessed.

use std::fmt;

use sha2::Digest as _;
use zeroize::Zeroizing;

use super::octets::Code;

/// Crockford's alphabet: no letter that can be taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARS: usize = 12;
const BITS_EACH: u32 = 5;

/// A code that is typed.
#[derive(Clone, PartialEq, Eq)]
pub struct TypedCode(Zeroizing<[u8; CHARS]>);

impl TypedCode {
    /// The code of the upper 60 of these bits.
    #[must_use]
    pub fn of_bits(bits: u64) -> Self {
        let mut text = Zeroizing::new([0; CHARS]);
        for (place, letter) in text.iter_mut().enumerate() {
            let shift = u64::BITS - BITS_EACH * (u32::try_from(place).unwrap_or(u32::MAX) + 1);
            let index = (bits >> shift) & 0x1f;
            *letter = ALPHABET[usize::try_from(index).unwrap_or_default()];
        }
        Self(text)
    }

    /// Reads what somebody typed: in either case, with or without hyphens and spaces, and with the letters that look like
    /// digits taken for them. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut read = Zeroizing::new([0; CHARS]);
        let mut places = read.iter_mut();
        for c in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
            let letter = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            let letter = u8::try_from(letter).ok().filter(|b| ALPHABET.contains(b))?;
            *places.next()? = letter;
        }
        places.next().is_none().then_some(Self(read))
    }

    /// The code that it stands for.
    ///
    /// # Panics
    ///
    /// Never: a hash of SHA-256 has the size of a code.
    #[must_use]
    pub fn code(&self) -> Code {
        let hash = sha2::Sha256::new()
            .chain_update(b"smena typed code")
            .chain_update(self.0.as_slice())
            .finalize();
        Code::from_slice(&hash).expect("SHA-256 has the size of a code")
    }
}

impl fmt::Display for TypedCode {
    /// `XXXX-XXXX-XXXX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, letter) in self.0.iter().enumerate() {
            if place > 0 && place % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*letter))?;
        }
        Ok(())
    }
}

impl fmt::Debug for TypedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedCode(not shown)")
    }
}

#[cfg(test)]
mod tests {
    use super::TypedCode;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = TypedCode::of_bits(0x0123_4567_89ab_cdef);
        let text = code.to_string();
        assert_eq!(text.len(), 14);
        for typed in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
            text.replace('0', "o").replace('1', "l"),
        ] {
            assert_eq!(TypedCode::parse(&typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["", &text[1..], &format!("{text}0"), &text.replace('4', "U")] {
            assert_eq!(TypedCode::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_bit_counts_but_the_last_four() {
        let code = TypedCode::of_bits(u64::MAX);
        assert_eq!(code.to_string(), "ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(TypedCode::of_bits(u64::MAX << 4), code);
        assert_ne!(TypedCode::of_bits(u64::MAX << 5), code);
        assert_ne!(TypedCode::of_bits(u64::MAX >> 1).code(), code.code());
    }
}
