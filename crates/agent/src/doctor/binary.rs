//! The file that runs, by its hash: to be compared with what the authority publishes.

use smena_ui::{Message, format};

use super::{Check, Findings, Line, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let program = &findings.program;
    let path = program.path.clone().unwrap_or_default();
    let line = match &program.sha256 {
        _ if program.is_replaced => Line::of(
            Check::Binary,
            Verdict::Act,
            Message::new("doctor-binary-replaced").with("path", path),
            Message::new("doctor-binary-replaced-remedy"),
        ),
        Some(hash) => {
            let hash = format::grouped_hex(hash.as_bytes());
            let evidence = Message::new("doctor-binary-hash")
                .with("path", path)
                .with("hash", hash);
            Line::good(Check::Binary, evidence)
        }
        None => Line::of(
            Check::Binary,
            Verdict::Unchecked,
            Message::new("doctor-binary-unreadable"),
            Message::new("doctor-binary-unreadable-remedy"),
        ),
    };
    vec![line]
}
