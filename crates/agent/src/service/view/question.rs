//! The questions, one page each.

use askama::Template as _;
use smena_media::{Guard, Tries};
use smena_protocol::v1::signed::ApplicationField;
use smena_ui::{
    Message, format,
    page::part::{Card, Check, Choice, Field, Notice, NoticeKind, SummaryRow},
};

use super::{Button, Frame, Page, PageForm, PageLink, SensorPage, Sheet, window, wording};
use crate::{
    clock::Clock as _,
    flow::{KeyUse, Unfit},
    service::{
        desk::CLOCK,
        look_alike::Warning,
        talk::{CertificateOffered, MediumOffered, Question, Seen, asks_exportable, is_removable},
    },
    term::days_left,
};

/// Longest password that is read.
const PASSWORD_CHARS_MAX: usize = 256;

pub(super) fn show(
    frame: &Frame,
    question: &Question,
    seen: &Seen,
    gathered: u8,
) -> Result<String, askama::Error> {
    if let Question::Sensor = question {
        return sensor(frame, gathered).render();
    }
    let mut page = of(frame, question, seen);
    page.notices.extend(wording::advice(frame, &seen.advice));
    page.render()
}

fn of(frame: &Frame, question: &Question, seen: &Seen) -> Page {
    match question {
        Question::Trust { .. } => trust(frame, question),
        Question::Certificate { authority, offered } => {
            certificates(frame, &authority.name, offered)
        }
        Question::Errand { .. } => errand(frame, question),
        Question::Password { key, used_for } => password(frame, key, *used_for),
        Question::Pin {
            place,
            tries,
            wrong_before,
        } => pin(frame, place, *tries, *wrong_before),
        Question::LastTry { place } => last_try(frame, place),
        Question::Window {
            asks_secret,
            is_closed,
        } => window::page(frame, *asks_secret, *is_closed),
        Question::Medium { offered } => media(frame, offered, false),
        Question::Target { offered } => media(frame, offered, true),
        Question::Keep { place, is_copy } => keep(frame, place, *is_copy),
        Question::Application { .. } => application(frame, question),
        Question::Remove {
            key,
            place,
            has_backup,
        } => remove(frame, key, place, *has_backup),
        Question::Failed { failure, can_retry } => failed(frame, failure, *can_retry, seen),
        // Has a page of its own.
        Question::Sensor => frame.page(frame.say("desk-sensor-title")),
    }
}

fn trust(frame: &Frame, question: &Question) -> Page {
    let mut page = frame.page(frame.say("desk-trust-title"));
    let Question::Trust {
        entry,
        root,
        warnings,
        changed,
    } = question
    else {
        return page;
    };
    page.lead = vec![
        frame.say("desk-trust-lead"),
        frame.say("desk-trust-compare"),
    ];
    if *changed {
        page.notices
            .push(warning(frame, frame.say("desk-trust-changed")));
    }
    for found in warnings {
        page.notices.push(match found {
            Warning::Resembles(other) => Notice {
                kind: NoticeKind::Bad,
                ..warning(
                    frame,
                    frame.text(&Message::new("desk-trust-resembles").with("other", other.clone())),
                )
            },
            Warning::Unicode(read) => warning(
                frame,
                frame.text(
                    &Message::new("desk-trust-unicode")
                        .with("read", read.clone())
                        .with("host", entry.origin.host()),
                ),
            ),
            Warning::MixedScripts => warning(frame, frame.say("desk-trust-mixed")),
        });
    }
    page.sheets.push(sheet(
        frame,
        None,
        vec![
            wording::row(frame, "desk-row-authority", entry.name.clone()),
            wording::row(frame, "desk-row-origin", entry.origin.as_str()),
            wording::row(frame, "desk-row-root", root.subject().to_string()),
            SummaryRow {
                is_number: true,
                ..wording::row(
                    frame,
                    "desk-row-thumbprint",
                    format::grouped_hex(&root.thumbprint()),
                )
            },
        ],
    ));
    page.forms.push(frame.form(vec![
        frame.button("no", "desk-trust-no"),
        frame.second("yes", "desk-trust-yes").needing_look(),
    ]));
    page.after.push(frame.say("desk-trust-after"));
    page
}

impl Button {
    fn needing_look(self) -> Self {
        Self {
            needs_look: true,
            ..self
        }
    }
}

