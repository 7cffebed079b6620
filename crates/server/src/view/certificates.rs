//! «Мои сертификаты»: how long each one still signs, and the way to its successor (R1, R2, K1).

use askama::Template;
use smena_domain::{certificate::Thumbprint, procedure::Notices};
use smena_ui::{
    Message,
    page::{
        Shell,
        part::{Notice, NoticeKind, Summary, SummaryRow},
    },
};
use time::{Duration, OffsetDateTime};

use super::{Frame, Section, previews::Sampled, sample};
use crate::app::cabinet::{CertificateStatus, OwnCertificate, Urgency};

/// The certificates of a holder.
#[derive(Debug, Template)]
#[template(path = "portal/certificates.html")]
pub struct CertificatesPage {
    shell: Shell,
    token: String,
    certificates: Vec<CertificateCard>,
}

/// One certificate.
#[derive(Clone, Debug)]
pub struct CertificateCard {
    pub(super) name: String,
    pub(super) notice: Option<Notice>,
    pub(super) summary: Summary,
    pub(super) past: bool,
    /// The address of the renewal that is under way.
    pub(super) renewal: Option<String>,
    /// The thumbprint by which a renewal is begun.
    pub(super) replace: Option<String>,
}

impl CertificateCard {
    pub(super) fn new(frame: &Frame, now: OffsetDateTime, own: &OwnCertificate) -> Self {
        let urgency = own.urgency(now);
        let renewal = own.renewal.map(|(id, _)| format!("/renewals/{id}"));
        let good = own.status == CertificateStatus::Good && own.replaced_by.is_none();
        Self {
            name: own.subject.common_name.clone(),
            notice: notice(frame, own, urgency),
            summary: Summary {
                language: frame.language,
                rows: rows(frame, now, own),
            },
            past: !good || urgency == Urgency::Over,
            replace: (good && renewal.is_none()).then(|| own.thumbprint.to_string()),
            renewal,
        }
    }

    /// Whether it is one that its holder has to be told about.
    pub(super) fn is_pressing(&self) -> bool {
        self.notice
            .as_ref()
            .is_some_and(|notice| notice.kind == NoticeKind::Warn)
    }
}

fn notice(frame: &Frame, own: &OwnCertificate, urgency: Urgency) -> Option<Notice> {
    let (kind, message) = match (own.status, urgency) {
        (CertificateStatus::Revoked, _) => (
            NoticeKind::Plain,
            Message::new("portal-certificate-revoked"),
        ),
        (CertificateStatus::OnHold, _) => {
            (NoticeKind::Bad, Message::new("portal-certificate-on-hold"))
        }
        _ if own.replaced_by.is_some() => (
            NoticeKind::Plain,
            Message::new("portal-certificate-replaced").with("until", frame.day(own.not_after)),
        ),
        (_, Urgency::Soon { days, .. }) => (
            NoticeKind::Warn,
            Message::new("portal-certificate-soon")
                .with("days", days.to_string())
                .with("until", frame.day(own.signs_until)),
        ),
        (_, Urgency::Over) => (
            NoticeKind::Plain,
            Message::new("portal-certificate-over").with("since", frame.day(own.signs_until)),
        ),
        (_, Urgency::None) => return None,
    };
    Some(Notice {
        language: frame.language,
        kind,
        title: frame.text(&message),
        ..Notice::default()
    })
}

fn rows(frame: &Frame, now: OffsetDateTime, own: &OwnCertificate) -> Vec<SummaryRow> {
    let row = |key: &str, value: Option<String>, is_number: bool| SummaryRow {
        label: frame.say(key),
        value,
        is_number,
        ..SummaryRow::default()
    };
    let mut rows = vec![
        row(
            "label-organisation",
            own.subject.organisation.clone(),
            false,
        ),
        row("portal-label-serial", Some(own.serial.clone()), true),
        row(
            "portal-label-validity",
            Some(period(frame, own.not_before, own.not_after)),
            false,
        ),
    ];
    if own.signs_until < own.not_after {
        let until = Some(frame.day(own.signs_until));
        rows.push(row("portal-label-key-until", until, false));
    }
    let left = own.days_left(now);
    // A certificate that ends soon says so above its rows.
    if own.urgency(now) == Urgency::None {
        let days = frame.text(&Message::new("portal-days").with("days", left.to_string()));
        rows.push(row("portal-label-left", Some(days), false));
    }
    if let Some((_, stage)) = own.renewal {
        let words = frame.say(&format!("stage-{stage}"));
        rows.push(row("portal-label-renewal", Some(words), false));
    }
    rows
}

/// «с 1 марта 2026 года по 1 марта 2027 года».
pub(super) fn period(frame: &Frame, from: OffsetDateTime, until: OffsetDateTime) -> String {
    frame.text(
        &Message::new("portal-period")
            .with("from", frame.day(from))
            .with("until", frame.day(until)),
    )
}

impl CertificatesPage {
    /// The page of these certificates.
    #[must_use]
    pub fn new(frame: &Frame, now: OffsetDateTime, list: &[OwnCertificate]) -> Self {
        let cards = list
            .iter()
            .map(|own| CertificateCard::new(frame, now, own))
            .collect();
        Self::of(frame, cards)
    }

    fn of(frame: &Frame, certificates: Vec<CertificateCard>) -> Self {
        Self {
            shell: frame.shell(
                frame.say("portal-certificates-title"),
                Section::Certificates,
            ),
            token: frame.token.clone(),
            certificates,
        }
    }
}

/// Certificates as samples show them: one that ends soon, one of which the renewal is under way, one that was replaced.
#[must_use]
pub(super) fn sample_list(organisation: &str) -> Vec<OwnCertificate> {
    use smena_domain::renewal::{RenewalId, StageName};
    let of = |octet: u8, days: i64| OwnCertificate {
        thumbprint: Thumbprint::new([octet; 32]),
        subject: sample::subject(organisation),
        serial: format!("{octet:02x}").repeat(16),
        not_before: sample::NOW + Duration::days(days - 365),
        not_after: sample::NOW + Duration::days(days),
        signs_until: sample::NOW + Duration::days(days),
        ladder: Some(Notices {
            days_before: vec![60, 45, 30, 14, 7, 3, 1],
        }),
        status: CertificateStatus::Good,
        renewal: None,
        replaced_by: None,
        came_from: None,
    };
    let id = RenewalId::new([1; 16]);
    vec![
        of(0x11, 21),
        OwnCertificate {
            renewal: Some((id, StageName::Confirmed)),
            ..of(0x22, 45)
        },
        of(0x33, 300),
        OwnCertificate {
            replaced_by: Some(id),
            ..of(0x44, 12)
        },
        of(0x55, -30),
    ]
}

impl Sampled for CertificatesPage {
    const PAGE: &'static str = "certificates";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let of = |organisation: &str| Self::new(frame, sample::NOW, &sample_list(organisation));
        vec![
            ("usual", of(sample::ORGANISATION)),
            ("longest", of(&sample::longest_organisation())),
            ("none", Self::of(frame, Vec::new())),
        ]
    }
}
