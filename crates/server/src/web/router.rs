//! The router: the rows of the table, each with its bounds, and what lies around all of them.

use axum::{Router, extract::DefaultBodyLimit, middleware};
use tower_http::compression::CompressionLayer;

use super::{
    error, limit,
    portal::{headers, language},
    routes::TABLE,
};
use crate::app::App;

/// The router of the whole server.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in TABLE {
        let mut handler = route
            .handler()
            .layer(DefaultBodyLimit::max(route.body_bytes_max));
        if let Some(act) = limit::act_of(route) {
            let state = (app.clone(), act);
            handler = handler.layer(middleware::from_fn_with_state(state, limit::bound));
        }
        router = router.route(route.path, handler);
    }
    router
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::method_not_allowed)
        .layer(middleware::from_fn_with_state(
            app.clone(),
            language::switch,
        ))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            headers::own_host,
        ))
        .layer(middleware::from_fn_with_state(app.clone(), error::render))
        .layer(middleware::from_fn_with_state(app.clone(), headers::keep))
        .layer(CompressionLayer::new())
        .with_state(app)
}
