//! Whether certificates are issued at this instant.

use smena_store::{StoreError, journal};
use time::OffsetDateTime;

use super::{App, Ctx};
use crate::limits::CLOCK_BACK_SECONDS_MAX;

/// Why nothing is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StopReason {
    /// The clock runs behind what the journal has recorded.
    #[error("the clock stands at {now}, behind the newest journal entry of {newest}")]
    ClockBehind {
        /// What the clock says.
        now: OffsetDateTime,
        /// The newest entry of the journal.
        newest: OffsetDateTime,
    },
    /// A signature of the issuing key did not verify.
    #[error("a signature of the issuing key did not verify")]
    KeySuspect,
    /// The issuing certificate is not valid now.
    #[error("the issuing certificate is valid from {not_before} to {not_after} only")]
    IssuerNotValid {
        /// The begin of its validity.
        not_before: OffsetDateTime,
        /// The end of its validity.
        not_after: OffsetDateTime,
    },
}

impl StopReason {
    /// The code by which the words for it are found.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ClockBehind { .. } => "clock-behind",
            Self::KeySuspect => "key-suspect",
            Self::IssuerNotValid { .. } => "issuer-not-valid",
        }
    }
}

/// Looks for a reason against issuing.
///
/// # Errors
///
/// [`StoreError`]; then nothing is issued either.
pub async fn stop_reason(app: &App, ctx: &Ctx) -> Result<Option<StopReason>, StoreError> {
    if app.authority.is_suspect() {
        return Ok(Some(StopReason::KeySuspect));
    }
    let issuing = app.authority.issuing();
    if !issuing.validity().contains(ctx.now) {
        let (not_before, not_after) = (issuing.not_before(), issuing.not_after());
        return Ok(Some(StopReason::IssuerNotValid {
            not_before,
            not_after,
        }));
    }
    let mut tx = app.store.read().await?;
    let newest = journal::newest(&mut tx).await?;
    tx.rollback().await?;
    let behind = (newest - ctx.now).whole_seconds() > CLOCK_BACK_SECONDS_MAX;
    Ok(behind.then_some(StopReason::ClockBehind {
        now: ctx.now,
        newest,
    }))
}
