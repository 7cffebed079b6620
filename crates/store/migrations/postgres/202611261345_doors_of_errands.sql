-- The doors of an errand that a browser asked for: a code that is typed, and the page of the agent that came for it.

-- SHA-256 of what a typed code stands for
ALTER TABLE errands ADD COLUMN typed_hash BYTEA;
-- after this the typed code is void, seconds UTC
ALTER TABLE errands ADD COLUMN typed_expires BIGINT;
-- where the claiming agent shows its page, with the page's secret
ALTER TABLE errands ADD COLUMN agent_address TEXT;
CREATE UNIQUE INDEX errands_typed ON errands (typed_hash);
