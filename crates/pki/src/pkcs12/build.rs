//! Writes PKCS#12 files: keys shrouded one by one, certificates encrypted together, a code of
//! authenticity over all (RFC 7292, section 5).
//!
//! Strictly DER, each profile with the algorithms of its document and nothing older.

use aes::Aes256;
use cipher::KeyInit as _;
use rand_core::CryptoRng;
use smena_gost::gost28147::{self, Gost28147, KeyMeshing, SBox};
use smena_gost::{BlockCipher, acpkm};
use zeroize::Zeroizing;

use super::block_mode;
use super::error::Pkcs12Error;
use super::hash::Hash;
use super::mac;
use super::password::{Form, Password};
use crate::asn1::{self, tag};
use crate::certificate::Certificate;
use crate::key::{KeyError, PrivateKey, Signer as _};
use crate::{limits, oid};

/// Octets of each salt.
const SALT_SIZE: usize = 32;

/// How a PKCS#12 file is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// PBES2 with AES-256 and PBKDF2 over SHA-256, and a code of authenticity with SHA-256: what
    /// OpenSSL, GnuTLS, Java and Windows read today.
    Aes {
        /// Iterations of each derivation, at least [`limits::PFX_AES_ITERATIONS_MIN`].
        iterations: u32,
    },
    /// RFC 9548 with Kuznyechik in CTR-ACPKM-OMAC mode: the strongest of the GOST profiles.
    Gost {
        /// Iterations of each derivation, at least [`limits::PFX_GOST_ITERATIONS_MIN`].
        iterations: u32,
    },
    /// The same with GOST 28147-89 and the S-box of TC26: what OpenSSL's engine and GnuTLS read.
    Gost28147 {
        /// Iterations of each derivation, at least [`limits::PFX_GOST_ITERATIONS_MIN`].
        iterations: u32,
    },
}

/// Collects what goes into a file; [`Pkcs12Builder::build`] writes it.
pub struct Pkcs12Builder<'a> {
    protection: Protection,
    keys: Vec<(&'a PrivateKey, Option<&'a str>)>,
    certificates: Vec<(&'a Certificate, Option<&'a str>)>,
}

impl<'a> Pkcs12Builder<'a> {
    /// Begins a file.
    #[must_use]
    pub const fn new(protection: Protection) -> Self {
        Self {
            protection,
            keys: Vec::new(),
            certificates: Vec::new(),
        }
    }

    /// Adds a private key, with a name for people if there is one.
    #[must_use]
    pub fn key(mut self, key: &'a PrivateKey, friendly_name: Option<&'a str>) -> Self {
        self.keys.push((key, friendly_name));
        self
    }

    /// Adds a certificate, with a name for people if there is one. The one of a key comes before
    /// those of its issuers.
    #[must_use]
    pub fn certificate(
        mut self,
        certificate: &'a Certificate,
        friendly_name: Option<&'a str>,
    ) -> Self {
        self.certificates.push((certificate, friendly_name));
        self
    }

    /// Writes the file. A key and its certificate get the same localKeyId, the key identifier of
    /// RFC 5280.
    ///
    /// # Errors
    ///
    /// When there is nothing to write, the iterations are out of the limits, a key has no encoding,
    /// or there is more than a reader here would take.
    pub fn build(&self, password: &[u8], rng: &mut dyn CryptoRng) -> Result<Vec<u8>, Pkcs12Error> {
        self.protection.check()?;
        let bags = self.keys.len() + self.certificates.len();
        if bags == 0 {
            return Err(Pkcs12Error::Empty);
        }
        if bags > limits::PFX_BAGS_MAX {
            return Err(Pkcs12Error::TooMany("bags"));
        }
        let mut parts = Vec::new();
        if !self.certificates.is_empty() {
            parts.push(self.encrypted_certificates(password, rng));
        }
        if !self.keys.is_empty() {
            parts.push(self.shrouded_keys(password, rng)?);
        }
        let content = asn1::tlv(tag::SEQUENCE, &parts.concat());
        let mac = self.protection.mac(password, &content, rng);
        let file = asn1::sequence(&[&asn1::integer(3), &data(&content), &mac]);
        if file.len() > limits::PFX_OCTETS_MAX {
            return Err(Pkcs12Error::TooLarge);
        }
        Ok(file)
    }

