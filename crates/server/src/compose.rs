//! Puts the server together: the only place that names the system's clock and random source.
//!
//! [`open`] reads the configuration and opens database and keys; [`start`] listens and works. Tests and the demo hand
//! over their own [`Parts`].

use std::{convert::Infallible, net::SocketAddr, path::Path, process, sync::Arc};

use getrandom::SysRng;
use rand_core::{CryptoRng, Rng as _, TryCryptoRng, TryRng};
use smena_forms::{Forms, TemplateError, TypstForms};
use smena_store::{
    KeyHash, Store, StoreError, authority, keys_seen, keys_seen::KeySource, uploads,
};
use time::OffsetDateTime;
use tokio::{
    net::TcpListener,
    sync::{Notify, watch},
    task::JoinHandle,
};
use zeroize::Zeroizing;

use crate::{
    app::{
        Actor, App, Authority,
        authority::{AuthorityError, AuthorityFiles},
        phone_codes::CodesKey,
        presence, revocation,
        uploads::seal::DocumentsKey,
    },
    clock::{Clock, whole_seconds},
    config::{self, ConfigError, Configuration, ServerFile, secret_file::SecretFileError},
    jobs,
    randomness::Randomness,
    text::chain,
    web,
};

/// What a server is given from outside.
#[derive(Clone)]
pub struct Parts {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of random numbers.
    pub randomness: Arc<dyn Randomness>,
    /// What makes documents.
    pub forms: Arc<dyn Forms>,
}

impl Parts {
    /// The system's clock and random source, and the shipped forms.
    ///
    /// # Errors
    ///
    /// A shipped form has a mistake.
    pub fn of_system() -> Result<Self, TemplateError> {
        Ok(Self {
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
            forms: Arc::new(TypstForms::shipped()?),
        })
    }
}

