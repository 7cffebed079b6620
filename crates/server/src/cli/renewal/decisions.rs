//! What operators decide, by the name of their account.

use std::path::PathBuf;

use smena_domain::renewal::{DocumentId, RejectionReason, Renewal, Settlement};
use smena_ui::Message;

use super::{
    App, Ctx, Failure, Kind, Printer, Report, id_of, refusal, shown::moved, signer::OperatorKey,
    slug_of,
};
use crate::{
    app::{
        self,
        office::decide::{self, Decider, SignDecision, Word},
        uploads::{self, UploadPurpose},
    },
    config,
};

/// Who acts, on what he saw.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct By {
    #[arg(value_name = "RENEWAL")]
    renewal: String,
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "NUMBER")]
    revision: Option<i64>,
    #[arg(long, value_name = "FOLDER")]
    key: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

macro_rules! by_and {
    ($($name:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? })+) => {
        $(
            #[derive(Debug, clap::Args)]
            pub(in crate::cli) struct $name {
                #[command(flatten)]
                by: By,
                $($(#[$meta])* $field: $type,)*
            }
        )+
    };
}

by_and! {
    Approve {}
    Reject {
        #[arg(long, value_name = "REASON")]
        reason: String,
        #[arg(long, value_name = "TEXT")]
        words: String,
    }
    Return {
        #[arg(long, value_name = "TEXT")]
        words: String,
    }
    OverrideCheck {
        #[arg(value_name = "REGISTER")]
        register: String,
        #[arg(long, value_name = "TEXT")]
        words: String,
    }
    IssueCode {}
    AcceptPaper {
        #[arg(long, value_name = "FILE")]
        scan: Option<PathBuf>,
        #[arg(long, value_name = "ID")]
        upload: Option<String>,
    }
    Settle {
        #[arg(value_name = "SETTLEMENT")]
        settlement: String,
    }
    FulfilTicket {}
    Comment {
        #[arg(long, value_name = "TEXT")]
        words: String,
    }
}

fn decider<'a>(by: &'a By, key: Option<&'a OperatorKey>) -> Decider<'a> {
    Decider {
        name: &by.name,
        revision: by.revision,
        signer: key.map(|key| key as &dyn SignDecision),
    }
}

fn key_of(by: &By) -> Result<Option<OperatorKey>, Failure> {
    by.key
        .as_deref()
        .map(|folder| OperatorKey::open(folder, by.password_file.as_deref()))
        .transpose()
}

fn told(
    app: &App,
    ctx: &Ctx,
    done: Result<Renewal, app::failure::Failure>,
    printer: &Printer,
) -> Result<Report, Failure> {
    let renewal = done.map_err(|failure| refusal(failure, printer))?;
    Ok(moved(app, ctx, &renewal, printer))
}

pub(super) async fn approve(
    app: &App,
    ctx: &Ctx,
    given: &Approve,
    printer: &Printer,
) -> Result<Report, Failure> {
    let key = key_of(&given.by)?;
    let decider = decider(&given.by, key.as_ref());
    let id = id_of(&given.by.renewal)?;
    told(
        app,
        ctx,
        decide::approve(app, ctx, id, &decider).await,
        printer,
    )
}

pub(super) async fn reject(
    app: &App,
    ctx: &Ctx,
    given: &Reject,
    printer: &Printer,
) -> Result<Report, Failure> {
    let reason = RejectionReason::parse(&given.reason).ok_or_else(|| {
        let known: Vec<_> = RejectionReason::ALL
            .iter()
            .map(|reason| reason.as_str())
            .collect();
        Failure::new(Kind::Usage, "reason-unknown")
            .with("reason", &given.reason)
            .with("known", known.join(", "))
    })?;
    let key = key_of(&given.by)?;
    let decider = decider(&given.by, key.as_ref());
    let id = id_of(&given.by.renewal)?;
    let done = decide::reject(app, ctx, id, &decider, reason, given.words.clone()).await;
    told(app, ctx, done, printer)
}

pub(super) async fn return_to_holder(
    app: &App,
    ctx: &Ctx,
    given: &Return,
    printer: &Printer,
) -> Result<Report, Failure> {
    let key = key_of(&given.by)?;
    let decider = decider(&given.by, key.as_ref());
    let id = id_of(&given.by.renewal)?;
    let done = decide::return_to_holder(app, ctx, id, &decider, given.words.clone()).await;
    told(app, ctx, done, printer)
}

pub(super) async fn override_check(
    app: &App,
    ctx: &Ctx,
    given: &OverrideCheck,
    printer: &Printer,
) -> Result<Report, Failure> {
    let key = key_of(&given.by)?;
    let decider = decider(&given.by, key.as_ref());
    let (id, register) = (id_of(&given.by.renewal)?, slug_of(&given.register)?);
    let words = given.words.clone();
    let done = decide::override_check(app, ctx, id, &decider, register, words).await;
    match done.map_err(|failure| refusal(failure, printer))? {
        Word::First => Ok(first_word(printer)),
        Word::Second(renewal) => Ok(moved(app, ctx, &renewal, printer)),
    }
}

pub(super) async fn issue_code(
    app: &App,
    ctx: &Ctx,
    given: &IssueCode,
    printer: &Printer,
) -> Result<Report, Failure> {
    let key = key_of(&given.by)?;
    let decider = decider(&given.by, key.as_ref());
    let done = decide::issue_code(app, ctx, id_of(&given.by.renewal)?, &decider).await;
    match done.map_err(|failure| refusal(failure, printer))? {
        Word::First => Ok(first_word(printer)),
        Word::Second(code) => {
            let code = code.reveal();
            let message = Message::new("renewal-issue-code").with("code", code.as_str());
            Ok(Report {
                text: printer.text(&message),
                value: serde_json::json!({ "code": code.as_str() }),
            })
        }
    }
}

fn first_word(printer: &Printer) -> Report {
    Report {
        text: printer.word("renewal-first-word"),
        value: serde_json::json!({ "waits_for": "second-operator" }),
    }
}

pub(super) async fn accept_paper(
    app: &App,
    ctx: &Ctx,
    given: &AcceptPaper,
    printer: &Printer,
) -> Result<Report, Failure> {
    let id = id_of(&given.by.renewal)?;
    let failed = |failure| refusal(failure, printer);
    let scan = match (&given.scan, &given.upload) {
        (Some(path), None) => {
            let octets = config::read_scan(path)?;
            let renewal = app::office::find(app, id).await.map_err(failed)?.renewal;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let purpose = UploadPurpose::PaperApplication;
            uploads::put(app, ctx, &renewal, purpose, &name, octets)
                .await
                .map_err(failed)?
                .id
        }
        (None, Some(text)) => DocumentId::parse(text)
            .ok_or_else(|| Failure::new(Kind::Usage, "name-malformed").with("name", text))?,
        _ => return Err(Failure::new(Kind::Usage, "scan-missing")),
    };
    let done = decide::accept_paper(app, ctx, id, &given.by.name, scan).await;
    told(app, ctx, done, printer)
}

pub(super) async fn settle(
    app: &App,
    ctx: &Ctx,
    given: &Settle,
    printer: &Printer,
) -> Result<Report, Failure> {
    let settlement = match given.settlement.as_str() {
        "resumed" => Settlement::Resumed,
        "closed" => Settlement::Closed,
        other => {
            return Err(Failure::new(Kind::Usage, "settlement-unknown").with("settlement", other));
        }
    };
    let id = id_of(&given.by.renewal)?;
    let done = decide::settle(app, ctx, id, &given.by.name, settlement).await;
    told(app, ctx, done, printer)
}

pub(super) async fn fulfil_ticket(
    app: &App,
    ctx: &Ctx,
    given: &FulfilTicket,
    printer: &Printer,
) -> Result<Report, Failure> {
    let id = id_of(&given.by.renewal)?;
    let done = decide::fulfil_ticket(app, ctx, id, &given.by.name).await;
    told(app, ctx, done, printer)
}

pub(super) async fn comment(
    app: &App,
    ctx: &Ctx,
    given: &Comment,
    printer: &Printer,
) -> Result<Report, Failure> {
    let id = id_of(&given.by.renewal)?;
    let done = decide::comment(app, ctx, id, &given.by.name, given.words.clone()).await;
    told(app, ctx, done, printer)
}
