//! Content keys of GOST recipients: the structures around the wraps of [`smena_gost::key_wrap`].
//!
//! RFC 4490 section 4.2 (key transport and agreement with GOST 28147-89), R 1323565.1.025-2019 and
//! OpenSSL's engine (key transport with `KExp15`).
//!
//! ```text
//! GostR3410-KeyTransport ::= SEQUENCE {
//!   sessionEncryptedKey Gost28147-89-EncryptedKey,
//!   transportParameters [0] IMPLICIT SEQUENCE {
//!     encryptionParamSet OBJECT IDENTIFIER,
//!     ephemeralPublicKey [0] IMPLICIT SubjectPublicKeyInfo OPTIONAL, ukm OCTET STRING } OPTIONAL }
//! Gost28147-89-EncryptedKey ::= SEQUENCE {
//!   encryptedKey OCTET STRING (SIZE (32)), maskKey [0] IMPLICIT OPTIONAL, macKey OCTET STRING (SIZE (4)) }
//! GostR3410-KeyTransport-KExp15 ::= SEQUENCE {
//!   encryptedKey OCTET STRING, ephemeralPublicKey SubjectPublicKeyInfo, ukm OCTET STRING (SIZE (32)) }
//! ```

use rand_core::CryptoRng;
use smena_gost::gost28147::{Gost28147, SBox};
use smena_gost::key_wrap::{self, ExportKeys, WrappedKey};
use smena_gost::{BlockCipher, PAIR_MATERIAL_SIZE};
use spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use super::content::ContentCipher;
use super::error::EnvelopeError;
use crate::algorithm::{self, KeyAlgorithm};
use crate::asn1::{self, Asn1Error, Walker, tag};
use crate::key::{GostAgreement, Opener, PrivateKey, PublicKey};

const PART: &str = "encrypted content key";
/// Where the vector of `KExp15` begins in the material (RFC 9189 section 8.2.1 as the engine has it).
const EXPORT_IV_AT: usize = 24;
const UKM_SIZE: usize = key_wrap::UKM_SIZE;

/// Opens a content key that was transported under GOST 28147-89.
pub(super) fn open_transport(
    opener: &dyn Opener,
    octets: &[u8],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let transport = Transport::read(octets).map_err(EnvelopeError::malformed(PART))?;
    let sbox = sbox_of(transport.parameter_set)?;
    let sender =
        PublicKey::from_spki_der(&transport.ephemeral).map_err(EnvelopeError::SenderKey)?;
    let kek = agreed(opener, &sender, &transport.ukm)?;
    key_wrap::unwrap_cryptopro(sbox, &kek, &transport.ukm, &transport.wrapped)
        .map_err(|_| EnvelopeError::WrongKey)
}

/// Opens a content key that was wrapped with a key that both agree on. The algorithm's parameters
/// name the wrap: `SEQUENCE { wrap, SEQUENCE { encryptionParamSet } }`.
pub(super) fn open_agreement(
    opener: &dyn Opener,
    sender: &PublicKey,
    algorithm: &AlgorithmIdentifierOwned,
    ukm: &[u8],
    octets: &[u8],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let malformed = EnvelopeError::malformed(PART);
    let encoded = algorithm::identifier_der(algorithm);
    let (wrap, set) = read_wrap(&encoded).map_err(&malformed)?;
    let wrapped = asn1::only(octets, tag::SEQUENCE)
        .and_then(|tlv| read_wrapped(Walker::new(tlv.content)))
        .map_err(&malformed)?;
    let ukm: [u8; UKM_SIZE] = ukm
        .try_into()
        .map_err(|_| malformed(Asn1Error::Value("ukm")))?;
    let sbox = sbox_of(set)?;
    let kek = agreed(opener, sender, &ukm)?;
    let content_key = match wrap {
        smena_gost::oid::WRAP_GOST28147 => {
            key_wrap::unwrap(&Gost28147::new(sbox, &kek), &ukm, &wrapped)
        }
        smena_gost::oid::WRAP_CRYPTOPRO => key_wrap::unwrap_cryptopro(sbox, &kek, &ukm, &wrapped),
        oid => return Err(EnvelopeError::Unsupported { part: PART, oid }),
    };
    content_key.map_err(|_| EnvelopeError::WrongKey)
}

