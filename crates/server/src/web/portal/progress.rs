//! `/progress`: how the renewals of a holder stand, for whoever has his telephone or his key. Nothing stands here that was
//! not typed or is not needed to know what comes next.

use axum::{extract::State, response::Response};

use super::{guard::SignedInAnyhow, page::shown};
use crate::{
    app::{App, cabinet, renewals},
    view::progress::ProgressPage,
    web::error::ApiError,
};

/// `GET /progress`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: SignedInAnyhow,
) -> Result<Response, ApiError> {
    let (ctx, holder) = (&own.visit.ctx, own.session.holder);
    let renewals = renewals::list(&app, holder).await?;
    let certificates = cabinet::list(&app, ctx, holder).await?;
    let known: Vec<_> = renewals
        .iter()
        .filter_map(|renewal| Some((renewal, app.procedure(&renewal.procedure().name)?)))
        .collect();
    let frame = own.visit.frame(&app);
    shown(&ProgressPage::new(&frame, &known, &certificates, ctx.now))
}
