//! Copies of a key on another medium: made, read back, tried, or not made at all.
//!
//! A copy that was never tried is no backup. So [`make`] opens the copy as it lies on the other medium and signs a trial
//! with it; what does not sign is removed again. Whether a key can be copied at all is known before a medium is chosen:
//! [`expect_possible`].

use rand_core::CryptoRng;
use smena_pki::{algorithm::KeyAlgorithm, certificate::Certificate};
use time::OffsetDateTime;

use crate::{
    cryptopro::CryptoProMedium,
    error::MediumError,
    medium::{Entry, Guard, Keeping, KeyMedium, KeysLeave, Place, test_sign},
    secret::Secret,
};

/// A copy that was made and has signed its trial.
#[derive(Clone, Debug)]
pub struct Backup {
    /// The copy.
    pub entry: Entry,
    /// Where it lies.
    pub place: Place,
    /// When it was made.
    pub made: OffsetDateTime,
    /// Until when it has to be kept at least: the end of the certificate. Documents that were encrypted for it are read
    /// with this key later too.
    pub keep_until: Option<OffsetDateTime>,
}

/// How a key gets to another medium.
pub enum Way<'a> {
    /// It is taken out and stored anew, with a password of its own.
    Anew,
    /// Its container is copied as it lies, from one of these media to the other: password and permission to copy stay the
    /// same.
    AsItLies(&'a CryptoProMedium, &'a CryptoProMedium),
}

/// Finds the way that a key can go.
///
/// Keys of GOST R 34.10-2001 only read what was encrypted long ago, and nothing here writes them anew: they go with their
/// container, to another medium of containers.
///
/// # Errors
///
/// [`MediumError::OnlyInContainer`] where the other medium holds no containers.
pub fn way<'a>(
    from: &'a dyn KeyMedium,
    entry: &Entry,
    to: &'a dyn KeyMedium,
) -> Result<Way<'a>, MediumError> {
    if !matches!(entry.public_key.algorithm(), KeyAlgorithm::Gost2001(_)) {
        return Ok(Way::Anew);
    }
    match (from.as_containers(), to.as_containers()) {
        (Some(from), Some(to)) => Ok(Way::AsItLies(from, to)),
        _ => Err(MediumError::OnlyInContainer {
            id: entry.id.clone(),
            place: to.place().name.clone(),
        }),
    }
}

/// Refuses a key that cannot leave its medium.
///
/// # Errors
///
/// [`MediumError::NotExportable`].
pub fn expect_possible(medium: &dyn KeyMedium, entry: &Entry) -> Result<(), MediumError> {
    if medium.place().keys_leave == KeysLeave::Never || !entry.exportable {
        return Err(MediumError::NotExportable(entry.id.clone()));
    }
    Ok(())
}

/// Refuses a copy on the device on which the key lies: it would be lost together with it. Where the system does not tell
/// the devices, the places have to differ.
///
/// # Errors
///
/// [`MediumError::SameDevice`].
pub fn expect_other_device(from: &Place, to: &Place) -> Result<(), MediumError> {
    let same = match (&from.device, &to.device) {
        (Some(from), Some(to)) => from == to,
        _ => from.name == to.name,
    };
    if same {
        return Err(MediumError::SameDevice {
            place: to.name.clone(),
        });
    }
    Ok(())
}

/// Copies a key and its certificate to another medium, opens the copy there and signs a trial with it.
///
/// `secret` is the password of the key where it lies; [`Keeping::protection`] is that of the copy, unless the key goes
/// [`Way::AsItLies`].
///
/// # Errors
///
/// What forbids the copy or went wrong; then there is none.
pub fn make(
    from: &dyn KeyMedium,
    entry: &Entry,
    secret: Option<&Secret>,
    to: &dyn KeyMedium,
    keeping: &Keeping<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<Backup, MediumError> {
    expect_possible(from, entry)?;
    expect_other_device(from.place(), to.place())?;
    let copy = match way(from, entry, to)? {
        Way::Anew => anew(from, entry, secret, to, keeping, rng)?,
        Way::AsItLies(from, to) => {
            let copied = from.copy_container(&entry.id, secret, to, rng)?;
            to.entry(&copied)?
        }
    };
    Ok(Backup {
        keep_until: copy.certificate.as_ref().map(Certificate::not_after),
        place: to.place().clone(),
        made: keeping.now,
        entry: copy,
    })
}

fn anew(
    from: &dyn KeyMedium,
    entry: &Entry,
    secret: Option<&Secret>,
    to: &dyn KeyMedium,
    keeping: &Keeping<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<Entry, MediumError> {
    let key = from.export(&entry.id, secret)?;
    let copy = to.import(&key, entry.certificate.as_ref(), keeping, rng)?;
    drop(key);
    if let Err(error) = try_out(to, &copy, keeping, rng) {
        // What went wrong first is what is told; a copy that cannot be removed either is still listed as what it is.
        let _ = to.remove(&copy.id);
        return Err(error);
    }
    Ok(copy)
}

fn try_out(
    to: &dyn KeyMedium,
    copy: &Entry,
    keeping: &Keeping<'_>,
    rng: &mut dyn CryptoRng,
) -> Result<(), MediumError> {
    let secret = match to.place().guard {
        Guard::Password => keeping.protection.secret(),
        Guard::Pin => None,
    };
    let key = to.unlock(&copy.id, secret)?;
    test_sign(&copy.id, key.signer(), rng)
}
