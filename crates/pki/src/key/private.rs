//! Private keys in memory and their unencrypted PKCS#8 (RFC 5208, RFC 5958).

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{
    GostAgreement, KeyError, OpenError, Opener, Point, PublicKey, RsaPadding, SignError, Signer,
    SubjectPublicKeyInfo,
};
use super::{ecdsa, ed25519, gost, rsa};
use crate::algorithm::{self, AlgorithmError, KeyAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::{limits, oid};

/// A private key in memory, wiped when it is dropped.
///
/// It is neither shown nor compared; what may leave it is its PKCS#8, which wipes itself too.
pub struct PrivateKey {
    public: PublicKey,
    secret: Secret,
}

// Boxed, so that a move leaves no copy behind and its place can be told.
enum Secret {
    Gost(Box<smena_gost::SigningKey>),
    Gost2001(Box<smena_gost::legacy::PrivateKey2001>),
    P256(Box<p256::ecdsa::SigningKey>),
    P384(Box<p384::ecdsa::SigningKey>),
    Rsa(Box<::rsa::RsaPrivateKey>),
    Ed25519(Box<ed25519_dalek::SigningKey>),
}

impl Secret {
    fn public_info(&self) -> Result<SubjectPublicKeyInfo, KeyError> {
        Ok(match self {
            Self::Gost(key) => gost::public_info(key)?,
            Self::Gost2001(key) => gost::public_info_2001(key)?,
            Self::P256(key) => ecdsa::info_p256(key),
            Self::P384(key) => ecdsa::info_p384(key),
            Self::Rsa(key) => rsa::public_info(key),
            Self::Ed25519(key) => ed25519::public_info(key),
        })
    }
}

impl PrivateKey {
    /// Where the secret lies until the key is dropped, and its octets: for a medium that asks the system to keep it out
    /// of the swap. The numbers of an RSA key lie elsewhere and are not told.
    #[must_use]
    pub fn memory(&self) -> (*const u8, usize) {
        fn of<T>(secret: &T) -> (*const u8, usize) {
            (std::ptr::from_ref(secret).cast(), size_of::<T>())
        }
        match &self.secret {
            Secret::Gost(key) => of(&**key),
            Secret::Gost2001(key) => of(&**key),
            Secret::P256(key) => of(&**key),
            Secret::P384(key) => of(&**key),
            Secret::Rsa(key) => of(&**key),
            Secret::Ed25519(key) => of(&**key),
        }
    }

    /// Makes a new key.
    ///
    /// # Errors
    ///
    /// When the algorithm only verifies, the RSA size is below 2048 bits or above
    /// [`limits::RSA_BITS_MAX`], or the generator gives nothing usable.
    pub fn generate(algorithm: KeyAlgorithm, rng: &mut dyn CryptoRng) -> Result<Self, KeyError> {
        Self::from_secret(match algorithm {
            KeyAlgorithm::Gost(set) => Secret::Gost(Box::new(gost::generate(set, rng)?)),
            KeyAlgorithm::Gost2001(_) => return Err(KeyError::VerifyOnly(algorithm.name())),
            KeyAlgorithm::EcdsaP256 => Secret::P256(Box::new(ecdsa::generate_p256(rng)?)),
            KeyAlgorithm::EcdsaP384 => Secret::P384(Box::new(ecdsa::generate_p384(rng)?)),
            KeyAlgorithm::Rsa { bits } => Secret::Rsa(Box::new(rsa::generate(bits, rng)?)),
            KeyAlgorithm::Ed25519 => Secret::Ed25519(Box::new(ed25519::generate(rng))),
        })
    }

    /// Takes a GOST key, as media read it from their own formats.
    ///
    /// # Errors
    ///
    /// When its parameter set has no encoding.
    pub fn from_gost(key: smena_gost::SigningKey) -> Result<Self, KeyError> {
        Self::from_secret(Secret::Gost(Box::new(key)))
    }

    /// Takes a key of GOST R 34.10-2001, as old media hold it: it opens envelopes and signs to show
    /// that it works. Whatever is issued refuses it, and it has no PKCS#8 of ours.
    ///
    /// # Errors
    ///
    /// When its parameter set has no encoding.
    pub fn from_gost_2001(key: smena_gost::legacy::PrivateKey2001) -> Result<Self, KeyError> {
        Self::from_secret(Secret::Gost2001(Box::new(key)))
    }

    /// Returns the key of GOST R 34.10-2012 inside, for media that have their own formats.
    #[must_use]
    pub const fn gost(&self) -> Option<&smena_gost::SigningKey> {
        match &self.secret {
            Secret::Gost(key) => Some(key),
            _ => None,
        }
    }

    /// Reads an unencrypted PKCS#8 PrivateKeyInfo or `OneAsymmetricKey`.
    ///
    /// A GOST key is taken as little-endian octets unless a public key inside says otherwise: when
    /// the public key is known from elsewhere, [`PrivateKey::from_pkcs8_der_for`] is the one to
    /// call, for it also finds the key in the byte orders and masks of other writers.
    ///
    /// # Errors
    ///
    /// When the bytes are malformed, the key is of an unknown algorithm or out of range, or a
    /// public key inside is not its own.
    pub fn from_pkcs8_der(bytes: &[u8]) -> Result<Self, KeyError> {
        Self::read(bytes, None)
    }

    /// Reads an unencrypted PKCS#8 whose public key is known.
    ///
    /// # Errors
    ///
    /// As [`PrivateKey::from_pkcs8_der`], and when the key is not the one of `expected`.
    pub fn from_pkcs8_der_for(bytes: &[u8], expected: &PublicKey) -> Result<Self, KeyError> {
        let key = Self::read(bytes, Some(expected.info()))?;
        let (found, expected) = (key.public.normalised_hash(), expected.normalised_hash());
        if found == expected {
            Ok(key)
        } else {
            Err(KeyError::Mismatch)
        }
    }

    fn read(bytes: &[u8], expected: Option<&SubjectPublicKeyInfo>) -> Result<Self, KeyError> {
        if bytes.len() > limits::INPUT_OCTETS_MAX {
            return Err(Asn1Error::Value("private key: too large").into());
        }
        let mut walker = Walker::new(asn1::only(bytes, tag::SEQUENCE)?.content);
        let version = walker.unsigned()?;
        let algorithm = algorithm::read_identifier(&mut walker)?;
        let octets = walker.expect(tag::OCTET_STRING)?.content;
        // Attributes carry remarks of other tools; nothing in them changes the key.
        walker.optional(tag::context(0))?;
        let inside = if version == 1 {
            walker.optional(tag::context_primitive(1))?
        } else {
            None
        };
        walker.finish()?;
        if version > 1 {
            return Err(Asn1Error::Value("version of a private key").into());
        }
        let inside = inside
            .map(|tlv| read_public(&algorithm, tlv.content))
            .transpose()?;
        let secret = match algorithm.oid {
            name if gost::is_key(name) => {
                let public = inside.as_ref().or(expected);
                Secret::Gost(Box::new(gost::read_private(&algorithm, octets, public)?))
            }
            oid::EC_PUBLIC_KEY => read_ecdsa(&algorithm, octets)?,
            oid::RSA_ENCRYPTION => Secret::Rsa(Box::new(rsa::read_private(octets)?)),
            oid::ED25519 => Secret::Ed25519(Box::new(ed25519::read_private(octets)?)),
            unknown => return Err(AlgorithmError::Unknown(unknown).into()),
        };
        let key = Self::from_secret(secret)?;
        if inside.is_some_and(|info| info.key_bits() != key.public.key_bits()) {
            return Err(KeyError::Mismatch);
        }
        Ok(key)
    }

    fn from_secret(secret: Secret) -> Result<Self, KeyError> {
        let public = PublicKey::from_info(secret.public_info()?)?;
        Ok(Self { public, secret })
    }

    /// Writes the unencrypted PKCS#8, version 1, with strict parameters: what OpenSSL reads, for
    /// GOST through its engine.
    ///
    /// # Errors
    ///
    /// When the key has no encoding, or is one of GOST R 34.10-2001.
    pub fn to_pkcs8_der(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let octets = match &self.secret {
            Secret::Gost(key) => gost::private_octets(key),
            Secret::Gost2001(_) => {
                return Err(KeyError::VerifyOnly(self.public.algorithm().name()));
            }
            Secret::P256(key) => {
                let number = Zeroizing::new(key.to_bytes().to_vec());
                ecdsa::private_der(&number, self.public.key_bits())
            }
            Secret::P384(key) => {
                let number = Zeroizing::new(key.to_bytes().to_vec());
                ecdsa::private_der(&number, self.public.key_bits())
            }
            Secret::Rsa(key) => rsa::private_der(key)?,
            Secret::Ed25519(key) => ed25519::private_der(key),
        };
        let octets = Zeroizing::new(asn1::octet_string(&octets));
        let algorithm = algorithm::identifier_der(self.public.info().algorithm());
        let mut inside = Zeroizing::new(Vec::with_capacity(3 + algorithm.len() + octets.len()));
        inside.extend_from_slice(&asn1::integer(0));
        inside.extend_from_slice(&algorithm);
        inside.extend_from_slice(&octets);
        Ok(Zeroizing::new(asn1::tlv(tag::SEQUENCE, &inside)))
    }
}

/// Reads the contents of publicKey, a BIT STRING. That of a GOST key lacks, in the examples of RFC
/// 9548, the OCTET STRING around the point, and has a wrong number of unused bits.
fn read_public(
    algorithm: &::spki::AlgorithmIdentifierOwned,
    content: &[u8],
) -> Result<SubjectPublicKeyInfo, Asn1Error> {
    let is_gost = gost::is_key(algorithm.oid);
    let bits = match content {
        [0, bits @ ..] => bits,
        [1..=7, bits @ ..] if is_gost => bits,
        _ => return Err(Asn1Error::Value("BIT STRING of whole octets")),
    };
    let bits = if is_gost && asn1::only(bits, tag::OCTET_STRING).is_err() {
        asn1::octet_string(bits)
    } else {
        bits.to_vec()
    };
    Ok(SubjectPublicKeyInfo::new(algorithm.clone(), bits))
}

fn read_ecdsa(
    algorithm: &::spki::AlgorithmIdentifierOwned,
    octets: &[u8],
) -> Result<Secret, KeyError> {
    let curve = ecdsa::curve(algorithm)?;
    let (number, point) = ecdsa::read_private(octets, curve)?;
    let secret = match curve {
        oid::CURVE_P256 => Secret::P256(Box::new(ecdsa::private_p256(number)?)),
        oid::CURVE_P384 => Secret::P384(Box::new(ecdsa::private_p384(number)?)),
        unknown => return Err(KeyError::Curve(unknown)),
    };
    match point {
        Some(point) if secret.public_info()?.key_bits() != point => Err(KeyError::Mismatch),
        _ => Ok(secret),
    }
}

impl Signer for PrivateKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, message: &[u8], rng: &mut dyn CryptoRng) -> Result<Vec<u8>, SignError> {
        match &self.secret {
            Secret::Gost(key) => gost::sign(key, message, rng),
            Secret::Gost2001(key) => gost::sign_2001(key, message, rng),
            Secret::P256(key) => ecdsa::sign_p256(key, message, rng),
            Secret::P384(key) => ecdsa::sign_p384(key, message, rng),
            Secret::Rsa(key) => rsa::sign(key, message, rng),
            Secret::Ed25519(key) => {
                use ed25519_dalek::Signer as _;
                let signature = key.try_sign(message).map_err(|_| SignError::Computation)?;
                Ok(signature.to_bytes().to_vec())
            }
        }
    }
}

