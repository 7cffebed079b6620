//! Accounts of those who decide: who they are, what they may, and what they have to do with a renewal.
//!
//! An account is one person's, known by the SNILS: two accounts of one person are one person to the rules. Nothing here
//! proves that whoever acts is that person; the command line trusts whoever may run it on the server, and says so in
//! `docs/how-to/authority.md`. Where a procedure has operators sign, the account's certificate proves it.

use serde::{Deserialize, Serialize};
use smena_domain::{
    calendar::Moment,
    certificate::Thumbprint,
    permission::{Act, Involvement, Operator, OperatorId, Role, has_right},
    person::Snils,
    procedure::Field,
    renewal::{Refusal, Renewal},
};
use smena_store::operators::{self, OperatorRow};

use super::{
    App, Ctx,
    failure::{Denial, Failure},
    record::{Entry, record},
    shelf, uploads,
};
use crate::limits::{OPERATOR_NAME_CHARS_MAX, OPERATORS_SHOWN_MAX};

/// What is known of an account.
// Stored: a change needs a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorFacts {
    /// What it may.
    pub role: Role,
    /// The person behind it.
    pub person: Snils,
    /// His e-mail address: who shares one with a holder does not decide for him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// His phone number, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The certificate that he signs decisions with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Thumbprint>,
    /// Who created or last enabled the account, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled_by: Option<(OperatorId, Moment)>,
    /// When its rights last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights_changed_at: Option<Moment>,
    /// It may do nothing any more.
    #[serde(default)]
    pub disabled: bool,
}

/// An account.
pub type Account = OperatorRow<OperatorFacts>;

/// An account to be.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name that it is called by.
    pub name: String,
    /// What it may.
    pub role: Role,
    /// The person behind it.
    pub person: Snils,
    /// His e-mail address.
    pub email: Option<String>,
    /// His phone number.
    pub phone: Option<String>,
    /// The certificate that he signs decisions with.
    pub certificate: Option<Thumbprint>,
}

