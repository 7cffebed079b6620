//! Encrypted private keys: PKCS#8 EncryptedPrivateKeyInfo with PBES2 (RFC 8018), in two profiles.
//!
//! * [`Protection::Gost`]: PBKDF2 with HMAC-Streebog-512 and Kuznyechik in CTR-ACPKM mode
//!   (RFC 9337), what OpenSSL reads through its engine;
//! * [`Protection::Scrypt`]: scrypt and AES-256-CBC (RFC 7914), what plain OpenSSL reads.
//!
//! Neither mode carries integrity: a bit flipped in the file can yield another key, and signatures
//! with related keys can betray the real one. So [`decrypt_for`] is given the public key that the
//! caller has stored beside the file, and refuses any other. Passwords arrive normalised.

use const_oid::ObjectIdentifier;
use der::Decode as _;
use pkcs8::pkcs5::pbes2::{EncryptionScheme, Kdf, Parameters, Salt, ScryptParams};
use rand_core::CryptoRng;
use smena_gost::{BlockCipher, acpkm};
use zeroize::Zeroizing;

use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::key::{KeyError, PrivateKey, PublicKey};
use crate::pem::{self, PemError};
use crate::{limits, oid};

/// How a key file is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// PBKDF2 with HMAC-Streebog-512, Kuznyechik-CTR-ACPKM.
    Gost {
        /// Iterations of PBKDF2: what takes about half a second, 100,000 at least in new files.
        iterations: u32,
    },
    /// scrypt (N = 2¹⁴, r = 8, p = 8), AES-256-CBC. A larger N is refused by OpenSSL.
    Scrypt,
}

/// Why a key file could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Pkcs8Error {
    /// More than [`limits::INPUT_OCTETS_MAX`].
    #[error("a key file is larger than {} octets", limits::INPUT_OCTETS_MAX)]
    TooLarge,
    /// Not PEM, though it looked like it.
    #[error("the PEM text cannot be read")]
    Pem(#[from] PemError),
    /// PEM without a private key in it.
    #[error("the PEM text holds no private key")]
    NoKey,
    /// Not the DER of an encrypted key.
    #[error("the key file is malformed")]
    Malformed(#[from] Asn1Error),
    /// A scheme of encryption that is not read here.
    #[error("the key file is encrypted with {0}, which is not supported")]
    Scheme(ObjectIdentifier),
    /// Iterations out of the limits: a file of another tool, or one made to block the program.
    #[error(
        "the key file asks for {found} iterations, outside of {} to {}",
        limits::PBKDF2_ITERATIONS_MIN,
        limits::PBKDF2_ITERATIONS_MAX
    )]
    Iterations {
        /// What the file asks for.
        found: u64,
    },
    /// scrypt parameters out of the limits.
    #[error("the key file asks for more memory or work than is allowed")]
    Cost,
    /// The result of the decryption is no key.
    #[error("the password is wrong, or the key file is damaged")]
    Password,
    /// The result of the decryption is another key than the expected one.
    #[error("the key file is damaged: it does not hold the key of its public key")]
    OtherKey,
    /// The key could not be encrypted.
    #[error("the key could not be encrypted")]
    Encrypt,
    /// The key has no encoding.
    #[error("the key could not be encoded")]
    Key(#[from] KeyError),
}

const SALT_OCTETS: usize = 32;
/// scrypt's N of new files.
const SCRYPT_COST: u64 = 1 << 14;
/// scrypt's r of new files.
const SCRYPT_BLOCK: u16 = 8;
/// scrypt's p of new files: the cost is raised here, since OpenSSL limits the memory.
const SCRYPT_PARALLELIZATION: u16 = 8;
/// The cipher of the files of GOST keys.
const GOST_CIPHER: BlockCipher = BlockCipher::Kuznyechik;

/// Encrypts a private key.
///
/// # Errors
///
/// When the iterations are out of the limits or the key has no encoding.
pub fn encrypt(
    key: &PrivateKey,
    password: &[u8],
    protection: Protection,
    rng: &mut dyn CryptoRng,
) -> Result<Vec<u8>, Pkcs8Error> {
    let mut plain = key.to_pkcs8_der()?;
    let mut salt = [0; SALT_OCTETS];
    rng.fill_bytes(&mut salt);
    match protection {
        Protection::Gost { iterations } => {
            check_iterations(u64::from(iterations))?;
            let mut ukm = [0; GOST_CIPHER.ukm_size()];
            rng.fill_bytes(&mut ukm);
            let scheme = GostScheme {
                salt: salt.to_vec(),
                iterations,
                ukm,
            };
            scheme.apply(password, &mut plain);
            Ok(asn1::sequence(&[
                &scheme.to_der(),
                &asn1::octet_string(&plain),
            ]))
        }
        Protection::Scrypt => {
            let mut iv = [0; 16];
            rng.fill_bytes(&mut iv);
            let kdf = ScryptParams {
                salt: Salt::try_from(&salt[..]).map_err(|_| Pkcs8Error::Encrypt)?,
                cost_parameter: SCRYPT_COST,
                block_size: SCRYPT_BLOCK,
                parallelization: SCRYPT_PARALLELIZATION,
                key_length: None,
            };
            let encryption = EncryptionScheme::Aes256Cbc { iv };
            let parameters = Parameters {
                kdf: Kdf::Scrypt(kdf),
                encryption,
            };
            let sealed = parameters
                .encrypt(password, &plain)
                .map_err(|_| Pkcs8Error::Encrypt)?;
            let parameters = der::Encode::to_der(&parameters).map_err(|_| Pkcs8Error::Encrypt)?;
            let scheme = asn1::sequence(&[&asn1::oid(&oid::PBES2), &parameters]);
            Ok(asn1::sequence(&[&scheme, &asn1::octet_string(&sealed)]))
        }
    }
}

