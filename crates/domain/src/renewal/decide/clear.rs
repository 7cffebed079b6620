//! What the issue still needs after the approval: the bill, the consent, the key and what binds it, the code.

use super::rules::{look_again, require_clock};
use super::{Case, Change};
use crate::limits::{CODES_SENT_MAX, NEW_CONTACT_SECONDS};
use crate::permission::two_persons;
use crate::procedure::{Binding, KeyMade};
use crate::renewal::{
    Approved, Bill, CodeFacts, CodePurpose, Duty, Effect, Evidence, Grant, KeyBinding, ProvedCode,
    ProvedEndorsement, Refusal, Stage, Standing,
};

/// Goes on to the issue when nothing is lacking; sends the code once all but the code is there.
pub(super) fn advance(case: &Case<'_>, mut approved: Approved) -> Change {
    let policy = case.procedure.issue;
    let bill_settled = !policy.bill || matches!(approved.bill, Some(Bill::None | Bill::Paid));
    let agreed = !policy.consent || approved.consent.is_some();
    let Approved {
        filing,
        binding,
        code,
        ..
    } = &mut approved;
    let (Some(request), Some(bound), true, true) =
        (&filing.request, &*binding, bill_settled, agreed)
    else {
        return case.to(Stage::Approved(Box::new(approved)));
    };
    if policy.code.is_none() || code.proved.is_some() {
        let grant = Grant {
            evidence: filing.evidence.clone(),
            request: request.clone(),
            binding: bound.clone(),
            approval: approved.approval,
            at: case.now,
        };
        return case
            .to(Stage::Cleared {
                grant: Box::new(grant),
            })
            .effect(Effect::IssueCertificate);
    }
    let first = code.sent == 0;
    if first {
        code.sent = 1;
        code.sent_at = Some(case.now);
    }
    let change = case.to(Stage::Approved(Box::new(approved)));
    if first {
        change.effect(Effect::SendConfirmationCode)
    } else {
        change
    }
}

pub(super) fn bill(case: &Case<'_>, bill: Bill) -> Result<Change, Refusal> {
    let mut approved = require_approved(case)?;
    if !case.procedure.issue.bill {
        return Err(Refusal::NotAsked {
            step: Duty::PayBill,
        });
    }
    if approved.bill == Some(bill) {
        return Ok(case.repeated());
    }
    approved.bill = Some(bill);
    Ok(advance(case, approved))
}

pub(super) fn consent(case: &Case<'_>) -> Result<Change, Refusal> {
    let mut approved = require_approved(case)?;
    if !case.procedure.issue.consent {
        return Err(Refusal::NotAsked {
            step: Duty::GiveConsent,
        });
    }
    if approved.consent.is_some() {
        return Ok(case.repeated());
    }
    if approved.bill == Some(Bill::Due) {
        return Err(Refusal::BillUnpaid {});
    }
    approved.consent = Some(case.now);
    Ok(advance(case, approved))
}

/// The old key is used once more, so the old certificate is looked at once more.
pub(super) fn endorsement(
    case: &Case<'_>,
    endorsement: Box<ProvedEndorsement>,
    standing: &Standing,
) -> Result<Change, Refusal> {
    let mut approved = require_approved(case)?;
    let Evidence::Electronic(application) = &approved.filing.evidence else {
        return Err(Refusal::EndorsementNotOffered {});
    };
    if !binds_by(case, Binding::Endorsement) {
        return Err(Refusal::EndorsementNotOffered {});
    }
    if let Some(KeyBinding::Endorsement(known)) = &approved.binding
        && *known == endorsement
    {
        return Ok(case.repeated());
    }
    let Some(request) = &approved.filing.request else {
        return Err(Refusal::StepMissing {
            step: Duty::MakeKey,
        });
    };
    let facts = endorsement.facts();
    if facts.renewal != case.renewal.id {
        return Err(Refusal::ApplicationOfOtherRenewal {});
    }
    if facts.signer != case.renewal.old.thumbprint {
        return Err(Refusal::OtherSigner {});
    }
    let same = facts.application == application.facts().application
        && facts.request == request.facts().request
        && facts.key == request.facts().key;
    if !same {
        return Err(Refusal::EndorsementDiffers {});
    }
    require_clock(case, facts.signed_at, facts.arrived_at)?;
    if let Some(reason) = look_again(case, standing, &approved.filing.evidence)? {
        return Ok(case.refer(reason, Some(approved.filing.evidence.clone())));
    }
    approved.binding = Some(KeyBinding::Endorsement(endorsement));
    Ok(advance(case, approved))
}

