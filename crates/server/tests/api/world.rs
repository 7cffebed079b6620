//! A server in a temporary folder, with an authority. Those who come to it stand in [`crate::holders`].

use std::{
    convert::Infallible,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock, atomic::AtomicU64, atomic::Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use rand_core::{CryptoRng, utils::next_word_via_fill};
use serde::{Serialize, de::DeserializeOwned};
use smena_domain::certificate::Thumbprint;
use smena_forms::{Forms, TypstForms};
use smena_gost::ParameterSet;
use smena_media::{FolderMedium, KeyMedium as _, MediumKind, UnlockedKey};
use smena_pki::{
    algorithm::{DigestAlgorithm, KeyAlgorithm},
    certificate::Certificate,
    key::PrivateKey,
};
use smena_protocol::v1::Problem;
use smena_server::{
    app::{
        App,
        authority::{found::Founding, found::found, key_folder},
    },
    clock::HandClock,
    compose::{Parts, open_configured},
    config, jobs,
    randomness::Randomness,
    web::router::router,
};
use smena_store::{
    Store,
    certificates::CertificateStatus,
    journal::{self, JournalRow},
};
use tempfile::TempDir;
use time::{Duration, OffsetDateTime, macros::datetime};
use tower::ServiceExt as _;

/// The instant at which every test begins.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-03-02 09:00 UTC);
/// The origin of the authority.
pub(crate) const ORIGIN: &str = "http://127.0.0.1:8443";
/// The key of nearly every certificate in use.
pub(crate) const GOST: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProA);

/// A generator that gives the same in each run.
pub(crate) struct Seeded {
    seed: String,
    counter: u64,
}

impl Seeded {
    pub(crate) fn new(seed: impl Into<String>) -> Self {
        Self {
            seed: seed.into(),
            counter: 0,
        }
    }
}

impl rand_core::TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(32) {
            let block =
                DigestAlgorithm::Sha256.digest(format!("{}{}", self.seed, self.counter).as_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
            self.counter += 1;
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Seeded {}

/// Each request draws from a generator of its own.
#[derive(Default)]
struct Generators(AtomicU64);

impl Randomness for Generators {
    fn generator(&self) -> Box<dyn CryptoRng + Send> {
        Box::new(Seeded::new(format!(
            "server {}",
            self.0.fetch_add(1, Ordering::Relaxed)
        )))
    }
}

/// Somebody with a certificate and its key.
pub(crate) struct Holder {
    pub(crate) key: PrivateKey,
    pub(crate) certificate: Certificate,
}

/// A refusal as it came.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) status: StatusCode,
    pub(crate) problem: Problem,
}

impl Refused {
    pub(crate) fn code(&self) -> &str {
        self.problem.code.as_str()
    }
}

/// A server.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) router: Router,
    pub(crate) folder: TempDir,
}

