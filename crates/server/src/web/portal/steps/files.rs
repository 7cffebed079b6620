//! A form with a file: its fields, then the file, each within its bounds.

use axum::{extract::Multipart, http::StatusCode};

use super::super::guard::{Fields, OwnRenewal};
use crate::{
    app::{
        App,
        failure::{Denial, Failure},
        uploads::{self, Upload, UploadPurpose},
    },
    limits::{FORM_BYTES_MAX, FORM_FIELDS_MAX},
};

/// A form that was sent with a file, or without one.
pub(super) struct Sent {
    /// Its fields.
    pub(super) fields: Fields,
    file: Option<SentFile>,
}

enum SentFile {
    Whole { name: String, octets: Vec<u8> },
    TooLarge,
}

/// Reads a form. More octets than the route takes are a file that is too large, when the fields stood before it.
pub(super) async fn read(mut form: Multipart) -> Result<Sent, Denial> {
    let (mut pairs, mut file) = (Vec::new(), None);
    let mut left = FORM_BYTES_MAX;
    while let Some(field) = form.next_field().await.map_err(|_| Denial::BadRequest {})? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let octets = match field.bytes().await {
            Ok(octets) => octets,
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                file = Some(SentFile::TooLarge);
                break;
            }
            Err(_) => return Err(Denial::BadRequest {}),
        };
        if let Some(file_name) = file_name {
            if !octets.is_empty() || !file_name.is_empty() {
                let octets = octets.to_vec();
                file = Some(SentFile::Whole {
                    name: file_name,
                    octets,
                });
            }
            continue;
        }
        left = left
            .checked_sub(octets.len())
            .ok_or(Denial::BodyTooLarge {})?;
        if pairs.len() >= FORM_FIELDS_MAX {
            return Err(Denial::BadRequest {});
        }
        pairs.push((name, String::from_utf8_lossy(&octets).into_owned()));
    }
    Ok(Sent {
        fields: Fields::of(pairs),
        file,
    })
}

impl Sent {
    /// Whether a file came.
    pub(super) fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// Takes the file in; none when none was sent.
    pub(super) async fn keep(
        &mut self,
        app: &App,
        own: &OwnRenewal,
        purpose: UploadPurpose,
    ) -> Result<Option<Upload>, Failure> {
        let (name, octets) = match self.file.take() {
            None => return Ok(None),
            Some(SentFile::TooLarge) => return Err(Denial::UploadTooLarge {}.into()),
            Some(SentFile::Whole { name, octets }) => (name, octets),
        };
        let (ctx, holder, id) = (&own.visit.ctx, own.session.holder, own.renewal.id());
        let upload = uploads::take(app, ctx, holder, id, purpose, &name, octets).await?;
        Ok(Some(upload))
    }
}
