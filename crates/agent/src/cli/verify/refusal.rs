//! Why a certificate is refused, in words: a pair of messages for each fault that path validation knows.

use smena_pki::{
    crl::Reason,
    path::{Fault, PathError, Rule, Unchecked},
};
use smena_ui::{Message, format};
use time::{OffsetDateTime, UtcOffset};

use crate::{
    cli::inspect::escaped,
    failure::{Failure, Kind},
    output::Printer,
};

/// The refusal of a path as a failure of the command: what is wrong with which certificate.
pub(super) fn failure(error: &PathError, printer: &Printer) -> Failure {
    explained(error.fault(), printer)
        .with("subject", escaped(error.subject()))
        .with("serial", error.serial())
}

fn explained(fault: &Fault, printer: &Printer) -> Failure {
    let refused = |code: &'static str| Failure::new(Kind::Refused, code);
    match fault {
        Fault::NoIssuer { issuer } => refused("path-no-issuer").with("issuer", escaped(issuer)),
        Fault::NotYetValid { not_before, at } => refused("path-not-yet-valid")
            .with("from", instant(printer, *not_before))
            .with("at", instant(printer, *at)),
        Fault::Expired { not_after, at } => refused("path-expired")
            .with("until", instant(printer, *not_after))
            .with("at", instant(printer, *at)),
        Fault::Signature { issuer } => refused("path-signature").with("issuer", escaped(issuer)),
        Fault::SignatureAlgorithm => refused("path-signature-algorithm"),
        Fault::AlgorithmMismatch => refused("path-algorithm-mismatch"),
        Fault::Key => refused("path-key"),
        Fault::Extension(oid) => refused("path-extension").with("oid", oid.to_string()),
        Fault::DoubledExtension(oid) => {
            refused("path-extension-doubled").with("oid", oid.to_string())
        }
        Fault::CriticalExtension(oid) => {
            refused("path-extension-critical").with("oid", oid.to_string())
        }
        Fault::NotAuthority => refused("path-not-authority"),
        Fault::NoCertificateSign => refused("path-no-certificate-sign"),
        Fault::PathLength => refused("path-length"),
        Fault::TooManyIntermediates(count) => {
            refused("path-too-long").with("count", count.to_string())
        }
        Fault::NameNotPermitted(name) => {
            refused("path-name-not-permitted").with("name", escaped(name))
        }
        Fault::NameExcluded(name) => refused("path-name-excluded").with("name", escaped(name)),
        Fault::NameForm => refused("path-name-form"),
        Fault::Purpose(oid) => refused("path-purpose").with("oid", oid.to_string()),
        Fault::KeyUsage(usage) => {
            let usages: Vec<&str> = usage.names().collect();
            refused("path-key-usage").with("usages", usages.join(", "))
        }
        Fault::Policy => refused("path-policy"),
        Fault::PolicyMapping => refused("path-policy-mapping"),
        Fault::Profile(rule) => {
            refused("path-profile").with("rule", printer.word(rule_word(*rule)))
        }
        Fault::Revoked { since, reason } => refused("path-revoked")
            .with("since", instant(printer, *since))
            .with("reason", reason_sentence(*reason, printer)),
        Fault::RevocationUnknown(unchecked) => revocation_unknown(unchecked, printer),
        Fault::Budget(_) => refused("path-too-much-work"),
    }
}

fn revocation_unknown(unchecked: &Unchecked, printer: &Printer) -> Failure {
    let refused = |code: &'static str| Failure::new(Kind::Refused, code);
    match unchecked {
        Unchecked::NoList(issuer) => refused("path-no-list").with("issuer", escaped(issuer)),
        Unchecked::NotCurrent { this_update } => {
            refused("path-list-not-current").with("from", instant(printer, *this_update))
        }
        Unchecked::NoNextUpdate => refused("path-list-no-next"),
        Unchecked::Signature => refused("path-list-signature"),
        Unchecked::NoCrlSign => refused("path-list-no-crl-sign"),
        Unchecked::Number => refused("path-list-number"),
        Unchecked::CriticalExtension => refused("path-list-critical"),
        Unchecked::Scope => refused("path-list-scope"),
    }
}

fn rule_word(rule: Rule) -> &'static str {
    match rule {
        Rule::AuthorityKeyMissing => "rule-authority-key-missing",
        Rule::AuthorityKeyCritical => "rule-authority-key-critical",
        Rule::SubjectKeyMissing => "rule-subject-key-missing",
        Rule::SubjectKeyCritical => "rule-subject-key-critical",
        Rule::AccessCritical => "rule-access-critical",
        Rule::BasicConstraintsNotCritical => "rule-basic-constraints-not-critical",
        Rule::CertificateSignOfHolder => "rule-certificate-sign-of-holder",
        Rule::NameConstraintsOfHolder => "rule-name-constraints-of-holder",
        Rule::NameConstraintsNotCritical => "rule-name-constraints-not-critical",
        Rule::PolicyConstraintsNotCritical => "rule-policy-constraints-not-critical",
        Rule::InhibitAnyPolicyNotCritical => "rule-inhibit-any-policy-not-critical",
        Rule::SerialNumber => "rule-serial-number",
        Rule::IssuerEmpty => "rule-issuer-empty",
        Rule::SubjectEmpty => "rule-subject-empty",
        Rule::NamelessSubject => "rule-nameless-subject",
        Rule::AlternativeName => "rule-alternative-name",
    }
}

fn reason_sentence(reason: Option<Reason>, printer: &Printer) -> String {
    let term = match reason {
        None | Some(Reason::Unspecified) => return printer.word("revoked-no-reason"),
        Some(Reason::KeyCompromise) => "label-reason-key-compromise",
        Some(Reason::CaCompromise) => "label-reason-ca-compromise",
        Some(Reason::AffiliationChanged) => "label-reason-affiliation-changed",
        Some(Reason::Superseded) => "label-reason-superseded",
        Some(Reason::CessationOfOperation) => "label-reason-cessation-of-operation",
        Some(Reason::CertificateHold) => "label-reason-certificate-hold",
        Some(Reason::RemoveFromCrl) => "label-reason-remove-from-crl",
        Some(Reason::PrivilegeWithdrawn) => "label-reason-privilege-withdrawn",
        Some(Reason::AaCompromise) => "label-reason-aa-compromise",
    };
    printer.text(&Message::new("revoked-reason").with("reason", printer.word(term)))
}

fn instant(printer: &Printer, at: OffsetDateTime) -> String {
    format::instant(printer.language(), at, UtcOffset::UTC)
}
