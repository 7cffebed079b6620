//! Finding out what a file holds.
//!
//! The structure decides, not the name of the file and not the label of a PEM block: labels are
//! wrong often enough. A file of several PEM blocks becomes [`Object::Several`].

use thiserror::Error;
use zeroize::Zeroizing;

use super::{Node, pkcs12, private_key};
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::certificate::{Certificate, CertificateError};
use crate::cms::{self, CmsError, SignedData};
use crate::container::{ContainerError, Header, read_name};
use crate::crl::{CertificateRevocationList, CrlError};
use crate::limits;
use crate::oid;
use crate::pem::{self, PemError};
use crate::request::{CertificationRequest, RequestError};

/// What a file holds.
pub enum Object {
    /// A certificate.
    Certificate(Box<Certificate>),
    /// A certification request.
    Request(Box<CertificationRequest>),
    /// A revocation list.
    RevocationList(Box<CertificateRevocationList>),
    /// CMS SignedData in definite lengths; what came in BER was rewritten.
    SignedData(Vec<u8>),
    /// CMS `EnvelopedData`, likewise.
    EnvelopedData(Vec<u8>),
    /// An unencrypted private key: its public facts alone are kept.
    PrivateKey(Node),
    /// An encrypted private key, DER.
    EncryptedPrivateKey(Vec<u8>),
    /// A PKCS#12 file: what it says without its password is kept, since a key may stand in it.
    Pkcs12(Node),
    /// A key container of `CryptoPro`: its header, and its name where that is known.
    KeyContainer {
        /// What `header.key` says.
        header: Box<Header>,
        /// What `name.key` says.
        name: Option<String>,
    },
    /// A public key, DER.
    PublicKey(Vec<u8>),
    /// Several of these, in the order of the file.
    Several(Vec<Object>),
}

impl Object {
    /// Returns a stable word for the kind of the object, the id of its label.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Certificate(_) => "certificate",
            Self::Request(_) => "request",
            Self::RevocationList(_) => "revocation-list",
            Self::SignedData(_) => "signed-data",
            Self::EnvelopedData(_) => "enveloped-data",
            Self::PrivateKey(_) => "private-key",
            Self::EncryptedPrivateKey(_) => "encrypted-private-key",
            Self::Pkcs12(_) => "pkcs12",
            Self::KeyContainer { .. } => "key-container",
            Self::PublicKey(_) => "public-key",
            Self::Several(_) => "several-objects",
        }
    }
}

