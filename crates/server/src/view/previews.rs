//! Every page in every state, as files for review (`smena-server previews`). A page without a sample fails a test.

use askama::Template;
use smena_ui::{Language, page::preview::Preview};

use super::{Frame, sample};

const AREA: &str = "portal";

/// A page with samples.
pub trait Sampled: Template + Sized {
    /// The name of its template.
    const PAGE: &'static str;

    /// The page in its states, each with a name; `usual` stands first.
    fn samples(frame: &Frame) -> Vec<(&'static str, Self)>;
}

type Make = fn(Language) -> Result<Vec<Preview>, askama::Error>;

/// Every page of the portal.
const PAGES: &[Make] = &[
    of::<super::authority::AuthorityPage>,
    of::<super::certificates::CertificatesPage>,
    of::<super::check_data::CheckDataPage>,
    of::<super::door::DoorPage>,
    of::<super::downloads::DownloadsPage>,
    of::<super::notices::NoticesPage>,
    of::<super::problem::ProblemPage>,
    of::<super::renewal::RenewalPage>,
    of::<super::returned::ReturnedPage>,
    of::<super::sign_in::SignInPage>,
    of::<super::start::StartPage>,
];

/// Renders all pages in all states and languages.
///
/// # Errors
/// A template that does not render.
pub fn all() -> Result<Vec<Preview>, askama::Error> {
    let mut previews = Vec::new();
    for language in Language::ALL {
        for make in PAGES {
            previews.extend(make(language)?);
        }
    }
    Ok(previews)
}

fn of<P: Sampled>(language: Language) -> Result<Vec<Preview>, askama::Error> {
    P::samples(&sample::frame(language))
        .into_iter()
        .map(|(state, page)| {
            Ok(Preview {
                area: AREA,
                page: P::PAGE,
                state,
                language,
                html: page.render()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::all;

    #[test]
    fn every_template_of_a_page_has_a_preview() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/portal");
        let pages: BTreeSet<String> = fs::read_dir(folder)
            .expect("the templates")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| {
                let text = fs::read_to_string(path).expect("a template");
                text.contains("{% extends")
            })
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .collect();
        let previews = all().expect("pages render");
        let shown: BTreeSet<String> = previews
            .iter()
            .map(|preview| preview.page.to_owned())
            .collect();
        assert_eq!(pages, shown);
    }

    #[test]
    fn no_preview_is_written_twice_and_each_says_what_it_means() {
        let mut paths = BTreeSet::new();
        for preview in all().expect("pages render") {
            assert!(paths.insert(preview.path()), "{} twice", preview.path());
            for key in ["portal-", "duty-", "label-", "stage-"] {
                let naked = format!(">{key}");
                assert!(
                    !preview.html.contains(&naked),
                    "{}: a message is missing: {key}",
                    preview.path()
                );
            }
        }
    }
}
