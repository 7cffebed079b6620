//! The authority of a world: its keys, its configuration, the shipped procedures.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rand_core::CryptoRng;
use smena_server::{
    app::authority::found::{Founding, found},
    config::root_certificate_path,
};
use time::{Duration, OffsetDateTime};

use crate::{Algorithm, WorldError, telephone::Gateway};

/// The server's configuration file.
pub(crate) const SERVER_FILE: &str = "server.toml";
/// Its name.
pub(crate) const NAME: &str = "Удостоверяющий центр «Смена»";
/// How long before the present it was founded: the certificate that expires lies within the issuer's validity.
const AGE: Duration = Duration::days(2 * 365);
/// The shipped procedures, so that the program works without the sources.
const PROCEDURES: [(&str, &str); 7] = [
    (
        "plain-renewal.toml",
        include_str!("../../../procedures/plain-renewal.toml"),
    ),
    (
        "smartcard-powers.toml",
        include_str!("../../../procedures/smartcard-powers.toml"),
    ),
    (
        "provider-wizard.toml",
        include_str!("../../../procedures/provider-wizard.toml"),
    ),
    (
        "phone-cabinet.toml",
        include_str!("../../../procedures/phone-cabinet.toml"),
    ),
    (
        "treasury-portal.toml",
        include_str!("../../../procedures/treasury-portal.toml"),
    ),
    (
        "reporting-client.toml",
        include_str!("../../../procedures/reporting-client.toml"),
    ),
    (
        "calendars/ru.toml",
        include_str!("../../../procedures/calendars/ru.toml"),
    ),
];

/// The certificate profiles that the shipped procedures name.
const PROFILES: [&str; 2] = ["qualified-person", "qualified-official"];

/// What stands in the configuration of a world.
pub(crate) struct Configuration<'a> {
    pub(crate) algorithm: Algorithm,
    /// The port of the origin.
    pub(crate) origin_port: u16,
    /// The port that the server listens on.
    pub(crate) port: u16,
    pub(crate) database: &'a str,
    pub(crate) procedure: &'a str,
    /// Lines of that procedure that stand otherwise.
    pub(crate) procedure_changes: &'a [(&'static str, &'static str)],
    pub(crate) validity_days: u32,
    /// The port to which the portal leads browsers; the usual one else.
    pub(crate) agent_port: Option<u16>,
    /// The gateway for messages to telephones; without one no codes are sent.
    pub(crate) gateway: Option<&'a Gateway>,
}

/// The file with the secret of the gateway.
const GATEWAY_SECRET: &str = "sms-secret";

/// Makes the authority's keys and certificates.
pub(crate) fn make(
    folder: &Path,
    algorithm: Algorithm,
    now: OffsetDateTime,
    rng: &mut dyn CryptoRng,
) -> Result<(), WorldError> {
    fs::create_dir_all(folder).map_err(WorldError::file(folder))?;
    let founding = Founding {
        folder,
        algorithm: algorithm.key(),
        name: NAME,
        root_years: 20,
        issuing_years: 15,
        errand_years: 10,
        root_password: None,
        issuing_password: None,
    };
    let founded = found(&founding, now - AGE, rng).map_err(WorldError::set_up("authority"))?;
    let path = root_certificate_path(folder);
    fs::write(&path, founded.root.der()).map_err(WorldError::file(path))
}

/// Writes the procedures and `server.toml`, whose path it returns.
pub(crate) fn configure(
    folder: &Path,
    configuration: &Configuration<'_>,
) -> Result<PathBuf, WorldError> {
    let procedures = folder.join("procedures");
    let calendars = procedures.join("calendars");
    fs::create_dir_all(&calendars).map_err(WorldError::file(calendars))?;
    for (name, text) in PROCEDURES {
        let path = procedures.join(name);
        let mut text = text.to_owned();
        if name.strip_suffix(".toml") == Some(configuration.procedure) {
            for (shipped, changed) in configuration.procedure_changes {
                if !text.contains(shipped) {
                    let missing = format!("{name} has no line {shipped}");
                    return Err(WorldError::set_up("procedure")(missing));
                }
                text = text.replacen(shipped, changed, 1);
            }
        }
        fs::write(&path, text).map_err(WorldError::file(path))?;
    }
    if let Some(gateway) = configuration.gateway {
        let path = folder.join(GATEWAY_SECRET);
        fs::write(&path, &gateway.secret).map_err(WorldError::file(path))?;
    }
    let path = folder.join(SERVER_FILE);
    fs::write(&path, server_file(configuration)).map_err(WorldError::file(&path))?;
    Ok(path)
}

fn server_file(configuration: &Configuration<'_>) -> String {
    let Configuration {
        algorithm,
        origin_port,
        port,
        database,
        procedure,
        procedure_changes: _,
        validity_days,
        agent_port,
        gateway,
    } = configuration;
    let telephones = gateway
        .map(|Gateway { url, .. }| {
            format!("\n[sms]\nurl = \"{url}\"\nsecret_file = \"{GATEWAY_SECRET}\"\n")
        })
        .unwrap_or_default();
    let agent = agent_port
        .map(|port| format!("\n[agent]\nport = {port}\n"))
        .unwrap_or_default();
    let profiles: String = PROFILES
        .iter()
        .map(|name| profile(name, *validity_days, algorithm.is_qualified()))
        .collect();
    format!(
        r#"# The authority of the demonstration. Written anew at each start.
name = "{NAME}"
origin = "http://localhost:{origin_port}"
listen = "127.0.0.1:{port}"
database = "{database}"

[authority]
folder = "authority"
issuer_url = "http://localhost:{origin_port}/ca/issuing.cer"

[crl]
url = "http://localhost:{origin_port}/ca/issuing.crl"
hours = 24

[procedures]
folder = "procedures"
default = "{procedure}"
{agent}{telephones}{profiles}"#
    )
}

/// A certificate profile. A qualified one names tools, which are made up.
fn profile(name: &str, validity_days: u32, qualified: bool) -> String {
    let plain = format!(
        r"
[profile.{name}]
version = 1
validity_days = {validity_days}
qualified = {qualified}
"
    );
    if !qualified {
        return plain;
    }
    format!(
        r#"{plain}sign_tool_class = "ks1"
subject_sign_tool = "Смена (демонстрация)"

[profile.{name}.issuer_sign_tool]
sign_tool = "Смена (демонстрация)"
ca_tool = "Удостоверяющий центр «Смена» (демонстрация)"
sign_tool_certificate = "Сертификат соответствия отсутствует: демонстрация"
ca_tool_certificate = "Сертификат соответствия отсутствует: демонстрация"
"#
    )
}
