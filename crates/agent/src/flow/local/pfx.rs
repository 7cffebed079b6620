//! Keys from PFX files, and into them.

use smena_media::{
    Entry, Keeping, KeyMedium, Protection, Secret,
    pfx::{self, GostForm},
};

use super::{Desk, FlowError, Held, KeyUse, log_in};

/// Takes the keys of a PFX file in, each with its certificate and its name. Each signs a trial on the medium before it is
/// listed.
///
/// # Errors
///
/// The password is wrong, the file holds no key, or the medium takes none: keys that were taken in before stay.
pub fn import(
    desk: &Desk<'_>,
    file: &[u8],
    password: Option<&Secret>,
    target: &dyn KeyMedium,
) -> Result<Vec<Entry>, FlowError> {
    let pairs = pfx::read(file, password)?;
    if pairs.is_empty() {
        return Err(FlowError::NoKeyInFile);
    }
    log_in(desk.person, target)?;
    let choice = desk.person.imported_key(target.place())?;
    let protection = match &choice.password {
        None => Protection::None,
        Some(secret) => Protection::Password(secret),
    };
    let mut imported = Vec::new();
    for pair in pairs {
        let keeping = Keeping {
            exportable: choice.exportable,
            label: pair.label,
            ..Keeping::new(protection, desk.clock.now())
        };
        let certificate = pair.certificate.as_ref();
        imported.push(desk.random(|rng| target.import(&pair.key, certificate, &keeping, rng))?);
    }
    Ok(imported)
}

/// Puts a key with its certificate into a new PFX file.
///
/// # Errors
///
/// The key cannot leave its medium, or does not open.
pub fn export(
    desk: &Desk<'_>,
    held: &Held<'_>,
    password: &Secret,
    form: GostForm,
) -> Result<Vec<u8>, FlowError> {
    let secret = desk.open(held, KeyUse::Copy)?;
    let key = held.medium.export(&held.entry.id, secret.as_ref())?;
    let (certificate, label) = (held.entry.certificate.as_ref(), held.entry.label.as_deref());
    Ok(desk.random(|rng| pfx::write(&key, certificate, label, password, form, rng))?)
}
