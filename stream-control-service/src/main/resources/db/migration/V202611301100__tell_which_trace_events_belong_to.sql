-- The trace that an event belongs to, as W3C Trace Context writes it; null for none, and from a version that knows of no traces.
ALTER TABLE outbox_events ADD COLUMN traceparent text;

-- The trace in which the latest lifecycle event of a broadcast came about, and the number of that event: a version that knows of no
-- traces moves seq alone, and then the trace is another event's.
ALTER TABLE broadcasts ADD COLUMN traceparent text, ADD COLUMN traced_seq bigint;
