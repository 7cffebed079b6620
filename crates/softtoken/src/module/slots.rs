//! Slots, tokens, mechanisms, and the initialisation of a token.

use cryptoki_sys::{
    CK_INFO, CK_MECHANISM_INFO, CK_MECHANISM_TYPE, CK_SLOT_ID, CK_SLOT_INFO, CK_TOKEN_INFO,
    CK_ULONG, CK_UNAVAILABLE_INFORMATION, CK_VERSION, CKF_LOGIN_REQUIRED, CKF_REMOVABLE_DEVICE,
    CKF_RNG, CKF_TOKEN_PRESENT,
};
use rand_core::CryptoRng;

use super::Module;
use crate::{
    create::TokenOptions,
    error::TokenError,
    limits::{PIN_OCTETS_MAX, PIN_OCTETS_MIN, SESSIONS_MAX},
    mechanism,
    record::{Imitation, Record, Who, check_length},
    seal::TokenSecret,
};

/// The version of PKCS#11 that is spoken.
pub(crate) const CRYPTOKI: CK_VERSION = CK_VERSION {
    major: 2,
    minor: 40,
};

/// The version that the module and its devices show.
const VERSION: CK_VERSION = CK_VERSION { major: 0, minor: 1 };

/// The maker that module and slots show.
pub(crate) const MANUFACTURER: &str = "smena";

impl Module {
    /// What `C_GetInfo` tells.
    pub(crate) fn info() -> CK_INFO {
        CK_INFO {
            cryptokiVersion: CRYPTOKI,
            manufacturerID: padded(MANUFACTURER),
            flags: 0,
            libraryDescription: padded("smena software token"),
            libraryVersion: VERSION,
        }
    }

    /// The slots, or those with a token in them. A free slot has a token that is not initialised.
    ///
    /// # Errors
    ///
    /// The folder cannot be listed.
    pub(crate) fn slot_list(&mut self, with_token: bool) -> Result<Vec<CK_SLOT_ID>, TokenError> {
        let mut slots = self.tokens.slots()?;
        if with_token {
            for slot in slots.clone() {
                if self.is_removed(slot)? {
                    slots.retain(|other| *other != slot);
                }
            }
        }
        Ok(slots)
    }

    fn is_removed(&mut self, slot: CK_SLOT_ID) -> Result<bool, TokenError> {
        self.follow_script(slot)?;
        let known = self.slots.get(&slot);
        Ok(known.is_some_and(|slot| slot.faults.is_removed()))
    }

    /// What `C_GetSlotInfo` tells.
    ///
    /// # Errors
    ///
    /// There is no such slot.
    pub(crate) fn slot_info(&mut self, slot: CK_SLOT_ID) -> Result<CK_SLOT_INFO, TokenError> {
        if !self.tokens.slots()?.contains(&slot) {
            return Err(TokenError::Slot);
        }
        let present = if self.is_removed(slot)? {
            0
        } else {
            CKF_TOKEN_PRESENT
        };
        Ok(CK_SLOT_INFO {
            slotDescription: padded(&format!("smena software token, slot {slot}")),
            manufacturerID: padded(MANUFACTURER),
            flags: CKF_REMOVABLE_DEVICE | present,
            hardwareVersion: VERSION,
            firmwareVersion: VERSION,
        })
    }

    /// What `C_GetTokenInfo` tells.
    ///
    /// # Errors
    ///
    /// The files of the token cannot be read.
    pub(crate) fn token_info(&self, slot: CK_SLOT_ID) -> Result<CK_TOKEN_INFO, TokenError> {
        let unset = TokenOptions::default();
        let mut info = CK_TOKEN_INFO {
            label: padded(""),
            manufacturerID: padded(&unset.manufacturer),
            model: padded(&unset.model),
            serialNumber: padded(""),
            flags: CKF_RNG | CKF_LOGIN_REQUIRED,
            ulMaxSessionCount: as_ulong(SESSIONS_MAX),
            ulSessionCount: as_ulong(self.sessions_of(slot, false)),
            ulMaxRwSessionCount: as_ulong(SESSIONS_MAX),
            ulRwSessionCount: as_ulong(self.sessions_of(slot, true)),
            ulMaxPinLen: as_ulong(PIN_OCTETS_MAX),
            ulMinPinLen: as_ulong(PIN_OCTETS_MIN),
            ulTotalPublicMemory: CK_UNAVAILABLE_INFORMATION,
            ulFreePublicMemory: CK_UNAVAILABLE_INFORMATION,
            ulTotalPrivateMemory: CK_UNAVAILABLE_INFORMATION,
            ulFreePrivateMemory: CK_UNAVAILABLE_INFORMATION,
            hardwareVersion: VERSION,
            firmwareVersion: VERSION,
            utcTime: padded(""),
        };
        let token = self.tokens.token(slot)?;
        if let Some(token) = token.filter(crate::store::Token::is_recorded) {
            let record = token.record()?;
            let space = token.space()?;
            let (total, free) = (space.total, space.total.saturating_sub(space.used));
            info.label = padded(&record.label);
            info.manufacturerID = padded(&record.manufacturer);
            info.model = padded(&record.model);
            info.serialNumber = padded(&record.serial);
            info.flags = record.flags();
            info.ulTotalPublicMemory = total;
            info.ulFreePublicMemory = free;
            info.ulTotalPrivateMemory = total;
            info.ulFreePrivateMemory = free;
        }
        Ok(info)
    }

