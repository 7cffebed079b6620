//! The revocation list that another system of the authority publishes, as a second source of status.
//!
//! Where certificates of this authority are revoked by another system too, its list is laid down in a file
//! (`status.list` of the configuration) and consulted each time a certificate is looked at: at the sign-in, at the
//! submission, at the approval and in the instant before the intent is stored. A list that is missing, out of date or
//! not the issuing authority's answers nothing (RFC 5280, 6.3.3). It can only speak against a certificate: what the
//! database calls revoked stays so.

use std::path::{Path, PathBuf};

use smena_domain::{
    calendar::Moment,
    certificate::{CertificateStatus, RevocationReason},
};
use smena_pki::{
    certificate::{Certificate, SerialNumber},
    crl::{CertificateRevocationList, CrlError, Reason, RevokedEntry},
    key::PublicKey,
    oid,
};
use time::{Duration, OffsetDateTime};

use crate::limits::{CLOCK_MINUTES_MAX, STATUS_LIST_BYTES_MAX};

/// Why the list answers nothing.
#[derive(Debug, thiserror::Error)]
pub enum StatusListError {
    /// The file cannot be read.
    #[error("the status list {} cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is longer than such a list may be.
    #[error("the status list is longer than {STATUS_LIST_BYTES_MAX} octets")]
    TooLong,
    /// The file holds no revocation list.
    #[error("the status list is no revocation list")]
    Form(#[source] CrlError),
    /// The list is another authority's.
    #[error("the status list is of another issuer")]
    OtherIssuer,
    /// The signature is not the issuing authority's.
    #[error("the status list is not signed by the issuing authority")]
    Signature(#[source] CrlError),
    /// The list is for some certificates or reasons only, or says something that is not understood.
    #[error("the status list does not speak of all certificates")]
    Partial,
    /// The list is not valid now.
    #[error("the status list is of {this_update} and was due to be replaced {next_update:?}")]
    NotCurrent {
        /// When it was made.
        this_update: OffsetDateTime,
        /// When the next one was due.
        next_update: Option<OffsetDateTime>,
    },
}

/// Reads the list and proves that it may be asked at this instant.
///
/// # Errors
///
/// [`StatusListError`]: nothing is known then.
pub async fn read(
    path: &Path,
    issuing: &Certificate,
    issuing_key: &PublicKey,
    at: OffsetDateTime,
) -> Result<CertificateRevocationList, StatusListError> {
    let list = CertificateRevocationList::from_der_or_pem(&octets(path).await?)
        .map_err(StatusListError::Form)?;
    if list.issuer() != issuing.subject() {
        return Err(StatusListError::OtherIssuer);
    }
    list.verify_signed_by(issuing_key)
        .map_err(StatusListError::Signature)?;
    let partial = list
        .extensions()
        .into_iter()
        .any(|extension| extension.is_critical() || *extension.oid() == oid::DELTA_CRL_INDICATOR);
    if partial || list.has_foreign_entry_extension() {
        return Err(StatusListError::Partial);
    }
    let begun = list.this_update() <= at + Duration::minutes(CLOCK_MINUTES_MAX);
    if !begun || list.next_update().is_none_or(|next| at > next) {
        return Err(StatusListError::NotCurrent {
            this_update: list.this_update(),
            next_update: list.next_update(),
        });
    }
    Ok(list)
}

/// What the list says of a serial number; one that is not listed is good.
#[must_use]
pub fn status_in(list: &CertificateRevocationList, serial: &SerialNumber) -> CertificateStatus {
    list.find(serial)
        .map_or(CertificateStatus::Good, |entry| listed(&entry))
}

fn listed(entry: &RevokedEntry) -> CertificateStatus {
    let since = Moment::new(entry.date);
    let reason = match entry.reason {
        Some(Reason::CertificateHold) => return CertificateStatus::OnHold { since },
        Some(Reason::KeyCompromise) => RevocationReason::KeyCompromise,
        Some(Reason::AffiliationChanged) => RevocationReason::AffiliationChanged,
        Some(Reason::Superseded) => RevocationReason::Superseded,
        Some(Reason::CessationOfOperation) => RevocationReason::CessationOfOperation,
        Some(Reason::PrivilegeWithdrawn) => RevocationReason::PrivilegeWithdrawn,
        // The others are said of authorities, or of delta lists; of a holder's certificate they say no more than this.
        Some(
            Reason::Unspecified
            | Reason::CaCompromise
            | Reason::AaCompromise
            | Reason::RemoveFromCrl,
        )
        | None => RevocationReason::Unspecified,
    };
    CertificateStatus::Revoked { at: since, reason }
}

async fn octets(path: &Path) -> Result<Vec<u8>, StatusListError> {
    let failed = |source| StatusListError::Read {
        path: path.to_owned(),
        source,
    };
    if tokio::fs::metadata(path).await.map_err(failed)?.len() > STATUS_LIST_BYTES_MAX {
        return Err(StatusListError::TooLong);
    }
    tokio::fs::read(path).await.map_err(failed)
}
