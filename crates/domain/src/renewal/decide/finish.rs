//! From the certificate to the end: installation, receipt, aftercare.

use super::rules::{require_clock, require_good};
use super::{Case, Change};
use crate::certificate::{CertificateStatus, Thumbprint};
use crate::procedure::{BackupPolicy, OldKeyPolicy, Procedure, Slug};
use crate::renewal::{
    Backup, Duty, Effect, Finished, Issued, Notice, OldKeyTreatment, ProvedReceipt, Refusal,
    Registration, Stage,
};

/// The agent installed the certificate beside the old key and signed with it on trial.
pub(super) fn installation(case: &Case<'_>, certificate: Thumbprint) -> Result<Change, Refusal> {
    let (issued, installed) = match case.stage() {
        Stage::Issued(issued) => (issued, false),
        Stage::Installed { issued, .. } => (issued, true),
        _ => return Err(case.not_now()),
    };
    if issued.certificate.thumbprint != certificate {
        return Err(Refusal::CertificateDiffers {});
    }
    if installed {
        return Ok(case.repeated());
    }
    Ok(case.to(Stage::Installed {
        issued: issued.clone(),
        at: case.now,
    }))
}

pub(super) fn familiarise(case: &Case<'_>) -> Result<Change, Refusal> {
    let mut change = case.stay();
    let (Stage::Issued(issued) | Stage::Installed { issued, .. }) = &mut change.next.stage else {
        return Err(case.not_now());
    };
    if !case.procedure.aftercare.familiarisation {
        return Err(Refusal::NotAsked {
            step: Duty::Familiarise,
        });
    }
    if issued.familiarised.is_some() {
        return Ok(case.repeated());
    }
    issued.familiarised = Some(case.now);
    Ok(change)
}

/// At most one receipt; the same one again is answered alike, also after everything is done.
pub(super) fn receipt(
    case: &Case<'_>,
    receipt: ProvedReceipt,
    status: &CertificateStatus,
) -> Result<Change, Refusal> {
    if let Some(known) = case.stage().receipt() {
        return if known.facts().receipt == receipt.facts().receipt {
            Ok(case.repeated())
        } else {
            Err(Refusal::SecondReceipt {})
        };
    }
    let issued = match case.stage() {
        Stage::Installed { issued, .. } => issued,
        Stage::Issued(_) => {
            return Err(Refusal::StepMissing {
                step: Duty::InstallCertificate,
            });
        }
        _ => return Err(case.not_now()),
    };
    require_receipt(case, issued, &receipt)?;
    if let CertificateStatus::Revoked { at, .. } = status {
        return Err(Refusal::NewCertificateRevoked { at: *at });
    }
    require_good(status)?;
    let aftercare = &case.procedure.aftercare;
    let old_not_after = case.renewal.old.not_after;
    let finished = Finished {
        certificate: issued.certificate.clone(),
        receipt,
        at: case.now,
        switch_on: aftercare
            .switch
            .day(old_not_after, case.now, &case.procedure.calendar),
        backup: None,
        old_key: None,
        registrations: issued.registrations.clone(),
        issued_at: issued.at,
        systems_told: Vec::new(),
    };
    Ok(settled(case, finished))
}

fn require_receipt(
    case: &Case<'_>,
    issued: &Issued,
    receipt: &ProvedReceipt,
) -> Result<(), Refusal> {
    let facts = receipt.facts();
    if facts.renewal != case.renewal.id {
        return Err(Refusal::ReceiptOfOtherRenewal {});
    }
    if facts.certificate != issued.certificate.thumbprint {
        return Err(Refusal::CertificateDiffers {});
    }
    if facts.application.as_ref() != issued.grant.evidence.application() {
        return Err(Refusal::ReceiptDiffers {});
    }
    if case.procedure.aftercare.familiarisation && issued.familiarised.is_none() {
        return Err(Refusal::StepMissing {
            step: Duty::Familiarise,
        });
    }
    require_clock(case, facts.signed_at, facts.arrived_at)
}

