//! Opening a database, its transactions and its migrations.
//!
//! SQLite: one writer connection, whose transactions begin with `BEGIN IMMEDIATE` (a deferred begin
//! that turns into a writer fails at once when another one writes), and a pool of readers that
//! cannot write; WAL with `synchronous = FULL`, because `NORMAL` may lose the last commits at a
//! power cut, and "issued" must not be lost. PostgreSQL: READ COMMITTED for writers, a snapshot for
//! readers.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::sql::{Engine, Statement, Tx};
use crate::{StoreError, dialect};

/// Connections that read at the same time (SQLite), or that do anything (PostgreSQL).
const CONNECTIONS_MAX: u32 = 8;
/// How long a caller waits for a connection.
const ACQUIRE_SECONDS_MAX: u64 = 15;
/// How long SQLite waits for another process that writes.
const BUSY_SECONDS_MAX: u64 = 10;

static SQLITE_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// An open database. Clones share its connections.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
}

#[derive(Clone, Debug)]
enum Pools {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

impl Store {
    /// Opens `sqlite:PATH` (made when missing) or `postgres://…`. Brings no table up to date: see
    /// [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::UnknownAddress`] and [`StoreError::Open`].
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let pools = if address.starts_with("sqlite:") {
            open_sqlite(address).await?
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            open_postgres(address).await?
        } else {
            return Err(StoreError::UnknownAddress);
        };
        Ok(Self { pools })
    }

    /// Which engine is open.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs the migrations that this database has not had yet.
    ///
    /// # Errors
    /// [`StoreError::Migrate`], also when the database had a migration that this program lacks.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => SQLITE_MIGRATIONS.run(writer).await,
            Pools::Postgres(pool) => POSTGRES_MIGRATIONS.run(pool).await,
        }
        .map_err(|source| StoreError::Migrate { source })
    }

    /// Begins a transaction that reads one state of the database.
    ///
    /// # Errors
    /// [`StoreError::Begin`].
    #[expect(
        clippy::disallowed_methods,
        reason = "this and its twin are the only places that open transactions"
    )]
    pub async fn read(&self) -> Result<Tx, StoreError> {
        match &self.pools {
            Pools::Sqlite { readers, .. } => readers.begin_with("BEGIN").await.map(Tx::Sqlite),
            Pools::Postgres(pool) => pool
                .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                .await
                .map(Tx::Postgres),
        }
        .map_err(|source| StoreError::Begin { source })
    }

    /// Begins a transaction that may write. On SQLite there is one at a time: nothing slow belongs
    /// between this call and the commit.
    ///
    /// # Errors
    /// [`StoreError::Begin`].
    #[expect(
        clippy::disallowed_methods,
        reason = "this and its twin are the only places that open transactions"
    )]
    pub async fn write(&self) -> Result<Tx, StoreError> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => {
                writer.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite)
            }
            Pools::Postgres(pool) => pool.begin_with("BEGIN").await.map(Tx::Postgres),
        }
        .map_err(|source| StoreError::Begin { source })
    }

    /// Lets the database parse every SQL text of this crate that its engine has to run, and gives
    /// their number: a statement that does not fit the tables is found without running it.
    ///
    /// # Errors
    /// [`StoreError::Statement`] with the name of the first that does not fit.
    pub async fn prepare_all(&self) -> Result<usize, StoreError> {
        let engine = self.engine();
        let mut tx = self.read().await?;
        let mut prepared = 0;
        for statement in all_statements() {
            if statement.engine.is_none_or(|only| only == engine) {
                prepare(&mut tx, statement).await?;
                prepared += 1;
            }
        }
        tx.rollback().await?;
        Ok(prepared)
    }

    /// Closes the connections; transactions that are open end first.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

async fn prepare(tx: &mut Tx, statement: Statement) -> Result<(), StoreError> {
    use sqlx::{Executor as _, SqlSafeStr as _};
    on!(tx, |connection| {
        connection
            .prepare(statement.sql.into_sql_str())
            .await
            .map(|_| ())
    })
    .map_err(|source| StoreError::Statement {
        statement: statement.name,
        source,
    })
}

async fn open_sqlite(address: &str) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::from_str(address)
        .map_err(|source| StoreError::Open { source })?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(BUSY_SECONDS_MAX));
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(ACQUIRE_SECONDS_MAX))
        .connect_with(options.clone())
        .await
        .map_err(|source| StoreError::Open { source })?;
    let readers = SqlitePoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(Duration::from_secs(ACQUIRE_SECONDS_MAX))
        .connect_with(options.create_if_missing(false).pragma("query_only", "ON"))
        .await
        .map_err(|source| StoreError::Open { source })?;
    Ok(Pools::Sqlite { writer, readers })
}

async fn open_postgres(address: &str) -> Result<Pools, StoreError> {
    let options =
        PgConnectOptions::from_str(address).map_err(|source| StoreError::Open { source })?;
    PgPoolOptions::new()
        .max_connections(CONNECTIONS_MAX)
        .acquire_timeout(Duration::from_secs(ACQUIRE_SECONDS_MAX))
        .connect_with(options)
        .await
        .map(Pools::Postgres)
        .map_err(|source| StoreError::Open { source })
}

/// Every SQL text of the crate.
fn all_statements() -> impl Iterator<Item = Statement> {
    [
        crate::authority::STATEMENTS,
        crate::bindings_seen::STATEMENTS,
        crate::certificates::STATEMENTS,
        crate::crl::STATEMENTS,
        dialect::STATEMENTS,
        crate::documents::STATEMENTS,
        crate::errands::STATEMENTS,
        crate::first_words::STATEMENTS,
        crate::holders::STATEMENTS,
        crate::intents::STATEMENTS,
        crate::issue_codes::STATEMENTS,
        crate::jobs::STATEMENTS,
        crate::journal::STATEMENTS,
        crate::keys_seen::STATEMENTS,
        crate::operators::STATEMENTS,
        crate::phone_codes::STATEMENTS,
        crate::rate_buckets::STATEMENTS,
        crate::renewals::STATEMENTS,
        crate::sessions::STATEMENTS,
        crate::uploads::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