/// Makes an account. `by` is the administrator's account; none for whoever may use the server's command line.
///
/// # Errors
/// [`Denial::OperatorNameWrong`], [`Denial::OperatorNameTaken`], [`Refusal::NoRight`],
/// [`Refusal::UnknownCertificate`]; or faults of ours.
pub async fn add(
    app: &App,
    ctx: &Ctx,
    new: NewAccount,
    by: Option<&str>,
) -> Result<Account, Failure> {
    let administrator = administrator(app, by).await?;
    let sound = !new.name.is_empty()
        && new.name.chars().count() <= OPERATOR_NAME_CHARS_MAX
        && new
            .name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if !sound {
        return Err(Denial::OperatorNameWrong {}.into());
    }
    if let Some(certificate) = new.certificate
        && shelf::find_certificate(app, certificate).await?.is_none()
    {
        return Err(Refusal::UnknownCertificate {}.into());
    }
    let id = OperatorId::new(ctx.draw());
    let facts = OperatorFacts {
        role: new.role,
        person: new.person,
        email: new.email,
        phone: new.phone,
        certificate: new.certificate,
        enabled_by: administrator.map(|account| (account.id, Moment::new(ctx.now))),
        rights_changed_at: None,
        disabled: false,
    };
    let mut tx = app.store.write().await?;
    if !operators::insert(&mut tx, id, &new.name, &facts, ctx.now).await? {
        tx.rollback().await?;
        return Err(Denial::OperatorNameTaken { name: new.name }.into());
    }
    let entry = Entry {
        command: "add-operator",
        subject: format!("operator:{id}"),
        outcome: "done",
        details: serde_json::json!({ "role": new.role.as_str() }),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    Ok(Account {
        id,
        name: new.name,
        facts,
        revision: 1,
    })
}

/// Changes what an account may; with no role it may nothing any more.
///
/// # Errors
/// [`Denial::OperatorUnknown`], [`Refusal::NoRight`]; or faults of ours.
pub async fn change(
    app: &App,
    ctx: &Ctx,
    name: &str,
    role: Option<Role>,
    by: Option<&str>,
) -> Result<Account, Failure> {
    let administrator = administrator(app, by).await?;
    let mut account = find(app, name).await?;
    let now = Moment::new(ctx.now);
    account.facts.disabled = role.is_none();
    account.facts.role = role.unwrap_or(account.facts.role);
    account.facts.rights_changed_at = Some(now);
    if role.is_some() {
        account.facts.enabled_by = administrator.map(|by| (by.id, now));
    }
    let mut tx = app.store.write().await?;
    operators::update(&mut tx, &account, ctx.now).await?;
    let entry = Entry {
        command: "change-operator",
        subject: format!("operator:{}", account.id),
        outcome: "done",
        details: serde_json::json!({ "role": role.map(Role::as_str) }),
    };
    record(&mut tx, ctx, &entry).await?;
    tx.commit().await?;
    account.revision += 1;
    Ok(account)
}

async fn administrator(app: &App, by: Option<&str>) -> Result<Option<Account>, Failure> {
    let Some(name) = by else { return Ok(None) };
    let account = find(app, name).await?;
    let (role, act) = (account.facts.role, Act::KeepOperators);
    if account.facts.disabled || !has_right(role, act) {
        return Err(Refusal::NoRight { role, act }.into());
    }
    Ok(Some(account))
}

/// All accounts, in the order of their names.
///
/// # Errors
/// Faults of ours alone.
pub async fn list(app: &App) -> Result<Vec<Account>, Failure> {
    let mut tx = app.store.read().await?;
    let all = operators::list(&mut tx, "", OPERATORS_SHOWN_MAX).await?;
    tx.rollback().await?;
    Ok(all)
}

/// The account of a name.
///
/// # Errors
/// [`Denial::OperatorUnknown`]; or faults of ours.
pub async fn find(app: &App, name: &str) -> Result<Account, Failure> {
    let mut tx = app.store.read().await?;
    let account = operators::by_name(&mut tx, name).await?;
    tx.rollback().await?;
    account.ok_or_else(|| {
        let name = name.to_owned();
        Denial::OperatorUnknown { name }.into()
    })
}

/// An operator as the rules look at him: with what he has to do with a renewal.
///
/// # Errors
/// [`Denial::OperatorDisabled`]; or faults of ours.
pub async fn facing(app: &App, account: &Account, renewal: &Renewal) -> Result<Operator, Failure> {
    if account.facts.disabled {
        let name = account.name.clone();
        return Err(Denial::OperatorDisabled { name }.into());
    }
    let facts = &account.facts;
    Ok(Operator {
        id: account.id,
        role: facts.role,
        person: facts.person.clone(),
        involvements: involvements(app, account, renewal).await?,
        enabled_by: facts.enabled_by,
        rights_changed_at: facts.rights_changed_at,
    })
}

async fn involvements(
    app: &App,
    account: &Account,
    renewal: &Renewal,
) -> Result<Vec<Involvement>, Failure> {
    let facts = &account.facts;
    let mut found = Vec::new();
    let snils = renewal.gathered().row(Field::Snils);
    let named = snils.into_iter().flat_map(|row| [&row.was, &row.value]);
    if named
        .flatten()
        .filter_map(|text| Snils::parse(text))
        .any(|snils| snils == facts.person)
    {
        found.push(Involvement::Holder);
    }
    let sender = format!("operator:{}", account.id);
    if uploads::senders(app, renewal.id()).await?.contains(&sender) {
        found.push(Involvement::Uploader);
    }
    let contacts = &renewal.gathered().contacts;
    let own_email = renewal.value(Field::Email);
    let shares = |own: &Option<String>, given: [Option<&str>; 2]| {
        own.as_deref().is_some_and(|own| {
            given
                .into_iter()
                .flatten()
                .any(|given| given.eq_ignore_ascii_case(own))
        })
    };
    if shares(
        &facts.email,
        [contacts.email.as_deref(), own_email.as_deref()],
    ) || shares(&facts.phone, [contacts.phone.as_deref(), None])
    {
        found.push(Involvement::Kin);
    }
    Ok(found)
}
