//! Registers, the rule, operators.

use super::clear::advance;
use super::rules::look_again;
use super::{Case, Change, require_reason};
use crate::certificate::{ContentHash, Provenance};
use crate::permission::{Act, may, rights_are_new, two_persons};
use crate::procedure::{KeyMade, Slug, ValidAt};
use crate::renewal::{
    Approval, Approved, CheckRecord, CodeState, Effect, Evidence, Filing, KeyBinding, Notice,
    ProvedDecision, ProvedRequest, Refusal, RejectionReason, Route, Stage, Standing, Verdict,
};

/// What was handed in goes to the registers, or straight to the decision where there are none.
pub(super) fn submitted(
    case: &Case<'_>,
    evidence: Evidence,
    request: Option<ProvedRequest>,
) -> Change {
    let stamped = matches!(evidence, Evidence::Electronic(_))
        && matches!(case.procedure.admission.valid_at, ValidAt::Signing { .. });
    let filing = Box::new(Filing {
        evidence,
        request,
        at: case.now,
    });
    let asked = &case.procedure.examination.checks;
    let checks: Vec<CheckRecord> = asked
        .iter()
        .map(|check| CheckRecord {
            check: check.clone(),
            verdict: None,
            at: None,
            overridden: None,
        })
        .collect();
    let change = if checks.is_empty() {
        checked(case, filing, checks)
    } else {
        case.to(Stage::Submitted { filing, checks })
            .effects(asked.iter().cloned().map(Effect::AskRegister))
    };
    if stamped {
        change.effect(Effect::StampApplication)
    } else {
        change
    }
}

fn checked(case: &Case<'_>, filing: Box<Filing>, checks: Vec<CheckRecord>) -> Change {
    let effect = if rule_applies(case, &checks) {
        Effect::ApproveByRule
    } else {
        Effect::NotifyOperators(Notice::DecisionAwaited)
    };
    case.to(Stage::Checked {
        filing,
        checks,
        decisions: Vec::new(),
        since: case.now,
    })
    .effect(effect)
}

/// The rule decides only what deviates in nothing: an own certificate, nothing changed, signed with the old
/// key, and every register agreeing by itself.
fn rule_applies(case: &Case<'_>, checks: &[CheckRecord]) -> bool {
    case.procedure.examination.approval.by_rule
        && matches!(case.renewal.old.provenance, Provenance::Ours { .. })
        && case.renewal.route == Route::Remote
        && case.renewal.changed_rows().next().is_none()
        && checks
            .iter()
            .all(|check| check.is_settled() && !check.is_overridden())
}

pub(super) fn record_check(
    case: &Case<'_>,
    check: &Slug,
    verdict: Verdict,
) -> Result<Change, Refusal> {
    let same =
        |record: &CheckRecord| record.check == *check && record.verdict == Some(verdict.clone());
    if case.stage().checks().iter().any(same) {
        return Ok(case.repeated());
    }
    let Stage::Submitted { filing, checks } = case.stage() else {
        return Err(case.not_now());
    };
    let mut checks = checks.clone();
    let record = checks
        .iter_mut()
        .find(|record| record.check == *check)
        .ok_or_else(|| Refusal::UnknownCheck {
            check: check.clone(),
        })?;
    record.verdict = Some(verdict);
    record.at = Some(case.now);
    let failed = record.is_failed();
    let change = settle_checks(case, filing.clone(), checks).note(check.as_str());
    Ok(if failed {
        change.effect(Effect::NotifyOperators(Notice::CheckFailed))
    } else {
        change
    })
}

fn settle_checks(case: &Case<'_>, filing: Box<Filing>, checks: Vec<CheckRecord>) -> Change {
    if checks.iter().all(CheckRecord::is_settled) {
        checked(case, filing, checks)
    } else {
        case.to(Stage::Submitted { filing, checks })
    }
}

/// Two operators go on in spite of a register that said no, or that let its term pass.
pub(super) fn override_check(
    case: &Case<'_>,
    check: &Slug,
    decisions: [&ProvedDecision; 2],
    reason: String,
) -> Result<Change, Refusal> {
    let Stage::Submitted { filing, checks } = case.stage() else {
        return Err(case.not_now());
    };
    require_reason(&reason)?;
    let [first, second] = decisions;
    require_decision(case, first, Act::Decide)?;
    require_decision(case, second, Act::OverrideCheck)?;
    two_persons(&first.facts().operator, &second.facts().operator, case.now)?;
    if first.facts().plan != second.facts().plan {
        return Err(Refusal::PlanChanged {});
    }
    let mut checks = checks.clone();
    let record = checks
        .iter_mut()
        .find(|record| record.check == *check)
        .ok_or_else(|| Refusal::UnknownCheck {
            check: check.clone(),
        })?;
    if record.is_settled() {
        return Err(Refusal::CheckNotFailed {
            check: check.clone(),
        });
    }
    let due = case.procedure.calendar.end_of_term(
        filing.at,
        case.procedure.examination.checks_within_working_days,
    );
    if !record.is_failed() && case.now <= due {
        return Err(Refusal::CheckStillAwaited {
            check: check.clone(),
            due,
        });
    }
    record.overridden = Some(reason);
    Ok(settle_checks(case, filing.clone(), checks).note(check.as_str()))
}