/// Decrypts a private key whose public key is not known. Use [`decrypt_for`] wherever it is.
///
/// # Errors
///
/// When the file is malformed, its scheme is unknown, its parameters are out of the limits, or
/// the result is not strictly a key.
pub fn decrypt(bytes: &[u8], password: &[u8]) -> Result<PrivateKey, Pkcs8Error> {
    let plain = decrypt_octets(bytes, password)?;
    PrivateKey::from_pkcs8_der(&plain).map_err(|_| Pkcs8Error::Password)
}

/// Decrypts a private key and checks, before any use, that it is the one of `expected`.
///
/// # Errors
///
/// As [`decrypt`], and when the file holds another key.
pub fn decrypt_for(
    bytes: &[u8],
    password: &[u8],
    expected: &PublicKey,
) -> Result<PrivateKey, Pkcs8Error> {
    let plain = decrypt_octets(bytes, password)?;
    PrivateKey::from_pkcs8_der_for(&plain, expected).map_err(|error| match error {
        KeyError::Mismatch => Pkcs8Error::OtherKey,
        _ => Pkcs8Error::Password,
    })
}

/// Tells whether a key file is an EncryptedPrivateKeyInfo rather than a PrivateKeyInfo.
///
/// # Errors
///
/// When it is neither.
pub fn is_encrypted(bytes: &[u8]) -> Result<bool, Pkcs8Error> {
    match Walker::new(asn1::only(bytes, tag::SEQUENCE)?.content).peek() {
        Some(tag::SEQUENCE) => Ok(true),
        Some(tag::INTEGER) => Ok(false),
        _ => Err(Asn1Error::Value("private key").into()),
    }
}

