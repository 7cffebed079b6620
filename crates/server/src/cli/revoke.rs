//! `revoke`: revokes a certificate by its serial number and publishes a list that names it.

use smena_domain::certificate::RevocationReason;
use smena_pki::certificate::SerialNumber;
use smena_ui::Message;

use super::{Common, Failure, Kind, Printer, Report, open};
use crate::app::{Actor, revocation::revoke_serial};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "SERIAL")]
    serial: String,
    #[arg(long, value_name = "REASON")]
    reason: String,
}

pub(super) async fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let serial = SerialNumber::parse(&arguments.serial).map_err(|error| {
        Failure::new(Kind::Usage, "serial-malformed")
            .with("serial", &arguments.serial)
            .caused_by(&error)
    })?;
    let reason = RevocationReason::parse(&arguments.reason).ok_or_else(|| {
        let known: Vec<_> = RevocationReason::ALL
            .iter()
            .map(|reason| reason.as_str())
            .collect();
        Failure::new(Kind::Usage, "reason-unknown")
            .with("reason", &arguments.reason)
            .with("known", known.join(", "))
    })?;
    let app = open(common).await?;
    let revoked = revoke_serial(&app, &app.ctx(Actor::Admin), &serial, reason).await?;
    app.store.close().await;
    let key = if revoked.changed {
        "revoke-done"
    } else {
        "revoke-known"
    };
    let text = printer.text(
        &Message::new(key)
            .with("serial", serial.to_string())
            .with("number", revoked.list.number.to_string()),
    );
    let value = serde_json::json!({
        "serial": serial.to_string(),
        "thumbprint": revoked.thumbprint.to_string(),
        "changed": revoked.changed,
        "list": revoked.list.number,
    });
    Ok(Report { text, value })
}