pub(super) fn by_rule(
    case: &Case<'_>,
    standing: &Standing,
    plan: ContentHash,
) -> Result<Change, Refusal> {
    let Stage::Checked { filing, checks, .. } = case.stage() else {
        return Err(case.not_now());
    };
    if !rule_applies(case, checks) {
        return Err(Refusal::NotByRule {});
    }
    if let Some(reason) = look_again(case, standing, &filing.evidence)? {
        return Ok(case.refer(reason, Some(filing.evidence.clone())));
    }
    require_planned(filing, &plan)?;
    Ok(approved(case, filing, Approval::by_rule(plan, case.now)))
}

pub(super) fn approve(
    case: &Case<'_>,
    decision: ProvedDecision,
    standing: &Standing,
    plan: ContentHash,
) -> Result<Change, Refusal> {
    let Stage::Checked {
        filing,
        checks,
        decisions,
        since,
    } = case.stage()
    else {
        return Err(case.not_now());
    };
    // An approval covers a plan; one of another plan counts no more.
    let mut decisions: Vec<ProvedDecision> = decisions
        .iter()
        .filter(|known| known.facts().plan == plan)
        .cloned()
        .collect();
    let act = if decisions.is_empty() {
        Act::Decide
    } else {
        Act::ApproveSecond
    };
    require_decision(case, &decision, act)?;
    if decision.facts().plan != plan {
        return Err(Refusal::PlanChanged {});
    }
    for known in &decisions {
        two_persons(
            &known.facts().operator,
            &decision.facts().operator,
            case.now,
        )?;
    }
    if let Some(reason) = look_again(case, standing, &filing.evidence)? {
        return Ok(case.refer(reason, Some(filing.evidence.clone())));
    }
    require_planned(filing, &plan)?;
    decisions.push(decision);
    let new_rights = decisions
        .iter()
        .any(|known| rights_are_new(&known.facts().operator, case.now));
    let needed = case
        .renewal
        .operators_needed(case.procedure)
        .max(if new_rights { 2 } else { 1 });
    if decisions.len() < usize::from(needed) {
        let stage = Stage::Checked {
            filing: filing.clone(),
            checks: checks.clone(),
            decisions,
            since: *since,
        };
        return Ok(case
            .to(stage)
            .effect(Effect::NotifyOperators(Notice::SecondApprovalAwaited)));
    }
    Ok(approved(
        case,
        filing,
        Approval::by_operators(decisions, plan, case.now),
    ))
}

/// A request that came first was made for the plan that is approved now.
fn require_planned(filing: &Filing, plan: &ContentHash) -> Result<(), Refusal> {
    match &filing.request {
        Some(request) if request.facts().plan != *plan => Err(Refusal::PlanChanged {}),
        _ => Ok(()),
    }
}

fn approved(case: &Case<'_>, filing: &Filing, approval: Approval) -> Change {
    let bound = case.procedure.key.made == KeyMade::BeforeApplication && filing.request.is_some();
    let approved = Approved {
        filing: filing.clone(),
        approval,
        bill: None,
        consent: None,
        binding: bound.then_some(KeyBinding::Application),
        code: CodeState::default(),
    };
    let change = advance(case, approved);
    if matches!(change.next.stage, Stage::Cleared { .. }) {
        return change;
    }
    let change = change.effect(Effect::NotifyHolder(Notice::Approved));
    if case.procedure.issue.bill {
        change.effect(Effect::AskBilling)
    } else {
        change
    }
}

pub(super) fn reject(
    case: &Case<'_>,
    decision: &ProvedDecision,
    reason: RejectionReason,
    explanation: String,
) -> Result<Change, Refusal> {
    require_examined(case)?;
    require_decision(case, decision, Act::Decide)?;
    require_reason(&explanation)?;
    Ok(case
        .to(Stage::Rejected {
            reason,
            explanation,
            at: case.now,
        })
        .effect(Effect::NotifyHolder(Notice::Rejected))
        .note(reason.as_str()))
}

/// Everything given is kept; the holder corrects, confirms and signs again.
pub(super) fn return_to_holder(
    case: &Case<'_>,
    decision: &ProvedDecision,
    question: String,
) -> Result<Change, Refusal> {
    require_examined(case)?;
    require_decision(case, decision, Act::Decide)?;
    require_reason(&question)?;
    let mut change = case
        .to(Stage::Drafted)
        .effect(Effect::NotifyHolder(Notice::Returned));
    change.next.gathered.question = Some(question);
    Ok(change)
}

fn require_examined(case: &Case<'_>) -> Result<(), Refusal> {
    match case.stage() {
        Stage::Submitted { .. } | Stage::Checked { .. } => Ok(()),
        _ => Err(case.not_now()),
    }
}

/// A decision is about this renewal as it stands, by somebody who may, signed where the procedure says so.
fn require_decision(case: &Case<'_>, decision: &ProvedDecision, act: Act) -> Result<(), Refusal> {
    let facts = decision.facts();
    if facts.renewal != case.renewal.id {
        return Err(Refusal::DecisionOfOtherRenewal {});
    }
    may(&facts.operator, act)?;
    if facts.revision != case.renewal.revision {
        let current = case.renewal.revision;
        return Err(Refusal::StaleRevision {
            signed: facts.revision,
            current,
        });
    }
    if case.procedure.examination.approval.operator_signature && facts.signature.is_none() {
        return Err(Refusal::DecisionNotSigned {});
    }
    Ok(())
}
