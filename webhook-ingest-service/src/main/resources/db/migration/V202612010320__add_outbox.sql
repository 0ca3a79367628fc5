-- Events still to be sent; a row goes once Kafka has confirmed it. A table of service-support.
CREATE TABLE outbox_events (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL,
    event_type  text        NOT NULL,
    topic       text        NOT NULL,
    record_key  text        NOT NULL,
    payload     bytea       NOT NULL,
    event_time  timestamptz NOT NULL,
    written_at  timestamptz NOT NULL DEFAULT now(),
    traceparent text
);
