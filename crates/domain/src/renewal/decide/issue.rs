//! Issuance, as far as rules go: the last look before the intent, and the certificate that came of it.
//!
//! Steps and crash behaviour: `docs/issuance-cycle.md`. Step 3 re-runs the rules here, step 4 stores what
//! [`prepare`] decided together with the intent, step 7 stores what [`record`] decided with the certificate.

use super::rules::{look_again, require_fresh};
use super::{Case, Change};
use crate::certificate::{ContentHash, KeyStanding, NewCertificate};
use crate::limits::INTENT_AGE_SECONDS_MAX;
use crate::renewal::{
    Effect, Grant, Intent, Issued, Notice, Refusal, Registration, Stage, Standing,
};

/// The instant before the intent is stored, which decides. With the intent stored already, the same intent is
/// looked at again, so that a restart goes on only while the rules hold.
pub(super) fn prepare(
    case: &Case<'_>,
    intent: Intent,
    standing: &Standing,
    key: KeyStanding,
    plan: &ContentHash,
) -> Result<Change, Refusal> {
    let (grant, stored) = match case.stage() {
        Stage::Cleared { grant } => (grant, None),
        Stage::Intended { grant, intent } => (grant, Some(intent)),
        _ => return Err(case.not_now()),
    };
    if stored.is_some_and(|stored| *stored != intent) {
        return Err(Refusal::IntentDiffers {});
    }
    if let Some(reason) = look_again(case, standing, &grant.evidence)? {
        let change = case.refer(reason, Some(grant.evidence.clone()));
        return Ok(match stored {
            Some(stored) => change.effect(Effect::BurnSerial(stored.serial.clone())),
            None => change,
        });
    }
    require_intent(case, grant, &intent, key, plan)?;
    if stored.is_some() {
        return Ok(case.repeated());
    }
    Ok(case.to(Stage::Intended {
        grant: grant.clone(),
        intent,
    }))
}

fn require_intent(
    case: &Case<'_>,
    grant: &Grant,
    intent: &Intent,
    key: KeyStanding,
    plan: &ContentHash,
) -> Result<(), Refusal> {
    let request = grant.request.facts();
    if plan != grant.approval.plan() || *plan != request.plan {
        return Err(Refusal::PlanChanged {});
    }
    if intent.key != request.key {
        return Err(Refusal::CertificateDiffers {});
    }
    require_fresh(key)?;
    if is_too_old(case, intent) {
        return Err(Refusal::IntentTooOld {
            not_before: intent.not_before,
            now: case.now,
        });
    }
    Ok(())
}

fn is_too_old(case: &Case<'_>, intent: &Intent) -> bool {
    case.now.seconds_since(intent.not_before) > INTENT_AGE_SECONDS_MAX
}

/// An intent whose start of validity is too old is abandoned: its serial is burned, a new one is built.
pub(super) fn drop_intent(case: &Case<'_>) -> Result<Change, Refusal> {
    let Stage::Intended { grant, intent } = case.stage() else {
        return Err(case.not_now());
    };
    if !is_too_old(case, intent) {
        return Err(Refusal::IntentFresh {});
    }
    Ok(case
        .to(Stage::Cleared {
            grant: grant.clone(),
        })
        .effect(Effect::BurnSerial(intent.serial.clone()))
        .effect(Effect::IssueCertificate))
}

pub(super) fn record(case: &Case<'_>, certificate: NewCertificate) -> Result<Change, Refusal> {
    if case.stage().certificate() == Some(&certificate) {
        return Ok(case.repeated());
    }
    let Stage::Intended { grant, intent } = case.stage() else {
        return Err(case.not_now());
    };
    let intended = certificate.serial == intent.serial
        && certificate.key == intent.key
        && certificate.not_before == intent.not_before
        && certificate.not_after == intent.not_after;
    if !intended {
        return Err(Refusal::CertificateDiffers {});
    }
    let bodies = &case.procedure.aftercare.registrations;
    let thumbprint = certificate.thumbprint;
    let issued = Issued {
        grant: (**grant).clone(),
        certificate,
        at: case.now,
        familiarised: None,
        registrations: bodies
            .iter()
            .map(|body| (body.clone(), Registration::Pending))
            .collect(),
    };
    Ok(case
        .to(Stage::Issued(Box::new(issued)))
        .effect(Effect::PublishCertificate(thumbprint))
        .effect(Effect::NotifyHolder(Notice::Issued))
        .effects(bodies.iter().cloned().map(Effect::RegisterWithBody)))
}
