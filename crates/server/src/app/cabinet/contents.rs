//! What a certificate says, as far as its holder has to read it (T23 to T26, R20).

use smena_domain::certificate::Thumbprint;
use smena_pki::{
    certificate::Certificate,
    extension::{IssuerSignTool, PrivateKeyUsagePeriod, SubjectSignTool, TypedExtension},
    profile::{self, Subject},
};
use smena_ui::Language;
use time::OffsetDateTime;

use crate::{
    app::{
        App,
        failure::Failure,
        holders::{fake_numbers, subject_of},
        shelf,
    },
    text::catalogue,
};

/// What a certificate says.
#[derive(Clone, Debug)]
pub struct Contents {
    /// SHA-256 of its DER.
    pub thumbprint: Thumbprint,
    /// Its serial number.
    pub serial: Vec<u8>,
    /// Whom it names.
    pub subject: Subject,
    /// The name of the issuing authority.
    pub issuer: String,
    /// Beginning of its validity.
    pub not_before: OffsetDateTime,
    /// End of its validity.
    pub not_after: OffsetDateTime,
    /// The period in which the private key may be used, where the certificate states one.
    pub private_key: Option<(Option<OffsetDateTime>, Option<OffsetDateTime>)>,
    /// The key's algorithm, as standards name it.
    pub algorithm: String,
    /// The octets of the public key.
    pub public_key: Vec<u8>,
    /// The holder's signature tool, where the certificate names it.
    pub subject_tool: Option<String>,
    /// The authority's signature tool, where the certificate names it.
    pub issuer_tool: Option<String>,
}

/// Reads the contents of a stored certificate.
///
/// # Errors
/// Faults of ours alone: what is stored was read before.
pub async fn contents(
    app: &App,
    thumbprint: Thumbprint,
    language: Language,
) -> Result<Contents, Failure> {
    let (row, certificate) = shelf::certificate(app, thumbprint).await?;
    let key = certificate.public_key().map_err(Failure::ours)?;
    Ok(Contents {
        thumbprint,
        serial: certificate.serial().content().to_vec(),
        subject: subject_of(app, &certificate),
        issuer: issuer_name(app, &certificate),
        not_before: row.not_before,
        not_after: row.not_after,
        private_key: private_key(&certificate),
        algorithm: key
            .algorithm()
            .name_with(&catalogue().word(language, "document-standard")),
        public_key: key.spki_der().to_vec(),
        subject_tool: typed::<SubjectSignTool>(&certificate).map(|tool| tool.0),
        issuer_tool: typed::<IssuerSignTool>(&certificate).map(|tool| tool.sign_tool),
    })
}

/// The authority's name as people know it: its common name, else the whole name.
fn issuer_name(app: &App, certificate: &Certificate) -> String {
    let issuer = profile::read(certificate.issuer(), fake_numbers(app)).subject;
    if issuer.common_name.is_empty() {
        certificate.issuer().to_string()
    } else {
        issuer.common_name
    }
}

fn private_key(
    certificate: &Certificate,
) -> Option<(Option<OffsetDateTime>, Option<OffsetDateTime>)> {
    let period = typed::<PrivateKeyUsagePeriod>(certificate)?;
    let instant = |end: Option<smena_pki::time::Time>| end.map(|end| end.instant());
    Some((instant(period.not_before), instant(period.not_after)))
}

/// An extension, where it is there and can be read: a page about a certificate leaves out what nobody can read.
fn typed<T: TypedExtension>(certificate: &Certificate) -> Option<T> {
    certificate.extensions().typed::<T>().ok().flatten()
}
