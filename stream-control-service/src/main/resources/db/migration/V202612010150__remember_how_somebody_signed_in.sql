-- What opened a login, since some things need a fresh sign-in by password or passkey. Null from a version that does not note it.
alter table login_sessions add column signed_in_by text;
