//! Why a use case did not do what was asked, in three kinds that are never mixed.
//!
//! A *refusal* is the rules speaking ([`Refusal`] of the model, [`Denial`] of the server: what only a verifier or the
//! exchange of errands can find); *our fault* is everything else. A refusal has a stable code with a pair of messages,
//! `err-<code>` and `rec-<code>`; our fault has a reference number and no words. HTTP is not known here.

use std::error::Error;

use smena_domain::renewal::{Argument, Refusal};
use smena_pki::cms::CmsError;
use smena_protocol::v1::signed::Field;
use smena_store::{StoreError, errands::ErrandRefusal};

use super::{
    authority::AuthorityError,
    documents::DocumentError,
    plan::PlanError,
    renewals::{Conflict, ExecuteError},
};

/// Why a use case did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The model's rules say no.
    Refused(Refusal),
    /// The verifier or the exchange of errands says no.
    Denied(Denial),
    /// A fault of ours; logged once, where the request ends.
    Ours(Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// Wraps a fault of ours.
    pub fn ours(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Ours(error.into())
    }

    /// The stable code; none for a fault of ours.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.code()),
            Self::Denied(denial) => Some(denial.code()),
            Self::Ours(_) => None,
        }
    }

    /// The named arguments of the messages.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, Argument)> {
        match self {
            Self::Refused(refusal) => refusal.arguments(),
            Self::Denied(denial) => denial.arguments(),
            Self::Ours(_) => Vec::new(),
        }
    }

    /// Whether the very same answer may be taken later: nothing is wrong with it.
    #[must_use]
    pub fn passes(&self) -> bool {
        use smena_domain::renewal::Remedy;
        match self {
            Self::Refused(refusal) => refusal.remedy() == Remedy::TryAgainLater,
            Self::Denied(denial) => denial.kind() == DenialKind::Busy,
            Self::Ours(_) => true,
        }
    }
}

/// What sort of denial: which answer of HTTP it becomes is the web's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenialKind {
    /// The request cannot be read.
    Malformed,
    /// Nobody has proved who asks.
    Unproved,
    /// Whoever asks has no right to it.
    Forbidden,
    /// There is nothing, or nothing that whoever asks may know of.
    Missing,
    /// There is something, and this is not how it is asked.
    Method,
    /// It stands where this cannot happen.
    Conflict,
    /// Its time is over.
    Gone,
    /// More octets than are taken.
    TooLarge,
    /// It can be read and is not taken.
    Refused,
    /// Too many at a time.
    TooMany,
    /// Not now; the same again later.
    Busy,
    /// It was meant for another server.
    Misdirected,
}

/// Declares the denials with code, kind and arguments in one place.
macro_rules! denials {
    ($($name:ident { $($field:ident),* } $code:literal $kind:ident;)+) => {
        /// Why the verifier or the exchange of errands says no.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Denial {
            $(
                #[doc = concat!("Denied as `", $code, "`.")]
                $name {
                    $(
                        #[doc = concat!("The argument `", stringify!($field), "` of its messages.")]
                        $field: String
                    ),*
                },
            )+
            /// A signed structure says something else than the server knows: `signed-<field>-differs`.
            Differs(Field),
        }

        impl Denial {
            /// Every code but those of [`Denial::Differs`], in the order of the declaration.
            pub const OWN_CODES: &'static [&'static str] = &[$($code),+];

            /// The stable code.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $code,)+
                    Self::Differs(field) => differs_code(*field),
                }
            }

            /// What sort of denial.
            #[must_use]
            pub fn kind(&self) -> DenialKind {
                match self {
                    $(Self::$name { .. } => DenialKind::$kind,)+
                    Self::Differs(_) => DenialKind::Refused,
                }
            }

            /// The named arguments of the messages.
            #[must_use]
            pub fn arguments(&self) -> Vec<(&'static str, Argument)> {
                match self {
                    $(Self::$name { $($field),* } => {
                        vec![$((stringify!($field), Argument::Text($field.clone()))),*]
                    })+
                    Self::Differs(_) => Vec::new(),
                }
            }
        }
    };
}

