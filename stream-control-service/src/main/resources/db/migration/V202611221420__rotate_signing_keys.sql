-- A key waits, published, then signs, then is retired and published until its last token has expired. One signs at a time.
alter table signing_keys add column signs_since timestamptz;
update signing_keys set signs_since = now()
 where key_id = (select key_id from signing_keys where retired_at is null order by created_at, key_id limit 1);
alter table signing_keys add check (retired_at is null or signs_since is not null);
create unique index signing_keys_signer on signing_keys ((true)) where signs_since is not null and retired_at is null;
