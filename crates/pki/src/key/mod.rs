//! Public keys, private keys in memory, and the traits that sign and open envelopes.
//!
//! [`PublicKey`] keeps its exact SubjectPublicKeyInfo beside the point or modulus that it names
//! and is a key that can be used: a GOST or NIST point on its curve and in the group, an RSA
//! modulus of a size that is computed with at all. Whether a key is good enough to be certified is
//! [`policy`]'s question. Each kind of key has a file; devices implement [`Signer`] and
//! [`Opener`] elsewhere.

mod ecdsa;
mod ed25519;
mod gost;
mod opener;
pub mod policy;
mod private;
mod rsa;
mod spki;

use std::error::Error;

use const_oid::ObjectIdentifier;
use digest::Digest as _;
use rand_core::CryptoRng;

pub use self::gost::GostParameters;
pub(crate) use self::gost::order as group_order;
pub use self::opener::{GostAgreement, OpenError, Opener, RsaPadding};
pub use self::private::PrivateKey;
pub use self::spki::SubjectPublicKeyInfo;
use crate::algorithm::{AlgorithmError, DigestAlgorithm, KeyAlgorithm, SignatureAlgorithm};
use crate::asn1::Asn1Error;
use crate::oid;

/// Why bytes are no key, or none could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not the DER of a key.
    #[error("a key is malformed")]
    Malformed(#[from] Asn1Error),
    /// An algorithm that this crate has no key for.
    #[error("the key has an algorithm that is not known")]
    Algorithm(#[from] AlgorithmError),
    /// A curve or parameter set that this crate does not know, or not with this algorithm.
    #[error("the key names the unknown curve {0}")]
    Curve(ObjectIdentifier),
    /// A point that is not on its curve, or of the wrong length.
    #[error("the public key is no point of its curve")]
    NotOnCurve,
    /// A point outside of the prime-order subgroup, or the identity.
    #[error("the public key is outside of the group of its curve")]
    OutsideGroup,
    /// An RSA modulus or exponent that is not computed with.
    #[error("the RSA key has a size or an exponent that is not supported")]
    Rsa,
    /// A private key that is zero, too large or inconsistent.
    #[error("the private key is out of range or inconsistent")]
    PrivateOutOfRange,
    /// A private key beside a public key that is not its own.
    #[error("the private key does not belong to the public key")]
    Mismatch,
    /// A private key of an algorithm that is only verified here.
    #[error("keys of {0} only verify")]
    VerifyOnly(String),
    /// The computation of a new key failed.
    #[error("no key could be generated")]
    Generation,
}

/// Why a signature is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The signature is not of this key over this message.
    #[error("the signature does not match")]
    Mismatch,
    /// The key cannot sign with this algorithm.
    #[error("a key of {key} does not sign with {algorithm}")]
    Algorithm {
        /// The key.
        key: String,
        /// The algorithm.
        algorithm: &'static str,
    },
}

/// Why no signature was made.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key only verifies.
    #[error("keys of {0} only verify")]
    VerifyOnly(String),
    /// The computation failed, or the generator gave nothing usable.
    #[error("the signature could not be computed")]
    Computation,
    /// The device that holds the key did not sign.
    #[error("the device did not sign")]
    Device(#[source] Box<dyn Error + Send + Sync>),
}

/// What signs: a key in memory, or one in a device.
///
/// The algorithm is always `public_key().algorithm().signature_algorithm()`.
pub trait Signer {
    /// Returns the public key of the key that signs.
    fn public_key(&self) -> &PublicKey;

    /// Signs `message` (not a hash of it) and returns the signature as X.509 carries it: `s‖r` for
    /// GOST, DER for ECDSA, the octets of the number for RSA.
    ///
    /// # Errors
    ///
    /// When the device or the computation fails.
    fn sign(&self, message: &[u8], rng: &mut dyn CryptoRng) -> Result<Vec<u8>, SignError>;
}

/// A public key together with its exact SubjectPublicKeyInfo.
///
/// Two are equal when their encodings are; [`PublicKey::normalised_hash`] compares the keys.
#[derive(Clone, Debug)]
pub struct PublicKey {
    spki: Vec<u8>,
    info: SubjectPublicKeyInfo,
    point: Point,
}

#[derive(Clone, Debug)]
enum Point {
    Gost(smena_gost::VerifyingKey, GostParameters),
    Gost2001(smena_gost::legacy::VerifyingKey2001, GostParameters),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    Rsa(Box<::rsa::RsaPublicKey>),
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo.
    ///
    /// # Errors
    ///
    /// When it is malformed, of an unknown algorithm, or no usable key.
    pub fn from_spki_der(bytes: &[u8]) -> Result<Self, KeyError> {
        Self::from_info(SubjectPublicKeyInfo::from_der(bytes)?)
    }

    /// Takes a SubjectPublicKeyInfo that has been parsed.
    ///
    /// # Errors
    ///
    /// When it is of an unknown algorithm, or no usable key.
    pub fn from_info(info: SubjectPublicKeyInfo) -> Result<Self, KeyError> {
        let point = match info.algorithm().oid {
            smena_gost::oid::GOST3410_2012_256
            | smena_gost::oid::GOST3410_2012_512
            | smena_gost::oid::GOST3410_2001 => gost::read_public(&info)?,
            oid::EC_PUBLIC_KEY => ecdsa::read_public(&info)?,
            oid::RSA_ENCRYPTION => rsa::read_public(&info)?,
            oid::ED25519 => ed25519::read_public(&info)?,
            unknown => return Err(AlgorithmError::Unknown(unknown).into()),
        };
        Ok(Self {
            spki: info.to_der(),
            info,
            point,
        })
    }

