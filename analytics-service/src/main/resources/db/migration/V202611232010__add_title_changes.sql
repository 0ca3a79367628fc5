-- When a channel got another title, by the clock of the one who announced it.
CREATE TABLE title_changes (
    channel_id text NOT NULL,
    seq        bigint NOT NULL,
    changed_at timestamptz NOT NULL,
    title      text NOT NULL,
    PRIMARY KEY (channel_id, seq)
);
CREATE INDEX title_changes_by_time ON title_changes (channel_id, changed_at);
