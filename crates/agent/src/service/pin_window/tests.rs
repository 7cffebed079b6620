//! The window with programs on its other end: scripts that answer as `pinentry` does, and `pinentry-tty` itself where it is
//! installed.

use std::{
    ffi::OsString,
    fs,
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use smena_media::{KeysLeave, MediumKind, PinState, Tries};
use smena_ui::Language;
use tempfile::TempDir;

use super::{FindWindow, Given, NoWindow, PinWindow, Shown, Wanted, WindowError};
use crate::{
    clock::pause,
    flow::{FlowError, Person as _, PinAsked},
    service::{
        desk::{Place, Served, Settings},
        person::AtPage,
        talk::{Answer, Phase, Question, Talk},
    },
};

/// Answers every command; the answer to the one that asks stands for `ASKED`, what was said goes to a file.
const SCRIPT: &str = r#"#!/bin/sh
echo "OK Pleased to meet you"
while read -r command; do
  echo "$command" >> "$0.said"
  case "$command" in
    GETPIN*|CONFIRM*) ASKED ;;
    BYE*) echo OK; exit ;;
    *) echo OK ;;
  esac
done
"#;

fn script(folder: &Path, name: &str, asked: &str) -> PathBuf {
    let path = folder.join(name);
    // Written by a process of its own: a file that a thread beside a fork still holds open cannot be started.
    let written = Command::new("sh")
        .args(["-c", "printf '%s' \"$1\" > \"$0\" && chmod 755 \"$0\""])
        .arg(&path)
        .arg(SCRIPT.replace("ASKED", asked))
        .status();
    assert!(written.expect("a shell").success());
    path
}

fn said(program: &Path) -> String {
    fs::read_to_string(format!("{}.said", program.display())).expect("it was spoken to")
}

fn named(program: &Path) -> PinWindow {
    let program = program.as_os_str().to_owned();
    let variable = move |name: &str| (name == "SMENA_PINENTRY").then(|| program.clone());
    PinWindow::find(&variable).expect("a program")
}

fn shown() -> Shown {
    Shown {
        title: "smena".to_owned(),
        says: "Токен 100%\nслова".to_owned(),
        prompt: "PIN:".to_owned(),
        wrong: None,
        empty: "Nothing".to_owned(),
        yes: "Yes".to_owned(),
        no: "No".to_owned(),
    }
}

fn given(window: &PinWindow, wanted: Wanted) -> Result<Given, WindowError> {
    let mut open = window.open(shown(), wanted);
    loop {
        if let Some(given) = open.poll(Duration::from_millis(50)) {
            return given;
        }
    }
}

#[test]
fn what_was_typed_comes_back_and_a_closed_window_is_a_no() {
    let folder = TempDir::new().expect("a folder");
    let typed = script(folder.path(), "typed", "echo 'D 12%2534'; echo OK");
    assert!(
        matches!(given(&named(&typed), Wanted::Secret), Ok(Given::Secret(pin)) if *pin == "12%34")
    );
    let said = said(&typed);
    assert!(said.contains("SETDESC Токен 100%25%0Aслова\n"), "{said}");
    let closed = script(folder.path(), "closed", "echo 'ERR 83886179 cancelled'");
    assert!(matches!(
        given(&named(&closed), Wanted::Secret),
        Ok(Given::No)
    ));
    assert!(matches!(
        given(&named(&closed), Wanted::Consent),
        Ok(Given::No)
    ));
    let agreed = script(folder.path(), "agreed", "echo OK");
    assert!(matches!(
        given(&named(&agreed), Wanted::Consent),
        Ok(Given::Yes)
    ));
}

