//! What has been proved is a value that only the verifier makes: its constructor is called in the server's `app/verify`
//! and in tests, nowhere else. A stage that holds the value may then rely on it.

use super::Finding;
use crate::tree::Tree;

/// The one name that every constructor of a proof has.
const CONSTRUCTOR: &str = "from_verifier(";
/// The folder, or the single file, of the verifier.
const VERIFIER: [&str; 2] = [
    "crates/server/src/app/verify/",
    "crates/server/src/app/verify.rs",
];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.is_rust()) {
        if VERIFIER.iter().any(|place| file.path.starts_with(place)) {
            continue;
        }
        for (number, line) in file.code_lines() {
            let called = line.code.contains(CONSTRUCTOR)
                && !line.code.contains(&format!("fn {CONSTRUCTOR}"));
            // Named without a call it can still be handed on and called elsewhere.
            let named =
                line.code.contains("::from_verifier") && !line.code.contains("fn from_verifier");
            if called || named {
                found.push(Finding::new(
                    file,
                    number,
                    "only crates/server/src/app/verify/ makes proofs",
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn proofs_come_from_the_verifier() {
        let call = "let proof = SignedApplication::from_verifier(hash, at);";
        assert_eq!(
            count("crates/server/src/app/verify/application.rs", call),
            0
        );
        assert_eq!(count("crates/server/src/app/renewals.rs", call), 1);
        assert_eq!(count("crates/domain/tests/walk.rs", call), 0);
        assert_eq!(
            count(
                "crates/domain/src/renewal/proof.rs",
                "pub fn from_verifier(hash: Hash) -> Self {"
            ),
            0
        );
        assert_eq!(
            count("crates/demo/src/run.rs", "x.map(Proof::from_verifier)"),
            1
        );
    }
}
