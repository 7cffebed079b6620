//! A whole renewal by the portal's pages, with an agent that comes through the door of each errand.

use axum::http::StatusCode;
use smena_pki::certificate::Certificate;
use smena_protocol::{
    oid,
    v1::{Accepted, Bytes, Product, Work, signed::Structure as _},
};

use crate::{
    agent::{Agent, Taken},
    browser::{Browser, made},
    matrix::begin,
    world::{Holder, World},
};

/// Opens the step from its page and lets the agent claim the errand through the door.
async fn through_the_door<'w>(
    browser: &mut Browser<'w>,
    agent: &mut Agent<'w>,
    renewal: &str,
    step: &str,
) -> Taken {
    let own = browser.get(&format!("/renewals/{renewal}")).await;
    let address = format!("/renewals/{renewal}/{step}");
    assert!(own.body.contains(&address), "{step}: {}", own.body);
    let page = browser.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{step}");
    let kind = [("kind", page.hidden("kind"))];
    let errands = format!("/renewals/{renewal}/errands");
    let led = browser.send(&page, &errands, &kind).await;
    let door = browser.get(led.place()).await;
    let errand = made(&browser.world.app, led.place(), &door.code());
    agent.claim(&errand).await.expect("claimed")
}

/// The page that waited goes on by itself, and the way back by the agent's link ends in the same place.
async fn back(browser: &mut Browser<'_>, taken: &Taken, accepted: &Accepted, renewal: &str) {
    let place = format!("/renewals/{renewal}");
    let errand = taken.errand.errand_id;
    let state = browser.get(&format!("/errands/{errand}/state")).await;
    assert!(
        state.body.contains(&format!("\"go\":\"{place}\"")),
        "{}",
        state.body
    );
    assert_eq!(
        browser.get(&format!("/errands/{errand}")).await.place(),
        place
    );
    let code = accepted.return_code.as_ref().expect("a return code");
    let path = format!("/return?e={errand}&rc={}", *code.reveal());
    let page = browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let fields = [("e", page.hidden("e")), ("rc", page.hidden("rc"))];
    let led = browser.send(&page, "/return", &fields).await;
    assert_eq!(led.place(), place, "{}", led.body);
}

async fn confirm(browser: &mut Browser<'_>, renewal: &str) {
    let path = format!("/renewals/{renewal}/check-data");
    let page = browser.get(&path).await;
    let fields = [
        ("revision", page.hidden("revision")),
        ("answer", "right".to_owned()),
    ];
    let led = browser.send(&page, &path, &fields).await;
    assert_eq!(led.status, StatusCode::SEE_OTHER, "{}", led.body);
}

async fn receipt(agent: &mut Agent<'_>, taken: &Taken, new: &Holder) -> Accepted {
    let receipt = agent.receipt(taken, &new.certificate).await;
    let content = receipt.to_bytes().expect("octets");
    let product = agent.attached(new, oid::CONTENT_RECEIPT, &content);
    agent
        .hand_in(taken, Some(product))
        .await
        .expect("a receipt")
}

