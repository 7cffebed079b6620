//! The maxima of everything in this crate that runs over outside bytes.
//!
//! Each has a test at the limit and one beyond it, beside the code that keeps it.

/// Octets of a certificate, request or key file; larger input is refused before parsing.
pub const INPUT_OCTETS_MAX: usize = 256 * 1024;
/// Attributes of one name.
pub const NAME_ATTRIBUTES_MAX: usize = 128;
/// Extensions of one certificate or request.
pub const EXTENSIONS_MAX: usize = 128;
/// Entries of one list inside an extension (names, policies, distribution points).
pub const EXTENSION_ENTRIES_MAX: usize = 2_048;
/// Attributes of one PKCS#10 request.
pub const REQUEST_ATTRIBUTES_MAX: usize = 64;
/// Masks of a masked GOST private key.
pub const KEY_MASKS_MAX: usize = 16;
/// Bits of an RSA modulus that is read at all.
pub const RSA_BITS_MAX: u32 = 8_192;
/// Octets of a serial number that is read at all; RFC 5280 allows 20 to be written.
pub const SERIAL_OCTETS_MAX: usize = 64;
/// Fewest PBKDF2 iterations of a key file that is read.
pub const PBKDF2_ITERATIONS_MIN: u32 = 1_000;
/// Most PBKDF2 iterations of a key file that is read.
pub const PBKDF2_ITERATIONS_MAX: u32 = 10_000_000;
/// Most memory, in octets, that the scrypt parameters of a key file may ask for (N·r·128).
pub const SCRYPT_MEMORY_OCTETS_MAX: u64 = 64 * 1024 * 1024;
/// Most work of the scrypt parameters of a key file, as N·r·p.
pub const SCRYPT_WORK_MAX: u64 = 16 * 1024 * 1024;
/// Octets of a salt in a key file.
pub const SALT_OCTETS_MAX: usize = 256;

// --- CMS, revocation lists, path validation ---

/// Octets of a CMS message that is read.
pub const CMS_OCTETS_MAX: usize = 64 * 1024 * 1024;
/// Certificates, and likewise revocation lists, inside one CMS message.
pub const CMS_CERTIFICATES_MAX: usize = 64;
/// Signers of one CMS message that is read; the strict verification takes one.
pub const CMS_SIGNERS_MAX: usize = 16;
/// Recipients of one enveloped CMS message that is read.
pub const CMS_RECIPIENTS_MAX: usize = 256;
/// Attributes in each of the two sets of a signer.
pub const CMS_ATTRIBUTES_MAX: usize = 64;
/// Values of one attribute.
pub const CMS_ATTRIBUTE_VALUES_MAX: usize = 64;
/// Nesting of DER and BER that is followed where the structure does not bound it.
pub const DER_DEPTH_MAX: usize = 64;
/// Octets of a revocation list that is read: about four million entries.
pub const CRL_OCTETS_MAX: usize = 256 * 1024 * 1024;
/// Entries of a revocation list that is read or written.
pub const CRL_ENTRIES_MAX: usize = 4_000_000;
/// Octets of a serial number that RFC 5280 allows to be written.
pub const SERIAL_WRITTEN_OCTETS_MAX: usize = 20;
/// Signatures verified in one path validation, those of revocation lists included.
pub const PATH_SIGNATURES_MAX: usize = 100;
/// Candidates looked at as an issuer in one path validation.
pub const PATH_STEPS_MAX: usize = 5_000;
/// Comparisons of a name with a name constraint in one path validation.
pub const PATH_NAME_COMPARISONS_MAX: usize = 100_000;
/// Authorities between a certificate and its anchor, unless the caller allows fewer.
pub const PATH_INTERMEDIATES_MAX: usize = 8;
/// Certificates of one path in all, self-issued ones included.
pub const PATH_CERTIFICATES_MAX: usize = 16;
/// Policies alive at one point of a path.
pub const PATH_POLICIES_MAX: usize = 256;
/// Entries of a revocation list that are described one by one; of a longer list the others are
/// counted.
pub const DESCRIBED_ENTRIES_MAX: usize = 10_000;

// --- PKCS#12 ---

/// Octets of a PKCS#12 file that is read.
pub const PFX_OCTETS_MAX: usize = 1024 * 1024;
/// Parts (`ContentInfo`) of one PKCS#12 file.
pub const PFX_PARTS_MAX: usize = 64;
/// Bags of one PKCS#12 file, in all its parts and at all depths.
pub const PFX_BAGS_MAX: usize = 256;
/// Bags inside of bags in a PKCS#12 file.
pub const PFX_DEPTH_MAX: usize = 4;
/// Attributes of one bag.
pub const PFX_ATTRIBUTES_MAX: usize = 32;
/// Work that one attempt to open a PKCS#12 file may cost, in iterations of its derivations, summed
/// over all parts, keys and forms of the password; a block of scrypt counts as one.
pub const PFX_WORK_MAX: u64 = 40_000_000;
/// Fewest iterations of a PKCS#12 file that is written with AES.
pub const PFX_AES_ITERATIONS_MIN: u32 = 600_000;
/// Fewest iterations of a PKCS#12 file that is written with GOST ciphers, as of a key file.
pub const PFX_GOST_ITERATIONS_MIN: u32 = 100_000;
/// Iterations below which a PKCS#12 file is said to be weakly protected (RFC 8018, section 4.2).
pub const PFX_ITERATIONS_FEW: u32 = 1_000;

// --- containers of CryptoPro ---

/// Octets of one file of a key container; a header with two certificates has about 5,000.
pub const CONTAINER_FILE_OCTETS_MAX: usize = 64 * 1024;
/// Octets of the name of a key container that is read or written.
pub const CONTAINER_NAME_OCTETS_MAX: usize = 256;
/// Candidates drawn for a mask before the generator is called broken: at worst three in four are
/// refused, so a good one gets here with a chance below 2⁻⁵⁰.
pub const MASK_CANDIDATES_MAX: usize = 128;
