-- Deliveries that were acknowledged while Kafka did not confirm them. A row goes once Kafka has its records.
-- The id is a UUIDv7 made at receipt, so its order is the order of receipt.
CREATE TABLE webhook_spool (
    delivery_id uuid        PRIMARY KEY,
    received_at timestamptz NOT NULL,
    api_key     text        NOT NULL,
    webhook_id  text,
    attempt     text,
    outcome     text        NOT NULL,
    traceparent text,
    body        bytea       NOT NULL
);

-- How full the spool is, kept by the statements that fill and drain it: its bound is exact however many write, and
-- looking costs nothing.
CREATE TABLE webhook_spool_usage (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    row_count bigint  NOT NULL CHECK (row_count >= 0),
    bytes     bigint  NOT NULL CHECK (bytes >= 0)
);
INSERT INTO webhook_spool_usage (row_count, bytes) VALUES (0, 0);

-- Who may do a piece of work, until when. The token grows with every new owner: the fence.
CREATE TABLE leases (
    name       text        PRIMARY KEY,
    owner      text        NOT NULL,
    token      bigint      NOT NULL,
    held_until timestamptz NOT NULL
);