impl PrivateKey {
    fn unsupported(&self) -> OpenError {
        OpenError::Unsupported(self.public.algorithm().name())
    }
}

impl Opener for PrivateKey {
    fn opening_key(&self) -> &PublicKey {
        &self.public
    }

    fn agree_gost(
        &self,
        agreement: GostAgreement,
        other: &PublicKey,
        ukm: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        match &self.secret {
            Secret::Gost(key) => gost::agree(key, agreement, other, ukm),
            Secret::Gost2001(key) => gost::agree_2001(key, agreement, other, ukm),
            _ => Err(self.unsupported()),
        }
    }

    fn agree_ecdh(&self, other: &PublicKey) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        match (&self.secret, &other.point) {
            (Secret::P256(key), Point::P256(other)) => Ok(ecdsa::agree_p256(key, other)),
            (Secret::P384(key), Point::P384(other)) => Ok(ecdsa::agree_p384(key, other)),
            (Secret::P256(_) | Secret::P384(_), _) => Err(OpenError::OtherParty),
            _ => Err(self.unsupported()),
        }
    }

    fn decrypt_rsa(
        &self,
        padding: RsaPadding,
        encrypted: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        match &self.secret {
            Secret::Rsa(key) => rsa::decrypt(key, padding, encrypted, rng),
            _ => Err(self.unsupported()),
        }
    }
}
