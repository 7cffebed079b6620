//! What operators decide. Who may is asked of the model with each decision; what takes two is said twice, by two
//! accounts, and done with the second word.

use serde::{Deserialize, Serialize};
use smena_domain::{
    calendar::Moment,
    certificate::ContentHash,
    permission::{Act, Operator, may, two_persons},
    procedure::Slug,
    renewal::{
        Command, DocumentId, Evidence, ProvedDecision, Refusal, RejectionReason, Renewal,
        RenewalId, Settlement, Stage,
    },
};
use smena_store::{documents::DocumentKind, first_words};

use super::{acting, plan, run};
use crate::app::{
    App, Ctx,
    documents::paper_application,
    failure::Failure,
    issue_codes::{self, CodeGiven, IssueCode},
    operators::{self, Account},
    record::{self, Entry, record},
    renewals::{Within, execute_with, load},
    standing,
    uploads::{self, UploadPurpose},
    verify::{
        decision::{self, Seen},
        paper,
    },
    wire,
};

/// Who decides, on what he saw, with his signature where he made one.
pub struct Decider<'a> {
    /// The name of his account.
    pub name: &'a str,
    /// The revision that he saw; none for the present one.
    pub revision: Option<i64>,
    /// Signs what is to be signed, where he has his key at hand.
    pub signer: Option<&'a dyn SignDecision>,
}

/// Something that signs an operator's decision with his key.
pub trait SignDecision {
    /// Makes the CMS over these octets.
    ///
    /// # Errors
    /// The key cannot sign.
    fn sign(&self, decision: &[u8], ctx: &Ctx) -> Result<Vec<u8>, Failure>;
}

/// A decision that was proved, with what becomes durable with it.
struct Made {
    proof: ProvedDecision,
    plan: ContentHash,
    cms: Option<Vec<u8>>,
}

impl Made {
    fn rows(&self) -> Vec<Within<'_>> {
        self.cms
            .iter()
            .map(|cms| Within::Document(DocumentKind::Decision, cms))
            .collect()
    }
}

