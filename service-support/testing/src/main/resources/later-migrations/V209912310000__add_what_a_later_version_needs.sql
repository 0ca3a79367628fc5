-- What a version that is rolled out beside this one may do to the schema: everything gets more, and nothing is taken away.
DO $$
DECLARE
  existing text;
BEGIN
  FOR existing IN
    SELECT relname FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
       AND relname <> 'flyway_schema_history'
  LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN added_later text, ADD COLUMN also_added_later int NOT NULL DEFAULT 7', existing);
    EXECUTE format('CREATE INDEX ON %I (added_later)', existing);
  END LOOP;
END
$$;

CREATE TABLE made_later (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    written_at timestamptz NOT NULL DEFAULT now()
);
