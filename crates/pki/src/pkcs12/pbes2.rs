//! PBES2 (RFC 8018, section 6.2) with the ciphers that PKCS#12 files have: AES, Triple DES and RC2
//! in CBC mode, GOST 28147-89 with feedback, Magma and Kuznyechik by RFC 9337.
//!
//! Only CTR-ACPKM-OMAC carries integrity. So what the others give is shown to a judge of its shape
//! before it is taken for the text.

use std::ops::ControlFlow;

use aes::{Aes128, Aes192, Aes256};
use const_oid::ObjectIdentifier;
use des::TdesEde3;
use rc2::Rc2;
use smena_gost::gost28147::{self, Gost28147, KeyMeshing, SBox};
use smena_gost::{BlockCipher, acpkm};
use zeroize::Zeroizing;

use super::block_mode;
use super::derivation::Derivation;
use super::deviation::Deviation;
use super::error::Pkcs12Error;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;

/// Octets of a key of each GOST cipher.
const GOST_KEY_SIZE: usize = 32;
/// The longest key that RC2 has.
const RC2_KEY_SIZE_MAX: usize = 128;
/// Effective bits of RC2 when none are named (RFC 8018, appendix B.2.3).
const RC2_BITS_DEFAULT: usize = 32;

/// A scheme with its parameters.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Pbes2 {
    pub(super) derivation: Derivation,
    pub(super) cipher_name: ObjectIdentifier,
    cipher: Cipher,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Cipher {
    Aes {
        key_size: usize,
        iv: Vec<u8>,
    },
    TripleDes {
        iv: Vec<u8>,
    },
    Rc2 {
        bits: usize,
        iv: Vec<u8>,
    },
    Gost28147 {
        sbox: SBox,
        iv: [u8; gost28147::BLOCK_SIZE],
    },
    CtrAcpkm {
        cipher: BlockCipher,
        ukm: Vec<u8>,
    },
    CtrAcpkmOmac {
        cipher: BlockCipher,
        ukm: Vec<u8>,
    },
}

impl Pbes2 {
    /// Reads the parameters behind the identifier.
    pub(super) fn read(identifier: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut parameters = identifier.enter(tag::SEQUENCE)?;
        identifier.finish()?;
        let derivation = Derivation::read(&mut parameters)?;
        let mut inside = parameters.enter(tag::SEQUENCE)?;
        parameters.finish()?;
        let cipher_name = inside.oid()?;
        let cipher = Cipher::read(cipher_name, &mut inside)?;
        inside.finish()?;
        let scheme = Self {
            derivation,
            cipher_name,
            cipher,
        };
        scheme.key_size()?;
        Ok(scheme)
    }

    /// What one derivation of the key costs.
    pub(super) fn cost(&self) -> Result<u64, Asn1Error> {
        Ok(self.derivation.cost(self.key_size()?))
    }

    /// Octets of the key: what the cipher has, which the derivation may repeat.
    fn key_size(&self) -> Result<usize, Asn1Error> {
        const BAD: Asn1Error = Asn1Error::Value("keyLength");
        let written = self.derivation.key_size.map(usize::try_from).transpose();
        let written = written.map_err(|_| BAD)?;
        let size = match self.cipher {
            Cipher::Aes { key_size, .. } => key_size,
            Cipher::TripleDes { .. } => 24,
            Cipher::Rc2 { bits, .. } => {
                let size = written.unwrap_or(bits.div_ceil(8));
                return (1..=RC2_KEY_SIZE_MAX)
                    .contains(&size)
                    .then_some(size)
                    .ok_or(BAD);
            }
            Cipher::Gost28147 { .. } | Cipher::CtrAcpkm { .. } | Cipher::CtrAcpkmOmac { .. } => {
                GOST_KEY_SIZE
            }
        };
        if written.is_some_and(|written| written != size) {
            return Err(BAD);
        }
        Ok(size)
    }

    /// Tells whether the cipher is a Russian one.
    pub(super) const fn is_gost(&self) -> bool {
        matches!(
            self.cipher,
            Cipher::Gost28147 { .. } | Cipher::CtrAcpkm { .. } | Cipher::CtrAcpkmOmac { .. }
        )
    }

    /// Tells whether the cipher is one that nothing should be encrypted with today.
    pub(super) const fn is_weak(&self) -> bool {
        matches!(self.cipher, Cipher::TripleDes { .. } | Cipher::Rc2 { .. })
    }

