-- What is older than the history is kept is found without reading all that is not.
CREATE INDEX notification_attempts_by_time ON notification_attempts (attempted_at);
CREATE INDEX notification_messages_by_time ON notification_messages (created_at);
