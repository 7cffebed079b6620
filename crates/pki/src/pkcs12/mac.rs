//! The code of authenticity of a PKCS#12 file, `MacData`: by RFC 7292, RFC 9548 and RFC 9579.
//!
//! A GOST hash has two derivations of its key. RFC 9548, section 3, takes the last 32 of 96 octets of
//! PBKDF2, and so do OpenSSL's engine and GnuTLS; the derivation of RFC 7292 is what older builds,
//! and newer ones on demand, do.

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::derivation::Derivation;
use super::deviation::Deviation;
use super::error::Pkcs12Error;
use super::hash::Hash;
use super::kdf::{self, Purpose};
use super::unlocking::Unlocking;
use super::work;
use crate::algorithm;
use crate::asn1::{Asn1Error, Walker, tag};
use crate::{limits, oid};

/// Octets that RFC 9548 derives, and how many of them, the last ones, are the key.
const GOST_DERIVED_SIZE: usize = 96;
const GOST_KEY_SIZE: usize = 32;

/// The longest key that PBMAC1 may ask for: a block of the largest hash.
const PBMAC1_KEY_SIZE_MAX: u64 = 128;

/// A code with what it was made by.
#[derive(Clone, Debug)]
pub(super) struct Mac {
    kind: Kind,
    code: Vec<u8>,
}

#[derive(Clone, Debug)]
enum Kind {
    Classic(Classic),
    Pbmac1(Pbmac1),
}

#[derive(Clone, Debug)]
struct Classic {
    hash: Hash,
    salt: Vec<u8>,
    iterations: u32,
}

#[derive(Clone, Debug)]
struct Pbmac1 {
    hash: Hash,
    derivation: Derivation,
    key_size: usize,
}

impl Mac {
    /// Reads the contents of `MacData ::= SEQUENCE { mac DigestInfo, macSalt OCTET STRING,
    /// iterations INTEGER DEFAULT 1 }`.
    pub(super) fn read(mut data: Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut info = data.enter(tag::SEQUENCE)?;
        let mut identifier = info.clone().enter(tag::SEQUENCE)?;
        let name = identifier.oid()?;
        let kind = if name == oid::PBMAC1 {
            info.any()?;
            // Salt and iterations beside PBMAC1 mean nothing (RFC 9579, section 4).
            data.expect(tag::OCTET_STRING)?;
            data.optional(tag::INTEGER)?;
            Kind::Pbmac1(Pbmac1::read(&mut identifier)?)
        } else {
            let name = algorithm::read_identifier(&mut info)?.oid;
            let hash = Hash::of_digest(&name).ok_or(Pkcs12Error::Scheme(name))?;
            let salt = work::salt(data.expect(tag::OCTET_STRING)?.content)?;
            let iterations = if data.is_empty() { 1 } else { data.unsigned()? };
            Kind::Classic(Classic {
                hash,
                salt,
                iterations: work::iterations(iterations)?,
            })
        };
        data.finish()?;
        let code = info.expect(tag::OCTET_STRING)?.content.to_vec();
        info.finish()?;
        Ok(Self { kind, code })
    }

    /// Tells whether the code over `content` fits the password, in any of its forms.
    pub(super) fn verify(
        &self,
        content: &[u8],
        unlocking: &mut Unlocking<'_>,
    ) -> Result<bool, Pkcs12Error> {
        let (fits, iterations) = match &self.kind {
            Kind::Classic(classic) => {
                let fits = classic.verify_by_rfc_9548(content, &self.code, unlocking)?
                    || classic.verify_by_rfc_7292(content, &self.code, unlocking)?;
                (fits, Some(classic.iterations))
            }
            Kind::Pbmac1(scheme) => {
                let fits = scheme.verify(content, &self.code, unlocking)?;
                (fits, scheme.derivation.iterations())
            }
        };
        let few = iterations.filter(|number| fits && *number < limits::PFX_ITERATIONS_FEW);
        if let Some(few) = few {
            unlocking.notes.add(Deviation::FewIterations(few));
        }
        Ok(fits)
    }
}

impl Classic {
    fn verify_by_rfc_9548(
        &self,
        content: &[u8],
        code: &[u8],
        unlocking: &mut Unlocking<'_>,
    ) -> Result<bool, Pkcs12Error> {
        if !self.hash.is_gost() {
            return Ok(false);
        }
        let cost = self.hash.pbkdf2_cost(self.iterations, GOST_DERIVED_SIZE);
        unlocking.work.spend(cost)?;
        let password = unlocking.password.utf8();
        let key = gost_key(self.hash, password, &self.salt, self.iterations);
        Ok(is_code(self.hash, &*key, content, code))
    }

    fn verify_by_rfc_7292(
        &self,
        content: &[u8],
        code: &[u8],
        unlocking: &mut Unlocking<'_>,
    ) -> Result<bool, Pkcs12Error> {
        for form in unlocking.forms() {
            unlocking.work.spend(self.iterations.into())?;
            let password = unlocking.password.wide(form);
            let key = classic_key(self.hash, &password, &self.salt, self.iterations);
            if is_code(self.hash, &key, content, code) {
                unlocking.fitted(form);
                if self.hash.is_gost() {
                    unlocking.notes.add(Deviation::ClassicGostMac);
                }
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Pbmac1 {
    /// `PBMAC1-params ::= SEQUENCE { keyDerivationFunc, messageAuthScheme }` (RFC 8018, appendix
    /// A.5), where RFC 9579 wants the length of the key written.
    fn read(identifier: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut parameters = identifier.enter(tag::SEQUENCE)?;
        identifier.finish()?;
        let derivation = Derivation::read(&mut parameters)?;
        let function = algorithm::read_identifier(&mut parameters)?.oid;
        parameters.finish()?;
        let hash = Hash::of_hmac(&function).ok_or(Pkcs12Error::Scheme(function))?;
        let key_size = derivation
            .key_size
            .filter(|size| (1..=PBMAC1_KEY_SIZE_MAX).contains(size))
            .and_then(|size| usize::try_from(size).ok())
            .ok_or(Asn1Error::Value("keyLength"))?;
        Ok(Self {
            hash,
            derivation,
            key_size,
        })
    }

    fn verify(
        &self,
        content: &[u8],
        code: &[u8],
        unlocking: &mut Unlocking<'_>,
    ) -> Result<bool, Pkcs12Error> {
        unlocking.work.spend(self.derivation.cost(self.key_size))?;
        let key = self
            .derivation
            .key(unlocking.password.utf8(), self.key_size);
        Ok(is_code(self.hash, &key, content, code))
    }
}

fn is_code(hash: Hash, key: &[u8], content: &[u8], code: &[u8]) -> bool {
    hash.hmac(key, content).ct_eq(code).into()
}

/// Derives the key of a code by RFC 7292 from a password in one of its wide forms.
pub(super) fn classic_key(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(vec![0; hash.size()]);
    kdf::derive(hash, Purpose::Mac, password, salt, iterations, &mut key);
    key
}

/// Derives the key of a code by RFC 9548 from the octets of a password.
pub(super) fn gost_key(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
) -> Zeroizing<[u8; GOST_KEY_SIZE]> {
    let mut derived = Zeroizing::new([0; GOST_DERIVED_SIZE]);
    hash.pbkdf2(password, salt, iterations, &mut *derived);
    let mut key = Zeroizing::new([0; GOST_KEY_SIZE]);
    key.copy_from_slice(&derived[GOST_DERIVED_SIZE - GOST_KEY_SIZE..]);
    key
}
