//! What can go wrong with a medium.

use std::{error::Error, io};

use smena_pki::{
    certificate::CertificateError,
    container::ContainerError,
    key::{KeyError, SignError},
    pkcs8::Pkcs8Error,
    pkcs12::Pkcs12Error,
};

use crate::{medium::EntryId, pin::Tries};

/// A failed operation of a medium.
///
/// [`MediumError::code`] gives the stable name under which the caller's language has the pair of messages (what happened, what to do).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediumError {
    /// The folder of the medium is not there (a flash drive was pulled out, say).
    #[error("the medium at {place} is not there")]
    Absent {
        /// The place as it is shown to people.
        place: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file operation failed.
    #[error("{operation} failed for {path}")]
    File {
        /// What was being done, in the infinitive.
        operation: &'static str,
        /// The file or folder.
        path: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// What was written does not read back the same: a failing medium.
    #[error("{path} does not read back as it was written")]
    ReadBack {
        /// The file.
        path: String,
    },
    /// A key file or its folder can be read by other users of this computer.
    #[error("{path} is open to other users (mode {mode})")]
    OpenToOthers {
        /// The file or folder.
        path: String,
        /// The permission bits found, in octal.
        mode: String,
    },
    /// A key file or its folder belongs to another user.
    #[error("{path} belongs to another user (uid {owner})")]
    ForeignOwner {
        /// The file or folder.
        path: String,
        /// The owner found.
        owner: u32,
    },
    /// A symbolic link, device or folder stands where a plain file is expected.
    #[error("{path} is not a plain file")]
    NotPlainFile {
        /// The path.
        path: String,
    },
    /// A file is larger than [`crate::limits::FILE_SIZE_BYTES_MAX`].
    #[error("{path} is too large for a file of a key medium")]
    TooLarge {
        /// The file.
        path: String,
    },
    /// The medium holds more entries than [`crate::limits::ENTRIES_MAX`].
    #[error("the medium holds too many entries")]
    TooManyEntries,
    /// Another program works on this medium at this moment.
    #[error("another program uses the medium at {place}")]
    Busy {
        /// The place as it is shown to people.
        place: String,
    },
    /// There is no such entry.
    #[error("there is no key {0} on this medium")]
    NoSuchEntry(EntryId),
    /// The description of an entry cannot be read.
    #[error("the description of the key {id} cannot be read")]
    Description {
        /// The entry.
        id: EntryId,
        /// Where the reading stopped.
        #[source]
        source: serde_json::Error,
    },
    /// The description names a version of the format that this program does not know.
    #[error("the key {id} is described in format {format}, which this program does not know")]
    DescriptionFormat {
        /// The entry.
        id: EntryId,
        /// The format found.
        format: u32,
    },
    /// The recorded public key cannot be read.
    #[error("the public key of {id} cannot be read")]
    PublicKey {
        /// The entry.
        id: EntryId,
        /// What is wrong with it.
        #[source]
        source: KeyError,
    },
    /// The certificate beside the key cannot be read.
    #[error("the certificate of the key {id} cannot be read")]
    Certificate {
        /// The entry.
        id: EntryId,
        /// What is wrong with it.
        #[source]
        source: CertificateError,
    },
    /// The certificate beside the key belongs to another key.
    #[error("the certificate does not belong to the key {0}")]
    ForeignCertificate(EntryId),
    /// A certificate is already beside the key, and it is another one.
    #[error("the key {0} already has another certificate")]
    OtherCertificate(EntryId),
    /// The private key cannot be read; for a protected key usually a wrong password.
    #[error("the private key {id} cannot be opened")]
    Unlock {
        /// The entry.
        id: EntryId,
        /// What is wrong with it.
        #[source]
        source: Pkcs8Error,
    },
    /// The private key does not belong to the recorded public key: damaged, or exchanged.
    #[error("the private key {0} does not belong to its public key")]
    ForeignPrivateKey(EntryId),
    /// The key is protected and no password was given.
    #[error("the key {0} asks for its password")]
    PasswordNeeded(EntryId),
    /// A password was given for a key that has none.
    #[error("the key {0} has no password")]
    NoPassword(EntryId),
    /// The medium's PIN has not been given.
    #[error("the medium at {place} asks for its PIN")]
    PinNeeded {
        /// The place as it is shown to people.
        place: String,
    },
    /// The PIN is wrong. It has cost a try.
    #[error("the PIN of {place} is wrong")]
    WrongPin {
        /// The place as it is shown to people.
        place: String,
        /// The tries that are left.
        tries: Tries,
    },
    /// Only one try is left, and it was not said that it shall be used. The PIN was not tried.
    #[error("one try of the PIN of {place} is left")]
    LastTry {
        /// The place as it is shown to people.
        place: String,
    },
    /// The PIN is locked: too many wrong ones.
    #[error("the PIN of {place} is locked")]
    PinLocked {
        /// The place as it is shown to people.
        place: String,
    },
    /// A PIN of a length that the device does not have. It was not tried.
    #[error("a PIN of {place} has {min} to {max} octets")]
    PinLength {
        /// The place as it is shown to people.
        place: String,
        /// Fewest octets.
        min: usize,
        /// Most octets.
        max: usize,
    },
    /// The holder's PIN was never set.
    #[error("the PIN of {place} is not set")]
    PinNotSet {
        /// The place as it is shown to people.
        place: String,
    },
    /// The device wants the holder's PIN changed before it does anything else.
    #[error("the PIN of {place} has expired")]
    PinExpired {
        /// The place as it is shown to people.
        place: String,
    },
    /// The password of a key is wrong, as the format of the medium can tell.
    #[error("the password of the key {0} is wrong")]
    WrongPassword(EntryId),
    /// The key was made so that it stays where it is.
    #[error("the key {0} cannot leave its medium")]
    NotExportable(EntryId),
    /// The password of a PFX file is wrong.
    #[error("the password of the PFX file is wrong")]
    PfxPassword,
    /// A PFX file cannot be read or written.
    #[error("the PFX file cannot be used")]
    Pfx(#[source] Pkcs12Error),
    /// The copy would lie on the device on which the key lies already.
    #[error("{place} is on the same device as the key")]
    SameDevice {
        /// The place as it is shown to people.
        place: String,
    },
    /// The key can be copied with its container only, and the other medium holds no containers.
    #[error("the key {id} can be copied only with its container, and {place} holds none")]
    OnlyInContainer {
        /// The key.
        id: EntryId,
        /// The other medium as it is shown to people.
        place: String,
    },
    /// The medium cannot do that at all.
    #[error("the medium at {place} does not support: {operation}")]
    NotSupported {
        /// The place as it is shown to people.
        place: String,
        /// What was wanted, as a word of the message catalogue.
        operation: &'static str,
    },
    /// A PKCS#11 module cannot be used.
    #[error("the PKCS#11 module {path} cannot be used")]
    Module {
        /// The file.
        path: String,
        /// What the system or the module said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The device was pulled out, or does not answer any more.
    #[error("the device {place} is gone")]
    DeviceGone {
        /// The place as it is shown to people.
        place: String,
    },
    /// A PKCS#11 module answered with an error that means nothing more special.
    #[error("{operation} of {place} answered {code}")]
    Pkcs11 {
        /// The place as it is shown to people.
        place: String,
        /// The function of the module.
        operation: String,
        /// The return value, by the name that the standard gives it.
        code: String,
    },
    /// There is a certificate and perhaps a public key, but no private key that belongs to them.
    #[error("the private key of {0} is not on this medium")]
    PrivateKeyMissing(EntryId),
    /// There is not enough space for another key and its certificate.
    #[error("the medium at {place} is full")]
    NoSpace {
        /// The place as it is shown to people.
        place: String,
    },
    /// A container of `CryptoPro` cannot be read, its reserve copy included.
    #[error("the container {container} is damaged")]
    ContainerDamaged {
        /// Its folder.
        container: String,
        /// What is wrong with it.
        #[source]
        source: ContainerError,
    },
    /// A container of `CryptoPro` of a kind that this program does not know.
    #[error("the container {container} is of an unsupported type")]
    ContainerUnsupported {
        /// Its folder.
        container: String,
        /// What it is.
        #[source]
        source: ContainerError,
    },
    /// The public key of an entry is not known before its password is given: it has no certificate.
    #[error("the public key of {0} is not known before its password is given")]
    PublicKeyHidden(EntryId),
    /// The key shares its container with another one, which would be lost with it.
    #[error("the key {0} shares its container with another key")]
    SharedContainer(EntryId),
    /// The medium cannot write the name that was given to a key.
    #[error("the name {label} cannot be written")]
    Label {
        /// The name.
        label: String,
    },
    /// A new password has characters that other readers of the format would take differently.
    #[error("the password has characters other than printable ASCII")]
    PasswordCharacters,
    /// An empty password was given.
    #[error("the password is empty")]
    EmptyPassword,
    /// A password longer than [`crate::limits::PASSWORD_SIZE_BYTES_MAX`].
    #[error("the password is too long")]
    PasswordTooLong,
    /// The key pair could not be made.
    #[error("the key pair could not be made")]
    Generate(#[source] KeyError),
    /// The private key could not be wrapped for storage.
    #[error("the private key could not be wrapped")]
    Wrap(#[source] Pkcs8Error),
    /// The trial signature with a key failed.
    #[error("the trial signature with the key {id} failed")]
    TestSignature {
        /// The entry.
        id: EntryId,
        /// What went wrong.
        #[source]
        source: SignError,
    },
    /// The trial signature with a key does not verify: the key must not be used.
    #[error("the trial signature with the key {0} does not verify")]
    TestSignatureWrong(EntryId),
    /// The device failed. The in-memory medium says so when it was told to fail.
    #[error("the device failed at call {call}")]
    Device {
        /// The number of the call, from 1.
        call: u64,
    },
}

impl MediumError {
    /// The stable name of the error, for message catalogues and `--json`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Absent { .. } => "medium-absent",
            Self::File { .. } => "medium-file",
            Self::ReadBack { .. } => "medium-read-back",
            Self::OpenToOthers { .. } => "medium-open-to-others",
            Self::ForeignOwner { .. } => "medium-foreign-owner",
            Self::NotPlainFile { .. } => "medium-not-plain-file",
            Self::TooLarge { .. } => "medium-too-large",
            Self::TooManyEntries => "medium-too-many-entries",
            Self::Busy { .. } => "medium-busy",
            Self::NoSuchEntry(_) => "medium-no-such-entry",
            Self::Description { .. } | Self::DescriptionFormat { .. } => "medium-description",
            Self::PublicKey { .. } => "medium-public-key",
            Self::Certificate { .. } => "medium-certificate",
            Self::ForeignCertificate(_) | Self::OtherCertificate(_) => "medium-foreign-certificate",
            Self::Unlock { .. } => "medium-unlock",
            Self::ForeignPrivateKey(_) => "medium-foreign-private-key",
            Self::PasswordNeeded(_) => "medium-password-needed",
            Self::NoPassword(_) => "medium-no-password",
            Self::PinNeeded { .. } => "medium-pin-needed",
            Self::WrongPin { .. } => "medium-wrong-pin",
            Self::LastTry { .. } => "medium-last-try",
            Self::PinLocked { .. } => "medium-pin-locked",
            Self::PinLength { .. } => "medium-pin-length",
            Self::PinNotSet { .. } => "medium-pin-not-set",
            Self::PinExpired { .. } => "medium-pin-expired",
            Self::WrongPassword(_) => "medium-wrong-password",
            Self::NotExportable(_) => "medium-not-exportable",
            Self::PfxPassword => "medium-pfx-password",
            Self::Pfx(_) => "medium-pfx",
            Self::SameDevice { .. } => "medium-same-device",
            Self::OnlyInContainer { .. } => "medium-only-in-container",
            Self::NotSupported { .. } => "medium-not-supported",
            Self::Module { .. } => "medium-module",
            Self::DeviceGone { .. } => "medium-device-gone",
            Self::Pkcs11 { .. } => "medium-pkcs11",
            Self::PrivateKeyMissing(_) => "medium-private-key-missing",
            Self::NoSpace { .. } => "medium-no-space",
            Self::ContainerDamaged { .. } => "medium-container-damaged",
            Self::ContainerUnsupported { .. } => "medium-container-unsupported",
            Self::PublicKeyHidden(_) => "medium-public-key-hidden",
            Self::SharedContainer(_) => "medium-shared-container",
            Self::Label { .. } => "medium-label",
            Self::PasswordCharacters => "medium-password-characters",
            Self::EmptyPassword => "medium-empty-password",
            Self::PasswordTooLong => "medium-password-too-long",
            Self::Generate(_) => "medium-generate",
            Self::Wrap(_) => "medium-wrap",
            Self::TestSignature { .. } | Self::TestSignatureWrong(_) => "medium-test-signature",
            Self::Device { .. } => "medium-device",
        }
    }
}
