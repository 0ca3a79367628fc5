-- Where a channel's notifications go. The address is a secret and stored encrypted. (varchar rather than text, since
-- the schema validation of Hibernate Reactive does not know text.)
CREATE TABLE destinations (
    id                  uuid        PRIMARY KEY,
    channel_id          varchar     NOT NULL,
    name                varchar     NOT NULL,
    kind                varchar     NOT NULL,
    address             varchar,
    masked_address      varchar     NOT NULL,
    enabled             boolean     NOT NULL,
    notify_on_live      boolean     NOT NULL,
    notify_on_end       boolean     NOT NULL,
    at_end              varchar     NOT NULL,
    on_unknown          varchar     NOT NULL,
    switched_off_reason varchar,
    switched_off_at     timestamptz,
    -- Answers "missing access" in a row.
    refusals            integer     NOT NULL DEFAULT 0,
    -- The receiver asked to be left alone until then.
    quiet_until         timestamptz NOT NULL DEFAULT '-infinity',
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    UNIQUE (channel_id, name)
);

-- A whole kind of destination is to be left alone until then.
CREATE TABLE kind_pauses (
    kind        text        PRIMARY KEY,
    quiet_until timestamptz NOT NULL
);

-- Channels as the last event described them.
CREATE TABLE channel_profiles (
    channel_id       text PRIMARY KEY,
    title            text NOT NULL,
    broadcaster_name text NOT NULL
);

-- Sessions as far as events told; any column may come first.
CREATE TABLE stream_sessions (
    session_id       uuid        PRIMARY KEY,
    channel_id       text        NOT NULL,
    title            text,
    broadcaster_name text,
    started_at       timestamptz,
    ended_at         timestamptz,
    duration_seconds bigint,
    peak_viewers     integer,
    average_viewers  double precision,
    unique_viewers   integer,
    chat_messages    integer,
    chat_complete    boolean,
    version          bigint      NOT NULL
);
CREATE INDEX stream_sessions_live ON stream_sessions (channel_id) WHERE ended_at IS NULL;

-- One row per session and destination: what should be told (desired_version, a version of the session) and what was.
CREATE TABLE notification_messages (
    session_id       uuid        NOT NULL REFERENCES stream_sessions (session_id),
    destination_id   uuid        NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
    -- PENDING: to be planned at due_at. SENDING: a worker may be calling. SETTLED: nothing to do.
    state            text        NOT NULL,
    due_at           timestamptz NOT NULL,
    lease_token      uuid,
    lease_until      timestamptz,
    desired_version  bigint      NOT NULL,
    sent_version     bigint      NOT NULL DEFAULT 0,
    live_state       text        NOT NULL DEFAULT 'OPEN',
    live_message_id  text,
    ended_state      text        NOT NULL DEFAULT 'OPEN',
    ended_message_id text,
    edits_closed     boolean     NOT NULL DEFAULT false,
    without_links    boolean     NOT NULL DEFAULT false,
    content          text,
    step             text,
    step_version     bigint,
    tries            integer     NOT NULL DEFAULT 0,
    resends          integer     NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (session_id, destination_id)
);
CREATE INDEX notification_messages_due ON notification_messages (due_at) WHERE state = 'PENDING';
-- One call at a time per destination.
CREATE UNIQUE INDEX notification_messages_sending ON notification_messages (destination_id) WHERE state = 'SENDING';

-- Every call, and every call whose end was never seen. A test message has no session.
CREATE TABLE notification_attempts (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    destination_id uuid        NOT NULL REFERENCES destinations (id) ON DELETE CASCADE,
    session_id     uuid,
    form           text        NOT NULL,
    step           text        NOT NULL,
    attempted_at   timestamptz NOT NULL,
    status         integer,
    code           integer,
    outcome        text        NOT NULL,
    reason         text        NOT NULL
);
CREATE INDEX notification_attempts_history ON notification_attempts (destination_id, id);

-- The last position (seq, revision) each consumer applied per key.
CREATE TABLE inbox_positions (
    consumer   text        NOT NULL,
    record_key text        NOT NULL,
    position   bigint      NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, record_key)
);
