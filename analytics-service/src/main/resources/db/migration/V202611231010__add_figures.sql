-- Messages that were deleted, apart from those that count; the time without encoder, an open gap ending with the session.
ALTER TABLE stream_sessions
    ADD COLUMN deleted_messages    integer NOT NULL DEFAULT 0,
    ADD COLUMN encoder_gap_count   integer NOT NULL DEFAULT 0,
    ADD COLUMN encoder_gap_seconds bigint  NOT NULL DEFAULT 0;

-- The provider's counts that the number shown live was corrected by: viewers counted by the provider, and known to us then.
CREATE TABLE presence_differences (
    session_id  uuid NOT NULL,
    observed_at timestamptz NOT NULL,
    counted     integer NOT NULL,
    known       integer NOT NULL,
    difference  integer GENERATED ALWAYS AS (counted - known) STORED,
    PRIMARY KEY (session_id, observed_at)
) PARTITION BY RANGE (observed_at);
