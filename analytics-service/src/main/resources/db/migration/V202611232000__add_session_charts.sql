-- What the pages draw of a closed session, computed with its figures. It stays when presence and chat of its time are dropped.
-- Parallel arrays: the viewer line (each value holds until the next), the UTC minutes of the session, and the minutes with chat.
CREATE TABLE session_charts (
    session_id      uuid PRIMARY KEY REFERENCES stream_sessions ON DELETE CASCADE,
    line_at         timestamptz[] NOT NULL,
    line_viewers    integer[] NOT NULL,
    minutes         timestamptz[] NOT NULL,
    minute_peaks    integer[] NOT NULL,
    minute_averages double precision[] NOT NULL,
    chat_minutes    timestamptz[] NOT NULL,
    chat_messages   integer[] NOT NULL
);
