//! The trait that every medium fulfils, and the values it speaks in.

use std::fmt;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::Certificate,
    key::{Opener, PrivateKey, PublicKey, SignError, Signer},
};
use time::OffsetDateTime;

use crate::{
    cryptopro::CryptoProMedium,
    error::MediumError,
    pin::{LoggedIn, PinState},
    secret::Secret,
};

/// A place that holds key pairs and their certificates.
pub trait KeyMedium: Send + Sync {
    /// Where it is and what it can do, in terms that are shown to people before they choose.
    fn place(&self) -> &Place;

    /// Lists what lies on the medium; entries that cannot be read are listed apart and hide no other.
    ///
    /// # Errors
    ///
    /// The medium is absent or cannot be read as a whole.
    fn contents(&self) -> Result<Contents, MediumError>;

    /// Whether keys of this algorithm can be made here.
    fn makes(&self, _algorithm: KeyAlgorithm) -> bool {
        true
    }

    /// Makes a key pair in an entry of its own, signs a trial text with it and only then lists it.
    ///
    /// # Errors
    ///
    /// Whatever goes wrong, no existing entry has changed, and no half-made one is listed.
    fn generate(&self, new: &NewKey<'_>, rng: &mut dyn CryptoRng) -> Result<Entry, MediumError>;

    /// Opens the private key of an entry for signing, after having checked that it belongs to the recorded public key and
    /// to the certificate.
    ///
    /// `secret` is the password of this key. Where a PIN guards the whole medium it is `None`, and
    /// [`KeyMedium::log_in`] comes first.
    ///
    /// # Errors
    ///
    /// A wrong or missing password, no PIN yet, a damaged or exchanged key; nothing was signed.
    fn unlock(&self, id: &EntryId, secret: Option<&Secret>) -> Result<UnlockedKey, MediumError>;

    /// Writes the certificate beside its key. Writing the same certificate again is the same.
    ///
    /// # Errors
    ///
    /// The certificate is for another key, or another certificate is there already.
    fn install(&self, id: &EntryId, certificate: &Certificate) -> Result<Entry, MediumError>;

    /// Moves an entry to the archive, where it stays usable. Archiving it again is the same.
    ///
    /// # Errors
    ///
    /// There is no such entry, or it cannot be moved.
    fn archive(&self, id: &EntryId) -> Result<(), MediumError>;

    /// Takes a private key out, for a copy on another medium.
    ///
    /// # Errors
    ///
    /// As [`KeyMedium::unlock`], and [`MediumError::NotExportable`] where key or medium forbid it.
    fn export(&self, id: &EntryId, secret: Option<&Secret>) -> Result<PrivateKey, MediumError>;

    /// Stores a key pair that was made elsewhere, with its certificate, in an entry of its own; signs a trial text with it
    /// as it lies on the medium and only then lists it.
    ///
    /// # Errors
    ///
    /// As [`KeyMedium::generate`]; [`MediumError::NotSupported`] where the medium takes no keys in.
    fn import(
        &self,
        key: &PrivateKey,
        certificate: Option<&Certificate>,
        keeping: &Keeping<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Entry, MediumError>;

    /// Removes an entry for ever: key, certificate and all. Removing it again is the same.
    ///
    /// Whether that may be done is not this trait's question.
    ///
    /// # Errors
    ///
    /// It cannot be removed; what is left is still listed.
    fn remove(&self, id: &EntryId) -> Result<(), MediumError>;

    /// Room for more, in octets; nothing where the medium does not tell.
    ///
    /// # Errors
    ///
    /// The medium is absent or does not answer.
    fn free_bytes(&self) -> Result<Option<u64>, MediumError> {
        Ok(None)
    }

    /// The state of the PIN, read without using up a try; nothing where no PIN guards the medium.
    ///
    /// # Errors
    ///
    /// The medium is absent or does not answer.
    fn pin(&self) -> Result<Option<PinState>, MediumError> {
        Ok(None)
    }

    /// Whether the PIN was given and still holds, or none is needed.
    fn is_open(&self) -> bool {
        true
    }

    /// This medium as one of containers of CryptoPro, between which a key is copied as it lies.
    fn as_containers(&self) -> Option<&CryptoProMedium> {
        None
    }

    /// Gives the PIN, once: it is never tried a second time by the medium itself. It holds until [`KeyMedium::log_out`], or
    /// until the device was away.
    ///
    /// # Errors
    ///
    /// [`MediumError::WrongPin`], [`MediumError::PinLocked`]; [`MediumError::LastTry`] when only one try is left and the
    /// person has not said that he means it ([`Secret::meant_as_last_try`]): the PIN was then not tried.
    fn log_in(&self, _pin: &Secret) -> Result<LoggedIn, MediumError> {
        Err(MediumError::NotSupported {
            place: self.place().name.clone(),
            operation: "log-in",
        })
    }

    /// Forgets that the PIN was given.
    fn log_out(&self) {}
}

/// Where a medium is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// What sort of medium it is.
    pub kind: MediumKind,
    /// The path, label or serial number by which people know it.
    pub name: String,
    /// Whether the medium itself keeps other users of the computer from reading it. FAT and exFAT know no
    /// permissions.
    pub guards_access: bool,
    /// What stands between its keys and whoever holds it.
    pub guard: Guard,
    /// Whether keys can leave it.
    pub keys_leave: KeysLeave,
    /// The device it lies on, as far as that can be told: a volume or serial number. A backup goes to another.
    pub device: Option<String>,
}

/// What stands between the keys of a medium and whoever holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// Each key has a password of its own, or none.
    Password,
    /// One PIN for the whole medium, whose tries it counts.
    Pin,
}

