//! Names of the folders of containers: eight characters and three digits, whatever the container is
//! called.

use crate::error::MediumError;

/// Characters before the dot.
const STEM_LENGTH_MAX: usize = 8;
/// What comes before the dot where a name has no letter that it could be made of.
const STEM_ELSE: &str = "smena";
/// There are as many as three digits can tell apart.
const NUMBERS: u16 = 1_000;

/// Whether a folder of this name can be a container.
pub(super) fn is_one(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, number)| {
        (1..=STEM_LENGTH_MAX).contains(&stem.chars().count())
            && number.len() == 3
            && number.bytes().all(|octet| octet.is_ascii_digit())
    })
}

/// Finds a name for the container `label` that is not taken: `NAME.000`, else `NAME.001` and so on.
///
/// # Errors
///
/// [`MediumError::TooManyEntries`] when all are taken; what `is_taken` says.
pub(super) fn free(
    label: &str,
    is_taken: impl Fn(&str) -> Result<bool, MediumError>,
) -> Result<String, MediumError> {
    // The name of a folder has its number after the dot already.
    let label = if is_one(label) {
        label.rsplit_once('.').map_or(label, |(stem, _)| stem)
    } else {
        label
    };
    let letters = label.chars().filter(char::is_ascii_alphanumeric);
    let stem: String = letters
        .take(STEM_LENGTH_MAX)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let stem = if stem.is_empty() { STEM_ELSE } else { &stem };
    for number in 0..NUMBERS {
        let name = format!("{stem}.{number:03}");
        if !is_taken(&name)? {
            return Ok(name);
        }
    }
    Err(MediumError::TooManyEntries)
}

/// The name of a folder in which a container grows. Nobody takes it for one.
pub(super) fn unfinished(folder: &str) -> String {
    format!("{}.new", folder.replace('.', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_known_by_three_digits() {
        for name in ["g2012256.000", "0000rtin.001", "Ключ.999", "a.123"] {
            assert!(is_one(name), "{name}");
        }
        for name in [
            ".000",
            "ninechars.000",
            "name.00",
            "name.0000",
            "name.new",
            "name.00a",
            "name",
        ] {
            assert!(!is_one(name), "{name}");
        }
        assert!(!is_one(&unfinished("name.000")));
    }

    #[test]
    fn a_name_is_made_of_the_first_letters_and_counted_when_it_is_taken() {
        let none = |_: &str| Ok(false);
        assert_eq!(
            free("Ivanova M.P. 2026", none).expect("free"),
            "ivanovam.000"
        );
        assert_eq!(free("Иванова", none).expect("free"), "smena.000");
        let first = |name: &str| Ok(name == "ivanova.000");
        assert_eq!(free("ivanova.000", first).expect("free"), "ivanova.001");
    }

    #[test]
    fn a_thousand_containers_of_one_name_are_the_most() {
        let but_last = |name: &str| Ok(name != "a.999");
        assert_eq!(free("a", but_last).expect("free"), "a.999");
        assert!(matches!(
            free("a", |_| Ok(true)),
            Err(MediumError::TooManyEntries)
        ));
    }
}
