//! GOST keys in X.509 and PKCS#8: RFC 9215, RFC 4491, and what real writers do.

use ::spki::AlgorithmIdentifierOwned;
use const_oid::ObjectIdentifier;
use crypto_bigint::{BoxedUint, NonZero};
use der::Any;
use rand_core::CryptoRng;
use smena_gost::legacy::{PrivateKey2001, VerifyingKey2001, gost94_digest};
use smena_gost::{Curve, ParameterSet, SigningKey, VerifyingKey};
use zeroize::{Zeroize as _, Zeroizing};

use super::{
    GostAgreement, KeyError, OpenError, Point, PublicKey, SignError, SubjectPublicKeyInfo,
};
use crate::algorithm::AlgorithmError;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::limits;

/// The parameters of a GOST public key as they were written (RFC 9215, section 4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GostParameters {
    /// publicKeyParamSet.
    pub parameter_set: ParameterSet,
    /// digestParamSet.
    pub digest: Option<ObjectIdentifier>,
    /// encryptionParamSet, which GOST R 34.10-2001 had and some later keys still carry.
    pub encryption: Option<ObjectIdentifier>,
}

impl GostParameters {
    /// Returns the parameters as RFC 9215 has them written.
    #[must_use]
    pub fn strict(parameter_set: ParameterSet) -> Self {
        let digest = parameter_set
            .writes_digest_parameter()
            .then(|| smena_gost::Streebog::for_curve(parameter_set.curve()).oid());
        Self {
            parameter_set,
            digest,
            encryption: None,
        }
    }

    /// Reads the parameters of a GOST key's algorithm.
    ///
    /// # Errors
    ///
    /// When the algorithm is another one, or its parameters are malformed or unknown.
    pub fn of(algorithm: &AlgorithmIdentifierOwned) -> Result<Self, KeyError> {
        match algorithm.oid {
            smena_gost::oid::GOST3410_2012_256
            | smena_gost::oid::GOST3410_2012_512
            | smena_gost::oid::GOST3410_2001 => {
                Self::decode(algorithm.oid, algorithm.parameters.as_ref())
            }
            other => Err(AlgorithmError::Unknown(other).into()),
        }
    }

    fn decode(algorithm: ObjectIdentifier, parameters: Option<&Any>) -> Result<Self, KeyError> {
        let bad = || KeyError::from(AlgorithmError::Parameters(algorithm));
        let parameters = parameters.filter(|any| der::Tagged::tag(*any) == der::Tag::Sequence);
        let mut walker = Walker::new(parameters.ok_or_else(bad)?.value());
        let curve = walker.oid()?;
        let mut optional = || {
            if walker.is_empty() {
                Ok(None)
            } else {
                walker.oid().map(Some)
            }
        };
        let (digest, encryption) = (optional()?, optional()?);
        walker.finish()?;
        let parameter_set = ParameterSet::from_oid(&curve).ok_or(KeyError::Curve(curve))?;
        let (size, expected) = match algorithm {
            smena_gost::oid::GOST3410_2012_512 => (64, smena_gost::oid::STREEBOG_512),
            smena_gost::oid::GOST3410_2012_256 => (32, smena_gost::oid::STREEBOG_256),
            _ => (32, smena_gost::oid::GOST3411_94_CRYPTOPRO),
        };
        if parameter_set.curve().size() != size {
            return Err(KeyError::Curve(curve));
        }
        if digest.is_some_and(|digest| digest != expected) {
            return Err(bad());
        }
        Ok(Self {
            parameter_set,
            digest,
            encryption,
        })
    }

    fn encode(&self) -> Vec<u8> {
        let optional = |oid: &Option<ObjectIdentifier>| oid.as_ref().map(asn1::oid);
        [
            asn1::oid(&self.parameter_set.oid()),
            optional(&self.digest).unwrap_or_default(),
            optional(&self.encryption).unwrap_or_default(),
        ]
        .concat()
    }
}