fn certificates(frame: &Frame, authority: &str, offered: &[CertificateOffered]) -> Page {
    let mut page = frame.page(frame.say("desk-certificate-title"));
    let now = CLOCK.now();
    let first = offered.iter().position(|one| one.unfit.is_none());
    let cards = offered.iter().enumerate().map(|(number, one)| Card {
        value: number.to_string(),
        title: wording::holder(&one.certificate),
        consequence: Some(
            frame.text(
                &Message::new("desk-certificate-says")
                    .with("serial", one.certificate.serial().to_string())
                    .with("days", days_left(&one.certificate, now).max(0).to_string())
                    .with(
                        "until",
                        format::date(frame.language, one.certificate.not_after().date()),
                    )
                    .with("place", one.place.clone()),
            ),
        ),
        recommended: None,
        checked: Some(number) == first,
        unfit: one.unfit.map(|unfit| {
            frame.say(match unfit {
                Unfit::Expired => "desk-certificate-expired",
                Unfit::NotYet => "desk-certificate-not-yet",
                Unfit::Foreign => "desk-certificate-foreign",
                Unfit::Archived => "desk-certificate-archived",
            })
        }),
    });
    let cards: Vec<Card> = cards.collect();
    if cards.is_empty() {
        page.lead.push(frame.say("desk-certificate-empty"));
        page.forms.push(frame.form(vec![
            frame.button("again", "desk-look-again"),
            frame.second("cancel", "desk-cancel"),
        ]));
        return page;
    }
    page.asks_itself = true;
    let says = Message::new("desk-certificate-lead").with("authority", authority);
    let mut buttons = vec![
        frame.button("choose", "desk-continue"),
        frame.second("again", "desk-look-again"),
        frame.second("cancel", "desk-cancel"),
    ];
    if first.is_none() {
        buttons.remove(0);
    }
    page.forms.push(PageForm {
        choice: Some(Choice {
            language: frame.language,
            name: "choice".to_owned(),
            legend: page.shell.title.clone(),
            hint: Some(frame.text(&says)),
            error: frame.mistake("choice"),
            cards,
            several: false,
            is_heading: true,
        }),
        ..frame.form(buttons)
    });
    page.after.push(frame.say("desk-certificate-private"));
    page
}

fn errand(frame: &Frame, question: &Question) -> Page {
    let mut page = frame.page(String::new());
    let Question::Errand {
        authority,
        kind,
        certificate,
        place,
    } = question
    else {
        return page;
    };
    page.shell.title = wording::asked_for(frame, *kind, authority);
    let (says, act) = wording::kind_act(*kind);
    page.lead.push(frame.say(says));
    let mut rows = wording::authority_rows(frame, authority);
    if let Some(certificate) = certificate {
        rows.extend(wording::certificate_rows(frame, certificate));
    }
    if let Some(place) = place {
        rows.push(wording::row(frame, "desk-row-place", place.clone()));
    }
    page.sheets.push(sheet(frame, None, rows));
    page.forms.push(frame.form(vec![
        frame.confirming("yes", act),
        frame.second("cancel", "desk-cancel"),
    ]));
    page.recognisable(frame)
}

fn password(frame: &Frame, key: &str, used_for: KeyUse) -> Page {
    let mut page = frame.page(frame.say("desk-password-title"));
    page.lead.push(wording::password(frame, key, used_for));
    secret(frame, page, "desk-password-label")
}

fn pin(frame: &Frame, place: &str, tries: Tries, wrong_before: bool) -> Page {
    let title = Message::new("desk-pin-title").with("place", place);
    let mut page = frame.page(frame.text(&title));
    if wrong_before {
        page.notices.push(Notice {
            kind: NoticeKind::Bad,
            ..warning(frame, frame.say("desk-pin-wrong"))
        });
    }
    page.lead.push(wording::tries(frame, tries));
    secret(frame, page, "desk-pin-label")
}

/// The page that takes a secret, and says first how long it is kept and who can read it.
fn secret(frame: &Frame, mut page: Page, label: &str) -> Page {
    page.lead.push(frame.say("desk-secret-sitting"));
    page.forms.push(PageForm {
        fields: vec![Field {
            language: frame.language,
            name: "secret".to_owned(),
            label: frame.say(label),
            hint: Some(frame.say("desk-secret-hint")),
            error: frame.mistake("secret"),
            kind: "password",
            auto_complete: Some("off"),
            width: Some(20),
            chars_max: Some(PASSWORD_CHARS_MAX),
            ..Field::default()
        }],
        ..frame.form(vec![
            frame.button("give", "desk-continue"),
            frame.second("cancel", "desk-cancel"),
        ])
    });
    page.after.push(frame.say("desk-secret-extensions"));
    page.recognisable(frame)
}

