//! Templates: checked when they are loaded, so that a form that could do more than print is never
//! offered.
//!
//! A template reads one file, `data.json`. It has no other files, packages or clock to reach (the
//! compiler's world knows none), runs no text as code, and makes no links, since every link is an
//! annotation that the agent's PDF subset refuses.

use sha2::{Digest as _, Sha256};
use typst::syntax::{
    DiagSpan, DiagSpanKind, FileId, RootedPath, Source, SyntaxKind, SyntaxNode, VirtualPath,
    VirtualRoot,
};

use crate::limits::TEMPLATE_BYTES_MAX;

/// Where a template finds its values.
pub(crate) const VALUES_PATH: &str = "data.json";

/// Functions that run text, read files or make links. `std` would give them all under another name.
pub(crate) const REFUSED_NAMES: &[&str] = &[
    "bibliography",
    "cbor",
    "cite",
    "csv",
    "document-link",
    "eval",
    "footnote",
    "image",
    "link",
    "outline",
    "plugin",
    "read",
    "ref",
    "std",
    "toml",
    "xml",
    "yaml",
];

/// Why a template is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The name is none.
    #[error("a form's name has lower-case Latin letters, digits and hyphens")]
    Name,
    /// The text is too long.
    #[error("a template has at most {TEMPLATE_BYTES_MAX} bytes")]
    Long,
    /// The text has a mistake.
    #[error("line {line}: {message}")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What the parser said.
        message: String,
    },
    /// The template uses what no form may.
    #[error("line {line}: a form cannot use {what}")]
    Refused {
        /// The line, from 1.
        line: usize,
        /// What it uses.
        what: String,
    },
}

/// A template that was checked.
#[derive(Clone, Debug)]
pub struct Template {
    name: String,
    source: Source,
    sha256: [u8; 32],
}

/// The id of a file of the virtual project.
pub(crate) fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

impl Template {
    /// Checks a template.
    ///
    /// # Errors
    /// [`TemplateError`] with the first thing that is wrong.
    pub fn parse(name: &str, text: &str) -> Result<Self, TemplateError> {
        let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if name.is_empty() || name.len() > 64 || !name.bytes().all(letters) {
            return Err(TemplateError::Name);
        }
        if text.len() > TEMPLATE_BYTES_MAX {
            return Err(TemplateError::Long);
        }
        let id = file_id(&format!("{name}.typ")).ok_or(TemplateError::Name)?;
        let source = Source::new(id, text.to_owned());
        if let Some(error) = source.root().errors_and_warnings().0.first() {
            let line = line_of(&source, error.span).unwrap_or(1);
            return Err(TemplateError::Syntax {
                line,
                message: error.message.to_string(),
            });
        }
        if let Some((offset, what)) = refused(source.root(), 0) {
            return Err(TemplateError::Refused {
                line: line(text, offset),
                what,
            });
        }
        Ok(Self {
            name: name.to_owned(),
            source,
            sha256: Sha256::digest(text).into(),
        })
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of its text.
    #[must_use]
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }
}

/// The line of what a message is about, from 1.
pub(crate) fn line_of(source: &Source, span: DiagSpan) -> Option<usize> {
    let range = match span.get() {
        DiagSpanKind::Number { id, num, sub_range } if id == source.id() => {
            source.range(num, sub_range)
        }
        DiagSpanKind::Range { id, range } if id == source.id() => Some(range),
        _ => None,
    };
    range.map(|range| line(source.text(), range.start))
}

/// The line of an offset, from 1.
fn line(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// Finds the first thing that no form may use, with its offset.
fn refused(node: &SyntaxNode, offset: usize) -> Option<(usize, String)> {
    let what = match node.kind() {
        SyntaxKind::ModuleImport => Some("import".to_owned()),
        SyntaxKind::ModuleInclude => Some("include".to_owned()),
        SyntaxKind::Link | SyntaxKind::Ref => Some("links".to_owned()),
        SyntaxKind::Ident | SyntaxKind::MathIdent
            if REFUSED_NAMES.contains(&node.leaf_text().as_str()) =>
        {
            Some(node.leaf_text().to_string())
        }
        SyntaxKind::FuncCall => foreign_json(node),
        _ => None,
    };
    if let Some(what) = what {
        return Some((offset, what));
    }
    let mut inner = offset;
    for child in node.children() {
        if let Some(found) = refused(child, inner) {
            return Some(found);
        }
        inner += child.len();
    }
    None
}

/// `json` with anything but the path of the values.
fn foreign_json(call: &SyntaxNode) -> Option<String> {
    let mut children = call.children();
    let callee = children.next()?;
    if callee.kind() != SyntaxKind::Ident || callee.leaf_text() != "json" {
        return None;
    }
    let arguments: String = children.map(|node| node.full_text().to_string()).collect();
    (arguments != format!("(\"{VALUES_PATH}\")")).then(|| format!("json{arguments}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(text: &str) -> Option<String> {
        match Template::parse("test", text) {
            Ok(_) => None,
            Err(TemplateError::Refused { what, .. }) => Some(what),
            Err(other) => panic!("{text}: {other}"),
        }
    }

    #[test]
    fn a_template_that_prints_is_taken() {
        assert_eq!(
            what("#let data = json(\"data.json\")\nИмя: #data.name, $x^2$, *да*"),
            None
        );
    }

    #[test]
    fn what_runs_text_or_reads_files_or_links_is_refused() {
        for (text, expected) in [
            ("#eval(\"1\")", "eval"),
            ("#{ let run = eval; run(\"1\") }", "eval"),
            ("#std.eval(\"1\")", "std"),
            ("$eval(\"1\")$", "eval"),
            ("#read(\"/etc/passwd\")", "read"),
            ("#plugin(\"a.wasm\")", "plugin"),
            ("#image(\"a.png\")", "image"),
            ("#csv(\"a.csv\")", "csv"),
            ("#import \"@preview/cetz:0.1.0\": canvas", "import"),
            ("#import \"other.typ\": a", "import"),
            ("#include \"other.typ\"", "include"),
            ("#json(\"other.json\")", "json(\"other.json\")"),
            ("#json(\"/etc/passwd\")", "json(\"/etc/passwd\")"),
            ("#json(bytes(\"{}\"))", "json(bytes(\"{}\"))"),
            ("#link(\"https://smena.example\")[сюда]", "link"),
            ("https://smena.example", "links"),
            ("#footnote[сноска]", "footnote"),
        ] {
            assert_eq!(what(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn the_refusal_names_the_line() {
        let refused = Template::parse("test", "первая\n\n#read(\"x\")");
        let expected = TemplateError::Refused {
            line: 3,
            what: "read".to_owned(),
        };
        assert_eq!(refused.expect_err("it is refused"), expected);
        let mistake = Template::parse("test", "первая\n#let x = (");
        let Err(TemplateError::Syntax { line, .. }) = mistake else {
            panic!("it was taken")
        };
        assert_eq!(line, 2);
    }

    #[test]
    fn names_and_sizes_have_bounds() {
        assert_eq!(
            Template::parse("../x", "").expect_err("a path"),
            TemplateError::Name
        );
        assert_eq!(
            Template::parse("", "").expect_err("empty"),
            TemplateError::Name
        );
        assert!(Template::parse("form", &"a".repeat(TEMPLATE_BYTES_MAX)).is_ok());
        let long = Template::parse("form", &"a".repeat(TEMPLATE_BYTES_MAX + 1));
        assert_eq!(long.expect_err("one byte more"), TemplateError::Long);
    }
}
