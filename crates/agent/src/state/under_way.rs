//! The renewal that is under way with an authority.
//!
//! Without it a command that names no certificate would take the newest one, which after the installation is the new
//! certificate, and would leave the receipt of the old one's renewal unsigned.

use serde::{Deserialize, Serialize};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::Sha256;

use super::home::{AuthorityFolder, StateError};

const UNDER_WAY: &str = "renewal.json";

/// A renewal that was begun and is not completed.
// Stored: a change needs to be read in both forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnderWay {
    /// Thumbprint of the certificate that is being renewed.
    pub certificate: Sha256,
}

impl UnderWay {
    /// The renewal under way, if there is one.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn current(folder: &AuthorityFolder) -> Result<Option<Self>, StateError> {
        folder.read(UNDER_WAY)
    }

    /// Whether it is the renewal of this certificate.
    #[must_use]
    pub fn is_of(&self, certificate: &Certificate) -> bool {
        self.certificate == Sha256::new(certificate.thumbprint())
    }

    /// Remembers it.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn keep(&self, folder: &AuthorityFolder) -> Result<(), StateError> {
        folder.write(UNDER_WAY, self)
    }

    /// Forgets it: completed.
    ///
    /// # Errors
    ///
    /// The file cannot be removed.
    pub fn clear(folder: &AuthorityFolder) -> Result<(), StateError> {
        folder.remove(UNDER_WAY)
    }
}
