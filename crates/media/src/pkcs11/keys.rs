//! Public keys as the attributes of PKCS#11 objects, and the templates for new key pairs.
//!
//! ECDSA and RSA by PKCS#11 3.1, sections 6.1 and 6.3; GOST R 34.10-2012 by PKCS#11 2.30 and TC26's additions. Values are
//! taken as libraries really give them: with or without the OCTET STRING around a point. Sessions are not known here.

use cryptoki::{
    mechanism::{Mechanism, MechanismType, vendor_defined::VendorDefinedMechanism},
    object::{Attribute, AttributeType, KeyType, ObjectClass},
    types::Ulong,
};
use smena_gost::{ParameterSet, Streebog};
use smena_pki::{
    algorithm::KeyAlgorithm,
    asn1::{self, Asn1Error, tag},
    key::{GostParameters, KeyError, PublicKey},
    oid,
};

use super::gost;

/// The attributes of a public key object that say which key it is.
pub(super) const READ: [AttributeType; 8] = [
    AttributeType::KeyType,
    AttributeType::Id,
    AttributeType::Label,
    AttributeType::EcParams,
    AttributeType::EcPoint,
    AttributeType::Modulus,
    AttributeType::PublicExponent,
    AttributeType::Value,
];

/// A public key object as it was read.
#[derive(Default)]
pub(super) struct PublicObject {
    pub(super) kind: Option<KeyType>,
    pub(super) id: Vec<u8>,
    pub(super) label: Vec<u8>,
    /// EC or GOST parameters.
    pub(super) parameters: Vec<u8>,
    /// A point, or a GOST key.
    point: Vec<u8>,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl PublicObject {
    pub(super) fn of(attributes: Vec<Attribute>) -> Self {
        let mut object = Self::default();
        for attribute in attributes {
            match attribute {
                Attribute::KeyType(kind) => object.kind = Some(kind),
                Attribute::Id(id) => object.id = id,
                Attribute::Label(label) => object.label = label,
                Attribute::EcParams(parameters) => object.parameters = parameters,
                Attribute::EcPoint(point) | Attribute::Value(point) => object.point = point,
                Attribute::Modulus(modulus) => object.modulus = modulus,
                Attribute::PublicExponent(exponent) => object.exponent = exponent,
                _ => {}
            }
        }
        object
    }

    /// Whether it is a GOST key, of which more must be read.
    pub(super) fn is_gost(&self) -> bool {
        self.kind == Some(KeyType::GOSTR3410) || self.kind == gost_512()
    }

    /// The key.
    pub(super) fn public_key(&self) -> Result<PublicKey, KeyError> {
        let spki = match self.kind {
            Some(KeyType::RSA) => rsa_spki(&self.modulus, &self.exponent),
            Some(KeyType::EC) => ec_spki(&self.parameters, &self.point)?,
            _ if self.is_gost() => gost_spki(&self.parameters, &self.point)?,
            _ => return Err(Asn1Error::Value("key type of PKCS#11").into()),
        };
        PublicKey::from_spki_der(&spki)
    }
}

fn rsa_spki(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let algorithm = asn1::sequence(&[&asn1::oid(&oid::RSA_ENCRYPTION), &asn1::null()]);
    let key = asn1::sequence(&[
        &asn1::integer_octets(modulus),
        &asn1::integer_octets(exponent),
    ]);
    asn1::sequence(&[&algorithm, &asn1::bit_string(&key)])
}

fn ec_spki(parameters: &[u8], point: &[u8]) -> Result<Vec<u8>, KeyError> {
    // Only the two curves that are known here, so that the length tells a bare point from a wrapped one.
    let size = if parameters == asn1::oid(&oid::CURVE_P256) {
        32
    } else if parameters == asn1::oid(&oid::CURVE_P384) {
        48
    } else {
        return Err(Asn1Error::Value("curve of PKCS#11").into());
    };
    let point = unwrapped(point, 1 + 2 * size)?;
    let algorithm = asn1::sequence(&[&asn1::oid(&oid::EC_PUBLIC_KEY), parameters]);
    Ok(asn1::sequence(&[&algorithm, &asn1::bit_string(point)]))
}

fn gost_spki(parameters: &[u8], key: &[u8]) -> Result<Vec<u8>, KeyError> {
    let content = asn1::only(parameters, tag::OID)?.content;
    let set = ParameterSet::all()
        .iter()
        .copied()
        .find(|set| asn1::oid(&set.oid()) == asn1::tlv(tag::OID, content))
        .ok_or(Asn1Error::Value("GOST parameter set of PKCS#11"))?;
    let size = set.curve().size();
    let key = unwrapped(key, 2 * size)?;
    let algorithm = match size {
        64 => smena_gost::oid::GOST3410_2012_512,
        _ => smena_gost::oid::GOST3410_2012_256,
    };
    let strict = GostParameters::strict(set);
    let digest = strict.digest.map(|digest| asn1::oid(&digest));
    let algorithm = asn1::sequence(&[
        &asn1::oid(&algorithm),
        &asn1::sequence(&[&asn1::oid(&set.oid()), &digest.unwrap_or_default()]),
    ]);
    let bits = asn1::octet_string(key);
    Ok(asn1::sequence(&[&algorithm, &asn1::bit_string(&bits)]))
}

/// Takes the OCTET STRING off a value of known length, if there is one.
fn unwrapped(value: &[u8], length: usize) -> Result<&[u8], KeyError> {
    if value.len() == length {
        return Ok(value);
    }
    let content = asn1::only(value, tag::OCTET_STRING)?.content;
    if content.len() == length {
        Ok(content)
    } else {
        Err(KeyError::NotOnCurve)
    }
}

/// What PKCS#11 calls the kind of a key.
pub(super) fn key_type(algorithm: KeyAlgorithm) -> Option<KeyType> {
    match algorithm {
        KeyAlgorithm::Gost(set) if set.curve().size() == 64 => gost_512(),
        KeyAlgorithm::Gost(_) | KeyAlgorithm::Gost2001(_) => Some(KeyType::GOSTR3410),
        KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 => Some(KeyType::EC),
        KeyAlgorithm::Rsa { .. } => Some(KeyType::RSA),
        KeyAlgorithm::Ed25519 => None,
    }
}

fn gost_512() -> Option<KeyType> {
    KeyType::new_vendor_defined(gost::KEY_TYPE_512).ok()
}

/// How a key pair is made.
pub(super) struct Recipe {
    pub(super) mechanism: MechanismType,
    public: Vec<Attribute>,
    /// Whether the private key decrypts; the others agree on keys.
    decrypts: bool,
    /// Size of the key as the mechanism's limits count it, where they do.
    pub(super) bits: Option<u32>,
}

impl Recipe {
    /// The recipe for an algorithm; nothing for those that are not made on tokens.
    pub(super) fn of(algorithm: KeyAlgorithm) -> Option<Self> {
        match algorithm {
            KeyAlgorithm::Gost(set) if !set.is_for_examples() => Some(Self::of_gost(set)),
            KeyAlgorithm::EcdsaP256 => Some(Self::of_curve(&asn1::oid(&oid::CURVE_P256), 256)),
            KeyAlgorithm::EcdsaP384 => Some(Self::of_curve(&asn1::oid(&oid::CURVE_P384), 384)),
            KeyAlgorithm::Rsa { bits } => Some(Self {
                mechanism: MechanismType::RSA_PKCS_KEY_PAIR_GEN,
                public: vec![
                    Attribute::ModulusBits(Ulong::from(cryptoki_sys::CK_ULONG::from(bits))),
                    Attribute::PublicExponent(vec![1, 0, 1]),
                    Attribute::Encrypt(true),
                ],
                decrypts: true,
                bits: Some(bits),
            }),
            _ => None,
        }
    }

