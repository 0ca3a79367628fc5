-- Deliveries as received, cut by the UTC day of receipt; a day that grows large is cut further (journal_partitions).
-- received_at comes from the delivery, never from arrival here, so a record that comes twice meets its own key.
CREATE TABLE webhook_deliveries (
    received_at      timestamptz NOT NULL,
    delivery_id      uuid        NOT NULL,
    -- Header of the sender, the same for all attempts of one delivery; not signed.
    webhook_id       text,
    attempt          integer,
    api_key          text        NOT NULL,
    event_type       text        NOT NULL,
    -- Null for what belongs to no channel of ours.
    channel_id       text,
    call_cid         text,
    chat_channel_cid text,
    event_time       timestamptz,
    outcome          text        NOT NULL,
    -- As it came over the wire.
    size_bytes       integer     NOT NULL,
    compressed       boolean     NOT NULL,
    via_spool        boolean     NOT NULL,
    body             bytea,
    body_dropped     boolean     NOT NULL,
    PRIMARY KEY (received_at, delivery_id)
) PARTITION BY RANGE (received_at);

CREATE INDEX webhook_deliveries_by_channel ON webhook_deliveries (channel_id, received_at, delivery_id);
CREATE INDEX webhook_deliveries_by_type ON webhook_deliveries (event_type, channel_id, received_at, delivery_id);
-- Only ever looked up by equality: a quarter of the size of a tree over these long random texts.
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries USING hash (webhook_id);
-- Few, and looked for among very many.
CREATE INDEX webhook_deliveries_not_accepted ON webhook_deliveries (received_at, delivery_id)
    WHERE outcome <> 'ACCEPTED';

-- What the partitions hold: from (inclusive), before (exclusive). Written in the transaction of their DDL.
CREATE TABLE journal_partitions (
    partition_name  text PRIMARY KEY,
    received_from   timestamptz NOT NULL,
    received_before timestamptz NOT NULL,
    CHECK (received_from < received_before)
);

-- kept_from: everything received before is gone for good and is not stored again. shed_bodies: no room for the bodies of
-- presence and chat.
CREATE TABLE journal_state (
    only_row    boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    kept_from   timestamptz NOT NULL,
    shed_bodies boolean     NOT NULL
);
INSERT INTO journal_state (kept_from, shed_bodies) VALUES ('-infinity', false);

-- Counts per five minutes of receipt, written with the deliveries they count: the webhook check never reads the journal
-- itself. The channel is '' for what belongs to none.
CREATE TABLE webhook_delivery_counts (
    channel_id       text        NOT NULL,
    bucket           timestamptz NOT NULL,
    event_type       text        NOT NULL,
    outcome          text        NOT NULL,
    deliveries       bigint      NOT NULL,
    last_received_at timestamptz NOT NULL,
    PRIMARY KEY (channel_id, bucket, event_type, outcome)
);

-- Who looked at a body or replayed what, and when.
CREATE TABLE journal_audit (
    audit_id   uuid        PRIMARY KEY,
    at         timestamptz NOT NULL,
    account_id text        NOT NULL,
    action     text        NOT NULL,
    detail     jsonb       NOT NULL
);
CREATE INDEX journal_audit_by_time ON journal_audit (at);
