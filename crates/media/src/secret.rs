//! A password or PIN in memory: wiped when dropped, never shown.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::{error::MediumError, limits::PASSWORD_SIZE_BYTES_MAX, ram};

/// A password or PIN, as the normalised (NFC) UTF-8 octets that key derivation takes.
///
/// It is boxed, so that a move leaves no copy behind, is kept out of the swap where the system allows it, and has neither
/// `Debug` nor `Display`. Copies in registers and on the stack of a called function are not covered.
pub struct Secret {
    octets: Box<Zeroizing<Vec<u8>>>,
    last_try: bool,
}

impl Secret {
    /// Takes a password as a person typed it and normalises it to NFC.
    ///
    /// # Errors
    ///
    /// [`MediumError::EmptyPassword`] for an empty one: no password is a choice of its own
    /// ([`crate::Protection::None`]), never an empty string. [`MediumError::PasswordTooLong`] beyond
    /// [`PASSWORD_SIZE_BYTES_MAX`].
    pub fn from_typed(typed: &str) -> Result<Self, MediumError> {
        // The capacity is reserved first: a growing buffer would leave unwiped copies of the password.
        let mut octets = Zeroizing::new(Vec::with_capacity(4 * typed.len()));
        ram::keep_resident(octets.as_ptr(), octets.capacity());
        let mut utf8 = [0_u8; 4];
        for character in typed.nfc() {
            octets.extend_from_slice(character.encode_utf8(&mut utf8).as_bytes());
        }
        zeroize::Zeroize::zeroize(&mut utf8);
        if octets.is_empty() {
            return Err(MediumError::EmptyPassword);
        }
        if octets.len() > PASSWORD_SIZE_BYTES_MAX {
            return Err(MediumError::PasswordTooLong);
        }
        Ok(Self {
            octets: Box::new(octets),
            last_try: false,
        })
    }

    /// The same PIN, given by a person who was told that it is the last try and wants it.
    #[must_use]
    pub fn meant_as_last_try(mut self) -> Self {
        self.last_try = true;
        self
    }

    /// Whether it may be tried when only one try is left.
    pub(crate) fn is_meant_as_last_try(&self) -> bool {
        self.last_try
    }

    /// Gives the octets to a key derivation.
    pub(crate) fn expose(&self) -> &[u8] {
        &self.octets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Result<Secret, MediumError> {
        Secret::from_typed(text)
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        let composed = typed("пароль й").expect("composed");
        let decomposed = typed("пароль и\u{306}").expect("decomposed");
        assert_eq!(composed.expose(), decomposed.expose());
    }

    #[test]
    fn an_empty_password_is_refused() {
        assert!(matches!(typed(""), Err(MediumError::EmptyPassword)));
    }

    #[test]
    fn the_length_limit_holds_at_the_limit_and_one_beyond() {
        assert!(typed(&"a".repeat(PASSWORD_SIZE_BYTES_MAX)).is_ok());
        assert!(matches!(
            typed(&"a".repeat(PASSWORD_SIZE_BYTES_MAX + 1)),
            Err(MediumError::PasswordTooLong)
        ));
    }
}
