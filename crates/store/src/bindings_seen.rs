//! Bindings that were accepted: a signed binding counts once, whatever errand brings it.

use time::OffsetDateTime;

use crate::column::seconds;
use crate::{ErrandId, Sha256, StoreError, Tx};

statements! {
    INSERT = "INSERT INTO bindings_seen (hash, errand, seen_at) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
}

/// Remembers a binding; gives whether it was new. One that was not is refused.
///
/// # Errors
/// [`StoreError`] of the statement.
pub async fn remember(
    tx: &mut Tx,
    binding: Sha256,
    errand: ErrandId,
    at: OffsetDateTime,
) -> Result<bool, StoreError> {
    let changed = execute!(
        tx,
        INSERT,
        binding.as_bytes().as_slice(),
        errand.to_string(),
        seconds(at)
    )?;
    Ok(changed == 1)
}
