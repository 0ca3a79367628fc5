-- Wrong passwords per place they come from: an account that only counted them for itself could be locked by anybody.
alter table accounts
    drop column failed_sign_ins,
    drop column failed_since;

-- Attempts since the first of them, gone after a quarter of an hour. The account is a hash of the address as it was typed,
-- whether there is such an account or not: people type passwords into the wrong field.
create table sign_in_attempts (
    source   text        not null,
    account  text        not null,
    attempts int         not null,
    since    timestamptz not null default now(),
    primary key (source, account)
);
create index sign_in_attempts_account on sign_in_attempts (account);

-- Where somebody signed in from: there they can do so again, however many others try.
alter table login_sessions add column source text;
