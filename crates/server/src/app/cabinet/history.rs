//! What happened in a renewal, from the journal: the same entries that prove it are what its holder reads.

use smena_domain::renewal::{RenewalId, StageName};
use smena_store::journal::{self, JournalRow};
use time::OffsetDateTime;

use crate::{
    app::{App, failure::Failure},
    limits::HISTORY_SHOWN_MAX,
};

/// Who acted, without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The holder, himself or by the program on his computer.
    Holder,
    /// The authority: an operator, the office or its programs.
    Authority,
    /// A register, a body or a payment service.
    Outside,
}

/// Something that happened in a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: OffsetDateTime,
    /// Who acted.
    pub who: Who,
    /// What was commanded, in the journal's word.
    pub command: String,
    /// The stage that it led to, where the stage changed.
    pub stage: Option<StageName>,
    /// The code of a refusal; none where it was done.
    pub refused: Option<String>,
}

/// What happened in a renewal, the latest first.
///
/// # Errors
/// Faults of ours alone.
pub async fn history(app: &App, renewal: RenewalId) -> Result<Vec<Happened>, Failure> {
    let subject = format!("renewal:{renewal}");
    let mut tx = app.store.read().await?;
    let rows = journal::of_subject(&mut tx, &subject, 0, HISTORY_SHOWN_MAX).await?;
    tx.rollback().await?;
    let mut list: Vec<Happened> = rows.iter().filter_map(happened).collect();
    list.reverse();
    Ok(list)
}

/// What was repeated changed nothing and tells nobody anything.
fn happened(row: &JournalRow) -> Option<Happened> {
    let word = |key: &str| row.details.get(key).and_then(|value| value.as_str());
    let (from, to) = (word("from"), word("to"));
    let refused = match row.outcome.as_str() {
        "repeated" => return None,
        "done" => None,
        code => Some(code.to_owned()),
    };
    let moved = refused.is_none() && from != to;
    Some(Happened {
        at: row.at,
        who: who(&row.actor),
        command: row.command.clone(),
        stage: to.filter(|_| moved).and_then(StageName::parse),
        refused,
    })
}

fn who(actor: &str) -> Who {
    match actor.split_once(':').map_or(actor, |(kind, _)| kind) {
        "holder" | "agent" | "anybody" => Who::Holder,
        "outside" => Who::Outside,
        _ => Who::Authority,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use smena_domain::renewal::StageName;
    use smena_store::journal::JournalRow;
    use time::macros::datetime;

    use super::{Who, happened};

    fn row(actor: &str, outcome: &str, from: Option<&str>, to: Option<&str>) -> JournalRow {
        JournalRow {
            id: 1,
            at: datetime!(2026-03-02 09:00 UTC),
            actor: actor.to_owned(),
            command: "confirm-data".to_owned(),
            subject: "renewal:1".to_owned(),
            outcome: outcome.to_owned(),
            details: json!({ "from": from, "to": to }),
        }
    }

    #[test]
    fn an_entry_tells_who_did_what_and_where_it_led() {
        let moved = happened(&row("holder:1", "done", Some("drafted"), Some("confirmed")));
        let moved = moved.expect("something happened");
        assert_eq!(
            (moved.who, moved.stage),
            (Who::Holder, Some(StageName::Confirmed))
        );
        let stayed = happened(&row("operator:1", "done", Some("drafted"), Some("drafted")));
        let stayed = stayed.expect("something happened");
        assert_eq!((stayed.who, stayed.stage), (Who::Authority, None));
    }

    #[test]
    fn a_refusal_keeps_its_code_and_moves_nothing_and_a_repetition_is_not_told() {
        let refused = happened(&row("job", "expired", Some("drafted"), Some("drafted")));
        let refused = refused.expect("something happened");
        assert_eq!(
            (refused.refused.as_deref(), refused.stage),
            (Some("expired"), None)
        );
        assert_eq!(happened(&row("holder:1", "repeated", None, None)), None);
    }
}
