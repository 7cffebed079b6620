//! `smena media`: the media that are attached, what follows from keeping a key on each, and the state of its PIN.

use std::fmt::Write as _;

use serde_json::{Value, json};
use smena_media::KeyMedium;
use smena_ui::Message;

use super::{Common, place, terminal::consequences};
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
    let opened = place::open(common)?;
    let (mut text, mut media, mut problems) = (String::new(), Vec::new(), Vec::new());
    for medium in &opened.media {
        media.push(describe(medium.as_ref(), &mut text, printer)?);
    }
    for problem in &opened.problems {
        let message = Message::new("media-problem")
            .with("place", problem.place.clone())
            .with("reason", problem.error.to_string());
        writeln_to(&mut text, &printer.text(&message));
        problems.push(json!({
            "place": problem.place,
            "code": problem.error.code(),
            "reason": problem.error.to_string(),
        }));
    }
    Ok(Report {
        text,
        value: json!({ "media": media, "problems": problems }),
    })
}

fn describe(
    medium: &dyn KeyMedium,
    text: &mut String,
    printer: &Printer,
) -> Result<Value, Failure> {
    let place = medium.place();
    writeln_to(text, &printer.text(&consequences(place)));
    let keys = medium
        .contents()
        .map_err(crate::media::failure)?
        .entries
        .len();
    let count = Message::new("media-keys").with("count", keys.to_string());
    writeln_to(text, &format!("  {}", printer.text(&count)));
    let pin = medium.pin().map_err(crate::media::failure)?;
    if let Some(state) = pin {
        let message = Message::new("media-pin").with("tries", tries_word(state.tries));
        writeln_to(text, &format!("  {}", printer.text(&message)));
        if !state.is_set {
            writeln_to(text, &format!("  {}", printer.word("media-pin-not-set")));
        } else if state.must_change {
            writeln_to(text, &format!("  {}", printer.word("media-pin-change")));
        }
    }
    Ok(json!({ "place": place, "keys": keys, "pin": pin }))
}

fn writeln_to(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}
