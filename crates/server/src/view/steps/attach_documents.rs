//! Documents with name, date, number and scan (F21): one at a time, those attached listed, each replaced by another.

use smena_domain::{
    procedure::{Procedure, Slug},
    renewal::{AttachedDocument, Duty, DutyState, Renewal, obligations},
};
use smena_ui::{
    Message,
    page::part::{Field, Link, NoticeKind, SummaryRow},
};
use time::macros::date;

use super::{Block, Question, Step, StepPage, file_words};
use crate::{
    app::uploads::{Upload, UploadPurpose},
    view::{Frame, sample},
};

/// A document that is attached.
struct Attached {
    title: String,
    says: String,
    file: Option<Link>,
    replace: Link,
}

/// What was sent and is named by no document yet.
struct Loose {
    words: String,
    remove: String,
}

/// The page of a renewal, for the document that was chosen or that is lacking first.
#[must_use]
pub fn page(
    step: Step<'_>,
    renewal: &Renewal,
    procedure: &Procedure,
    uploads: &[Upload],
    chosen: Option<&Slug>,
) -> StepPage {
    let given = &renewal.gathered().documents;
    let attached = given
        .iter()
        .map(|document| attached(&step, procedure, document))
        .collect();
    let lacking = obligations(renewal, procedure, step.now)
        .into_iter()
        .filter(|owed| owed.what == Duty::AttachDocuments && owed.state != DutyState::Done)
        .find_map(|owed| owed.about);
    let known = |name: &&Slug| {
        let mut all = procedure.gathering.documents.iter();
        all.any(|document| document.name == **name)
    };
    let wanted = chosen.filter(known).cloned().or(lacking);
    let wanted = wanted.map(|name| {
        let words = step.named(procedure, &format!("document-{name}"));
        let held = given.iter().find(|document| document.kind == name);
        let held = held.filter(|_| step.frame.telephone.is_none());
        (name.to_string(), words, held.cloned())
    });
    let sent = step.typed.get("sent").and_then(|id| {
        let mut all = uploads.iter();
        all.find(|upload| upload.id.to_string() == id)
    });
    let sent = sent.map(|upload| (upload.id.to_string(), file_words(step.frame, upload)));
    let loose = uploads
        .iter()
        .filter(|upload| {
            upload.purpose == UploadPurpose::Document && step.frame.telephone.is_none()
        })
        .filter(|upload| !given.iter().any(|document| document.scan == upload.id))
        .filter(|upload| {
            let id = upload.id.to_string();
            sent.as_ref().is_none_or(|(sent, _)| *sent != id)
        })
        .map(|upload| Loose {
            words: file_words(step.frame, upload),
            remove: step.at(&format!("documents/{}", upload.id)),
        })
        .collect();
    of(step, attached, wanted, sent, loose)
}

fn attached(step: &Step<'_>, procedure: &Procedure, document: &AttachedDocument) -> Attached {
    let message = Message::new("step-documents-said")
        .with("name", &document.name)
        .with("number", &document.number)
        .with("day", step.frame.date(document.date));
    let title = step.named(procedure, &format!("document-{}", document.kind));
    let place = format!("attach-documents?document={}", document.kind);
    Attached {
        says: step
            .frame
            .shown(Some(step.words(&message)))
            .unwrap_or_default(),
        file: (step.frame.telephone.is_none()).then(|| {
            step.link(
                &format!("documents/{}", document.scan),
                "step-documents-download",
            )
        }),
        replace: Link {
            hidden: Some(title.clone()),
            ..step.link(&place, "step-documents-replace")
        },
        title,
    }
}

type Wanted = (String, String, Option<AttachedDocument>);

