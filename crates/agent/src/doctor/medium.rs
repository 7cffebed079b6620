//! The media with keys: which are here, which do not answer, which keys cannot be read.

use smena_ui::Message;

use super::{Check, Findings, Line, Trouble, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let mut lines: Vec<Line> = findings
        .media
        .iter()
        .filter(|medium| medium.keys > 0)
        .map(|medium| {
            let evidence = Message::new("doctor-medium-keys")
                .with("place", medium.place.name.clone())
                .with("count", medium.keys.to_string());
            Line::good(Check::Medium, evidence)
        })
        .collect();
    if findings.certificates.is_empty() {
        let evidence = Message::new("doctor-medium-none");
        let remedy = Message::new("doctor-medium-none-remedy");
        lines.push(Line::of(Check::Medium, Verdict::Act, evidence, remedy));
    }
    // A key that cannot be read is lost to its owner; a medium that does not answer may be one that nobody needs now.
    lines.extend(failed(&findings.silent, Verdict::Act));
    lines.extend(failed(&findings.damaged, Verdict::Bad));
    lines
}

fn failed(troubles: &[Trouble], verdict: Verdict) -> impl Iterator<Item = Line> {
    troubles
        .iter()
        .map(move |trouble| Line::failed(Check::Medium, verdict, trouble.failure.clone()))
}
