-- Channels as stream-control announced them. Presence and chat may arrive for a channel that is not here yet.
CREATE TABLE channels (
    channel_id          text PRIMARY KEY,
    seq                 bigint NOT NULL,
    title               text NOT NULL,
    broadcaster_name    text NOT NULL,
    broadcaster_user_id text NOT NULL,
    call_cid            text,
    chat_channel_cid    text,
    time_zone           text
);

-- Channel ids that stored presence or chat carry and that nobody announced: swept away after a while.
CREATE TABLE unknown_channels (
    channel_id    text PRIMARY KEY,
    first_seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE stream_sessions (
    session_id          uuid PRIMARY KEY,
    channel_id          text NOT NULL,
    epoch               bigint NOT NULL,
    title               text NOT NULL,
    broadcaster_user_id text,
    started_at          timestamptz NOT NULL,
    ended_at            timestamptz,
    end_reason          text,
    duration_seconds    bigint NOT NULL DEFAULT 0,
    total_minutes       bigint NOT NULL DEFAULT 0,
    peak_viewers        integer NOT NULL DEFAULT 0,
    average_viewers     double precision NOT NULL DEFAULT 0,
    unique_viewers      integer NOT NULL DEFAULT 0,
    watch_minutes       bigint NOT NULL DEFAULT 0,
    chat_messages       integer NOT NULL DEFAULT 0,
    chatters            integer NOT NULL DEFAULT 0,
    presence_complete   boolean NOT NULL DEFAULT true,
    chat_complete       boolean NOT NULL DEFAULT true,
    -- 0 while live, from 1 once closed.
    revision            bigint NOT NULL DEFAULT 0,
    -- What is shown while live: open stays plus viewer_correction. The version orders writes of the live number to Redis.
    current_viewers     integer NOT NULL DEFAULT 0,
    viewer_correction   integer NOT NULL DEFAULT 0,
    viewers_version     bigint NOT NULL DEFAULT 0,
    snapshot_at         timestamptz,
    snapshot_viewers    integer,
    -- When the figures were last measured while live, and until when they reach.
    stamped_at          timestamptz,
    -- When the closed session was last computed, and when it is to be computed next; null when nothing is owed.
    summarised_at       timestamptz,
    summary_due_at      timestamptz,
    CHECK (ended_at IS NULL OR ended_at >= started_at)
);
CREATE INDEX stream_sessions_by_channel ON stream_sessions (channel_id, started_at DESC);
CREATE INDEX stream_sessions_live ON stream_sessions (session_id) WHERE ended_at IS NULL;
CREATE INDEX stream_sessions_summary_due ON stream_sessions (summary_due_at) WHERE summary_due_at IS NOT NULL;

-- One row per stay of a user in one tab, per channel and without a session. joined_on is the UTC day of joined_at: part of
-- the key, because the table is to be cut by it.
CREATE TABLE presence (
    channel_id      text NOT NULL,
    user_session_id text NOT NULL,
    joined_on       date NOT NULL,
    user_id         text NOT NULL,
    role            text,
    joined_at       timestamptz NOT NULL,
    left_at         timestamptz,
    webhook_seen    boolean NOT NULL,
    reconcile_seen  boolean NOT NULL,
    PRIMARY KEY (channel_id, user_session_id, joined_on)
);
-- Serves the open stays of a channel and those that reach into a session.
CREATE INDEX presence_by_leave ON presence (channel_id, left_at);

-- The provider's absolute counts, the broadcaster left out.
CREATE TABLE participant_counts (
    channel_id  text NOT NULL,
    observed_at timestamptz NOT NULL,
    identified  integer NOT NULL,
    anonymous   integer NOT NULL,
    source      text NOT NULL,
    PRIMARY KEY (channel_id, observed_at, source)
);

-- A message by its id. A deletion that comes before its message leaves a row without user.
CREATE TABLE chat_messages (
    channel_id text NOT NULL,
    message_id text NOT NULL,
    sent_on    date NOT NULL,
    user_id    text,
    sent_at    timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (channel_id, message_id, sent_on)
);
CREATE INDEX chat_messages_by_time ON chat_messages (channel_id, sent_at);

-- The viewer line while live: one row a second at most, one a minute at least.
CREATE TABLE viewer_snapshots (
    session_id uuid NOT NULL REFERENCES stream_sessions ON DELETE CASCADE,
    at         timestamptz NOT NULL,
    viewers    integer NOT NULL,
    PRIMARY KEY (session_id, at)
);

CREATE TABLE encoder_gaps (
    session_id uuid NOT NULL,
    lost_at    timestamptz NOT NULL,
    back_at    timestamptz,
    PRIMARY KEY (session_id, lost_at)
);
