//! Who asks too often is told to wait: by network for everything, by session for forms.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{Extensions, HeaderMap, StatusCode},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use time::OffsetDateTime;

use super::{
    error::ApiError,
    guard::Asked,
    portal::cookie,
    routes::{Guard, Route},
};
use crate::app::{
    App,
    limiter::{Act, Asker},
};

/// Named by the web server that stands before this one.
const FORWARDED: &str = "x-forwarded-for";

/// What a route counts as; files of programs and of others are for the web server in front to bound.
pub(super) fn act_of(route: &Route) -> Option<Act> {
    Some(match route.guard {
        Guard::FirstForm => Act::Begin,
        Guard::SessionForm | Guard::HolderForm | Guard::RenewalForm => Act::Form,
        Guard::Page
        | Guard::OwnErrand
        | Guard::PhonePage
        | Guard::HolderPage
        | Guard::RenewalPage => Act::Look,
        Guard::Agent if route.path.ends_with("/claim") => Act::Guess,
        _ => return None,
    })
}

/// Takes a token of the network that asks, and for a form one of its session.
pub(super) async fn bound(
    State((app, act)): State<(App, Act)>,
    request: Request,
    next: Next,
) -> Response {
    let asker = Asker::of_address(address_of(request.headers(), request.extensions()));
    let now = request
        .extensions()
        .get::<Asked>()
        .map(|asked| asked.ctx.now);
    let Some(now) = now else {
        return next.run(request).await;
    };
    if act == Act::Guess {
        return guess(&app, request, next, asker, now).await;
    }
    let session = (act == Act::Form)
        .then(|| session_of(&request, &app))
        .flatten();
    let taken = session
        .into_iter()
        .chain([asker])
        .try_for_each(|asker| app.limiter.take(act, asker, now));
    match taken {
        Ok(()) => next.run(request).await,
        Err(denial) => ApiError::from(denial).into_response(),
    }
}

/// A claim with a right code costs nothing: agents claim as often as they have to.
async fn guess(
    app: &App,
    request: Request,
    next: Next,
    asker: Asker,
    now: OffsetDateTime,
) -> Response {
    if let Err(denial) = app.limiter.look(Act::Guess, asker, now) {
        return ApiError::from(denial).into_response();
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        // The last token is taken by the answer that says so; whoever goes on is refused above.
        let _ = app.limiter.take(Act::Guess, asker, now);
    }
    response
}

fn session_of(request: &Request, app: &App) -> Option<Asker> {
    let token = cookie::session(request.headers(), &app.config.origin)?;
    let hash = token.stored_hash();
    let start = hash.as_bytes().first_chunk()?;
    Some(Asker::Session(*start))
}

/// The address of whoever asks. The server listens on the loopback alone, so what connects is the web server in front, and
/// the last address in its list is the one that it saw itself.
pub(super) fn address_of(headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
            peer.ip()
        });
    if peer.is_loopback() {
        forwarded(headers).unwrap_or(peer)
    } else {
        peer
    }
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all(FORWARDED).iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}
