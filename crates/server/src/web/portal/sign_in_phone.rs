//! `/sign-in/phone`: a number, then the code that was sent to it (K6 to K8). Nothing here says whether anybody has the
//! number.

use std::net::IpAddr;

use axum::{extract::State, response::Response};

use super::{
    cookie,
    guard::{Caller, FirstPosted, Posted, Visit},
    page::{corrected, see_other, shown, with_cookie},
};
use crate::{
    app::{
        App,
        failure::{Denial, Failure},
        phone_codes,
        sessions::{self, Session},
    },
    view::{Told, sign_in_code::CodePage, sign_in_phone::PhonePage},
    web::error::ApiError,
};

/// Where whoever signed in so goes.
const PROGRESS: &str = "/progress";
/// The page of the code.
const CODE: &str = "/sign-in/phone/code";

/// `GET /sign-in/phone`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    visit: Visit,
) -> Result<Response, ApiError> {
    if visit.is_signed_in() {
        return Ok(see_other(PROGRESS));
    }
    // Where no messages are sent there is no such way in.
    if app.config.sms.is_none() {
        return Ok(see_other("/"));
    }
    shown(&PhonePage::new(&visit.frame(&app), &app.config, "", None))
}

/// `POST /sign-in/phone`: asks for a code; makes a session where there is none.
pub(in crate::web) async fn act(
    State(app): State<App>,
    visit: Visit,
    Caller(network): Caller,
    FirstPosted(fields): FirstPosted,
) -> Result<Response, ApiError> {
    if visit.is_signed_in() {
        return Ok(see_other(PROGRESS));
    }
    let ctx = &visit.ctx;
    let typed = fields.text("phone");
    let (session, cookie) = if let Some(session) = visit.session {
        (session, None)
    } else {
        let opened = sessions::open(&app, ctx).await?;
        let session = sessions::find(&app, ctx, &opened.token).await?;
        (session, Some(opened.token))
    };
    let mut response = match asked(&app, &visit, &session, network, typed).await {
        Ok(()) => see_other(CODE),
        Err(failure) => {
            let told = told(&app, &visit, failure)?;
            corrected(&PhonePage::new(
                &visit.frame(&app),
                &app.config,
                typed,
                Some(told),
            ))?
        }
    };
    if let Some(token) = cookie {
        response = with_cookie(response, cookie::with_session(&token, &app.config.origin));
    }
    Ok(response)
}

async fn asked(
    app: &App,
    visit: &Visit,
    session: &Session,
    network: IpAddr,
    typed: &str,
) -> Result<(), Failure> {
    phone_codes::ask(app, &visit.ctx, session, network, typed).await
}

/// What was refused, as the sentence at the field; a fault of ours goes on to its own page.
fn told(app: &App, visit: &Visit, failure: Failure) -> Result<String, ApiError> {
    if matches!(failure, Failure::Ours(_)) {
        return Err(failure.into());
    }
    let frame = visit.frame(app);
    Ok(Told::of(&failure, frame.language, frame.zone, None).sentence())
}

/// `GET /sign-in/phone/code`.
pub(in crate::web) async fn show_code(
    State(app): State<App>,
    visit: Visit,
) -> Result<Response, ApiError> {
    if visit.is_signed_in() {
        return Ok(see_other(PROGRESS));
    }
    match page(&app, &visit, None).await? {
        Some(page) => shown(&page),
        None => Ok(see_other("/sign-in/phone")),
    }
}

/// `POST /sign-in/phone/code`: enters the code.
pub(in crate::web) async fn enter(
    State(app): State<App>,
    visit: Visit,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    if visit.is_signed_in() {
        return Ok(see_other(PROGRESS));
    }
    let session = visit.session.ok_or(Denial::SessionNeeded {})?;
    match phone_codes::sign_in(&app, &visit.ctx, &session, fields.text("code")).await {
        Ok(token) => Ok(with_cookie(
            see_other(PROGRESS),
            cookie::with_session(&token, &app.config.origin),
        )),
        Err(failure) => {
            let told = told(&app, &visit, failure)?;
            match page(&app, &visit, Some(told)).await? {
                Some(page) => corrected(&page),
                None => Ok(see_other("/sign-in/phone")),
            }
        }
    }
}

async fn page(
    app: &App,
    visit: &Visit,
    error: Option<String>,
) -> Result<Option<CodePage>, ApiError> {
    let Some(session) = visit.session else {
        return Ok(None);
    };
    let waiting = phone_codes::waited_for(app, &visit.ctx, &session).await?;
    let frame = visit.frame(app);
    Ok(waiting.map(|waiting| CodePage::new(&frame, &app.config, &waiting, visit.ctx.now, error)))
}
