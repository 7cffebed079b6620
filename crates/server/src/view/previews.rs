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
    of::<super::certificate::CertificatePage>,
    of::<super::certificates::CertificatesPage>,
    of::<super::check_data::CheckDataPage>,
    of::<super::door::DoorPage>,
    of::<super::downloads::DownloadsPage>,
    of::<super::errand_step::ErrandStepPage>,
    of::<super::finish::FinishPage>,
    of::<super::leave::LeavePage>,
    of::<super::notices::NoticesPage>,
    of::<super::problem::ProblemPage>,
    of::<super::progress::ProgressPage>,
    of::<super::renewal::RenewalPage>,
    of::<super::returned::ReturnedPage>,
    of::<super::sign_in::SignInPage>,
    of::<super::sign_in_code::CodePage>,
    of::<super::sign_in_phone::PhonePage>,
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
        previews.extend(super::steps::previews(AREA, language)?);
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
