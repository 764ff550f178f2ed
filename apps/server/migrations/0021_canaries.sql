-- Bait: records that nobody has a reason to read, and the alarms of those who did. Neither stands in the record's own row, so no
-- list, export or tool can show by accident which records are bait.

CREATE TABLE canaries (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  record_type text NOT NULL CHECK (record_type IN ('lead', 'customer', 'contact', 'opportunity')),
  -- No reference: the alarm of a canary that was deleted still says which it was.
  record_id uuid NOT NULL,
  note text,
  marked_by text NOT NULL,
  marked_at timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (organization_id, record_id)
);

-- One row for what one reader did in a row: a list that is loaded again is counted, not told again.
CREATE TABLE canary_alarms (
  id uuid PRIMARY KEY,
  organization_id uuid NOT NULL DEFAULT current_organization_id() REFERENCES organizations ON DELETE CASCADE,
  -- A note is what a person had among others in a list of the console: kept, and nobody is called.
  level text NOT NULL CHECK (level IN ('alarm', 'note')),
  reader text NOT NULL,
  reader_kind text NOT NULL CHECK (reader_kind IN ('agent', 'api_key', 'user', 'system')),
  -- The tool or the route.
  via text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('read', 'refused', 'listed', 'unmasked')),
  execution_id uuid,
  correlation_id text NOT NULL,
  -- What they were called when they were read.
  records jsonb NOT NULL,
  reads integer NOT NULL DEFAULT 1,
  mailed boolean NOT NULL DEFAULT false,
  first_at timestamptz(3) NOT NULL DEFAULT now(),
  last_at timestamptz(3) NOT NULL DEFAULT now(),
  acknowledged_by text,
  acknowledged_at timestamptz(3)
);
CREATE INDEX canary_alarms_newest ON canary_alarms (organization_id, id DESC);
CREATE INDEX canary_alarms_reader ON canary_alarms (organization_id, reader, last_at DESC);
CREATE INDEX canary_alarms_execution ON canary_alarms (execution_id) WHERE execution_id IS NOT NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['canaries', 'canary_alarms']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I TO insa_app USING (organization_id = current_organization_id())
      WITH CHECK (organization_id = current_organization_id())', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, DELETE ON canaries TO insa_app;
GRANT SELECT, INSERT, UPDATE ON canary_alarms TO insa_app;
