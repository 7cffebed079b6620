//! `/errands/{id}`: the way to the agent for an errand of this session, and the state that its page follows.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse as _, Response},
};
use serde::Serialize;
use smena_protocol::v1::{ErrandKind, ErrandRequested};

use super::{
    guard::{OwnErrand, OwnRenewal, Posted},
    page::{see_other, shown},
};
use crate::{
    app::{
        App,
        errands::{self, ErrandState, Watched},
        failure::Denial,
        wire,
    },
    view::door::{DoorPage, Doors, leads_to, live_state},
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
    shown(&DoorPage::new(&frame, own.visit.ctx.now, &watched, doors))
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
    own: OwnRenewal,
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