    fn encrypted_certificates(&self, password: &[u8], rng: &mut dyn CryptoRng) -> Vec<u8> {
        let bags: Vec<u8> = self
            .certificates
            .iter()
            .flat_map(|(certificate, name)| {
                let id = self.local_key_id(certificate);
                let x509 = asn1::sequence(&[
                    &asn1::oid(&oid::BAG_X509_CERTIFICATE),
                    &asn1::tlv(tag::context(0), &asn1::octet_string(certificate.der())),
                ]);
                bag(&oid::BAG_CERTIFICATE, &x509, *name, id.as_deref())
            })
            .collect();
        let safe = asn1::tlv(tag::SEQUENCE, &bags);
        let (scheme, sealed) = self.protection.seal(password, &safe, rng);
        let info = asn1::sequence(&[
            &asn1::oid(&oid::CMS_DATA),
            &scheme,
            &asn1::tlv(tag::context_primitive(0), &sealed),
        ]);
        let encrypted = asn1::sequence(&[&asn1::integer(0), &info]);
        asn1::sequence(&[
            &asn1::oid(&oid::CMS_ENCRYPTED_DATA),
            &asn1::tlv(tag::context(0), &encrypted),
        ])
    }

    fn shrouded_keys(&self, password: &[u8], rng: &mut dyn CryptoRng) -> Result<Vec<u8>, KeyError> {
        let mut bags = Vec::new();
        for (key, name) in &self.keys {
            let (scheme, sealed) = self.protection.seal(password, &key.to_pkcs8_der()?, rng);
            let info = asn1::sequence(&[&scheme, &asn1::octet_string(&sealed)]);
            let id = key.public_key().key_identifier();
            bags.extend(bag(&oid::BAG_SHROUDED_KEY, &info, *name, Some(&id)));
        }
        Ok(data(&asn1::tlv(tag::SEQUENCE, &bags)))
    }

    /// The id of the key that a certificate is of, when that key is in the file.
    fn local_key_id(&self, certificate: &Certificate) -> Option<Vec<u8>> {
        let wanted = certificate.public_key().ok()?.normalised_hash();
        let mut publics = self.keys.iter().map(|(key, _)| key.public_key());
        let own = publics.find(|public| public.normalised_hash() == wanted)?;
        Some(own.key_identifier().to_vec())
    }
}

/// `ContentInfo` of the type data.
fn data(content: &[u8]) -> Vec<u8> {
    asn1::sequence(&[
        &asn1::oid(&oid::CMS_DATA),
        &asn1::tlv(tag::context(0), &asn1::octet_string(content)),
    ])
}

fn bag(
    kind: &const_oid::ObjectIdentifier,
    value: &[u8],
    friendly_name: Option<&str>,
    local_key_id: Option<&[u8]>,
) -> Vec<u8> {
    let attribute =
        |name, value: Vec<u8>| asn1::sequence(&[&asn1::oid(name), &asn1::set_of(vec![value])]);
    let mut attributes = Vec::new();
    if let Some(id) = local_key_id {
        attributes.push(attribute(&oid::LOCAL_KEY_ID, asn1::octet_string(id)));
    }
    if let Some(name) = friendly_name {
        let octets: Vec<u8> = name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let value = asn1::tlv(tag::BMP_STRING, &octets);
        attributes.push(attribute(&oid::FRIENDLY_NAME, value));
    }
    let attributes = if attributes.is_empty() {
        Vec::new()
    } else {
        asn1::set_of(attributes)
    };
    asn1::sequence(&[
        &asn1::oid(kind),
        &asn1::tlv(tag::context(0), value),
        &attributes,
    ])
}

impl Protection {
    const fn iterations(self) -> u32 {
        match self {
            Self::Aes { iterations }
            | Self::Gost { iterations }
            | Self::Gost28147 { iterations } => iterations,
        }
    }

    /// The hash of all derivations and of the code.
    const fn hash(self) -> Hash {
        match self {
            Self::Aes { .. } => Hash::Sha256,
            Self::Gost { .. } | Self::Gost28147 { .. } => Hash::Streebog512,
        }
    }

    fn check(self) -> Result<(), Pkcs12Error> {
        let least = match self {
            Self::Aes { .. } => limits::PFX_AES_ITERATIONS_MIN,
            Self::Gost { .. } | Self::Gost28147 { .. } => limits::PFX_GOST_ITERATIONS_MIN,
        };
        let found = self.iterations();
        if (least..=limits::PBKDF2_ITERATIONS_MAX).contains(&found) {
            Ok(())
        } else {
            Err(Pkcs12Error::NewIterations { found, least })
        }
    }

