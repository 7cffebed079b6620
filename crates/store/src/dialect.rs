//! The few texts that differ between the engines: claiming the next job, sweeping buckets of tokens.
//!
//! PostgreSQL skips rows that another transaction is just changing: no two workers claim one job,
//! and a sweep never waits for whoever holds several rows. SQLite has one writer at a time
//! (`BEGIN IMMEDIATE`), so a plain statement is enough.

use crate::sql::{Engine, Statement};

pub(crate) const CLAIM_JOB_SQLITE: &str = "\
UPDATE jobs SET state = 'leased', lease = $1, lease_until = $2, attempts = attempts + 1, \
changed_at = $3 WHERE id = (SELECT id FROM jobs WHERE (state = 'queued' AND due_at <= $3) \
OR (state = 'leased' AND lease_until <= $3) ORDER BY due_at, id LIMIT 1) \
RETURNING id, kind, renewal, payload, due_at, attempts, state, lease_until, failure";

pub(crate) const CLAIM_JOB_POSTGRES: &str = "\
UPDATE jobs SET state = 'leased', lease = $1, lease_until = $2, attempts = attempts + 1, \
changed_at = $3 WHERE id = (SELECT id FROM jobs WHERE (state = 'queued' AND due_at <= $3) \
OR (state = 'leased' AND lease_until <= $3) ORDER BY due_at, id LIMIT 1 \
FOR UPDATE SKIP LOCKED) \
RETURNING id, kind, renewal, payload, due_at, attempts, state, lease_until, failure";

pub(crate) const FORGET_FULL_SQLITE: &str = "DELETE FROM rate_buckets WHERE full_at_ms <= $1";

pub(crate) const FORGET_FULL_POSTGRES: &str = "\
DELETE FROM rate_buckets WHERE (kind, asker_mac) IN (SELECT kind, asker_mac FROM rate_buckets \
WHERE full_at_ms <= $1 FOR UPDATE SKIP LOCKED)";

pub(crate) const STATEMENTS: &[Statement] = &[
    Statement {
        name: "dialect::CLAIM_JOB_SQLITE",
        sql: CLAIM_JOB_SQLITE,
        engine: Some(Engine::Sqlite),
    },
    Statement {
        name: "dialect::CLAIM_JOB_POSTGRES",
        sql: CLAIM_JOB_POSTGRES,
        engine: Some(Engine::Postgres),
    },
    Statement {
        name: "dialect::FORGET_FULL_SQLITE",
        sql: FORGET_FULL_SQLITE,
        engine: Some(Engine::Sqlite),
    },
    Statement {
        name: "dialect::FORGET_FULL_POSTGRES",
        sql: FORGET_FULL_POSTGRES,
        engine: Some(Engine::Postgres),
    },
];