async fn made(
    app: &App,
    ctx: &Ctx,
    renewal: &Renewal,
    account: &Account,
    decider: &Decider<'_>,
    words: (&'static str, &str),
) -> Result<Made, Failure> {
    use smena_protocol::v1::signed::Structure as _;
    let operator = operator_of(app, ctx, account, renewal).await?;
    let plan = plan(app, renewal).await?.hash;
    let seen = Seen {
        renewal,
        revision: decider.revision.unwrap_or_else(|| renewal.revision()),
        plan: &plan,
        decision: words.0,
        reason: words.1,
    };
    let (proof, cms) = match (decider.signer, account.facts.certificate) {
        (Some(signer), Some(bound)) => {
            let octets = decision::to_sign(app, ctx, &seen)?
                .to_bytes()
                .map_err(Failure::ours)?;
            let cms = signer.sign(&octets, ctx)?;
            let proof = decision::signed(app, ctx, &seen, operator, bound, &cms).await?;
            (proof, Some(cms))
        }
        (Some(_), None) => return Err(Refusal::DecisionNotSigned {}.into()),
        (None, _) => (decision::unsigned(ctx, &seen, operator), None),
    };
    Ok(Made { proof, plan, cms })
}

async fn operator_of(
    app: &App,
    ctx: &Ctx,
    account: &Account,
    renewal: &Renewal,
) -> Result<Operator, Failure> {
    let facing = operators::facing(app, account, renewal).await;
    journalled(app, ctx, "act-as-operator", renewal.id(), facing).await
}

/// Approves a renewal; the first of two where two are needed.
///
/// # Errors
/// The rules' refusal, journalled; or faults of ours.
pub async fn approve(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    decider: &Decider<'_>,
) -> Result<Renewal, Failure> {
    let (account, ctx) = acting(app, ctx, decider.name).await?;
    let renewal = load(app, id).await?.state;
    let made = made(app, &ctx, &renewal, &account, decider, ("approve", "")).await?;
    let command = Command::Approve {
        decision: Box::new(made.proof.clone()),
        standing: standing::standing_of(app, ctx.now, renewal.old_thumbprint()).await,
        plan: made.plan.clone(),
    };
    Ok(execute_with(app, &ctx, id, command, &made.rows())
        .await?
        .renewal)
}

/// Rejects a renewal.
///
/// # Errors
/// As [`approve`].
pub async fn reject(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    decider: &Decider<'_>,
    reason: RejectionReason,
    explanation: String,
) -> Result<Renewal, Failure> {
    let (account, ctx) = acting(app, ctx, decider.name).await?;
    let renewal = load(app, id).await?.state;
    let words = ("reject", explanation.as_str());
    let made = made(app, &ctx, &renewal, &account, decider, words).await?;
    let command = Command::Reject {
        decision: Box::new(made.proof.clone()),
        reason,
        explanation: explanation.clone(),
    };
    Ok(execute_with(app, &ctx, id, command, &made.rows())
        .await?
        .renewal)
}

/// Returns a renewal to its holder with a question.
///
/// # Errors
/// As [`approve`].
pub async fn return_to_holder(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    decider: &Decider<'_>,
    question: String,
) -> Result<Renewal, Failure> {
    let (account, ctx) = acting(app, ctx, decider.name).await?;
    let renewal = load(app, id).await?.state;
    let words = ("return", question.as_str());
    let made = made(app, &ctx, &renewal, &account, decider, words).await?;
    let command = Command::ReturnToHolder {
        decision: Box::new(made.proof.clone()),
        question: question.clone(),
    };
    Ok(execute_with(app, &ctx, id, command, &made.rows())
        .await?
        .renewal)
}

/// Deals with a renewal that was referred to the office.
///
/// # Errors
/// As [`approve`].
pub async fn settle(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    name: &str,
    settlement: Settlement,
) -> Result<Renewal, Failure> {
    let (account, ctx) = acting(app, ctx, name).await?;
    let renewal = load(app, id).await?.state;
    let operator = operator_of(app, &ctx, &account, &renewal).await?;
    let command = Command::SettleReferral {
        operator,
        settlement,
    };
    run(app, &ctx, id, command).await
}

/// Says that the office did what the ticket asked (C16).
///
/// # Errors
/// As [`approve`].
pub async fn fulfil_ticket(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    name: &str,
) -> Result<Renewal, Failure> {
    let (account, ctx) = acting(app, ctx, name).await?;
    let renewal = load(app, id).await?.state;
    let operator = operator_of(app, &ctx, &account, &renewal).await?;
    run(app, &ctx, id, Command::FulfilTicket { operator }).await
}

/// Writes on the ticket (C15).
///
/// # Errors
/// As [`approve`].
pub async fn comment(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    name: &str,
    text: String,
) -> Result<Renewal, Failure> {
    let (account, ctx) = acting(app, ctx, name).await?;
    let renewal = load(app, id).await?.state;
    let operator = operator_of(app, &ctx, &account, &renewal).await?;
    let allowed = may(&operator, Act::Decide).map_err(Failure::from);
    journalled(app, &ctx, "comment-ticket", id, allowed).await?;
    let author = smena_domain::journal::Actor::Operator(account.id);
    run(app, &ctx, id, Command::CommentTicket { author, text }).await
}

/// Takes the application signed by hand, from the holder whom this operator identified. The scan was sent before, by the
/// holder or by another operator; who sent it does not decide.
///
/// # Errors
/// As [`approve`].
pub async fn accept_paper(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    name: &str,
    scan: DocumentId,
) -> Result<Renewal, Failure> {
    let (account, ctx) = acting(app, ctx, name).await?;
    let renewal = load(app, id).await?.state;
    let operator = operator_of(app, &ctx, &account, &renewal).await?;
    let scan =
        uploads::require(app, id, UploadPurpose::PaperApplication, &scan.to_string()).await?;
    let document = paper_application(app, &ctx, &renewal).await?;
    let paper = paper::taken(
        &ctx,
        &renewal,
        operator,
        wire::content_hash(&document),
        scan,
    );
    let rights = standing::standing_of(app, ctx.now, renewal.old_thumbprint())
        .await
        .rights;
    let command = Command::AcceptPaperApplication {
        paper: Box::new(paper),
        rights,
    };
    run(app, &ctx, id, command).await
}

/// The first of two words, as it waits for the second.
// Stored: a change needs a migration.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstWord {
    decision: ProvedDecision,
    reason: String,
}

/// What came of one of two words.
pub enum Word<T> {
    /// It is the first; another operator has to say the second.
    First,
    /// It was the second, and this came of both.
    Second(T),
}

/// Goes on in spite of a register that said no, or that let its term pass: two operators say so.
///
/// # Errors
/// As [`approve`].
pub async fn override_check(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    decider: &Decider<'_>,
    check: Slug,
    reason: String,
) -> Result<Word<Renewal>, Failure> {
    const ACT: &str = "override-check";
    let (account, ctx) = acting(app, ctx, decider.name).await?;
    let renewal = load(app, id).await?.state;
    let words = (ACT, reason.as_str());
    let made = made(app, &ctx, &renewal, &account, decider, words).await?;
    let Some(first) = first_word(app, &renewal, ACT, check.as_str(), &made.proof).await? else {
        let allowed = may(&made.proof.facts().operator, Act::Decide).map_err(Failure::from);
        journalled(app, &ctx, ACT, id, allowed).await?;
        let word = FirstWord {
            decision: made.proof,
            reason,
        };
        say(app, &ctx, id, ACT, check.as_str(), &word).await?;
        return Ok(Word::First);
    };
    let command = Command::OverrideCheck {
        check: check.clone(),
        first: Box::new(first.decision),
        second: Box::new(made.proof.clone()),
        reason: first.reason,
    };
    let renewal = execute_with(app, &ctx, id, command, &made.rows())
        .await?
        .renewal;
    forget(app, id, ACT, check.as_str()).await?;
    Ok(Word::Second(renewal))
}

