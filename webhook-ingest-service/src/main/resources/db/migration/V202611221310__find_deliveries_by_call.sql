-- A retired call is rare among the deliveries of its channel: without this everything of the channel would be read for it.
CREATE INDEX webhook_deliveries_by_call ON webhook_deliveries (call_cid, received_at, delivery_id);
