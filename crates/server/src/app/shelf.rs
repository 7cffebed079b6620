//! Reads stored certificates and documents for the use cases, each in a read transaction of its own.

use smena_domain::{certificate::Thumbprint, renewal::RenewalId};
use smena_pki::certificate::Certificate;
use smena_protocol::v1::Sha256;
use smena_store::{
    certificates::{self, CertificateRow},
    documents::{self, DocumentKind},
};

use super::{App, failure::Failure};

/// Something that must be stored is not.
#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    /// A document.
    #[error("the {} of renewal {renewal} is not stored", kind.as_str())]
    Document {
        /// Of which renewal.
        renewal: RenewalId,
        /// Which.
        kind: DocumentKind,
    },
    /// A certificate.
    #[error("certificate {0} is not stored")]
    Certificate(Thumbprint),
    /// A stored certificate cannot be read.
    #[error("the stored certificate {thumbprint} cannot be read")]
    Read {
        /// Which.
        thumbprint: Thumbprint,
        /// Why.
        #[source]
        source: smena_pki::certificate::CertificateError,
    },
}

/// A certificate, if it is stored.
///
/// # Errors
/// Faults of ours alone.
pub async fn find_certificate(
    app: &App,
    thumbprint: Thumbprint,
) -> Result<Option<(CertificateRow, Certificate)>, Failure> {
    let mut tx = app.store.read().await?;
    let row = certificates::find(&mut tx, thumbprint).await?;
    tx.rollback().await?;
    let Some(row) = row else { return Ok(None) };
    let certificate = Certificate::from_der(&row.der)
        .map_err(|source| Failure::ours(ShelfError::Read { thumbprint, source }))?;
    Ok(Some((row, certificate)))
}

/// A certificate that must be stored.
///
/// # Errors
/// Faults of ours alone.
pub async fn certificate(
    app: &App,
    thumbprint: Thumbprint,
) -> Result<(CertificateRow, Certificate), Failure> {
    find_certificate(app, thumbprint)
        .await?
        .ok_or_else(|| Failure::ours(ShelfError::Certificate(thumbprint)))
}

/// The newest document of a kind, which must be stored.
///
/// # Errors
/// Faults of ours alone.
pub async fn latest(app: &App, renewal: RenewalId, kind: DocumentKind) -> Result<Vec<u8>, Failure> {
    let mut tx = app.store.read().await?;
    let document = documents::latest(&mut tx, renewal, kind).await?;
    tx.rollback().await?;
    Ok(document
        .ok_or_else(|| Failure::ours(ShelfError::Document { renewal, kind }))?
        .bytes)
}

/// A document of a renewal by its hash.
///
/// # Errors
/// Faults of ours alone.
pub async fn document(
    app: &App,
    renewal: RenewalId,
    sha256: Sha256,
) -> Result<Option<Vec<u8>>, Failure> {
    let mut tx = app.store.read().await?;
    let sha256 = smena_store::Sha256::new(*sha256.as_bytes());
    let document = documents::find(&mut tx, renewal, sha256).await?;
    tx.rollback().await?;
    Ok(document.map(|document| document.bytes))
}