/// Why the server could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The configuration cannot be read.
    #[error("the configuration cannot be read: {0}")]
    Config(#[from] ConfigError),
    /// The keys cannot be opened.
    #[error("the authority's keys cannot be opened")]
    Authority(#[from] AuthorityError),
    /// The database cannot be opened.
    #[error("the database cannot be opened")]
    Store(#[from] StoreError),
    /// The tables are not those that this program expects.
    #[error("the tables of the database are not those that this program expects")]
    NotMigrated(#[source] StoreError),
    /// The key of documents that are sent cannot be used.
    #[error("the key of documents that are sent cannot be used")]
    DocumentsKey(#[from] SecretFileError),
    /// The key of codes that are sent to telephones cannot be used.
    #[error("the key of codes that are sent to telephones cannot be used")]
    CodesKey(#[source] SecretFileError),
    /// The database belongs to another authority.
    #[error("the database belongs to another authority than the keys")]
    OtherAuthority,
}

/// Opens everything that the configuration names.
///
/// # Errors
///
/// [`OpenError`].
pub async fn open(path: &Path, parts: Parts) -> Result<App, OpenError> {
    open_configured(config::load(path)?, parts).await
}

/// Opens everything that a configuration names, which was read before.
///
/// # Errors
///
/// [`OpenError`].
pub async fn open_configured(configuration: Configuration, parts: Parts) -> Result<App, OpenError> {
    let Configuration { server, procedures } = configuration;
    let issuing_password = server
        .issuing_password_file
        .as_deref()
        .map(config::read_password)
        .transpose()?;
    let files = AuthorityFiles {
        folder: &server.authority,
        root: config::read_certificate(&config::root_certificate_path(&server.authority))?,
        issuing_password,
    };
    let authority = Authority::open(files, parts.randomness.generator())?;
    let store = Store::open(&server.database).await?;
    store.prepare_all().await.map_err(OpenError::NotMigrated)?;
    let documents_key = documents_key(&server, &store, &*parts.randomness).await?;
    let codes_key = codes_key(&server, &*parts.randomness)?;
    let app = App {
        store,
        documents_key: Arc::new(documents_key),
        codes_key: Arc::new(codes_key),
        authority: Arc::new(authority),
        procedures: Arc::new(procedures),
        config: Arc::new(server),
        forms: parts.forms,
        clock: parts.clock,
        randomness: parts.randomness,
        worker: Arc::new(Notify::new()),
    };
    introduce(&app).await?;
    Ok(app)
}

async fn documents_key(
    server: &ServerFile,
    store: &Store,
    randomness: &dyn Randomness,
) -> Result<DocumentsKey, OpenError> {
    let mut fresh = Zeroizing::new([0; 32]);
    randomness.generator().fill_bytes(fresh.as_mut_slice());
    let mut tx = store.read().await?;
    let in_use = uploads::count_keys(&mut tx).await? > 0;
    tx.rollback().await?;
    let path = config::documents_key_path(&server.authority);
    Ok(DocumentsKey::new(config::secret_file::read_or_make(
        &path, fresh, in_use,
    )?))
}

/// A lost key is made anew: it voids the codes that are on their way, and another one is asked for.
fn codes_key(server: &ServerFile, randomness: &dyn Randomness) -> Result<CodesKey, OpenError> {
    let mut fresh = Zeroizing::new([0; 32]);
    randomness.generator().fill_bytes(fresh.as_mut_slice());
    let path = config::codes_key_path(&server.authority);
    config::secret_file::read_or_make(&path, fresh, false)
        .map(CodesKey::new)
        .map_err(OpenError::CodesKey)
}

/// Tells the database whose it is, and that the authority's own keys are no holder's.
async fn introduce(app: &App) -> Result<(), OpenError> {
    const ROOT: &str = "root";
    let now = app.ctx(Actor::Admin).now;
    let root = app.authority.root();
    let mut tx = app.store.write().await?;
    authority::insert(&mut tx, ROOT, root.der(), now).await?;
    if authority::find(&mut tx, ROOT).await?.as_deref() != Some(root.der()) {
        return Err(OpenError::OtherAuthority);
    }
    for certificate in [
        root,
        app.authority.issuing(),
        app.authority.errand_certificate(),
    ] {
        if let Ok(key) = certificate.public_key() {
            let hash = KeyHash::new(key.normalised_hash());
            keys_seen::remember(&mut tx, hash, KeySource::Service, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// A server that runs.
pub struct Running {
    app: App,
    address: SocketAddr,
    stop: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
    worker: JoinHandle<()>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it: requests and jobs that run are finished first.
    ///
    /// # Errors
    ///
    /// What serving ended with.
    pub async fn stop(self) -> std::io::Result<()> {
        // Nobody listens any more only if both have ended already.
        let _ = self.stop.send(true);
        self.serving.await.map_err(std::io::Error::other)??;
        self.worker.await.map_err(std::io::Error::other)?;
        record(&self.app, "stop-server").await;
        Ok(())
    }
}

/// Starts a server: answers on the listener, and works at what is due.
///
/// # Errors
///
/// The listener's address is not known.
pub async fn start(app: App, listener: TcpListener) -> std::io::Result<Running> {
    let address = listener.local_addr()?;
    record(&app, "start-server").await;
    publish_first_list(&app).await;
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::run(app.clone(), stopped.clone()));
    let router =
        web::router::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(told(stopped))
            .await
    });
    Ok(Running {
        app,
        address,
        stop,
        serving,
        worker,
    })
}

/// A journal that takes no entry is reported and keeps nobody from starting or stopping: reading goes on without.
async fn record(app: &App, command: &str) {
    if let Err(error) = presence::record(app, &app.ctx(Actor::Admin), command).await {
        tracing::error!(command, error = %chain(&error), "the journal takes no entry");
    }
}

/// Whoever asks finds a list from the first answer on. Without one the server runs all the same: the worker tries again.
async fn publish_first_list(app: &App) {
    if let Err(error) = revocation::keep_list_fresh(app, &app.ctx(Actor::Job)).await {
        tracing::error!(error = %chain(&error), "no revocation list could be published at the start");
    }
}

async fn told(mut stopped: watch::Receiver<bool>) {
    // An error means that the one who could tell is gone, which is the same.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// The clock of the computer. Builds with debug assertions let `SMENA_CLOCK_FILE` name a file with another one.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place that asks the clock"
        )]
        let now = OffsetDateTime::now_utc();
        whole_seconds(shifted(now))
    }
}

/// The instant that a test's file says, or the shift that it asks for.
#[cfg(debug_assertions)]
fn shifted(now: OffsetDateTime) -> OffsetDateTime {
    let path = std::env::var_os("SMENA_CLOCK_FILE");
    path.and_then(|path| std::fs::read_to_string(path).ok())
        .and_then(|text| crate::clock::read_shift(&text, now))
        .unwrap_or(now)
}

#[cfg(not(debug_assertions))]
fn shifted(now: OffsetDateTime) -> OffsetDateTime {
    now
}

/// The operating system's random source.
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn generator(&self) -> Box<dyn CryptoRng + Send> {
        Box::new(SystemGenerator)
    }
}

/// A generator that ends the process when the system has no random numbers to give: no key, code or signature may be
/// made without.
struct SystemGenerator;

impl SystemGenerator {
    fn ended(error: &impl std::fmt::Display) -> ! {
        tracing::error!(%error, "the system gives no random numbers; the server ends");
        process::abort()
    }
}

impl TryRng for SystemGenerator {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        SysRng.try_next_u32().or_else(|error| Self::ended(&error))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        SysRng.try_next_u64().or_else(|error| Self::ended(&error))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        SysRng
            .try_fill_bytes(octets)
            .or_else(|error| Self::ended(&error))
    }
}

impl TryCryptoRng for SystemGenerator {}
