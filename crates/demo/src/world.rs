//! A world: one folder with an authority, a holder and a server that runs in this process.
//!
//! ```text
//! FOLDER/
//!   world.json      what it is; written when all the rest is there
//!   lock            one run at a time
//!   authority/      keys and certificates of the authority
//!   procedures/     the shipped procedures
//!   server.toml     the server's configuration
//!   smena.db        its database
//!   agent/          the agent's home, with the holder's keys
//! ```

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use smena_agent::{
    clock::system_rng,
    flow::{FlowError, Outcome, Person},
};
use smena_media::KeyMedium;
use smena_pki::certificate::Certificate;
use smena_protocol::v1::Origin;
use smena_server::{
    app::{Actor, App, holders},
    compose::Running,
    config::{self, Configuration},
};
use time::Duration;
use tokio::runtime::Runtime;

use crate::{
    Agent, Algorithm, HolderMedium, Medium, WorldClock, WorldError, authority,
    holder::{self, Holder},
    server,
    telephone::Gateway,
};

const DESCRIPTION: &str = "world.json";
const LOCK: &str = "lock";
/// What a set-up that was broken off has left; nothing else of the folder is ever removed.
const UNFINISHED: &str = "unfinished";
/// The database in the folder of the world.
const DATABASE: &str = "smena.db";
/// The folder format.
const FORMAT: u32 = 1;

/// How a world is to be.
pub struct Options {
    /// Its folder, made where it is missing.
    pub folder: PathBuf,
    /// The algorithm of all keys.
    pub algorithm: Algorithm,
    /// Where the holder's keys lie.
    pub medium: Medium,
    /// The port to listen on; a free one else, that of the last time if it is free.
    pub port: Option<u16>,
    /// The port of the origin, where something stands between agent and server.
    pub origin_port: Option<u16>,
    /// The database; a file in the folder else.
    pub database: Option<String>,
    /// The clock of both sides.
    pub clock: WorldClock,
    /// The procedure.
    pub procedure: String,
    /// Lines of that procedure that stand otherwise than they are shipped: the line, and what takes its place.
    pub procedure_changes: Vec<(&'static str, &'static str)>,
    /// Days until the holder's certificate expires; may be negative.
    pub days_left: i64,
    /// Days for which new certificates are issued.
    pub validity_days: u32,
    /// The port of the agent's pages, to which the portal leads; the usual one else.
    pub agent_port: Option<u16>,
    /// The gateway for messages to telephones. With it the holder's number is known.
    pub gateway: Option<Gateway>,
}

impl Options {
    /// The usual world in this folder: 20 days are left, and certificates are issued for 45, so that a renewed one can be
    /// renewed at once.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            algorithm: Algorithm::default(),
            medium: Medium::default(),
            port: None,
            origin_port: None,
            database: None,
            clock: WorldClock::System,
            procedure: "plain-renewal".to_owned(),
            procedure_changes: Vec::new(),
            days_left: 20,
            validity_days: 45,
            agent_port: None,
            gateway: None,
        }
    }
}

/// What `world.json` says.
// Stored: another format gets another number.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    format: u32,
    algorithm: String,
    /// Worlds of before there was a choice have none.
    #[serde(default)]
    medium: Option<String>,
    port: u16,
}

/// What a folder is known to hold.
#[derive(Clone, Copy)]
struct Known {
    algorithm: Algorithm,
    medium: Medium,
    port: u16,
}

/// An authority that runs, and a holder.
pub struct World {
    folder: PathBuf,
    algorithm: Algorithm,
    app: App,
    agent: Agent,
    runtime: Option<Runtime>,
    running: Option<Running>,
    _lock: File,
}

impl World {
    /// Sets the world up, or opens the one that the folder holds, and starts the server.
    ///
    /// # Errors
    ///
    /// [`WorldError`].
    pub fn start(options: &Options) -> Result<Self, WorldError> {
        let folder = &options.folder;
        fs::create_dir_all(folder).map_err(WorldError::file(folder))?;
        let folder = &fs::canonicalize(folder).map_err(WorldError::file(folder))?;
        let lock = lock(folder)?;
        let known = description(folder)?;
        if let Some(known) = known {
            expect_same(known, options)?;
        }
        let listener = listen(options.port, known.map(|known| known.port))?;
        let port = listener
            .local_addr()
            .map_err(WorldError::set_up("server"))?
            .port();
        let configuration = configure(folder, options, port)?;
        let origin = configuration.server.origin.clone();
        if known.is_none() {
            found(folder, &configuration.server.authority, options)?;
        }
        let runtime = Runtime::new().map_err(WorldError::set_up("server"))?;
        let medium = HolderMedium::of(options.medium, folder);
        medium.prepare()?;
        let agent =
            Agent::new(folder.join("agent"), origin, options.clock.clone()).with_medium(medium);
        let app = runtime.block_on(server::open(configuration, options.clock.clone()))?;
        if known.is_none() {
            settle(&runtime, &app, &agent, options)?;
        }
        describe(folder, options, port)?;
        let running = runtime.block_on(server::start(app.clone(), listener))?;
        let world = Self {
            folder: folder.clone(),
            algorithm: options.algorithm,
            app,
            agent,
            runtime: Some(runtime),
            running: Some(running),
            _lock: lock,
        };
        // Where something stands between agent and server, it is not there yet.
        if options.origin_port.is_none() {
            world.agent.trust(world.app.authority.root())?;
        }
        Ok(world)
    }

