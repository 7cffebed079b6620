//! Hosts that look like one that is trusted already: few letters apart, or letters of another alphabet.
//!
//! A warning stops nothing: the host stays an entry of its own, and the person decides. Unicode names are shown in both
//! forms (security design, §1.4).

use smena_protocol::v1::Origin;

/// How many letters may be different for a host to be a look-alike.
const DISTANCE_MAX: usize = 2;

/// Something that a person should see before he trusts a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// It looks like this origin, which is trusted.
    Resembles(String),
    /// Its name has letters outside ASCII; this is how it is read.
    Unicode(String),
    /// A part of its name has letters of two alphabets.
    MixedScripts,
}

/// What is to be said of a host beside those that are trusted.
#[must_use]
pub fn warnings(origin: &Origin, trusted: &[Origin]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let read = readable(origin.host());
    let drawn = drawn_alike(&read);
    for other in trusted.iter().filter(|other| *other != origin) {
        let other_drawn = drawn_alike(&readable(other.host()));
        let same_host = origin.host() == other.host();
        if !same_host && distance(&drawn, &other_drawn) <= DISTANCE_MAX {
            warnings.push(Warning::Resembles(other.as_str().to_owned()));
        }
    }
    if read.split('.').any(is_mixed) {
        warnings.push(Warning::MixedScripts);
    }
    if read != origin.host() {
        warnings.push(Warning::Unicode(read));
    }
    warnings
}

/// A host with its Punycode labels (RFC 5890) as they are read.
fn readable(host: &str) -> String {
    let labels: Vec<String> = host
        .split('.')
        .map(|label| {
            label
                .strip_prefix("xn--")
                .and_then(decoded)
                .unwrap_or_else(|| label.to_owned())
        })
        .collect();
    labels.join(".")
}

/// The letters that a look takes for the same, as the Latin ones.
fn drawn_alike(text: &str) -> Vec<char> {
    text.chars()
        .map(|letter| match letter {
            'а' => 'a',
            'в' => 'b',
            'с' => 'c',
            'е' | 'ё' => 'e',
            'і' | 'ї' | 'l' | '1' => 'i',
            'ј' => 'j',
            'к' => 'k',
            'м' => 'm',
            'һ' | 'н' => 'h',
            'о' | '0' => 'o',
            'р' => 'p',
            'ѕ' => 's',
            'т' => 't',
            'у' => 'y',
            'х' => 'x',
            other => other,
        })
        .collect()
}

fn is_mixed(label: &str) -> bool {
    let latin = label.chars().any(|letter| letter.is_ascii_alphabetic());
    let other = label
        .chars()
        .any(|letter| letter.is_alphabetic() && !letter.is_ascii());
    latin && other
}

/// In how many letters two names differ (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, left) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

/// Decodes a Punycode label ([RFC 3492](https://www.rfc-editor.org/rfc/rfc3492), 6.2); nothing where it is none.
fn decoded(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    const T: (u32, u32) = (1, 26);
    let (basic, extended) = label.rsplit_once('-').unwrap_or(("", label));
    let mut output: Vec<char> = basic.chars().collect();
    let (mut code, mut at, mut bias) = (128_u32, 0_u32, 72_u32);
    let mut digits = extended.chars();
    while digits.as_str() != "" {
        let before = at;
        let (mut weight, mut k) = (1_u32, BASE);
        loop {
            let digit = match digits.next()? {
                letter @ 'a'..='z' => u32::from(letter) - u32::from('a'),
                number @ '0'..='9' => u32::from(number) - u32::from('0') + 26,
                _ => return None,
            };
            at = at.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T.0, T.1);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let count = u32::try_from(output.len()).ok()? + 1;
        bias = adapted(at - before, count, before == 0);
        code = code.checked_add(at / count)?;
        at %= count;
        output.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(output.into_iter().collect())
}

/// The adaptation of the bias (RFC 3492, 6.1).
fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    const BASE_LESS_MIN: u32 = 35;
    const LIMIT: u32 = BASE_LESS_MIN * 26 / 2;
    let mut delta = if is_first { delta / 700 } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > LIMIT {
        delta /= BASE_LESS_MIN;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> Origin {
        Origin::parse(text).expect("an origin")
    }

    fn of(text: &str) -> Vec<Warning> {
        warnings(&origin(text), &[origin("https://ca.example.org")])
    }

    #[test]
    fn labels_are_read_as_the_rfc_writes_them() {
        // RFC 3492, 7.1 (F), and the label of the Cyrillic top-level domain.
        assert_eq!(
            decoded("b1abfaaepdrnnbgefbadotcwatmq2g4l").as_deref(),
            Some("почемужеонинеговорятпорусски")
        );
        assert_eq!(decoded("p1ai").as_deref(), Some("рф"));
        assert_eq!(decoded("80ak6aa92e").as_deref(), Some("аррӏе"));
        assert_eq!(decoded("99999999999"), None);
    }

    #[test]
    fn a_cyrillic_letter_in_a_trusted_name_is_warned_of() {
        // "cа.example.org", whose second letter is Cyrillic.
        let warned = of("https://xn--c-7tb.example.org");
        assert!(warned.contains(&Warning::Resembles("https://ca.example.org".to_owned())));
        assert!(warned.contains(&Warning::MixedScripts), "{warned:?}");
        assert!(matches!(warned.last(), Some(Warning::Unicode(_))));
    }

    #[test]
    fn two_letters_apart_is_a_look_alike_and_three_are_not() {
        let resembles = |text| !of(text).is_empty();
        assert!(resembles("https://cb.example.org"));
        assert!(resembles("https://ca.exarnple.org"));
        assert!(!resembles("https://abc.example.org"));
        assert!(!resembles("https://portal.example.com"));
        // The same host at another port is no look-alike, but another entry.
        assert!(!resembles("https://ca.example.org:8443"));
    }
}
