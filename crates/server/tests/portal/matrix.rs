//! Every route of the portal against every role and every renewal: own, another's, missing (case 46). Made from the table,
//! so that a new route is in it from its first day.

use axum::http::{Method, StatusCode};
use smena_server::web::routes::{Guard, Route, TABLE, is_for_programs};
use time::Duration;

use crate::{
    browser::{Browser, Page},
    world::{Holder, World},
};

/// A path of the table with these values in its places.
pub(crate) fn example(path: &str, id: &str) -> String {
    path.replace("{id}", id)
        .replace("{name}", "smena.css")
        .replace("{doc}", &"1".repeat(32))
}

/// Begins the renewal of a holder's certificate; gives its id.
pub(crate) async fn begin(browser: &mut Browser<'_>, holder: &Holder) -> String {
    let page = browser.get("/certificates").await;
    let thumbprint = hex::encode(holder.certificate.thumbprint());
    let led = browser
        .send(&page, "/renewals", &[("certificate", thumbprint)])
        .await;
    led.place()
        .strip_prefix("/renewals/")
        .unwrap_or_else(|| panic!("no renewal: {} {}", led.status, led.body))
        .to_owned()
}

/// The forms that carry a file, and so have a form of their own on the wire.
const FORMS_WITH_FILES: [&str; 3] = [
    "/attach-documents",
    "/bring-paper-application",
    "/supply-powers",
];

