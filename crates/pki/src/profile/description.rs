//! The description of a certificate profile, and the extensions that follow from it.
//!
//! A profile has a name and a version, because an application and an approval refer to it. Its
//! extensions come in two parts: those that are known before there is a key
//! ([`CertificateProfile::planned_extensions`], what the holder sees and the request repeats), and
//! all of them at issue ([`CertificateProfile::extensions_at_issue`], the planned ones first and
//! unchanged). Two shapes are built in: the qualified one of the order № 795, and an unqualified
//! one without the order's extensions.

use const_oid::ObjectIdentifier;
use smena_gost::ParameterSet;
use thiserror::Error;
use time::{Duration, OffsetDateTime};

use super::character;
use super::places::Places;
use super::sign_tool::{SignToolClass, TOOL_NAME_MAX, is_sign_tool_class, issuer_sign_tool_parts};
use crate::algorithm::KeyAlgorithm;
use crate::certificate::Certificate;
use crate::extension::{
    AuthorityKeyIdentifier, CertificatePolicies, ExtendedKeyUsage, Extensions, IdentificationKind,
    IssuerSignTool, KeyUsage, PrivateKeyUsagePeriod, SubjectKeyIdentifier, SubjectSignTool,
};
use crate::issue;
use crate::key::PublicKey;
use crate::oid;

/// Which rules a certificate is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Qualified: the order № 795.
    Qualified,
    /// Enhanced unqualified: RFC 5280 and the house rules.
    Unqualified,
}

/// What a certificate of this profile says, as far as the profile decides it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateProfile {
    /// Name of the profile.
    pub name: String,
    /// Version of the profile, raised with every change.
    pub version: u32,
    /// Rules that the certificate is held to.
    pub shape: Shape,
    /// Days of validity.
    pub validity_days: u32,
    /// Days for which the private key may be used; none leaves privateKeyUsagePeriod out.
    pub private_key_days: Option<u32>,
    /// Uses of the key.
    pub key_usage: KeyUsage,
    /// Purposes of the key (extKeyUsage).
    pub purposes: Vec<ObjectIdentifier>,
    /// Class of the holder's signature tool; lower ones are implied.
    pub sign_tool_class: Option<SignToolClass>,
    /// Policies besides the classes of signature tools.
    pub policies: Vec<ObjectIdentifier>,
    /// The holder's signature tool.
    pub subject_sign_tool: Option<String>,
    /// The authority's tools.
    pub issuer_sign_tool: Option<IssuerSignTool>,
    /// How the holder was identified.
    pub identification: Option<IdentificationKind>,
}

/// What the qualified shape needs besides its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QualifiedTools {
    /// Class of the holder's signature tool.
    pub class: SignToolClass,
    /// The holder's signature tool.
    pub subject: String,
    /// The authority's tools.
    pub issuer: IssuerSignTool,
}

/// What is known at the moment of issue only.
#[derive(Clone, Copy, Debug)]
pub struct IssueFacts<'a> {
    /// The holder's key.
    pub public_key: &'a PublicKey,
    /// The issuer's certificate.
    pub issuer: &'a Certificate,
    /// Begin of validity.
    pub not_before: OffsetDateTime,
    /// End of validity.
    pub not_after: OffsetDateTime,
    /// Where the authority's files are found.
    pub places: Places<'a>,
}

/// Why a profile gives no extensions.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// The description contradicts itself or the order; all reasons at once.
    #[error("the profile has {} problem(s)", .0.len())]
    Problems(Vec<ProfileProblem>),
    /// The issuer's certificate does not name its key.
    #[error("the issuer's certificate has no usable subjectKeyIdentifier")]
    IssuerWithoutKeyIdentifier,
}

/// A mistake in the description of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProfileProblem {
    /// The name is empty.
    #[error("the profile has no name")]
    Name,
    /// The validity is no day long, or longer than [`VALIDITY_DAYS_MAX`].
    #[error("the validity is {0} days")]
    ValidityDays(u32),
    /// The private key would be used for longer than the certificate is valid, or not at all.
    #[error("the private key is used for {0} days")]
    PrivateKeyDays(u32),
    /// A holder's key must sign: digitalSignature and nonRepudiation.
    #[error("the key is not for signatures")]
    KeyUsage,
    /// A holder's key never signs certificates or revocation lists.
    #[error("a holder's key may not sign certificates or revocation lists")]
    AuthorityUse,
    /// The qualified shape needs this extension.
    #[error("the qualified shape needs {0}")]
    Missing(ObjectIdentifier),
    /// The text of a tool is empty, too long, or has a refused character.
    #[error("a tool's text in {0} is empty, too long, or has a refused character")]
    ToolText(ObjectIdentifier),
    /// A class of signature tools stands among the other policies.
    #[error("the policy {0} is a class of signature tools and belongs in sign_tool_class")]
    ClassAmongPolicies(ObjectIdentifier),
    /// A policy or purpose is listed twice.
    #[error("{0} is listed twice")]
    Twice(ObjectIdentifier),
}

