-- The same for messages, in a transaction of its own, so that writes of attempts do not wait for both.
CREATE INDEX notification_messages_by_time ON notification_messages (created_at);