/// Tells whether an algorithm is that of GOST keys, of either generation.
pub(super) const fn is_key(oid: ObjectIdentifier) -> bool {
    matches!(
        oid,
        smena_gost::oid::GOST3410_2012_256
            | smena_gost::oid::GOST3410_2012_512
            | smena_gost::oid::GOST3410_2001
    )
}

/// Returns one name for all parameter sets of a curve.
pub(super) fn curve_name(set: ParameterSet) -> ObjectIdentifier {
    let same = |other: &&ParameterSet| other.curve() == set.curve();
    ParameterSet::all()
        .iter()
        .find(same)
        .map_or_else(|| set.oid(), |first| first.oid())
}

/// Returns the identifier of a GOST R 34.10-2012 key.
pub(super) fn algorithm(set: ParameterSet) -> Result<AlgorithmIdentifierOwned, KeyError> {
    let oid = match set.curve().size() {
        64 => smena_gost::oid::GOST3410_2012_512,
        _ => smena_gost::oid::GOST3410_2012_256,
    };
    let parameters = Any::new(der::Tag::Sequence, GostParameters::strict(set).encode());
    let parameters = parameters.map_err(|_| AlgorithmError::Parameters(oid))?;
    Ok(AlgorithmIdentifierOwned {
        oid,
        parameters: Some(parameters),
    })
}

pub(super) fn read_public(info: &SubjectPublicKeyInfo) -> Result<Point, KeyError> {
    let algorithm = info.algorithm();
    let parameters = GostParameters::decode(algorithm.oid, algorithm.parameters.as_ref())?;
    let octets = asn1::only(info.key_bits(), tag::OCTET_STRING)?.content;
    if algorithm.oid == smena_gost::oid::GOST3410_2001 {
        let key = VerifyingKey2001::from_le_bytes(parameters.parameter_set, octets);
        return Ok(Point::Gost2001(
            key.map_err(|error| refusal(&error))?,
            parameters,
        ));
    }
    let key = VerifyingKey::from_le_bytes(parameters.parameter_set, octets);
    Ok(Point::Gost(
        key.map_err(|error| refusal(&error))?,
        parameters,
    ))
}

fn refusal(error: &smena_gost::KeyError) -> KeyError {
    match error {
        smena_gost::KeyError::NotInSubgroup => KeyError::OutsideGroup,
        smena_gost::KeyError::SecretOutOfRange => KeyError::PrivateOutOfRange,
        smena_gost::KeyError::RandomnessFailed => KeyError::Generation,
        _ => KeyError::NotOnCurve,
    }
}

/// Returns the SubjectPublicKeyInfo of a key of GOST R 34.10-2001 (RFC 4491, section 2.3.2).
pub(super) fn public_info_2001(key: &PrivateKey2001) -> Result<SubjectPublicKeyInfo, KeyError> {
    let oid = smena_gost::oid::GOST3410_2001;
    let public = key.verifying_key();
    let parameters = GostParameters {
        parameter_set: public.parameter_set(),
        digest: Some(smena_gost::oid::GOST3411_94_CRYPTOPRO),
        encryption: None,
    };
    let parameters = Any::new(der::Tag::Sequence, parameters.encode());
    let algorithm = AlgorithmIdentifierOwned {
        oid,
        parameters: Some(parameters.map_err(|_| AlgorithmError::Parameters(oid))?),
    };
    let bits = asn1::octet_string(&public.to_le_bytes());
    Ok(SubjectPublicKeyInfo::new(algorithm, bits))
}

pub(super) fn public_info(key: &SigningKey) -> Result<SubjectPublicKeyInfo, KeyError> {
    let bits = asn1::octet_string(&key.verifying_key().to_le_bytes());
    Ok(SubjectPublicKeyInfo::new(
        algorithm(key.parameter_set())?,
        bits,
    ))
}