    /// Decrypts to a text that `fits`, and says what was unusual; none when there is no such text.
    pub(super) fn decrypt(
        &self,
        password: &[u8],
        sealed: &[u8],
        fits: fn(&[u8]) -> bool,
    ) -> Option<(Zeroizing<Vec<u8>>, Option<Deviation>)> {
        let key = self.derivation.key(password, self.key_size().ok()?);
        let plain = |text: Zeroizing<Vec<u8>>| fits(&text).then_some((text, None));
        match &self.cipher {
            Cipher::Aes { iv, key_size } => plain(match key_size {
                16 => block_mode::decrypt_with_key::<Aes128>(&key, iv, sealed)?,
                24 => block_mode::decrypt_with_key::<Aes192>(&key, iv, sealed)?,
                _ => block_mode::decrypt_with_key::<Aes256>(&key, iv, sealed)?,
            }),
            Cipher::TripleDes { iv } => {
                plain(block_mode::decrypt_with_key::<TdesEde3>(&key, iv, sealed)?)
            }
            Cipher::Rc2 { bits, iv } => {
                let cipher = Rc2::new_with_eff_key_len(&key, *bits);
                plain(block_mode::decrypt(cipher, iv, sealed)?)
            }
            Cipher::Gost28147 { sbox, iv } => {
                let mut text = Zeroizing::new(sealed.to_vec());
                let cipher = Gost28147::new(*sbox, gost_key(&key)?);
                cipher.decrypt_cfb(iv, KeyMeshing::CryptoPro, &mut text);
                plain(text)
            }
            Cipher::CtrAcpkm { cipher, ukm } => {
                let iv = &ukm[..cipher.iv_size()];
                decrypt_ctr(*cipher, gost_key(&key)?, iv, sealed, fits)
            }
            Cipher::CtrAcpkmOmac { cipher, ukm } => {
                plain(acpkm::open(*cipher, gost_key(&key)?, ukm, sealed).ok()?)
            }
        }
    }
}

fn gost_key(octets: &[u8]) -> Option<&[u8; GOST_KEY_SIZE]> {
    octets.try_into().ok()
}

/// Decrypts CTR-ACPKM with the sections of the recommendation, and where that gives nothing, with
/// the shorter ones of OpenSSL's engine.
fn decrypt_ctr(
    cipher: BlockCipher,
    key: &[u8; GOST_KEY_SIZE],
    iv: &[u8],
    sealed: &[u8],
    fits: fn(&[u8]) -> bool,
) -> Option<(Zeroizing<Vec<u8>>, Option<Deviation>)> {
    let engine_section = match cipher {
        BlockCipher::Magma => 1024,
        BlockCipher::Kuznyechik => 4096,
    };
    let sections = [
        (cipher.section_size(), None),
        (engine_section, Some(Deviation::ShortSections)),
    ];
    let found = sections.into_iter().try_for_each(|(section, deviation)| {
        let mut text = Zeroizing::new(sealed.to_vec());
        acpkm::ctr_acpkm_with_section(cipher, key, iv, section, &mut text);
        if fits(&text) {
            ControlFlow::Break((text, deviation))
        } else {
            ControlFlow::Continue(())
        }
    });
    found.break_value()
}

impl Cipher {
    fn read(name: ObjectIdentifier, inside: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut iv = |size: usize| {
            let octets = inside.expect(tag::OCTET_STRING)?.content;
            if octets.len() == size {
                Ok(octets.to_vec())
            } else {
                Err(Asn1Error::Value("initialisation vector"))
            }
        };
        let aes = |key_size, iv| Self::Aes { key_size, iv };
        Ok(match name {
            oid::AES128_CBC => aes(16, iv(16)?),
            oid::AES192_CBC => aes(24, iv(16)?),
            oid::AES256_CBC => aes(32, iv(16)?),
            oid::DES_EDE3_CBC => Self::TripleDes { iv: iv(8)? },
            oid::RC2_CBC => Self::read_rc2(inside)?,
            smena_gost::oid::GOST28147 => Self::read_gost28147(inside)?,
            smena_gost::oid::MAGMA_CTR_ACPKM => {
                let (cipher, ukm) = read_ukm(BlockCipher::Magma, inside)?;
                Self::CtrAcpkm { cipher, ukm }
            }
            smena_gost::oid::KUZNYECHIK_CTR_ACPKM => {
                let (cipher, ukm) = read_ukm(BlockCipher::Kuznyechik, inside)?;
                Self::CtrAcpkm { cipher, ukm }
            }
            smena_gost::oid::MAGMA_CTR_ACPKM_OMAC => {
                let (cipher, ukm) = read_ukm(BlockCipher::Magma, inside)?;
                Self::CtrAcpkmOmac { cipher, ukm }
            }
            smena_gost::oid::KUZNYECHIK_CTR_ACPKM_OMAC => {
                let (cipher, ukm) = read_ukm(BlockCipher::Kuznyechik, inside)?;
                Self::CtrAcpkmOmac { cipher, ukm }
            }
            unknown => return Err(Pkcs12Error::Scheme(unknown)),
        })
    }

    /// `RC2-CBC-Parameter ::= SEQUENCE { rc2ParameterVersion INTEGER OPTIONAL, iv OCTET STRING }`,
    /// where the version stands for the effective bits.
    fn read_rc2(inside: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut parameters = inside.enter(tag::SEQUENCE)?;
        let bits = match parameters.optional(tag::INTEGER)? {
            None => RC2_BITS_DEFAULT,
            Some(version) => match asn1::unsigned(version.content)? {
                160 => 40,
                120 => 64,
                58 => 128,
                bits @ 256..=1024 => usize::try_from(bits)
                    .map_err(|_| Asn1Error::Value("version of RC2 parameters"))?,
                _ => return Err(Asn1Error::Value("version of RC2 parameters").into()),
            },
        };
        let iv = parameters.expect(tag::OCTET_STRING)?.content.to_vec();
        parameters.finish()?;
        if iv.len() != 8 {
            return Err(Asn1Error::Value("initialisation vector").into());
        }
        Ok(Self::Rc2 { bits, iv })
    }

