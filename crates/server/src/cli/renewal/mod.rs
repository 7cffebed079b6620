//! `renewal`: what operators, registers, bodies and the billing do, until a console and connectors do it.

mod answers;
mod decisions;
mod shown;
mod signer;

use clap::Subcommand;
use smena_domain::{procedure::Slug, renewal::RenewalId};

use super::{Common, Failure, Kind, Printer, Report, open, refusal};
use crate::app::{Actor, App, Ctx};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    List(shown::List),
    Show(shown::Show),
    Approve(decisions::Approve),
    Reject(decisions::Reject),
    Return(decisions::Return),
    OverrideCheck(decisions::OverrideCheck),
    IssueCode(decisions::IssueCode),
    AcceptPaper(decisions::AcceptPaper),
    Settle(decisions::Settle),
    FulfilTicket(decisions::FulfilTicket),
    Comment(decisions::Comment),
    NotePower(answers::NotePower),
    AnswerCheck(answers::AnswerCheck),
    MarkPaid(answers::Billed),
    BillNone(answers::Billed),
    BillDue(answers::Billed),
    Registered(answers::Registered),
}

pub(super) async fn run(
    common: &Common,
    command: &Command,
    printer: &Printer,
) -> Result<Report, Failure> {
    let app = open(common).await?;
    let ctx = app.ctx(Actor::Admin);
    let done = carry_out(&app, &ctx, command, printer).await;
    app.store.close().await;
    done
}

async fn carry_out(
    app: &App,
    ctx: &Ctx,
    command: &Command,
    printer: &Printer,
) -> Result<Report, Failure> {
    use smena_domain::renewal::Bill;
    match command {
        Command::List(given) => shown::list(app, ctx, given, printer).await,
        Command::Show(given) => shown::show(app, ctx, given, printer).await,
        Command::Approve(given) => decisions::approve(app, ctx, given, printer).await,
        Command::Reject(given) => decisions::reject(app, ctx, given, printer).await,
        Command::Return(given) => decisions::return_to_holder(app, ctx, given, printer).await,
        Command::OverrideCheck(given) => decisions::override_check(app, ctx, given, printer).await,
        Command::IssueCode(given) => decisions::issue_code(app, ctx, given, printer).await,
        Command::AcceptPaper(given) => decisions::accept_paper(app, ctx, given, printer).await,
        Command::Settle(given) => decisions::settle(app, ctx, given, printer).await,
        Command::FulfilTicket(given) => decisions::fulfil_ticket(app, ctx, given, printer).await,
        Command::Comment(given) => decisions::comment(app, ctx, given, printer).await,
        Command::NotePower(given) => answers::note_power(app, ctx, given, printer).await,
        Command::AnswerCheck(given) => answers::check(app, ctx, given, printer).await,
        Command::MarkPaid(given) => answers::bill(app, ctx, given, Bill::Paid, printer).await,
        Command::BillNone(given) => answers::bill(app, ctx, given, Bill::None, printer).await,
        Command::BillDue(given) => answers::bill(app, ctx, given, Bill::Due, printer).await,
        Command::Registered(given) => answers::registered(app, ctx, given, printer).await,
    }
}

fn id_of(text: &str) -> Result<RenewalId, Failure> {
    RenewalId::parse(text)
        .ok_or_else(|| Failure::new(Kind::Usage, "renewal-malformed").with("renewal", text))
}

fn slug_of(text: &str) -> Result<Slug, Failure> {
    Slug::parse(text).ok_or_else(|| Failure::new(Kind::Usage, "name-malformed").with("name", text))
}
