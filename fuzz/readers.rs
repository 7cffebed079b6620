//! The readers of outside bytes, each as a function that comes back whatever it is given.
//!
//! `crates/pki/tests/readers.rs` replays and mutates a corpus through all of them, and each has a
//! target for `cargo fuzz` of its name in `fuzz_targets`. A new reader is one line in [`READERS`] and
//! one target. What a reader says of the bytes does not matter here.

use std::convert::Infallible;

use smena_pki::certificate::Certificate;
use smena_pki::cms::{CmsError, EnvelopeError, EnvelopedData, SignedData};
use smena_pki::container::{ContainerError, Header, KeySlot, PairFiles, read_name};
use smena_pki::crl::CertificateRevocationList;
use smena_pki::describe::{self, Node, RecogniseError};
use smena_pki::key::PrivateKey;
use smena_pki::pkcs12::Pkcs12;
use smena_pki::request::CertificationRequest;
use zeroize::Zeroizing;

/// A reader with the name of its target.
pub(crate) type Reader = (&'static str, fn(&[u8]));

macro_rules! readers {
    ($($name:ident: $read:expr;)+) => {
        /// All readers.
        pub(crate) const READERS: &[Reader] = &[
            $((stringify!($name), |bytes| comes_back(&$read(bytes)))),+
        ];
    };
}

readers! {
    certificate: Certificate::from_der_or_pem;
    container: container;
    crl: CertificateRevocationList::from_der_or_pem;
    enveloped_data: enveloped_data;
    inspect: inspect;
    pkcs12: Pkcs12::from_der_or_pem;
    private_key: PrivateKey::from_pkcs8_der;
    request: CertificationRequest::from_der_or_pem;
    signed_data: signed_data;
}

/// Gives bytes to the reader of a name.
///
/// # Panics
/// When there is no reader of that name, and when the reader does: that is what is looked for.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let found = READERS.iter().find(|(known, _)| *known == name);
    let (_, reader) = found.expect("a target has the name of a reader");
    reader(bytes);
}

fn comes_back<T>(_said: &T) {}

fn inspect(bytes: &[u8]) -> Result<Node, RecogniseError> {
    describe::recognise(bytes).map(|object| describe::describe(&object))
}

/// Takes the octets for the files of a container, one after the other: header, masks, primary, name. Without a password
/// each key is tried.
fn container(bytes: &[u8]) -> Result<(), ContainerError> {
    let (header, rest) = element(bytes);
    let (masks, rest) = element(rest);
    let (primary, name) = element(rest);
    comes_back(&read_name(name));
    let header = Header::from_file(header)?;
    assert!(
        Header::from_file(&header.to_file()).is_ok(),
        "what is written is read"
    );
    let pair = PairFiles {
        masks: Zeroizing::new(masks.to_vec()),
        primary: Zeroizing::new(primary.to_vec()),
    };
    for slot in [KeySlot::First, KeySlot::Second] {
        let end = header.key_end(slot);
        match header.key(slot) {
            Some(record) => comes_back(&record.certificate()),
            None => assert_eq!(end, None, "no key, no end"),
        }
        if let Ok(password) = header.check_password(None) {
            comes_back(&header.open(slot, &pair, &password));
        }
    }
    Ok(())
}

/// The first DER element as far as its length goes, and what comes after it.
fn element(bytes: &[u8]) -> (&[u8], &[u8]) {
    let length = match bytes {
        [_, length, ..] if *length < 0x80 => 2 + usize::from(*length),
        [_, 0x81, length, ..] => 3 + usize::from(*length),
        [_, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => bytes.len(),
    };
    bytes.split_at(length.min(bytes.len()))
}

/// Goes on to the attributes and the signature.
fn signed_data(bytes: &[u8]) -> Result<(), CmsError> {
    let message = SignedData::from_der_or_pem(bytes)?;
    for signer in message.signers().iter().take(2) {
        comes_back(&message.examine(signer, &[], Some(b"a document")));
    }
    Ok(())
}

/// Goes on to the content keys, whose structures the message hides in OCTET STRINGs: each recipient
/// is opened with a key of each kind.
fn enveloped_data(bytes: &[u8]) -> Result<(), EnvelopeError> {
    let message = EnvelopedData::from_der_or_pem(bytes)?;
    for recipient in message.recipients().iter().take(2) {
        for key in keys() {
            comes_back(&message.open_as(recipient, &key, &mut NoChance));
        }
    }
    Ok(())
}

/// One key of each kind that opens quickly.
fn keys() -> Vec<PrivateKey> {
    let gost =
        smena_gost::SigningKey::from_le_bytes(smena_gost::ParameterSet::CryptoProA, &[7; 32])
            .ok()
            .and_then(|key| PrivateKey::from_gost(key).ok());
    let nist =
        PrivateKey::generate(smena_pki::algorithm::KeyAlgorithm::EcdsaP256, &mut NoChance).ok();
    gost.into_iter().chain(nist).collect()
}

/// The same octets always: nothing here is secret.
struct NoChance;

impl rand_core::TryRng for NoChance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(0x0707_0707)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(0x0707_0707_0707_0707)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.fill(0x07);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for NoChance {}
