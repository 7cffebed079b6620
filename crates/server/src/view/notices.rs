//! «Новости – Уведомления»: certificates that have to be replaced, and what became of renewals (T1, R4).

use askama::Template;
use smena_domain::renewal::{Renewal, StageName};
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
use crate::app::cabinet::OwnCertificate;

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
            .map(|own| CertificateCard::new(frame, now, own))
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
