//! Ciphers of a content: their identifiers, and encryption with a content key.
//!
//! GOST: RFC 4490 section 4 and R 1323565.1.025-2019; AES and 3DES in CBC: RFC 3565, RFC 3370. Only
//! CTR-ACPKM-OMAC carries a code of the content.

use aes::cipher::{
    BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7,
};
use const_oid::ObjectIdentifier;
use rand_core::CryptoRng;
use smena_gost::gost28147::{Gost28147, KeyMeshing, SBox};
use smena_gost::{BlockCipher, acpkm};
use zeroize::Zeroizing;

use super::error::EnvelopeError;
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::oid;

const PART: &str = "content cipher";
const AES_BLOCK: usize = 16;

/// The ciphers that a content is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentEncryption {
    /// GOST 28147-89 in CFB with the S-box of TC26, for recipients with older tools.
    Gost28147,
    /// A cipher of GOST R 34.12-2015 in CTR-ACPKM.
    CtrAcpkm(BlockCipher),
    /// The same with a code of the content.
    CtrAcpkmOmac(BlockCipher),
    /// AES-256 in CBC.
    Aes256Cbc,
}

impl ContentEncryption {
    /// Returns the name that people use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gost28147 => "GOST 28147-89",
            Self::CtrAcpkm(BlockCipher::Magma) => "Magma CTR-ACPKM",
            Self::CtrAcpkm(BlockCipher::Kuznyechik) => "Kuznyechik CTR-ACPKM",
            Self::CtrAcpkmOmac(BlockCipher::Magma) => "Magma CTR-ACPKM-OMAC",
            Self::CtrAcpkmOmac(BlockCipher::Kuznyechik) => "Kuznyechik CTR-ACPKM-OMAC",
            Self::Aes256Cbc => "AES-256-CBC",
        }
    }

    /// Draws the parameters of one message.
    pub(super) fn cipher(self, rng: &mut dyn CryptoRng) -> ContentCipher {
        let mut drawn = |size| {
            let mut octets = vec![0; size];
            rng.fill_bytes(&mut octets);
            octets
        };
        match self {
            Self::Gost28147 => {
                let mut iv = [0; 8];
                rng.fill_bytes(&mut iv);
                ContentCipher::Gost28147 {
                    sbox: SBox::ParamZ,
                    iv,
                }
            }
            Self::CtrAcpkm(cipher) => ContentCipher::CtrAcpkm {
                cipher,
                ukm: drawn(cipher.ukm_size()),
            },
            Self::CtrAcpkmOmac(cipher) => ContentCipher::CtrAcpkmOmac {
                cipher,
                ukm: drawn(cipher.ukm_size()),
            },
            Self::Aes256Cbc => ContentCipher::Cbc {
                block: BlockInCbc::Aes256,
                iv: drawn(AES_BLOCK),
            },
        }
    }
}

/// A cipher with its parameters, as a message names it.
#[derive(Clone, Debug)]
pub(super) enum ContentCipher {
    Gost28147 { sbox: SBox, iv: [u8; 8] },
    CtrAcpkm { cipher: BlockCipher, ukm: Vec<u8> },
    CtrAcpkmOmac { cipher: BlockCipher, ukm: Vec<u8> },
    Cbc { block: BlockInCbc, iv: Vec<u8> },
}

/// A block cipher that is used in CBC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlockInCbc {
    Aes128,
    Aes192,
    Aes256,
    /// For what others encrypted; never written.
    TripleDes,
}

impl BlockInCbc {
    const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Aes128 => oid::AES128_CBC,
            Self::Aes192 => oid::AES192_CBC,
            Self::Aes256 => oid::AES256_CBC,
            Self::TripleDes => oid::DES_EDE3_CBC,
        }
    }

    const fn key_size(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
        }
    }

    const fn block_size(self) -> usize {
        match self {
            Self::TripleDes => 8,
            _ => AES_BLOCK,
        }
    }
}

