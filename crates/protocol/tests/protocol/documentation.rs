//! The examples in `docs/protocol.md` are what the types write. `UPDATE_DOCS=1` writes them anew.

use std::path::PathBuf;

use serde::Serialize;
use smena_protocol::v1::{Declined, Envelope, Outcome};

use super::example;
use super::seeded::Seeded;

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("a message can be written")
}

fn examples() -> Vec<(&'static str, String)> {
    let declined = example::result(Outcome::Declined(Declined {}));
    let envelope = Envelope::sign(
        &declined,
        &example::agent_key(),
        &mut Seeded::new("signature"),
    )
    .expect("a signature");
    let mut works = example::works().into_iter();
    let mut work = || json(&works.next().expect("a kind"));
    vec![
        ("envelope", json(&envelope)),
        ("authority", json(&example::statement())),
        ("status", json(&example::status())),
        ("session", json(&example::session())),
        ("errand-requested", json(&example::errand_requested())),
        ("errand-made", json(&example::errand_made())),
        ("claim", json(&example::claim())),
        (
            "errand",
            json(&example::errand(example::sign_application())),
        ),
        ("work-sign-in", work()),
        ("work-pair", work()),
        ("work-generate-key", work()),
        ("work-sign-application", work()),
        ("work-endorse", work()),
        ("work-install", work()),
        ("work-sign-receipt", work()),
        ("work-approve", work()),
        ("work-update", work()),
        ("work-check-workplace", work()),
        ("extension", json(&example::extension())),
        ("extended", json(&example::extended())),
        ("result", json(&example::result(example::done()))),
        ("accepted", json(&example::accepted())),
        ("return", json(&example::return_requested())),
        ("signed-in", json(&example::signed_in())),
        ("applied", json(&example::applied())),
        ("renewal-requested", json(&example::renewal_requested())),
        ("renewal-status", json(&example::renewal_status())),
        ("command", json(&example::commands()[0])),
        ("problem", json(&example::problem())),
    ]
}

#[test]
fn the_examples_are_what_the_types_write() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/protocol.md");
    let text = std::fs::read_to_string(&path).expect("docs/protocol.md is there");
    let mut written = text.clone();
    for (name, example) in examples() {
        let start = format!("<!-- example: {name} -->\n```json\n");
        let from = written
            .find(&start)
            .unwrap_or_else(|| panic!("no example {name}"))
            + start.len();
        let to = from + written[from..].find("```").expect("the end of the example");
        written.replace_range(from..to, &format!("{example}\n"));
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &written).expect("docs/protocol.md can be written");
        return;
    }
    assert!(
        text == written,
        "examples of docs/protocol.md are stale: run again with UPDATE_DOCS=1"
    );
    let marks = text.matches("<!-- example: ").count();
    assert_eq!(marks, examples().len(), "an example without a type");
}