    fn of_curve(curve: &[u8], bits: u32) -> Self {
        Self {
            mechanism: MechanismType::ECC_KEY_PAIR_GEN,
            public: vec![Attribute::EcParams(curve.to_vec())],
            decrypts: false,
            bits: Some(bits),
        }
    }

    fn of_gost(set: ParameterSet) -> Self {
        let number = match set.curve().size() {
            64 => gost::KEY_PAIR_GEN_512,
            _ => gost::KEY_PAIR_GEN_256,
        };
        let hash = Streebog::for_curve(set.curve()).oid();
        Self {
            mechanism: gost::mechanism(number),
            public: vec![
                gost_attribute(gost::PARAMETERS, asn1::oid(&set.oid())),
                gost_attribute(gost::HASH_PARAMETERS, asn1::oid(&hash)),
            ],
            decrypts: false,
            bits: None,
        }
    }

    /// The mechanism as it is passed.
    pub(super) fn generation(&self) -> Mechanism<'static> {
        without_parameter(self.mechanism)
    }

    /// The templates of the public and the private key.
    pub(super) fn templates(
        self,
        kind: KeyType,
        id: &[u8],
        label: &str,
        extractable: bool,
    ) -> (Vec<Attribute>, Vec<Attribute>) {
        let common = |class, private| {
            vec![
                Attribute::Class(class),
                Attribute::KeyType(kind),
                Attribute::Token(true),
                Attribute::Private(private),
                Attribute::Id(id.to_vec()),
                Attribute::Label(label.as_bytes().to_vec()),
            ]
        };
        let mut public = common(ObjectClass::PUBLIC_KEY, false);
        public.push(Attribute::Verify(true));
        public.extend(self.public);
        let mut private = common(ObjectClass::PRIVATE_KEY, true);
        private.extend([
            Attribute::Sensitive(true),
            Attribute::Extractable(extractable),
            Attribute::Sign(true),
            if self.decrypts {
                Attribute::Decrypt(true)
            } else {
                Attribute::Derive(true)
            },
        ]);
        (public, private)
    }
}

