//! Every page of portal and agent in every state, judged by others: two judges of markup, axe-core in a real browser in
//! both themes and widths, Lighthouse on the pages that matter most; and its weight.
//!
//! The pages are what the programs' hidden command `previews` writes; they are served with the policy of contents that
//! the real ones have, so that what breaks it shows in the console.

#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::Value;
use smena_scenarios::{
    browser::{
        Browser, Look,
        axe::{self, Rules, judge},
        driver::on_path,
        look::{DESKTOP, PHONE},
        site::Site,
    },
    process::{COMMAND_LIMIT, program, run, skipped},
};
use smena_ui::Language;

/// The programs that have pages.
const PROGRAMS: [&str; 2] = ["smena-server", "smena"];
/// Octets of a page with everything that it loads, compressed.
const PAGE_BYTES_MAX: u64 = 60 * 1024;
/// How long a judge of markup may take for all pages.
const MARKUP_LIMIT: Duration = Duration::from_mins(3);
/// How long Lighthouse may take for one page.
const LIGHTHOUSE_LIMIT: Duration = Duration::from_mins(2);
/// The pages that Lighthouse looks at.
const LIGHTHOUSE: [&str; 4] = [
    "portal/start/",
    "portal/check_data/",
    "agent/sensor/",
    "portal/finish/",
];
/// What the browser itself says that moved while the page loaded, in its measure "layout instability". It is told a frame
/// after the move, so that two are waited for.
const MOVED: &str = "const done = arguments[arguments.length - 1]; const moved = []; \
    const name = (node) => node ? node.nodeName + '.' + (node.className || '') : 'what is gone'; \
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) \
    moved.push(one.sources.map((source) => name(source.node)).join(' ') || 'something'); })\
    .observe({ type: 'layout-shift', buffered: true }); \
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(moved), 0)));";
/// Browsers that judge side by side.
const BROWSERS: usize = 2;

/// A page as the index has it.
#[derive(Clone)]
struct Page {
    path: String,
    language: Language,
}

/// All pages, written once for all tests.
struct Previews {
    folder: PathBuf,
    pages: Vec<Page>,
}

fn previews() -> &'static Previews {
    static WRITTEN: OnceLock<Previews> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let test = std::env::current_exe().expect("the path of the test's executable");
        let target = test.ancestors().nth(3).expect("target");
        let folder = target.join("xtask/previews");
        // Left over from an earlier run; may not be there.
        drop(fs::remove_dir_all(&folder));
        let mut pages = Vec::new();
        for name in PROGRAMS {
            let mut command = Command::new(program(name));
            command.args(["previews", "--json", "--out"]).arg(&folder);
            let answer = run(&mut command, COMMAND_LIMIT);
            answer.expect_success(name);
            let list: Value = serde_json::from_slice(&answer.stdout).expect("a list of pages");
            let list = list["result"]["previews"]
                .as_array()
                .expect("a list")
                .clone();
            assert!(!list.is_empty(), "{name} has no pages");
            pages.extend(list.iter().map(page));
        }
        Previews { folder, pages }
    })
}

fn page(entry: &Value) -> Page {
    let language = match entry["language"].as_str() {
        Some("ru") => Language::Russian,
        Some("en") => Language::English,
        other => panic!("{other:?} is no language"),
    };
    Page {
        path: entry["path"].as_str().expect("a path").to_owned(),
        language,
    }
}

#[test]
fn every_page_is_there_in_both_languages() {
    let pages = &previews().pages;
    let mut lonely = Vec::new();
    for page in pages {
        assert!(
            previews().folder.join(&page.path).is_file(),
            "{}",
            page.path
        );
        let (from, to) = match page.language {
            Language::Russian => (".ru.html", ".en.html"),
            Language::English => (".en.html", ".ru.html"),
        };
        let twin = page.path.replace(from, to);
        if !pages.iter().any(|other| other.path == twin) {
            lonely.push(&page.path);
        }
    }
    assert!(lonely.is_empty(), "{lonely:#?}");
}

#[test]
fn no_page_shows_the_name_of_a_word_instead_of_the_word() {
    let mut shown = Vec::new();
    for page in &previews().pages {
        let html = fs::read_to_string(previews().folder.join(&page.path)).expect("the page");
        let texts = html.split('<').filter_map(|part| part.split_once('>'));
        let words = texts.flat_map(|(_, text)| text.split_whitespace());
        let names = words.filter(|word| is_name(word));
        shown.extend(names.map(|name| format!("{}: {name}", page.path)));
    }
    assert!(shown.is_empty(), "{shown:#?}");
}

