//! Forms of the agent's pages: `application/x-www-form-urlencoded` (URL standard, 5.1), wiped after it was read, since a
//! PIN may stand in it.

use zeroize::Zeroizing;

use crate::limits::PAGE_FIELDS_MAX;

/// The fields of a form. There is no `Debug`.
#[derive(Default)]
pub(super) struct Form {
    fields: Vec<(String, Zeroizing<String>)>,
}

impl Form {
    /// Reads a form; nothing where it is malformed.
    pub(super) fn parse(body: Vec<u8>) -> Option<Self> {
        let body = Zeroizing::new(body);
        let mut fields = Vec::new();
        for pair in body
            .split(|octet| *octet == b'&')
            .filter(|pair| !pair.is_empty())
        {
            if fields.len() == PAGE_FIELDS_MAX {
                return None;
            }
            let mut parts = pair.splitn(2, |octet| *octet == b'=');
            let name = decoded(parts.next()?)?;
            let value = decoded(parts.next().unwrap_or_default())?;
            fields.push((name.to_string(), value));
        }
        Some(Self { fields })
    }

    /// A field's value; empty where it was not sent.
    pub(super) fn text(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
    }
}

/// Undoes the escaping. The capacity is reserved first, so that no copy is left behind.
fn decoded(escaped: &[u8]) -> Option<Zeroizing<String>> {
    let mut octets = Zeroizing::new(Vec::with_capacity(escaped.len()));
    let mut rest = escaped.iter();
    while let Some(octet) = rest.next() {
        octets.push(match octet {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(*rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            other => *other,
        });
    }
    let text = std::str::from_utf8(&octets).ok()?;
    let mut copy = Zeroizing::new(String::with_capacity(text.len()));
    copy.push_str(text);
    Some(copy)
}

/// The fields of an address's query.
pub(super) fn query(text: &str) -> Option<Form> {
    Form::parse(text.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::limits::PAGE_FIELDS_MAX;

    #[test]
    fn escapes_are_undone_and_bad_ones_refused() {
        let form = Form::parse(b"pin=%D0%BF+1%26&do=yes&x".to_vec()).expect("a form");
        assert_eq!(form.text("pin"), "п 1&");
        assert_eq!(
            (form.text("do"), form.text("x"), form.text("y")),
            ("yes", "", "")
        );
        for bad in [&b"a=%"[..], b"a=%g0", b"a=%ff", b"%zz=1"] {
            assert!(Form::parse(bad.to_vec()).is_none());
        }
    }

    #[test]
    fn the_number_of_fields_is_limited() {
        let of = |count: usize| Form::parse("a=1&".repeat(count).into_bytes());
        assert!(of(PAGE_FIELDS_MAX).is_some());
        assert!(of(PAGE_FIELDS_MAX + 1).is_none());
    }
}
