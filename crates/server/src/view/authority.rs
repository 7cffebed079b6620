//! Who the authority is: its certificates with their thumbprints in groups, to be compared with paper (C29, C30).

use askama::Template;
use smena_pki::certificate::Certificate;
use smena_ui::{
    Message, format,
    page::{
        Shell,
        part::{Link, Summary, SummaryRow},
    },
};

use super::{Frame, Section, certificates::period, previews::Sampled, sample};

/// Who the authority is.
#[derive(Debug, Template)]
#[template(path = "portal/authority.html")]
pub struct AuthorityPage {
    shell: Shell,
    origin: String,
    certificates: Vec<OwnCertificate>,
}

/// A certificate of the authority.
#[derive(Debug)]
struct OwnCertificate {
    title: String,
    file: Link,
    summary: Summary,
}

impl AuthorityPage {
    /// The page of an authority with these certificates.
    #[must_use]
    pub fn new(frame: &Frame, origin: &str, root: &Certificate, issuing: &Certificate) -> Self {
        let of = |key, file, certificate: &Certificate| {
            let valid = period(frame, certificate.not_before(), certificate.not_after());
            let serial = format::grouped_hex(certificate.serial().content());
            own(
                frame,
                (key, file),
                &certificate.thumbprint(),
                &serial,
                valid,
            )
        };
        Self::of(
            frame,
            origin,
            vec![
                of("portal-authority-root", "/ca/root.cer", root),
                of("portal-authority-issuing", "/ca/issuing.cer", issuing),
            ],
        )
    }

    fn of(frame: &Frame, origin: &str, certificates: Vec<OwnCertificate>) -> Self {
        let title = Message::new("portal-authority-title").with("authority", &frame.authority);
        Self {
            shell: frame.shell(frame.text(&title), Section::Authority),
            origin: origin.to_owned(),
            certificates,
        }
    }
}

fn own(
    frame: &Frame,
    (key, file): (&str, &str),
    thumbprint: &[u8],
    serial: &str,
    valid: String,
) -> OwnCertificate {
    let row = |key: &str, value: String, is_number| SummaryRow {
        label: frame.say(key),
        value: Some(value),
        is_number,
        ..SummaryRow::default()
    };
    OwnCertificate {
        title: frame.say(key),
        file: Link::new(file, frame.say("portal-authority-download")),
        summary: Summary {
            language: frame.language,
            rows: vec![
                row(
                    "portal-label-thumbprint",
                    format::grouped_hex(thumbprint),
                    true,
                ),
                row("portal-label-serial", serial.to_owned(), true),
                row("portal-label-validity", valid, false),
            ],
        },
    }
}

impl Sampled for AuthorityPage {
    const PAGE: &'static str = "authority";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let of = |frame: &Frame| {
            let until = sample::NOW + time::Duration::days(3650);
            let valid = period(frame, sample::NOW, until);
            let certificate = |key, file, octet: u8| {
                let serial = format::grouped_hex(&[octet; 20]);
                own(frame, (key, file), &[octet; 32], &serial, valid.clone())
            };
            let certificates = vec![
                certificate("portal-authority-root", "/ca/root.cer", 0x1f),
                certificate("portal-authority-issuing", "/ca/issuing.cer", 0x3a),
            ];
            Self::of(frame, "https://ca.example", certificates)
        };
        let longest = Frame {
            authority: sample::longest_organisation(),
            ..sample::stranger_frame(frame.language)
        };
        vec![("usual", of(frame)), ("longest", of(&longest))]
    }
}