/// Whether keys can leave a medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeysLeave {
    /// Every key can be copied.
    Always,
    /// Those that were made so: [`Keeping::exportable`].
    AsChosen,
    /// None; no backup is possible.
    Never,
}

/// Sorts of media.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediumKind {
    /// The user's own store on this computer.
    Computer,
    /// A folder on a drive that can be taken away.
    FlashDrive,
    /// A token or smart card that is spoken to by PKCS#11.
    Token,
    /// Containers of CryptoPro CSP in a folder or on a drive.
    CryptoPro,
    /// Memory of this process; gone with it. For tests.
    Memory,
}

/// What lies on a medium.
#[derive(Debug, Default)]
pub struct Contents {
    /// The entries that can be read, oldest first.
    pub entries: Vec<Entry>,
    /// The entries that cannot.
    pub damaged: Vec<Damaged>,
}

/// An entry that cannot be read.
#[derive(Debug)]
pub struct Damaged {
    /// The entry.
    pub id: EntryId,
    /// Why not.
    pub error: MediumError,
}

/// A key pair on a medium, with its certificate if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name on the medium.
    pub id: EntryId,
    /// Where it stands.
    pub state: EntryState,
    /// The public key.
    pub public_key: PublicKey,
    /// The certificate beside the key.
    pub certificate: Option<Certificate>,
    /// When the key pair was made.
    pub created: OffsetDateTime,
    /// What it was made for, as far as it was told.
    pub made_for: Option<MadeFor>,
    /// The name that people gave it.
    pub label: Option<String>,
    /// Whether a password of its own is needed to open it.
    pub has_password: bool,
    /// Whether the private key can be copied to another medium.
    pub exportable: bool,
    /// The end of the private key's use, where the medium records one.
    pub key_until: Option<OffsetDateTime>,
}

/// Where an entry stands. It follows from what lies on the medium, so no crash can make it untrue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryState {
    /// The key pair is there, its certificate is not yet.
    Pending,
    /// The certificate lies beside its key.
    Installed,
    /// Replaced, and kept for documents of its time.
    Archived,
}

/// The name of an entry on its medium: 1 to 64 of `a-z`, `0-9`, `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(String);

impl EntryId {
    /// Longest name, in characters.
    pub const LENGTH_MAX: usize = 64;

    /// Takes a name if it is one; a name that could leave its folder never is.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=Self::LENGTH_MAX).contains(&text.len());
        let known = text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (fits && known && !text.starts_with('-')).then(|| Self(text.to_owned()))
    }

    /// The name of a key pair: the day it was made and the start of the hash of its public key, so that names sort by age.
    pub(crate) fn of_key(public_key: &PublicKey, created: OffsetDateTime) -> Self {
        let day = created.date();
        let hash = hex::encode(&public_key.spki_sha256()[..8]);
        Self(format!(
            "{:04}{:02}{:02}-{hash}",
            day.year(),
            u8::from(day.month()),
            day.day()
        ))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key pair was made for, so that it is found again after a crash.
// Stored: a change needs a new format number of the description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MadeFor {
    /// Origin of the authority.
    pub authority: String,
    /// The renewal, as the authority names it.
    pub renewal: String,
    /// The errand in which the key was asked for.
    pub errand: String,
}

/// An order for a new key pair.
pub struct NewKey<'a> {
    /// Algorithm and parameters.
    pub algorithm: KeyAlgorithm,
    /// How it is kept.
    pub keeping: Keeping<'a>,
}

