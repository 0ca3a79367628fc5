-- What came of the last attempt of each of the probe users at GetStream, per app.
CREATE TABLE provider_probes (
    api_key  text        NOT NULL,
    who      text        NOT NULL,
    what     text        NOT NULL,
    expected text        NOT NULL,
    -- ALLOWED, REFUSED; NOT_KNOWN while no attempt had an answer that says either.
    outcome  text        NOT NULL,
    tried_at timestamptz NOT NULL,
    PRIMARY KEY (api_key, who, what)
);
