//! Windows-1251 and DOS 866, as far as names and passwords of containers are written in them.
//!
//! Names are Windows-1251 although the type of their field is IA5String. Of passwords nobody says
//! which octets the CSP takes for a Cyrillic letter, so each of the three encodings is tried.

use zeroize::Zeroizing;

/// The characters of the octets 80 to BF of Windows-1251; 98 is not assigned.
const UPPER_1251: [char; 64] = [
    '\u{402}', '\u{403}', '\u{201a}', '\u{453}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}',
    '\u{20ac}', '\u{2030}', '\u{409}', '\u{2039}', '\u{40a}', '\u{40c}', '\u{40b}', '\u{40f}',
    '\u{452}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}',
    '\u{98}', '\u{2122}', '\u{459}', '\u{203a}', '\u{45a}', '\u{45c}', '\u{45b}', '\u{45f}',
    '\u{a0}', '\u{40e}', '\u{45e}', '\u{408}', '\u{a4}', '\u{490}', '\u{a6}', '\u{a7}', '\u{401}',
    '\u{a9}', '\u{404}', '\u{ab}', '\u{ac}', '\u{ad}', '\u{ae}', '\u{407}', '\u{b0}', '\u{b1}',
    '\u{406}', '\u{456}', '\u{491}', '\u{b5}', '\u{b6}', '\u{b7}', '\u{451}', '\u{2116}',
    '\u{454}', '\u{bb}', '\u{458}', '\u{405}', '\u{455}', '\u{457}',
];

/// Reads Windows-1251; every octet is a character.
pub(super) fn from_1251(octets: &[u8]) -> String {
    octets.iter().map(|octet| character_1251(*octet)).collect()
}

/// Writes Windows-1251.
pub(super) fn to_1251(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    encoded(text, octet_1251)
}

/// Writes the letters of DOS 866.
pub(super) fn to_866(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    encoded(text, octet_866)
}

fn encoded(text: &str, octet: fn(char) -> Option<u8>) -> Option<Zeroizing<Vec<u8>>> {
    // The capacity is reserved first: a growing buffer would leave unwiped copies.
    let mut octets = Zeroizing::new(Vec::with_capacity(text.len()));
    for character in text.chars() {
        octets.push(octet(character)?);
    }
    Some(octets)
}

fn character_1251(octet: u8) -> char {
    match octet {
        0..=0x7f => char::from(octet),
        0x80..=0xbf => UPPER_1251[usize::from(octet - 0x80)],
        0xc0..=0xff => from_letter(octet - 0xc0),
    }
}

fn octet_1251(character: char) -> Option<u8> {
    if character.is_ascii() {
        return u8::try_from(character).ok();
    }
    if let Some(letter) = letter(character) {
        return Some(0xc0 + letter);
    }
    let at = UPPER_1251.iter().position(|known| *known == character)?;
    u8::try_from(0x80 + at).ok()
}

fn octet_866(character: char) -> Option<u8> {
    if character.is_ascii() {
        return u8::try_from(character).ok();
    }
    match (character, letter(character)) {
        // Io, small io and the numero sign stand apart.
        ('\u{401}', _) => Some(0xf0),
        ('\u{451}', _) => Some(0xf1),
        ('\u{2116}', _) => Some(0xfc),
        (_, Some(letter @ 0..=47)) => Some(0x80 + letter),
        // The last sixteen begin at e0.
        (_, Some(letter)) => Some(0xe0 - 48 + letter),
        _ => None,
    }
}

/// The place of a letter among the 64 of the alphabet from U+0410 on, which stand together everywhere but in DOS.
fn letter(character: char) -> Option<u8> {
    let distance = u32::from(character).checked_sub(u32::from('\u{410}'))?;
    u8::try_from(distance).ok().filter(|place| *place < 64)
}

fn from_letter(place: u8) -> char {
    char::from_u32(u32::from('\u{410}') + u32::from(place)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_octet_of_windows_1251_returns() {
        let octets: Vec<u8> = (0..=255).collect();
        let text = from_1251(&octets);
        assert_eq!(to_1251(&text).expect("all are known").as_slice(), octets);
        assert_eq!(from_1251(b"\xca\xeb\xfe\xf7 \xb9 1 \xb8"), "Ключ № 1 ё");
        assert!(to_1251("🔑").is_none());
    }

    #[test]
    fn the_letters_of_dos_stand_in_two_places() {
        let octets = to_866("АЯапряЁё№z").expect("all are known");
        assert_eq!(
            octets[..],
            [0x80, 0x9f, 0xa0, 0xaf, 0xe0, 0xef, 0xf0, 0xf1, 0xfc, b'z']
        );
        assert!(to_866("Ђ").is_none());
    }
}
