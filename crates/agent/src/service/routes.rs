//! The table of routes of the agent's pages, from which the router is built; nothing else adds a route.
//!
//! A test walks the table: every route refuses what its class refuses.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{Method, StatusCode},
    middleware,
    routing::{MethodRouter, get, post},
};

use super::{desk::Served, handlers, rules};
use crate::limits::PAGE_BODY_BYTES_MAX;

/// Who may ask for a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A browser that goes there in a window, from wherever.
    Entry,
    /// A page that a person looks at. It is shown to the agent's own pages alone; a person who comes back to it from elsewhere,
    /// by a tab that was restored, is told how to go on.
    Shown,
    /// What one of the agent's own pages loads.
    Page,
    /// A form or script of one of the agent's own pages.
    Act,
}

/// One route.
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Where; `{secret}` is the secret of a page.
    pub path: &'static str,
    /// Who may ask.
    pub class: Class,
    handler: fn() -> MethodRouter<Arc<Served>>,
}

const fn row(
    method: Method,
    path: &'static str,
    class: Class,
    handler: fn() -> MethodRouter<Arc<Served>>,
) -> Route {
    Route {
        method,
        path,
        class,
        handler,
    }
}

/// Every route.
pub const TABLE: &[Route] = {
    const GET: Method = Method::GET;
    const POST: Method = Method::POST;
    use Class::{Act, Entry, Page, Shown};
    &[
        row(GET, "/errand", Entry, || get(handlers::fixed_door)),
        row(GET, "/e/{secret}", Entry, || get(handlers::entry)),
        row(GET, "/s/{secret}", Shown, || get(handlers::show)),
        row(GET, "/s/{secret}/state", Page, || get(handlers::state)),
        row(GET, "/s/{secret}/assets/{name}", Page, || {
            get(handlers::asset)
        }),
        row(GET, "/s/{secret}/document.pdf", Page, || {
            get(handlers::document)
        }),
        row(GET, "/s/{secret}/doctor", Page, || get(handlers::doctor)),
        row(GET, "/s/{secret}/report.json", Page, || {
            get(handlers::report)
        }),
        row(POST, "/s/{secret}/answer", Act, || post(handlers::answer)),
        row(POST, "/s/{secret}/sensor", Act, || post(handlers::sensor)),
        row(POST, "/s/{secret}/local", Act, || post(handlers::local)),
    ]
};

/// The router of all pages.
pub(super) fn router(served: &Arc<Served>) -> Router {
    let mut router = Router::new();
    for route in TABLE {
        let guard = middleware::from_fn_with_state((Arc::clone(served), route.class), rules::guard);
        let handler = (route.handler)()
            .fallback(refused_method)
            .layer(DefaultBodyLimit::max(PAGE_BODY_BYTES_MAX))
            .layer(guard);
        router = router.route(route.path, handler);
    }
    let guard = middleware::from_fn_with_state((Arc::clone(served), Class::Page), rules::guard);
    let nothing: MethodRouter<Arc<Served>> = axum::routing::any(unknown).layer(guard);
    router
        .fallback_service(nothing.with_state(Arc::clone(served)))
        .with_state(Arc::clone(served))
}

async fn unknown() -> StatusCode {
    StatusCode::NOT_FOUND
}

async fn refused_method() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}
