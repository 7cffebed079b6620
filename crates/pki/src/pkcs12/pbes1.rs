//! The schemes of RFC 7292, appendix C: Triple DES and RC2 with keys by SHA-1. Only read.
//!
//! The two with RC4 are not: no file with them has been met.

use const_oid::ObjectIdentifier;
use des::TdesEde3;
use rc2::Rc2;
use zeroize::Zeroizing;

use super::block_mode;
use super::error::Pkcs12Error;
use super::hash::Hash;
use super::kdf::{self, Purpose};
use super::work;
use crate::asn1::{Walker, tag};
use crate::oid;

/// Octets of a block of both ciphers.
const BLOCK_SIZE: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Cipher {
    /// Triple DES with three keys.
    ThreeKeys,
    /// Triple DES whose third key is the first.
    TwoKeys,
    /// RC2 with a key of so many octets, all of them effective.
    Rc2(usize),
}

/// A scheme with its parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pbes1 {
    pub(super) name: ObjectIdentifier,
    cipher: Cipher,
    salt: Vec<u8>,
    pub(super) iterations: u32,
}

impl Pbes1 {
    /// Reads the parameters behind an identifier.
    pub(super) fn read(
        name: ObjectIdentifier,
        identifier: &mut Walker<'_>,
    ) -> Result<Self, Pkcs12Error> {
        let cipher = match name {
            oid::PBE_SHA_3DES_3KEY => Cipher::ThreeKeys,
            oid::PBE_SHA_3DES_2KEY => Cipher::TwoKeys,
            oid::PBE_SHA_RC2_128 => Cipher::Rc2(16),
            oid::PBE_SHA_RC2_40 => Cipher::Rc2(5),
            unknown => return Err(Pkcs12Error::Scheme(unknown)),
        };
        let mut parameters = identifier.enter(tag::SEQUENCE)?;
        identifier.finish()?;
        let salt = work::salt(parameters.expect(tag::OCTET_STRING)?.content)?;
        let iterations = work::iterations(parameters.unsigned()?)?;
        parameters.finish()?;
        Ok(Self {
            name,
            cipher,
            salt,
            iterations,
        })
    }

    /// Decrypts with a password in one of its wide forms; none when the padding does not fit.
    pub(super) fn decrypt(&self, password: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let derive = |purpose, size| {
            let mut out = Zeroizing::new(vec![0; size]);
            kdf::derive(
                Hash::Sha1,
                purpose,
                password,
                &self.salt,
                self.iterations,
                &mut out,
            );
            out
        };
        let iv = derive(Purpose::Vector, BLOCK_SIZE);
        match self.cipher {
            Cipher::ThreeKeys => {
                let key = derive(Purpose::Key, 3 * BLOCK_SIZE);
                block_mode::decrypt_with_key::<TdesEde3>(&key, &iv, sealed)
            }
            Cipher::TwoKeys => {
                let pair = derive(Purpose::Key, 2 * BLOCK_SIZE);
                let mut key = Zeroizing::new([0; 3 * BLOCK_SIZE]);
                key[..2 * BLOCK_SIZE].copy_from_slice(&pair);
                key[2 * BLOCK_SIZE..].copy_from_slice(&pair[..BLOCK_SIZE]);
                block_mode::decrypt_with_key::<TdesEde3>(&*key, &iv, sealed)
            }
            Cipher::Rc2(size) => {
                let key = derive(Purpose::Key, size);
                block_mode::decrypt(Rc2::new_with_eff_key_len(&key, 8 * size), &iv, sealed)
            }
        }
    }
}