/// Returns the DER of a key file in DER or PEM, encrypted or not.
///
/// # Errors
///
/// When the file is too large, or its PEM is broken or holds no private key.
pub fn der_of(bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, Pkcs8Error> {
    if bytes.len() > limits::INPUT_OCTETS_MAX {
        return Err(Pkcs8Error::TooLarge);
    }
    if !pem::is_pem(bytes) {
        return Ok(Zeroizing::new(bytes.to_vec()));
    }
    let der = pem::decode(bytes, &[pem::PRIVATE_KEY, pem::ENCRYPTED_PRIVATE_KEY])?;
    der.map(Zeroizing::new).ok_or(Pkcs8Error::NoKey)
}

fn decrypt_octets(bytes: &[u8], password: &[u8]) -> Result<Zeroizing<Vec<u8>>, Pkcs8Error> {
    if bytes.len() > limits::INPUT_OCTETS_MAX {
        return Err(Pkcs8Error::TooLarge);
    }
    let mut walker = Walker::new(asn1::only(bytes, tag::SEQUENCE)?.content);
    let mut scheme = walker.enter(tag::SEQUENCE)?;
    let sealed = walker.expect(tag::OCTET_STRING)?.content;
    walker.finish()?;
    let name = scheme.oid()?;
    if name != oid::PBES2 {
        return Err(Pkcs8Error::Scheme(name));
    }
    let parameters = scheme.expect(tag::SEQUENCE)?;
    scheme.finish()?;
    let mut inside = Walker::new(parameters.content);
    let mut kdf = inside.enter(tag::SEQUENCE)?;
    let mut cipher = inside.enter(tag::SEQUENCE)?;
    inside.finish()?;
    check_kdf(kdf.clone())?;
    if cipher.oid()? == smena_gost::oid::KUZNYECHIK_CTR_ACPKM {
        let mut plain = Zeroizing::new(sealed.to_vec());
        GostScheme::read(&mut kdf, &mut cipher)?.apply(password, &mut plain);
        return Ok(plain);
    }
    let parameters = Parameters::from_der(parameters.full)
        .map_err(|_| Pkcs8Error::Malformed(Asn1Error::Value("PBES2 parameters")))?;
    parameters
        .decrypt(password, sealed)
        .map(Zeroizing::new)
        .map_err(|_| Pkcs8Error::Password)
}

fn check_iterations(found: u64) -> Result<u32, Pkcs8Error> {
    let allowed = limits::PBKDF2_ITERATIONS_MIN..=limits::PBKDF2_ITERATIONS_MAX;
    let number = u32::try_from(found)
        .ok()
        .filter(|number| allowed.contains(number));
    number.ok_or(Pkcs8Error::Iterations { found })
}

/// Refuses a derivation that would run for minutes or take all memory, before it starts.
fn check_kdf(mut kdf: Walker<'_>) -> Result<(), Pkcs8Error> {
    let name = kdf.oid()?;
    let mut parameters = kdf.enter(tag::SEQUENCE)?;
    let salt = parameters.expect(tag::OCTET_STRING)?.content;
    if salt.len() > limits::SALT_OCTETS_MAX {
        return Err(Pkcs8Error::Cost);
    }
    match name {
        oid::PBKDF2 => check_iterations(parameters.unsigned().unwrap_or(u64::MAX)).map(|_| ()),
        oid::SCRYPT => {
            let (n, r, p) = (
                parameters.unsigned()?,
                parameters.unsigned()?,
                parameters.unsigned()?,
            );
            let block = n.checked_mul(r);
            let memory = block.and_then(|block| block.checked_mul(128));
            let work = block.and_then(|block| block.checked_mul(p));
            let fits = memory.is_some_and(|memory| memory <= limits::SCRYPT_MEMORY_OCTETS_MAX)
                && work.is_some_and(|work| work <= limits::SCRYPT_WORK_MAX);
            if fits { Ok(()) } else { Err(Pkcs8Error::Cost) }
        }
        unknown => Err(Pkcs8Error::Scheme(unknown)),
    }
}

/// The parameters of PBES2 as RFC 9337 has them.
struct GostScheme {
    salt: Vec<u8>,
    iterations: u32,
    ukm: [u8; GOST_CIPHER.ukm_size()],
}

impl GostScheme {
    /// Reads both algorithms; `cipher` stands behind its identifier.
    fn read(kdf: &mut Walker<'_>, cipher: &mut Walker<'_>) -> Result<Self, Pkcs8Error> {
        let name = kdf.oid()?;
        if name != oid::PBKDF2 {
            return Err(Pkcs8Error::Scheme(name));
        }
        let mut parameters = kdf.enter(tag::SEQUENCE)?;
        kdf.finish()?;
        let salt = parameters.expect(tag::OCTET_STRING)?.content.to_vec();
        let iterations = check_iterations(parameters.unsigned()?)?;
        if let Some(length) = parameters.optional(tag::INTEGER)?
            && asn1::unsigned(length.content)? != 32
        {
            return Err(Asn1Error::Value("keyLength").into());
        }
        let function = crate::algorithm::read_identifier(&mut parameters)?;
        parameters.finish()?;
        if function.oid != smena_gost::oid::HMAC_STREEBOG_512 {
            return Err(Pkcs8Error::Scheme(function.oid));
        }
        let mut parameters = cipher.enter(tag::SEQUENCE)?;
        cipher.finish()?;
        let ukm = parameters.expect(tag::OCTET_STRING)?.content;
        parameters.finish()?;
        let ukm = ukm.try_into().map_err(|_| Asn1Error::Value("ukm"))?;
        Ok(Self {
            salt,
            iterations,
            ukm,
        })
    }

    fn to_der(&self) -> Vec<u8> {
        let function = asn1::sequence(&[
            &asn1::oid(&smena_gost::oid::HMAC_STREEBOG_512),
            &asn1::null(),
        ]);
        let kdf = asn1::sequence(&[
            &asn1::octet_string(&self.salt),
            &asn1::integer(u64::from(self.iterations)),
            &function,
        ]);
        let kdf = asn1::sequence(&[&asn1::oid(&oid::PBKDF2), &kdf]);
        let cipher = asn1::sequence(&[
            &asn1::oid(&smena_gost::oid::KUZNYECHIK_CTR_ACPKM),
            &asn1::sequence(&[&asn1::octet_string(&self.ukm)]),
        ]);
        asn1::sequence(&[&asn1::oid(&oid::PBES2), &asn1::sequence(&[&kdf, &cipher])])
    }

    /// Encrypts or decrypts: the mode is its own inverse.
    fn apply(&self, password: &[u8], octets: &mut [u8]) {
        let mut key = Zeroizing::new([0; 32]);
        smena_gost::pbkdf2_streebog512(password, &self.salt, self.iterations, &mut *key);
        // The first half of the ukm is the initialisation vector (RFC 9337, section 5.1.1).
        let iv = &self.ukm[..GOST_CIPHER.iv_size()];
        acpkm::ctr_acpkm(GOST_CIPHER, &key, iv, octets);
    }
}
