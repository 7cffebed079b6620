//! What every test of the tables starts from: an empty store on each engine, and values to put in.

use std::future::Future;

use smena_store::{
    AgentKeyHash, ErrandId, HolderId, IntentId, IssuerKeyId, JobId, KeyHash, LeaseId, RenewalId,
    SecretHash, Serial, SessionId, Store, Thumbprint, Tx, certificates, errands, holders, intents,
    renewals, sessions,
};
use time::OffsetDateTime;

use crate::common::{PostgresServer, skipped};

/// Runs a test on an empty store of each engine.
pub(crate) async fn each_engine<T, F>(test: T)
where
    T: Fn(Store) -> F,
    F: Future<Output = ()>,
{
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = format!("sqlite:{}", folder.path().join("smena.db").display());
    test(empty(&address).await).await;
    match PostgresServer::shared() {
        Some(server) => test(empty(&server.database()).await).await,
        None => skipped(),
    }
}

async fn empty(address: &str) -> Store {
    let store = Store::open(address).await.expect("the database opens");
    store.migrate().await.expect("the migrations run");
    store
}

/// A moment, some seconds after the tests' beginning of time.
pub(crate) fn at(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_795_000_000 + seconds).expect("a moment")
}

pub(crate) const fn holder(n: u8) -> HolderId {
    HolderId::new([n; 16])
}

pub(crate) const fn renewal(n: u8) -> RenewalId {
    RenewalId::new([n; 16])
}

pub(crate) const fn session(n: u8) -> SessionId {
    SessionId::new([n; 16])
}

pub(crate) const fn errand(n: u8) -> ErrandId {
    ErrandId::new([n; 16])
}

pub(crate) const fn intent(n: u8) -> IntentId {
    IntentId::new([n; 16])
}

pub(crate) const fn job(n: u8) -> JobId {
    JobId::new([n; 16])
}

pub(crate) const fn lease(n: u8) -> LeaseId {
    LeaseId::new([n; 16])
}

pub(crate) const fn thumbprint(n: u8) -> Thumbprint {
    Thumbprint::new([n; 32])
}

pub(crate) const fn key(n: u8) -> KeyHash {
    KeyHash::new([n; 32])
}

pub(crate) const fn agent(n: u8) -> AgentKeyHash {
    AgentKeyHash::new([n; 32])
}

pub(crate) fn secret(text: &str) -> SecretHash {
    SecretHash::of(text.as_bytes())
}

pub(crate) fn serial(n: u8) -> Serial {
    Serial::from_bytes(&[n; 16])
}

pub(crate) fn issuer() -> IssuerKeyId {
    IssuerKeyId::from_bytes(&[0xca; 20])
}

/// Begins a writing transaction.
pub(crate) async fn write(store: &Store) -> Tx {
    store.write().await.expect("a transaction begins")
}

/// Begins a reading transaction.
pub(crate) async fn read(store: &Store) -> Tx {
    store.read().await.expect("a transaction begins")
}

/// Stores a holder.
pub(crate) async fn with_holder(store: &Store, n: u8) {
    let mut tx = write(store).await;
    holders::insert(
        &mut tx,
        holder(n),
        &format!("snils:{n}"),
        "Иванова М. П.",
        &serde_json::json!({ "n": n }),
        at(0),
    )
    .await
    .expect("the holder is stored");
    tx.commit().await.expect("commit");
}

/// A change of a renewal, its state being its revision as a number.
pub(crate) fn change(n: u8, stage: &str, revision: i64) -> renewals::RenewalChange<'_, i64> {
    const STATES: [i64; 4] = [0, 1, 2, 3];
    renewals::RenewalChange {
        id: renewal(n),
        holder: holder(1),
        procedure: "plain-renewal",
        old_certificate: thumbprint(n),
        stage,
        revision,
        closed: false,
        state: &STATES[usize::try_from(revision).expect("a small revision")],
    }
}

/// Opens a renewal of holder 1 whose old certificate has its own number.
pub(crate) async fn with_renewal(store: &Store, n: u8) {
    let mut tx = write(store).await;
    let opened = renewals::open(&mut tx, &change(n, "started", 1), at(0))
        .await
        .expect("it is opened");
    assert_eq!(opened, renewals::Opened::Stored);
    tx.commit().await.expect("commit");
}

/// Begins a session, raised by agent `n` if `raised`.
pub(crate) async fn with_session(store: &Store, n: u8, raised: bool) {
    let mut tx = write(store).await;
    let token = secret(&format!("token {n}"));
    sessions::begin(&mut tx, session(n), token, at(0))
        .await
        .expect("it begins");
    if raised {
        sessions::raise(&mut tx, session(n), token, holder(1), agent(n), at(0))
            .await
            .expect("it is raised");
    }
    tx.commit().await.expect("commit");
}

/// An errand of session 1 with the code `code N`, for ten minutes.
pub(crate) fn new_errand(n: u8, kind: errands::ErrandKind) -> errands::NewErrand<'static> {
    static DETAILS: serde_json::Value = serde_json::Value::Null;
    errands::NewErrand {
        id: errand(n),
        code: secret(&format!("code {n}")),
        session: session(1),
        renewal: (!kind.takes_any_agent()).then_some((renewal(1), 1)),
        kind,
        nonce: [n; 32],
        details: &DETAILS,
        code_expires: at(600),
        typed: Some((secret(&format!("typed {n}")), at(300))),
    }
}

/// Agent `by` claims errand `n` until second 1800.
pub(crate) fn new_claim(n: u8, by: u8) -> errands::Claim<'static> {
    errands::Claim {
        code: secret(&format!("code {n}")),
        agent_key: agent(by),
        agent_spki: b"spki",
        agent_nonce: [by; 32],
        agent_version: "0.1.0",
        agent_protocol: 1,
        token: secret(&format!("claim {n} {by}")),
        expires: at(1800),
        address: None,
    }
}

/// An intent of renewal `n` with its own serial.
pub(crate) fn new_intent(n: u8, of: u8, serial_number: u8) -> intents::NewIntent<'static> {
    intents::NewIntent {
        id: intent(n),
        renewal: renewal(of),
        issuer_key_id: issuer(),
        serial: serial(serial_number),
        not_before: at(0),
        tbs: b"to be signed",
    }
}

/// A certificate with a serial; its bytes are its name.
pub(crate) fn new_certificate(
    name: &[u8],
    thumbprint_number: u8,
    serial_number: u8,
) -> certificates::NewCertificate<'_> {
    certificates::NewCertificate {
        thumbprint: thumbprint(thumbprint_number),
        issuer_key_id: issuer(),
        serial: serial(serial_number),
        der: name,
        key: key(thumbprint_number),
        subject: "CN=Иванова М. П.",
        holder: Some(holder(1)),
        not_before: at(0),
        not_after: at(86_400),
        private_key_not_after: None,
    }
}
