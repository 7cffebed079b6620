//! What is asked of the old certificate, of the person, of the key and of clocks, at each of the moments.

use super::Case;
use crate::calendar::Moment;
use crate::certificate::{CertificateStatus, KeyStanding};
use crate::procedure::{ChangeRule, ValidAt};
use crate::renewal::{Evidence, ReferralReason, Refusal, Renewal, Rights, Standing};

/// Refuses a certificate that is revoked, suspended, or of which nobody could say.
pub(super) fn require_good(status: &CertificateStatus) -> Result<(), Refusal> {
    match status {
        CertificateStatus::Good => Ok(()),
        CertificateStatus::Revoked { at, reason } => Err(Refusal::Revoked {
            at: *at,
            reason: *reason,
        }),
        CertificateStatus::OnHold { since } => Err(Refusal::OnHold { since: *since }),
        CertificateStatus::CouldNotCheck { source } => Err(Refusal::CouldNotCheck {
            asked: source.clone(),
        }),
    }
}

/// Refuses when the person's rights ended, or nobody could say.
pub(super) fn require_rights(rights: &Rights) -> Result<(), Refusal> {
    match rights {
        Rights::Held => Ok(()),
        Rights::Ended(reason) => Err(Refusal::RightsEnded { reason: *reason }),
        Rights::CouldNotCheck { source } => Err(Refusal::RightsNotChecked {
            asked: source.clone(),
        }),
    }
}

/// Refuses an instant outside the validity of the old certificate or beyond its private key's period.
pub(super) fn require_validity(renewal: &Renewal, at: Moment) -> Result<(), Refusal> {
    let old = &renewal.old;
    if at < old.not_before {
        return Err(Refusal::NotYetValid {
            not_before: old.not_before,
            now: at,
        });
    }
    if at > old.not_after {
        return Err(Refusal::Expired {
            not_after: old.not_after,
            now: at,
        });
    }
    match old.private_key_until {
        Some(until) if at > until => Err(Refusal::PrivateKeyPeriodOver { until, now: at }),
        _ => Ok(()),
    }
}

/// Looks again at a certificate and a person after the application was handed in: at the approval, at an
/// endorsement, and before the intent. A reason sends the renewal to the office.
///
/// An application on paper stands on the identified person and not on the old certificate, so only the
/// person's rights are looked at then.
pub(super) fn look_again(
    case: &Case<'_>,
    standing: &Standing,
    evidence: &Evidence,
) -> Result<Option<ReferralReason>, Refusal> {
    match &standing.rights {
        Rights::Held => {}
        Rights::Ended(reason) => return Ok(Some(ReferralReason::RightsEnded(*reason))),
        Rights::CouldNotCheck { source } => {
            return Err(Refusal::RightsNotChecked {
                asked: source.clone(),
            });
        }
    }
    let Evidence::Electronic(application) = evidence else {
        return Ok(None);
    };
    match &standing.status {
        CertificateStatus::Good => {}
        CertificateStatus::Revoked { reason, .. } => {
            return Ok(Some(ReferralReason::Revoked(*reason)));
        }
        CertificateStatus::OnHold { .. } => return Ok(Some(ReferralReason::OnHold)),
        CertificateStatus::CouldNotCheck { source } => {
            return Err(Refusal::CouldNotCheck {
                asked: source.clone(),
            });
        }
    }
    Ok(ended_meanwhile(case, application.facts().existed_at()))
}

fn ended_meanwhile(case: &Case<'_>, signed: Moment) -> Option<ReferralReason> {
    let old = &case.renewal.old;
    if case.now <= old.signs_until() {
        return None;
    }
    if let ValidAt::Signing { days_max } = case.procedure.admission.valid_at
        && case.now <= signed.plus_days(u32::from(days_max))
    {
        return None;
    }
    if case.now > old.not_after {
        Some(ReferralReason::ExpiredMeanwhile)
    } else {
        Some(ReferralReason::PrivateKeyPeriodOver)
    }
}

/// Refuses a key that the index does not call fresh.
pub(super) fn require_fresh(standing: KeyStanding) -> Result<(), Refusal> {
    match standing {
        KeyStanding::Fresh => Ok(()),
        KeyStanding::OldCertificate => Err(Refusal::KeyOfOldCertificate {}),
        KeyStanding::Issued => Err(Refusal::KeyIssuedBefore {}),
        KeyStanding::Compromised => Err(Refusal::KeyCompromised {}),
        KeyStanding::OtherRenewal => Err(Refusal::KeyInOtherRenewal {}),
        KeyStanding::Authority => Err(Refusal::KeyOfAuthority {}),
        KeyStanding::Published => Err(Refusal::KeyPublished {}),
        KeyStanding::Weak => Err(Refusal::KeyWeak {}),
    }
}

/// Refuses a signer's clock too far from the server's, naming both.
pub(super) fn require_clock(
    case: &Case<'_>,
    signer: Moment,
    server: Moment,
) -> Result<(), Refusal> {
    let minutes = case.procedure.application.clock_skew_minutes_max;
    if server.seconds_since(signer).abs() > i64::from(minutes) * 60 {
        return Err(Refusal::ClockDiffers {
            signer,
            server,
            limit_minutes: i64::from(minutes),
        });
    }
    Ok(())
}

/// The strictest rule among the corrected data, and the first datum that it stands for.
pub(super) fn strictest_change(case: &Case<'_>) -> Option<(ChangeRule, crate::procedure::Field)> {
    case.renewal
        .corrected_rows()
        .filter_map(|row| {
            let rule = case.procedure.gathering.rule(row.field)?.change;
            // Another person is never taken from afar, whatever a procedure says.
            let floor = if row.field.names_person() {
                ChangeRule::Paper
            } else {
                ChangeRule::Remote
            };
            Some((rule.max(floor), row.field))
        })
        .reduce(|worst, next| if next.0 > worst.0 { next } else { worst })
}
