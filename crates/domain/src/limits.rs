//! Every bound of the model, in one place. Each is tested at the limit and one beyond it.

/// Abandonments that one old certificate allows before the office takes over (`docs/protocol.md`).
pub const ABANDONMENTS_MAX: u8 = 3;
/// Longest common name that is made of other data, in characters (RFC 5280, ub-common-name).
pub const COMMON_NAME_CHARS_MAX: usize = 64;
/// Longest value of a datum, in characters.
pub const VALUE_CHARS_MAX: usize = 512;
/// Longest reason, question or comment that a person writes, in characters.
pub const REASON_CHARS_MAX: usize = 2_000;
/// Comments on one ticket.
pub const TICKET_COMMENTS_MAX: usize = 50;
/// Documents attached to one renewal.
pub const DOCUMENTS_MAX: usize = 40;
/// Confirmation codes sent for one renewal.
pub const CODES_SENT_MAX: u8 = 5;
/// Working days that the calendar counts forward at most; longer terms are no terms of a procedure.
pub const WORKING_DAYS_MAX: u16 = 250;
/// An intent whose `notBefore` is older than this, in seconds, is abandoned and built anew.
pub const INTENT_AGE_SECONDS_MAX: i64 = 3_600;
/// A phone number or address that was changed in the running renewal confirms nothing for so many seconds.
pub const NEW_CONTACT_SECONDS: i64 = 24 * 3_600;