    /// Its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The algorithm of its keys.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The origin of the authority.
    #[must_use]
    pub fn origin(&self) -> &Origin {
        &self.app.config.origin
    }

    /// The server's configuration file.
    #[must_use]
    pub fn config_path(&self) -> PathBuf {
        self.folder.join(authority::SERVER_FILE)
    }

    /// The server's inside, for what tests look at or spoil.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The holder's agent.
    #[must_use]
    pub fn agent(&self) -> &Agent {
        &self.agent
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.running
            .as_ref()
            .map_or(0, |running| running.address().port())
    }

    /// The holder's certificate that is to be renewed next: the newest that was not renewed yet. Two that were issued
    /// in the same second are told apart by this alone.
    ///
    /// # Errors
    ///
    /// The store cannot be read, or holds no such certificate.
    pub fn certificate(&self) -> Result<Certificate, WorldError> {
        let mut newest = None;
        for certificate in self.agent.certificates()? {
            let renewed = self
                .block()
                .block_on(server::is_renewed(&self.app, &certificate))?;
            if !renewed {
                newest = Some(certificate);
            }
        }
        newest.ok_or(WorldError::Flow(FlowError::CertificateAbsent))
    }

    /// Renews that certificate.
    ///
    /// # Errors
    ///
    /// [`WorldError`].
    pub fn renew(&self, person: &dyn Person) -> Result<Outcome, WorldError> {
        Ok(self.agent.renew(&self.certificate()?, person)?)
    }

    /// Makes another holder known, with an agent and a certificate of his own.
    ///
    /// # Errors
    ///
    /// [`WorldError`].
    pub fn add_holder(&self, name: &str, holder: &Holder) -> Result<Agent, WorldError> {
        let home = self.folder.join(name);
        let agent = Agent::new(home, self.origin().clone(), self.agent.clock.clone());
        let (app, facts) = (&self.app, holders::ImportedFacts::default());
        introduce(self.block(), app, &agent, self.algorithm, holder, facts)?;
        agent.trust(self.app.authority.root())?;
        Ok(agent)
    }

    /// Makes another holder known, whose key is made on a medium that the agent does not find by itself.
    ///
    /// # Errors
    ///
    /// [`WorldError`].
    pub fn add_holder_on(
        &self,
        name: &str,
        holder: &Holder,
        medium: &dyn KeyMedium,
    ) -> Result<Agent, WorldError> {
        let home = self.folder.join(name);
        let agent = Agent::new(home, self.origin().clone(), self.agent.clock.clone());
        introduce_on(self.block(), &self.app, medium, self.algorithm, holder)?;
        agent.trust(self.app.authority.root())?;
        Ok(agent)
    }

    /// Runs something on the server's runtime and waits for it.
    pub fn wait_for<T>(&self, future: impl Future<Output = T>) -> T {
        self.block().block_on(future)
    }

    /// Stops the server; what runs is finished first.
    ///
    /// # Errors
    ///
    /// What serving ended with.
    pub fn stop(mut self) -> Result<(), WorldError> {
        let (Some(runtime), Some(running)) = (self.runtime.take(), self.running.take()) else {
            return Ok(());
        };
        runtime
            .block_on(running.stop())
            .map_err(WorldError::set_up("server"))?;
        runtime.block_on(self.app.store.close());
        Ok(())
    }

    fn block(&self) -> &Runtime {
        self.runtime
            .as_ref()
            .expect("the runtime is taken by `stop` alone, which consumes the world")
    }
}

fn lock(folder: &Path) -> Result<File, WorldError> {
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(WorldError::file(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(WorldError::Busy(folder.to_owned())),
        Err(fs::TryLockError::Error(source)) => Err(WorldError::File { path, source }),
    }
}

fn expect_same(known: Known, options: &Options) -> Result<(), WorldError> {
    if known.algorithm != options.algorithm {
        return Err(WorldError::OtherAlgorithm {
            there: known.algorithm,
            asked: options.algorithm,
        });
    }
    if known.medium != options.medium {
        return Err(WorldError::OtherMedium {
            there: known.medium,
            asked: options.medium,
        });
    }
    Ok(())
}

fn description(folder: &Path) -> Result<Option<Known>, WorldError> {
    let path = folder.join(DESCRIPTION);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(WorldError::File { path, source }),
    };
    let malformed = |source| WorldError::Description {
        path: path.clone(),
        source,
    };
    let description: Description = serde_json::from_slice(&text).map_err(malformed)?;
    let unknown = || {
        malformed(serde::de::Error::custom(
            "unknown format, algorithm or medium",
        ))
    };
    if description.format != FORMAT {
        return Err(unknown());
    }
    let algorithm = Algorithm::parse(&description.algorithm).ok_or_else(unknown)?;
    let medium = match &description.medium {
        Some(word) => Medium::parse(word).ok_or_else(unknown)?,
        None => Medium::Folder,
    };
    Ok(Some(Known {
        algorithm,
        medium,
        port: description.port,
    }))
}

