-- Two spellings of one address in Unicode, in any case, name one account. The service makes the key (EmailAddress).
drop index accounts_email;
alter table accounts add column email_key text;
update accounts set email_key = normalize(lower(normalize(email, NFKC)), NFKC);
alter table accounts alter column email_key set not null;
create unique index accounts_email on accounts (email_key);

-- A login session has an end that no refresh moves.
alter table login_sessions add column ends_at timestamptz;
update login_sessions
   set ends_at = created_at + interval '30 days',
       expires_at = least(expires_at, created_at + interval '30 days');
alter table login_sessions alter column ends_at set not null;

-- When the generations just before the current one were replaced: each of them stays good for a moment.
alter table login_sessions
    add column replaced_at text not null default '',
    drop column rotated_at;
