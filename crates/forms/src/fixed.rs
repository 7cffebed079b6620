//! A form that is always the same, for tests that need a PDF and not its contents.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{APPLICATION, FormError, Forms};

/// Gives one small PDF for every application, whatever the values; it is within the subset that
/// agents accept.
#[derive(Clone, Copy, Debug, Default)]
pub struct FixedForms;

/// One empty page, byte for byte.
const PAGE: &[u8] = b"%PDF-1.7\n\
1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n\
2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>\nendobj\n\
xref\n0 4\n\
0000000000 65535 f \n\
0000000009 00000 n \n\
0000000054 00000 n \n\
0000000105 00000 n \n\
trailer\n<</Size 4/Root 1 0 R>>\n\
startxref\n184\n%%EOF\n";

impl Forms for FixedForms {
    fn render(&self, form: &str, _values: &Value) -> Result<Vec<u8>, FormError> {
        self.template_sha256(form).map(|_| PAGE.to_vec())
    }

    fn template_sha256(&self, form: &str) -> Result<[u8; 32], FormError> {
        if form == APPLICATION {
            return Ok(Sha256::digest(PAGE).into());
        }
        Err(FormError::UnknownForm {
            form: form.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_fixed_page_points_at_its_objects() {
        let text = std::str::from_utf8(PAGE).expect("it is ASCII");
        for (number, entry) in text
            .lines()
            .skip_while(|line| *line != "0 4")
            .skip(2)
            .take(3)
            .enumerate()
        {
            let offset: usize = entry[..10].parse().expect("an offset");
            assert!(
                text[offset..].starts_with(&format!("{} 0 obj", number + 1)),
                "{entry}"
            );
        }
        let start = text.find("xref\n0 4").expect("the table");
        assert!(
            text.ends_with(&format!("startxref\n{start}\n%%EOF\n")),
            "the table is at {start}"
        );
    }
}