#[test]
fn a_program_that_shows_nothing_is_told_apart_and_the_next_one_is_tried() {
    let folder = TempDir::new().expect("a folder");
    let blind = script(folder.path(), "pinentry", "echo 'ERR 83918950 ioctl'");
    let failed = given(&named(&blind), Wanted::Secret);
    assert!(matches!(failed, Err(WindowError::Refused(83_918_950))));
    let gone = script(folder.path(), "gone", "exit 1");
    assert!(matches!(
        given(&named(&gone), Wanted::Secret),
        Err(WindowError::Ended)
    ));
    let no_program = folder.path().join("no-program");
    fs::write(&no_program, "text").expect("a file");
    let failed = given(&named(&no_program), Wanted::Secret);
    assert!(matches!(failed, Err(WindowError::Start(_))));
    let window = installed(folder.path());
    assert!(matches!(
        given(&window, Wanted::Secret),
        Err(WindowError::Refused(_))
    ));
    script(folder.path(), "pinentry-qt", "echo 'D 1'; echo OK");
    assert!(matches!(
        given(&installed(folder.path()), Wanted::Secret),
        Ok(Given::Secret(_))
    ));
}

fn installed(folder: &Path) -> PinWindow {
    PinWindow::find(&desktop(folder)).expect("a program")
}

/// A desktop whose programs lie in this folder.
fn desktop(folder: &Path) -> impl Fn(&str) -> Option<OsString> {
    let path = folder.as_os_str().to_owned();
    move |name| match name {
        "WAYLAND_DISPLAY" => Some("wayland-0".into()),
        "PATH" => Some(path.clone()),
        _ => None,
    }
}

#[test]
fn a_window_needs_a_desktop_and_a_program_that_draws_on_it() {
    let folder = TempDir::new().expect("a folder");
    let without = |name: &str| (name == "PATH").then(|| folder.path().as_os_str().to_owned());
    assert_eq!(PinWindow::find(&without), Err(NoWindow::Screen));
    assert_eq!(
        PinWindow::find(&desktop(folder.path())),
        Err(NoWindow::Program)
    );
    // A name that leads to a program of terminals is none: it would take the missing terminal for a cancelled entry.
    let tty = script(folder.path(), "pinentry-tty", "echo OK");
    std::os::unix::fs::symlink(tty, folder.path().join("pinentry")).expect("a link");
    assert_eq!(
        PinWindow::find(&desktop(folder.path())),
        Err(NoWindow::Program)
    );
    let named = |tty: bool| {
        let program = folder.path().join("pinentry").into_os_string();
        move |name: &str| match name {
            "SMENA_PINENTRY" => Some(program.clone()),
            "GPG_TTY" if tty => Some("/dev/pts/0".into()),
            _ => None,
        }
    };
    assert_eq!(PinWindow::find(&named(false)), Err(NoWindow::Screen));
    assert!(PinWindow::find(&named(true)).is_ok());
    let relative = |name: &str| match name {
        "DISPLAY" => Some(":0".into()),
        "PATH" => Some(".:bin".into()),
        _ => None,
    };
    assert_eq!(PinWindow::find(&relative), Err(NoWindow::Program));
    for wrong in ["pinentry", "/no/such/program"] {
        let named = |name: &str| (name == "SMENA_PINENTRY").then(|| OsString::from(wrong));
        assert_eq!(PinWindow::find(&named), Err(NoWindow::Program), "{wrong}");
    }
}

/// Whether a process with the number in a file still runs.
fn runs(numbered: &Path) -> bool {
    let number = fs::read_to_string(numbered).expect("a number");
    let state = fs::read_to_string(format!("/proc/{}/stat", number.trim()));
    state.is_ok_and(|state| !state.contains(") Z "))
}

