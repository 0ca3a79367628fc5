-- Instants are timestamptz (microseconds). The provider's call.updated_at is kept in nanoseconds, since it orders updates.

create table accounts (
    account_id    uuid primary key,
    email         text        not null,
    name          text        not null,
    password_hash text        not null,
    operator      boolean     not null default false,
    created_at    timestamptz not null default now()
);
create unique index accounts_email on accounts (lower(email));

create table channel_config (
    channel_id             text primary key check (channel_id ~ '^[a-z0-9-]{1,48}$'),
    title                  text        not null,
    broadcaster_account_id uuid        not null references accounts,
    broadcaster_name       text        not null,
    -- The dedicated provider user of the encoder: never a viewer.
    broadcaster_user_id    text        not null,
    grace_seconds          int         not null default 60 check (grace_seconds between 0 and 1800),
    inactivity_seconds     int         not null default 30 check (inactivity_seconds between 5 and 900),
    max_duration_seconds   int check (max_duration_seconds > 0),
    time_zone              text        not null default 'UTC',
    call_generation        int         not null default 1,
    stream_call_id         text, -- type:id, null until provisioned and after the provider retired the call
    chat_channel_cid       text,
    rtmps_url              text,
    provisioned_at         timestamptz,
    -- Start of the session on air, null when not live: the same value as broadcasts.session_started_at.
    live_started_at        timestamptz,
    created_at             timestamptz not null default now()
);

create table channel_members (
    channel_id text not null references channel_config,
    account_id uuid not null references accounts,
    role       text not null check (role in ('broadcaster', 'moderator')),
    primary key (channel_id, account_id)
);

-- One row per channel: the state machine of the broadcast. Every write of the state is guarded by version.
create table broadcasts (
    channel_id              text primary key references channel_config,
    state                   text        not null default 'UNPROVISIONED'
        check (state in ('UNPROVISIONED', 'READY', 'STARTING', 'LIVE', 'ENDING')),
    version                 bigint      not null default 0,
    epoch                   bigint      not null default 0,
    seq                     bigint      not null default 0,
    fence_nanos             bigint      not null default 0, -- greatest call.updated_at seen, Unix nanoseconds
    state_since             timestamptz not null default now(),
    deadline                timestamptz check ((deadline is not null) = (state = 'STARTING')),
    end_reason              text        check ((end_reason is not null) = (state = 'ENDING')),
    session_id              uuid,
    session_title           text,
    session_started_at      timestamptz,
    session_adopted         boolean     not null default false, -- it went live outside Onstage
    last_session_id         uuid,
    last_session_started_at timestamptz,
    last_session_ended_at   timestamptz,
    last_end_reason         text,
    encoder                 text        not null default 'ABSENT' check (encoder in ('ABSENT', 'CONNECTED', 'LOST', 'ERROR')),
    encoder_since           timestamptz,
    encoder_client          text,
    encoder_version         text,
    encoder_error           text,
    ingress_stream_id       text,
    ingress_started_at      timestamptz,
    ingress_stopped_ids     text[]      not null default '{}', -- connections whose end is known, newest last
    grace_ends_at           timestamptz,
    grace_extended_why      text,
    stop_owed_since         timestamptz,
    stop_owed_attempts      int         not null default 0,
    stop_owed_error         text,
    -- The command under way to the provider: no second one is sent before it returned or command_until has passed.
    command                 text        check (command in ('GO_LIVE', 'STOP_LIVE')),
    command_epoch           bigint,
    command_since           timestamptz,
    command_until           timestamptz,
    trouble                 text,         -- why the last command did not work
    trouble_since           timestamptz,
    provider_session_id     text,
    provider_session_open   boolean     not null default false,
    last_observed_at        timestamptz,  -- when a webhook last told us anything about the call
    webhook_awaited_since   timestamptz,  -- since when the provider's state is ahead of what webhooks told

    -- Bookkeeping of the reconciler, not guarded by version.
    last_checked_at         timestamptz,  -- when it last read the call
    next_check_at           timestamptz,  -- null: nothing to check
    check_failures          int         not null default 0,
    check_error             text,
    check_error_kind        text,
    check_failing_since     timestamptz,
    -- Provider sessions of this call whose participants are still to be read once more, oldest first.
    sessions_to_pull        text[]      not null default '{}',
    pulled_at               timestamptz,
    watched_until           timestamptz,  -- a dashboard is open until then: check more often
    lease_owner             text,
    lease_until             timestamptz,
    lease_token             bigint      not null default 0,

    check ((session_id is null) = (session_started_at is null)),
    check (session_id is null or state in ('LIVE', 'ENDING')),
    check (state <> 'LIVE' or session_id is not null)
);
create index broadcasts_next_check on broadcasts (next_check_at);
