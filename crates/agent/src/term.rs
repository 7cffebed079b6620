//! How long a certificate is valid still, as people count: in whole days.

use smena_pki::certificate::Certificate;
use time::OffsetDateTime;

/// Whole days until a certificate ends: 0 on the last one, negative when it has ended.
#[must_use]
pub fn days_left(certificate: &Certificate, now: OffsetDateTime) -> i64 {
    (certificate.not_after() - now)
        .whole_seconds()
        .div_euclid(24 * 60 * 60)
}