fn describe(folder: &Path, options: &Options, port: u16) -> Result<(), WorldError> {
    let description = Description {
        format: FORMAT,
        algorithm: options.algorithm.word().to_owned(),
        medium: Some(options.medium.word().to_owned()),
        port,
    };
    let path = folder.join(DESCRIPTION);
    let text =
        serde_json::to_vec_pretty(&description).map_err(|source| WorldError::Description {
            path: path.clone(),
            source,
        })?;
    let fresh = path.with_extension("new");
    fs::write(&fresh, text).map_err(WorldError::file(&fresh))?;
    fs::rename(&fresh, &path).map_err(WorldError::file(&path))?;
    let unfinished = folder.join(UNFINISHED);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(WorldError::File {
            path: unfinished,
            source: error,
        }),
        _ => Ok(()),
    }
}

/// Opens the port that was asked for; else that of the last time, or any free one.
fn listen(asked: Option<u16>, last: Option<u16>) -> Result<TcpListener, WorldError> {
    let open = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    if let Some(port) = asked {
        return open(port).map_err(|source| WorldError::Port { port, source });
    }
    last.and_then(|port| open(port).ok())
        .map_or_else(|| open(0), Ok)
        .map_err(|source| WorldError::Port { port: 0, source })
}

fn configure(folder: &Path, options: &Options, port: u16) -> Result<Configuration, WorldError> {
    let database = options
        .database
        .clone()
        .unwrap_or_else(|| format!("sqlite:{DATABASE}"));
    let path = authority::configure(
        folder,
        &authority::Configuration {
            algorithm: options.algorithm,
            origin_port: options.origin_port.unwrap_or(port),
            port,
            database: &database,
            procedure: &options.procedure,
            procedure_changes: &options.procedure_changes,
            validity_days: options.validity_days,
            agent_port: options.agent_port,
            gateway: options.gateway.as_ref(),
        },
    )?;
    config::load(&path).map_err(WorldError::set_up("server"))
}

/// Makes the authority, after having removed what a set-up that was broken off has left.
fn found(folder: &Path, keys: &Path, options: &Options) -> Result<(), WorldError> {
    let unfinished = folder.join(UNFINISHED);
    if unfinished.exists() {
        for name in ["authority", "agent"] {
            let path = folder.join(name);
            if path.exists() {
                fs::remove_dir_all(&path).map_err(WorldError::file(path))?;
            }
        }
        for name in ["", "-wal", "-shm"] {
            let path = folder.join(format!("{DATABASE}{name}"));
            if path.exists() {
                fs::remove_file(&path).map_err(WorldError::file(path))?;
            }
        }
    }
    fs::write(&unfinished, b"").map_err(WorldError::file(unfinished))?;
    authority::make(
        keys,
        options.algorithm,
        options.clock.instant(),
        &mut system_rng(),
    )
}

/// Gives the first holder his key and certificate, and makes him known to the server.
fn settle(
    runtime: &Runtime,
    app: &App,
    agent: &Agent,
    options: &Options,
) -> Result<(), WorldError> {
    let holder = Holder {
        subject: holder::official(0).map_err(WorldError::set_up("holder"))?,
        not_after: options.clock.instant() + Duration::days(options.days_left),
    };
    let facts = holders::ImportedFacts {
        phone: options.gateway.as_ref().map(|_| holder::PHONE.to_owned()),
        ..holders::ImportedFacts::default()
    };
    introduce(runtime, app, agent, options.algorithm, &holder, facts)
}

fn introduce(
    runtime: &Runtime,
    app: &App,
    agent: &Agent,
    algorithm: Algorithm,
    holder: &Holder,
    facts: holders::ImportedFacts,
) -> Result<(), WorldError> {
    let media = agent.media()?;
    let medium = agent.key_medium(&media)?;
    let rng = &mut system_rng();
    let certificate = holder::equip(holder, medium, agent.pin(), algorithm, &app.config, rng)?;
    import(runtime, app, &certificate, facts)
}

fn introduce_on(
    runtime: &Runtime,
    app: &App,
    medium: &dyn KeyMedium,
    algorithm: Algorithm,
    holder: &Holder,
) -> Result<(), WorldError> {
    let rng = &mut system_rng();
    let certificate = holder::equip(holder, medium, None, algorithm, &app.config, rng)?;
    import(
        runtime,
        app,
        &certificate,
        holders::ImportedFacts::default(),
    )
}

fn import(
    runtime: &Runtime,
    app: &App,
    certificate: &Certificate,
    facts: holders::ImportedFacts,
) -> Result<(), WorldError> {
    let ctx = app.ctx(Actor::Admin);
    let importing = holders::import(app, &ctx, certificate, facts);
    runtime
        .block_on(importing)
        .map(drop)
        .map_err(WorldError::set_up("holder"))
}
