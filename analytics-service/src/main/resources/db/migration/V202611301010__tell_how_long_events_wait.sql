-- How long an event has been waiting for Kafka; its own time may be long ago.
ALTER TABLE outbox_events ADD COLUMN written_at timestamptz NOT NULL DEFAULT now();
