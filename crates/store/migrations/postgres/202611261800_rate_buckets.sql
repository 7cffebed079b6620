-- How often somebody asks: buckets of tokens, shared by all servers on this database.

-- One bucket for each kind of act and each asker. No row and a full bucket are the same.
CREATE TABLE rate_buckets (
    -- what is counted: look, form, begin, guess or all
    kind TEXT NOT NULL,
    -- HMAC-SHA256 of who asks: a network, a session, a holder; of nothing for all together
    asker_mac BYTEA NOT NULL,
    -- when the bucket is full again, milliseconds UTC
    full_at_ms BIGINT NOT NULL,
    PRIMARY KEY (kind, asker_mac)
);

CREATE INDEX rate_buckets_by_time ON rate_buckets (full_at_ms);
