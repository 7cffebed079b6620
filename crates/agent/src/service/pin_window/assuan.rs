//! The language of `pinentry`: Assuan, lines of at most 1,000 octets, commands answered by `OK` or `ERR` and data in `D`
//! lines (Developing with Assuan, "Client/server protocol"; the manual of pinentry, "Protocol").
//!
//! Knows no process: it speaks over anything that is read and written. What is read is wiped, since a PIN comes this way;
//! that the program may keep a PIN (`SETKEYINFO`, an external cache) is never allowed.

use std::io::{Read, Write};

use zeroize::Zeroizing;

use super::{Given, Shown, Wanted, WindowError};
use crate::limits::{WINDOW_LINE_BYTES_MAX, WINDOW_LINES_MAX, WINDOW_SECRET_BYTES_MAX};

/// The numbers of libgpg-error that say what the person did; what stands above them names the program.
const CODE_MASK: u32 = 0xffff;
const TIMEOUT: u32 = 62;
const CANCELLED: u32 = 99;
const NOT_CONFIRMED: u32 = 114;
const FULLY_CANCELLED: u32 = 198;

/// The most octets with which a line ends.
const LINE_END: usize = 2;

/// What the program has said to a command. There is no `Debug`: a PIN may be in it.
enum Reply {
    Done(Zeroizing<Vec<u8>>),
    Refused(u32),
}

/// Has the whole conversation: what is shown, what is asked, what the person did. An empty answer is asked for again.
///
/// `options` are lines of `OPTION`, which a program may not know.
pub(super) fn converse(
    from: impl Read,
    to: impl Write,
    options: &[String],
    shown: &Shown,
    wanted: Wanted,
    wait_seconds: u64,
) -> Result<Given, WindowError> {
    let mut talk = Conversation {
        from: Lines::new(from),
        to,
    };
    talk.reply()?.expected()?;
    for option in options {
        talk.ask("OPTION", option)?;
    }
    // Without it the program only waits longer: the time is watched here too.
    talk.ask("SETTIMEOUT", &wait_seconds.to_string())?;
    for (command, text) in [
        ("SETTITLE", &shown.title),
        ("SETDESC", &shown.says),
        ("SETPROMPT", &shown.prompt),
        ("SETOK", &label(&shown.yes)),
        ("SETCANCEL", &label(&shown.no)),
    ] {
        talk.ask(command, text)?.expected()?;
    }
    let given = match wanted {
        Wanted::Secret => talk.secret(shown)?,
        Wanted::Consent => match talk.ask("CONFIRM", "")? {
            Reply::Done(_) => Given::Yes,
            Reply::Refused(code) => of_code(code)?,
        },
    };
    // The person has answered: how the program takes its leave changes nothing.
    let _ = talk.say("BYE", "");
    Ok(given)
}

/// What the person did, by the number of an error; other numbers mean that there was no window.
fn of_code(code: u32) -> Result<Given, WindowError> {
    match code & CODE_MASK {
        CANCELLED | FULLY_CANCELLED | NOT_CONFIRMED => Ok(Given::No),
        TIMEOUT => Ok(Given::Nobody),
        _ => Err(WindowError::Refused(code)),
    }
}

/// A line under a letter of a button is written `_`, the sign itself twice.
fn label(text: &str) -> String {
    text.replace('_', "__")
}

impl Reply {
    fn expected(self) -> Result<Zeroizing<Vec<u8>>, WindowError> {
        match self {
            Self::Done(data) => Ok(data),
            Self::Refused(code) => Err(WindowError::Refused(code)),
        }
    }
}

struct Conversation<R, W> {
    from: Lines<R>,
    to: W,
}

impl<R: Read, W: Write> Conversation<R, W> {
    fn secret(&mut self, shown: &Shown) -> Result<Given, WindowError> {
        let mut wrong = shown.wrong.clone();
        for _ in 0..WINDOW_LINES_MAX {
            if let Some(wrong) = &wrong {
                self.ask("SETERROR", wrong)?.expected()?;
            }
            let typed = match self.ask("GETPIN", "")? {
                Reply::Done(typed) => typed,
                Reply::Refused(code) => return of_code(code),
            };
            if !typed.is_empty() {
                let text = std::str::from_utf8(&typed).map_err(|_| WindowError::Form)?;
                return Ok(Given::Secret(Zeroizing::new(text.to_owned())));
            }
            wrong = Some(shown.empty.clone());
        }
        Err(WindowError::Form)
    }

    fn ask(&mut self, command: &str, argument: &str) -> Result<Reply, WindowError> {
        self.say(command, argument)?;
        self.reply()
    }

    fn say(&mut self, command: &str, argument: &str) -> Result<(), WindowError> {
        let line = line(command, argument);
        self.to
            .write_all(line.as_bytes())
            .and_then(|()| self.to.flush())
            .map_err(WindowError::Speak)
    }

