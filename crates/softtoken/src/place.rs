//! Where this module meets its host: the folder of the tokens, the system's random source, the sleep of a slow token,
//! and the file that programs load. Nothing else in the crate asks for any of them.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use etcetera::{AppStrategy as _, AppStrategyArgs, choose_app_strategy};
use getrandom::{SysRng, rand_core::UnwrapErr};
use rand_core::CryptoRng;
use serde::Deserialize;

use crate::error::TokenError;

/// The variable of the environment that names the folder of the tokens.
pub const FOLDER_VARIABLE: &str = "SMENA_SOFTTOKEN_DIR";

/// The file in the user's folder of configurations that names it where the variable is not set.
const CONFIGURATION: &str = "softtoken.json";

/// The folder within the user's folder of data that is taken where neither names one.
const DEFAULT_FOLDER: &str = "softtoken";

/// The content of [`CONFIGURATION`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    folder: PathBuf,
}

/// Finds the folder of the tokens: the environment, else the configuration, else the user's folder of data.
///
/// # Errors
///
/// The user has no folders, or the configuration cannot be read.
pub(crate) fn folder() -> Result<PathBuf, TokenError> {
    if let Some(folder) = std::env::var_os(FOLDER_VARIABLE) {
        return Ok(PathBuf::from(folder));
    }
    let names = AppStrategyArgs {
        top_level_domain: String::new(),
        author: String::new(),
        app_name: "smena".to_owned(),
    };
    let user = choose_app_strategy(names).map_err(|_| TokenError::General)?;
    let configuration = user.config_dir().join(CONFIGURATION);
    match std::fs::read(&configuration) {
        Ok(content) => configured(&configuration, &content),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Ok(user.data_dir().join(DEFAULT_FOLDER))
        }
        Err(_) => Err(TokenError::General),
    }
}

fn configured(file: &Path, content: &[u8]) -> Result<PathBuf, TokenError> {
    serde_json::from_slice(content)
        .map(|configuration: Configuration| configuration.folder)
        .map_err(|error| TokenError::Damaged {
            file: file.display().to_string(),
            why: error.to_string(),
        })
}

/// The operating system's random source. A system that gives none ends the call: see `abi`, where panics stop.
pub(crate) fn system_rng() -> impl CryptoRng + Send {
    UnwrapErr(SysRng)
}

/// Waits: as a slow token does, or for another process that writes to the token.
#[expect(
    clippy::disallowed_methods,
    reason = "a slow token is slow, and a lock between processes cannot be waited for otherwise"
)]
pub(crate) fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

/// The PKCS#11 module that Cargo built together with the running program: beside it, or in `deps`. Cargo puts it there
/// whenever a package that is built depends on this library.
#[must_use]
pub fn module_path() -> Option<PathBuf> {
    let name = format!(
        "{}smena_softtoken{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let program = std::env::current_exe().ok()?;
    let folder = program.parent()?;
    // A test lies in `deps` itself, a program above it. `deps` first: the copy above is renewed only when this package
    // is built by its own name.
    [folder.join("deps").join(&name), folder.join(&name)]
        .into_iter()
        .find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_names_the_folder_and_nothing_else() {
        let read = |text: &str| configured(Path::new("softtoken.json"), text.as_bytes()).ok();
        assert_eq!(read(r#"{"folder": "/tokens"}"#), Some("/tokens".into()));
        assert_eq!(read(r#"{"folder": "/tokens", "other": 1}"#), None);
        assert_eq!(read("{}"), None);
    }
}
