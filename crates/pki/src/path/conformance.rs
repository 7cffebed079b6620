//! The profile of RFC 5280 §4, as far as path validation sees it: rules that are not about trust but
//! about certificates being what they say. Skipped with [`super::Conformance::Lenient`].

use std::fmt;

use super::error::Fault;
use super::facts::Facts;
use super::names::is_host_name;
use crate::certificate::Certificate;
use crate::extension::{GeneralName, KeyUsage, SubjectAlternativeName};
use crate::limits::SERIAL_WRITTEN_OCTETS_MAX;
use crate::oid;

/// Where a certificate stands in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Target,
    Authority,
    Anchor,
}

/// A rule of RFC 5280 that a certificate breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// §4.2.1.1: authorityKeyIdentifier with the key's identifier, except in anchors.
    AuthorityKeyMissing,
    /// §4.2.1.1: not critical.
    AuthorityKeyCritical,
    /// §4.2.1.2: subjectKeyIdentifier in certificates of authorities.
    SubjectKeyMissing,
    /// §4.2.1.2: not critical.
    SubjectKeyCritical,
    /// §4.2.2.1: not critical.
    AccessCritical,
    /// §4.2.1.9: critical in certificates of authorities.
    BasicConstraintsNotCritical,
    /// §4.2.1.9: keyCertSign only in certificates of authorities.
    CertificateSignOfHolder,
    /// §4.2.1.10: only in certificates of authorities.
    NameConstraintsOfHolder,
    /// §4.2.1.10: critical.
    NameConstraintsNotCritical,
    /// §4.2.1.11: critical.
    PolicyConstraintsNotCritical,
    /// §4.2.1.14: critical.
    InhibitAnyPolicyNotCritical,
    /// §4.1.2.2: a positive number of at most 20 octets.
    SerialNumber,
    /// §4.1.2.4: not empty.
    IssuerEmpty,
    /// §4.1.2.6: not empty in certificates of authorities.
    SubjectEmpty,
    /// §4.2.1.6: with an empty subject, a critical subjectAltName.
    NamelessSubject,
    /// §4.2.1.6: a name in subjectAltName that is not in the form of its kind.
    AlternativeName,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AuthorityKeyMissing => {
                "it lacks the authorityKeyIdentifier that RFC 5280 demands"
            }
            Self::AuthorityKeyCritical => "its authorityKeyIdentifier is marked critical",
            Self::SubjectKeyMissing => "it lacks the subjectKeyIdentifier that RFC 5280 demands",
            Self::SubjectKeyCritical => "its subjectKeyIdentifier is marked critical",
            Self::AccessCritical => "its authorityInfoAccess is marked critical",
            Self::BasicConstraintsNotCritical => "its basicConstraints are not marked critical",
            Self::CertificateSignOfHolder => {
                "its key usage has keyCertSign, yet it is no authority's"
            }
            Self::NameConstraintsOfHolder => "it has name constraints, yet it is no authority's",
            Self::NameConstraintsNotCritical => "its name constraints are not marked critical",
            Self::PolicyConstraintsNotCritical => "its policy constraints are not marked critical",
            Self::InhibitAnyPolicyNotCritical => "its inhibitAnyPolicy is not marked critical",
            Self::SerialNumber => "its serial number is not a positive number of at most 20 octets",
            Self::IssuerEmpty => "its issuer's name is empty",
            Self::SubjectEmpty => "its subject is empty, yet it is an authority's",
            Self::NamelessSubject => "its subject is empty and no critical subjectAltName names it",
            Self::AlternativeName => "a name in its subjectAltName is not in the form of its kind",
        })
    }
}

/// Checks the rules for a certificate that stands as `role`.
pub(super) fn check(certificate: &Certificate, facts: &Facts, role: Role) -> Result<(), Fault> {
    let broken = keys(facts, role)
        .or_else(|| criticality(facts, role))
        .or_else(|| authority_only(facts))
        .or_else(|| identity(certificate, facts, role));
    broken.map_or(Ok(()), |rule| Err(Fault::Profile(rule)))
}

fn when(broken: bool, rule: Rule) -> Option<Rule> {
    broken.then_some(rule)
}

