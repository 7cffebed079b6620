//! (d) Receipt: attached CMS of content type `id-smena-receipt`, signed with the new key.

use der::Sequence;
use smena_pki::algorithm::DigestAlgorithm;
use smena_pki::certificate::Certificate;

use super::context::{Purpose, SmenaContext};
use super::issuer_and_serial::IssuerAndSerial;
use super::mismatch::{Field, Mismatch, compare};
use super::structure::{Structure, StructureError, digest_of};
use crate::v1::moment::Moment;
use crate::v1::octets::{Digest, RenewalId};
use crate::v1::text;

/// The sentence that is signed in every receipt.
pub const RECEIPT_STATEMENT: &str = "Сертификат получен, сведения в нём проверены и верны; ключ, которым \
подписана эта расписка, принадлежит его владельцу.";

/// What a holder signs when the new certificate is in its place.
///
/// ```asn1
/// Receipt ::= SEQUENCE { context SmenaContext, renewalId OCTET STRING,
///   certificate OCTET STRING,
///   issuerAndSerial IssuerAndSerialNumber,
///   contents [0] OCTET STRING OPTIONAL,
///   guide [1] OCTET STRING OPTIONAL,
///   application OCTET STRING, statement UTF8String, at GeneralizedTime }
/// ```
// On the wire: see protocol/CHANGES.md.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct Receipt {
    /// For what, for whom, in answer to what.
    pub context: SmenaContext,
    /// The renewal.
    pub renewal_id: RenewalId,
    /// Hash of the whole new certificate. The algorithm of the hashes follows from the new key.
    pub certificate: Digest,
    /// Its issuer and serial number.
    pub issuer_and_serial: IssuerAndSerial,
    /// Hash of the print form that was shown; absent until the procedure hands one over.
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub contents: Option<Digest>,
    /// Hash of the safety guide; absent until the procedure hands one over.
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub guide: Option<Digest>,
    /// Hash of the application's CMS.
    pub application: Digest,
    /// The fixed sentence, [`RECEIPT_STATEMENT`].
    pub statement: String,
    /// The agent's clock.
    pub at: Moment,
}

impl Receipt {
    /// Makes the receipt for a certificate that was issued upon an application, without print form and guide.
    /// `algorithm` is the `binding_digest` of the new key.
    ///
    /// # Errors
    /// [`StructureError`] when something cannot be hashed or written.
    pub fn over(
        context: SmenaContext,
        renewal_id: RenewalId,
        algorithm: DigestAlgorithm,
        certificate: &Certificate,
        application: &[u8],
        at: Moment,
    ) -> Result<Self, StructureError> {
        Ok(Self {
            context,
            renewal_id,
            certificate: digest_of(algorithm, certificate.der())?,
            issuer_and_serial: IssuerAndSerial::of(certificate)?,
            contents: None,
            guide: None,
            application: digest_of(algorithm, application)?,
            statement: RECEIPT_STATEMENT.to_owned(),
            at,
        })
    }

    /// Compares with the receipt that the verifier makes of what it has stored; `at` is the signer's own and
    /// is not compared.
    ///
    /// # Errors
    /// [`Mismatch`] naming the first field that differs.
    pub fn matches(&self, expected: &Self) -> Result<(), Mismatch> {
        compare(&[(self.context.purpose == Purpose::Receipt, Field::Purpose)])?;
        self.context.matches(&expected.context)?;
        compare(&[
            (self.renewal_id == expected.renewal_id, Field::Renewal),
            (self.certificate == expected.certificate, Field::Certificate),
            (
                self.issuer_and_serial == expected.issuer_and_serial,
                Field::IssuerAndSerial,
            ),
            (self.contents == expected.contents, Field::Contents),
            (self.guide == expected.guide, Field::Guide),
            (self.application == expected.application, Field::Application),
            (self.statement == expected.statement, Field::Statement),
        ])
    }
}

impl Structure for Receipt {
    const NAME: &'static str = "Receipt";

    fn check(&self) -> Result<(), StructureError> {
        self.context.check()?;
        self.issuer_and_serial.check()?;
        text::check_value(&self.statement).map_err(|source| StructureError::Text {
            field: "statement".to_owned(),
            source,
        })
    }
}
