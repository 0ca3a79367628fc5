-- An access token names the roles of its account for some minutes. Whoever takes one away, the service or a person with psql, is
-- noticed here, and the service has the tokens refused that were issued before.
alter table accounts
    add column roles_version    bigint not null default 0,
    add column roles_changed_at timestamptz;
create index accounts_roles_changed on accounts (roles_changed_at) where roles_changed_at is not null;

create function count_lost_membership() returns trigger language plpgsql set search_path from current as $$
begin
    update accounts set roles_version = roles_version + 1, roles_changed_at = now() where account_id = old.account_id;
    return null;
end $$;

create trigger channel_members_lost after update or delete on channel_members
    for each row execute function count_lost_membership();

create function count_lost_operator() returns trigger language plpgsql set search_path from current as $$
begin
    new.roles_version := old.roles_version + 1;
    new.roles_changed_at := now();
    return new;
end $$;

create trigger accounts_operator_lost before update of operator on accounts
    for each row when (old.operator and not new.operator) execute function count_lost_operator();
