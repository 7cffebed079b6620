//! The real `smena-server` on the folder of a world, for what only a process can show: being killed.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use smena_demo::{Agent, Algorithm, Options, World};

use crate::process::{COMMAND_LIMIT, Serving, program, run};

/// A world whose server is a process of its own.
pub struct Outside {
    folder: PathBuf,
    database: Option<String>,
    config: PathBuf,
    port: u16,
    /// The holder's agent.
    pub agent: Agent,
}

impl Outside {
    /// Sets up a world in this folder and leaves it without a server.
    ///
    /// # Panics
    ///
    /// When it cannot be set up.
    #[must_use]
    pub fn set(folder: &Path, database: Option<String>) -> Self {
        let world = open(folder, database.clone());
        let outside = Self {
            folder: folder.to_owned(),
            database,
            config: world.config_path(),
            port: world.port(),
            agent: world.agent().clone(),
        };
        world.stop().expect("stopped");
        outside
    }

    /// The world with a server in this process, to look into it.
    ///
    /// # Panics
    ///
    /// When it cannot be opened.
    #[must_use]
    pub fn inside(&self) -> World {
        open(&self.folder, self.database.clone())
    }

    /// The origin of the authority.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Starts the server, with these variables in its environment.
    ///
    /// # Panics
    ///
    /// When it does not listen in time.
    #[must_use]
    pub fn serve(&self, variables: &[(&str, &str)]) -> Serving {
        let mut command = self.command(&["serve"]);
        command
            .envs(variables.iter().copied())
            .env("RUST_LOG", "off")
            .stderr(Stdio::null());
        Serving::start(&mut command, self.port)
    }

    /// Runs another command of the server's program.
    ///
    /// # Panics
    ///
    /// When it does not end with 0.
    pub fn administer(&self, words: &[&str]) {
        run(&mut self.command(words), COMMAND_LIMIT).expect_success(&words.join(" "));
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program("smena-server"));
        command.arg("--config").arg(&self.config).args(words);
        command
    }
}

fn open(folder: &Path, database: Option<String>) -> World {
    crate::world(folder, |options: &mut Options| {
        options.algorithm = Algorithm::P256;
        options.database = database;
    })
}
