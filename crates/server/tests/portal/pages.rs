//! What pages say: every template has its preview, no message is missing, the language follows the reader.

use std::{collections::BTreeSet, fs, path::Path};

use axum::http::StatusCode;
use smena_server::view::previews::all;
use smena_ui::Language;

use crate::{
    browser::{Browser, Page},
    matrix::begin,
    world::World,
};

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
    // The pages of the steps share one template; `steps::words` looks after them.
    let steps = |page: &str| {
        smena_server::view::steps::PAGES
            .iter()
            .any(|(step, _)| *step == page)
    };
    let shown: BTreeSet<String> = previews
        .iter()
        .filter(|preview| !steps(preview.page))
        .map(|preview| preview.page.to_owned())
        .collect();
    assert_eq!(pages, shown);
}

#[test]
fn no_preview_is_written_twice_and_none_shows_a_key_in_place_of_words() {
    let mut paths = BTreeSet::new();
    for preview in all().expect("pages render") {
        assert!(paths.insert(preview.path()), "{} twice", preview.path());
        for key in [
            "portal-", "duty-", "label-", "stage-", "step-", "ui-", "err-", "rec-",
        ] {
            let naked = preview
                .html
                .split(['>', '"'])
                .find(|text| text.trim_start().starts_with(key) && text.contains('-'))
                .filter(|text| !text.starts_with("ui-"));
            assert_eq!(naked, None, "{}", preview.path());
        }
        assert_eq!(preview.html.matches("<h1").count(), 1, "{}", preview.path());
        assert!(!preview.html.contains("{ $"), "{}", preview.path());
    }
}

fn said(page: &Page) -> String {
    said_by(&page.body)
}

/// What a page says in its main part, line by line.
fn said_by(html: &str) -> String {
    let (_, rest) = html.split_once("<main").expect("a main part");
    let (_, rest) = rest.split_once('>').expect("its tag");
    let (main, _) = rest.split_once("</main>").expect("its end");
    let mut text = String::new();
    let mut in_tag = false;
    for c in main.chars() {
        match c {
            '<' => {
                in_tag = true;
                text.push('\n');
            }
            '>' => in_tag = false,
            c if !in_tag => text.push(c),
            _ => (),
        }
    }
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn the_words_of_the_first_pages() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let mut browser = Browser::new(&world);
    insta::assert_snapshot!("start", said(&browser.get("/").await));
    insta::assert_snapshot!("sign_in", said(&browser.get("/sign-in/certificate").await));
    insta::assert_snapshot!("downloads", said(&browser.get("/downloads").await));
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    insta::assert_snapshot!("certificates", said(&browser.get("/certificates").await));
    insta::assert_snapshot!("notices", said(&browser.get("/notices").await));
    let id = begin(&mut browser, &holder).await;
    let renewal = browser.get(&format!("/renewals/{id}")).await;
    insta::assert_snapshot!("renewal", said(&renewal));
    let check = browser.get(&format!("/renewals/{id}/check-data")).await;
    insta::assert_snapshot!("check_data", said(&check));
}

#[test]
fn the_words_of_the_steps() {
    let previews = all().expect("pages render");
    for (step, _) in smena_server::view::steps::PAGES {
        let usual = previews
            .iter()
            .find(|preview| preview.page == *step && preview.language == Language::Russian)
            .expect("a preview in its first state");
        insta::assert_snapshot!(format!("step_{step}"), said_by(&usual.html));
    }
}

#[tokio::test]
async fn the_language_follows_the_browser_and_then_the_readers_choice() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let russian = browser.get("/").await;
    assert!(russian.body.contains("<html lang=\"ru\""));
    browser.language = "en";
    assert!(browser.get("/").await.body.contains("<html lang=\"en\""));
    browser.language = "ru";
    let led = browser.get("/downloads?lang=en").await;
    assert_eq!(led.place(), "/downloads");
    let page = browser.get("/downloads").await;
    assert!(page.body.contains("<html lang=\"en\""));
    let missing = browser.get("/nothing").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.body.contains("There is nothing here"));
}

#[tokio::test]
async fn the_page_of_the_authority_shows_its_thumbprints_in_groups() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let page = browser.get("/authority").await;
    for certificate in [world.app.authority.root(), world.app.authority.issuing()] {
        let thumbprint = smena_ui::format::grouped_hex(&certificate.thumbprint());
        assert!(page.body.contains(&thumbprint), "{}", page.body);
    }
}
