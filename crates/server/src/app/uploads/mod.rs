//! Documents that holders and operators send: checked by their octets, made anew, encrypted, and given out as
//! attachments only (security design, 4).
//!
//! - [`take`]: `inspect` reads what came and writes it anew, `seal` encrypts it, one transaction stores it. A document
//!   and its row are one, so no crash leaves one without the other.
//! - [`open`]: decrypts one for whoever may see the renewal; [`list`] names them without opening.
//! - [`remove`]: takes one back that no step of the renewal names.

mod inspect;
pub mod seal;

use smena_domain::{
    person::HolderId,
    renewal::{DocumentId, Renewal, RenewalId, Stage},
};
use smena_store::{
    UploadId,
    uploads::{self, UploadEntry},
};
use zeroize::Zeroizing;

pub use inspect::MediaType;
pub use smena_store::uploads::UploadPurpose;

use super::{
    App, Ctx,
    failure::{Denial, Failure},
    record::{self, Entry, record},
    renewals::of_holder,
};
use crate::limits::UPLOADS_MAX;

/// A document that was sent, without its octets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Names it; commands name it by this.
    pub id: DocumentId,
    /// What it was sent for.
    pub purpose: UploadPurpose,
    /// What its octets are.
    pub media_type: MediaType,
    /// A file name for people, of letters, digits, spaces and hyphens, with the ending of its media type.
    pub name: String,
    /// How many octets it has as it was stored.
    pub size_bytes: u64,
    /// When it was stored.
    pub stored_at: time::OffsetDateTime,
}