pub(super) fn generate(set: ParameterSet, rng: &mut dyn CryptoRng) -> Result<SigningKey, KeyError> {
    SigningKey::generate(set, rng).map_err(|error| refusal(&error))
}

pub(super) fn sign(
    key: &SigningKey,
    message: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, SignError> {
    let digest = smena_gost::Streebog::for_curve(key.parameter_set().curve()).digest(message);
    key.sign_digest(&digest, rng)
        .map_err(|_| SignError::Computation)
}

/// Signs to show that a key of 2001 works; nothing is issued with it.
pub(super) fn sign_2001(
    key: &PrivateKey2001,
    message: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, SignError> {
    key.sign_digest(&gost94_digest(message), rng)
        .map_err(|_| SignError::Computation)
}

pub(super) fn agree(
    key: &SigningKey,
    agreement: GostAgreement,
    other: &PublicKey,
    ukm: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    let Point::Gost(other, _) = &other.point else {
        return Err(OpenError::OtherParty);
    };
    let agreed = match agreement {
        GostAgreement::Vko256 => key.agree_256(other, ukm).map(|key| key.to_vec()),
        GostAgreement::Keg => {
            let material = ukm.try_into().map_err(|_| OpenError::OtherParty)?;
            key.agree_pair(other, material).map(|pair| pair.to_vec())
        }
    };
    agreed
        .map(Zeroizing::new)
        .map_err(|_| OpenError::OtherParty)
}

pub(super) fn agree_2001(
    key: &PrivateKey2001,
    agreement: GostAgreement,
    other: &PublicKey,
    ukm: &[u8],
) -> Result<Zeroizing<Vec<u8>>, OpenError> {
    match (agreement, &other.point) {
        (GostAgreement::Vko256, Point::Gost2001(other, _)) => key
            .agree(other, ukm)
            .map(|key| Zeroizing::new(key.to_vec()))
            .map_err(|_| OpenError::OtherParty),
        (GostAgreement::Vko256, _) => Err(OpenError::OtherParty),
        (GostAgreement::Keg, _) => Err(OpenError::Unsupported("GOST R 34.10-2001".to_owned())),
    }
}

/// Returns the contents of the privateKey of PKCS#8 as OpenSSL's engine writes it: the octets of
/// `d`, little-endian, with no tag of their own.
pub(super) fn private_octets(key: &SigningKey) -> Zeroizing<Vec<u8>> {
    key.to_le_bytes()
}

/// Reads the contents of the privateKey of PKCS#8.
///
/// Writers disagree: bare octets (OpenSSL), an OCTET STRING around them (RFC 9215's example and
/// others), an INTEGER (RFC 4491), little- or big-endian, masked (RFC 9548). The octets are taken
/// for little-endian unless a public key stands beside them and says otherwise.
pub(super) fn read_private(
    algorithm: &AlgorithmIdentifierOwned,
    octets: &[u8],
    public: Option<&SubjectPublicKeyInfo>,
) -> Result<SigningKey, KeyError> {
    if algorithm.oid == smena_gost::oid::GOST3410_2001 {
        return Err(KeyError::VerifyOnly("GOST R 34.10-2001".to_owned()));
    }
    let parameters = GostParameters::decode(algorithm.oid, algorithm.parameters.as_ref())?;
    let set = parameters.parameter_set;
    let candidates = candidates(set, octets)?;
    let Some(public) = public else {
        let first = candidates.first().ok_or(KeyError::PrivateOutOfRange)?;
        return SigningKey::from_le_bytes(set, first).map_err(|error| refusal(&error));
    };
    let expected = asn1::only(public.key_bits(), tag::OCTET_STRING)?.content;
    candidates
        .iter()
        .filter_map(|candidate| SigningKey::from_le_bytes(set, candidate).ok())
        .find(|key| key.verifying_key().to_le_bytes() == expected)
        .ok_or(KeyError::Mismatch)
}

/// Returns what the octets can mean, each as little-endian `d`, the likeliest first.
fn candidates(set: ParameterSet, octets: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, KeyError> {
    let size = set.curve().size();
    let masks_fit = |length: usize| {
        length > 0 && length.is_multiple_of(size) && length / size <= limits::KEY_MASKS_MAX + 1
    };
    if masks_fit(octets.len()) {
        return Ok(both_orders(unmask(set, octets)));
    }
    let mut walker = Walker::new(octets);
    let inner = walker.any()?;
    walker.finish()?;
    match inner.tag {
        tag::OCTET_STRING if masks_fit(inner.content.len()) => {
            Ok(both_orders(unmask(set, inner.content)))
        }
        tag::INTEGER => {
            let number = inner.content.strip_prefix(&[0]).unwrap_or(inner.content);
            if number.is_empty() || number.len() > size {
                return Err(KeyError::PrivateOutOfRange);
            }
            let mut little = Zeroizing::new(vec![0; size]);
            little
                .iter_mut()
                .zip(number.iter().rev())
                .for_each(|(to, from)| *to = *from);
            Ok(both_orders(little))
        }
        _ => Err(Asn1Error::Value("GOST private key").into()),
    }
}

fn both_orders(first: Zeroizing<Vec<u8>>) -> Vec<Zeroizing<Vec<u8>>> {
    let mut second = first.clone();
    second.reverse();
    vec![first, second]
}

/// Computes `d = K·M1·…·Mk mod q` from `K‖M1‖…‖Mk`, each little-endian (RFC 9548, section 4).
fn unmask(set: ParameterSet, octets: &[u8]) -> Zeroizing<Vec<u8>> {
    let size = set.curve().size();
    if octets.len() == size {
        return Zeroizing::new(octets.to_vec());
    }
    let order = order(set.curve());
    let number = |chunk: &[u8]| {
        let mut big = Zeroizing::new(chunk.to_vec());
        big.reverse();
        BoxedUint::from_be_slice_truncated(&big, order.bits_precision()).rem(&order)
    };
    let mut product = BoxedUint::one_with_precision(order.bits_precision());
    for chunk in octets.chunks(size) {
        let mut factor = number(chunk);
        product = product.mul_mod(&factor, &order);
        factor.zeroize();
    }
    let mut little = Zeroizing::new(product.to_be_bytes().to_vec());
    product.zeroize();
    little.reverse();
    little.truncate(size);
    little
}

/// Returns the order of the group, which masked keys are computed with (RFC 7836, RFC 7091).
pub(crate) fn order(curve: Curve) -> NonZero<BoxedUint> {
    let hexadecimal = match curve {
        Curve::Tc26256A => "400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67",
        Curve::Tc26256B => "ffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893",
        Curve::Tc26256C => "800000000000000000000000000000015f700cfff1a624e5e497161bcc8a198f",
        Curve::Tc26256D => "9b9f605f5a858107ab1ec85e6b41c8aa582ca3511eddfb74f02f3a6598980bb9",
        Curve::Test256 => "8000000000000000000000000000000150fe8a1892976154c59cfc193accf5b3",
        Curve::Tc26512A => concat!(
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275"
        ),
        Curve::Tc26512B => concat!(
            "8000000000000000000000000000000000000000000000000000000000000001",
            "49a1ec142565a545acfdb77bd9d40cfa8b996712101bea0ec6346c54374f25bd"
        ),
        Curve::Tc26512C => concat!(
            "3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "c98cdba46506ab004c33a9ff5147502cc8eda9e7a769a12694623cef47f023ed"
        ),
        Curve::Test512 => concat!(
            "4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15d",
            "a82f2d7ecb1dbac719905c5eecc423f1d86e25edbe23c595d644aaf187e6e6df"
        ),
    };
    let octets = hex::decode(hexadecimal).expect("the constants above are hexadecimal");
    let number = BoxedUint::from_be_slice_vartime(&octets);
    NonZero::new(number)
        .into_option()
        .expect("the constants above are not zero")
}
