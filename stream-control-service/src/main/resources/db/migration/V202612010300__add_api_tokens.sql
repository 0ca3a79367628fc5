-- Secrets that programs have in the place of a person's sign-in. What is shown once is kept as its SHA-256: it is random enough that
-- nobody can try all of them.
create table api_tokens (
    api_token_id   uuid        primary key,
    account_id     uuid        not null references accounts,
    name           text        not null,
    secret_hash    bytea       not null unique,
    scopes         text[]      not null,
    -- Null: all of the owner's, those to come included. Empty: none.
    channels       text[],
    created_at     timestamptz not null default now(),
    expires_at     timestamptz not null,
    revoked_at     timestamptz,
    last_used_at   timestamptz,
    -- The network it was exchanged from last.
    last_used_from text
);
create index api_tokens_account on api_tokens (account_id, api_token_id);
create index api_tokens_expires on api_tokens (expires_at);
create index api_tokens_revoked on api_tokens (revoked_at) where revoked_at is not null;

-- Wrong tokens by the network they come from, gone an hour after the last.
create table api_token_attempts (
    source     text        primary key,
    failures   int         not null,
    last_at    timestamptz not null,
    wait_until timestamptz not null
);
create index api_token_attempts_last on api_token_attempts (last_at);
