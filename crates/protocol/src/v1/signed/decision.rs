//! An operator's decision: attached CMS of content type `id-smena-decision`, signed with the operator's own key.
//!
//! Made where the operator sits, without an errand: the renewal, its revision and the plan stand in it, so that one
//! decision serves one renewal as it stood, at one authority.

use der::Sequence;

use super::context::One;
use super::mismatch::{Field, Mismatch, compare};
use super::structure::{Structure, StructureError};
use crate::v1::moment::Moment;
use crate::v1::octets::{RenewalId, Sha256};
use crate::v1::origin::Origin;
use crate::v1::text;

/// What an operator signs where the procedure has operators sign their decisions.
///
/// ```asn1
/// OperatorDecision ::= SEQUENCE { version INTEGER (1), origin UTF8String,
///   authorityKey OCTET STRING (SIZE(32)), renewalId OCTET STRING, revision INTEGER,
///   plan OCTET STRING (SIZE(32)), decision UTF8String, reason UTF8String, at GeneralizedTime }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct OperatorDecision {
    /// The version of the structure.
    pub version: One,
    /// The authority's origin.
    pub origin: Origin,
    /// SHA-256 of the SPKI of its root.
    pub authority_key: Sha256,
    /// The renewal.
    pub renewal_id: RenewalId,
    /// Its revision as the operator saw it.
    pub revision: u64,
    /// SHA-256 of the certificate plan that he saw.
    pub plan: Sha256,
    /// What he decided: `approve`, `reject`, `return`, `override-check` or `issue-code`.
    pub decision: String,
    /// His words; empty for an approval.
    pub reason: String,
    /// His clock.
    pub at: Moment,
}

impl OperatorDecision {
    /// Compares with the decision that the verifier makes of what it has stored; `at` is the signer's own and is not
    /// compared.
    ///
    /// # Errors
    /// [`Mismatch`] naming the first field that differs.
    pub fn matches(&self, expected: &Self) -> Result<(), Mismatch> {
        compare(&[
            (self.origin == expected.origin, Field::Origin),
            (
                self.authority_key == expected.authority_key,
                Field::AuthorityKey,
            ),
            (self.renewal_id == expected.renewal_id, Field::Renewal),
            (self.revision == expected.revision, Field::Revision),
            (self.plan == expected.plan, Field::Plan),
            (self.decision == expected.decision, Field::Statement),
            (self.reason == expected.reason, Field::Statement),
        ])
    }
}

impl Structure for OperatorDecision {
    const NAME: &'static str = "OperatorDecision";

    fn check(&self) -> Result<(), StructureError> {
        for (field, value) in [("decision", &self.decision), ("reason", &self.reason)] {
            text::check_value(value).map_err(|source| StructureError::Text {
                field: field.to_owned(),
                source,
            })?;
        }
        Ok(())
    }
}
