//! Faults on demand: a script beside the token that says at which call it is pulled out, fails or is slow.
//!
//! Each line of the file `faults` in the folder of the token is a rule:
//!
//! ```text
//! # WHEN  FUNCTION     FAULT
//! 3       C_Sign       removed
//! 1       *            slow 200
//! *       C_Login      device-error
//! ```
//!
//! WHEN counts, from 1, the calls of the function for this token in one process since the script was last changed; `*`
//! is every call. FUNCTION is a function of PKCS#11, `*` any. A fault stands before the call: nothing is done, save that
//! `slow` waits so many milliseconds and goes on. A script that cannot be read makes every call fail, so that a
//! misspelt rule is not taken for a healthy token.

use std::time::Duration;

use crate::{
    error::TokenError,
    limits::{FAULT_LINES_MAX, SLOW_MS_MAX},
};

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The token is pulled out: `CKR_DEVICE_REMOVED`, and from then on `CKR_TOKEN_NOT_PRESENT`.
    Removed,
    /// `CKR_DEVICE_ERROR`.
    DeviceError,
    /// `CKR_DEVICE_MEMORY`.
    NoMemory,
    /// The call takes so much longer.
    Slow(Duration),
}

/// One line of a script, with the calls that it has seen.
#[derive(Clone, Debug)]
struct Rule {
    /// The number of the call, from 1; `None` is every call.
    when: Option<u64>,
    /// The function; `None` is any.
    function: Option<String>,
    fault: Fault,
    seen: u64,
}

/// The script of one token, as far as this process has come in it.
#[derive(Default)]
pub(crate) struct Faults {
    text: Vec<u8>,
    rules: Vec<Rule>,
    is_readable: bool,
    is_removed: bool,
}

/// What a call meets.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Weather {
    /// Nothing.
    Calm,
    /// It waits first.
    Slow(Duration),
    /// The token was put back in, or the script was otherwise changed while it was out: its sessions are gone.
    PutBack,
}

impl Faults {
    /// Takes the script as it lies there now; a changed one starts from its beginning, with the token in its place.
    ///
    /// Says whether the token had been pulled out and is back.
    pub(crate) fn follow(&mut self, text: &[u8]) -> Weather {
        if text == self.text && (self.is_readable || self.text.is_empty()) {
            return Weather::Calm;
        }
        let was_removed = self.is_removed;
        let rules = parse(text);
        *self = Self {
            text: text.to_vec(),
            is_readable: rules.is_some(),
            rules: rules.unwrap_or_default(),
            is_removed: false,
        };
        if was_removed {
            Weather::PutBack
        } else {
            Weather::Calm
        }
    }

    /// Whether the token is pulled out.
    pub(crate) const fn is_removed(&self) -> bool {
        self.is_removed
    }

    /// Counts a call and says what it meets.
    ///
    /// # Errors
    ///
    /// The fault that the script has for it; [`TokenError::General`] when the script cannot be read.
    pub(crate) fn meet(&mut self, function: &str) -> Result<Weather, TokenError> {
        if !self.is_readable && !self.text.is_empty() {
            return Err(TokenError::General);
        }
        if self.is_removed {
            return Err(TokenError::TokenNotPresent);
        }
        let mut fault = None;
        for rule in &mut self.rules {
            if rule.function.as_deref().is_none_or(|name| name == function) {
                rule.seen += 1;
                if rule.when.is_none_or(|when| when == rule.seen) {
                    fault = fault.or(Some(rule.fault));
                }
            }
        }
        match fault {
            None => Ok(Weather::Calm),
            Some(Fault::Slow(duration)) => Ok(Weather::Slow(duration)),
            Some(Fault::DeviceError) => Err(TokenError::Device),
            Some(Fault::NoMemory) => Err(TokenError::DeviceMemory),
            Some(Fault::Removed) => {
                self.is_removed = true;
                Err(TokenError::DeviceRemoved)
            }
        }
    }
}

/// Whether a text is a script that can be read.
pub(crate) fn is_script(text: &str) -> bool {
    parse(text.as_bytes()).is_some()
}

