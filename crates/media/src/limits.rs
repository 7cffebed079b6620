//! Every limit that this crate puts on data it did not make itself.

/// Most entries that a folder medium lists, archive included.
pub const ENTRIES_MAX: usize = 1_000;

/// Largest file that a folder medium reads, in octets. A key of RSA 8192 with its wrapping is under 8 KiB.
pub const FILE_SIZE_BYTES_MAX: usize = 64 * 1024;

/// Largest file without secrets (a log, say) that is read whole, in octets.
pub const LONG_FILE_SIZE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// Longest password, in octets of its UTF-8 form after normalisation.
pub const PASSWORD_SIZE_BYTES_MAX: usize = 1_024;

/// Fewest PBKDF2 iterations that a new key file gets; RFC 9337 recommends 2,000, which is too few today.
pub const PBKDF2_ITERATIONS_MIN: u32 = 100_000;

/// Most PBKDF2 iterations that calibration gives, so that a slower computer still opens the file.
pub const PBKDF2_ITERATIONS_MAX: u32 = 2_000_000;

/// Most mounts that are looked at for removable drives.
pub const MOUNTS_MAX: usize = 4_096;

/// Most objects of one class that are looked at on a token.
pub const TOKEN_OBJECTS_MAX: usize = 1_000;

/// Longest PKCS#11 name of a key (CKA_ID) that is used as the name of its entry, in octets.
pub const TOKEN_KEY_ID_SIZE_BYTES_MAX: usize = 32;

/// Longest DER value of a GOST attribute that is read from a token, in octets. An object identifier has under 16.
pub const GOST_ATTRIBUTE_SIZE_BYTES_MAX: usize = 64;
