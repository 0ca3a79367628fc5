-- Which go-live of its channel a session is, for the log; null as long as only its summary is known, and from a version that stored none.
ALTER TABLE stream_sessions ADD COLUMN epoch bigint;