fn parse(text: &[u8]) -> Option<Vec<Rule>> {
    let text = std::str::from_utf8(text).ok()?;
    if text.lines().count() > FAULT_LINES_MAX {
        return None;
    }
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(rule)
        .collect()
}

fn rule(line: &str) -> Option<Rule> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [when, function, fault @ ..] = words.as_slice() else {
        return None;
    };
    let when = match *when {
        "*" => None,
        number => Some(number.parse().ok().filter(|number: &u64| *number > 0)?),
    };
    let function = match *function {
        "*" => None,
        name if name.starts_with("C_") => Some(name.to_owned()),
        _ => return None,
    };
    let fault = match fault {
        ["removed"] => Fault::Removed,
        ["device-error"] => Fault::DeviceError,
        ["no-memory"] => Fault::NoMemory,
        ["slow", milliseconds] => {
            let milliseconds = milliseconds.parse().ok();
            let bounded = milliseconds.filter(|milliseconds| *milliseconds <= SLOW_MS_MAX)?;
            Fault::Slow(Duration::from_millis(bounded))
        }
        _ => return None,
    };
    Some(Rule {
        when,
        function,
        fault,
        seen: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(script: &str) -> Faults {
        let mut faults = Faults::default();
        assert_eq!(faults.follow(script.as_bytes()), Weather::Calm);
        faults
    }

    #[test]
    fn a_rule_meets_the_named_call_of_the_named_function() {
        let mut faults = faults("# comment\n2 C_Sign device-error\n");
        assert_eq!(faults.meet("C_Sign").ok(), Some(Weather::Calm));
        assert_eq!(faults.meet("C_SignInit").ok(), Some(Weather::Calm));
        assert!(matches!(faults.meet("C_Sign"), Err(TokenError::Device)));
        assert_eq!(faults.meet("C_Sign").ok(), Some(Weather::Calm));
    }

    #[test]
    fn a_rule_for_any_function_counts_all_calls_and_one_for_every_call_meets_all() {
        let mut third = faults("3 * no-memory");
        assert!(third.meet("C_Login").is_ok() && third.meet("C_Sign").is_ok());
        assert!(matches!(
            third.meet("C_Logout"),
            Err(TokenError::DeviceMemory)
        ));
        let mut always = faults("* C_Login slow 5");
        let slow = Weather::Slow(Duration::from_millis(5));
        for _ in 0..2 {
            assert_eq!(always.meet("C_Login").ok().as_ref(), Some(&slow));
        }
    }

    #[test]
    fn a_token_that_was_pulled_out_is_away_until_the_script_is_changed() {
        let script = "1 C_Sign removed";
        let mut faults = faults(script);
        assert!(matches!(
            faults.meet("C_Sign"),
            Err(TokenError::DeviceRemoved)
        ));
        assert_eq!(faults.follow(script.as_bytes()), Weather::Calm);
        assert!(matches!(
            faults.meet("C_Login"),
            Err(TokenError::TokenNotPresent)
        ));
        assert_eq!(faults.follow(b""), Weather::PutBack);
        assert_eq!(faults.meet("C_Sign").ok(), Some(Weather::Calm));
    }

    #[test]
    fn a_script_that_cannot_be_read_makes_every_call_fail() {
        for script in [
            "1 C_Sign",
            "0 C_Sign removed",
            "one C_Sign removed",
            "1 Sign removed",
            "1 C_Sign vanished",
            "1 C_Sign slow",
            "1 C_Sign slow 60001",
        ] {
            let mut faults = faults(script);
            assert!(
                matches!(faults.meet("C_Sign"), Err(TokenError::General)),
                "{script}"
            );
            assert!(!is_script(script));
        }
        assert!(is_script("1 C_Sign slow 60000"));
    }

    #[test]
    fn the_limit_of_lines_holds_at_the_limit_and_one_beyond() {
        let script = |lines| "1 C_Sign removed\n".repeat(lines);
        assert!(is_script(&script(FAULT_LINES_MAX)));
        assert!(!is_script(&script(FAULT_LINES_MAX + 1)));
    }
}
