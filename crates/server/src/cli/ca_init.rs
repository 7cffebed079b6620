//! `ca init`: makes the authority's keys and certificates.

use std::path::{Path, PathBuf};

use smena_gost::ParameterSet;
use smena_media::files::make_parents;
use smena_pki::{algorithm::KeyAlgorithm, certificate::Certificate};
use smena_ui::{Message, format};

use super::{Common, Failure, Kind, Printer, Report};
use crate::{
    app::authority::found::{Founded, Founding, found},
    clock::Clock as _,
    compose::{SystemClock, SystemRandomness},
    config::{self, ServerFile},
    randomness::Randomness as _,
};

/// Years for which the certificates of an authority are valid.
const ROOT_YEARS: u16 = 15;
const ISSUING_YEARS: u16 = 10;
const ERRAND_YEARS: u16 = 3;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "ALGORITHM", default_value = "gost256")]
    algorithm: String,
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[arg(long, value_name = "FILE")]
    root_password_file: Option<PathBuf>,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let algorithm = algorithm(&arguments.algorithm).ok_or_else(|| {
        Failure::new(Kind::Usage, "algorithm-unknown").with("algorithm", &arguments.algorithm)
    })?;
    let server = config::load(&common.config)?.server;
    let name = arguments.name.as_deref().unwrap_or(&server.name);
    let folder = &server.authority;
    make_parents(folder).map_err(|error| unwritable(folder, &error))?;
    let founding = Founding {
        folder,
        algorithm,
        name,
        root_years: ROOT_YEARS,
        issuing_years: ISSUING_YEARS,
        errand_years: ERRAND_YEARS,
        root_password: password(arguments.root_password_file.as_deref())?,
        issuing_password: password(server.issuing_password_file.as_deref())?,
    };
    printer.progress(&Message::new("ca-init-progress"));
    let mut rng = SystemRandomness.generator();
    let founded = found(&founding, SystemClock.now(), rng.as_mut())?;
    write_certificates(folder, &founded)?;
    Ok(report(&server, &founded, printer))
}

/// The algorithm of a word of the command line.
fn algorithm(word: &str) -> Option<KeyAlgorithm> {
    Some(match word {
        // The curve 256-B under its older name, with its digestParamSet: as nearly every certificate in use has it.
        "gost256" => KeyAlgorithm::Gost(ParameterSet::CryptoProA),
        "gost512" => KeyAlgorithm::Gost(ParameterSet::Tc26512A),
        "p256" => KeyAlgorithm::EcdsaP256,
        "rsa2048" => KeyAlgorithm::Rsa { bits: 2048 },
        _ => return None,
    })
}

fn password(file: Option<&Path>) -> Result<Option<smena_media::Secret>, Failure> {
    Ok(file.map(config::read_password).transpose()?)
}

/// The certificates once more as plain files: the root's key may then be taken elsewhere with its folder.
fn write_certificates(folder: &Path, founded: &Founded) -> Result<(), Failure> {
    write(&config::root_certificate_path(folder), founded.root.der())?;
    write(&folder.join("issuing.cer"), founded.issuing.der())?;
    write(&folder.join("errand.cer"), founded.errand.der())
}

/// Writes a file that the command line names.
pub(super) fn write(path: &Path, octets: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, octets).map_err(|error| unwritable(path, &error))
}

fn unwritable(path: &Path, error: &dyn std::error::Error) -> Failure {
    Failure::new(Kind::OtherSide, "file-unwritable")
        .with("file", path.display().to_string())
        .caused_by(error)
}

fn report(server: &ServerFile, founded: &Founded, printer: &Printer) -> Report {
    let thumbprint = founded.root.thumbprint();
    let text = printer.text(
        &Message::new("ca-init-done")
            .with("folder", server.authority.display().to_string())
            .with("thumbprint", format::grouped_hex(&thumbprint)),
    );
    let shown = |certificate: &Certificate| {
        serde_json::json!({
            "subject": certificate.subject().to_string(),
            "serial": certificate.serial().to_string(),
            "thumbprint": hex::encode(certificate.thumbprint()),
        })
    };
    let value = serde_json::json!({
        "folder": server.authority,
        "root": shown(&founded.root),
        "issuing": shown(&founded.issuing),
        "errand": shown(&founded.errand),
    });
    Report { text, value }
}
