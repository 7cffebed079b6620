//! Every limit that this crate puts on what callers and files give it.

use cryptoki_sys::CK_SLOT_ID;

/// Most tokens in one folder.
pub const TOKENS_MAX: CK_SLOT_ID = 64;

/// Most sessions of one process.
pub const SESSIONS_MAX: usize = 256;

/// Most objects on one token, and most session objects of one process.
pub const OBJECTS_MAX: usize = 1_000;

/// Most attributes in one template.
pub const TEMPLATE_ATTRIBUTES_MAX: usize = 256;

/// Longest value of one attribute, in octets: what leaves the file of an object below the media's limit of a file.
pub const ATTRIBUTE_OCTETS_MAX: usize = 16 * 1024;

/// Longest text that is signed, verified or hashed, in octets; it is held in memory.
pub const MESSAGE_OCTETS_MAX: usize = 64 * 1024 * 1024;

/// Shortest PIN, in octets.
pub const PIN_OCTETS_MIN: usize = 4;

/// Longest PIN, in octets.
pub const PIN_OCTETS_MAX: usize = 64;

/// Fewest iterations of PBKDF2 between a PIN and its key; tests take them, tokens of people have the default.
pub const PIN_ITERATIONS_MIN: u32 = 1_000;

/// Most iterations of PBKDF2 that a token is read with.
pub const PIN_ITERATIONS_MAX: u32 = 10_000_000;

/// Most octets that one call draws from the random source.
pub const RANDOM_OCTETS_MAX: usize = 64 * 1024;

/// Longest script of faults, in lines.
pub const FAULT_LINES_MAX: usize = 1_000;

/// Longest time that a script slows one call by, in milliseconds.
pub const SLOW_MS_MAX: u64 = 60_000;

/// Longest wait for another process that writes to the same token, in milliseconds.
pub const LOCK_WAIT_MS_MAX: u64 = 10_000;
