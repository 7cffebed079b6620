//! What each route does: look the page up, take the answer, show where things stand.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};
use smena_media::Guard;
use smena_protocol::v1::{Code, Nonce, Origin, Sha256};
use smena_ui::{Language, page::asset::Asset};
use zeroize::Zeroizing;

use super::{
    desk::Served,
    form::{self, Form},
    rules,
    talk::{Answer, End, Phase, Question, Talk},
    view::{self, ASSETS, entry::Refusal},
    work::LocalAct,
};
use crate::{
    limits::{EVENTS_MAX, NEXT_PAGE_WAIT_MAX},
    random::Event,
    strength::Strength,
};

type Own = State<Arc<Served>>;

/// `GET /errand?authority=…&code=…`: door B.
pub(super) async fn fixed_door(
    State(served): Own,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let language = language(&served, &headers);
    if !served.settings.fixed_door {
        return refused(&served, language, Refusal::DoorClosed);
    }
    if !rules::tells_its_site(&headers) {
        return refused(&served, language, Refusal::OldBrowser);
    }
    let form = query.as_deref().and_then(form::query).unwrap_or_default();
    let Ok(origin) = Origin::parse(form.text("authority")) else {
        return refused(&served, language, Refusal::Address);
    };
    let Ok(code) = form.text("code").parse::<Code>() else {
        return refused(&served, language, Refusal::Code);
    };
    match served.take_errand(&origin, code, language, false) {
        Some(talk) => came_in(&served, &talk).await,
        None => refused(&served, language, Refusal::TooMany),
    }
}

/// `GET /e/SECRET`: the address that the portal or the command line has shown.
pub(super) async fn entry(
    State(served): Own,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Some(talk) = served.by_entry(&secret) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    if !rules::tells_its_site(&headers) {
        return refused(&served, language(&served, &headers), Refusal::OldBrowser);
    }
    came_in(&served, &talk).await
}

/// The browser came from elsewhere, so it is not led by a redirect, which would keep that mark, but by a page of our own.
async fn came_in(served: &Arc<Served>, talk: &Arc<Talk>) -> Response {
    settled(talk).await;
    page(StatusCode::OK, view::entry::page(served, talk))
}

