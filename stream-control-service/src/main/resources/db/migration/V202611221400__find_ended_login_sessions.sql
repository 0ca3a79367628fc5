-- Ended sessions are told to the other services for as long as their access tokens could be good.
create index login_sessions_revoked on login_sessions (revoked_at) where revoked_at is not null;
