//! The forms that a password takes on its way into a derivation.
//!
//! PBES2, PBMAC1 and RFC 9548 take the octets of its UTF-8 (RFC 8018, section 3); the derivation of
//! RFC 7292 takes a BMPString with two octets of zero at its end (appendix B.1); CryptoPro takes
//! UTF-16 little-endian without an end. A BMPString knows no character above U+FFFF: OpenSSL and
//! Windows write surrogates, and so it is read. Writers differ on two points, so that there are
//! several forms to try: whether an empty password has its end mark, and whether characters beyond
//! ASCII were characters or, as with OpenSSL before version 1.1, octets.

use std::str;

use zeroize::Zeroizing;

/// A form of the password for the derivation of RFC 7292.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// A BMPString with its end mark.
    Standard,
    /// No octets at all, for no password.
    Absent,
    /// Each octet of UTF-8 as a character, with the end mark.
    Octets,
}

/// A password, borrowed from who holds it.
#[derive(Clone, Copy)]
pub(super) struct Password<'a> {
    octets: &'a [u8],
}

impl<'a> Password<'a> {
    pub(super) const fn new(octets: &'a [u8]) -> Self {
        Self { octets }
    }

    /// The octets of UTF-8.
    pub(super) const fn utf8(self) -> &'a [u8] {
        self.octets
    }

    /// The forms that can mean this password, the likeliest first.
    pub(super) fn forms(self) -> &'static [Form] {
        match str::from_utf8(self.octets) {
            Ok("") => &[Form::Standard, Form::Absent],
            Ok(text) if text.is_ascii() => &[Form::Standard],
            Ok(_) => &[Form::Standard, Form::Octets],
            Err(_) => &[Form::Octets],
        }
    }

    /// The octets of one form. What is not UTF-8 has but the form of octets.
    pub(super) fn wide(self, form: Form) -> Zeroizing<Vec<u8>> {
        match (form, str::from_utf8(self.octets)) {
            (Form::Absent, _) => Zeroizing::default(),
            (Form::Standard, Ok(text)) => {
                ended(text.len(), text.encode_utf16().map(u16::to_be_bytes))
            }
            _ => {
                let pairs = self.octets.iter().map(|octet| [0, *octet]);
                ended(self.octets.len(), pairs)
            }
        }
    }

    /// UTF-16 little-endian without an end mark, unless the password is no UTF-8.
    pub(super) fn utf16_le(self) -> Option<Zeroizing<Vec<u8>>> {
        let text = str::from_utf8(self.octets).ok()?;
        // The capacity is reserved first: growing would leave a copy behind.
        let mut octets = Zeroizing::new(Vec::with_capacity(2 * text.len()));
        octets.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        Some(octets)
    }
}

/// Joins the pairs and puts the end mark behind them; there are at most `pairs_max`.
fn ended(pairs_max: usize, pairs: impl Iterator<Item = [u8; 2]>) -> Zeroizing<Vec<u8>> {
    let mut octets = Zeroizing::new(Vec::with_capacity(2 * pairs_max + 2));
    octets.extend(pairs.flatten());
    octets.extend([0, 0]);
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str, form: Form) -> String {
        hex::encode(&*Password::new(text.as_bytes()).wide(form))
    }

    #[test]
    fn the_example_of_rfc_7292_has_its_octets() {
        // RFC 7292, appendix B.1.
        assert_eq!(
            wide("Beavis", Form::Standard),
            "0042006500610076006900730000"
        );
    }

    #[test]
    fn characters_above_the_bmp_are_surrogates() {
        assert_eq!(wide("€𝄞", Form::Standard), "20acd834dd1e0000");
        let little = Password::new("€𝄞".as_bytes()).utf16_le();
        assert_eq!(hex::encode(&*little.expect("UTF-8")), "ac2034d81edd");
    }

    #[test]
    fn an_empty_password_has_two_forms_and_a_russian_one_too() {
        let forms = |text: &str| Password::new(text.as_bytes()).forms().to_vec();
        assert_eq!(forms("1"), [Form::Standard]);
        assert_eq!(forms(""), [Form::Standard, Form::Absent]);
        assert_eq!(wide("", Form::Standard), "0000");
        assert_eq!(wide("", Form::Absent), "");
        assert_eq!(forms("п"), [Form::Standard, Form::Octets]);
        assert_eq!(wide("п", Form::Standard), "043f0000");
        assert_eq!(wide("п", Form::Octets), "00d000bf0000");
    }

    #[test]
    fn what_is_no_text_is_taken_octet_by_octet() {
        let password = Password::new(&[0xff, 0x31]);
        assert_eq!(password.forms(), [Form::Octets]);
        assert_eq!(*password.wide(Form::Octets), [0, 0xff, 0, 0x31, 0, 0]);
        assert!(password.utf16_le().is_none());
    }
}
