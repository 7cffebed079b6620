//! What a holder does to a renewal without an errand.

use smena_domain::{
    calendar::Moment,
    journal::{Actor as JournalActor, JournalEntry},
    person::HolderId,
    renewal::{Command, Refusal, Renewal, RenewalId, Stage, decide},
};
use smena_protocol::v1::{CommandRequested, HolderCommand};

use super::{
    Conflict, ExecuteError, Within, execute_with, of_holder, typed::command_of, write_refusal,
};
use crate::app::{
    Actor, App, Ctx,
    failure::Failure,
    phone::Phone,
    record,
    sessions::{self, HolderSession, KnownSession},
};

/// Executes a command of a holder on the revision that he saw. The same command again, after it was done, is answered
/// alike although the revision has moved on.
///
/// # Errors
/// The rules' refusal or one of a field ([`super::field_of`]), journalled;
/// [`Denial::NotFound`](crate::app::failure::Denial); or faults of ours.
pub async fn command(
    app: &App,
    ctx: &Ctx,
    session: &HolderSession,
    id: RenewalId,
    asked: CommandRequested,
) -> Result<Renewal, Failure> {
    let seen = i64::try_from(asked.revision).unwrap_or(i64::MAX);
    if !matches!(asked.command, HolderCommand::Abandon(_)) {
        return ask(app, ctx, &(*session).into(), id, seen, asked.command).await;
    }
    let command = match sessions::sign_in_of(app, &(*session).into()).await {
        Ok(sign_in) => Command::Abandon { sign_in },
        Err(failure) => return Err(unread(app, ctx, session.holder, id, failure).await),
    };
    act(app, ctx, session.holder, id, seen, command).await
}

/// Executes what a holder typed, whichever way he signed in. Giving up an issued certificate needs more ([`command`]), and
/// another telephone a sign-in of not long ago.
///
/// # Errors
/// As [`command`]; [`Denial::SignInAgain`](crate::app::failure::Denial).
pub async fn ask(
    app: &App,
    ctx: &Ctx,
    session: &KnownSession,
    id: RenewalId,
    seen: i64,
    typed: HolderCommand,
) -> Result<Renewal, Failure> {
    let holder = session.holder;
    let renewal = of_holder(app, holder, id).await?.state;
    match read(app, ctx, session, &renewal, typed).await {
        Ok(command) => act(app, ctx, holder, id, seen, command).await,
        Err(failure) => Err(unread(app, ctx, holder, id, failure).await),
    }
}

async fn read(
    app: &App,
    ctx: &Ctx,
    session: &KnownSession,
    renewal: &Renewal,
    typed: HolderCommand,
) -> Result<Command, Failure> {
    if changes_telephone(renewal, &typed) {
        sessions::require_fresh(app, ctx, session).await?;
    }
    command_of(app, ctx, renewal, typed).await
}

/// Whether codes would go to another number than the one that is known.
fn changes_telephone(renewal: &Renewal, typed: &HolderCommand) -> bool {
    let HolderCommand::GiveContacts(given) = typed else {
        return false;
    };
    let number = |text: Option<&String>| text.and_then(|text| Phone::parse(text));
    let known = number(renewal.gathered().contacts.phone.as_ref());
    known.is_some() && known != number(given.phone.as_ref())
}

/// A command that could not be read is journalled as one that was refused.
async fn unread(
    app: &App,
    ctx: &Ctx,
    holder: HolderId,
    id: RenewalId,
    failure: Failure,
) -> Failure {
    let ctx = ctx.acting_as(Actor::Holder(holder));
    record::refused(app, &ctx, "read-command", format!("renewal:{id}"), failure).await
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

/// Tells whether a command leads from where the renewal stands to where it stands.
fn is_repeat(app: &App, ctx: &Ctx, renewal: &Renewal, command: &Command) -> bool {
    if was_the_last_word(renewal, command) {
        return true;
    }
    let Some(procedure) = app.procedure(&renewal.procedure().name) else {
        return false;
    };
    decide(Some(renewal), procedure, command.clone(), ctx.now).is_ok_and(|decision| {
        let next = &decision.next;
        next.revision() == renewal.revision()
            || (next.stage() == renewal.stage()
                && next.gathered() == renewal.gathered()
                && next.route() == renewal.route()
                && decision.effects.is_empty())
    })
}

/// Tells whether a command is what led the renewal out of the stage in which it has its place.
fn was_the_last_word(renewal: &Renewal, command: &Command) -> bool {
    match (command, renewal.stage()) {
        (Command::ConfirmData, Stage::Papered { .. }) => true,
        (Command::RecordBackup { backup }, Stage::Completed(done)) => done.backup == Some(*backup),
        (Command::RecordOldKey { treatment }, Stage::Completed(done)) => {
            done.old_key == Some(*treatment)
        }
        (Command::RecordSystemTold { system }, Stage::Completed(done)) => {
            done.systems_told.contains(system)
        }
        _ => false,
    }
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
