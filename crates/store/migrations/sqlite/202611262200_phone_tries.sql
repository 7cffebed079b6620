-- How often codes of telephones were entered within a day, whichever code it was.

-- Codes hold for ten minutes: those of before are dropped, and whoever waits for one asks for another.
DROP TABLE phone_codes;

-- One code for each purpose and subject; a newer takes the place of the former.
CREATE TABLE phone_codes (
    -- what the code does: sign-in or confirm-issue
    purpose TEXT NOT NULL,
    -- for whom: the session that asked, or the renewal, by its id
    subject TEXT NOT NULL,
    -- the holder whose number was given; none where nobody has it
    holder TEXT REFERENCES holders (id),
    -- HMAC-SHA256 of what the tries of a day are counted for: the number of a sign-in, the renewal of a confirmation
    counted_mac BLOB NOT NULL,
    -- HMAC-SHA256 of the code with all that it is bound to; none until it was drawn
    code_mac BLOB,
    -- how often a code was entered
    tries BIGINT NOT NULL,
    -- how often one was asked for
    asked BIGINT NOT NULL,
    -- when it was asked for last, seconds UTC
    asked_at BIGINT NOT NULL,
    -- until when it can be used, seconds UTC
    expires_at BIGINT NOT NULL,
    -- when the right one was entered, seconds UTC
    used_at BIGINT,
    PRIMARY KEY (purpose, subject)
);

-- Tries within a day, for a number or a renewal. A newer code and another session do not begin it anew.
CREATE TABLE phone_tries (
    -- HMAC-SHA256 of what the tries are counted for
    counted_mac BLOB NOT NULL PRIMARY KEY,
    -- when the day began, seconds UTC
    since BIGINT NOT NULL,
    -- how often a code was entered since then
    tries BIGINT NOT NULL
);

CREATE INDEX phone_tries_by_time ON phone_tries (since);