/// Opens a content key that was exported with `KExp15`.
pub(super) fn open_export(
    opener: &dyn Opener,
    cipher: BlockCipher,
    octets: &[u8],
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let export = Export::read(octets).map_err(EnvelopeError::malformed(PART))?;
    let sender = PublicKey::from_spki_der(&export.ephemeral).map_err(EnvelopeError::SenderKey)?;
    let pair = opener
        .agree_gost(GostAgreement::Keg, &sender, &export.ukm)
        .map_err(EnvelopeError::Open)?;
    let pair = pair
        .as_slice()
        .try_into()
        .map_err(|_| EnvelopeError::WrongKey)?;
    key_wrap::kimp15(
        cipher,
        ExportKeys::of_pair(pair),
        export_iv(cipher, &export.ukm),
        &export.key,
    )
    .map_err(|_| EnvelopeError::WrongKey)
}

/// What a sender makes for one recipient.
pub(super) struct Sealed {
    /// keyEncryptionAlgorithm.
    pub(super) algorithm: Vec<u8>,
    /// encryptedKey.
    pub(super) octets: Vec<u8>,
}

/// Encrypts a content key for a GOST recipient; none when the cipher of the content is not of GOST.
pub(super) fn seal(
    recipient: &PublicKey,
    cipher: &ContentCipher,
    content_key: &[u8; 32],
    rng: &mut dyn CryptoRng,
) -> Result<Option<Sealed>, EnvelopeError> {
    let ephemeral = PrivateKey::generate(recipient.algorithm(), rng);
    let ephemeral = ephemeral.map_err(EnvelopeError::RecipientKey)?;
    let spki = ephemeral.opening_key().spki_der();
    Ok(match cipher {
        ContentCipher::Gost28147 { sbox, .. } => {
            let mut ukm = [0; UKM_SIZE];
            rng.fill_bytes(&mut ukm);
            let kek = agreed(&ephemeral, recipient, &ukm)?;
            let wrapped = key_wrap::wrap_cryptopro(*sbox, &kek, &ukm, content_key);
            Some(Sealed {
                algorithm: algorithm::identifier_der(recipient.info().algorithm()),
                octets: transport_der(&wrapped, *sbox, spki, ukm)?,
            })
        }
        ContentCipher::CtrAcpkm { cipher, .. } | ContentCipher::CtrAcpkmOmac { cipher, .. } => {
            let mut ukm = [0; PAIR_MATERIAL_SIZE];
            rng.fill_bytes(&mut ukm);
            let pair = ephemeral
                .agree_gost(GostAgreement::Keg, recipient, &ukm)
                .map_err(|_| EnvelopeError::Seal)?;
            let pair = pair
                .as_slice()
                .try_into()
                .map_err(|_| EnvelopeError::Seal)?;
            let keys = ExportKeys::of_pair(pair);
            let exported = key_wrap::kexp15(*cipher, keys, export_iv(*cipher, &ukm), content_key);
            let octets = asn1::sequence(&[
                &asn1::octet_string(&exported),
                spki,
                &asn1::octet_string(&ukm),
            ]);
            Some(Sealed {
                algorithm: export_algorithm(*cipher, recipient.algorithm()),
                octets,
            })
        }
        ContentCipher::Cbc { .. } => None,
    })
}

fn agreed(
    opener: &dyn Opener,
    sender: &PublicKey,
    ukm: &[u8],
) -> Result<Zeroizing<[u8; 32]>, EnvelopeError> {
    let agreed = opener
        .agree_gost(GostAgreement::Vko256, sender, ukm)
        .map_err(EnvelopeError::Open)?;
    let mut kek = Zeroizing::new([0; 32]);
    if agreed.len() != kek.len() {
        return Err(EnvelopeError::WrongKey);
    }
    kek.copy_from_slice(&agreed);
    Ok(kek)
}

fn sbox_of(set: const_oid::ObjectIdentifier) -> Result<SBox, EnvelopeError> {
    SBox::from_oid(&set).ok_or(EnvelopeError::Unsupported {
        part: PART,
        oid: set,
    })
}

fn export_iv(cipher: BlockCipher, ukm: &[u8; PAIR_MATERIAL_SIZE]) -> &[u8] {
    &ukm[EXPORT_IV_AT..EXPORT_IV_AT + cipher.iv_size()]
}

fn export_algorithm(cipher: BlockCipher, key: KeyAlgorithm) -> Vec<u8> {
    let wrap = match cipher {
        BlockCipher::Magma => smena_gost::oid::WRAP_MAGMA_KEXP15,
        BlockCipher::Kuznyechik => smena_gost::oid::WRAP_KUZNYECHIK_KEXP15,
    };
    let agreement = match key {
        KeyAlgorithm::Gost(set) if set.curve().size() == 64 => smena_gost::oid::AGREEMENT_512,
        _ => smena_gost::oid::AGREEMENT_256,
    };
    asn1::sequence(&[
        &asn1::oid(&wrap),
        &asn1::sequence(&[&asn1::oid(&agreement)]),
    ])
}

