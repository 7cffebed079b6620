//! What the tests need besides Rust and a C compiler: judges, that is programs of others that verify what we made, a
//! PostgreSQL to run the store on and a browser that walks through the pages. What the machine lacks is installed where
//! that can be done without asking.
//!
//! Debian packages are installed by `apt-get` when this runs as root on a Debian; Python programs go into an environment
//! of their own under `target/judges`, and so do those of npm. What cannot be had is a counted skip, and a failure with
//! `--strict`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::bounded::{Command, Runner, target_folder};
use super::count::Tally;

/// The pinned Python programs.
const REQUIREMENTS: &str = "xtask/judges/requirements.txt";
/// Where the lists of the programs of npm are.
const NODE_FOLDER: &str = "xtask/judges";
/// The pinned programs of npm, each with everything below it.
const NODE_LISTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Something that the tests need and a Debian package gives.
struct Need {
    package: &'static str,
    what: &'static str,
    there: fn(&Runner) -> bool,
}

const NEEDS: [Need; 18] = [
    Need {
        package: "gcc",
        what: "compiles the cross-check against libcrypto",
        there: |_| on_path("cc"),
    },
    Need {
        package: "openssl",
        what: "judges every artefact",
        there: |_| on_path("openssl"),
    },
    Need {
        package: "libengine-gost-openssl",
        what: "GOST for OpenSSL",
        there: |_| below("/usr/lib", "gost.so", 4),
    },
    Need {
        package: "libssl-dev",
        what: "headers of libcrypto for the cross-check",
        there: |_| Path::new("/usr/include/openssl/evp.h").exists(),
    },
    Need {
        package: "postgresql",
        what: "the store's second engine",
        there: |_| on_path("postgres") || below("/usr/lib/postgresql", "postgres", 3),
    },
    Need {
        package: "poppler-utils",
        what: "reads the text of PDF forms",
        there: |_| on_path("pdftotext"),
    },
    Need {
        package: "qpdf",
        what: "judges PDF files",
        there: |_| on_path("qpdf"),
    },
    Need {
        package: "gnutls-bin",
        what: "a second implementation of GOST",
        there: |_| on_path("certtool"),
    },
    Need {
        package: "opensc",
        what: "speaks to tokens by PKCS#11, ours too",
        there: |_| on_path("pkcs11-tool"),
    },
    Need {
        package: "softhsm2",
        what: "a token of others",
        there: |_| on_path("softhsm2-util"),
    },
    Need {
        package: "python3-venv",
        what: "the environment of the Python judges",
        there: |runner| {
            let command = Command::new("python3", &["-c", "import ensurepip, venv"]);
            runner
                .run_quietly("python-venv", &command, false)
                .is_success()
        },
    },
    Need {
        package: "pinentry-tty",
        what: "the other end of the window that asks for PINs",
        there: |_| on_path("pinentry-tty"),
    },
    Need {
        package: "chromium",
        what: "the browser that walks through the pages",
        there: |_| on_path("chromium"),
    },
    Need {
        package: "chromium-driver",
        what: "drives the browser",
        there: |_| on_path("chromedriver"),
    },
    Need {
        package: "nodejs",
        what: "runs the judges of pages",
        there: |_| on_path("node"),
    },
    Need {
        package: "npm",
        what: "installs the judges of pages",
        there: |_| on_path("npm"),
    },
    Need {
        package: "default-jre-headless",
        what: "runs the Nu HTML checker",
        there: |_| on_path("java"),
    },
    Need {
        package: "desktop-file-utils",
        what: "judges autostart entries",
        there: |_| on_path("desktop-file-validate"),
    },
];

/// Installs what is missing, and notes what stays missing.
pub(super) fn run(runner: &Runner, tally: &mut Tally) {
    rust_components(runner, tally);
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.there)(runner)).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
        println!("   this machine lacks: {}", packages.join(" "));
        match may_install(runner) {
            Ok(()) => apt(runner, &packages),
            Err(why) => println!("   {why}; by hand: apt-get install {}", packages.join(" ")),
        }
    }
    for need in &NEEDS {
        if (need.there)(runner) {
            tally.pass();
        } else {
            tally.skip_judge(need.package, &format!("not installed ({})", need.what));
        }
    }
    python(runner, tally);
    node(runner, tally);
}

/// Where the Python judges live; tests find it in `SMENA_JUDGES`.
pub(super) fn judges_folder(root: &Path) -> PathBuf {
    target_folder(root).join("judges")
}

fn may_install(runner: &Runner) -> Result<(), String> {
    if !Path::new("/etc/debian_version").exists() || !on_path("apt-get") {
        return Err("this is no Debian".to_owned());
    }
    let id = runner.run_quietly("id", &Command::new("id", &["-u"]), false);
    if id.text().trim() == "0" {
        Ok(())
    } else {
        Err("only root installs packages".to_owned())
    }
}

