//! How a command fails: whose matter it is, what happened, what to do next.
//!
//! Every error that a command can meet becomes a [`Failure`] here, under a code for which the catalogue has a pair of
//! messages, `err-CODE` and `rec-CODE`. The exit code follows from the kind alone.

use smena_store::StoreError;
use smena_ui::cli::{Failure, Kind};

use crate::{
    app::{
        authority::{AuthorityError, found::FoundError},
        holders::ImportError,
        revocation::RevocationError,
    },
    compose::OpenError,
    config::ConfigError,
};

/// Every code, for the test that each has its words.
#[cfg(test)]
pub(super) const CODES: &[&str] = &[
    "address-open",
    "address-taken",
    "algorithm-unknown",
    "authority-not-opened",
    "authority-not-made",
    "certificate-not-ours",
    "certificate-unreadable",
    "codes-key-unusable",
    "configuration-faulty",
    "day-malformed",
    "database-failed",
    "database-not-migrated",
    "database-of-other-authority",
    "documents-key-unusable",
    "file-unreadable",
    "file-unwritable",
    "forms",
    "holder-without-number",
    "import-data-faulty",
    "key-exists",
    "key-unusable",
    "list-not-published",
    "name-malformed",
    "name-missing",
    "password-unusable",
    "procedure-unknown",
    "program-fault",
    "reason-unknown",
    "renewal-malformed",
    "role-unknown",
    "runtime",
    "scan-missing",
    "serial-malformed",
    "serial-not-issued",
    "serial-taken",
    "serving-failed",
    "settlement-unknown",
    "snils-malformed",
    "stage-unknown",
    "status-list-unusable",
    "usage",
    "usage-conflict",
    "usage-missing",
    "usage-no-command",
    "usage-no-value",
    "usage-twice",
    "usage-unknown-argument",
    "usage-unknown-command",
    "usage-value",
    "verdict-unknown",
    "words-missing",
];

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Config(error) => error.into(),
            OpenError::Authority(error) => error.into(),
            OpenError::Store(error) => database(&error),
            OpenError::NotMigrated(error) => {
                Self::new(Kind::OtherSide, "database-not-migrated").caused_by(&error)
            }
            OpenError::DocumentsKey(error) => {
                Self::new(Kind::OtherSide, "documents-key-unusable").caused_by(&error)
            }
            OpenError::CodesKey(error) => {
                Self::new(Kind::OtherSide, "codes-key-unusable").caused_by(&error)
            }
            OpenError::OtherAuthority => Self::new(Kind::Refused, "database-of-other-authority"),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let file = |path: &std::path::Path| path.display().to_string();
        let failure = match &error {
            ConfigError::Read { path, .. }
            | ConfigError::TooLong(path)
            | ConfigError::NotText(path) => {
                Self::new(Kind::OtherSide, "file-unreadable").with("file", file(path))
            }
            ConfigError::Mistakes(_) => Self::new(Kind::Refused, "configuration-faulty"),
            ConfigError::Procedures(_) => {
                Self::new(Kind::OtherSide, "file-unreadable").with("file", "procedures")
            }
            ConfigError::Certificate { path, .. } => {
                Self::new(Kind::Refused, "certificate-unreadable").with("file", file(path))
            }
            ConfigError::Password { path, .. } => {
                Self::new(Kind::OtherSide, "password-unusable").with("file", file(path))
            }
        };
        failure.caused_by(&error)
    }
}

impl From<AuthorityError> for Failure {
    fn from(error: AuthorityError) -> Self {
        let kind = match error {
            AuthorityError::KeyThreadGone | AuthorityError::Trial(_) => Kind::Ours,
            _ => Kind::OtherSide,
        };
        Self::new(kind, "authority-not-opened").caused_by(&error)
    }
}

/// The database does not do what it is asked for.
pub(super) fn database(error: &StoreError) -> Failure {
    Failure::new(Kind::OtherSide, "database-failed").caused_by(error)
}

impl From<FoundError> for Failure {
    fn from(error: FoundError) -> Self {
        let failure = match &error {
            FoundError::Exists(path) => {
                return Self::new(Kind::Refused, "key-exists")
                    .with("folder", path.display().to_string());
            }
            FoundError::Medium { .. } => Self::new(Kind::OtherSide, "authority-not-made"),
            FoundError::Name(_) => Self::new(Kind::Usage, "name-missing"),
            _ => Self::new(Kind::Ours, "authority-not-made"),
        };
        failure.caused_by(&error)
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        let failure = match &error {
            ImportError::NotOurs => Self::new(Kind::Refused, "certificate-not-ours"),
            ImportError::Key(_) => {
                Self::new(Kind::Refused, "certificate-unreadable").with("file", "")
            }
            ImportError::NoNumber => Self::new(Kind::Refused, "holder-without-number"),
            ImportError::NoProcedure(name) => {
                Self::new(Kind::Refused, "procedure-unknown").with("procedure", name.to_string())
            }
            ImportError::SerialTaken => Self::new(Kind::Refused, "serial-taken"),
            ImportError::Store(_) => Self::new(Kind::OtherSide, "database-failed"),
        };
        failure.caused_by(&error)
    }
}

impl From<RevocationError> for Failure {
    fn from(error: RevocationError) -> Self {
        let failure = match &error {
            RevocationError::NotIssued(serial) => {
                return Self::new(Kind::Refused, "serial-not-issued").with("serial", serial);
            }
            RevocationError::Store(_) => Self::new(Kind::OtherSide, "database-failed"),
            _ => Self::new(Kind::Ours, "list-not-published"),
        };
        failure.caused_by(&error)
    }
}

#[cfg(test)]
mod tests {
    use smena_ui::Language;

    use super::CODES;
    use crate::text::catalogue;

    #[test]
    fn every_failure_says_what_happened_and_what_to_do_in_every_language() {
        let mut missing = Vec::new();
        for code in CODES {
            for prefix in ["err", "rec"] {
                for language in Language::ALL {
                    let key = format!("{prefix}-{code}");
                    if !catalogue().holds(language, &key) {
                        missing.push(format!("{key} ({})", language.tag()));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn every_code_in_this_folder_is_listed() {
        let sources = [
            include_str!("../../../ui/src/cli/usage.rs"),
            include_str!("failure.rs"),
            include_str!("mod.rs"),
            include_str!("ca_init.rs"),
            include_str!("check.rs"),
            include_str!("crl.rs"),
            include_str!("holder_import.rs"),
            include_str!("migrate.rs"),
            include_str!("operator.rs"),
            include_str!("renewal/answers.rs"),
            include_str!("renewal/decisions.rs"),
            include_str!("renewal/mod.rs"),
            include_str!("renewal/shown.rs"),
            include_str!("renewal/signer.rs"),
            include_str!("revoke.rs"),
            include_str!("serve.rs"),
        ];
        for source in sources {
            for (at, _) in source.match_indices("Kind::") {
                let rest = &source[at..];
                let Some(code) = rest.split_once(", \"").and_then(|(kind, code)| {
                    let kind = kind.strip_prefix("Kind::")?;
                    kind.chars()
                        .all(char::is_alphanumeric)
                        .then(|| code.split('"').next())?
                }) else {
                    continue;
                };
                assert!(CODES.contains(&code), "{code}");
            }
        }
    }
}
