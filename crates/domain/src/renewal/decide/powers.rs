//! The gate of powers of attorney (C12 to C17): a lacking power holds the renewal, with one ticket about it,
//! and lets it go on once the power is there.

use super::{Case, Change, limit, require_reason};
use crate::calendar::Moment;
use crate::journal::Actor;
use crate::limits::{DOCUMENTS_MAX, TICKET_COMMENTS_MAX};
use crate::permission::{Act, Operator, may};
use crate::procedure::{Procedure, Slug};
use crate::renewal::{
    DocumentId, Effect, Notice, PowerFact, Refusal, Stage, Ticket, TicketComment, TicketState,
};

/// The first required power that does not hold.
pub(super) fn first_lacking<'a>(
    procedure: &'a Procedure,
    powers: &[PowerFact],
    at: Moment,
) -> Option<&'a Slug> {
    procedure.gathering.required_powers.iter().find(|required| {
        !powers
            .iter()
            .any(|fact| fact.power == **required && fact.state.holds(at))
    })
}

pub(super) fn supply(
    case: &Case<'_>,
    power: Slug,
    document: DocumentId,
) -> Result<Change, Refusal> {
    let (powers, ticket) = held(case)?;
    if !case.procedure.gathering.required_powers.contains(&power) {
        return Err(Refusal::UnknownPower { power });
    }
    let mut ticket = ticket.cloned().unwrap_or_else(|| Ticket {
        state: TicketState::Open,
        since: case.now,
        documents: Vec::new(),
        comments: Vec::new(),
    });
    if ticket.documents.iter().any(|(_, known)| *known == document) {
        return Ok(case.repeated());
    }
    if ticket.documents.len() >= DOCUMENTS_MAX {
        return Err(Refusal::TooManyDocuments {
            limit: limit(DOCUMENTS_MAX),
        });
    }
    let note = power.as_str().to_owned();
    ticket.documents.push((power, document));
    if ticket.state == TicketState::Fulfilled {
        ticket.state = TicketState::Reopened;
        ticket.since = case.now;
    }
    Ok(case
        .to(Stage::Held {
            powers: powers.to_vec(),
            ticket: Some(ticket),
        })
        .effect(Effect::NotifyOperators(Notice::TicketOpened))
        .note(&note))
}

pub(super) fn comment(case: &Case<'_>, author: Actor, text: String) -> Result<Change, Refusal> {
    let (powers, ticket) = held(case)?;
    let mut ticket = ticket.cloned().ok_or(Refusal::TicketNotOpen {})?;
    require_reason(&text)?;
    if ticket.comments.len() >= TICKET_COMMENTS_MAX {
        return Err(Refusal::TicketFull {
            limit: limit(TICKET_COMMENTS_MAX),
        });
    }
    ticket.comments.push(TicketComment {
        author,
        at: case.now,
        text,
    });
    Ok(case.to(Stage::Held {
        powers: powers.to_vec(),
        ticket: Some(ticket),
    }))
}

pub(super) fn fulfil(case: &Case<'_>, operator: &Operator) -> Result<Change, Refusal> {
    let (powers, ticket) = held(case)?;
    may(operator, Act::Decide)?;
    let mut ticket = ticket.cloned().ok_or(Refusal::TicketNotOpen {})?;
    if ticket.state == TicketState::Fulfilled {
        return Err(Refusal::TicketNotOpen {});
    }
    ticket.state = TicketState::Fulfilled;
    ticket.since = case.now;
    Ok(case
        .to(Stage::Held {
            powers: powers.to_vec(),
            ticket: Some(ticket),
        })
        .effect(Effect::NotifyHolder(Notice::TicketFulfilled)))
}

/// All powers there: on. Still lacking after the office acted: the same ticket is reopened (C17). Still
/// lacking otherwise: refused, naming the power.
pub(super) fn recheck(case: &Case<'_>, powers: Vec<PowerFact>) -> Result<Change, Refusal> {
    let (_, ticket) = held(case)?;
    let Some(lacking) = first_lacking(case.procedure, &powers, case.now) else {
        return Ok(case.to(Stage::Drafted));
    };
    match ticket {
        Some(ticket) if ticket.state == TicketState::Fulfilled => {
            let ticket = Ticket {
                state: TicketState::Reopened,
                since: case.now,
                ..ticket.clone()
            };
            Ok(case
                .to(Stage::Held {
                    powers,
                    ticket: Some(ticket),
                })
                .effect(Effect::NotifyOperators(Notice::TicketOpened))
                .note(lacking.as_str()))
        }
        _ => Err(Refusal::PowersLacking {
            power: lacking.clone(),
        }),
    }
}

fn held<'a>(case: &'a Case<'_>) -> Result<(&'a [PowerFact], Option<&'a Ticket>), Refusal> {
    match case.stage() {
        Stage::Held { powers, ticket } => Ok((powers, ticket.as_ref())),
        _ => Err(case.not_now()),
    }
}