/// Most days of validity: what certified signature tools allow for checking a signature.
pub const VALIDITY_DAYS_MAX: u32 = 15 * 366;

impl CertificateProfile {
    /// Describes a qualified profile as renewals need it: the holder is identified by the old
    /// certificate, the private key lives as long as the certificate.
    #[must_use]
    pub fn qualified(
        name: impl Into<String>,
        version: u32,
        validity_days: u32,
        tools: QualifiedTools,
    ) -> Self {
        Self {
            shape: Shape::Qualified,
            private_key_days: Some(validity_days),
            sign_tool_class: Some(tools.class),
            subject_sign_tool: Some(tools.subject),
            issuer_sign_tool: Some(tools.issuer),
            identification: Some(IdentificationKind::RemoteCertificate),
            ..Self::unqualified(name, version, validity_days)
        }
    }

    /// Describes an unqualified profile: none of the order's extensions.
    #[must_use]
    pub fn unqualified(name: impl Into<String>, version: u32, validity_days: u32) -> Self {
        Self {
            name: name.into(),
            version,
            shape: Shape::Unqualified,
            validity_days,
            private_key_days: None,
            key_usage: holder_key_usage(KeyAlgorithm::Gost(ParameterSet::CryptoProA)),
            purposes: vec![oid::EKU_CLIENT_AUTH, oid::EKU_EMAIL_PROTECTION],
            sign_tool_class: None,
            policies: Vec::new(),
            subject_sign_tool: None,
            issuer_sign_tool: None,
            identification: None,
        }
    }

    /// Sets the uses that a holder's key of this kind has, instead of those of a GOST key.
    #[must_use]
    pub fn for_key(self, algorithm: KeyAlgorithm) -> Self {
        Self {
            key_usage: holder_key_usage(algorithm),
            ..self
        }
    }

    /// Returns all policies of a certificate of this profile, the implied classes first.
    #[must_use]
    pub fn all_policies(&self) -> Vec<ObjectIdentifier> {
        let mut policies = self
            .sign_tool_class
            .map(SignToolClass::policies)
            .unwrap_or_default();
        policies.extend(&self.policies);
        policies
    }

    /// Returns all mistakes of the description.
    #[must_use]
    pub fn problems(&self) -> Vec<ProfileProblem> {
        let mut problems = Vec::new();
        if self.name.trim().is_empty() {
            problems.push(ProfileProblem::Name);
        }
        if !(1..=VALIDITY_DAYS_MAX).contains(&self.validity_days) {
            problems.push(ProfileProblem::ValidityDays(self.validity_days));
        }
        if let Some(days) = self.private_key_days
            && !(1..=self.validity_days).contains(&days)
        {
            problems.push(ProfileProblem::PrivateKeyDays(days));
        }
        let signs = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::NON_REPUDIATION;
        if !self.key_usage.contains(signs) {
            problems.push(ProfileProblem::KeyUsage);
        }
        let authority = [KeyUsage::KEY_CERT_SIGN, KeyUsage::CRL_SIGN];
        if authority
            .into_iter()
            .any(|usage| self.key_usage.contains(usage))
        {
            problems.push(ProfileProblem::AuthorityUse);
        }
        if self.shape == Shape::Qualified {
            problems.extend(self.missing().into_iter().map(ProfileProblem::Missing));
        }
        problems.extend(tool_problems(
            self.subject_sign_tool.as_deref(),
            self.issuer_sign_tool.as_ref(),
        ));
        let class = self
            .policies
            .iter()
            .filter(|policy| is_sign_tool_class(policy));
        problems.extend(class.copied().map(ProfileProblem::ClassAmongPolicies));
        problems.extend(repeated(&self.policies).chain(repeated(&self.purposes)));
        problems
    }

    fn missing(&self) -> Vec<ObjectIdentifier> {
        [
            (self.sign_tool_class.is_none(), oid::CERTIFICATE_POLICIES),
            (self.subject_sign_tool.is_none(), oid::SUBJECT_SIGN_TOOL),
            (self.issuer_sign_tool.is_none(), oid::ISSUER_SIGN_TOOL),
            (self.identification.is_none(), oid::IDENTIFICATION_KIND),
        ]
        .into_iter()
        .filter(|(missing, _)| *missing)
        .map(|(_, extension)| extension)
        .collect()
    }

