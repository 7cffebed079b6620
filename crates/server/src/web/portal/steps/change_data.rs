//! `/renewals/{id}/change-data`: one datum is changed, with the rule of its change before the act (K17 to K19).

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    response::Response,
};
use serde::Deserialize;
use smena_domain::{procedure::Field, renewal::Duty};
use smena_protocol::v1::{ChangeData, DataChange, HolderCommand};

use super::{
    super::{
        guard::{ByTelephoneToo, OwnRenewal, Posted},
        page::{corrected, see_other, shown},
    },
    Given, at, done, first, is_unsigned, seen, step, wrong,
};
use crate::{
    app::App,
    view::steps::{StepPage, change_data as view},
    web::error::ApiError,
};

/// What stands in the address.
#[derive(Default, Deserialize)]
pub(in crate::web) struct Chosen {
    #[serde(default)]
    field: String,
}

/// `GET /renewals/{id}/change-data?field=FIELD`; without a field, all of them with their rules.
pub(in crate::web) async fn show(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    chosen: Result<Query<Chosen>, QueryRejection>,
) -> Result<Response, ApiError> {
    // Not only at its step: a kind that lacks data is chosen once they are in the table.
    if !is_unsigned(own.renewal.stage_name()) {
        return Ok(see_other(&own.address()));
    }
    let field = chosen
        .ok()
        .and_then(|Query(chosen)| Field::parse(&chosen.field));
    shown(&page(&app, &own, field, first(&own, &app))?)
}

/// `POST /renewals/{id}/change-data`: the table of the data shows what was changed.
pub(in crate::web) async fn act(
    State(app): State<App>,
    ByTelephoneToo(own): ByTelephoneToo,
    Posted(fields): Posted,
) -> Result<Response, ApiError> {
    let key = fields.text("field").to_owned();
    let change = DataChange {
        key: key.clone(),
        value: fields.text("value").to_owned(),
    };
    let command = HolderCommand::ChangeData(ChangeData {
        changes: vec![change],
    });
    match done(&app, &own, seen(&fields), command).await {
        Ok(_) => Ok(see_other(&format!("{}/check-data", own.address()))),
        Err(failure) => {
            let errors = at("value", wrong(&own.frame(&app), failure)?);
            let given = (fields.typed(), errors);
            corrected(&page(&app, &own, Field::parse(&key), given)?)
        }
    }
}

fn page(
    app: &App,
    own: &OwnRenewal,
    field: Option<Field>,
    given: Given,
) -> Result<StepPage, ApiError> {
    let (frame, procedure) = (own.frame(app), own.procedure(app)?);
    let step = step(&frame, own, procedure, Duty::CheckData, given);
    Ok(view::page(step, &own.renewal, procedure, field))
}
