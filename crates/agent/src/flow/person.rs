//! The person at the computer, as the flow sees him.

use rand_core::CryptoRng;
use smena_media::{Entry, Held, PinState, Place, Secret, Tries};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::{DataRow, ErrandKind};

use super::{
    application::ApplicationShown, context::Context, errand::Taken, error::FlowError,
    local::Question,
};

/// What a private key will be used for in one sitting; said before its password is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// The certificate that still works: signing in and signing the application.
    Old,
    /// The new key: its request, the trial signature and the receipt.
    New,
    /// A copy of the key on another medium.
    Copy,
    /// Reading what was encrypted for its certificate.
    Decrypt,
    /// A trial signature, by which the key shows that it can be used.
    Trial,
}

/// A step that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// A result that was left over is handed in again.
    Resend,
    /// Signing in.
    SignIn,
    /// Beginning the renewal.
    Start,
    /// Looking whether the computer is ready.
    CheckWorkplace,
    /// Pairing with a session.
    Pair,
    /// Confirming the data.
    ConfirmData,
    /// Making the new key.
    GenerateKey,
    /// Signing the application.
    SignApplication,
    /// Endorsing the new key with the old one.
    Endorse,
    /// Waiting for the authority.
    Wait,
    /// Installing the certificate.
    Install,
    /// Signing the receipt.
    SignReceipt,
}

/// How the new private key is to be stored.
pub struct NewKeyChoice {
    /// Its password; nothing where it is to have none, or where the medium's PIN guards it.
    pub password: Option<Secret>,
    /// Whether it may be copied to another medium later.
    pub exportable: bool,
}

impl NewKeyChoice {
    /// A key that has no password of its own and stays where it is.
    #[must_use]
    pub fn plain() -> Self {
        Self {
            password: None,
            exportable: false,
        }
    }
}

/// A medium on which the new key can be made, with what follows from the choice.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// The medium.
    pub place: &'a Place,
    /// Whether the old key lies there: what the holder knows already.
    pub has_old_key: bool,
}

/// A question for the PIN of a medium.
#[derive(Clone, Copy, Debug)]
pub struct PinAsked<'a> {
    /// The medium.
    pub place: &'a Place,
    /// The state of the PIN as the device tells it.
    pub state: PinState,
    /// The PIN that was given before, in this sitting, was wrong; so many tries are left.
    pub wrong_before: Option<Tries>,
}

/// Something worth knowing that stops nothing.
#[derive(Clone, Copy, Debug)]
pub enum Advice<'a> {
    /// The PIN is the one that such devices are sold with.
    DefaultPin(&'a Place),
    /// The device wants its PIN changed.
    ChangePin(&'a Place),
    /// The renewal is complete, but the old key could not be moved to the archive; the next run tries again.
    NotArchived(&'a Place, &'a str),
    /// The authority did not take what became of a key; the text says why and what to do.
    NotTold(&'a str),
}

/// An errand that came through a door, as it is shown before anything touches a key.
#[derive(Clone, Copy)]
pub struct ErrandShown<'a> {
    /// The authority's name and origin, from the trust entry.
    pub authority: (&'a str, &'a str),
    /// What is to be done.
    pub kind: ErrandKind,
    /// The certificate whose key is used, where there is one yet.
    pub certificate: Option<&'a Certificate>,
    /// The medium of that key.
    pub place: Option<&'a Place>,
}

impl<'a> ErrandShown<'a> {
    /// The errand as it was taken.
    pub(super) fn of(
        context: &'a Context<'_>,
        taken: &Taken,
        certificate: Option<&'a Certificate>,
        place: Option<&'a Place>,
    ) -> Self {
        Self {
            authority: (&context.trust.name, context.trust.origin.as_str()),
            kind: taken.kind(),
            certificate,
            place,
        }
    }

    /// Goes on only if the person agrees.
    pub(super) fn expect_agreed(&self, context: &Context<'_>) -> Result<(), FlowError> {
        if context.person.agrees_to_errand(self)? {
            Ok(())
        } else {
            Err(FlowError::Declined)
        }
    }
}

/// Why a certificate cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has expired.
    Expired,
    /// It is not valid yet.
    NotYet,
    /// Its issuer is none whose certificates this authority may ask for.
    Foreign,
    /// It was replaced, and its key is in the archive.
    Archived,
}

