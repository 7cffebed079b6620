//! The real `smena` on the home of a world's holder: as a command, and as the process that serves the pages.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use smena_demo::{Medium, token};

use crate::process::{COMMAND_LIMIT, LOUD, Serving, appended, program, run};

/// The program with the options of a holder.
pub struct Program {
    world: PathBuf,
    medium: Medium,
    modules: Vec<PathBuf>,
}

impl Program {
    /// The program of the holder whose world is in this folder and whose keys are on this medium.
    #[must_use]
    pub fn of(world: &Path, medium: Medium) -> Self {
        Self {
            world: world.to_owned(),
            medium,
            modules: Vec::new(),
        }
    }

    /// The same, called with another module of tokens besides.
    #[must_use]
    pub fn with_module(mut self, module: PathBuf) -> Self {
        self.modules.push(module);
        self
    }

    /// A command of it that sees the holder's media and no others.
    ///
    /// # Panics
    ///
    /// When the module of his token was not built.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(program("smena"));
        command
            .args(["--only-named", "--lang", "en", "--home"])
            .arg(self.world.join("agent"));
        if let Some((variable, tokens)) = token::environment(self.medium, &self.world) {
            let module = smena_softtoken::module_path().expect("the module of the software token");
            command.arg("--module").arg(module).env(variable, tokens);
        }
        for module in &self.modules {
            command.arg("--module").arg(module);
        }
        command
    }

    /// The PINs that the holder's token has compared, as it has noted them.
    ///
    /// # Panics
    ///
    /// When he has none.
    #[must_use]
    pub fn pin_attempts(&self) -> Vec<String> {
        let (_, tokens) = token::environment(self.medium, &self.world).expect("a token");
        smena_softtoken::pin_attempts(&tokens, 0).expect("the token counts")
    }

    /// Starts `smena agent run` at this port, with these variables in its environment.
    ///
    /// # Panics
    ///
    /// When it does not listen in time.
    #[must_use]
    pub fn serve(&self, port: u16, variables: &[(&str, &str)]) -> Serving {
        let mut command = self.serving(port);
        command
            .envs(variables.iter().copied())
            .env("RUST_LOG", "off")
            .stderr(Stdio::null());
        Serving::start(&mut command, port)
    }

    /// Starts it and lets it log all that it can into this file, behind what stands there.
    ///
    /// # Panics
    ///
    /// When it does not listen in time.
    #[must_use]
    pub fn serve_loudly(&self, port: u16, log: &Path) -> Serving {
        let mut command = self.serving(port);
        command.env("RUST_LOG", LOUD).stderr(appended(log));
        Serving::start(&mut command, port)
    }

    /// Hands over the code of an errand, as a person types it, and gives the address of the page for it.
    ///
    /// # Panics
    ///
    /// When the code is not taken.
    #[must_use]
    pub fn errand(&self, code: &str) -> String {
        let mut command = self.command();
        let answer = run(command.args(["--json", "errand", code]), COMMAND_LIMIT);
        let said = answer.result("the errand");
        let address = said["address"].as_str();
        address.expect("the address of a page").to_owned()
    }

    fn serving(&self, port: u16) -> Command {
        let mut command = self.command();
        command.args(["agent", "run", "--port", &port.to_string()]);
        command
    }
}
