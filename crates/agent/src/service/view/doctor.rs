//! The check of the workplace: what is not in order first, with what to do, then every line.

use std::sync::Arc;

use smena_ui::{
    Language, Message, Surface, format,
    page::part::{Notice, NoticeKind, Task, TaskList, TaskState},
};

use time::OffsetDateTime;

use super::{Frame, Page, PageLink};
use crate::{
    doctor::{Check, Row, Verdict},
    service::workstation::Checked,
    text::catalogue,
};

pub(super) fn page(frame: &Frame, checked: &Checked) -> Page {
    let mut page = frame.page(frame.say("desk-doctor-title"));
    // The page itself is where this link leads.
    page.shell.foot.clear();
    page.lead.push(frame.say(match checked.worst {
        Verdict::Good => "desk-doctor-good",
        Verdict::Unchecked => "desk-doctor-unchecked",
        Verdict::Act => "desk-doctor-act",
        Verdict::Bad => "desk-doctor-bad",
    }));
    let mut to_do: Vec<&Row> = checked
        .rows
        .iter()
        .filter(|row| row.verdict != Verdict::Good)
        .collect();
    to_do.sort_by_key(|row| std::cmp::Reverse(row.verdict));
    page.notices = to_do.into_iter().map(|row| notice(frame, row)).collect();
    page.tasks = Some(TaskList {
        language: frame.language,
        tasks: checked.rows.iter().map(line).collect(),
    });
    page.links.push(PageLink {
        href: format!("{}/report.json", frame.base),
        text: frame.say("desk-doctor-save"),
        own_tab: false,
    });
    page.forms
        .push(frame.form(vec![frame.button("again", "desk-doctor-again")]));
    let at = format::instant(frame.language, checked.at, time::UtcOffset::UTC);
    page.after
        .push(frame.text(&Message::new("desk-doctor-at").with("at", at)));
    page.after.push(frame.say("desk-doctor-private"));
    page
}

fn notice(frame: &Frame, row: &Row) -> Notice {
    let says = Message::new("desk-doctor-line")
        .with("check", row.title.clone())
        .with("evidence", row.evidence.clone());
    Notice {
        language: frame.language,
        kind: match row.verdict {
            Verdict::Bad => NoticeKind::Bad,
            Verdict::Act => NoticeKind::Warn,
            Verdict::Good | Verdict::Unchecked => NoticeKind::default(),
        },
        title: frame.text(&says),
        text: row.remedy.clone(),
        links: Vec::new(),
    }
}

fn line(row: &Row) -> Task {
    Task {
        title: row.title.clone(),
        href: None,
        state: match row.verdict {
            Verdict::Good => TaskState::Done,
            Verdict::Unchecked => TaskState::NotNeeded,
            Verdict::Act => TaskState::Waiting,
            Verdict::Bad => TaskState::Overdue,
        },
        state_words: row.verdict_text.clone(),
        detail: Some(row.evidence.clone()),
    }
}

/// Made-up checks for the pictures of the page, by the name of the state.
pub(super) fn samples(language: Language) -> Vec<(&'static str, Checked)> {
    let row = |check: Check, verdict: Verdict, evidence: &Message, remedy: Option<&str>| Row {
        check,
        verdict,
        code: evidence.key.clone(),
        title: catalogue().word(language, check.title()),
        verdict_text: catalogue().word(language, verdict.word()),
        evidence: catalogue().text(language, evidence),
        remedy: remedy.map(|key| catalogue().text_on(Surface::Page, language, &Message::new(key))),
        cause: None,
    };
    let here = format::instant(language, OffsetDateTime::UNIX_EPOCH, time::UtcOffset::UTC);
    let reader = Message::new("doctor-reader-unneeded");
    let good = || row(Check::Reader, Verdict::Good, &reader, None);
    let unasked = row(
        Check::Clock,
        Verdict::Unchecked,
        &Message::new("doctor-clock-unknown").with("here", here),
        Some("doctor-clock-unknown-remedy"),
    );
    let act = row(
        Check::Medium,
        Verdict::Act,
        &Message::new("doctor-medium-none"),
        Some("doctor-medium-none-remedy"),
    );
    let bad = row(
        Check::Authority,
        Verdict::Bad,
        &Message::new("doctor-authority-none"),
        Some("doctor-authority-none-remedy"),
    );
    let of = |worst, rows| Checked {
        rows,
        worst,
        at: time::macros::datetime!(2026-11-26 09:30 UTC),
        record: Arc::new(Vec::new()),
    };
    vec![
        ("good", of(Verdict::Good, vec![good()])),
        (
            "unchecked",
            of(Verdict::Unchecked, vec![unasked.clone(), good()]),
        ),
        ("act", of(Verdict::Act, vec![act.clone(), good()])),
        ("bad", of(Verdict::Bad, vec![unasked, act, bad, good()])),
    ]
}

#[cfg(test)]
mod tests {
    use askama::Template as _;
    use smena_ui::Language;

    use super::{page, samples};
    use crate::service::view::samples::frame;

    #[test]
    fn what_is_worst_stands_first_with_what_to_do_and_every_line_is_listed() {
        for language in Language::ALL {
            for (state, checked) in samples(language) {
                let page = page(&frame(language, Vec::new()), &checked);
                let listed = page.tasks.as_ref().map_or(0, |tasks| tasks.tasks.len());
                assert_eq!(listed, checked.rows.len(), "{state}");
                let rows = checked.rows.iter();
                let to_do = rows.filter(|row| row.remedy.is_some()).count();
                assert_eq!(page.notices.len(), to_do, "{state}");
                let html = page.render().expect("a template");
                assert!(html.contains("href=\"/s/sample/report.json\""), "{html}");
                if state == "bad" {
                    let at = |row: usize| {
                        let remedy = checked.rows[row].remedy.as_ref().expect("what to do");
                        html.find(remedy.as_str()).expect("it is said")
                    };
                    assert!(at(2) < at(1) && at(1) < at(0), "{html}");
                }
            }
        }
    }
}