impl ContentCipher {
    /// Reads a contentEncryptionAlgorithm.
    pub(super) fn read(info: &mut Walker<'_>) -> Result<Self, EnvelopeError> {
        let malformed = EnvelopeError::malformed(PART);
        let mut inside = info.enter(tag::SEQUENCE).map_err(&malformed)?;
        let name = inside.oid().map_err(&malformed)?;
        let unsupported = EnvelopeError::Unsupported {
            part: PART,
            oid: name,
        };
        let read = match name {
            smena_gost::oid::GOST28147 => return read_gost28147(inside),
            smena_gost::oid::MAGMA_CTR_ACPKM => read_acpkm(inside, BlockCipher::Magma)
                .map(|(cipher, ukm)| Self::CtrAcpkm { cipher, ukm }),
            smena_gost::oid::KUZNYECHIK_CTR_ACPKM => read_acpkm(inside, BlockCipher::Kuznyechik)
                .map(|(cipher, ukm)| Self::CtrAcpkm { cipher, ukm }),
            smena_gost::oid::MAGMA_CTR_ACPKM_OMAC => read_acpkm(inside, BlockCipher::Magma)
                .map(|(cipher, ukm)| Self::CtrAcpkmOmac { cipher, ukm }),
            smena_gost::oid::KUZNYECHIK_CTR_ACPKM_OMAC => {
                read_acpkm(inside, BlockCipher::Kuznyechik)
                    .map(|(cipher, ukm)| Self::CtrAcpkmOmac { cipher, ukm })
            }
            oid::AES128_CBC => read_cbc(inside, BlockInCbc::Aes128),
            oid::AES192_CBC => read_cbc(inside, BlockInCbc::Aes192),
            oid::AES256_CBC => read_cbc(inside, BlockInCbc::Aes256),
            oid::DES_EDE3_CBC => read_cbc(inside, BlockInCbc::TripleDes),
            _ => return Err(unsupported),
        };
        read.map_err(malformed)
    }

    /// Writes the contentEncryptionAlgorithm.
    pub(super) fn to_der(&self) -> Vec<u8> {
        let (name, parameters) = match self {
            Self::Gost28147 { sbox, iv } => {
                let parameters =
                    asn1::sequence(&[&asn1::octet_string(iv), &asn1::oid(&sbox.oid())]);
                (smena_gost::oid::GOST28147, parameters)
            }
            Self::CtrAcpkm { cipher, ukm } => {
                let name = match cipher {
                    BlockCipher::Magma => smena_gost::oid::MAGMA_CTR_ACPKM,
                    BlockCipher::Kuznyechik => smena_gost::oid::KUZNYECHIK_CTR_ACPKM,
                };
                (name, asn1::sequence(&[&asn1::octet_string(ukm)]))
            }
            Self::CtrAcpkmOmac { cipher, ukm } => {
                let name = match cipher {
                    BlockCipher::Magma => smena_gost::oid::MAGMA_CTR_ACPKM_OMAC,
                    BlockCipher::Kuznyechik => smena_gost::oid::KUZNYECHIK_CTR_ACPKM_OMAC,
                };
                (name, asn1::sequence(&[&asn1::octet_string(ukm)]))
            }
            Self::Cbc { block, iv } => (block.oid(), asn1::octet_string(iv)),
        };
        asn1::sequence(&[&asn1::oid(&name), &parameters])
    }

    /// Octets of the content key.
    pub(super) const fn key_size(&self) -> usize {
        match self {
            Self::Gost28147 { .. } | Self::CtrAcpkm { .. } | Self::CtrAcpkmOmac { .. } => 32,
            Self::Cbc { block, .. } => block.key_size(),
        }
    }

    /// Octets of the code that travels beside the content; none for most ciphers.
    pub(super) const fn code_size(&self) -> Option<usize> {
        match self {
            Self::CtrAcpkmOmac { cipher, .. } => Some(cipher.block_size()),
            _ => None,
        }
    }

    /// Decrypts a content; `code` is what travels beside it, of [`Self::code_size`].
    pub(super) fn decrypt(
        &self,
        key: &[u8],
        encrypted: &[u8],
        code: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
        match self {
            Self::Gost28147 { sbox, iv } => {
                let mut content = Zeroizing::new(encrypted.to_vec());
                Gost28147::new(*sbox, gost_key(key)?).decrypt_cfb(
                    iv,
                    KeyMeshing::CryptoPro,
                    &mut content,
                );
                Ok(content)
            }
            Self::CtrAcpkm { cipher, ukm } => {
                let mut content = Zeroizing::new(encrypted.to_vec());
                let iv = &ukm[..cipher.iv_size()];
                acpkm::ctr_acpkm(*cipher, gost_key(key)?, iv, &mut content);
                Ok(content)
            }
            Self::CtrAcpkmOmac { cipher, ukm } => {
                let sealed = [encrypted, code].concat();
                acpkm::open(*cipher, gost_key(key)?, ukm, &sealed)
                    .map_err(|_| EnvelopeError::ContentChanged)
            }
            Self::Cbc { block, iv } => cbc_decrypt(*block, key, iv, encrypted)
                .ok_or(EnvelopeError::WrongKeyOrContentChanged),
        }
    }