denials! {
    // --- the request ---
    NotFound {} "not-found" Missing;
    MethodNotAllowed {} "method-not-allowed" Method;
    BadRequest {} "bad-request" Malformed;
    BodyTooLarge {} "body-too-large" TooLarge;
    TooSlow {} "too-slow" Busy;
    OriginForeign {} "origin-foreign" Forbidden;
    FormTokenWrong {} "form-token-wrong" Forbidden;
    HostForeign {} "host-foreign" Misdirected;
    TooOften { seconds } "too-often" TooMany;
    Contended {} "contended" Busy;
    // --- sessions ---
    SessionNeeded {} "session-needed" Unproved;
    HolderSessionNeeded {} "holder-session-needed" Forbidden;
    ClaimTokenNeeded {} "claim-token-needed" Unproved;
    SignedInAlready {} "signed-in-already" Conflict;
    SignInAgain {} "sign-in-again" Forbidden;
    PairingNeeded {} "pairing-needed" Forbidden;
    PairingDigitsWrong {} "pairing-digits-wrong" Refused;
    // --- codes of telephones ---
    CodesNotOffered {} "codes-not-offered" Missing;
    PhoneNotValid {} "phone-not-valid" Refused;
    PhoneCountry {} "phone-country" Refused;
    CodesTooMany {} "codes-too-many" TooMany;
    CodeTriedOften {} "code-tried-often" Refused;
    CodesOverToday {} "codes-over-today" TooMany;
    ConfirmationsOverToday {} "confirmations-over-today" TooMany;
    // --- errands ---
    ProtocolUnknown { found, newest } "protocol-unknown" Refused;
    EnvelopeInvalid {} "envelope-invalid" Refused;
    AgentKeyForm {} "agent-key-form" Refused;
    AgentAddress {} "agent-address" Refused;
    ErrandKindNotOffered { kind } "errand-kind-not-offered" Refused;
    ErrandNeedsRenewal {} "errand-needs-renewal" Malformed;
    ErrandsTooMany {} "errands-too-many" TooMany;
    ErrandUnknown {} "errand-unknown" Missing;
    ErrandExpired {} "errand-expired" Gone;
    ErrandExtended {} "errand-extended" Conflict;
    ErrandBurned {} "errand-burned" Conflict;
    ErrandOtherAgent {} "errand-other-agent" Forbidden;
    ErrandOtherSession {} "errand-other-session" Forbidden;
    ErrandOtherProduct {} "errand-other-product" Conflict;
    ErrandOver { state } "errand-over" Conflict;
    ReturnCodeWrong {} "return-code-wrong" Forbidden;
    ReturnCodeExpired {} "return-code-expired" Gone;
    ProductMissing {} "product-missing" Refused;
    ProductUnexpected {} "product-unexpected" Refused;
    ProductTooLarge {} "product-too-large" TooLarge;
    // --- renewals ---
    UnplannedReasonUnknown {} "unplanned-reason-unknown" Refused;
    DatumUnknown { key } "datum-unknown" Refused;
    ValueNotPrintable { place } "value-not-printable" Refused;
    FieldMissing { field } "field-missing" Refused;
    FieldNotValid { field } "field-not-valid" Refused;
    // --- operators ---
    OperatorUnknown { name } "operator-unknown" Missing;
    OperatorDisabled { name } "operator-disabled" Forbidden;
    OperatorNameTaken { name } "operator-name-taken" Conflict;
    OperatorNameWrong {} "operator-name-wrong" Refused;
    OperatorKeyUnusable {} "operator-key-unusable" Refused;
    // --- documents that are sent ---
    UploadNotNow {} "upload-not-now" Conflict;
    UploadUnknown {} "upload-unknown" Refused;
    UploadInUse {} "upload-in-use" Conflict;
    UploadsTooMany { limit } "uploads-too-many" Refused;
    UploadEmpty {} "upload-empty" Refused;
    UploadTooLarge {} "upload-too-large" TooLarge;
    UploadTooManyPages {} "upload-too-many-pages" Refused;
    UploadTooManyPixels {} "upload-too-many-pixels" Refused;
    UploadUnpacksTooFar {} "upload-unpacks-too-far" Refused;
    UploadActive {} "upload-active" Refused;
    UploadUnreadable {} "upload-unreadable" Refused;
    UploadNotTaken {} "upload-not-taken" Refused;
    // --- what is signed: form ---
    CmsUnreadable {} "cms-unreadable" Refused;
    CmsNotDer {} "cms-not-der" Refused;
    CmsTrailingBytes {} "cms-trailing-bytes" Refused;
    CmsSecondSigner {} "cms-second-signer" Refused;
    CmsContentType {} "cms-content-type" Refused;
    CmsNoSignedAttributes {} "cms-no-signed-attributes" Refused;
    CmsMissingAttribute {} "cms-missing-attribute" Refused;
    CmsDoubledAttribute {} "cms-doubled-attribute" Refused;
    CmsUnexpectedAttribute {} "cms-unexpected-attribute" Refused;
    CmsUnsignedAttribute {} "cms-unsigned-attribute" Refused;
    CmsContentIsAttributes {} "cms-content-is-attributes" Refused;
    CmsSigningCertificate {} "cms-signing-certificate" Refused;
    CmsSignerCertificate {} "cms-signer-certificate" Refused;
    CmsAlgorithm {} "cms-algorithm" Refused;
    CmsContentChanged {} "cms-content-changed" Refused;
    CmsSignature {} "cms-signature" Refused;
    StructureUnreadable {} "structure-unreadable" Refused;
    BindingSeen {} "binding-seen" Refused;
    // --- certificates ---
    CertificatePath { detail } "certificate-path" Refused;
    CertificateUsage {} "certificate-usage" Refused;
    ReceiptOtherSigner {} "receipt-other-signer" Refused;
    // --- requests ---
    RequestUnreadable {} "request-unreadable" Refused;
    RequestKeyInvalid {} "request-key-invalid" Refused;
    RequestKeyForm {} "request-key-form" Refused;
    RequestSubject {} "request-subject" Refused;
    RequestExtensions {} "request-extensions" Refused;
    RequestSignature {} "request-signature" Refused;
}

