//! The program `smena-demo`: shows a renewal, or sets everything up for somebody to try it.
//!
//! Exit codes: 0 done, 1 refused, 2 wrongly given, 3 files, ports or network, 4 a mistake of this program.

use std::{
    ffi::OsString,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use rand_core::Rng as _;
use smena_agent::clock::{Clock as _, SystemClock, system_rng};
use smena_ui::{Language, Message, Surface, chain, cli::language_of};

use crate::{
    Algorithm, Medium, Options, StepTime, World, WorldError, error::Words, holder, pages::Pages,
    run, telephone::Telephones, text::catalogue, token,
};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let speaker = Speaker {
        language: language_of(&arguments),
    };
    log_to_stderr();
    let matches = match command(&speaker).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(answer) => {
            // A closed output is no reason to say anything else.
            let _ = answer.print();
            return ExitCode::from(if answer.use_stderr() { 2 } else { 0 });
        }
    };
    if let Some(code) = in_right_environment(&matches, &speaker) {
        return code;
    }
    let outcome = if matches.get_flag("headless") {
        headless(&matches, &speaker)
    } else {
        interactive(&matches, &speaker)
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let code = error.exit_code();
            speaker.failure(error);
            ExitCode::from(code)
        }
    }
}

fn command(speaker: &Speaker) -> Command {
    let help = |key: &str| speaker.word(key);
    Command::new("smena-demo")
        .version(env!("CARGO_PKG_VERSION"))
        .about(help("cli-about"))
        .arg(
            Arg::new("headless")
                .long("headless")
                .action(ArgAction::SetTrue)
                .help(help("cli-headless")),
        )
        .arg(
            Arg::new("dir")
                .long("dir")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .required_if_eq("headless", "true")
                .help(help("cli-dir")),
        )
        .arg(
            Arg::new("algorithm")
                .long("algorithm")
                .value_name("A")
                .value_parser(Algorithm::ALL.map(Algorithm::word))
                .help(help("cli-algorithm")),
        )
        .arg(
            Arg::new("medium")
                .long("medium")
                .value_name("M")
                .value_parser(Medium::ALL.map(Medium::word))
                .default_value(Medium::default().word())
                .help(help("cli-medium")),
        )
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .value_parser(value_parser!(u16).range(1..))
                .help(help("cli-port")),
        )
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("ru|en")
                .value_parser(["ru", "en"])
                .help(help("cli-lang")),
        )
}

/// Starts the program anew with the variable that the module of a token reads, where it is not set; gives that run's exit
/// code.
fn in_right_environment(matches: &ArgMatches, speaker: &Speaker) -> Option<ExitCode> {
    let folder = match matches.get_one::<PathBuf>("dir") {
        Some(folder) => folder.join(run::WORLD),
        None => own_folder(),
    };
    let world = std::path::absolute(&folder).unwrap_or(folder);
    let (variable, value) = token::environment(medium(matches), &world)?;
    if std::env::var_os(variable).is_some() {
        return None;
    }
    let mut again = std::process::Command::new(std::env::current_exe().ok()?);
    again.args(std::env::args_os().skip(1)).env(variable, value);
    if matches.get_one::<PathBuf>("dir").is_none() {
        again.arg("--dir").arg(world.parent().unwrap_or(&world));
    }
    match again.status() {
        Ok(status) => {
            let code = status.code().and_then(|code| u8::try_from(code).ok());
            Some(ExitCode::from(code.unwrap_or(4)))
        }
        Err(error) => {
            speaker.failure(WorldError::set_up("token")(error));
            Some(ExitCode::from(4))
        }
    }
}

fn medium(matches: &ArgMatches) -> Medium {
    matches
        .get_one::<String>("medium")
        .and_then(|word| Medium::parse(word))
        .unwrap_or_default()
}

fn options(matches: &ArgMatches, folder: PathBuf) -> Options {
    let medium = medium(matches);
    let algorithm = matches
        .get_one::<String>("algorithm")
        .and_then(|word| Algorithm::parse(word))
        .unwrap_or(medium.usual_algorithm());
    Options {
        algorithm,
        medium,
        port: matches.get_one("port").copied(),
        ..Options::new(folder)
    }
}

fn headless(matches: &ArgMatches, speaker: &Speaker) -> Result<(), WorldError> {
    let folder = matches
        .get_one::<PathBuf>("dir")
        .cloned()
        .unwrap_or_default();
    let finished = run::run(&folder, options(matches, PathBuf::new()), &|time| {
        speaker.step(time);
    })?;
    let total: u64 = finished.steps.iter().map(|step| step.milliseconds).sum();
    speaker.say(
        &Message::new("demo-done")
            .with("old", finished.old.serial().to_string())
            .with("new", finished.new.serial().to_string())
            .with("folder", folder.display().to_string())
            .with("milliseconds", total.to_string()),
    );
    Ok(())
}

