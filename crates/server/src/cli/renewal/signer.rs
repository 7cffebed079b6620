//! The key with which an operator signs his decisions, from a folder on this computer.

use std::path::Path;

use smena_media::{FolderMedium, KeyMedium as _, MediumKind, UnlockedKey};
use smena_pki::{certificate::Certificate, cms::SignedDataBuilder};
use smena_protocol::oid;

use super::{Failure, Kind};
use crate::{
    app::{
        Ctx,
        failure::{Denial, Failure as AppFailure},
        office::decide::SignDecision,
    },
    config,
};

/// An operator's key, unlocked.
pub(super) struct OperatorKey {
    key: UnlockedKey,
    certificate: Certificate,
}

impl OperatorKey {
    pub(super) fn open(folder: &Path, password_file: Option<&Path>) -> Result<Self, Failure> {
        let unusable = || {
            Failure::new(Kind::OtherSide, "key-unusable")
                .with("folder", folder.display().to_string())
        };
        let failed = |error: &smena_media::MediumError| unusable().caused_by(error);
        let password = password_file.map(config::read_password).transpose()?;
        let medium =
            FolderMedium::open(folder, MediumKind::Computer).map_err(|error| failed(&error))?;
        let entries = medium.contents().map_err(|error| failed(&error))?.entries;
        let entry = entries
            .into_iter()
            .find(|entry| entry.certificate.is_some())
            .ok_or_else(unusable)?;
        let key = medium
            .unlock(&entry.id, password.as_ref())
            .map_err(|error| failed(&error))?;
        let certificate = entry.certificate.ok_or_else(unusable)?;
        Ok(Self { key, certificate })
    }
}

impl SignDecision for OperatorKey {
    fn sign(&self, decision: &[u8], ctx: &Ctx) -> Result<Vec<u8>, AppFailure> {
        let signer = self.key.signer();
        let digest = signer.public_key().algorithm().binding_digest();
        SignedDataBuilder::new(oid::CONTENT_DECISION, digest)
            .attached(decision)
            .signing_time(ctx.now)
            .sign(signer, &self.certificate, ctx.rng().as_mut())
            .map_err(|_| Denial::OperatorKeyUnusable {}.into())
    }
}
