//! The report as people and programs read it.

use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};
use smena_ui::{Catalogue, Language, Message, Surface};
use time::OffsetDateTime;

use super::{Check, Report, Verdict, failed_checks};
use crate::clock::rfc3339;

/// A line in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What was looked at, for programs.
    pub check: Check,
    /// What it came to, for programs.
    pub verdict: Verdict,
    /// What was found, for programs.
    pub code: String,
    /// What was looked at.
    pub title: String,
    /// What it came to.
    pub verdict_text: String,
    /// What the verdict rests on.
    pub evidence: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// What the layers below said, for support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

impl Report {
    /// The lines in words. The user's own folder is written `~`: its path often is his name.
    #[must_use]
    pub fn rows(
        &self,
        catalogue: Catalogue,
        language: Language,
        surface: Surface,
        own_folder: Option<&Path>,
    ) -> Vec<Row> {
        let own_folder = own_folder.and_then(Path::to_str);
        let hide = |text: String| match own_folder {
            Some(folder) if folder.len() > 1 => text.replace(folder, "~"),
            _ => text,
        };
        let rows = self.lines.iter().map(|line| {
            let (evidence, remedy) = line.words(catalogue, language, surface);
            Row {
                check: line.check,
                verdict: line.verdict,
                code: line.code().to_owned(),
                title: catalogue.text(language, &Message::new(line.check.title())),
                verdict_text: catalogue.text(language, &Message::new(line.verdict.word())),
                evidence: hide(evidence),
                remedy: remedy.map(hide),
                cause: line.cause().map(|cause| hide(cause.to_owned())),
            }
        });
        rows.collect()
    }

    /// The report as it is kept and sent to support, with these lines.
    #[must_use]
    pub fn record(&self, rows: &[Row], made: OffsetDateTime) -> Value {
        json!({
            "verdict": self.worst(),
            "made": rfc3339(made),
            "version": env!("CARGO_PKG_VERSION"),
            "system": format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            "failed": failed_checks(self),
            "lines": rows,
        })
    }
}
