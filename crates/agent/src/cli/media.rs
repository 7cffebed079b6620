//! `smena media`: the media that are attached, what follows from keeping a key on each, and the state of its PIN.

use std::fmt::Write as _;

use serde_json::{Value, json};
use smena_media::{KeyMedium, MediumError};
use smena_ui::Message;

use super::{
    Common,
    place::{self, Opened},
    terminal::consequences,
};
use crate::{
    failure::Failure,
    media::tries_word,
    output::{Printer, Report},
};

/// `smena media` takes nothing of its own.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(
    common: &Common,
    _arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let Opened {
        media, problems, ..
    } = place::open(common)?;
    let (mut text, mut described, mut silent) = (String::new(), Vec::new(), Vec::new());
    for medium in &media {
        match describe(medium.as_ref(), printer) {
            Ok((words, value)) => {
                text.push_str(&words);
                described.push(value);
            }
            Err(error) => silent.push((medium.place(), error)),
        }
    }
    let problems = place::write_problems(&mut text, printer, problems, silent);
    Ok(Report {
        text,
        value: json!({ "media": described, "problems": problems }),
    })
}

fn describe(medium: &dyn KeyMedium, printer: &Printer) -> Result<(String, Value), MediumError> {
    let place = medium.place();
    let keys = medium.contents()?.entries.len();
    let pin = medium.pin()?;
    let mut text = String::new();
    writeln_to(&mut text, &printer.text(&consequences(place)));
    let count = Message::new("media-keys").with("count", keys.to_string());
    writeln_to(&mut text, &format!("  {}", printer.text(&count)));
    if let Some(state) = pin {
        let message = Message::new("media-pin").with("tries", tries_word(state.tries));
        writeln_to(&mut text, &format!("  {}", printer.text(&message)));
        if !state.is_set {
            writeln_to(
                &mut text,
                &format!("  {}", printer.word("media-pin-not-set")),
            );
        } else if state.must_change {
            writeln_to(
                &mut text,
                &format!("  {}", printer.word("media-pin-change")),
            );
        }
    }
    Ok((text, json!({ "place": place, "keys": keys, "pin": pin })))
}

fn writeln_to(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}
