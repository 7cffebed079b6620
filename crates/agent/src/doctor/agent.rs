//! Whether the authorities still speak with a program of this age.

use smena_protocol::v1::Protocol;
use smena_ui::Message;

use super::{Check, Findings, Line, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let said = |key: &str| {
        Message::new(key)
            .with("version", findings.program.version)
            .with("protocol", Protocol::CURRENT.number().to_string())
    };
    let answers = findings.authorities.iter().filter_map(|heard| {
        let answer = heard.answer.as_ref().ok()?;
        Some((&heard.trust, answer.statement.protocol_floor))
    });
    let lines: Vec<Line> = answers
        .map(|(trust, floor)| {
            let of = |key: &str| said(key).with("authority", trust.name.clone());
            if Protocol::CURRENT.check(floor).is_ok() {
                return Line::good(Check::Agent, of("doctor-agent-current"));
            }
            let remedy =
                Message::new("doctor-agent-old-remedy").with("origin", trust.origin.as_str());
            let evidence = of("doctor-agent-old").with("floor", floor.number().to_string());
            Line::of(Check::Agent, Verdict::Bad, evidence, remedy)
        })
        .collect();
    if !lines.is_empty() {
        return lines;
    }
    let remedy = Message::new("doctor-agent-unasked-remedy");
    vec![Line::of(
        Check::Agent,
        Verdict::Unchecked,
        said("doctor-agent-unasked"),
        remedy,
    )]
}
