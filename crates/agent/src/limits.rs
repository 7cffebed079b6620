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
