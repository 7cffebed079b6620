//! Sites of the test's own: files under the portal's policy of contents, and pages of strangers.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use tokio::runtime::Runtime;

/// What portal and agent send with every page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/// How much later than the page its scripts come over a slow line: the page is painted before they work.
const SCRIPTS_LATER: Duration = Duration::from_millis(60);

/// A site that is there until it is dropped.
pub struct Site {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    /// Dropped with everything that it serves.
    _runtime: Runtime,
}

impl Site {
    /// Serves the files of a folder with the headers of our pages. What has no ending is no file: what a page asks in the
    /// background is answered by nothing.
    ///
    /// # Panics
    ///
    /// When it cannot listen.
    #[must_use]
    pub fn of_folder(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self::start(Duration::ZERO, move |path| file(&folder, path))
    }

    /// The same, with scripts that come so late that the page is seen without them first.
    ///
    /// # Panics
    ///
    /// When it cannot listen.
    #[must_use]
    pub fn of_folder_with_late_scripts(folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self::start(SCRIPTS_LATER, move |path| file(&folder, path))
    }

    /// Serves this page of a stranger at every path, with no policy at all.
    ///
    /// # Panics
    ///
    /// When it cannot listen.
    #[must_use]
    pub fn of_stranger(html: impl Into<String>) -> Self {
        let html = html.into();
        Self::start(Duration::ZERO, move |_| {
            let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (kind, html.clone()).into_response()
        })
    }

    fn start(
        scripts_later: Duration,
        answer: impl Fn(&str) -> Response + Clone + Send + Sync + 'static,
    ) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = runtime.block_on(listener).expect("a port");
        let address: SocketAddr = listener.local_addr().expect("its address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let note = Arc::clone(&asked);
        let router = Router::new().fallback(move |request: Request| {
            let path = request.uri().path().to_owned();
            let answer = answer(&path);
            let script = Path::new(&path)
                .extension()
                .is_some_and(|ending| ending == "js");
            note.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(path);
            async move {
                if script {
                    tokio::time::sleep(scripts_later).await;
                }
                answer
            }
        });
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self {
            port: address.port(),
            asked,
            _runtime: runtime,
        }
    }

    /// The port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of a path of it, on the literal address of this computer.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// The paths that were asked for.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

fn file(folder: &Path, path: &str) -> Response {
    let path = PathBuf::from(path.trim_start_matches('/'));
    let Some(kind) = path.extension().map(|ending| match ending.to_str() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }) else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let below = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    match std::fs::read(folder.join(&path)) {
        Ok(octets) if below => {
            let headers = [
                (header::CONTENT_TYPE, kind),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, octets).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
