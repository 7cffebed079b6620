//! Tokens made without PKCS#11: for tests and the demo, as they come from a shop or from an administrator.

use std::path::Path;

use cryptoki_sys::{CK_MECHANISM_TYPE, CK_SLOT_ID, CK_ULONG};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    error::TokenError,
    fault,
    limits::{PIN_ITERATIONS_MAX, PIN_ITERATIONS_MIN},
    module::new_serial,
    record::{DEFAULT_SO_PIN, DEFAULT_USER_PIN, Imitation, NewRecord, Record, Who, check_length},
    seal::TokenSecret,
    store::{Token, Tokens},
};

/// What a new token is like. The default is a token as it is sold: the known PINs, flagged as to be changed, ten
/// attempts at each, 64 KiB.
#[derive(Clone)]
pub struct TokenOptions {
    /// The name that people give it, at most 32 octets of UTF-8.
    pub label: String,
    /// The maker that it shows, at most 32 octets.
    pub manufacturer: String,
    /// The model that it shows, at most 16 octets.
    pub model: String,
    /// The user's PIN; none leaves the token without one, until the security officer sets it.
    pub user_pin: Option<Zeroizing<String>>,
    /// The security officer's PIN.
    pub so_pin: Zeroizing<String>,
    /// Wrong attempts in a row that lock the user's PIN.
    pub user_tries_max: u32,
    /// Wrong attempts in a row that lock the security officer's PIN.
    pub so_tries_max: u32,
    /// Space for objects, in octets of their files.
    pub space_octets: CK_ULONG,
    /// Iterations of PBKDF2 between a PIN and its key.
    pub pin_iterations: u32,
    /// The mechanisms that it has, of those that this program has; none means all.
    pub mechanisms: Option<Vec<CK_MECHANISM_TYPE>>,
    /// Whether its GOST signatures come as `r‖s`, as some libraries give them.
    pub reversed_signatures: bool,
    /// Whether `CKA_VALUE` of a GOST public key has an OCTET STRING around it, as some libraries give it.
    pub wrapped_public_value: bool,
}

/// Iterations between a PIN and its key; the floor of new key files of the folder medium.
const PIN_ITERATIONS: u32 = smena_media::limits::PBKDF2_ITERATIONS_MIN;

impl Default for TokenOptions {
    fn default() -> Self {
        Self {
            label: String::new(),
            manufacturer: crate::module::MANUFACTURER.to_owned(),
            model: "smena softtoken".to_owned(),
            user_pin: Some(Zeroizing::new(DEFAULT_USER_PIN.to_owned())),
            so_pin: Zeroizing::new(DEFAULT_SO_PIN.to_owned()),
            user_tries_max: 10,
            so_tries_max: 10,
            space_octets: 64 * 1024,
            pin_iterations: PIN_ITERATIONS,
            mechanisms: None,
            reversed_signatures: false,
            wrapped_public_value: false,
        }
    }
}

impl TokenOptions {
    /// A token for tests: PINs are compared as fast as the format allows.
    #[must_use]
    pub fn quick(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            pin_iterations: PIN_ITERATIONS_MIN,
            ..Self::default()
        }
    }

    pub(crate) fn record(&self, serial: String) -> NewRecord<'_> {
        NewRecord {
            label: &self.label,
            serial,
            manufacturer: &self.manufacturer,
            model: &self.model,
            space_octets: self.space_octets,
            pin_iterations: self.pin_iterations,
            user_tries_max: self.user_tries_max,
            so_tries_max: self.so_tries_max,
            imitation: Imitation {
                mechanisms: self.mechanisms.clone(),
                reversed_signatures: self.reversed_signatures,
                wrapped_public_value: self.wrapped_public_value,
            },
        }
    }
}

/// Makes a token in the first free slot of a folder, and the folder where it is missing; gives the number of the slot.
///
/// # Errors
///
/// A PIN is too short or too long, the iterations are out of the limits, no slot is free, or the files cannot be
/// written.
pub fn create(
    folder: &Path,
    options: &TokenOptions,
    rng: &mut dyn CryptoRng,
) -> Result<CK_SLOT_ID, TokenError> {
    let pins = [Some(&options.so_pin), options.user_pin.as_ref()];
    for pin in pins.into_iter().flatten() {
        check_length(pin.as_bytes())?;
    }
    if !(PIN_ITERATIONS_MIN..=PIN_ITERATIONS_MAX).contains(&options.pin_iterations) {
        return Err(TokenError::Arguments);
    }
    let tokens = Tokens::open(folder)?;
    let mut slots = tokens.slots()?.into_iter();
    let free = slots.find_map(|slot| match tokens.token(slot) {
        Ok(Some(token)) if token.is_recorded() => None,
        Ok(_) => Some(Ok(slot)),
        Err(error) => Some(Err(error)),
    });
    let slot = free.ok_or(TokenError::DeviceMemory)??;
    let mut record = Record::new(options.record(new_serial(rng)));
    let secret = TokenSecret::generate(rng);
    record.set_pin(
        Who::SecurityOfficer,
        options.so_pin.as_bytes(),
        &secret,
        rng,
    );
    if let Some(pin) = &options.user_pin {
        record.set_pin(Who::User, pin.as_bytes(), &secret, rng);
    }
    tokens.make(slot)?.write_record(&record)?;
    Ok(slot)
}

/// Writes the script of faults of a token; an empty one takes it away. `docs/softtoken.md` has the language.
///
/// # Errors
///
/// The script cannot be read, there is no such token, or the file cannot be written.
pub fn write_faults(folder: &Path, slot: CK_SLOT_ID, script: &str) -> Result<(), TokenError> {
    if !fault::is_script(script) {
        return Err(TokenError::Arguments);
    }
    token(folder, slot)?.write_faults(script)
}

/// Lists the comparisons of PINs that a token has seen, oldest first: function, `user` or `so`, `right` or `wrong`,
/// attempts left.
///
/// # Errors
///
/// There is no such token, or the file cannot be read.
pub fn pin_attempts(folder: &Path, slot: CK_SLOT_ID) -> Result<Vec<String>, TokenError> {
    token(folder, slot)?.attempts()
}

fn token(folder: &Path, slot: CK_SLOT_ID) -> Result<Token, TokenError> {
    let token = Tokens::open(folder)?.token(slot)?;
    token.ok_or(TokenError::Slot)
}
