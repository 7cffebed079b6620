//! Content keys of recipients with NIST keys: ECDH with the derivation of ANSI X9.63 and AES key wrap
//! (RFC 5753 sections 3.1 and 7, RFC 3394).
//!
//! ```text
//! ECC-CMS-SharedInfo ::= SEQUENCE {
//!   keyInfo AlgorithmIdentifier, entityUInfo [0] EXPLICIT OCTET STRING OPTIONAL,
//!   suppPubInfo [2] EXPLICIT OCTET STRING }
//! ```

use aes::cipher::KeyInit as _;
use aes_kw::AesKw;
use const_oid::ObjectIdentifier;
use rand_core::CryptoRng;
use spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use super::error::EnvelopeError;
use crate::algorithm::{self, DigestAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::key::{Opener, PrivateKey, PublicKey};
use crate::oid;

const PART: &str = "encrypted content key";
/// Octets that AES key wrap adds.
const WRAP_OVERHEAD: usize = 8;

/// The AES key wraps, by the size of their keys.
#[derive(Clone, Copy)]
enum Wrap {
    Aes128,
    Aes192,
    Aes256,
}

impl Wrap {
    fn from_oid(name: ObjectIdentifier) -> Option<Self> {
        match name {
            oid::AES128_WRAP => Some(Self::Aes128),
            oid::AES192_WRAP => Some(Self::Aes192),
            oid::AES256_WRAP => Some(Self::Aes256),
            _ => None,
        }
    }

    const fn key_size(self) -> u8 {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    fn unwrap(self, kek: &[u8], wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut key = Zeroizing::new(vec![0; wrapped.len().checked_sub(WRAP_OVERHEAD)?]);
        macro_rules! unwrapped {
            ($cipher:ty) => {
                AesKw::<$cipher>::new_from_slice(kek)
                    .ok()?
                    .unwrap_key(wrapped, &mut key)
                    .is_ok()
            };
        }
        let fits = match self {
            Self::Aes128 => unwrapped!(aes::Aes128),
            Self::Aes192 => unwrapped!(aes::Aes192),
            Self::Aes256 => unwrapped!(aes::Aes256),
        };
        fits.then_some(key)
    }
}

/// The hash of a scheme's derivation; standard Diffie-Hellman alone, which on these curves is the
/// same as with cofactor.
fn scheme_digest(scheme: ObjectIdentifier) -> Option<DigestAlgorithm> {
    Some(match scheme {
        oid::ECDH_SHA1 => DigestAlgorithm::Sha1,
        oid::ECDH_SHA256 => DigestAlgorithm::Sha256,
        oid::ECDH_SHA384 => DigestAlgorithm::Sha384,
        oid::ECDH_SHA512 => DigestAlgorithm::Sha512,
        _ => return None,
    })
}

/// Tells whether an algorithm of a recipient is one of these schemes.
pub(super) fn knows(scheme: ObjectIdentifier) -> bool {
    scheme_digest(scheme).is_some()
}

/// Opens a content key.
pub(super) fn open(
    opener: &dyn Opener,
    sender: &PublicKey,
    algorithm: &AlgorithmIdentifierOwned,
    ukm: Option<&[u8]>,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let scheme = algorithm.oid;
    let unsupported = |oid| EnvelopeError::Unsupported { part: PART, oid };
    let digest = scheme_digest(scheme).ok_or_else(|| unsupported(scheme))?;
    let encoded = algorithm::identifier_der(algorithm);
    let (wrap_oid, wrap_der) = read_wrap(&encoded).map_err(EnvelopeError::malformed(PART))?;
    let wrap = Wrap::from_oid(wrap_oid).ok_or_else(|| unsupported(wrap_oid))?;
    let secret = opener.agree_ecdh(sender).map_err(EnvelopeError::Open)?;
    let kek = derive(digest, &secret, wrap_der, ukm, wrap.key_size());
    wrap.unwrap(&kek, wrapped).ok_or(EnvelopeError::WrongKey)
}

/// What a sender makes for one recipient.
pub(super) struct Sealed {
    /// The sender's key of this message.
    pub(super) ephemeral: PublicKey,
    /// keyEncryptionAlgorithm.
    pub(super) algorithm: Vec<u8>,
    /// The wrapped content key.
    pub(super) wrapped: Vec<u8>,
}

/// Encrypts a content key: ECDH, SHA-256 and AES-256 key wrap, no user keying material.
pub(super) fn seal(
    recipient: &PublicKey,
    content_key: &[u8; 32],
    rng: &mut dyn CryptoRng,
) -> Result<Sealed, EnvelopeError> {
    let ephemeral = PrivateKey::generate(recipient.algorithm(), rng);
    let ephemeral = ephemeral.map_err(EnvelopeError::RecipientKey)?;
    let secret = ephemeral
        .agree_ecdh(recipient)
        .map_err(|_| EnvelopeError::Seal)?;
    let wrap = asn1::sequence(&[&asn1::oid(&oid::AES256_WRAP)]);
    let kek = derive(
        DigestAlgorithm::Sha256,
        &secret,
        &wrap,
        None,
        Wrap::Aes256.key_size(),
    );
    let cipher = AesKw::<aes::Aes256>::new_from_slice(&kek).map_err(|_| EnvelopeError::Seal)?;
    let mut wrapped = vec![0; content_key.len() + WRAP_OVERHEAD];
    cipher
        .wrap_key(content_key, &mut wrapped)
        .map_err(|_| EnvelopeError::Seal)?;
    Ok(Sealed {
        ephemeral: ephemeral.opening_key().clone(),
        algorithm: asn1::sequence(&[&asn1::oid(&oid::ECDH_SHA256), &wrap]),
        wrapped,
    })
}

/// The key derivation of ANSI X9.63, over the shared information of RFC 5753 section 7.2.
fn derive(
    digest: DigestAlgorithm,
    secret: &[u8],
    wrap: &[u8],
    ukm: Option<&[u8]>,
    size: u8,
) -> Zeroizing<Vec<u8>> {
    let bits = u32::from(size) * 8;
    let party = ukm.map(|ukm| asn1::tlv(tag::context(0), &asn1::octet_string(ukm)));
    let length = asn1::tlv(tag::context(2), &asn1::octet_string(&bits.to_be_bytes()));
    let shared = asn1::sequence(&[wrap, &party.unwrap_or_default(), &length]);
    let mut key = Zeroizing::new(Vec::with_capacity(usize::from(size) + digest.size()));
    let mut counter = 0_u32;
    while key.len() < usize::from(size) {
        counter += 1;
        let message = Zeroizing::new([secret, &counter.to_be_bytes(), &shared].concat());
        key.extend_from_slice(&Zeroizing::new(digest.digest(&message)));
    }
    key.truncate(usize::from(size));
    key
}

/// The wrap in the parameters of a scheme: its identifier, and its exact DER.
fn read_wrap(identifier: &[u8]) -> Result<(ObjectIdentifier, &[u8]), Asn1Error> {
    let mut identifier = Walker::new(asn1::only(identifier, tag::SEQUENCE)?.content);
    identifier.oid()?;
    let wrap = identifier.expect(tag::SEQUENCE)?;
    identifier.finish()?;
    Ok((Walker::new(wrap.content).oid()?, wrap.full))
}
