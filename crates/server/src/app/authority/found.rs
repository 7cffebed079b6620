//! Founding an authority: root, issuing and errand keys with their certificates.
//!
//! All three keys are made in one process that ends; a serving process never opens the root's. Nothing is overwritten:
//! a folder with any of the keys is refused. The certificates are linted before anything counts as done.

use std::path::{Path, PathBuf};

use rand_core::CryptoRng;
use smena_media::{
    Entry, FolderMedium, Keeping, KeyMedium as _, MediumError, MediumKind, NewKey, Protection,
    Secret,
};
use smena_pki::{
    algorithm::KeyAlgorithm,
    certificate::{Certificate, CertificateError, SerialNumber},
    extension::{
        AuthorityKeyIdentifier, ExtendedKeyUsage, Extensions, KeyUsage, SubjectKeyIdentifier,
    },
    issue::{self, CertificateContents, IssueError, RootContents},
    key::{PublicKey, Signer},
    lint::{self, LintContext, Severity},
    name::{Name, NameBuilder, NameError},
    oid,
    profile::{AuthorityFacts, AuthorityProfile, Places, ProfileError, Shape},
};
use smena_protocol::oid::USAGE_ERRAND_KEY;
use smena_ui::Language;
use time::{Duration, OffsetDateTime};

use super::key_folder;
use crate::text::catalogue;

/// How far the certificates of the authority begin before their making, so that certificates issued right afterwards,
/// which begin a little early too, lie within.
const BACKDATE: Duration = Duration::hours(1);

/// What an authority is to be.
pub struct Founding<'a> {
    /// The folder for its keys; each gets one of its own in it.
    pub folder: &'a Path,
    /// The algorithm of all its keys.
    pub algorithm: KeyAlgorithm,
    /// Its name.
    pub name: &'a str,
    /// Years for which the root is valid.
    pub root_years: u16,
    /// Years for which the issuing certificate is valid.
    pub issuing_years: u16,
    /// Years for which the errand key is valid.
    pub errand_years: u16,
    /// Password of the root's key.
    pub root_password: Option<Secret>,
    /// Password of the issuing key.
    pub issuing_password: Option<Secret>,
}

/// An authority that was made.
#[derive(Clone, Debug)]
pub struct Founded {
    /// The root's certificate.
    pub root: Certificate,
    /// The issuing certificate.
    pub issuing: Certificate,
    /// The errand key's certificate.
    pub errand: Certificate,
}

