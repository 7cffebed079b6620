//! `smena errand CODE|LINK`: hands an errand to the agent that runs, or starts one.
//!
//! The system calls it with the link of a page (door A): the authority is then told where the agent's page is, and shows
//! that to the browser. A code is typed by a person (door C): the address of the page is printed.

use std::process::{Command, Stdio};

use smena_protocol::v1::Origin;

use super::{Common, agent::run as at_agent, place, renew};
use crate::{
    failure::{Failure, Kind},
    output::{Printer, Report},
    service::local::{self, Asked},
};

/// What `smena errand` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[arg(value_name = "CODE|LINK")]
    errand: String,
    #[arg(long, value_name = "URL")]
    authority: Option<String>,
}

/// The beginning of a link that the system hands over.
const LINK: &str = "smena:errand?";
/// How often, and how long each time, a started agent is waited for.
const STARTED: (u32, std::time::Duration) = (50, std::time::Duration::from_millis(100));

pub(super) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let asked = asked(common, arguments)?;
    let folder = at_agent::run_folder(common)?;
    if let Err(error) = local::ask(&folder, &Asked::Status {}) {
        if !at_agent::is_absent(&error) {
            return Err(error.into());
        }
        start(common, printer)?;
    }
    at_agent::asked(common, &asked, printer)
}

fn asked(common: &Common, arguments: &Arguments) -> Result<Asked, Failure> {
    let wrong = || Failure::new(Kind::Usage, "errand-code");
    if let Some(query) = arguments.errand.strip_prefix(LINK) {
        let (authority, code) = crate::service::link(query).ok_or_else(wrong)?;
        return Ok(Asked::Errand {
            authority,
            code,
            tell_address: true,
        });
    }
    let code = crate::service::code(&arguments.errand).ok_or_else(wrong)?;
    let authority: Origin = match &arguments.authority {
        Some(named) => renew::origin(named)?,
        None => place::open(common)?.home.authority(None)?.origin,
    };
    Ok(Asked::Errand {
        authority,
        code,
        tell_address: false,
    })
}

/// Starts an agent with the same folders, and waits until it answers.
fn start(common: &Common, printer: &Printer) -> Result<(), Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(Kind::OtherSide, "agent-not-started").caused_by(&error)
    };
    let program = std::env::current_exe().map_err(failed)?;
    let mut command = Command::new(program);
    command.args(["--lang", printer.language().tag()]);
    for (name, folders) in [
        ("--medium", &common.medium),
        ("--containers", &common.containers),
        ("--module", &common.module),
    ] {
        for folder in folders {
            command.arg(name).arg(folder);
        }
    }
    if let Some(home) = &common.home {
        command.arg("--home").arg(home);
    }
    if common.only_named {
        command.arg("--only-named");
    }
    // What a link has started needs no port that pages know.
    command.args(["agent", "run", "--any-port"]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let folder = at_agent::run_folder(common)?;
    let (times, pause) = STARTED;
    for _ in 0..times {
        if local::ask(&folder, &Asked::Status {}).is_ok() {
            return Ok(());
        }
        crate::clock::pause(pause);
    }
    Err(Failure::new(Kind::OtherSide, "agent-not-started"))
}
