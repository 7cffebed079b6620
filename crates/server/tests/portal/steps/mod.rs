//! The pages of the steps of a renewal: in their order, with mistakes, on a revision that has passed, and sent twice.
//!
//! [`gather`] is what stands before the application, [`held`] the powers of attorney, [`end`] what follows the certificate,
//! [`words`] that each step has its page and each page its words.

mod end;
mod gather;
mod held;
mod procedure;
mod words;

use crate::browser::{Browser, Page};

/// A picture as a scanner makes it.
pub(crate) fn scan() -> Vec<u8> {
    let mut octets = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8)
        .write_to(&mut octets, image::ImageFormat::Png)
        .expect("a picture");
    octets.into_inner()
}

/// Fills in the form of a step's page and sends it.
pub(crate) async fn answer(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = browser.get(path).await;
    assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.place());
    let mut all = vec![("revision", page.hidden("revision"))];
    all.extend(
        fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    browser.send(&page, path, &all).await
}

/// What a page refuses: the mistake is linked to its question.
#[track_caller]
fn assert_wrong(page: &Page, question: &str) {
    assert_eq!(page.status.as_u16(), 422, "{question}: {}", page.body);
    let link = format!("href=\"#{question}\"");
    assert!(page.body.contains(&link), "{question}: {}", page.body);
    let place = format!("id=\"{question}-error\"");
    assert!(page.body.contains(&place), "{question}: {}", page.body);
}