/// Why no authority was made.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// There is a key already.
    #[error("there is a key in {} already", .0.display())]
    Exists(PathBuf),
    /// A medium failed.
    #[error("the {key} key could not be made or stored")]
    Medium {
        /// Which key.
        key: &'static str,
        /// Why.
        #[source]
        source: MediumError,
    },
    /// The name cannot stand in a certificate.
    #[error("the name of the authority cannot stand in a certificate")]
    Name(#[source] NameError),
    /// The random source gave no serial number.
    #[error("no serial number could be made")]
    Serial(#[source] CertificateError),
    /// The extensions could not be made.
    #[error("the extensions of the issuing certificate could not be made")]
    Profile(#[source] ProfileError),
    /// A certificate could not be made.
    #[error("the {key} certificate could not be made")]
    Issue {
        /// Which.
        key: &'static str,
        /// Why.
        #[source]
        source: IssueError,
    },
    /// A certificate breaks rules.
    #[error("the {key} certificate breaks rules: {}", .rules.join(", "))]
    Lint {
        /// Which.
        key: &'static str,
        /// The rules.
        rules: Vec<&'static str>,
    },
}

/// Makes the keys and certificates of an authority.
///
/// # Errors
///
/// [`FoundError`]; keys that were made before the failure lie in the folder and are refused the next time, so that
/// somebody looks at them.
pub fn found(
    founding: &Founding<'_>,
    now: OffsetDateTime,
    rng: &mut dyn CryptoRng,
) -> Result<Founded, FoundError> {
    let root_medium = empty_medium(founding.folder, "root")?;
    let issuing_medium = empty_medium(founding.folder, "issuing")?;
    let errand_medium = empty_medium(founding.folder, "errand")?;
    let root_entry = make(&root_medium, "root", founding, now, rng)?;
    let issuing_entry = make(&issuing_medium, "issuing", founding, now, rng)?;
    let errand_entry = make(&errand_medium, "errand", founding, now, rng)?;
    let unlocked = root_medium
        .unlock(&root_entry.id, founding.root_password.as_ref())
        .map_err(failed("root"))?;
    let signer = unlocked.signer();
    let begin = now - BACKDATE;
    let root = root_certificate(founding, begin, signer, rng)?;
    let issuing = issuing_certificate(
        founding,
        begin,
        &root,
        &issuing_entry.public_key,
        signer,
        rng,
    )?;
    let errand = errand_certificate(
        founding,
        begin,
        &root,
        &errand_entry.public_key,
        signer,
        rng,
    )?;
    for (key, certificate, issuer) in [
        ("root", &root, &root),
        ("issuing", &issuing, &root),
        ("errand", &errand, &root),
    ] {
        check(key, certificate, issuer)?;
    }
    root_medium
        .install(&root_entry.id, &root)
        .map_err(failed("root"))?;
    issuing_medium
        .install(&issuing_entry.id, &issuing)
        .map_err(failed("issuing"))?;
    errand_medium
        .install(&errand_entry.id, &errand)
        .map_err(failed("errand"))?;
    Ok(Founded {
        root,
        issuing,
        errand,
    })
}

fn empty_medium(folder: &Path, key: &'static str) -> Result<FolderMedium, FoundError> {
    let path = key_folder(folder, key);
    let medium = FolderMedium::open(&path, MediumKind::Computer).map_err(failed(key))?;
    let contents = medium.contents().map_err(failed(key))?;
    if contents.entries.is_empty() && contents.damaged.is_empty() {
        Ok(medium)
    } else {
        Err(FoundError::Exists(path))
    }
}

fn make(
    medium: &FolderMedium,
    key: &'static str,
    founding: &Founding<'_>,
    now: OffsetDateTime,
    rng: &mut dyn CryptoRng,
) -> Result<Entry, FoundError> {
    let password = match key {
        "root" => founding.root_password.as_ref(),
        "issuing" => founding.issuing_password.as_ref(),
        _ => None,
    };
    let new = NewKey {
        algorithm: founding.algorithm,
        keeping: Keeping::new(password.map_or(Protection::None, Protection::Password), now),
    };
    medium.generate(&new, rng).map_err(failed(key))
}

fn root_certificate(
    founding: &Founding<'_>,
    begin: OffsetDateTime,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, FoundError> {
    let contents = RootContents {
        serial: draw_serial(rng)?,
        subject: name(founding.name, &words("authority-root-name"))?,
        not_before: begin,
        not_after: end(begin, founding.root_years),
        extensions: Extensions::new(),
    };
    issue::self_signed_root(&contents, signer, rng).map_err(|source| FoundError::Issue {
        key: "root",
        source,
    })
}

fn issuing_certificate(
    founding: &Founding<'_>,
    begin: OffsetDateTime,
    root: &Certificate,
    public_key: &PublicKey,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, FoundError> {
    let not_after = end(begin, founding.issuing_years).min(root.not_after());
    let profile = AuthorityProfile {
        path_length: Some(0),
        private_key_days: None,
        sign_tool_class: None,
        subject_sign_tool: None,
        issuer_sign_tool: None,
    };
    let extensions = profile
        .extensions(&AuthorityFacts {
            public_key,
            issuer: Some(root),
            not_before: begin,
            not_after,
            places: Places::default(),
        })
        .map_err(FoundError::Profile)?;
    let contents = CertificateContents {
        serial: draw_serial(rng)?,
        signature_algorithm: signer.public_key().algorithm().signature_algorithm(),
        issuer: root.subject().clone(),
        not_before: begin,
        not_after,
        subject: name(founding.name, founding.name)?,
        public_key: public_key.clone(),
        extensions,
    };
    sign("issuing", &contents, signer, rng)
}

fn errand_certificate(
    founding: &Founding<'_>,
    begin: OffsetDateTime,
    root: &Certificate,
    public_key: &PublicKey,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, FoundError> {
    let key_identifier = signer.public_key().key_identifier().to_vec();
    let authority = AuthorityKeyIdentifier {
        key_identifier: Some(key_identifier),
        issuer: None,
        serial: None,
    };
    let extensions = Extensions::new()
        .with(&KeyUsage::DIGITAL_SIGNATURE, true)
        .with(&ExtendedKeyUsage(vec![USAGE_ERRAND_KEY]), true)
        .with(
            &SubjectKeyIdentifier(public_key.key_identifier().to_vec()),
            false,
        )
        .with(&authority, false);
    let contents = CertificateContents {
        serial: draw_serial(rng)?,
        signature_algorithm: signer.public_key().algorithm().signature_algorithm(),
        issuer: root.subject().clone(),
        not_before: begin,
        not_after: end(begin, founding.errand_years).min(root.not_after()),
        subject: name(founding.name, &words("authority-errand-name"))?,
        public_key: public_key.clone(),
        extensions,
    };
    sign("errand", &contents, signer, rng)
}

fn sign(
    key: &'static str,
    contents: &CertificateContents,
    signer: &dyn Signer,
    rng: &mut dyn CryptoRng,
) -> Result<Certificate, FoundError> {
    contents
        .freeze()
        .and_then(|tbs| issue::sign(&tbs, signer, rng))
        .map_err(|source| FoundError::Issue { key, source })
}

/// The certificates of the authority itself carry none of the order's extensions, which come with certified tools; so
/// they are held to RFC 5280 and the house rules.
fn check(
    key: &'static str,
    certificate: &Certificate,
    issuer: &Certificate,
) -> Result<(), FoundError> {
    let context = LintContext {
        shape: Shape::Unqualified,
        ..LintContext::OURS
    };
    let rules: Vec<_> = lint::lint_certificate(certificate, Some(issuer), &context)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| finding.rule)
        .collect();
    if rules.is_empty() {
        Ok(())
    } else {
        Err(FoundError::Lint { key, rules })
    }
}

/// `C=RU, O=authority, CN=common`: the order of attributes is that of the profile.
fn name(authority: &str, common: &str) -> Result<Name, FoundError> {
    NameBuilder::new()
        .push(oid::COUNTRY_NAME, "RU")
        .and_then(|name| name.push(oid::ORGANIZATION_NAME, authority))
        .and_then(|name| name.push(oid::COMMON_NAME, common))
        .map(NameBuilder::build)
        .map_err(FoundError::Name)
}

/// What stands in certificates is in Russian, whoever asks for it.
fn words(key: &str) -> String {
    catalogue().word(Language::Russian, key)
}

fn draw_serial(rng: &mut dyn CryptoRng) -> Result<SerialNumber, FoundError> {
    let mut octets = [0; 16];
    rng.fill_bytes(&mut octets);
    SerialNumber::from_magnitude(&octets).map_err(FoundError::Serial)
}

fn end(begin: OffsetDateTime, years: u16) -> OffsetDateTime {
    begin.saturating_add(Duration::days(i64::from(years) * 365))
}

fn failed(key: &'static str) -> impl Fn(MediumError) -> FoundError {
    move |source| FoundError::Medium { key, source }
}
