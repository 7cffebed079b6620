//! What must be true after a refusal: clear words in both languages, nothing issued, an entry in the journal.

use smena_agent::{client::ClientError, flow::FlowError};
use smena_demo::World;
use smena_protocol::v1::Problem;
use smena_server::app::holders::HolderFacts;
use smena_store::{
    certificates::{self, CertificateRow},
    holders,
    journal::{self, JournalRow},
};
use smena_ui::{Language, chain};

/// More rows than any test makes.
const ROWS_MAX: i64 = 500;

/// All certificates of all holders.
///
/// # Panics
///
/// When the database fails.
#[must_use]
pub fn certificates(world: &World) -> Vec<CertificateRow> {
    world.wait_for(async {
        let mut tx = world.app().store.read().await.expect("a transaction");
        let holders = holders::list::<HolderFacts>(&mut tx, None, ROWS_MAX)
            .await
            .expect("holders");
        let mut rows = Vec::new();
        for holder in holders {
            let found = certificates::of_holder(&mut tx, holder.id, None, ROWS_MAX);
            rows.extend(found.await.expect("certificates"));
        }
        tx.rollback().await.expect("the end of the transaction");
        rows
    })
}

/// How many certificates came from renewals.
///
/// # Panics
///
/// When the database fails.
#[must_use]
pub fn issued(world: &World) -> usize {
    certificates(world)
        .iter()
        .filter(|row| row.renewal.is_some())
        .count()
}

/// The whole journal.
///
/// # Panics
///
/// When the database fails.
#[must_use]
pub fn journal(world: &World) -> Vec<JournalRow> {
    world.wait_for(async {
        let mut tx = world.app().store.read().await.expect("a transaction");
        let mut rows: Vec<JournalRow> = Vec::new();
        loop {
            let after = rows.last().map_or(0, |row| row.id);
            let page = journal::list(&mut tx, after, ROWS_MAX)
                .await
                .expect("the journal");
            if page.is_empty() {
                break;
            }
            rows.extend(page);
        }
        tx.rollback().await.expect("the end of the transaction");
        rows
    })
}

/// Fails the test unless the journal holds a refusal with this code.
///
/// # Panics
///
/// When it does not.
#[track_caller]
pub fn expect_journalled(world: &World, code: &str) {
    let journal = journal(world);
    let outcomes: Vec<&str> = journal.iter().map(|row| row.outcome.as_str()).collect();
    let told = journal
        .iter()
        .any(|row| row.outcome == code || row.details.to_string().contains(&format!("\"{code}\"")));
    assert!(told, "no entry tells of {code}: {outcomes:?}");
}

/// What the authority said, where it has spoken.
///
/// # Panics
///
/// When something else went wrong.
#[must_use]
#[track_caller]
pub fn problem(error: FlowError) -> Box<Problem> {
    match error {
        FlowError::Client(ClientError::Problem(problem, _)) => problem,
        other => panic!("not a refusal of the authority: {}", chain(&other)),
    }
}

/// Fails the test unless a refusal has this code and says in both languages what happened and what to do.
/// `refused` asks for the same thing in the language that it is given.
///
/// # Panics
///
/// When it does not.
#[track_caller]
pub fn expect_words(code: &str, mut refused: impl FnMut(Language) -> Box<Problem>) -> Box<Problem> {
    let russian = refused(Language::Russian);
    let english = refused(Language::English);
    for problem in [&russian, &english] {
        assert_eq!(problem.code.as_str(), code, "{problem:?}");
        assert!(!problem.message.trim().is_empty() && !problem.remedy.trim().is_empty());
        assert_ne!(problem.message, problem.remedy);
        assert!(!problem.message.contains("err-") && !problem.remedy.contains("rec-"));
    }
    let cyrillic = |text: &str| text.chars().any(|char| ('а'..='я').contains(&char));
    assert!(
        cyrillic(&russian.message) && cyrillic(&russian.remedy),
        "{russian:?}"
    );
    assert_ne!(russian.message, english.message);
    assert_ne!(russian.remedy, english.remedy);
    russian
}
