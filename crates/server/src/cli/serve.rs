//! `serve`: answers and works until it is told to stop.

use std::net::SocketAddr;

use smena_ui::Message;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use super::{Common, Failure, Kind, Printer, Report, open};
use crate::compose;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

pub(super) async fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    log_to_standard_error();
    let app = open(common).await?;
    let wanted = arguments.listen.unwrap_or(app.config.listen);
    if !wanted.ip().is_loopback() {
        return Err(Failure::new(Kind::Usage, "address-open").with("address", wanted.to_string()));
    }
    let taken = |error: &std::io::Error| {
        Failure::new(Kind::OtherSide, "address-taken")
            .with("address", wanted.to_string())
            .caused_by(error)
    };
    let listener = TcpListener::bind(wanted)
        .await
        .map_err(|error| taken(&error))?;
    let store = app.store.clone();
    let origin = app.config.origin.to_string();
    let running = compose::start(app, listener)
        .await
        .map_err(|error| taken(&error))?;
    let address = running.address().to_string();
    printer.announce(&Report {
        text: printer.text(
            &Message::new("serve-ready")
                .with("address", &address)
                .with("origin", &origin),
        ),
        value: serde_json::json!({ "listening": address, "origin": origin }),
    });
    told_to_stop().await.map_err(|error| failed(&error))?;
    running.stop().await.map_err(|error| failed(&error))?;
    store.close().await;
    Ok(Report::said(printer.text(&Message::new("serve-stopped"))))
}

fn failed(error: &std::io::Error) -> Failure {
    Failure::new(Kind::OtherSide, "serving-failed").caused_by(error)
}

/// SIGTERM of a service manager, or SIGINT of a terminal.
#[cfg(unix)]
async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        interrupted = tokio::signal::ctrl_c() => interrupted,
    }
}

/// Ctrl-C.
#[cfg(not(unix))]
async fn told_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// `RUST_LOG` chooses; else everything that an operator should see.
fn log_to_standard_error() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    // A second call, which only tests make, changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
