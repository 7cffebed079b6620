//! The pages of the holder's agent, served by this process as `smena agent run` serves them.

use std::sync::Arc;

use smena_agent::{
    limits::PAGE_PORT,
    service::{Listening, Place, Served, Settings, bind, serve},
};
use smena_ui::Language;
use tokio::{runtime::Runtime, sync::watch};

use crate::{Agent, WorldError};

/// Pages that are served until this is dropped, as a computer that is switched off ends them.
pub struct Pages {
    served: Arc<Served>,
    /// They end when this is dropped.
    _stop: watch::Sender<bool>,
    /// Dropped with everything that runs in it.
    _runtime: Runtime,
}

impl Pages {
    /// Takes the usual port, or any free one where an agent is there already: the portal is told which.
    ///
    /// # Errors
    ///
    /// No port of this computer can be used.
    pub fn listen() -> Result<Listening, WorldError> {
        bind(PAGE_PORT)
            .or_else(|_| bind(0))
            .map_err(WorldError::set_up("agent"))
    }

    /// Serves the pages of an agent there, at the holder's media and whatever `change` adds.
    ///
    /// # Errors
    ///
    /// The agent's folder cannot be used.
    pub fn serve(
        agent: &Agent,
        listening: Listening,
        language: Language,
        change: impl FnOnce(&mut Place),
    ) -> Result<Self, WorldError> {
        let wanted = agent.wanted();
        let mut place = Place {
            home: agent.home().to_owned(),
            containers: wanted.containers.to_owned(),
            modules: wanted.modules.to_owned(),
            ..Place::default()
        };
        change(&mut place);
        let settings = Settings {
            place,
            language,
            fixed_door: true,
            ..Settings::default()
        };
        let runtime = Runtime::new().map_err(WorldError::set_up("agent"))?;
        let served =
            Served::new(settings, listening.port()).map_err(WorldError::set_up("agent"))?;
        let (stop, stopped) = watch::channel(false);
        runtime.spawn(serve(listening, Arc::clone(&served), stopped));
        Ok(Self {
            served,
            _stop: stop,
            _runtime: runtime,
        })
    }

    /// The address of a start page, for codes that are typed.
    #[must_use]
    pub fn start_address(&self) -> String {
        self.served.start_address()
    }
}
