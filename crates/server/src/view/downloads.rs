//! The program for the holder's computer: what it is for, where it comes from, how the file is compared (C1, R6).

use askama::Template;
use smena_ui::{
    format,
    page::{
        Shell,
        part::{Summary, SummaryRow},
    },
};

use super::{Frame, Section, previews::Sampled, sample};
use crate::config::Download;

/// The program for the holder's computer.
#[derive(Debug, Template)]
#[template(path = "portal/downloads.html")]
pub struct DownloadsPage {
    shell: Shell,
    downloads: Vec<Offered>,
}

/// A file to download.
#[derive(Debug)]
struct Offered {
    system: String,
    url: String,
    summary: Summary,
}

impl DownloadsPage {
    /// The page of what the configuration offers.
    #[must_use]
    pub fn new(frame: &Frame, downloads: &[Download]) -> Self {
        Self {
            shell: frame.shell(frame.say("portal-downloads-title"), Section::Downloads),
            downloads: downloads.iter().map(|file| offered(frame, file)).collect(),
        }
    }
}

fn offered(frame: &Frame, file: &Download) -> Offered {
    // The configuration takes nothing but 64 hexadecimal digits.
    let octets = hex::decode(&file.sha256).unwrap_or_default();
    Offered {
        system: file.system.clone(),
        url: file.url.clone(),
        summary: Summary {
            language: frame.language,
            rows: vec![SummaryRow {
                label: frame.say("portal-downloads-sha256"),
                value: Some(format::grouped_hex(&octets)),
                is_number: true,
                ..SummaryRow::default()
            }],
        },
    }
}

impl Sampled for DownloadsPage {
    const PAGE: &'static str = "downloads";

    fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let file = |system: &str| Download {
            system: system.to_owned(),
            url: "https://ca.example/smena".to_owned(),
            sha256: "1f3a".repeat(16),
        };
        let stranger = sample::stranger_frame(frame.language);
        let files = [file("Windows 10, 11"), file("Debian 12, Astra Linux 1.8")];
        vec![
            ("usual", Self::new(frame, &files)),
            ("none", Self::new(&stranger, &[])),
        ]
    }
}
