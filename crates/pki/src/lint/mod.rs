//! Lints: rules that a certificate or a revocation list is held to, one rule to each file.
//!
//! Three groups: `rfc5280` (with RFC 9215 for GOST), `order795` for qualified certificates, and
//! `house` for what this project issues itself. [`lint_certificate`] runs those that the
//! [`LintContext`] asks for; before a signature it is called with the to-be-signed part made whole
//! by a throw-away key, so one entry serves both moments. Signatures are not verified here, and
//! nothing is fetched.
//!
//! Severities: an error never has an override; a warning needs a written reason in the procedure; a
//! notice is worth knowing. Facts of a finding are sizes, types and identifiers, never values of
//! the subject, so that findings can be logged.

mod house;
mod input;
mod list;
mod order795;
mod rfc5280;

use const_oid::ObjectIdentifier;

pub use self::list::lint_list;
use crate::certificate::Certificate;
use crate::profile::{FakeNumbers, HolderKind, Shape};
use input::Input;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Notice,
    /// Needs a reason.
    Warning,
    /// Must not be issued.
    Error,
}

impl Severity {
    /// Returns the stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whose work is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Issued here, or about to be: the house rules and the rules for writers hold too.
    Ours,
    /// Issued by somebody else.
    Foreign,
}

/// What the rules need to know besides the object.
#[derive(Clone, Copy, Debug)]
pub struct LintContext<'a> {
    /// Which profile the object claims; the order's rules hold for the qualified one.
    pub shape: Shape,
    /// Whose work it is.
    pub origin: Origin,
    /// Whether check digits are looked at.
    pub fakes: FakeNumbers,
    /// The holder's kind, where the procedure knows it; else it is guessed from the subject.
    pub holder: Option<HolderKind>,
    /// The only policies that may appear, where the procedure lists them.
    pub policies: Option<&'a [ObjectIdentifier]>,
}

impl LintContext<'_> {
    /// A qualified certificate of somebody else.
    pub const FOREIGN: LintContext<'static> = LintContext {
        shape: Shape::Qualified,
        origin: Origin::Foreign,
        fakes: FakeNumbers::Refused,
        holder: None,
        policies: None,
    };

    /// A qualified certificate of this authority.
    pub const OURS: LintContext<'static> = LintContext {
        origin: Origin::Ours,
        ..LintContext::FOREIGN
    };
}

/// A detail of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it says.
    pub name: &'static str,
    /// The size, type or identifier.
    pub value: String,
}

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// The section of the document that the rule comes from.
    pub source: &'static str,
    /// The field, as a path of ASN.1 names.
    pub location: String,
    /// Details.
    pub facts: Vec<Fact>,
}

/// A rule as the list of all rules shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSummary {
    /// The rule's id.
    pub id: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// The section of the document that it comes from.
    pub source: &'static str,
}

/// One rule: what a file of this folder defines.
#[derive(Clone, Copy)]
struct Rule {
    id: &'static str,
    severity: Severity,
    source: &'static str,
    check: fn(&Input<'_>) -> Vec<Hit>,
}

/// A place where a rule does not hold.
struct Hit {
    location: String,
    facts: Vec<Fact>,
}

impl Hit {
    fn at(location: impl Into<String>) -> Self {
        Self {
            location: location.into(),
            facts: Vec::new(),
        }
    }

    fn fact(mut self, name: &'static str, value: impl core::fmt::Display) -> Self {
        self.facts.push(Fact {
            name,
            value: format!("{value}"),
        });
        self
    }

    /// The single hit of a rule that does not hold at one place.
    fn unless(holds: bool, location: &str) -> Vec<Self> {
        if holds {
            Vec::new()
        } else {
            vec![Self::at(location)]
        }
    }

    fn found(self, rule: &RuleSummary) -> Finding {
        Finding {
            rule: rule.id,
            severity: rule.severity,
            source: rule.source,
            location: self.location,
            facts: self.facts,
        }
    }
}

impl Rule {
    const fn summary(&self) -> RuleSummary {
        RuleSummary {
            id: self.id,
            severity: self.severity,
            source: self.source,
        }
    }
}

const UNREADABLE: RuleSummary = RuleSummary {
    id: "certificate-readable",
    severity: Severity::Error,
    source: "X.690, 10",
};

/// Holds a certificate to the rules that the context asks for.
///
/// With `issuer` the rules that compare the two run too; for a root, give the root itself. Findings
/// come in the order of the rules.
#[must_use]
pub fn lint_certificate(
    certificate: &Certificate,
    issuer: Option<&Certificate>,
    context: &LintContext<'_>,
) -> Vec<Finding> {
    let Some(input) = Input::new(certificate, issuer, context) else {
        return vec![Hit::at("Certificate").found(&UNREADABLE)];
    };
    groups(context)
        .into_iter()
        .flatten()
        .flat_map(|rule| {
            (rule.check)(&input)
                .into_iter()
                .map(move |hit| hit.found(&rule.summary()))
        })
        .collect()
}

/// Returns all rules for certificates, in the order of running.
#[must_use]
pub fn certificate_rules() -> Vec<RuleSummary> {
    groups(&LintContext::OURS)
        .into_iter()
        .flatten()
        .map(Rule::summary)
        .collect()
}

/// Returns all rules for revocation lists, in the order of running.
#[must_use]
pub fn list_rules() -> Vec<RuleSummary> {
    list::rules()
}

fn groups(context: &LintContext<'_>) -> [&'static [Rule]; 3] {
    [
        rfc5280::RULES,
        if context.shape == Shape::Qualified {
            order795::RULES
        } else {
            &[]
        },
        if context.origin == Origin::Ours {
            house::RULES
        } else {
            &[]
        },
    ]
}
