//! Whether the authorities can be reached, and answer as authorities do.

use smena_ui::Message;

use super::{Check, Findings, Line, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let lines = findings
        .authorities
        .iter()
        .map(|heard| match &heard.answer {
            Ok(_) => {
                let evidence = Message::new("doctor-network-reached")
                    .with("origin", heard.trust.origin.as_str());
                Line::good(Check::Network, evidence)
            }
            Err(failure) => Line::failed(Check::Network, Verdict::Bad, failure.clone()),
        });
    lines.collect()
}
