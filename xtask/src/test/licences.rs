//! Licences and bans: each foreign crate may be used under a licence that `deny.toml` allows, and none is banned there.
//!
//! `deny.toml` is written for cargo-deny; the two lists of it that matter are read here, so that a fresh machine needs no
//! further program. Whoever has cargo-deny can run it on the same file.

use serde_json::Value;

/// The two lists of `deny.toml`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Policy {
    allowed: Vec<String>,
    banned: Vec<Ban>,
}

/// A crate that is banned.
#[derive(Debug, PartialEq, Eq)]
struct Ban {
    name: String,
    /// The only crates that may bring it along.
    wrappers: Vec<String>,
}

impl Ban {
    /// Reads `crate = "name", reason = "…", wrappers = ["other"]` from the strings of its line.
    fn read(line: &str, mut words: impl Iterator<Item = String>) -> Option<Self> {
        let name = words.next()?;
        let wrappers = line.contains("wrappers");
        Some(Self {
            name,
            // The second string is the reason.
            wrappers: words.skip(1).filter(|_| wrappers).collect(),
        })
    }

    /// Whether a package is the banned crate and somebody else than its wrappers brings it along.
    fn forbids(&self, package: &Value, metadata: &Value) -> bool {
        if package["name"] != self.name.as_str() {
            return false;
        }
        let mut parents = parents(package, metadata).peekable();
        parents.peek().is_none() || !parents.all(|parent| self.wrappers.iter().any(|w| w == parent))
    }
}

/// The members of an array; none of anything else.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The names of the packages that a package was resolved for; what is merely declared, and switched off, does not count.
fn parents<'a>(package: &'a Value, metadata: &'a Value) -> impl Iterator<Item = &'a str> {
    let needs_it = move |node: &&Value| {
        list(&node["deps"])
            .iter()
            .any(|dep| dep["pkg"] == package["id"])
    };
    let packages = list(&metadata["packages"]);
    list(&metadata["resolve"]["nodes"])
        .iter()
        .filter(needs_it)
        .filter_map(move |node| packages.iter().find(|package| package["id"] == node["id"]))
        .filter_map(|package| package["name"].as_str())
}

impl Policy {
    /// Reads `allow = [ … ]` under `[licenses]` and the names under `[bans]` `deny = [ … ]`.
    pub(super) fn read(text: &str) -> Policy {
        let mut policy = Policy::default();
        let mut section = String::new();
        let mut list = String::new();
        for line in text
            .lines()
            .map(|line| line.split('#').next().unwrap_or("").trim())
        {
            // A table of its own in a list, which may hold a list again.
            let is_entry = line.starts_with('{');
            if let Some(header) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
                && list.is_empty()
            {
                header.clone_into(&mut section);
            } else if let Some((key, _)) = line.split_once(" = [")
                && !is_entry
            {
                key.clone_into(&mut list);
            }
            let words = line.split('"').skip(1).step_by(2).map(ToOwned::to_owned);
            match (section.as_str(), list.as_str()) {
                ("licenses", "allow") => policy.allowed.extend(words),
                ("bans", "deny") => policy.banned.extend(Ban::read(line, words)),
                _ => {}
            }
            if line.ends_with(']') && !is_entry {
                list.clear();
            }
        }
        policy
    }

    /// What is wrong with the packages that `cargo metadata` lists.
    pub(super) fn problems(&self, metadata: &Value) -> Vec<String> {
        let foreign = list(&metadata["packages"])
            .iter()
            .filter(|package| !package["source"].is_null());
        foreign
            .filter_map(|package| self.problem(package, metadata))
            .collect()
    }

    fn problem(&self, package: &Value, metadata: &Value) -> Option<String> {
        let name = package["name"].as_str().unwrap_or_default();
        if self.banned.iter().any(|ban| ban.forbids(package, metadata)) {
            return Some(format!("{name} is banned, see deny.toml for the reason"));
        }
        match package["license"].as_str() {
            None => Some(format!("{name} names no licence")),
            Some(licence) if self.allows(licence) => None,
            Some(licence) => Some(format!(
                "{name} has the licence `{licence}`, which deny.toml does not allow"
            )),
        }
    }