fn interactive(matches: &ArgMatches, speaker: &Speaker) -> Result<(), WorldError> {
    let folder = match matches.get_one::<PathBuf>("dir") {
        Some(folder) => folder.join(run::WORLD),
        None => own_folder(),
    };
    let language = speaker.language;
    let telephones = Telephones::start(secret(), move |to, text| {
        let message = Message::new("demo-message").with("to", to);
        let shown = catalogue().text(language, &message.with("text", text));
        // Whoever has closed the output does not want to read on.
        let _ = writeln!(io::stdout(), "{shown}");
    })?;
    let listening = Pages::listen()?;
    let world = World::start(&Options {
        agent_port: Some(listening.port()),
        gateway: Some(telephones.gateway().clone()),
        ..options(matches, folder)
    })?;
    let pages = Pages::serve(world.agent(), listening, language, |_| {})?;
    let status = world.agent().fetch("/status")?;
    let smena = agent_program();
    let home = world.agent().home().display().to_string();
    let certificate = world.certificate()?;
    speaker.say(
        &Message::new("demo-running")
            .with("origin", world.origin().as_str())
            .with("status", String::from_utf8_lossy(&status).trim())
            .with("folder", world.folder().display().to_string())
            .with("serial", certificate.serial().to_string())
            .with(
                "until",
                smena_ui::format::date(speaker.language, certificate.not_after().date()),
            )
            .with("smena", world.agent().as_called(&smena))
            .with("home", home)
            .with("agent", pages.start_address())
            .with("phone", holder::PHONE),
    );
    world
        .wait_for(tokio::signal::ctrl_c())
        .map_err(WorldError::set_up("server"))?;
    world.stop()
}

/// A secret between server and gateway, for this run.
fn secret() -> String {
    let mut octets = [0; 16];
    system_rng().fill_bytes(&mut octets);
    hex::encode(octets)
}

/// A fresh folder for each run, in `target/` where the program was built there.
fn own_folder() -> PathBuf {
    let now = SystemClock.now().unix_timestamp();
    let program = std::env::current_exe().unwrap_or_default();
    let target = program
        .ancestors()
        .find(|path| path.file_name().is_some_and(|n| n == "target"));
    match target {
        Some(target) => target.join("demo").join(now.to_string()),
        None => std::env::temp_dir().join(format!("smena-demo-{now}")),
    }
}

/// How the agent is called from here.
fn agent_program() -> String {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| program.parent().map(|folder| folder.join("smena")))
        .filter(|program| program.exists());
    match beside {
        Some(program) => program.display().to_string(),
        None => "cargo run -q --bin smena --".to_owned(),
    }
}

fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error"));
    // A second subscriber in one process is refused, and the first one serves.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .try_init();
}

/// Says things in one language.
struct Speaker {
    language: Language,
}

impl Speaker {
    fn word(&self, key: &str) -> String {
        catalogue().word(self.language, key)
    }

    fn say(&self, message: &Message) {
        // Whoever has closed the output does not want to read on.
        let _ = writeln!(io::stdout(), "{}", catalogue().text(self.language, message));
    }

    fn step(&self, time: &StepTime) {
        let name = self.word(&format!("step-{}", time.step));
        let _ = writeln!(io::stdout(), "{:>6} ms  {name}", time.milliseconds);
    }

    fn failure(&self, error: WorldError) {
        let cause = chain(&error);
        let (happened, remedy) = match error.into_failure() {
            Ok(failure) => failure.words(
                smena_agent::text::catalogue(),
                self.language,
                Surface::CommandLine,
            ),
            Err(error) => {
                let Words::Own(happened, remedy) = error.messages();
                let text = |message: &Message| catalogue().text(self.language, message);
                (text(&happened), text(&remedy))
            }
        };
        let _ = writeln!(io::stderr(), "{happened}\n{remedy}\n({cause})");
    }
}

#[cfg(test)]
mod tests {
    use smena_ui::Language;

    use super::{Speaker, command};
    use crate::text::catalogue;

    #[test]
    fn the_command_line_is_sound() {
        command(&Speaker {
            language: Language::English,
        })
        .debug_assert();
    }

    #[test]
    fn every_word_is_there_in_both_languages() {
        let errors = [
            "file",
            "other-algorithm",
            "other-medium",
            "no-module",
            "description",
            "port",
            "busy",
            "set-up",
            "incomplete",
        ];
        let steps = [
            "set-up",
            "resend",
            "sign-in",
            "start",
            "confirm-data",
            "generate-key",
            "sign-application",
            "wait",
            "install",
            "endorse",
            "sign-receipt",
            "collect",
        ];
        let keys = errors
            .iter()
            .flat_map(|code| [format!("err-{code}"), format!("rec-{code}")])
            .chain(steps.iter().map(|step| format!("step-{step}")))
            .chain(["demo-done", "demo-running", "demo-message"].map(str::to_owned))
            .chain(
                [
                    "about",
                    "headless",
                    "dir",
                    "algorithm",
                    "medium",
                    "port",
                    "lang",
                ]
                .map(|name| format!("cli-{name}")),
            );
        for key in keys {
            for language in Language::ALL {
                assert!(
                    catalogue().holds(language, &key),
                    "{key} ({})",
                    language.tag()
                );
            }
        }
    }
}
