//! Writing a container: two pairs of files, each under a mask and a salt of its own.

use rand_core::CryptoRng;
use smena_gost::SigningKey;
use zeroize::Zeroizing;

use super::arithmetic::{draw_mask, masked};
use super::files::{Masks, Primary, SALT_SIZE, write_name};
use super::open::fingerprint_of;
use super::{ContainerError, Files, Header, PairFiles, PasswordOctets};

/// Keys go in by their slots.
type Keys<'a> = (&'a SigningKey, Option<&'a SigningKey>);

impl Header {
    /// Seals keys into the six files of a container. Fingerprints and checksums in the header become
    /// those of the keys; its other fields stay, so that a header that was read can be sealed again.
    ///
    /// # Errors
    /// When the name cannot be written, the keys are not those that the header describes, or `rng` gives nothing usable.
    pub fn seal(
        mut self,
        name: &str,
        keys: Keys<'_>,
        password: &PasswordOctets,
        rng: &mut dyn CryptoRng,
    ) -> Result<Files, ContainerError> {
        let name = write_name(name)?;
        self.take_fingerprints(keys)?;
        let proof = self.password_proof(password.octets());
        self.set_password_mac((!password.octets().is_empty()).then_some(proof));
        let main = self.seal_pair(keys, password, rng)?;
        let reserve = self.seal_pair(keys, password, rng)?;
        Ok(Files {
            name,
            header: self.to_file(),
            main,
            reserve,
        })
    }

    fn take_fingerprints(&mut self, keys: Keys<'_>) -> Result<(), ContainerError> {
        let records = [Some(&mut self.first), self.second.as_mut()];
        for (record, key) in records.into_iter().zip([Some(keys.0), keys.1]) {
            match (record, key) {
                (None, None) => {}
                (Some(record), Some(key)) if record.set == key.parameter_set() => {
                    record.fingerprint = fingerprint_of(key);
                    record.certificate()?;
                }
                _ => return Err(ContainerError::KeysDoNotFit),
            }
        }
        Ok(())
    }

    fn seal_pair(
        &self,
        keys: Keys<'_>,
        password: &PasswordOctets,
        rng: &mut dyn CryptoRng,
    ) -> Result<PairFiles, ContainerError> {
        let mask = draw_mask(keys.0.parameter_set(), rng)?;
        let mut salt = [0; SALT_SIZE];
        rng.fill_bytes(&mut salt);
        let cipher = self.cipher(&salt, password);
        let encrypted = |key: &SigningKey| -> Zeroizing<Vec<u8>> {
            let mut product = masked(key, &mask);
            cipher.encrypt_ecb(&mut product);
            product
        };
        let primary = Primary {
            first: encrypted(keys.0),
            second: keys.1.map(encrypted),
        };
        let mac = self.masks_mac(&mask, &salt);
        let mac = mac.expect("a mask is as long as a number of the curve: 32 octets or 64");
        let masks = Masks { mask, salt, mac };
        Ok(PairFiles {
            masks: masks.write(),
            primary: primary.write(),
        })
    }
}
