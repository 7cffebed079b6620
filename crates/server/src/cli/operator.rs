//! `operator`: accounts of those who decide.

use std::path::PathBuf;

use clap::Subcommand;
use smena_domain::{certificate::Thumbprint, permission::Role, person::Snils};
use smena_ui::Message;

use super::{Common, Failure, Kind, Printer, Report, open, refusal};
use crate::{
    app::{
        Actor,
        operators::{self, Account, NewAccount},
    },
    config,
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Add(Add),
    List,
    Change(Change),
    Disable(Disable),
}

#[derive(Debug, clap::Args)]
pub(super) struct Add {
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "NUMBER")]
    snils: String,
    #[arg(long, value_name = "ROLE", default_value = "operator")]
    role: String,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Change {
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "ROLE")]
    role: String,
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Disable {
    #[arg(value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

pub(super) async fn run(
    common: &Common,
    command: &Command,
    printer: &Printer,
) -> Result<Report, Failure> {
    let app = open(common).await?;
    let ctx = app.ctx(Actor::Admin);
    let done = match command {
        Command::Add(given) => {
            let new = account_of(given)?;
            operators::add(&app, &ctx, new, given.by.as_deref()).await
        }
        Command::Change(given) => {
            let role = role_of(&given.role)?;
            operators::change(&app, &ctx, &given.name, Some(role), given.by.as_deref()).await
        }
        Command::Disable(given) => {
            operators::change(&app, &ctx, &given.name, None, given.by.as_deref()).await
        }
        Command::List => {
            let all = operators::list(&app).await;
            app.store.close().await;
            let all = all.map_err(|failure| refusal(failure, printer))?;
            return Ok(listed(&all, printer));
        }
    };
    app.store.close().await;
    let account = done.map_err(|failure| refusal(failure, printer))?;
    let text = printer.text(&line(&account, printer));
    Ok(Report {
        text,
        value: value_of(&account),
    })
}

fn account_of(given: &Add) -> Result<NewAccount, Failure> {
    let certificate = given
        .certificate
        .as_deref()
        .map(config::read_certificate)
        .transpose()?;
    Ok(NewAccount {
        name: given.name.clone(),
        role: role_of(&given.role)?,
        person: Snils::parse(&given.snils)
            .ok_or_else(|| Failure::new(Kind::Usage, "snils-malformed"))?,
        email: given.email.clone(),
        phone: given.phone.clone(),
        certificate: certificate.map(|certificate| Thumbprint::new(certificate.thumbprint())),
    })
}

fn role_of(word: &str) -> Result<Role, Failure> {
    Role::parse(word).ok_or_else(|| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        Failure::new(Kind::Usage, "role-unknown")
            .with("role", word)
            .with("known", known.join(", "))
    })
}

fn listed(all: &[Account], printer: &Printer) -> Report {
    let lines: Vec<String> = all
        .iter()
        .map(|account| printer.text(&line(account, printer)))
        .collect();
    let text = if lines.is_empty() {
        printer.word("operator-none")
    } else {
        lines.join("\n")
    };
    Report {
        text,
        value: serde_json::json!({
            "operators": all.iter().map(value_of).collect::<Vec<_>>(),
        }),
    }
}

fn line(account: &Account, printer: &Printer) -> Message {
    let key = if account.facts.disabled {
        "operator-line-disabled"
    } else {
        "operator-line"
    };
    let role = printer.word(&format!("role-{}", account.facts.role));
    Message::new(key)
        .with("name", account.name.clone())
        .with("role", role)
}

fn value_of(account: &Account) -> serde_json::Value {
    serde_json::json!({
        "id": account.id.to_string(),
        "name": account.name,
        "role": account.facts.role.as_str(),
        "disabled": account.facts.disabled,
        "signs": account.facts.certificate.is_some(),
    })
}
