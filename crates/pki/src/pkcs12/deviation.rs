//! What PKCS#12 files do against the documents, or weaker than them, and the reader here takes.
//!
//! Each variant is a row of `docs/formats/pkcs12.md`; a test holds the two together.

use const_oid::ObjectIdentifier;

/// One tolerated deviation of a PKCS#12 file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Deviation {
    /// Lengths that are not DER, or strings in pieces.
    BerEncoding,
    /// Octets after the file's structure.
    TrailingOctets,
    /// No code of authenticity: nothing shows that the file is whole.
    NoMac,
    /// Fewer iterations than [`crate::limits::PFX_ITERATIONS_FEW`].
    FewIterations(u32),
    /// A part or key is encrypted with a cipher that is broken or weak.
    WeakCipher(ObjectIdentifier),
    /// A part or key is encrypted as only the programs of one vendor do it.
    VendorScheme(ObjectIdentifier),
    /// A private key is not encrypted by itself.
    ClearKey,
    /// No password is written as no octets instead of as an empty BMPString.
    PasswordAbsent,
    /// Each octet of the password's UTF-8 was taken for a character.
    PasswordOctets,
    /// A code of authenticity with a GOST hash whose key is not derived by RFC 9548.
    ClassicGostMac,
    /// A GOST cipher whose key is derived with a foreign function.
    ForeignFunction(ObjectIdentifier),
    /// CTR-ACPKM whose key changes earlier than R 1323565.1.017 says, as OpenSSL's engine has it.
    ShortSections,
}
