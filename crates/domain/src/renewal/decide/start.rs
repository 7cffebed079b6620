//! The beginning: who may renew which certificate, when.

use super::Decision;
use super::rules::{require_good, require_rights, require_validity};
use crate::calendar::Moment;
use crate::certificate::{OldCertificate, Provenance};
use crate::journal::{Actor, JournalEntry, Outcome};
use crate::limits::ABANDONMENTS_MAX;
use crate::person::same_name;
use crate::procedure::{ExpiredPath, Procedure, UnplannedReason};
use crate::renewal::{
    CommandName, ContactsGiven, DataRow, Effect, Gathered, Notice, PaperReason, Reason, Refusal,
    Renewal, Route, Stage, Start, StartFacts,
};

pub(super) fn start(start: Start, procedure: &Procedure, now: Moment) -> Result<Decision, Refusal> {
    require_owner(&start, procedure)?;
    require_provenance(&start.old, procedure)?;
    require_alone(&start.facts)?;
    require_reason(start.reason, procedure)?;
    require_good(&start.facts.standing.status)?;

    let mut renewal = opened(start, procedure, now);
    renewal.route = route(&renewal, procedure, now)?;
    require_window(&renewal, procedure, now)?;

    let mut effects = Vec::new();
    if matches!(renewal.stage, Stage::Held { .. }) {
        effects.push(Effect::NotifyHolder(Notice::PowersLacking));
    }
    let entry = JournalEntry {
        at: now,
        actor: Actor::Holder(renewal.holder),
        renewal: renewal.id,
        command: CommandName::Start,
        from: None,
        to: Some(renewal.stage_name()),
        outcome: Outcome::Done,
        notes: Vec::new(),
    };
    Ok(Decision {
        next: renewal,
        entry,
        effects,
    })
}

fn require_owner(start: &Start, procedure: &Procedure) -> Result<(), Refusal> {
    let sign_in = start.sign_in.facts();
    if sign_in.holder != start.old.holder {
        return Err(Refusal::NotYourCertificate {});
    }
    let method = sign_in.by.method();
    if !procedure.admission.sign_in.contains(&method) {
        return Err(Refusal::SignInMethodNotOffered { method });
    }
    require_rights(&start.facts.standing.rights)
}

fn require_provenance(old: &OldCertificate, procedure: &Procedure) -> Result<(), Refusal> {
    let admission = &procedure.admission;
    match &old.provenance {
        Provenance::Unknown => return Err(Refusal::UnknownCertificate {}),
        Provenance::Foreign { issuer_key } => {
            if !admission.foreign_issuers.contains(issuer_key) {
                return Err(Refusal::ForeignIssuer {});
            }
        }
        Provenance::Ours {
            procedure: issued_under,
        } => {
            if *issued_under != procedure.name && !admission.ancestors.contains(issued_under) {
                return Err(Refusal::OtherProcedure {
                    procedure: issued_under.clone(),
                });
            }
        }
    }
    let Some(region) = old.region else {
        return Ok(());
    };
    let excluded = admission
        .exclusions
        .iter()
        .any(|rule| rule.regions.contains(&region) && same_name(&rule.issuer, &old.issuer));
    if excluded {
        return Err(Refusal::RegionNotServed {
            region,
            issuer: old.issuer.clone(),
        });
    }
    Ok(())
}

fn require_alone(facts: &StartFacts) -> Result<(), Refusal> {
    if let Some(renewal) = facts.open_renewal {
        return Err(Refusal::AlreadyOpen { renewal });
    }
    if let Some(successor) = facts.successor {
        return Err(Refusal::AlreadyRenewed { successor });
    }
    if facts.abandonments >= ABANDONMENTS_MAX {
        return Err(Refusal::AbandonmentsExhausted {
            limit: i64::from(ABANDONMENTS_MAX),
        });
    }
    Ok(())
}

fn require_reason(reason: Reason, procedure: &Procedure) -> Result<(), Refusal> {
    let Reason::Unplanned(reason) = reason else {
        return Ok(());
    };
    if reason == UnplannedReason::KeyCompromised {
        return Err(Refusal::CompromisedKey {});
    }
    if !procedure.admission.unplanned.contains(&reason) {
        return Err(Refusal::UnplannedNotOffered { reason });
    }
    Ok(())
}

/// An ended certificate, or one whose private key's period is over, leads to paper where the procedure says so.
fn route(renewal: &Renewal, procedure: &Procedure, now: Moment) -> Result<Route, Refusal> {
    match require_validity(renewal, now) {
        Ok(()) => Ok(Route::Remote),
        Err(Refusal::Expired { .. } | Refusal::PrivateKeyPeriodOver { .. })
            if procedure.admission.expired == ExpiredPath::Paper =>
        {
            Ok(Route::Paper(PaperReason::Expired))
        }
        Err(refusal) => Err(refusal),
    }
}

fn require_window(renewal: &Renewal, procedure: &Procedure, now: Moment) -> Result<(), Refusal> {
    let opens = renewal
        .old
        .not_after
        .minus_days(u32::from(procedure.admission.window_days));
    if renewal.reason == Reason::Planned && now < opens {
        return Err(Refusal::OutsideWindow { opens, now });
    }
    Ok(())
}

fn opened(start: Start, procedure: &Procedure, now: Moment) -> Renewal {
    let rows = procedure
        .gathering
        .fields
        .iter()
        .map(|rule| {
            let known = start.rows.iter().find(|row| row.field == rule.field);
            known
                .cloned()
                .unwrap_or_else(|| DataRow::unchanged(rule.field, None))
        })
        .collect();
    let gathered = Gathered {
        rows,
        contacts: ContactsGiven {
            phone: start.phone,
            email: start.email,
            ..Default::default()
        },
        ..Gathered::default()
    };
    let lacking = super::powers::first_lacking(procedure, &start.facts.powers, now).is_some();
    let stage = if lacking {
        Stage::Held {
            powers: start.facts.powers,
            ticket: None,
        }
    } else {
        Stage::Drafted
    };
    Renewal {
        id: start.id,
        revision: 1,
        procedure: procedure.reference(),
        holder: start.old.holder,
        old: start.old,
        reason: start.reason,
        route: Route::Remote,
        opened_at: now,
        changed_at: now,
        abandonments_before: start.facts.abandonments,
        gathered,
        stage,
    }
}
