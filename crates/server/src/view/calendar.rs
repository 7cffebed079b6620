//! A calendar file (RFC 5545) with the day on which programs switch to the new certificate.

use time::{Date, OffsetDateTime, macros::format_description};

use super::Frame;

/// The greatest length of a line, in octets, without its end (RFC 5545, 3.1).
const LINE_BYTES_MAX: usize = 75;

/// The file with one event of a whole day.
#[must_use]
pub fn switch_day(frame: &Frame, id: &str, day: Date, now: OffsetDateTime) -> String {
    let date = format_description!("[year][month][day]");
    let stamp = format_description!("[year][month][day]T[hour][minute][second]Z");
    let now = now.to_offset(time::UtcOffset::UTC);
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//smena//portal//RU".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{id}@smena"),
        format!("DTSTAMP:{}", now.format(stamp).unwrap_or_default()),
        format!(
            "DTSTART;VALUE=DATE:{}",
            day.format(date).unwrap_or_default()
        ),
        format!("SUMMARY:{}", escaped(&frame.say("portal-calendar-switch"))),
        format!("LOCATION:{}", escaped(&frame.authority)),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    lines.iter().map(|line| folded(line)).collect()
}

/// Text as a value: a name that holds a comma or a line end must not end the value.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => (),
            c => out.push(c),
        }
    }
    out
}

/// A line in pieces that readers take, cut between characters.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE_BYTES_MAX {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use smena_ui::Language;
    use time::macros::date;

    use super::{LINE_BYTES_MAX, switch_day};
    use crate::view::{Frame, sample};

    #[test]
    fn the_longest_name_is_folded_and_its_signs_end_no_value() {
        let frame = Frame {
            authority: format!("{}; a, b\nEND:VCALENDAR", sample::longest_organisation()),
            ..sample::frame(Language::Russian)
        };
        let text = switch_day(&frame, "0", date!(2026 - 12 - 03), sample::NOW);
        assert!(text.contains("DTSTART;VALUE=DATE:20261203\r\n"));
        assert!(text.contains("DTSTAMP:20261126T093000Z\r\n"));
        assert_eq!(text.matches("\r\nEND:VCALENDAR").count(), 1);
        for line in text.split("\r\n") {
            assert!(line.len() <= LINE_BYTES_MAX, "{line}");
            assert!(!line.contains('\n'));
        }
    }
}