/// How a key pair is kept on a medium.
#[derive(Clone)]
pub struct Keeping<'a> {
    /// How the private key is stored.
    pub protection: Protection<'a>,
    /// Whether it may be copied to another medium later. A medium whose keys all can be copied, or none, does not ask.
    pub exportable: bool,
    /// The name by which people will know it; the medium makes one up where none is given.
    pub label: Option<String>,
    /// What it is made for.
    pub made_for: Option<MadeFor>,
    /// The present instant.
    pub now: OffsetDateTime,
}

impl<'a> Keeping<'a> {
    /// A key that stays where it is made and has no name or purpose of its own.
    #[must_use]
    pub fn new(protection: Protection<'a>, now: OffsetDateTime) -> Self {
        Self {
            protection,
            exportable: false,
            label: None,
            made_for: None,
            now,
        }
    }
}

/// How a private key is stored.
#[derive(Clone, Copy)]
pub enum Protection<'a> {
    /// Without a password: only the permissions of the file system, or the medium's own PIN, guard it. A choice that a
    /// person makes in so many words.
    None,
    /// Under a password, by the usual scheme of the key's family.
    Password(&'a Secret),
    /// Under a password by scrypt and AES, which is costlier to guess; GOST keys too. A medium whose format has only one
    /// scheme takes that.
    HardenedPassword(&'a Secret),
}

impl<'a> Protection<'a> {
    /// The password, if there is one.
    pub(crate) fn secret(self) -> Option<&'a Secret> {
        match self {
            Self::None => None,
            Self::Password(secret) | Self::HardenedPassword(secret) => Some(secret),
        }
    }
}

/// What a medium gives for an open key: it signs and it opens envelopes, each as far as the medium can.
pub trait HeldKey: Signer + Opener {}

impl<K: Signer + Opener> HeldKey for K {}

/// A private key that is open; it is wiped when dropped, or stays on its device.
pub struct UnlockedKey {
    id: EntryId,
    key: Box<dyn HeldKey>,
}

impl UnlockedKey {
    /// Wraps the key of an entry.
    pub(crate) fn new(id: EntryId, key: impl HeldKey + 'static) -> Self {
        Self {
            id,
            key: Box::new(key),
        }
    }

    /// The entry that it belongs to.
    #[must_use]
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// The key as a signer.
    #[must_use]
    pub fn signer(&self) -> &dyn Signer {
        &*self.key
    }

    /// The key as one that opens envelopes.
    #[must_use]
    pub fn opener(&self) -> &dyn Opener {
        &*self.key
    }
}

/// Signs a random text with the key and verifies the signature with its public key; the signature is discarded.
///
/// The text begins with a fixed prefix of its own, so that a trial signature can never stand for anything else.
///
/// # Errors
///
/// [`MediumError::TestSignature`] or [`MediumError::TestSignatureWrong`]: the key must not be used.
pub fn test_sign(
    id: &EntryId,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<(), MediumError> {
    let mut text = b"smena-test-signature".to_vec();
    let mut random = [0_u8; 32];
    rng.fill_bytes(&mut random);
    text.extend_from_slice(&random);
    let signature = signer
        .sign(&text, rng)
        .map_err(|error| untried(id, error))?;
    let public_key = signer.public_key();
    public_key
        .verify(
            public_key.algorithm().signature_algorithm(),
            &text,
            &signature,
        )
        .map_err(|_| MediumError::TestSignatureWrong(id.clone()))
}

/// Why a trial was not signed: what the device said of itself, where it did, for then nothing is known against the key.
fn untried(id: &EntryId, error: SignError) -> MediumError {
    let source = match error {
        SignError::Device(cause) => match cause.downcast::<MediumError>() {
            Ok(device) => return *device,
            Err(cause) => SignError::Device(cause),
        },
        other => other,
    };
    MediumError::TestSignature {
        id: id.clone(),
        source,
    }
}

/// Refuses a certificate that is of another key than the entry's, whatever name its curve goes by.
pub(crate) fn expect_same_key(
    id: &EntryId,
    certificate: &Certificate,
    public_key: &PublicKey,
) -> Result<(), MediumError> {
    let certified = certificate
        .public_key()
        .map_err(|source| MediumError::PublicKey {
            id: id.clone(),
            source,
        })?;
    if certified.normalised_hash() == public_key.normalised_hash() {
        Ok(())
    } else {
        Err(MediumError::ForeignCertificate(id.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::EntryId;

    #[test]
    fn a_name_that_could_leave_its_folder_is_no_name() {
        for text in ["", "..", "a/b", "a\\b", "A", "-rf", "a.b", "a\0", "é"] {
            assert!(EntryId::parse(text).is_none(), "{text:?}");
        }
        assert!(EntryId::parse(&"a".repeat(EntryId::LENGTH_MAX)).is_some());
        assert!(EntryId::parse(&"a".repeat(EntryId::LENGTH_MAX + 1)).is_none());
    }
}
