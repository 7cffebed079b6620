//! What a renewal asks about the keys after the receipt, told from the command line: the copy and the old key.

#![cfg(test)]

use std::process::Command;

use serde_json::Value;
use smena_demo::{Algorithm, Medium, Willing, World};
use smena_protocol::v1::RenewalStatus;
use smena_scenarios::{
    folder, folder_on_another_device,
    process::{Answer, COMMAND_LIMIT, program, run},
    world,
};
use tempfile::TempDir;

/// A holder whose certificate is renewed, where the procedure waits to hear of a copy and of the old key.
struct Desk {
    world: Option<World>,
    folder: TempDir,
    drive: TempDir,
}

impl Desk {
    /// Nothing without a second device.
    fn after_the_receipt() -> Option<Self> {
        let mut desk = Self {
            world: None,
            folder: folder(),
            drive: folder_on_another_device()?,
        };
        desk.open();
        Some(desk)
    }

    fn open(&mut self) {
        self.world = Some(world(self.folder.path(), |options| {
            // Containers know keys that may not be copied; folders do not.
            options.medium = Medium::CryptoPro;
            options.algorithm = Algorithm::Gost256;
            options.procedure_changes = vec![
                ("backup = \"not-offered\"", "backup = \"offered\""),
                ("old_key = \"keep\"", "old_key = \"delete-after-receipt\""),
            ];
        }));
    }

    fn close(&mut self) {
        let world = self.world.take().expect("a world");
        world.stop().expect("stopped");
    }

    /// Runs a command with answers given in advance; nobody sits at the terminal.
    fn smena(&self, words: &[&str]) -> Answer {
        let mut command = Command::new(program("smena"));
        command
            .args(["--only-named", "--json", "--lang", "en", "--home"])
            .arg(self.folder.path().join("world/agent"))
            .arg("--containers")
            .arg(self.folder.path().join("world/containers"))
            .arg("--medium")
            .arg(self.drive.path())
            .args(words);
        run(&mut command, COMMAND_LIMIT)
    }

    fn result(&self, words: &[&str]) -> Value {
        self.smena(words).result(&words.join(" "))
    }

    fn refusal(&self, words: &[&str]) -> String {
        self.smena(words).refusal()
    }

    /// Renews by command, with a key that may be copied.
    fn renew(&self) -> RenewalStatus {
        let renewed = self.result(&["renew", "--yes", "--no-password", "--exportable"]);
        serde_json::from_value(renewed["renewal"].clone()).expect("a status")
    }

    /// The name of the old key, which is still in its place: it was not made by command.
    fn old_key(&self) -> String {
        let listed = self.result(&["container", "list"]);
        let mut all = listed["containers"].as_array().expect("a list").iter();
        let old = all.find(|entry| entry["exportable"] == false);
        let key = old.expect("the old key")["key"].as_str();
        key.expect("a name").to_owned()
    }

    /// What the holder owes.
    fn owed(&self) -> Vec<String> {
        let shown = self.result(&["status"]);
        let all = shown["renewals"].as_array().expect("a list").iter();
        let one = all.max_by_key(|one| one["revision"].as_u64());
        let status: RenewalStatus =
            serde_json::from_value(one.expect("a renewal").clone()).expect("a status");
        owed(&status)
    }

    /// The names of the keys in a state that lie in the user's own store.
    fn keys(&self, state: &str) -> Vec<String> {
        let listed = self.result(&["container", "list"]);
        let all = listed["containers"].as_array().expect("a list").iter();
        let drive = self.drive.path().to_str().expect("a path");
        all.filter(|entry| entry["state"] == state && entry["place"] != drive)
            .map(|entry| entry["key"].as_str().expect("a name").to_owned())
            .collect()
    }
}

fn owed(status: &RenewalStatus) -> Vec<String> {
    let all = status.obligations.iter();
    all.filter(|duty| duty.who == "holder" && duty.what != "switch-programs")
        .map(|duty| duty.what.clone())
        .collect()
}

#[test]
fn a_copy_and_the_old_key_are_told_at_once_and_complete_the_renewal() {
    let Some(desk) = Desk::after_the_receipt() else {
        return;
    };
    let renewed = desk.renew();
    assert_eq!(renewed.stage, "receipted");
    assert_eq!(owed(&renewed), ["make-backup", "treat-old-key"]);
    // In words, each with the command that does it.
    let world = desk.folder.path().join("world");
    let mut again = Command::new(program("smena"));
    again.args(["--only-named", "--lang", "en", "install", "--home"]);
    again.arg(world.join("agent")).arg("--containers");
    let said = run(again.arg(world.join("containers")), COMMAND_LIMIT);
    said.expect_success("install");
    for command in ["smena backup --to PATH", "smena container remove KEY"] {
        assert!(said.text().contains(command), "{}", said.text());
    }
    // Nothing is deleted before the copy is decided; the key stays.
    let old = desk.old_key();
    let drive = desk.drive.path().to_str().expect("a path");
    let made = desk.result(&["backup", "--to", drive, "--no-password"]);
    assert_eq!(made["authority"]["told"], true, "{made}");
    assert_eq!(made["place"]["name"], drive);
    assert_eq!(desk.owed(), ["treat-old-key"]);
    assert_eq!(desk.refusal(&["backup", "--none"]), "aftercare-not-owed");

    let removed = desk.result(&["container", "remove", &old, "--without-backup", "--yes"]);
    assert_eq!(removed["authority"]["told"], true, "{removed}");
    let [new] = &desk.keys("installed")[..] else {
        panic!("one key");
    };
    assert_ne!(*new, old);
    assert_eq!(desk.owed(), [""; 0]);
}

#[test]
fn an_authority_out_of_reach_hears_of_the_copy_at_the_next_run_and_a_kept_key_is_archived() {
    let Some(mut desk) = Desk::after_the_receipt() else {
        return;
    };
    desk.renew();
    let old = desk.old_key();
    let drive = desk.drive.path().to_str().expect("a path").to_owned();
    desk.close();
    let made = desk.result(&["backup", "--to", &drive, "--no-password"]);
    assert_eq!(made["authority"]["told"], false);
    assert_eq!(made["authority"]["error"]["code"], "authority-unreachable");
    assert_eq!(made["place"]["name"], drive.as_str());
    desk.open();

    assert_eq!(owed(&desk.renew()), ["treat-old-key"], "told by the record");
    let kept = desk.result(&["container", "keep", &old]);
    assert_eq!(kept["kept"], old.as_str());
    assert_eq!(desk.keys("archived"), [old], "the renewal is complete");
    assert_eq!(desk.owed(), [""; 0]);
}

#[test]
fn a_key_that_cannot_be_copied_fulfils_the_step_by_saying_so() {
    let Some(desk) = Desk::after_the_receipt() else {
        return;
    };
    let world = desk.world.as_ref().expect("a world");
    let outcome = world.renew(&Willing::default()).expect("a renewal");
    assert!(!outcome.completed);
    let drive = desk.drive.path().to_str().expect("a path");
    let refused = desk.refusal(&["backup", "--to", drive, "--no-password"]);
    assert_eq!(refused, "medium-not-exportable");
    let told = desk.result(&["backup", "--none"]);
    assert_eq!(told["authority"]["told"], true);
    assert_eq!(desk.owed(), ["treat-old-key"]);
    let listed = desk.result(&["container", "list"]);
    let all = listed["containers"].as_array().expect("a list");
    assert!(all.iter().all(|entry| entry["place"] != drive), "{listed}");
}
