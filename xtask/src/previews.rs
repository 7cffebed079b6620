//! `cargo xtask previews --out DIR`: every page of portal and agent in every state, as files for whoever reviews looks
//! and words, with their assets beside them and an `index.json` that lists them.
//!
//! Each program writes its own pages by a hidden command and answers with a list of them; this joins the lists. It knows
//! no page.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::{Value, json};

/// The programs that have pages.
const PROGRAMS: [&str; 2] = ["smena-server", "smena"];

/// Writes all previews below `out`, a path from where the task was started.
pub(crate) fn run(root: &Path, out: &Path) -> bool {
    match write(root, out) {
        Ok(count) => {
            println!("{count} pages: {}", out.join("index.json").display());
            true
        }
        Err(problem) => {
            eprintln!("previews: {problem}");
            false
        }
    }
}

fn write(root: &Path, out: &Path) -> Result<usize, String> {
    let out = std::path::absolute(out).map_err(|error| format!("{}: {error}", out.display()))?;
    build(root)?;
    let mut all = Vec::new();
    for program in PROGRAMS {
        all.extend(ask(&crate::test::built(root, program), &out)?);
    }
    let index = json!({ "previews": all });
    let path = out.join("index.json");
    fs::write(&path, format!("{index:#}\n"))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(all.len())
}

/// All programs at once and no `-p`, so that nothing is compiled in a second variant.
fn build(root: &Path) -> Result<(), String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--workspace", "--bins"])
        .current_dir(root)
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the programs cannot be built".to_owned())
    }
}

/// Has a program write its pages, and takes the list of them from its answer.
fn ask(program: &PathBuf, out: &Path) -> Result<Vec<Value>, String> {
    let name = program.display();
    let answer = Command::new(program)
        .args(["previews", "--json", "--out"])
        .arg(out)
        .output()
        .map_err(|error| format!("{name}: {error}"))?;
    if !answer.status.success() {
        let errors = String::from_utf8_lossy(&answer.stderr);
        return Err(format!(
            "{name} ended with {}: {}",
            answer.status,
            errors.trim()
        ));
    }
    let list: Value =
        serde_json::from_slice(&answer.stdout).map_err(|error| format!("{name}: {error}"))?;
    match list.pointer("/result/previews").and_then(Value::as_array) {
        Some(previews) if !previews.is_empty() => Ok(previews.clone()),
        _ => Err(format!("{name} wrote no page")),
    }
}
