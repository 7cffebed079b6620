//! Every route of the portal against every role and every renewal: own, another's, missing (case 46). Made from the table,
//! so that a new route is in it from its first day.

use axum::http::{Method, StatusCode};
use smena_server::web::routes::{Guard, TABLE, is_for_programs};

use crate::{
    browser::{Browser, Page},
    world::{Holder, World},
};

/// A path of the table with these values in its places.
pub(crate) fn example(path: &str, id: &str) -> String {
    path.replace("{id}", id)
        .replace("{name}", "smena.css")
        .replace("{doc}", &"0".repeat(32))
}

/// Begins the renewal of a holder's certificate; gives its id.
pub(crate) async fn begin(browser: &mut Browser<'_>, holder: &Holder) -> String {
    let page = browser.get("/certificates").await;
    let thumbprint: String = holder
        .certificate
        .thumbprint()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let led = browser
        .send(&page, "/renewals", &[("certificate", thumbprint)])
        .await;
    led.place()
        .strip_prefix("/renewals/")
        .unwrap_or_else(|| panic!("no renewal: {} {}", led.status, led.body))
        .to_owned()
}

/// A form is sent with a right token, where there is a session: what is looked at is the right alone.
async fn ask(browser: &mut Browser<'_>, method: &Method, path: &str) -> Page {
    if *method == Method::POST {
        let token = browser.get("/").await.hidden("token");
        let token = if token.is_empty() {
            browser.get("/downloads").await.hidden("token")
        } else {
            token
        };
        browser.post(path, &[("token", token)]).await
    } else {
        browser.get(path).await
    }
}

/// The page without what names the request itself.
fn without(page: &Page, id: &str) -> String {
    let token = page.hidden("token");
    let body = page.body.replace(id, "ID");
    if token.is_empty() {
        body
    } else {
        body.replace(&token, "TOKEN")
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_it_names_and_nobody_else() {
    let world = World::new().await;
    let (first, second) = (world.holder(0, 20).await, world.holder(1, 20).await);
    let (mut own, _) = Browser::signed_in(&world, &first).await;
    let (mut other, _) = Browser::signed_in(&world, &second).await;
    let renewal = begin(&mut own, &first).await;
    begin(&mut other, &second).await;
    let missing = "00".repeat(16);
    let mut nobody = Browser::new(&world);
    let mut anonymous = Browser::new(&world);
    let start = anonymous.get("/").await;
    let led = anonymous.send(&start, "/sign-in/certificate", &[]).await;
    let errand = led.place().trim_start_matches("/errands/").to_owned();

    for route in TABLE.iter().filter(|route| !is_for_programs(route.path)) {
        // Signing out at the end of its own test.
        if route.path == "/sign-out" {
            continue;
        }
        let of = |id: &str| example(route.path, id);
        let name = format!("{} {}", route.method, route.path);
        let method = &route.method;
        match route.guard {
            Guard::Page | Guard::FirstForm => {
                let page = ask(&mut nobody, method, &of(&renewal)).await;
                let status = page.status;
                assert!(!status.is_client_error(), "{name}: {status}");
                nobody.cookies.clear();
            }
            Guard::SessionForm => {
                let page = ask(&mut nobody, method, &of(&renewal)).await;
                assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{name}");
            }
            Guard::OwnErrand => {
                let page = ask(&mut nobody, method, &of(&errand)).await;
                assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{name}");
                let page = ask(&mut anonymous, method, &of(&errand)).await;
                assert_eq!(page.status, StatusCode::OK, "{name}");
                let foreign = ask(&mut other, method, &of(&errand)).await;
                let absent = ask(&mut other, method, &of(&missing)).await;
                assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{name}");
                assert_eq!(absent.status, StatusCode::NOT_FOUND, "{name}");
                assert_eq!(without(&foreign, &errand), without(&absent, &missing));
            }
            Guard::HolderPage | Guard::HolderForm => {
                let page = ask(&mut nobody, method, &of(&renewal)).await;
                assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{name}");
                let page = ask(&mut anonymous, method, &of(&renewal)).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}");
            }
            Guard::RenewalPage | Guard::RenewalForm => {
                let page = ask(&mut nobody, method, &of(&renewal)).await;
                assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{name}");
                let page = ask(&mut anonymous, method, &of(&renewal)).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}");
                let foreign = ask(&mut other, method, &of(&renewal)).await;
                let absent = ask(&mut other, method, &of(&missing)).await;
                assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{name}");
                assert_eq!(absent.status, StatusCode::NOT_FOUND, "{name}");
                assert_eq!(
                    without(&foreign, &renewal),
                    without(&absent, &missing),
                    "{name}: another's and a missing one differ"
                );
                let nonsense = ask(&mut own, method, &of("nonsense")).await;
                assert_eq!(nonsense.status, StatusCode::NOT_FOUND, "{name}");
                let page = ask(&mut own, method, &of(&renewal)).await;
                let shut = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
                assert!(!shut.contains(&page.status), "{name}: {}", page.status);
                assert!(!page.status.is_server_error(), "{name}: {}", page.status);
            }
            guard => panic!("{name} is a page and guarded as an interface: {guard:?}"),
        }
    }
}

#[tokio::test]
async fn nobody_begins_the_renewal_of_anothers_certificate() {
    let world = World::new().await;
    let (first, second) = (world.holder(0, 20).await, world.holder(1, 20).await);
    let (mut own, _) = Browser::signed_in(&world, &first).await;
    let page = own.get("/certificates").await;
    let thumbprint: String = second
        .certificate
        .thumbprint()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    assert!(!page.body.contains(&thumbprint));
    let refused = own
        .send(&page, "/renewals", &[("certificate", thumbprint)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(world.journalled("not-your-certificate").await);
}
