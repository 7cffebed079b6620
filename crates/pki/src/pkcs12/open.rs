//! Opening a PKCS#12 file: the code of authenticity first, then its parts, then the keys.
//!
//! A wrong password is told from a damaged file by what opens: when the code does not fit and some
//! part opens all the same, the file was changed; when nothing opens, it is the password.

use const_oid::ObjectIdentifier;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::bag::{self, Bag, BagReader, Content, Label};
use super::cryptopro;
use super::deviation::Deviation;
use super::error::Pkcs12Error;
use super::read::{Part, Pkcs12};
use super::scheme::Scheme;
use super::unlocking::{Notes, Unlocking};
use crate::certificate::{Certificate, CertificateError};
use crate::key::{KeyError, PrivateKey, PublicKey, Signer as _};

/// What an opened PKCS#12 file holds.
pub struct Contents {
    /// The private keys that can be used, in the order of the file.
    pub keys: Vec<HeldKey>,
    /// The certificates, in the order of the file.
    pub certificates: Vec<HeldCertificate>,
    /// What stands in the file and is of no use here.
    pub passed_over: Vec<PassedOver>,
    /// What is unusual about the file.
    pub deviations: Vec<Deviation>,
}

/// A private key with what stands beside it.
pub struct HeldKey {
    /// The key.
    pub key: PrivateKey,
    /// Its name for people, of any characters.
    pub friendly_name: Option<String>,
    /// What it shares with its certificate.
    pub local_key_id: Option<Vec<u8>>,
    /// Until when it may be used to sign, where the file says so (CryptoPro's programs write it).
    pub key_until: Option<OffsetDateTime>,
}

/// A certificate with what stands beside it.
#[derive(Clone, Debug)]
pub struct HeldCertificate {
    /// The certificate; nothing of it is verified.
    pub certificate: Certificate,
    /// Its name for people, of any characters.
    pub friendly_name: Option<String>,
    /// What it shares with its key.
    pub local_key_id: Option<Vec<u8>>,
}

/// Something in a file that is of no use here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassedOver {
    /// A bag of another kind: a revocation list, a secret, something unknown.
    Bag(ObjectIdentifier),
    /// A private key of an algorithm or curve that is not known.
    Key(KeyError),
    /// A certificate that cannot be read.
    Certificate(CertificateError),
}

impl Contents {
    /// Returns the certificate of a key: the first whose public key is the key's own.
    #[must_use]
    pub fn certificate_of(&self, key: &HeldKey) -> Option<&HeldCertificate> {
        let wanted = key.key.public_key().normalised_hash();
        self.certificates.iter().find(|held| {
            let public = held.certificate.public_key();
            public.is_ok_and(|public| public.normalised_hash() == wanted)
        })
    }
}

impl Pkcs12 {
    /// Opens the file with a password: octets of UTF-8, normalised. Both readings of an empty
    /// password are tried, and both of characters beyond ASCII.
    ///
    /// # Errors
    ///
    /// [`Pkcs12Error::Password`] when nothing opens, [`Pkcs12Error::Damaged`] when the password is
    /// right and the file was changed, and others when its contents cannot be read or would take
    /// too much work.
    pub fn open(&self, password: &[u8]) -> Result<Contents, Pkcs12Error> {
        let mut unlocking = Unlocking::new(password, self.bags.notes.clone());
        let is_authentic = match &self.mac {
            None => {
                unlocking.notes.add(Deviation::NoMac);
                false
            }
            Some(mac) if mac.verify(&self.content, &mut unlocking)? => true,
            Some(_) => return Err(self.refusal(&mut unlocking)),
        };
        let unlocked = self.unlock(&mut unlocking)?;
        if unlocked.failed > 0 {
            return Err(match (is_authentic, unlocked.opened) {
                (true, _) => Pkcs12Error::SecondPassword,
                (false, 0) => Pkcs12Error::Password,
                (false, _) => Pkcs12Error::Damaged,
            });
        }
        unlocked.into_contents(is_authentic, unlocking.notes)
    }

    /// Finds out why the code of authenticity does not fit.
    fn refusal(&self, unlocking: &mut Unlocking<'_>) -> Pkcs12Error {
        match self.unlock(unlocking) {
            Ok(unlocked) if unlocked.opened > 0 => Pkcs12Error::Damaged,
            // What else may be wrong with a file that does not fit its code says nothing.
            _ => Pkcs12Error::Password,
        }
    }

