-- Keys of devices that sign their owner in. Public parts alone: what an authenticator told of itself when it was registered.
create table passkeys (
    passkey_id      uuid primary key,
    account_id      uuid        not null references accounts,
    credential_id   text        not null unique,
    public_data     text        not null,
    sign_count      bigint      not null,
    backup_eligible boolean     not null,
    backed_up       boolean     not null,
    label           text        not null,
    created_at      timestamptz not null default now(),
    last_used_at    timestamptz
);
create index passkeys_account on passkeys (account_id);
