-- The last call at GetStream that had the name of a call of this channel, but was made by somebody else: the channel took the next name.
ALTER TABLE channel_config
    ADD COLUMN foreign_call_cid      text,
    ADD COLUMN foreign_call_creator  text,
    ADD COLUMN foreign_call_found_at timestamptz;
