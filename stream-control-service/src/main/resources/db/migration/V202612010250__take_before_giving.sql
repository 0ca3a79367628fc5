-- Whether somebody loses something by what the provider is owed: those are told of before everybody else.
alter table provider_people
    add column urgent boolean not null default false;
create index provider_people_turn on provider_people (urgent desc, next_at) where next_at is not null;

create or replace function owe_provider_news() returns trigger language plpgsql set search_path from current as $$
declare
    changed record;
    takes   boolean := false;
begin
    if tg_op = 'DELETE' then
        changed := old;
        takes := true;
    else
        changed := new;
        if tg_table_name = 'channel_bans' then
            takes := new.lifted_at is null;
        elsif tg_table_name = 'channel_invitations' then
            takes := new.ended_at is not null;
        end if;
    end if;
    insert into provider_people (channel_id, account_id, urgent) values (changed.channel_id, changed.account_id, takes)
    on conflict (channel_id, account_id) do update
       set version = provider_people.version + 1, next_at = now(), attempts = 0,
           owed_since = coalesce(provider_people.owed_since, now()),
           urgent = provider_people.urgent or excluded.urgent;
    return null;
end $$;

create or replace function owe_provider_news_everywhere() returns trigger language plpgsql set search_path from current as $$
begin
    insert into provider_people (channel_id, account_id, urgent)
    select channel_id, new.account_id, new.lifted_at is null from channel_config
    on conflict (channel_id, account_id) do update
       set version = provider_people.version + 1, next_at = now(), attempts = 0,
           owed_since = coalesce(provider_people.owed_since, now()),
           urgent = provider_people.urgent or excluded.urgent;
    return null;
end $$;

-- The next call has to hear of those whom it must not let in, another chat of those who are something there or are banned from it.
-- Of everybody else there is nothing to say. Whoever is owed something already may be told of at this moment, as things were before.
-- A channel that had no call or no chat yet could be told of nobody.
create or replace function owe_provider_everybody() returns trigger language plpgsql set search_path from current as $$
begin
    update provider_people
       set version = version + 1, next_at = now(), attempts = 0, owed_since = coalesce(owed_since, now()),
           urgent = urgent or told_block or told_ban
     where channel_id = new.channel_id
       and (next_at is not null
            or (old.stream_call_id is distinct from new.stream_call_id
                and (old.stream_call_id is null or told_block))
            or (old.chat_channel_cid is distinct from new.chat_channel_cid
                and (old.chat_channel_cid is null or told_role <> 'NONE' or told_ban)));
    return null;
end $$;
