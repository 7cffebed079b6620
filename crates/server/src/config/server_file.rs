//! Reads the server's own file, `server.toml`.
//!
//! All mistakes are reported at once, each with its line. Paths are relative to the folder of the file. Secrets are named
//! by the file they stand in, never written here. `docs/how-to/configuration.md` describes every key.

use std::{
    collections::BTreeMap,
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use const_oid::ObjectIdentifier;
use smena_domain::procedure::{Procedure, ProcedureName, Slug};
use smena_pki::{
    extension::IssuerSignTool,
    profile::{CertificateProfile, QualifiedTools, Shape, SignToolClass},
};
use smena_protocol::v1::Origin;
use toml_edit::Document;

use super::{
    http_file::HttpFile,
    mistake::{MistakeKind, Mistakes},
    portal_file::PortalFile,
    section::{Reader, Section},
    sms_file::SmsFile,
};

/// Longest validity of a revocation list, in hours.
const CRL_HOURS_MAX: u32 = 31 * 24;

/// The server's configuration.
#[derive(Clone, Debug)]
pub struct ServerFile {
    /// Name of the authority, as people know it.
    pub name: String,
    /// The origin under which holders reach it; stands in every signed object.
    pub origin: Origin,
    /// The loopback address to listen on; a proxy in front of it speaks TLS.
    pub listen: SocketAddr,
    /// Where state is kept: `sqlite:FILE` or `postgres://…`.
    pub database: String,
    /// The folder with the authority's keys and certificates, made by `ca init`.
    pub authority: PathBuf,
    /// File with the password of the issuing key; none leaves the key unencrypted.
    pub issuing_password_file: Option<PathBuf>,
    /// The folder with the procedures.
    pub procedures: PathBuf,
    /// The procedure of renewals that name none.
    pub default_procedure: Slug,
    /// Where the authority's files are found by others: certificate of the issuing authority.
    pub issuer_url: String,
    /// Where the revocation list is found by others.
    pub crl_url: String,
    /// Hours until the next revocation list is due.
    pub crl_hours: u32,
    /// The revocation list of another system of the authority, consulted for every status; none if there is no such
    /// system.
    pub status_list: Option<PathBuf>,
    /// Whether numbers that fail their check digits are taken: for tests only.
    pub allow_fake_numbers: bool,
    /// Those who ask over HTTP.
    pub http: HttpFile,
    /// The pages for holders.
    pub portal: PortalFile,
    /// The gateway for messages to telephones; none where no codes are sent.
    pub sms: Option<SmsFile>,
    /// The certificate profiles that procedures name.
    pub profiles: BTreeMap<Slug, CertificateProfile>,
}

impl ServerFile {
    /// Reads the text of a configuration file that lies in `folder`.
    ///
    /// # Errors
    ///
    /// [`Mistakes`] with every mistake of the file.
    pub fn read(text: &str, folder: &Path) -> Result<Self, Mistakes> {
        const NAME: &str = "server";
        let reader = Reader::new(text);
        let file = match Document::parse(text) {
            Ok(document) => read_root(&Section::root(&reader, document.as_table()), folder),
            Err(error) => {
                let kind = MistakeKind::Syntax {
                    message: error.message().trim().to_owned(),
                };
                reader.report(error.span(), NAME, kind);
                None
            }
        };
        match (file, reader.into_mistakes(NAME)) {
            (Some(file), None) => Ok(file),
            (_, Some(mistakes)) => Err(mistakes),
            (None, None) => Err(Mistakes::new(NAME, Vec::new())),
        }
    }
}

impl ServerFile {
    /// The folder of the procedures, as far as the file can be read at all.
    #[must_use]
    pub fn procedures_folder(text: &str, folder: &Path) -> Option<PathBuf> {
        let document = Document::parse(text).ok()?;
        let named = document.get("procedures")?.get("folder")?.as_str()?;
        Some(folder.join(named))
    }

    /// What contradicts the procedures: a usual one that is not there, and profiles that are not described.
    #[must_use]
    pub fn mistakes_beside(
        &self,
        text: &str,
        procedures: &BTreeMap<ProcedureName, Procedure>,
    ) -> Option<Mistakes> {
        let reader = Reader::new(text);
        let document = Document::parse(text).ok()?;
        let root = Section::root(&reader, document.as_table());
        if !procedures.contains_key(&self.default_procedure) {
            let found = self.default_procedure.to_string();
            let known = procedures.keys().map(ToString::to_string).collect();
            root.section("procedures")
                .report("default", MistakeKind::UnknownWord { found, known });
        }
        let missing: std::collections::BTreeSet<&Slug> = procedures
            .values()
            .map(|procedure| &procedure.profile)
            .filter(|profile| !self.profiles.contains_key(*profile))
            .collect();
        for profile in missing {
            root.section("profile")
                .report(profile.as_str(), MistakeKind::Missing);
        }
        reader.into_mistakes("server")
    }
}

fn read_root(root: &Section<'_>, folder: &Path) -> Option<ServerFile> {
    let origin = parsed(root, "origin", "expected-origin", |text| {
        Origin::parse(text).ok()
    });
    let listen = parsed(root, "listen", "expected-loopback", |text| {
        text.parse()
            .ok()
            .filter(|address: &SocketAddr| address.ip().is_loopback())
    });
    let database = parsed(root, "database", "expected-database", |text| {
        database_address(text, folder)
    });
    let crl = root.section("crl");
    let crl_url = url(&crl, "url");
    let crl_hours = crl.number("hours", 1, CRL_HOURS_MAX);
    crl.finish();
    let authority = root.section("authority");
    let authority_folder = folder.join(authority.text("folder"));
    let issuer_url = url(&authority, "issuer_url");
    let issuing_password_file = authority
        .has("issuing_password_file")
        .then(|| folder.join(authority.text("issuing_password_file")));
    authority.finish();
    let status_list = root.has("status").then(|| {
        let status = root.section("status");
        let list = folder.join(status.text("list"));
        status.finish();
        list
    });
    let procedures = root.section("procedures");
    let procedures_folder = folder.join(procedures.text("folder"));
    let default_procedure = procedures.slug("default");
    procedures.finish();
    let name = root.text("name");
    let allow_fake_numbers = root.has("allow_fake_numbers") && root.flag("allow_fake_numbers");
    let http = HttpFile::read(root);
    let portal = PortalFile::read(root);
    let sms = SmsFile::read(root, folder);
    let profiles = profiles(&root.section("profile"));
    // Only now everything has been read, and what is wrong may end it.
    root.finish();
    Some(ServerFile {
        name,
        origin: origin?,
        listen: listen?,
        database: database?,
        authority: authority_folder,
        issuing_password_file,
        procedures: procedures_folder,
        default_procedure,
        issuer_url,
        crl_url,
        crl_hours,
        status_list,
        allow_fake_numbers,
        http,
        portal,
        sms,
        profiles,
    })
}

fn profiles(section: &Section<'_>) -> BTreeMap<Slug, CertificateProfile> {
    let mut profiles = BTreeMap::new();
    for key in section.keys() {
        let Some(name) = Slug::parse(&key) else {
            let expected = "expected-name";
            section.report(
                &key,
                MistakeKind::Value {
                    found: key.clone(),
                    expected,
                },
            );
            continue;
        };
        let profile = profile(&section.section(&key), name.as_str());
        for problem in profile.problems() {
            let found = problem.to_string();
            section.report(
                &key,
                MistakeKind::Value {
                    found,
                    expected: "expected-profile",
                },
            );
        }
        profiles.insert(name, profile);
    }
    profiles
}

fn profile(section: &Section<'_>, name: &str) -> CertificateProfile {
    let version = section.number("version", 1, u32::MAX);
    let validity_days = section.number("validity_days", 1, 15 * 366);
    let shape = if section.flag("qualified") {
        Shape::Qualified
    } else {
        Shape::Unqualified
    };
    let mut profile = match shape {
        Shape::Qualified => {
            CertificateProfile::qualified(name, version, validity_days, tools(section))
        }
        Shape::Unqualified => CertificateProfile::unqualified(name, version, validity_days),
    };
    profile.policies = oids(section, "policies");
    if section.has("purposes") {
        profile.purposes = oids(section, "purposes");
    }
    section.finish();
    profile
}

fn tools(section: &Section<'_>) -> QualifiedTools {
    let issuer = section.section("issuer_sign_tool");
    let tools = QualifiedTools {
        class: section
            .word("sign_tool_class", ToolClass::parse, &ToolClass::ALL)
            .0,
        subject: section.text("subject_sign_tool"),
        issuer: IssuerSignTool {
            sign_tool: issuer.text("sign_tool"),
            ca_tool: issuer.text("ca_tool"),
            sign_tool_certificate: issuer.text("sign_tool_certificate"),
            ca_tool_certificate: issuer.text("ca_tool_certificate"),
        },
    };
    issuer.finish();
    tools
}

/// A class of signature tools by the word of the configuration.
#[derive(Clone, Copy)]
struct ToolClass(SignToolClass);

impl ToolClass {
    const ALL: [Self; 6] = [
        Self(SignToolClass::Ks1),
        Self(SignToolClass::Ks2),
        Self(SignToolClass::Ks3),
        Self(SignToolClass::Kv1),
        Self(SignToolClass::Kv2),
        Self(SignToolClass::Ka1),
    ];

    fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|class| class.to_string() == word)
    }
}

