//! Codes sent to telephones, with a gateway that keeps what it is given: asked for, entered, guessed at, and what nobody
//! learns from them (security design, §4 and §6, cases 40 and 41).

use std::{
    fs,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use smena_protocol::v1::SessionToken;
use smena_server::{
    app::{
        Actor,
        failure::Failure,
        phone_codes::{self, Entering, Waiting},
        sessions::{self, HolderSession, Session},
    },
    outbound::sms,
};
use smena_store::sessions::SessionClass;
use time::Duration;
use tokio::net::TcpListener;

use crate::world::World;

const SECRET: &str = "of the gateway";
const KNOWN: &str = "8 (900) 123-45-67";
const UNKNOWN: &str = "+7 900 765-43-21";
const NETWORK: &str = "192.0.2.1";

/// What the gateway was given, and whether it takes anything now.
#[derive(Default)]
struct Gateway {
    messages: Vec<serde_json::Value>,
    away: bool,
}

type Shared = Arc<Mutex<Gateway>>;

fn locked(gateway: &Shared) -> std::sync::MutexGuard<'_, Gateway> {
    gateway.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a message that is signed with the secret.
async fn take(State(gateway): State<Shared>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(time), Some(signature)) = (header("x-smena-time"), header("x-smena-signature"))
    else {
        return StatusCode::UNAUTHORIZED;
    };
    if sms::signature(SECRET, time, &body) != signature {
        return StatusCode::UNAUTHORIZED;
    }
    let mut gateway = locked(&gateway);
    if gateway.away {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    gateway
        .messages
        .push(serde_json::from_slice(&body).expect("JSON"));
    StatusCode::ACCEPTED
}

/// A server with a gateway, and a holder whose telephone is known.
struct Place {
    world: World,
    gateway: Shared,
}

impl Place {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let gateway = Shared::default();
        let router = Router::new()
            .route("/", post(take))
            .with_state(Arc::clone(&gateway));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let world = World::with_gateway(&format!("http://{address}/")).await;
        fs::write(world.folder.path().join("sms-secret"), SECRET).expect("a file");
        world.holder_with_phone("+7 900 123 45 67").await;
        Self { world, gateway }
    }

    async fn session(&self) -> Session {
        let app = &self.world.app;
        let opened = sessions::open(app, &app.ctx(Actor::Anybody))
            .await
            .expect("a session");
        self.find(&opened.token).await.expect("a live session")
    }

    async fn find(&self, token: &SessionToken) -> Result<Session, Failure> {
        let app = &self.world.app;
        sessions::find(app, &app.ctx(Actor::Anybody), token).await
    }

    /// Asks for a code and lets the job send it.
    async fn ask(&self, session: &Session, number: &str) -> Result<(), Failure> {
        let app = &self.world.app;
        let network: IpAddr = NETWORK.parse().expect("an address");
        phone_codes::ask(app, &app.ctx(Actor::Anybody), session, network, number).await?;
        self.world.work().await;
        Ok(())
    }

    async fn enter(&self, session: &Session, code: &str) -> Result<SessionToken, Failure> {
        let app = &self.world.app;
        phone_codes::sign_in(app, &app.ctx(Actor::Anybody), session, code).await
    }

    async fn waiting(&self, session: &Session) -> Option<Waiting> {
        let app = &self.world.app;
        phone_codes::waited_for(app, &app.ctx(Actor::Anybody), session)
            .await
            .expect("an answer")
    }

    fn messages(&self) -> Vec<serde_json::Value> {
        locked(&self.gateway).messages.clone()
    }

    /// The code of the newest message.
    fn code(&self) -> String {
        let messages = self.messages();
        let text = messages.last().expect("a message")["text"]
            .as_str()
            .expect("a text")
            .to_owned();
        text.split(|sign: char| !sign.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .expect("six digits")
            .to_owned()
    }
}

/// A code of six digits that is not this one.
fn other_than(code: &str) -> String {
    let number: u32 = code.parse().expect("digits");
    format!("{:06}", (number + 1) % 1_000_000)
}

fn code_of(refused: Result<SessionToken, Failure>) -> &'static str {
    let failure = refused.expect_err("refused");
    failure.code().expect("a refusal")
}

