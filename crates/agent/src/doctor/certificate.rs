//! The holder's certificates: valid, for how long, and with their keys.

use smena_ui::{Message, format};
use time::OffsetDateTime;

use super::{Check, Findings, Line, SeenCertificate, Verdict};
use crate::{limits::RENEWAL_DUE_DAYS, term::days_left};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    let mut lines = Vec::new();
    for seen in &findings.certificates {
        lines.push(term(findings, seen));
        if !seen.key_fits {
            lines.push(Line::of(
                Check::Certificate,
                Verdict::Bad,
                named("doctor-certificate-other-key", seen),
                Message::new("doctor-certificate-other-key-remedy"),
            ));
        }
    }
    lines
}

/// The message about a certificate, by its serial number and place: no name of a person is in a report.
pub(super) fn named(key: &str, seen: &SeenCertificate) -> Message {
    Message::new(key)
        .with("serial", seen.certificate.serial().to_string())
        .with("place", seen.place.name.clone())
}

fn term(findings: &Findings, seen: &SeenCertificate) -> Line {
    let certificate = &seen.certificate;
    let days = days_left(certificate, findings.now);
    let date = |at: OffsetDateTime| format::date(findings.language, at.date());
    let said = |key: &str| {
        named(key, seen)
            .with("from", date(certificate.not_before()))
            .with("until", date(certificate.not_after()))
            .with("days", days.max(0).to_string())
    };
    let of = |verdict, key: &str, remedy: &str| {
        Line::of(Check::Certificate, verdict, said(key), Message::new(remedy))
    };
    if seen.is_replaced {
        Line::good(Check::Certificate, said("doctor-certificate-replaced"))
    } else if findings.now < certificate.not_before() {
        of(
            Verdict::Bad,
            "doctor-certificate-early",
            "doctor-certificate-early-remedy",
        )
    } else if days < 0 {
        of(
            Verdict::Bad,
            "doctor-certificate-expired",
            "doctor-certificate-expired-remedy",
        )
    } else if days <= RENEWAL_DUE_DAYS {
        of(
            Verdict::Act,
            "doctor-certificate-soon",
            "doctor-certificate-soon-remedy",
        )
    } else {
        Line::good(Check::Certificate, said("doctor-certificate-valid"))
    }
}