fn gost_attribute(kind: cryptoki_sys::CK_ATTRIBUTE_TYPE, value: Vec<u8>) -> Attribute {
    Attribute::VendorDefined((AttributeType::VendorDefined(kind), value))
}

/// A mechanism without a parameter, whatever its number.
pub(super) fn without_parameter(mechanism: MechanismType) -> Mechanism<'static> {
    Mechanism::VendorDefined(VendorDefinedMechanism::new::<()>(mechanism, None))
}

#[cfg(test)]
mod tests {
    use getrandom::{SysRng, rand_core::UnwrapErr};
    use smena_pki::key::Signer as _;
    use smena_pki::key::{PrivateKey, SubjectPublicKeyInfo};

    use super::*;

    fn key(algorithm: KeyAlgorithm) -> PublicKey {
        let key = PrivateKey::generate(algorithm, &mut UnwrapErr(SysRng)).expect("a key");
        key.public_key().clone()
    }

    fn object(kind: KeyType, parameters: Vec<u8>, point: &[u8]) -> PublicObject {
        PublicObject {
            kind: Some(kind),
            parameters,
            point: point.to_vec(),
            ..PublicObject::default()
        }
    }

    #[test]
    fn a_point_is_read_bare_and_wrapped() {
        for (algorithm, curve) in [
            (KeyAlgorithm::EcdsaP256, oid::CURVE_P256),
            (KeyAlgorithm::EcdsaP384, oid::CURVE_P384),
        ] {
            let key = key(algorithm);
            for point in [key.key_bits().to_vec(), asn1::octet_string(key.key_bits())] {
                let object = object(KeyType::EC, asn1::oid(&curve), &point);
                assert_eq!(object.public_key().as_ref(), Ok(&key));
            }
        }
    }

    #[test]
    fn a_gost_key_is_read_bare_and_wrapped() {
        for set in [
            ParameterSet::CryptoProA,
            ParameterSet::Tc26256A,
            ParameterSet::Tc26512A,
        ] {
            let algorithm = KeyAlgorithm::Gost(set);
            let key = key(algorithm);
            let kind = key_type(algorithm).expect("a kind");
            let info: &SubjectPublicKeyInfo = key.info();
            let wrapped = info.key_bits();
            let bare = asn1::only(wrapped, tag::OCTET_STRING)
                .expect("octets")
                .content;
            for value in [bare, wrapped] {
                let object = object(kind, asn1::oid(&set.oid()), value);
                assert_eq!(object.public_key().as_ref(), Ok(&key), "{set:?}");
            }
        }
    }

    #[test]
    fn a_point_of_the_wrong_length_is_refused() {
        let key = key(KeyAlgorithm::EcdsaP256);
        let short = &key.key_bits()[..64];
        let object = object(KeyType::EC, asn1::oid(&oid::CURVE_P256), short);
        assert!(object.public_key().is_err());
    }

    #[test]
    fn a_private_key_is_private_sensitive_and_stays() {
        for algorithm in [
            KeyAlgorithm::Gost(ParameterSet::CryptoProA),
            KeyAlgorithm::EcdsaP256,
            KeyAlgorithm::Rsa { bits: 2048 },
        ] {
            let recipe = Recipe::of(algorithm).expect("a recipe");
            let kind = key_type(algorithm).expect("a kind");
            let (public, private) = recipe.templates(kind, &[1; 20], "key", false);
            for wanted in [
                Attribute::Private(true),
                Attribute::Sensitive(true),
                Attribute::Extractable(false),
                Attribute::Token(true),
                Attribute::Sign(true),
            ] {
                assert!(private.contains(&wanted), "{wanted:?}");
            }
            assert!(public.contains(&Attribute::Private(false)));
        }
    }

    #[test]
    fn parameter_sets_for_examples_are_not_made() {
        for set in ParameterSet::all() {
            let recipe = Recipe::of(KeyAlgorithm::Gost(*set));
            assert_eq!(recipe.is_some(), !set.is_for_examples(), "{set:?}");
        }
    }
}