fn forms() -> Arc<dyn Forms> {
    static FORMS: OnceLock<Arc<TypstForms>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| Arc::new(TypstForms::shipped().expect("shipped forms")));
    Arc::clone(forms) as Arc<dyn Forms>
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| forms()).await
    }

    /// A server whose documents come from elsewhere.
    pub(crate) async fn with(forms: impl FnOnce(&Path) -> Arc<dyn Forms>) -> Self {
        Self::configured("", forms).await
    }

    /// A server that consults the revocation list of another system, which is not there yet.
    pub(crate) async fn with_status_list() -> Self {
        Self::configured("[status]\nlist = \"status.crl\"\n", |_| forms()).await
    }

    /// A server that sends codes by this gateway; the file of its secret is not there yet.
    pub(crate) async fn with_gateway(url: &str) -> Self {
        let more = format!("[sms]\nurl = \"{url}\"\nsecret_file = \"sms-secret\"\n");
        Self::configured(&more, |_| forms()).await
    }

    /// A server that gives errands to agents of this version and later.
    pub(crate) async fn with_minimum_version(version: &str) -> Self {
        let more = format!("[agent]\nminimum_version = \"{version}\"\n");
        Self::configured(&more, |_| forms()).await
    }

    /// A server whose procedure asks for everything that a holder can do with a new certificate.
    pub(crate) async fn with_aftercare() -> Self {
        Self::with_procedure(AFTERCARE).await
    }

    /// A server with other lines in its procedure.
    pub(crate) async fn with_procedure(changes: &[(&str, &str)]) -> Self {
        Self::changed("", changes, |_| forms()).await
    }

    /// A server with every shipped procedure.
    pub(crate) async fn with_all_procedures() -> Self {
        let official = SERVER_PROFILE.replace("qualified-person", "qualified-official");
        Self::configured(&official, |folder| {
            let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures"));
            for entry in fs::read_dir(shipped).expect("the procedures") {
                let path = entry.expect("an entry").path();
                if path.is_file() {
                    let name = path.file_name().expect("a name");
                    fs::copy(&path, folder.join("procedures").join(name)).expect("a file");
                }
            }
            forms()
        })
        .await
    }

    /// A server with more in its configuration.
    async fn configured(more: &str, forms: impl FnOnce(&Path) -> Arc<dyn Forms>) -> Self {
        Self::changed(more, &[], forms).await
    }

    /// A server with more in its configuration and other lines in its procedure.
    async fn changed(
        more: &str,
        procedure: &[(&str, &str)],
        forms: impl FnOnce(&Path) -> Arc<dyn Forms>,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let authority = folder.path().join("authority");
        fs::create_dir_all(&authority).expect("a folder");
        let founding = Founding {
            folder: &authority,
            algorithm: GOST,
            name: "УЦ «Проба»",
            root_years: 10,
            issuing_years: 8,
            errand_years: 2,
            root_password: None,
            issuing_password: None,
        };
        let before = NOW - Duration::days(400);
        let founded =
            found(&founding, before, &mut Seeded::new("authority")).expect("an authority");
        fs::write(authority.join("root.cer"), founded.root.der()).expect("a file");
        let path = folder.path().join("server.toml");
        fs::write(&path, server_file() + more).expect("a file");
        copy_procedure(&folder.path().join("procedures"), procedure);
        let forms = forms(folder.path());
        let configuration = config::load(&path).expect("a sound configuration");
        Store::open(&configuration.server.database)
            .await
            .expect("a database")
            .migrate()
            .await
            .expect("tables");
        let clock = Arc::new(HandClock::at(NOW));
        let parts = Parts {
            clock: Arc::clone(&clock) as Arc<_>,
            randomness: Arc::new(Generators::default()),
            forms,
        };
        let app = open_configured(configuration, parts).await.expect("an app");
        Self {
            router: router(app.clone()),
            app,
            clock,
            folder,
        }
    }

    /// Where the other system's revocation list lies.
    pub(crate) fn status_list(&self) -> PathBuf {
        self.folder.path().join("status.crl")
    }

    /// The key that the authority issues with.
    pub(crate) fn issuing_key(&self) -> UnlockedKey {
        self.key("issuing")
    }

    /// A key of the authority.
    pub(crate) fn key(&self, name: &str) -> UnlockedKey {
        let medium = FolderMedium::open(
            &key_folder(&self.folder.path().join("authority"), name),
            MediumKind::Computer,
        )
        .expect("the issuing key");
        let entry = medium.contents().expect("contents").entries.remove(0);
        medium.unlock(&entry.id, None).expect("unlocked")
    }

    /// Asks for something.
    pub(crate) async fn ask<B: Serialize, T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        bearer: Option<&str>,
        body: Option<&B>,
    ) -> Result<T, Refused> {
        let body = body.map(|body| serde_json::to_vec(body).expect("JSON"));
        let (status, octets) = self.raw(method, path, bearer, body, "ru").await;
        if status == StatusCode::NO_CONTENT {
            return Ok(serde_json::from_str("null").expect("nothing"));
        }
        if status.is_success() {
            return Ok(serde_json::from_slice(&octets).expect("the answer is of its type"));
        }
        let problem = serde_json::from_slice(&octets).expect("a problem document");
        Err(Refused { status, problem })
    }

    /// Asks for something, octet by octet.
    pub(crate) async fn raw(
        &self,
        method: Method,
        path: &str,
        bearer: Option<&str>,
        body: Option<Vec<u8>>,
        language: &str,
    ) -> (StatusCode, Vec<u8>) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, language);
        if let Some(bearer) = bearer {
            request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
        }
        let request = request
            .body(Body::from(body.unwrap_or_default()))
            .expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let status = response.status();
        let octets = to_bytes(response.into_body(), 8 * 1024 * 1024)
            .await
            .expect("a body");
        (status, octets.to_vec())
    }

    /// Carries out what is due.
    pub(crate) async fn work(&self) {
        jobs::run_due(&self.app).await.expect("jobs run");
    }

    pub(crate) fn pass(&self, duration: Duration) {
        self.clock.set(self.app.clock.now() + duration);
    }

    /// Everything in the journal.
    pub(crate) async fn journal(&self) -> Vec<JournalRow> {
        let mut tx = self.app.store.read().await.expect("a transaction");
        let rows = journal::list(&mut tx, 0, 200).await.expect("the journal");
        tx.rollback().await.expect("rolled back");
        rows
    }

    /// Whether the journal's newest entry that is a refusal has this code.
    pub(crate) async fn journalled(&self, code: &str) -> bool {
        self.journal().await.iter().any(|row| row.outcome == code)
    }

    pub(crate) async fn status_in_store(&self, certificate: &Certificate) -> CertificateStatus {
        let thumbprint = Thumbprint::new(certificate.thumbprint());
        let mut tx = self.app.store.read().await.expect("a transaction");
        let row = smena_store::certificates::find(&mut tx, thumbprint)
            .await
            .expect("a row");
        tx.rollback().await.expect("rolled back");
        row.expect("a certificate").status
    }

    pub(crate) async fn hold(&self, certificate: &Certificate) {
        let thumbprint = Thumbprint::new(certificate.thumbprint());
        let mut tx = self.app.store.write().await.expect("a transaction");
        let now = self.app.clock.now();
        smena_store::certificates::hold(&mut tx, thumbprint, now)
            .await
            .expect("on hold");
        tx.commit().await.expect("committed");
    }

    pub(crate) async fn revoke(&self, certificate: &Certificate) {
        use smena_domain::certificate::RevocationReason;
        let thumbprint = Thumbprint::new(certificate.thumbprint());
        let mut tx = self.app.store.write().await.expect("a transaction");
        let reason = RevocationReason::CessationOfOperation;
        let now = self.app.clock.now();
        smena_store::certificates::revoke(&mut tx, thumbprint, reason, now)
            .await
            .expect("revoked");
        tx.commit().await.expect("committed");
    }
}

