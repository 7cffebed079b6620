//! An authority in a temporary folder, with a clock set by hand and seeded random numbers, for the tests of this crate.
#![cfg(test)]

use std::{
    convert::Infallible,
    fs,
    path::Path,
    process::Command as Process,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

use rand_core::{CryptoRng, Rng as _, TryCryptoRng, TryRng, utils::next_word_via_fill};
use smena_domain::{
    calendar::Moment,
    certificate::{ContentHash, KeyHash, KeyStanding},
    procedure::ProcedureName,
    renewal::{
        ApplicationFacts, Command, ProvedApplication, ProvedRequest, ProvedSignIn, Reason, Renewal,
        RenewalId, RequestFacts, SignInFacts, SignedInBy, Standing, Start, StartFacts, decide,
    },
};
use smena_forms::FixedForms;
use smena_gost::ParameterSet;
use smena_media::{FolderMedium, KeyMedium as _, MediumKind};
use smena_pki::{
    algorithm::{DigestAlgorithm, KeyAlgorithm},
    certificate::{Certificate, SerialNumber},
    issue::{self, CertificateContents},
    key::{PrivateKey, Signer},
    profile::{FakeNumbers, HolderKind, Inn, IssueFacts, Places, Snils, Subject},
    request::RequestBuilder,
};
use smena_store::{
    Sha256, Store, Thumbprint,
    certificates::{self, CertificateRow},
    documents::DocumentKind,
    jobs::{Job, JobState, in_state},
    renewals,
};
use tempfile::TempDir;
use time::{Duration, OffsetDateTime, macros::datetime};

use crate::{
    app::{
        Actor, App, Ctx,
        authority::{
            found::{Founding, found},
            key_folder,
        },
        holders::{ImportedFacts, import, rows_of, subject_of},
        plan::certificate_plan,
        renewals::{Within, change_of, execute, execute_with, load, write_decision},
        standing::old_certificate,
    },
    clock::{Clock as _, HandClock},
    compose::{OpenError, Parts, open},
    config, jobs,
    randomness::Randomness,
};

/// The instant at which every test begins.
pub(crate) const NOW: OffsetDateTime = datetime!(2026-11-23 09:00 UTC);
/// The curve 256-B under its older name, as nearly every certificate in use has it.
pub(crate) const GOST: KeyAlgorithm = KeyAlgorithm::Gost(ParameterSet::CryptoProA);
/// The four algorithms of `ca init`.
pub(crate) const ALGORITHMS: [KeyAlgorithm; 4] = [
    GOST,
    KeyAlgorithm::Gost(ParameterSet::Tc26512A),
    KeyAlgorithm::EcdsaP256,
    KeyAlgorithm::Rsa { bits: 2048 },
];

/// A generator that gives the same in each run.
pub(crate) struct Seeded {
    seed: String,
    counter: u64,
}

impl Seeded {
    pub(crate) fn new(seed: impl Into<String>) -> Self {
        Self {
            seed: seed.into(),
            counter: 0,
        }
    }
}

impl TryRng for Seeded {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(32) {
            let seed = format!("{} {}", self.seed, self.counter);
            self.counter += 1;
            let block = DigestAlgorithm::Sha256.digest(seed.as_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for Seeded {}

/// Each request draws from a generator of its own; two servers over one database draw differently.
struct Generators {
    name: String,
    count: AtomicU64,
}

impl Randomness for Generators {
    fn generator(&self) -> Box<dyn CryptoRng + Send> {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        Box::new(Seeded::new(format!("{} {number}", self.name)))
    }
}

/// An authority.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) folder: TempDir,
    algorithm: KeyAlgorithm,
}

/// Somebody with a certificate and its key.
pub(crate) struct Holder {
    pub(crate) certificate: Certificate,
}

impl World {
    /// An authority on GOST.
    pub(crate) async fn new() -> Self {
        Self::with(GOST, &server_file(true, 45)).await
    }

    /// An authority on another algorithm, qualified only where the law knows it.
    pub(crate) async fn of(algorithm: KeyAlgorithm) -> Self {
        let qualified = matches!(algorithm, KeyAlgorithm::Gost(_));
        Self::with(algorithm, &server_file(qualified, 45)).await
    }

    /// An authority with this configuration.
    pub(crate) async fn with(algorithm: KeyAlgorithm, server_file: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        found_in(folder.path(), algorithm);
        fs::write(folder.path().join("server.toml"), server_file).expect("a file");
        copy_procedure(&folder.path().join("procedures"));
        let server = config::load(&folder.path().join("server.toml"))
            .expect("sound")
            .server;
        let store = Store::open(&server.database).await.expect("a database");
        store.migrate().await.expect("tables");
        store.close().await;
        let clock = Arc::new(HandClock::at(NOW));
        let app = opened(folder.path(), &clock, "first")
            .await
            .expect("an app");
        Self {
            app,
            clock,
            folder,
            algorithm,
        }
    }

    /// Another process over the same folder.
    pub(crate) async fn second_process(&self) -> App {
        opened(self.folder.path(), &self.clock, "second")
            .await
            .expect("an app")
    }

    pub(crate) fn ctx(&self) -> Ctx {
        self.app.ctx(Actor::Job)
    }

    pub(crate) fn pass(&self, duration: Duration) {
        self.clock.set(self.clock.now() + duration);
    }

    /// Carries out what is due.
    pub(crate) async fn work(&self) {
        jobs::run_due(&self.app).await.expect("jobs run");
    }

    /// A holder known to the authority, whose certificate ends in 20 days.
    pub(crate) async fn holder(&self, name: &str) -> Holder {
        let holder = self.stranger(name);
        let ctx = self.app.ctx(Actor::Admin);
        import(
            &self.app,
            &ctx,
            &holder.certificate,
            ImportedFacts::default(),
        )
        .await
        .expect("imported");
        holder
    }

    /// Somebody whose certificate the authority signed and does not know.
    pub(crate) fn stranger(&self, name: &str) -> Holder {
        let mut rng = Seeded::new(format!("holder {name}"));
        let key = PrivateKey::generate(self.algorithm, &mut rng).expect("a key");
        let path = key_folder(&self.folder.path().join("authority"), "issuing");
        let medium = FolderMedium::open(&path, MediumKind::Computer).expect("the issuing medium");
        let entry = medium.contents().expect("contents").entries.remove(0);
        let issuing = medium.unlock(&entry.id, None).expect("unlocked");
        let certificate = self.certify(&key, &subject(name), issuing.signer(), &mut rng);
        Holder { certificate }
    }

    pub(crate) fn certify(
        &self,
        key: &PrivateKey,
        subject: &Subject,
        signer: &dyn Signer,
        rng: &mut Seeded,
    ) -> Certificate {
        let config = &self.app.config;
        let profile = config.profiles.values().next().expect("a profile").clone();
        let profile = profile.for_key(key.public_key().algorithm());
        let issuer = self.app.authority.issuing();
        let not_after = NOW + Duration::days(20);
        let not_before = not_after - Duration::days(profile.validity_days.into());
        let facts = IssueFacts {
            public_key: key.public_key(),
            issuer,
            not_before,
            not_after,
            places: Places {
                revocation_lists: std::slice::from_ref(&config.crl_url),
                issuer_certificates: std::slice::from_ref(&config.issuer_url),
                status_services: &[],
            },
        };
        let mut serial = [0; 16];
        rng.fill_bytes(&mut serial);
        let contents = CertificateContents {
            serial: SerialNumber::from_magnitude(&serial).expect("a serial number"),
            signature_algorithm: signer.public_key().algorithm().signature_algorithm(),
            issuer: issuer.subject().clone(),
            not_before,
            not_after,
            subject: subject.to_name().expect("a subject"),
            public_key: key.public_key().clone(),
            extensions: profile.extensions_at_issue(&facts).expect("extensions"),
        };
        issue::sign(&contents.freeze().expect("a certificate"), signer, rng).expect("signed")
    }

    /// A renewal whose application is handed in; the jobs that follow are queued and not run.
    pub(crate) async fn applied(&self, holder: &Holder) -> RenewalId {
        let ctx = self.ctx();
        let id = self.start(&ctx, holder).await;
        execute(&self.app, &ctx, id, Command::ConfirmData)
            .await
            .expect("confirmed");
        let request = self.send_request(&ctx, holder, id).await;
        let renewal = self.renewal(id).await;
        let application = ProvedApplication::from_verifier(ApplicationFacts {
            renewal: id,
            revision: renewal.revision(),
            procedure: renewal.procedure().hash.clone(),
            signer: renewal.old_thumbprint(),
            document: hash(b"document"),
            data: hash(b"fields"),
            request: Some(request),
            application: hash(b"application"),
            signed_at: Moment::new(ctx.now),
            arrived_at: Moment::new(ctx.now),
            valid_until: Moment::new(ctx.now + Duration::hours(1)),
            stamped_at: None,
        });
        let command = Command::AcceptApplication {
            application: Box::new(application),
            standing: Standing::good(),
        };
        execute(&self.app, &ctx, id, command)
            .await
            .expect("applied");
        id
    }

    /// A renewal that is approved; nothing is issued yet.
    pub(crate) async fn cleared(&self, holder: &Holder) -> RenewalId {
        let id = self.applied(holder).await;
        let renewal = self.renewal(id).await;
        let plan = certificate_plan(&self.app, &renewal, &holder.certificate)
            .expect("a plan")
            .hash;
        let command = Command::ApproveByRule {
            standing: Standing::good(),
            plan,
        };
        execute(&self.app, &self.ctx(), id, command)
            .await
            .expect("approved");
        id
    }

    async fn start(&self, ctx: &Ctx, holder: &Holder) -> RenewalId {
        let row = self.row_of(&holder.certificate).await;
        let old = old_certificate(&self.app, &row, &holder.certificate)
            .await
            .expect("read")
            .expect("a holder's");
        let procedure = self
            .app
            .procedure(&procedure_name())
            .expect("the procedure");
        let id = RenewalId::new(ctx.draw());
        let start = Start {
            id,
            sign_in: ProvedSignIn::from_verifier(SignInFacts {
                holder: old.holder,
                by: SignedInBy::Certificate(old.thumbprint),
                at: Moment::new(ctx.now),
            }),
            reason: Reason::Planned,
            rows: rows_of(&subject_of(&self.app, &holder.certificate), procedure),
            phone: None,
            email: None,
            facts: StartFacts {
                standing: Standing::good(),
                open_renewal: None,
                successor: None,
                abandonments: 0,
                powers: Vec::new(),
            },
            old,
        };
        let decision =
            decide(None, procedure, Command::Start(Box::new(start)), ctx.now).expect("begun");
        let mut tx = self.app.store.write().await.expect("a transaction");
        renewals::open(&mut tx, &change_of(&decision.next), ctx.now)
            .await
            .expect("opened");
        write_decision(&mut tx, ctx, &decision)
            .await
            .expect("written");
        tx.commit().await.expect("committed");
        id
    }

    async fn send_request(&self, ctx: &Ctx, holder: &Holder, id: RenewalId) -> ContentHash {
        let mut rng = Seeded::new(format!("new key of {id}"));
        let key = PrivateKey::generate(self.algorithm, &mut rng).expect("a key");
        let renewal = self.renewal(id).await;
        let planned = certificate_plan(&self.app, &renewal, &holder.certificate).expect("a plan");
        let extensions = planned.plan.extensions().expect("extensions");
        let request = RequestBuilder::new(planned.subject.clone())
            .extensions(extensions)
            .sign(&key, &mut rng)
            .expect("a request");
        let facts = RequestFacts {
            renewal: id,
            request: hash(request.der()),
            key: KeyHash::new(key.public_key().normalised_hash()),
            plan: planned.hash,
            bound: true,
            arrived_at: Moment::new(ctx.now),
        };
        let within = [
            Within::Key(facts.key),
            Within::Document(DocumentKind::Request, request.der()),
        ];
        let command = Command::AcceptRequest {
            request: Box::new(ProvedRequest::from_verifier(facts)),
            standing: KeyStanding::Fresh,
        };
        execute_with(&self.app, ctx, id, command, &within)
            .await
            .expect("keyed");
        hash(request.der())
    }

    pub(crate) async fn renewal(&self, id: RenewalId) -> Renewal {
        load(&self.app, id).await.expect("stored").state
    }

    /// The certificate that was issued for a renewal.
    pub(crate) async fn issued(&self, id: RenewalId) -> Option<CertificateRow> {
        let mut tx = self.app.store.read().await.expect("a transaction");
        let row = certificates::by_renewal(&mut tx, id).await.expect("read");
        tx.rollback().await.expect("rolled back");
        row
    }

    pub(crate) async fn row_of(&self, certificate: &Certificate) -> CertificateRow {
        let mut tx = self.app.store.read().await.expect("a transaction");
        let row = certificates::find(&mut tx, Thumbprint::new(certificate.thumbprint()))
            .await
            .expect("read");
        tx.rollback().await.expect("rolled back");
        row.expect("stored")
    }

    pub(crate) async fn jobs(&self, state: JobState) -> Vec<Job> {
        let mut tx = self.app.store.read().await.expect("a transaction");
        let jobs = in_state(&mut tx, state, None, 100).await.expect("read");
        tx.rollback().await.expect("rolled back");
        jobs
    }
}

/// Makes the keys of an authority below a folder.
pub(crate) fn found_in(folder: &Path, algorithm: KeyAlgorithm) {
    let authority = folder.join("authority");
    fs::create_dir_all(&authority).expect("a folder");
    let founding = Founding {
        folder: &authority,
        algorithm,
        name: "Authority",
        root_years: 10,
        issuing_years: 8,
        errand_years: 2,
        root_password: None,
        issuing_password: None,
    };
    let before = NOW - Duration::days(400);
    let founded = found(&founding, before, &mut Seeded::new("authority")).expect("an authority");
    for (name, certificate) in [
        ("root", &founded.root),
        ("issuing", &founded.issuing),
        ("errand", &founded.errand),
    ] {
        fs::write(authority.join(format!("{name}.cer")), certificate.der()).expect("a file");
    }
}

async fn opened(folder: &Path, clock: &Arc<HandClock>, name: &str) -> Result<App, OpenError> {
    let parts = Parts {
        clock: Arc::clone(clock) as Arc<_>,
        randomness: Arc::new(Generators {
            name: name.to_owned(),
            count: AtomicU64::new(0),
        }),
        forms: Arc::new(FixedForms),
    };
    open(&folder.join("server.toml"), parts).await
}

fn procedure_name() -> ProcedureName {
    ProcedureName::parse("plain-renewal").expect("a name")
}

fn hash(octets: &[u8]) -> ContentHash {
    ContentHash::from(*Sha256::of(octets).as_bytes())
}

/// The numbers are of the mock-ups that the guides show.
fn subject(name: &str) -> Subject {
    Subject {
        surname: Some(name.to_owned()),
        given_name: Some("Given".to_owned()),
        snils: Some(Snils::parse("111-111-111 45", FakeNumbers::Refused).expect("a number")),
        inn: Some(Inn::parse("990100003310", FakeNumbers::Refused).expect("a number")),
        ..Subject::new(HolderKind::Person, format!("{name} Given"))
    }
}

/// One procedure: the configuration has no profile for the others.
fn copy_procedure(folder: &Path) {
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../procedures"));
    fs::create_dir_all(folder.join("calendars")).expect("a folder");
    for file in ["plain-renewal.toml", "calendars/ru.toml"] {
        fs::copy(shipped.join(file), folder.join(file)).expect("a file");
    }
}

/// A configuration file.
pub(crate) fn server_file(qualified: bool, validity_days: u32) -> String {
    let tools = r#"sign_tool_class = "ks1"
subject_sign_tool = "Test tool"

[profile.qualified-person.issuer_sign_tool]
sign_tool = "Test tool"
ca_tool = "Test authority"
sign_tool_certificate = "none: a test"
ca_tool_certificate = "none: a test"
"#;
    format!(
        r#"name = "Authority"
origin = "http://127.0.0.1:8443"
listen = "127.0.0.1:8443"
database = "sqlite:smena.db"

[authority]
folder = "authority"
issuer_url = "http://127.0.0.1:8443/ca/issuing.cer"

[crl]
url = "http://127.0.0.1:8443/ca/issuing.crl"
hours = 24

[procedures]
folder = "procedures"
default = "plain-renewal"

[profile.qualified-person]
version = 1
validity_days = {validity_days}
qualified = {qualified}
{}"#,
        if qualified { tools } else { "" }
    )
}

/// OpenSSL with its gost engine, asked in a folder; none, and the counted line, where it is not installed.
pub(crate) struct OpenSsl<'a> {
    folder: &'a Path,
}

impl<'a> OpenSsl<'a> {
    const CONFIG: &'static str = "openssl_conf = c\n[c]\nengines = e\n[e]\ngost = g\n[g]\n\
        engine_id = gost\ndefault_algorithms = ALL\n";

    pub(crate) fn in_folder(folder: &'a Path) -> Option<Self> {
        static INSTALLED: OnceLock<bool> = OnceLock::new();
        fs::write(folder.join("engine.cnf"), Self::CONFIG).expect("a file");
        let openssl = Self { folder };
        if *INSTALLED.get_or_init(|| openssl.ask("engine gost -t").0) {
            return Some(openssl);
        }
        eprintln!("skipped: openssl with the gost engine is not installed");
        None
    }

    /// Whether it said yes, and what it said.
    pub(crate) fn ask(&self, words: &str) -> (bool, String) {
        let output = Process::new("openssl")
            .args(words.split(' '))
            .current_dir(self.folder)
            .env("OPENSSL_CONF", self.folder.join("engine.cnf"))
            .output();
        output.map_or((false, String::new()), |output| {
            let text = [output.stdout, output.stderr].concat();
            (
                output.status.success(),
                String::from_utf8_lossy(&text).into_owned(),
            )
        })
    }

    #[track_caller]
    pub(crate) fn accepts(&self, words: &str) -> String {
        let (yes, text) = self.ask(words);
        assert!(yes, "{words}: {text}");
        text
    }

    #[track_caller]
    pub(crate) fn refuses(&self, words: &str) {
        let (yes, text) = self.ask(words);
        assert!(!yes, "{words}: {text}");
    }
}
