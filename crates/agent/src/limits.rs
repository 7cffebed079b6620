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

/// Longest wait for the outbox of an authority while another errand hands in its result: as long as all its attempts may take.
pub const OUTBOX_WAIT_MAX: Duration = Duration::from_secs(150);

/// How often it is looked whether the outbox is free again.
pub const OUTBOX_LOOK: Duration = Duration::from_millis(20);

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

/// Most connections to the agent's pages at one time.
pub const PAGE_CONNECTIONS_MAX: usize = 32;

/// Longest head of a request to the agent's pages, in octets: the least that the library can keep to.
pub const PAGE_HEAD_BYTES_MAX: usize = 8 * 1024;

/// Most headers of such a request.
pub const PAGE_HEADERS_MAX: usize = 64;

/// Longest wait for the head of such a request.
pub const PAGE_HEAD_WAIT_MAX: Duration = Duration::from_secs(10);

/// Longest body of such a request, in octets; documents come from the authority, not from the browser.
pub const PAGE_BODY_BYTES_MAX: usize = 64 * 1024;

/// Most fields of a form of the agent's pages.
pub const PAGE_FIELDS_MAX: usize = 32;

/// Most errands under way at one time.
pub const ERRANDS_MAX: usize = 4;

/// Most pages that are remembered; the oldest that are over go first.
pub const TALKS_MAX: usize = 64;

/// Longest wait for an answer of the person: as long as an errand lasts when more time was given.
pub const PERSON_WAIT_MAX: Duration = Duration::from_hours(1);

/// How long a POST waits for what follows it, before the page of progress is shown.
pub const NEXT_PAGE_WAIT_MAX: Duration = Duration::from_millis(1_500);

/// After how long without an act a PIN or password is forgotten.
pub const SITTING_IDLE_MAX: Duration = Duration::from_mins(5);

/// How often it is looked whether a sitting is over or its medium is gone.
pub const SITTING_LOOK: Duration = Duration::from_secs(10);

/// Most events of the sensor's page in one message.
pub const EVENTS_MAX: usize = 512;

/// The fixed port of door B.
pub const PAGE_PORT: u16 = 17_817;

/// Longest line that is read from the agent's socket, in octets.
pub const SOCKET_LINE_BYTES_MAX: u64 = 8 * 1024;

/// Longest wait for the agent's answer on its socket.
pub const SOCKET_WAIT_MAX: Duration = Duration::from_secs(45);

/// Longest line of the program of the PIN window, in octets without its end: what Assuan allows ("Client/server protocol").
pub const WINDOW_LINE_BYTES_MAX: usize = 1_000;

/// Most lines of one of its answers, and most empty answers of the person in a row.
pub const WINDOW_LINES_MAX: usize = 64;

/// Longest PIN or password from the window, in octets: as long as a medium takes one.
pub const WINDOW_SECRET_BYTES_MAX: usize = 1_024;

/// Longest time for which the PIN window stands open: some hold the keyboard as long.
pub const PIN_WINDOW_WAIT_MAX: Duration = Duration::from_mins(2);

/// How much longer its program may take to say that the time is over.
pub const PIN_WINDOW_GRACE: Duration = Duration::from_secs(5);

/// Longest wait for the user's systemd to say which desktop there is.
pub const SESSION_WAIT_MAX: Duration = Duration::from_secs(2);

/// Most of what it says, in octets.
pub const SESSION_BYTES_MAX: u64 = 256 * 1024;

/// How long one look at the PIN window takes, between looks at what the page has brought.
pub const PIN_WINDOW_LOOK: Duration = Duration::from_millis(200);
