//! Path validation (RFC 5280 §6): from a certificate up to a trusted one, at a given time.
//!
//! [`validate`] builds the path itself from an unordered pool (several issuers can share a name: key
//! rollover, cross certificates), goes back when a way turns out wrong, and keeps to a [`Budget`], since
//! the pool comes from outside. With revocation lists given, every certificate below the anchor must be
//! proved not revoked: "could not check" is a refusal of its own, distinct from "revoked".
//!
//! Beyond the algorithm of RFC 5280 the anchor itself is held to its validity, constraints and key
//! usage, as OpenSSL and browsers do. Not known here: peers and host names (TLS is other code's
//! business), where certificates and lists come from, and what the holder may do.

mod build;
mod conformance;
mod error;
mod facts;
mod meter;
mod names;
mod policy;
mod process;
mod revocation;

pub use conformance::Rule;
pub use error::{Fault, PathError, Unchecked};
pub(crate) use facts::subject_key_identifier;
pub use meter::{Budget, Work};
pub use policy::PolicyOptions;

use const_oid::ObjectIdentifier;
use time::OffsetDateTime;

use crate::certificate::Certificate;
use crate::crl::CertificateRevocationList;
use crate::extension::KeyUsage;
use crate::limits::PATH_INTERMEDIATES_MAX;

/// How far certificates must keep to the profile of RFC 5280 §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Conformance {
    /// Everything that RFC 5280 demands of certificates and that can be seen here.
    #[default]
    Rfc5280,
    /// Only what a decision hangs on: a path is still checked whole, but a missing key identifier or an
    /// odd serial number is no reason to refuse (certificates of private authorities often are so).
    Lenient,
}

/// What a path is checked against. Made by [`PathOptions::at`], then changed field by field.
#[derive(Clone, Debug)]
pub struct PathOptions<'a> {
    /// The moment at which everything must be valid.
    pub at: OffsetDateTime,
    /// Revocation lists; none means that revocation is not checked at all.
    pub revocation: Option<&'a [CertificateRevocationList]>,
    /// How much work may be done.
    pub budget: Budget,
    /// How strictly certificates are held to their profile.
    pub conformance: Conformance,
    /// An extended key usage that the certificate, and each authority that has the extension, must allow.
    pub purpose: Option<ObjectIdentifier>,
    /// Key usage that the certificate must have, if it has the extension.
    pub usage: KeyUsage,
    /// The inputs of policy processing.
    pub policies: PolicyOptions,
    /// How many authorities may stand between the certificate and the anchor; self-issued ones not counted.
    pub intermediates_max: usize,
}

impl PathOptions<'_> {
    /// The usual options: everything of RFC 5280 at time `at`, without revocation.
    #[must_use]
    pub fn at(at: OffsetDateTime) -> Self {
        Self {
            at,
            revocation: None,
            budget: Budget::default(),
            conformance: Conformance::default(),
            purpose: None,
            usage: KeyUsage::default(),
            policies: PolicyOptions::default(),
            intermediates_max: PATH_INTERMEDIATES_MAX,
        }
    }
}

/// A path that was validated; only [`validate`] makes it.
#[derive(Clone, Debug)]
pub struct ValidatedPath {
    certificates: Vec<Certificate>,
    at: OffsetDateTime,
    revocation_checked: bool,
    policies: Vec<ObjectIdentifier>,
}

impl ValidatedPath {
    /// Returns the certificate that was validated.
    #[must_use]
    pub fn target(&self) -> &Certificate {
        &self.certificates[0]
    }

    /// Returns the trusted certificate in which the path ends.
    #[must_use]
    pub fn anchor(&self) -> &Certificate {
        &self.certificates[self.certificates.len() - 1]
    }

    /// Returns all certificates, the validated one first, the anchor last (once, if they are the same).
    #[must_use]
    pub fn certificates(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Returns the moment for which the path was validated.
    #[must_use]
    pub const fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Tells whether every certificate below the anchor was proved not revoked.
    #[must_use]
    pub const fn revocation_checked(&self) -> bool {
        self.revocation_checked
    }

    /// Returns the policies under which the path is valid, as the authorities constrain them and the
    /// caller asked; anyPolicy stands for every policy.
    #[must_use]
    pub fn policies(&self) -> &[ObjectIdentifier] {
        &self.policies
    }
}

/// Validates `target` up to one of `anchors`, through certificates of `pool` where needed.
///
/// # Errors
/// Names the certificate at fault and why. When several ways were tried, the reason is that of the way
/// that got furthest.
pub fn validate(
    target: &Certificate,
    pool: &[Certificate],
    anchors: &[Certificate],
    options: &PathOptions<'_>,
) -> Result<ValidatedPath, PathError> {
    build::Search::new(target, pool, anchors, options).run()
}
