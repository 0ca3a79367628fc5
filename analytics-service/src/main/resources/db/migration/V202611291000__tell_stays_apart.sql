-- A user session may leave and join again: its stays are told apart by when they began.
--
-- A row is a report: of a stay (begun), or of a leave that does not say of which stay (not begun; joined_at is the moment of
-- the leave then). left_at is the earliest leave reported of that very stay. over_at follows from all reports of the user
-- session: when the stay is over, null while it lasts, -infinity for a report that is no stay of its own.
ALTER TABLE presence
    ADD COLUMN begun boolean NOT NULL DEFAULT true,
    ADD COLUMN over_at timestamptz,
    DROP CONSTRAINT presence_pkey,
    ADD CONSTRAINT presence_pkey PRIMARY KEY (channel_id, user_session_id, joined_on, joined_at, begun);
UPDATE presence SET over_at = left_at WHERE left_at IS NOT NULL;

DROP INDEX presence_by_leave;
-- Serves the open stays of a channel and those that reach into a session.
CREATE INDEX presence_by_end ON presence (channel_id, over_at);

-- A deleted message may be brought back. Of each kind the latest report is kept, and the later of the two decides.
ALTER TABLE chat_messages
    ADD COLUMN undeleted_at timestamptz,
    ADD COLUMN gone boolean GENERATED ALWAYS AS
        (deleted_at IS NOT NULL AND (undeleted_at IS NULL OR undeleted_at < deleted_at)) STORED;
