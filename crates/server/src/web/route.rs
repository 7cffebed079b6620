//! What a row of the table of routes says: how and where it is asked, who is let in, how large a body may be.

use axum::{http::Method, routing::MethodRouter};

use crate::app::App;

/// Who is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Anybody.
    Anybody,
    /// Whoever signed the body with an agent key.
    Agent,
    /// A session, signed in or not.
    Session,
    /// A session whose holder is known.
    Holder,
    /// Whoever claimed an errand.
    Claim,
    /// Any browser; a page.
    Page,
    /// Any browser; a form of our own pages, for which a session is made where there is none.
    FirstForm,
    /// A browser with a session; a form of our own pages.
    SessionForm,
    /// A browser with a session; a page about an errand of this session.
    OwnErrand,
    /// A browser with a session; a form about an errand of this session.
    OwnErrandForm,
    /// A browser of whoever has signed in, with a certificate or by telephone; a page.
    PhonePage,
    /// The same; a form of our own pages.
    PhoneForm,
    /// The same; a page about a renewal of the session's holder.
    PhoneRenewalPage,
    /// The same; a form about a renewal of the session's holder.
    PhoneRenewalForm,
    /// A browser whose holder has signed in with a certificate; a page.
    HolderPage,
    /// The same; a page about a renewal of his own.
    RenewalPage,
    /// The same; a form about a renewal of his own.
    RenewalForm,
}

/// Whether a path belongs to the interface for programs or to what others fetch, and not to the pages for people.
#[must_use]
pub fn is_for_programs(path: &str) -> bool {
    path == "/status"
        || ["/api/", "/ca/", "/.well-known/"]
            .iter()
            .any(|start| path.starts_with(start))
}

/// One route.
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Where.
    pub path: &'static str,
    /// Who is let in.
    pub guard: Guard,
    /// Octets of a body at most; none takes no body.
    pub body_bytes_max: usize,
    handler: fn() -> MethodRouter<App>,
}

impl Route {
    /// What answers.
    pub(super) fn handler(&self) -> MethodRouter<App> {
        (self.handler)()
    }
}

pub(super) const fn row(
    method: Method,
    path: &'static str,
    guard: Guard,
    body_bytes_max: usize,
    handler: fn() -> MethodRouter<App>,
) -> Route {
    Route {
        method,
        path,
        guard,
        body_bytes_max,
        handler,
    }
}
