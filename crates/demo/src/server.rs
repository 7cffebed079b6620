//! The authority's server in this process, put together as `smena-server` does it.

use std::{net::TcpListener, sync::Arc};

use smena_domain::{certificate::Thumbprint, renewal::StageName};
use smena_forms::TypstForms;
use smena_pki::certificate::Certificate;
use smena_server::{
    app::App,
    compose::{self, Parts, Running, SystemRandomness},
    config::Configuration,
};
use smena_store::{Store, StoreError, renewals};

use crate::{WorldClock, WorldError};

/// Opens database (with its tables as they should be), keys and procedures.
pub(crate) async fn open(
    configuration: Configuration,
    clock: WorldClock,
) -> Result<App, WorldError> {
    let address = &configuration.server.database;
    let store = Store::open(address)
        .await
        .map_err(WorldError::set_up("server"))?;
    store
        .migrate()
        .await
        .map_err(WorldError::set_up("server"))?;
    store.close().await;
    let parts = Parts {
        clock: Arc::new(clock),
        randomness: Arc::new(SystemRandomness),
        forms: Arc::new(TypstForms::shipped().map_err(WorldError::set_up("server"))?),
    };
    compose::open_configured(configuration, parts)
        .await
        .map_err(WorldError::set_up("server"))
}

/// Starts it on a listener that is open already.
pub(crate) async fn start(app: App, listener: TcpListener) -> Result<Running, WorldError> {
    listener
        .set_nonblocking(true)
        .map_err(WorldError::set_up("server"))?;
    let listener =
        tokio::net::TcpListener::from_std(listener).map_err(WorldError::set_up("server"))?;
    compose::start(app, listener)
        .await
        .map_err(WorldError::set_up("server"))
}

/// Whether a renewal of this certificate came to its end.
pub(crate) async fn is_renewed(app: &App, certificate: &Certificate) -> Result<bool, WorldError> {
    let thumbprint = Thumbprint::new(certificate.thumbprint());
    let count = async {
        let mut tx = app.store.read().await?;
        let stage = StageName::Completed.as_str();
        let count = renewals::count_at_stage(&mut tx, thumbprint, stage).await?;
        tx.rollback().await?;
        Ok::<_, StoreError>(count)
    };
    Ok(count.await.map_err(WorldError::set_up("server"))? > 0)
}
