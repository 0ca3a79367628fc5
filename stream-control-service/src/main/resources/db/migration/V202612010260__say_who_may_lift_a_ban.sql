-- Whether a moderator may not lift it: the broadcaster or an operator made it, or it took a moderator's role.
alter table channel_bans
    add column owner_lifts boolean not null default false;

-- Whether somebody is banned from a channel, by it or by the provider's whole app. Whoever is gets no role and no invitation.
create function is_banned(channel text, account uuid) returns boolean language sql stable set search_path from current as $$
    select exists (select from channel_bans
                    where channel_id = $1 and account_id = $2
                      and lifted_at is null and (expires_at is null or expires_at > now()))
        or exists (select from provider_bans
                    where account_id = $2
                      and lifted_at is null and (expires_at is null or expires_at > now()))
$$;
