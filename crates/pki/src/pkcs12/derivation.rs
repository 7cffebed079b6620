//! Keys from passwords as PBES2 and PBMAC1 name them: PBKDF2 (RFC 8018) and scrypt (RFC 7914).

use zeroize::Zeroizing;

use super::error::Pkcs12Error;
use super::hash::Hash;
use super::work;
use crate::algorithm;
use crate::asn1::{Asn1Error, Walker, tag};
use crate::{limits, oid};

/// A derivation with its parameters.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Derivation {
    function: Function,
    salt: Vec<u8>,
    /// Octets of the key, where they are written.
    pub(super) key_size: Option<u64>,
}

#[derive(Clone, PartialEq, Debug)]
enum Function {
    Pbkdf2 {
        iterations: u32,
        hash: Hash,
    },
    Scrypt {
        parameters: scrypt::Params,
        blocks: u64,
    },
}

impl Derivation {
    /// Reads an AlgorithmIdentifier.
    pub(super) fn read(walker: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let mut identifier = walker.enter(tag::SEQUENCE)?;
        let name = identifier.oid()?;
        if name != oid::PBKDF2 && name != oid::SCRYPT {
            return Err(Pkcs12Error::Scheme(name));
        }
        let mut parameters = identifier.enter(tag::SEQUENCE)?;
        identifier.finish()?;
        let salt = work::salt(parameters.expect(tag::OCTET_STRING)?.content)?;
        let derivation = if name == oid::SCRYPT {
            let function = Function::read_scrypt(&mut parameters)?;
            let key_size = key_size(&mut parameters)?;
            Self {
                function,
                salt,
                key_size,
            }
        } else {
            let iterations = work::iterations(parameters.unsigned()?)?;
            let key_size = key_size(&mut parameters)?;
            let hash = read_hmac(&mut parameters)?;
            Self {
                function: Function::Pbkdf2 { iterations, hash },
                salt,
                key_size,
            }
        };
        parameters.finish()?;
        Ok(derivation)
    }

    /// What a key of `size` octets costs.
    pub(super) fn cost(&self, size: usize) -> u64 {
        match &self.function {
            Function::Pbkdf2 { iterations, hash } => hash.pbkdf2_cost(*iterations, size),
            Function::Scrypt { blocks, .. } => *blocks,
        }
    }

    /// Iterations of PBKDF2.
    pub(super) const fn iterations(&self) -> Option<u32> {
        match self.function {
            Function::Pbkdf2 { iterations, .. } => Some(iterations),
            Function::Scrypt { .. } => None,
        }
    }

    /// The hash of PBKDF2.
    pub(super) const fn hash(&self) -> Option<Hash> {
        match self.function {
            Function::Pbkdf2 { hash, .. } => Some(hash),
            Function::Scrypt { .. } => None,
        }
    }

    /// Derives a key of `size` octets from the octets of a password.
    ///
    /// # Panics
    ///
    /// When no octets are asked for.
    pub(super) fn key(&self, password: &[u8], size: usize) -> Zeroizing<Vec<u8>> {
        let mut key = Zeroizing::new(vec![0; size]);
        match &self.function {
            Function::Pbkdf2 { iterations, hash } => {
                hash.pbkdf2(password, &self.salt, *iterations, &mut key);
            }
            Function::Scrypt { parameters, .. } => {
                scrypt::scrypt(password, &self.salt, parameters, &mut key)
                    .expect("the size of a key is neither zero nor above 2³² blocks");
            }
        }
        key
    }
}

