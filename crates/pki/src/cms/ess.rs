//! signing-certificate-v2 (RFC 5035): the attribute that names the signer's certificate.
//!
//! ```text
//! SigningCertificateV2 ::= SEQUENCE { certs SEQUENCE OF ESSCertIDv2, policies … OPTIONAL }
//! ESSCertIDv2 ::= SEQUENCE {
//!   hashAlgorithm AlgorithmIdentifier DEFAULT {algorithm id-sha256},
//!   certHash      OCTET STRING,
//!   issuerSerial  IssuerSerial OPTIONAL }
//! IssuerSerial ::= SEQUENCE { issuer GeneralNames, serialNumber INTEGER }
//! ```

use der::{Decode, Encode};
use spki::AlgorithmIdentifierOwned;

use super::error::CmsError;
use crate::algorithm::DigestAlgorithm;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::certificate::Certificate;

const PART: &str = "signing-certificate-v2 attribute";
/// `directoryName [4]` of `GeneralName`.
const DIRECTORY_NAME: u8 = tag::context(4);

/// What the attribute says of the first certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SigningCertificate {
    pub(super) digest: DigestAlgorithm,
    pub(super) hash: Vec<u8>,
    /// Whole DER of the issuer's name and of the serial number, where given.
    issuer_serial: Option<(Vec<u8>, Vec<u8>)>,
    /// How many certificates the attribute names.
    pub(super) count: usize,
}

impl SigningCertificate {
    /// Reads the attribute's value.
    pub(super) fn read(value: &[u8]) -> Result<Self, CmsError> {
        let malformed = CmsError::malformed(PART);
        let outer = asn1::only(value, tag::SEQUENCE).map_err(&malformed)?;
        let mut outer = Walker::new(outer.content);
        let mut certs = outer.enter(tag::SEQUENCE).map_err(&malformed)?;
        outer.optional(tag::SEQUENCE).map_err(&malformed)?;
        outer.finish().map_err(&malformed)?;
        let mut id = certs.enter(tag::SEQUENCE).map_err(&malformed)?;
        let digest = match id.optional(tag::SEQUENCE).map_err(&malformed)? {
            None => DigestAlgorithm::Sha256,
            Some(identifier) => read_digest(identifier.full, PART)?,
        };
        let hash = id
            .expect(tag::OCTET_STRING)
            .map_err(&malformed)?
            .content
            .to_vec();
        let issuer_serial = id
            .optional(tag::SEQUENCE)
            .and_then(|found| found.map(|tlv| read_issuer_serial(tlv.content)).transpose())
            .map_err(&malformed)?;
        id.finish().map_err(&malformed)?;
        let mut count = 1;
        while !certs.is_empty() {
            certs.expect(tag::SEQUENCE).map_err(&malformed)?;
            count += 1;
        }
        Ok(Self {
            digest,
            hash,
            issuer_serial,
            count,
        })
    }

    /// Tells whether this names `certificate`.
    pub(super) fn names(&self, certificate: &Certificate) -> bool {
        let same_serial = self.issuer_serial.as_ref().is_none_or(|(issuer, serial)| {
            issuer == certificate.issuer().der() && *serial == serial_der(certificate)
        });
        same_serial && self.hash == self.digest.digest(certificate.der())
    }
}

fn read_issuer_serial(content: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Asn1Error> {
    let mut walker = Walker::new(content);
    let mut names = walker.enter(tag::SEQUENCE)?;
    let name = names.expect(DIRECTORY_NAME)?.content.to_vec();
    names.finish()?;
    let serial = walker.expect(tag::INTEGER)?.full.to_vec();
    walker.finish()?;
    Ok((name, serial))
}

/// Reads the AlgorithmIdentifier of a digest.
pub(super) fn read_digest(der: &[u8], part: &'static str) -> Result<DigestAlgorithm, CmsError> {
    let identifier = read_algorithm(der, part)?;
    DigestAlgorithm::from_algorithm_identifier(&identifier)
        .map_err(|source| CmsError::Algorithm { part, source })
}

/// Reads any AlgorithmIdentifier.
pub(super) fn read_algorithm(
    der: &[u8],
    part: &'static str,
) -> Result<AlgorithmIdentifierOwned, CmsError> {
    AlgorithmIdentifierOwned::from_der(der).map_err(|_| CmsError::Malformed {
        part,
        source: Asn1Error::Value("AlgorithmIdentifier"),
    })
}

/// Writes the attribute's value for `certificate`.
pub(super) fn encode(certificate: &Certificate, digest: DigestAlgorithm) -> Vec<u8> {
    let hash = asn1::octet_string(&digest.digest(certificate.der()));
    let issuer = asn1::tlv(DIRECTORY_NAME, certificate.issuer().der());
    let issuer_serial = asn1::sequence(&[&asn1::sequence(&[&issuer]), &serial_der(certificate)]);
    // DER leaves a DEFAULT value out.
    let algorithm = match digest {
        DigestAlgorithm::Sha256 => Vec::new(),
        other => digest_identifier(other),
    };
    let id = asn1::sequence(&[&algorithm, &hash, &issuer_serial]);
    asn1::sequence(&[&asn1::sequence(&[&id])])
}

/// Writes the AlgorithmIdentifier of a digest as CMS tools do: NULL parameters for Streebog (OpenSSL's
/// engine and the TC26 examples), none for SHA-2 (RFC 5754 §2).
pub(super) fn digest_identifier(digest: DigestAlgorithm) -> Vec<u8> {
    let oid = asn1::oid(&digest.oid());
    match digest {
        DigestAlgorithm::Streebog256 | DigestAlgorithm::Streebog512 => {
            asn1::sequence(&[&oid, &asn1::null()])
        }
        _ => asn1::sequence(&[&oid]),
    }
}

/// Writes the serial number of a certificate as it stands there.
pub(super) fn serial_der(certificate: &Certificate) -> Vec<u8> {
    asn1::tlv(tag::INTEGER, certificate.serial().content())
}

/// Writes an AlgorithmIdentifier.
pub(crate) fn encode_algorithm(identifier: &AlgorithmIdentifierOwned) -> Vec<u8> {
    identifier
        .to_der()
        .expect("an identifier of at most a NULL beside the OID always encodes")
}
