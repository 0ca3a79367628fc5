-- What is older than the history is kept is found without reading all that is not. Writes of attempts wait until the index is there.
CREATE INDEX notification_attempts_by_time ON notification_attempts (attempted_at);
