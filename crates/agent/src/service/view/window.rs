//! What the window of the system says, and the page that stands beside it.

use smena_pki::certificate::Certificate;
use smena_protocol::v1::Origin;
use smena_ui::{Message, page::part::SummaryRow};

use super::{Frame, Page, wording};
use crate::service::{
    desk::Served,
    pin_window::Shown,
    talk::{Authority, Question, Seen, Talk},
};

/// The page while something is asked in the window, or after it has closed unanswered.
pub(super) fn page(frame: &Frame, asks_secret: bool, is_closed: bool) -> Page {
    let title = if is_closed {
        "desk-window-closed-title"
    } else {
        "desk-window-page-title"
    };
    let mut page = frame.page(frame.say(title));
    let mut buttons = vec![frame.second("cancel", "desk-cancel")];
    if is_closed {
        page.lead.push(frame.say("desk-window-closed-says"));
        buttons.insert(0, frame.button("again", "desk-window-open-again"));
    } else {
        page.shell.live = Some(frame.live());
        page.lead.push(frame.say(if asks_secret {
            "desk-window-page-secret"
        } else {
            "desk-window-page-consent"
        }));
        page.after.push(frame.say("desk-window-unseen"));
    }
    if asks_secret {
        page.lead.push(frame.say("desk-secret-sitting"));
    }
    page.forms.push(frame.form(buttons));
    page.recognisable(frame)
}

/// What the window says of a question.
pub(in crate::service) fn shown(served: &Served, talk: &Talk, question: &Question) -> Shown {
    let seen = talk.seen();
    let frame = Frame::of(served, talk, &seen);
    of(
        &frame,
        &seen,
        talk.origin.as_ref().map(Origin::as_str),
        question,
    )
}

fn of(frame: &Frame, seen: &Seen, origin: Option<&str>, question: &Question) -> Shown {
    let own = own(frame, question);
    let mut says = own.says;
    if matches!(question, Question::Pin { .. } | Question::Password { .. }) {
        says.extend(purpose(frame, seen, origin));
    }
    let phrase = Message::new("desk-window-phrase").with("phrase", frame.phrase.clone());
    says.push(frame.text(&phrase));
    Shown {
        title: frame.say("desk-window-title"),
        says: says.join("\n\n"),
        prompt: frame.say(match question {
            Question::Pin { .. } => "desk-window-prompt-pin",
            _ => "desk-window-prompt-password",
        }),
        wrong: own.wrong,
        empty: frame.say("desk-secret-empty"),
        yes: frame.say(own.yes),
        no: frame.say(own.no),
    }
}

/// What is a question's own: its sentences, and what the buttons say.
struct Own {
    says: Vec<String>,
    wrong: Option<String>,
    yes: &'static str,
    no: &'static str,
}

fn own(frame: &Frame, question: &Question) -> Own {
    let saying = |says: Vec<String>| Own {
        says,
        wrong: None,
        yes: "desk-continue",
        no: "desk-cancel",
    };
    let of_place =
        |key: &str, place: &str| frame.text(&Message::new(key).with("place", place.to_owned()));
    match question {
        Question::Pin {
            place,
            tries,
            wrong_before,
        } => Own {
            wrong: wrong_before.then(|| frame.say("desk-pin-wrong")),
            ..saying(vec![
                of_place("desk-pin-title", place),
                wording::tries(frame, *tries),
            ])
        },
        Question::Password { key, used_for } => {
            saying(vec![wording::password(frame, key, *used_for)])
        }
        Question::LastTry { place } => Own {
            yes: "desk-last-try-yes",
            no: "desk-last-try-no",
            ..saying(vec![
                frame.say("desk-last-try-title"),
                of_place("desk-last-try-says", place),
            ])
        },
        Question::Errand {
            authority,
            kind,
            certificate,
            place,
        } => Own {
            yes: wording::kind_act(*kind).1,
            ..saying(vec![
                wording::asked_for(frame, *kind, authority),
                errand_lines(frame, authority, certificate.as_deref(), place.as_deref()),
            ])
        },
        Question::Application { .. } => Own {
            yes: "desk-sign",
            ..saying(application(frame, question))
        },
        Question::Remove {
            key,
            place,
            has_backup,
        } => Own {
            yes: "desk-remove-yes",
            no: "desk-remove-no",
            ..saying(vec![
                frame.say("desk-remove-title"),
                wording::removal(frame, key, place, *has_backup),
            ])
        },
        // They are answered on the page alone.
        _ => saying(Vec::new()),
    }
}

