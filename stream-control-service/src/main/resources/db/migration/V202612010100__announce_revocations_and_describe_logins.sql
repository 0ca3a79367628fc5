-- Which of an account's lost roles Kafka has been told of, by their number; the sweep tells the others.
alter table accounts add column roles_announced bigint not null default 0;
update accounts set roles_announced = roles_version;
create index accounts_roles_unannounced on accounts (account_id) where roles_announced < roles_version;

-- What a person knows a login of theirs by: the device in words, and when it was last used. Null from a version that notes neither.
alter table login_sessions
    add column device       text,
    add column last_used_at timestamptz;
