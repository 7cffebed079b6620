//! The profile of the authority's own certificates: a root and what it signs.
//!
//! Same order as [`super::description`], other content: the key signs certificates and revocation
//! lists, and a subordinate authority has no authority below it.

use time::OffsetDateTime;

use super::description::{
    ProfileError, authority_key_identifier, private_key_period, tool_problems, with_policies,
    with_tools,
};
use super::places::Places;
use super::sign_tool::SignToolClass;
use crate::certificate::Certificate;
use crate::extension::{
    BasicConstraints, Extensions, IssuerSignTool, KeyUsage, SubjectKeyIdentifier,
};
use crate::key::PublicKey;

/// What an authority's certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityProfile {
    /// How many authorities may follow below; none means any number.
    pub path_length: Option<u8>,
    /// Days for which the private key may be used; none leaves privateKeyUsagePeriod out.
    pub private_key_days: Option<u32>,
    /// Class of the authority's signature tool; lower ones are implied.
    pub sign_tool_class: Option<SignToolClass>,
    /// The authority's signature tool.
    pub subject_sign_tool: Option<String>,
    /// The tools of the authority above; a root has none.
    pub issuer_sign_tool: Option<IssuerSignTool>,
}

/// What is known when an authority's certificate is made.
#[derive(Clone, Copy, Debug)]
pub struct AuthorityFacts<'a> {
    /// The authority's key.
    pub public_key: &'a PublicKey,
    /// The certificate of the authority above; none for a root.
    pub issuer: Option<&'a Certificate>,
    /// Begin of validity.
    pub not_before: OffsetDateTime,
    /// End of validity.
    pub not_after: OffsetDateTime,
    /// Where the files of the authority above are found.
    pub places: Places<'a>,
}

impl AuthorityProfile {
    /// Returns the extensions of an authority's certificate.
    ///
    /// # Errors
    /// Returns mistakes in the tools' texts, or that the issuer's certificate does not name its
    /// key.
    pub fn extensions(&self, facts: &AuthorityFacts<'_>) -> Result<Extensions, ProfileError> {
        let problems = tool_problems(
            self.subject_sign_tool.as_deref(),
            self.issuer_sign_tool.as_ref(),
        );
        if !problems.is_empty() {
            return Err(ProfileError::Problems(problems));
        }
        let basic = BasicConstraints {
            ca: true,
            path_length: self.path_length.map(u32::from),
        };
        let extensions = Extensions::new()
            .with(&basic, true)
            .with(&(KeyUsage::KEY_CERT_SIGN | KeyUsage::CRL_SIGN), true);
        let classes = self
            .sign_tool_class
            .map(SignToolClass::policies)
            .unwrap_or_default();
        let mut extensions = with_tools(
            with_policies(extensions, &classes),
            self.subject_sign_tool.as_deref(),
            self.issuer_sign_tool.as_ref(),
        );
        if let Some(days) = self.private_key_days {
            let period = private_key_period(days, facts.not_before, facts.not_after);
            extensions = extensions.with(&period, false);
        }
        let key = SubjectKeyIdentifier(facts.public_key.key_identifier().to_vec());
        let mut extensions = extensions.with(&key, false);
        if let Some(issuer) = facts.issuer {
            extensions = extensions.with(&authority_key_identifier(issuer)?, false);
        }
        Ok(facts.places.add_to(extensions))
    }
}
