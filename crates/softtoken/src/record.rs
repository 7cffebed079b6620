//! The record of a token: its label, its PINs with their counters, its space, and in what it imitates another device.
//!
//! It knows what may be tried and what is flagged; `store` writes it before and after each comparison.

use cryptoki_sys::{
    CK_FLAGS, CK_MECHANISM_TYPE, CK_ULONG, CK_USER_TYPE, CKF_LOGIN_REQUIRED, CKF_RNG,
    CKF_SO_PIN_COUNT_LOW, CKF_SO_PIN_FINAL_TRY, CKF_SO_PIN_LOCKED, CKF_SO_PIN_TO_BE_CHANGED,
    CKF_TOKEN_INITIALIZED, CKF_USER_PIN_COUNT_LOW, CKF_USER_PIN_FINAL_TRY,
    CKF_USER_PIN_INITIALIZED, CKF_USER_PIN_LOCKED, CKF_USER_PIN_TO_BE_CHANGED, CKU_SO, CKU_USER,
};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::{
    error::TokenError,
    limits::{PIN_OCTETS_MAX, PIN_OCTETS_MIN},
    seal::{PinSeal, TokenSecret},
};

/// The number of the format of `token.json`.
const FORMAT: u32 = 1;

/// The PIN of a user as tokens are sold; a token says in its flags that it is still that one.
pub(crate) const DEFAULT_USER_PIN: &str = "12345678";

/// The PIN of a security officer as tokens are sold.
pub(crate) const DEFAULT_SO_PIN: &str = "87654321";

/// Who logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The holder.
    User,
    /// The security officer, who sets and unlocks the user's PIN.
    SecurityOfficer,
}

impl Who {
    /// Reads a kind of user of PKCS#11.
    ///
    /// # Errors
    ///
    /// It is another kind; keys of this token ask for no PIN of their own.
    pub(crate) fn from_number(number: CK_USER_TYPE) -> Result<Self, TokenError> {
        match number {
            CKU_USER => Ok(Self::User),
            CKU_SO => Ok(Self::SecurityOfficer),
            _ => Err(TokenError::UserType),
        }
    }

    /// The name in files: the purpose of the seal, the column of the list of attempts.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::SecurityOfficer => "so",
        }
    }

    const fn default_pin(self) -> &'static str {
        match self {
            Self::User => DEFAULT_USER_PIN,
            Self::SecurityOfficer => DEFAULT_SO_PIN,
        }
    }
}

/// One PIN of a token.
// Stored: a change needs a migration.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pin {
    /// The secret of the token under this PIN; none while the PIN was never set.
    seal: Option<PinSeal>,
    /// Whether it is the PIN that tokens are sold with.
    is_default: bool,
    /// Wrong attempts that lock it.
    tries_max: u32,
    /// Attempts since the last right one. An attempt is counted before it is compared.
    failures: u32,
}

impl Pin {
    /// A PIN that was never set.
    pub(crate) const fn unset(tries_max: u32) -> Self {
        Self {
            seal: None,
            is_default: false,
            tries_max,
            failures: 0,
        }
    }

    /// Attempts that are left.
    pub(crate) const fn tries_left(&self) -> u32 {
        self.tries_max.saturating_sub(self.failures)
    }

    /// The flags of a PIN: set or not, spent, and so on; the user's, from which the officer's are four bits away.
    const fn flags(&self) -> CK_FLAGS {
        let mut flags = 0;
        if self.failures > 0 {
            flags |= CKF_USER_PIN_COUNT_LOW;
        }
        match self.tries_left() {
            0 => flags |= CKF_USER_PIN_LOCKED,
            1 => flags |= CKF_USER_PIN_FINAL_TRY,
            _ => {}
        }
        if self.is_default {
            flags |= CKF_USER_PIN_TO_BE_CHANGED;
        }
        flags
    }
}

/// In what a token imitates another device; see `docs/softtoken.md`.
// Stored: a change needs a migration.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Imitation {
    /// The mechanisms that it has, of those that this program has; none means all.
    pub(crate) mechanisms: Option<Vec<CK_MECHANISM_TYPE>>,
    /// Whether GOST signatures come as `r‖s`.
    pub(crate) reversed_signatures: bool,
    /// Whether `CKA_VALUE` of a GOST public key has an OCTET STRING around it.
    pub(crate) wrapped_public_value: bool,
}

/// What `token.json` holds.
// Stored: a change needs a migration.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Record {
    format: u32,
    /// The name that people gave it.
    pub(crate) label: String,
    /// Sixteen hexadecimal digits, kept when the token is initialised again.
    pub(crate) serial: String,
    /// The maker that it shows.
    pub(crate) manufacturer: String,
    /// The model that it shows.
    pub(crate) model: String,
    /// How often it was initialised; objects of another number are gone.
    pub(crate) generation: u32,
    /// Space for objects, in octets of their files.
    pub(crate) space_octets: CK_ULONG,
    /// Iterations of PBKDF2 for the next PIN.
    pub(crate) pin_iterations: u32,
    user: Pin,
    so: Pin,
    /// In what it imitates another device.
    #[serde(default)]
    pub(crate) imitation: Imitation,
}

