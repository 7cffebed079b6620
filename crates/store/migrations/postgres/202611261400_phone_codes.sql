-- Codes that are sent to telephones, and how often that was done.

-- One code for each purpose and subject; a newer takes the place of the former.
CREATE TABLE phone_codes (
    -- what the code does: sign-in or confirm-issue
    purpose TEXT NOT NULL,
    -- for whom: the session that asked, or the renewal, by its id
    subject TEXT NOT NULL,
    -- the holder whose number was given; none where nobody has it
    holder TEXT REFERENCES holders (id),
    -- HMAC-SHA256 of the code with all that it is bound to; none until it was drawn
    code_mac BYTEA,
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

-- Messages with codes that were asked for, to bound their number.
CREATE TABLE phone_messages (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- HMAC-SHA256 of the number
    number_mac BYTEA NOT NULL,
    -- HMAC-SHA256 of the network that asked
    network_mac BYTEA NOT NULL,
    -- when, seconds UTC
    asked_at BIGINT NOT NULL
);

CREATE INDEX phone_messages_by_time ON phone_messages (asked_at);

-- the number of the holder's telephone, digits with their country; personal data
ALTER TABLE holders ADD COLUMN phone TEXT;
UPDATE holders SET phone = replace(replace(replace(replace(replace(facts::json ->> 'phone', '+', ''), ' ', ''), '-', ''), '(', ''), ')', '');
CREATE INDEX holders_by_phone ON holders (phone);
