//! The tokens of the demonstration: the software token of smena, and one of SoftHSM.
//!
//! Both modules read from the environment where their tokens lie, once, when they are loaded. A program that runs cannot
//! change its own environment safely, so [`environment`] says what a process has to be started with; the program
//! `smena-demo` starts itself anew where that is missing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use smena_agent::clock::system_rng;
use smena_softtoken::TokenOptions;
use zeroize::Zeroizing;

use crate::{Medium, WorldError};

/// The PIN of the holder's token; not one that tokens are sold with.
pub const PIN: &str = "27182818";
/// The PIN of its administrator.
const SO_PIN: &str = "31415926";
/// The name of the token.
const LABEL: &str = "smena-demo";
/// Its space, in octets: some hundred renewals, for nothing is ever removed from it.
const SPACE_OCTETS: u64 = 1024 * 1024;
/// The folder of the tokens below a world's.
const TOKENS: &str = "tokens";
/// The configuration of SoftHSM below a world's folder.
const SOFTHSM_CONFIGURATION: &str = "softhsm2.conf";
/// Where the installers of the systems put SoftHSM's module.
const SOFTHSM_MODULES: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];

/// The variable of the environment that a process needs for a world's token in this folder.
#[must_use]
pub fn environment(medium: Medium, world: &Path) -> Option<(&'static str, PathBuf)> {
    match medium {
        Medium::Softtoken => Some((smena_softtoken::FOLDER_VARIABLE, world.join(TOKENS))),
        Medium::Softhsm => Some(("SOFTHSM2_CONF", world.join(SOFTHSM_CONFIGURATION))),
        Medium::Folder | Medium::CryptoPro => None,
    }
}

/// The PKCS#11 module of a medium, where it is one of tokens.
pub(crate) fn module(medium: Medium) -> Option<PathBuf> {
    match medium {
        Medium::Softtoken => smena_softtoken::module_path(),
        Medium::Softhsm => SOFTHSM_MODULES
            .iter()
            .map(PathBuf::from)
            .find(|path| path.is_file()),
        Medium::Folder | Medium::CryptoPro => None,
    }
}

/// Makes the token, where it is missing.
pub(crate) fn prepare(medium: Medium, world: &Path) -> Result<(), WorldError> {
    let tokens = world.join(TOKENS);
    match medium {
        Medium::Folder | Medium::CryptoPro => return Ok(()),
        Medium::Softtoken | Medium::Softhsm if tokens.exists() => return Ok(()),
        _ => {}
    }
    if module(medium).is_none() {
        return Err(WorldError::NoModule(medium));
    }
    match medium {
        Medium::Softhsm => make_softhsm(world, &tokens),
        _ => make_softtoken(&tokens),
    }
}

fn make_softtoken(tokens: &Path) -> Result<(), WorldError> {
    let options = TokenOptions {
        user_pin: Some(Zeroizing::new(PIN.to_owned())),
        so_pin: Zeroizing::new(SO_PIN.to_owned()),
        space_octets: SPACE_OCTETS,
        ..TokenOptions::quick(LABEL)
    };
    smena_softtoken::create(tokens, &options, &mut system_rng())
        .map(drop)
        .map_err(WorldError::set_up("token"))
}

/// Makes the token with SoftHSM's own program, which is a matter of milliseconds.
fn make_softhsm(world: &Path, tokens: &Path) -> Result<(), WorldError> {
    let configuration = world.join(SOFTHSM_CONFIGURATION);
    let text = format!(
        "directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n",
        tokens.display()
    );
    fs::create_dir(tokens).map_err(WorldError::file(tokens))?;
    fs::write(&configuration, text).map_err(WorldError::file(&configuration))?;
    let made = Command::new("softhsm2-util")
        .args(["--init-token", "--free", "--label", LABEL])
        .args(["--pin", PIN, "--so-pin", SO_PIN])
        .env("SOFTHSM2_CONF", &configuration)
        .stdin(Stdio::null())
        .output()
        .map_err(WorldError::set_up("token"))?;
    if made.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    Err(WorldError::set_up("token")(said))
}
