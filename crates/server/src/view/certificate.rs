//! What the new certificate says, in words and to be printed: for information, as the guides put it (T23 to T26, R20, R21).

use askama::Template;
use smena_domain::procedure::Field;
use smena_ui::{
    Message, format,
    page::{
        Shell,
        part::{Summary, SummaryRow},
    },
};

use super::{Frame, Section, certificates::period, previews::Sampled, sample};
use crate::app::{cabinet::Contents, holders::attribute_of};

/// What a certificate says.
#[derive(Debug, Template)]
#[template(path = "portal/certificate.html")]
pub struct CertificatePage {
    shell: Shell,
    renewal: String,
    holder: Summary,
    certificate: Summary,
}

impl CertificatePage {
    /// The page of a certificate, with the address of its renewal.
    #[must_use]
    pub fn new(frame: &Frame, renewal: String, contents: &Contents) -> Self {
        let list = |rows| Summary {
            language: frame.language,
            rows,
        };
        Self {
            shell: frame.shell(frame.say("portal-certificate-title"), Section::None),
            renewal,
            holder: list(holder(frame, contents)),
            certificate: list(certificate(frame, contents)),
        }
    }
}

fn row(frame: &Frame, key: &str, value: Option<String>, is_number: bool) -> SummaryRow {
    SummaryRow {
        label: frame.say(key),
        value,
        is_number,
        ..SummaryRow::default()
    }
}

/// Whom it names; what it does not say is left out here, since nothing can be changed any more.
fn holder(frame: &Frame, contents: &Contents) -> Vec<SummaryRow> {
    Field::ALL
        .iter()
        .filter_map(|field| {
            let value = contents.subject.value(attribute_of(*field)?)?;
            let is_number = field.names_person();
            Some(row(
                frame,
                &format!("label-{field}"),
                Some(frame.datum(*field, value)),
                is_number,
            ))
        })
        .collect()
}

fn certificate(frame: &Frame, contents: &Contents) -> Vec<SummaryRow> {
    let hex = |octets: &[u8]| Some(format::grouped_hex(octets));
    let mut rows = vec![
        row(frame, "portal-label-serial", hex(&contents.serial), true),
        row(
            frame,
            "portal-label-issuer",
            Some(contents.issuer.clone()),
            false,
        ),
        row(
            frame,
            "portal-label-validity",
            Some(period(frame, contents.not_before, contents.not_after)),
            false,
        ),
    ];
    if let Some((from, until)) = contents.private_key {
        let message = Message::new("portal-period")
            .with("from", from.map_or_else(String::new, |at| frame.day(at)))
            .with("until", until.map_or_else(String::new, |at| frame.day(at)));
        let words = Some(frame.text(&message));
        rows.push(row(frame, "portal-label-private-key", words, false));
    }
    rows.push(row(
        frame,
        "portal-label-algorithm",
        Some(contents.algorithm.clone()),
        false,
    ));
    rows.push(row(
        frame,
        "portal-label-public-key",
        hex(&contents.public_key),
        true,
    ));
    let tools = [
        ("portal-label-subject-tool", &contents.subject_tool),
        ("portal-label-issuer-tool", &contents.issuer_tool),
    ];
    for (key, tool) in tools {
        if let Some(tool) = tool {
            rows.push(row(frame, key, Some(tool.clone()), false));
        }
    }
    let thumbprint = hex(contents.thumbprint.as_bytes());
    rows.push(row(frame, "portal-label-thumbprint", thumbprint, true));
    rows
}

impl Sampled for CertificatePage {
    const PAGE: &'static str = "certificate";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let of = |organisation: &str| {
            let contents = Contents {
                thumbprint: smena_domain::certificate::Thumbprint::new([0x1f; 32]),
                serial: vec![0x3a; 16],
                subject: sample::subject(organisation),
                issuer: frame.authority.clone(),
                not_before: sample::NOW,
                not_after: sample::NOW + time::Duration::days(450),
                private_key: Some((
                    Some(sample::NOW),
                    Some(sample::NOW + time::Duration::days(450)),
                )),
                algorithm: sample::ALGORITHM.to_owned(),
                public_key: vec![0x04; 91],
                subject_tool: Some(sample::TOOL.to_owned()),
                issuer_tool: Some(sample::TOOL.to_owned()),
            };
            Self::new(frame, "/renewals/0".to_owned(), &contents)
        };
        vec![
            ("usual", of(sample::ORGANISATION)),
            ("longest", of(&sample::longest_organisation())),
        ]
    }
}
