//! The paper path: print the application, sign it by hand, send the scan, bring the sheet (K16, K17).

use smena_domain::{
    procedure::Procedure,
    renewal::{Duty, PaperReason, Renewal, Route},
};
use smena_ui::{
    Message,
    page::part::{Link, NoticeKind},
};

use super::{Block, Question, Step, StepPage, file_words};
use crate::{
    app::uploads::{Upload, UploadPurpose},
    view::{Frame, sample},
};

/// The page of a renewal whose application is signed by hand.
#[must_use]
pub fn page(
    step: Step<'_>,
    renewal: &Renewal,
    procedure: &Procedure,
    uploads: &[Upload],
) -> StepPage {
    let reason = match renewal.route() {
        Route::Paper(reason) => reason,
        Route::Remote => PaperReason::DataChanged,
    };
    let sent = uploads
        .iter()
        .filter(|upload| upload.purpose == UploadPurpose::PaperApplication)
        .map(|upload| {
            Link::new(
                step.at(&format!("documents/{}", upload.id)),
                file_words(step.frame, upload),
            )
        })
        .collect();
    let office = step.named(procedure, "paper");
    if step.frame.telephone.is_some() {
        return by_telephone(step, !uploads.is_empty(), office);
    }
    of(step, reason, sent, office)
}

fn of(step: Step<'_>, reason: PaperReason, sent: Vec<Link>, office: String) -> StepPage {
    let mut blocks = vec![
        step.text(match reason {
            PaperReason::Expired => "step-paper-expired",
            PaperReason::DataChanged => "step-paper-data-changed",
        }),
        Block::Links(vec![step.link("application.pdf", "step-paper-download")]),
        Block::Ordered(
            [
                "step-paper-print",
                "step-paper-sign",
                "step-paper-scan-says",
            ]
            .map(|key| step.say(key))
            .to_vec(),
        ),
    ];
    let again = !sent.is_empty();
    if again {
        let says = step.say("step-paper-sent-says");
        blocks.push(step.notice(NoticeKind::Good, step.say("step-paper-sent"), Some(says)));
        blocks.push(Block::Links(sent));
    }
    let scan = Question::Files(step.scan("scan", "step-paper-scan"));
    let key = if again {
        "step-paper-button-again"
    } else {
        "step-paper-button"
    };
    let form = step.form(vec![scan], key).with_files();
    blocks.push(if again { form.secondary() } else { form }.block());
    blocks.push(Block::Heading(step.say("step-paper-office")));
    blocks.push(Block::Text(office));
    step.page("step-paper-title", blocks)
}

/// The application has all the holder's data: whoever has only his telephone gets it at the office, with his document.
fn by_telephone(step: Step<'_>, is_sent: bool, office: String) -> StepPage {
    let mut blocks = vec![step.text("step-paper-telephone")];
    if is_sent {
        let says = step.say("step-paper-sent-says");
        blocks.push(step.notice(NoticeKind::Good, step.say("step-paper-sent"), Some(says)));
    }
    blocks.push(Block::Heading(step.say("step-paper-office")));
    blocks.push(Block::Text(office));
    blocks.push(Block::Heading(step.say("step-paper-scan-instead")));
    let scan = Question::Files(step.scan("scan", "step-paper-scan"));
    let form = step.form(vec![scan], "step-paper-button").with_files();
    blocks.push(form.secondary().block());
    step.page("step-paper-title", blocks)
}

pub(super) fn samples(frame: &Frame) -> Vec<(&'static str, StepPage)> {
    let duty = Duty::BringPaperApplication;
    let office = || sample::OFFICE.to_owned();
    let file = |name: &str| {
        let message = Message::new("step-file")
            .with("name", name)
            .with("size", "640");
        Link::new("/renewals/0/documents/0", frame.text(&message))
    };
    let telephone = sample::telephone_frame(frame.language);
    let wrong = Step::sample_with(frame, duty, &[], &[("scan", "err-upload-too-large")]);
    let step = || Step::sample(frame, duty);
    let sent = vec![file("заявление.pdf")];
    vec![
        (
            "usual",
            of(step(), PaperReason::Expired, Vec::new(), office()),
        ),
        ("sent", of(step(), PaperReason::DataChanged, sent, office())),
        (
            "by-telephone",
            by_telephone(Step::sample(&telephone, duty), false, office()),
        ),
        (
            "with-errors",
            of(wrong, PaperReason::Expired, Vec::new(), office()),
        ),
        (
            "longest",
            of(
                step(),
                PaperReason::Expired,
                vec![file(&format!("{}.pdf", "я".repeat(80))); 40],
                sample::longest_organisation(),
            ),
        ),
    ]
}