/// What makes a new record.
pub(crate) struct NewRecord<'a> {
    pub(crate) label: &'a str,
    pub(crate) serial: String,
    pub(crate) manufacturer: &'a str,
    pub(crate) model: &'a str,
    pub(crate) space_octets: CK_ULONG,
    pub(crate) pin_iterations: u32,
    pub(crate) user_tries_max: u32,
    pub(crate) so_tries_max: u32,
    pub(crate) imitation: Imitation,
}

impl Record {
    /// A token without PINs.
    pub(crate) fn new(new: NewRecord<'_>) -> Self {
        Self {
            format: FORMAT,
            label: new.label.to_owned(),
            serial: new.serial,
            manufacturer: new.manufacturer.to_owned(),
            model: new.model.to_owned(),
            generation: 1,
            space_octets: new.space_octets,
            pin_iterations: new.pin_iterations,
            user: Pin::unset(new.user_tries_max),
            so: Pin::unset(new.so_tries_max),
            imitation: new.imitation,
        }
    }

    /// The same device, initialised again: another label, no objects, no user PIN.
    pub(crate) fn initialised_again(&self, label: &str) -> Self {
        Self {
            label: label.to_owned(),
            generation: self.generation + 1,
            user: Pin::unset(self.user.tries_max),
            so: Pin::unset(self.so.tries_max),
            ..self.clone()
        }
    }

    /// Reads `token.json`; says what is wrong with it.
    pub(crate) fn from_json(content: &[u8]) -> Result<Self, String> {
        let record: Self = serde_json::from_slice(content).map_err(|error| error.to_string())?;
        if record.format != FORMAT {
            return Err(format!("format {} is not known", record.format));
        }
        let seals = [&record.user.seal, &record.so.seal];
        if seals
            .into_iter()
            .flatten()
            .any(|seal| !seal.is_within_limits())
        {
            return Err("the iterations of a PIN are out of the limits".to_owned());
        }
        Ok(record)
    }

    /// Writes `token.json`.
    pub(crate) fn to_json(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("texts, numbers and octets always have a JSON form")
    }

    /// The PIN of a user.
    pub(crate) const fn pin(&self, who: Who) -> &Pin {
        match who {
            Who::User => &self.user,
            Who::SecurityOfficer => &self.so,
        }
    }

    const fn pin_mut(&mut self, who: Who) -> &mut Pin {
        match who {
            Who::User => &mut self.user,
            Who::SecurityOfficer => &mut self.so,
        }
    }

    /// Counts an attempt, before it is compared, and gives the seal to compare with.
    ///
    /// # Errors
    ///
    /// No attempt is left, or the PIN was never set.
    pub(crate) fn spend_attempt(&mut self, who: Who) -> Result<PinSeal, TokenError> {
        let pin = self.pin_mut(who);
        let seal = pin.seal.clone().ok_or(TokenError::UserPinUnset)?;
        if pin.tries_left() == 0 {
            return Err(TokenError::PinLocked);
        }
        pin.failures += 1;
        Ok(seal)
    }

    /// Gives the attempts back after a right one.
    pub(crate) const fn restore_attempts(&mut self, who: Who) {
        self.pin_mut(who).failures = 0;
    }

    /// Sets a PIN, whatever it was, and gives its attempts back.
    pub(crate) fn set_pin(
        &mut self,
        who: Who,
        pin: &[u8],
        secret: &TokenSecret,
        rng: &mut dyn CryptoRng,
    ) {
        let seal = PinSeal::new(who.name(), pin, secret, self.pin_iterations, rng);
        let place = self.pin_mut(who);
        place.seal = Some(seal);
        place.is_default = pin == who.default_pin().as_bytes();
        place.failures = 0;
    }

    /// The flags of `CK_TOKEN_INFO`.
    pub(crate) const fn flags(&self) -> CK_FLAGS {
        let mut flags = CKF_RNG | CKF_LOGIN_REQUIRED | CKF_TOKEN_INITIALIZED;
        if self.user.seal.is_some() {
            flags |= CKF_USER_PIN_INITIALIZED;
        }
        flags | self.user.flags() | officer(self.so.flags())
    }
}

/// The flags of the security officer's PIN stand four bits above those of the user's.
const fn officer(flags: CK_FLAGS) -> CK_FLAGS {
    const _: () = assert!(
        CKF_USER_PIN_COUNT_LOW << 4 == CKF_SO_PIN_COUNT_LOW
            && CKF_USER_PIN_FINAL_TRY << 4 == CKF_SO_PIN_FINAL_TRY
            && CKF_USER_PIN_LOCKED << 4 == CKF_SO_PIN_LOCKED
            && CKF_USER_PIN_TO_BE_CHANGED << 4 == CKF_SO_PIN_TO_BE_CHANGED
    );
    flags << 4
}

