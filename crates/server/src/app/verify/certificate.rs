//! The signer's certificate: path at the server's time, key usage, status, period of the private key, known person.

use smena_domain::{
    calendar::Moment,
    certificate::{CertificateStatus, Thumbprint},
    person::HolderId,
    renewal::Refusal,
};
use smena_pki::{
    certificate::Certificate,
    extension::KeyUsage,
    path::{self, PathOptions},
};

use crate::app::{
    App, Ctx,
    failure::{Denial, Failure},
    holders::private_key_until,
    shelf, standing,
};

/// Checks the certificate of a signature that was verified, and gives whose it is.
///
/// # Errors
/// The first thing that is wrong, in the order of the security design, 1.6 (a).
pub async fn check(
    app: &App,
    ctx: &Ctx,
    certificate: &Certificate,
    usage: KeyUsage,
) -> Result<HolderId, Failure> {
    require_time(certificate, ctx)?;
    let options = PathOptions::at(ctx.now);
    let authority = &app.authority;
    path::validate(
        certificate,
        std::slice::from_ref(authority.issuing()),
        std::slice::from_ref(authority.root()),
        &options,
    )
    .map_err(|error| Denial::CertificatePath {
        detail: error.fault().to_string(),
    })?;
    let allowed = certificate
        .extensions()
        .key_usage()
        .ok()
        .flatten()
        .unwrap_or_default();
    if !allowed.contains(usage) {
        return Err(Denial::CertificateUsage {}.into());
    }
    let thumbprint = Thumbprint::new(certificate.thumbprint());
    let Some((row, _)) = shelf::find_certificate(app, thumbprint).await? else {
        return Err(Refusal::UnknownCertificate {}.into());
    };
    require_good(standing::status_of(app, ctx.now, thumbprint).await)?;
    if let Some(until) = private_key_until(certificate).filter(|until| ctx.now > *until) {
        let (until, now) = (Moment::new(until), Moment::new(ctx.now));
        return Err(Refusal::PrivateKeyPeriodOver { until, now }.into());
    }
    row.holder
        .ok_or_else(|| Refusal::UnknownCertificate {}.into())
}

/// Said apart from the path, because a person can do something about it.
fn require_time(certificate: &Certificate, ctx: &Ctx) -> Result<(), Refusal> {
    let now = Moment::new(ctx.now);
    let (begin, end) = (certificate.not_before(), certificate.not_after());
    if ctx.now < begin {
        return Err(Refusal::NotYetValid {
            not_before: Moment::new(begin),
            now,
        });
    }
    if ctx.now > end {
        return Err(Refusal::Expired {
            not_after: Moment::new(end),
            now,
        });
    }
    Ok(())
}

fn require_good(status: CertificateStatus) -> Result<(), Refusal> {
    match status {
        CertificateStatus::Good => Ok(()),
        CertificateStatus::Revoked { at, reason } => Err(Refusal::Revoked { at, reason }),
        CertificateStatus::OnHold { since } => Err(Refusal::OnHold { since }),
        CertificateStatus::CouldNotCheck { source } => {
            Err(Refusal::CouldNotCheck { asked: source })
        }
    }
}
