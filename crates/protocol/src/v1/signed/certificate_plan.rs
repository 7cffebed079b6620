//! The plan of a certificate: everything that is decided about it but its key, serial number and moment.

use der::asn1::Any;
use der::{Decode, Encode, Sequence, Tag, Tagged};
use smena_pki::extension::{Extension, Extensions};
use smena_pki::name::Name;

use super::context::One;
use super::structure::{Structure, StructureError};
use crate::v1::text;

/// Which certificate is to be issued. Its hash stands in the request and in every approval.
///
/// ```asn1
/// CertificatePlan ::= SEQUENCE { schema INTEGER (1), profile UTF8String, profileVersion INTEGER,
///   subject Name, extensions Extensions, validityDays INTEGER }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct CertificatePlan {
    schema: One,
    profile: String,
    profile_version: u32,
    subject: Any,
    extensions: Any,
    validity_days: u32,
}

impl CertificatePlan {
    /// Makes a plan.
    ///
    /// # Errors
    /// [`StructureError`] when the profile's name cannot be signed, subject or extensions have no DER form,
    /// or the certificate would be valid for no day.
    pub fn new(
        profile: &str,
        profile_version: u32,
        subject: &Name,
        extensions: &Extensions,
        validity_days: u32,
    ) -> Result<Self, StructureError> {
        let plan = Self {
            schema: One,
            profile: profile.to_owned(),
            profile_version,
            subject: Any::from_der(subject.der())
                .map_err(|_| StructureError::Inner { field: "subject" })?,
            extensions: Any::from_der(&extensions.to_der()).map_err(|_| StructureError::Inner {
                field: "extensions",
            })?,
            validity_days,
        };
        plan.check()?;
        Ok(plan)
    }

    /// The name of the profile.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// The version of the profile.
    #[must_use]
    pub const fn profile_version(&self) -> u32 {
        self.profile_version
    }

    /// For how many days the certificate will be valid.
    #[must_use]
    pub const fn validity_days(&self) -> u32 {
        self.validity_days
    }

    /// The subject, which request and certificate must have octet for octet.
    ///
    /// # Errors
    /// [`StructureError::Inner`]; not for a plan that was read or made here.
    pub fn subject(&self) -> Result<Name, StructureError> {
        let field = "subject";
        let bytes = self
            .subject
            .to_der()
            .map_err(|_| StructureError::Inner { field })?;
        Name::from_der(&bytes).map_err(|_| StructureError::Inner { field })
    }

    /// The extensions that the request must have octet for octet.
    ///
    /// # Errors
    /// [`StructureError::Inner`]; not for a plan that was read or made here.
    pub fn extensions(&self) -> Result<Extensions, StructureError> {
        let field = "extensions";
        let bytes = self
            .extensions
            .to_der()
            .map_err(|_| StructureError::Inner { field })?;
        Extensions::from_der(&bytes).map_err(|_| StructureError::Inner { field })
    }
}

impl Structure for CertificatePlan {
    const NAME: &'static str = "CertificatePlan";

    fn check(&self) -> Result<(), StructureError> {
        text::check_name(&self.profile).map_err(|source| StructureError::Text {
            field: "name of the profile".to_owned(),
            source,
        })?;
        if self.subject.tag() != Tag::Sequence || self.extensions.tag() != Tag::Sequence {
            return Err(StructureError::Inner {
                field: "subject or extensions",
            });
        }
        self.subject()?;
        // A default that is written out would be a second form of the same extensions.
        if self.extensions()?.iter().any(Extension::writes_default) {
            return Err(StructureError::Inner {
                field: "extensions",
            });
        }
        if self.validity_days == 0 {
            return Err(StructureError::Range {
                field: "validityDays",
            });
        }
        Ok(())
    }
}
