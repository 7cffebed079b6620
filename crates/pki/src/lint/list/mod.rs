//! Lints of revocation lists.
//!
//! The list is walked entry by entry and never decoded whole, because real ones have a million
//! entries. The walk stands here, the rules, one to each file, in [`rules`].

mod rules;

use time::OffsetDateTime;

use super::{Finding, Hit, LintContext, RuleSummary, Severity};
use crate::asn1::{self, Asn1Error, Tlv, Walker, tag};
use crate::certificate::Certificate;
use crate::extension::{Extensions, TypedExtension};
use crate::oid;
use crate::time::Time;

/// What the rules see of a list.
pub(super) struct ListFrame<'a> {
    /// The number in the version field; `None` where the field is absent.
    pub(super) version: Option<u64>,
    pub(super) inner_algorithm: &'a [u8],
    pub(super) outer_algorithm: &'a [u8],
    /// The issuer's name, whole.
    pub(super) issuer: &'a [u8],
    pub(super) this_update: Tlv<'a>,
    pub(super) next_update: Option<Tlv<'a>>,
    pub(super) extensions: Extensions,
    pub(super) entries: Entries,
}

/// What one walk over the entries tells.
#[derive(Default)]
pub(super) struct Entries {
    /// Whether the field is there.
    pub(super) present: bool,
    pub(super) count: usize,
    /// Entries whose serial another entry has too.
    pub(super) repeated: usize,
    /// Entries revoked after thisUpdate.
    pub(super) late: usize,
    /// Entries whose time is not written as RFC 5280 asks.
    pub(super) odd_times: usize,
    /// Entries with the reason 0, which should be left out.
    pub(super) unspecified: usize,
    /// Entries with a reason that does not exist.
    pub(super) unknown_reasons: usize,
    /// Entries with a critical extension.
    pub(super) critical: usize,
}

impl<'a> ListFrame<'a> {
    fn read(der: &'a [u8]) -> Result<Self, Asn1Error> {
        let mut whole = Walker::new(asn1::only(der, tag::SEQUENCE)?.content);
        let mut tbs = whole.enter(tag::SEQUENCE)?;
        let outer_algorithm = whole.expect(tag::SEQUENCE)?.full;
        let version = match tbs.optional(tag::INTEGER)? {
            Some(tlv) => Some(asn1::unsigned(tlv.content)?),
            None => None,
        };
        let inner_algorithm = tbs.expect(tag::SEQUENCE)?.full;
        let issuer = tbs.expect(tag::SEQUENCE)?.full;
        let this_update = tbs.any()?;
        let next_update = match tbs.peek() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => Some(tbs.any()?),
            _ => None,
        };
        let entries = match tbs.optional(tag::SEQUENCE)? {
            Some(tlv) => Entries::walk(tlv.content, instant(&this_update))?,
            None => Entries::default(),
        };
        let extensions = match tbs.optional(tag::context(0))? {
            Some(tlv) => read_extensions(tlv.content)?,
            None => Extensions::new(),
        };
        tbs.finish()?;
        Ok(Self {
            version,
            inner_algorithm,
            outer_algorithm,
            issuer,
            this_update,
            next_update,
            extensions,
            entries,
        })
    }

    /// The first extension of a type, where it reads.
    pub(super) fn typed<T: TypedExtension>(&self) -> Option<T> {
        self.extensions.find(&T::OID)?.decode().ok()
    }
}

impl Entries {
    fn walk(content: &[u8], this_update: Option<OffsetDateTime>) -> Result<Self, Asn1Error> {
        let mut entries = Self {
            present: true,
            ..Self::default()
        };
        let mut serials = Vec::new();
        let mut walker = Walker::new(content);
        while !walker.is_empty() {
            let mut entry = walker.enter(tag::SEQUENCE)?;
            serials.push(entry.expect(tag::INTEGER)?.content);
            entries.count += 1;
            entries.time(&entry.any()?, this_update);
            if let Some(tlv) = entry.optional(tag::SEQUENCE)? {
                entries.extensions(&read_extensions(tlv.full)?);
            }
        }
        serials.sort_unstable();
        entries.repeated = serials.windows(2).filter(|pair| pair[0] == pair[1]).count();
        Ok(entries)
    }

    fn time(&mut self, tlv: &Tlv<'_>, this_update: Option<OffsetDateTime>) {
        match Time::from_content(tlv.tag, tlv.content) {
            Ok(time) => {
                self.odd_times += usize::from(!time.is_canonical());
                self.late += usize::from(this_update.is_some_and(|now| time.instant() > now));
            }
            Err(_) => self.odd_times += 1,
        }
    }

    fn extensions(&mut self, extensions: &Extensions) {
        for extension in extensions {
            if extension.is_critical() && extension.oid() != oid::CERTIFICATE_ISSUER {
                self.critical += 1;
            }
            if extension.oid() == oid::CRL_REASON {
                match asn1::only(extension.value(), tag::ENUMERATED).map(|tlv| tlv.content) {
                    Ok([0]) => self.unspecified += 1,
                    Ok([1..=6 | 8..=10]) => {}
                    _ => self.unknown_reasons += 1,
                }
            }
        }
    }
}

fn read_extensions(der: &[u8]) -> Result<Extensions, Asn1Error> {
    Extensions::from_der(der).map_err(|_| Asn1Error::Value("Extensions"))
}

pub(super) fn instant(tlv: &Tlv<'_>) -> Option<OffsetDateTime> {
    Time::from_content(tlv.tag, tlv.content)
        .ok()
        .map(|time| time.instant())
}

/// What a rule for lists looks at.
pub(super) struct ListInput<'a> {
    pub(super) frame: ListFrame<'a>,
    pub(super) issuer: Option<&'a Certificate>,
}

/// One rule for lists.
#[derive(Clone, Copy)]
pub(super) struct ListRule {
    pub(super) id: &'static str,
    pub(super) severity: Severity,
    pub(super) source: &'static str,
    /// Whether it holds for the lists of this project alone.
    pub(super) ours_only: bool,
    pub(super) check: fn(&ListInput<'_>) -> Vec<Hit>,
}

impl ListRule {
    const fn summary(&self) -> RuleSummary {
        RuleSummary {
            id: self.id,
            severity: self.severity,
            source: self.source,
        }
    }
}

const UNREADABLE: RuleSummary = RuleSummary {
    id: "list-readable",
    severity: Severity::Error,
    source: "RFC 5280, 5.1",
};

/// Holds a revocation list, given as DER, to its rules.
///
/// With `issuer` the rules that compare the two run too. A list that cannot be walked has the one
/// finding that it cannot.
#[must_use]
pub fn lint_list(
    der: &[u8],
    issuer: Option<&Certificate>,
    context: &LintContext<'_>,
) -> Vec<Finding> {
    let Ok(frame) = ListFrame::read(der) else {
        return vec![Hit::at("CertificateList").found(&UNREADABLE)];
    };
    let input = ListInput { frame, issuer };
    rules::RULES
        .iter()
        .filter(|rule| !rule.ours_only || context.origin == super::Origin::Ours)
        .flat_map(|rule| {
            (rule.check)(&input)
                .into_iter()
                .map(move |hit| hit.found(&rule.summary()))
        })
        .collect()
}

pub(super) fn rules() -> Vec<RuleSummary> {
    rules::RULES.iter().map(ListRule::summary).collect()
}
