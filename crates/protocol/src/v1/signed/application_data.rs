//! The data of an application: what was shown, field by field, in one canonical form.

use std::collections::BTreeSet;

use der::Sequence;

use super::context::One;
use super::structure::{Structure, StructureError};
use crate::limits::APPLICATION_FIELDS_MAX;
use crate::v1::text::{self, ValueRefusal};

/// The data that an application's PDF was made from.
///
/// ```asn1
/// ApplicationData ::= SEQUENCE { schema INTEGER (1), fields SEQUENCE OF ApplicationField }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct ApplicationData {
    schema: One,
    fields: Vec<ApplicationField>,
}

/// One field.
///
/// ```asn1
/// ApplicationField ::= SEQUENCE { key UTF8String, was [0] UTF8String OPTIONAL, value UTF8String }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct ApplicationField {
    /// The identifier of the label.
    pub key: String,
    /// The value in the old certificate, where it had one.
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub was: Option<String>,
    /// The value now.
    pub value: String,
}

impl ApplicationData {
    /// Takes the fields in the order in which they are shown.
    ///
    /// # Errors
    /// [`StructureError`] naming the field that cannot be signed or stands twice.
    pub fn new(fields: Vec<ApplicationField>) -> Result<Self, StructureError> {
        let data = Self {
            schema: One,
            fields,
        };
        data.check()?;
        Ok(data)
    }

    /// The fields in the order in which they are shown.
    #[must_use]
    pub fn fields(&self) -> &[ApplicationField] {
        &self.fields
    }
}

impl ApplicationField {
    fn check(&self) -> Result<(), StructureError> {
        let refusal = |source: ValueRefusal| StructureError::Text {
            field: format!("field {}", self.key.escape_debug()),
            source,
        };
        text::check_name(&self.key).map_err(refusal)?;
        text::check_value(&self.value).map_err(refusal)?;
        self.was
            .as_deref()
            .map_or(Ok(()), text::check_value)
            .map_err(refusal)
    }
}

impl Structure for ApplicationData {
    const NAME: &'static str = "ApplicationData";

    fn check(&self) -> Result<(), StructureError> {
        let (found, max) = (self.fields.len(), APPLICATION_FIELDS_MAX);
        if found > max {
            return Err(StructureError::TooManyFields { found, max });
        }
        let mut keys = BTreeSet::new();
        for field in &self.fields {
            field.check()?;
            if !keys.insert(field.key.as_str()) {
                return Err(StructureError::RepeatedField {
                    key: field.key.clone(),
                });
            }
        }
        Ok(())
    }
}