/// `GET /s/SECRET`: where things stand.
pub(super) async fn show(State(served): Own, Path(secret): Path<String>) -> Response {
    match served.by_page(&secret) {
        Some(talk) => page(StatusCode::OK, view::show(&served, &talk)),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /s/SECRET`, but not from one of our pages. Where nothing but the person has led the browser there (a tab that was
/// restored, a bookmark), a link from here goes on: a step from one of our own pages, which he makes himself. A page of
/// somebody else that leads there gets no such step.
pub(super) fn came_back(served: &Served, request: &Request, is_own_act: bool) -> Response {
    let language = language(served, request.headers());
    let secret = request.uri().path().strip_prefix("/s/").unwrap_or_default();
    let talk = served.by_page(secret);
    let refusal = match (&talk, is_own_act) {
        (Some(_), true) => Refusal::Reopened,
        (Some(_), false) => Refusal::FromElsewhere,
        (None, true) => Refusal::Over,
        (None, false) => return StatusCode::FORBIDDEN.into_response(),
    };
    let onward = talk
        .filter(|_| refusal == Refusal::Reopened)
        .map(|talk| talk.address());
    page(
        refusal.status(),
        view::entry::refusal(served, language, refusal, onward),
    )
}

/// What a page that follows something is told.
#[derive(Serialize)]
struct Followed {
    state: String,
    progress: u8,
}

/// `GET /s/SECRET/state`.
pub(super) async fn state(State(served): Own, Path(secret): Path<String>) -> Response {
    match served.by_page(&secret) {
        Some(talk) => followed(&talk),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn followed(talk: &Talk) -> Response {
    Json(Followed {
        state: talk.seen().number.to_string(),
        progress: talk.gathered(),
    })
    .into_response()
}

/// `GET /s/SECRET/assets/NAME`.
pub(super) async fn asset(
    State(served): Own,
    Path((secret, name)): Path<(String, String)>,
) -> Response {
    let known = served.by_page(&secret).is_some() || secret == served.assets.to_string();
    match Asset::find(&name, &[ASSETS, smena_ui::page::asset::SHARED]) {
        Some(asset) if known => {
            ([(header::CONTENT_TYPE, asset.media_type)], asset.octets).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// `GET /s/SECRET/document.pdf`: the very octets that would be signed.
pub(super) async fn document(State(served): Own, Path(secret): Path<String>) -> Response {
    let shown = served.by_page(&secret).map(|talk| talk.seen().phase);
    let Some(Phase::Asking(question)) = shown else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Question::Application { document, .. } = *question else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = [(header::CONTENT_TYPE, "application/pdf")];
    (kind, document.as_ref().clone()).into_response()
}

/// `GET /s/SECRET/doctor`: leads to the check of the workplace, which begins if there was none. Asking again changes nothing.
pub(super) async fn doctor(State(served): Own, Path(secret): Path<String>) -> Response {
    let Some(from) = served.by_page(&secret) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let talk = served.check_page(from.language);
    settled(&talk).await;
    lead_to(&talk)
}

/// `GET /s/SECRET/report.json`: the report of the check, as it can be sent to support.
pub(super) async fn report(State(served): Own, Path(secret): Path<String>) -> Response {
    let shown = served.by_page(&secret).map(|talk| talk.seen().phase);
    let Some(Phase::Ended(end)) = shown else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let End::Checked(checked) = *end else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let head = [
        (header::CONTENT_TYPE, "application/json"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"smena-doctor.json\"",
        ),
    ];
    (head, checked.record.as_ref().clone()).into_response()
}

/// `POST /s/SECRET/answer`.
pub(super) async fn answer(
    State(served): Own,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (talk, form) = match posted(&served, &secret, &headers, body) {
        Ok(posted) => posted,
        Err(status) => return status.into_response(),
    };
    let Ok(number) = form.text("number").parse::<u64>() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let seen = talk.seen();
    // A page that was loaded before shows another question: what stands now is shown.
    if seen.number == number {
        match &seen.phase {
            Phase::Asking(question) => match answer_to(question, &form) {
                Ok(answer) => {
                    talk.answer(number, answer);
                }
                Err(mistakes) => talk.correct(mistakes),
            },
            Phase::Ended(end) if matches!(**end, End::Done { .. }) => talk.want_again(),
            Phase::Ended(end) if matches!(**end, End::Checked(_)) => served.check_again(&talk),
            Phase::Start => return start(&served, &talk, &form).await,
            _ => {}
        }
    }
    settled(&talk).await;
    lead_to(&talk)
}

/// The start page's form: a code that was typed (door C).
async fn start(served: &Arc<Served>, talk: &Arc<Talk>, form: &Form) -> Response {
    let origin = Origin::parse(form.text("authority").trim_end_matches('/'));
    let code = super::code(form.text("code"));
    let mut mistakes = Vec::new();
    if origin.is_err() {
        mistakes.push(("authority", "desk-start-authority-wrong"));
    }
    if code.is_none() {
        mistakes.push(("code", "desk-start-code-wrong"));
    }
    let (Ok(origin), Some(code)) = (origin, code) else {
        talk.correct(mistakes);
        return lead_to(talk);
    };
    match served.take_errand(&origin, code, talk.language, false) {
        Some(errand) => {
            settled(&errand).await;
            lead_to(&errand)
        }
        None => refused(served, talk.language, Refusal::TooMany),
    }
}

/// `POST /s/SECRET/sensor`: what the person's hands have done, in batches.
pub(super) async fn sensor(
    State(served): Own,
    Path(secret): Path<String>,
    body: Bytes,
) -> Response {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Batch {
        token: Nonce,
        events: Vec<Event>,
    }
    let body = Zeroizing::new(Vec::from(body));
    let Some(talk) = served.by_page(&secret) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let Ok(batch) = serde_json::from_slice::<Batch>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    if !same(&batch.token, &talk.token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if batch.events.len() > EVENTS_MAX {
        return StatusCode::BAD_REQUEST.into_response();
    }
    talk.feed(&batch.events);
    followed(&talk)
}

/// `POST /s/SECRET/local`: what follows a renewal without an authority, from its last page.
pub(super) async fn local(
    State(served): Own,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (talk, form) = match posted(&served, &secret, &headers, body) {
        Ok(posted) => posted,
        Err(status) => return status.into_response(),
    };
    let Phase::Ended(end) = talk.seen().phase else {
        return lead_to(&talk);
    };
    let End::Done {
        certificate: Some(certificate),
        ..
    } = *end
    else {
        return lead_to(&talk);
    };
    let of = Sha256::new(certificate.thumbprint());
    let act = match form.text("do") {
        "copy" => LocalAct::Copy(of),
        "remove" => LocalAct::RemoveFormer(of),
        _ => return StatusCode::BAD_REQUEST.into_response(),
    };
    match served.begin_local(&talk, act) {
        Some(local) => {
            settled(&local).await;
            lead_to(&local)
        }
        None => refused(&served, talk.language, Refusal::TooMany),
    }
}

/// A form of one of our pages: of this conversation, with its token.
fn posted(
    served: &Arc<Served>,
    secret: &str,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<(Arc<Talk>, Form), StatusCode> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let talk = served.by_page(secret).ok_or(StatusCode::NOT_FOUND)?;
    let kind = headers.get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind.as_bytes() != FORM.as_bytes()) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let form = Form::parse(body.into()).ok_or(StatusCode::BAD_REQUEST)?;
    match form.text("token").parse::<Nonce>() {
        Ok(token) if same(&token, &talk.token) => Ok((talk, form)),
        _ => Err(StatusCode::FORBIDDEN),
    }
}

/// Compares by hashes, so that the time says nothing about how much is right.
fn same(given: &Nonce, own: &Nonce) -> bool {
    Sha256::of(given.as_bytes()) == Sha256::of(own.as_bytes())
}

type Mistakes = Vec<(&'static str, &'static str)>;

/// Reads the answer to a question out of a form, or says what is wrong with it.
fn answer_to(question: &Question, form: &Form) -> Result<Answer, Mistakes> {
    match form.text("do") {
        "cancel" => return Ok(Answer::Cancel),
        "again" => return Ok(Answer::Again),
        "no" => return Ok(Answer::No),
        _ => {}
    }
    match question {
        Question::Certificate { offered, .. } => {
            let fit = |number: usize| offered.get(number).is_some_and(|it| it.unfit.is_none());
            number(form, fit).ok_or_else(|| vec![("choice", "desk-certificate-none")])
        }
        Question::Medium { offered } | Question::Target { offered } => {
            number(form, |number| number < offered.len())
                .ok_or_else(|| vec![("choice", "desk-medium-none")])
        }
        Question::Password { .. } | Question::Pin { .. } => match form.text("secret") {
            "" => Err(vec![("secret", "desk-secret-empty")]),
            typed => Ok(Answer::Secret(Zeroizing::new(typed.to_owned()))),
        },
        Question::Keep { place, .. } => kept(place.guard, form),
        Question::Application { hash, .. } if form.text("hash") != hash.to_string() => {
            Err(vec![("answer", "desk-application-other")])
        }
        Question::Sensor => Ok(Answer::System),
        // It is answered in the window.
        Question::Window { .. } => Err(Vec::new()),
        Question::Trust { .. }
        | Question::Errand { .. }
        | Question::LastTry { .. }
        | Question::Application { .. }
        | Question::Remove { .. }
        | Question::Failed { .. } => Ok(Answer::Yes),
    }
}

fn number(form: &Form, fits: impl Fn(usize) -> bool) -> Option<Answer> {
    let number = form.text("choice").parse().ok()?;
    fits(number).then_some(Answer::Number(number))
}

/// How a key is kept. No password is a choice of its own, never an empty field.
fn kept(guard: Guard, form: &Form) -> Result<Answer, Mistakes> {
    let exportable = form.text("exportable") == "yes";
    if guard == Guard::Pin {
        return Ok(Answer::Keep {
            password: None,
            exportable,
        });
    }
    let (first, second) = (form.text("password"), form.text("password-again"));
    let without = form.text("without") == "yes";
    let weak = Strength::of(first) == Strength::Weak && form.text("weak") != "yes";
    match (first, without) {
        ("", true) => Ok(Answer::Keep {
            password: None,
            exportable,
        }),
        ("", false) => Err(vec![("password", "desk-keep-empty")]),
        (_, true) => Err(vec![("without", "desk-keep-both")]),
        _ if first != second => Err(vec![("password-again", "desk-keep-differ")]),
        _ if weak => Err(vec![("weak", "desk-keep-weak")]),
        _ => Ok(Answer::Keep {
            password: Some(Zeroizing::new(first.to_owned())),
            exportable,
        }),
    }
}

/// Waits a moment for the next question, beside the threads that answer browsers.
async fn settled(talk: &Arc<Talk>) {
    let talk = Arc::clone(talk);
    // That the wait ends badly only means that the page of progress is shown.
    let _ = tokio::task::spawn_blocking(move || talk.settle(NEXT_PAGE_WAIT_MAX)).await;
}

fn lead_to(talk: &Talk) -> Response {
    let place = HeaderValue::from_str(&talk.address())
        .expect("base64url is ASCII without control characters");
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

fn refused(served: &Arc<Served>, language: Language, refusal: Refusal) -> Response {
    page(
        refusal.status(),
        view::entry::refusal(served, language, refusal, None),
    )
}

fn page(status: StatusCode, html: Result<String, askama::Error>) -> Response {
    match html {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The language that the browser wishes for, or the agent's.
fn language(served: &Served, headers: &HeaderMap) -> Language {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map_or(served.settings.language, Language::of_accept_language)
}
