//! Reads a Rust file just far enough to tell code, comments, strings and tests apart.
//!
//! It is no parser: it knows the literals, the nesting of comments and of braces. That is enough for rules that
//! look for a word in the right place, and it keeps `xtask` free of a syntax crate.

/// One line of a Rust file, split into what the compiler reads and what people read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The code; what stood in comments is gone, each string is an empty `""`.
    pub(crate) code: String,
    /// The text of the comments on this line, without the slashes.
    pub(crate) comment: String,
    /// The text of the string and character literals on this line.
    pub(crate) strings: String,
    /// Whether the line belongs to an item under `#[cfg(test)]`.
    pub(crate) in_test: bool,
}

/// Splits `text` into its lines and marks the items under `#[cfg(test)]`.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut lines = split(text);
    mark_tests(&mut lines);
    lines
}

#[derive(Clone, Copy)]
enum State {
    Code,
    LineComment,
    BlockComment { depth: u32 },
    Text { hashes: Option<usize> },
}

fn split(text: &str) -> Vec<Line> {
    let chars: Vec<char> = text.chars().collect();
    let mut lines = vec![Line::default()];
    let mut state = State::Code;
    let mut at = 0;
    while at < chars.len() {
        if chars[at] == '\n' {
            if matches!(state, State::LineComment) {
                state = State::Code;
            }
            lines.push(Line::default());
            at += 1;
            continue;
        }
        let line = lines
            .last_mut()
            .expect("the first line is there from the start");
        (state, at) = match state {
            State::Code => step_code(&chars, at, line),
            State::LineComment => {
                line.comment.push(chars[at]);
                (state, at + 1)
            }
            State::BlockComment { depth } => step_block_comment(&chars, at, depth, line),
            State::Text { hashes } => step_text(&chars, at, hashes, line),
        };
    }
    lines
}

fn step_code(chars: &[char], at: usize, line: &mut Line) -> (State, usize) {
    let next = chars.get(at + 1).copied();
    match chars[at] {
        '/' if next == Some('/') => (State::LineComment, at + 2),
        '/' if next == Some('*') => (State::BlockComment { depth: 1 }, at + 2),
        '"' => {
            line.code.push_str("\"\"");
            (State::Text { hashes: None }, at + 1)
        }
        'r' if !ends_in_word(&line.code) => match raw_string(chars, at + 1) {
            Some((hashes, start)) => {
                line.code.push_str("\"\"");
                (
                    State::Text {
                        hashes: Some(hashes),
                    },
                    start,
                )
            }
            None => push_code(line, 'r', at),
        },
        '\'' => step_quote(chars, at, line),
        other => push_code(line, other, at),
    }
}

fn push_code(line: &mut Line, char: char, at: usize) -> (State, usize) {
    line.code.push(char);
    (State::Code, at + 1)
}

/// Whether an `r` that follows would be the tail of an identifier; the prefixes `b` and `c` are not.
fn ends_in_word(code: &str) -> bool {
    let mut tail = code.chars().rev();
    match tail.next() {
        Some('b' | 'c') => tail
            .next()
            .is_some_and(|char| char.is_alphanumeric() || char == '_'),
        Some(char) => char.is_alphanumeric() || char == '_',
        None => false,
    }
}

/// The number of hashes and the place after the opening quote, when a raw string begins at `at`.
fn raw_string(chars: &[char], at: usize) -> Option<(usize, usize)> {
    let hashes = chars[at..].iter().take_while(|char| **char == '#').count();
    (chars.get(at + hashes) == Some(&'"')).then_some((hashes, at + hashes + 1))
}

/// A character literal or a lifetime.
fn step_quote(chars: &[char], at: usize, line: &mut Line) -> (State, usize) {
    let end = match chars.get(at + 1) {
        Some('\\') => chars[at + 3..]
            .iter()
            .take(12)
            .position(|char| *char == '\'')
            .map(|found| at + 3 + found),
        Some(_) if chars.get(at + 2) == Some(&'\'') => Some(at + 2),
        _ => None,
    };
    match end {
        Some(end) => {
            line.strings.extend(&chars[at + 1..end]);
            line.code.push_str("''");
            (State::Code, end + 1)
        }
        None => push_code(line, '\'', at),
    }
}