fn keys(facts: &Facts, role: Role) -> Option<Rule> {
    let named = facts
        .authority_key
        .as_ref()
        .is_some_and(|authority| authority.key_identifier.is_some());
    // Nothing is built above an anchor, so that a hint to its issuer is not missed.
    when(!named && role != Role::Anchor, Rule::AuthorityKeyMissing).or(when(
        facts.is_authority() && facts.subject_key.is_none(),
        Rule::SubjectKeyMissing,
    ))
}

fn criticality(facts: &Facts, role: Role) -> Option<Rule> {
    let critical = |id| facts.is_critical(id);
    when(
        critical(&oid::AUTHORITY_KEY_IDENTIFIER),
        Rule::AuthorityKeyCritical,
    )
    .or(when(
        critical(&oid::SUBJECT_KEY_IDENTIFIER),
        Rule::SubjectKeyCritical,
    ))
    .or(when(
        critical(&oid::AUTHORITY_INFORMATION_ACCESS),
        Rule::AccessCritical,
    ))
    .or(when(
        role != Role::Target && !critical(&oid::BASIC_CONSTRAINTS),
        Rule::BasicConstraintsNotCritical,
    ))
    .or(when(
        facts.name_constraints.is_some() && !critical(&oid::NAME_CONSTRAINTS),
        Rule::NameConstraintsNotCritical,
    ))
    .or(when(
        facts.policy_constraints.is_some() && !critical(&oid::POLICY_CONSTRAINTS),
        Rule::PolicyConstraintsNotCritical,
    ))
    .or(when(
        facts.inhibit_any_policy.is_some() && !critical(&oid::INHIBIT_ANY_POLICY),
        Rule::InhibitAnyPolicyNotCritical,
    ))
}

fn authority_only(facts: &Facts) -> Option<Rule> {
    if facts.is_authority() {
        return None;
    }
    let signs = facts
        .key_usage
        .is_some_and(|bits| bits.contains(KeyUsage::KEY_CERT_SIGN));
    when(signs, Rule::CertificateSignOfHolder).or(when(
        facts.name_constraints.is_some(),
        Rule::NameConstraintsOfHolder,
    ))
}

fn identity(certificate: &Certificate, facts: &Facts, role: Role) -> Option<Rule> {
    let serial = certificate.serial().content();
    let positive = serial.first().is_some_and(|first| first & 0x80 == 0)
        && serial.iter().any(|&octet| octet != 0);
    let nameless = certificate.subject().is_empty();
    let named_elsewhere =
        facts.alternative_names.is_some() && facts.is_critical(&oid::SUBJECT_ALTERNATIVE_NAME);
    let malformed = |names: &SubjectAlternativeName| names.0.iter().any(|name| !well_formed(name));
    when(
        !positive || serial.len() > SERIAL_WRITTEN_OCTETS_MAX,
        Rule::SerialNumber,
    )
    .or(when(certificate.issuer().is_empty(), Rule::IssuerEmpty))
    .or(when(
        nameless && (role != Role::Target || facts.is_authority()),
        Rule::SubjectEmpty,
    ))
    .or(when(nameless && !named_elsewhere, Rule::NamelessSubject))
    .or(when(
        facts.alternative_names.as_ref().is_some_and(malformed),
        Rule::AlternativeName,
    ))
}

fn well_formed(name: &GeneralName) -> bool {
    match name {
        GeneralName::Dns(name) => is_preferred_name(name.strip_prefix("*.").unwrap_or(name)),
        GeneralName::Email(address) => {
            address.is_ascii()
                && address.split_once('@').is_some_and(|(local, host)| {
                    !local.is_empty() && !host.is_empty() && !host.contains('@')
                })
        }
        GeneralName::Ip(octets) => matches!(octets.len(), 4 | 16),
        GeneralName::Uri(uri) => uri.is_ascii(),
        _ => true,
    }
}

/// The preferred name syntax of RFC 1034 §3.5, with the digits in front that RFC 1123 allows; an
/// address in dotted notation is none.
fn is_preferred_name(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    is_host_name(name)
        && !name.contains('_')
        && !last.bytes().all(|octet| octet.is_ascii_digit())
        && name
            .split('.')
            .all(|label| !label.starts_with('-') && !label.ends_with('-'))
}
