//! Opening a private key out of its pair of files.

use std::str;

use smena_gost::SigningKey;
use smena_gost::cryptopro_kdf::container_key;
use smena_gost::gost28147::Gost28147;
use smena_gost::legacy::PrivateKey2001;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::arithmetic::{imitovstavka, unmasked};
use super::files::{MAC_SIZE, Masks, Primary, SALT_SIZE};
use super::record::FINGERPRINT_SIZE;
use super::{ContainerError, FileRole, Header, KeySlot, PairFiles, charset};
use crate::asn1::Asn1Error;
use crate::key::{PrivateKey, Signer as _};

/// What is authenticated under the key of the password to recognise it later.
const PASSWORD_PROOF: [u8; 16] = [0; 16];

/// The octets of a password as the container takes them; empty where it has none.
pub struct PasswordOctets(Zeroizing<Vec<u8>>);

impl PasswordOctets {
    /// Takes the password of a new container, or none.
    ///
    /// # Errors
    /// [`ContainerError::PasswordCharacters`] unless it is printable ASCII: which octets another
    /// reader takes for a Cyrillic letter is not known.
    pub fn for_new(password: Option<&[u8]>) -> Result<Self, ContainerError> {
        match password {
            None => Ok(Self(Zeroizing::default())),
            Some(octets)
                if !octets.is_empty() && octets.iter().all(|o| (b' '..=b'~').contains(o)) =>
            {
                Ok(Self(Zeroizing::new(octets.to_vec())))
            }
            Some(_) => Err(ContainerError::PasswordCharacters),
        }
    }

    pub(super) fn octets(&self) -> &[u8] {
        &self.0
    }
}

impl Header {
    /// Finds out whether a password, as UTF-8, is the right one. This needs no key file and costs no try.
    ///
    /// A password with other letters than ASCII is tried as UTF-8, Windows-1251 and DOS 866.
    ///
    /// # Errors
    /// [`ContainerError::PasswordNeeded`], [`ContainerError::NoPassword`] or
    /// [`ContainerError::WrongPassword`].
    pub fn check_password(
        &self,
        password: Option<&[u8]>,
    ) -> Result<PasswordOctets, ContainerError> {
        let recorded = self.password_mac.filter(|_| self.has_password());
        let (recorded, password) = match (recorded, password) {
            (None, None) => return Ok(PasswordOctets(Zeroizing::default())),
            (None, Some(_)) => return Err(ContainerError::NoPassword),
            (Some(_), None) => return Err(ContainerError::PasswordNeeded),
            (Some(recorded), Some(password)) => (recorded, password),
        };
        let mut forms = vec![Zeroizing::new(password.to_vec())];
        if let Ok(text) = str::from_utf8(password)
            && !text.is_ascii()
        {
            forms.extend(charset::to_1251(text));
            forms.extend(charset::to_866(text));
        }
        let fits =
            |octets: &Zeroizing<Vec<u8>>| bool::from(self.password_proof(octets).ct_eq(&recorded));
        let fitting = forms.into_iter().find(fits);
        fitting
            .map(PasswordOctets)
            .ok_or(ContainerError::WrongPassword)
    }

    /// Opens a key. It has the recorded fingerprint and is that of the certificate beside it.
    ///
    /// # Errors
    /// When there is no such key, the files are damaged or do not belong together, or the certificate is of another key.
    pub fn open(
        &self,
        slot: KeySlot,
        pair: &PairFiles,
        password: &PasswordOctets,
    ) -> Result<PrivateKey, ContainerError> {
        let record = self.key(slot).ok_or(ContainerError::NoSuchKey(slot))?;
        let key = self.open_bare(slot, pair, password)?;
        let key = if record.is_of_2001 {
            let octets = key.to_le_bytes();
            let key = PrivateKey2001::from_le_bytes(record.set, &octets);
            PrivateKey::from_gost_2001(key.map_err(|_| ContainerError::Fingerprint)?)
        } else {
            PrivateKey::from_gost(key)
        };
        let key = key.map_err(ContainerError::Algorithm)?;
        // The fingerprint is part of the public key; the certificate has all of it.
        if let Some(certificate) = record.certificate()? {
            let public = certificate.public_key();
            let public = public.map_err(ContainerError::CertificateKey)?;
            if public.normalised_hash() != key.public_key().normalised_hash() {
                return Err(ContainerError::ForeignCertificate);
            }
        }
        Ok(key)
    }

