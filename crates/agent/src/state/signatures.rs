//! The agent's own log of signatures: what was signed, for whom, with which key. One JSON object a line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use smena_protocol::v1::{Moment, Origin, Sha256};

use super::home::{Home, StateError};

const LOG: &str = "signatures.jsonl";

/// What a signature stood for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signed {
    /// Signing in.
    SignIn,
    /// The application.
    Application,
    /// The certification request.
    Request,
    /// The new key, endorsed by the old one.
    Endorsement,
    /// The receipt.
    Receipt,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureRecord {
    /// When.
    pub at: Moment,
    /// For which authority.
    pub origin: Origin,
    /// What.
    pub signed: Signed,
    /// With the key of which certificate (thumbprint); nothing for a key that had none yet.
    pub certificate: Option<Sha256>,
    /// SHA-256 of the signed product.
    pub product: Sha256,
    /// Of a receipt: the certificate (thumbprint) that the new one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Sha256>,
    /// Of a request: what it asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested: Option<Requested>,
}

/// What a certification request asked for: which key is to get a certificate of which subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requested {
    /// The normalised hash of the new key.
    pub key: Sha256,
    /// SHA-256 of the subject's DER.
    pub subject: Sha256,
}

impl SignatureRecord {
    /// Adds a line to the log, before the signature leaves this computer.
    ///
    /// # Errors
    ///
    /// The log cannot be written; then the signature must not be used.
    pub fn append(&self, home: &Home) -> Result<(), StateError> {
        let mut line = serde_json::to_vec(self)
            .map_err(|source| StateError::Unreadable { file: LOG, source })?;
        line.push(b'\n');
        Ok(home.dir().append(LOG, &line)?)
    }

    /// Which certificate took the place of which: thumbprints of old and new, as the receipts say.
    ///
    /// # Errors
    ///
    /// The log cannot be read.
    pub fn successors(home: &Home) -> Result<BTreeMap<Sha256, Sha256>, StateError> {
        let receipts = Self::all(home)?.into_iter();
        Ok(receipts
            .filter_map(|record| Some((record.replaces?, record.certificate?)))
            .collect())
    }

    /// What was asked for last for a key; nothing where its request was not signed here.
    ///
    /// # Errors
    ///
    /// The log cannot be read.
    pub fn requested_for(home: &Home, key: Sha256) -> Result<Option<Requested>, StateError> {
        let all = Self::all(home)?.into_iter().rev();
        Ok(all
            .filter_map(|record| record.requested)
            .find(|requested| requested.key == key))
    }

    /// All signatures, oldest first.
    ///
    /// # Errors
    ///
    /// The log cannot be read.
    pub fn all(home: &Home) -> Result<Vec<Self>, StateError> {
        if !home.dir().holds(LOG)? {
            return Ok(Vec::new());
        }
        home.dir()
            .read_long(LOG)?
            .split(|&b| b == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| {
                serde_json::from_slice(line)
                    .map_err(|source| StateError::Unreadable { file: LOG, source })
            })
            .collect()
    }
}