/// Gives out an issue code for a renewal whose key no old key can endorse: two operators do.
///
/// # Errors
/// As [`approve`].
pub async fn issue_code(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    decider: &Decider<'_>,
) -> Result<Word<IssueCode>, Failure> {
    const ACT: &str = "issue-code";
    let (account, ctx) = acting(app, ctx, decider.name).await?;
    let renewal = load(app, id).await?.state;
    let taken = require_code_is_taken(app, &renewal);
    journalled(app, &ctx, ACT, id, taken).await?;
    let made = made(app, &ctx, &renewal, &account, decider, (ACT, "")).await?;
    let second = made.proof.facts().operator.clone();
    let allowed = may(&second, Act::Decide).map_err(Failure::from);
    journalled(app, &ctx, ACT, id, allowed).await?;
    let Some(first) = first_word(app, &renewal, ACT, "", &made.proof).await? else {
        let word = FirstWord {
            decision: made.proof,
            reason: String::new(),
        };
        say(app, &ctx, id, ACT, "", &word).await?;
        return Ok(Word::First);
    };
    let first = first.decision.facts().operator.clone();
    let two = two_persons(&first, &second, Moment::new(ctx.now)).map_err(Failure::from);
    journalled(app, &ctx, ACT, id, two).await?;
    let facts = CodeGiven {
        plan: made.plan,
        given_by: vec![first, second],
    };
    let mut tx = app.store.write().await?;
    let code = issue_codes::give(&mut tx, &ctx, id, facts).await?;
    first_words::remove(&mut tx, id, ACT, "").await?;
    record(&mut tx, &ctx, &noted(ACT, id, "done")).await?;
    tx.commit().await?;
    Ok(Word::Second(code))
}

fn require_code_is_taken(app: &App, renewal: &Renewal) -> Result<(), Failure> {
    use smena_domain::procedure::{Binding, KeyMade};
    let Stage::Approved(approved) = renewal.stage() else {
        return Err(Refusal::NotNow {
            command: smena_domain::renewal::CommandName::AcceptIssueCode,
            stage: renewal.stage_name(),
        }
        .into());
    };
    let by_code = app
        .procedure(&renewal.procedure().name)
        .is_some_and(|procedure| {
            matches!(
                procedure.key.made,
                KeyMade::AfterApproval(Binding::IssueCode | Binding::Either)
            )
        });
    if by_code || matches!(approved.filing.evidence, Evidence::Paper(_)) {
        Ok(())
    } else {
        Err(Refusal::IssueCodeNotOffered {}.into())
    }
}

/// The first word, unless it was of another revision, or is this very operator's.
async fn first_word(
    app: &App,
    renewal: &Renewal,
    act: &str,
    about: &str,
    second: &ProvedDecision,
) -> Result<Option<FirstWord>, Failure> {
    let mut tx = app.store.read().await?;
    let word = first_words::find::<FirstWord>(&mut tx, renewal.id(), act, about).await?;
    tx.rollback().await?;
    Ok(word.filter(|word| {
        let (first, second) = (word.decision.facts(), second.facts());
        first.revision == second.revision && first.operator.id != second.operator.id
    }))
}

async fn say(
    app: &App,
    ctx: &Ctx,
    id: RenewalId,
    act: &'static str,
    about: &str,
    word: &FirstWord,
) -> Result<(), Failure> {
    let mut tx = app.store.write().await?;
    first_words::say(&mut tx, id, act, about, word, ctx.now).await?;
    record(&mut tx, ctx, &noted(act, id, "first-word")).await?;
    tx.commit().await?;
    Ok(())
}

async fn forget(app: &App, id: RenewalId, act: &str, about: &str) -> Result<(), Failure> {
    let mut tx = app.store.write().await?;
    first_words::remove(&mut tx, id, act, about).await?;
    tx.commit().await?;
    Ok(())
}

fn noted(command: &'static str, id: RenewalId, outcome: &'static str) -> Entry {
    Entry {
        command,
        subject: format!("renewal:{id}"),
        outcome,
        details: serde_json::json!({}),
    }
}

/// A refusal that no command of the model meets is journalled here.
async fn journalled<T>(
    app: &App,
    ctx: &Ctx,
    command: &'static str,
    id: RenewalId,
    done: Result<T, Failure>,
) -> Result<T, Failure> {
    match done {
        Ok(done) => Ok(done),
        Err(failure) => {
            let subject = format!("renewal:{id}");
            Err(record::refused(app, ctx, command, subject, failure).await)
        }
    }
}
