//! Encryption of documents: a key for each renewal, wrapped by the key of the server's own file (AES-256-GCM).
//!
//! What is encrypted is bound to its renewal, id, purpose and media type, so that rows that were exchanged in the
//! database do not open. The file's key is in no table and no backup of the database; without it no document opens.

use aes_gcm::{
    Aes256Gcm, KeyInit as _,
    aead::{Aead as _, Payload},
};
use smena_domain::renewal::RenewalId;
use smena_store::{
    Sha256, StoreError,
    uploads::{self, Sealed, UploadEntry, WrappedKey},
};
use zeroize::Zeroizing;

use crate::app::{App, Ctx, failure::Failure};

/// Version of the form below; stands in everything that is encrypted.
// Stored: a change needs a migration.
const VERSION: u8 = 1;

/// Why a document cannot be encrypted or opened: faults of ours.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The cipher refuses to encrypt.
    #[error("a document could not be encrypted")]
    Seal,
    /// What is stored does not open: it was changed, or stands in another's row.
    #[error("a stored document does not open")]
    Open,
    /// The key of the renewal was wrapped by another key than the file holds.
    #[error("the documents' key in the file is not the one that wrapped the renewal's key")]
    OtherKey,
}

/// The key that wraps the keys of renewals.
pub struct DocumentsKey {
    octets: Zeroizing<[u8; 32]>,
    id: Sha256,
}

impl DocumentsKey {
    /// Takes the octets of the file.
    #[must_use]
    pub fn new(octets: Zeroizing<[u8; 32]>) -> Self {
        let id = Sha256::of(octets.as_slice());
        Self { octets, id }
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.octets).into())
    }
}

/// The key of one renewal's documents.
pub(super) struct RenewalKey(Zeroizing<[u8; 32]>);

/// The key of a renewal; made and stored at its first document.
pub(super) async fn key_of(
    app: &App,
    ctx: &Ctx,
    renewal: RenewalId,
) -> Result<RenewalKey, Failure> {
    if let Some(known) = find(app, renewal).await? {
        return unwrap(app, renewal, &known);
    }
    let key = RenewalKey(Zeroizing::new(ctx.draw()));
    let wrapped = wrap(app, ctx, renewal, &key)?;
    let mut tx = app.store.write().await?;
    let ours = uploads::insert_key(&mut tx, renewal, &wrapped, ctx.now).await?;
    tx.commit().await?;
    if ours {
        return Ok(key);
    }
    // Another request was faster; its key is the renewal's.
    let known = find(app, renewal)
        .await?
        .ok_or_else(|| Failure::ours(SealError::Open))?;
    unwrap(app, renewal, &known)
}

async fn find(app: &App, renewal: RenewalId) -> Result<Option<WrappedKey>, StoreError> {
    let mut tx = app.store.read().await?;
    let known = uploads::find_key(&mut tx, renewal).await?;
    tx.rollback().await?;
    Ok(known)
}

fn wrap(app: &App, ctx: &Ctx, renewal: RenewalId, key: &RenewalKey) -> Result<WrappedKey, Failure> {
    let nonce: [u8; 12] = ctx.draw();
    let payload = Payload {
        msg: key.0.as_slice(),
        aad: &wrapping_data(renewal),
    };
    let wrapped = app
        .documents_key
        .cipher()
        .encrypt((&nonce).into(), payload)
        .map_err(|_| Failure::ours(SealError::Seal))?;
    Ok(WrappedKey {
        wrapped_by: app.documents_key.id,
        sealed: Sealed {
            nonce,
            bytes: wrapped,
        },
    })
}

/// Unwraps the key of a renewal.
pub(super) fn unwrap(
    app: &App,
    renewal: RenewalId,
    wrapped: &WrappedKey,
) -> Result<RenewalKey, Failure> {
    if wrapped.wrapped_by != app.documents_key.id {
        return Err(Failure::ours(SealError::OtherKey));
    }
    let payload = Payload {
        msg: &wrapped.sealed.bytes,
        aad: &wrapping_data(renewal),
    };
    let octets = app
        .documents_key
        .cipher()
        .decrypt((&wrapped.sealed.nonce).into(), payload)
        .map(Zeroizing::new)
        .map_err(|_| Failure::ours(SealError::Open))?;
    let octets: [u8; 32] = octets
        .as_slice()
        .try_into()
        .map_err(|_| Failure::ours(SealError::Open))?;
    Ok(RenewalKey(Zeroizing::new(octets)))
}

fn wrapping_data(renewal: RenewalId) -> Vec<u8> {
    [&[VERSION][..], b"smena documents key", renewal.as_bytes()].concat()
}

fn associated_data(renewal: RenewalId, entry: &UploadEntry) -> Vec<u8> {
    [
        &[VERSION][..],
        renewal.as_bytes(),
        entry.id.as_bytes(),
        entry.purpose.as_str().as_bytes(),
        &[0],
        entry.media_type.as_bytes(),
    ]
    .concat()
}

impl RenewalKey {
    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new((&*self.0).into())
    }

    pub(super) fn seal(
        &self,
        ctx: &Ctx,
        renewal: RenewalId,
        entry: &UploadEntry,
        octets: &[u8],
    ) -> Result<Sealed, Failure> {
        let nonce: [u8; 12] = ctx.draw();
        let payload = Payload {
            msg: octets,
            aad: &associated_data(renewal, entry),
        };
        let bytes = self
            .cipher()
            .encrypt((&nonce).into(), payload)
            .map_err(|_| Failure::ours(SealError::Seal))?;
        Ok(Sealed { nonce, bytes })
    }

    pub(super) fn open(
        &self,
        renewal: RenewalId,
        entry: &UploadEntry,
        sealed: &Sealed,
    ) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let payload = Payload {
            msg: &sealed.bytes,
            aad: &associated_data(renewal, entry),
        };
        let octets = self
            .cipher()
            .decrypt((&sealed.nonce).into(), payload)
            .map_err(|_| Failure::ours(SealError::Open))?;
        Ok(Zeroizing::new(octets))
    }
}