/// All fields that a signed structure can differ in.
pub const DIFFERING: [Field; 23] = [
    Field::Purpose,
    Field::Origin,
    Field::AuthorityKey,
    Field::Errand,
    Field::ServerNonce,
    Field::AgentNonce,
    Field::AgentKey,
    Field::Renewal,
    Field::Revision,
    Field::Procedure,
    Field::DigestAlgorithm,
    Field::Document,
    Field::Data,
    Field::Request,
    Field::OldCertificate,
    Field::IssuerAndSerial,
    Field::Plan,
    Field::Application,
    Field::Key,
    Field::Certificate,
    Field::Contents,
    Field::Guide,
    Field::Statement,
];

/// The code of a field that differs.
#[must_use]
pub fn differs_code(field: Field) -> &'static str {
    match field {
        Field::Purpose => "signed-purpose-differs",
        Field::Origin => "signed-origin-differs",
        Field::AuthorityKey => "signed-authority-key-differs",
        Field::Errand => "signed-errand-differs",
        Field::ServerNonce => "signed-server-nonce-differs",
        Field::AgentNonce => "signed-agent-nonce-differs",
        Field::AgentKey => "signed-agent-key-differs",
        Field::Renewal => "signed-renewal-differs",
        Field::Revision => "signed-revision-differs",
        Field::Procedure => "signed-procedure-differs",
        Field::DigestAlgorithm => "signed-digest-algorithm-differs",
        Field::Document => "signed-document-differs",
        Field::Data => "signed-data-differs",
        Field::Request => "signed-request-differs",
        Field::OldCertificate => "signed-old-certificate-differs",
        Field::IssuerAndSerial => "signed-issuer-and-serial-differs",
        Field::Plan => "signed-plan-differs",
        Field::Application => "signed-application-differs",
        Field::Key => "signed-key-differs",
        Field::Certificate => "signed-certificate-differs",
        Field::Contents => "signed-contents-differs",
        Field::Guide => "signed-guide-differs",
        Field::Statement => "signed-statement-differs",
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Denial> for Failure {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::ours(error)
    }
}

impl From<AuthorityError> for Failure {
    fn from(error: AuthorityError) -> Self {
        Self::ours(error)
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        Self::ours(error)
    }
}

impl From<DocumentError> for Failure {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Form(smena_forms::FormError::Value { place, .. }) => {
                Denial::ValueNotPrintable { place }.into()
            }
            error => Self::ours(error),
        }
    }
}

