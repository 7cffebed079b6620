//! Attributes of keys, from and to the structures of `smena_pki`.

use cryptoki_sys::{
    CK_ATTRIBUTE_TYPE, CK_ULONG, CKA_COEFFICIENT, CKA_EC_PARAMS, CKA_EC_POINT, CKA_EXPONENT_1,
    CKA_EXPONENT_2, CKA_GOSTR3410_PARAMS, CKA_GOSTR3411_PARAMS, CKA_KEY_TYPE, CKA_MODULUS,
    CKA_MODULUS_BITS, CKA_PRIME_1, CKA_PRIME_2, CKA_PRIVATE_EXPONENT, CKA_PUBLIC_EXPONENT,
    CKA_PUBLIC_KEY_INFO, CKA_VALUE,
};
use smena_gost::{ObjectIdentifier, ParameterSet, Streebog};
use smena_pki::{
    algorithm::KeyAlgorithm,
    asn1::{self, Walker, tag},
    key::{PrivateKey, PublicKey, Signer as _},
    oid,
};
use zeroize::Zeroizing;

use super::family_of;
use crate::{
    attribute::Attributes,
    error::TokenError,
    mechanism::{Family, RSA_BITS_MAX, RSA_BITS_MIN},
    record::Imitation,
};

/// The exponent of the RSA keys that are made.
const RSA_EXPONENT: [u8; 3] = [1, 0, 1];

/// Which algorithm a template for a new pair of keys asks for.
///
/// # Errors
///
/// Parameters are missing, or name a curve or a size that is not made. For GOST the parameters of the hash must be
/// Streebog's: it is they that tell a key of 2012 from one of 2001.
pub(crate) fn algorithm_from(
    family: Family,
    template: &Attributes,
) -> Result<KeyAlgorithm, TokenError> {
    match family {
        Family::Gost256 | Family::Gost512 => gost_set(family, template).map(KeyAlgorithm::Gost),
        Family::Ec => curve(template),
        Family::Rsa => {
            let bits = template.number(CKA_MODULUS_BITS);
            let bits = bits.ok_or(TokenError::TemplateIncomplete)?;
            if !(RSA_BITS_MIN..=RSA_BITS_MAX).contains(&bits) {
                return Err(TokenError::KeySize);
            }
            let exponent = template.octets(CKA_PUBLIC_EXPONENT);
            if exponent.is_some_and(|exponent| significant(exponent) != RSA_EXPONENT) {
                return Err(TokenError::AttributeValue(CKA_PUBLIC_EXPONENT));
            }
            let bits = u32::try_from(bits).map_err(|_| TokenError::KeySize)?;
            Ok(KeyAlgorithm::Rsa { bits })
        }
    }
}

fn gost_set(family: Family, template: &Attributes) -> Result<ParameterSet, TokenError> {
    let set = ParameterSet::from_oid(&identifier(template, CKA_GOSTR3410_PARAMS)?)
        .ok_or(TokenError::Curve)?;
    let size = if family == Family::Gost256 { 32 } else { 64 };
    if set.curve().size() != size {
        return Err(TokenError::AttributeValue(CKA_GOSTR3410_PARAMS));
    }
    match template.octets(CKA_GOSTR3411_PARAMS) {
        Some(hash) if hash == asn1::oid(&Streebog::for_curve(set.curve()).oid()) => Ok(set),
        Some(_) => Err(TokenError::AttributeValue(CKA_GOSTR3411_PARAMS)),
        None if family == Family::Gost512 => Ok(set),
        None => Err(TokenError::TemplateIncomplete),
    }
}

fn curve(template: &Attributes) -> Result<KeyAlgorithm, TokenError> {
    match identifier(template, CKA_EC_PARAMS)? {
        oid::CURVE_P256 => Ok(KeyAlgorithm::EcdsaP256),
        oid::CURVE_P384 => Ok(KeyAlgorithm::EcdsaP384),
        _ => Err(TokenError::Curve),
    }
}

fn identifier(
    template: &Attributes,
    kind: CK_ATTRIBUTE_TYPE,
) -> Result<ObjectIdentifier, TokenError> {
    let mut walker = Walker::new(template.required(kind)?);
    let identifier = walker.oid().map_err(|_| TokenError::AttributeValue(kind))?;
    walker
        .finish()
        .map_err(|_| TokenError::AttributeValue(kind))?;
    Ok(identifier)
}

fn significant(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}

