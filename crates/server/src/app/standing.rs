//! How certificates and keys stand, as this authority's own store tells it, and the list of its other system where one is
//! configured.
//!
//! What the store calls revoked is revoked. What it calls good is so only if the other system's list, which is asked
//! each time, does not say otherwise. A row that cannot be read or is not there, and a list that answers nothing, are
//! "could not check", never "good" and never "revoked".

use smena_domain::{
    calendar::Moment,
    certificate::{
        CertificateStatus, KeyHash, KeyStanding, OldCertificate, Provenance, RevocationReason,
        SerialNumber, Thumbprint,
    },
    organisation::Region,
    procedure::{Procedure, ProcedureName},
    renewal::{Renewal, Rights, Standing},
};
use smena_pki::{
    certificate::{Certificate, CertificateError, SerialNumber as SerialOctets},
    key::{PublicKey, policy},
};
use smena_store::{
    StoreError, Tx,
    certificates::{self, CertificateRow, CertificateStatus as StoredStatus},
    holders,
    keys_seen::{self, KeySource},
    renewals,
};

use time::OffsetDateTime;

use super::{
    App,
    holders::{HolderFacts, kind_of, private_key_until, subject_of},
};
use crate::outbound::status_list::{self, StatusListError};

/// Why nobody could say how a certificate stands.
#[derive(Debug, thiserror::Error)]
enum Unknown {
    #[error("the store has no status of it")]
    Absent,
    #[error("the store could not be read")]
    Store(#[from] StoreError),
    #[error("the serial number in the store cannot stand in a list")]
    Serial(#[source] CertificateError),
    #[error("the other system's list answers nothing")]
    List(#[from] StatusListError),
}

/// The revocation status of a certificate of this authority at this instant.
pub async fn status_of(app: &App, at: OffsetDateTime, thumbprint: Thumbprint) -> CertificateStatus {
    match ask(app, at, thumbprint).await {
        Ok(status) => status,
        Err(error) => {
            tracing::error!(
                certificate = %thumbprint,
                error = %crate::text::chain(&error),
                "the status of a certificate could not be checked"
            );
            // What was asked is the authority's own register: its name says so in every language.
            CertificateStatus::CouldNotCheck {
                source: app.config.name.clone(),
            }
        }
    }
}

/// How a certificate and the rights of its holder stand. No source of rights is connected, so nothing speaks against
/// them.
pub async fn standing_of(app: &App, at: OffsetDateTime, thumbprint: Thumbprint) -> Standing {
    Standing {
        status: status_of(app, at, thumbprint).await,
        rights: Rights::Held,
    }
}

/// What the index of keys says of the key of a request.
///
/// # Errors
///
/// [`StoreError`].
pub async fn key_standing(
    app: &App,
    key: &PublicKey,
    renewal: &Renewal,
) -> Result<KeyStanding, StoreError> {
    if policy::check(key).is_err() {
        return Ok(KeyStanding::Weak);
    }
    let hash = KeyHash::new(key.normalised_hash());
    if hash == renewal.old().key {
        return Ok(KeyStanding::OldCertificate);
    }
    let mut tx = app.store.read().await?;
    let standing = match keys_seen::find(&mut tx, hash).await? {
        None => KeyStanding::Fresh,
        Some(seen) => match (seen.source, seen.renewal) {
            (KeySource::Service, _) => KeyStanding::Authority,
            (KeySource::Test, _) => KeyStanding::Published,
            (KeySource::Certificate, _) => KeyStanding::Issued,
            (KeySource::Request, Some(id)) if id == renewal.id() => KeyStanding::Fresh,
            (KeySource::Request, Some(id)) => match certificates::by_renewal(&mut tx, id).await? {
                None => KeyStanding::OtherRenewal,
                Some(row) => standing_of_issued(&row),
            },
            (KeySource::Request, None) => KeyStanding::OtherRenewal,
        },
    };
    tx.rollback().await?;
    Ok(standing)
}

/// Facts about a certificate of this authority that is to be renewed.
///
/// # Errors
///
/// [`StoreError`].
pub async fn old_certificate(
    app: &App,
    row: &CertificateRow,
    certificate: &Certificate,
) -> Result<Option<OldCertificate>, StoreError> {
    let (Some(holder), Some(serial)) = (row.holder, SerialNumber::new(row.serial.as_bytes()))
    else {
        return Ok(None);
    };
    let mut tx = app.store.read().await?;
    let provenance = provenance_of(&mut tx, row).await?;
    tx.rollback().await?;
    let subject = subject_of(app, certificate);
    Ok(Some(OldCertificate {
        thumbprint: row.thumbprint,
        serial,
        holder,
        key: row.key,
        issuer: app.config.name.clone(),
        provenance,
        kind: kind_of(&subject),
        region: subject.state.as_deref().and_then(region_of),
        not_before: Moment::new(certificate.not_before()),
        not_after: Moment::new(certificate.not_after()),
        private_key_until: private_key_until(certificate).map(Moment::new),
    }))
}

fn region_of(state: &str) -> Option<Region> {
    Region::parse(state.split_whitespace().next()?)
}

/// Where a certificate of this authority's store came from.
///
/// # Errors
///
/// [`StoreError`].
pub async fn provenance_of(tx: &mut Tx, row: &CertificateRow) -> Result<Provenance, StoreError> {
    let procedure = procedure_of(tx, row).await?;
    Ok(
        procedure.map_or(Provenance::Unknown, |procedure| Provenance::Ours {
            procedure,
        }),
    )
}

/// The procedure by which a certificate is renewed: the one that it was issued under, else the usual one.
#[must_use]
pub fn applicable_procedure<'a>(app: &'a App, provenance: &Provenance) -> Option<&'a Procedure> {
    let named = match provenance {
        Provenance::Ours { procedure } => app.procedure(procedure),
        Provenance::Unknown | Provenance::Foreign { .. } => None,
    };
    named.or_else(|| app.procedure(&app.config.default_procedure))
}

/// The procedure that a certificate counts as issued under: its renewal's, else its holder's.
async fn procedure_of(
    tx: &mut Tx,
    row: &CertificateRow,
) -> Result<Option<ProcedureName>, StoreError> {
    if let Some(id) = row.renewal {
        let renewal = renewals::find::<Renewal>(tx, id).await?;
        return Ok(renewal.map(|row| row.state.procedure().name.clone()));
    }
    let Some(holder) = row.holder else {
        return Ok(None);
    };
    let holder = holders::find::<HolderFacts>(tx, holder).await?;
    Ok(holder.map(|holder| holder.facts.procedure))
}

async fn ask(
    app: &App,
    at: OffsetDateTime,
    thumbprint: Thumbprint,
) -> Result<CertificateStatus, Unknown> {
    let mut tx = app.store.read().await?;
    let row = certificates::find(&mut tx, thumbprint).await?;
    tx.rollback().await?;
    let row = row.ok_or(Unknown::Absent)?;
    let status = status_in(&row).ok_or(Unknown::Absent)?;
    let (CertificateStatus::Good, Some(path)) = (&status, &app.config.status_list) else {
        return Ok(status);
    };
    let serial = SerialOctets::from_content(row.serial.as_bytes()).map_err(Unknown::Serial)?;
    let authority = &app.authority;
    let list = status_list::read(path, authority.issuing(), authority.issuing_key(), at).await?;
    Ok(status_list::status_in(&list, &serial))
}

/// A row that says "revoked" without saying since when is no answer.
fn status_in(row: &CertificateRow) -> Option<CertificateStatus> {
    Some(match row.status {
        StoredStatus::Good => CertificateStatus::Good,
        StoredStatus::OnHold => CertificateStatus::OnHold {
            since: Moment::new(row.revoked_at?),
        },
        StoredStatus::Revoked => CertificateStatus::Revoked {
            at: Moment::new(row.revoked_at?),
            reason: row.reason.unwrap_or(RevocationReason::Unspecified),
        },
    })
}

fn standing_of_issued(row: &CertificateRow) -> KeyStanding {
    match (row.status, row.reason) {
        (StoredStatus::Revoked, Some(RevocationReason::KeyCompromise)) => KeyStanding::Compromised,
        _ => KeyStanding::Issued,
    }
}