#[test]
fn nobody_is_waited_for_longer_than_the_limit_and_a_window_that_is_left_is_closed() {
    let folder = TempDir::new().expect("a folder");
    let numbered = folder.path().join("number");
    let stays = format!("echo $$ > {}; exec sleep 600", numbered.display());
    let window = named(&script(folder.path(), "stays", &stays));
    let mut open = window.open(shown(), Wanted::Secret);
    let until = Instant::now() + Duration::from_secs(10);
    while !numbered.exists() || fs::read(&numbered).is_ok_and(|it| it.is_empty()) {
        assert!(open.poll(Duration::from_millis(20)).is_none());
        assert!(Instant::now() < until, "it does not start");
    }
    assert!(runs(&numbered));
    drop(open);
    assert!(!runs(&numbered), "the window has stayed");
    // The clock of the program is not relied on: this one does not know the command.
    let begun = Instant::now();
    let short = window.waiting(Duration::from_millis(100));
    assert!(matches!(given(&short, Wanted::Secret), Ok(Given::Nobody)));
    assert!(begun.elapsed() < Duration::from_secs(30));
    assert!(!runs(&numbered), "the window has stayed");
}

#[test]
fn the_program_of_gnupg_asks_at_its_terminal() {
    let Some(program) = ["/usr/bin/pinentry-tty", "/usr/local/bin/pinentry-tty"]
        .map(PathBuf::from)
        .into_iter()
        .find(|program| program.is_file())
    else {
        eprintln!("skipped: pinentry-tty is not installed");
        return;
    };
    let folder = TempDir::new().expect("a folder");
    // `script` gives a terminal: what it says is shown there, what it reads is typed there, and its name is told by a
    // program in it.
    let name = folder.path().join("tty");
    let held = format!("tty > {}; exec sleep 60", name.display());
    let terminal = Command::new("script")
        .args(["-qec", &held, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut terminal) = terminal else {
        eprintln!("skipped: script of util-linux is not installed");
        return;
    };
    let mut keyboard = terminal.stdin.take().expect("a pipe");
    let mut screen = terminal.stdout.take().expect("a pipe");
    let until = Instant::now() + Duration::from_secs(10);
    while !fs::read_to_string(&name).is_ok_and(|it| it.ends_with('\n')) {
        assert!(Instant::now() < until, "no terminal");
        pause(Duration::from_millis(10));
    }
    let tty = fs::read_to_string(&name).expect("a name").trim().to_owned();
    let variable = |asked: &str| match asked {
        "SMENA_PINENTRY" => Some(program.clone().into_os_string()),
        "GPG_TTY" => Some(OsString::from(&tty)),
        "TERM" => Some("xterm".into()),
        "LC_ALL" => Some("C.UTF-8".into()),
        _ => None,
    };
    let window = PinWindow::find(&variable).expect("a program");
    let (typed, seen) = thread::scope(|scope| {
        let person = scope.spawn(move || {
            // What is typed before it asks is thrown away.
            let mut seen = Vec::new();
            let mut octet = [0];
            while !seen.ends_with(b"PIN:") && screen.read(&mut octet).is_ok_and(|read| read == 1) {
                seen.push(octet[0]);
            }
            keyboard.write_all("п1%2\n".as_bytes()).expect("typed");
            String::from_utf8_lossy(&seen).into_owned()
        });
        let typed = given(&window, Wanted::Secret);
        terminal.kill().expect("it is ours");
        terminal.wait().expect("it ends");
        (typed, person.join().expect("no panic"))
    });
    assert!(
        seen.contains("Токен 100%") && seen.contains("слова"),
        "{seen}"
    );
    match typed {
        Ok(Given::Secret(typed)) => assert_eq!(*typed, "п1%2"),
        Ok(_) => panic!("another answer: {seen}"),
        Err(error) => panic!("{error}"),
    }
}

/// An agent with this window, and a conversation in it.
struct Asking {
    person: AtPage,
    _folder: TempDir,
}

impl Asking {
    fn with(program: &Path) -> Self {
        let window = named(program);
        Self::finding(FindWindow::new(move || Ok(window.clone())))
    }

    fn finding(find: FindWindow) -> Self {
        let folder = TempDir::new().expect("a folder");
        let settings = Settings {
            place: Place {
                home: folder.path().join("agent"),
                ..Place::default()
            },
            pin_window: Some(find),
            ..Settings::default()
        };
        let served = Served::new(settings, 1).expect("an agent");
        let talk = served.start_page(Language::English);
        Self {
            person: AtPage { served, talk },
            _folder: folder,
        }
    }

    fn talk(&self) -> Arc<Talk> {
        Arc::clone(&self.person.talk)
    }

    fn pin(&self, wrong_before: bool) -> Result<smena_media::Secret, FlowError> {
        let place = token();
        let tries = Tries::Left(3);
        self.person.pin(&PinAsked {
            place: &place,
            state: PinState {
                tries,
                is_set: true,
                must_change: false,
            },
            wrong_before: wrong_before.then_some(tries),
        })
    }
}

fn token() -> smena_media::Place {
    smena_media::Place {
        kind: MediumKind::Token,
        name: "Token 7".to_owned(),
        guards_access: true,
        guard: smena_media::Guard::Pin,
        keys_leave: KeysLeave::Never,
        device: None,
    }
}

/// Waits for what a page shows, and gives its number.
fn shows(talk: &Talk, is_it: impl Fn(&Question) -> bool) -> u64 {
    let until = Instant::now() + Duration::from_secs(10);
    loop {
        let seen = talk.seen();
        if matches!(&seen.phase, Phase::Asking(question) if is_it(question)) {
            return seen.number;
        }
        assert!(Instant::now() < until, "it is not shown");
        pause(Duration::from_millis(10));
    }
}

fn is_window(question: &Question) -> bool {
    matches!(
        question,
        Question::Window {
            is_closed: false,
            ..
        }
    )
}

#[test]
fn a_pin_from_the_window_serves_the_sitting_and_a_wrong_one_is_asked_for_with_its_error() {
    let folder = TempDir::new().expect("a folder");
    let program = script(folder.path(), "typed", "echo 'D 1234'; echo OK");
    let asking = Asking::with(&program);
    assert!(asking.pin(false).is_ok());
    assert!(asking.pin(false).is_ok());
    assert_eq!(said(&program).matches("GETPIN").count(), 1);
    assert!(!said(&program).contains("SETERROR"));
    assert!(asking.pin(true).is_ok());
    let said = said(&program);
    assert_eq!(said.matches("GETPIN").count(), 2, "{said}");
    assert_eq!(said.matches("SETERROR").count(), 1, "{said}");
    for part in ["Token 7", &asking.person.served.phrase] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn leaving_the_window_declines_and_so_does_leaving_the_page_beside_it() {
    let folder = TempDir::new().expect("a folder");
    let closed = script(folder.path(), "closed", "echo 'ERR 83886179 cancelled'");
    assert!(matches!(
        Asking::with(&closed).pin(false),
        Err(FlowError::Declined)
    ));
    let closed = Asking::with(&closed).person.last_try(&token());
    assert!(matches!(closed, Ok(false)));
    let stays = Asking::with(&script(folder.path(), "stays", "exec sleep 600"));
    let talk = stays.talk();
    thread::scope(|scope| {
        let asked = scope.spawn(|| stays.pin(false));
        // No answer of the page counts but leaving: the window stays shown.
        let number = shows(&talk, is_window);
        assert!(talk.answer(number, Answer::Yes));
        let number = shows(&talk, is_window);
        assert!(talk.answer(number, Answer::Cancel));
        let asked = asked.join().expect("no panic");
        assert!(matches!(asked, Err(FlowError::Declined)));
    });
}

#[test]
fn a_window_that_nobody_answered_is_opened_again_when_the_person_wants_it() {
    let folder = TempDir::new().expect("a folder");
    let program = script(folder.path(), "over", "echo 'ERR 83886142 Timeout'");
    let asking = Asking::with(&program);
    let talk = asking.talk();
    let is_closed = |question: &Question| {
        matches!(
            question,
            Question::Window {
                is_closed: true,
                ..
            }
        )
    };
    thread::scope(|scope| {
        let asked = scope.spawn(|| asking.pin(false));
        assert!(talk.answer(shows(&talk, is_closed), Answer::Again));
        let number = shows(&talk, is_closed);
        assert_eq!(said(&program).matches("GETPIN").count(), 2);
        assert!(talk.answer(number, Answer::Cancel));
        let asked = asked.join().expect("no panic");
        assert!(matches!(asked, Err(FlowError::Declined)));
    });
}

#[test]
fn a_desktop_that_comes_after_the_agent_has_its_window_from_then_on() {
    let folder = TempDir::new().expect("a folder");
    let program = script(
        folder.path(),
        "typed",
        "echo \"$DISPLAY\" >> \"$0.said\"; echo 'D 1234'; echo OK",
    );
    let here = Arc::new(AtomicBool::new(false));
    let (looks, path) = (Arc::clone(&here), program.clone());
    let asking = Asking::finding(FindWindow::new(move || {
        let is_here = looks.load(Ordering::SeqCst);
        PinWindow::find(&|name| match name {
            "SMENA_PINENTRY" => is_here.then(|| path.clone().into_os_string()),
            "DISPLAY" => is_here.then(|| ":77".into()),
            _ => None,
        })
    }));
    let talk = asking.talk();
    thread::scope(|scope| {
        let asked = scope.spawn(|| asking.pin(false));
        let number = shows(&talk, |question| matches!(question, Question::Pin { .. }));
        let page = crate::service::view::show(&asking.person.served, &talk).expect("a page");
        assert!(!page.contains("could not be opened"), "{page}");
        let pin = zeroize::Zeroizing::new("1234".to_owned());
        assert!(talk.answer(number, Answer::Secret(pin)));
        assert!(asked.join().expect("no panic").is_ok());
    });
    here.store(true, Ordering::SeqCst);
    assert!(asking.pin(true).is_ok());
    assert!(said(&program).contains("\n:77\n"), "{}", said(&program));
}

#[test]
fn where_no_window_is_shown_the_page_asks_and_says_so() {
    let folder = TempDir::new().expect("a folder");
    let asking = Asking::with(&script(folder.path(), "blind", "echo 'ERR 83918950 ioctl'"));
    let talk = asking.talk();
    thread::scope(|scope| {
        let asked = scope.spawn(|| asking.pin(false));
        let number = shows(&talk, |question| matches!(question, Question::Pin { .. }));
        let page = crate::service::view::show(&asking.person.served, &talk).expect("a page");
        assert!(page.contains("could not be opened"), "{page}");
        let pin = zeroize::Zeroizing::new("1234".to_owned());
        assert!(talk.answer(number, Answer::Secret(pin)));
        assert!(asked.join().expect("no panic").is_ok());
    });
}

#[test]
fn what_signs_is_confirmed_in_the_window_after_the_page() {
    let folder = TempDir::new().expect("a folder");
    for (answer, agrees) in [("echo OK", true), ("echo 'ERR 83886194 no'", false)] {
        let program = script(folder.path(), "answers", answer);
        let asking = Asking::with(&program);
        let talk = asking.talk();
        thread::scope(|scope| {
            let asked = scope.spawn(|| {
                asking.person.agrees_to_errand(&crate::flow::ErrandShown {
                    authority: ("CA", "https://ca.example"),
                    kind: smena_protocol::v1::ErrandKind::SignReceipt,
                    certificate: None,
                    place: None,
                })
            });
            let number = shows(&talk, |question| {
                matches!(question, Question::Errand { .. })
            });
            assert!(talk.answer(number, Answer::Yes));
            assert_eq!(asked.join().expect("no panic").expect("an answer"), agrees);
        });
        let said = said(&program);
        assert!(
            said.contains("CONFIRM") && said.contains("https://ca.example"),
            "{said}"
        );
    }
}
