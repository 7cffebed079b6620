//! `smena export CERT`: writes a certificate into a file, for the support of the systems where it is used (C31, C32).

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;
use smena_pki::{certificate::Certificate, oid};
use smena_ui::{Message, format};

use super::{Common, file, place};
use crate::{
    failure::Failure,
    output::{Printer, Report},
};

/// What `smena export` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "ID")]
    certificate: Option<String>,
    #[arg(
        long,
        value_name = "der|pem",
        value_enum,
        default_value = "der",
        hide_possible_values = true
    )]
    format: Form,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a certificate is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// The octets themselves.
    Der,
    /// Base64 between two lines.
    Pem,
}

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let opened = place::open(common)?;
    let certificate = place::certificate(&opened, arguments.certificate.as_deref())?;
    let (content, ending) = match arguments.format {
        Form::Der => (certificate.der().to_vec(), "cer"),
        Form::Pem => (certificate.to_pem().into_bytes(), "pem"),
    };
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => PathBuf::from(format!("{}.{ending}", name(&certificate))),
    };
    file::write_new(&path, &content)?;
    let thumbprint = certificate.thumbprint();
    let path = path.display().to_string();
    let text = printer.text(
        &Message::new("export-done")
            .with("path", path.clone())
            .with("thumbprint", format::grouped_hex(&thumbprint)),
    );
    let value = json!({
        "file": path,
        "serial": certificate.serial().to_string(),
        "thumbprint": hex::encode(thumbprint),
    });
    Ok(Report { text, value })
}

/// A file name out of holder and serial number: letters, digits and hyphens, whatever stands in the certificate.
fn name(certificate: &Certificate) -> String {
    const HOLDER_LENGTH_MAX: usize = 60;
    let holder = certificate.subject().text(&oid::COMMON_NAME);
    let mut name = String::new();
    for char in holder.unwrap_or_default().chars().take(HOLDER_LENGTH_MAX) {
        if char.is_alphanumeric() {
            name.push(char);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let serial = certificate.serial().to_string().replace(' ', "");
    match name.trim_end_matches('-') {
        "" => serial,
        holder => format!("{holder}-{serial}"),
    }
}
