//! Four words by which a person recognises the agent of this computer: a program of somebody else that listens in its
//! place cannot know them.

use rand_core::CryptoRng;

use crate::state::{Home, StateError};

/// How many words.
const WORDS: usize = 4;

/// The phrase of this user; chosen at the first time.
///
/// # Errors
///
/// The file cannot be read or written.
pub fn of(home: &Home, rng: &mut dyn CryptoRng) -> Result<String, StateError> {
    if let Some(phrase) = home.recognition()? {
        return Ok(phrase);
    }
    let phrase = chosen(rng);
    home.keep_recognition(&phrase)?;
    Ok(phrase)
}

fn chosen(rng: &mut dyn CryptoRng) -> String {
    let words: Vec<&str> = LIST.split_whitespace().collect();
    let count = u32::try_from(words.len()).unwrap_or(u32::MAX);
    let mut phrase = Vec::with_capacity(WORDS);
    while phrase.len() < WORDS {
        // What lies beyond the last whole multiple is drawn again, so that every word is as likely.
        let drawn = rng.next_u32();
        if drawn < u32::MAX - u32::MAX % count {
            let at = usize::try_from(drawn % count).unwrap_or_default();
            phrase.extend(words.get(at).copied());
        }
    }
    phrase.join(" ")
}

/// Short plain nouns, each of which is told apart from the others at a glance. The file is the same in both languages: it is
/// recognised, not read.
const LIST: &str = include_str!("words.txt");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{LIST, WORDS, chosen};

    #[test]
    fn the_words_are_many_different_and_short() {
        let words: Vec<&str> = LIST.split_whitespace().collect();
        let different: BTreeSet<&&str> = words.iter().collect();
        assert_eq!(different.len(), words.len());
        assert!(words.len() >= 256, "{}", words.len());
        assert!(
            words
                .iter()
                .all(|word| (3..=9).contains(&word.chars().count()))
        );
    }

    #[test]
    fn two_people_have_different_phrases() {
        let mut rng = crate::clock::system_rng();
        let phrases = [chosen(&mut rng), chosen(&mut rng)];
        assert_ne!(phrases[0], phrases[1]);
        assert!(
            phrases
                .iter()
                .all(|phrase| phrase.split(' ').count() == WORDS)
        );
    }
}