fn last_try(frame: &Frame, place: &str) -> Page {
    let mut page = frame.page(frame.say("desk-last-try-title"));
    let says = Message::new("desk-last-try-says").with("place", place);
    page.notices.push(warning(frame, frame.text(&says)));
    page.forms.push(frame.form(vec![
        frame.button("no", "desk-last-try-no"),
        frame.second("yes", "desk-last-try-yes").needing_look(),
    ]));
    page.recognisable(frame)
}

fn media(frame: &Frame, offered: &[MediumOffered], is_copy: bool) -> Page {
    let title = if is_copy {
        "desk-target-title"
    } else {
        "desk-medium-title"
    };
    let mut page = frame.page(frame.say(title));
    if offered.is_empty() {
        page.lead.push(frame.say("desk-target-empty"));
        page.forms.push(frame.form(vec![
            frame.button("again", "desk-look-again"),
            frame.second("cancel", "desk-cancel"),
        ]));
        return page;
    }
    page.asks_itself = true;
    let recommended = if is_copy {
        offered.iter().position(|one| is_removable(&one.place))
    } else {
        Some(0)
    };
    let mut cards: Vec<Card> = offered
        .iter()
        .enumerate()
        .map(|(number, one)| Card {
            value: number.to_string(),
            title: wording::medium_title(frame, &one.place),
            consequence: Some(wording::medium_consequence(frame, &one.place)),
            recommended: (recommended == Some(number)).then(|| {
                frame.say(match (is_copy, one.has_old_key) {
                    (true, _) => "desk-target-recommended",
                    (false, true) => "desk-medium-recommended-old",
                    (false, false) => "desk-medium-recommended-first",
                })
            }),
            checked: recommended == Some(number),
            unfit: None,
        })
        .collect();
    // What is recommended stands first.
    cards.sort_by_key(|card| card.recommended.is_none());
    let hint = if is_copy {
        "desk-target-lead"
    } else {
        "desk-medium-lead"
    };
    page.forms.push(PageForm {
        choice: Some(Choice {
            language: frame.language,
            name: "choice".to_owned(),
            legend: page.shell.title.clone(),
            hint: Some(frame.say(hint)),
            error: frame.mistake("choice"),
            cards,
            several: false,
            is_heading: true,
        }),
        ..frame.form(vec![
            frame.button("choose", "desk-continue"),
            frame.second("again", "desk-look-again"),
            frame.second("cancel", "desk-cancel"),
        ])
    });
    page
}

fn keep(frame: &Frame, place: &smena_media::Place, is_copy: bool) -> Page {
    let title = if is_copy {
        "desk-keep-copy-title"
    } else {
        "desk-keep-title"
    };
    let mut page = frame.page(frame.say(title));
    let where_to =
        Message::new("desk-keep-where").with("place", wording::medium_title(frame, place));
    page.lead.push(frame.text(&where_to));
    let field = |name: &str, label: &str, hint: Option<&str>| Field {
        language: frame.language,
        name: name.to_owned(),
        label: frame.say(label),
        hint: hint.map(|hint| frame.say(hint)),
        error: frame.mistake(name),
        kind: "password",
        auto_complete: Some("new-password"),
        width: Some(20),
        chars_max: Some(PASSWORD_CHARS_MAX),
        ..Field::default()
    };
    let check = |name, label, hint| check(frame, name, label, hint);
    let (mut fields, mut checks) = (Vec::new(), Vec::new());
    if place.guard == Guard::Password {
        page.lead.push(frame.say("desk-keep-password-says"));
        page.after.push(frame.say("desk-secret-extensions"));
        fields.push(field(
            "password",
            "desk-keep-password",
            Some("desk-keep-password-hint"),
        ));
        fields.push(field("password-again", "desk-keep-again", None));
        if frame.mistake("weak").is_some() {
            checks.push(check("weak", "desk-keep-weak-yes", "desk-keep-weak-says"));
        }
        checks.push(check(
            "without",
            "desk-keep-without",
            "desk-keep-without-says",
        ));
    } else {
        page.lead.push(frame.say("desk-keep-pin-says"));
    }
    if asks_exportable(place) {
        checks.push(check(
            "exportable",
            "desk-keep-exportable",
            "desk-keep-exportable-says",
        ));
    }
    let act = if is_copy {
        "desk-keep-make-copy"
    } else {
        "desk-keep-make-key"
    };
    page.forms.push(PageForm {
        fields,
        checks,
        ..frame.form(vec![
            frame.button("keep", act),
            frame.second("cancel", "desk-cancel"),
        ])
    });
    page.recognisable(frame)
}

