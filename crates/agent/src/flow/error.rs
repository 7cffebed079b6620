//! What keeps an errand from being carried out.

use std::borrow::Cow;

use smena_media::MediumError;
use smena_pki::{
    certificate::CertificateError,
    cms::CmsError,
    key::KeyError,
    path::PathError,
    request::{RequestBuildError, RequestError},
};
use smena_protocol::v1::{
    EnvelopeError, ErrandKind, PartMismatch, pdf_subset::PdfRefusal, signed::StructureError,
};

use crate::{
    client::ClientError,
    failure::{Explained, Failure, Kind},
    media,
    state::StateError,
};

/// What keeps an errand from being carried out.
#[derive(Debug, thiserror::Error)]
pub enum FlowError {
    /// The authority refused or cannot be reached.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The agent's own files.
    #[error(transparent)]
    State(#[from] StateError),
    /// A key medium.
    #[error(transparent)]
    Medium(#[from] MediumError),
    /// The person said no.
    #[error("the person declined")]
    Declined,
    /// The person wants the media to be looked at anew, because he has attached another.
    #[error("the media are to be looked at anew")]
    LookAgain,
    /// Nobody has answered for as long as an errand lasts.
    #[error("nobody has answered in time")]
    TimeOver,
    /// There is no terminal on which to choose how the new key is stored.
    #[error("nobody could be asked for the password of the new key")]
    PasswordChoice,
    /// There is no terminal whose keys could be timed.
    #[error("there is no terminal whose keys could be timed")]
    NoKeyboard,
    /// The keys of the terminal cannot be read.
    #[error("the keys of the terminal cannot be read")]
    Keyboard(#[source] std::io::Error),
    /// The file with the password cannot be read.
    #[error("the file {path} with the password cannot be read")]
    PasswordFile {
        /// The file.
        path: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The password of the new key was typed in two different ways.
    #[error("the two passwords differ")]
    PasswordsDiffer,
    /// A certificate of the trust entry cannot be read.
    #[error("a certificate of the trust entry cannot be read")]
    TrustCertificate(#[source] CertificateError),
    /// The trust entry has no errand key.
    #[error("the trust entry has no errand key")]
    TrustEmpty,
    /// A key cannot be read.
    #[error("a public key cannot be read")]
    Key(#[source] KeyError),
    /// The statement with which an authority introduces itself does not hold.
    #[error("the authority's statement about itself does not hold: {0}")]
    Statement(&'static str),
    /// The root that the authority shows is not the one that was expected.
    #[error("the authority shows another root certificate")]
    OtherRoot,
    /// A message of the authority is not signed by the pinned errand key, or malformed.
    #[error("a message of the authority cannot be believed")]
    Envelope(#[from] EnvelopeError),
    /// An errand differs from what was asked for.
    #[error("the errand differs in: {0}")]
    Errand(&'static str),
    /// The clocks of authority and computer are too far apart.
    #[error("the clocks are apart: here {here}, at the authority {there}")]
    Clocks {
        /// The computer's clock.
        here: String,
        /// The authority's clock.
        there: String,
    },
    /// This version of the program is older than the authority works with.
    #[error("the authority works with version {minimum} of this program and later")]
    Outdated {
        /// The lowest version.
        minimum: String,
        /// Where it is found.
        address: String,
    },
    /// An errand of a kind that this version does not carry out.
    #[error("errands of the kind {0} are not carried out here")]
    Kind(ErrandKind),
    /// A part is not what the errand names.
    #[error("a part of the errand is not the one that the errand names")]
    Part(#[from] PartMismatch),
    /// Something to be signed cannot be built or read.
    #[error("a signed structure cannot be built or read")]
    Structure(#[from] StructureError),
    /// The PDF is not of the form that is signed here.
    #[error("the document is not signed: its form hides or changes what is shown")]
    Pdf(#[from] PdfRefusal),
    /// The document does not hold the data that would be signed with it.
    #[error("the document does not show the data that would be signed with it")]
    DocumentDiffers,
    /// What would be signed is no longer what was shown.
    #[error("what would be signed is not what was shown")]
    ShownDiffers,
    /// The request that should be bound is not of a key of this person.
    #[error("the request is not of a key on an attached medium")]
    ForeignRequest,
    /// The request cannot be read or made.
    #[error("the request cannot be used")]
    Request(#[source] RequestError),
    /// A signature could not be made.
    #[error("the signature could not be made")]
    Cms(#[from] CmsError),
    /// A certification request could not be made.
    #[error("the certification request could not be made")]
    MakeRequest(#[source] RequestBuildError),
    /// The medium that was named is none of those on which the new key can be made.
    #[error("no medium on which the new key can be made is called {0}")]
    MediumUnknown(String),
    /// A message is encrypted for none of the certificates on the attached media.
    #[error("the message is for no certificate on an attached medium")]
    NotForUs,
    /// An encrypted message cannot be read or opened.
    #[error("the encrypted message cannot be opened")]
    Enveloped(#[from] smena_pki::cms::EnvelopeError),
    /// A PFX file holds certificates only.
    #[error("the file holds no private key")]
    NoKeyInFile,
    /// A key was to be removed that nothing has replaced.
    #[error("no newer certificate of this holder is installed, so the key is kept")]
    NoSuccessor,
    /// No allowed form of key can be made here.
    #[error("none of the allowed forms of key can be made")]
    NoKeyForm,
    /// None of the attached media is of the kind that the holder has chosen for the new key.
    #[error("no medium of the kind that was chosen for the new key is attached")]
    ChosenMediumAbsent,
    /// The new certificate cannot be read.
    #[error("the new certificate cannot be read")]
    NewCertificate(#[source] CertificateError),
    /// The new certificate does not lead to the trusted root.
    #[error("the new certificate does not lead to the trusted root")]
    NewCertificatePath(#[source] PathError),
    /// The new certificate is not the one that was applied for.
    #[error("the new certificate differs in: {0}")]
    NewCertificateDiffers(&'static str),
    /// The key of the new certificate is on no attached medium.
    #[error("the key of the new certificate is on no attached medium")]
    KeyAbsent,
    /// The certificate is on no attached medium.
    #[error("the certificate is on no attached medium")]
    CertificateAbsent,
    /// The certificate is of an issuer that this authority may not ask for.
    #[error("the certificate is of another authority")]
    OutOfScope,
}

impl FlowError {
    /// What a device has said of itself, however deep below the act that failed with it.
    fn device(&self) -> Option<&MediumError> {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = match self {
            Self::Cms(error) => Some(error),
            Self::MakeRequest(error) => Some(error),
            Self::Enveloped(error) => Some(error),
            _ => None,
        };
        while let Some(error) = cause {
            if let Some(device) = error.downcast_ref::<MediumError>() {
                return Some(device);
            }
            cause = error.source();
        }
        None
    }
}

impl Explained for FlowError {
    fn kind(&self) -> Kind {
        if let Some(device) = self.device() {
            return media::kind(device);
        }
        match self {
            Self::Client(error) => error.kind(),
            Self::State(error) => error.kind(),
            Self::Medium(error) => media::kind(error),
            Self::Structure(_) | Self::MakeRequest(_) | Self::Cms(_) => Kind::Ours,
            Self::PasswordChoice
            | Self::PasswordsDiffer
            | Self::NoKeyboard
            | Self::MediumUnknown(_) => Kind::Usage,
            Self::TrustCertificate(_)
            | Self::TrustEmpty
            | Self::Key(_)
            | Self::KeyAbsent
            | Self::CertificateAbsent
            | Self::NoKeyForm
            | Self::ChosenMediumAbsent
            | Self::Keyboard(_)
            | Self::PasswordFile { .. } => Kind::OtherSide,
            _ => Kind::Refused,
        }
    }

    fn code(&self) -> Cow<'static, str> {
        if let Some(device) = self.device() {
            return Cow::Borrowed(device.code());
        }
        Cow::Borrowed(match self {
            Self::Client(error) => return error.code(),
            Self::State(error) => return error.code(),
            Self::Medium(error) => error.code(),
            Self::Declined => "declined",
            Self::LookAgain => "look-again",
            Self::TimeOver => "time-over",
            Self::PasswordChoice => "password-choice",
            Self::PasswordsDiffer => "passwords-differ",
            Self::PasswordFile { .. } => "password-file",
            Self::NoKeyboard => "keyboard-none",
            Self::Keyboard(_) => "keyboard-unreadable",
            Self::TrustCertificate(_) | Self::TrustEmpty => "trust-unreadable",
            Self::Key(_) => "key-unreadable",
            Self::Statement(_) => "authority-statement",
            Self::OtherRoot => "authority-other-root",
            Self::Envelope(_) => "authority-not-believed",
            Self::Errand(_) => "errand-differs",
            Self::Clocks { .. } => "clocks-apart",
            Self::Outdated { .. } => "program-outdated",
            Self::Kind(_) => "errand-kind",
            Self::Part(_) => "errand-part",
            Self::Structure(_) => "structure",
            Self::Pdf(_) => "document-form",
            Self::DocumentDiffers => "document-differs",
            Self::ShownDiffers => "shown-differs",
            Self::ForeignRequest | Self::Request(_) => "request-foreign",
            Self::Cms(_) => "signature-not-made",
            Self::MakeRequest(_) => "request-not-made",
            Self::MediumUnknown(_) => "medium-unknown",
            Self::NotForUs => "message-not-for-us",
            Self::Enveloped(_) => "message-not-opened",
            Self::NoKeyInFile => "file-without-key",
            Self::NoSuccessor => "key-no-successor",
            Self::NoKeyForm => "key-form",
            Self::ChosenMediumAbsent => "chosen-medium-absent",
            Self::NewCertificate(_)
            | Self::NewCertificatePath(_)
            | Self::NewCertificateDiffers(_) => "new-certificate",
            Self::KeyAbsent => "key-absent",
            Self::CertificateAbsent => "certificate-absent",
            Self::OutOfScope => "certificate-out-of-scope",
        })
    }

    fn arguments(&self) -> Vec<(&'static str, String)> {
        if let Some(device) = self.device() {
            return media::arguments(device);
        }
        match self {
            Self::Client(error) => error.arguments(),
            Self::State(error) => error.arguments(),
            Self::Medium(error) => media::arguments(error),
            Self::Clocks { here, there } => {
                vec![("here", here.clone()), ("there", there.clone())]
            }
            Self::Outdated { minimum, address } => {
                vec![("minimum", minimum.clone()), ("address", address.clone())]
            }
            Self::MediumUnknown(name) => vec![("name", name.clone())],
            Self::PasswordFile { path, .. } => vec![("path", path.clone())],
            Self::Kind(kind) => vec![("kind", kind.as_str().to_owned())],
            Self::Errand(field) | Self::NewCertificateDiffers(field) | Self::Statement(field) => {
                vec![("field", (*field).to_owned())]
            }
            _ => Vec::new(),
        }
    }
}

impl FlowError {
    /// The failure to put before the person: the authority's own words where it has spoken.
    #[must_use]
    pub fn into_failure(self) -> Failure {
        match self {
            Self::Client(error) => error.into_failure(),
            other => other.into(),
        }
    }
}
