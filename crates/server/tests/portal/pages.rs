//! What pages say: every template has its preview, no message is missing, the language follows the reader.

use std::{collections::BTreeSet, fs, path::Path};

use axum::http::StatusCode;
use smena_server::view::previews::all;

use crate::{browser::Browser, world::World};

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
fn no_preview_is_written_twice_and_none_shows_a_key_in_place_of_words() {
    let mut paths = BTreeSet::new();
    for preview in all().expect("pages render") {
        assert!(paths.insert(preview.path()), "{} twice", preview.path());
        for key in [
            "portal-", "duty-", "label-", "stage-", "ui-", "err-", "rec-",
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
