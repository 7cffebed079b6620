//! (c) The attribute of a certification request, and (c2) the endorsement of a request by the old key.

use der::Sequence;
use smena_pki::algorithm::DigestAlgorithm;
use smena_pki::key::PublicKey;

use super::context::{Purpose, SmenaContext};
use super::mismatch::{Field, Mismatch, compare};
use super::structure::{Structure, StructureError, digest_of};
use crate::v1::moment::Moment;
use crate::v1::octets::{Digest, RenewalId};

/// The attribute `id-smena-requestBinding` of a PKCS#10: for which renewal and plan the key was made.
///
/// ```asn1
/// RequestBinding ::= SEQUENCE { context SmenaContext, renewalId OCTET STRING, plan OCTET STRING }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct RequestBinding {
    /// For what, for whom, in answer to what.
    pub context: SmenaContext,
    /// The renewal.
    pub renewal_id: RenewalId,
    /// Hash of the certificate plan, by the digest that follows from the new key.
    pub plan: Digest,
}

impl RequestBinding {
    /// Binds a plan. `algorithm` is the `binding_digest` of the new key.
    ///
    /// # Errors
    /// [`StructureError::DigestAlgorithm`] when the algorithm binds no documents.
    pub fn over(
        context: SmenaContext,
        renewal_id: RenewalId,
        algorithm: DigestAlgorithm,
        plan: &[u8],
    ) -> Result<Self, StructureError> {
        Ok(Self {
            context,
            renewal_id,
            plan: digest_of(algorithm, plan)?,
        })
    }

    /// Compares with the binding that the verifier makes of what it has stored.
    ///
    /// # Errors
    /// [`Mismatch`] naming the first field that differs.
    pub fn matches(&self, expected: &Self) -> Result<(), Mismatch> {
        compare(&[(self.context.purpose == Purpose::Request, Field::Purpose)])?;
        self.context.matches(&expected.context)?;
        compare(&[
            (self.renewal_id == expected.renewal_id, Field::Renewal),
            (self.plan == expected.plan, Field::Plan),
        ])
    }
}

impl Structure for RequestBinding {
    const NAME: &'static str = "RequestBinding";

    fn check(&self) -> Result<(), StructureError> {
        self.context.check()
    }
}

/// What the old key signs where the request was made after the application or by a foreign tool: attached
/// CMS of content type `id-smena-endorsement`.
///
/// ```asn1
/// Endorsement ::= SEQUENCE { context SmenaContext, renewalId OCTET STRING, application OCTET STRING,
///   request OCTET STRING, spki OCTET STRING, at GeneralizedTime }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct Endorsement {
    /// For what, for whom, in answer to what.
    pub context: SmenaContext,
    /// The renewal.
    pub renewal_id: RenewalId,
    /// Hash of the application's CMS. The algorithm of the hashes follows from the old key.
    pub application: Digest,
    /// Hash of the PKCS#10.
    pub request: Digest,
    /// Hash of the requested key's `SubjectPublicKeyInfo`.
    pub spki: Digest,
    /// The agent's clock.
    pub at: Moment,
}

impl Endorsement {
    /// Stands for a request with its `key`, made after the application. The algorithm of the hashes follows from the old certificate's
    /// key: `algorithm` is its `binding_digest`. `context` must have the purpose of an endorsement.
    ///
    /// # Errors
    /// [`StructureError`] when something cannot be hashed or written.
    pub fn over(
        context: SmenaContext,
        renewal_id: RenewalId,
        algorithm: DigestAlgorithm,
        application: &[u8],
        request: &[u8],
        key: &PublicKey,
        at: Moment,
    ) -> Result<Self, StructureError> {
        let endorsement = Self {
            context,
            renewal_id,
            application: digest_of(algorithm, application)?,
            request: digest_of(algorithm, request)?,
            spki: digest_of(algorithm, key.spki_der())?,
            at,
        };
        endorsement.check()?;
        Ok(endorsement)
    }

    /// Compares with the endorsement that the verifier makes of what it has stored; `at` is the signer's
    /// own and is not compared.
    ///
    /// # Errors
    /// [`Mismatch`] naming the first field that differs.
    pub fn matches(&self, expected: &Self) -> Result<(), Mismatch> {
        compare(&[(self.context.purpose == Purpose::Endorsement, Field::Purpose)])?;
        self.context.matches(&expected.context)?;
        compare(&[
            (self.renewal_id == expected.renewal_id, Field::Renewal),
            (self.application == expected.application, Field::Application),
            (self.request == expected.request, Field::Request),
            (self.spki == expected.spki, Field::Key),
        ])
    }
}

impl Structure for Endorsement {
    const NAME: &'static str = "Endorsement";

    fn check(&self) -> Result<(), StructureError> {
        self.context.check()
    }
}
