//! Who asks too often is told to wait: by network for everything, by session and by holder for forms, and all together.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts as _, Request, State},
    http::{Extensions, HeaderMap, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use time::OffsetDateTime;

use super::{
    error::ApiError,
    guard::Asked,
    portal::{cookie, guard::Visit},
    routes::{Guard, Route},
};
use crate::{
    app::{
        App,
        failure::Failure,
        limiter::{self, Act, Asker},
    },
    config::HttpFile,
};

/// Named by the web servers that stand before this one.
const FORWARDED: &str = "x-forwarded-for";

/// Assets are answered from memory, which costs less than counting them.
const ASSETS: &str = "/assets/";

/// What a route counts as; files of programs and of others are for the web server in front to bound.
pub(super) fn act_of(route: &Route) -> Option<Act> {
    if route.path.starts_with(ASSETS) {
        return None;
    }
    Some(match route.guard {
        Guard::FirstForm => Act::Begin,
        Guard::SessionForm
        | Guard::OwnErrandForm
        | Guard::PhoneForm
        | Guard::PhoneRenewalForm
        | Guard::RenewalForm => Act::Form,
        Guard::Page
        | Guard::OwnErrand
        | Guard::PhonePage
        | Guard::PhoneRenewalPage
        | Guard::HolderPage
        | Guard::RenewalPage => Act::Look,
        Guard::Agent if route.path.ends_with("/claim") => Act::Guess,
        Guard::Anybody | Guard::Agent | Guard::Session | Guard::Holder | Guard::Claim => {
            return None;
        }
    })
}

/// Takes a token of the network that asks, and for a form one of its session and of its holder.
pub(super) async fn bound(
    State((app, act)): State<(App, Act)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    match count(&app, act, &mut parts).await {
        Ok(counted) => {
            let response = next.run(Request::from_parts(parts, body)).await;
            match given_back(&app, act, counted, response.status()).await {
                Ok(()) => response,
                Err(failure) => ApiError::from(failure).into_response(),
            }
        }
        Err(error) => error.into_response(),
    }
}

/// Counts the request; gives the network that it was counted for.
async fn count(app: &App, act: Act, parts: &mut Parts) -> Result<Asker, ApiError> {
    let now: OffsetDateTime = Asked::from_request_parts(parts, app).await?.ctx.now;
    let address = address_of(&app.config.http, &parts.headers, &parts.extensions);
    let network = Asker::of_address(address);
    let mut askers = vec![network];
    if act == Act::Form {
        askers.extend(session_of(&parts.headers, app));
        // The handler's guards find the visit that was read here; nobody else's acts count for a holder.
        let visit = Visit::from_request_parts(parts, app).await?;
        let holder = visit.session.and_then(|session| session.holder);
        askers.extend(holder.map(Asker::Holder));
    }
    limiter::take(app, act, askers, now).await?;
    Ok(network)
}

/// A claim with a right code costs nothing: agents claim as often as they have to. It is counted before it is looked at
/// all the same, or many guesses at once would all be let in.
async fn given_back(
    app: &App,
    act: Act,
    network: Asker,
    answered: StatusCode,
) -> Result<(), Failure> {
    if act == Act::Guess && answered != StatusCode::NOT_FOUND {
        limiter::give_back(app, act, network).await?;
    }
    Ok(())
}

fn session_of(headers: &HeaderMap, app: &App) -> Option<Asker> {
    let token = cookie::session(headers, &app.config.origin)?;
    Some(Asker::Session(*token.stored_hash().as_bytes()))
}

/// The address of whoever asks: the peer's, or, where that is a web server of ours, the one that it names.
pub(super) fn address_of(http: &HttpFile, headers: &HeaderMap, extensions: &Extensions) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
            peer.ip()
        });
    forwarded(http, headers, peer).unwrap_or(peer)
}

/// Each web server adds the address that it saw itself at the end: read from there, the first that is none of ours. What
/// stands before it was written by whoever asks, and is not looked at. None where something that is looked at is no
/// address.
fn forwarded(http: &HttpFile, headers: &HeaderMap, peer: IpAddr) -> Option<IpAddr> {
    let mut address = peer;
    for value in headers.get_all(FORWARDED).iter().rev() {
        for named in value.to_str().ok()?.rsplit(',') {
            if !http.trusts(address) {
                return Some(address);
            }
            address = named.trim().parse().ok()?;
        }
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, SocketAddr};

    use axum::{
        extract::ConnectInfo,
        http::{Extensions, HeaderMap, HeaderValue},
    };

    use super::{FORWARDED, address_of};
    use crate::config::HttpFile;

    fn asked_by(trusted: &[&str], peer: &str, lines: &[&'static str]) -> String {
        let networks = trusted.iter().map(|text| text.parse());
        let http = HttpFile {
            trusted_proxies: networks.collect::<Result<_, _>>().expect("networks"),
            ..HttpFile::default()
        };
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(FORWARDED, HeaderValue::from_static(line));
        }
        let mut extensions = Extensions::new();
        let peer: IpAddr = peer.parse().expect("an address");
        extensions.insert(ConnectInfo(SocketAddr::new(peer, 50_000)));
        address_of(&http, &headers, &extensions).to_string()
    }

    #[test]
    fn nobody_is_believed_who_was_not_named() {
        let lines = &["203.0.113.9"];
        for peer in ["127.0.0.1", "192.0.2.1", "::1"] {
            assert_eq!(asked_by(&[], peer, lines), peer);
        }
        assert_eq!(asked_by(&["10.0.0.0/8"], "127.0.0.1", lines), "127.0.0.1");
    }

    #[test]
    fn the_last_address_counts_that_is_none_of_ours() {
        let ours = &["127.0.0.1/32", "10.0.0.0/8"];
        for (lines, expected) in [
            (&[][..], "127.0.0.1"),
            (&["203.0.113.9"], "203.0.113.9"),
            (&["198.51.100.1, 203.0.113.9"], "203.0.113.9"),
            (&["198.51.100.1, 203.0.113.9, 10.1.2.3"], "203.0.113.9"),
            (&["198.51.100.1", "203.0.113.9,10.1.2.3"], "203.0.113.9"),
            (&["nonsense, 203.0.113.9"], "203.0.113.9"),
            (&["10.0.0.9, 10.1.2.3"], "10.0.0.9"),
            (&["2001:db8::7"], "2001:db8::7"),
        ] {
            assert_eq!(asked_by(ours, "127.0.0.1", lines), expected, "{lines:?}");
        }
        assert_eq!(
            asked_by(ours, "::ffff:127.0.0.1", &["203.0.113.9"]),
            "203.0.113.9"
        );
    }

    #[test]
    fn what_cannot_be_read_counts_as_none() {
        for line in [
            "",
            "unknown",
            "203.0.113.9,",
            "203.0.113.9:80",
            "203.0.113.9 10.0.0.1",
        ] {
            assert_eq!(
                asked_by(&["127.0.0.1/32"], "127.0.0.1", &[line]),
                "127.0.0.1",
                "{line}"
            );
        }
    }
}
