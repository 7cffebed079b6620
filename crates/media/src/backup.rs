//! Copies of a key on another medium: made, read back, tried, or not made at all.
//!
//! A copy that was never tried is no backup. So [`make`] opens the copy as it lies on the other medium and signs a trial
//! with it; what does not sign is removed again. Whether a key can be copied at all is known before a medium is chosen:
//! [`expect_possible`].

use rand_core::CryptoRng;
use time::OffsetDateTime;

use crate::{
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
/// `secret` is the password of the key where it lies; [`Keeping::protection`] is that of the copy.
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
    let key = from.export(&entry.id, secret)?;
    let copy = to.import(&key, entry.certificate.as_ref(), keeping, rng)?;
    drop(key);
    if let Err(error) = try_out(to, &copy, keeping, rng) {
        // What went wrong first is what is told; a copy that cannot be removed either is still listed as what it is.
        let _ = to.remove(&copy.id);
        return Err(error);
    }
    Ok(Backup {
        keep_until: copy.certificate.as_ref().map(|held| held.not_after()),
        place: to.place().clone(),
        made: keeping.now,
        entry: copy,
    })
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
