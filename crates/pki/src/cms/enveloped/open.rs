//! Opening an enveloped message with a private key.

use const_oid::ObjectIdentifier;
use rand_core::CryptoRng;
use spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use super::error::EnvelopeError;
use super::recipient::{Originator, Recipient, Way};
use super::{EnvelopedData, ecdh, gost};
use crate::algorithm::{self, DigestAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::certificate::Certificate;
use crate::key::{OpenError, Opener, PublicKey, RsaPadding, SubjectPublicKeyInfo};
use crate::oid;
use smena_gost::BlockCipher;

const PART: &str = "encrypted content key";

/// A decrypted content; wiped when it is dropped.
pub struct OpenedContent {
    octets: Zeroizing<Vec<u8>>,
    authenticated: bool,
}

impl OpenedContent {
    /// Returns the content.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// Tells whether a code proved that the content came unchanged. Where it says no, nothing is
    /// known about that: a bit flipped on the way is a bit flipped in the content.
    #[must_use]
    pub const fn authenticated(&self) -> bool {
        self.authenticated
    }
}

impl EnvelopedData {
    /// Decrypts the content for the holder of a certificate.
    ///
    /// # Errors
    /// When the key is not the certificate's, the message is not for it, or does not open;
    /// [`EnvelopeError`] tells a wrong key from a changed content where the format can.
    pub fn open(
        &self,
        opener: &dyn Opener,
        certificate: &Certificate,
        rng: &mut dyn CryptoRng,
    ) -> Result<OpenedContent, EnvelopeError> {
        let certified = certificate
            .public_key()
            .map_err(EnvelopeError::RecipientKey)?;
        if certified.normalised_hash() != opener.opening_key().normalised_hash() {
            return Err(EnvelopeError::KeyNotOfCertificate);
        }
        let meant = self.recipients.iter().find(|one| one.means(certificate));
        self.open_as(meant.ok_or(EnvelopeError::NotForCertificate)?, opener, rng)
    }

    /// Decrypts the content as one of its [`EnvelopedData::recipients`], for a key whose certificate
    /// is not at hand.
    ///
    /// # Errors
    /// As [`EnvelopedData::open`], but for what concerns the certificate.
    pub fn open_as(
        &self,
        recipient: &Recipient,
        opener: &dyn Opener,
        rng: &mut dyn CryptoRng,
    ) -> Result<OpenedContent, EnvelopeError> {
        let encrypted = self
            .encrypted_content
            .as_deref()
            .ok_or(EnvelopeError::NoContent)?;
        let code = self.code()?;
        let decrypt = |key: &[u8]| self.cipher.decrypt(key, encrypted, code);
        let octets = match (recipient.algorithm().oid, &recipient.way) {
            (oid::RSA_ENCRYPTION, Way::Transport) => {
                let size = self.cipher.key_size();
                let key = rsa_key(opener, &recipient.encrypted_key, size, rng)?;
                decrypt(&key).map_err(|_| EnvelopeError::WrongKeyOrContentChanged)
            }
            _ => decrypt(&content_key(recipient, opener, rng)?),
        };
        Ok(OpenedContent {
            octets: octets?,
            authenticated: self.cipher.code_size().is_some(),
        })
    }

    /// The code that travels beside the content, where the cipher has one.
    fn code(&self) -> Result<&[u8], EnvelopeError> {
        let Some(size) = self.cipher.code_size() else {
            return Ok(&[]);
        };
        let bad = || EnvelopeError::Malformed {
            part: "code of the content",
            source: Asn1Error::Value("attribute"),
        };
        let mut found = self.unprotected_attributes.iter();
        let attribute = found.find(|attribute| *attribute.oid() == oid::CMS_MAC);
        let Some([value]) = attribute.map(super::Attribute::values) else {
            return Err(bad());
        };
        match asn1::only(value, tag::OCTET_STRING) {
            Ok(code) if code.content.len() == size => Ok(code.content),
            _ => Err(bad()),
        }
    }
}

/// Opens a content key whose wrap tells whether it was opened right.
fn content_key(
    recipient: &Recipient,
    opener: &dyn Opener,
    rng: &mut dyn CryptoRng,
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let algorithm = recipient.algorithm();
    let octets = &recipient.encrypted_key;
    match &recipient.way {
        Way::Transport => match algorithm.oid {
            oid if is_gost_key(oid) => gost::open_transport(opener, octets),
            smena_gost::oid::WRAP_MAGMA_KEXP15 => {
                gost::open_export(opener, BlockCipher::Magma, octets)
            }
            smena_gost::oid::WRAP_KUZNYECHIK_KEXP15 => {
                gost::open_export(opener, BlockCipher::Kuznyechik, octets)
            }
            oid::RSA_OAEP => {
                let padding = RsaPadding::Oaep(oaep_digest(algorithm)?);
                opener
                    .decrypt_rsa(padding, octets, rng)
                    .map_err(|error| match error {
                        OpenError::Computation => EnvelopeError::WrongKey,
                        other => EnvelopeError::Open(other),
                    })
            }
            oid => Err(EnvelopeError::Unsupported { part: PART, oid }),
        },
        Way::Agreement { originator, ukm } => {
            let sender = sender_key(originator, opener.opening_key())?;
            let ukm = ukm.as_deref();
            match algorithm.oid {
                oid if ecdh::knows(oid) => ecdh::open(opener, &sender, algorithm, ukm, octets),
                oid if is_gost_agreement(oid) => {
                    let ukm = ukm.unwrap_or_default();
                    gost::open_agreement(opener, &sender, algorithm, ukm, octets)
                }
                oid => Err(EnvelopeError::Unsupported { part: PART, oid }),
            }
        }
    }
}

/// Opens a content key under PKCS#1 v1.5. Whatever was wrong with it, there is a key: a random one,
/// with which the content does not decrypt (RFC 3218 section 2.3.2).
fn rsa_key(
    opener: &dyn Opener,
    octets: &[u8],
    size: usize,
    rng: &mut dyn CryptoRng,
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let mut random = Zeroizing::new(vec![0; size]);
    rng.fill_bytes(&mut random);
    match opener.decrypt_rsa(RsaPadding::Pkcs1v15, octets, rng) {
        Ok(key) if key.len() == size => Ok(key),
        Ok(_) | Err(OpenError::Computation) => Ok(random),
        Err(other) => Err(EnvelopeError::Open(other)),
    }
}

/// The sender's key of this message. Parameters that are left out are those of the recipient's key
/// (RFC 5753 section 3.1.1).
fn sender_key(originator: &Originator, own: &PublicKey) -> Result<PublicKey, EnvelopeError> {
    let Originator::Key(info) = originator else {
        return Err(EnvelopeError::SenderNotInMessage);
    };
    let written = info.algorithm();
    let left_out = written.parameters.as_ref().is_none_or(der::Any::is_null);
    let algorithm = if left_out && written.oid == own.info().algorithm().oid {
        own.info().algorithm().clone()
    } else {
        written.clone()
    };
    let info = SubjectPublicKeyInfo::new(algorithm, info.key_bits().to_vec());
    PublicKey::from_info(info).map_err(EnvelopeError::SenderKey)
}

/// Key transport of GOST keys is named by the key.
fn is_gost_key(name: ObjectIdentifier) -> bool {
    [
        smena_gost::oid::GOST3410_2012_256,
        smena_gost::oid::GOST3410_2012_512,
        smena_gost::oid::GOST3410_2001,
    ]
    .contains(&name)
}

/// Key agreement too, or by the agreement.
fn is_gost_agreement(name: ObjectIdentifier) -> bool {
    let agreements = [
        smena_gost::oid::AGREEMENT_256,
        smena_gost::oid::AGREEMENT_512,
        smena_gost::oid::AGREEMENT_2001,
    ];
    is_gost_key(name) || agreements.contains(&name)
}

/// Reads the parameters of OAEP (RFC 4055 section 4.1): one hash for both uses, no label.
fn oaep_digest(algorithm: &AlgorithmIdentifierOwned) -> Result<DigestAlgorithm, EnvelopeError> {
    let unsupported = EnvelopeError::Unsupported {
        part: PART,
        oid: algorithm.oid,
    };
    let encoded = algorithm::identifier_der(algorithm);
    let (hash, mask, labelled) = read_oaep(&encoded).map_err(EnvelopeError::malformed(PART))?;
    let digest = |identifier: Option<AlgorithmIdentifierOwned>| match identifier {
        None => Some(DigestAlgorithm::Sha1),
        Some(identifier) => DigestAlgorithm::from_algorithm_identifier(&identifier).ok(),
    };
    match (digest(hash), digest(mask)) {
        (Some(hash), Some(mask)) if hash == mask && !labelled => Ok(hash),
        _ => Err(unsupported),
    }
}

/// The hash, the hash of the mask, and whether there is a label.
type OaepParameters = (
    Option<AlgorithmIdentifierOwned>,
    Option<AlgorithmIdentifierOwned>,
    bool,
);

fn read_oaep(identifier: &[u8]) -> Result<OaepParameters, Asn1Error> {
    let mut identifier = Walker::new(asn1::only(identifier, tag::SEQUENCE)?.content);
    identifier.oid()?;
    let Some(parameters) = identifier.optional(tag::SEQUENCE)? else {
        return Ok((None, None, false));
    };
    let mut parameters = Walker::new(parameters.content);
    let hash = match parameters.optional(tag::context(0))? {
        None => None,
        Some(hash) => Some(algorithm::read_identifier(&mut Walker::new(hash.content))?),
    };
    let mask = match parameters.optional(tag::context(1))? {
        None => None,
        Some(mask) => {
            let mut function = Walker::new(mask.content).enter(tag::SEQUENCE)?;
            if function.oid()? != oid::MGF1 {
                return Err(Asn1Error::Value("maskGenFunc"));
            }
            Some(algorithm::read_identifier(&mut function)?)
        }
    };
    let labelled = match parameters.optional(tag::context(2))? {
        None => false,
        Some(source) => {
            let mut source = Walker::new(source.content).enter(tag::SEQUENCE)?;
            source.oid()? != oid::OAEP_LABEL
                || !source.expect(tag::OCTET_STRING)?.content.is_empty()
        }
    };
    parameters.finish()?;
    Ok((hash, mask, labelled))
}
