//! What a header records of one key.

use std::fmt;

use ::spki::AlgorithmIdentifierOwned;
use const_oid::ObjectIdentifier;
use der::Any;
use smena_gost::{ParameterSet, Streebog};

use super::ContainerError;
use crate::algorithm::{self, AlgorithmError, KeyAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::certificate::Certificate;
use crate::key::{GostParameters, KeyError, PublicKey};

/// Octets of a fingerprint.
pub(super) const FINGERPRINT_SIZE: usize = 8;

const EXPORTABLE: usize = 0;

/// One of the two keys that a container can hold. Which is which says [`KeyRole`], not the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySlot {
    /// The key of `primaryParameters`.
    First,
    /// The key of `secondaryParameters`.
    Second,
}

impl fmt::Display for KeySlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first",
            Self::Second => "second",
        })
    }
}

/// What a key was made for; its algorithm identifier says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyRole {
    /// Key agreement as well as signatures (`AT_KEYEXCHANGE`): what authorities have made nearly always.
    Exchange,
    /// Signatures alone (`AT_SIGNATURE`).
    Signature,
}

/// The contents of a BIT STRING of flags, as they were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flags(Vec<u8>);

impl Flags {
    pub(super) fn new(content: &[u8]) -> Self {
        Self(content.to_vec())
    }

    pub(super) fn read(walker: &mut Walker<'_>) -> Result<Self, Asn1Error> {
        let content = walker.expect(tag::BIT_STRING)?.content;
        match content {
            [0] | [0..=7, _, ..] => Ok(Self::new(content)),
            _ => Err(Asn1Error::Value("BIT STRING")),
        }
    }

    pub(super) fn to_der(&self) -> Vec<u8> {
        asn1::tlv(tag::BIT_STRING, &self.0)
    }

    /// Whether flag `number` is set, counted from the most significant bit of the first octet.
    #[must_use]
    pub fn has(&self, number: usize) -> bool {
        let octet = self.0.get(1 + number / 8).copied().unwrap_or_default();
        octet & (0x80 >> (number % 8)) != 0
    }
}

/// `PrivateKeyParameters ::= SEQUENCE { attributes BIT STRING, algorithm [0] IMPLICIT
/// AlgorithmIdentifier }`.
pub(super) struct KeyParameters {
    flags: Flags,
    identifier: AlgorithmIdentifierOwned,
}

impl KeyParameters {
    /// Reads the contents of the SEQUENCE.
    pub(super) fn read(content: &[u8]) -> Result<Self, Asn1Error> {
        let mut walker = Walker::new(content);
        let flags = Flags::read(&mut walker)?;
        let implicit = walker.expect(tag::context(0))?.content;
        walker.finish()?;
        let sequence = asn1::tlv(tag::SEQUENCE, implicit);
        let identifier = algorithm::read_identifier(&mut Walker::new(&sequence))?;
        Ok(Self { flags, identifier })
    }
}

/// What a header records of one key: everything but the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord {
    pub(super) flags: Flags,
    pub(super) identifier: AlgorithmIdentifierOwned,
    pub(super) role: KeyRole,
    pub(super) set: ParameterSet,
    /// Of GOST R 34.10-2001; its containers have the algorithms of that time.
    pub(super) is_of_2001: bool,
    pub(super) certificate: Option<Vec<u8>>,
    pub(super) fingerprint: [u8; FINGERPRINT_SIZE],
}

impl KeyRecord {
    /// Describes a key that is about to be sealed. GOST R 34.10-2001 has no new keys, so it is not
    /// asked for here.
    #[must_use]
    pub fn new(role: KeyRole, set: ParameterSet, exportable: bool) -> Self {
        let flags: &[u8] = match (role, exportable) {
            (KeyRole::Exchange, true) => &[5, 0xa0],
            (KeyRole::Exchange, false) => &[5, 0x20],
            (KeyRole::Signature, true) => &[7, 0x80],
            (KeyRole::Signature, false) => &[0],
        };
        Self {
            flags: Flags::new(flags),
            identifier: identifier(role, set),
            role,
            set,
            is_of_2001: false,
            certificate: None,
            // Known when the key is there: when it is sealed.
            fingerprint: [0; FINGERPRINT_SIZE],
        }
    }

    pub(super) fn from_parameters(parameters: KeyParameters) -> Result<Self, ContainerError> {
        let KeyParameters { flags, identifier } = parameters;
        let meaning = meaning(&identifier).map_err(ContainerError::Algorithm)?;
        let (role, set, is_of_2001) = meaning;
        Ok(Self {
            flags,
            identifier,
            role,
            set,
            is_of_2001,
            certificate: None,
            fingerprint: [0; FINGERPRINT_SIZE],
        })
    }

    /// Writes the contents of `PrivateKeyParameters`.
    pub(super) fn parameters_content(&self) -> Vec<u8> {
        let identifier = self.identifier_der();
        // IMPLICIT: the tag of the SEQUENCE is replaced.
        let content = asn1::only(&identifier, tag::SEQUENCE).map_or(&[][..], |tlv| tlv.content);
        [self.flags.to_der(), asn1::tlv(tag::context(0), content)].concat()
    }

