//! Guards of the portal: who looks at a page, and whether a form is one of our own pages' forms.
//!
//! Each is an extractor, so that a handler without it has no session, no renewal and no form. Those of a session read
//! the cookie; [`Posted`] besides wants our own `Origin` and the token that the page was given (security design, §4).
//! Somebody else's renewal or errand and a missing one are the same answer.

use std::{collections::BTreeMap, net::IpAddr};

use axum::{
    Form,
    extract::{FromRequest, FromRequestParts, Multipart, Path, Request},
    http::{HeaderMap, header, request::Parts},
    response::Response,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use smena_domain::{
    permission::telephone_may,
    procedure::Procedure,
    renewal::{Command, Duty, DutyState, Party, Refusal, Renewal, obligations},
};
use smena_protocol::v1::{ErrandId, RenewalId, SessionToken};
use smena_ui::Language;

use super::{cookie, page::see_other};
use crate::{
    app::{
        Actor, App, Ctx,
        cabinet::{self, Person},
        errands::{self, Errand},
        failure::{Denial, Failure},
        renewals,
        sessions::{self, HolderSession, KnownSession, Session, SessionClass},
        wire,
    },
    limits::{FORM_FIELDS_MAX, FORM_TOKEN_BYTES_MAX},
    view::{
        Frame,
        frame::{ASSETS, Telephone},
        steps::Typed,
    },
    web::{error::ApiError, guard::Asked, limit::address_of},
};

/// The name of the hidden field that every form carries.
pub(in crate::web) const TOKEN_FIELD: &str = "token";

/// The name of the hidden field with the revision that a page showed.
pub(in crate::web) const REVISION_FIELD: &str = "revision";

/// Whoever looks at a page, signed in or not.
#[derive(Clone)]
pub(in crate::web) struct Visit {
    /// The request's context; the holder acts in it once he is known.
    pub(in crate::web) ctx: Ctx,
    /// The language of the page.
    pub(in crate::web) language: Language,
    /// The live session of the cookie.
    pub(in crate::web) session: Option<Session>,
    /// Whose session it is, once somebody has signed in.
    pub(in crate::web) person: Option<Person>,
    /// The path that was asked for.
    pub(in crate::web) path: String,
    token: Option<SessionToken>,
}

impl Visit {
    /// What every page has around it, with the token for its forms.
    pub(in crate::web) fn frame(&self, app: &App) -> Frame {
        let token = self.token.as_ref();
        Frame {
            language: self.language,
            authority: app.config.name.clone(),
            assets: ASSETS.to_owned(),
            zone: app.config.portal.zone,
            path: self.path.clone(),
            person: self.person.as_ref().map(|person| person.name.clone()),
            telephone: self
                .session
                .filter(|session| session.class == SessionClass::Phone)
                .map(|session| Telephone {
                    paired: session.agent_key.is_some(),
                }),
            token: token.map_or_else(String::new, |token| form_token(token, self.ctx.draw())),
        }
    }

    /// Whether a holder has signed in with his certificate.
    pub(in crate::web) fn is_holder(&self) -> bool {
        self.session
            .is_some_and(|session| HolderSession::of(&session).is_ok())
    }

    /// Whether somebody has signed in, with a certificate or by telephone.
    pub(in crate::web) fn is_signed_in(&self) -> bool {
        self.session.is_some_and(|session| session.holder.is_some())
    }

    /// The token of the session's cookie, from which the codes of its errands are derived.
    pub(in crate::web) fn session_token(&self) -> Option<&SessionToken> {
        self.token.as_ref()
    }
}

impl FromRequestParts<App> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let Asked { ctx, language } = Asked::from_request_parts(parts, app).await?;
        let token = cookie::session(&parts.headers, &app.config.origin);
        let session = match &token {
            Some(token) => live(sessions::find(app, &ctx, token).await)?,
            None => None,
        };
        let holder = session.and_then(|session| session.holder);
        // Whoever has a holder's telephone is not told his name.
        let named = session.filter(|session| session.class == SessionClass::Holder);
        let person = match named.and(holder) {
            Some(holder) => cabinet::person(app, holder).await?,
            None => None,
        };
        let visit = Self {
            ctx: holder.map_or_else(|| ctx.clone(), |id| ctx.acting_as(Actor::Holder(id))),
            language,
            session,
            person,
            path: parts.uri.path().to_owned(),
            token,
        };
        // Several guards of one request look only once.
        parts.extensions.insert(visit.clone());
        Ok(visit)
    }
}

