//! The transaction over either engine, and the macros that run one SQL text on both.
//!
//! `on!` runs one body against whichever engine is open; `execute!`, `optional!` and `rows!` are
//! its three everyday shapes. `statements!` declares the SQL constants of a table's file and lists
//! them for the test that prepares every one on both engines.

use crate::StoreError;

/// Which database is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// SQLite, one file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// One SQL text with its name; without an engine it serves both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statement {
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
    pub(crate) engine: Option<Engine>,
}

/// An open transaction. Dropped without [`Tx::commit`] it is rolled back.
///
/// [`crate::Store::read`] and [`crate::Store::write`] are the only makers.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(sqlx::Transaction<'static, sqlx::Sqlite>),
    /// On PostgreSQL.
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Tx {
    /// Makes the changes durable.
    ///
    /// # Errors
    /// [`StoreError::Commit`]; whether the commit took effect is then unknown.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
        .map_err(|source| StoreError::Commit { source })
    }

    /// Takes the changes back.
    ///
    /// # Errors
    /// [`StoreError::Rollback`].
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.rollback().await,
            Self::Postgres(transaction) => transaction.rollback().await,
        }
        .map_err(|source| StoreError::Rollback { source })
    }
}

/// Declares the SQL texts of a table and lists them.
macro_rules! statements {
    ($($name:ident = $sql:literal;)*) => {
        $(const $name: &str = $sql;)*
        /// The SQL texts of this file.
        pub(crate) const STATEMENTS: &[crate::sql::Statement] = &[$(
            crate::sql::Statement {
                name: concat!(module_path!(), "::", stringify!($name)),
                sql: $name,
                engine: None,
            }
        ),*];
    };
}

/// Runs one body against whichever engine is open.
macro_rules! on {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            crate::sql::Tx::Sqlite(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
            crate::sql::Tx::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}

/// Wraps the driver's error with the name of the statement.
macro_rules! failed {
    ($sql:ident) => {
        |source| crate::StoreError::Statement {
            statement: concat!(module_path!(), "::", stringify!($sql)),
            source,
        }
    };
}

/// Runs a statement that changes rows; gives their number.
macro_rules! execute {
    ($tx:expr, $sql:ident $(, $bind:expr)* $(,)?) => {
        on!($tx, |connection| sqlx::query($sql)
            $(.bind($bind))*
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))
        .map_err(failed!($sql))
    };
}

/// Runs a statement that must change exactly one row.
macro_rules! execute_one {
    ($tx:expr, $sql:ident $(, $bind:expr)* $(,)?) => {
        match execute!($tx, $sql $(, $bind)*) {
            Ok(1) => Ok(()),
            Ok(found) => Err(crate::StoreError::Affected {
                statement: concat!(module_path!(), "::", stringify!($sql)),
                expected: 1,
                found,
            }),
            Err(error) => Err(error),
        }
    };
}

/// Reads at most one row.
macro_rules! optional {
    ($tx:expr, $row:ty, $sql:ident $(, $bind:expr)* $(,)?) => {
        on!($tx, |connection| sqlx::query_as::<_, $row>($sql)
            $(.bind($bind))*
            .fetch_optional(connection)
            .await)
        .map_err(failed!($sql))
    };
}

/// Reads exactly one row.
macro_rules! one {
    ($tx:expr, $row:ty, $sql:ident $(, $bind:expr)* $(,)?) => {
        on!($tx, |connection| sqlx::query_as::<_, $row>($sql)
            $(.bind($bind))*
            .fetch_one(connection)
            .await)
        .map_err(failed!($sql))
    };
}

/// Reads the rows of a statement that bounds their number itself.
macro_rules! rows {
    ($tx:expr, $row:ty, $sql:ident $(, $bind:expr)* $(,)?) => {
        on!($tx, |connection| sqlx::query_as::<_, $row>($sql)
            $(.bind($bind))*
            .fetch_all(connection)
            .await)
        .map_err(failed!($sql))
    };
}

/// A closed set of words that a column holds.
macro_rules! stored_words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        // Stored: a change needs a migration.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word as it is stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// Reads a stored word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
