//! The libraries of tokens. GOST, folders and containers need none: this program has them built in.

use smena_ui::Message;

use super::{Check, Findings, Line, Verdict};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let loaded = findings.modules.iter().map(|path| {
        let evidence =
            Message::new("doctor-provider-module").with("path", path.display().to_string());
        Line::good(Check::Provider, evidence)
    });
    let failed = findings
        .module_problems
        .iter()
        .map(|failure| Line::failed(Check::Provider, Verdict::Bad, failure.clone()));
    let mut lines: Vec<Line> = loaded.chain(failed).collect();
    if lines.is_empty() {
        let evidence = Message::new("doctor-provider-built-in");
        lines.push(Line::good(Check::Provider, evidence));
    }
    lines
}