fn of(
    step: Step<'_>,
    attached: Vec<Attached>,
    wanted: Option<Wanted>,
    sent: Option<(String, String)>,
    loose: Vec<Loose>,
) -> StepPage {
    let mut blocks = vec![step.text("step-documents-lead")];
    if let Some((name, words, held)) = wanted {
        blocks.push(Block::Heading(words));
        if let Some((_, file)) = &sent {
            let message = Message::new("step-documents-sent").with("file", file);
            blocks.push(step.notice(NoticeKind::Good, step.words(&message), None));
        }
        blocks.push(form(&step, name, held.as_ref(), sent.map(|(id, _)| id)));
    }
    if !attached.is_empty() {
        blocks.push(Block::Heading(step.say("step-documents-attached")));
        let rows = attached.iter().map(|document| SummaryRow {
            label: document.title.clone(),
            value: Some(document.says.clone()),
            action: Some(document.replace.clone()),
            ..SummaryRow::default()
        });
        blocks.push(step.summary(rows.collect()));
        let files: Vec<Link> = attached
            .into_iter()
            .filter_map(|document| {
                Some(Link {
                    hidden: Some(document.title),
                    ..document.file?
                })
            })
            .collect();
        if !files.is_empty() {
            blocks.push(Block::Links(files));
        }
    }
    if !loose.is_empty() {
        blocks.push(Block::Heading(step.say("step-documents-loose")));
        for file in loose {
            blocks.push(Block::Text(file.words));
            let form = step.form(Vec::new(), "step-documents-remove");
            blocks.push(form.to(file.remove).secondary().block());
        }
    }
    step.page("step-documents-title", blocks)
}

fn form(
    step: &Step<'_>,
    name: String,
    held: Option<&AttachedDocument>,
    sent: Option<String>,
) -> Block {
    let text = |name: &str, key: &str, held: Option<&str>| Field {
        chars_max: Some(smena_domain::limits::VALUE_CHARS_MAX),
        ..step.field(name, key, held)
    };
    let day = held.map(|document| document.date.to_string());
    let questions = vec![
        Question::Field(Field {
            hint: Some(step.say("step-documents-name-hint")),
            ..text(
                "title",
                "step-documents-name",
                held.map(|document| document.name.as_str()),
            )
        }),
        step.day("date", "step-documents-day", day.as_deref()),
        Question::Field(Field {
            width: Some(20),
            ..text(
                "number",
                "step-documents-number",
                held.map(|document| document.number.as_str()),
            )
        }),
        Question::Files(step.scan("scan", "step-documents-scan")),
    ];
    step.form(questions, "step-documents-button")
        .hiding("document", name)
        .hiding("sent", sent.unwrap_or_default())
        .with_files()
        .block()
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::AttachDocuments;
    let kind = "Документ, подтверждающий полномочия получателя сертификата";
    let wanted = || Some(("powers".to_owned(), kind.to_owned(), None));
    let one = |step: &Step<'_>, title: &str| {
        let message = Message::new("step-documents-said")
            .with("name", title)
            .with("number", "14-к")
            .with("day", frame.date(date!(2026 - 03 - 12)));
        Attached {
            title: kind.to_owned(),
            says: step.words(&message),
            file: Some(step.link("documents/0", "step-documents-download")),
            replace: step.link("attach-documents", "step-documents-replace"),
        }
    };
    let step = || Step::sample(frame, duty);
    let file = Message::new("step-file")
        .with("name", "приказ.pdf")
        .with("size", "240");
    let wrong = Step::sample_with(
        frame,
        duty,
        &[("title", "Приказ"), ("number", "")],
        &[
            ("number", "step-missing-number"),
            ("scan", "err-upload-not-taken"),
        ],
    );
    let all = (0..40)
        .map(|_| one(&step(), &sample::longest_organisation()))
        .collect();
    let loose = vec![Loose {
        words: frame.text(&file),
        remove: "/renewals/0/documents/0".to_owned(),
    }];
    vec![
        ("usual", of(step(), Vec::new(), wanted(), None, Vec::new())),
        (
            "attached",
            of(step(), vec![one(&step(), "Приказ")], None, None, loose),
        ),
        (
            "with-errors",
            of(
                wrong,
                Vec::new(),
                wanted(),
                Some(("0".to_owned(), frame.text(&file))),
                Vec::new(),
            ),
        ),
        ("longest", of(step(), all, wanted(), None, Vec::new())),
    ]
}
