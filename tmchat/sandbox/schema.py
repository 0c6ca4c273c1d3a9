"""The sandbox's tables, step by step; reading and writing them is their modules' work.

A new file takes all of `STEPS`, an older one those that it lacks: a step once released stays as
it is.

Times are milliseconds UTC. Columns that end in `_json` hold ASCII JSON: nested blocks as the API
wrote them, and texts, which may carry lone surrogates that SQLite's TEXT cannot.
"""

# The first ids have as many digits as the documented ones (CONTRACT 3); those of calls pass 2^31,
# as the field has seen them do.
FIRST_IDS = {
    "sessions": 88140001,
    "calls": 2179870001,
    "billing_groups": 9412,
    "group_owners": 70211,
    "number_groups": 11623001,
    "numbers": 9462001,
    "pools": 50101,
    "call_route_ids": 3310001,
    "tags": 71720001,
}

_FIRST_STEP = """
CREATE TABLE billing_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES billing_groups,
    name TEXT NOT NULL,
    status TEXT NOT NULL);
CREATE TABLE group_owners (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    email TEXT,
    status TEXT NOT NULL);
CREATE TABLE number_groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    group_owner_id INTEGER REFERENCES group_owners,
    group_type_id INTEGER,
    billing_group_id INTEGER REFERENCES billing_groups,
    dni_type TEXT NOT NULL,
    trade TEXT,                        -- which scripted texters write to the group's numbers
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL);
CREATE TABLE pools (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL REFERENCES number_groups,
    name TEXT NOT NULL,
    match_period INTEGER NOT NULL,     -- minutes
    blocks_json TEXT NOT NULL,         -- sms_routes, call_routes, features, replacement
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL);
CREATE TABLE numbers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    group_id INTEGER NOT NULL REFERENCES number_groups,
    pool_id INTEGER REFERENCES pools,  -- a pool's number follows the pool's blocks
    name TEXT NOT NULL,
    phone_number TEXT NOT NULL UNIQUE,
    blocks_json TEXT NOT NULL,
    created INTEGER NOT NULL,
    modified INTEGER NOT NULL);
CREATE TABLE call_route_ids (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE chat_clients (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    provider TEXT NOT NULL,
    status TEXT NOT NULL,
    webhook_url TEXT,
    end_of_chat_text TEXT,
    no_agents_text TEXT);
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    collection_type TEXT NOT NULL,
    actions_json TEXT NOT NULL,
    status TEXT NOT NULL);
CREATE TABLE integrations (
    id TEXT PRIMARY KEY, description TEXT NOT NULL, type TEXT NOT NULL, created INTEGER NOT NULL);
CREATE TABLE files (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, file_name TEXT NOT NULL, created INTEGER NOT NULL);
CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    phone_number TEXT NOT NULL,
    tag_data TEXT NOT NULL,
    landing_page TEXT,
    referrer TEXT,
    set_at INTEGER NOT NULL,
    open_until INTEGER NOT NULL);
CREATE INDEX tags_by_number ON tags (phone_number, id);
CREATE TABLE conversations (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    texter TEXT NOT NULL,
    number TEXT NOT NULL,
    started INTEGER NOT NULL,
    latest INTEGER NOT NULL,           -- time of its latest text
    ended INTEGER NOT NULL DEFAULT 0,  -- 1: closed before the quiet period was over
    texter_json TEXT NOT NULL,         -- who the texter is, from the carrier's lookup
    attribution_json TEXT NOT NULL);
CREATE INDEX conversations_by_pair ON conversations (texter, number, seq);
CREATE TABLE texts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    kind TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    body_json TEXT NOT NULL,
    media_json TEXT NOT NULL,
    at INTEGER NOT NULL,
    reached INTEGER UNIQUE,            -- order of arrival; NULL while still on its way
    reference_json TEXT);
CREATE INDEX texts_by_conversation ON texts (conversation_id, seq);
CREATE INDEX texts_by_sender ON texts (sender, recipient, seq);
CREATE INDEX texts_by_recipient ON texts (recipient, seq);
CREATE TABLE opt_outs (
    texter TEXT NOT NULL, number TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (texter, number)) WITHOUT ROWID;
CREATE TABLE pushes (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,           -- the envelope's Id
    text_id TEXT NOT NULL REFERENCES texts (id),
    conversation_id TEXT NOT NULL,
    url TEXT NOT NULL,
    notification_json TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    state TEXT NOT NULL,               -- waiting, accepted or given up
    outcome TEXT NOT NULL);            -- of the latest attempt
CREATE INDEX pushes_by_text ON pushes (text_id);
CREATE INDEX pushes_waiting ON pushes (seq) WHERE state = 'waiting';
"""

# Calls and their notices, visitors' sessions, uploaded files, and fields that nobody knows.
_SECOND_STEP = """
ALTER TABLE number_groups ADD COLUMN extra_json TEXT NOT NULL DEFAULT '{}';
ALTER TABLE chat_clients ADD COLUMN extra_json TEXT NOT NULL DEFAULT '{}';
ALTER TABLE chat_clients ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chat_clients ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhooks ADD COLUMN extra_json TEXT NOT NULL DEFAULT '{}';
ALTER TABLE webhooks ADD COLUMN created INTEGER NOT NULL DEFAULT 0;
ALTER TABLE webhooks ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE files ADD COLUMN content BLOB;
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pool_id INTEGER NOT NULL REFERENCES pools ON DELETE CASCADE,
    phone_number TEXT NOT NULL,
    tag_id INTEGER REFERENCES tags,    -- NULL: a visitor of a page, whom nobody tagged
    rule TEXT,
    landing_page TEXT,
    referrer TEXT,
    is_multi INTEGER NOT NULL,         -- 1: its number was another open session's too
    opened INTEGER NOT NULL,
    open_until INTEGER NOT NULL);
CREATE INDEX sessions_by_number ON sessions (phone_number, id);
CREATE TABLE calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    guid TEXT NOT NULL,                -- in the address of its recording
    started INTEGER NOT NULL,
    state INTEGER NOT NULL,            -- 0 ringing or talking, 1 ended, 2 processed
    due INTEGER,                       -- when its state changes next; NULL once processed
    call_json TEXT NOT NULL,           -- as it is listed once processed
    transcription_json TEXT NOT NULL);
CREATE INDEX calls_by_start ON calls (started, id);
CREATE INDEX calls_due ON calls (due, id) WHERE due NOT NULL;
CREATE TABLE pushes_of_all (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    text_id TEXT REFERENCES texts (id),  -- NULL: about a call
    conversation_id TEXT NOT NULL,       -- or the call: what must come in order
    url TEXT NOT NULL,
    notification_json TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT NOT NULL);
INSERT INTO pushes_of_all SELECT * FROM pushes;
DROP TABLE pushes;
ALTER TABLE pushes_of_all RENAME TO pushes;
CREATE INDEX pushes_by_text ON pushes (text_id);
CREATE INDEX pushes_waiting ON pushes (seq) WHERE state = 'waiting';
"""

STEPS = (_FIRST_STEP, _SECOND_STEP)
