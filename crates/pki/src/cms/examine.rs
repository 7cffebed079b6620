//! The lenient verification for people who look at a foreign file: does the signature hold, for which
//! certificate, and what is unusual about it. Nothing in the product is decided by it.

use time::OffsetDateTime;

use super::error::CmsError;
use super::ess::SigningCertificate;
use super::signed_data::{SignedAttributes, SignedData, SignerInfo};
use super::verify::{check_message_digest, signer_algorithm, signer_digest, value_of};
use crate::asn1::{self, Walker, tag};
use crate::certificate::Certificate;
use crate::oid;

/// Something that the strict verification would refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// The message is BER, or breaks a rule of DER.
    NotDer,
    /// Bytes follow the message.
    TrailingBytes(usize),
    /// The signature is over the content itself.
    NoSignedAttributes,
    /// The attributes were signed in another order than they travel in.
    AttributeOrder,
    /// signing-certificate-v2 is missing.
    NoSigningCertificate,
    /// signing-certificate-v2 names another certificate.
    OtherSigningCertificate,
    /// The signing time is missing.
    NoSigningTime,
    /// The content was not given, so that only the signature over the attributes could be verified.
    ContentNotGiven,
    /// The certificate did not come with the message.
    CertificateFromOutside,
    /// There are further signers.
    OtherSigners(usize),
}

/// A signature that holds, with what is unusual about it.
#[derive(Clone, Debug)]
pub struct Examination {
    certificate: Certificate,
    signing_time: Option<OffsetDateTime>,
    deviations: Vec<Deviation>,
}

impl Examination {
    /// Returns the certificate whose key verified the signature.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Returns the signing time that the signer claims.
    #[must_use]
    pub const fn signing_time(&self) -> Option<OffsetDateTime> {
        self.signing_time
    }

    /// Returns what the strict verification would refuse.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }
}

impl SignedData {
    /// Verifies the signature of `signer` with its certificate, from the message or from `others`.
    /// `detached` is the content when it travels beside; without it, only what the attributes say is
    /// verified, and that is noted.
    ///
    /// # Errors
    /// When no certificate is found, the algorithms are unknown, or the signature does not hold.
    pub fn examine(
        &self,
        signer: &SignerInfo,
        others: &[Certificate],
        detached: Option<&[u8]>,
    ) -> Result<Examination, CmsError> {
        let mut deviations = self.deviations_of_form();
        let certificate = self.find_certificate(signer, others, &mut deviations)?;
        let key = certificate.public_key().map_err(CmsError::Key)?;
        let algorithm = signer_algorithm(signer, key.algorithm())?;
        let content = detached.or_else(|| self.content());
        match &signer.signed_attributes {
            None => {
                deviations.push(Deviation::NoSignedAttributes);
                let content = content.ok_or(CmsError::ContentMissing)?;
                key.verify(algorithm, content, &signer.signature)
                    .map_err(CmsError::Signature)?;
            }
            Some(attributes) => {
                let digest = signer_digest(signer)?;
                match content {
                    Some(content) => check_message_digest(attributes, digest, content)?,
                    None => deviations.push(Deviation::ContentNotGiven),
                }
                let verify = |contents: &[u8]| {
                    key.verify(algorithm, &asn1::tlv(tag::SET, contents), &signer.signature)
                };
                if let Err(error) = verify(&attributes.contents) {
                    // Some tools send the attributes in another order than the DER that they signed.
                    let sorted = sorted(attributes).ok_or(CmsError::Signature(error))?;
                    verify(&sorted).map_err(CmsError::Signature)?;
                    deviations.push(Deviation::AttributeOrder);
                }
                note_attributes(attributes, &certificate, &mut deviations);
            }
        }
        Ok(Examination {
            certificate,
            signing_time: signer.signing_time(),
            deviations,
        })
    }

    fn deviations_of_form(&self) -> Vec<Deviation> {
        let mut deviations = Vec::new();
        if self.form.breach.is_some() {
            deviations.push(Deviation::NotDer);
        }
        if self.form.trailing > 0 {
            deviations.push(Deviation::TrailingBytes(self.form.trailing));
        }
        if self.signers.len() > 1 {
            deviations.push(Deviation::OtherSigners(self.signers.len() - 1));
        }
        deviations
    }

    fn find_certificate(
        &self,
        signer: &SignerInfo,
        others: &[Certificate],
        deviations: &mut Vec<Deviation>,
    ) -> Result<Certificate, CmsError> {
        let inside = self
            .certificates
            .iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .find(|certificate| signer.identifier.means(certificate));
        if let Some(certificate) = inside {
            return Ok(certificate);
        }
        let outside = others
            .iter()
            .find(|certificate| signer.identifier.means(certificate));
        let certificate = outside.ok_or(CmsError::SignerCertificateMissing)?.clone();
        deviations.push(Deviation::CertificateFromOutside);
        Ok(certificate)
    }
}

/// The contents octets of the attributes in DER order; none when that is how they came.
fn sorted(attributes: &SignedAttributes) -> Option<Vec<u8>> {
    let mut walker = Walker::new(&attributes.contents);
    let mut elements = Vec::new();
    while !walker.is_empty() {
        elements.push(walker.any().ok()?.full);
    }
    elements.sort_unstable();
    let joined = elements.concat();
    (joined != attributes.contents).then_some(joined)
}

fn note_attributes(
    attributes: &SignedAttributes,
    certificate: &Certificate,
    deviations: &mut Vec<Deviation>,
) {
    match value_of(attributes, &oid::CMS_SIGNING_CERTIFICATE_V2) {
        Err(_) => deviations.push(Deviation::NoSigningCertificate),
        Ok(value) => {
            if !SigningCertificate::read(value).is_ok_and(|named| named.names(certificate)) {
                deviations.push(Deviation::OtherSigningCertificate);
            }
        }
    }
    if value_of(attributes, &oid::CMS_SIGNING_TIME).is_err() {
        deviations.push(Deviation::NoSigningTime);
    }
}