    fn unlock(&self, unlocking: &mut Unlocking<'_>) -> Result<Unlocked, Pkcs12Error> {
        let mut unlocked = Unlocked::default();
        let mut reader = self.bags.clone();
        for part in &self.parts {
            match part {
                Part::Clear(bags) => unlocked.take(bags, true, unlocking)?,
                Part::Encrypted { scheme, sealed } => {
                    match scheme.decrypt(sealed, unlocking, bag::is_safe_contents)? {
                        Some(text) => {
                            unlocked.opened += 1;
                            let bags = read_bags(&mut reader, &text, &mut unlocking.notes)?;
                            unlocked.take(&bags, false, unlocking)?;
                        }
                        None => unlocked.failed += 1,
                    }
                }
            }
        }
        Ok(unlocked)
    }
}

fn read_bags(
    reader: &mut BagReader,
    text: &[u8],
    notes: &mut Notes,
) -> Result<Vec<Bag>, Pkcs12Error> {
    let bags = reader.read(text)?;
    for deviation in reader.notes.clone().into_vec() {
        notes.add(deviation);
    }
    Ok(bags)
}

/// What came out of the parts, keys not understood yet.
#[derive(Default)]
struct Unlocked {
    keys: Vec<BareKey>,
    certificates: Vec<HeldCertificate>,
    passed_over: Vec<PassedOver>,
    /// Encrypted parts and keys that opened, and that did not.
    opened: usize,
    failed: usize,
}

/// A PrivateKeyInfo.
struct BareKey {
    info: Zeroizing<Vec<u8>>,
    /// The key under which CryptoPro's variant encrypts once more.
    wrapping_key: Option<Zeroizing<[u8; 32]>>,
    label: Label,
}

impl Unlocked {
    fn take(
        &mut self,
        bags: &[Bag],
        is_clear: bool,
        unlocking: &mut Unlocking<'_>,
    ) -> Result<(), Pkcs12Error> {
        for Bag { content, label } in bags {
            match content {
                Content::Key(info) => {
                    if is_clear {
                        unlocking.notes.add(Deviation::ClearKey);
                    }
                    self.keys.push(BareKey {
                        info: info.clone(),
                        wrapping_key: None,
                        label: label.clone(),
                    });
                }
                Content::ShroudedKey { scheme, sealed } => {
                    self.take_shrouded(scheme, sealed, label, unlocking)?;
                }
                Content::Certificate(der) => match Certificate::from_der(der) {
                    Ok(certificate) => self.certificates.push(HeldCertificate {
                        certificate,
                        friendly_name: label.friendly_name.clone(),
                        local_key_id: label.local_key_id.clone(),
                    }),
                    Err(error) => self.passed_over.push(PassedOver::Certificate(error)),
                },
                Content::Other(kind) => self.passed_over.push(PassedOver::Bag(*kind)),
            }
        }
        Ok(())
    }

    fn take_shrouded(
        &mut self,
        scheme: &Scheme,
        sealed: &[u8],
        label: &Label,
        unlocking: &mut Unlocking<'_>,
    ) -> Result<(), Pkcs12Error> {
        let Some(info) = scheme.decrypt(sealed, unlocking, bag::is_private_key)? else {
            self.failed += 1;
            return Ok(());
        };
        self.opened += 1;
        let wrapping_key = match scheme {
            Scheme::CryptoPro(scheme) => scheme.key(unlocking)?,
            _ => None,
        };
        self.keys.push(BareKey {
            info,
            wrapping_key,
            label: label.clone(),
        });
        Ok(())
    }

    fn into_contents(mut self, is_authentic: bool, notes: Notes) -> Result<Contents, Pkcs12Error> {
        let publics: Vec<PublicKey> = self
            .certificates
            .iter()
            .filter_map(|held| held.certificate.public_key().ok())
            .collect();
        let mut keys = Vec::new();
        for bare in self.keys {
            match bare.read(&publics) {
                Ok(key) => keys.push(key),
                Err(Pkcs12Error::Key(error)) if is_of_no_use(&error) => {
                    self.passed_over.push(PassedOver::Key(error));
                }
                // Without a code of authenticity a changed file is seen here first.
                Err(Pkcs12Error::Key(_)) if !is_authentic => return Err(Pkcs12Error::Damaged),
                Err(error) => return Err(error),
            }
        }
        let contents = Contents {
            keys,
            certificates: self.certificates,
            passed_over: self.passed_over,
            deviations: notes.into_vec(),
        };
        if !is_authentic && contents.has_stray_key() {
            return Err(Pkcs12Error::Damaged);
        }
        Ok(contents)
    }
}