/// The attributes that both keys of a pair carry.
///
/// # Errors
///
/// The token has no mechanism for such keys.
pub(crate) fn shared_attributes(key: &PublicKey) -> Result<Attributes, TokenError> {
    let algorithm = key.algorithm();
    let family = family_of(algorithm).ok_or(TokenError::KeyType)?;
    let mut attributes = Attributes::default();
    attributes.set(CKA_KEY_TYPE, family.key_type());
    attributes.set(CKA_PUBLIC_KEY_INFO, key.spki_der().to_vec());
    match algorithm {
        KeyAlgorithm::Gost(set) => {
            attributes.set(CKA_GOSTR3410_PARAMS, asn1::oid(&set.oid()));
            let hash = Streebog::for_curve(set.curve()).oid();
            attributes.set(CKA_GOSTR3411_PARAMS, asn1::oid(&hash));
        }
        KeyAlgorithm::EcdsaP256 => attributes.set(CKA_EC_PARAMS, asn1::oid(&oid::CURVE_P256)),
        KeyAlgorithm::EcdsaP384 => attributes.set(CKA_EC_PARAMS, asn1::oid(&oid::CURVE_P384)),
        _ => {
            let (modulus, exponent) = key.rsa_components().ok_or(TokenError::KeyType)?;
            attributes.set(CKA_MODULUS, modulus);
            attributes.set(CKA_PUBLIC_EXPONENT, exponent);
        }
    }
    Ok(attributes)
}

/// The attributes that only the public key of a pair carries.
///
/// # Errors
///
/// The token has no mechanism for such keys.
pub(crate) fn public_attributes(
    key: &PublicKey,
    imitation: &Imitation,
) -> Result<Attributes, TokenError> {
    let mut attributes = shared_attributes(key)?;
    match key.algorithm() {
        KeyAlgorithm::Gost(_) if imitation.wrapped_public_value => {
            attributes.set(CKA_VALUE, key.key_bits().to_vec());
        }
        KeyAlgorithm::Gost(_) => {
            let point = asn1::only(key.key_bits(), tag::OCTET_STRING);
            let point = point.map_err(|_| TokenError::Failed)?;
            attributes.set(CKA_VALUE, point.content.to_vec());
        }
        KeyAlgorithm::Rsa { bits } => attributes.set(CKA_MODULUS_BITS, CK_ULONG::from(bits)),
        _ => attributes.set(CKA_EC_POINT, asn1::octet_string(key.key_bits())),
    }
    Ok(attributes)
}

/// Reads a public key from a template.
///
/// # Errors
///
/// Attributes are missing, or are those of no key.
pub(crate) fn public_from(family: Family, template: &Attributes) -> Result<PublicKey, TokenError> {
    let (spki, decisive) = match family {
        Family::Gost256 | Family::Gost512 => {
            let set = gost_set(family, template)?;
            let value = template.required(CKA_VALUE)?;
            // Some modules, and so some callers, put an OCTET STRING around it.
            let point = asn1::only(value, tag::OCTET_STRING).map_or(value, |tlv| tlv.content);
            let key = asn1::octet_string(point);
            (spki(&gost_algorithm(set), &key), CKA_VALUE)
        }
        Family::Ec => {
            curve(template)?;
            let curve = template.required(CKA_EC_PARAMS)?;
            let value = template.required(CKA_EC_POINT)?;
            let point = asn1::only(value, tag::OCTET_STRING).map_or(value, |tlv| tlv.content);
            (spki(&ec_algorithm(curve), point), CKA_EC_POINT)
        }
        Family::Rsa => {
            let modulus = asn1::integer_octets(significant(template.required(CKA_MODULUS)?));
            let exponent = template.required(CKA_PUBLIC_EXPONENT)?;
            let exponent = asn1::integer_octets(significant(exponent));
            let key = asn1::sequence(&[&modulus, &exponent]);
            (spki(&rsa_algorithm(), &key), CKA_MODULUS)
        }
    };
    let key = PublicKey::from_spki_der(&spki);
    let key = key.map_err(|_| TokenError::AttributeValue(decisive))?;
    expect_size(&key)?;
    Ok(key)
}

fn spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    asn1::sequence(&[algorithm, &asn1::bit_string(key)])
}

fn gost_algorithm(set: ParameterSet) -> Vec<u8> {
    let hash = Streebog::for_curve(set.curve());
    let (key, digest) = match hash {
        Streebog::Bits256 => (smena_gost::oid::GOST3410_2012_256, asn1::oid(&hash.oid())),
        Streebog::Bits512 => (smena_gost::oid::GOST3410_2012_512, asn1::oid(&hash.oid())),
    };
    let digest = if set.writes_digest_parameter() {
        digest
    } else {
        Vec::new()
    };
    let parameters = asn1::sequence(&[&asn1::oid(&set.oid()), &digest]);
    asn1::sequence(&[&asn1::oid(&key), &parameters])
}

fn ec_algorithm(curve: &[u8]) -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(&oid::EC_PUBLIC_KEY), curve])
}

fn rsa_algorithm() -> Vec<u8> {
    asn1::sequence(&[&asn1::oid(&oid::RSA_ENCRYPTION), &asn1::null()])
}