    /// Returns the exact SubjectPublicKeyInfo.
    #[must_use]
    pub fn spki_der(&self) -> &[u8] {
        &self.spki
    }

    /// Returns the fields of the SubjectPublicKeyInfo.
    #[must_use]
    pub const fn info(&self) -> &SubjectPublicKeyInfo {
        &self.info
    }

    /// Returns the contents of the BIT STRING: what key identifiers are computed over.
    #[must_use]
    pub fn key_bits(&self) -> &[u8] {
        self.info.key_bits()
    }

    /// Returns the kind of key.
    #[must_use]
    pub fn algorithm(&self) -> KeyAlgorithm {
        match &self.point {
            Point::Gost(key, _) => KeyAlgorithm::Gost(key.parameter_set()),
            Point::Gost2001(key, _) => KeyAlgorithm::Gost2001(key.parameter_set()),
            Point::P256(_) => KeyAlgorithm::EcdsaP256,
            Point::P384(_) => KeyAlgorithm::EcdsaP384,
            Point::Rsa(key) => KeyAlgorithm::Rsa {
                bits: rsa::bits(key),
            },
            Point::Ed25519(_) => KeyAlgorithm::Ed25519,
        }
    }

    /// Returns the parameters of a GOST key as they were written.
    #[must_use]
    pub const fn gost_parameters(&self) -> Option<&GostParameters> {
        match &self.point {
            Point::Gost(_, parameters) | Point::Gost2001(_, parameters) => Some(parameters),
            _ => None,
        }
    }

    /// Returns modulus and exponent of an RSA key, big-endian without leading zeros.
    #[must_use]
    pub fn rsa_components(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        match &self.point {
            Point::Rsa(key) => Some(rsa::components(key)),
            _ => None,
        }
    }

    /// Encrypts a short message for the key with OAEP.
    ///
    /// # Errors
    ///
    /// When the key is not of RSA, the hash is not one of SHA, or the message is too long.
    pub(crate) fn encrypt_oaep(
        &self,
        digest: DigestAlgorithm,
        message: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, OpenError> {
        match &self.point {
            Point::Rsa(key) => rsa::encrypt_oaep(key, digest, message, rng),
            _ => Err(OpenError::Unsupported(self.algorithm().name())),
        }
    }

    /// Verifies a signature over `message` (not a hash of it).
    ///
    /// # Errors
    ///
    /// When the signature is not of this key, or the key cannot sign with the algorithm.
    pub fn verify(
        &self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        if !self.algorithm().signs_with(algorithm) {
            let key = self.algorithm().name();
            return Err(SignatureError::Algorithm {
                key,
                algorithm: algorithm.name(),
            });
        }
        // Ed25519 alone takes the message itself.
        let hashed = algorithm.digest().map(|digest| digest.digest(message));
        let hash = hashed.as_deref().unwrap_or(message);
        let valid = match &self.point {
            Point::Gost(key, _) => key.verify_digest(hash, signature).is_ok(),
            Point::Gost2001(key, _) => key.verify_digest(hash, signature).is_ok(),
            Point::P256(key) => ecdsa::verify_p256(key, hash, signature),
            Point::P384(key) => ecdsa::verify_p384(key, hash, signature),
            Point::Rsa(key) => rsa::verify(key, algorithm, hash, signature),
            Point::Ed25519(key) => ed25519::verify(key, message, signature),
        };
        if valid {
            Ok(())
        } else {
            Err(SignatureError::Mismatch)
        }
    }

    /// Returns the key identifier of RFC 5280, section 4.2.1.2, method 1: SHA-1 of the key bits.
    #[must_use]
    pub fn key_identifier(&self) -> [u8; 20] {
        sha1::Sha1::digest(self.key_bits()).into()
    }

    /// Returns SHA-256 of the exact SubjectPublicKeyInfo.
    #[must_use]
    pub fn spki_sha256(&self) -> [u8; 32] {
        sha2::Sha256::digest(&self.spki).into()
    }

    /// Returns a hash of the key itself, whatever names its encoding uses: SHA-256 of the curve
    /// and the coordinates. Parameter sets that are one curve (`CryptoPro-A`, `XchA`, `256-B`) give one
    /// hash, with or without the parameters beside it, and so does GOST R 34.10-2001.
    // Stored: a change needs a migration.
    #[must_use]
    pub fn normalised_hash(&self) -> [u8; 32] {
        let (curve, key) = match &self.point {
            Point::Gost(key, _) => (gost::curve_name(key.parameter_set()), key.to_le_bytes()),
            Point::Gost2001(key, _) => (gost::curve_name(key.parameter_set()), key.to_le_bytes()),
            Point::P256(key) => (
                oid::CURVE_P256,
                key.to_sec1_point(false).as_bytes().to_vec(),
            ),
            Point::P384(key) => (
                oid::CURVE_P384,
                key.to_sec1_point(false).as_bytes().to_vec(),
            ),
            Point::Rsa(key) => (oid::RSA_ENCRYPTION, rsa::public_der(key)),
            Point::Ed25519(key) => (oid::ED25519, key.as_bytes().to_vec()),
        };
        let mut hash = sha2::Sha256::new();
        hash.update(b"smena-key-1");
        hash.update(crate::asn1::oid(&curve));
        hash.update(crate::asn1::octet_string(&key));
        hash.finalize().into()
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.spki == other.spki
    }
}

impl Eq for PublicKey {}

impl std::hash::Hash for PublicKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.spki.hash(state);
    }
}