/// Why a file was not recognised.
#[derive(Debug, Error)]
pub enum RecogniseError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It looks like PEM and is none.
    #[error("the file looks like PEM but cannot be read")]
    Pem(#[source] PemError),
    /// It is neither PEM nor one whole DER value.
    #[error("the file is neither PEM nor DER")]
    NotDer(#[source] Asn1Error),
    /// It is DER of something else.
    #[error("the file holds none of the objects that can be read")]
    Unknown,
    /// It is CMS, but neither SignedData nor `EnvelopedData`.
    #[error("the file is CMS of the type {0}, neither signed nor enveloped data")]
    OtherCms(const_oid::ObjectIdentifier),
    /// It has the shape of a certificate and is none.
    #[error("the certificate cannot be read")]
    Certificate(#[source] CertificateError),
    /// It has the shape of a request and is none.
    #[error("the request cannot be read")]
    Request(#[source] RequestError),
    /// It has the shape of a revocation list and is none.
    #[error("the revocation list cannot be read")]
    RevocationList(#[source] CrlError),
    /// It has the shape of signed data and is none.
    #[error("the signed data cannot be read")]
    SignedData(#[source] CmsError),
    /// It has the shape of PKCS#12 and is larger than what is read.
    #[error("a PKCS#12 file is larger than {} octets", limits::PFX_OCTETS_MAX)]
    Pkcs12TooLarge,
    /// It has the shape of a key container and is none, or one of another type.
    #[error("the key container cannot be read")]
    KeyContainer(#[source] ContainerError),
    /// It has the shape of a private key and is none.
    #[error("the private key cannot be read")]
    PrivateKey(#[source] Asn1Error),
}

/// Recognises the contents of a file, DER or PEM.
///
/// # Errors
/// Says why the contents were not recognised.
pub fn recognise(bytes: &[u8]) -> Result<Object, RecogniseError> {
    if bytes.is_empty() {
        return Err(RecogniseError::Empty);
    }
    if !pem::is_pem(bytes) {
        return recognise_der(bytes);
    }
    let blocks = pem::decode_all(bytes).map_err(RecogniseError::Pem)?;
    let mut objects = Vec::new();
    for block in blocks {
        // One of the blocks may be a private key.
        let der = Zeroizing::new(block.der);
        objects.push(recognise_der(&der)?);
    }
    match objects.len() {
        0 => Err(RecogniseError::Unknown),
        1 => objects.pop().ok_or(RecogniseError::Unknown),
        _ => Ok(Object::Several(objects)),
    }
}

/// Recognises a key container by its header and, where it is at hand, its name: two of the six files
/// that are the container. A name that cannot be read is left out.
///
/// # Errors
/// [`RecogniseError::KeyContainer`] says what is wrong with the header.
pub fn recognise_container(header: &[u8], name: Option<&[u8]>) -> Result<Object, RecogniseError> {
    let header = Header::from_file(header).map_err(RecogniseError::KeyContainer)?;
    Ok(Object::KeyContainer {
        header: Box::new(header),
        name: name.and_then(|file| read_name(file).ok()),
    })
}

fn recognise_der(der: &[u8]) -> Result<Object, RecogniseError> {
    let found = match shape(der) {
        Ok(found) => found,
        Err(error) => {
            // Files of a token have a fixed size: a header may be followed by anything.
            let followed = || recognise_container(der, None).ok();
            let found = recognise_ber(der).or_else(followed);
            return found.ok_or(RecogniseError::NotDer(error));
        }
    };
    match found {
        Shape::Certificate => Certificate::from_der(der)
            .map(|certificate| Object::Certificate(Box::new(certificate)))
            .map_err(RecogniseError::Certificate),
        Shape::Request => CertificationRequest::from_der(der)
            .map(|request| Object::Request(Box::new(request)))
            .map_err(RecogniseError::Request),
        Shape::RevocationList => CertificateRevocationList::from_der(der)
            .map(|list| Object::RevocationList(Box::new(list)))
            .map_err(RecogniseError::RevocationList),
        Shape::SignedData => match SignedData::from_der(der) {
            Ok(_) => Ok(Object::SignedData(der.to_vec())),
            Err(error) => Err(RecogniseError::SignedData(error)),
        },
        // A cipher that cannot be read can be described.
        Shape::EnvelopedData => Ok(Object::EnvelopedData(der.to_vec())),
        Shape::OtherCms(oid) => Err(RecogniseError::OtherCms(oid)),
        Shape::PrivateKey => private_key::describe_plain(der)
            .map(Object::PrivateKey)
            .map_err(RecogniseError::PrivateKey),
        Shape::EncryptedPrivateKey => Ok(Object::EncryptedPrivateKey(der.to_vec())),
        Shape::Pkcs12 => recognise_pkcs12(der),
        Shape::KeyContainer => recognise_container(der, None),
        Shape::PublicKey => Ok(Object::PublicKey(der.to_vec())),
        Shape::Unknown => Err(RecogniseError::Unknown),
    }
}

fn recognise_pkcs12(der: &[u8]) -> Result<Object, RecogniseError> {
    if der.len() > limits::PFX_OCTETS_MAX {
        return Err(RecogniseError::Pkcs12TooLarge);
    }
    Ok(Object::Pkcs12(pkcs12::describe(der)))
}

/// CMS and PKCS#12 alone are met in BER, from older tools; they are described in definite lengths.
fn recognise_ber(bytes: &[u8]) -> Option<Object> {
    if bytes.len() > limits::CMS_OCTETS_MAX {
        return None;
    }
    let (definite, used) = cms::to_definite(bytes).ok()?;
    let whole = used == bytes.len();
    match shape(&definite) {
        Ok(Shape::SignedData) if whole && SignedData::from_der(bytes).is_ok() => {
            Some(Object::SignedData(definite))
        }
        Ok(Shape::Pkcs12) if whole => recognise_pkcs12(&definite).ok(),
        Ok(Shape::EnvelopedData) if whole => Some(Object::EnvelopedData(definite)),
        _ => None,
    }
}

enum Shape {
    Certificate,
    Request,
    RevocationList,
    SignedData,
    EnvelopedData,
    OtherCms(const_oid::ObjectIdentifier),
    PrivateKey,
    EncryptedPrivateKey,
    KeyContainer,
    PublicKey,
    Unknown,
    Pkcs12,
}

fn shape(der: &[u8]) -> Result<Shape, Asn1Error> {
    let parts = parts(asn1::only(der, tag::SEQUENCE)?.content)?;
    let tags: Vec<u8> = parts.iter().map(|tlv| tlv.tag).collect();
    Ok(match tags.as_slice() {
        [tag::OID, 0xa0] => match Walker::new(parts[0].full).oid()? {
            oid::CMS_SIGNED_DATA => Shape::SignedData,
            oid::CMS_ENVELOPED_DATA => Shape::EnvelopedData,
            other => Shape::OtherCms(other),
        },
        [tag::INTEGER, tag::SEQUENCE, tag::OCTET_STRING, ..] => Shape::PrivateKey,
        // Version, ContentInfo, and a code of authenticity that may be missing.
        [tag::INTEGER, tag::SEQUENCE] | [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE]
            if self::parts(parts[1].content)?
                .iter()
                .map(|tlv| tlv.tag)
                .eq([tag::OID, 0xa0]) =>
        {
            Shape::Pkcs12
        }
        // An AlgorithmIdentifier begins with its identifier, the contents of a container do not.
        [tag::SEQUENCE, tag::OCTET_STRING] if parts[0].content.first() == Some(&tag::OID) => {
            Shape::EncryptedPrivateKey
        }
        // The second is of the newer containers, which the reader names as such.
        [tag::SEQUENCE, tag::OCTET_STRING] | [tag::SEQUENCE, 0xa0, 0x81] => Shape::KeyContainer,
        [tag::SEQUENCE, tag::BIT_STRING] => Shape::PublicKey,
        [tag::SEQUENCE, tag::SEQUENCE, tag::BIT_STRING] => signed_shape(parts[0].content)?,
        _ => Shape::Unknown,
    })
}

/// Tells the three signed structures apart by what their first part opens with.
fn signed_shape(content: &[u8]) -> Result<Shape, Asn1Error> {
    let tags: Vec<u8> = parts(content)?.iter().map(|tlv| tlv.tag).collect();
    Ok(match tags.as_slice() {
        // Version and serial; or, in version 1, serial, algorithm, issuer, validity.
        [0xa0, tag::INTEGER, ..]
        | [
            tag::INTEGER,
            tag::SEQUENCE,
            tag::SEQUENCE,
            tag::SEQUENCE,
            ..,
        ] => Shape::Certificate,
        // Version, subject, key, attributes; the attributes are missing from some.
        [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE]
        | [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, 0xa0, ..] => Shape::Request,
        // (Version,) algorithm, issuer, time.
        [
            tag::INTEGER,
            tag::SEQUENCE,
            tag::SEQUENCE,
            tag::UTC_TIME | tag::GENERALIZED_TIME,
            ..,
        ]
        | [
            tag::SEQUENCE,
            tag::SEQUENCE,
            tag::UTC_TIME | tag::GENERALIZED_TIME,
            ..,
        ] => Shape::RevocationList,
        _ => Shape::Unknown,
    })
}

fn parts(content: &[u8]) -> Result<Vec<Tlv<'_>>, Asn1Error> {
    let mut walker = Walker::new(content);
    let mut parts = Vec::new();
    while !walker.is_empty() {
        parts.push(walker.any()?);
    }
    Ok(parts)
}
