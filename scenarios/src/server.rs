//! The real `smena-server` on the folder of a world, for what only a process can show: being killed.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use smena_demo::{Agent, Algorithm, Medium, Options, World};

use crate::process::{COMMAND_LIMIT, LOUD, Serving, appended, program, run};

type Change = Box<dyn Fn(&mut Options)>;

/// A world whose server is a process of its own.
pub struct Outside {
    folder: PathBuf,
    change: Change,
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
        Self::with(folder, move |options| {
            options.database.clone_from(&database);
        })
    }

    /// The same with a world as the test wants it.
    ///
    /// # Panics
    ///
    /// As [`Outside::set`].
    #[must_use]
    pub fn with(folder: &Path, change: impl Fn(&mut Options) + 'static) -> Self {
        let change: Change = Box::new(change);
        let world = crate::world(folder, &change);
        let outside = Self {
            folder: folder.to_owned(),
            change,
            config: world.config_path(),
            port: world.port(),
            agent: world.agent().clone(),
        };
        world.stop().expect("stopped");
        outside
    }

    /// A holder who has renewed once with his key on the software token, and whose agent is to serve its pages at this
    /// port. The demonstration sets it up in a process of its own: the module of a token reads its environment once.
    ///
    /// # Panics
    ///
    /// As [`Outside::set`].
    #[must_use]
    pub fn on_a_token(
        folder: &Path,
        algorithm: Algorithm,
        agent_port: u16,
        procedure_changes: &'static [(&'static str, &'static str)],
    ) -> Self {
        let medium = Medium::Softtoken;
        let mut demo = Command::new(program("smena-demo"));
        demo.args(["--headless", "--lang", "en", "--dir"])
            .arg(folder)
            .args(["--medium", medium.word(), "--algorithm", algorithm.word()]);
        run(&mut demo, COMMAND_LIMIT).expect_success("the demonstration");
        Self::with(folder, move |options| {
            options.algorithm = algorithm;
            options.medium = medium;
            options.agent_port = Some(agent_port);
            options.procedure_changes = procedure_changes.to_vec();
        })
    }

    /// The world with a server in this process, to look into it.
    ///
    /// # Panics
    ///
    /// When it cannot be opened.
    #[must_use]
    pub fn inside(&self) -> World {
        crate::world(&self.folder, &self.change)
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

    /// Starts the server and lets it log all that it can into this file, behind what stands there.
    ///
    /// # Panics
    ///
    /// When it does not listen in time.
    #[must_use]
    pub fn serve_loudly(&self, log: &Path) -> Serving {
        let mut command = self.command(&["serve"]);
        command.env("RUST_LOG", LOUD).stderr(appended(log));
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