    /// Whether an SPDX expression can be fulfilled with allowed licences alone.
    fn allows(&self, expression: &str) -> bool {
        let spaced = expression
            .replace('/', " OR ")
            .replace('(', " ( ")
            .replace(')', " ) ");
        let tokens: Vec<&str> = spaced.split_whitespace().collect();
        let mut at = 0;
        let allowed = self.either(&tokens, &mut at);
        allowed && at == tokens.len()
    }

    fn either(&self, tokens: &[&str], at: &mut usize) -> bool {
        let mut allowed = self.both(tokens, at);
        while tokens.get(*at) == Some(&"OR") {
            *at += 1;
            allowed |= self.both(tokens, at);
        }
        allowed
    }

    fn both(&self, tokens: &[&str], at: &mut usize) -> bool {
        let mut allowed = self.single(tokens, at);
        while tokens.get(*at) == Some(&"AND") {
            *at += 1;
            allowed &= self.single(tokens, at);
        }
        allowed
    }

    fn single(&self, tokens: &[&str], at: &mut usize) -> bool {
        let Some(token) = tokens.get(*at) else {
            return false;
        };
        *at += 1;
        if *token == "(" {
            let allowed = self.either(tokens, at);
            *at += 1;
            return allowed;
        }
        let mut licence = (*token).to_owned();
        if let (Some(&"WITH"), Some(exception)) = (tokens.get(*at), tokens.get(*at + 1)) {
            licence = format!("{licence} WITH {exception}");
            *at += 2;
        }
        self.allowed.contains(&licence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        Policy::read(
            "[licenses]\n# comment\nallow = [\n    \"MIT\", # why\n    \"Apache-2.0\",\n    \"Apache-2.0 WITH LLVM-exception\",\n]\n\
             [bans]\nmultiple-versions = \"allow\"\ndeny = [\n    { crate = \"openssl-sys\", reason = \"needs a library\" },\n    \
             { crate = \"chrono\", reason = \"another\", wrappers = [\"wrapper\"] },\n]\n",
        )
    }

    #[test]
    fn the_lists_are_read() {
        let banned = policy().banned;
        let names: Vec<&str> = banned.iter().map(|ban| ban.name.as_str()).collect();
        assert_eq!(names, ["openssl-sys", "chrono"]);
        assert_eq!(banned[1].wrappers, ["wrapper"]);
        assert_eq!(policy().allowed.len(), 3);
    }

    #[test]
    fn expressions_are_weighed() {
        let policy = policy();
        assert!(policy.allows("MIT"));
        assert!(policy.allows("GPL-2.0-only OR MIT"));
        assert!(policy.allows("Unlicense/MIT"));
        assert!(policy.allows("(MIT OR Zlib) AND Apache-2.0"));
        assert!(policy.allows("Apache-2.0 WITH LLVM-exception"));
        assert!(!policy.allows("GPL-3.0-only"));
        assert!(!policy.allows("MIT AND GPL-3.0-only"));
        assert!(!policy.allows("Apache-2.0 WITH Other-exception AND MIT"));
    }

    #[test]
    fn packages_are_judged() {
        let metadata = serde_json::json!({"packages": [
            {"name": "ours", "source": null, "license": null},
            {"name": "good", "source": "registry", "license": "MIT"},
            {"name": "openssl-sys", "source": "registry", "license": "MIT"},
            {"name": "bare", "source": "registry", "license": null},
        ]});
        assert_eq!(policy().problems(&metadata).len(), 2);
    }

    #[test]
    fn a_banned_crate_comes_with_its_wrapper_alone() {
        let mut metadata = serde_json::json!({
            "packages": [
                {"id": "1", "name": "chrono", "source": "registry", "license": "MIT"},
                {"id": "2", "name": "wrapper", "source": "registry", "license": "MIT"},
            ],
            "resolve": {"nodes": [{"id": "2", "deps": [{"pkg": "1"}]}]},
        });
        assert!(policy().problems(&metadata).is_empty());
        metadata["packages"][1]["name"] = "another".into();
        assert_eq!(policy().problems(&metadata).len(), 1);
    }
}
