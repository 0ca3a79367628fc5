-- Who may do a piece of work, until when. The token grows with every new owner: the fence.
CREATE TABLE leases (
    name       text        PRIMARY KEY,
    owner      text        NOT NULL,
    token      bigint      NOT NULL,
    held_until timestamptz NOT NULL
);
