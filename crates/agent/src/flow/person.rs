//! The person at the computer, as the flow sees him.

use smena_media::{Entry, Secret};
use smena_protocol::v1::DataRow;

use super::{application::ApplicationShown, error::FlowError};

/// What a private key will be used for in one sitting; said before its password is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// The certificate that still works: signing in and signing the application.
    Old,
    /// The new key: its request, the trial signature and the receipt.
    New,
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
    /// Confirming the data.
    ConfirmData,
    /// Making the new key.
    GenerateKey,
    /// Signing the application.
    SignApplication,
    /// Waiting for the authority.
    Wait,
    /// Installing the certificate.
    Install,
    /// Signing the receipt.
    SignReceipt,
}

/// How the new private key is to be stored.
pub enum NewKeyChoice {
    /// Without a password.
    WithoutPassword,
    /// Under a password.
    Password(Secret),
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

    /// Chooses how the new key is stored.
    ///
    /// # Errors
    ///
    /// [`FlowError::Declined`] when he wants no key.
    fn new_key(&self, authority: &str) -> Result<NewKeyChoice, FlowError>;

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
