//! `smena inspect FILE`: what a certificate, request, revocation list, CMS, key file or PKCS#12 says, every field in words.

use std::{fmt::Write as _, path::PathBuf};

use serde_json::{Value as Json, json};
use smena_pki::describe::{self, Node, Value};
use smena_ui::{Message, format};
use time::UtcOffset;

use super::file;
use crate::{
    failure::{Failure, Kind},
    output::{Printer, Report},
};

/// Longest run of octets that is written on one line.
const OCTETS_A_LINE: usize = 32;

/// What `smena inspect` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, printer: &Printer) -> Result<Report, Failure> {
    let octets = file::read(&arguments.file)?;
    let object = describe::recognise(&octets).map_err(|error| {
        Failure::new(Kind::Refused, "inspect-unreadable")
            .with("file", arguments.file.display().to_string())
            .caused_by(&error)
    })?;
    let node = describe::describe(&object);
    let mut text = String::new();
    write_node(&mut text, printer, &node, 0);
    Ok(Report {
        text,
        value: node_json(&node),
    })
}

fn write_node(text: &mut String, printer: &Printer, node: &Node, depth: usize) {
    let indent = "  ".repeat(depth);
    let mut line = |rest: &str| {
        writeln!(text, "{indent}{rest}").expect("writing to a String cannot fail");
    };
    let mut children = &node.children[..];
    if let Some((title, rest)) = extension_title(printer, node) {
        line(&title);
        children = rest;
    } else {
        let label = printer.word(&format!("label-{}", node.label));
        match value_text(printer, &node.value) {
            Shown::Nothing => line(&label),
            Shown::Line(value) => line(&format!("{label}: {value}")),
            Shown::Lines(lines) => {
                line(&format!("{label}:"));
                for value in lines {
                    line(&format!("  {value}"));
                }
            }
        }
    }
    for child in children {
        write_node(text, printer, child, depth + 1);
    }
}

/// An extension has its name, its identifier and whether it is critical on one line; what is left are its contents.
fn extension_title<'a>(printer: &Printer, node: &'a Node) -> Option<(String, &'a [Node])> {
    let Value::Oid { oid, name } = &node.value else {
        return None;
    };
    let [first, contents @ ..] = &node.children[..] else {
        return None;
    };
    let Value::Flag(critical) = first.value else {
        return None;
    };
    if first.label.as_str() != "critical" {
        return None;
    }
    let label = match name {
        Some(name) if node.label.as_str() == "extension-unknown" => printer.word(name),
        _ => printer.word(&format!("label-{}", node.label)),
    };
    let key = if critical {
        "inspect-extension-critical"
    } else {
        "inspect-extension"
    };
    let message = Message::new(key)
        .with("label", label)
        .with("oid", oid.to_string());
    Some((printer.text(&message), contents))
}

/// A value as it stands beside or below its label.
enum Shown {
    Nothing,
    Line(String),
    Lines(Vec<String>),
}

fn value_text(printer: &Printer, value: &Value) -> Shown {
    Shown::Line(match value {
        Value::Empty => return Shown::Nothing,
        Value::Text(text) => escaped(text),
        Value::Oid {
            oid,
            name: Some(name),
        } => format!("{} ({oid})", printer.word(name)),
        Value::Oid { oid, name: None } => oid.to_string(),
        Value::Time(at) => format::instant(printer.language(), *at, UtcOffset::UTC),
        Value::Bytes(octets) if octets.len() <= OCTETS_A_LINE => format::grouped_hex(octets),
        Value::Bytes(octets) => {
            return Shown::Lines(
                octets
                    .chunks(OCTETS_A_LINE)
                    .map(format::grouped_hex)
                    .collect(),
            );
        }
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => printer.word(if *flag { "yes" } else { "no" }),
        Value::Term(term) => printer.word(&format!("label-{term}")),
    })
}

/// Text of a stranger's file must not steer the terminal or pretend to be another line.
pub(super) fn escaped(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            if smena_protocol::v1::text::is_refused(c) {
                c.escape_unicode().collect::<Vec<_>>()
            } else {
                vec![c]
            }
        })
        .collect()
}

fn node_json(node: &Node) -> Json {
    let mut json = json!({ "label": node.label.to_string() });
    match &node.value {
        Value::Empty => {}
        Value::Text(text) => json["text"] = text.clone().into(),
        Value::Oid { oid, name } => {
            json["oid"] = oid.to_string().into();
            if let Some(name) = name {
                json["name"] = (*name).into();
            }
        }
        Value::Time(at) => {
            let rfc3339 = at.format(&time::format_description::well_known::Rfc3339);
            json["time"] = rfc3339.unwrap_or_default().into();
        }
        Value::Bytes(octets) => json["hex"] = hex::encode(octets).into(),
        Value::Number(number) => json["number"] = (*number).into(),
        Value::Flag(flag) => json["flag"] = (*flag).into(),
        Value::Term(term) => json["term"] = term.to_string().into(),
    }
    if !node.children.is_empty() {
        json["fields"] = node.children.iter().map(node_json).collect();
    }
    json
}

#[cfg(test)]
mod tests {
    use smena_pki::describe::{labels, oid_name};
    use smena_ui::Language;

    use super::*;
    use crate::text::catalogue;

    #[test]
    fn every_label_and_identifier_has_words_in_every_language() {
        let labels = labels::ALL.iter().map(|label| format!("label-{label}"));
        let names = oid_name::TABLE.iter().map(|(_, name)| (*name).to_owned());
        let missing: Vec<String> = labels
            .chain(names)
            .flat_map(|key| {
                Language::ALL
                    .into_iter()
                    .filter(|language| !catalogue().holds(*language, &key))
                    .map(|language| format!("{key} ({})", language.tag()))
                    .collect::<Vec<_>>()
            })
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn text_of_a_file_cannot_steer_the_terminal() {
        assert_eq!(
            escaped("a\u{1b}[2Jb\nc\u{202e}"),
            "a\\u{1b}[2Jb\\u{a}c\\u{202e}"
        );
    }
}
