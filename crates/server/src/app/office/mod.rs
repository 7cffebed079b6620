//! What the office, registers, bodies and the billing do to renewals.
//!
//! - [`list`], [`find`]: what waits, and one renewal as the office sees it.
//! - [`decide`]: approvals, rejections, returns and what takes two.
//! - [`answers`]: what registers, bodies and the billing answered, told by whoever asked them.

pub mod answers;
pub mod decide;

use smena_domain::{
    certificate::ContentHash,
    renewal::{Command, Renewal, RenewalId, StageName},
};
use smena_pki::name::Name;
use smena_store::{holders, renewals};

use super::{
    Actor, App, Ctx,
    failure::Failure,
    holders::HolderFacts,
    operators::{self, Account},
    plan::certificate_plan,
    renewals::{execute, load},
    shelf,
};
use crate::limits::RENEWALS_SHOWN_MAX;

/// A renewal as the office sees it.
pub struct Case {
    /// The renewal.
    pub renewal: Renewal,
    /// The holder's name.
    pub holder: String,
}

/// A certificate plan as the office sees it before it decides.
pub struct Planned {
    /// SHA-256 of the plan: what a decision covers.
    pub hash: ContentHash,
    /// The subject of the certificate to be.
    pub subject: Name,
}

/// The renewals at a stage, or all that are open, by the time of their begin.
///
/// # Errors
/// Faults of ours alone.
pub async fn list(app: &App, stage: Option<StageName>) -> Result<Vec<Case>, Failure> {
    let stages: Vec<StageName> = match stage {
        Some(stage) => vec![stage],
        None => StageName::ALL
            .iter()
            .copied()
            .filter(|stage| !stage.is_closed())
            .collect(),
    };
    let mut tx = app.store.read().await?;
    let mut found = Vec::new();
    for stage in stages {
        let rows = renewals::at_stage::<Renewal>(&mut tx, stage.as_str(), None, RENEWALS_SHOWN_MAX)
            .await?;
        for row in rows {
            let holder = holders::find::<HolderFacts>(&mut tx, row.holder).await?;
            found.push(Case {
                renewal: row.state,
                holder: holder.map(|holder| holder.label).unwrap_or_default(),
            });
        }
    }
    tx.rollback().await?;
    found.sort_by_key(|case| case.renewal.opened_at());
    Ok(found)
}

/// One renewal.
///
/// # Errors
/// [`super::failure::Denial::NotFound`]; or faults of ours.
pub async fn find(app: &App, id: RenewalId) -> Result<Case, Failure> {
    let row = load(app, id).await?;
    let mut tx = app.store.read().await?;
    let holder = holders::find::<HolderFacts>(&mut tx, row.holder).await?;
    tx.rollback().await?;
    Ok(Case {
        renewal: row.state,
        holder: holder.map(|holder| holder.label).unwrap_or_default(),
    })
}

/// The plan of a renewal's certificate as it is now.
///
/// # Errors
/// Faults of ours alone.
pub async fn plan(app: &App, renewal: &Renewal) -> Result<Planned, Failure> {
    let (_, old) = shelf::certificate(app, renewal.old_thumbprint()).await?;
    let planned = certificate_plan(app, renewal, &old)?;
    Ok(Planned {
        hash: planned.hash,
        subject: planned.subject,
    })
}

/// The account that acts, with the request that it acts in.
async fn acting(app: &App, ctx: &Ctx, name: &str) -> Result<(Account, Ctx), Failure> {
    let account = operators::find(app, name).await?;
    let ctx = ctx.acting_as(Actor::Operator(account.id));
    Ok((account, ctx))
}

async fn run(app: &App, ctx: &Ctx, id: RenewalId, command: Command) -> Result<Renewal, Failure> {
    Ok(execute(app, ctx, id, command).await?.renewal)
}