/// A form is sent with a right token, where there is a session: what is looked at is the right alone.
async fn ask(browser: &mut Browser<'_>, method: &Method, path: &str) -> Page {
    if *method == Method::POST {
        let mut page = browser.get("/").await;
        if page.hidden("token").is_empty() {
            page = browser.get("/downloads").await;
        }
        if FORMS_WITH_FILES.iter().any(|form| path.ends_with(form)) {
            browser.send_file(&page, path, &[], None).await
        } else {
            browser.send(&page, path, &[]).await
        }
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

/// Everybody who may come, and what is his.
struct Roles<'w> {
    nobody: Browser<'w>,
    anonymous: Browser<'w>,
    own: Browser<'w>,
    other: Browser<'w>,
    /// Whoever has the telephone of the holder, and of the other one.
    telephone: Browser<'w>,
    other_telephone: Browser<'w>,
    renewal: String,
    errand: String,
}

impl<'w> Roles<'w> {
    async fn new(world: &'w World) -> Self {
        let (first, second) = (world.holder(0, 20).await, world.holder(1, 20).await);
        let (mut own, _) = Browser::signed_in(world, &first).await;
        let (mut other, _) = Browser::signed_in(world, &second).await;
        let renewal = begin(&mut own, &first).await;
        begin(&mut other, &second).await;
        let mut anonymous = Browser::new(world);
        let start = anonymous.get("/").await;
        let led = anonymous.send(&start, "/sign-in/certificate", &[]).await;
        let errand = led.place().trim_start_matches("/errands/").to_owned();
        Self {
            nobody: Browser::new(world),
            anonymous,
            own,
            other,
            telephone: Browser::by_telephone(world, &first).await,
            other_telephone: Browser::by_telephone(world, &second).await,
            renewal,
            errand,
        }
    }

    /// Another's and a missing one are the same answer.
    async fn another_is_as_absent_as_a_missing_one(&mut self, route: &Route, id: &str) {
        Self::as_absent(&mut self.other, route, id).await;
    }

    async fn as_absent(other: &mut Browser<'_>, route: &Route, id: &str) {
        let missing = "00".repeat(16);
        let (method, path) = (&route.method, route.path);
        let foreign = ask(other, method, &example(path, id)).await;
        let absent = ask(other, method, &example(path, &missing)).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{method} {path}");
        assert_eq!(absent.status, StatusCode::NOT_FOUND, "{method} {path}");
        let (foreign, absent) = (without(&foreign, id), without(&absent, &missing));
        assert_eq!(foreign, absent, "{method} {path}");
    }

    async fn nobody_gets(&mut self, route: &Route, expected: StatusCode) {
        let path = example(route.path, &self.renewal);
        let page = ask(&mut self.nobody, &route.method, &path).await;
        assert_eq!(page.status, expected, "{} {path}", route.method);
    }

    async fn the_telephone_gets(&mut self, route: &Route, expected: StatusCode) {
        let path = example(route.path, &self.renewal);
        let page = ask(&mut self.telephone, &route.method, &path).await;
        assert_eq!(page.status, expected, "{} {path}", route.method);
    }

    /// The telephone reaches its own holder's renewal and nobody else's.
    async fn the_telephone_is_let_in(&mut self, route: &Route) {
        Self::as_absent(&mut self.other_telephone, route, &self.renewal).await;
        Self::let_in(&mut self.telephone, route, &self.renewal).await;
    }

    /// Whoever has no session, and whoever has not signed in to his.
    async fn strangers_are_kept_out(&mut self, route: &Route) {
        self.nobody_gets(route, StatusCode::UNAUTHORIZED).await;
        let renewal = self.renewal.clone();
        self.anonymous_gets(route, &renewal, StatusCode::FORBIDDEN)
            .await;
    }

    async fn anonymous_gets(&mut self, route: &Route, id: &str, expected: StatusCode) {
        let path = example(route.path, id);
        let page = ask(&mut self.anonymous, &route.method, &path).await;
        assert_eq!(page.status, expected, "{} {path}", route.method);
    }

    async fn its_holder_is_let_in(&mut self, route: &Route) {
        Self::let_in(&mut self.own, route, &self.renewal).await;
    }

    async fn let_in(own: &mut Browser<'_>, route: &Route, id: &str) {
        let (method, path) = (&route.method, route.path);
        let nonsense = ask(own, method, &example(path, "nonsense")).await;
        assert_eq!(nonsense.status, StatusCode::NOT_FOUND, "{method} {path}");
        let page = ask(own, method, &example(path, id)).await;
        let shut = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
        let status = page.status;
        assert!(!shut.contains(&status), "{method} {path}: {status}");
        assert!(!status.is_server_error(), "{method} {path}: {status}");
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_it_names_and_nobody_else() {
    let world = World::new().await;
    let mut roles = Roles::new(&world).await;
    let (renewal, errand) = (roles.renewal.clone(), roles.errand.clone());
    for route in TABLE.iter().filter(|route| !is_for_programs(route.path)) {
        // Each route is asked by many; nobody shall be refused for having asked too often.
        let now = world.app.clock.now();
        world.clock.set(now + Duration::seconds(20));
        match route.guard {
            Guard::Page | Guard::FirstForm => {
                let path = example(route.path, &renewal);
                let page = ask(&mut roles.nobody, &route.method, &path).await;
                // An empty form may be one with a mistake; it comes back with what to mend.
                let let_in = !page.status.is_client_error()
                    || page.status == StatusCode::UNPROCESSABLE_ENTITY;
                assert!(let_in, "{path}: {}", page.status);
                roles.nobody.cookies.clear();
            }
            Guard::SessionForm => roles.nobody_gets(route, StatusCode::UNAUTHORIZED).await,
            Guard::OwnErrand => {
                roles.nobody_gets(route, StatusCode::UNAUTHORIZED).await;
                roles.anonymous_gets(route, &errand, StatusCode::OK).await;
                roles
                    .another_is_as_absent_as_a_missing_one(route, &errand)
                    .await;
            }
            Guard::OwnErrandForm => {
                roles.nobody_gets(route, StatusCode::UNAUTHORIZED).await;
                // The errand is the session's own, but of a kind for which nothing is typed.
                roles
                    .anonymous_gets(route, &errand, StatusCode::CONFLICT)
                    .await;
                roles
                    .another_is_as_absent_as_a_missing_one(route, &errand)
                    .await;
            }
            Guard::PhonePage | Guard::PhoneForm => {
                roles.strangers_are_kept_out(route).await;
            }
            Guard::HolderPage => {
                roles.strangers_are_kept_out(route).await;
                roles.the_telephone_gets(route, StatusCode::FORBIDDEN).await;
            }
            Guard::PhoneRenewalPage | Guard::PhoneRenewalForm => {
                roles.strangers_are_kept_out(route).await;
                roles
                    .another_is_as_absent_as_a_missing_one(route, &renewal)
                    .await;
                roles.its_holder_is_let_in(route).await;
                roles.the_telephone_is_let_in(route).await;
            }
            Guard::RenewalPage | Guard::RenewalForm => {
                roles.the_telephone_gets(route, StatusCode::FORBIDDEN).await;
                roles.strangers_are_kept_out(route).await;
                roles
                    .another_is_as_absent_as_a_missing_one(route, &renewal)
                    .await;
                roles.its_holder_is_let_in(route).await;
            }
            guard => panic!(
                "{} is a page, guarded as an interface: {guard:?}",
                route.path
            ),
        }
    }
}

#[tokio::test]
async fn nobody_begins_the_renewal_of_anothers_certificate() {
    let world = World::new().await;
    let (first, second) = (world.holder(0, 20).await, world.holder(1, 20).await);
    let (mut own, _) = Browser::signed_in(&world, &first).await;
    let page = own.get("/certificates").await;
    let thumbprint = hex::encode(second.certificate.thumbprint());
    assert!(!page.body.contains(&thumbprint));
    let refused = own
        .send(&page, "/renewals", &[("certificate", thumbprint)])
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(world.journalled("not-your-certificate").await);
}
