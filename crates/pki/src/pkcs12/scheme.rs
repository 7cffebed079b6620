//! How a part or a key of a PKCS#12 file is encrypted, whichever generation of schemes it is.

use zeroize::Zeroizing;

use super::cryptopro::CryptoPro;
use super::deviation::Deviation;
use super::error::Pkcs12Error;
use super::pbes1::Pbes1;
use super::pbes2::Pbes2;
use super::unlocking::{Notes, Unlocking};
use crate::asn1::{Walker, tag};
use crate::{limits, oid};

/// A scheme of encryption with its parameters.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Scheme {
    Pbes1(Pbes1),
    Pbes2(Pbes2),
    CryptoPro(CryptoPro),
}

impl Scheme {
    /// Reads an AlgorithmIdentifier.
    pub(super) fn read(walker: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut identifier = walker.enter(tag::SEQUENCE)?;
        match identifier.oid()? {
            oid::PBES2 => Pbes2::read(&mut identifier).map(Self::Pbes2),
            oid::PBE_CRYPTOPRO => CryptoPro::read(&mut identifier).map(Self::CryptoPro),
            other => Pbes1::read(other, &mut identifier).map(Self::Pbes1),
        }
    }

    /// Decrypts to a text that `fits`; none when the password gives no such text.
    pub(super) fn decrypt(
        &self,
        sealed: &[u8],
        unlocking: &mut Unlocking<'_>,
        fits: fn(&[u8]) -> bool,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Pkcs12Error> {
        let text = match self {
            Self::Pbes1(scheme) => decrypt_in_each_form(scheme, sealed, unlocking, fits)?,
            Self::Pbes2(scheme) => {
                unlocking.work.spend(scheme.cost()?)?;
                let found = scheme.decrypt(unlocking.password.utf8(), sealed, fits);
                found.map(|(text, deviation)| {
                    if let Some(deviation) = deviation {
                        unlocking.notes.add(deviation);
                    }
                    text
                })
            }
            Self::CryptoPro(scheme) => {
                let key = scheme.key(unlocking)?;
                key.map(|key| scheme.decrypt(&key, sealed))
                    .filter(|text| fits(text))
            }
        };
        if text.is_some() {
            self.note(&mut unlocking.notes);
        }
        Ok(text)
    }

    /// Notes what is unusual about the scheme itself.
    pub(super) fn note(&self, notes: &mut Notes) {
        let iterations = match self {
            Self::Pbes1(scheme) => {
                notes.add(Deviation::WeakCipher(scheme.name));
                Some(scheme.iterations)
            }
            Self::Pbes2(scheme) => {
                if scheme.is_weak() {
                    notes.add(Deviation::WeakCipher(scheme.cipher_name));
                }
                if scheme.is_gost()
                    && let Some(hash) = scheme.derivation.hash()
                    && !hash.is_gost()
                {
                    notes.add(Deviation::ForeignFunction(hash.hmac_oid()));
                }
                scheme.derivation.iterations()
            }
            Self::CryptoPro(scheme) => {
                notes.add(Deviation::VendorScheme(oid::PBE_CRYPTOPRO));
                Some(scheme.iterations.get().into())
            }
        };
        if let Some(few) = iterations.filter(|number| *number < limits::PFX_ITERATIONS_FEW) {
            notes.add(Deviation::FewIterations(few));
        }
    }
}

fn decrypt_in_each_form(
    scheme: &Pbes1,
    sealed: &[u8],
    unlocking: &mut Unlocking<'_>,
    fits: fn(&[u8]) -> bool,
) -> Result<Option<Zeroizing<Vec<u8>>>, Pkcs12Error> {
    for form in unlocking.forms() {
        // Key and vector are two derivations.
        unlocking.work.spend(2 * u64::from(scheme.iterations))?;
        let password = unlocking.password.wide(form);
        let text = scheme.decrypt(&password, sealed);
        if let Some(text) = text.filter(|text| fits(text)) {
            unlocking.fitted(form);
            return Ok(Some(text));
        }
    }
    Ok(None)
}