/// The one procedure that runs here; the configuration has no profile for the others.
fn copy_procedure(folder: &Path, changes: &[(&str, &str)]) {
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures"));
    fs::create_dir_all(folder.join("calendars")).expect("a folder");
    let calendar = "calendars/ru.toml";
    fs::copy(shipped.join(calendar), folder.join(calendar)).expect("a file");
    let file = "plain-renewal.toml";
    let mut text = fs::read_to_string(shipped.join(file)).expect("a file");
    for (was, is) in changes {
        assert!(text.contains(was), "{was} is not in {file}");
        text = text.replacen(was, is, 1);
    }
    fs::write(folder.join(file), text).expect("a file");
}

/// What is asked for in [`World::with_aftercare`].
const AFTERCARE: &[(&str, &str)] = &[
    ("familiarisation = false", "familiarisation = true"),
    ("backup = \"not-offered\"", "backup = \"offered\""),
    ("old_key = \"keep\"", "old_key = \"delete-after-receipt\""),
    (
        "systems = []",
        "systems = [\"rosreestr-portal\", \"fedresurs-portal\"]",
    ),
    (
        "[text.ru]",
        "[text.ru]\nsystem-rosreestr-portal = \"Росреестр\"\nsystem-fedresurs-portal = \"Федресурс\"",
    ),
    (
        "[text.en]",
        "[text.en]\nsystem-rosreestr-portal = \"Rosreestr\"\nsystem-fedresurs-portal = \"Fedresurs\"",
    ),
];

const SERVER_PROFILE: &str = r#"[profile.qualified-person]
version = 1
validity_days = 45
qualified = true
sign_tool_class = "ks1"
subject_sign_tool = "Смена (проба)"

[profile.qualified-person.issuer_sign_tool]
sign_tool = "Смена (проба)"
ca_tool = "УЦ «Проба»"
sign_tool_certificate = "нет: проба"
ca_tool_certificate = "нет: проба"
"#;

fn server_file() -> String {
    format!(
        r#"name = "УЦ «Проба»"
origin = "{ORIGIN}"
listen = "127.0.0.1:8443"
database = "sqlite:smena.db"

[authority]
folder = "authority"
issuer_url = "{ORIGIN}/ca/issuing.cer"

[crl]
url = "{ORIGIN}/ca/issuing.crl"
hours = 24

[http]
trusted_proxies = ["127.0.0.1/32"]

[procedures]
folder = "procedures"
default = "plain-renewal"

{SERVER_PROFILE}"#
    )
}
