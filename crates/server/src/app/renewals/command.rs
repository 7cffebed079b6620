//! What a holder does to a renewal without an errand.

use smena_domain::{
    calendar::Moment,
    journal::{Actor as JournalActor, JournalEntry},
    person::HolderId,
    procedure::Field,
    renewal::{Command, DataChange, Refusal, Renewal, RenewalId, decide},
};
use smena_protocol::v1::{ChangeData, CommandRequested, HolderCommand, text};

use super::{Conflict, ExecuteError, Within, execute_with, of_holder, write_refusal};
use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    sessions::{self, HolderSession},
};

/// Executes a command of a holder on the revision that he saw. The same command again, after it was done, is answered
/// alike although the revision has moved on.
///
/// # Errors
/// The rules' refusal, journalled; [`Denial::NotFound`]; or faults of ours.
pub async fn command(
    app: &App,
    ctx: &Ctx,
    session: &HolderSession,
    id: RenewalId,
    asked: CommandRequested,
) -> Result<Renewal, Failure> {
    let command = command_of(app, session, asked.command).await?;
    let seen = i64::try_from(asked.revision).unwrap_or(i64::MAX);
    act(app, ctx, session.holder, id, seen, command).await
}

/// Executes what a holder decided on the revision that he saw; else as [`command`].
///
/// # Errors
/// As [`command`].
pub async fn act(
    app: &App,
    ctx: &Ctx,
    holder: HolderId,
    id: RenewalId,
    seen: i64,
    command: Command,
) -> Result<Renewal, Failure> {
    let row = of_holder(app, holder, id).await?;
    if seen != row.revision {
        if is_repeat(app, ctx, &row.state, &command) {
            return Ok(row.state);
        }
        return Err(stale(app, ctx, &row.state, &command, seen).await);
    }
    match execute_with(app, ctx, id, command.clone(), &[Within::Revision(seen)]).await {
        Ok(executed) => Ok(executed.renewal),
        Err(ExecuteError::Conflict(Conflict::RevisionSeen)) => {
            let row = of_holder(app, holder, id).await?;
            Err(stale(app, ctx, &row.state, &command, seen).await)
        }
        Err(error) => Err(error.into()),
    }
}

async fn command_of(
    app: &App,
    session: &HolderSession,
    command: HolderCommand,
) -> Result<Command, Failure> {
    Ok(match command {
        HolderCommand::ConfirmData(_) => Command::ConfirmData,
        HolderCommand::ChangeData(ChangeData { changes }) => Command::ChangeData {
            changes: changes
                .into_iter()
                .map(change_of_datum)
                .collect::<Result<_, _>>()?,
        },
        HolderCommand::Withdraw(_) => Command::Withdraw,
        HolderCommand::Abandon(_) => Command::Abandon {
            sign_in: sessions::sign_in_of(app, session).await?,
        },
    })
}

fn change_of_datum(change: smena_protocol::v1::DataChange) -> Result<DataChange, Failure> {
    let key = change.key;
    let field = Field::parse(&key).ok_or(Denial::DatumUnknown { key })?;
    text::check_value(&change.value).map_err(|_| Refusal::ValueNotValid { field })?;
    Ok(DataChange {
        field,
        value: (!change.value.is_empty()).then_some(change.value),
    })
}

fn is_repeat(app: &App, ctx: &Ctx, renewal: &Renewal, command: &Command) -> bool {
    app.procedure(&renewal.procedure().name)
        .is_some_and(|procedure| {
            decide(Some(renewal), procedure, command.clone(), ctx.now)
                .is_ok_and(|decision| decision.next.revision() == renewal.revision())
        })
}

async fn stale(app: &App, ctx: &Ctx, renewal: &Renewal, command: &Command, signed: i64) -> Failure {
    let refusal = Refusal::StaleRevision {
        signed,
        current: renewal.revision(),
    };
    let entry = JournalEntry::refused(
        renewal.id(),
        command.name(),
        JournalActor::Holder(renewal.holder()),
        Some(renewal.stage_name()),
        &refusal,
        Moment::new(ctx.now),
    );
    match write_refusal(app, &entry).await {
        Ok(()) => refusal.into(),
        Err(error) => error.into(),
    }
}
