-- Who gave which command, of all services. Ids are UUIDv7: their order is that of time.
create table audit_entries (
    entry_id     uuid        primary key,
    at           timestamptz not null,
    action       text        not null,
    channel_id   text,
    object       text,
    account_id   text        not null,
    account_name text        not null,
    login        text        not null,
    api_token    boolean     not null,
    from_network text        not null,
    outcome      text        not null check (outcome in ('begun', 'done', 'refused', 'failed'))
);
create index audit_entries_channel on audit_entries (channel_id, entry_id);
create index audit_entries_at on audit_entries (at);
create index audit_entries_refused on audit_entries (account_id, action, at) where outcome = 'refused';