/// A session that has ended is none.
fn live(found: Result<Session, Failure>) -> Result<Option<Session>, Failure> {
    match found {
        Ok(session) => Ok(Some(session)),
        Err(Failure::Denied(Denial::SessionNeeded {})) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// A holder who has signed in with his certificate.
pub(in crate::web) struct SignedIn {
    /// The visit.
    pub(in crate::web) visit: Visit,
    /// His session.
    pub(in crate::web) session: HolderSession,
}

impl SignedIn {
    /// What every page has around it.
    pub(in crate::web) fn frame(&self, app: &App) -> Frame {
        self.visit.frame(app)
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let session = visit.session.ok_or(Denial::SessionNeeded {})?;
        Ok(Self {
            session: HolderSession::of(&session)?,
            visit,
        })
    }
}

/// Whoever has signed in, with a holder's certificate or by his telephone.
pub(in crate::web) struct SignedInAnyhow {
    /// The visit.
    pub(in crate::web) visit: Visit,
    /// The session.
    pub(in crate::web) session: KnownSession,
}

impl FromRequestParts<App> for SignedInAnyhow {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let session = visit.session.ok_or(Denial::SessionNeeded {})?;
        Ok(Self {
            session: KnownSession::of(&session)?,
            visit,
        })
    }
}

/// The address of whoever asks.
pub(in crate::web) struct Caller(pub(in crate::web) IpAddr);

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let http = &app.config.http;
        Ok(Self(address_of(http, &parts.headers, &parts.extensions)))
    }
}

/// A renewal of the holder who has signed in with his certificate. Of whoever has his telephone too, where a handler asks
/// for [`ByTelephoneToo`].
pub(in crate::web) struct OwnRenewal {
    /// The visit.
    pub(in crate::web) visit: Visit,
    /// The session.
    pub(in crate::web) session: KnownSession,
    /// The renewal.
    pub(in crate::web) renewal: Renewal,
}

impl OwnRenewal {
    /// The renewal that the path names, if it is of the session's holder.
    async fn named(
        parts: &mut Parts,
        app: &App,
        visit: Visit,
        session: KnownSession,
    ) -> Result<Self, ApiError> {
        let id: RenewalId = named(parts, app).await?;
        let row = renewals::of_holder(app, session.holder, wire::renewal_id(id)).await?;
        Ok(Self {
            visit,
            session,
            renewal: row.state,
        })
    }

    /// What every page has around it.
    pub(in crate::web) fn frame(&self, app: &App) -> Frame {
        self.visit.frame(app)
    }

    /// The procedure under which the renewal runs.
    pub(in crate::web) fn procedure<'a>(&self, app: &'a App) -> Result<&'a Procedure, Failure> {
        app.procedure(&self.renewal.procedure().name)
            .ok_or_else(|| Refusal::ProcedureChanged {}.into())
    }

    /// The address of the renewal's page.
    pub(in crate::web) fn address(&self) -> String {
        format!("/renewals/{}", self.renewal.id())
    }

    /// Refuses a step that is out of reach of whoever looks, by the way in which he signed in.
    pub(in crate::web) fn expect_may(&self, duty: Duty) -> Result<(), Denial> {
        if self.session.is_by_telephone() && !telephone_may(duty) {
            return Err(Denial::HolderSessionNeeded {});
        }
        Ok(())
    }

    /// Whether the holder owes this step now.
    pub(in crate::web) fn is_due(&self, app: &App, duty: Duty) -> Result<bool, Failure> {
        let procedure = self.procedure(app)?;
        let owed = obligations(&self.renewal, procedure, self.visit.ctx.now);
        Ok(owed.iter().any(|step| {
            step.what == duty
                && step.who == Party::Holder
                && matches!(step.state, DutyState::Now { .. })
        }))
    }

    /// Executes what the holder decided on a page, on the revision that the page showed, and leads to the renewal's page.
    /// What the rules refuse comes back as it is: the page says it at its place, or lets it go to the page of failures.
    pub(in crate::web) async fn act(
        &self,
        app: &App,
        fields: &Fields,
        command: Command,
    ) -> Result<Response, Failure> {
        let seen = fields.text(REVISION_FIELD).parse().unwrap_or_default();
        let (ctx, holder, id) = (&self.visit.ctx, self.session.holder, self.renewal.id());
        renewals::act(app, ctx, holder, id, seen, command).await?;
        Ok(see_other(&self.address()))
    }
}

