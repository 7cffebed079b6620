//! The key's request and the application, signed with the old key or by hand.

use super::examine::submitted;
use super::gather::key_after_approval;
use super::rules::{
    look_again, require_clock, require_fresh, require_good, require_rights, require_validity,
    strictest_change,
};
use super::{Case, Change, clear, require_gathered};
use crate::certificate::KeyStanding;
use crate::permission::{Act, may};
use crate::procedure::{Binding, ChangeRule, KeyMade, Submission};
use crate::renewal::{
    ApplicationFacts, Approved, Duty, Evidence, ProvedApplication, ProvedPaper, ProvedRequest,
    Refusal, Rights, Stage, Standing,
};

/// The same request again is the same ticket, at any stage that still knows it.
pub(super) fn request(
    case: &Case<'_>,
    request: &ProvedRequest,
    standing: KeyStanding,
) -> Result<Change, Refusal> {
    if case
        .stage()
        .request()
        .is_some_and(|known| known.facts().request == request.facts().request)
    {
        return Ok(case.repeated());
    }
    let facts = request.facts();
    let next = match case.stage() {
        Stage::Confirmed { .. } | Stage::Keyed { .. }
            if case.procedure.key.made == KeyMade::BeforeApplication =>
        {
            if !facts.bound {
                return Err(Refusal::RequestNotBound {});
            }
            Stage::Keyed {
                request: request.clone(),
            }
        }
        Stage::Approved(approved) if key_after_approval(case, &approved.filing.evidence) => {
            require_consent(case, approved)?;
            if facts.plan != *approved.approval.plan() {
                return Err(Refusal::PlanChanged {});
            }
            let endorsed = matches!(approved.filing.evidence, Evidence::Electronic(_))
                && matches!(
                    case.procedure.key.made,
                    KeyMade::AfterApproval(Binding::Endorsement | Binding::Either)
                );
            if !facts.bound && !endorsed {
                return Err(Refusal::RequestNotBound {});
            }
            let mut approved = approved.clone();
            approved.filing.request = Some(request.clone());
            // Another key needs another endorsement and another confirmation.
            approved.binding = None;
            approved.code.proved = None;
            Stage::Approved(approved)
        }
        _ => return Err(case.not_now()),
    };
    if facts.renewal != case.renewal.id {
        return Err(Refusal::RequestOfOtherRenewal {});
    }
    require_gathered(case, |duty| {
        matches!(
            duty,
            Duty::ChooseKeyOptions | Duty::ChooseKind | Duty::ChooseSystemPowers
        )
    })?;
    require_fresh(standing)?;
    Ok(match next {
        Stage::Approved(approved) => clear::advance(case, *approved),
        stage => case.to(stage),
    })
}

fn require_consent(case: &Case<'_>, approved: &Approved) -> Result<(), Refusal> {
    if case.procedure.issue.consent && approved.consent.is_none() {
        return Err(Refusal::StepMissing {
            step: Duty::GiveConsent,
        });
    }
    Ok(())
}

/// The same application again is answered alike, at any stage that still knows it.
pub(super) fn application(
    case: &Case<'_>,
    application: Box<ProvedApplication>,
    standing: &Standing,
) -> Result<Change, Refusal> {
    let facts = application.facts();
    if known_application(case.stage()).is_some_and(|known| known.application == facts.application) {
        return Ok(case.repeated());
    }
    let request = match (case.procedure.key.made, case.stage()) {
        (KeyMade::BeforeApplication, Stage::Keyed { request }) => Some(request.clone()),
        (KeyMade::AfterApproval(_), Stage::Confirmed { .. }) => None,
        (KeyMade::BeforeApplication, Stage::Confirmed { .. }) => {
            return Err(Refusal::StepMissing {
                step: Duty::MakeKey,
            });
        }
        _ => return Err(case.not_now()),
    };
    require_gathered(case, |duty| {
        !(duty == Duty::ChooseKeyOptions && case.procedure.key.made != KeyMade::BeforeApplication)
    })?;
    require_application(case, facts, request.as_ref())?;
    require_unchanged_or_remote(case)?;
    require_rights(&standing.rights)?;
    require_good(&standing.status)?;
    require_validity(case.renewal, facts.existed_at())?;
    Ok(match case.procedure.application.submission {
        Submission::Separate => case.to(Stage::Signed {
            application,
            request,
        }),
        Submission::WithSignature => submitted(case, Evidence::Electronic(application), request),
    })
}

