//! Reading what was encrypted for one of the holder's certificates, however old: the right key is found by itself.

use smena_media::Entry;
use smena_pki::cms::EnvelopedData;
use zeroize::Zeroizing;

use super::{Desk, FlowError, Held, KeyUse};

/// A decrypted message.
pub struct Decrypted {
    /// The content.
    pub content: Zeroizing<Vec<u8>>,
    /// Whether a code proved that the content came unchanged.
    pub authenticated: bool,
    /// The entry whose key opened it.
    pub with: Entry,
}

/// Decrypts a CMS message with the key that it is for, archived keys included.
///
/// # Errors
///
/// [`FlowError::NotForUs`] when no attached medium has the key of any recipient; the message is damaged, or the key does not open it.
pub fn decrypt(desk: &Desk<'_>, message: &[u8]) -> Result<Decrypted, FlowError> {
    let enveloped = EnvelopedData::from_der_or_pem(message)?;
    let held = recipient(desk, &enveloped)?.ok_or(FlowError::NotForUs)?;
    let certificate = held
        .entry
        .certificate
        .as_ref()
        .ok_or(FlowError::CertificateAbsent)?;
    let secret = desk.open(&held, KeyUse::Decrypt)?;
    let key = held.medium.unlock(&held.entry.id, secret.as_ref())?;
    let opened = desk.random(|rng| enveloped.open(key.opener(), certificate, rng))?;
    Ok(Decrypted {
        content: Zeroizing::new(opened.octets().to_vec()),
        authenticated: opened.authenticated(),
        with: held.entry.clone(),
    })
}

/// The first entry whose certificate is named by a recipient.
fn recipient<'a>(
    desk: &Desk<'a>,
    enveloped: &EnvelopedData,
) -> Result<Option<Held<'a>>, FlowError> {
    let meant = |entry: &Entry| {
        entry.certificate.as_ref().is_some_and(|certificate| {
            let recipients = enveloped.recipients();
            recipients.iter().any(|one| one.means(certificate))
        })
    };
    Ok(desk.fitting(meant)?.into_iter().next())
}
