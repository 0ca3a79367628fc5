-- What came of the last look at something in the app at GetStream, for all copies of the service: at the registration of the webhook,
-- at the grants, at what people may do. The key is '' while none is configured. warnings: an array of objects with code, message, fix
-- and since. provider_webhook_checks is for older copies that run beside.
CREATE TABLE provider_checks (
    api_key       text        NOT NULL,
    check_name    text        NOT NULL,
    -- What it was looked at for: after a change of the settings it is looked at again.
    subject       text        NOT NULL,
    checked_at    timestamptz NOT NULL,
    next_check_at timestamptz NOT NULL,
    warnings      jsonb       NOT NULL,
    PRIMARY KEY (api_key, check_name)
);