fn apt(runner: &Runner, packages: &[&str]) {
    let apt = |arguments: &[&str]| {
        Command::new("apt-get", arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .limit(Duration::from_mins(15))
    };
    // Old lists may name versions that are gone; a failure here shows in the next command.
    runner
        .run("apt-update", &apt(&["update", "-q"]))
        .is_success_shown();
    let install = ["install", "-q", "-y", "--no-install-recommends"];
    let all: Vec<&str> = install.iter().chain(packages).copied().collect();
    if runner.run("apt-install", &apt(&all)).is_success_shown() {
        return;
    }
    // One that cannot be had must not keep the others away.
    for package in packages {
        let one: Vec<&str> = install.iter().copied().chain([*package]).collect();
        runner
            .run(&format!("apt-install-{package}"), &apt(&one))
            .is_success_shown();
    }
}

/// rustfmt and clippy: a minimal toolchain has neither.
fn rust_components(runner: &Runner, tally: &mut Tally) {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let there = || {
            let log = format!("version-{component}");
            runner
                .run_quietly(&log, &Command::cargo(&[command, "--version"]), false)
                .is_success()
        };
        if there() {
            continue;
        }
        println!("   this toolchain lacks {component}");
        if on_path("rustup") {
            let add = Command::new("rustup", &["component", "add", component]);
            runner
                .run(&format!("rustup-{component}"), &add)
                .is_success_shown();
        }
        if !there() {
            tally.fail(format!(
                "{component} is not installed: rustup component add {component}"
            ));
        }
    }
}

/// The environment is made anew when the pinned list changes.
fn python(runner: &Runner, tally: &mut Tally) {
    let folder = judges_folder(runner.root());
    let environment = folder.join("venv");
    let stamp = folder.join("installed.txt");
    let Ok(wanted) = fs::read_to_string(runner.root().join(REQUIREMENTS)) else {
        return tally.fail(format!("{REQUIREMENTS} cannot be read"));
    };
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return tally.pass();
    }
    // Left over from another list, or from a run that was broken off.
    drop(fs::remove_dir_all(&environment));
    let path = environment.to_string_lossy().into_owned();
    let pip = environment.join("bin/pip").to_string_lossy().into_owned();
    let limit = Duration::from_mins(15);
    let made = runner
        .run(
            "venv",
            &Command::new("python3", &["-m", "venv", &path]).limit(limit),
        )
        .is_success_shown()
        && runner
            .run(
                "pip",
                &Command::new(&pip, &["install", "-q", "-r", REQUIREMENTS]).limit(limit),
            )
            .is_success_shown();
    if made && fs::write(&stamp, &wanted).is_ok() {
        tally.pass();
    } else {
        tally.skip_judge("pkilint", "the Python environment cannot be made");
    }
}

/// The programs of npm are installed anew when a list changes. None of their scripts is run: the judges need none.
fn node(runner: &Runner, tally: &mut Tally) {
    let folder = judges_folder(runner.root()).join("node");
    let stamp = folder.join("installed.json");
    let mut wanted = String::new();
    for list in NODE_LISTS {
        match fs::read_to_string(runner.root().join(NODE_FOLDER).join(list)) {
            Ok(text) => wanted.push_str(&text),
            Err(_) => return tally.fail(format!("{NODE_FOLDER}/{list} cannot be read")),
        }
    }
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return tally.pass();
    }
    let copied = fs::create_dir_all(&folder).is_ok()
        && NODE_LISTS.iter().all(|list| {
            let from = runner.root().join(NODE_FOLDER).join(list);
            fs::copy(from, folder.join(list)).is_ok()
        });
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    let install = Command::new("npm", &words)
        .folder(&folder)
        .limit(Duration::from_mins(15));
    let made = copied && runner.run("npm", &install).is_success_shown();
    if made && fs::write(&stamp, &wanted).is_ok() {
        tally.pass();
    } else {
        tally.skip_judge("axe-core", "the judges of pages cannot be installed");
    }
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Whether a file or folder of this name is somewhere below `folder`, at most so many folders deep.
fn below(folder: &str, name: &str, depth: u32) -> bool {
    fn search(folder: &Path, name: &str, depth: u32) -> bool {
        if folder.join(name).exists() {
            return true;
        }
        let Ok(entries) = fs::read_dir(folder) else {
            return false;
        };
        depth > 0
            && entries
                .flatten()
                .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
                .any(|entry| search(&entry.path(), name, depth - 1))
    }
    search(Path::new(folder), name, depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_files_are_found() {
        assert!(on_path("sh"));
        assert!(!on_path("smena-no-such-program"));
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
        assert!(below(root, "install.rs", 1));
        assert!(!below(root, "install.rs", 0));
    }

    #[test]
    fn each_python_program_is_pinned() {
        let list = include_str!("../../judges/requirements.txt");
        let lines = list
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert!(lines.clone().count() > 0);
        assert!(lines.clone().all(|line| line.contains("==")));
    }

    #[test]
    fn each_judge_of_pages_is_pinned_and_no_list_says_from_where() {
        let lock = include_str!("../../judges/package-lock.json");
        assert!(!lock.contains("\"resolved\"") && !lock.contains("http://"));
        let list = include_str!("../../judges/package.json");
        let list: serde_json::Value = serde_json::from_str(list).expect("JSON");
        let judges = list["dependencies"].as_object().expect("judges");
        assert!(judges.len() > 3);
        let exact = |version: &serde_json::Value| {
            let version = version.as_str().unwrap_or_default();
            version.split('.').count() == 3
                && version.split('.').all(|part| part.parse::<u32>().is_ok())
        };
        assert!(judges.values().all(exact));
    }
}