/// A certificate on one of the media, as it is offered.
#[derive(Clone)]
pub struct Candidate<'a> {
    /// The entry with its medium.
    pub held: Held<'a>,
    /// Its certificate.
    pub certificate: Certificate,
    /// Why it cannot be chosen; nothing where it can.
    pub unfit: Option<Unfit>,
}

/// The person at the computer.
pub trait Person {
    /// Is told that a step begins.
    fn step(&self, step: Step);

    /// Is told that a step is done.
    fn done(&self, step: Step);

    /// Gives the password of a key, told what it will be used for.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he gives none.
    fn password(&self, key: &Entry, used_for: KeyUse) -> Result<Secret, FlowError>;

    /// Gives the PIN of a medium. It is entered once and serves the whole renewal; that is said with the question.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he gives none.
    fn pin(&self, asked: &PinAsked<'_>) -> Result<Secret, FlowError>;

    /// Says whether the last try of a PIN shall be used; one more wrong PIN locks the device.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he cannot be asked.
    fn last_try(&self, place: &Place) -> Result<bool, FlowError>;

    /// Says whether an errand that came through a door shall be done. Whoever has begun the whole by a command has agreed
    /// already, so only pages ask.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he cannot be asked.
    fn agrees_to_errand(&self, _shown: &ErrandShown<'_>) -> Result<bool, FlowError> {
        Ok(true)
    }

    /// Chooses the certificate to sign in with. Those that cannot be chosen are among them, with the reason.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he wants none of them; [`FlowError::LookAgain`] when he has attached another medium.
    fn choose_certificate(
        &self,
        _authority: (&str, &str),
        candidates: &[Candidate<'_>],
    ) -> Result<usize, FlowError> {
        let mut fit = (0..candidates.len()).filter(|number| candidates[*number].unfit.is_none());
        match (fit.next(), fit.next()) {
            (Some(only), None) => Ok(only),
            _ => Err(FlowError::CertificateAbsent),
        }
    }

    /// Chooses the medium of the new key, told what follows from each. The first is what he gets who has no wish.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he wants none of them.
    fn choose_medium(&self, offers: &[Offer<'_>]) -> Result<usize, FlowError>;

    /// Chooses how the new key is stored on the medium that he chose.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he wants no key.
    fn new_key(&self, authority: &str, place: &Place) -> Result<NewKeyChoice, FlowError>;

    /// Gives randomness of his own for the new key, where he wants to: a source that is at least as good as the system's.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he was asked and stopped.
    fn randomness(&self) -> Result<Option<Box<dyn CryptoRng>>, FlowError> {
        Ok(None)
    }

    /// Chooses how the copy of a key is stored on another medium.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he wants no copy.
    fn copied_key(&self, key: &Entry, place: &Place) -> Result<NewKeyChoice, FlowError>;

    /// Chooses how keys from a file are stored on a medium.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he wants none there.
    fn imported_key(&self, place: &Place) -> Result<NewKeyChoice, FlowError>;

    /// Answers a question about something that cannot be undone.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he cannot be asked.
    fn agrees_to(&self, question: Question<'_>) -> Result<bool, FlowError>;

    /// Is told something that stops nothing.
    fn advise(&self, advice: Advice<'_>);

    /// Looks through the data of the new certificate and says whether they are right.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he cannot be asked.
    fn data_right(&self, authority: &str, rows: &[DataRow]) -> Result<bool, FlowError>;

    /// Sees the application, just as it will be signed, and says whether to sign it.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he cannot be asked.
    fn sign_application(&self, shown: &ApplicationShown<'_>) -> Result<bool, FlowError>;
}
