//! `smena verify FILE`: whether a certificate leads to a trusted one, at a given time.
//!
//! Certificates are held to the whole profile of RFC 5280 here, as path validation does unless told otherwise: a judge that
//! forgives would be no judge. What [`smena_pki`]'s readers tolerate is written in `docs/formats/tolerated-deviations.md`.
//! Exit codes: a certificate that is refused, or that is none, gives 1; whatever keeps it from being judged gives 3.

mod refusal;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde_json::json;
use smena_pki::{
    certificate::Certificate,
    crl::CertificateRevocationList,
    path::{self, PathOptions, ValidatedPath},
    pem,
};
use smena_ui::{Message, format};
use time::{OffsetDateTime, UtcOffset, format_description::well_known::Rfc3339};

use super::{file, inspect::escaped};
use crate::{
    clock::{Clock as _, SystemClock},
    failure::{Failure, Kind},
    output::{Printer, Report},
};

/// What `smena verify` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "FILE", required = true)]
    anchor: PathBuf,
    #[arg(long, value_name = "DIR")]
    pool: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    crls: Option<PathBuf>,
    #[arg(
        long,
        value_name = "RFC3339|now",
        default_value = "now",
        hide_default_value = true
    )]
    at: String,
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, printer: &Printer) -> Result<Report, Failure> {
    let at = moment(&arguments.at)?;
    let anchors = certificates(&arguments.anchor)?;
    let pool = match &arguments.pool {
        None => Vec::new(),
        Some(folder) => of_folder(folder, certificates)?,
    };
    let lists = arguments
        .crls
        .as_deref()
        .map(|folder| of_folder(folder, |path| list(path).map(|list| vec![list])))
        .transpose()?;
    let octets = file::read(&arguments.file)?;
    let target = Certificate::from_der_or_pem(&octets).map_err(|error| {
        Failure::new(Kind::Refused, "verify-unreadable")
            .with("file", arguments.file.display().to_string())
            .caused_by(&error)
    })?;
    let mut options = PathOptions::at(at);
    options.revocation = lists.as_deref();
    path::validate(&target, &pool, &anchors, &options)
        .map(|path| report(&path, printer))
        .map_err(|error| refusal::failure(&error, printer))
}

fn moment(text: &str) -> Result<OffsetDateTime, Failure> {
    if text == "now" {
        return Ok(SystemClock.now());
    }
    OffsetDateTime::parse(text, &Rfc3339)
        .map_err(|_| Failure::new(Kind::Usage, "verify-time").with("time", text))
}

/// The certificates of a file: one in DER, or any number in PEM.
fn certificates(path: &Path) -> Result<Vec<Certificate>, Failure> {
    let octets = file::read(path)?;
    let unreadable = |error: &dyn std::error::Error| {
        Failure::new(Kind::OtherSide, "verify-material")
            .with("file", path.display().to_string())
            .caused_by(error)
    };
    if !pem::is_pem(&octets) {
        return Certificate::from_der(&octets)
            .map(|certificate| vec![certificate])
            .map_err(|error| unreadable(&error));
    }
    let blocks = pem::decode_all(&octets).map_err(|error| unreadable(&error))?;
    blocks
        .iter()
        .map(|block| Certificate::from_der(&block.der).map_err(|error| unreadable(&error)))
        .collect()
}

fn list(path: &Path) -> Result<CertificateRevocationList, Failure> {
    let octets = file::read(path)?;
    CertificateRevocationList::from_der_or_pem(&octets).map_err(|error| {
        Failure::new(Kind::OtherSide, "verify-material")
            .with("file", path.display().to_string())
            .caused_by(&error)
    })
}

fn of_folder<T>(
    folder: &Path,
    read: impl Fn(&Path) -> Result<Vec<T>, Failure>,
) -> Result<Vec<T>, Failure> {
    let mut all = Vec::new();
    for path in file::of_folder(folder)? {
        all.extend(read(&path)?);
    }
    Ok(all)
}

fn report(path: &ValidatedPath, printer: &Printer) -> Report {
    let mut text = String::new();
    let revocation = if path.revocation_checked() {
        "verify-not-revoked"
    } else {
        "verify-revocation-not-asked"
    };
    let at = format::instant(printer.language(), path.at(), UtcOffset::UTC);
    let mut lines = vec![printer.text(&Message::new("verify-valid").with("at", at))];
    lines.push(printer.word(revocation));
    lines.push(printer.word("verify-path"));
    lines.extend(path.certificates().iter().map(|certificate| {
        let subject = certificate.subject().to_string();
        format!("  {}", escaped(&subject))
    }));
    for line in lines {
        writeln!(text, "{line}").expect("writing to a String cannot fail");
    }
    let chain: Vec<_> = path
        .certificates()
        .iter()
        .map(|certificate| {
            json!({
                "subject": certificate.subject().to_string(),
                "serial": certificate.serial().to_string(),
                "thumbprint": hex::encode(certificate.thumbprint()),
            })
        })
        .collect();
    let value = json!({
        "valid": true,
        "at": path.at().format(&Rfc3339).unwrap_or_default(),
        "revocation_checked": path.revocation_checked(),
        "path": chain,
    });
    Report { text, value }
}
