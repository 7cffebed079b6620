//! Removing a key for ever, which is the one act that nothing undoes.
//!
//! A key whose certificate still works, or was never replaced, is not removed by a slip: it goes only after its successor
//! has signed a trial, and after a verified backup exists or the holder has said that he needs none (C23 to C26, K40).

use smena_media::{Entry, EntryState, test_sign};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::Sha256;

use super::{Desk, FlowError, Held, KeyUse, Question};
use crate::state::{BackupRecord, SignatureRecord};

/// What a removal came to.
#[derive(Clone)]
pub struct Removal<'a> {
    /// The entry that is gone.
    pub removed: Entry,
    /// Whether a verified copy of it is known.
    pub has_backup: bool,
    /// What has taken its place and signed a trial; nothing for a copy, or for a key that never had a certificate.
    pub successor: Option<Held<'a>>,
}

/// Removes an entry from its medium. `waived` says that the holder has declared he needs no backup.
///
/// # Errors
///
/// [`FlowError::NoSuccessor`] while nothing has taken its place, [`FlowError::Declined`] when the person wants it kept, or
/// the successor did not sign: then nothing has changed.
pub fn remove<'a>(
    desk: &Desk<'a>,
    held: &Held<'_>,
    waived: bool,
) -> Result<Removal<'a>, FlowError> {
    let place = held.medium.place();
    let mut tried = None;
    if let Some(certificate) = &held.entry.certificate {
        let same = desk.fitting(|entry| entry.certificate.as_ref() == Some(certificate))?;
        let is_copy = same.iter().any(|other| other.medium.place() != place);
        if !is_copy {
            let successor = successor(desk, certificate)?.ok_or(FlowError::NoSuccessor)?;
            try_out(desk, &successor)?;
            tried = Some(successor);
        }
    }
    let has_backup = BackupRecord::exists(desk.home, &held.entry)?;
    let question = if has_backup || waived {
        Question::Remove(&held.entry, place)
    } else {
        Question::RemoveWithoutBackup(&held.entry, place)
    };
    if !desk.person.agrees_to(question)? {
        return Err(FlowError::Declined);
    }
    super::log_in(desk.person, held.medium)?;
    held.medium.remove(&held.entry.id)?;
    Ok(Removal {
        removed: held.entry.clone(),
        has_backup,
        successor: tried,
    })
}

/// What has taken the place of a certificate on the attached media.
///
/// # Errors
///
/// Nothing has, and a medium that did not answer may hold it.
pub fn successor<'a>(
    desk: &Desk<'a>,
    certificate: &Certificate,
) -> Result<Option<Held<'a>>, FlowError> {
    let receipts = SignatureRecord::successors(desk.home)?;
    let confirmed = receipts.get(&Sha256::new(certificate.thumbprint()));
    let found =
        desk.fitting(|entry| is_confirmed(entry, confirmed) || succeeds(entry, certificate))?;
    Ok(found.into_iter().next())
}

/// Whether an entry holds the certificate whose receipt says what it replaces, also where its subject was changed.
fn is_confirmed(entry: &Entry, confirmed: Option<&Sha256>) -> bool {
    let new = entry.certificate.as_ref();
    entry.state == EntryState::Installed
        && new.is_some_and(|new| confirmed == Some(&Sha256::new(new.thumbprint())))
}

/// Whether an entry holds a newer certificate of the same holder.
fn succeeds(entry: &Entry, old: &Certificate) -> bool {
    entry.state == EntryState::Installed
        && entry.certificate.as_ref().is_some_and(|new| {
            new.subject() == old.subject()
                && new.not_before() > old.not_before()
                && Sha256::new(new.thumbprint()) != Sha256::new(old.thumbprint())
        })
}

fn try_out(desk: &Desk<'_>, successor: &Held<'_>) -> Result<(), FlowError> {
    let secret = desk.open(successor, KeyUse::Trial)?;
    let key = successor
        .medium
        .unlock(&successor.entry.id, secret.as_ref())?;
    Ok(desk.random(|rng| test_sign(&successor.entry.id, key.signer(), rng))?)
}
