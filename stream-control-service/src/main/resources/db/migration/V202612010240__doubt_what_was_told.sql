-- Whether the provider may have more, or less, than told_* says: true from before it is told anything until it has taken all of it.
-- Whoever tells next then leaves out nothing.
alter table provider_people
    add column in_doubt boolean not null default false;

update provider_people set in_doubt = true where next_at is not null and claim > 0;
