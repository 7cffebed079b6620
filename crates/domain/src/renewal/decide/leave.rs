//! The ways out: news about the old certificate, the office, giving up before and after the issue.

use super::rules::{look_again, require_good, require_rights};
use super::{Case, Change};
use crate::certificate::{CertificateStatus, RevocationReason};
use crate::limits::ABANDONMENTS_MAX;
use crate::permission::{Act, Operator, may};
use crate::renewal::{
    Effect, Evidence, ProvedSignIn, ReferralReason, Refusal, Rights, Route, Settlement, SignedInBy,
    Stage, Standing,
};

/// News while the renewal waits: a revocation or the end of rights closes the remote path at once instead of
/// at the next moment of check.
pub(super) fn record_standing(case: &Case<'_>, standing: &Standing) -> Result<Change, Refusal> {
    let evidence = match case.stage() {
        Stage::Held { .. }
        | Stage::Drafted
        | Stage::Confirmed { .. }
        | Stage::Keyed { .. }
        | Stage::Papered { .. } => None,
        Stage::Signed { application, .. } => Some(Evidence::Electronic(application.clone())),
        Stage::Submitted { filing, .. } | Stage::Checked { filing, .. } => {
            Some(filing.evidence.clone())
        }
        Stage::Approved(approved) => Some(approved.filing.evidence.clone()),
        Stage::Cleared { .. } | Stage::Intended { .. } => return Err(Refusal::IssuingUnderWay {}),
        _ => return Err(case.not_now()),
    };
    let reason = match &evidence {
        Some(evidence) => look_again(case, standing, evidence)?,
        None => news(case, standing)?,
    };
    Ok(match reason {
        Some(reason) => case.refer(reason, evidence),
        None => case.repeated(),
    })
}

/// What is news before anything was signed: time alone is none, the next signature is refused by itself.
fn news(case: &Case<'_>, standing: &Standing) -> Result<Option<ReferralReason>, Refusal> {
    if let Rights::Ended(reason) = &standing.rights {
        return Ok(Some(ReferralReason::RightsEnded(*reason)));
    }
    require_rights(&standing.rights)?;
    if case.renewal.route != Route::Remote {
        return Ok(None);
    }
    match &standing.status {
        CertificateStatus::Revoked { reason, .. } => Ok(Some(ReferralReason::Revoked(*reason))),
        CertificateStatus::OnHold { .. } => Ok(Some(ReferralReason::OnHold)),
        status => require_good(status).map(|()| None),
    }
}

pub(super) fn settle(
    case: &Case<'_>,
    operator: &Operator,
    settlement: Settlement,
) -> Result<Change, Refusal> {
    let Stage::Referred { .. } = case.stage() else {
        return Err(case.not_now());
    };
    may(operator, Act::Decide)?;
    Ok(match settlement {
        Settlement::Closed => case.to(Stage::Withdrawn { at: case.now }),
        Settlement::Resumed => case.to(Stage::Drafted),
    })
}

/// Before the issue the holder gives up without a word. While the certificate is being made nobody can say
/// whether a signature exists, so giving up waits.
pub(super) fn withdraw(case: &Case<'_>) -> Result<Change, Refusal> {
    match case.stage() {
        Stage::Cleared { .. } | Stage::Intended { .. } => Err(Refusal::IssuingUnderWay {}),
        stage if stage.name().is_closed() || stage.certificate().is_some() => Err(case.not_now()),
        _ => Ok(case.to(Stage::Withdrawn { at: case.now })),
    }
}

/// Between the issue and the receipt only the holder of the old key gives up: the certificate is revoked, its
/// key refused for ever, and a new renewal may begin under the same checks.
pub(super) fn abandon(case: &Case<'_>, sign_in: &ProvedSignIn) -> Result<Change, Refusal> {
    let (Stage::Issued(issued) | Stage::Installed { issued, .. }) = case.stage() else {
        return Err(case.not_now());
    };
    let facts = sign_in.facts();
    if facts.holder != case.renewal.holder {
        return Err(Refusal::NotYourCertificate {});
    }
    if facts.by != SignedInBy::Certificate(case.renewal.old.thumbprint) {
        return Err(Refusal::OldKeyNeeded {});
    }
    if case.renewal.abandonments_before >= ABANDONMENTS_MAX {
        return Err(Refusal::AbandonmentsExhausted {
            limit: i64::from(ABANDONMENTS_MAX),
        });
    }
    let certificate = issued.certificate.clone();
    let revoke = Effect::RevokeCertificate {
        certificate: certificate.thumbprint,
        reason: RevocationReason::CessationOfOperation,
    };
    let refuse = Effect::RefuseKeyForever(certificate.key);
    Ok(case
        .to(Stage::Abandoned {
            certificate,
            at: case.now,
        })
        .effect(revoke)
        .effect(refuse))
}