    /// Reads to the end of an answer. Status lines and comments say nothing that matters here.
    fn reply(&mut self) -> Result<Reply, WindowError> {
        // The capacity is reserved first, so that no copy is left behind.
        let mut data = Zeroizing::new(Vec::with_capacity(WINDOW_SECRET_BYTES_MAX));
        for _ in 0..WINDOW_LINES_MAX {
            let line = self.from.line()?;
            let (word, rest) = match line.iter().position(|octet| *octet == b' ') {
                Some(at) => (&line[..at], &line[at + 1..]),
                None => (line.as_slice(), &[][..]),
            };
            match word {
                b"OK" => return Ok(Reply::Done(data)),
                b"ERR" => return Ok(Reply::Refused(number(rest)?)),
                b"D" => unescape_into(&mut data, rest)?,
                b"S" => {}
                _ if word.starts_with(b"#") => {}
                _ => return Err(WindowError::Form),
            }
        }
        Err(WindowError::TooLong)
    }
}

fn number(rest: &[u8]) -> Result<u32, WindowError> {
    let digits = rest.split(|octet| *octet == b' ').next();
    digits
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .and_then(|digits| digits.parse().ok())
        .ok_or(WindowError::Form)
}

/// A command of one line. What is longer than a line may be is cut between characters, and says so by dots.
fn line(command: &str, argument: &str) -> String {
    const DOTS: &str = "…";
    let mut line = command.to_owned();
    if !argument.is_empty() {
        line.push(' ');
    }
    let mut cut_at = line.len();
    for character in argument.chars() {
        let before = line.len();
        escape_into(&mut line, character);
        if line.len() > WINDOW_LINE_BYTES_MAX {
            line.truncate(cut_at);
            line.push_str(DOTS);
            break;
        }
        if before + DOTS.len() <= WINDOW_LINE_BYTES_MAX {
            cut_at = before;
        }
    }
    line.push('\n');
    line
}

/// Writes a character as a line may have it; other control characters, which a name could bring along, become spaces.
fn escape_into(line: &mut String, character: char) {
    match character {
        '%' => line.push_str("%25"),
        '\n' => line.push_str("%0A"),
        other if other.is_control() => line.push(' '),
        other => line.push(other),
    }
}

fn unescape_into(data: &mut Zeroizing<Vec<u8>>, escaped: &[u8]) -> Result<(), WindowError> {
    let mut rest = escaped.iter();
    while let Some(octet) = rest.next() {
        let octet = if *octet == b'%' {
            let mut digit = || {
                let digit = rest.next().and_then(|it| char::from(*it).to_digit(16));
                digit.ok_or(WindowError::Form)
            };
            u8::try_from(digit()? * 16 + digit()?).map_err(|_| WindowError::Form)?
        } else {
            *octet
        };
        if data.len() == WINDOW_SECRET_BYTES_MAX {
            return Err(WindowError::TooLong);
        }
        data.push(octet);
    }
    Ok(())
}

/// Lines out of a stream, in a buffer that never grows and is wiped.
struct Lines<R> {
    from: R,
    buffer: Zeroizing<Vec<u8>>,
    filled: usize,
}

impl<R: Read> Lines<R> {
    fn new(from: R) -> Self {
        Self {
            from,
            buffer: Zeroizing::new(vec![0; WINDOW_LINE_BYTES_MAX + LINE_END]),
            filled: 0,
        }
    }

