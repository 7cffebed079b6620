//! The variant in which CryptoPro's programs export GOST keys. No document describes it; it is
//! known from files whose keys are known.
//!
//! The shrouded bag is encrypted with GOST 28147-89 under a key of GOST R 34.11-94 repeated. Its
//! PrivateKeyInfo holds, instead of a key, a blob of the `CryptoAPI`: the key is wrapped once more
//! under a key derived from the same password, and authenticated twice with four octets.

use std::num::NonZeroU16;

use smena_gost::cryptopro_kdf::pfx_key;
use smena_gost::gost28147::{Gost28147, KeyMeshing, SBox};
use smena_gost::key_wrap::{self, WrappedKey};
use smena_gost::legacy::PrivateKey2001;
use smena_gost::{ParameterSet, SigningKey, diversify_cryptopro, kdf_streebog256};
use subtle::ConstantTimeEq as _;
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::error::Pkcs12Error;
use super::unlocking::Unlocking;
use super::work;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::key::{GostParameters, KeyError, PrivateKey};
use crate::time::Time;
use crate::{algorithm, oid};

/// The label of the key that wraps keys of 2012.
const WRAPPING_LABEL: [u8; 4] = [0x26, 0xbd, 0xb8, 0x78];
/// Octets of the salt that are the initialisation vector.
const VECTOR_SIZE: usize = 8;
/// The S-box of all of it, whatever generation the key is of.
const SBOX: SBox = SBox::CryptoProA;
/// Octets of the header of the `CryptoAPI` before the wrapped key.
const HEADER_SIZE: usize = 16;
/// Where in the header the magic word is.
const MAGIC_AT: usize = 8;
/// What stands in the header before the length of the key.
const HEADER_MAGIC: &[u8; 4] = b"MAG1";

/// The scheme with its parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct CryptoPro {
    salt: Vec<u8>,
    pub(super) iterations: NonZeroU16,
}

impl CryptoPro {
    /// Reads the parameters behind the identifier: `SEQUENCE { salt OCTET STRING, iterations
    /// INTEGER }`. The counter of the derivation has two octets, so there are no more iterations.
    pub(super) fn read(identifier: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut parameters = identifier.enter(tag::SEQUENCE)?;
        identifier.finish()?;
        let salt = work::salt(parameters.expect(tag::OCTET_STRING)?.content)?;
        let found = parameters.unsigned()?;
        parameters.finish()?;
        if salt.len() < VECTOR_SIZE {
            return Err(Asn1Error::Value("salt of CryptoPro's scheme").into());
        }
        let iterations = u16::try_from(found).ok().and_then(NonZeroU16::new);
        Ok(Self {
            salt,
            iterations: iterations.ok_or(Pkcs12Error::Iterations { found })?,
        })
    }

    /// Derives the key; none when the password is no UTF-8.
    pub(super) fn key(
        &self,
        unlocking: &mut Unlocking<'_>,
    ) -> Result<Option<Zeroizing<[u8; 32]>>, Pkcs12Error> {
        unlocking.work.spend(self.iterations.get().into())?;
        let password = unlocking.password.utf16_le();
        Ok(password.map(|password| pfx_key(&password, &self.salt, self.iterations)))
    }

    /// Decrypts with that key. There is no padding, and nothing that shows a wrong key.
    pub(super) fn decrypt(&self, key: &[u8; 32], sealed: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut text = Zeroizing::new(sealed.to_vec());
        let mut vector = [0; VECTOR_SIZE];
        vector.copy_from_slice(&self.salt[..VECTOR_SIZE]);
        Gost28147::new(SBOX, key).decrypt_cfb(&vector, KeyMeshing::CryptoPro, &mut text);
        text
    }
}

/// Takes the key out of a PrivateKeyInfo, whose privateKey is a header of the `CryptoAPI` and
///
/// ```text
/// SEQUENCE { inner SEQUENCE { ukm OCTET STRING (SIZE (8)),
///                             wrapped SEQUENCE { encrypted OCTET STRING, mac OCTET STRING },
///                             parameters [0] IMPLICIT PrivateKeyParameters },
///            mac OCTET STRING (SIZE (4)) }
/// ```
pub(super) fn read_key(info: &[u8], key: &[u8; 32]) -> Result<PrivateKey, Pkcs12Error> {
    let mut outer = Walker::new(asn1::only(info, tag::SEQUENCE)?.content);
    outer.unsigned()?;
    outer.expect(tag::SEQUENCE)?;
    let blob = without_header(outer.expect(tag::OCTET_STRING)?.content)?;
    let mut blob = Walker::new(asn1::only(blob, tag::SEQUENCE)?.content);
    let inner = blob.expect(tag::SEQUENCE)?;
    let blob_mac = blob.expect(tag::OCTET_STRING)?.content;
    blob.finish()?;
    let mut fields = Walker::new(inner.content);
    let ukm = fixed(fields.expect(tag::OCTET_STRING)?.content)?;
    let mut wrapped = fields.enter(tag::SEQUENCE)?;
    let mut parameters = fields.enter(tag::context(0))?;
    fields.finish()?;
    let wrapped_key = WrappedKey {
        encrypted: wrapped.expect(tag::OCTET_STRING)?.content.to_vec(),
        mac: fixed(wrapped.expect(tag::OCTET_STRING)?.content)?,
    };
    wrapped.finish()?;
    // Flags of the key: whether it may be exported, and for what it is.
    parameters.expect(tag::BIT_STRING)?;
    let kind = KeyKind::read(parameters.expect(tag::context(0))?.content)?;
    parameters.finish()?;

    let cipher = Gost28147::new(SBOX, &kind.wrapping_key(key, ukm));
    let expected = cipher.imitovstavka(&[0; VECTOR_SIZE], KeyMeshing::None, inner.full);
    if !bool::from(expected.ct_eq(blob_mac)) {
        return Err(Pkcs12Error::Damaged);
    }
    let octets = key_wrap::unwrap(&cipher, &ukm, &wrapped_key);
    kind.key(&octets.map_err(|_| Pkcs12Error::Damaged)?)
}