fn step_block_comment(chars: &[char], at: usize, depth: u32, line: &mut Line) -> (State, usize) {
    match (chars[at], chars.get(at + 1)) {
        ('*', Some('/')) if depth == 1 => (State::Code, at + 2),
        ('*', Some('/')) => (State::BlockComment { depth: depth - 1 }, at + 2),
        ('/', Some('*')) => (State::BlockComment { depth: depth + 1 }, at + 2),
        (other, _) => {
            line.comment.push(other);
            (State::BlockComment { depth }, at + 1)
        }
    }
}

fn step_text(chars: &[char], at: usize, hashes: Option<usize>, line: &mut Line) -> (State, usize) {
    match (chars[at], hashes) {
        // An escaped line end keeps its newline for the caller, which counts lines.
        ('\\', None) if chars.get(at + 1) == Some(&'\n') => (State::Text { hashes }, at + 1),
        ('\\', None) => {
            line.strings.extend(chars.get(at + 1));
            (State::Text { hashes }, at + 2)
        }
        ('"', None) => (State::Code, at + 1),
        ('"', Some(count)) if closes(chars, at + 1, count) => (State::Code, at + 1 + count),
        (other, _) => {
            line.strings.push(other);
            (State::Text { hashes }, at + 1)
        }
    }
}

fn closes(chars: &[char], at: usize, hashes: usize) -> bool {
    chars.len() >= at + hashes && chars[at..at + hashes].iter().all(|char| *char == '#')
}

fn mark(line: &mut Line) {
    line.in_test = true;
}

fn mark_tests(lines: &mut [Line]) {
    let mut at = 0;
    while at < lines.len() {
        let code: String = lines[at].code.split_whitespace().collect();
        if code.contains("#![cfg(test)]") {
            lines.iter_mut().for_each(mark);
            return;
        }
        if code.contains("#[cfg(test)]") || code.contains("#[cfg(all(test,") || code == "#[test]" {
            let end = item_end(lines, at);
            lines[at..=end].iter_mut().for_each(mark);
            at = end;
        }
        at += 1;
    }
}

/// The last line of the item whose attributes begin at `start`: where its braces close, or its semicolon stands.
fn item_end(lines: &[Line], start: usize) -> usize {
    let mut depth = 0_i32;
    let mut brackets = 0_i32;
    let mut opened = false;
    for (number, line) in lines.iter().enumerate().skip(start) {
        for char in line.code.chars() {
            match char {
                '[' | '(' => brackets += 1,
                ']' | ')' => brackets -= 1,
                '{' => {
                    depth += 1;
                    opened = true;
                }
                '}' => depth -= 1,
                ';' if depth == 0 && brackets == 0 => return number,
                _ => {}
            }
        }
        if opened && depth == 0 {
            return number;
        }
    }
    lines.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<String> {
        lines(text).into_iter().map(|line| line.code).collect()
    }

    #[test]
    fn comments_and_strings_leave_the_code() {
        let text =
            "let a = \"x // y\"; // said\n/* one /* two */ */ let b = 'c';\nlet r = r#\"a \" b\"#;";
        assert_eq!(
            codes(text),
            ["let a = \"\"; ", " let b = '';", "let r = \"\";"]
        );
        assert_eq!(lines(text)[0].comment, " said");
        assert_eq!(lines(text)[2].strings, "a \" b");
    }

    #[test]
    fn lifetimes_and_escapes_are_no_open_literals() {
        assert_eq!(
            codes("fn f<'a>(x: &'a str) -> char { '\\'' }"),
            ["fn f<'a>(x: &'a str) -> char { '' }"]
        );
        assert_eq!(
            codes("let x = br\"\\\"; y(for r in z)"),
            ["let x = b\"\"; y(for r in z)"]
        );
    }

    #[test]
    fn a_string_over_two_lines_keeps_the_line_numbers() {
        assert_eq!(codes("a(\"one \\\n two\");\nb"), ["a(\"\"", ");", "b"]);
    }

    #[test]
    fn items_under_cfg_test_are_marked_to_their_end() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nmod other;\nfn d() {}";
        let marks: Vec<bool> = lines(text).iter().map(|line| line.in_test).collect();
        assert_eq!(
            marks,
            [false, true, true, true, true, false, true, true, false]
        );
    }
}