fn known_application(stage: &Stage) -> Option<&ApplicationFacts> {
    match (stage, stage.evidence()) {
        (Stage::Signed { application, .. }, _) | (_, Some(Evidence::Electronic(application))) => {
            Some(application.facts())
        }
        _ => None,
    }
}

fn require_application(
    case: &Case<'_>,
    facts: &ApplicationFacts,
    request: Option<&ProvedRequest>,
) -> Result<(), Refusal> {
    let renewal = case.renewal;
    if facts.renewal != renewal.id {
        return Err(Refusal::ApplicationOfOtherRenewal {});
    }
    if facts.signer != renewal.old.thumbprint {
        return Err(Refusal::OtherSigner {});
    }
    if facts.revision != renewal.revision {
        return Err(Refusal::StaleRevision {
            signed: facts.revision,
            current: renewal.revision,
        });
    }
    if facts.procedure != case.procedure.hash {
        return Err(Refusal::ProcedureChanged {});
    }
    if facts.request.as_ref() != request.map(|request| &request.facts().request) {
        return Err(Refusal::RequestHashDiffers {});
    }
    require_clock(case, facts.signed_at, facts.arrived_at)?;
    if facts.arrived_at > facts.valid_until {
        return Err(Refusal::ApplicationTooLate {
            valid_until: facts.valid_until,
            arrived: facts.arrived_at,
        });
    }
    Ok(())
}

/// Data equal, or every changed datum of a kind that the old key's signature may carry.
fn require_unchanged_or_remote(case: &Case<'_>) -> Result<(), Refusal> {
    match strictest_change(case) {
        Some((ChangeRule::Paper, field)) => Err(Refusal::PaperNeeded { field }),
        Some((ChangeRule::Office, field)) => Err(Refusal::OfficeNeeded { field }),
        Some((ChangeRule::Remote, _)) | None => Ok(()),
    }
}

/// Handing in by an act of its own (K20). A certificate that was revoked since the signature closes the remote
/// path; the application stays as evidence.
pub(super) fn submit(case: &Case<'_>, standing: &Standing) -> Result<Change, Refusal> {
    let Stage::Signed {
        application,
        request,
    } = case.stage()
    else {
        return match case.stage() {
            Stage::Submitted { .. } | Stage::Checked { .. } => Ok(case.repeated()),
            _ => Err(case.not_now()),
        };
    };
    let evidence = Evidence::Electronic(application.clone());
    if let Some(reason) = look_again(case, standing, &evidence)? {
        return Ok(case.refer(reason, Some(evidence)));
    }
    Ok(submitted(case, evidence, request.clone()))
}

/// The application signed by hand, brought by the identified holder (K16, K17).
pub(super) fn paper(
    case: &Case<'_>,
    paper: Box<ProvedPaper>,
    rights: &Rights,
) -> Result<Change, Refusal> {
    let Stage::Papered { .. } = case.stage() else {
        return Err(case.not_now());
    };
    let facts = paper.facts();
    if facts.renewal != case.renewal.id {
        return Err(Refusal::ApplicationOfOtherRenewal {});
    }
    may(&facts.operator, Act::Decide)?;
    require_rights(rights)?;
    require_gathered(case, |duty| duty != Duty::ChooseKeyOptions)?;
    Ok(submitted(case, Evidence::Paper(paper), None))
}