#[tokio::test]
async fn a_code_signs_in_to_a_session_of_lower_rights_under_a_new_token() {
    let place = Place::new().await;
    let app = &place.world.app;
    let opened = sessions::open(app, &app.ctx(Actor::Anybody))
        .await
        .expect("a session");
    let session = place.find(&opened.token).await.expect("a live session");
    place.ask(&session, KNOWN).await.expect("asked");
    let sent = place.messages();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0]["to"], "+79001234567");
    let text = sent[0]["text"].as_str().expect("a text");
    assert!(text.contains("икому не сообщайте"), "{text}");

    let token = place.enter(&session, &place.code()).await.expect("right");
    let raised = place.find(&token).await.expect("a live session");
    assert_eq!((raised.id, raised.class), (session.id, SessionClass::Phone));
    assert!(raised.holder.is_some());
    assert!(
        HolderSession::of(&raised).is_err(),
        "a telephone signs nothing"
    );
    assert!(
        place.find(&opened.token).await.is_err(),
        "the token changed"
    );
    assert_eq!(
        code_of(place.enter(&raised, &place.code()).await),
        "signed-in-already"
    );
}

#[tokio::test]
async fn five_tries_are_compared_and_no_more_however_many_come_at_once() {
    let place = Place::new().await;
    let session = place.session().await;
    place.ask(&session, KNOWN).await.expect("asked");
    let right = place.code();
    let wrong = other_than(&right);
    let tries = (0..100).map(|_| place.enter(&session, &wrong));
    let mut compared = 0;
    for answer in join_all(tries).await {
        match code_of(answer) {
            "wrong-code" => compared += 1,
            code => assert_eq!(code, "code-tried-often"),
        }
    }
    assert_eq!(compared, 5);
    assert_eq!(
        code_of(place.enter(&session, &right).await),
        "code-tried-often"
    );
}