/// A document, opened.
pub struct Opened {
    /// What is known of it.
    pub upload: Upload,
    /// Its octets.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Takes a document of a holder.
///
/// # Errors
/// [`Denial::NotFound`] for another's renewal; a refusal of what came, journalled; or faults of ours.
pub async fn take(
    app: &App,
    ctx: &Ctx,
    holder: HolderId,
    renewal: RenewalId,
    purpose: UploadPurpose,
    name: &str,
    octets: Vec<u8>,
) -> Result<Upload, Failure> {
    let row = of_holder(app, holder, renewal).await?;
    let ctx = ctx.acting_as(super::Actor::Holder(holder));
    put(app, &ctx, &row.state, purpose, name, octets).await
}

/// Takes a document for a renewal from whoever acts.
///
/// # Errors
/// As [`take`].
pub async fn put(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    purpose: UploadPurpose,
    name: &str,
    octets: Vec<u8>,
) -> Result<Upload, Failure> {
    match store(app, ctx, renewal, purpose, name, octets).await {
        Ok(upload) => Ok(upload),
        Err(failure) => {
            let subject = format!("renewal:{}", renewal.id());
            Err(record::refused(app, ctx, "send-document", subject, failure).await)
        }
    }
}

async fn store(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    purpose: UploadPurpose,
    name: &str,
    octets: Vec<u8>,
) -> Result<Upload, Failure> {
    if !renewal.is_open() {
        return Err(Denial::UploadNotNow {}.into());
    }
    // Pictures are decoded here: seconds of work that no other request waits for.
    let inspected = tokio::task::spawn_blocking(move || inspect::inspect(octets))
        .await
        .map_err(Failure::ours)??;
    let id = UploadId::new(ctx.draw());
    let entry = UploadEntry {
        id,
        purpose,
        sha256: smena_store::Sha256::of(&inspected.bytes),
        media_type: inspected.media_type.as_str().to_owned(),
        name: inspect::file_name(name, inspected.media_type),
        size_bytes: i64::try_from(inspected.bytes.len()).unwrap_or(i64::MAX),
        sender: ctx.actor.to_string(),
        stored_at: ctx.now,
    };
    let key = seal::key_of(app, ctx, renewal.id()).await?;
    let sealed = key.seal(ctx, renewal.id(), &entry, &inspected.bytes)?;
    let mut tx = app.store.write().await?;
    if uploads::count(&mut tx, renewal.id()).await? >= UPLOADS_MAX {
        tx.rollback().await?;
        return Err(Denial::UploadsTooMany {
            limit: UPLOADS_MAX.to_string(),
        }
        .into());
    }
    uploads::insert(&mut tx, renewal.id(), &entry, &sealed).await?;
    let noted = Entry {
        command: "send-document",
        subject: format!("renewal:{}", renewal.id()),
        outcome: "done",
        details: serde_json::json!({
            "upload": id.to_string(),
            "purpose": purpose.as_str(),
            "sha256": entry.sha256.to_string(),
        }),
    };
    record(&mut tx, ctx, &noted).await?;
    tx.commit().await?;
    upload_of(entry)
}

/// What was sent for a renewal of this holder, the oldest first.
///
/// # Errors
/// [`Denial::NotFound`]; or faults of ours.
pub async fn list(app: &App, holder: HolderId, renewal: RenewalId) -> Result<Vec<Upload>, Failure> {
    of_holder(app, holder, renewal).await?;
    all(app, renewal).await
}

/// What was sent for a renewal, for whoever may see it.
///
/// # Errors
/// Faults of ours alone.
pub async fn all(app: &App, renewal: RenewalId) -> Result<Vec<Upload>, Failure> {
    let mut tx = app.store.read().await?;
    let entries = uploads::list(&mut tx, renewal).await?;
    tx.rollback().await?;
    entries.into_iter().map(upload_of).collect()
}

/// Who sent the documents of a renewal, as the journal names them.
///
/// # Errors
/// Faults of ours alone.
pub async fn senders(app: &App, renewal: RenewalId) -> Result<Vec<String>, Failure> {
    let mut tx = app.store.read().await?;
    let entries = uploads::list(&mut tx, renewal).await?;
    tx.rollback().await?;
    Ok(entries.into_iter().map(|entry| entry.sender).collect())
}

/// Opens a document of a holder's renewal: to be given out as an attachment, never shown in place.
///
/// # Errors
/// [`Denial::NotFound`]; or faults of ours.
pub async fn open(
    app: &App,
    holder: HolderId,
    renewal: RenewalId,
    id: DocumentId,
) -> Result<Opened, Failure> {
    of_holder(app, holder, renewal).await?;
    reveal(app, renewal, id).await
}

/// Opens a document for whoever may see the renewal.
///
/// # Errors
/// [`Denial::NotFound`]; or faults of ours.
pub async fn reveal(app: &App, renewal: RenewalId, id: DocumentId) -> Result<Opened, Failure> {
    let mut tx = app.store.read().await?;
    let found = uploads::find(&mut tx, renewal, UploadId::new(*id.as_bytes())).await?;
    let key = uploads::find_key(&mut tx, renewal).await?;
    tx.rollback().await?;
    let (entry, sealed) = found.ok_or(Denial::NotFound {})?;
    let key = seal::unwrap(app, renewal, &key.ok_or(Denial::NotFound {})?)?;
    let bytes = key.open(renewal, &entry, &sealed)?;
    Ok(Opened {
        upload: upload_of(entry)?,
        bytes,
    })
}

/// Takes a document back, which no step of the renewal names.
///
/// # Errors
/// [`Denial::NotFound`], [`Denial::UploadInUse`]; or faults of ours.
pub async fn remove(
    app: &App,
    ctx: &Ctx,
    holder: HolderId,
    renewal: RenewalId,
    id: DocumentId,
) -> Result<(), Failure> {
    let row = of_holder(app, holder, renewal).await?;
    if names(&row.state, id) {
        return Err(Denial::UploadInUse {}.into());
    }
    let ctx = ctx.acting_as(super::Actor::Holder(holder));
    let mut tx = app.store.write().await?;
    if !uploads::remove(&mut tx, renewal, UploadId::new(*id.as_bytes())).await? {
        tx.rollback().await?;
        return Err(Denial::NotFound {}.into());
    }
    let noted = Entry {
        command: "remove-document",
        subject: format!("renewal:{renewal}"),
        outcome: "done",
        details: serde_json::json!({ "upload": id.to_string() }),
    };
    record(&mut tx, &ctx, &noted).await?;
    tx.commit().await?;
    Ok(())
}

/// Refuses the name of a document that was not sent for this renewal and purpose.
///
/// # Errors
/// [`Denial::UploadUnknown`]; or faults of ours.
pub async fn require(
    app: &App,
    renewal: RenewalId,
    purpose: UploadPurpose,
    id: &str,
) -> Result<DocumentId, Failure> {
    let id = DocumentId::parse(id).ok_or(Denial::UploadUnknown {})?;
    let known = all(app, renewal)
        .await?
        .into_iter()
        .any(|upload| upload.id == id && upload.purpose == purpose);
    if known {
        Ok(id)
    } else {
        Err(Denial::UploadUnknown {}.into())
    }
}

/// Tells whether a renewal stands on a document.
fn names(renewal: &Renewal, id: DocumentId) -> bool {
    let attached = renewal.gathered().documents.iter();
    let on_ticket = match renewal.stage() {
        Stage::Held {
            ticket: Some(ticket),
            ..
        } => ticket.documents.iter().any(|(_, known)| *known == id),
        _ => false,
    };
    let on_paper = matches!(
        renewal.stage().evidence(),
        Some(smena_domain::renewal::Evidence::Paper(paper)) if paper.facts().scan == id
    );
    on_ticket
        || on_paper
        || attached
            .map(|document| document.scan)
            .any(|scan| scan == id)
}

/// A stored media type that no document has: a fault of ours.
#[derive(Debug, thiserror::Error)]
#[error("a stored document is of an unknown media type")]
struct UnknownMediaType;

fn upload_of(entry: UploadEntry) -> Result<Upload, Failure> {
    Ok(Upload {
        id: DocumentId::new(*entry.id.as_bytes()),
        purpose: entry.purpose,
        media_type: MediaType::parse(&entry.media_type)
            .ok_or_else(|| Failure::ours(UnknownMediaType))?,
        name: entry.name,
        size_bytes: u64::try_from(entry.size_bytes).unwrap_or_default(),
        stored_at: entry.stored_at,
    })
}
