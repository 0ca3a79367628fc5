-- Invites to a channel. The code itself is kept nowhere: who has the table cannot accept.
create table channel_invites (
    invite_id  uuid primary key,
    channel_id text        not null references channel_config,
    role       text        not null check (role in ('viewer', 'moderator')),
    code_hash  bytea       not null unique,
    -- Only the account with this address may accept, where there is one.
    email      text,
    email_key  text,
    max_uses   int         not null check (max_uses > 0),
    uses       int         not null default 0,
    created_by uuid        not null references accounts,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    check (uses between 0 and max_uses),
    check ((email is null) = (email_key is null))
);
create index channel_invites_channel on channel_invites (channel_id, invite_id);

-- Who accepted which. Somebody is invited to a channel while one of theirs has not ended; one that has ended is not accepted again.
create table channel_invitations (
    invite_id   uuid        not null references channel_invites,
    account_id  uuid        not null references accounts,
    channel_id  text        not null references channel_config,
    accepted_at timestamptz not null default now(),
    ended_at    timestamptz,
    primary key (invite_id, account_id)
);
create index channel_invitations_person on channel_invitations (channel_id, account_id);
create index channel_invitations_account on channel_invitations (account_id);

-- Codes that were no good, by where they came from.
create table invite_attempts (
    source     text primary key,
    failures   int         not null,
    last_at    timestamptz not null default now(),
    next_at    timestamptz not null
);
create index invite_attempts_last on invite_attempts (last_at);

-- Whoever loses an invitation may have streams of events open that only the invited may read.
create trigger channel_invitations_lost after update of ended_at on channel_invitations
    for each row when (old.ended_at is null and new.ended_at is not null) execute function count_lost_membership();