    /// Encrypts a content; gives what travels beside it too, which is empty for most ciphers.
    pub(super) fn encrypt(
        &self,
        key: &[u8; 32],
        content: &[u8],
    ) -> Result<(Vec<u8>, Vec<u8>), EnvelopeError> {
        Ok(match self {
            Self::Gost28147 { sbox, iv } => {
                let mut encrypted = content.to_vec();
                Gost28147::new(*sbox, key).encrypt_cfb(iv, KeyMeshing::CryptoPro, &mut encrypted);
                (encrypted, Vec::new())
            }
            Self::CtrAcpkm { cipher, ukm } => {
                let mut encrypted = content.to_vec();
                acpkm::ctr_acpkm(*cipher, key, &ukm[..cipher.iv_size()], &mut encrypted);
                (encrypted, Vec::new())
            }
            Self::CtrAcpkmOmac { cipher, ukm } => {
                let mut sealed = acpkm::seal(*cipher, key, ukm, content);
                let code = sealed.split_off(content.len());
                (sealed, code)
            }
            Self::Cbc { iv, .. } => {
                let cipher = cbc::Encryptor::<aes::Aes256>::new_from_slices(key, iv)
                    .map_err(|_| EnvelopeError::Seal)?;
                (cipher.encrypt_padded_vec::<Pkcs7>(content), Vec::new())
            }
        })
    }
}

/// A content key for the GOST ciphers; one of another length is another message's.
fn gost_key(key: &[u8]) -> Result<&[u8; 32], EnvelopeError> {
    key.try_into().map_err(|_| EnvelopeError::WrongKey)
}

fn cbc_decrypt(
    block: BlockInCbc,
    key: &[u8],
    iv: &[u8],
    encrypted: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    macro_rules! decrypted {
        ($cipher:ty) => {
            cbc::Decryptor::<$cipher>::new_from_slices(key, iv)
                .ok()?
                .decrypt_padded_vec::<Pkcs7>(encrypted)
                .ok()?
        };
    }
    Some(Zeroizing::new(match block {
        BlockInCbc::Aes128 => decrypted!(aes::Aes128),
        BlockInCbc::Aes192 => decrypted!(aes::Aes192),
        BlockInCbc::Aes256 => decrypted!(aes::Aes256),
        BlockInCbc::TripleDes => decrypted!(des::TdesEde3),
    }))
}

/// `SEQUENCE { iv OCTET STRING (SIZE (8)), encryptionParamSet OBJECT IDENTIFIER }`.
fn read_gost28147(mut inside: Walker<'_>) -> Result<ContentCipher, EnvelopeError> {
    let mut fields = || {
        let mut parameters = inside.enter(tag::SEQUENCE)?;
        inside.finish()?;
        let iv = parameters.expect(tag::OCTET_STRING)?.content;
        let iv = iv.try_into().map_err(|_| Asn1Error::Value("iv"))?;
        let set = parameters.oid()?;
        parameters.finish()?;
        Ok((iv, set))
    };
    let (iv, set) = fields().map_err(EnvelopeError::malformed(PART))?;
    let sbox = SBox::from_oid(&set).ok_or(EnvelopeError::Unsupported {
        part: PART,
        oid: set,
    })?;
    Ok(ContentCipher::Gost28147 { sbox, iv })
}

/// `SEQUENCE { ukm OCTET STRING }`.
fn read_acpkm(
    mut inside: Walker<'_>,
    cipher: BlockCipher,
) -> Result<(BlockCipher, Vec<u8>), Asn1Error> {
    let mut parameters = inside.enter(tag::SEQUENCE)?;
    inside.finish()?;
    let ukm = parameters.expect(tag::OCTET_STRING)?.content;
    parameters.finish()?;
    if ukm.len() == cipher.ukm_size() {
        Ok((cipher, ukm.to_vec()))
    } else {
        Err(Asn1Error::Value("ukm"))
    }
}

fn read_cbc(mut inside: Walker<'_>, block: BlockInCbc) -> Result<ContentCipher, Asn1Error> {
    let iv = inside.expect(tag::OCTET_STRING)?.content;
    inside.finish()?;
    if iv.len() == block.block_size() {
        Ok(ContentCipher::Cbc {
            block,
            iv: iv.to_vec(),
        })
    } else {
        Err(Asn1Error::Value("iv"))
    }
}
