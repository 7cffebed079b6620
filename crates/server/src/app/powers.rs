//! What is known of powers of attorney: the office records it for a holder, a renewal asks for it (C12 to C17).

use smena_domain::{
    person::HolderId,
    procedure::{Procedure, Slug},
    renewal::{PowerFact, PowerState},
};
use smena_store::holders;

use super::{
    App, Ctx,
    failure::{Denial, Failure},
    holders::HolderFacts,
    record::{Entry, record},
};

/// What is known of each power that a procedure requires of a holder. One that nobody recorded is missing.
///
/// # Errors
/// Faults of ours alone.
pub async fn of_holder(
    app: &App,
    holder: HolderId,
    procedure: &Procedure,
) -> Result<Vec<PowerFact>, Failure> {
    let required = &procedure.gathering.required_powers;
    if required.is_empty() {
        return Ok(Vec::new());
    }
    let mut tx = app.store.read().await?;
    let found = holders::find::<HolderFacts>(&mut tx, holder).await?;
    tx.rollback().await?;
    let known = found.map(|row| row.facts.powers).unwrap_or_default();
    let state_of = |power: &Slug| {
        known
            .iter()
            .find(|fact| fact.power == *power)
            .map_or(PowerState::Missing, |fact| fact.state)
    };
    Ok(required
        .iter()
        .map(|power| PowerFact {
            power: power.clone(),
            state: state_of(power),
        })
        .collect())
}

/// Records what the office found out about a power of a holder.
///
/// # Errors
/// [`Denial::NotFound`] for an unknown holder; or faults of ours.
pub async fn note(app: &App, ctx: &Ctx, holder: HolderId, fact: PowerFact) -> Result<(), Failure> {
    let mut tx = app.store.write().await?;
    let Some(mut row) = holders::find::<HolderFacts>(&mut tx, holder).await? else {
        tx.rollback().await?;
        return Err(Denial::NotFound {}.into());
    };
    let entry = Entry {
        command: "note-power",
        subject: format!("holder:{holder}"),
        outcome: "done",
        details: serde_json::json!({ "power": fact.power.as_str(), "state": word_of(fact.state) }),
    };
    row.facts.powers.retain(|known| known.power != fact.power);
    row.facts.powers.push(fact);
    holders::update(&mut tx, &row, ctx.now).await?;
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(())
}

/// The state in one word, as the journal and programs read it.
#[must_use]
pub const fn word_of(state: PowerState) -> &'static str {
    match state {
        PowerState::Expired { .. } => "expired",
        PowerState::Missing => "missing",
        PowerState::Revoked { .. } => "revoked",
        PowerState::Valid { .. } => "valid",
    }
}
