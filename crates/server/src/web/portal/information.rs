//! `/downloads`, `/authority`: what anybody may know before signing in.

use axum::{extract::State, response::Response};

use super::{guard::Visit, page::shown};
use crate::{
    app::App,
    view::{authority::AuthorityPage, downloads::DownloadsPage},
    web::error::ApiError,
};

/// `GET /downloads`.
pub(in crate::web) async fn downloads(
    State(app): State<App>,
    visit: Visit,
) -> Result<Response, ApiError> {
    let files = &app.config.portal.downloads;
    shown(&DownloadsPage::new(&visit.frame(&app), files))
}

/// `GET /authority`.
pub(in crate::web) async fn authority(
    State(app): State<App>,
    visit: Visit,
) -> Result<Response, ApiError> {
    let (root, issuing) = (app.authority.root(), app.authority.issuing());
    let frame = visit.frame(&app);
    let origin = app.config.origin.as_str();
    shown(&AuthorityPage::new(&frame, origin, root, issuing))
}
