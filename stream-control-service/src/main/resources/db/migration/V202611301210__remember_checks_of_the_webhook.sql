-- What came of the last look at the registration of our webhook, per app, for all copies of the service. Not in provider_hooks, which
-- has no row before the first registration has succeeded. The key is '' while none is configured. warnings: an array of objects with
-- code, message, fix and since.
CREATE TABLE provider_webhook_checks (
    api_key       text        PRIMARY KEY,
    -- Where webhooks were to be sent: after a change of the settings it is looked at again.
    webhook_url   text        NOT NULL,
    checked_at    timestamptz NOT NULL,
    next_check_at timestamptz NOT NULL,
    warnings      jsonb       NOT NULL
);
