//! PKCS#10 certification requests (RFC 2986).
//!
//! A [`CertificationRequest`] is parsed, a [`ProvedRequest`] has shown that its sender holds the
//! private key. What a request may ask for is not known here; an authority takes nothing from it
//! but the key.

use std::ops::Range;

use const_oid::ObjectIdentifier;
use rand_core::CryptoRng;
use spki::AlgorithmIdentifierOwned;

use crate::algorithm::{self, AlgorithmError, KeyAlgorithm, SignatureAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::extension::{ExtensionError, Extensions};
use crate::key::{KeyError, PublicKey, SignError, SignatureError, Signer, SubjectPublicKeyInfo};
use crate::name::{Name, NameError};
use crate::pem::{self, PemError};
use crate::{limits, oid};

/// Why bytes are no request, or one does not prove possession of its key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// More than [`limits::INPUT_OCTETS_MAX`].
    #[error("a request is larger than {} octets", limits::INPUT_OCTETS_MAX)]
    TooLarge,
    /// Not PEM, though it looked like it.
    #[error("the PEM text cannot be read")]
    Pem(#[from] PemError),
    /// PEM without a request in it.
    #[error("the PEM text holds no certification request")]
    NoRequest,
    /// Not the DER of a request.
    #[error("the certification request is malformed")]
    Malformed(#[from] Asn1Error),
    /// A version that does not exist.
    #[error("request version {0} does not exist")]
    Version(u64),
    /// More than [`limits::REQUEST_ATTRIBUTES_MAX`].
    #[error(
        "a request has more than {} attributes",
        limits::REQUEST_ATTRIBUTES_MAX
    )]
    TooManyAttributes,
    /// The subject's name is malformed.
    #[error("the name in the request cannot be read")]
    Name(#[from] NameError),
    /// The requested extensions are malformed.
    #[error("the requested extensions cannot be read")]
    Extensions(#[from] ExtensionError),
    /// Extensions are asked for in two attributes, so that nobody can say which ones count.
    #[error("the request asks for extensions twice")]
    ExtensionsTwice,
    /// The signature algorithm is unknown.
    #[error("the signature algorithm is not known")]
    Algorithm(#[from] AlgorithmError),
    /// The key in the request is none.
    #[error("the public key of the request cannot be used")]
    Key(#[from] KeyError),
    /// The request is not signed with its own key.
    #[error("the self-signature of the request is not valid")]
    Signature(#[from] SignatureError),
}

/// One attribute of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestAttribute {
    /// The type.
    pub oid: ObjectIdentifier,
    /// The values, each with its tag.
    pub values: Vec<Vec<u8>>,
}

impl RequestAttribute {
    fn from_walker(walker: &mut Walker<'_>) -> Result<Self, RequestError> {
        let mut inside = walker.enter(tag::SEQUENCE)?;
        let oid = inside.oid()?;
        let mut set = inside.enter(tag::SET)?;
        inside.finish()?;
        let mut values = Vec::new();
        while !set.is_empty() {
            if values.len() == limits::REQUEST_ATTRIBUTES_MAX {
                return Err(RequestError::TooManyAttributes);
            }
            values.push(set.any()?.full.to_vec());
        }
        Ok(Self { oid, values })
    }

    fn to_der(&self) -> Vec<u8> {
        asn1::sequence(&[
            &asn1::oid(&self.oid),
            &asn1::tlv(tag::SET, &self.values.concat()),
        ])
    }
}

/// A parsed request that owns its exact DER.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificationRequest {
    der: Vec<u8>,
    info: Range<usize>,
    subject: Name,
    key: SubjectPublicKeyInfo,
    /// Older writers leave the empty set of attributes out.
    attributes_written: bool,
    attributes: Vec<RequestAttribute>,
    extensions: Extensions,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
}

impl CertificationRequest {
    /// Reads one request in DER, with nothing after it.
    ///
    /// # Errors
    ///
    /// When the bytes are too many or no request.
    pub fn from_der(bytes: &[u8]) -> Result<Self, RequestError> {
        if bytes.len() > limits::INPUT_OCTETS_MAX {
            return Err(RequestError::TooLarge);
        }
        let outer = asn1::only(bytes, tag::SEQUENCE)?;
        let mut walker = Walker::new(outer.content);
        let info = walker.expect(tag::SEQUENCE)?;
        let algorithm = algorithm::read_identifier(&mut walker)?;
        let [0, signature @ ..] = walker.expect(tag::BIT_STRING)?.content else {
            return Err(Asn1Error::Value("BIT STRING of whole octets").into());
        };
        walker.finish()?;
        let mut inside = Walker::new(info.content);
        let version = inside.unsigned()?;
        if version != 0 {
            return Err(RequestError::Version(version.saturating_add(1)));
        }
        let subject = Name::from_der(inside.expect(tag::SEQUENCE)?.full)?;
        let key = SubjectPublicKeyInfo::from_der(inside.expect(tag::SEQUENCE)?.full)?;
        let set = inside.optional(tag::context(0))?;
        inside.finish()?;
        let attributes = match &set {
            Some(set) => read_attributes(set.content)?,
            None => Vec::new(),
        };
        let header = bytes.len() - outer.content.len();
        Ok(Self {
            der: bytes.to_vec(),
            info: header..header + info.full.len(),
            subject,
            key,
            attributes_written: set.is_some(),
            extensions: requested_extensions(&attributes)?,
            attributes,
            algorithm,
            signature: signature.to_vec(),
        })
    }

    /// Reads one request in DER, or the first one of a PEM text.
    ///
    /// # Errors
    ///
    /// As [`CertificationRequest::from_der`], and when a PEM text is broken or holds no request.
    pub fn from_der_or_pem(bytes: &[u8]) -> Result<Self, RequestError> {
        if !pem::is_pem(bytes) {
            return Self::from_der(bytes);
        }
        let labels = [pem::CERTIFICATE_REQUEST, pem::NEW_CERTIFICATE_REQUEST];
        Self::from_der(&pem::decode(bytes, &labels)?.ok_or(RequestError::NoRequest)?)
    }

    /// Returns the exact DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Writes the request anew from its fields.
    #[must_use]
    pub fn to_der(&self) -> Vec<u8> {
        let attributes = self.attributes_written.then_some(&self.attributes[..]);
        let info = info_der(&self.subject, &self.key, attributes);
        assemble(&info, &self.algorithm, &self.signature)
    }

    /// Writes the request as PEM.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem::encode(pem::CERTIFICATE_REQUEST, &self.der)
    }

    /// Returns the signed part, with its tag.
    #[must_use]
    pub fn info_der(&self) -> &[u8] {
        &self.der[self.info.clone()]
    }

    /// Returns the name that is asked for.
    #[must_use]
    pub const fn subject(&self) -> &Name {
        &self.subject
    }

    /// Reads the public key.
    ///
    /// # Errors
    ///
    /// When it is of an unknown algorithm or no usable key.
    pub fn public_key(&self) -> Result<PublicKey, KeyError> {
        PublicKey::from_info(self.key.clone())
    }

    /// Returns the fields of the SubjectPublicKeyInfo, whatever its algorithm.
    #[must_use]
    pub const fn key_info(&self) -> &SubjectPublicKeyInfo {
        &self.key
    }

    /// Returns the extensions that are asked for, in PKCS#9's attribute or Microsoft's.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Returns all attributes in order.
    #[must_use]
    pub fn attributes(&self) -> &[RequestAttribute] {
        &self.attributes
    }

    /// Returns the value, with its tag, of an attribute that stands there once with one value.
    #[must_use]
    pub fn attribute(&self, oid: &ObjectIdentifier) -> Option<&[u8]> {
        let mut found = self
            .attributes
            .iter()
            .filter(|attribute| attribute.oid == *oid);
        match (found.next()?.values.as_slice(), found.next()) {
            ([value], None) => Some(value),
            _ => None,
        }
    }

    /// Returns the identifier beside the signature.
    #[must_use]
    pub const fn signature_algorithm_identifier(&self) -> &AlgorithmIdentifierOwned {
        &self.algorithm
    }

    /// Returns the signature.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// Verifies that the request is signed with the key that it holds.
    ///
    /// # Errors
    ///
    /// When it is not, or the key or the algorithm cannot be used.
    pub fn verify_self_signature(&self) -> Result<ProvedRequest<'_>, RequestError> {
        let algorithm = SignatureAlgorithm::from_algorithm_identifier(&self.algorithm)?;
        let public_key = self.public_key()?;
        public_key.verify(algorithm, self.info_der(), &self.signature)?;
        Ok(ProvedRequest {
            request: self,
            public_key,
        })
    }
}

/// A request whose self-signature is valid; made by [`CertificationRequest::verify_self_signature`]
/// alone.
#[derive(Clone, Debug)]
pub struct ProvedRequest<'a> {
    request: &'a CertificationRequest,
    public_key: PublicKey,
}

