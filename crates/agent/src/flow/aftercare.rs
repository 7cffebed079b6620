//! What became of the keys after the receipt, told to an authority whose renewal owes that step.
//!
//! A copy is made and an old key removed without an authority ([`super::local`]). Where a renewal waits to hear of it, it
//! is told from here: at once, or by the next run of the renewal, which knows the copies from the agent's own record.

use smena_media::{Entry, Held, MediumKind};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{HolderCommand, RecordBackup, RecordOldKey, RenewalStatus, Sha256};

use super::{
    context::Context,
    error::FlowError,
    renew::{COMPLETED, HOLDER},
    session::Session,
    sign_in::sign_in,
    sitting::{Sitting, find_thumbprint},
    switch::switch,
};
use crate::state::{BackupRecord, UnderWay};

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aftercare {
    /// A verified copy of the new key lies on a medium of this kind.
    Copied(MediumKind),
    /// The holder wants no copy of the new key, or there can be none.
    NotCopied,
    /// The old key stays where it is.
    OldKept,
    /// The old key was removed.
    OldRemoved,
}

impl Aftercare {
    /// The duty that it fulfils.
    fn duty(self) -> &'static str {
        match self {
            Self::Copied(_) | Self::NotCopied => MAKE_BACKUP,
            Self::OldKept | Self::OldRemoved => "treat-old-key",
        }
    }

    fn command(self) -> HolderCommand {
        let treated = |treatment: &str| {
            HolderCommand::RecordOldKey(RecordOldKey {
                treatment: treatment.to_owned(),
            })
        };
        match self {
            Self::Copied(kind) => HolderCommand::RecordBackup(RecordBackup {
                medium: Some(medium_word(kind).to_owned()),
            }),
            Self::NotCopied => HolderCommand::RecordBackup(RecordBackup { medium: None }),
            Self::OldKept => treated("kept"),
            Self::OldRemoved => treated("deleted"),
        }
    }

    /// Whether a renewal owes to hear this of a certificate.
    fn is_owed(self, status: &RenewalStatus, about: Sha256) -> bool {
        let is_about = match self {
            Self::Copied(_) | Self::NotCopied => status.certificate == Some(about),
            Self::OldKept | Self::OldRemoved => status.old_certificate == about,
        };
        is_about && owes(status, self.duty())
    }
}

/// The duty that a copy fulfils, or the word that none is wanted.
pub const MAKE_BACKUP: &str = "make-backup";

/// The authority's word for a medium. Containers lie on drives.
fn medium_word(kind: MediumKind) -> &'static str {
    match kind {
        MediumKind::Token => "token",
        MediumKind::FlashDrive | MediumKind::CryptoPro => "flash-drive",
        MediumKind::Computer | MediumKind::Memory => "computer",
    }
}

fn owes(status: &RenewalStatus, duty: &str) -> bool {
    let mut all = status.obligations.iter();
    all.any(|owed| owed.who == HOLDER && owed.what == duty)
}

/// Tells the authority what became of the key of `about`, signing in with the key of `with`. Says whether one of the
/// holder's renewals owed that; else nothing was told.
///
/// # Errors
///
/// See [`FlowError`]; the authority has learnt nothing then, or the same can be told again.
pub fn tell(
    context: &Context<'_>,
    with: &Held<'_>,
    about: &Certificate,
    done: Aftercare,
) -> Result<bool, FlowError> {
    let mut sitting = Sitting::begin(context.media);
    let session = sign_in(context, &mut sitting, with)?;
    let told = tell_in(context, &session, Sha256::new(about.thumbprint()), done);
    session.close(context);
    told
}

fn tell_in(
    context: &Context<'_>,
    session: &Session,
    about: Sha256,
    done: Aftercare,
) -> Result<bool, FlowError> {
    let all = session.renewals(context)?.into_iter();
    let Some(status) = all.into_iter().find(|status| done.is_owed(status, about)) else {
        return Ok(false);
    };
    let status = session.command(context, &status, done.command())?;
    if status.stage == COMPLETED {
        complete(context, &status)?;
    }
    Ok(true)
}

/// What the end of a renewal asks for on this side: the old key, if it is still there, goes to the archive.
fn complete(context: &Context<'_>, status: &RenewalStatus) -> Result<(), FlowError> {
    let is_it = |under_way: &UnderWay| under_way.certificate == status.old_certificate;
    let old = find_thumbprint(context, status.old_certificate)?;
    let settled = old.is_none_or(|old| switch(context, &old, status.certificate));
    if settled && UnderWay::current(&context.folder)?.is_some_and(|under_way| is_it(&under_way)) {
        UnderWay::clear(&context.folder)?;
    }
    Ok(())
}

/// What a renewal owes and the agent's record of copies answers.
///
/// # Errors
///
/// The record cannot be read, or the medium of the new key does not answer.
pub(super) fn on_record(
    context: &Context<'_>,
    status: &RenewalStatus,
) -> Result<Option<HolderCommand>, FlowError> {
    if !owes(status, MAKE_BACKUP) {
        return Ok(None);
    }
    let new = match status.certificate {
        Some(new) => find_thumbprint(context, new)?,
        None => None,
    };
    let kind = |entry: &Entry| -> Result<Option<MediumKind>, FlowError> {
        Ok(BackupRecord::newest(context.home, entry)?.and_then(|record| record.kind))
    };
    let kind = new.map(|new| kind(&new.entry)).transpose()?.flatten();
    Ok(kind.map(|kind| Aftercare::Copied(kind).command()))
}
