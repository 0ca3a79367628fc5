-- The last migration that code must know at least to work with this schema. A migration that takes away what older code needs
-- writes its own version here; code that does not know it refuses to start.
CREATE TABLE oldest_code (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    version  text NOT NULL
);

INSERT INTO oldest_code (version) VALUES ('202611301000');
