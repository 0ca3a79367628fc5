-- How a destination's messages look, where within the receiver they go, and when they are left out.
ALTER TABLE destinations
    ADD COLUMN address_version   bigint  NOT NULL DEFAULT 0,
    ADD COLUMN cool_down_seconds integer NOT NULL DEFAULT 0,
    ADD COLUMN ping              varchar,
    ADD COLUMN username          varchar,
    ADD COLUMN avatar_url        varchar,
    ADD COLUMN thread_id         varchar,
    ADD COLUMN thread_name       varchar,
    -- JSON, null for the default.
    ADD COLUMN template          varchar;
ALTER TABLE destinations ALTER COLUMN address_version DROP DEFAULT;
ALTER TABLE destinations ALTER COLUMN cool_down_seconds DROP DEFAULT;

-- Why a form was never sent; when anything was sent last.
ALTER TABLE notification_messages
    ADD COLUMN live_reason  text,
    ADD COLUMN ended_reason text,
    ADD COLUMN sent_at      timestamptz,
    DROP COLUMN step_version;
-- A person had it tried again, however old the news is.
ALTER TABLE notification_messages ADD COLUMN by_hand boolean NOT NULL DEFAULT false;
CREATE INDEX notification_messages_of_destination ON notification_messages (destination_id, created_at);
CREATE INDEX notification_attempts_sent ON notification_attempts (destination_id, id) WHERE outcome = 'SENT';
CREATE INDEX notification_attempts_not_sent ON notification_attempts (destination_id, id) WHERE outcome <> 'SENT';
CREATE INDEX stream_sessions_channel ON stream_sessions (channel_id, started_at);

-- What all calls to one kind of destination share, over all instances: a pause, how often in a row we were blocked, and
-- the calls that may be made at once, filled up again with time.
DROP TABLE kind_pauses;
CREATE TABLE kind_limits (
    kind        text             PRIMARY KEY,
    quiet_until timestamptz      NOT NULL,
    blocks      integer          NOT NULL DEFAULT 0,
    calls       double precision NOT NULL,
    filled_at   timestamptz      NOT NULL
);

-- Events still to be sent; a row goes once Kafka has confirmed it.
CREATE TABLE outbox_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   uuid        NOT NULL,
    event_type text        NOT NULL,
    topic      text        NOT NULL,
    record_key text        NOT NULL,
    payload    bytea       NOT NULL,
    event_time timestamptz NOT NULL
);
-- Who may do a piece of work, until when. The token grows with every new owner: the fence.
CREATE TABLE leases (
    name       text        PRIMARY KEY,
    owner      text        NOT NULL,
    token      bigint      NOT NULL,
    held_until timestamptz NOT NULL
);
