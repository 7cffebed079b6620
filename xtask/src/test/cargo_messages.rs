//! What `cargo … --message-format=json` says it built.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// One compiled unit: a library, a binary, a test executable, a build script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Artifact {
    /// The package as cargo names it: a source, a path or registry, and a version.
    pub(super) package: String,
    pub(super) manifest: PathBuf,
    /// The name of the target, and its first kind (`lib`, `bin`, `test`, `proc-macro`, `custom-build`).
    pub(super) target: String,
    pub(super) kind: String,
    pub(super) features: Vec<String>,
    pub(super) opt_level: String,
    /// The first file made; its name carries the hash of everything that makes this variant.
    pub(super) file: String,
    /// The program, when one was linked.
    pub(super) executable: Option<PathBuf>,
    /// Whether it was built with the test harness.
    pub(super) is_test: bool,
    /// Whether an earlier build had made it already.
    pub(super) is_fresh: bool,
}

impl Artifact {
    /// Whether the package comes from a registry, not from this tree.
    pub(super) fn is_foreign(&self) -> bool {
        !self.package.starts_with("path+")
    }

    /// `serde 1.0.1 lib`, for people.
    pub(super) fn spelt(&self) -> String {
        let name = self
            .package
            .rsplit(['#', '/'])
            .next()
            .unwrap_or(&self.package);
        format!(
            "{} {} (opt-level {}, features {})",
            name,
            self.kind,
            self.opt_level,
            self.features.join(",")
        )
    }

    /// The folder of the package.
    pub(super) fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(Path::new("."))
    }
}

/// The artifacts among the lines; lines that are something else are passed over.
pub(super) fn artifacts(output: &str) -> Vec<Artifact> {
    output
        .lines()
        .filter_map(|line| artifact(&serde_json::from_str(line).ok()?))
        .collect()
}

fn artifact(message: &Value) -> Option<Artifact> {
    if message["reason"] != "compiler-artifact" {
        return None;
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let features = message["features"]
        .as_array()
        .into_iter()
        .flatten()
        .map(text)
        .collect();
    Some(Artifact {
        package: text(&message["package_id"]),
        manifest: PathBuf::from(text(&message["manifest_path"])),
        target: text(&message["target"]["name"]),
        kind: text(&message["target"]["kind"][0]),
        features,
        opt_level: text(&message["profile"]["opt_level"]),
        file: text(&message["filenames"][0]),
        executable: message["executable"].as_str().map(PathBuf::from),
        is_test: message["profile"]["test"] == true,
        is_fresh: message["fresh"] == true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read() {
        let line = r#"{"reason":"compiler-artifact","package_id":"registry+x#serde@1.0.1","manifest_path":"/a/Cargo.toml",
            "target":{"kind":["lib"],"name":"serde"},"profile":{"opt_level":"2","test":false},"features":["std"],
            "filenames":["/t/libserde-12.rlib"],"executable":null,"fresh":true}"#
            .replace('\n', "");
        let found = artifacts(&format!("{{\"reason\":\"build-finished\"}}\n{line}\nnoise"));
        assert_eq!(found.len(), 1);
        assert!(found[0].is_foreign() && found[0].is_fresh && !found[0].is_test);
        assert_eq!(
            found[0].spelt(),
            "serde@1.0.1 lib (opt-level 2, features std)"
        );
    }
}