    /// Returns the extensions that are known before there is a key.
    ///
    /// # Errors
    /// Returns all mistakes of the description at once.
    pub fn planned_extensions(&self) -> Result<Extensions, ProfileError> {
        let problems = self.problems();
        if !problems.is_empty() {
            return Err(ProfileError::Problems(problems));
        }
        let mut extensions = Extensions::new().with(&self.key_usage, true);
        if !self.purposes.is_empty() {
            extensions = extensions.with(&ExtendedKeyUsage(self.purposes.clone()), false);
        }
        let extensions = with_policies(extensions, &self.all_policies());
        let mut extensions = with_tools(
            extensions,
            self.subject_sign_tool.as_deref(),
            self.issuer_sign_tool.as_ref(),
        );
        if let Some(kind) = &self.identification {
            extensions = extensions.with(kind, false);
        }
        Ok(extensions)
    }

    /// Returns all extensions of a certificate; the planned ones come first and unchanged.
    ///
    /// # Errors
    /// Returns all mistakes of the description at once, or that the issuer's certificate does not
    /// name its key.
    pub fn extensions_at_issue(&self, facts: &IssueFacts<'_>) -> Result<Extensions, ProfileError> {
        let mut extensions = self.planned_extensions()?;
        if let Some(days) = self.private_key_days {
            let period = private_key_period(days, facts.not_before, facts.not_after);
            extensions = extensions.with(&period, false);
        }
        let extensions = extensions
            .with(
                &SubjectKeyIdentifier(facts.public_key.key_identifier().to_vec()),
                false,
            )
            .with(&authority_key_identifier(facts.issuer)?, false);
        Ok(facts.places.add_to(extensions))
    }
}

pub(super) fn with_policies(extensions: Extensions, policies: &[ObjectIdentifier]) -> Extensions {
    if policies.is_empty() {
        return extensions;
    }
    extensions.with(&CertificatePolicies::new(policies), false)
}

pub(super) fn with_tools(
    mut extensions: Extensions,
    subject: Option<&str>,
    issuer: Option<&IssuerSignTool>,
) -> Extensions {
    if let Some(tool) = subject {
        extensions = extensions.with(&SubjectSignTool(tool.to_owned()), false);
    }
    if let Some(tool) = issuer {
        extensions = extensions.with(tool, false);
    }
    extensions
}

/// The private key never outlives the certificate.
pub(super) fn private_key_period(
    days: u32,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
) -> PrivateKeyUsagePeriod {
    let end = not_before.saturating_add(Duration::days(days.into()));
    PrivateKeyUsagePeriod::new(not_before, end.min(not_after))
}

/// The order asks for the key besides issuer and serial number.
pub(super) fn authority_key_identifier(
    issuer: &Certificate,
) -> Result<AuthorityKeyIdentifier, ProfileError> {
    issue::authority_key_identifier(issuer)
        .ok()
        .filter(|identifier| identifier.key_identifier.is_some())
        .ok_or(ProfileError::IssuerWithoutKeyIdentifier)
}

/// The uses of a holder's key: the classic octet `F0`, except for keys that cannot encrypt
/// (RFC 8813, RFC 8410).
fn holder_key_usage(algorithm: KeyAlgorithm) -> KeyUsage {
    let signs = KeyUsage::DIGITAL_SIGNATURE | KeyUsage::NON_REPUDIATION;
    match algorithm {
        KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 | KeyAlgorithm::Ed25519 => signs,
        KeyAlgorithm::Gost(_) | KeyAlgorithm::Gost2001(_) | KeyAlgorithm::Rsa { .. } => {
            signs | KeyUsage::KEY_ENCIPHERMENT | KeyUsage::DATA_ENCIPHERMENT
        }
    }
}

/// The mistakes of tools' texts.
pub(super) fn tool_problems(
    subject: Option<&str>,
    issuer: Option<&IssuerSignTool>,
) -> Vec<ProfileProblem> {
    let fits = |text: &str, most: usize| {
        (1..=most).contains(&text.chars().count()) && character::check(text).is_ok()
    };
    let mut problems = Vec::new();
    if subject.is_some_and(|text| !fits(text, TOOL_NAME_MAX)) {
        problems.push(ProfileProblem::ToolText(oid::SUBJECT_SIGN_TOOL));
    }
    let unfit = |tool| {
        issuer_sign_tool_parts(tool)
            .iter()
            .any(|(_, text, most)| !fits(text, *most))
    };
    if issuer.is_some_and(unfit) {
        problems.push(ProfileProblem::ToolText(oid::ISSUER_SIGN_TOOL));
    }
    problems
}

fn repeated(oids: &[ObjectIdentifier]) -> impl Iterator<Item = ProfileProblem> + '_ {
    oids.iter()
        .enumerate()
        .filter(|(index, oid)| oids.iter().take(*index).any(|before| before == *oid))
        .map(|(_, oid)| ProfileProblem::Twice(*oid))
}
