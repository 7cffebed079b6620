//! `/api/v1/errands`: made, claimed, answered, taken.

use axum::{Json, extract::State};
use smena_protocol::v1::{
    Accepted, Claimed, Envelope, ErrandId, ErrandMade, ErrandRequested, Extended, ReturnRequested,
    Returned,
};

use crate::{
    app::{App, errands},
    web::{
        error::ApiError,
        guard::{Asked, InSession, Named, Wire},
    },
};

/// `POST /api/v1/errands`: a session asks for an errand.
pub(in crate::web) async fn make(
    State(app): State<App>,
    asked: Asked,
    InSession(session): InSession,
    Wire(body): Wire<ErrandRequested>,
) -> Result<Json<ErrandMade>, ApiError> {
    Ok(Json(
        errands::make(&app, &asked.ctx, &session, &body).await?,
    ))
}

/// `POST /api/v1/errands/claim`: an agent claims it.
pub(in crate::web) async fn claim(
    State(app): State<App>,
    asked: Asked,
    Wire(body): Wire<Envelope>,
) -> Result<Json<Claimed>, ApiError> {
    Ok(Json(errands::claim(&app, &asked.ctx, &body).await?))
}

/// `POST /api/v1/errands/{id}/extension`: the agent asks for more time.
pub(in crate::web) async fn extend(
    State(app): State<App>,
    asked: Asked,
    Named(id): Named<ErrandId>,
    Wire(body): Wire<Envelope>,
) -> Result<Json<Extended>, ApiError> {
    Ok(Json(errands::extend(&app, &asked.ctx, id, &body).await?))
}

/// `POST /api/v1/errands/{id}/result`: the agent hands in what it made.
pub(in crate::web) async fn result(
    State(app): State<App>,
    asked: Asked,
    Named(id): Named<ErrandId>,
    Wire(body): Wire<Envelope>,
) -> Result<Json<Accepted>, ApiError> {
    Ok(Json(errands::result(&app, &asked.ctx, id, &body).await?))
}

/// `POST /api/v1/errands/{id}/return`: the session takes the result.
pub(in crate::web) async fn return_code(
    State(app): State<App>,
    asked: Asked,
    InSession(session): InSession,
    Named(id): Named<ErrandId>,
    Wire(body): Wire<ReturnRequested>,
) -> Result<Json<Returned>, ApiError> {
    Ok(Json(
        errands::return_code(&app, &asked.ctx, &session, id, &body).await?,
    ))
}
