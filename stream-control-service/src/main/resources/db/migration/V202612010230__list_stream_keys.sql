-- The stream keys of a channel. The keys themselves are kept nowhere: each follows from its second. The newest is also on the
-- channel. Keys of a channel are those of one user, whom the provider asks for an instant before which none is good: so revoking one
-- revokes all that are older.
create table stream_keys (
    key_id     uuid primary key default gen_random_uuid(),
    channel_id text        not null references channel_config,
    label      text        not null default '',
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    unique (channel_id, issued_at)
);

insert into stream_keys (channel_id, issued_at, expires_at)
select channel_id, stream_key_issued_at, stream_key_expires_at
  from channel_config where stream_key_issued_at is not null;

-- A version that knows of one key writes it to the channel alone, and has the provider refuse those before it.
create function list_stream_key() returns trigger language plpgsql set search_path from current as $$
begin
    insert into stream_keys (channel_id, issued_at, expires_at)
    values (new.channel_id, new.stream_key_issued_at, new.stream_key_expires_at)
    on conflict (channel_id, issued_at) do nothing;
    if found and old.stream_key_issued_at is not null then
        update stream_keys set revoked_at = now()
         where channel_id = new.channel_id and issued_at < new.stream_key_issued_at and revoked_at is null;
    end if;
    return null;
end $$;

create trigger channel_config_key after update of stream_key_issued_at on channel_config
    for each row when (new.stream_key_issued_at is not null
                   and new.stream_key_issued_at is distinct from old.stream_key_issued_at)
    execute function list_stream_key();
