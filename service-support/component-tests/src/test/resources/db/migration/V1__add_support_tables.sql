-- Events still to be sent; a row goes once Kafka has confirmed it.
CREATE TABLE outbox_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   uuid        NOT NULL,
    event_type text        NOT NULL,
    topic      text        NOT NULL,
    record_key text        NOT NULL,
    payload    bytea       NOT NULL,
    event_time timestamptz NOT NULL
);

-- The last position (seq, revision) each consumer applied per key.
CREATE TABLE inbox_positions (
    consumer   text        NOT NULL,
    record_key text        NOT NULL,
    position   bigint      NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, record_key)
);

-- Who may do a piece of work, until when. The token grows with every new owner: the fence.
CREATE TABLE leases (
    name       text        PRIMARY KEY,
    owner      text        NOT NULL,
    token      bigint      NOT NULL,
    held_until timestamptz NOT NULL
);
