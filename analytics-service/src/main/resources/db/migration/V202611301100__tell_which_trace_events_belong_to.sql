-- The trace that an event belongs to, as W3C Trace Context writes it; null for none, and from a version that knows of no traces.
ALTER TABLE outbox_events ADD COLUMN traceparent text;
