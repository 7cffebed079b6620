//! What the issue of a renewal reads from the store: the old certificate and the request.

use smena_domain::{
    certificate::{ContentHash, KeyHash},
    renewal::Renewal,
};
use smena_pki::{certificate::Certificate, key::PublicKey, request::CertificationRequest};
use smena_store::{
    Sha256, certificates,
    documents::{self, DocumentKind},
};

use super::IssueError;
use crate::app::App;

/// What a certificate is made of besides the plan.
pub(super) struct Material {
    /// The certificate that is renewed.
    pub(super) old: Certificate,
    /// The key of the request; all that is taken from it.
    pub(super) key: PublicKey,
    /// Its hash.
    pub(super) key_hash: KeyHash,
}

/// Reads the old certificate and the request, and verifies the request's own signature once more: what is in the
/// database is believed only as far as it proves itself.
pub(super) async fn read(app: &App, renewal: &Renewal) -> Result<Material, IssueError> {
    let proved = renewal
        .stage()
        .request()
        .ok_or(IssueError::NoRequest)?
        .facts();
    let mut tx = app.store.read().await?;
    let old = certificates::find(&mut tx, renewal.old_thumbprint()).await?;
    let request = documents::latest(&mut tx, renewal.id(), DocumentKind::Request).await?;
    tx.rollback().await?;
    let old = old.ok_or(IssueError::OldCertificate(None))?;
    let old =
        Certificate::from_der(&old.der).map_err(|error| IssueError::OldCertificate(Some(error)))?;
    let request = request.ok_or(IssueError::NoRequest)?.bytes;
    if proved.request != ContentHash::from(*Sha256::of(&request).as_bytes()) {
        return Err(IssueError::OtherRequest);
    }
    let request = CertificationRequest::from_der(&request).map_err(IssueError::Request)?;
    let key = request
        .verify_self_signature()
        .map_err(IssueError::Request)?
        .public_key()
        .clone();
    let key_hash = KeyHash::new(key.normalised_hash());
    if key_hash != proved.key {
        return Err(IssueError::OtherRequest);
    }
    Ok(Material { old, key, key_hash })
}