impl FromRequestParts<App> for OwnRenewal {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let SignedIn { visit, session } = SignedIn::from_request_parts(parts, app).await?;
        Self::named(parts, app, visit, session.into()).await
    }
}

/// A renewal of whoever has signed in, with a holder's certificate or by his telephone: for what a telephone may do
/// (`permission::telephone_may`) and pages that show nothing of the holder's.
pub(in crate::web) struct ByTelephoneToo(pub(in crate::web) OwnRenewal);

impl FromRequestParts<App> for ByTelephoneToo {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let SignedInAnyhow { visit, session } =
            SignedInAnyhow::from_request_parts(parts, app).await?;
        Ok(Self(OwnRenewal::named(parts, app, visit, session).await?))
    }
}

/// An errand of the session that looks at it.
pub(in crate::web) struct OwnErrand {
    /// The visit.
    pub(in crate::web) visit: Visit,
    /// The errand.
    pub(in crate::web) errand: Errand,
}

impl FromRequestParts<App> for OwnErrand {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let visit = Visit::from_request_parts(parts, app).await?;
        let session = visit.session.ok_or(Denial::SessionNeeded {})?;
        let id: ErrandId = named(parts, app).await?;
        let errand = errands::of_session(app, &session, id).await?;
        Ok(Self { visit, errand })
    }
}

/// The `id` of the path. What is none names nothing.
async fn named<T: std::str::FromStr>(parts: &mut Parts, app: &App) -> Result<T, ApiError> {
    let Path(names) = Path::<BTreeMap<String, String>>::from_request_parts(parts, app)
        .await
        .map_err(|_| Denial::NotFound {})?;
    names
        .get("id")
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| Denial::NotFound {}.into())
}

/// What a form was filled in with, field by field, in the order of the page.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The value of a field without the spaces around it; empty where it is missing.
    pub(in crate::web) fn text<'a>(&'a self, name: &'a str) -> &'a str {
        self.values(name).next().unwrap_or_default()
    }

    /// The value of a field that somebody filled in.
    pub(in crate::web) fn filled<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    /// What was typed, for the page that is shown again; the token is made anew.
    pub(in crate::web) fn typed(&self) -> Typed {
        let typed = self.0.iter().filter(|(name, _)| name != TOKEN_FIELD);
        Typed::new(typed.cloned().collect())
    }

    /// The same fields, one of them with another value.
    pub(in crate::web) fn with(mut self, name: &str, value: &str) -> Self {
        self.0.retain(|(key, _)| key != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What stood beside a file, read by whoever takes the form apart.
    pub(in crate::web) fn of(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Every value of a field that can be chosen several times.
    pub(in crate::web) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }
}

/// A form from one of our own pages, of somebody who has a session.
pub(in crate::web) struct Posted(pub(in crate::web) Fields);

impl FromRequest<App> for Posted {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let token = cookie::session(request.headers(), &app.config.origin);
        let token = token.ok_or(Denial::SessionNeeded {})?;
        let fields = own_form(request, app).await?;
        check_token(&token, fields.text(TOKEN_FIELD))?;
        Ok(Self(fields))
    }
}

/// A form from one of our own pages, of somebody who may have no session yet: the act makes one. Without a session
/// there is no right that a foreign page could borrow; `Origin` is looked at all the same.
pub(in crate::web) struct FirstPosted(pub(in crate::web) Fields);

impl FromRequest<App> for FirstPosted {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        let token = cookie::session(request.headers(), &app.config.origin);
        let fields = own_form(request, app).await?;
        if let Some(token) = token {
            check_token(&token, fields.text(TOKEN_FIELD))?;
        }
        Ok(Self(fields))
    }
}

/// A form with files from one of our own pages: the token is its first field, and nothing is read before it is right.
pub(in crate::web) struct PostedFiles(pub(in crate::web) Multipart);

