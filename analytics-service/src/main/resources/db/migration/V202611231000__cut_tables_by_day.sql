-- What comes by the thousand is cut by the UTC day of its own time, never of its arrival, so that old days are dropped whole.
-- The partitions are made by the service: here only those for what is stored already.

-- What the tables hold. Written in the transaction of the DDL.
CREATE TABLE day_partitions (
    table_name     text NOT NULL,
    day            date NOT NULL,
    partition_name text NOT NULL,
    PRIMARY KEY (table_name, day)
);

-- Everything of earlier days was dropped and is not stored again.
CREATE TABLE kept_days (
    table_name text PRIMARY KEY,
    kept_from  date NOT NULL
);

ALTER TABLE presence RENAME TO whole_presence;
ALTER TABLE chat_messages RENAME TO whole_chat_messages;
ALTER TABLE participant_counts RENAME TO whole_participant_counts;
ALTER TABLE viewer_snapshots RENAME TO whole_viewer_snapshots;
ALTER INDEX presence_pkey RENAME TO whole_presence_pkey;
ALTER INDEX presence_by_leave RENAME TO whole_presence_by_leave;
ALTER INDEX chat_messages_pkey RENAME TO whole_chat_messages_pkey;
ALTER INDEX chat_messages_by_time RENAME TO whole_chat_messages_by_time;
ALTER INDEX participant_counts_pkey RENAME TO whole_participant_counts_pkey;
ALTER INDEX viewer_snapshots_pkey RENAME TO whole_viewer_snapshots_pkey;

-- One row per stay of a user in one tab, per channel and without a session. joined_on is the UTC day of joined_at: of a leave
-- without its join, too, so both find the same row.
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
) PARTITION BY RANGE (joined_on);
-- Serves the open stays of a channel and those that reach into a session.
CREATE INDEX presence_by_leave ON presence (channel_id, left_at);

-- A message by its id. A deletion that comes before its message leaves a row without user.
CREATE TABLE chat_messages (
    channel_id text NOT NULL,
    message_id text NOT NULL,
    sent_on    date NOT NULL,
    user_id    text,
    sent_at    timestamptz NOT NULL,
    deleted_at timestamptz,
    PRIMARY KEY (channel_id, message_id, sent_on)
) PARTITION BY RANGE (sent_on);
CREATE INDEX chat_messages_by_time ON chat_messages (channel_id, sent_at);

-- The provider's absolute counts, the broadcaster left out.
CREATE TABLE participant_counts (
    channel_id  text NOT NULL,
    observed_at timestamptz NOT NULL,
    identified  integer NOT NULL,
    anonymous   integer NOT NULL,
    source      text NOT NULL,
    PRIMARY KEY (channel_id, observed_at, source)
) PARTITION BY RANGE (observed_at);

-- The viewer line while live: one row a second at most, one a minute at least.
CREATE TABLE viewer_snapshots (
    session_id uuid NOT NULL,
    at         timestamptz NOT NULL,
    viewers    integer NOT NULL,
    PRIMARY KEY (session_id, at)
) PARTITION BY RANGE (at);

-- The names are those that the service gives.
DO $$
DECLARE
    cut record;
    midnight text;
BEGIN
    FOR cut IN
        SELECT DISTINCT 'presence' AS table_name, joined_on AS day FROM whole_presence
        UNION SELECT 'chat_messages', sent_on FROM whole_chat_messages
        UNION SELECT 'participant_counts', (observed_at AT TIME ZONE 'UTC')::date FROM whole_participant_counts
        UNION SELECT 'viewer_snapshots', (at AT TIME ZONE 'UTC')::date FROM whole_viewer_snapshots
    LOOP
        midnight := CASE WHEN cut.table_name IN ('presence', 'chat_messages') THEN '' ELSE 'T00:00:00Z' END;
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
            cut.table_name || to_char(cut.day, '_YYYYMMDD'), cut.table_name,
            cut.day || midnight, (cut.day + 1) || midnight);
        INSERT INTO day_partitions (table_name, day, partition_name)
        VALUES (cut.table_name, cut.day, cut.table_name || to_char(cut.day, '_YYYYMMDD'));
    END LOOP;
END $$;

INSERT INTO presence SELECT * FROM whole_presence;
INSERT INTO chat_messages SELECT * FROM whole_chat_messages;
INSERT INTO participant_counts SELECT * FROM whole_participant_counts;
INSERT INTO viewer_snapshots SELECT * FROM whole_viewer_snapshots;
DROP TABLE whole_presence, whole_chat_messages, whole_participant_counts, whole_viewer_snapshots;
