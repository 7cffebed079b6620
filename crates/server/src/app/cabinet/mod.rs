//! What a holder sees of his own: certificates, notices, the course of a renewal, and the place in the queue.
//!
//! Only reads. What he does goes through [`super::renewals`] and [`super::errands`].

mod contents;
mod history;
mod queue;

use smena_domain::{
    calendar::Moment,
    certificate::Thumbprint,
    person::HolderId,
    procedure::{Notices, Rung},
    renewal::{Renewal, RenewalId, StageName},
};
use smena_pki::{certificate::Certificate, profile::Subject};
use smena_store::{
    certificates::{self, CertificateRow},
    holders, renewals,
};
use time::OffsetDateTime;

pub use smena_store::certificates::CertificateStatus;

pub use contents::{Contents, contents};
pub use history::{Happened, Who, history};
pub use queue::{Place, place};

use super::{
    App, Ctx,
    failure::Failure,
    holders::{HolderFacts, subject_of},
    shelf::ShelfError,
    standing,
};
use crate::limits::{CERTIFICATES_SHOWN_MAX, RENEWALS_SHOWN_MAX};

/// Who is signed in, as pages greet him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The holder.
    pub holder: HolderId,
    /// His name, as his certificate has it.
    pub name: String,
}

/// Finds the person behind a session.
///
/// # Errors
/// Faults of ours alone.
pub async fn person(app: &App, holder: HolderId) -> Result<Option<Person>, Failure> {
    let mut tx = app.store.read().await?;
    let found = holders::find::<HolderFacts>(&mut tx, holder).await?;
    tx.rollback().await?;
    Ok(found.map(|row| Person {
        holder,
        name: row.label,
    }))
}

/// A certificate of a holder, with what became of it.
#[derive(Clone, Debug)]
pub struct OwnCertificate {
    /// SHA-256 of its DER.
    pub thumbprint: Thumbprint,
    /// Whom it names.
    pub subject: Subject,
    /// Its serial number, as the store has it.
    pub serial: String,
    /// Beginning of its validity.
    pub not_before: OffsetDateTime,
    /// End of its validity.
    pub not_after: OffsetDateTime,
    /// The last instant at which its key can sign: the earlier of the ends of certificate and key.
    pub signs_until: OffsetDateTime,
    /// The ladder of the procedure by which it is renewed; none when the server has no such procedure.
    pub ladder: Option<Notices>,
    /// What it is worth in the authority's register.
    pub status: CertificateStatus,
    /// Its renewal that can still move.
    pub renewal: Option<(RenewalId, StageName)>,
    /// The renewal by which it was replaced.
    pub replaced_by: Option<RenewalId>,
    /// The renewal that it came from.
    pub came_from: Option<RenewalId>,
}

/// How pressing it is to replace a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Nothing to do: long valid, replaced, or worth nothing any more.
    None,
    /// It stands on its ladder of reminders.
    Soon {
        /// Whole days that are left.
        days: i64,
        /// The rung that was reached.
        rung: Rung,
    },
    /// Its key signs nothing any more.
    Over,
}

impl OwnCertificate {
    /// Whole days until its key signs nothing any more; negative afterwards.
    #[must_use]
    pub fn days_left(&self, now: OffsetDateTime) -> i64 {
        (self.signs_until - now).whole_days()
    }

    /// How pressing it is to replace it.
    #[must_use]
    pub fn urgency(&self, now: OffsetDateTime) -> Urgency {
        if self.status != CertificateStatus::Good || self.replaced_by.is_some() {
            return Urgency::None;
        }
        if self.signs_until <= now {
            return Urgency::Over;
        }
        let rung = self
            .ladder
            .as_ref()
            .and_then(|ladder| ladder.rung(Moment::new(self.signs_until), Moment::new(now)));
        rung.map_or(Urgency::None, |rung| Urgency::Soon {
            days: self.days_left(now),
            rung,
        })
    }
}

/// The certificates of a holder: what ends first stands first, what is over stands last.
///
/// # Errors
/// Faults of ours alone.
pub async fn list(app: &App, ctx: &Ctx, holder: HolderId) -> Result<Vec<OwnCertificate>, Failure> {
    let mut tx = app.store.read().await?;
    let rows = certificates::of_holder(&mut tx, holder, None, CERTIFICATES_SHOWN_MAX).await?;
    let renewals =
        renewals::of_holder::<Renewal>(&mut tx, holder, None, RENEWALS_SHOWN_MAX).await?;
    let renewals: Vec<Renewal> = renewals.into_iter().map(|row| row.state).collect();
    let mut list = Vec::with_capacity(rows.len());
    for row in &rows {
        let provenance = standing::provenance_of(&mut tx, row).await?;
        let ladder = standing::applicable_procedure(app, &provenance)
            .map(|procedure| procedure.notices.clone());
        list.push(own(app, row, &renewals, ladder)?);
    }
    tx.rollback().await?;
    list.sort_by_key(|certificate| (certificate.signs_until <= ctx.now, certificate.signs_until));
    Ok(list)
}

fn own(
    app: &App,
    row: &CertificateRow,
    renewals: &[Renewal],
    ladder: Option<Notices>,
) -> Result<OwnCertificate, Failure> {
    let certificate = Certificate::from_der(&row.der).map_err(|source| {
        Failure::ours(ShelfError::Read {
            thumbprint: row.thumbprint,
            source,
        })
    })?;
    let of_this = |renewal: &&Renewal| renewal.old_thumbprint() == row.thumbprint;
    let open = renewals
        .iter()
        .filter(of_this)
        .find(|renewal| renewal.is_open());
    // The receipt is what makes the new certificate take the old one's place; until then both are shown as they are.
    let replaced = renewals.iter().filter(of_this).find(|renewal| {
        matches!(
            renewal.stage_name(),
            StageName::Receipted | StageName::Completed
        )
    });
    Ok(OwnCertificate {
        thumbprint: row.thumbprint,
        subject: subject_of(app, &certificate),
        serial: row.serial.to_string(),
        not_before: row.not_before,
        not_after: row.not_after,
        signs_until: row
            .private_key_not_after
            .map_or(row.not_after, |end| end.min(row.not_after)),
        ladder,
        status: row.status,
        renewal: open.map(|renewal| (renewal.id(), renewal.stage_name())),
        replaced_by: replaced.map(Renewal::id),
        came_from: row.renewal,
    })
}
