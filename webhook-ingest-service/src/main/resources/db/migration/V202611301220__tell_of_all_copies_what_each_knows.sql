-- What all copies refused, by minute and reason; the reason as metrics name it. Each copy adds what it counted every few seconds,
-- whatever came. Kept for a day.
CREATE TABLE webhook_refusal_counts (
    minute  timestamptz NOT NULL,
    reason  text        NOT NULL,
    refused bigint      NOT NULL,
    last_at timestamptz NOT NULL,
    PRIMARY KEY (minute, reason)
);

-- How far the consumer of each copy was behind when the copy last told it; too old to count after some seconds.
CREATE TABLE journal_lags (
    copy       text        PRIMARY KEY,
    lag_millis bigint      NOT NULL,
    told_at    timestamptz NOT NULL
);