/// Whether a PIN has a length that tokens take.
///
/// # Errors
///
/// It is too short or too long.
pub(crate) const fn check_length(pin: &[u8]) -> Result<(), TokenError> {
    if pin.len() < PIN_OCTETS_MIN || pin.len() > PIN_OCTETS_MAX {
        return Err(TokenError::PinLength);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{limits::PIN_ITERATIONS_MIN, place::system_rng};

    fn record(user_tries_max: u32) -> Record {
        let mut rng = system_rng();
        let mut record = Record::new(NewRecord {
            label: "test",
            serial: "0123456789abcdef".to_owned(),
            manufacturer: "smena",
            model: "softtoken",
            space_octets: 1_000,
            pin_iterations: PIN_ITERATIONS_MIN,
            user_tries_max,
            so_tries_max: 3,
            imitation: Imitation::default(),
        });
        let secret = TokenSecret::generate(&mut rng);
        record.set_pin(Who::User, DEFAULT_USER_PIN.as_bytes(), &secret, &mut rng);
        record.set_pin(Who::SecurityOfficer, b"officer", &secret, &mut rng);
        record
    }

    #[test]
    fn the_flags_follow_the_counter_down_to_the_lock() {
        let mut record = record(3);
        let user = |record: &Record| {
            record.flags() & (CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED)
        };
        let after: [CK_FLAGS; 3] = [
            CKF_USER_PIN_COUNT_LOW,
            CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY,
            CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_LOCKED,
        ];
        assert_eq!(user(&record), 0);
        for expected in after {
            assert!(record.spend_attempt(Who::User).is_ok());
            assert_eq!(user(&record), expected);
        }
        assert!(matches!(
            record.spend_attempt(Who::User),
            Err(TokenError::PinLocked)
        ));
        record.restore_attempts(Who::User);
        assert_eq!(user(&record), 0);
    }

    #[test]
    fn the_officers_flags_are_not_the_users() {
        let mut record = record(3);
        assert!(record.spend_attempt(Who::SecurityOfficer).is_ok());
        assert_eq!(record.flags() & CKF_USER_PIN_COUNT_LOW, 0);
        assert_ne!(record.flags() & CKF_SO_PIN_COUNT_LOW, 0);
        assert_eq!(record.pin(Who::SecurityOfficer).tries_left(), 2);
    }

    #[test]
    fn only_the_pins_that_tokens_are_sold_with_are_to_be_changed() {
        let mut record = record(3);
        assert_ne!(record.flags() & CKF_USER_PIN_TO_BE_CHANGED, 0);
        assert_eq!(record.flags() & CKF_SO_PIN_TO_BE_CHANGED, 0);
        let mut rng = system_rng();
        let secret = TokenSecret::generate(&mut rng);
        record.set_pin(Who::User, b"another", &secret, &mut rng);
        record.set_pin(Who::SecurityOfficer, b"87654321", &secret, &mut rng);
        assert_eq!(record.flags() & CKF_USER_PIN_TO_BE_CHANGED, 0);
        assert_ne!(record.flags() & CKF_SO_PIN_TO_BE_CHANGED, 0);
    }

    #[test]
    fn a_pin_that_was_never_set_cannot_be_tried() {
        let mut again = record(3).initialised_again("again");
        assert!(matches!(
            again.spend_attempt(Who::User),
            Err(TokenError::UserPinUnset)
        ));
        assert_eq!(again.flags() & CKF_USER_PIN_INITIALIZED, 0);
        assert_eq!(again.generation, 2);
    }

    #[test]
    fn records_of_another_format_or_with_other_fields_are_refused() {
        let json = String::from_utf8(record(3).to_json()).expect("UTF-8");
        assert!(Record::from_json(json.as_bytes()).is_ok());
        let other = json.replace("\"format\": 1", "\"format\": 2");
        assert!(Record::from_json(other.as_bytes()).is_err());
        let other = json.replace("\"format\": 1", "\"format\": 1, \"extra\": 1");
        assert!(Record::from_json(other.as_bytes()).is_err());
        let other = json.replace("\"iterations\": 1000", "\"iterations\": 1");
        assert_ne!(other, json);
        assert!(Record::from_json(other.as_bytes()).is_err());
    }

    #[test]
    fn the_length_of_a_pin_holds_at_the_limits_and_one_beyond() {
        let fits = |length| check_length(&vec![b'1'; length]).is_ok();
        assert!(fits(PIN_OCTETS_MIN) && fits(PIN_OCTETS_MAX));
        assert!(!fits(PIN_OCTETS_MIN - 1) && !fits(PIN_OCTETS_MAX + 1));
    }
}
