//! The computer's clock against those of the authorities. Signed objects carry the time, so a wrong clock makes them void.

use std::time::Duration;

use smena_protocol::v1::Moment;
use smena_ui::{Message, format};
use time::{OffsetDateTime, UtcOffset};

use super::{Announced, Check, Findings, Heard, Line, Verdict};
use crate::limits::{CLOCKS_APART_MAX, CLOCKS_APART_UNSEEN};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let answers = findings.authorities.iter().filter_map(|heard| {
        let answer = heard.answer.as_ref().ok()?;
        Some(line(findings, heard, answer))
    });
    let mut lines: Vec<Line> = answers.collect();
    if lines.is_empty() {
        let evidence =
            Message::new("doctor-clock-unknown").with("here", shown(findings, findings.now));
        let remedy = Message::new("doctor-clock-unknown-remedy");
        lines.push(Line::of(Check::Clock, Verdict::Unchecked, evidence, remedy));
    }
    lines
}

fn line(findings: &Findings, heard: &Heard, answer: &Announced) -> Line {
    let there = answer.statement.server_time;
    let apart = Moment::new(answer.at).apart(there);
    let verdict = verdict(apart);
    let said = |key: &str| {
        Message::new(key)
            .with("origin", heard.trust.origin.as_str())
            .with("here", shown(findings, answer.at))
            .with("there", shown(findings, there.time()))
            .with("seconds", apart.as_secs().to_string())
    };
    if verdict == Verdict::Good {
        return Line::good(Check::Clock, said("doctor-clock-right"));
    }
    let remedy = Message::new("doctor-clock-apart-remedy");
    Line::of(Check::Clock, verdict, said("doctor-clock-apart"), remedy)
}

fn shown(findings: &Findings, at: OffsetDateTime) -> String {
    format::instant(findings.language, at, UtcOffset::UTC)
}

fn verdict(apart: Duration) -> Verdict {
    if apart <= CLOCKS_APART_UNSEEN {
        Verdict::Good
    } else if apart <= CLOCKS_APART_MAX {
        Verdict::Act
    } else {
        Verdict::Bad
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_good_ten_are_the_limit_and_more_is_bad() {
        for (seconds, expected) in [
            (0, Verdict::Good),
            (60, Verdict::Good),
            (61, Verdict::Act),
            (600, Verdict::Act),
            (601, Verdict::Bad),
        ] {
            assert_eq!(verdict(Duration::from_secs(seconds)), expected, "{seconds}");
        }
    }
}