impl FromRequest<App> for PostedFiles {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &App) -> Result<Self, ApiError> {
        check_origin(request.headers(), app)?;
        let token = cookie::session(request.headers(), &app.config.origin);
        let token = token.ok_or(Denial::SessionNeeded {})?;
        let unread = |_| Denial::BadRequest {};
        // A body of another form has no first field either.
        let mut multipart = Multipart::from_request(request, app)
            .await
            .map_err(|_| Denial::FormTokenWrong {})?;
        let first = multipart.next_field().await.map_err(unread)?;
        let mut first = first.ok_or(Denial::FormTokenWrong {})?;
        if first.name() != Some(TOKEN_FIELD) {
            return Err(Denial::FormTokenWrong {}.into());
        }
        let mut text = Vec::new();
        while let Some(chunk) = first.chunk().await.map_err(unread)? {
            text.extend_from_slice(&chunk);
            if text.len() > FORM_TOKEN_BYTES_MAX {
                return Err(Denial::FormTokenWrong {}.into());
            }
        }
        drop(first);
        check_token(&token, &String::from_utf8_lossy(&text))?;
        Ok(Self(multipart))
    }
}

async fn own_form(request: Request, app: &App) -> Result<Fields, ApiError> {
    check_origin(request.headers(), app)?;
    let read = Form::<Vec<(String, String)>>::from_request(request, app).await;
    let Form(fields) = read.map_err(|rejection| match rejection.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Denial::BodyTooLarge {},
        _ => Denial::BadRequest {},
    })?;
    if fields.len() > FORM_FIELDS_MAX {
        return Err(Denial::BadRequest {}.into());
    }
    Ok(Fields(fields))
}

/// A browser says with each POST which page it comes from. Only our own pages count; who says nothing, or says it
/// twice, is none of them.
fn check_origin(headers: &HeaderMap, app: &App) -> Result<(), Denial> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let own = origins.next().is_some_and(|origin| {
        origin.as_bytes() == app.config.origin.as_str().as_bytes() && origins.next().is_none()
    });
    if own {
        Ok(())
    } else {
        Err(Denial::OriginForeign {})
    }
}

type FormMac = Hmac<Sha256>;

/// Octets of the number that makes each form's token another one: a page goes out compressed, and what stands in
/// every page unchanged could be guessed from its length (BREACH).
const SALT_BYTES: usize = 16;

fn form_mac(token: &SessionToken, salt: &[u8]) -> FormMac {
    let mut mac = FormMac::new_from_slice(token.as_ref()).expect("HMAC takes a key of any length");
    mac.update(b"smena form token");
    mac.update(salt);
    mac
}

/// The token of a form: made by whoever knows the session's own token, telling nothing of it.
fn form_token(token: &SessionToken, salt: [u8; SALT_BYTES]) -> String {
    let mac = form_mac(token, &salt).finalize().into_bytes();
    hex::encode([salt.as_slice(), mac.as_slice()].concat())
}

fn check_token(token: &SessionToken, given: &str) -> Result<(), Denial> {
    let given = hex::decode(given).map_err(|_| Denial::FormTokenWrong {})?;
    let (salt, mac) = given
        .split_at_checked(SALT_BYTES)
        .ok_or(Denial::FormTokenWrong {})?;
    form_mac(token, salt)
        .verify_slice(mac)
        .map_err(|_| Denial::FormTokenWrong {})
}

#[cfg(test)]
mod tests {
    use smena_protocol::v1::SessionToken;

    use super::{Fields, check_token, form_token};

    fn token(octet: u8) -> SessionToken {
        SessionToken::from_slice(&[octet; 32]).expect("32 octets")
    }

    #[test]
    fn the_form_token_of_another_session_is_refused() {
        let own = form_token(&token(1), [1; 16]);
        assert!(check_token(&token(1), &own).is_ok());
        assert_ne!(own, form_token(&token(1), [2; 16]), "no two pages have one");
        let other = form_token(&token(2), [1; 16]);
        for wrong in [
            other,
            String::new(),
            own[2..].to_owned(),
            own[32..].to_owned(),
        ] {
            assert!(check_token(&token(1), &wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn fields_are_read_by_name_without_the_spaces_around_them() {
        let pairs = [("name", " Анна "), ("power", "a"), ("power", "b")];
        let fields = Fields(
            pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        );
        assert_eq!(fields.text("name"), "Анна");
        assert_eq!(fields.values("power").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(fields.filled("missing"), None);
    }
}
