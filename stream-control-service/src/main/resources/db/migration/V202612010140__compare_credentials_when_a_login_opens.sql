-- Counts what an account's owner is checked by: another password, and signing out everywhere. A sign-in that was checked by an earlier
-- number opens no login.
alter table accounts add column credentials_version bigint not null default 0;
