-- An account that was removed. Its row stays, since rows of others refer to it; who it was is gone from it.
alter table accounts
    add column removed_at timestamptz,
    -- Where a picture of the person is, https.
    add column avatar_url text;

-- Somebody may be signing in while their account is removed: the login that begins then has ended already. To ask for the account
-- waits for a removal that is under way.
create function end_login_of_removed() returns trigger language plpgsql set search_path from current as $$
declare
    removed timestamptz;
begin
    select removed_at into removed from accounts where account_id = new.account_id for key share;
    if removed is not null then
        new.revoked_at := now();
        new.revoked_reason := 'SIGNED_OUT';
    end if;
    return new;
end $$;

create trigger login_sessions_of_removed before insert on login_sessions
    for each row execute function end_login_of_removed();
