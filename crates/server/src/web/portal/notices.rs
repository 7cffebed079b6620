//! `GET /notices`: «Новости – Уведомления».

use axum::{extract::State, response::Response};

use super::{guard::SignedIn, page::shown};
use crate::{
    app::{App, cabinet, renewals},
    view::notices::NoticesPage,
    web::error::ApiError,
};

/// `GET /notices`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: SignedIn,
) -> Result<Response, ApiError> {
    let (ctx, holder) = (&own.visit.ctx, own.session.holder);
    let certificates = cabinet::list(&app, ctx, holder).await?;
    let renewals = renewals::list(&app, holder).await?;
    let frame = own.frame(&app);
    shown(&NoticesPage::new(&frame, ctx.now, &certificates, &renewals))
}