/// RSA keys of other sizes than are made are not taken either.
fn expect_size(key: &PublicKey) -> Result<(), TokenError> {
    match key.algorithm() {
        KeyAlgorithm::Rsa { bits }
            if !(RSA_BITS_MIN..=RSA_BITS_MAX).contains(&CK_ULONG::from(bits)) =>
        {
            Err(TokenError::KeySize)
        }
        _ => Ok(()),
    }
}

/// The numbers of an RSA private key in the order of `RSAPrivateKey` (RFC 8017, appendix A.1.2).
const RSA_NUMBERS: [CK_ATTRIBUTE_TYPE; 8] = [
    CKA_MODULUS,
    CKA_PUBLIC_EXPONENT,
    CKA_PRIVATE_EXPONENT,
    CKA_PRIME_1,
    CKA_PRIME_2,
    CKA_EXPONENT_1,
    CKA_EXPONENT_2,
    CKA_COEFFICIENT,
];

/// Reads a private key that a caller brings.
///
/// # Errors
///
/// Attributes are missing, or are those of no key.
pub(crate) fn import(family: Family, template: &Attributes) -> Result<PrivateKey, TokenError> {
    let (algorithm, octets, decisive) = match family {
        Family::Gost256 | Family::Gost512 => {
            let set = gost_set(family, template)?;
            let value = Zeroizing::new(template.required(CKA_VALUE)?.to_vec());
            (gost_algorithm(set), value, CKA_VALUE)
        }
        Family::Ec => {
            let size = match curve(template)? {
                KeyAlgorithm::EcdsaP256 => 32,
                _ => 48,
            };
            let number = significant(template.required(CKA_VALUE)?);
            let number = Zeroizing::new(super::widened(number, size));
            let number = Zeroizing::new(asn1::octet_string(&number));
            let key = Zeroizing::new(asn1::sequence(&[&asn1::integer(1), &number]));
            let algorithm = ec_algorithm(template.required(CKA_EC_PARAMS)?);
            (algorithm, key, CKA_VALUE)
        }
        Family::Rsa => {
            let mut members = Zeroizing::new(asn1::integer(0));
            for kind in RSA_NUMBERS {
                let number = significant(template.required(kind)?);
                members.extend_from_slice(&Zeroizing::new(asn1::integer_octets(number)));
            }
            let key = Zeroizing::new(asn1::tlv(tag::SEQUENCE, &members));
            (rsa_algorithm(), key, CKA_PRIVATE_EXPONENT)
        }
    };
    let octets = Zeroizing::new(asn1::octet_string(&octets));
    let file = Zeroizing::new(asn1::sequence(&[&asn1::integer(0), &algorithm, &octets]));
    let key = PrivateKey::from_pkcs8_der(&file);
    let key = key.map_err(|_| TokenError::AttributeValue(decisive))?;
    expect_size(key.public_key())?;
    Ok(key)
}

/// Whether an attribute of a private key of this family is secret.
pub(crate) fn is_private_attribute(family: Family, kind: CK_ATTRIBUTE_TYPE) -> bool {
    match family {
        Family::Rsa => RSA_NUMBERS[2..].contains(&kind),
        _ => kind == CKA_VALUE,
    }
}

/// The secret attributes of a private key, from its PKCS#8; only for keys that may be shown.
///
/// # Errors
///
/// The octets are no PKCS#8 of this program.
pub(crate) fn private_attributes(family: Family, pkcs8: &[u8]) -> Result<Attributes, TokenError> {
    read_private(family, pkcs8).map_err(|_| TokenError::Failed)
}

fn read_private(family: Family, pkcs8: &[u8]) -> Result<Attributes, asn1::Asn1Error> {
    let octets = private_octets(pkcs8)?;
    let mut attributes = Attributes::default();
    match family {
        Family::Gost256 | Family::Gost512 => attributes.set(CKA_VALUE, octets.to_vec()),
        Family::Ec => {
            let mut walker = Walker::new(asn1::only(octets, tag::SEQUENCE)?.content);
            walker.expect(tag::INTEGER)?;
            let number = walker.expect(tag::OCTET_STRING)?.content;
            attributes.set(CKA_VALUE, number.to_vec());
        }
        Family::Rsa => {
            let mut walker = Walker::new(asn1::only(octets, tag::SEQUENCE)?.content);
            walker.expect(tag::INTEGER)?;
            for kind in RSA_NUMBERS {
                let number = walker.expect(tag::INTEGER)?.content;
                attributes.set(kind, significant(number).to_vec());
            }
        }
    }
    Ok(attributes)
}

/// The contents of the privateKey of PKCS#8.
pub(super) fn private_octets(pkcs8: &[u8]) -> Result<&[u8], asn1::Asn1Error> {
    let mut walker = Walker::new(asn1::only(pkcs8, tag::SEQUENCE)?.content);
    walker.expect(tag::INTEGER)?;
    walker.expect(tag::SEQUENCE)?;
    Ok(walker.expect(tag::OCTET_STRING)?.content)
}
