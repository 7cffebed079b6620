//! axe-core, the judge of accessibility, run inside the page that is looked at.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use super::{Browser, target};

/// The groups of rules: WCAG 2.2 level AA and what is known to be good.
const GROUPS: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];
/// The rules that look at colours; all others give the same in both themes.
const COLOURS: [&str; 2] = ["color-contrast", "link-in-text-block"];
/// What must not be.
const GRAVE: [&str; 2] = ["serious", "critical"];

const RUN: &str = r#"
const [options, done] = arguments;
axe.run(document, { ...options, resultTypes: ["violations"] }).then(
  (found) => done(found.violations.map((one) => ({
    rule: one.id, impact: one.impact, help: one.help,
    nodes: one.nodes.map((node) => node.target.join(" ") + ": " + (node.any[0] || node.all[0] || node.none[0] || {}).message),
  }))),
  (error) => done(String(error)));
"#;

/// Which rules are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// All.
    All,
    /// All but those that read whole style sheets, which are the same at every width; reading them takes as long as most
    /// of the others together.
    AllButSheets,
    /// Those that look at colours.
    Colours,
}

/// A program of npm that judges, below `node_modules`; none where `cargo xtask test` has not installed it.
#[must_use]
pub fn judge(path: &str) -> Option<PathBuf> {
    let folder =
        std::env::var_os("SMENA_JUDGES").map_or_else(|| target().join("judges"), PathBuf::from);
    let file = folder.join("node/node_modules").join(path);
    file.exists().then_some(file)
}

/// The script of axe-core; none where it is not installed.
#[must_use]
pub fn script() -> Option<String> {
    fs::read_to_string(judge("axe-core/axe.min.js")?).ok()
}

/// Puts axe-core into the page; it stays until another page is loaded.
///
/// # Panics
///
/// When the page does not take it.
pub fn enter(browser: &Browser, script: &str) {
    browser.devtools("Runtime.evaluate", json!({ "expression": script }));
}

/// The grave violations of the page as it is seen now, each as a line.
///
/// # Panics
///
/// When axe-core cannot judge.
#[must_use]
pub fn violations(browser: &Browser, rules: Rules) -> Vec<String> {
    let run_only = match rules {
        Rules::All | Rules::AllButSheets => json!({ "type": "tag", "values": GROUPS }),
        Rules::Colours => json!({ "type": "rule", "values": COLOURS }),
    };
    let found = browser.script_until_called(
        RUN,
        &[json!({ "runOnly": run_only, "preload": rules == Rules::All })],
    );
    let found = found
        .as_array()
        .unwrap_or_else(|| panic!("axe-core: {found}"));
    let grave = found
        .iter()
        .filter(|one| GRAVE.contains(&one["impact"].as_str().unwrap_or_default()));
    grave.map(line).collect()
}

fn line(violation: &Value) -> String {
    let text = |key: &str| violation[key].as_str().unwrap_or_default();
    let nodes: Vec<&str> = violation["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .take(4)
        .collect();
    format!(
        "{} ({}): {}: {}",
        text("rule"),
        text("impact"),
        text("help"),
        nodes.join("; ")
    )
}
