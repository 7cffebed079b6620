//! `renewal list` and `renewal show`: what waits, and for whom.

use std::path::PathBuf;

use smena_domain::renewal::{DutyState, Obligation, Renewal, StageName, obligations};
use smena_ui::{Message, format};
use time::UtcOffset;

use super::{App, Ctx, Failure, Kind, Printer, Report, id_of, refusal};
use crate::app::{
    office::{self, Case},
    preview, uploads,
};
use crate::cli::ca_init::write;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct List {
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Show {
    #[arg(value_name = "RENEWAL")]
    renewal: String,
    #[arg(long, value_name = "FILE")]
    application: Option<PathBuf>,
}

pub(super) async fn list(
    app: &App,
    ctx: &Ctx,
    given: &List,
    printer: &Printer,
) -> Result<Report, Failure> {
    let stage = given.stage.as_deref().map(stage_of).transpose()?;
    let cases = office::list(app, stage)
        .await
        .map_err(|failure| refusal(failure, printer))?;
    let lines: Vec<String> = cases
        .iter()
        .map(|case| line(app, ctx, case, printer))
        .collect();
    let text = if lines.is_empty() {
        printer.word("renewal-none")
    } else {
        lines.join("\n")
    };
    let values: Vec<_> = cases
        .iter()
        .map(|case| value_of(app, ctx, &case.renewal, &case.holder))
        .collect();
    Ok(Report {
        text,
        value: serde_json::json!({ "renewals": values }),
    })
}

pub(super) async fn show(
    app: &App,
    ctx: &Ctx,
    given: &Show,
    printer: &Printer,
) -> Result<Report, Failure> {
    let id = id_of(&given.renewal)?;
    let failed = |failure| refusal(failure, printer);
    let case = office::find(app, id).await.map_err(failed)?;
    let plan = office::plan(app, &case.renewal).await.map_err(failed)?;
    let sent = uploads::all(app, id).await.map_err(failed)?;
    if let Some(file) = &given.application {
        let pdf = preview::application(app, ctx, &case.renewal).await;
        write(file, &pdf.map_err(failed)?)?;
    }
    let mut lines = vec![line(app, ctx, &case, printer)];
    for row in case.renewal.changed_rows() {
        let message = Message::new("renewal-changed")
            .with("label", printer.word(&format!("label-{}", row.field)))
            .with("was", row.was.unwrap_or_default())
            .with("value", row.value.unwrap_or_default());
        lines.push(printer.text(&message));
    }
    for upload in &sent {
        let message = Message::new("renewal-upload")
            .with(
                "purpose",
                printer.word(&format!("upload-{}", upload.purpose)),
            )
            .with("name", upload.name.clone())
            .with("id", upload.id.to_string());
        lines.push(printer.text(&message));
    }
    let message = Message::new("renewal-plan")
        .with("subject", plan.subject.to_string())
        .with("plan", plan.hash.to_string());
    lines.push(printer.text(&message));
    let mut value = value_of(app, ctx, &case.renewal, &case.holder);
    value["plan"] = plan.hash.to_string().into();
    value["subject"] = plan.subject.to_string().into();
    value["uploads"] = sent
        .iter()
        .map(|upload| {
            serde_json::json!({
                "id": upload.id.to_string(),
                "purpose": upload.purpose.as_str(),
                "name": upload.name,
            })
        })
        .collect();
    Ok(Report {
        text: lines.join("\n"),
        value,
    })
}

/// What a command led to.
pub(super) fn moved(app: &App, ctx: &Ctx, renewal: &Renewal, printer: &Printer) -> Report {
    let stage = printer.word(&format!("stage-{}", renewal.stage_name()));
    let message = Message::new("renewal-moved")
        .with("renewal", renewal.id().to_string())
        .with("stage", stage);
    Report {
        text: printer.text(&message),
        value: value_of(app, ctx, renewal, ""),
    }
}

fn stage_of(word: &str) -> Result<StageName, Failure> {
    StageName::parse(word).ok_or_else(|| {
        let known: Vec<_> = StageName::ALL.iter().map(|stage| stage.as_str()).collect();
        Failure::new(Kind::Usage, "stage-unknown")
            .with("stage", word)
            .with("known", known.join(", "))
    })
}

fn line(app: &App, ctx: &Ctx, case: &Case, printer: &Printer) -> String {
    let renewal = &case.renewal;
    let language = printer.language();
    let owed: Vec<String> = owed(app, ctx, renewal)
        .iter()
        .map(|step| printer.word(&format!("duty-{}", step.what)))
        .collect();
    let since = format::instant(language, renewal.changed_at().at(), UtcOffset::UTC);
    let message = Message::new("renewal-line")
        .with("renewal", renewal.id().to_string())
        .with("holder", case.holder.clone())
        .with("procedure", renewal.procedure().name.to_string())
        .with(
            "stage",
            printer.word(&format!("stage-{}", renewal.stage_name())),
        )
        .with("since", since)
        .with("owed", owed.join("; "));
    printer.text(&message)
}

fn owed(app: &App, ctx: &Ctx, renewal: &Renewal) -> Vec<Obligation> {
    let Some(procedure) = app.procedure(&renewal.procedure().name) else {
        return Vec::new();
    };
    obligations(renewal, procedure, ctx.now)
        .into_iter()
        .filter(|step| matches!(step.state, DutyState::Now { .. }))
        .collect()
}

fn value_of(app: &App, ctx: &Ctx, renewal: &Renewal, holder: &str) -> serde_json::Value {
    let owed: Vec<_> = owed(app, ctx, renewal)
        .iter()
        .map(|step| {
            serde_json::json!({
                "what": step.what.as_str(),
                "about": step.about.as_ref().map(ToString::to_string),
            })
        })
        .collect();
    serde_json::json!({
        "renewal": renewal.id().to_string(),
        "holder": holder,
        "procedure": renewal.procedure().name.to_string(),
        "stage": renewal.stage_name().as_str(),
        "revision": renewal.revision(),
        "owed": owed,
    })
}
