//! Whether a reader is connected, where one is needed.

use smena_media::MediumKind;
use smena_ui::Message;

use super::{Check, Findings, Line, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let tokens = findings
        .media
        .iter()
        .filter(|medium| medium.place.kind == MediumKind::Token);
    let mut lines: Vec<Line> = tokens
        .map(|token| {
            let evidence =
                Message::new("doctor-reader-token").with("place", token.place.name.clone());
            Line::good(Check::Reader, evidence)
        })
        .collect();
    let has_token = !lines.is_empty();
    lines.extend(findings.empty_readers.iter().map(|reader| {
        let evidence = Message::new("doctor-reader-empty").with("reader", reader.clone());
        if has_token || keys_elsewhere(findings) {
            Line::good(Check::Reader, evidence)
        } else {
            let remedy = Message::new("doctor-reader-empty-remedy");
            Line::of(Check::Reader, Verdict::Act, evidence, remedy)
        }
    }));
    if lines.is_empty() {
        lines.push(none(findings));
    }
    lines
}

fn none(findings: &Findings) -> Line {
    if keys_elsewhere(findings) {
        return Line::good(Check::Reader, Message::new("doctor-reader-unneeded"));
    }
    let evidence = Message::new("doctor-reader-none");
    let remedy = Message::new("doctor-reader-none-remedy");
    Line::of(Check::Reader, Verdict::Act, evidence, remedy)
}

/// Whether the holder has certificates in use whose keys lie where no reader is needed.
fn keys_elsewhere(findings: &Findings) -> bool {
    findings
        .certificates
        .iter()
        .any(|seen| seen.place.kind != MediumKind::Token)
}
