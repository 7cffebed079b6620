//! The agent's pages against a running authority: an errand comes by the fixed port, is answered page by page by a plain
//! client, and goes back with a return code that only the session which asked for it can use.

#![cfg(test)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
};

use smena_agent::{
    client::{Bearer, Client},
    service::{FindWindow, PROGRAM_VARIABLE, PinWindow, Place, Served, Settings, bind, serve},
};
use smena_demo::{Options, World};
use smena_protocol::v1::{
    ErrandKind, ErrandMade, ErrandRequested, ReturnRequested, Returned, SessionOpened,
};
use smena_ui::Language;
use tempfile::TempDir;
use tokio::{runtime::Runtime, sync::watch};

/// The agent of a world's holder, with pages.
struct Pages {
    port: u16,
    _runtime: Runtime,
    _stop: watch::Sender<bool>,
}

impl Pages {
    fn of(world: &World, home: &str) -> Self {
        Self::with(world, home, None)
    }

    fn with(world: &World, home: &str, pin_window: Option<FindWindow>) -> Self {
        let listening = bind(0).expect("a free port");
        let port = listening.port();
        let settings = Settings {
            place: Place {
                home: world.folder().join(home),
                ..Place::default()
            },
            fixed_door: true,
            pin_window,
            ..Settings::default()
        };
        let served = Served::new(settings, port).expect("the agent's folder");
        let runtime = Runtime::new().expect("a runtime");
        let (stop, stopped) = watch::channel(false);
        runtime.spawn(serve(listening, served, stopped));
        Self {
            port,
            _runtime: runtime,
            _stop: stop,
        }
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let host = format!("127.0.0.1:{}", self.port);
        let mut stream = TcpStream::connect(&host).expect("a connection");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        text
    }

    /// Comes in from the portal's page; gives the path of the agent's page.
    fn come_in(&self, made: &ErrandMade) -> String {
        let path = format!(
            "/errand?authority={}&code={}",
            made.authority,
            made.code.reveal().as_str()
        );
        let headers = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";
        let entered = self.send("GET", &path, headers, "");
        between(&entered, "url=", "\"")
    }

    /// The page as it stands when nothing is at work any more.
    fn page(&self, path: &str) -> String {
        for _ in 0..200 {
            let page = self.send("GET", path, "Sec-Fetch-Site: same-origin\r\n", "");
            if !page.contains("data-live=") {
                return page;
            }
            std::thread::yield_now();
        }
        panic!("the agent is at work for ever");
    }

    fn answer(&self, path: &str, page: &str, fields: &str) -> String {
        let token = between(page, "name=\"token\" value=\"", "\"");
        let number = between(page, "name=\"number\" value=\"", "\"");
        let headers = format!(
            "Sec-Fetch-Site: same-origin\r\nOrigin: http://127.0.0.1:{}\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            self.port
        );
        let body = format!("token={token}&number={number}&{fields}");
        let answered = self.send("POST", &format!("{path}/answer"), &headers, &body);
        assert!(answered.starts_with("HTTP/1.1 303"), "{answered}");
        self.page(path)
    }
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text.split_once(before);
    let (_, rest) = rest.unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split(after)
        .next()
        .expect("an end")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

struct Portal {
    client: Client,
    bearer: Bearer,
}

impl Portal {
    fn session(world: &World) -> Self {
        let client = Client::new(world.origin(), Language::Russian);
        let opened: SessionOpened = client
            .post("/api/v1/session", None, &serde_json::json!({}))
            .expect("a session");
        Self {
            client,
            bearer: opened.token.reveal(),
        }
    }

    fn sign_in_errand(&self) -> ErrandMade {
        let asked = ErrandRequested {
            kind: ErrandKind::SignIn,
            renewal: None,
        };
        self.client
            .post("/api/v1/errands", Some(&self.bearer), &asked)
            .expect("an errand")
    }

