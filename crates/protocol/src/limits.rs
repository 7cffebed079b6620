//! Every maximum that this crate holds to, in one place.
//!
//! A limit is tested at its value and one beyond it, beside the code that reads it.

/// Octets of an envelope as it stands in an HTTP body, whatever message it carries.
pub const ENVELOPE_BYTES_MAX: usize = 384 * 1024;

/// Octets of the payload of a claim: a code, a public key (RSA 4096 at most) and two short texts.
pub const CLAIM_BYTES_MAX: usize = 8 * 1024;

/// Octets of the payload of an errand: names, hashes and rules; large parts are fetched apart.
pub const ERRAND_BYTES_MAX: usize = 64 * 1024;

/// Octets of the payload of a result: one CMS or one PKCS#10 in base64url.
pub const RESULT_BYTES_MAX: usize = 256 * 1024;

/// Octets of the payload of an authority's statement: a root and a chain of certificates.
pub const STATEMENT_BYTES_MAX: usize = 64 * 1024;

/// Octets of a JSON body that is not an envelope.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// Octets of a part that an errand names: the size of the largest permitted PDF.
pub const PART_BYTES_MAX: usize = PDF_BYTES_MAX;

/// Octets of a sign-in CMS (security design, 1.6 a).
pub const SIGN_IN_CMS_BYTES_MAX: usize = 16 * 1024;

/// Octets of any other product: an application with its certificate, a request, a receipt.
pub const PRODUCT_BYTES_MAX: usize = 128 * 1024;

/// Octets of one signed DER structure of `v1::signed`, the two hashed objects included.
pub const STRUCTURE_BYTES_MAX: usize = 128 * 1024;

/// Fields of an application's data.
pub const APPLICATION_FIELDS_MAX: usize = 256;

/// Characters of one value of an application's data.
pub const VALUE_CHARACTERS_MAX: usize = 4096;

/// Characters of a name: of a procedure, a profile, the key of a field.
pub const NAME_CHARACTERS_MAX: usize = 128;

/// Octets of a host of an origin (RFC 1035, 2.3.4, without the final dot).
pub const HOST_BYTES_MAX: usize = 253;

/// Octets of one label of a host (RFC 1035, 2.3.4).
pub const HOST_LABEL_BYTES_MAX: usize = 63;

/// Characters of a return path after its first slash.
pub const RETURN_PATH_CHARACTERS_MAX: usize = 200;

/// Octets of a PDF that is signed.
pub const PDF_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Pages of a PDF that is signed.
pub const PDF_PAGES_MAX: usize = 20;

/// Octets of a document that a person sends (security design, 4).
pub const SCAN_BYTES_MAX: usize = 10 * 1024 * 1024;

/// Pages of a document that a person sends.
pub const SCAN_PAGES_MAX: usize = 30;

/// Objects of a PDF, those inside object streams included.
pub const PDF_OBJECTS_MAX: usize = 50_000;

/// Depth of nested arrays and dictionaries in a PDF, of its page tree and of its forms.
pub const PDF_DEPTH_MAX: usize = 64;

/// Octets that all the streams of a PDF may unpack to together.
pub const PDF_UNPACKED_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Values (numbers, names, strings, arrays …) that all objects of a PDF hold together.
pub const PDF_VALUES_MAX: usize = 1_000_000;

/// Characters of text that are taken out of a PDF.
pub const PDF_TEXT_CHARACTERS_MAX: usize = 1_000_000;

/// Code points that the character maps of one PDF may name together.
pub const PDF_MAP_ENTRIES_MAX: usize = 200_000;

/// Forms (reusable drawings) that the text of one PDF may run through.
pub const PDF_FORMS_MAX: usize = 1_000;
