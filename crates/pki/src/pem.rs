//! PEM (RFC 7468), read leniently: text around the blocks, CR LF, lines of any length.
//!
//! It knows labels and Base64, and nothing about what is inside.

use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use crate::limits;

/// Why text is no PEM.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PemError {
    /// More octets than [`limits::INPUT_OCTETS_MAX`] in one block.
    #[error("a PEM block is larger than {} octets", limits::INPUT_OCTETS_MAX)]
    TooLarge,
    /// A `BEGIN` line without its `END` line.
    #[error("a PEM block {0:?} has no end")]
    Unfinished(String),
    /// Something that is no Base64 between the two lines.
    #[error("a PEM block {0:?} is not Base64")]
    Base64(String),
}

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The words after `BEGIN`.
    pub label: String,
    /// What the Base64 means.
    pub der: Vec<u8>,
}

/// Label of certificates.
pub const CERTIFICATE: &str = "CERTIFICATE";
/// Label of PKCS#10 requests.
pub const CERTIFICATE_REQUEST: &str = "CERTIFICATE REQUEST";
/// Label of PKCS#10 requests as older Windows tools write it.
pub const NEW_CERTIFICATE_REQUEST: &str = "NEW CERTIFICATE REQUEST";
/// Label of revocation lists.
pub const CRL: &str = "X509 CRL";
/// Label of CMS.
pub const CMS: &str = "CMS";
/// Label of CMS as OpenSSL's older commands write it.
pub const PKCS7: &str = "PKCS7";
/// Label of an unencrypted PKCS#8 key.
pub const PRIVATE_KEY: &str = "PRIVATE KEY";
/// Label of an encrypted PKCS#8 key.
pub const ENCRYPTED_PRIVATE_KEY: &str = "ENCRYPTED PRIVATE KEY";
/// Label of PKCS#12, as GnuTLS writes it.
pub const PKCS12: &str = "PKCS12";

/// Characters that the Base64 of a private key needs at most, RSA of 8192 bits included.
const BODY_CAPACITY: usize = 8 * 1024;

/// Tells whether `bytes` look like PEM rather than DER.
#[must_use]
pub fn is_pem(bytes: &[u8]) -> bool {
    bytes.windows(11).any(|window| window == b"-----BEGIN ")
        && bytes.first() != Some(&crate::asn1::tag::SEQUENCE)
}

/// Reads all blocks of `text`; bytes around them are passed over.
///
/// # Errors
///
/// When a block has no end, is too large or is no Base64.
pub fn decode_all(text: &[u8]) -> Result<Vec<Block>, PemError> {
    let text = String::from_utf8_lossy(text);
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(label) = boundary(line, "BEGIN") else {
            continue;
        };
        // A private key may stand there: its text is wiped, and hardly ever copied by growing.
        let mut body = Zeroizing::new(String::with_capacity(text.len().min(BODY_CAPACITY)));
        loop {
            let line = lines
                .next()
                .ok_or_else(|| PemError::Unfinished(label.to_owned()))?;
            if boundary(line, "END") == Some(label) {
                break;
            }
            // Headers of RFC 1421 stand before the Base64; they carry no bytes of the block.
            if !line.contains(':') {
                body.extend(line.chars().filter(|c| !c.is_whitespace()));
            }
            if body.len() / 4 * 3 > limits::INPUT_OCTETS_MAX {
                return Err(PemError::TooLarge);
            }
        }
        let der = Base64::decode_vec(&body).map_err(|_| PemError::Base64(label.to_owned()))?;
        blocks.push(Block {
            label: label.to_owned(),
            der,
        });
    }
    Ok(blocks)
}

/// Reads the first block that has one of `labels`.
///
/// # Errors
///
/// As [`decode_all`].
pub fn decode(text: &[u8], labels: &[&str]) -> Result<Option<Vec<u8>>, PemError> {
    let blocks = decode_all(text)?;
    Ok(blocks
        .into_iter()
        .find(|block| labels.contains(&block.label.as_str()))
        .map(|b| b.der))
}

/// Writes one block, 64 characters to the line.
#[must_use]
pub fn encode(label: &str, der: &[u8]) -> String {
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in der.chunks(48) {
        out.push_str(&Base64::encode_string(line));
        out.push('\n');
    }
    out.push_str("-----END ");
    out.push_str(label);
    out.push_str("-----\n");
    out
}

fn boundary<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    line.trim()
        .strip_prefix("-----")?
        .strip_suffix("-----")?
        .strip_prefix(word)?
        .strip_prefix(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_comes_back() {
        for length in 0..200u8 {
            let der: Vec<u8> = (0..length).collect();
            let text = encode(CERTIFICATE, &der);
            assert!(text.lines().all(|line| line.len() <= 64));
            assert_eq!(decode(text.as_bytes(), &[CERTIFICATE]), Ok(Some(der)));
        }
    }

    #[test]
    fn text_around_and_odd_lines_are_taken() {
        let text = "subject=x\r\n-----BEGIN CERTIFICATE-----\r\nAQ\r\nID\r\n-----END CERTIFICATE-----\r\ntail";
        assert!(is_pem(text.as_bytes()));
        assert_eq!(
            decode(text.as_bytes(), &[CERTIFICATE]),
            Ok(Some(vec![1, 2, 3]))
        );
        assert_eq!(decode(text.as_bytes(), &[PRIVATE_KEY]), Ok(None));
    }

    #[test]
    fn broken_blocks_are_refused() {
        let block = |body: &str| format!("-----BEGIN A-----\n{body}\n-----END A-----\n");
        for body in ["A", "AA=A", "AAA", "AB==", "A?==", "===="] {
            let decoded = decode_all(block(body).as_bytes());
            assert_eq!(decoded, Err(PemError::Base64("A".to_owned())), "{body}");
        }
        assert_eq!(
            decode_all(b"-----BEGIN A-----\nAAAA\n"),
            Err(PemError::Unfinished("A".to_owned()))
        );
        let large = |octets: usize| block(&"AAAA".repeat(octets / 3));
        assert!(decode_all(large(limits::INPUT_OCTETS_MAX).as_bytes()).is_ok());
        assert_eq!(
            decode_all(large(limits::INPUT_OCTETS_MAX + 3).as_bytes()),
            Err(PemError::TooLarge)
        );
    }
}
