-- The last position (seq, revision) each consumer applied per key.
CREATE TABLE inbox_positions (
    consumer   text        NOT NULL,
    record_key text        NOT NULL,
    position   bigint      NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, record_key)
);