    fn sessions_of(&self, slot: CK_SLOT_ID, only_writing: bool) -> usize {
        self.sessions
            .values()
            .filter(|session| session.slot == slot && (session.may_write || !only_writing))
            .count()
    }

    /// The mechanisms of the token in a slot.
    ///
    /// # Errors
    ///
    /// The files of the token cannot be read.
    pub(crate) fn mechanisms(
        &self,
        slot: CK_SLOT_ID,
    ) -> Result<Vec<CK_MECHANISM_TYPE>, TokenError> {
        Ok(mechanism::list(&self.imitation(slot)?))
    }

    /// What `C_GetMechanismInfo` tells.
    ///
    /// # Errors
    ///
    /// The token does not have the mechanism.
    pub(crate) fn mechanism_info(
        &self,
        slot: CK_SLOT_ID,
        kind: CK_MECHANISM_TYPE,
    ) -> Result<CK_MECHANISM_INFO, TokenError> {
        let (least, most, flags) = mechanism::description(&self.imitation(slot)?, kind)?;
        Ok(CK_MECHANISM_INFO {
            ulMinKeySize: least,
            ulMaxKeySize: most,
            flags,
        })
    }

    /// In what the token of a slot imitates another; one that is not initialised imitates none.
    fn imitation(&self, slot: CK_SLOT_ID) -> Result<Imitation, TokenError> {
        match self.record(slot) {
            Ok(record) => Ok(record.imitation),
            Err(TokenError::TokenNotRecognised) => Ok(Imitation::default()),
            Err(error) => Err(error),
        }
    }

    /// Initialises a token, or an initialised one again: its objects are gone, the user has no PIN.
    ///
    /// # Errors
    ///
    /// A session is open; the security officer's PIN of an initialised token is wrong; the label is no UTF-8.
    pub(crate) fn init_token(
        &mut self,
        slot: CK_SLOT_ID,
        so_pin: &[u8],
        label: &[u8],
        call: &str,
    ) -> Result<(), TokenError> {
        if self.sessions_of(slot, false) > 0 {
            return Err(TokenError::SessionExists);
        }
        check_length(so_pin)?;
        let label = std::str::from_utf8(label).map_err(|_| TokenError::Arguments)?;
        let label = label.trim_end_matches([' ', '\0']);
        let mut token = self.tokens.make(slot)?;
        let mut record = if token.is_recorded() {
            token.compare(Who::SecurityOfficer, so_pin, call)?;
            token.record()?.initialised_again(label)
        } else {
            let options = TokenOptions {
                label: label.to_owned(),
                ..TokenOptions::default()
            };
            Record::new(options.record(new_serial(&mut self.rng)))
        };
        let secret = TokenSecret::generate(&mut self.rng);
        record.set_pin(Who::SecurityOfficer, so_pin, &secret, &mut self.rng);
        token.write_record(&record)
    }
}

/// Draws the serial number of a token.
pub(crate) fn new_serial(rng: &mut dyn CryptoRng) -> String {
    hex::encode(rng.next_u64().to_be_bytes())
}

/// A text with blanks after it, cut at a character where it is too long.
fn padded<const SIZE: usize>(text: &str) -> [u8; SIZE] {
    let mut field = [b' '; SIZE];
    let mut at = 0;
    for character in text.chars() {
        let end = at + character.len_utf8();
        if end > SIZE {
            break;
        }
        character.encode_utf8(&mut field[at..end]);
        at = end;
    }
    field
}

fn as_ulong(count: usize) -> CK_ULONG {
    CK_ULONG::try_from(count).unwrap_or(CK_UNAVAILABLE_INFORMATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(&padded::<4>("ab"), b"ab  ");
        assert_eq!(padded::<4>("ключ"), *"кл".as_bytes());
        assert_eq!(padded::<3>("ключ"), [0xd0, 0xba, b' ']);
    }
}
