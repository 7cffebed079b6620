//! The few texts that differ between the engines: claiming the next job.
//!
//! PostgreSQL skips rows that another worker is just claiming; SQLite has one writer at a time
//! (`BEGIN IMMEDIATE`), so a plain UPDATE is enough.

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
];
