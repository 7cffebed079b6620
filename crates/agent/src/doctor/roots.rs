//! The authorities' root certificates: pinned when they were trusted, still valid, and still the ones that they show.

use smena_pki::certificate::Certificate;
use smena_protocol::v1::Bytes;
use smena_ui::{Message, format};

use super::{Announced, Check, Findings, Heard, Line, Verdict};
use crate::{limits::ROOT_ENDS_SOON_DAYS, term::days_left};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let mut lines = Vec::new();
    for heard in &findings.authorities {
        lines.push(pinned(findings, heard));
        if let Ok(answer) = &heard.answer {
            lines.extend(shown(heard, answer));
        }
    }
    lines
}

/// The root as it was pinned.
fn pinned(findings: &Findings, heard: &Heard) -> Line {
    let named = |key: &str| Message::new(key).with("authority", heard.trust.name.clone());
    let again = || Message::new("doctor-roots-again").with("origin", heard.trust.origin.as_str());
    let Ok(root) = Certificate::from_der(heard.trust.root.as_bytes()) else {
        return Line::of(
            Check::Roots,
            Verdict::Bad,
            named("doctor-roots-unreadable"),
            again(),
        );
    };
    let describe = |key: &str| {
        let until = format::date(findings.language, root.not_after().date());
        named(key)
            .with("until", until)
            .with("thumbprint", format::grouped_hex(&root.thumbprint()))
    };
    let days = days_left(&root, findings.now);
    if days < 0 || findings.now < root.not_before() {
        return Line::of(
            Check::Roots,
            Verdict::Bad,
            describe("doctor-roots-expired"),
            again(),
        );
    }
    if days <= ROOT_ENDS_SOON_DAYS {
        let evidence = describe("doctor-roots-soon");
        return Line::of(Check::Roots, Verdict::Act, evidence, again());
    }
    Line::good(Check::Roots, describe("doctor-roots-good"))
}

/// What the authority shows now, where it differs from what was pinned.
fn shown(heard: &Heard, answer: &Announced) -> Option<Line> {
    let named = |key: &str| Message::new(key).with("authority", heard.trust.name.clone());
    let again = || Message::new("doctor-roots-again").with("origin", heard.trust.origin.as_str());
    if answer.statement.root != heard.trust.root {
        let evidence = named("doctor-roots-other");
        return Some(Line::of(Check::Roots, Verdict::Bad, evidence, again()));
    }
    // The key with which errands are signed is changed every year; then the authority is asked to introduce itself anew.
    let first = |chain: &[Bytes]| chain.first().cloned();
    if first(&answer.statement.errand_chain) != first(&heard.trust.errand_chain) {
        let evidence = named("doctor-roots-errand-key");
        return Some(Line::of(Check::Roots, Verdict::Act, evidence, again()));
    }
    None
}