impl fmt::Display for ToolClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            SignToolClass::Ks1 => "ks1",
            SignToolClass::Ks2 => "ks2",
            SignToolClass::Ks3 => "ks3",
            SignToolClass::Kv1 => "kv1",
            SignToolClass::Kv2 => "kv2",
            SignToolClass::Ka1 => "ka1",
        })
    }
}

fn oids(section: &Section<'_>, key: &str) -> Vec<ObjectIdentifier> {
    section
        .texts(key)
        .into_iter()
        .filter_map(|text| {
            let oid = ObjectIdentifier::new(&text).ok();
            if oid.is_none() {
                let expected = "expected-object-identifier";
                section.report(
                    key,
                    MistakeKind::Value {
                        found: text,
                        expected,
                    },
                );
            }
            oid
        })
        .collect()
}

fn url(section: &Section<'_>, key: &str) -> String {
    parsed(section, key, "expected-http-address", |text| {
        let rest = text
            .strip_prefix("http://")
            .or_else(|| text.strip_prefix("https://"))?;
        (text.is_ascii() && !rest.is_empty() && !text.contains(char::is_whitespace))
            .then(|| text.to_owned())
    })
    .unwrap_or_default()
}

fn parsed<T>(
    section: &Section<'_>,
    key: &str,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let found = section.text(key);
    let value = parse(&found);
    if value.is_none() && section.has(key) {
        section.report(key, MistakeKind::Value { found, expected });
    }
    value
}

/// An SQLite file relative to the configuration is made absolute, so that the working folder does not matter.
fn database_address(text: &str, folder: &Path) -> Option<String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Some(text.to_owned());
    }
    let file = text
        .strip_prefix("sqlite:")
        .filter(|file| !file.is_empty())?;
    Some(format!("sqlite:{}", folder.join(file).display()))
}