    fn bring_back(&self, made: &ErrandMade, address: &str) -> Result<Returned, String> {
        let code = address.split_once("&rc=").expect("a return code").1;
        let asked = ReturnRequested {
            return_code: code.parse().expect("a code"),
        };
        let path = format!("/api/v1/errands/{}/return", made.errand_id);
        self.client
            .post(&path, Some(&self.bearer), &asked)
            .map_err(|error| error.to_string())
    }
}

/// A program that answers for `pinentry`: it keeps what it was told beside itself, and its person always does the same.
fn window(folder: &Path, does: &str) -> (PathBuf, FindWindow) {
    const SCRIPT: &str = "#!/bin/sh\necho OK\nwhile read -r line; do echo \"$line\" >> \"$0.said\"; \
        case \"$line\" in CONFIRM*) DOES ;; *) echo OK ;; esac; done\n";
    let program = folder.join("window");
    // A process of its own writes it: a file that is still open for writing cannot be started.
    let written = Command::new("sh")
        .args(["-c", "printf '%s' \"$1\" > \"$0\" && chmod 755 \"$0\""])
        .arg(&program)
        .arg(SCRIPT.replace("DOES", does))
        .status();
    assert!(written.expect("a shell").success());
    let find = move || {
        PinWindow::find(&|name| {
            (name == PROGRAM_VARIABLE).then(|| program.clone().into_os_string())
        })
    };
    (folder.join("window.said"), FindWindow::new(find))
}

fn world() -> (TempDir, World) {
    let folder = TempDir::new().expect("a folder");
    let world = World::start(&Options::new(folder.path())).expect("a world");
    (folder, world)
}

#[test]
fn a_sign_in_goes_through_the_pages_and_only_its_own_session_is_raised() {
    let (_folder, world) = world();
    let pages = Pages::of(&world, "agent");
    let (portal, other) = (Portal::session(&world), Portal::session(&world));
    let made = portal.sign_in_errand();
    let path = pages.come_in(&made);
    assert_eq!(pages.come_in(&made), path, "the same link is the same page");

    let list = pages.page(&path);
    assert!(list.contains("name=\"choice\""), "{list}");
    let confirm = pages.answer(&path, &list, "do=choose&choice=0");
    assert!(confirm.contains(world.origin().as_str()), "{confirm}");
    // The page of before answers nothing any more.
    let stale = pages.answer(&path, &list, "do=cancel");
    assert!(stale.contains("data-after-visible"), "{stale}");
    let done = pages.answer(&path, &confirm, "do=yes");
    let back = between(&done, "class=\"button\" href=\"", "\"");
    assert!(back.starts_with(world.origin().as_str()), "{done}");

    assert!(other.bring_back(&made, &back).is_err(), "another session");
    let returned = portal.bring_back(&made, &back).expect("its own session");
    assert!(matches!(returned, Returned::SignedIn(_)), "{returned:?}");
    world.stop().expect("the server stops");
}

#[test]
fn what_the_page_agreed_to_is_signed_only_when_the_window_agrees_too() {
    let (folder, world) = world();
    for (does, agrees) in [("echo 'ERR 83886194 no'", false), ("echo OK", true)] {
        let (said, window) = window(folder.path(), does);
        let pages = Pages::with(&world, "agent", Some(window));
        let path = pages.come_in(&Portal::session(&world).sign_in_errand());
        let list = pages.page(&path);
        let confirm = pages.answer(&path, &list, "do=choose&choice=0");
        let end = pages.answer(&path, &confirm, "do=yes");
        let said = fs::read_to_string(said).expect("the window was opened");
        assert!(said.contains(world.origin().as_str()), "{said}");
        assert_eq!(end.contains("/return?e="), agrees, "{end}");
        let signed = world.folder().join("agent/signatures.jsonl").exists();
        assert_eq!(signed, agrees, "{end}");
    }
    world.stop().expect("the server stops");
}

#[test]
fn an_errand_that_is_cancelled_signs_nothing_and_says_so() {
    let (_folder, world) = world();
    let pages = Pages::of(&world, "agent");
    let made = Portal::session(&world).sign_in_errand();
    let path = pages.come_in(&made);
    let list = pages.page(&path);
    let over = pages.answer(&path, &list, "do=cancel");
    assert!(over.contains("Ничего не подписано"), "{over}");
    assert!(!world.folder().join("agent/signatures.jsonl").exists());
    world.stop().expect("the server stops");
}

#[test]
fn an_authority_that_is_not_trusted_gets_nothing_but_the_page_that_asks() {
    let (_folder, world) = world();
    let pages = Pages::of(&world, "stranger");
    let portal = Portal::session(&world);
    let made = portal.sign_in_errand();
    let path = pages.come_in(&made);
    let trust = pages.page(&path);
    let no = trust.find("value=\"no\"").expect("no");
    let yes = trust.find("value=\"yes\"").expect("yes");
    assert!(no < yes, "no comes first: {trust}");
    let trusted = pages.answer(&path, &trust, "do=yes");
    assert!(
        !trusted.contains("name=\"choice\""),
        "the errand does not go on by itself: {trusted}"
    );
    // Started again by the same link, it is claimed now; this computer has no certificate.
    let again = pages.come_in(&made);
    assert_ne!(again, path);
    assert!(pages.page(&again).contains("value=\"again\""));
    world.stop().expect("the server stops");
}
