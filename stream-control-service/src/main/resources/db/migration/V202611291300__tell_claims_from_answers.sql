-- The fence is moved by the provider's answers alone; what a webhook claims beyond it has columns of its own.
alter table broadcasts
    -- When the answer that moved the fence came.
    add column fence_answered_at   timestamptz not null default 'epoch',
    -- Since when, and until when at most, answers that are older than the fence are not believed.
    add column fence_doubted_since timestamptz,
    add column fence_doubted_until timestamptz,
    -- What a webhook told of the call and no answer has confirmed, and how long answers may be behind it.
    add column claim               text check (claim in ('LIVE', 'BACKSTAGE', 'ENDED')),
    add column claim_nanos         bigint,
    add column claim_since         timestamptz,
    add column claim_until         timestamptz,
    add constraint broadcasts_fence_doubted
        check ((fence_doubted_since is null) = (fence_doubted_until is null)),
    add constraint broadcasts_claim
        check ((claim is null) = (claim_nanos is null)
           and (claim is null) = (claim_since is null)
           and (claim is null) = (claim_until is null));

comment on column broadcasts.fence_nanos is 'Greatest call.updated_at of an answer, Unix nanoseconds.';
