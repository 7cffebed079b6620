//! Limits of what comes from outside, and of waiting.

use std::time::Duration;

/// How far the clock of a signer may differ from the server's, in minutes, either way.
pub const CLOCK_MINUTES_MAX: i64 = 10;
/// How far the validity of a certificate begins before its issue, in minutes: whoever's clock was good enough for the
/// application shall not find the certificate "not yet valid".
pub const BACKDATE_MINUTES: i64 = CLOCK_MINUTES_MAX;
/// How often a command is decided anew after another one was faster.
pub const DECIDE_ATTEMPTS_MAX: u32 = 8;
/// How often a serial number is drawn before something must be wrong with the random source.
pub const SERIAL_ATTEMPTS_MAX: u32 = 4;
/// How long the work of one request may take.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(30);
/// How long a worker holds a job, in seconds; after this another one may take it.
pub const LEASE_SECONDS: i64 = 3;
/// How long the worker waits for a bell before it looks by itself whether a job is due.
pub const WORKER_PAUSE_MAX: Duration = Duration::from_secs(1);
/// How often a job is tried before a person has to look.
pub const JOB_ATTEMPTS_MAX: i64 = 30;
/// The longest pause between two attempts of a job, in seconds.
pub const JOB_PAUSE_SECONDS_MAX: i64 = 3_600;
/// Rows that are read at a time where a whole table is walked.
pub const WALK_ROWS: i64 = 200;
/// Entries of a revocation list.
pub const LIST_ENTRIES_MAX: usize = 1_000_000;
/// Longest configuration, certificate or password file that is read, in octets.
pub const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// Longest revocation list of another system that is consulted, in octets: about half a million entries.
pub const STATUS_LIST_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// How far the clock may run behind the newest journal entry, in seconds: entries are written by several requests at
/// once, each at its own begin. Beyond this nothing is issued.
pub const CLOCK_BACK_SECONDS_MAX: i64 = 5;
/// How often the renewal of an intent or a revocation list is begun anew because another process was faster.
pub const RACE_ATTEMPTS_MAX: u32 = 4;
/// How often a worker extends its lease.
pub const LEASE_EXTENSION: Duration = Duration::from_secs(1);
/// How often the worker looks whether a new revocation list is due, in seconds.
pub const LIST_PAUSE_SECONDS: i64 = 60;
/// How long the code of an errand can be claimed, in seconds.
pub const ERRAND_CODE_SECONDS: i64 = 10 * 60;
/// How long a typed code can be claimed, in seconds: it has 60 bits only.
pub const TYPED_CODE_SECONDS: i64 = 5 * 60;
/// How long an agent has for a sign-in, in seconds.
pub const ERRAND_SIGN_IN_SECONDS: i64 = 5 * 60;
/// How long an agent has for any other errand, in seconds.
pub const ERRAND_SECONDS: i64 = 30 * 60;
/// How long a return code can be used, in seconds.
pub const RETURN_CODE_SECONDS: i64 = 2 * 60;
/// How long a sign-in speaks for whoever sits at the computer where the telephone of a renewal is changed, in seconds.
pub const FRESH_SIGN_IN_SECONDS: i64 = 15 * 60;
/// How often it is noted that a session is in use, in seconds.
pub const SESSION_NOTE_SECONDS: i64 = 60;
/// How many renewals of one holder are looked at and shown.
pub const RENEWALS_SHOWN_MAX: i64 = 200;
/// How many certificates of one holder are looked at and shown.
pub const CERTIFICATES_SHOWN_MAX: i64 = 200;
/// How many entries of a renewal's journal its page shows.
pub const HISTORY_SHOWN_MAX: i64 = 200;
/// Fields of one form.
pub const FORM_FIELDS_MAX: usize = 400;
/// Octets of a form without files: the longest legal values of all its fields, escaped.
pub const FORM_BYTES_MAX: usize = 128 * 1024;
/// Octets of the token that a form carries, in hex.
pub const FORM_TOKEN_BYTES_MAX: usize = 96;
/// After how many seconds without an answer the page of an errand offers the download and the typed code.
pub const DOOR_PATIENCE_SECONDS: i64 = 5;
/// Documents that are sent for one renewal.
pub const UPLOADS_MAX: i64 = 40;
/// Pixels of a picture that is sent.
pub const SCAN_PIXELS_MAX: u64 = 40_000_000;
/// Pixels of one side of a picture that is sent: 150 centimetres at 300 dots an inch.
pub const SCAN_SIDE_PIXELS_MAX: u32 = 18_000;
/// Memory for one picture while it is decoded, in octets: four octets a pixel, and as much again to work in.
pub const SCAN_MEMORY_BYTES_MAX: u64 = 2 * 4 * SCAN_PIXELS_MAX;
/// Characters of the name of a document that is sent, without its ending.
pub const UPLOAD_NAME_CHARS_MAX: usize = 80;
/// How often an issue code can be entered.
pub const ISSUE_CODE_TRIES_MAX: i64 = 10;
/// How long an issue code holds, in days.
pub const ISSUE_CODE_DAYS: i64 = 30;
/// Seconds whose whole budget of requests may be used at once.
pub const BUDGET_SECONDS: u32 = 10;
/// Pause between two sweeps of full buckets, in seconds.
pub const SWEEP_PAUSE_SECONDS: i64 = 60;
/// How long a code that was sent to a telephone can be entered, in seconds.
pub const CODE_SECONDS: i64 = 10 * 60;
/// How often a code of a telephone can be entered.
pub const CODE_TRIES_MAX: i64 = 5;
/// How often codes can be entered wrongly in a day for one number or one renewal, whichever codes they are.
pub const CODE_TRIES_A_DAY_MAX: i64 = 10;
/// How long to wait before another code can be asked for, in seconds: after the first, the second, every further one.
pub const CODE_PAUSES_SECONDS: [i64; 3] = [60, 120, 300];
/// Messages with codes to one number in an hour.
pub const CODE_MESSAGES_OF_NUMBER_MAX: i64 = 5;
/// Messages with codes that one network asks for in an hour.
pub const CODE_MESSAGES_OF_NETWORK_MAX: i64 = 20;
/// Accounts of operators that are listed.
pub const OPERATORS_SHOWN_MAX: i64 = 200;
/// Characters of the name of an operator's account.
pub const OPERATOR_NAME_CHARS_MAX: usize = 64;