impl ProvedRequest<'_> {
    /// Returns the request.
    #[must_use]
    pub const fn request(&self) -> &CertificationRequest {
        self.request
    }

    /// Returns the key whose possession is proved.
    #[must_use]
    pub const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }
}

fn read_attributes(content: &[u8]) -> Result<Vec<RequestAttribute>, RequestError> {
    let mut walker = Walker::new(content);
    let mut attributes = Vec::new();
    while !walker.is_empty() {
        if attributes.len() == limits::REQUEST_ATTRIBUTES_MAX {
            return Err(RequestError::TooManyAttributes);
        }
        attributes.push(RequestAttribute::from_walker(&mut walker)?);
    }
    Ok(attributes)
}

fn requested_extensions(attributes: &[RequestAttribute]) -> Result<Extensions, RequestError> {
    let asks = |attribute: &&RequestAttribute| {
        [oid::EXTENSION_REQUEST, oid::MS_EXTENSION_REQUEST].contains(&attribute.oid)
    };
    let mut values = attributes
        .iter()
        .filter(asks)
        .flat_map(|attribute| &attribute.values);
    let Some(value) = values.next() else {
        return Ok(Extensions::new());
    };
    if values.next().is_some() {
        return Err(RequestError::ExtensionsTwice);
    }
    Ok(Extensions::from_der(value)?)
}

