//! `GET /certificates`: the holder's own certificates, and how long each one still signs.

use axum::{extract::State, response::Response};

use super::{guard::SignedIn, page::shown};
use crate::{
    app::{App, cabinet},
    view::certificates::CertificatesPage,
    web::error::ApiError,
};

/// `GET /certificates`.
pub(in crate::web) async fn show(
    State(app): State<App>,
    own: SignedIn,
) -> Result<Response, ApiError> {
    let list = cabinet::list(&app, &own.visit.ctx, own.session.holder).await?;
    let page = CertificatesPage::new(&own.frame(&app), own.visit.ctx.now, &list);
    shown(&page)
}
