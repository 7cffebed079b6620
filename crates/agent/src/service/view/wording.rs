//! Values in words for people: certificates, media, steps, tries.

use smena_media::{MediumKind, Place, Tries};
use smena_pki::{certificate::Certificate, oid};
use smena_protocol::v1::{ErrandKind, Sha256};
use smena_ui::{
    Message, format,
    page::part::{Notice, NoticeKind, Summary, SummaryRow, Task, TaskList, TaskState},
};

use super::Frame;
use crate::{
    flow::{KeyUse, Step},
    service::talk::Authority,
};

/// Whose certificate it is.
pub(super) fn holder(certificate: &Certificate) -> String {
    certificate
        .subject()
        .text(&oid::COMMON_NAME)
        .unwrap_or_else(|| certificate.subject().to_string())
}

/// A certificate in a few rows.
pub(super) fn certificate_rows(frame: &Frame, certificate: &Certificate) -> Vec<SummaryRow> {
    let until = format::date(frame.language, certificate.not_after().date());
    let organisation = certificate.subject().text(&oid::ORGANIZATION_NAME);
    let mut rows = vec![row(frame, "desk-row-holder", holder(certificate))];
    rows.extend(organisation.map(|name| row(frame, "desk-row-organisation", name)));
    rows.push(SummaryRow {
        is_number: true,
        ..row(frame, "desk-row-serial", certificate.serial().to_string())
    });
    rows.push(row(frame, "desk-row-until", until));
    rows
}

/// The authority in two rows.
pub(super) fn authority_rows(frame: &Frame, authority: &Authority) -> Vec<SummaryRow> {
    vec![
        row(frame, "desk-row-authority", authority.name.clone()),
        row(frame, "desk-row-origin", authority.origin.clone()),
    ]
}

pub(super) fn row(frame: &Frame, key: &str, value: impl Into<String>) -> SummaryRow {
    SummaryRow {
        label: frame.say(key),
        value: Some(value.into()),
        ..SummaryRow::default()
    }
}

pub(super) fn summary(frame: &Frame, rows: Vec<SummaryRow>) -> Summary {
    Summary {
        language: frame.language,
        rows,
    }
}

/// What a medium is, by one word and its name.
pub(super) fn medium_title(frame: &Frame, place: &Place) -> String {
    let key = match place.kind {
        MediumKind::Token => "desk-medium-token",
        MediumKind::Computer | MediumKind::Memory => "desk-medium-computer",
        MediumKind::FlashDrive => "desk-medium-flash-drive",
        MediumKind::CryptoPro => "desk-medium-crypto-pro",
    };
    frame.text(&Message::new(key).with("place", place.name.clone()))
}

/// What follows from keeping a key there.
pub(super) fn medium_consequence(frame: &Frame, place: &Place) -> String {
    frame.say(match place.kind {
        MediumKind::Token => "desk-medium-token-says",
        MediumKind::Computer | MediumKind::Memory => "desk-medium-computer-says",
        MediumKind::FlashDrive => "desk-medium-flash-drive-says",
        MediumKind::CryptoPro => "desk-medium-crypto-pro-says",
    })
}

/// How many tries of a PIN are left.
pub(super) fn tries(frame: &Frame, tries: Tries) -> String {
    let word = crate::media::tries_word(tries);
    frame.text(&Message::new("desk-pin-tries").with("tries", word))
}

/// What an errand of this kind is called, as a title.
fn kind_title(kind: ErrandKind) -> &'static str {
    match kind {
        ErrandKind::GenerateKey => "desk-errand-generate-key",
        ErrandKind::SignApplication => "desk-errand-sign-application",
        ErrandKind::Endorse => "desk-errand-endorse",
        ErrandKind::Install => "desk-errand-install",
        ErrandKind::SignReceipt => "desk-errand-sign-receipt",
        ErrandKind::CheckWorkplace => "desk-errand-check-workplace",
        ErrandKind::Pair => "desk-errand-pair",
        _ => "desk-errand-sign-in",
    }
}

/// What an errand asks, in one sentence.
pub(super) fn asked_for(frame: &Frame, kind: ErrandKind, authority: &Authority) -> String {
    frame.text(&Message::new(kind_title(kind)).with("authority", authority.name.clone()))
}

/// What an errand of this kind does, and what its button says.
pub(super) fn kind_act(kind: ErrandKind) -> (&'static str, &'static str) {
    match kind {
        ErrandKind::GenerateKey => ("desk-errand-generate-key-says", "desk-sign"),
        ErrandKind::Endorse => ("desk-errand-endorse-says", "desk-sign"),
        ErrandKind::Install => ("desk-errand-install-says", "desk-install"),
        ErrandKind::SignReceipt => ("desk-errand-sign-receipt-says", "desk-sign"),
        ErrandKind::CheckWorkplace => ("desk-errand-check-workplace-says", "desk-check"),
        ErrandKind::Pair => ("desk-errand-pair-says", "desk-pair"),
        _ => ("desk-errand-sign-in-says", "desk-sign-in"),
    }
}

/// Which key a password opens, and for what.
pub(super) fn password(frame: &Frame, key: &str, used_for: KeyUse) -> String {
    let says = match used_for {
        KeyUse::Old => "desk-password-old",
        KeyUse::New => "desk-password-new",
        KeyUse::Copy => "desk-password-copy",
        KeyUse::Decrypt | KeyUse::Trial => "desk-password-trial",
    };
    frame.text(&Message::new(says).with("key", key))
}

/// What follows from removing a key.
pub(super) fn removal(frame: &Frame, key: &str, place: &str, has_backup: bool) -> String {
    let says = if has_backup {
        "desk-remove-says"
    } else {
        "desk-remove-without-copy-says"
    };
    frame.text(&Message::new(says).with("key", key).with("place", place))
}

/// Beginning and end of a document's hash, as people compare it.
pub(super) fn ends_of(hash: &Sha256) -> String {
    let hash = hash.to_string();
    format!("{}…{}", &hash[..8], &hash[hash.len() - 8..])
}

/// The steps so far; when one has failed, it says so at its own place (T22).
pub(super) fn steps(frame: &Frame, steps: &[(Step, bool)], failed: bool) -> TaskList {
    let tasks = steps.iter().map(|(step, done)| {
        let (state, key) = match (done, failed) {
            (true, _) => (TaskState::Done, "desk-step-done"),
            (false, true) => (TaskState::Overdue, "desk-step-failed"),
            (false, false) => (TaskState::Now, "desk-step-now"),
        };
        Task {
            title: frame.say(step_title(*step)),
            href: None,
            state,
            state_words: frame.say(key),
            detail: None,
        }
    });
    TaskList {
        language: frame.language,
        tasks: tasks.collect(),
    }
}

pub(super) fn step_title(step: Step) -> &'static str {
    match step {
        Step::Resend => "desk-step-claim",
        Step::GenerateKey => "desk-step-generate-key",
        Step::SignApplication => "desk-step-sign-application",
        Step::Endorse => "desk-step-endorse",
        Step::Install => "desk-step-install",
        Step::SignReceipt => "desk-step-sign-receipt",
        Step::CheckWorkplace => "desk-step-check-workplace",
        Step::Pair => "desk-step-pair",
        _ => "desk-step-sign-in",
    }
}

pub(super) fn advice(frame: &Frame, advice: &[Message]) -> Vec<Notice> {
    advice
        .iter()
        .map(|message| Notice {
            language: frame.language,
            kind: NoticeKind::Warn,
            title: frame.text(message),
            ..Notice::default()
        })
        .collect()
}