fn info_der(
    subject: &Name,
    key: &SubjectPublicKeyInfo,
    attributes: Option<&[RequestAttribute]>,
) -> Vec<u8> {
    let attributes = attributes.map(|attributes| {
        let members: Vec<u8> = attributes
            .iter()
            .flat_map(RequestAttribute::to_der)
            .collect();
        asn1::tlv(tag::context(0), &members)
    });
    asn1::sequence(&[
        &asn1::integer(0),
        &subject.to_der(),
        &key.to_der(),
        &attributes.unwrap_or_default(),
    ])
}

fn assemble(info: &[u8], algorithm: &AlgorithmIdentifierOwned, signature: &[u8]) -> Vec<u8> {
    asn1::sequence(&[
        info,
        &algorithm::identifier_der(algorithm),
        &asn1::bit_string(signature),
    ])
}

/// Why no request was made.
#[derive(Debug, thiserror::Error)]
pub enum RequestBuildError {
    /// The key did not sign.
    #[error("the request could not be signed")]
    Sign(#[from] SignError),
    /// The signature that came back does not verify: a defective device.
    #[error("the request that was made does not verify")]
    Made(#[from] RequestError),
}

/// Builds a request.
#[derive(Clone, Debug)]
pub struct RequestBuilder {
    subject: Name,
    extensions: Extensions,
    attributes: Vec<RequestAttribute>,
}

impl RequestBuilder {
    /// Starts a request for a name.
    #[must_use]
    pub const fn new(subject: Name) -> Self {
        Self {
            subject,
            extensions: Extensions::new(),
            attributes: Vec::new(),
        }
    }

    /// Asks for extensions, in PKCS#9's extensionRequest.
    #[must_use]
    pub fn extensions(mut self, extensions: Extensions) -> Self {
        self.extensions = extensions;
        self
    }

    /// Adds an attribute with one value, given with its tag.
    #[must_use]
    pub fn attribute(mut self, oid: ObjectIdentifier, value: &[u8]) -> Self {
        self.attributes.push(RequestAttribute {
            oid,
            values: vec![value.to_vec()],
        });
        self
    }

    /// Signs the request with the key that it is for, and verifies it.
    ///
    /// # Errors
    ///
    /// When the key does not sign, or what it signed does not verify.
    pub fn sign(
        mut self,
        signer: &dyn Signer,
        rng: &mut dyn CryptoRng,
    ) -> Result<CertificationRequest, RequestBuildError> {
        if !self.extensions.is_empty() {
            let values = vec![self.extensions.to_der()];
            self.attributes.push(RequestAttribute {
                oid: oid::EXTENSION_REQUEST,
                values,
            });
        }
        // Attributes are a SET OF: DER sorts them by their encodings.
        self.attributes.sort_by_cached_key(RequestAttribute::to_der);
        let key = signer.public_key();
        if let KeyAlgorithm::Gost2001(_) = key.algorithm() {
            return Err(SignError::VerifyOnly(key.algorithm().name()).into());
        }
        let info = info_der(&self.subject, key.info(), Some(&self.attributes));
        let signature = signer.sign(&info, rng)?;
        let algorithm = key.algorithm().signature_algorithm().algorithm_identifier();
        let der = assemble(&info, &algorithm, &signature);
        let request = CertificationRequest::from_der(&der)?;
        request.verify_self_signature()?;
        Ok(request)
    }
}