impl From<ExecuteError> for Failure {
    fn from(error: ExecuteError) -> Self {
        match error {
            ExecuteError::Refused(refusal) => refusal.into(),
            ExecuteError::NotFound(_) => Denial::NotFound {}.into(),
            ExecuteError::Contended(_) => Denial::Contended {}.into(),
            ExecuteError::Conflict(Conflict::KeyTaken) => Refusal::KeyInOtherRenewal {}.into(),
            ExecuteError::Conflict(Conflict::BindingSeen) => Denial::BindingSeen {}.into(),
            ExecuteError::Conflict(Conflict::Errand(refusal)) => Denial::from(refusal).into(),
            error => Self::ours(error),
        }
    }
}

impl From<ErrandRefusal> for Denial {
    fn from(refusal: ErrandRefusal) -> Self {
        use smena_store::errands::ErrandState;
        match refusal {
            ErrandRefusal::Unknown => Self::ErrandUnknown {},
            ErrandRefusal::Expired => Self::ErrandExpired {},
            ErrandRefusal::OtherAgent => Self::ErrandOtherAgent {},
            ErrandRefusal::OtherSession => Self::ErrandOtherSession {},
            ErrandRefusal::WrongReturnCode => Self::ReturnCodeWrong {},
            ErrandRefusal::OtherProduct => Self::ErrandOtherProduct {},
            ErrandRefusal::NotNow(ErrandState::Burned) => Self::ErrandBurned {},
            ErrandRefusal::NotNow(state) => Self::ErrandOver {
                state: state.as_str().to_owned(),
            },
        }
    }
}

impl From<&CmsError> for Denial {
    fn from(error: &CmsError) -> Self {
        match error {
            CmsError::NotDer(_) => Self::CmsNotDer {},
            CmsError::TrailingBytes(_) => Self::CmsTrailingBytes {},
            CmsError::NoSigner | CmsError::SecondSigner(_) => Self::CmsSecondSigner {},
            CmsError::ContentType { .. } | CmsError::ContentTypeAttribute { .. } => {
                Self::CmsContentType {}
            }
            CmsError::NoSignedAttributes => Self::CmsNoSignedAttributes {},
            CmsError::MissingAttribute(_) => Self::CmsMissingAttribute {},
            CmsError::DoubledAttribute(_) | CmsError::AttributeValues { .. } => {
                Self::CmsDoubledAttribute {}
            }
            CmsError::UnexpectedAttribute(_) => Self::CmsUnexpectedAttribute {},
            CmsError::UnsignedAttribute(_) => Self::CmsUnsignedAttribute {},
            CmsError::ContentIsAttributes => Self::CmsContentIsAttributes {},
            CmsError::SigningCertificateMismatch
            | CmsError::SigningCertificateDigest { .. }
            | CmsError::SigningCertificateCount(_) => Self::CmsSigningCertificate {},
            CmsError::SignerCertificateMissing | CmsError::Certificate(_) | CmsError::Key(_) => {
                Self::CmsSignerCertificate {}
            }
            CmsError::DigestNotOfKey { .. }
            | CmsError::DigestNotListed
            | CmsError::AlgorithmNotOfKey(_)
            | CmsError::Algorithm { .. } => Self::CmsAlgorithm {},
            CmsError::MessageDigest => Self::CmsContentChanged {},
            CmsError::Signature(_) => Self::CmsSignature {},
            _ => Self::CmsUnreadable {},
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use smena_pki::{cms::CmsError, key::SignatureError, oid::CMS_DATA};

    use super::Denial;

    #[test]
    fn each_refusal_of_the_strict_verification_has_a_code_of_its_own() {
        let errors = [
            CmsError::NoSignedAttributes,
            CmsError::ContentIsAttributes,
            CmsError::SecondSigner(2),
            CmsError::TrailingBytes(1),
            CmsError::DoubledAttribute(CMS_DATA),
            CmsError::MissingAttribute("signing-time"),
            CmsError::UnexpectedAttribute(CMS_DATA),
            CmsError::UnsignedAttribute(CMS_DATA),
            CmsError::SigningCertificateMismatch,
            CmsError::SignerCertificateMissing,
            CmsError::ContentType {
                expected: CMS_DATA,
                found: CMS_DATA,
            },
            CmsError::MessageDigest,
            CmsError::Signature(SignatureError::Mismatch),
        ];
        let codes: BTreeSet<_> = errors
            .iter()
            .map(|error| Denial::from(error).code())
            .collect();
        assert_eq!(codes.len(), errors.len(), "{codes:?}");
        assert!(!codes.contains("cms-unreadable"));
    }
}