/// The fields of a GostR3410-KeyTransport.
struct Transport {
    wrapped: WrappedKey,
    parameter_set: const_oid::ObjectIdentifier,
    /// SubjectPublicKeyInfo under its own tag.
    ephemeral: Vec<u8>,
    ukm: [u8; UKM_SIZE],
}

impl Transport {
    fn read(octets: &[u8]) -> Result<Self, Asn1Error> {
        let mut whole = Walker::new(asn1::only(octets, tag::SEQUENCE)?.content);
        let wrapped = read_wrapped(whole.enter(tag::SEQUENCE)?)?;
        let mut parameters = whole.enter(tag::context(0))?;
        whole.finish()?;
        let parameter_set = parameters.oid()?;
        let ephemeral = parameters.expect(tag::context(0))?.content;
        let ukm = parameters.expect(tag::OCTET_STRING)?.content;
        parameters.finish()?;
        Ok(Self {
            wrapped,
            parameter_set,
            ephemeral: asn1::tlv(tag::SEQUENCE, ephemeral),
            ukm: ukm.try_into().map_err(|_| Asn1Error::Value("ukm"))?,
        })
    }
}

fn transport_der(
    wrapped: &WrappedKey,
    sbox: SBox,
    spki: &[u8],
    ukm: [u8; UKM_SIZE],
) -> Result<Vec<u8>, EnvelopeError> {
    let spki = asn1::only(spki, tag::SEQUENCE).map_err(|_| EnvelopeError::Seal)?;
    let parameters = [
        asn1::oid(&sbox.oid()),
        asn1::tlv(tag::context(0), spki.content),
        asn1::octet_string(&ukm),
    ];
    let encrypted = asn1::sequence(&[
        &asn1::octet_string(&wrapped.encrypted),
        &asn1::octet_string(&wrapped.mac),
    ]);
    Ok(asn1::sequence(&[
        &encrypted,
        &asn1::tlv(tag::context(0), &parameters.concat()),
    ]))
}

/// Reads the fields of a Gost28147-89-EncryptedKey; a masked key is nobody's.
fn read_wrapped(mut fields: Walker<'_>) -> Result<WrappedKey, Asn1Error> {
    let encrypted = fields.expect(tag::OCTET_STRING)?.content;
    let mac = fields.expect(tag::OCTET_STRING)?.content;
    fields.finish()?;
    if encrypted.len() != 32 {
        return Err(Asn1Error::Value("encryptedKey"));
    }
    Ok(WrappedKey {
        encrypted: encrypted.to_vec(),
        mac: mac.try_into().map_err(|_| Asn1Error::Value("macKey"))?,
    })
}

/// Reads the wrap and its S-box from the identifier of an agreement.
fn read_wrap(
    identifier: &[u8],
) -> Result<(const_oid::ObjectIdentifier, const_oid::ObjectIdentifier), Asn1Error> {
    let mut identifier = Walker::new(asn1::only(identifier, tag::SEQUENCE)?.content);
    identifier.oid()?;
    let mut wrap = identifier.enter(tag::SEQUENCE)?;
    identifier.finish()?;
    let name = wrap.oid()?;
    let set = wrap.enter(tag::SEQUENCE)?.oid()?;
    wrap.finish()?;
    Ok((name, set))
}

/// The fields of a key exported with `KExp15`.
struct Export {
    key: Vec<u8>,
    ephemeral: Vec<u8>,
    ukm: [u8; PAIR_MATERIAL_SIZE],
}

impl Export {
    fn read(octets: &[u8]) -> Result<Self, Asn1Error> {
        let mut whole = Walker::new(asn1::only(octets, tag::SEQUENCE)?.content);
        let key = whole.expect(tag::OCTET_STRING)?.content.to_vec();
        let ephemeral = whole.expect(tag::SEQUENCE)?.full.to_vec();
        let ukm = whole.expect(tag::OCTET_STRING)?.content;
        whole.finish()?;
        let ukm = ukm.try_into().map_err(|_| Asn1Error::Value("ukm"))?;
        Ok(Self {
            key,
            ephemeral,
            ukm,
        })
    }
}
