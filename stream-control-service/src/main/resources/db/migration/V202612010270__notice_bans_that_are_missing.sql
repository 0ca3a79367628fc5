-- Bans that were made at the provider, by channel; by '' those from its whole app.
create view bans_of_provider as
select channel_id, account_id, banned_at, expires_at, lifted_at from channel_bans where source = 'PROVIDER'
 union all
select '', account_id, banned_at, expires_at, lifted_at from provider_bans;

-- Which of them the provider's list did not have when it was last asked. The list is read by pages that may move while it is read,
-- so a ban that is missing once is none that was lifted.
create table missing_bans (
    channel_id text        not null,
    account_id uuid        not null references accounts,
    missed_at  timestamptz not null,
    primary key (channel_id, account_id)
);