/// The code that two operators gave to the identified person binds the key where no old key can.
pub(super) fn issue_code(case: &Case<'_>, code: Box<ProvedCode>) -> Result<Change, Refusal> {
    let mut approved = require_approved(case)?;
    let on_paper = matches!(approved.filing.evidence, Evidence::Paper(_));
    if !on_paper && !binds_by(case, Binding::IssueCode) {
        return Err(Refusal::IssueCodeNotOffered {});
    }
    require_code(case, &approved, code.facts(), CodePurpose::IssueCode)?;
    let [first, second] = code.facts().given_by.as_slice() else {
        return Err(Refusal::SameOperator {});
    };
    two_persons(first, second, case.now)?;
    if approved.filing.request.is_none() {
        return Err(Refusal::StepMissing {
            step: Duty::MakeKey,
        });
    }
    approved.binding = Some(KeyBinding::IssueCode(code));
    Ok(advance(case, approved))
}

pub(super) fn resend_code(case: &Case<'_>) -> Result<Change, Refusal> {
    let mut approved = require_approved(case)?;
    let policy = case.procedure.issue.code.ok_or(Refusal::NotAsked {
        step: Duty::ConfirmByCode,
    })?;
    let Some(sent_at) = approved.code.sent_at else {
        return Err(Refusal::StepMissing {
            step: Duty::BindKey,
        });
    };
    let until = sent_at.plus_minutes(policy.arrives_within_minutes);
    if case.now < until {
        return Err(Refusal::CodeTooSoon { until });
    }
    if approved.code.sent >= CODES_SENT_MAX {
        return Err(Refusal::CodesExhausted {
            limit: i64::from(CODES_SENT_MAX),
        });
    }
    approved.code.sent += 1;
    approved.code.sent_at = Some(case.now);
    Ok(case
        .to(Stage::Approved(Box::new(approved)))
        .effect(Effect::SendConfirmationCode))
}

pub(super) fn confirm_by_code(case: &Case<'_>, code: Box<ProvedCode>) -> Result<Change, Refusal> {
    let mut approved = require_approved(case)?;
    if case.procedure.issue.code.is_none() {
        return Err(Refusal::NotAsked {
            step: Duty::ConfirmByCode,
        });
    }
    if approved.code.sent == 0 {
        return Err(Refusal::StepMissing {
            step: Duty::BindKey,
        });
    }
    if let Some(changed) = case.renewal.gathered.contacts.phone_changed_at {
        let until = changed.plus_seconds(NEW_CONTACT_SECONDS);
        if case.now < until {
            return Err(Refusal::ContactTooNew { until });
        }
    }
    require_code(case, &approved, code.facts(), CodePurpose::ConfirmIssue)?;
    approved.code.proved = Some(code);
    Ok(advance(case, approved))
}

fn require_approved(case: &Case<'_>) -> Result<Approved, Refusal> {
    match case.stage() {
        Stage::Approved(approved) => Ok((**approved).clone()),
        _ => Err(case.not_now()),
    }
}

fn binds_by(case: &Case<'_>, wanted: Binding) -> bool {
    matches!(case.procedure.key.made,
        KeyMade::AfterApproval(binding) if binding == wanted || binding == Binding::Either)
}

fn require_code(
    case: &Case<'_>,
    approved: &Approved,
    facts: &CodeFacts,
    purpose: CodePurpose,
) -> Result<(), Refusal> {
    let right = facts.purpose == purpose
        && facts.renewal == case.renewal.id
        && facts.plan == *approved.approval.plan();
    if right {
        Ok(())
    } else {
        Err(Refusal::WrongCode {})
    }
}
