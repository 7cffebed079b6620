//! What can go wrong between this crate and its database.
//!
//! Outcomes that the caller is expected to handle (a renewal is already open, an errand was burned)
//! are not errors: they are the variants of the outcome types beside each table.

/// A failed operation of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no engine that the store has.
    #[error("the database address begins neither with `sqlite:` nor with `postgres:`")]
    UnknownAddress,
    /// The address cannot be read, or the database not be reached.
    #[error("the database could not be opened")]
    Open {
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// A migration failed, or the database is newer than this program.
    #[error("the tables could not be brought to the form that this program expects")]
    Migrate {
        /// What the migrator said.
        #[source]
        source: sqlx::migrate::MigrateError,
    },
    /// No transaction could be begun.
    #[error("a transaction could not be begun")]
    Begin {
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// The commit failed; whether it took effect is unknown.
    #[error("a transaction could not be committed")]
    Commit {
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// The rollback failed.
    #[error("a transaction could not be rolled back")]
    Rollback {
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// The database refused a statement.
    #[error("statement {statement} failed")]
    Statement {
        /// Module and name of the constant that holds the SQL text.
        statement: &'static str,
        /// What the driver said.
        #[source]
        source: sqlx::Error,
    },
    /// A stored value is none that this program writes.
    #[error("{table}.{column} of row {row} holds a value that this program does not know")]
    Row {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The key of the row.
        row: String,
    },
    /// A value could not be turned into JSON.
    #[error("a value for {table}.{column} could not be written as JSON")]
    Encode {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What serde said.
        #[source]
        source: serde_json::Error,
    },
    /// Stored JSON does not fit the type that was asked for.
    #[error("{table}.{column} of row {row} does not fit the type that was asked for")]
    Decode {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The key of the row.
        row: String,
        /// What serde said.
        #[source]
        source: serde_json::Error,
    },
    /// A change touched another number of rows than it must.
    #[error("{statement} changed {found} rows where {expected} was due")]
    Affected {
        /// Module and name of the statement.
        statement: &'static str,
        /// Rows that had to change.
        expected: u64,
        /// Rows that changed.
        found: u64,
    },
    /// Somebody else changed the row since it was read.
    #[error("row {row} of {table} was changed since it was read")]
    Stale {
        /// The table.
        table: &'static str,
        /// The key of the row.
        row: String,
    },
    /// The worker's lease ran out and another one took the job.
    #[error("the lease of job {job} was lost")]
    LeaseLost {
        /// The job.
        job: String,
    },
    /// A value is larger than the store takes.
    #[error("{what} has {size_bytes} bytes, more than {size_bytes_max}")]
    TooLarge {
        /// Which value.
        what: &'static str,
        /// Its size.
        size_bytes: usize,
        /// The limit.
        size_bytes_max: usize,
    },
}

impl StoreError {
    /// Whether the row was changed by somebody else since it was read, so that loading it again
    /// and deciding anew is the remedy.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        matches!(self, Self::Stale { .. })
    }

    /// Tells from the number of rows that an UPDATE of one row changed whether the row still stood as it was read.
    pub(crate) fn unless_stale(
        changed: u64,
        table: &'static str,
        row: impl FnOnce() -> String,
    ) -> Result<(), Self> {
        if changed == 1 {
            return Ok(());
        }
        Err(Self::Stale { table, row: row() })
    }
}
