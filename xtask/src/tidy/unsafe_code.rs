//! Every package takes the workspace's lints, where `unsafe` is forbidden, save the two that speak a C interface; those
//! name it in one folder each.

use super::{Finding, has_word};
use crate::tree::Tree;

/// Packages that set their own lints, with the place where `unsafe` may stand.
const EXCEPTIONS: [(&str, &str); 2] = [
    ("crates/media", "crates/media/src/pkcs11/gost.rs"),
    ("crates/softtoken", "crates/softtoken/src/abi/"),
];

pub(super) fn find(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        if let Some(folder) = file.member_folder() {
            let excepted = EXCEPTIONS.iter().any(|(package, _)| *package == folder);
            if !excepted && !takes_lints(&file.text) {
                found.push(Finding::new(
                    file,
                    1,
                    "write `[lints]` with `workspace = true`",
                ));
            }
        } else if file.is_rust()
            && !EXCEPTIONS
                .iter()
                .any(|(_, place)| file.path.starts_with(place))
        {
            let lines = file.lines.iter().enumerate();
            for (index, _) in lines.filter(|(_, line)| has_word(&line.code, "unsafe")) {
                found.push(Finding::new(
                    file,
                    index + 1,
                    "`unsafe` is for media/src/pkcs11/gost.rs and softtoken/src/abi/",
                ));
            }
        }
    }
    found
}

fn takes_lints(manifest: &str) -> bool {
    let mut lines = manifest
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[lints]");
    lines.next().is_some()
        && lines
            .take_while(|line| !line.starts_with('['))
            .any(|line| line == "workspace = true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        find(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn members_take_the_lints_of_the_workspace() {
        assert_eq!(
            count("crates/pki/Cargo.toml", "[lints]\nworkspace = true\n"),
            0
        );
        assert_eq!(count("crates/pki/Cargo.toml", "[dependencies]\n"), 1);
        assert_eq!(
            count(
                "crates/softtoken/Cargo.toml",
                "[lints.rust]\nunsafe_code = \"allow\"\n"
            ),
            0
        );
    }

    #[test]
    fn unsafe_has_two_homes() {
        assert_eq!(count("crates/pki/src/a.rs", "unsafe { x() }"), 1);
        assert_eq!(
            count("crates/softtoken/src/abi/pointer.rs", "unsafe { x() }"),
            0
        );
        let gost = "crates/media/src/pkcs11/gost.rs";
        assert_eq!(count(gost, "unsafe { x() }"), 0);
        assert_eq!(
            count("crates/media/src/pkcs11/token.rs", "unsafe { x() }"),
            1
        );
        assert_eq!(count("crates/pki/src/a.rs", "// nothing unsafe here"), 0);
    }
}
