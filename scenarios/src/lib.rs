//! What the scenario tests share. A scenario is a whole story: an authority, a holder with a medium, the wire between.
//!
//! - [`agent`]: the real agent on the folder of a world.
//! - [`artefacts`]: the files that a renewal leaves, judged.
//! - [`browser`]: a real browser, driven as a person would.
//! - [`process`]: programs of others and our own, bounded in time.
//! - [`openssl`]: the judge.
//! - [`proxy`]: stands between agent and server and loses what it is told to lose.
//! - [`hand`]: an agent that does by hand what the real one never would.
//! - [`lies`]: what a lying authority sends.
//! - [`evidence`]: what must be true after a refusal.
//! - [`server`]: the real server on the folder of a world.

pub mod agent;
pub mod artefacts;
pub mod browser;
pub mod evidence;
pub mod hand;
pub mod lies;
pub mod openssl;
pub mod process;
pub mod proxy;
pub mod server;

use std::path::Path;

use smena_demo::{Algorithm, Options, World};

/// A world for a test, in a folder of its own that goes away with it.
pub struct Stage {
    /// The world.
    pub world: World,
    /// Its folder.
    pub folder: tempfile::TempDir,
}

impl Stage {
    /// Sets up a world as the test wants it.
    ///
    /// # Panics
    ///
    /// When it cannot be set up.
    #[must_use]
    pub fn with(change: impl FnOnce(&mut Options)) -> Self {
        let folder = folder();
        let world = world(folder.path(), change);
        Self { world, folder }
    }

    /// Sets up the usual world, with keys that are made fast.
    ///
    /// # Panics
    ///
    /// As [`Stage::with`].
    #[must_use]
    pub fn set() -> Self {
        Self::with(|_| {})
    }
}

/// Opens a world in this folder. The keys are on P-256 unless the test says otherwise: what it tests is the story, and
/// the algorithms have their own tests.
///
/// # Panics
///
/// When it cannot be set up.
#[must_use]
pub fn world(folder: &Path, change: impl FnOnce(&mut Options)) -> World {
    log();
    let mut options = Options::new(folder.join("world"));
    options.algorithm = Algorithm::P256;
    change(&mut options);
    World::start(&options).expect("a world")
}

/// What the server logs belongs to a test that fails.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // The first test of a process sets it up for all.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_test_writer()
        .try_init();
}

/// An empty folder.
///
/// # Panics
///
/// When there is no room for one.
#[must_use]
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Memory that the system shows as a drive: another device than any folder of the disk.
const OTHER_DEVICE: &str = "/dev/shm";

/// An empty folder on another device, for this user alone; nothing where the system has none, which is said.
///
/// # Panics
///
/// When there is no room for one.
#[must_use]
pub fn folder_on_another_device() -> Option<tempfile::TempDir> {
    if !Path::new(OTHER_DEVICE).is_dir() {
        process::skipped(&format!("there is no second device at {OTHER_DEVICE}"));
        return None;
    }
    let folder = tempfile::tempdir_in(OTHER_DEVICE).expect("a folder on another device");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), mode).expect("its mode");
    }
    Some(folder)
}
