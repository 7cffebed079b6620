//! «Новости – Уведомления»: certificates that have to be replaced, and what became of renewals (T1, R4).

use askama::Template;
use smena_domain::{
    procedure::{Pressure, Rung},
    renewal::{Renewal, StageName},
};
use smena_ui::{
    Message,
    page::{
        Shell,
        part::{Link, Notice, NoticeKind},
    },
};
use time::OffsetDateTime;

use super::{
    Frame, Section,
    certificates::{CertificateCard, sample_list},
    previews::Sampled,
    sample,
};
use crate::app::cabinet::{OwnCertificate, Urgency};

/// What a holder has to know now.
#[derive(Debug, Template)]
#[template(path = "portal/notices.html")]
pub struct NoticesPage {
    shell: Shell,
    token: String,
    pressing: Vec<CertificateCard>,
    news: Vec<Notice>,
}

impl NoticesPage {
    /// The page of these certificates and renewals.
    #[must_use]
    pub fn new(
        frame: &Frame,
        now: OffsetDateTime,
        certificates: &[OwnCertificate],
        renewals: &[Renewal],
    ) -> Self {
        let news = renewals
            .iter()
            .filter_map(|renewal| news(frame, renewal))
            .collect();
        Self::of(frame, now, certificates, news)
    }

    fn of(
        frame: &Frame,
        now: OffsetDateTime,
        certificates: &[OwnCertificate],
        news: Vec<Notice>,
    ) -> Self {
        let pressing = certificates
            .iter()
            .map(|own| card(frame, now, own))
            .filter(CertificateCard::is_pressing)
            .collect();
        Self {
            shell: frame.shell(frame.say("portal-notices-title"), Section::Notices),
            token: frame.token.clone(),
            pressing,
            news,
        }
    }
}

/// A certificate, with what its ladder of reminders says of it.
fn card(frame: &Frame, now: OffsetDateTime, own: &OwnCertificate) -> CertificateCard {
    let mut card = CertificateCard::new(frame, now, own);
    if let (Some(notice), Urgency::Soon { rung, .. }) = (&mut card.notice, own.urgency(now)) {
        notice.text = Some(reminder(frame, rung));
    }
    card
}

/// How pressing it is, and when the next reminder comes.
fn reminder(frame: &Frame, rung: Rung) -> String {
    let message = match (rung.pressure, rung.next) {
        (Pressure::Early, Some(next)) => {
            Message::new("portal-notices-early").with("next", next.to_string())
        }
        (Pressure::Early, None) => Message::new("portal-notices-early-only"),
        (Pressure::Near | Pressure::Last, Some(next)) => {
            Message::new("portal-notices-near").with("next", next.to_string())
        }
        (Pressure::Near | Pressure::Last, None) => Message::new("portal-notices-last"),
    };
    frame.text(&message)
}

/// What is news about a renewal: that others decided, or that something waits for its holder.
fn news(frame: &Frame, renewal: &Renewal) -> Option<Notice> {
    let stage = renewal.stage_name();
    let kind = match stage {
        StageName::Approved | StageName::Issued | StageName::Installed => NoticeKind::Good,
        StageName::Referred => NoticeKind::Warn,
        StageName::Rejected => NoticeKind::Bad,
        _ if renewal.gathered().question.is_some() => NoticeKind::Warn,
        _ => return None,
    };
    Some(told(
        frame,
        kind,
        &stage.to_string(),
        &frame.instant(renewal.changed_at().at()),
        format!("/renewals/{}", renewal.id()),
    ))
}

fn told(frame: &Frame, kind: NoticeKind, stage: &str, when: &str, address: String) -> Notice {
    let title = Message::new("portal-notices-renewal")
        .with("stage", frame.say(&format!("stage-{stage}")))
        .with("when", when);
    Notice {
        language: frame.language,
        kind,
        title: frame.text(&title),
        text: None,
        links: vec![Link::new(address, frame.say("portal-notices-open"))],
    }
}

impl Sampled for NoticesPage {
    const PAGE: &'static str = "notices";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let news = || {
            let when = frame.instant(sample::NOW);
            let address = || "/renewals/0".to_owned();
            vec![
                told(frame, NoticeKind::Good, "issued", &when, address()),
                told(frame, NoticeKind::Bad, "rejected", &when, address()),
            ]
        };
        let of =
            |organisation: &str| Self::of(frame, sample::NOW, &sample_list(organisation), news());
        vec![
            ("usual", of(sample::ORGANISATION)),
            ("longest", of(&sample::longest_organisation())),
            ("none", Self::of(frame, sample::NOW, &[], Vec::new())),
        ]
    }
}
