//! `smena agent run|open|stop|running`: the agent with its pages, and what is asked of the one that runs.

use std::{path::PathBuf, sync::Arc};

use serde_json::json;
use smena_ui::Message;
use tokio::sync::watch;

use crate::{
    cli::{Common, place},
    clock::SystemClock,
    companion::{self, desktop::Desktop},
    failure::{Failure, Kind},
    host::Session,
    limits::{PAGE_PORT, SITTING_LOOK},
    output::{Printer, Report},
    service::{
        self, FindWindow, NoWindow, PinWindow, Place, Served, Settings,
        local::{self, Asked, LocalError},
    },
    state::Home,
    text::catalogue,
};

/// What `smena agent run` takes.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Arguments {
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    #[arg(long)]
    any_port: bool,
    #[arg(long)]
    unknown_peers: bool,
    #[arg(long, value_enum, default_value_t)]
    pin_entry: PinEntry,
}

/// Where a PIN is typed: in the window of the system, where it has one, or on the page in the browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum PinEntry {
    #[default]
    Window,
    Page,
}

/// What `smena agent open` takes.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct OpenArguments {
    #[arg(long)]
    doctor: bool,
}

/// The others take nothing of their own.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Nothing {}

/// Runs until it is told to stop.
pub(in crate::cli) fn run(
    common: &Common,
    arguments: &Arguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    // Several people share the ports of a computer: then each agent takes one of its own, which the authority is told.
    let is_shared = crate::host::users().is_some_and(|users| users > 1);
    let any = arguments.any_port || (is_shared && arguments.port.is_none());
    let port = if any {
        0
    } else {
        arguments.port.unwrap_or(PAGE_PORT)
    };
    let window = match arguments.pin_entry {
        PinEntry::Window => Some(FindWindow::new(|| {
            let session = Session::now();
            PinWindow::find(&|name| session.variable(name))
        })),
        PinEntry::Page => None,
    };
    let settings = Settings {
        place: place_of(common)?,
        language: printer.language(),
        fixed_door: !any,
        unknown_peers: arguments.unknown_peers,
        pin_window: window.clone(),
    };
    let folder = run_folder(common)?;
    let seat = local::take_seat(&folder)?;
    let listening = service::bind(port)?;
    let watched = watched(&settings, printer)?;
    let served = Served::new(settings, listening.port())?;
    let now = window.map(|find| find.now().map(drop));
    printer.announce(&started(listening.port(), now, printer));
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Failure::new(Kind::Ours, "agent-runtime").caused_by(&error))?;
    // Ends the companion when it is dropped.
    let (_companion, stop_companion) = std::sync::mpsc::channel();
    std::thread::spawn(move || companion::watch(&watched, &stop_companion));
    runtime.block_on(answer_all(seat, listening, served))?;
    Ok(Report::said(String::new()))
}

async fn answer_all(
    seat: local::Seat,
    listening: service::Listening,
    served: Arc<Served>,
) -> Result<(), Failure> {
    let (stop, stopped) = watch::channel(false);
    let commands = local::answer(seat, Arc::clone(&served), stop.clone());
    let pages = service::serve(listening, Arc::clone(&served), stopped);
    let sitting = async {
        let mut tick = tokio::time::interval(SITTING_LOOK);
        loop {
            tick.tick().await;
            let served = Arc::clone(&served);
            // A look that fails is made again.
            let _ = tokio::task::spawn_blocking(move || served.look_after_sitting()).await;
        }
    };
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        ended = commands => ended?,
        ended = pages => ended.map_err(|error| Failure::new(Kind::OtherSide, "port-lost").caused_by(&error))?,
        () = sitting => {}
        () = interrupted => { let _ = stop.send(true); }
    }
    Ok(())
}

/// Says where the agent listens, and why PINs are typed in the browser where a window was wanted.
fn started(port: u16, window: Option<Result<(), NoWindow>>, printer: &Printer) -> Report {
    let listens = Message::new("desk-agent-started").with("port", format!("127.0.0.1:{port}"));
    let mut text = printer.text(&listens);
    if let Some(Err(because)) = window {
        text.push('\n');
        text.push_str(&printer.word(because.says()));
    }
    Report {
        text,
        value: json!({ "port": port, "pin_window": matches!(window, Some(Ok(()))) }),
    }
}

/// Gives the address of a start page, or of the page that checks the workplace.
pub(in crate::cli) fn open(
    common: &Common,
    arguments: &OpenArguments,
    printer: &Printer,
) -> Result<Report, Failure> {
    let page = if arguments.doctor {
        Asked::Check {}
    } else {
        Asked::Open {}
    };
    asked(common, &page, printer)
}

/// Ends the agent that runs.
pub(in crate::cli) fn stop(common: &Common, printer: &Printer) -> Result<Report, Failure> {
    asked(common, &Asked::Stop {}, printer)
}

/// Whether an agent runs, and where.
pub(in crate::cli) fn running(common: &Common, printer: &Printer) -> Result<Report, Failure> {
    asked(common, &Asked::Status {}, printer)
}

/// Asks the agent that runs, and says what it answered.
pub(in crate::cli) fn asked(
    common: &Common,
    asked: &Asked,
    printer: &Printer,
) -> Result<Report, Failure> {
    let answered = local::ask(&run_folder(common)?, asked)?;
    let message = match (asked, &answered.address) {
        (Asked::Stop {}, _) => Message::new("desk-agent-stopped"),
        (Asked::Errand { .. }, None) => {
            return Err(Failure::new(Kind::Refused, "agent-too-many"));
        }
        (_, Some(address)) => Message::new("desk-agent-address").with("address", address.clone()),
        (_, None) => {
            Message::new("desk-agent-running").with("port", format!("127.0.0.1:{}", answered.port))
        }
    };
    Ok(Report {
        text: printer.text(&message),
        value: json!(answered),
    })
}

/// The folder of what runs: the system's for this user, or one in the agent's own folder. A folder that was named is a
/// world of its own.
pub(in crate::cli) fn run_folder(common: &Common) -> Result<PathBuf, Failure> {
    let system = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    match system {
        Some(folder) if common.home.is_none() && folder.is_absolute() => Ok(folder.join("smena")),
        _ => Ok(Home::open(&place::home_path(common)?)?.run_path()),
    }
}

fn place_of(common: &Common) -> Result<Place, Failure> {
    Ok(Place {
        home: place::home_path(common)?,
        folders: common.medium.clone(),
        containers: common.containers.clone(),
        modules: common.module.clone(),
        look_around: !common.only_named,
    })
}

/// What the companion watches beside the pages.
fn watched(settings: &Settings, printer: &Printer) -> Result<companion::Watched, Failure> {
    let place = &settings.place;
    Ok(companion::Watched {
        home: Home::open(&place.home)?,
        folders: place.folders.clone(),
        containers: place.containers.clone(),
        modules: place.modules.clone(),
        look_around: place.look_around,
        clock: Box::new(SystemClock),
        catalogue: catalogue(),
        language: printer.language(),
        notify: Box::new(Desktop),
    })
}

/// Whether an agent is simply not there.
pub(in crate::cli) fn is_absent(error: &LocalError) -> bool {
    matches!(error, LocalError::Absent)
}
