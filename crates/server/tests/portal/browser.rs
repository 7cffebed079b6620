//! A browser as far as the portal can tell: it keeps cookies, sends its origin with each form, and follows nothing by
//! itself.

use std::{collections::BTreeMap, fmt::Write as _};

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use smena_domain::certificate::Thumbprint;
use smena_protocol::v1::{Code, ErrandId, ErrandMade, Moment, Product, signed::Purpose};
use smena_server::app::{Actor, sessions};
use smena_store::{SecretHash, certificates, sessions as stored};
use tower::ServiceExt as _;

use crate::{
    agent::Agent,
    world::{Holder, ORIGIN, World},
};

/// An answer.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Page {
    /// Where it leads.
    pub(crate) fn place(&self) -> &str {
        self.header("location")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The value of the first hidden field of this name.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&start).unwrap_or_default();
        rest.split_once('"').unwrap_or_default().0.to_owned()
    }

    /// The part of the address of the agent's door after `code=`.
    pub(crate) fn code(&self) -> String {
        let (_, rest) = self.body.split_once("code=").expect("a door");
        rest.split_once('"')
            .expect("the end of an address")
            .0
            .to_owned()
    }
}

/// A browser.
pub(crate) struct Browser<'w> {
    pub(crate) world: &'w World,
    pub(crate) cookies: BTreeMap<String, String>,
    pub(crate) origin: Option<String>,
    pub(crate) language: &'static str,
}

impl<'w> Browser<'w> {
    /// A browser without a cookie.
    pub(crate) fn new(world: &'w World) -> Self {
        Self {
            world,
            cookies: BTreeMap::new(),
            origin: Some(ORIGIN.to_owned()),
            language: "ru",
        }
    }

    /// A browser in which a holder has signed in, with the agent that did it.
    pub(crate) async fn signed_in(world: &'w World, holder: &Holder) -> (Self, Agent<'w>) {
        let mut browser = Self::new(world);
        let mut agent = Agent::new(world, "of the browser").await;
        let back = browser.begin_sign_in(&mut agent, holder).await;
        let page = browser.get(&back).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let fields = [("e", page.hidden("e")), ("rc", page.hidden("rc"))];
        let done = browser.send(&page, "/return", &fields).await;
        assert_eq!(done.place(), "/certificates", "{}", done.body);
        (browser, agent)
    }

    /// A browser in which the code to a holder's telephone was entered; how it is sent and compared is tested apart.
    pub(crate) async fn by_telephone(world: &'w World, holder: &Holder) -> Self {
        let app = &world.app;
        let ctx = app.ctx(Actor::Anybody);
        let opened = sessions::open(app, &ctx).await.expect("a session");
        let session = sessions::find(app, &ctx, &opened.token)
            .await
            .expect("the session");
        let thumbprint = Thumbprint::new(holder.certificate.thumbprint());
        let mut tx = app.store.write().await.expect("a transaction");
        let row = certificates::find(&mut tx, thumbprint)
            .await
            .expect("read")
            .expect("a certificate");
        let token = SecretHash::new(*opened.token.stored_hash().as_bytes());
        let holder = row.holder.expect("a holder");
        stored::raise_by_phone(&mut tx, session.id, token, holder, ctx.now)
            .await
            .expect("raised");
        tx.commit().await.expect("stored");
        let mut browser = Self::new(world);
        let token = opened.token.reveal().to_string();
        browser.cookies.insert("smena".to_owned(), token);
        browser
    }

    /// Asks for a sign-in and has the agent do it; gives the address that the agent leads back to.
    pub(crate) async fn begin_sign_in(&mut self, agent: &mut Agent<'w>, holder: &Holder) -> String {
        let start = self.get("/").await;
        let led = self.send(&start, "/sign-in/certificate", &[]).await;
        let door = self.get(led.place()).await;
        let taken = agent
            .claim(&made(&self.world.app, led.place(), &door.code()))
            .await
            .expect("claimed");
        let context = agent.context(&taken, Purpose::SignIn);
        let product: Product = agent.sign_in_cms(holder, context);
        let accepted = agent
            .hand_in(&taken, Some(product))
            .await
            .expect("accepted");
        let code = accepted.return_code.expect("a return code");
        format!(
            "{}?e={}&rc={}",
            taken.errand.return_path.as_str(),
            taken.errand.errand_id,
            *code.reveal()
        )
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.ask(Method::GET, path, None).await
    }

    /// Sends a form of a page that was shown, with its token.
    pub(crate) async fn send(
        &mut self,
        page: &Page,
        path: &str,
        fields: &[(&str, String)],
    ) -> Page {
        let mut all = vec![("token", page.hidden("token"))];
        all.extend(fields.iter().cloned());
        self.post(path, &all).await
    }

    /// Sends a form as it is.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, String)]) -> Page {
        let body = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect::<Vec<_>>()
            .join("&");
        let kind = "application/x-www-form-urlencoded".to_owned();
        self.ask(Method::POST, path, Some((kind, body.into_bytes())))
            .await
    }

    /// Sends a form of a page that was shown, with its token and revision, and a file by its name.
    pub(crate) async fn send_file(
        &mut self,
        page: &Page,
        path: &str,
        fields: &[(&str, String)],
        file: Option<(&str, &[u8])>,
    ) -> Page {
        const BOUNDARY: &str = "--a-form-with-a-file";
        let mut body = Vec::new();
        let own = [
            ("token", page.hidden("token")),
            ("revision", page.hidden("revision")),
        ];
        for (name, value) in own.iter().chain(fields) {
            let part = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let (name, octets) = file.unwrap_or(("", &[]));
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"scan\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(octets);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.ask(Method::POST, path, Some((kind, body))).await
    }

    async fn ask(&mut self, method: Method, path: &str, form: Option<(String, Vec<u8>)>) -> Page {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, ORIGIN.trim_start_matches("http://"))
            .header(header::ACCEPT_LANGUAGE, self.language);
        for (name, value) in &self.cookies {
            request = request.header(header::COOKIE, format!("{name}={value}"));
        }
        if let Some((kind, _)) = &form {
            request = request.header(header::CONTENT_TYPE, kind);
            if let Some(origin) = &self.origin {
                request = request.header(header::ORIGIN, origin);
            }
        }
        let request = request
            .body(Body::from(form.map(|(_, body)| body).unwrap_or_default()))
            .expect("a request");
        let response = self
            .world
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        for cookie in headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().expect("text"));
        }
        let octets = to_bytes(response.into_body(), 8 * 1024 * 1024)
            .await
            .expect("a body");
        Page {
            status,
            headers,
            body: String::from_utf8_lossy(&octets).into_owned(),
        }
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').expect("a pair");
        if attributes.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// What an agent knows of an errand from its door.
pub(crate) fn made(app: &smena_server::app::App, place: &str, code: &str) -> ErrandMade {
    let id: ErrandId = place
        .trim_start_matches("/errands/")
        .parse()
        .expect("an errand");
    ErrandMade {
        errand_id: id,
        authority: app.config.origin.clone(),
        code: code.parse::<Code>().expect("a code"),
        code_expires: Moment::new(app.clock.now()),
    }
}

fn escaped(value: &str) -> String {
    let mut out = String::new();
    for octet in value.bytes() {
        if octet.is_ascii_alphanumeric() || b"-_.~".contains(&octet) {
            out.push(char::from(octet));
        } else {
            write!(out, "%{octet:02X}").expect("writing to a String cannot fail");
        }
    }
    out
}