/// All at once: each is polled before the first has ended.
async fn join_all<F: Future<Output = Result<SessionToken, Failure>>>(
    tries: impl Iterator<Item = F>,
) -> Vec<F::Output> {
    let mut waiting: Vec<_> = tries.map(Box::pin).collect();
    let mut answers = Vec::new();
    std::future::poll_fn(move |context| {
        waiting.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() {
            std::task::Poll::Ready(std::mem::take(&mut answers))
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_code_opens_its_own_session_once_in_time_and_until_a_newer_one_is_sent() {
    let place = Place::new().await;
    let session = place.session().await;
    let other = place.session().await;
    place.ask(&session, KNOWN).await.expect("asked");
    let first = place.code();
    assert_eq!(code_of(place.enter(&other, &first).await), "wrong-code");
    let refused = place.ask(&session, KNOWN).await.expect_err("too soon");
    assert_eq!(refused.code(), Some("code-too-soon"));

    place.world.pass(Duration::seconds(60));
    place.ask(&session, KNOWN).await.expect("asked again");
    let second = place.code();
    assert_ne!(first, second);
    assert_eq!(code_of(place.enter(&session, &first).await), "wrong-code");
    place.world.pass(Duration::minutes(10));
    assert_eq!(code_of(place.enter(&session, &second).await), "wrong-code");
}

#[tokio::test]
async fn nothing_that_is_answered_tells_whether_a_number_is_known() {
    let place = Place::new().await;
    let (known, unknown) = (place.session().await, place.session().await);
    locked(&place.gateway).away = true;
    place.ask(&known, KNOWN).await.expect("asked");
    place.ask(&unknown, UNKNOWN).await.expect("asked");
    // The gateway comes back later: the message of the known number goes out then.
    locked(&place.gateway).away = false;
    let before = (place.waiting(&known).await, place.waiting(&unknown).await);
    assert!(before.0.is_some());
    assert_eq!(before.0, before.1);
    place.world.pass(Duration::seconds(30));
    place.world.work().await;
    assert_eq!(place.messages().len(), 1, "to the known number alone");
    assert_eq!(place.waiting(&known).await, before.0, "the time stays");
    assert_eq!(place.waiting(&unknown).await, before.1);

    let wrong = other_than(&place.code());
    for _ in 0..7 {
        let of_known = code_of(place.enter(&known, &wrong).await);
        let of_unknown = code_of(place.enter(&unknown, &wrong).await);
        assert_eq!(of_known, of_unknown);
    }
    for session in [&known, &unknown] {
        assert_eq!(
            code_of(place.enter(session, &wrong).await),
            "code-tried-often"
        );
    }
    let soon = |number| place.ask(if number == KNOWN { &known } else { &unknown }, number);
    let refused = (
        soon(KNOWN).await.expect_err("too soon").code(),
        soon(UNKNOWN).await.expect_err("too soon").code(),
    );
    assert_eq!(refused, (Some("code-too-soon"), Some("code-too-soon")));
}

#[tokio::test]
async fn ten_wrong_codes_close_a_number_for_a_day_and_no_newer_code_or_session_opens_it() {
    let place = Place::new().await;
    let mut seen = Vec::new();
    for number in [KNOWN, UNKNOWN] {
        let wrong = "000000";
        let mut answers = Vec::new();
        for _ in 0..2 {
            let session = place.session().await;
            place.ask(&session, number).await.expect("asked");
            if number == KNOWN {
                assert_ne!(place.code(), wrong, "another seed is needed");
            }
            for _ in 0..5 {
                answers.push(code_of(place.enter(&session, wrong).await));
            }
            // The sixth tells that it was too many, and for the last code that it was too many for today.
            answers.push(code_of(place.enter(&session, wrong).await));
            let waiting = place.waiting(&session).await.expect("asked for");
            answers.push(match waiting.entering {
                Entering::TriedOften => "tried-often",
                Entering::OverToday => "over-today",
                Entering::Open | Entering::Over => "open",
            });
        }
        let another = place.session().await;
        let refused = place.ask(&another, number).await.expect_err("over");
        answers.push(refused.code().expect("a code"));
        seen.push(answers);
    }
    let of_code = ["wrong-code"; 5];
    let expected = [
        &of_code[..],
        &["code-tried-often", "tried-often"],
        &of_code[..],
        &["codes-over-today", "over-today", "codes-over-today"],
    ]
    .concat();
    assert_eq!(seen, [expected.clone(), expected]);

    place.world.pass(Duration::days(1));
    let session = place.session().await;
    place.ask(&session, KNOWN).await.expect("the next day");
    place
        .enter(&session, &place.code())
        .await
        .expect("right again");
}

#[tokio::test]
async fn a_right_code_takes_nothing_from_the_day() {
    let place = Place::new().await;
    for _ in 0..11 {
        let session = place.session().await;
        place.ask(&session, KNOWN).await.expect("asked");
        place.enter(&session, &place.code()).await.expect("right");
        place.world.pass(Duration::minutes(13));
    }
}

#[tokio::test]
async fn a_number_gets_five_messages_an_hour_whoever_asks() {
    let place = Place::new().await;
    for number in [KNOWN, UNKNOWN] {
        for _ in 0..5 {
            let session = place.session().await;
            place.ask(&session, number).await.expect("asked");
        }
        let session = place.session().await;
        let refused = place.ask(&session, number).await.expect_err("too many");
        assert_eq!(refused.code(), Some("codes-too-many"));
    }
    assert_eq!(place.messages().len(), 5);
    place.world.pass(Duration::minutes(61));
    let session = place.session().await;
    place.ask(&session, KNOWN).await.expect("asked");
}

#[tokio::test]
async fn what_is_no_number_and_what_is_far_away_is_refused() {
    let place = Place::new().await;
    let session = place.session().await;
    for (number, code) in [
        ("ivanova", "phone-not-valid"),
        ("+375 29 123 45 67", "phone-country"),
    ] {
        let refused = place.ask(&session, number).await.expect_err("refused");
        assert_eq!(refused.code(), Some(code), "{number}");
    }
    assert!(place.messages().is_empty());
    assert!(place.waiting(&session).await.is_none());
}
