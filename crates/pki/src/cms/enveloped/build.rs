//! Makes enveloped messages: a content key of its own for each, encrypted for every recipient.
//!
//! GOST keys get key transport as OpenSSL's engine reads it, NIST keys ECDH with SHA-256 and AES-256
//! key wrap (RFC 5753), RSA keys OAEP with SHA-256 (RFC 3560).

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::content::{ContentCipher, ContentEncryption};
use super::error::EnvelopeError;
use super::{ecdh, gost, message};
use crate::algorithm::{DigestAlgorithm, KeyAlgorithm};
use crate::asn1::{self, tag};
use crate::certificate::Certificate;
use crate::cms::ess::serial_der;
use crate::key::PublicKey;
use crate::oid;

/// Collects the recipients; [`EnvelopedDataBuilder::seal`] makes the message.
#[derive(Clone, Debug)]
pub struct EnvelopedDataBuilder<'a> {
    encryption: ContentEncryption,
    recipients: Vec<&'a Certificate>,
}

impl<'a> EnvelopedDataBuilder<'a> {
    /// Begins a message. GOST recipients take the GOST ciphers, the others AES.
    #[must_use]
    pub const fn new(encryption: ContentEncryption) -> Self {
        Self {
            encryption,
            recipients: Vec::new(),
        }
    }

    /// Adds a recipient. Whether his certificate is valid and made for encryption is the caller's
    /// question.
    #[must_use]
    pub fn recipient(mut self, certificate: &'a Certificate) -> Self {
        self.recipients.push(certificate);
        self
    }

    /// Encrypts `content` and returns the whole message as DER.
    ///
    /// # Errors
    /// When there is no recipient, a recipient's key cannot be used or does not take the cipher, or
    /// the generator gives nothing usable.
    pub fn seal(&self, content: &[u8], rng: &mut dyn CryptoRng) -> Result<Vec<u8>, EnvelopeError> {
        if self.recipients.is_empty() {
            return Err(EnvelopeError::NoRecipient);
        }
        let cipher = self.encryption.cipher(rng);
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *key);
        let mut infos = Vec::new();
        let mut agreements = false;
        for certificate in &self.recipients {
            let public = certificate
                .public_key()
                .map_err(EnvelopeError::RecipientKey)?;
            let info = self.recipient_info(certificate, &public, &cipher, &key, rng)?;
            agreements |= info.first() != Some(&tag::SEQUENCE);
            infos.push(info);
        }
        let (encrypted, code) = cipher.encrypt(&key, content)?;
        let content = asn1::sequence(&[
            &asn1::oid(&oid::CMS_DATA),
            &cipher.to_der(),
            &asn1::tlv(tag::context_primitive(0), &encrypted),
        ]);
        let attributes = if code.is_empty() {
            Vec::new()
        } else {
            let value = asn1::tlv(tag::SET, &asn1::octet_string(&code));
            let attribute = asn1::sequence(&[&asn1::oid(&oid::CMS_MAC), &value]);
            asn1::tlv(tag::context(1), &attribute)
        };
        // RFC 5652 section 6.1: 0 when all recipients are of version 0 and nothing else is there.
        let version = if agreements || !attributes.is_empty() {
            2
        } else {
            0
        };
        Ok(message(version, infos, &content, &attributes))
    }

    fn recipient_info(
        &self,
        certificate: &Certificate,
        public: &PublicKey,
        cipher: &ContentCipher,
        key: &[u8; 32],
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, EnvelopeError> {
        let identifier = asn1::sequence(&[certificate.issuer().der(), &serial_der(certificate)]);
        let aes = matches!(cipher, ContentCipher::Cbc { .. });
        match public.algorithm() {
            KeyAlgorithm::Gost(_) => {
                if let Some(sealed) = gost::seal(public, cipher, key, rng)? {
                    return Ok(transport(&identifier, &sealed.algorithm, &sealed.octets));
                }
            }
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 if aes => {
                return Ok(agreement(&identifier, &ecdh::seal(public, key, rng)?));
            }
            KeyAlgorithm::Rsa { .. } if aes => {
                let octets = public
                    .encrypt_oaep(DigestAlgorithm::Sha256, key, rng)
                    .map_err(|_| EnvelopeError::Seal)?;
                return Ok(transport(&identifier, &oaep_der(), &octets));
            }
            _ => {}
        }
        Err(EnvelopeError::CipherNotForKey {
            content: self.encryption.name(),
            key: public.algorithm().name(),
        })
    }
}

/// `KeyTransRecipientInfo`.
fn transport(identifier: &[u8], algorithm: &[u8], octets: &[u8]) -> Vec<u8> {
    asn1::sequence(&[
        &asn1::integer(0),
        identifier,
        algorithm,
        &asn1::octet_string(octets),
    ])
}

/// `KeyAgreeRecipientInfo` of one recipient.
fn agreement(identifier: &[u8], sealed: &ecdh::Sealed) -> Vec<u8> {
    let info = sealed.ephemeral.info();
    let key = [
        crate::algorithm::identifier_der(info.algorithm()),
        asn1::bit_string(info.key_bits()),
    ];
    let originator = asn1::tlv(tag::context(1), &key.concat());
    let encrypted = asn1::sequence(&[identifier, &asn1::octet_string(&sealed.wrapped)]);
    asn1::join(
        tag::context(1),
        &[
            &asn1::integer(3),
            &asn1::tlv(tag::context(0), &originator),
            &sealed.algorithm,
            &asn1::sequence(&[&encrypted]),
        ],
    )
}

/// The identifier of OAEP with SHA-256, in the mask too (RFC 4055 section 4.1).
fn oaep_der() -> Vec<u8> {
    let hash = asn1::sequence(&[&asn1::oid(&oid::SHA256), &asn1::null()]);
    let mask = asn1::sequence(&[&asn1::oid(&oid::MGF1), &hash]);
    let parameters = asn1::sequence(&[
        &asn1::tlv(tag::context(0), &hash),
        &asn1::tlv(tag::context(1), &mask),
    ]);
    asn1::sequence(&[&asn1::oid(&oid::RSA_OAEP), &parameters])
}