    /// The flags of the key: 0 exportable, 1 user protect, 2 exchange, 3 ephemeral, 4 not cachable,
    /// 5 key agreement allowed. A key may have none at all.
    #[must_use]
    pub const fn flags(&self) -> &Flags {
        &self.flags
    }

    /// Whether the key may be copied to another medium.
    #[must_use]
    pub fn is_exportable(&self) -> bool {
        self.flags.has(EXPORTABLE)
    }

    /// What the key was made for.
    #[must_use]
    pub const fn role(&self) -> KeyRole {
        self.role
    }

    /// The algorithm with its parameter set.
    #[must_use]
    pub const fn algorithm(&self) -> KeyAlgorithm {
        if self.is_of_2001 {
            KeyAlgorithm::Gost2001(self.set)
        } else {
            KeyAlgorithm::Gost(self.set)
        }
    }

    /// The first eight octets of the X coordinate, little-endian, of the public key.
    #[must_use]
    pub const fn fingerprint(&self) -> [u8; FINGERPRINT_SIZE] {
        self.fingerprint
    }

    /// The AlgorithmIdentifier of the key as it was written.
    pub(crate) fn identifier_der(&self) -> Vec<u8> {
        algorithm::identifier_der(&self.identifier)
    }

    /// The octets that stand in the place of a certificate, whatever they are.
    pub(crate) fn certificate_der(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    /// Reads the certificate beside the key, if there is one, and checks that it is the key's.
    ///
    /// # Errors
    /// When it cannot be read, or its public key does not have the key's fingerprint and algorithm.
    pub fn certificate(&self) -> Result<Option<Certificate>, ContainerError> {
        let Some(der) = &self.certificate else {
            return Ok(None);
        };
        let certificate = Certificate::from_der(der).map_err(ContainerError::Certificate)?;
        let public = certificate.public_key();
        let public = public.map_err(ContainerError::CertificateKey)?;
        self.expect_key_of(&public)?;
        Ok(Some(certificate))
    }

    /// Puts a certificate beside the key.
    ///
    /// # Errors
    /// When it is of another key.
    pub fn set_certificate(&mut self, certificate: &Certificate) -> Result<(), ContainerError> {
        let public = certificate.public_key();
        let public = public.map_err(ContainerError::CertificateKey)?;
        self.expect_key_of(&public)?;
        self.certificate = Some(certificate.der().to_vec());
        Ok(())
    }

    fn expect_key_of(&self, public: &PublicKey) -> Result<(), ContainerError> {
        let same = fingerprint(public) == Some(self.fingerprint)
            && public.algorithm().signature_algorithm() == self.algorithm().signature_algorithm();
        same.then_some(()).ok_or(ContainerError::ForeignCertificate)
    }
}

/// Computes the fingerprint by which containers know a public key of GOST.
#[must_use]
pub fn fingerprint(public: &PublicKey) -> Option<[u8; FINGERPRINT_SIZE]> {
    public.gost_parameters()?;
    let point = asn1::only(public.key_bits(), tag::OCTET_STRING)
        .ok()?
        .content;
    point.first_chunk().copied()
}

/// Finds role and parameter set: the identifiers of key agreement stand for keys of exchange.
/// Tells also whether the key is one of 2001.
fn meaning(
    identifier: &AlgorithmIdentifierOwned,
) -> Result<(KeyRole, ParameterSet, bool), KeyError> {
    use smena_gost::oid;
    let (role, of_key) = match identifier.oid {
        oid::AGREEMENT_256 => (KeyRole::Exchange, oid::GOST3410_2012_256),
        oid::AGREEMENT_512 => (KeyRole::Exchange, oid::GOST3410_2012_512),
        oid::AGREEMENT_2001 => (KeyRole::Exchange, oid::GOST3410_2001),
        oid @ (oid::GOST3410_2012_256 | oid::GOST3410_2012_512 | oid::GOST3410_2001) => {
            (KeyRole::Signature, oid)
        }
        other => return Err(AlgorithmError::Unknown(other).into()),
    };
    let parameters = GostParameters::of(&AlgorithmIdentifierOwned {
        oid: of_key,
        parameters: identifier.parameters.clone(),
    })?;
    Ok((role, parameters.parameter_set, of_key == oid::GOST3410_2001))
}

/// Makes the identifier of a new key. The hash always stands beside the curve, as the CSP has it,
/// though RFC 9215 wants none with the parameter sets of TC26.
fn identifier(role: KeyRole, set: ParameterSet) -> AlgorithmIdentifierOwned {
    use smena_gost::oid;
    let large = set.curve().size() == 64;
    let oid: ObjectIdentifier = match (role, large) {
        (KeyRole::Exchange, false) => oid::AGREEMENT_256,
        (KeyRole::Exchange, true) => oid::AGREEMENT_512,
        (KeyRole::Signature, false) => oid::GOST3410_2012_256,
        (KeyRole::Signature, true) => oid::GOST3410_2012_512,
    };
    let hash = Streebog::for_curve(set.curve()).oid();
    let parameters = [asn1::oid(&set.oid()), asn1::oid(&hash)].concat();
    AlgorithmIdentifierOwned {
        oid,
        parameters: Any::new(der::Tag::Sequence, parameters).ok(),
    }
}
