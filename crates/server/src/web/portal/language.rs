//! The explicit switch of language: `?lang=en` on any page leads to the same page and is remembered.

use axum::{
    extract::{Request, State},
    http::{Method, Uri},
    middleware::Next,
    response::Response,
};
use smena_ui::Language;

use super::{
    cookie,
    page::{see_other, with_cookie},
};
use crate::{app::App, web::routes::is_for_programs};

const PARAMETER: &str = "lang";

/// Takes the switch out of the address, so that it stands in no link that is passed on.
pub(in crate::web) async fn switch(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Response {
    let asked = (request.method() == Method::GET && !is_for_programs(request.uri().path()))
        .then(|| chosen(request.uri()))
        .flatten();
    match asked {
        Some((language, place)) => {
            let cookie = cookie::with_language(language, &app.config.origin);
            with_cookie(see_other(&place), cookie)
        }
        None => next.run(request).await,
    }
}

/// The language that an address chooses, and the address without the choice.
fn chosen(uri: &Uri) -> Option<(Language, String)> {
    let query = uri.query()?;
    let mut language = None;
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| match pair.split_once('=') {
            Some((PARAMETER, tag)) => {
                language = Language::parse(tag);
                false
            }
            _ => true,
        })
        .collect();
    let language = language?;
    // A path that begins with two slashes would be another host's.
    let path = uri.path();
    if path.starts_with("//") {
        return None;
    }
    let place = if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", rest.join("&"))
    };
    Some((language, place))
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;
    use smena_ui::Language;

    use super::chosen;

    #[test]
    fn a_switch_leads_to_the_same_page_without_it() {
        let check = |address: &'static str, expected: Option<(Language, &str)>| {
            let found = chosen(&Uri::from_static(address));
            let found = found
                .as_ref()
                .map(|(language, place)| (*language, place.as_str()));
            assert_eq!(found, expected, "{address}");
        };
        check("/notices?lang=en", Some((Language::English, "/notices")));
        check(
            "/a?b=c&lang=ru&d=e",
            Some((Language::Russian, "/a?b=c&d=e")),
        );
        check("/notices?lang=xx", None);
        check("/notices?language=en", None);
        check("/notices", None);
        check("//evil.example/?lang=en", None);
    }
}
