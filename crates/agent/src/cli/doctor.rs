//! `smena doctor`: whether this computer is ready for a renewal.

use std::{fmt::Write as _, path::PathBuf};

use smena_ui::{Message, Surface};

use super::{
    Common, file,
    inspect::escaped,
    place::{self, Opened},
};
use crate::{
    clock::{Clock as _, SystemClock, system_rng},
    doctor::{self, Row, Surroundings, Verdict},
    failure::{Failure, Kind},
    output::{Printer, Report},
    text::catalogue,
};

/// What `smena doctor` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    if let Some(path) = &arguments.report {
        file::expect_new(path)?;
    }
    let report = examine(common, printer)?;
    let own_folder = etcetera::home_dir().ok();
    let rows = report.rows(
        catalogue(),
        printer.language(),
        Surface::CommandLine,
        own_folder.as_deref(),
    );
    let mut text = text(&rows);
    let value = report.record(&rows, SystemClock.now());
    if let Some(path) = &arguments.report {
        let mut content = serde_json::to_vec_pretty(&value)
            .map_err(|error| Failure::new(Kind::Ours, "structure").caused_by(&error))?;
        content.push(b'\n');
        file::write_new(path, &content)?;
        let written = Message::new("doctor-report").with("path", path.display().to_string());
        writeln_to(&mut text, &printer.text(&written));
    }
    conclude(report.worst(), Report { text, value }, printer)
}

/// Makes the check with the media that the command line names.
pub(super) fn examine(common: &Common, printer: &Printer) -> Result<doctor::Report, Failure> {
    let Opened {
        home,
        media,
        problems,
    } = place::open(common)?;
    let surroundings = Surroundings {
        home: &home,
        media: &media,
        modules: &common.module,
        look_around: !common.only_named,
        clock: &SystemClock,
        language: printer.language(),
    };
    let findings = doctor::gather(&surroundings, problems, &mut system_rng())?;
    Ok(doctor::Report::of(&findings))
}

/// A workplace on which no renewal can be made ends the command as a refusal does, with the whole report.
fn conclude(worst: Verdict, report: Report, printer: &Printer) -> Result<Report, Failure> {
    if worst != Verdict::Bad {
        return Ok(report);
    }
    if !printer.json() {
        printer.announce(&report);
    }
    Err(Failure::new(Kind::Refused, "workplace-not-ready").with_details(report.value))
}

fn text(rows: &[Row]) -> String {
    let mut text = String::new();
    let width = rows
        .iter()
        .map(|row| row.verdict_text.chars().count())
        .max()
        .unwrap_or_default();
    for row in rows {
        let verdict = format!("{:width$}", row.verdict_text);
        writeln_to(
            &mut text,
            &format!("{verdict}  {}: {}", row.title, escaped(&row.evidence)),
        );
        if let Some(remedy) = &row.remedy {
            let indent = " ".repeat(width);
            writeln_to(&mut text, &format!("{indent}  {}", escaped(remedy)));
        }
    }
    text
}

fn writeln_to(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}
