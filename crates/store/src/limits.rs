//! Every maximum of the store, in one place.

use crate::StoreError;

/// Rows that one page of a list holds at most.
pub const PAGE_ROWS_MAX: i64 = 200;
/// Rows that one sweep (expired errands, ended sessions) changes at most.
pub const SWEEP_ROWS_MAX: i64 = 500;
/// Errands that may be open in one session (`docs/formats/database.md`, errands).
pub const OPEN_ERRANDS_PER_SESSION_MAX: i64 = 3;
/// Bytes of one stored document.
pub const DOCUMENT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Bytes of what an agent made for one errand.
pub const PRODUCT_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of the JSON of one renewal.
pub const STATE_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of the JSON of a job, of a journal entry's details, of an errand's details.
pub const JSON_BYTES_MAX: usize = 64 * 1024;
/// Bytes of one certificate, or of the part of it that gets signed.
pub const CERTIFICATE_BYTES_MAX: usize = 64 * 1024;
/// Bytes of a reason or of a failure's text that is kept.
pub const TEXT_BYTES_MAX: usize = 2 * 1024;
/// Seconds after which a session without an act is over.
pub const SESSION_IDLE_SECONDS: i64 = 30 * 60;
/// Seconds after which a session is over in any case.
pub const SESSION_SECONDS_MAX: i64 = 8 * 60 * 60;
/// How often a change that names the state it leaves is tried again when that state has moved on.
pub(crate) const RACES_MAX: u32 = 3;

/// Refuses what is larger than its limit.
pub(crate) fn bounded(
    what: &'static str,
    size_bytes: usize,
    size_bytes_max: usize,
) -> Result<(), StoreError> {
    if size_bytes > size_bytes_max {
        return Err(StoreError::TooLarge {
            what,
            size_bytes,
            size_bytes_max,
        });
    }
    Ok(())
}

/// Cuts a text for a column that explains something to an administrator.
pub(crate) fn cut(text: &str) -> &str {
    let mut end = text.len().min(TEXT_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Brings the size of a page into its bounds.
pub(crate) fn page(rows: i64) -> i64 {
    rows.clamp(1, PAGE_ROWS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_at_the_limit_passes_and_one_byte_more_does_not() {
        assert!(bounded("document", DOCUMENT_BYTES_MAX, DOCUMENT_BYTES_MAX).is_ok());
        assert!(bounded("document", DOCUMENT_BYTES_MAX + 1, DOCUMENT_BYTES_MAX).is_err());
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        let text = "я".repeat(TEXT_BYTES_MAX);
        assert_eq!(cut(&text).len(), TEXT_BYTES_MAX);
        let odd = format!("a{text}");
        assert_eq!(cut(&odd).len(), TEXT_BYTES_MAX - 1);
    }

    #[test]
    fn a_page_has_at_least_one_row_and_at_most_the_limit() {
        assert_eq!(
            (page(0), page(7), page(PAGE_ROWS_MAX + 1)),
            (1, 7, PAGE_ROWS_MAX)
        );
    }
}