    fn open_bare(
        &self,
        slot: KeySlot,
        pair: &PairFiles,
        password: &PasswordOctets,
    ) -> Result<SigningKey, ContainerError> {
        let record = self.key(slot).ok_or(ContainerError::NoSuchKey(slot))?;
        let set = record.set;
        let masks = Masks::read(&pair.masks)?;
        let expected = self.masks_mac(&masks.mask, &masks.salt);
        let expected = expected.ok_or_else(|| wrong_size(FileRole::Masks))?;
        if !bool::from(expected.ct_eq(&masks.mac)) {
            return Err(ContainerError::MasksChecksum);
        }
        let primary = Primary::read(&pair.primary)?;
        let encrypted = match slot {
            KeySlot::First => Some(primary.first),
            KeySlot::Second => primary.second,
        };
        let mut product = encrypted.ok_or(ContainerError::NoSuchKey(slot))?;
        let size = set.curve().size();
        if product.len() != size || masks.mask.len() != size {
            return Err(wrong_size(FileRole::Primary));
        }
        self.cipher(&masks.salt, password).decrypt_ecb(&mut product);
        let key = unmasked(set, &product, &masks.mask).ok_or(ContainerError::Fingerprint)?;
        let found = fingerprint_of(&key);
        if bool::from(found.ct_eq(&record.fingerprint)) {
            Ok(key)
        } else {
            Err(ContainerError::Fingerprint)
        }
    }

    /// The cipher that the keys are encrypted with.
    pub(super) fn cipher(&self, salt: &[u8; SALT_SIZE], password: &PasswordOctets) -> Gost28147 {
        let key = container_key(self.hash(), password.octets(), salt);
        Gost28147::new(self.sbox(), &key)
    }

    /// The value by which the password is recognised; the fingerprint of the first key is its salt.
    pub(super) fn password_proof(&self, password: &[u8]) -> [u8; MAC_SIZE] {
        let key = container_key(self.hash(), password, &self.first.fingerprint);
        imitovstavka(self.sbox(), &key, &PASSWORD_PROOF)
    }

    /// The imitovstavka of the masks: of the salt, under the last 32 octets of the mask.
    pub(super) fn masks_mac(&self, mask: &[u8], salt: &[u8; SALT_SIZE]) -> Option<[u8; MAC_SIZE]> {
        let key = mask.last_chunk::<32>()?;
        Some(imitovstavka(self.sbox(), key, salt))
    }
}

/// The first octets of X, little-endian.
pub(super) fn fingerprint_of(key: &SigningKey) -> [u8; FINGERPRINT_SIZE] {
    let mut fingerprint = [0; FINGERPRINT_SIZE];
    fingerprint.copy_from_slice(&key.verifying_key().to_le_bytes()[..FINGERPRINT_SIZE]);
    fingerprint
}

fn wrong_size(file: FileRole) -> ContainerError {
    ContainerError::Malformed {
        file,
        source: Asn1Error::Value("key or mask of the size of the curve").into(),
    }
}

#[cfg(test)]
mod tests {
    use smena_gost::ParameterSet;
    use time::macros::datetime;

    use super::*;
    use crate::container::{KeyRecord, KeyRole};

    /// The header of a container whose writer took the password in these octets.
    fn header_with(password: &[u8]) -> Header {
        let set = ParameterSet::CryptoProXchA;
        let record = KeyRecord::new(KeyRole::Exchange, set, false);
        let mut header = Header::new(record, None, datetime!(2028-02-26 10:00 UTC));
        header.set_password_mac(Some(header.password_proof(password)));
        header
    }

    #[test]
    fn a_cyrillic_password_is_tried_in_the_three_encodings() {
        let typed = "Ёлка 1";
        let in_1251 = b"\xa8\xeb\xea\xe0 1";
        let in_866 = b"\xf0\xab\xaa\xa0 1";
        for octets in [typed.as_bytes(), in_1251, in_866] {
            let header = header_with(octets);
            let found = header
                .check_password(Some(typed.as_bytes()))
                .expect("it fits");
            assert_eq!(found.octets(), octets);
            assert!(matches!(
                header.check_password(Some("ёлка 1".as_bytes())),
                Err(ContainerError::WrongPassword)
            ));
        }
    }
}
