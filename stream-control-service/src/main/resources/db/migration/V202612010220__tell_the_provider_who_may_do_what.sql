-- Whom a channel has banned. ONSTAGE: here, and it is lifted here alone. PROVIDER: at the provider, and it may be lifted at either
-- place. One that was lifted stays, so that what is reported late cannot bring it back.
create table channel_bans (
    channel_id text        not null references channel_config,
    account_id uuid        not null references accounts,
    source     text        not null check (source in ('ONSTAGE', 'PROVIDER')),
    reason     text,
    banned_by  uuid references accounts,
    banned_at  timestamptz not null,
    expires_at timestamptz,
    lifted_at  timestamptz,
    primary key (channel_id, account_id)
);

-- Whom the provider has banned from everything.
create table provider_bans (
    account_id uuid primary key references accounts,
    banned_at  timestamptz not null,
    expires_at timestamptz,
    lifted_at  timestamptz
);

-- What the provider was told of a person on a channel, and whether it has to be told more: then next_at says when. What it should
-- be told is not here but follows from roles, invitations and bans as they are when it is told. version counts their changes.
create table provider_people (
    channel_id    text        not null references channel_config,
    account_id    uuid        not null references accounts,
    version       bigint      not null default 1,
    next_at       timestamptz default now(),
    owed_since    timestamptz default now(),
    told_chat     text, -- the chat channel that role and ban were told for
    told_call     text, -- the call that the block was told for: the next one knows of none
    told_role     text        not null default 'NONE' check (told_role in ('NONE', 'MEMBER', 'MODERATOR')),
    told_ban      boolean     not null default false,
    told_block    boolean     not null default false,
    ban_told_at   timestamptz,
    attempts      int         not null default 0,
    last_error    text,
    -- Who is telling, until when: one at a time for a person, so that the provider hears everything in its order.
    claim         bigint      not null default 0,
    claimed_until timestamptz,
    primary key (channel_id, account_id)
);
create index provider_people_next on provider_people (next_at) where next_at is not null;
create index provider_people_account on provider_people (account_id);

-- Whoever changes a role, an invitation or a ban, the service or a person with psql, owes the provider the news in the same
-- transaction.
create function owe_provider_news() returns trigger language plpgsql set search_path from current as $$
declare
    changed record;
begin
    if tg_op = 'DELETE' then
        changed := old;
    else
        changed := new;
    end if;
    insert into provider_people (channel_id, account_id) values (changed.channel_id, changed.account_id)
    on conflict (channel_id, account_id) do update
       set version = provider_people.version + 1, next_at = now(), attempts = 0,
           owed_since = coalesce(provider_people.owed_since, now());
    return null;
end $$;

create trigger channel_members_owe after insert or update or delete on channel_members
    for each row execute function owe_provider_news();
create trigger channel_invitations_owe after insert or update of ended_at on channel_invitations
    for each row execute function owe_provider_news();
create trigger channel_bans_owe after insert or update on channel_bans
    for each row execute function owe_provider_news();

create function owe_provider_news_everywhere() returns trigger language plpgsql set search_path from current as $$
begin
    insert into provider_people (channel_id, account_id) select channel_id, new.account_id from channel_config
    on conflict (channel_id, account_id) do update
       set version = provider_people.version + 1, next_at = now(), attempts = 0,
           owed_since = coalesce(provider_people.owed_since, now());
    return null;
end $$;

create trigger provider_bans_owe after insert or update on provider_bans
    for each row execute function owe_provider_news_everywhere();

-- A channel that is set up, or has its next call, has to hear of everybody again.
create function owe_provider_everybody() returns trigger language plpgsql set search_path from current as $$
begin
    update provider_people
       set version = version + 1, next_at = now(), attempts = 0, owed_since = coalesce(owed_since, now())
     where channel_id = new.channel_id;
    return null;
end $$;

create trigger channel_config_owes after update on channel_config
    for each row when (old.stream_call_id is distinct from new.stream_call_id
                    or old.chat_channel_cid is distinct from new.chat_channel_cid)
    execute function owe_provider_everybody();

-- Whoever is banned may have streams of events open, and counts as somebody who lost a role: they are asked anew.
create function count_ban() returns trigger language plpgsql set search_path from current as $$
begin
    update accounts set roles_version = roles_version + 1, roles_changed_at = now() where account_id = new.account_id;
    return null;
end $$;

create trigger channel_bans_lost after insert or update on channel_bans
    for each row when (new.lifted_at is null) execute function count_ban();
create trigger provider_bans_lost after insert or update on provider_bans
    for each row when (new.lifted_at is null) execute function count_ban();

insert into provider_people (channel_id, account_id) select channel_id, account_id from channel_members;

-- Since when tokens of a person are good at the provider: one that is given out a moment after others were revoked must be.
create table viewer_revocations (
    account_id    uuid primary key references accounts,
    issued_before timestamptz not null
);