fn errand_lines(
    frame: &Frame,
    authority: &Authority,
    certificate: Option<&Certificate>,
    place: Option<&str>,
) -> String {
    let mut rows = wording::authority_rows(frame, authority);
    rows.extend(
        certificate
            .iter()
            .flat_map(|it| wording::certificate_rows(frame, it)),
    );
    rows.extend(place.map(|it| wording::row(frame, "desk-row-place", it)));
    lines(frame, &rows)
}

fn application(frame: &Frame, question: &Question) -> Vec<String> {
    let Question::Application {
        authority,
        certificate,
        hash,
        ..
    } = question
    else {
        return Vec::new();
    };
    let mut rows = wording::authority_rows(frame, authority);
    rows.extend(wording::certificate_rows(frame, certificate));
    rows.push(wording::row(
        frame,
        "desk-row-document-hash",
        wording::ends_of(hash),
    ));
    vec![frame.say("desk-application-title"), lines(frame, &rows)]
}

/// What a secret is asked for: the step that is under way, and for which authority.
fn purpose(frame: &Frame, seen: &Seen, origin: Option<&str>) -> Option<String> {
    let (step, _) = seen.steps.iter().rev().find(|(_, done)| !done)?;
    let step = frame.say(wording::step_title(*step));
    Some(
        frame.text(&match origin {
            Some(origin) => Message::new("desk-window-for-authority")
                .with("step", step)
                .with("origin", origin),
            None => Message::new("desk-window-for").with("step", step),
        }),
    )
}

fn lines(frame: &Frame, rows: &[SummaryRow]) -> String {
    let lines = rows.iter().map(|row| {
        let value = row.value.clone().unwrap_or_default();
        let line = Message::new("desk-window-row")
            .with("label", row.label.clone())
            .with("value", value);
        frame.text(&line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use smena_media::Tries;
    use smena_ui::Language;

    use super::of;
    use crate::{
        flow::KeyUse,
        service::{
            talk::{Phase, Question},
            view::samples,
        },
    };

    #[test]
    fn what_signs_or_asks_for_a_secret_is_named_in_the_window_with_the_words_of_recognition() {
        let pin = |tries, wrong_before| Question::Pin {
            place: "Token 7".to_owned(),
            tries,
            wrong_before,
        };
        let password = Question::Password {
            key: "01D9A0F0".to_owned(),
            used_for: KeyUse::Old,
        };
        for language in Language::ALL {
            let frame = samples::frame(language, Vec::new());
            let seen = samples::seen(Phase::Working);
            let shown =
                |question: &Question| of(&frame, &seen, Some("https://ca.example"), question);
            let first = shown(&pin(Tries::Left(3), false));
            for part in ["Token 7", "3", "https://ca.example", &frame.phrase] {
                assert!(first.says.contains(part), "{part}: {}", first.says);
            }
            assert_eq!(first.wrong, None);
            assert!(shown(&pin(Tries::Left(2), true)).wrong.is_some());
            let asked = shown(&password);
            assert!(asked.says.contains("01D9A0F0"), "{}", asked.says);
            assert_ne!(asked.prompt, first.prompt);
            for (page, state, question) in samples::questions() {
                if !["errand", "application", "remove", "last-try"].contains(&page) {
                    continue;
                }
                let shown = shown(&question);
                assert!(shown.says.contains(&frame.phrase), "{page} {state}");
                let is_signed = ["errand", "application"].contains(&page);
                let names = shown.says.contains("https://ca.example");
                assert_eq!(names, is_signed, "{page} {state}: {}", shown.says);
                let words = [shown.title, shown.says, shown.prompt, shown.yes, shown.no];
                assert!(!words.concat().contains("desk-"), "{page} {state}");
            }
        }
    }
}
