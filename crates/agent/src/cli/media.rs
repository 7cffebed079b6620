//! `smena media`: the media that are attached, what follows from keeping a key on each, and the state of its PIN.

use std::fmt::Write as _;

use serde_json::{Value, json};
use smena_media::{Held, KeyMedium, Survey};
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
    let (mut text, mut media) = (String::new(), Vec::new());
    let survey = Survey::of(&opened.media);
    for medium in &opened.media {
        let is_here = |held: &&Held<'_>| held.medium.place() == medium.place();
        let keys = survey.held.iter().filter(is_here).count();
        media.push(describe(medium.as_ref(), keys, &mut text, printer));
    }
    let problems = place::write_problems(&mut text, printer, &opened, &survey);
    Ok(Report {
        text,
        value: json!({ "media": media, "problems": problems }),
    })
}

fn describe(medium: &dyn KeyMedium, keys: usize, text: &mut String, printer: &Printer) -> Value {
    let place = medium.place();
    writeln_to(text, &printer.text(&consequences(place)));
    let count = Message::new("media-keys").with("count", keys.to_string());
    writeln_to(text, &format!("  {}", printer.text(&count)));
    // A device that does not tell is among the problems already, for it does not tell what lies on it either.
    let pin = medium.pin().ok().flatten();
    if let Some(state) = pin {
        let message = Message::new("media-pin").with("tries", tries_word(state.tries));
        writeln_to(text, &format!("  {}", printer.text(&message)));
        if !state.is_set {
            writeln_to(text, &format!("  {}", printer.word("media-pin-not-set")));
        } else if state.must_change {
            writeln_to(text, &format!("  {}", printer.word("media-pin-change")));
        }
    }
    json!({ "place": place, "keys": keys, "pin": pin })
}

fn writeln_to(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a String cannot fail");
}