    /// The next line, without its end.
    fn line(&mut self) -> Result<Zeroizing<Vec<u8>>, WindowError> {
        loop {
            let end = self.buffer[..self.filled]
                .iter()
                .position(|octet| *octet == b'\n');
            if let Some(end) = end {
                let line = &self.buffer[..end];
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                let line = Zeroizing::new(line.to_vec());
                self.buffer.copy_within(end + 1..self.filled, 0);
                self.filled -= end + 1;
                return Ok(line);
            }
            if self.filled == self.buffer.len() {
                return Err(WindowError::TooLong);
            }
            let read = self.from.read(&mut self.buffer[self.filled..]);
            match read.map_err(WindowError::Speak)? {
                0 => return Err(WindowError::Ended),
                read => self.filled += read,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Given, Shown, Wanted, WindowError, converse, line};
    use crate::limits::{WINDOW_LINE_BYTES_MAX, WINDOW_LINES_MAX, WINDOW_SECRET_BYTES_MAX};

    fn shown() -> Shown {
        Shown {
            title: "smena".to_owned(),
            says: "100% sure\nof it".to_owned(),
            prompt: "PIN".to_owned(),
            wrong: None,
            empty: "Nothing".to_owned(),
            yes: "Go_on".to_owned(),
            no: "Cancel".to_owned(),
        }
    }

    /// Talks to a program that says these lines whatever it is told; what it was told comes back too.
    fn told(answers: &str, wanted: Wanted) -> (Result<Given, WindowError>, String) {
        let mut said = Vec::new();
        // The greeting, the time, title, words, prompt and both buttons.
        let answers = format!("{}{answers}", "OK\n".repeat(7));
        let given = converse(answers.as_bytes(), &mut said, &[], &shown(), wanted, 60);
        (given, String::from_utf8(said).expect("UTF-8"))
    }

    fn secret(answers: &str) -> Result<String, WindowError> {
        match told(answers, Wanted::Secret).0? {
            Given::Secret(typed) => Ok(typed.to_string()),
            _ => panic!("no secret"),
        }
    }

    #[test]
    fn what_is_typed_comes_back_unescaped_whatever_stands_between() {
        assert_eq!(secret("D 12%2534\nOK\n").expect("a PIN"), "12%34");
        let long = "# note\nS PIN_REPEATED\nD 12\nD 34%0A%D0%BF\nOK closing\n";
        assert_eq!(secret(long).expect("a PIN"), "1234\nп");
    }

    #[test]
    fn what_is_said_is_escaped_and_nothing_may_be_kept_by_the_program() {
        let (_, said) = told("D 1\nOK\n", Wanted::Secret);
        assert!(said.contains("SETDESC 100%25 sure%0Aof it\n"), "{said}");
        assert!(said.contains("SETOK Go__on\n"), "{said}");
        assert!(said.ends_with("GETPIN\nBYE\n"), "{said}");
        for never in ["SETKEYINFO", "cache", "SETERROR"] {
            assert!(!said.contains(never), "{said}");
        }
    }

    #[test]
    fn an_empty_answer_is_asked_for_again() {
        let (given, said) = told("OK\nOK\nD 1\nOK\n", Wanted::Secret);
        assert!(matches!(given, Ok(Given::Secret(typed)) if *typed == "1"));
        assert!(
            said.contains("GETPIN\nSETERROR Nothing\nGETPIN\n"),
            "{said}"
        );
    }

    #[test]
    fn leaving_is_told_apart_from_a_window_that_is_not_there() {
        for wanted in [Wanted::Secret, Wanted::Consent] {
            for no in [83_886_179, 83_886_194, 99, 198] {
                let given = told(&format!("ERR {no} Operation cancelled\n"), wanted).0;
                assert!(matches!(given, Ok(Given::No)), "{no}");
            }
            let given = told("ERR 83886142 Timeout <Pinentry>\n", wanted).0;
            assert!(matches!(given, Ok(Given::Nobody)));
            // No terminal to draw on.
            let given = told("S ERROR curses.isatty 1\nERR 83918950 ioctl\n", wanted).0;
            assert!(matches!(given, Err(WindowError::Refused(83_918_950))));
            assert!(matches!(told("", wanted).0, Err(WindowError::Ended)));
            for bad in ["INQUIRE QUALITY\n", "ERR x\n", "what\n", "D %g0\nOK\n"] {
                assert!(
                    matches!(told(bad, wanted).0, Err(WindowError::Form)),
                    "{bad}"
                );
            }
        }
        assert!(matches!(told("OK\n", Wanted::Consent).0, Ok(Given::Yes)));
        assert!(matches!(secret("D %ff\nOK\n"), Err(WindowError::Form)));
    }

    #[test]
    fn answers_have_a_limit_of_lines_and_of_octets() {
        let lines = |count: usize| format!("{}D 1\nOK\n", "S x\n".repeat(count));
        assert!(secret(&lines(WINDOW_LINES_MAX - 2)).is_ok());
        let over = secret(&lines(WINDOW_LINES_MAX - 1));
        assert!(matches!(over, Err(WindowError::TooLong)));
        let of = |octets: usize| {
            let half = "1".repeat(octets / 2);
            format!("D {half}\nD {half}{}\nOK\n", &"1"[..octets % 2])
        };
        assert!(secret(&of(WINDOW_SECRET_BYTES_MAX)).is_ok());
        let over = secret(&of(WINDOW_SECRET_BYTES_MAX + 1));
        assert!(matches!(over, Err(WindowError::TooLong)));
        let endless = secret(&"S".repeat(WINDOW_LINE_BYTES_MAX + 3));
        assert!(matches!(endless, Err(WindowError::TooLong)));
    }

    #[test]
    fn a_line_is_cut_between_characters_at_its_limit() {
        let fits = "п".repeat((WINDOW_LINE_BYTES_MAX - "SETDESC ".len()) / 2);
        assert_eq!(line("SETDESC", &fits), format!("SETDESC {fits}\n"));
        for text in [format!("{fits}пп"), "%".repeat(WINDOW_LINE_BYTES_MAX)] {
            let cut = line("SETDESC", &text);
            assert!(cut.len() <= WINDOW_LINE_BYTES_MAX + 1, "{}", cut.len());
            assert!(cut.len() > WINDOW_LINE_BYTES_MAX - 8, "{}", cut.len());
            assert!(cut.ends_with("…\n"), "{cut}");
            let kept = cut.trim_end_matches("…\n");
            assert!(kept.ends_with('п') || kept.ends_with("%25"), "{cut}");
        }
        assert_eq!(line("SETDESC", "a\tb\u{1b}[0m\r"), "SETDESC a b [0m \n");
    }
}