fn check(frame: &Frame, name: &str, label: &str, hint: &str) -> Check {
    Check {
        language: frame.language,
        name: name.to_owned(),
        label: frame.say(label),
        hint: Some(frame.say(hint)),
        error: frame.mistake(name),
        checked: false,
    }
}

fn sensor(frame: &Frame, progress: u8) -> SensorPage {
    let mut shell = frame.shell(frame.say("desk-sensor-title"));
    shell.scripts.push("sensor.js");
    SensorPage {
        shell,
        address: format!("{}/sensor", frame.base),
        field_label: frame.say("desk-sensor-field"),
        progress,
        form: frame.form(vec![
            frame.second("system", "desk-sensor-system"),
            frame.second("cancel", "desk-cancel"),
        ]),
    }
}

fn application(frame: &Frame, question: &Question) -> Page {
    let mut page = frame.page(frame.say("desk-application-title"));
    let Question::Application {
        authority,
        certificate,
        fields,
        hash,
        ..
    } = question
    else {
        return page;
    };
    page.lead.push(frame.say("desk-application-lead"));
    page.sheets.push(sheet(
        frame,
        Some("desk-application-data"),
        fields.iter().map(|field| field_row(frame, field)).collect(),
    ));
    let mut rows = wording::authority_rows(frame, authority);
    rows.extend(wording::certificate_rows(frame, certificate));
    rows.push(SummaryRow {
        is_number: true,
        ..wording::row(frame, "desk-row-document-hash", wording::ends_of(hash))
    });
    page.sheets
        .push(sheet(frame, Some("desk-application-signed-with"), rows));
    page.links.push(PageLink {
        href: format!("{}/document.pdf", frame.base),
        text: frame.say("desk-application-document"),
        own_tab: true,
    });
    page.forms.push(PageForm {
        hidden: vec![("hash", hash.to_string())],
        ..frame.form(vec![
            frame.confirming("yes", "desk-sign"),
            frame.second("cancel", "desk-cancel"),
        ])
    });
    page.after.push(frame.say("desk-application-after"));
    page.recognisable(frame)
}

/// A row of the data, in the agent's own words for each label.
fn field_row(frame: &Frame, field: &ApplicationField) -> SummaryRow {
    let was = field.was.clone().filter(|was| *was != field.value);
    SummaryRow {
        label: frame.say(&format!("field-{}", field.key)),
        value: (!field.value.is_empty()).then(|| field.value.clone()),
        was,
        ..SummaryRow::default()
    }
}

fn remove(frame: &Frame, key: &str, place: &str, has_backup: bool) -> Page {
    let mut page = frame.page(frame.say("desk-remove-title"));
    let says = wording::removal(frame, key, place, has_backup);
    page.notices.push(warning(frame, says));
    page.forms.push(frame.form(vec![
        frame.button("cancel", "desk-remove-no"),
        frame.second("yes", "desk-remove-yes").needing_look(),
    ]));
    page.recognisable(frame)
}

fn failed(frame: &Frame, failure: &crate::failure::Failure, can_retry: bool, seen: &Seen) -> Page {
    let (what, remedy) = frame.failure(failure);
    let mut page = frame.page(frame.say("desk-failed-title"));
    page.tasks = Some(wording::steps(frame, &seen.steps, true));
    page.notices.push(Notice {
        language: frame.language,
        kind: NoticeKind::Bad,
        title: what,
        text: Some(remedy),
        links: Vec::new(),
    });
    let mut buttons = vec![frame.second("cancel", "desk-cancel")];
    if can_retry {
        buttons.insert(0, frame.button("again", "desk-retry"));
    }
    page.forms.push(frame.form(buttons));
    page.after.push(frame.say("desk-failed-kept"));
    page.after.push(
        frame.text(&Message::new("desk-failed-code").with("code", failure.code().to_owned())),
    );
    page
}

fn warning(frame: &Frame, title: String) -> Notice {
    Notice {
        language: frame.language,
        kind: NoticeKind::Warn,
        title,
        ..Notice::default()
    }
}

fn sheet(frame: &Frame, title: Option<&str>, rows: Vec<SummaryRow>) -> Sheet {
    Sheet {
        title: title.map(|key| frame.say(key)),
        summary: wording::summary(frame, rows),
    }
}
