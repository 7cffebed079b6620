//! Where pages lead: every link and every form of every page in every state has a route that answers it.

use std::collections::BTreeSet;

use axum::http::Method;
use smena_server::{view::previews::all, web::routes::TABLE};

/// The opening tags of a page, without what stands between them.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// The method and the path of our own to which a tag leads; a form without an action leads to its own page.
fn way(tag: &str) -> Option<(Method, &str)> {
    let (method, address) = if let Some(address) = attribute(tag, "href") {
        (Method::GET, address)
    } else {
        let posts = attribute(tag, "method").is_some_and(|m| m.eq_ignore_ascii_case("post"));
        let method = if posts { Method::POST } else { Method::GET };
        (method, attribute(tag, "action")?)
    };
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.starts_with('/').then_some((method, path))
}

fn is_answered(method: &Method, path: &str) -> bool {
    TABLE.iter().any(|route| {
        let (asked, known) = (path.split('/'), route.path.split('/'));
        let same = |(asked, known): (&str, &str)| {
            asked == known || (known.starts_with('{') && !asked.is_empty())
        };
        route.method == *method
            && asked.clone().count() == known.clone().count()
            && asked.zip(known).all(same)
    })
}

#[test]
fn every_link_and_form_of_a_page_leads_to_a_route() {
    let mut ways = BTreeSet::new();
    let mut astray = BTreeSet::new();
    for preview in all().expect("pages render") {
        for (method, path) in tags(&preview.html).filter_map(way) {
            ways.insert(format!("{method} {path}"));
            if !is_answered(&method, path) {
                astray.insert(format!("{}: {method} {path}", preview.page));
            }
        }
    }
    assert!(astray.is_empty(), "nothing answers {astray:#?}");
    for method in ["GET", "POST"] {
        let found = ways.iter().filter(|way| way.starts_with(method)).count();
        assert!(found > 10, "only {found} ways of {method} were found");
    }
}

#[test]
fn a_way_that_no_route_has_is_told_from_one_that_a_route_has() {
    let id = "1".repeat(32);
    for (tag, answered) in [
        (
            r#"a class="x" href="/certificates?language=en#top""#.to_owned(),
            true,
        ),
        (r#"a href="/certificate""#.to_owned(), false),
        (format!(r#"a href="/renewals/{id}/finish""#), true),
        (
            format!(r#"form method="post" action="/renewals/{id}/finish""#),
            false,
        ),
        (
            format!(r#"form method="post" action="/renewals/{id}/withdraw""#),
            true,
        ),
        (r#"a href="/renewals/""#.to_owned(), false),
    ] {
        let (method, path) = way(&tag).expect("a way of our own");
        assert_eq!(is_answered(&method, path), answered, "{tag}");
    }
    assert_eq!(way(r#"a href="https://ca.example/""#), None);
}
