-- Since when this attempt has come out otherwise than it should, each time it was answered and with the same outcome; null while it has not.
ALTER TABLE provider_probes
    ADD COLUMN wrong_since timestamptz;
