-- When the owner of an account first showed that the address is theirs. The accounts that there are were made by who runs the install.
alter table accounts add column email_proven_at timestamptz;
update accounts set email_proven_at = created_at;
