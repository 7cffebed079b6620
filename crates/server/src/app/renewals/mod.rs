//! Renewals: begun, moved on and shown.
//!
//! [`execute`] is the one way by which a command reaches a renewal. [`start`] begins one, [`command`] takes what a
//! holder can do without an errand, `typed` reads it field by field, `view` says how it stands and who owes what.

mod command;
mod execute;
mod start;
mod typed;
mod view;

pub use command::{act, ask, command};
pub use execute::{
    Conflict, ExecuteError, Executed, Within, change_of, execute, execute_with, load,
    write_decision, write_refusal,
};
pub use start::start;
pub use typed::field_of;
pub use view::status;

use smena_domain::{
    person::HolderId,
    renewal::{IdentityDocument, Renewal, RenewalId},
};
use smena_store::{
    certificates,
    renewals::{self, RenewalRow},
};

use super::{
    App,
    failure::{Denial, Failure},
};
use crate::limits::RENEWALS_SHOWN_MAX;

/// A holder's own renewal. Somebody else's is as absent as a missing one.
///
/// # Errors
/// [`Denial::NotFound`].
pub async fn of_holder(
    app: &App,
    holder: HolderId,
    id: RenewalId,
) -> Result<RenewalRow<Renewal>, Failure> {
    let row = load(app, id).await?;
    if row.holder == holder {
        Ok(row)
    } else {
        Err(Denial::NotFound {}.into())
    }
}

/// All renewals of a holder, the newest first.
///
/// # Errors
/// Faults of ours alone.
pub async fn list(app: &App, holder: HolderId) -> Result<Vec<Renewal>, Failure> {
    let mut tx = app.store.read().await?;
    let rows = renewals::of_holder::<Renewal>(&mut tx, holder, None, RENEWALS_SHOWN_MAX).await?;
    tx.rollback().await?;
    let mut list: Vec<Renewal> = rows.into_iter().map(|row| row.state).collect();
    list.sort_by_key(|renewal| std::cmp::Reverse(renewal.opened_at()));
    Ok(list)
}

/// The identity document that a holder gave last, in whichever renewal: what its form is filled with (F12).
///
/// # Errors
/// Faults of ours alone.
pub async fn last_identity_document(
    app: &App,
    holder: HolderId,
) -> Result<Option<IdentityDocument>, Failure> {
    let all = list(app, holder).await?;
    Ok(all
        .into_iter()
        .find_map(|renewal| renewal.gathered().identity_document.clone()))
}

/// The certificate of a holder's renewal, in DER: the same answer each time.
///
/// # Errors
/// [`Denial::NotFound`] while there is none.
pub async fn certificate(app: &App, holder: HolderId, id: RenewalId) -> Result<Vec<u8>, Failure> {
    let row = of_holder(app, holder, id).await?;
    let mut tx = app.store.read().await?;
    let certificate = certificates::by_renewal(&mut tx, row.id).await?;
    tx.rollback().await?;
    Ok(certificate.ok_or(Denial::NotFound {})?.der)
}
