-- Failures since failed_since: guessing a password is stopped per account, whichever replica is asked.
alter table accounts
    add column failed_sign_ins int not null default 0,
    add column failed_since    timestamptz;

-- One row per sign-in. The refresh token of generation n is a keyed hash of n, so a repeated refresh gets the same answer
-- and an old generation is recognised as reuse; the key is stored encrypted.
create table login_sessions (
    login_session_id uuid primary key,
    account_id       uuid        not null references accounts,
    refresh_key      text        not null,
    generation       int         not null default 1,
    rotated_at       timestamptz not null,
    created_at       timestamptz not null,
    expires_at       timestamptz not null,
    revoked_at       timestamptz,
    revoked_reason   text check (revoked_reason in ('SIGNED_OUT', 'REUSED'))
);
create index login_sessions_account on login_sessions (account_id);
create index login_sessions_expires on login_sessions (expires_at);

-- The keys that sign Onstage's tokens, private parts encrypted. The oldest that is not retired signs, all are published.
create table signing_keys (
    key_id          text primary key,
    private_key     text        not null,
    created_at      timestamptz not null default now(),
    retired_at      timestamptz
);

-- Our own webhook registrations at the provider, per app.
create table provider_hooks (
    api_key    text primary key,
    hook_id    text        not null,
    updated_at timestamptz not null default now()
);

alter table channel_config
    -- The stream key is a function of these two: showing it twice gives the same key.
    add column stream_key_issued_at  timestamptz,
    add column stream_key_expires_at timestamptz,
    -- The provider's call still has other settings than this row.
    add column call_settings_stale   boolean not null default false;
create index channel_config_stale on channel_config (channel_id) where call_settings_stale;