impl Contents {
    /// Tells whether a key says that it belongs to a certificate here and does not. Ciphers without
    /// integrity turn one changed bit into another key, which must not sign.
    fn has_stray_key(&self) -> bool {
        self.keys.iter().any(|key| {
            let own = key.key.public_key().normalised_hash();
            let named = self
                .certificates
                .iter()
                .filter(|held| key.local_key_id.is_some() && held.local_key_id == key.local_key_id);
            let mut publics = named
                .filter_map(|held| held.certificate.public_key().ok())
                .peekable();
            publics.peek().is_some() && publics.all(|public| public.normalised_hash() != own)
        })
    }
}

/// Tells keys that are merely unknown from those that are broken.
const fn is_of_no_use(error: &KeyError) -> bool {
    matches!(
        error,
        KeyError::Algorithm(_) | KeyError::Curve(_) | KeyError::VerifyOnly(_) | KeyError::Rsa
    )
}

impl BareKey {
    /// Understands the key. Its certificate, when it is there, decides between the byte orders and
    /// masks of GOST keys.
    fn read(self, publics: &[PublicKey]) -> Result<HeldKey, Pkcs12Error> {
        let key_until = cryptopro::key_until(&self.info)?;
        let key = match &self.wrapping_key {
            Some(wrapping_key) => cryptopro::read_key(&self.info, wrapping_key)?,
            None => publics
                .iter()
                .filter(|public| public.gost_parameters().is_some())
                .find_map(|public| PrivateKey::from_pkcs8_der_for(&self.info, public).ok())
                .map_or_else(|| PrivateKey::from_pkcs8_der(&self.info), Ok)?,
        };
        Ok(HeldKey {
            key,
            friendly_name: self.label.friendly_name,
            local_key_id: self.label.local_key_id,
            key_until,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Pkcs12Builder, Protection};
    use super::*;
    use crate::algorithm::KeyAlgorithm;
    use crate::asn1::{self, Walker, tag};
    use crate::limits;

    /// Draws a counter: what is drawn need not be secret here.
    struct Counter(u64);

    impl rand_core::TryRng for Counter {
        type Error = std::convert::Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
            let mut octets = [0; 4];
            self.try_fill_bytes(&mut octets)?;
            Ok(u32::from_le_bytes(octets))
        }

        fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
            self.0 += 1;
            Ok(self.0)
        }

        fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Self::Error> {
            for chunk in out.chunks_mut(8) {
                let octets = self.try_next_u64()?.to_le_bytes();
                chunk.copy_from_slice(&octets[..chunk.len()]);
            }
            Ok(())
        }
    }

    impl rand_core::TryCryptoRng for Counter {}

    const PROTECTION: Protection = Protection::Aes {
        iterations: limits::PFX_AES_ITERATIONS_MIN,
    };

    fn file(password: &[u8]) -> Vec<u8> {
        let key = PrivateKey::generate(KeyAlgorithm::Ed25519, &mut Counter(0)).expect("a key");
        Pkcs12Builder::new(PROTECTION)
            .key(&key, None)
            .build(password, &mut Counter(9))
            .expect("a file")
    }

    #[test]
    fn a_second_password_is_said_to_be_one() {
        let bytes = file(b"encryption");
        let pfx = Pkcs12::from_der(&bytes).expect("a file");
        let mac = PROTECTION.mac(b"integrity", &pfx.content, &mut Counter(5));
        let mut walker = Walker::new(asn1::only(&bytes, tag::SEQUENCE).expect("DER").content);
        let (version, safe) = (walker.any().expect("DER"), walker.any().expect("DER"));
        let changed = asn1::sequence(&[version.full, safe.full, &mac]);
        let pfx = Pkcs12::from_der(&changed).expect("a file");
        let refusal = |password: &[u8]| pfx.open(password).err();
        assert_eq!(refusal(b"integrity"), Some(Pkcs12Error::SecondPassword));
        assert_eq!(refusal(b"neither"), Some(Pkcs12Error::Password));
    }

    #[test]
    fn opening_stops_where_the_work_would_be_too_much() {
        let pfx = Pkcs12::from_der(&file(b"1")).expect("a file");
        let spent = 2 * u64::from(limits::PFX_AES_ITERATIONS_MIN);
        let mut unlocking = Unlocking::new(b"1", Notes::default());
        unlocking
            .work
            .spend(limits::PFX_WORK_MAX - spent)
            .expect("there is more");
        let mac = pfx.mac.as_ref().expect("a code");
        assert_eq!(mac.verify(&pfx.content, &mut unlocking), Ok(true));
        assert!(pfx.unlock(&mut unlocking).is_ok());
        let again = pfx.unlock(&mut unlocking).err();
        assert_eq!(again, Some(Pkcs12Error::Work));
    }
}