    /// Encrypts a text; gives the AlgorithmIdentifier of PBES2 and the encrypted octets.
    fn seal(self, password: &[u8], text: &[u8], rng: &mut dyn CryptoRng) -> (Vec<u8>, Vec<u8>) {
        let salt = salt(rng);
        let mut key = Zeroizing::new([0; 32]);
        self.hash()
            .pbkdf2(password, &salt, self.iterations(), &mut *key);
        let (cipher, sealed) = match self {
            Self::Aes { .. } => seal_aes(&key, text, rng),
            Self::Gost { .. } => seal_kuznyechik(&key, text, rng),
            Self::Gost28147 { .. } => seal_gost28147(&key, text, rng),
        };
        let function = asn1::sequence(&[&asn1::oid(&self.hash().hmac_oid()), &asn1::null()]);
        let parameters = asn1::sequence(&[
            &asn1::octet_string(&salt),
            &asn1::integer(self.iterations().into()),
            &function,
        ]);
        let derivation = asn1::sequence(&[&asn1::oid(&oid::PBKDF2), &parameters]);
        let parameters = asn1::sequence(&[&derivation, &cipher]);
        (
            asn1::sequence(&[&asn1::oid(&oid::PBES2), &parameters]),
            sealed,
        )
    }

    /// Writes `MacData`. The identifier of a GOST hash has no parameters, as RFC 9548 prints it.
    pub(super) fn mac(self, password: &[u8], content: &[u8], rng: &mut dyn CryptoRng) -> Vec<u8> {
        let (hash, iterations, salt) = (self.hash(), self.iterations(), salt(rng));
        let (code, parameters) = match self {
            Self::Aes { .. } => {
                let password = Password::new(password);
                // A password has at least one form.
                let form = password.forms().first().copied().unwrap_or(Form::Octets);
                let key = mac::classic_key(hash, &password.wide(form), &salt, iterations);
                (hash.hmac(&key, content), asn1::null())
            }
            Self::Gost { .. } | Self::Gost28147 { .. } => {
                let key = mac::gost_key(hash, password, &salt, iterations);
                (hash.hmac(&*key, content), Vec::new())
            }
        };
        let identifier = asn1::sequence(&[&asn1::oid(&hash.digest_oid()), &parameters]);
        let info = asn1::sequence(&[&identifier, &asn1::octet_string(&code)]);
        asn1::sequence(&[
            &info,
            &asn1::octet_string(&salt),
            &asn1::integer(iterations.into()),
        ])
    }
}

fn salt(rng: &mut dyn CryptoRng) -> [u8; SALT_SIZE] {
    let mut salt = [0; SALT_SIZE];
    rng.fill_bytes(&mut salt);
    salt
}

fn seal_aes(key: &[u8; 32], text: &[u8], rng: &mut dyn CryptoRng) -> (Vec<u8>, Vec<u8>) {
    let mut iv = [0; 16];
    rng.fill_bytes(&mut iv);
    let sealed = block_mode::encrypt(Aes256::new(key.into()), &iv, text);
    let cipher = asn1::sequence(&[&asn1::oid(&oid::AES256_CBC), &asn1::octet_string(&iv)]);
    (
        cipher,
        sealed.expect("the vector has the 16 octets of a block of AES"),
    )
}

fn seal_kuznyechik(key: &[u8; 32], text: &[u8], rng: &mut dyn CryptoRng) -> (Vec<u8>, Vec<u8>) {
    const CIPHER: BlockCipher = BlockCipher::Kuznyechik;
    let mut ukm = [0; CIPHER.ukm_size()];
    rng.fill_bytes(&mut ukm);
    let cipher = asn1::sequence(&[
        &asn1::oid(&smena_gost::oid::KUZNYECHIK_CTR_ACPKM_OMAC),
        &asn1::sequence(&[&asn1::octet_string(&ukm)]),
    ]);
    (cipher, acpkm::seal(CIPHER, key, &ukm, text))
}

fn seal_gost28147(key: &[u8; 32], text: &[u8], rng: &mut dyn CryptoRng) -> (Vec<u8>, Vec<u8>) {
    const SBOX: SBox = SBox::ParamZ;
    let mut iv = [0; gost28147::BLOCK_SIZE];
    rng.fill_bytes(&mut iv);
    let mut sealed = text.to_vec();
    Gost28147::new(SBOX, key).encrypt_cfb(&iv, KeyMeshing::CryptoPro, &mut sealed);
    let cipher = asn1::sequence(&[
        &asn1::oid(&smena_gost::oid::GOST28147),
        &asn1::sequence(&[&asn1::octet_string(&iv), &asn1::oid(&SBOX.oid())]),
    ]);
    (cipher, sealed)
}
