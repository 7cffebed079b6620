//! `/progress`: how the renewals of a holder stand, for whoever has his telephone or his key. Nothing stands here that was
//! not typed or is not needed to know what comes next.

use axum::{extract::State, response::Response};

use super::{guard::SignedInAnyhow, page::shown};
use crate::{
    app::{App, renewals},
    view::progress::ProgressPage,
    web::error::ApiError,
};

/// `GET /progress`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: SignedInAnyhow,
) -> Result<Response, ApiError> {
    let renewals = renewals::list(&app, own.holder).await?;
    let known: Vec<_> = renewals
        .iter()
        .filter_map(|renewal| Some((renewal, app.procedure(&renewal.procedure().name)?)))
        .collect();
    shown(&ProgressPage::new(
        &own.visit.frame(&app),
        &known,
        own.visit.ctx.now,
    ))
}
