//! The random source of new keys. The octets that it gave for this look are compared with each other and forgotten.

use smena_ui::Message;

use super::{Check, Findings, Line, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let line = if findings.random_differs {
        Line::good(Check::Random, Message::new("doctor-random-good"))
    } else {
        let evidence = Message::new("doctor-random-stuck");
        let remedy = Message::new("doctor-random-stuck-remedy");
        Line::of(Check::Random, Verdict::Bad, evidence, remedy)
    };
    vec![line]
}
