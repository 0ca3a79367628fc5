-- Login sessions that the provider's tokens were given out in, while one of those is good: they end with the login session.
create table viewer_tokens (
    login_session_id uuid primary key references login_sessions on delete cascade,
    account_id       uuid        not null references accounts,
    expires_at       timestamptz not null
);
create index viewer_tokens_expires on viewer_tokens (expires_at);