/// Whether this looks like the name of a word in a catalogue.
fn is_name(word: &str) -> bool {
    [
        "ui-", "portal-", "desk-", "err-", "rec-", "duty-", "field-", "stage-",
    ]
    .iter()
    .any(|start| word.starts_with(start))
        && word
            .chars()
            .all(|char| char.is_ascii_lowercase() || char == '-')
}

#[test]
fn html_validate_finds_no_error() {
    let Some(judge) = judge("html-validate/bin/html-validate.mjs") else {
        return skipped("html-validate is not installed");
    };
    let config = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../xtask/judges/html-validate.json"
    );
    let mut command = Command::new("node");
    command
        .arg(judge)
        .args([
            "--config",
            config,
            "--formatter",
            "text",
            "--max-warnings",
            "0",
        ])
        .args(["--ext", "html"])
        .arg(&previews().folder);
    run(&mut command, MARKUP_LIMIT).expect_success("html-validate");
}

#[test]
fn the_nu_checker_finds_no_error() {
    let (Some(judge), Some(java)) = (judge("vnu-jar/build/dist/vnu.jar"), on_path("java")) else {
        return skipped("vnu is not installed");
    };
    let mut command = Command::new(java);
    command
        .arg("-jar")
        .arg(judge)
        .args(["--format", "text", "--skip-non-html"])
        .arg(&previews().folder);
    run(&mut command, MARKUP_LIMIT).expect_success("the Nu checker");
}

#[test]
fn every_page_with_all_that_it_loads_is_small() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut copy = Command::new("cp");
    copy.arg("-r").arg(&previews().folder).arg(folder.path());
    run(&mut copy, COMMAND_LIMIT).expect_success("cp");
    let mut gzip = Command::new("gzip");
    gzip.arg("-r").arg(folder.path());
    run(&mut gzip, COMMAND_LIMIT).expect_success("gzip");
    let copied = folder.path().join("previews");
    let octets = |path: &str| {
        let path = copied.join(format!("{path}.gz"));
        fs::metadata(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            .len()
    };
    let mut heavy = Vec::new();
    for page in &previews().pages {
        let html = fs::read_to_string(previews().folder.join(&page.path)).expect("the page");
        let assets: u64 = loaded(&html)
            .map(|name| octets(&format!("assets/{name}")))
            .sum();
        let sum = octets(&page.path) + assets;
        if sum >= PAGE_BYTES_MAX {
            heavy.push(format!("{}: {sum}", page.path));
        }
    }
    assert!(heavy.is_empty(), "{heavy:#?}");
}

/// The names of the assets that a page loads.
fn loaded(html: &str) -> impl Iterator<Item = &str> {
    let quoted = html.split('"').skip(1).step_by(2);
    let names = quoted.filter_map(|text| text.strip_prefix("../../assets/"));
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter()
}

#[test]
fn every_page_is_accessible_fits_and_keeps_the_policy_in_both_themes_and_widths() {
    let Some(script) = axe::script() else {
        return skipped("axe-core is not installed");
    };
    let site = Site::of_folder_with_late_scripts(&previews().folder);
    let next = AtomicUsize::new(0);
    let judge_some = |number: usize| -> Vec<String> {
        let name = format!("pages_judged_{number}");
        let Some(browser) = Browser::start(&name, Look::desktop(Language::Russian)) else {
            return Vec::new();
        };
        let mut faults = Vec::new();
        while let Some(page) = previews().pages.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = judged(&browser, &site, page, &script);
            faults.extend(
                found
                    .into_iter()
                    .map(|line| format!("{}: {line}", page.path)),
            );
        }
        faults
    };
    let mut faults: Vec<String> = thread::scope(|scope| {
        let judges: Vec<_> = (0..BROWSERS)
            .map(|number| scope.spawn(move || judge_some(number)))
            .collect();
        let found = judges
            .into_iter()
            .flat_map(|judge| judge.join().expect("a judge"));
        found.collect()
    });
    faults.sort();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_judges_in_the_browser_find_what_is_wrong() {
    const FLAWED: &str = "<!doctype html><html lang='en'><head><title>Flawed</title><style>\
        :root { color-scheme: light dark } body { background: light-dark(#fff, #111) } p { color: light-dark(#999, #333); width: 700px }</style></head>\
        <body><main><h1>Flawed</h1><p>Hardly to be read</p><img src='/x.png'></main>\
        <script>requestAnimationFrame(() => requestAnimationFrame(() => \
        { document.querySelector('h1').style.marginTop = '200px' }))</script></body></html>";
    let Some(script) = axe::script() else {
        return skipped("axe-core is not installed");
    };
    let site = Site::of_stranger(FLAWED);
    let Some(browser) = Browser::start("flawed", Look::desktop(Language::English)) else {
        return;
    };
    let page = Page {
        path: String::new(),
        language: Language::English,
    };
    let faults = judged(&browser, &site, &page, &script).join("\n");
    for fault in [
        "1280 light: color-contrast",
        "1280 dark: color-contrast",
        "1280 light: image-alt",
        "360 light: scrolls sideways",
        "moves while it loads",
    ] {
        assert!(faults.contains(fault), "{fault} was not found in {faults}");
    }
    assert!(!faults.contains("1280 light: scrolls sideways"), "{faults}");
}

