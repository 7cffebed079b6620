//! Whether there is room for a new key. A token that does not tell is not asked for more than it says.

use smena_media::MediumKind;
use smena_ui::Message;

use super::{Check, Findings, Line, SeenMedium, Verdict};
use crate::limits::{SPACE_FOLDER_BYTES_MIN, SPACE_TOKEN_BYTES_MIN};

pub(super) fn look(findings: &Findings) -> Vec<Line> {
    findings.media.iter().map(line).collect()
}

fn line(medium: &SeenMedium) -> Line {
    let said = |key: &str| Message::new(key).with("place", medium.place.name.clone());
    let least = match medium.place.kind {
        MediumKind::Token => SPACE_TOKEN_BYTES_MIN,
        _ => SPACE_FOLDER_BYTES_MIN,
    };
    match medium.free_bytes {
        None => Line::of(
            Check::Space,
            Verdict::Unchecked,
            said("doctor-space-untold"),
            Message::new("doctor-space-untold-remedy"),
        ),
        Some(free) if free < least => Line::of(
            Check::Space,
            Verdict::Bad,
            said("doctor-space-short").with("bytes", free.to_string()),
            Message::new("doctor-space-short-remedy"),
        ),
        Some(free) => Line::good(
            Check::Space,
            said("doctor-space-good").with("kibibytes", (free / 1_024).to_string()),
        ),
    }
}
