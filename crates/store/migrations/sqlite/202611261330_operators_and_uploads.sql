-- Accounts of operators, what they said first of two, the codes that they gave out, and documents that were sent.

-- Accounts of those who decide.
CREATE TABLE operators (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- the name that the account is called by
    name TEXT NOT NULL UNIQUE,
    -- role, person and who enabled it, JSON of the server's value; personal data
    facts TEXT NOT NULL,
    -- grows by one with each change, from 1
    revision BIGINT NOT NULL,
    -- when stored, seconds UTC
    created_at BIGINT NOT NULL,
    -- when last changed, seconds UTC
    changed_at BIGINT NOT NULL
);

-- The first of two operators' words, waiting for the second.
CREATE TABLE first_words (
    -- the renewal that it is about
    renewal TEXT NOT NULL REFERENCES renewals (id),
    -- what is to be done
    act TEXT NOT NULL,
    -- with what: a register, or nothing
    about TEXT NOT NULL,
    -- who said it, of which revision and plan, JSON of the server's value; personal data
    word TEXT NOT NULL,
    -- when said, seconds UTC
    said_at BIGINT NOT NULL,
    PRIMARY KEY (renewal, act, about)
);

-- Issue codes that two operators gave out.
CREATE TABLE issue_codes (
    -- the renewal whose key it binds
    renewal TEXT NOT NULL PRIMARY KEY REFERENCES renewals (id),
    -- SHA-256 of the code
    code_hash BLOB NOT NULL,
    -- who gave it out and for which plan, JSON of the server's value; personal data
    facts TEXT NOT NULL,
    -- how often one was entered
    tries BIGINT NOT NULL,
    -- when given out, seconds UTC
    given_at BIGINT NOT NULL
);

-- The key of each renewal's uploads, wrapped by a key that is in no table.
CREATE TABLE upload_keys (
    -- the renewal
    renewal TEXT NOT NULL PRIMARY KEY REFERENCES renewals (id),
    -- SHA-256 of the key that wraps it
    wrapped_by BLOB NOT NULL,
    -- nonce of the wrapping, 12 bytes
    nonce BLOB NOT NULL,
    -- the key, AES-256-GCM
    wrapped BLOB NOT NULL,
    -- when stored, seconds UTC
    stored_at BIGINT NOT NULL
);

-- Scans and other documents that were sent, encrypted.
CREATE TABLE uploads (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- the renewal that it belongs to
    renewal TEXT NOT NULL REFERENCES renewals (id),
    -- what it was sent for: document, power or paper-application
    purpose TEXT NOT NULL,
    -- SHA-256 of what is encrypted
    sha256 BLOB NOT NULL,
    -- application/pdf, image/jpeg or image/png
    media_type TEXT NOT NULL,
    -- what it is called; personal data
    name TEXT NOT NULL,
    -- how many bytes are encrypted
    size_bytes BIGINT NOT NULL,
    -- reference of who sent it
    sender TEXT NOT NULL,
    -- nonce of the encryption, 12 bytes
    nonce BLOB NOT NULL,
    -- what was sent, checked and encrypted with the renewal's key, AES-256-GCM; personal data
    bytes BLOB NOT NULL,
    -- when stored, seconds UTC
    stored_at BIGINT NOT NULL
);
CREATE INDEX uploads_by_renewal ON uploads (renewal, id);