impl Function {
    /// Reads N, r and p, and refuses what would run for minutes or take all memory.
    fn read_scrypt(parameters: &mut Walker<'_>) -> Result<Self, Pkcs12Error> {
        let (n, r, p) = (
            parameters.unsigned()?,
            parameters.unsigned()?,
            parameters.unsigned()?,
        );
        let block = n.checked_mul(r);
        let memory = block
            .and_then(|block| block.checked_mul(128))
            .filter(|memory| *memory <= limits::SCRYPT_MEMORY_OCTETS_MAX);
        let blocks = block
            .and_then(|block| block.checked_mul(p))
            .filter(|blocks| *blocks <= limits::SCRYPT_WORK_MAX);
        let (Some(_), Some(blocks)) = (memory, blocks) else {
            return Err(Pkcs12Error::Cost);
        };
        if n < 2 || !n.is_power_of_two() {
            return Err(Asn1Error::Value("cost of scrypt").into());
        }
        let small = |number: u64| u32::try_from(number).map_err(|_| Pkcs12Error::Cost);
        let exponent = u8::try_from(n.ilog2()).map_err(|_| Pkcs12Error::Cost)?;
        let parameters = scrypt::Params::new(exponent, small(r)?, small(p)?);
        Ok(Self::Scrypt {
            parameters: parameters.map_err(|_| Asn1Error::Value("parameters of scrypt"))?,
            blocks,
        })
    }
}

fn key_size(parameters: &mut Walker<'_>) -> Result<Option<u64>, Asn1Error> {
    match parameters.peek() {
        Some(tag::INTEGER) => parameters.unsigned().map(Some),
        _ => Ok(None),
    }
}

/// Reads the function of PBKDF2; HMAC with SHA-1 when it is left out.
fn read_hmac(parameters: &mut Walker<'_>) -> Result<Hash, Pkcs12Error> {
    if parameters.is_empty() {
        return Ok(Hash::Sha1);
    }
    let function = algorithm::read_identifier(parameters)?.oid;
    Hash::of_hmac(&function).ok_or(Pkcs12Error::Scheme(function))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1;

    fn scrypt_der(n: u64, r: u64, p: u64) -> Vec<u8> {
        let parameters = asn1::sequence(&[
            &asn1::octet_string(b"NaCl"),
            &asn1::integer(n),
            &asn1::integer(r),
            &asn1::integer(p),
        ]);
        asn1::sequence(&[&asn1::oid(&oid::SCRYPT), &parameters])
    }

    fn read(der: &[u8]) -> Result<Derivation, Pkcs12Error> {
        Derivation::read(&mut Walker::new(der))
    }

    #[test]
    fn an_example_of_rfc_7914_has_its_key() {
        // RFC 7914, section 12, the second one.
        let derivation = read(&scrypt_der(1024, 8, 16)).expect("a derivation");
        let key = derivation.key(b"password", 64);
        assert_eq!(
            hex::encode(&*key),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162\
             2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
        );
    }

    #[test]
    fn scrypt_at_its_limits_is_taken_and_beyond_refused() {
        let memory = limits::SCRYPT_MEMORY_OCTETS_MAX / 128 / 8;
        let work = limits::SCRYPT_WORK_MAX / 1024 / 8;
        assert!(read(&scrypt_der(memory, 8, 1)).is_ok());
        assert_eq!(read(&scrypt_der(memory, 9, 1)), Err(Pkcs12Error::Cost));
        assert!(read(&scrypt_der(1024, 8, work)).is_ok());
        assert_eq!(read(&scrypt_der(1024, 8, work + 1)), Err(Pkcs12Error::Cost));
        assert_eq!(read(&scrypt_der(u64::MAX, 8, 1)), Err(Pkcs12Error::Cost));
        for (n, r, p) in [(0, 8, 1), (1, 8, 1), (3, 8, 1), (2, 0, 1), (2, 1, 0)] {
            assert!(read(&scrypt_der(n, r, p)).is_err(), "{n} {r} {p}");
        }
    }

    #[test]
    fn pbkdf2_without_a_function_has_sha_1() {
        let parameters = asn1::sequence(&[&asn1::octet_string(b"salt"), &asn1::integer(2)]);
        let der = asn1::sequence(&[&asn1::oid(&oid::PBKDF2), &parameters]);
        // RFC 6070, the second example.
        let key = read(&der).expect("a derivation").key(b"password", 20);
        assert_eq!(
            hex::encode(&*key),
            "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"
        );
    }
}
