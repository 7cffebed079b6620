//! Where an authority's own files are found, as a certificate tells it.

use crate::extension::{AuthorityInformationAccess, CrlDistributionPoints, Extensions};

/// Addresses of the authority's files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places<'a> {
    /// Addresses of the revocation list.
    pub revocation_lists: &'a [String],
    /// Addresses of the issuer's certificate.
    pub issuer_certificates: &'a [String],
    /// Addresses of the status service.
    pub status_services: &'a [String],
}

impl Places<'_> {
    /// Adds cRLDistributionPoints and authorityInfoAccess where there is something to say.
    pub(super) fn add_to(self, mut extensions: Extensions) -> Extensions {
        if !self.revocation_lists.is_empty() {
            let points = CrlDistributionPoints::from_uris(self.revocation_lists);
            extensions = extensions.with(&points, false);
        }
        if !self.status_services.is_empty() || !self.issuer_certificates.is_empty() {
            let access = AuthorityInformationAccess::from_uris(
                self.status_services,
                self.issuer_certificates,
            );
            extensions = extensions.with(&access, false);
        }
        extensions
    }
}