/// What a key is of.
struct KeyKind {
    set: ParameterSet,
    is_of_2001: bool,
}

impl KeyKind {
    /// Reads the fields of an AlgorithmIdentifier. Keys of exchange have identifiers of agreement.
    fn read(fields: &[u8]) -> Result<Self, Pkcs12Error> {
        use smena_gost::oid;
        let identifier = asn1::tlv(tag::SEQUENCE, fields);
        let mut identifier = algorithm::read_identifier(&mut Walker::new(&identifier))?;
        identifier.oid = match identifier.oid {
            oid::AGREEMENT_256 => oid::GOST3410_2012_256,
            oid::AGREEMENT_512 => oid::GOST3410_2012_512,
            oid::AGREEMENT_2001 => oid::GOST3410_2001,
            other => other,
        };
        Ok(Self {
            set: GostParameters::of(&identifier)?.parameter_set,
            is_of_2001: identifier.oid == oid::GOST3410_2001,
        })
    }

    fn wrapping_key(&self, key: &[u8; 32], ukm: [u8; VECTOR_SIZE]) -> Zeroizing<[u8; 32]> {
        if self.is_of_2001 {
            diversify_cryptopro(SBOX, key, &ukm)
        } else {
            kdf_streebog256(key, &WRAPPING_LABEL, &ukm)
        }
    }

    fn key(&self, octets: &[u8]) -> Result<PrivateKey, Pkcs12Error> {
        let broken = |_| Pkcs12Error::Key(KeyError::PrivateOutOfRange);
        Ok(if self.is_of_2001 {
            let key = PrivateKey2001::from_le_bytes(self.set, octets);
            PrivateKey::from_gost_2001(key.map_err(broken)?)?
        } else {
            let key = SigningKey::from_le_bytes(self.set, octets);
            PrivateKey::from_gost(key.map_err(broken)?)?
        })
    }
}

/// Takes off the header of a PRIVATEKEYBLOB: type, version and algorithm in eight octets, a magic
/// word, and the bits or octets of the key, which the structure behind it says once more.
fn without_header(octets: &[u8]) -> Result<&[u8], Asn1Error> {
    match octets.split_at_checked(HEADER_SIZE) {
        Some((header, blob)) if header[MAGIC_AT..].starts_with(HEADER_MAGIC) => Ok(blob),
        _ => Err(Asn1Error::Value("blob of a private key")),
    }
}

fn fixed<const N: usize>(octets: &[u8]) -> Result<[u8; N], Asn1Error> {
    octets
        .try_into()
        .map_err(|_| Asn1Error::Value("OCTET STRING of a fixed size"))
}

/// Finds the end of the key's use among the attributes of a PrivateKeyInfo: the extension of
/// CryptoPro for either kind of key, with the contents of a `PrivateKeyUsagePeriod` (RFC 3280,
/// section 4.2.1.4).
pub(super) fn key_until(info: &[u8]) -> Result<Option<OffsetDateTime>, Asn1Error> {
    let mut outer = Walker::new(asn1::only(info, tag::SEQUENCE)?.content);
    outer.unsigned()?;
    outer.expect(tag::SEQUENCE)?;
    outer.expect(tag::OCTET_STRING)?;
    let Some(attributes) = outer.optional(tag::context(0))? else {
        return Ok(None);
    };
    let mut attributes = Walker::new(attributes.content);
    while !attributes.is_empty() {
        let mut attribute = attributes.enter(tag::SEQUENCE)?;
        let name = attribute.oid()?;
        if name != oid::CRYPTOPRO_SIGNATURE_KEY_END && name != oid::CRYPTOPRO_EXCHANGE_KEY_END {
            continue;
        }
        let mut values = attribute.enter(tag::SET)?;
        let mut period = values.enter(tag::SEQUENCE)?;
        period.optional(tag::context_primitive(0))?;
        let Some(end) = period.optional(tag::context_primitive(1))? else {
            continue;
        };
        let end = Time::from_content(tag::GENERALIZED_TIME, end.content)?;
        return Ok(Some(end.instant()));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(salt: &[u8], iterations: u64) -> Result<CryptoPro, Pkcs12Error> {
        let parameters = asn1::sequence(&[&asn1::octet_string(salt), &asn1::integer(iterations)]);
        CryptoPro::read(&mut Walker::new(&parameters))
    }

    #[test]
    fn iterations_and_salt_at_their_limits_are_taken_and_beyond_refused() {
        assert!(read(&[1; VECTOR_SIZE], 1).is_ok());
        assert!(read(&[1; VECTOR_SIZE], u16::MAX.into()).is_ok());
        for found in [0, u64::from(u16::MAX) + 1] {
            let refusal = read(&[1; VECTOR_SIZE], found);
            assert_eq!(refusal, Err(Pkcs12Error::Iterations { found }));
        }
        assert!(read(&[1; VECTOR_SIZE - 1], 1).is_err());
    }

    #[test]
    fn another_blob_is_no_key() {
        let algorithm = asn1::sequence(&[&asn1::oid(&smena_gost::oid::GOST3410_2012_256)]);
        for blob in [&[0; HEADER_SIZE][..], &[]] {
            let octets = asn1::octet_string(blob);
            let info = asn1::sequence(&[&asn1::integer(0), &algorithm, &octets]);
            assert!(matches!(
                read_key(&info, &[1; 32]),
                Err(Pkcs12Error::Malformed(_))
            ));
        }
    }
}
