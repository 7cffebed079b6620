//! The two cookies of the portal: the session's, and the language that somebody chose.
//!
//! Under `https` the session's has the prefix `__Host-`, by which a browser takes it from this host alone, over TLS, for
//! every path (RFC 6265bis, 4.1.3). Browsers refuse that prefix, and some the attribute `Secure`, on `http://localhost`;
//! the demo and the tests therefore have a cookie without either. No other `http` origin can be configured
//! (`smena_protocol::v1::Origin`).

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite, time::Duration};
use smena_protocol::v1::{Origin, SessionToken};
use smena_ui::Language;

const SESSION: &str = "__Host-smena";
const SESSION_OF_DEMO: &str = "smena";
const LANGUAGE: &str = "smena-lang";
/// How long a chosen language is remembered.
const LANGUAGE_DAYS: i64 = 365;
/// A browser sends few cookies to one host; whoever sends more is not read to the end.
const COOKIES_MAX: usize = 64;

fn session_name(origin: &Origin) -> &'static str {
    if origin.is_secure() {
        SESSION
    } else {
        SESSION_OF_DEMO
    }
}

/// The token in the session's cookie.
pub(in crate::web) fn session(headers: &HeaderMap, origin: &Origin) -> Option<SessionToken> {
    value(headers, session_name(origin))?.parse().ok()
}

/// The header that gives a browser a session. The cookie ends with the browser; the session by itself before.
pub(super) fn with_session(token: &SessionToken, origin: &Origin) -> HeaderValue {
    let cookie = Cookie::build((session_name(origin), token.reveal().to_string()))
        .http_only(true)
        .secure(origin.is_secure())
        .same_site(SameSite::Lax)
        .path("/");
    secret(&cookie.to_string())
}

/// The header that takes the session's cookie away.
pub(super) fn without_session(origin: &Origin) -> HeaderValue {
    let cookie = Cookie::build((session_name(origin), ""))
        .http_only(true)
        .secure(origin.is_secure())
        .same_site(SameSite::Lax)
        .path("/")
        .max_age(Duration::ZERO);
    secret(&cookie.to_string())
}

/// The language that somebody chose.
pub(in crate::web) fn language(headers: &HeaderMap) -> Option<Language> {
    Language::parse(&value(headers, LANGUAGE)?)
}

/// The header that remembers a language. It says nothing about a person and gives no right.
pub(super) fn with_language(language: Language, origin: &Origin) -> HeaderValue {
    let cookie = Cookie::build((LANGUAGE, language.tag()))
        .secure(origin.is_secure())
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .max_age(Duration::days(LANGUAGE_DAYS));
    secret(&cookie.to_string())
}

fn secret(text: &str) -> HeaderValue {
    let mut value =
        HeaderValue::from_str(text).expect("names, tokens and tags are letters, digits and signs");
    value.set_sensitive(true);
    value
}

/// The value of a cookie. Two of one name are none: nobody can say which one counts.
fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse)
        .take(COOKIES_MAX)
        .filter_map(Result::ok)
        .filter(|cookie| cookie.name() == name);
    let value = found.next()?.value().to_owned();
    found.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};
    use smena_protocol::v1::{Origin, SessionToken};
    use smena_ui::Language;

    use super::{language, session, with_language, with_session, without_session};

    fn origin(text: &str) -> Origin {
        Origin::parse(text).expect("an origin")
    }

    fn token() -> SessionToken {
        SessionToken::from_slice(&[7; 32]).expect("32 octets")
    }

    fn sent(cookies: &[&str]) -> HeaderMap {
        let lines = cookies.iter().map(|cookie| {
            let value = HeaderValue::from_str(cookie).expect("a header");
            (header::COOKIE, value)
        });
        lines.collect()
    }

    #[test]
    fn the_cookie_of_a_session_is_bound_to_host_and_tls_and_hidden_from_scripts() {
        let header = with_session(&token(), &origin("https://ca.example"));
        assert!(header.is_sensitive());
        let text = header.to_str().expect("text");
        let (pair, attributes) = text.split_once("; ").expect("attributes");
        assert_eq!(pair, format!("__Host-smena={}", *token().reveal()));
        let mut attributes: Vec<&str> = attributes.split("; ").collect();
        attributes.sort_unstable();
        assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);
    }

    #[test]
    fn on_a_loopback_without_tls_the_cookie_is_one_that_browsers_take() {
        let header = with_session(&token(), &origin("http://localhost:8443"));
        let text = header.to_str().expect("text");
        assert!(text.starts_with("smena="), "{text}");
        assert!(!text.contains("Secure"), "{text}");
        assert!(text.contains("HttpOnly"), "{text}");
    }

    #[test]
    fn a_session_is_taken_from_its_own_cookie_and_never_from_one_of_two() {
        let secure = origin("https://ca.example");
        let demo = origin("http://localhost:8443");
        let text = token().reveal().to_string();
        let own = format!("__Host-smena={text}");
        let other = format!("smena={text}");
        assert_eq!(session(&sent(&[&own]), &secure), Some(token()));
        assert_eq!(session(&sent(&["a=b; ", &own]), &secure), Some(token()));
        assert_eq!(session(&sent(&[&other]), &secure), None);
        assert_eq!(session(&sent(&[&other]), &demo), Some(token()));
        assert_eq!(session(&sent(&[&own, &own]), &secure), None);
        assert_eq!(session(&sent(&["__Host-smena=short"]), &secure), None);
    }

    #[test]
    fn a_cookie_is_taken_away_by_one_that_ends_at_once() {
        let header = without_session(&origin("https://ca.example"));
        let text = header.to_str().expect("text");
        assert!(text.starts_with("__Host-smena=;"), "{text}");
        assert!(text.contains("Max-Age=0"), "{text}");
    }

    #[test]
    fn a_chosen_language_comes_back() {
        let header = with_language(Language::English, &origin("https://ca.example"));
        let text = header.to_str().expect("text");
        let pair = text.split(';').next().expect("a pair");
        assert_eq!(language(&sent(&[pair])), Some(Language::English));
        assert_eq!(language(&sent(&["smena-lang=xx"])), None);
    }
}
