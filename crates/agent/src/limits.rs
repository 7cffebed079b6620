//! Every limit that the agent puts on data it did not make itself.

use std::time::Duration;

/// Longest wait for one answer of the authority.
pub const ANSWER_WAIT_MAX: Duration = Duration::from_secs(30);

/// Longest wait for a connection.
pub const CONNECT_WAIT_MAX: Duration = Duration::from_secs(10);

/// Most attempts at one request when the network fails.
pub const ATTEMPTS_MAX: u32 = 4;

/// Largest answer, in octets; the largest part (a PDF) has the same limit.
pub const ANSWER_SIZE_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Largest file that is inspected or verified, in octets. The largest revocation list seen has 46 MiB.
pub const INSPECTED_FILE_SIZE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Most certificates or revocation lists taken from a folder.
pub const POOL_FILES_MAX: usize = 2_000;

/// Longest wait for the authority to issue, in the foreground; afterwards `smena install` goes on.
pub const ISSUE_WAIT_MAX: Duration = Duration::from_mins(1);

/// How far the clocks of authority and computer may be apart.
pub const CLOCKS_APART_MAX: Duration = Duration::from_mins(10);

/// How far apart they may be before the check of the workplace speaks of it.
pub const CLOCKS_APART_UNSEEN: Duration = Duration::from_mins(1);

/// Days before its end from which a certificate wants to be renewed: the earliest that any procedure opens (K1, R1).
pub const RENEWAL_DUE_DAYS: i64 = 60;

/// Days before its end from which the check of the workplace speaks of a root certificate.
pub const ROOT_ENDS_SOON_DAYS: i64 = 30;

/// Least room for a new key on a token, in octets: what the medium itself asks for before it makes one.
pub const SPACE_TOKEN_BYTES_MIN: u64 = 8 * 1024;

/// Least room for a new key in a folder, in octets: file systems give it out in blocks, and files are written twice.
pub const SPACE_FOLDER_BYTES_MIN: u64 = 256 * 1024;

/// Largest program file whose hash is taken, in octets; a build for debugging has a few hundred MiB.
pub const PROGRAM_SIZE_BYTES_MAX: u64 = 1024 * 1024 * 1024;

/// How often the companion makes its round.
pub const COMPANION_PAUSE: Duration = Duration::from_hours(1);

/// How often the companion checks the workplace.
pub const WORKPLACE_CHECKED_EVERY: time::Duration = time::Duration::DAY;

/// Most days for which a reminder is put off.
pub const LATER_DAYS_MAX: u16 = 60;
