-- How long somebody has to wait grows with each attempt, from the latest one on. before_at is the one before that, null for none.
alter table sign_in_attempts
    add column last_at   timestamptz not null default now(),
    add column before_at timestamptz;

-- Codes that open something once: a mailed link, a challenge. A code itself is stored nowhere, and neither is the secret of the
-- browser that it is bound to.
create table one_time_codes (
    code_hash    text        primary key,
    purpose      text        not null,
    subject      text        not null,
    browser_hash text,
    created_at   timestamptz not null default now(),
    expires_at   timestamptz not null,
    used_at      timestamptz
);
create index one_time_codes_subject on one_time_codes (purpose, subject);
create index one_time_codes_expires on one_time_codes (expires_at);
