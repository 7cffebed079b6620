//! `/errands/{id}`: the way to the agent for an errand of this session, and the state that its page follows.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use smena_protocol::v1::{ErrandKind, ErrandRequested};

use super::{
    cookie,
    guard::{ByTelephoneToo, OwnErrand, Posted},
    page::{corrected, see_other, shown, with_cookie},
};
use crate::{
    app::{
        App,
        errands::{self, ErrandState, Watched},
        failure::{Denial, Failure},
        wire,
    },
    view::door::{DIGITS, DoorPage, Doors, leads_to, live_state},
    web::error::ApiError,
};

/// `GET /errands/{id}`: the doors while it is open, then what became of it.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: OwnErrand,
) -> Result<Response, ApiError> {
    let watched = Watched::from(own.errand);
    if let Some(place) = leads_to(&watched.errand) {
        return Ok(see_other(&place));
    }
    let doors = match (own.visit.session_token(), watched.errand.state) {
        (Some(token), ErrandState::Open) => {
            let codes = errands::codes(token, &watched.errand);
            let origin = app.config.origin.as_str();
            let query = format!("authority={origin}&code={}", *codes.code.reveal());
            let port = app.config.portal.agent_port;
            Some(Doors {
                registered: format!("smena:errand?{query}"),
                fixed: format!("http://127.0.0.1:{port}/errand?{query}"),
                typed: watched
                    .errand
                    .typed_expires
                    .filter(|expires| *expires > own.visit.ctx.now)
                    .map(|expires| (codes.typed.to_string(), expires)),
            })
        }
        _ => None,
    };
    let frame = own.visit.frame(&app);
    let (now, errors) = (own.visit.ctx.now, frame.errors([]));
    shown(&DoorPage::new(&frame, now, &watched, doors, errors))
}

/// `POST /errands/{id}/digits`: the digits that the agent shows pair it with the session, which gets a new token.
pub(in crate::web) async fn pair(
    State(app): State<App>,
    own: OwnErrand,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let session = own.visit.session.ok_or(Denial::SessionNeeded {})?;
    let (ctx, typed) = (&own.visit.ctx, fields.text(DIGITS));
    match errands::pair(&app, ctx, &session, &own.errand, typed).await {
        Ok(token) => {
            let place = own.errand.renewal.map_or_else(
                || "/progress".to_owned(),
                |(id, _)| format!("/renewals/{id}"),
            );
            let cookie = cookie::with_session(&token, &app.config.origin);
            Ok(with_cookie(see_other(&place), cookie))
        }
        Err(Failure::Denied(Denial::PairingDigitsWrong {})) => {
            let frame = own.visit.frame(&app);
            let errors = frame.errors([(DIGITS, frame.say("portal-pairing-wrong"))]);
            let watched = Watched::from(own.errand);
            corrected(&DoorPage::new(&frame, ctx.now, &watched, None, errors))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// What a page that follows something is told.
#[derive(Serialize)]
pub(in crate::web) struct Followed {
    /// The state; another than the page shows makes it load anew.
    pub(in crate::web) state: String,
    /// The page that is due instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::web) go: Option<String>,
}

/// `GET /errands/{id}/state`.
pub(in crate::web) async fn state(own: OwnErrand) -> Response {
    Json(Followed {
        state: live_state(&own.errand, own.visit.ctx.now),
        go: leads_to(&own.errand),
    })
    .into_response()
}

/// `POST /renewals/{id}/errands`: asks for an errand of a renewal.
pub(in crate::web) async fn make(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let kind = ErrandKind::parse(fields.text("kind")).ok_or(Denial::BadRequest {})?;
    let asked = ErrandRequested {
        kind,
        renewal: Some(wire::wire_renewal_id(own.renewal.id())),
    };
    let visit = &own.visit;
    let (Some(session), Some(token)) = (&visit.session, visit.session_token()) else {
        return Err(Denial::SessionNeeded {}.into());
    };
    let made = errands::make_in_browser(&app, &visit.ctx, session, token, &asked).await?;
    Ok(see_other(&format!("/errands/{made}")))
}