    /// `Gost28147-89-Parameters ::= SEQUENCE { iv OCTET STRING, encryptionParamSet OID }` (RFC
    /// 4357, section 8.1).
    fn read_gost28147(inside: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut parameters = inside.enter(tag::SEQUENCE)?;
        let iv = parameters.expect(tag::OCTET_STRING)?.content;
        let set = parameters.oid()?;
        parameters.finish()?;
        let iv = iv
            .try_into()
            .map_err(|_| Asn1Error::Value("initialisation vector"))?;
        let sbox = SBox::from_oid(&set).ok_or(Pkcs12Error::Scheme(set))?;
        Ok(Self::Gost28147 { sbox, iv })
    }
}

/// `Gost3412-15-Encryption-Parameters ::= SEQUENCE { ukm OCTET STRING }` (RFC 9337, section 7.3).
fn read_ukm(
    cipher: BlockCipher,
    inside: &mut Walker<'_>,
) -> Result<(BlockCipher, Vec<u8>), Asn1Error> {
    let mut parameters = inside.enter(tag::SEQUENCE)?;
    let ukm = parameters.expect(tag::OCTET_STRING)?.content.to_vec();
    parameters.finish()?;
    if ukm.len() == cipher.ukm_size() {
        Ok((cipher, ukm))
    } else {
        Err(Asn1Error::Value("ukm"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scheme(key_size: Option<u64>, cipher: &[u8]) -> Result<Pbes2, Pkcs12Error> {
        let key_size = key_size.map(asn1::integer).unwrap_or_default();
        let pbkdf2 = asn1::sequence(&[&asn1::octet_string(&[1; 8]), &asn1::integer(1), &key_size]);
        let derivation = asn1::sequence(&[&asn1::oid(&oid::PBKDF2), &pbkdf2]);
        let parameters = asn1::sequence(&[&derivation, cipher]);
        Pbes2::read(&mut Walker::new(&parameters))
    }

    fn cipher(name: &ObjectIdentifier, parameters: &[u8]) -> Vec<u8> {
        asn1::sequence(&[&asn1::oid(name), parameters])
    }

    fn rc2(version: &[u8]) -> Vec<u8> {
        let parameters = asn1::sequence(&[version, &asn1::octet_string(&[2; 8])]);
        cipher(&oid::RC2_CBC, &parameters)
    }

    #[test]
    fn the_length_of_a_key_is_that_of_its_cipher() {
        let aes = cipher(&oid::AES192_CBC, &asn1::octet_string(&[2; 16]));
        for right in [None, Some(24)] {
            assert!(scheme(right, &aes).is_ok());
        }
        for wrong in [0, 16, 25, u64::MAX] {
            let reason = Asn1Error::Value("keyLength");
            assert_eq!(scheme(Some(wrong), &aes), Err(reason.into()), "{wrong}");
        }
        for (size, fits) in [(0, false), (1, true), (128, true), (129, false)] {
            assert_eq!(scheme(Some(size), &rc2(&[])).is_ok(), fits, "{size}");
        }
    }

    #[test]
    fn versions_of_rc2_are_bits() {
        for (version, expected) in [(160, 40), (120, 64), (58, 128), (256, 256), (1024, 1024)] {
            let read = scheme(None, &rc2(&asn1::integer(version))).expect("a scheme");
            assert!(
                matches!(read.cipher, Cipher::Rc2 { bits, .. } if bits == expected),
                "{version}"
            );
        }
        for version in [0, 59, 255, 1025] {
            assert!(
                scheme(None, &rc2(&asn1::integer(version))).is_err(),
                "{version}"
            );
        }
    }

    #[test]
    fn vectors_have_the_size_of_their_cipher() {
        for (name, right) in [(oid::AES256_CBC, 16), (oid::DES_EDE3_CBC, 8)] {
            for size in [right - 1, right, right + 1] {
                let read = scheme(None, &cipher(&name, &asn1::octet_string(&vec![2; size])));
                assert_eq!(read.is_ok(), size == right, "{name} {size}");
            }
        }
        for (name, right) in [
            (smena_gost::oid::MAGMA_CTR_ACPKM, 12),
            (smena_gost::oid::KUZNYECHIK_CTR_ACPKM_OMAC, 16),
        ] {
            for size in [right - 1, right, right + 1] {
                let ukm = asn1::sequence(&[&asn1::octet_string(&vec![2; size])]);
                let read = scheme(None, &cipher(&name, &ukm));
                assert_eq!(read.is_ok(), size == right, "{name} {size}");
            }
        }
    }
}