#[tokio::test]
async fn a_holder_renews_his_certificate_by_the_pages_alone() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, mut agent) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    confirm(&mut browser, &id).await;

    let taken = through_the_door(&mut browser, &mut agent, &id, "make-key").await;
    let plan = agent.plan(&taken).await;
    let key = agent.new_key();
    let renewal = id.parse().expect("an id");
    let request = agent.request(&taken, &plan, &key, renewal);
    let product = Product::Request(Bytes::new(request));
    let accepted = agent.hand_in(&taken, Some(product)).await.expect("taken");
    back(&mut browser, &taken, &accepted, &id).await;

    let taken = through_the_door(&mut browser, &mut agent, &id, "sign-application").await;
    let files = agent.files(&taken).await;
    let binding = agent.binding(&taken, &files, &holder.certificate);
    let cms = agent.application_cms(&holder, &binding, &files.document);
    let product = Product::Cms(Bytes::new(cms));
    let accepted = agent.hand_in(&taken, Some(product)).await.expect("taken");
    back(&mut browser, &taken, &accepted, &id).await;

    // Nobody's turn but the authority's: the page follows what happens, and says what is waited for.
    let waiting = browser.get(&format!("/renewals/{id}")).await;
    assert!(waiting.body.contains("Сейчас ждём"), "{}", waiting.body);
    assert!(waiting.body.contains("data-live="), "{}", waiting.body);
    let before = browser.get(&format!("/renewals/{id}/state")).await;
    world.work().await;
    let after = browser.get(&format!("/renewals/{id}/state")).await;
    assert_ne!(before.body, after.body);

    let taken = through_the_door(&mut browser, &mut agent, &id, "install-certificate").await;
    let Work::Install(work) = &taken.errand.work else {
        panic!("another errand")
    };
    let der = agent.part(&taken, &work.certificate).await;
    let certificate = Certificate::from_der(&der).expect("a certificate");
    let new = Holder { key, certificate };
    let accepted = agent.hand_in(&taken, None).await.expect("installed");
    back(&mut browser, &taken, &accepted, &id).await;
    let words = browser.get(&format!("/renewals/{id}/certificate")).await;
    assert!(words.body.contains("только в ознакомительных целях"));
    let serial = smena_ui::format::grouped_hex(new.certificate.serial().content());
    assert!(words.body.contains(&serial), "{}", words.body);

    let taken = through_the_door(&mut browser, &mut agent, &id, "sign-receipt").await;
    let accepted = receipt(&mut agent, &taken, &new).await;
    back(&mut browser, &taken, &accepted, &id).await;

    let finish = browser.get(&format!("/renewals/{id}/finish")).await;
    assert!(
        finish.body.contains("Сертификат заменён"),
        "{}",
        finish.body
    );
    let calendar = browser.get(&format!("/renewals/{id}/switch.ics")).await;
    assert!(calendar.body.contains("BEGIN:VEVENT"), "{}", calendar.body);
    let certificates = browser.get("/certificates").await;
    assert!(
        certificates.body.contains("Заменён."),
        "{}",
        certificates.body
    );
    let notices = browser.get("/notices").await;
    let old = hex::encode(holder.certificate.serial().content());
    assert!(
        !notices.body.contains(&old),
        "it need not be replaced again"
    );
}

#[tokio::test]
async fn answers_of_two_tabs_land_each_on_its_own_renewal() {
    let world = World::new().await;
    let (first, second) = (world.holder(0, 20).await, world.holder(1, 20).await);
    let (mut one, mut agent_one) = Browser::signed_in(&world, &first).await;
    let (mut two, _) = Browser::signed_in(&world, &second).await;
    let (id_one, id_two) = (
        begin(&mut one, &first).await,
        begin(&mut two, &second).await,
    );
    confirm(&mut one, &id_one).await;
    confirm(&mut two, &id_two).await;
    let taken = through_the_door(&mut one, &mut agent_one, &id_one, "make-key").await;
    let plan = agent_one.plan(&taken).await;
    let key = agent_one.new_key();
    // A request that names the other renewal is refused, and neither moves.
    let crossed = agent_one.request(&taken, &plan, &key, id_two.parse().expect("an id"));
    let refused = agent_one
        .hand_in(&taken, Some(Product::Request(Bytes::new(crossed))))
        .await;
    assert_eq!(
        refused.expect_err("refused").code(),
        "signed-renewal-differs"
    );
    for (browser, id) in [(&mut one, &id_one), (&mut two, &id_two)] {
        let page = browser.get(&format!("/renewals/{id}")).await;
        assert!(page.body.contains("/make-key"), "{}", page.body);
    }
    let failed = one
        .get(&format!("/errands/{}", taken.errand.errand_id))
        .await;
    assert!(failed.body.contains("Шаг не получился"), "{}", failed.body);
}

#[tokio::test]
async fn only_the_agent_that_signed_in_does_the_errands_of_its_session() {
    let world = World::new().await;
    let holder = world.holder(0, 20).await;
    let (mut browser, _) = Browser::signed_in(&world, &holder).await;
    let id = begin(&mut browser, &holder).await;
    confirm(&mut browser, &id).await;
    let page = browser.get(&format!("/renewals/{id}/make-key")).await;
    let kind = [("kind", page.hidden("kind"))];
    let led = browser
        .send(&page, &format!("/renewals/{id}/errands"), &kind)
        .await;
    let door = browser.get(led.place()).await;
    let mut squatter = Agent::new(&world, "squatter").await;
    let errand = made(&world.app, led.place(), &door.code());
    let refused = squatter.claim(&errand).await;
    assert_eq!(refused.err().expect("refused").code(), "errand-burned");
    let burned = browser.get(led.place()).await;
    assert!(burned.body.contains("ответила другая программа"));
    // One click, and the right agent goes on.
    let again = [("kind", burned.hidden("kind"))];
    let led = browser
        .send(&burned, &format!("/renewals/{id}/errands"), &again)
        .await;
    assert!(led.place().starts_with("/errands/"), "{}", led.body);
}
