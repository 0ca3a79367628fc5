-- When an account was removed. Its row stays, since rows of others refer to it, and nobody signs in to it any more.
alter table accounts add column if not exists removed_at timestamptz;
