//! Which authorities are trusted. Nothing is signed for any other.

use smena_ui::{Message, format};

use super::{Check, Findings, Line, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    if findings.authorities.is_empty() {
        return vec![Line::of(
            Check::Authority,
            Verdict::Bad,
            Message::new("doctor-authority-none"),
            Message::new("doctor-authority-none-remedy"),
        )];
    }
    let line = |trust: &crate::state::TrustEntry| {
        let since = format::date(findings.language, trust.since.time().date());
        let evidence = Message::new("doctor-authority-trusted")
            .with("name", trust.name.clone())
            .with("origin", trust.origin.as_str())
            .with("since", since);
        Line::good(Check::Authority, evidence)
    };
    let trusted = findings.authorities.iter().map(|heard| &heard.trust);
    trusted.map(line).collect()
}
