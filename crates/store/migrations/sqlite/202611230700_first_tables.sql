-- The first tables. Column for column the same on both engines: docs/formats/database.md says
-- which table is for what. Times are whole seconds UTC; hashes and DER are bytes.

-- Persons and organisations whose certificates are renewed.
CREATE TABLE holders (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- what lists and greetings show; personal data
    label TEXT NOT NULL,
    -- what is known, JSON of the domain's value; personal data
    facts TEXT NOT NULL,
    -- grows by one with each change, from 1
    revision BIGINT NOT NULL,
    -- when stored, seconds UTC
    created_at BIGINT NOT NULL,
    -- when last changed, seconds UTC
    changed_at BIGINT NOT NULL
);

-- Renewals, open and ended.
CREATE TABLE renewals (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- whose it is
    holder TEXT NOT NULL REFERENCES holders (id),
    -- name of the procedure that it follows
    procedure TEXT NOT NULL,
    -- SHA-256 of the certificate that is renewed
    old_certificate BLOB NOT NULL,
    -- name of its stage
    stage TEXT NOT NULL,
    -- revision of the value; grows with each saved change
    revision BIGINT NOT NULL,
    -- whether it has ended
    closed BOOLEAN NOT NULL,
    -- JSON of the domain's value
    state TEXT NOT NULL,
    -- when opened, seconds UTC
    created_at BIGINT NOT NULL,
    -- when last changed, seconds UTC
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX renewals_one_open ON renewals (old_certificate) WHERE NOT closed;
CREATE INDEX renewals_by_holder ON renewals (holder, id);
CREATE INDEX renewals_by_stage ON renewals (stage, id);

-- Serial numbers that are used up: issued, intended, abandoned or imported; never deleted.
CREATE TABLE serials (
    -- key identifier of the issuer (RFC 5280, 4.2.1.2)
    issuer_key_id BLOB NOT NULL,
    -- contents octets of the INTEGER
    serial BLOB NOT NULL,
    -- since when, seconds UTC
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (issuer_key_id, serial)
);

-- What is about to be signed, recorded before any signing call.
CREATE TABLE intents (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- the renewal that it is for
    renewal TEXT NOT NULL REFERENCES renewals (id),
    -- key identifier of the issuer that has to sign
    issuer_key_id BLOB NOT NULL,
    -- serial of the certificate to be
    serial BLOB NOT NULL,
    -- frozen beginning of validity, seconds UTC
    not_before BIGINT NOT NULL,
    -- TBSCertificate, DER: the bytes to be signed
    tbs BLOB NOT NULL,
    -- SHA-256 of tbs
    tbs_hash BLOB NOT NULL,
    -- intended, signed or abandoned
    state TEXT NOT NULL,
    -- why abandoned
    reason TEXT,
    -- when recorded, seconds UTC
    created_at BIGINT NOT NULL,
    -- when last moved, seconds UTC
    changed_at BIGINT NOT NULL,
    UNIQUE (issuer_key_id, serial)
);
CREATE UNIQUE INDEX intents_one_of_renewal ON intents (renewal) WHERE state <> 'abandoned';
CREATE INDEX intents_by_state ON intents (state, id);

-- Every certificate that was issued or imported.
CREATE TABLE certificates (
    -- SHA-256 of der
    thumbprint BLOB NOT NULL PRIMARY KEY,
    -- key identifier of the issuer
    issuer_key_id BLOB NOT NULL,
    -- contents octets of the serial's INTEGER
    serial BLOB NOT NULL,
    -- the certificate, exactly as issued
    der BLOB NOT NULL,
    -- hash of the key's curve and point
    spki_hash BLOB NOT NULL,
    -- subject, RFC 4514; personal data
    subject TEXT NOT NULL,
    -- whose it is; empty for the authority's own
    holder TEXT REFERENCES holders (id),
    -- beginning of validity, seconds UTC
    not_before BIGINT NOT NULL,
    -- end of validity, seconds UTC
    not_after BIGINT NOT NULL,
    -- end of the private key's use, seconds UTC
    private_key_not_after BIGINT,
    -- good, revoked or on-hold
    status TEXT NOT NULL,
    -- since when revoked or on hold, seconds UTC
    revoked_at BIGINT,
    -- why revoked, a CRLReason in words
    reason TEXT,
    -- the intent that it fulfilled; empty for an imported one
    intent TEXT UNIQUE REFERENCES intents (id),
    -- the renewal that it came from; empty for an imported one
    renewal TEXT REFERENCES renewals (id),
    -- when stored, seconds UTC
    stored_at BIGINT NOT NULL,
    UNIQUE (issuer_key_id, serial)
);
CREATE INDEX certificates_by_serial ON certificates (serial);
CREATE INDEX certificates_by_holder ON certificates (holder, thumbprint);
CREATE UNIQUE INDEX certificates_by_renewal ON certificates (renewal);
CREATE INDEX certificates_revoked ON certificates (issuer_key_id, serial) WHERE status <> 'good';

-- Every public key that was ever met.
CREATE TABLE keys_seen (
    -- hash of the key's curve and point, equal for all synonyms
    spki_hash BLOB NOT NULL PRIMARY KEY,
    -- certificate, request, service or test
    source TEXT NOT NULL,
    -- the renewal whose request brought it
    renewal TEXT REFERENCES renewals (id),
    -- when first met, seconds UTC
    seen_at BIGINT NOT NULL
);

-- Sessions of holders.
CREATE TABLE sessions (
    -- random id, 32 hexadecimal digits; not the token
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the token
    token_hash BLOB NOT NULL UNIQUE,
    -- anonymous or holder
    class TEXT NOT NULL,
    -- who is behind it
    holder TEXT REFERENCES holders (id),
    -- SHA-256 of the SPKI of the agent that raised it
    agent_key BLOB,
    -- when begun, seconds UTC
    created_at BIGINT NOT NULL,
    -- when the token was last shown, seconds UTC
    seen_at BIGINT NOT NULL,
    -- end in any case, seconds UTC
    expires_at BIGINT NOT NULL,
    -- when signed out, seconds UTC
    ended_at BIGINT
);

-- What sessions asked agents to do.
CREATE TABLE errands (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the code by which an agent claims it
    code_hash BLOB NOT NULL UNIQUE,
    -- the session that asked
    session TEXT NOT NULL REFERENCES sessions (id),
    -- the renewal that it is about
    renewal TEXT REFERENCES renewals (id),
    -- the renewal's revision that the person saw
    revision BIGINT,
    -- kind of the errand, as on the wire
    kind TEXT NOT NULL,
    -- the renewal's id, else the session's: one open errand of a kind each
    subject TEXT NOT NULL,
    -- the server's nonce, 32 bytes
    nonce BLOB NOT NULL,
    -- what the server fixed when it was opened, JSON
    details TEXT NOT NULL,
    -- open, claimed, fulfilled, returned, declined, failed, closed or burned
    state TEXT NOT NULL,
    -- why closed, burned or failed
    reason TEXT,
    -- after this nobody can claim it, seconds UTC
    code_expires BIGINT NOT NULL,
    -- end of the claim, seconds UTC
    errand_expires BIGINT,
    -- whether the agent has had more time
    extended BOOLEAN NOT NULL DEFAULT FALSE,
    -- SHA-256 of the SPKI of the claiming agent's key
    agent_key BLOB,
    -- the SPKI itself, DER
    agent_spki BLOB,
    -- the agent's nonce of its last claim, 32 bytes
    agent_nonce BLOB,
    -- the agent's version
    agent_version TEXT,
    -- the protocol that the agent speaks
    agent_protocol BIGINT,
    -- SHA-256 of the token that opens the parts
    claim_token_hash BLOB,
    -- what the agent made, as received and verified
    product BLOB,
    -- SHA-256 of product
    product_hash BLOB,
    -- SHA-256 of the last return code
    return_code_hash BLOB,
    -- after this the return code is void, seconds UTC
    return_expires BIGINT,
    -- when opened, seconds UTC
    created_at BIGINT NOT NULL,
    -- when last moved, seconds UTC
    changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX errands_one_open ON errands (subject, kind) WHERE state = 'open';
CREATE INDEX errands_by_session ON errands (session, id);
CREATE INDEX errands_by_claim_token ON errands (claim_token_hash);
CREATE INDEX errands_live ON errands (state, id) WHERE state IN ('open', 'claimed');

-- Documents of renewals, byte for byte.
CREATE TABLE documents (
    -- whose document it is
    renewal TEXT NOT NULL REFERENCES renewals (id),
    -- what it is
    kind TEXT NOT NULL,
    -- SHA-256 of bytes
    sha256 BLOB NOT NULL,
    -- its number within the renewal, from 1
    number BIGINT NOT NULL,
    -- exactly what was signed, received or sent; personal data
    bytes BLOB NOT NULL,
    -- when stored, seconds UTC
    stored_at BIGINT NOT NULL,
    PRIMARY KEY (renewal, kind, sha256)
);
CREATE INDEX documents_by_hash ON documents (renewal, sha256);

-- Signed bindings that were accepted, each once.
CREATE TABLE bindings_seen (
    -- SHA-256 of the binding
    hash BLOB NOT NULL PRIMARY KEY,
    -- the errand that brought it
    errand TEXT NOT NULL REFERENCES errands (id),
    -- when accepted, seconds UTC
    seen_at BIGINT NOT NULL
);

-- What is to be done after a commit.
CREATE TABLE jobs (
    -- random id, 32 hexadecimal digits
    id TEXT NOT NULL PRIMARY KEY,
    -- name of the effect
    kind TEXT NOT NULL,
    -- the renewal that it is about
    renewal TEXT REFERENCES renewals (id),
    -- a text that only one job may have, ever
    once TEXT UNIQUE,
    -- what the effect needs, JSON without personal data
    payload TEXT NOT NULL,
    -- not before, seconds UTC
    due_at BIGINT NOT NULL,
    -- how often it was claimed
    attempts BIGINT NOT NULL,
    -- queued, leased, done or failed
    state TEXT NOT NULL,
    -- names the present worker's hold
    lease TEXT,
    -- after this another worker may take it, seconds UTC
    lease_until BIGINT,
    -- what went wrong last
    failure TEXT,
    -- when queued, seconds UTC
    created_at BIGINT NOT NULL,
    -- when last moved, seconds UTC
    changed_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE state IN ('queued', 'leased');
CREATE INDEX jobs_by_state ON jobs (state, id);
CREATE INDEX jobs_by_renewal ON jobs (renewal, id);

-- Entries of the journal before they are numbered and chained.
CREATE TABLE journal_inbox (
    -- place in the inbox; gaps are possible
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- when, seconds UTC
    at BIGINT NOT NULL,
    -- reference of who acted
    actor TEXT NOT NULL,
    -- what was commanded
    command TEXT NOT NULL,
    -- reference of what it was about
    subject TEXT NOT NULL,
    -- done, or the code of a refusal
    outcome TEXT NOT NULL,
    -- hashes, numbers and references, JSON; no personal data
    details TEXT NOT NULL
);
CREATE INDEX journal_inbox_by_subject ON journal_inbox (subject, id);
CREATE INDEX journal_inbox_by_moment ON journal_inbox (at);

-- Revocation lists that were issued.
CREATE TABLE crl (
    -- key identifier of the issuer
    issuer_key_id BLOB NOT NULL,
    -- cRLNumber
    number BIGINT NOT NULL,
    -- thisUpdate, seconds UTC
    this_update BIGINT NOT NULL,
    -- nextUpdate, seconds UTC
    next_update BIGINT NOT NULL,
    -- the list, exactly as signed
    der BLOB NOT NULL,
    PRIMARY KEY (issuer_key_id, number)
);

-- Facts of the authority itself, by name; never a private key.
CREATE TABLE authority (
    -- name of the fact
    name TEXT NOT NULL PRIMARY KEY,
    -- the fact
    value BLOB NOT NULL,
    -- when last changed, seconds UTC
    changed_at BIGINT NOT NULL
);