/// The faults of one page: loaded once, looked at four times. Both languages have the same page, so that one is loaded at
/// the width of a desktop, and one at that of a telephone.
fn judged(browser: &Browser, site: &Site, page: &Page, script: &str) -> Vec<String> {
    let mut faults = Vec::new();
    browser.set_look(Look {
        width: match page.language {
            Language::Russian => DESKTOP,
            Language::English => PHONE,
        },
        ..Look::desktop(page.language)
    });
    let address = site.address(&page.path);
    // What a page moves, it moves each time; a busy browser now and then tells of one that does not come again.
    if !moved_while_loading(browser, &address).is_empty() {
        let moved = moved_while_loading(browser, &address);
        faults.extend(
            moved
                .iter()
                .map(|node| format!("{node} moves while it loads")),
        );
    }
    axe::enter(browser, script);
    // Only what looks at colours can judge otherwise in the other theme.
    for (width, dark, rules) in [
        (DESKTOP, false, Rules::All),
        (DESKTOP, true, Rules::Colours),
        (PHONE, true, Rules::Colours),
        (PHONE, false, Rules::AllButSheets),
    ] {
        let look = Look {
            language: page.language,
            width,
            dark,
        };
        browser.set_look(look);
        let theme = if dark { "dark" } else { "light" };
        let found = axe::violations(browser, rules);
        faults.extend(
            found
                .into_iter()
                .map(|line| format!("{width} {theme}: {line}")),
        );
        if browser.scrolls_sideways() {
            faults.push(format!("{width} {theme}: scrolls sideways"));
        }
    }
    faults.extend(
        browser
            .console()
            .into_iter()
            .map(|line| format!("console: {line}")),
    );
    faults
}

/// Opens a page, and names what moved until it stood.
fn moved_while_loading(browser: &Browser, address: &str) -> Vec<Value> {
    browser.open(address);
    let moved = browser.script_until_called(MOVED, &[]);
    moved.as_array().expect("a list").clone()
}

#[test]
fn lighthouse_gives_its_best_marks() {
    let (Some(lighthouse), Some(chromium)) =
        (judge("lighthouse/cli/index.js"), on_path("chromium"))
    else {
        return skipped("Lighthouse or Chromium is not installed");
    };
    let site = Site::of_folder(&previews().folder);
    let mut faults = Vec::new();
    for start in LIGHTHOUSE {
        let page = previews()
            .pages
            .iter()
            .find(|page| page.path.starts_with(start) && page.language == Language::Russian)
            .unwrap_or_else(|| panic!("no page {start}"));
        faults.extend(marks(&lighthouse, &chromium, &site.address(&page.path)));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What Lighthouse does not like about a page.
fn marks(lighthouse: &Path, chromium: &Path, address: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let flags = format!(
        "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage --user-data-dir={}",
        folder.path().display()
    );
    let mut command = Command::new("node");
    command
        .arg(lighthouse)
        .arg(address)
        .args([
            "--quiet",
            "--output=json",
            "--only-categories=accessibility,best-practices",
        ])
        .arg(flags)
        .env("CHROME_PATH", chromium);
    let answer = run(&mut command, LIGHTHOUSE_LIMIT);
    answer.expect_success(address);
    let report: Value = serde_json::from_slice(&answer.stdout).expect("a report");
    let mut faults = Vec::new();
    for category in ["accessibility", "best-practices"] {
        let category = &report["categories"][category];
        if category["score"].as_f64() == Some(1.0) {
            continue;
        }
        let audits = category["auditRefs"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for audit in audits {
            let audit = &report["audits"][audit["id"].as_str().unwrap_or_default()];
            if audit["score"].as_f64().is_some_and(|score| score < 1.0) {
                faults.push(format!("{address}: {}: {}", audit["id"], audit["title"]));
            }
        }
    }
    faults
}