pub(super) fn backup(case: &Case<'_>, backup: Backup) -> Result<Change, Refusal> {
    let mut finished = require_receipted(case)?;
    let policy = case.procedure.aftercare.backup;
    if policy == BackupPolicy::NotOffered {
        return Err(Refusal::NotAsked {
            step: Duty::MakeBackup,
        });
    }
    let own = case
        .renewal
        .gathered
        .key_options
        .map(|options| options.medium);
    if let Backup::Verified { medium } = backup
        && policy == BackupPolicy::OfferedElsewhere
        && own == Some(medium)
    {
        return Err(Refusal::BackupOnSameMedium { medium });
    }
    if finished.backup == Some(backup) {
        return Ok(case.repeated());
    }
    finished.backup = Some(backup);
    Ok(settled(case, finished))
}

/// An old key is deleted only where the procedure says so, and never before the holder has a verified backup
/// or has chosen to do without.
pub(super) fn old_key(case: &Case<'_>, treatment: OldKeyTreatment) -> Result<Change, Refusal> {
    let mut finished = require_receipted(case)?;
    let aftercare = &case.procedure.aftercare;
    if treatment == OldKeyTreatment::Deleted {
        if aftercare.old_key == OldKeyPolicy::Keep {
            return Err(Refusal::OldKeyStays {});
        }
        if aftercare.backup != BackupPolicy::NotOffered && finished.backup.is_none() {
            return Err(Refusal::BackupUndecided {});
        }
    }
    if finished.old_key == Some(treatment) {
        return Ok(case.repeated());
    }
    finished.old_key = Some(treatment);
    Ok(settled(case, finished))
}

/// A body answers as soon as the certificate exists, whether the receipt is there or not.
pub(super) fn registration(
    case: &Case<'_>,
    body: &Slug,
    registration: Registration,
) -> Result<Change, Refusal> {
    let mut change = case.stay();
    let known = match &mut change.next.stage {
        Stage::Issued(issued) | Stage::Installed { issued, .. } => &mut issued.registrations,
        Stage::Receipted(finished) | Stage::Completed(finished) => &mut finished.registrations,
        _ => return Err(case.not_now()),
    };
    let Some((_, state)) = known.iter_mut().find(|(name, _)| name == body) else {
        return Err(Refusal::UnknownBody { body: body.clone() });
    };
    if *state == registration {
        return Ok(case.repeated());
    }
    if case.stage().name().is_closed() {
        return Err(case.not_now());
    }
    let effect = match &registration {
        Registration::Registered { .. } => Some(Effect::NotifyHolder(Notice::Registered)),
        Registration::Refused { .. } => Some(Effect::NotifyOperators(Notice::RegistrationRefused)),
        Registration::Pending => None,
    };
    *state = registration;
    let mut change = change.effects(effect).note(body.as_str());
    if let Stage::Receipted(finished) = &change.next.stage {
        change.next.stage = stage_of((**finished).clone(), case.procedure);
    }
    Ok(change)
}

pub(super) fn system_told(case: &Case<'_>, system: Slug) -> Result<Change, Refusal> {
    let mut finished = require_receipted(case)?;
    if !case.procedure.aftercare.systems.contains(&system) {
        return Err(Refusal::UnknownSystem { system });
    }
    if finished.systems_told.contains(&system) {
        return Ok(case.repeated());
    }
    finished.systems_told.push(system);
    Ok(settled(case, finished))
}

fn require_receipted(case: &Case<'_>) -> Result<Finished, Refusal> {
    match case.stage() {
        Stage::Receipted(finished) => Ok((**finished).clone()),
        _ => Err(case.not_now()),
    }
}

fn settled(case: &Case<'_>, finished: Finished) -> Change {
    case.to(stage_of(finished, case.procedure))
}

fn stage_of(finished: Finished, procedure: &Procedure) -> Stage {
    let aftercare = &procedure.aftercare;
    let backed_up = aftercare.backup == BackupPolicy::NotOffered || finished.backup.is_some();
    let old_key_treated = aftercare.old_key == OldKeyPolicy::Keep || finished.old_key.is_some();
    let registered = finished
        .registrations
        .iter()
        .all(|(_, state)| matches!(state, Registration::Registered { .. }));
    let told = aftercare
        .systems
        .iter()
        .all(|system| finished.systems_told.contains(system));
    let finished = Box::new(finished);
    if backed_up && old_key_treated && registered && told {
        Stage::Completed(finished)
    } else {
        Stage::Receipted(finished)
    }
}
